"""Everybody's weights: moved by each choice, and kept within bounds of where they start.

Knows signal values, which item was chosen and how much each beside it counts; knows nothing of
lists, people or names. A linear softmax model of choice, climbed by AdaGrad (Duchi and others,
2011).
"""

from __future__ import annotations

import numpy as np

from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.decay import Array

LEARNING_RATE = 0.15
"""Step of AdaGrad; the sum of squares starts at 1, so the first steps are small."""

BOUND = 4.0
"""A weight, a person's own too, stays between its start divided and multiplied by this."""


class CommonWeights:
    """The weights (S,) that everybody has in common, from ``start`` on."""

    def __init__(self, start: Array) -> None:
        self._start = start
        self.values: Array = start.copy()
        self._squares: Array = np.ones(len(start))

    def with_own(self, difference: Array | None) -> Array:
        """The weights of somebody who differs from everybody by ``difference``, within bounds."""
        return self.values if difference is None else self._bounded(self.values + difference)

    def learn(self, gradient: Array) -> None:
        """Take one step up ``gradient``, (S,)."""
        self._squares = self._squares + gradient**2
        step = LEARNING_RATE * gradient / np.sqrt(self._squares)
        self.values = self._bounded(self.values + step)

    def _bounded(self, values: Array) -> Array:
        bounded: Array = np.clip(values, self._start / BOUND, self._start * BOUND)
        return bounded

    def state(self) -> Arrays:
        """Everything learned, as arrays; inverse of :meth:`resume`."""
        return {"values": self.values, "squares": self._squares}

    def resume(self, state: Arrays) -> None:
        """Become what :meth:`state` gave; another number of weights is a ValueError."""
        if state["values"].shape != self._start.shape:
            raise ValueError(f"{len(state['values'])} weights instead of {len(self._start)}")
        self.values, self._squares = state["values"], state["squares"]


def slope(values: Array, weights: Array, place: int, counting: Array) -> tuple[Array, Array] | None:
    """Gradient and curvature, both (S,), of the logarithm of the chance that of items with
    ``values`` (n, S) the one at ``place`` is taken, each ``counting`` (n,) so much; None where
    there is nothing to take it from.
    """
    scores = values @ weights
    chance = counting * np.exp(scores - scores.max())
    if not chance.sum() > chance[place] > 0:
        return None
    chance /= chance.sum()
    mean = chance @ values
    return values[place] - mean, chance @ (values - mean) ** 2
