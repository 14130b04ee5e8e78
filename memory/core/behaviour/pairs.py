"""Which items the same people used, and which one after which: counts of pairs of items.

Knows rows of items and counts; knows nothing of people or times. Every item keeps its companions
in a list to which pairs are appended; a pair may stand there several times until the list is
brought together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.growing import grown
from penchant.memory.core.behaviour.packing import Arrays, joined, parted
from penchant.memory.core.decay import Array

Rows = NDArray[np.intp]

FADES: Array = np.array([0.25, 3.0])
"""Half-lives in days of the counts that fade: what follows what is often news of the day."""

CHANNELS = 3 + len(FADES)
"""Counts kept for a pair: used by one person (both ways); used after, near steps counting more (one
way); used within BESIDE steps (both ways), near ones counting more; and *after* fading with each of
FADES.
"""

BESIDE = 3

ROOM = 400.0

BLOCK = 1_000_000
"""Numbers in an array of all sources and places up to which one is made."""


class _Companions:
    """One item's companions: ``rows`` and ``counts`` (..., CHANNELS), of which ``size`` count."""

    __slots__ = ("counts", "limit", "rows", "size")

    def __init__(self) -> None:
        self.rows = np.zeros(8, np.int32)
        self.counts = np.zeros((8, CHANNELS))
        self.size = 0
        self.limit = 64

    def append(self, row: int, counts: Array) -> None:
        place = self.size
        if place >= self.limit:
            self._bring_together()
            place = self.size
        if place >= len(self.rows):
            self.rows = grown(self.rows, place + 1)
            self.counts = np.vstack([self.counts, np.zeros_like(self.counts)])
        self.rows[place] = row
        self.counts[place] = counts
        self.size = place + 1

    def _bring_together(self) -> None:
        rows, where = np.unique(self.rows[: self.size], return_inverse=True)
        counts = [np.bincount(where, one, len(rows)) for one in self.counts[: self.size].T]
        # New arrays, set at the end: a reader in another thread keeps the old ones.
        self.counts = np.stack(counts, axis=1)
        self.rows = rows
        self.size = len(rows)
        self.limit = max(64, self.size + self.size // 2)


class Pairs:
    """Counts of pairs of items, by rows."""

    def __init__(self) -> None:
        self._of: dict[int, _Companions] = {}
        self._origin = np.zeros(len(FADES))
        self._newest = -np.inf

    def add(self, row: int, before: Sequence[int], day: float) -> None:
        """``row`` was used on ``day`` by somebody who had used ``before``, the last one first."""
        powers = self._powers(day)
        near = 1.0 / np.arange(1.0, len(before) + 1.0)
        beside = np.where(near >= 1.0 / BESIDE, near, 0.0)
        fading = np.exp2(powers)[:, None] * near
        counts = np.stack([np.ones(len(before)), near, beside, *fading], axis=1)
        back = np.zeros_like(counts)
        back[:, [0, 2]] = counts[:, [0, 2]]
        mine = self._companions(row)
        for other, there, here in zip(before, counts, back, strict=True):
            mine.append(other, here)
            self._companions(other).append(row, there)

    def _companions(self, row: int) -> _Companions:
        kept = self._of.get(row)
        if kept is None:
            kept = self._of[row] = _Companions()
        return kept

    def _powers(self, day: float) -> Array:
        if not np.isfinite(self._newest):
            self._origin[:] = day
        self._newest = max(self._newest, day)
        powers = (day - self._origin) / FADES
        for column in np.flatnonzero(powers > ROOM):
            for kept in self._of.values():
                kept.counts[:, 3 + column] *= np.exp2(-powers[column])
            self._origin[column], powers[column] = day, 0.0
        return powers

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        ones = list(self._of.values())
        flat = joined((one.counts[: one.size].ravel() for one in ones), float)
        counts = flat.reshape(-1, CHANNELS)
        # Every other pair is a way back, of which only the first count is not 0.
        onward = np.asarray(counts[:, 1:].any(axis=1))
        return {
            "origin": self._origin,
            "newest": np.array(self._newest),
            "items": np.array(list(self._of), np.int64),
            "sizes": np.array([one.size for one in ones], np.int64),
            "limits": np.array([one.limit for one in ones], np.int64),
            "rows": joined((one.rows[: one.size] for one in ones), np.int32),
            "counts": counts[:, 0],
            "onward": onward,
            "onward_counts": counts[onward, 1:],
        }

    @classmethod
    def from_state(cls, state: Arrays) -> Pairs:
        """The pairs that gave ``state``."""
        pairs, sizes = cls(), state["sizes"].tolist()
        counts_of_all = np.zeros((len(state["rows"]), CHANNELS))
        counts_of_all[:, 0] = state["counts"]
        counts_of_all[state["onward"], 1:] = state["onward_counts"]
        pairs._origin, pairs._newest = state["origin"], float(state["newest"])
        for item, size, limit, rows, counts in zip(
            state["items"].tolist(),
            sizes,
            state["limits"].tolist(),
            parted(state["rows"], sizes),
            parted(counts_of_all, sizes),
            strict=True,
        ):
            kept = pairs._companions(item)
            kept.size, kept.limit = size, limit
            if size:
                kept.rows, kept.counts = rows, counts
        return pairs

    def found(self, sources: Sequence[int], place: NDArray[np.int32], day: float) -> Found:
        """The pairs that lead from ``sources`` to rows with a ``place`` of 0 or more.

        ``place`` (items,) numbers the rows asked for and is -1 elsewhere.
        """
        rows, counts, lengths = [], [], []
        for source in sources:
            kept = self._of.get(source)
            size = 0 if kept is None else kept.size
            lengths.append(size)
            if kept is not None:
                rows.append(kept.rows[:size])
                counts.append(kept.counts[:size])
        if not rows:
            nothing = np.zeros(0, np.intp)
            return Found(nothing, nothing, np.zeros((0, CHANNELS)))
        places = place[np.concatenate(rows)]
        kept_ones = np.flatnonzero(places >= 0)
        source_of = np.repeat(np.arange(len(lengths)), lengths)
        left = np.exp2(-(max(day, self._newest) - self._origin) / FADES)
        found = np.concatenate(counts)[kept_ones] * [1.0, 1.0, 1.0, *left]
        return Found(source_of[kept_ones], places[kept_ones].astype(np.intp), found)


class Found:
    """Pairs by number of source and place: of shape (pairs,), ``counts`` (pairs, CHANNELS)."""

    __slots__ = ("counts", "places", "sources")

    def __init__(self, sources: Rows, places: Rows, counts: Array) -> None:
        self.sources = sources
        self.places = places
        self.counts = counts

    def summed(self, channel: int, weights: Array, size: int) -> Array:
        """Sum over the sources of weight times count, by place: ``weights`` (k, sources) gives
        (size, k).
        """
        counts = self.counts[:, channel]
        used = np.flatnonzero(counts) if channel else slice(None)
        sources, places, counts = self.sources[used], self.places[used], counts[used]
        result = np.empty((size, len(weights)))
        for column, weight in enumerate(weights):
            result[:, column] = np.bincount(places, weight[sources] * counts, size)
        return result

    def largest(self, channel: int, weight: Array, size: int) -> Array:
        """The largest weight times count over the sources, by place: (size,)."""
        flat = self.sources * size + self.places
        counts = self.counts[:, channel]
        if len(weight) * size <= BLOCK:
            block = np.bincount(flat, counts, len(weight) * size).reshape(len(weight), size)
            result: Array = (block * weight[:, None]).max(axis=0, initial=0.0)
            return result
        pairs, where = np.unique(flat, return_inverse=True)
        values = np.bincount(where, counts, len(pairs)) * weight[pairs // size]
        result = np.zeros(size)
        np.maximum.at(result, pairs % size, values)
        return result
