"""Which items the same people used, and which one after which: counts of pairs of items.

Knows rows of items and counts; knows nothing of people or times.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.asked import Asked
from penchant.memory.core.behaviour.companions import Companions
from penchant.memory.core.behaviour.packing import Arrays, under, within
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

ROOM = 100.0
"""Powers of two over the origin from which counts are brought to a new one; 127 is the most that a
number of single precision holds.
"""

BLOCK = 40_000
"""Numbers in an array of all sources and places up to which sums are made of one: few numbers cost
less in one product than pair by pair.
"""

LARGE = 1_000_000
"""The same for the largest: going pair by pair, those of one list must be found first."""


class Pairs:
    """Counts of pairs of items, by rows."""

    def __init__(self) -> None:
        self._companions = Companions(CHANNELS)
        self._origin = np.zeros(len(FADES))
        self._newest = -np.inf

    def add(self, row: int, before: Rows, day: float) -> None:
        """``row`` was used on ``day`` by somebody who had used ``before``, all different, the last
        one first.
        """
        powers = self._powers(day)
        if not len(before):
            return
        near = 1.0 / np.arange(1.0, len(before) + 1.0)
        there, back = np.zeros((2, len(before), CHANNELS))
        there[:, 0], there[:, 1] = 1.0, near
        there[:BESIDE, 2] = near[:BESIDE]
        there[:, 3:] = near[:, None] * np.exp2(powers)
        back[:, [0, 2]] = there[:, [0, 2]]
        self._companions.add(row, before, there, back)

    def _powers(self, day: float) -> Array:
        if not np.isfinite(self._newest):
            self._origin[:] = day
        self._newest = max(self._newest, day)
        powers = (day - self._origin) / FADES
        for column in np.flatnonzero(powers > ROOM).tolist():
            self._companions.scale(3 + column, float(np.exp2(-powers[column])))
            self._origin[column], powers[column] = day, 0.0
        return powers

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {
            "origin": self._origin,
            "newest": np.array(self._newest),
            **under("companions", self._companions.state()),
        }

    @classmethod
    def from_state(cls, state: Arrays) -> Pairs:
        """The pairs that gave ``state``."""
        pairs = cls()
        pairs._origin, pairs._newest = state["origin"], float(state["newest"])
        pairs._companions = Companions.from_state(within("companions", state))
        return pairs

    def beside(self, row: int) -> tuple[Rows, Array]:
        """The items that anybody used along with ``row``, ascending, and how many did so."""
        others, starts, sizes = self._companions.of(np.array([row], np.intp))
        counts = self._companions.counts[int(starts[0]) : int(starts[0] + sizes[0]), 0]
        rows, where = np.unique(others, return_inverse=True)
        return rows.astype(np.intp), np.bincount(where, counts, len(rows)).astype(float)

    def found(self, sources: Rows, asked: Asked, day: float) -> Found:
        """The pairs that lead from ``sources`` to the rows asked for."""
        others, starts, sizes = self._companions.of(sources)
        places = asked.places.take(others)
        kept = np.flatnonzero(places > 0)
        ends = np.cumsum(sizes)
        source = ends.searchsorted(kept, side="right")
        kept_counts = self._companions.counts.take(kept + (starts - ends + sizes)[source], axis=0)
        left = np.ones(CHANNELS)
        left[3:] = np.exp2(-(max(day, self._newest) - self._origin) / FADES)
        counts = kept_counts * left
        shape = (len(sources), len(asked.rows))
        return Found(shape, source, places.take(kept) - 1, counts)

    def around(self, sources: Rows) -> tuple[Rows, Array, Rows]:
        """All items paired with ``sources``, one list after the other, how often they were used by
        one person or one soon after the other, and how long each list is.
        """
        others, starts, sizes = self._companions.of(sources)
        ends = np.cumsum(sizes)
        places = np.repeat(starts - (ends - sizes), sizes) + np.arange(len(others))
        counts: Array = self._companions.counts[places, :3].sum(axis=1, dtype=float)
        return others.astype(np.intp), counts, sizes


class Found:
    """Pairs by number of source and place: of shape (pairs,), ``counts`` (pairs, CHANNELS). A pair
    may be there several times. ``shape`` is how many sources and places there are.
    """

    __slots__ = ("_flat", "counts", "places", "shape", "sources")

    def __init__(
        self, shape: tuple[int, int], sources: Rows, places: NDArray[np.int32], counts: Array
    ) -> None:
        self.shape = shape
        self.sources = sources
        self.places = places
        self.counts = counts
        self._flat = sources * shape[1] + places

    def block(self, channel: int) -> Array:
        """The counts as an array of :attr:`shape`."""
        size = self.shape[0] * self.shape[1]
        block: Array = np.bincount(self._flat, self.counts[:, channel], size).astype(float)
        return block.reshape(self.shape)

    def summed(self, channel: int, weights: Array) -> Array:
        """Sum over the sources of weight times count: (k, sources) gives (k, places)."""
        if self.shape[0] * self.shape[1] <= BLOCK:
            result: Array = weights @ self.block(channel)
            return result
        counts = self.counts[:, channel]
        used = np.flatnonzero(counts) if channel else slice(None)
        sources, places, counts = self.sources[used], self.places[used], counts[used]
        result = np.empty((len(weights), self.shape[1]))
        for row, weight in zip(result, weights, strict=True):
            row[:] = np.bincount(places, weight[sources] * counts, len(row))
        return result

    def largest(self, channel: int, weight: Array) -> Array:
        """The largest weight times count over the sources: (places,)."""
        if self.shape[0] * self.shape[1] <= LARGE:
            result: Array = (self.block(channel) * weight[:, None]).max(axis=0, initial=0.0)
            return result
        pairs, where = np.unique(self._flat, return_inverse=True)
        values = weight[pairs // self.shape[1]]
        values = values * np.bincount(where, self.counts[:, channel], len(pairs))
        result = np.zeros(self.shape[1])
        np.maximum.at(result, pairs % self.shape[1], values)
        return result
