"""Weights of signals, learned from choices: a linear softmax model, brought up to date by each.

What everybody has in common are weights (S,). What sets one person apart is not learned as weights
of their own, for most choose too seldom, but as how far their choices lie from an average item in
each signal (their leaning); the population learns how much leanings are worth. The same with
circumstances, such as being in the middle of a sitting. So the score stays linear in the signals:
its weights are ``common + sum of (worth * leaning) + sum of (worth * circumstance)``. Knows numbers
only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.decay import Array

MEMORIES: Array = np.array([3.0, 30.0])
"""Half-lives, in the person's own choices, of their leanings."""

KEPT: Array = np.exp2(-1.0 / MEMORIES)
"""What one choice leaves of what was before."""

SHRINK = 3.0
"""An unknown person counts as this many choices of average items."""

STEEPNESS = 3.0
"""Brings leanings to the size of signals."""

RATE = 0.15
"""Step of AdaGrad (Duchi et al., 2011); the sums of squares start at 1, so the first are small."""


class Leaning:
    """How one person's choices differ from average items: ``sums`` (len(MEMORIES), S)."""

    __slots__ = ("counts", "sums")

    def __init__(self, signals: int) -> None:
        self.sums: Array = np.zeros((len(MEMORIES), signals))
        self.counts: Array = np.zeros(len(MEMORIES))

    def mean(self) -> Array:
        """Shrunk towards none: (len(MEMORIES), S)."""
        mean: Array = self.sums / (self.counts + SHRINK)[:, None]
        return mean

    def add(self, difference: Array) -> None:
        self.sums *= KEPT[:, None]
        self.sums += difference
        self.counts = self.counts * KEPT + 1.0


class ChoiceModel:
    """Learns weights for ``signals`` signals, online; ``circumstances`` tells how many numbers in
    [0, 1] say under which circumstances a choice is made.
    """

    def __init__(self, signals: int, circumstances: int = 0) -> None:
        self.signals = signals
        self.circumstances = circumstances
        size = signals * (1 + len(MEMORIES) + circumstances)
        self.values: Array = np.zeros(size)
        self.choices = 0
        self._squares: Array = np.ones(size)
        self._spread: Array = np.full(signals, 1e-3)
        self._leanings: dict[int, Leaning] = {}

    def weights(self, person: int, circumstances: Sequence[float] = ()) -> Array:
        """The weights of the signals for ``person`` under these circumstances: (S,)."""
        parts = self.values.reshape(-1, self.signals)
        result: Array = (parts * self._factors(person, circumstances)).sum(axis=0)
        return result

    def spread(self) -> Array:
        """How far chosen items lie from average ones in each signal: (S,)."""
        spread: Array = np.sqrt(self._spread / (self.choices + 1))
        return spread

    def learn(
        self,
        person: int,
        values: Array,
        log_chance: Array,
        circumstances: Sequence[float] = (),
    ) -> Array:
        """Take in a choice: ``values`` (m, S), the chosen one first, and the logarithm of the
        chance that each was among those compared (m,). Returns how probable the choice of each
        had been: (m,), summing to 1.
        """
        factors = self._factors(person, circumstances)
        parts = self.values.reshape(-1, self.signals)
        scores = values @ (parts * factors).sum(axis=0) - log_chance
        chance = np.exp(scores - scores.max())
        chance /= chance.sum()
        # The gradient of log P(chosen | compared) in the weights.
        gradient = (factors * (values[0] - chance @ values)).ravel()
        self._squares += gradient**2
        self.values = self.values + RATE * gradient / np.sqrt(self._squares)
        self.choices += 1
        self._lean(person, values, log_chance)
        result: Array = chance
        return result

    def _lean(self, person: int, values: Array, log_chance: Array) -> None:
        # Each counts by how rarely it is drawn, so that the mean is that of all items.
        usual = np.exp(log_chance.min() - log_chance)
        difference = values[0] - usual @ values / usual.sum()
        self._spread += difference**2
        spread = np.sqrt(self._spread / (self.choices + 1))
        kept = self._leanings.get(person)
        if kept is None:
            kept = self._leanings[person] = Leaning(self.signals)
        kept.add(difference / spread)

    def _factors(self, person: int, circumstances: Sequence[float]) -> Array:
        """What every weight is multiplied by: (1 + len(MEMORIES) + circumstances, S)."""
        if len(circumstances) != self.circumstances:
            raise ValueError(f"{len(circumstances)} circumstances instead of {self.circumstances}")
        factors = np.zeros((1 + len(MEMORIES) + self.circumstances, self.signals))
        factors[0] = 1.0
        kept = self._leanings.get(person)
        if kept is not None:
            factors[1 : 1 + len(MEMORIES)] = STEEPNESS * kept.mean()
        factors[1 + len(MEMORIES) :] = np.reshape(circumstances, (-1, 1))
        return factors

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        leanings = list(self._leanings.values())
        shape = (len(leanings), len(MEMORIES))
        return {
            "values": self.values,
            "squares": self._squares,
            "spread": self._spread,
            "choices": np.array(self.choices, np.int64),
            "people": np.array(list(self._leanings), np.int64),
            "sums": np.array([one.sums for one in leanings]).reshape(*shape, self.signals),
            "counts": np.array([one.counts for one in leanings]).reshape(shape),
        }

    @classmethod
    def from_state(cls, state: Arrays) -> ChoiceModel:
        """The model that gave ``state``."""
        signals = len(state["spread"])
        model = cls(signals, len(state["values"]) // signals - 1 - len(MEMORIES))
        model.values, model._squares = state["values"], state["squares"]
        model._spread, model.choices = state["spread"], int(state["choices"])
        for person, sums, counts in zip(
            state["people"].tolist(), state["sums"], state["counts"], strict=True
        ):
            one = model._leanings[person] = Leaning(model.signals)
            one.sums, one.counts = sums.copy(), counts.copy()
        return model
