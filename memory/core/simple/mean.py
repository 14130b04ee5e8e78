"""The mean of what was liked, older examples counting less; items score by their cosine with it.

One vector for all of somebody's taste: who likes two things is placed between them.
"""

from __future__ import annotations

import math

import numpy as np

from penchant.memory.core.decay import Array
from penchant.memory.core.simple.form import Numbers, usable
from penchant.memory.errors import BadInput

CLOCKS = ("days", "events")


class DecayedMean:
    """Half of an example's weight is gone after ``half_life`` days, or as many later examples
    where the ``clock`` is "events". Dislikes push the mean away.
    """

    def __init__(self, half_life: float = 30.0, clock: str = "days") -> None:
        if clock not in CLOCKS or not half_life > 0:
            raise BadInput(f"a half-life is above 0, and its clock one of {', '.join(CLOCKS)}")
        self.half_life = half_life
        self._by_events = clock == "events"
        self._sum: Array | None = None
        self._now = -math.inf

    def learn(self, vector: Numbers, day: float, amount: float = 1.0) -> None:
        """Add the example with the weight of its age; one that comes late weighs less at once."""
        if not usable(vector, day, amount):
            return
        if self._sum is None:
            self._sum = np.zeros(len(vector))
        elapsed = 1.0 if self._by_events else day - self._now
        self._sum = self._sum * self._left(max(elapsed, 0.0))
        self._now = max(self._now, day)
        late = 0.0 if self._by_events else self._now - day
        self._sum += amount * self._left(late) * np.asarray(vector, float)

    def scores(self, items: Numbers, day: float) -> Array:
        """Cosines with the mean; time passing turns it nowhere. (n,), in [-1, 1] for unit rows."""
        length = 0.0 if self._sum is None else float(np.linalg.norm(self._sum))
        if self._sum is None or length == 0.0:
            return np.zeros(len(items))
        # The items' own precision: turning a large catalog into doubles costs more than scoring it.
        return np.asarray(items @ (self._sum / length).astype(items.dtype), float)

    def _left(self, elapsed: float) -> float:
        return float(2.0 ** -min(elapsed / self.half_life, 1e3))
