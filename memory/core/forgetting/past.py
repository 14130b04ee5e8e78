"""One person's past, in little room: a few interests with decayed sums by kind.

Knows vectors, kinds by number, amounts and days; knows nothing of entries, or of what is learned
from it. What a profile keeps of a person is far more: their own words, by which it explains.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.amounts import OwnMean
from penchant.memory.core.behaviour.packing import Arrays, joined, parted
from penchant.memory.core.decay import HALF_LIVES, Array, remaining
from penchant.memory.core.forgetting.places import HalfArray, Places
from penchant.memory.records import FloatArray

MOST_INTERESTS = 32
"""Interests kept; the two nearest are merged to make room."""

ROOM = 32_768
"""Bytes for their vectors: of a wide embedder's fewer are kept."""

REMEMBERED = 256
"""Items that the person is known to have used already; older ones may be taken for new."""

SHRINK = 5.0
"""How strongly what sets one person's curve apart is pulled towards none: as much information as
their choices must give to count half."""

FURTHEST = 3.0
"""Nobody's curve differs by more than this, as a logarithm."""

Sums = NDArray[np.float32]


class Past:
    """What somebody did: ``vectors`` (n, d), ``counts`` (n,) entries behind each, ``sums``
    (n, kinds, H) as of ``day``, and ``delta`` (H,), by which their curve differs from others'.
    """

    __slots__ = (
        "counts", "day", "delta", "entries", "information", "items", "own_mean", "sums", "vectors"
    )  # fmt: skip

    def __init__(self, dimension: int) -> None:
        self.vectors: HalfArray = np.zeros((0, dimension), np.float16)
        self.counts: Sums = np.zeros(0, np.float32)
        self.sums: Sums = np.zeros((0, 0, len(HALF_LIVES)), np.float32)
        self.day = -np.inf
        self.entries = 0
        self.own_mean = OwnMean()
        self.items: list[int] = []
        self.delta: Array = np.zeros(len(HALF_LIVES))
        self.information: Array = np.zeros(len(HALF_LIVES))

    @property
    def most(self) -> int:
        """How many interests there is room for."""
        width = max(1, int(self.vectors.shape[1]))
        return max(2, min(MOST_INTERESTS, ROOM // (2 * width)))

    def nbytes(self) -> int:
        """Bytes that all of it takes; a number in a list takes 36."""
        arrays = (self.vectors, self.counts, self.sums, self.delta, self.information)
        return sum(array.nbytes for array in arrays) + 36 * len(self.items)

    def at(self, day: float, kinds: int) -> Sums:
        """The sums as of ``day`` (not before the newest entry), for this many kinds."""
        sums = self._wide(kinds)
        return sums * remaining(day - self.day).astype(np.float32) if len(sums) else sums

    def learn(
        self, kind: int, amount: float, day: float, vector: FloatArray, places: Places
    ) -> None:
        """Take in an entry of the kind number ``kind`` about what lies at ``vector`` (d,)."""
        self.sums = self._wide(kind + 1)
        if day > self.day:
            if np.isfinite(self.day):
                self.sums *= remaining(day - self.day).astype(np.float32)
            self.day = day
        slot = self._slot(vector.astype(np.float16), places)
        self.sums[slot, kind] += (amount * remaining(self.day - day)).astype(np.float32)
        self.entries += 1

    def remember(self, row: int) -> None:
        """The person has used this item."""
        self.items.append(row)
        del self.items[:-REMEMBERED]

    def differ(self, gradient: Array) -> None:
        """Move what sets them apart along ``gradient`` (H,), the less the less is known."""
        self.information += gradient**2
        moved = self.delta + gradient / (SHRINK + self.information)
        self.delta = np.clip(moved, -FURTHEST, FURTHEST)

    def _wide(self, kinds: int) -> Sums:
        have = self.sums.shape[1]
        if have >= kinds:
            return self.sums
        return np.pad(self.sums, ((0, 0), (0, kinds - have), (0, 0)))

    def _slot(self, vector: HalfArray, places: Places) -> int:
        """The interest that what lies at ``vector`` joins: the very same, or one of its own, for
        which the two nearest are merged where there is no room.
        """
        same = np.flatnonzero((self.vectors == vector).all(axis=1))
        if len(same):
            self.counts[same[0]] += 1.0
            return int(same[0])
        self.vectors = np.vstack([self.vectors, vector])
        self.counts = np.append(self.counts, np.float32(1.0))
        empty = np.zeros((1, *self.sums.shape[1:]), np.float32)
        self.sums = np.concatenate([self.sums, empty])
        return self._merged(places) if len(self.counts) > self.most else len(self.counts) - 1

    def _merged(self, places: Places) -> int:
        """Merge the two nearest; returns where the newest is now."""
        placed = places.placed(self.vectors)
        cosines = np.tril(placed @ placed.T + 2.0, -1)
        later, earlier = map(int, np.unravel_index(np.argmax(cosines), cosines.shape))
        counts = self.counts[[earlier, later]]
        pair = self.vectors[[earlier, later]].astype(np.float32)
        self.vectors[earlier] = counts @ pair / counts.sum()
        self.counts[earlier] = counts.sum()
        self.sums[earlier] += self.sums[later]
        newest = len(self.counts) - 1
        kept = np.arange(newest + 1) != later
        self.vectors, self.counts, self.sums = (
            self.vectors[kept],
            self.counts[kept],
            self.sums[kept],
        )
        return earlier if later == newest else newest - 1


def packed(people: Sequence[Past]) -> Arrays:
    """Everything of these people, as arrays; inverse of :func:`unpacked`."""
    return {
        "sizes": np.array([[len(p.counts), p.sums.shape[1], len(p.items)] for p in people]).reshape(
            -1, 3
        ),
        "vectors": joined((p.vectors.ravel() for p in people), np.float16),
        "counts": joined((p.counts for p in people), np.float32),
        "sums": joined((p.sums.ravel() for p in people), np.float32),
        "items": joined((np.array(p.items, np.int64) for p in people), np.int64),
        "days": np.array([p.day for p in people], float),
        "entries": np.array([p.entries for p in people], np.int64),
        "means": np.array([[p.own_mean.number, p.own_mean.total] for p in people]).reshape(-1, 2),
        "deltas": np.array([p.delta for p in people], float).reshape(-1, len(HALF_LIVES)),
        "information": np.array([p.information for p in people], float).reshape(
            -1, len(HALF_LIVES)
        ),
    }


def unpacked(state: Arrays, dimension: int) -> list[Past]:
    """The people that gave ``state``; ValueError where its parts do not fit together."""
    sizes = state["sizes"].astype(int).reshape(-1, 3)
    slots, kinds, items = sizes[:, 0], sizes[:, 1], sizes[:, 2]
    width = len(HALF_LIVES)
    vectors = parted(state["vectors"], (slots * dimension).tolist())
    counts = parted(state["counts"], slots.tolist())
    sums = parted(state["sums"], (slots * kinds * width).tolist())
    used = parted(state["items"], items.tolist())
    people = []
    for number, (n, k, _) in enumerate(sizes.tolist()):
        past = Past(dimension)
        past.vectors = vectors[number].reshape(n, dimension)
        past.counts, past.sums = counts[number], sums[number].reshape(n, k, width)
        past.items = used[number].tolist()
        past.day, past.entries = float(state["days"][number]), int(state["entries"][number])
        past.own_mean = OwnMean(*state["means"][number].tolist())
        past.delta = state["deltas"][number].copy()
        past.information = state["information"][number].copy()
        people.append(past)
    return people
