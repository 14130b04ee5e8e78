"""Counts that fade with time, without touching all of them at every event.

A count is kept as what it would be worth on a reference day ("forward decay"): an event of day t
adds 2 ** ((t - reference) / half_life), and a reading multiplies by the inverse of today's.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ROOM = {np.dtype(np.float64): 500.0, np.dtype(np.float32): 60.0}
"""Powers of two until everything is brought to a new reference day."""


class FadingCounts:
    """An array of counts with one half-life in days (infinite: nothing fades)."""

    def __init__(
        self, shape: int | tuple[int, ...], half_life: float, dtype: type = np.float64
    ) -> None:
        self.held = np.zeros(shape, dtype)
        self.half_life = half_life
        self._reference: float | None = None
        self._room = _ROOM[self.held.dtype]

    def add(self, where: Any, day: float, amount: Any = 1.0) -> None:
        """Count ``amount`` on ``day`` at one place, or at distinct places of the array."""
        power = self._power(day)
        if power > self._room:
            self.held *= 2.0**-power if power < 1000 else 0.0
            self._reference, power = day, 0.0
        self.held[where] += np.asarray(amount * 2.0**power, self.held.dtype)

    def read(self, where: Any, day: float) -> NDArray[Any]:
        """What is left at these places on ``day``."""
        return np.asarray(self.held[where] * self.factor(day), np.float64)

    def factor(self, day: float) -> float:
        """What ``held`` has to be multiplied with on ``day``; bounded, which keeps the order."""
        # On P3 the day asked about may lie years before what was learned.
        return float(2.0 ** -min(max(self._power(day), -self._room), 1000.0))

    def _power(self, day: float) -> float:
        if self._reference is None:
            self._reference = day
        if math.isinf(self.half_life):
            return 0.0
        return (day - self._reference) / self.half_life
