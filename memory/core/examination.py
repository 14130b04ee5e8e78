"""The examination curve: how probable it is that a position of a shown list was looked at.

Knows positions, how often each was chosen and how often it would have been if everybody had looked
at it; knows nothing of items, people or signals. The first position counts as always looked at
(what makes somebody look at no list at all is part of the items' probability), and no position is
looked at more than one above it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.decay import Array

POSITIONS = 100
"""Positions that are told apart: as many as a list of the product can have."""

PRIOR = 3.0
"""The starting curve counts as this many choices that would have been made at each position."""

STEEPNESS = 0.5
"""The starting curve is position to the power of minus this."""

HORIZON = 5_000.0
"""A list counts at most 1 / HORIZON of what is known, so that old ones fade."""

LEAST = 0.01
"""No position is taken to be looked at less often."""


class Examination:
    """A curve learned from lists, position by position.

    Whether a choice is made at a position is taken to need two things: that it is looked at, which
    only the position decides, and that what is there is wanted, which only the item decides. So the
    choices made at a position over those expected if all had looked is how often it is looked at:
    whether people read down to some place or jump about, and also where most lists end without a
    choice.
    """

    def __init__(self) -> None:
        self._chosen: Array = np.zeros(POSITIONS)
        self._expected: Array = np.zeros(POSITIONS)
        self._lists: Array = np.zeros(POSITIONS)
        self._curve: Array = self._fitted()

    def curve(self, size: int) -> Array:
        """The chance that each of the first ``size`` positions is looked at, (size,), from 1 down;
        positions past the last that is told apart are taken for it.
        """
        if size <= POSITIONS:
            return self._curve[:size]
        return np.pad(self._curve, (0, size - POSITIONS), mode="edge")

    def looked(self, chosen: NDArray[np.bool_]) -> Array:
        """The chance that each position of a list was looked at, before it is known what was chosen
        off it; (n,) like ``chosen``, of which this uses the length alone.
        """
        return self.curve(len(chosen))

    def beside(self, position: int, size: int) -> Array:
        """How much each of ``size`` positions counts beside a choice made at ``position``, (size,),
        by how probable it is that it was looked at.
        """
        return self.curve(size)

    def learn(self, chosen: NDArray[np.bool_], wanted: Array) -> None:
        """Take in a list: whether each position was chosen, and how probable that was had it been
        looked at; both (n,) with n at most POSITIONS.
        """
        n = len(chosen)
        # The newer count more from the start on: what was wanted was known worse before.
        kept = 1.0 - 1.0 / np.minimum(HORIZON, self._lists[:n] + 2.0)
        self._chosen[:n] = kept * self._chosen[:n] + chosen
        self._expected[:n] = kept * self._expected[:n] + wanted
        self._lists[:n] += 1.0
        self._curve = self._fitted()

    def add(self, position: int) -> None:
        """One more choice at ``position`` (from 0), off a list that was learned already."""
        self._chosen[position] += 1.0
        self._curve = self._fitted()

    def _fitted(self) -> Array:
        known = max(int(np.count_nonzero(self._lists)), 1)
        start = np.arange(1, POSITIONS + 1) ** -STEEPNESS
        # The first is looked at by definition: what is missing there is missing everywhere.
        missing = (PRIOR + self._chosen[0]) / (PRIOR + self._expected[0])
        chosen, expected = (
            self._chosen[:known].tolist(),
            (missing * self._expected[:known]).tolist(),
        )
        steps = (start[1:known] / start[: known - 1]).tolist()
        found = [1.0]
        # Each is drawn to what the one above it says, so that what was seldom shown moves nothing.
        for step, more, all_of_it in zip(steps, chosen[1:], expected[1:], strict=True):
            found.append((PRIOR * found[-1] * step + more) / (PRIOR + all_of_it))
        falling = _falling(found, [LEAST + amount for amount in expected])
        rest = falling[-1] * start[known:] / start[known - 1]
        return np.clip(np.concatenate([falling, rest]) / falling[0], LEAST, 1.0)

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {"chosen": self._chosen, "expected": self._expected, "lists": self._lists}

    @classmethod
    def from_state(cls, state: Arrays) -> Examination:
        """The curve that gave ``state``; arrays of another length are a ValueError."""
        found = cls()
        arrays = [np.array(state[name], float) for name in ("chosen", "expected", "lists")]
        if any(array.shape != (POSITIONS,) for array in arrays):
            raise ValueError(f"an examination curve has {POSITIONS} positions")
        found._chosen, found._expected, found._lists = arrays
        found._curve = found._fitted()
        return found


def _falling(values: list[float], weights: list[float]) -> list[float]:
    """The non-increasing values nearest to ``values`` by weighted squares: neighbours that rise
    are pooled (Ayer and others, 1955).
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, mass, length = value, weight, 1
        while pools and pools[-1][0] < mean:
            above, more, longer = pools.pop()
            mean = (above * more + mean * mass) / (more + mass)
            mass, length = mass + more, length + longer
        pools.append((mean, mass, length))
    return [mean for mean, _, length in pools for _ in range(length)]
