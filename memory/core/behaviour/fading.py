"""Sums over many things that fade at several half-lives, without touching all at every event.

Forward decay (Cormode et al., 2009): an amount of day t is kept as ``amount * 2 ** ((t - origin) /
half_life)`` and a reading divides by what 1 of today would be kept as. So an event costs the same
however many things there are, and amounts may come in any order. Knows numbers only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.growing import grown
from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.decay import HALF_LIVES, Array

Rows = NDArray[np.intp]

ROOM = 400.0
"""Powers of two over the origin from which everything is brought to a new origin."""


class FadingSums:
    """Sums per half-life and thing: :meth:`at` gives shape (m, H). ``newest`` is the latest day.

    >>> sums = FadingSums(np.array([1.0, np.inf]))
    >>> sums.add(0, 10.0)
    >>> sums.add(0, 9.0)
    >>> sums.at(np.array([0]), 10.0).tolist()
    [[1.5, 2.0]]
    """

    def __init__(self, half_lives: Array = HALF_LIVES) -> None:
        self.half_lives = half_lives
        self.newest = -np.inf
        self.additions = 0
        """How often something was added since this was made."""
        self._rates: Array = 1.0 / half_lives
        self._origin = np.zeros(len(half_lives))
        self._kept = np.zeros((len(half_lives), 64))

    def add(self, rows: int | Rows, day: float, amounts: float | Array = 1.0) -> None:
        """Add ``amounts`` of the day ``day`` to the sums of ``rows``: one, or several, all
        different.
        """
        self.additions += 1
        if not np.isfinite(self.newest):
            self._origin[:] = day
        self.newest = max(self.newest, day)
        powers = (day - self._origin) * self._rates
        far = powers > ROOM
        if far.any():
            self._kept[far] *= np.exp2(-powers[far])[:, None]
            self._origin[far] = day
            powers[far] = 0.0
        self._kept = grown(self._kept, int(np.max(rows)) + 1)
        self._kept[:, rows] += np.multiply.outer(np.exp2(powers), amounts)

    def at(self, rows: Rows, day: float) -> Array:
        """What is left on ``day`` (not before the newest) in the sums of ``rows``: (m, H)."""
        left = self._left(day)[:, None]
        if not len(rows) or rows.max() < self._kept.shape[1]:
            kept = self._kept.take(rows, axis=1)
        else:
            kept = np.zeros((len(self.half_lives), len(rows)))
            inside = rows < self._kept.shape[1]
            kept[:, inside] = self._kept[:, rows[inside]]
        kept *= left
        return kept.T

    def of(self, rows: Rows, day: float, half_life: int) -> Array:
        """As :meth:`at`, at one half-life alone, of ``rows`` in any order: (m,)."""
        kept = np.zeros(len(rows))
        inside = rows < self._kept.shape[1]
        kept[inside] = self._kept[half_life].take(rows[inside])
        kept *= self._left(day)[half_life]
        return kept

    def faded(self, day: float, half_life: int) -> float:
        """What is left on ``day`` of what was left of 1 on the newest, at one half-life alone."""
        if not day > self.newest > -np.inf:
            return 1.0
        return float(np.exp2((self.newest - day) * self._rates[half_life]))

    def total(self, day: float) -> Array:
        """The sums over all things on ``day``: (H,)."""
        result: Array = self._kept.sum(axis=1) * self._left(day)
        return result

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {
            "half_lives": self.half_lives,
            "newest": np.array(self.newest),
            "origin": self._origin,
            "kept": self._kept,
        }

    @classmethod
    def from_state(cls, state: Arrays) -> FadingSums:
        """The sums that gave ``state``."""
        sums = cls(state["half_lives"])
        sums.newest = float(state["newest"])
        sums._origin, sums._kept = state["origin"], state["kept"]
        return sums

    def _left(self, day: float) -> Array:
        if not np.isfinite(self.newest):
            return np.ones(len(self.half_lives))
        left: Array = np.exp2(-(max(day, self.newest) - self._origin) * self._rates)
        return left
