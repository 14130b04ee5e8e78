"""Appeal: whether an item is chosen more often than all other signals make one expect.

Each choice is compared with items that were not chosen, and the weights say how probable each was.
What was chosen over what was expected, as a logarithm, is what an item has of its own: the
standardised ratio of epidemiology (observed over expected), shrunk towards 1 by PRIOR choices on
either side. What is expected includes the appeal known already; leaving it out was worse on two
dev parts. Knows rows, days and probabilities only.
"""

from __future__ import annotations

import numpy as np

from penchant.memory.core.behaviour.fading import FadingSums, Rows
from penchant.memory.core.behaviour.measures import LATE, Name
from penchant.memory.core.behaviour.packing import Arrays, under, within
from penchant.memory.core.decay import Array

LIVES: Array = np.array([3.0, np.inf])
"""Half-lives in days."""

NAMES = tuple(Name("appeal", "social", f"{life:.3g} d") for life in LIVES)

PRIOR = 3.0
"""An item counts as chosen, and as expected to be, this many times more than it was."""

SPREAD = 3.0
"""Brings the logarithm to the size of the other signals."""


class Appeal:
    """Choices and expected choices by item."""

    def __init__(self) -> None:
        self._chosen = FadingSums(LIVES)
        self._expected = FadingSums(LIVES)

    def learn(self, rows: Rows, day: float, chance: Array) -> None:
        """The first of ``rows``, all different, was chosen on ``day``; ``chance`` (m,) is how
        probable the choice of each had been.
        """
        self._chosen.add(int(rows[0]), day)
        self._expected.add(rows, day, chance)

    def measure(self, rows: Rows, day: float) -> Array:
        """The signals of ``rows`` on ``day``: (m, len(NAMES)), 0 where nothing is known."""
        chosen, expected = (sums.at(rows, day) for sums in (self._chosen, self._expected))
        values: Array = np.log((chosen + PRIOR) / (expected + PRIOR)) / SPREAD
        if self._chosen.newest > day + LATE:
            # What went on then is not kept.
            values[:, np.isfinite(LIVES)] = 0.0
        return values

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {
            **under("chosen", self._chosen.state()),
            **under("expected", self._expected.state()),
        }

    @classmethod
    def from_state(cls, state: Arrays) -> Appeal:
        """The appeal that gave ``state``."""
        appeal = cls()
        appeal._chosen = FadingSums.from_state(within("chosen", state))
        appeal._expected = FadingSums.from_state(within("expected", state))
        return appeal
