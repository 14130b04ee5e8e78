"""The newest entries, as they were learned: who follows what somebody does need not read them.

Knows entries by sequence; knows nothing of what is learned from them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from penchant.memory.records import Entry

KEPT = 256
"""Entries held; a list of ten items is the largest of them and takes about 10 kB."""


class Newest:
    """All entries of a journal after some sequence number, up to :attr:`through`."""

    def __init__(self, through: int) -> None:
        self._entries: deque[Entry] = deque()
        self.clear(through)

    def clear(self, through: int) -> None:
        """Hold nothing, and go on from the sequence number ``through``."""
        self._entries.clear()
        self._after = self.through = through

    def add(self, entries: Sequence[Entry], after: int) -> None:
        """Take in all ``entries`` that came next ``after`` this sequence number; what is held is
        let go of where others came between.
        """
        if after != self.through:
            self.clear(after)
        for entry in entries:
            if len(self._entries) == KEPT:
                self._after = self._entries.popleft().sequence
            self._entries.append(entry)
            self.through = entry.sequence

    def of(self, user: str, after: int, until: int) -> list[Entry] | None:
        """Entries of ``user`` with ``after < sequence <= until``; None where not all are held."""
        if after < self._after or until > self.through:
            return None
        found = []
        for entry in reversed(self._entries):
            if entry.sequence <= after:
                break
            if entry.user == user and entry.sequence <= until:
                found.append(entry)
        return found[::-1]
