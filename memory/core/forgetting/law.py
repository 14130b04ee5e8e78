"""The law of forgetting: how much what somebody did still says of what they choose next.

What speaks for an item is the person's past, summed by kind and half-life, as a share of all there
is of that past; each sum is multiplied by a value that is never negative. A kind's values over the
half-lives, as shares, are its curve; their total is its worth. Knows kinds by number, sums and
chances; knows nothing of people, vectors or entries.

The values are learned from choices by a softmax over what might have been chosen instead. It is
linear in them, so its log-likelihood is concave, and what choices have told so far is kept as one
quadratic (its slope and curvature, as each choice came in); every few choices its top is sought
anew. Steps along single gradients crawl here: sums at neighbouring half-lives say nearly the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.curve import FLOOR, PRIOR, softmax
from penchant.memory.core.decay import HALF_LIVES, Array

START: Array = 3.0 * softmax(PRIOR)
"""The values every kind starts with: the hand-set curve."""

SHARED, OWN = 5.0, 4.0
"""How far the values are expected to lie from where they start, as standard deviations in units of
the start: what all kinds have in common of it, and what each has of its own."""

LITTLE = 1.0
"""A past of this mass says half as much as one of which there is plenty."""

SOUGHT_EVERY, SWEEPS = 16, 3
"""Choices after which the top is sought anew, and rounds of the search, which goes on from where
the last one ended."""

SETTLING, MEMORY = 100.0, 20_000.0
"""What choices told is forgotten as slowly as their number grows: early ones were told apart by
values that were wrong. In the long run this many count."""

LEAST = 1e-3
"""No value is less than this, in units of the start: what nobody needs now may be needed again."""

CLOSENESS_PRIOR, CLOSENESS_BOUND = 10.0, 2.0

H = len(HALF_LIVES)


@dataclass(frozen=True, slots=True)
class Compared:
    """A choice: the first of ``m`` items was chosen, by an action of the kind number ``kind``.

    ``sums`` (k, H, m) is what of the person's past speaks for each item, ``totals`` (k, H) all
    there is of it, for the first k kinds; ``log_chance`` (m,) the logarithm of the chance that each
    was compared.
    """

    kind: int
    sums: Array
    totals: Array
    log_chance: Array


class Law:
    """The values (kinds, H), and ``closeness`` (kinds,): the logarithm of how closely choices of a
    kind follow the past, beside other kinds.
    """

    def __init__(self) -> None:
        self.values: Array = np.zeros((0, H))
        self.closeness: Array = np.zeros(0)
        self.choices = 0
        self._told: Array = np.zeros(0)
        self._slope: Array = np.zeros(0)
        self._curvature: Array = np.zeros((0, 0))

    @property
    def kinds(self) -> int:
        """How many kinds there are."""
        return len(self.values)

    def add_kind(self) -> None:
        """Make room for one more kind; it starts like all others."""
        self.values = np.vstack([self.values, START])
        self.closeness = np.append(self.closeness, 0.0)
        self._told = np.append(self._told, CLOSENESS_PRIOR)
        self._slope = np.pad(self._slope, (0, H))
        self._curvature = np.pad(self._curvature, (0, H))

    def curves(self, delta: Array) -> Array:
        """The curve of every kind for somebody who differs by ``delta`` (H,): (kinds, H)."""
        shares = _shares(self.values, delta)
        shares *= 1.0 - FLOOR
        shares[:, -1] += FLOOR
        return shares

    def worths(self) -> Array:
        """How much each kind says of what people choose; 1 on average: (kinds,)."""
        totals = self.values.sum(axis=1)
        worths: Array = totals / totals.mean()
        return worths

    def learn(self, choice: Compared, delta: Array) -> Array:
        """Take in a choice by somebody who differs by ``delta`` (H,); returns the gradient of its
        log-likelihood in that difference, (H,).
        """
        known = len(choice.totals)
        values = self.values[:known]
        mass = self._mass(choice, values)
        close = float(np.exp(self.closeness[choice.kind]))
        says = (close / mass * choice.sums).reshape(known * H, -1)
        flat = values.ravel()
        said = flat @ says
        chance = softmax(said - choice.log_chance)
        mean = says @ chance
        slope = says[:, 0] - mean
        if not np.isfinite(slope).all():
            return np.zeros(H)
        curvature = (says * chance) @ says.T - np.outer(mean, mean)
        # What everybody has in common is learned as if nobody differed: those who hold on to one
        # thing would have their own curves explain what is true of all.
        own = self._own_gradient(choice, delta, says, mass)
        self._remember(slope + curvature @ flat, curvature)
        self._follow(choice.kind, said, chance)
        self.choices += 1
        if self.choices % SOUGHT_EVERY == 0:
            self._seek()
        return own

    def _mass(self, choice: Compared, values: Array) -> float:
        """How much there is of a past in which each kind has ``values`` (k, H), in units of an
        average kind.
        """
        return LITTLE + float(np.vdot(values, choice.totals)) * self.kinds / float(
            self.values.sum()
        )

    def _own_gradient(self, choice: Compared, delta: Array, says: Array, mass: float) -> Array:
        """Of the log-likelihood in ``delta``: shares move, the worth of kinds stays."""
        values = self.values[: len(choice.totals)]
        shares = _shares(values, delta)
        own_values = shares * values.sum(axis=1, keepdims=True)
        weights = own_values * (mass / self._mass(choice, own_values))
        chance = softmax(weights.ravel() @ says - choice.log_chance)
        each = weights * (says[:, 0] - says @ chance).reshape(weights.shape)
        own: Array = (each - shares * each.sum(axis=1, keepdims=True)).sum(axis=0)
        return own

    def _remember(self, slope: Array, curvature: Array) -> None:
        kept = 1.0 - 1.0 / (SETTLING + min(2.0 * self.choices, MEMORY))
        self._slope *= kept
        self._curvature *= kept
        size = len(slope)
        self._slope[:size] += slope
        self._curvature[:size, :size] += curvature

    def _follow(self, kind: int, said: Array, chance: Array) -> None:
        usual = float(chance @ said)
        self._told[kind] += float(chance @ said**2) - usual**2
        moved = self.closeness[kind] + (said[0] - usual) / self._told[kind]
        self.closeness[kind] = min(CLOSENESS_BOUND, max(-CLOSENESS_BOUND, moved))

    def _seek(self) -> None:
        """Go towards the top of the quadratic, one value after the other, none below zero."""
        precision = self._precision()
        matrix = self._curvature + precision
        target = self._slope + precision @ np.tile(START, self.kinds)
        values = self.values.ravel().copy()
        least = LEAST * np.tile(START, self.kinds)
        left = target - matrix @ values
        diagonal = np.diag(matrix).tolist()
        for _ in range(SWEEPS):
            for place, own in enumerate(diagonal):
                step = max(left[place] / own, least[place] - values[place])
                if step:
                    values[place] += step
                    left -= step * matrix[place]
        self.values = values.reshape(self.kinds, H)

    def _precision(self) -> Array:
        """Of the values before any choice: the inverse of their covariance, which is
        ``SHARED**2`` between kinds and ``OWN**2`` more with themselves, in units of the start.
        """
        kinds = self.kinds
        common = SHARED**2 / (OWN**2 + kinds * SHARED**2)
        between = (np.eye(kinds) - common) / OWN**2
        return np.asarray(np.kron(between, np.diag(START**-2.0)), np.float64)

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {
            "values": self.values,
            "closeness": self.closeness,
            "told": self._told,
            "slope": self._slope,
            "curvature": self._curvature,
            "choices": np.array(self.choices, np.int64),
        }

    @classmethod
    def from_state(cls, state: Arrays) -> Law:
        """The law that gave ``state``; ValueError for one of another shape."""
        law, kinds = cls(), len(state["values"])
        shapes = ((kinds, H), (kinds,), (kinds,), (kinds * H,), (kinds * H, kinds * H))
        names = ("values", "closeness", "told", "slope", "curvature")
        for name, shape in zip(names, shapes, strict=True):
            if state[name].shape != shape:
                raise ValueError("the state is one of other half-lives")
        law.values, law.closeness = state["values"], state["closeness"]
        law._told, law._slope = state["told"], state["slope"]
        law._curvature = state["curvature"]
        law.choices = int(state["choices"])
        return law


def _shares(values: Array, delta: Array) -> Array:
    """The values of every kind as shares, for somebody who differs by ``delta``: (kinds, H)."""
    parts = values * np.exp(delta)
    shares: Array = parts / parts.sum(axis=1, keepdims=True)
    return shares
