"""Taking turns: one thread at a time, and none waits while another goes again and again."""

from __future__ import annotations

import threading


class Turns:
    """A lock with a queue of one: who waits comes before who had it last.

    A plain lock goes to whoever asks first after its release, which is mostly the thread that
    released it; readers would starve while much is learned.
    """

    __slots__ = ("_door", "_room")

    def __init__(self) -> None:
        self._door = threading.Lock()
        self._room = threading.Lock()

    def __enter__(self) -> None:
        with self._door:
            self._room.acquire()

    def __exit__(self, *_: object) -> None:
        self._room.release()
