"""Disks that are full when told: a small one of our own, or this process's limit on file sizes.

The second form runs everywhere: Python ignores SIGXFSZ, so a write past the limit fails with EFBIG
as it would with ENOSPC. The first needs the right to mount.
"""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LIMIT = 40_000
"""Bytes: less than any log or database of a store has, and more than SQLite needs to read one."""


class Limit:
    """A folder in which no file can grow beyond LIMIT once it is full."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, self._limits[1]))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)

    def close(self) -> None:
        self.free()


class Small:
    """A disk of a few megabytes in memory, filled to the last byte with one file."""

    def __init__(self, folder: Path, options: str = "size=24m") -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("ab", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def close(self) -> None:
        subprocess.run(["umount", "-l", self.folder], check=True)


def can_mount() -> bool:
    """Whether this process may mount."""
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
    return True


DISKS: dict[str, Any] = {"limit": Limit, **({"tmpfs": Small} if can_mount() else {})}


@contextmanager
def full_at(disk: Any, owner: Any, name: str, side: str = "before") -> Iterator[None]:
    """Fill ``disk`` when a function is next called, before or after what it does."""
    function, calls = getattr(owner, name), iter([True])

    def filling(*arguments: Any, **named: Any) -> Any:
        first = next(calls, False)
        if first and side == "before":
            disk.fill()
        result = function(*arguments, **named)
        if first and side == "after":
            disk.fill()
        return result

    setattr(owner, name, filling)
    try:
        yield
    finally:
        setattr(owner, name, function)
    assert next(calls, False) is False, f"{name} was called"
