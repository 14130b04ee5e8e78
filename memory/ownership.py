"""Who owns a store: one process at a time, known by a lock that dies with it.

Knows the lock and the file that names its holder; knows nothing of what is in the store.
"""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from penchant.memory.errors import ReadOnlyStore
from penchant.memory.store.sqlite import NO_ROOM


class Ownership:
    """A process's claim on the store in one folder."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "owner.lock", thread_local=False)
        self._name = folder / "owner.pid"

    def claim(self) -> None:
        """Own the store unless another process does. Raises ReadOnlyStore."""
        try:
            self._lock.acquire(timeout=0)
            self._name.write_text(f"{os.getpid()}\n", encoding="ascii")
        except Timeout:
            pass
        except OSError as error:
            if self.held and error.errno in NO_ROOM:
                return  # The lock is what counts; a full disk must not keep the store closed.
            self.release()
            raise ReadOnlyStore(f"{self._name.parent} cannot be written: {error}") from error

    def release(self) -> None:
        """Let go of the store."""
        self._lock.release()

    @property
    def held(self) -> bool:
        """Whether this process owns the store."""
        return self._lock.is_locked

    @property
    def owner(self) -> str:
        """The owner in words, for an error message."""
        try:
            return f"process {int(self._name.read_text(encoding='ascii'))}"
        except (OSError, ValueError):
            return "another process"
