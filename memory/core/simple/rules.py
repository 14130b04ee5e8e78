"""Two rules that keep examples as they are and compare every item with them.

The threshold rule counts the examples that an item is near to; the neighbour rule looks at the few
nearest, by likeness or by time. Both know a person's newest examples only.
"""

from __future__ import annotations

import math

import numpy as np

from penchant.memory.core.decay import Array
from penchant.memory.core.simple.form import Numbers, usable
from penchant.memory.errors import BadInput

KEPT = 100
"""Examples that are kept: each costs a comparison with every item."""


class _Past:
    """The newest examples by day, oldest first: ``vectors`` (m, d), ``days`` and ``amounts``."""

    def __init__(self, kept: int) -> None:
        if kept < 1:
            raise BadInput("a rule keeps one example at least")
        self._kept = kept
        self.vectors: Numbers = np.zeros((0, 0))
        self.days: Array = np.zeros(0)
        self.amounts: Array = np.zeros(0)

    def add(self, vector: Numbers, day: float, amount: float) -> None:
        if not usable(vector, day, amount):
            return
        place = int(np.searchsorted(self.days, day, side="right"))
        before = self.vectors if len(self.vectors) else np.zeros((0, len(vector)), vector.dtype)
        newest = slice(-self._kept, None)
        self.vectors = np.insert(before, place, vector, axis=0)[newest]
        self.days = np.insert(self.days, place, day)[newest]
        self.amounts = np.insert(self.amounts, place, amount)[newest]


class ThresholdRule:
    """An item scores the sum of the amounts of all examples whose cosine with it is at least
    ``threshold``, each halved every ``half_life`` days.
    """

    def __init__(
        self, threshold: float = 0.5, half_life: float = math.inf, kept: int = KEPT
    ) -> None:
        if not half_life > 0:
            raise BadInput("a half-life is above 0")
        self.threshold, self.half_life = threshold, half_life
        self._past = _Past(kept)

    def learn(self, vector: Numbers, day: float, amount: float = 1.0) -> None:
        """Keep the example; a ``vector`` of unit length."""
        self._past.add(vector, day, amount)

    def scores(self, items: Numbers, day: float) -> Array:
        """What the examples near to each of ``items`` (unit rows) amount to by ``day``."""
        past = self._past
        if not len(past.days):
            return np.zeros(len(items))
        age = np.maximum(day - past.days, 0.0)
        amounts = past.amounts * np.exp2(-np.minimum(age / self.half_life, 1e3))
        near = items @ past.vectors.T >= self.threshold
        result: Array = near @ amounts
        return result


class NeighbourRule:
    """An item scores the mean over ``k`` examples of amount times cosine: over those with the
    largest cosine (``by`` "cosine"), or over the newest ones ("time").
    """

    def __init__(self, k: int = 5, by: str = "cosine", kept: int = KEPT) -> None:
        if k < 1 or by not in ("cosine", "time"):
            raise BadInput("neighbours are 1 or more, by cosine or by time")
        self.k = k
        self._by_time = by == "time"
        self._past = _Past(min(k, kept) if self._by_time else kept)

    def learn(self, vector: Numbers, day: float, amount: float = 1.0) -> None:
        """Keep the example; a ``vector`` of unit length."""
        self._past.add(vector, day, amount)

    def scores(self, items: Numbers, day: float) -> Array:
        """The neighbours' word on each of ``items`` (unit rows), in [-1, 1]."""
        past = self._past
        if not len(past.days):
            return np.zeros(len(items))
        cosines = items @ past.vectors.T
        if cosines.shape[1] <= self.k:
            return np.asarray((cosines * past.amounts).mean(axis=1), float)
        nearest = np.argpartition(-cosines, self.k - 1, axis=1)[:, : self.k]
        worth = np.take_along_axis(cosines, nearest, axis=1) * past.amounts[nearest]
        return np.asarray(worth.mean(axis=1), float)
