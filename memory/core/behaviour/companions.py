"""For every row a list of others, each with counts. Knows rows and counts only.

What is put down goes to the end of the lists, so it may stand there several times; a list that is
full is brought together. All lists lie in one array, for many are written and read at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.growing import grown
from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.decay import Array

Rows = NDArray[np.intp]
Counts = NDArray[np.float32]
"""Single precision: there are millions of counts, and they are sums of few numbers of like size."""

FEWEST = 8
"""Room of the shortest list."""

TOGETHER = 64
"""A list with less room than this grows before it is brought together."""


class Companions:
    """Lists by row; ``channels`` counts go with each companion."""

    def __init__(self, channels: int) -> None:
        self.channels = channels
        self._others = np.zeros(1024, np.int32)
        self._flat: Counts = np.zeros(1024 * channels, np.float32)
        self._end = 0
        self._free: dict[int, list[int]] = {}
        """By room, where lists were that have moved."""
        self._start = np.zeros(64, np.int64)
        self._size = np.zeros(64, np.int64)
        self._room = np.zeros(64, np.int64)

    @property
    def counts(self) -> Counts:
        """By place: (places, channels)."""
        return self._flat.reshape(-1, self.channels)

    def add(self, row: int, others: Rows, there: Array, back: Array) -> None:
        """``row`` is a companion of ``others``, all different, with the counts ``there`` (n,
        channels), and they of it, with ``back``.
        """
        self._reach(max(row, int(others.max())) + 1)
        n = len(others)
        if self._size[row] + n > self._room[row]:
            self._make_room(row, n)
        for other in others[self._size[others] >= self._room[others]].tolist():
            self._make_room(other, 1)
        place = int(self._start[row] + self._size[row])
        self._others[place : place + n] = others
        self.counts[place : place + n] = back
        places = self._start[others] + self._size[others]
        self._others[places] = row
        self.counts[places] = there
        self._size[others] += 1
        self._size[row] += n

    def of(self, rows: Rows) -> tuple[NDArray[np.int32], Rows, Rows]:
        """The companions of ``rows`` one list after the other; the places where the lists begin,
        for :attr:`counts`; and how long they are.
        """
        if len(rows) and int(rows.max()) >= len(self._start):
            self._reach(int(rows.max()) + 1)
        starts, sizes = self._start[rows], self._size[rows]
        ends = starts + sizes
        parts = [self._others[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
        return np.concatenate(parts) if parts else self._others[:0], starts, sizes

    def _reach(self, size: int) -> None:
        if size > len(self._start):
            self._start, self._size, self._room = (
                grown(one, size) for one in (self._start, self._size, self._room)
            )

    def _make_room(self, row: int, more: int) -> None:
        start, size, room = (int(one[row]) for one in (self._start, self._size, self._room))
        others, counts = self._others[start : start + size], self.counts[start : start + size]
        if room >= TOGETHER:
            others, counts = _brought_together(others, counts)
        else:
            others, counts = others.copy(), counts.copy()
        size = len(others)
        wanted = max(FEWEST, room)
        # After being brought together a third is free at least, so this is not done often.
        while size + more > (wanted if room < TOGETHER else 2 * wanted // 3):
            wanted *= 2
        if wanted != room:
            if room:
                self._free.setdefault(room, []).append(start)
            start = self._place(row, wanted)
        self._others[start : start + size] = others
        self.counts[start : start + size] = counts
        self._size[row] = size

    def _place(self, row: int, room: int) -> int:
        """Where a list of ``row`` with so much room begins."""
        free = self._free.get(room)
        if free:
            start = free.pop()
        else:
            start = self._end
            self._end += room
            self._others = grown(self._others, self._end)
            self._flat = grown(self._flat, self._end * self.channels)
        self._start[row], self._room[row] = start, room
        return start

    def scale(self, channel: int, factor: float) -> None:
        """Multiply a count of all companions."""
        self.counts[: self._end, channel] *= factor

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        rows = np.flatnonzero(self._room)
        others, starts, sizes = self.of(rows)
        counts = self.counts[_places(starts, sizes)]
        # Every other one is a way back, of which most counts are 0.
        used = [np.flatnonzero(one) for one in counts.T]
        return {
            "rows": rows.astype(np.int32),
            "sizes": sizes.astype(np.int32),
            "rooms": self._room[rows].astype(np.int32),
            "others": others,
            "used": np.concatenate(used).astype(np.int32),
            "uses": np.array([len(one) for one in used], np.int64),
            "counts": np.concatenate([one[at] for one, at in zip(counts.T, used, strict=True)]),
        }

    @classmethod
    def from_state(cls, state: Arrays) -> Companions:
        """The lists that gave ``state``."""
        uses: Sequence[int] = state["uses"].tolist()
        kept, rows = cls(len(uses)), state["rows"].astype(np.intp)
        kept._reach(int(rows.max(initial=0)) + 1)
        rooms = state["rooms"].astype(np.int64)
        kept._room[rows], kept._size[rows] = rooms, state["sizes"]
        kept._start[rows] = np.cumsum(rooms) - rooms
        kept._end = int(rooms.sum())
        kept._others = grown(kept._others, kept._end)
        kept._flat = grown(kept._flat, kept._end * kept.channels)
        places = _places(kept._start[rows], kept._size[rows])
        kept._others[places] = state["others"]
        end = 0
        for channel, n in enumerate(uses):
            used = state["used"][end : end + n]
            kept.counts[places[used], channel] = state["counts"][end : end + n]
            end += n
        return kept


def _places(starts: Rows, sizes: Rows) -> Rows:
    """The places of lists, one list after the other."""
    ends = np.cumsum(sizes)
    places: Rows = np.repeat(starts - (ends - sizes), sizes) + np.arange(int(sizes.sum()))
    return places


def _brought_together(
    others: NDArray[np.int32], counts: Counts
) -> tuple[NDArray[np.int32], Counts]:
    """Each of ``others`` once, with the sums of its ``counts``."""
    order = np.argsort(others, kind="stable")
    others = others[order]
    first = np.flatnonzero(np.concatenate([[True], others[1:] != others[:-1]]))
    return others[first], np.add.reduceat(counts[order], first, axis=0)
