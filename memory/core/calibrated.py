"""The calibrated probability: how probable it is that an item is chosen by who looks at it.

Knows scores, what was chosen and how probably it was looked at; knows nothing of signals or people.
A logistic beside the score, ``1 / (1 + exp(-(a + b * (score - centre))))`` (Platt, 1999), brought
up to date by each list with steps of its own. The centre is the mean score of the first list, for
scores may lie anywhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.decay import Array

START: Array = np.array([-1.0, 0.5])
"""The level and the slope before anything was learned."""

CERTAINTY: Array = np.diag([0.5, 2.0])
"""How sure the start is, as a precision."""

LOWEST: Array = np.array([-20.0, 0.0])
HIGHEST: Array = np.array([20.0, 8.0])
"""Bounds of the two. The slope stays from falling below 0: a higher score is never worth less."""

HORIZON = 2_000.0
"""A list counts at most 1 / HORIZON of what is known: the scores it was fitted to move on."""

STRIDE = 0.5
"""No list moves either of the two by more: far from the truth the curvature tells too little."""

ENOUGH_LISTS = 100
ENOUGH_CHOICES = 30
"""What it takes before a probability is worth saying."""


class Calibrated:
    """``P(chosen | looked at)`` of a score.

    Each position of a list is one observation, chosen or not, and is chosen with the chance of
    being looked at times that of being wanted: that likelihood is climbed by steps over the
    curvature seen so far (a recursive Newton method), with a list counting less as newer ones come.
    """

    def __init__(self) -> None:
        self.lists = 0
        self.choices = 0
        self._centre = 0.0
        self._place: Array = START.copy()
        self._curvature: Array = CERTAINTY.copy()

    @property
    def ready(self) -> bool:
        """Whether enough was learned for a probability to be worth saying."""
        return self.lists >= ENOUGH_LISTS and self.choices >= ENOUGH_CHOICES

    def probability(self, scores: Array) -> Array:
        """The probability for each of ``scores``, same shape, as far as is known now."""
        level, slope = self._place.tolist()
        return _logistic(level + slope * (scores - self._centre))

    def learn(self, scores: Array, chosen: NDArray[np.bool_], looked: Array) -> None:
        """Take in a list: the scores it was shown by, what was chosen, and how probably each was
        looked at; all (n,).
        """
        if self.lists == 0:
            self._centre = float(scores.mean())
        self.lists += 1
        self.choices += int(chosen.sum())
        # While little is known the newer half counts most: the older was fitted to what is no more.
        kept = 1.0 - 1.0 / min(HORIZON, self.lists / 2 + 4.0)
        self._curvature = kept * self._curvature + (1.0 - kept) * CERTAINTY
        self._step(scores, chosen, looked)

    def add(self, score: float) -> None:
        """One more choice, off a list that was learned already."""
        self.choices += 1
        self._step(np.array([score]), np.array([True]), np.ones(1))

    def _step(self, scores: Array, chosen: NDArray[np.bool_], looked: Array) -> None:
        wanted = self.probability(scores)
        left = np.maximum(1.0 - looked * wanted, 1e-9)
        slope = np.where(chosen, 1.0, -looked * wanted / left) * (1.0 - wanted)
        curvature = looked * wanted * (1.0 - wanted) ** 2 / left
        wide = np.stack([np.ones(len(scores)), scores - self._centre])
        self._curvature = self._curvature + (wide * curvature) @ wide.T
        step = np.clip(np.linalg.solve(self._curvature, wide @ slope), -STRIDE, STRIDE)
        self._place = np.clip(self._place + step, LOWEST, HIGHEST)

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        counts = np.array([self.lists, self.choices], np.int64)
        place = np.append(self._place, self._centre)
        return {"place": place, "curvature": self._curvature, "counts": counts}

    @classmethod
    def from_state(cls, state: Arrays) -> Calibrated:
        """The probability that gave ``state``."""
        found = cls()
        level, slope, found._centre = state["place"].tolist()
        found._place = np.array([level, slope])
        found._curvature = np.array(state["curvature"], float).reshape(2, 2)
        found.lists, found.choices = state["counts"].tolist()
        return found


def _logistic(values: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-np.clip(values, -40.0, 40.0)))
    return result
