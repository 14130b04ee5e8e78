"""A gate between many who use a thing and one who exchanges it.

Knows threads alone.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Any number of threads may be ``using`` at once; ``changing`` waits until none is.

    Whoever uses may use again inside. A change waits for a quiet moment and holds nobody up
    before that, so a long use delays the change and not the other users.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._users = 0
        self._changing = False
        self._own = threading.local()

    @contextmanager
    def using(self) -> Iterator[None]:
        """Keep the thing as it is for the length of the block."""
        depth = getattr(self._own, "depth", 0)
        if depth == 0:
            with self._condition:
                self._condition.wait_for(lambda: not self._changing)
                self._users += 1
        self._own.depth = depth + 1
        try:
            yield
        finally:
            self._own.depth = depth
            if depth == 0:
                with self._condition:
                    self._users -= 1
                    self._condition.notify_all()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Have the thing for this thread alone for the length of the block."""
        if getattr(self._own, "depth", 0):
            raise RuntimeError("whoever uses cannot change")
        with self._condition:
            self._condition.wait_for(lambda: not self._changing and not self._users)
            self._changing = True
        self._own.depth = 1
        try:
            yield
        finally:
            self._own.depth = 0
            with self._condition:
                self._changing = False
                self._condition.notify_all()
