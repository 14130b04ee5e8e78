"""Differences: what sets one person's weights apart from everybody's.

Knows people's ids, gradients and curvatures; knows nothing of lists or signals' names. A person's
difference starts at 0, is drawn back to it, and is worth little until they have chosen often.
"""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.decay import Array

PEOPLE = 2_000
"""People whose difference is kept: those who chose last."""

SPREAD = 0.2
"""How far people's weights are taken to lie from everybody's, as a part of a weight's start."""

HORIZON = 100.0
"""A choice counts at most 1 / HORIZON of what is known of a person, so that old ones fade."""


class Differences:
    """Differences from the common weights, (S,) for each person, as most probable ones under a
    normal prior: a step is the gradient over the curvature seen so far and that of the prior.
    """

    def __init__(self, start: Array) -> None:
        self._room: Array = (SPREAD * start) ** 2
        """The prior's variance of each weight."""
        self._people: OrderedDict[str, tuple[Array, Array]] = OrderedDict()
        """By person, who chose last at the end: the difference, and the curvature behind it."""

    def of(self, user: str) -> Array | None:
        """What is added to the common weights for ``user``, (S,); None for who never chose."""
        kept = self._people.get(user)
        return None if kept is None else kept[0]

    def learn(self, user: str, gradient: Array, curvature: Array) -> None:
        """Take in a choice of ``user``: slope and curvature of its log-probability, both (S,)."""
        nothing = np.zeros(len(self._room))
        difference, known = self._people.get(user, (nothing, nothing))
        kept = 1.0 - 1.0 / HORIZON
        known = kept * known + curvature
        step = self._room * gradient / (1.0 + self._room * known)
        self._people[user] = (kept * difference + step, known)
        self._people.move_to_end(user)
        while len(self._people) > PEOPLE:
            self._people.popitem(last=False)

    def state(self) -> tuple[list[str], Arrays]:
        """The people, and their numbers in that order; inverse of :meth:`resume`."""
        shape = (len(self._people), len(self._room))
        parts = [np.array(part).reshape(shape) for part in zip(*self._people.values(), strict=True)]
        difference, known = parts or (np.zeros(shape), np.zeros(shape))
        return list(self._people), {"difference": difference, "known": known}

    def resume(self, people: list[str], arrays: Arrays) -> None:
        """Become what :meth:`state` gave."""
        self._people = OrderedDict(
            (user, (difference, known))
            for user, difference, known in zip(
                people, arrays["difference"], arrays["known"], strict=True
            )
        )
