"""Which interest an entry joins, which of them become one, and what makes room for another.

Knows where interests lie and what they are called; knows nothing of entries, kinds or times.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from penchant.memory.core.interests import InterestState, Key
from penchant.memory.records import FloatArray

MOST_INTERESTS = 32
"""Interests kept per person; the two nearest are merged to make room."""

GATHERING = ("genre", "theme")
"""Kinds of targets that may name what items have in common already; a person or a time is an
interest of its own."""


class Gathering:
    """One person's interests, ``states``; two things are about the same from the cosine
    ``threshold``. ``noting`` has each interest note its members.
    """

    def __init__(self, threshold: float, *, noting: bool = False) -> None:
        self.threshold = threshold
        self.noting = noting
        self.states: list[InterestState] = []
        self.numbers = 0
        """Interests opened so far: the number of the newest one."""

    def place(self, polarity: int, key: Key, unit: FloatArray) -> InterestState:
        """The interest an entry joins: one about the same thing, the nearest, or a new one."""
        same = [state for state in self.states if state.polarity == polarity]
        if key[1]:
            for state in same:
                if state.about(key):
                    return state
        # A person or a time has an interest of its own; things called by different names are
        # different interests, however near.
        named = key[0] != "item" and bool(key[1])
        same = [
            state
            for state in same
            if _gathers(state) and not (named and (state.targets() or key[0] not in GATHERING))
        ]
        if same:
            cosines = np.stack([state.centroid for state in same]) @ unit
            best = int(np.argmax(cosines))
            if cosines[best] >= self.threshold:
                return same[best]
        if len(self.states) >= MOST_INTERESTS:
            self._make_room()
        self.numbers += 1
        members: list[str] | None = [] if self.noting else None
        state = InterestState(self.numbers, polarity, len(unit), members)
        self.states.append(state)
        return state

    def unite(self, state: InterestState) -> None:
        """Merge ``state`` with what it has grown together with: an interest of its polarity, and of
        no other name, whose entries lie as near to its own on average as two that would join.
        """
        while _gathers(state):
            near = [
                (state.nearness(other), other)
                for other in self.states
                if other is not state
                and other.polarity == state.polarity
                and _gathers(other)
                and not (state.targets() and other.targets())
            ]
            best, other = max(near, key=lambda pair: pair[0], default=(-1.0, state))
            if other is state or best < self.threshold:
                return
            older, newer = sorted((state, other), key=lambda one: one.number)
            older.absorb(newer)
            self.states.remove(newer)
            state = older

    def fit(self, room: int) -> None:
        """Let go of single entries, and of interests at last, until all take ``room`` bytes."""
        while sum(state.size for state in self.states) > room:
            if not max(self.states, key=lambda state: len(state.ledger)).shed():
                if len(self.states) <= 2:
                    return
                self._make_room()

    def _make_room(self) -> None:
        """Drop an interest that was taken back, else merge the two nearest of one polarity."""
        for state in self.states:
            if state.empty:
                self.states.remove(state)
                return
        centroids = np.stack([state.centroid for state in self.states])
        polarities = np.array([state.polarity for state in self.states])
        cosines = np.tril(centroids @ centroids.T + 2.0, -1)
        cosines[polarities[:, None] != polarities] = 0.0
        later, earlier = map(int, np.unravel_index(np.argmax(cosines), cosines.shape))
        self.states[earlier].absorb(self.states[later])
        del self.states[later]

    def state(self) -> dict[str, Any]:
        """Plain values for a snapshot; inverse of :meth:`from_state`."""
        return {"numbers": self.numbers, "states": [state.state() for state in self.states]}

    @classmethod
    def from_state(cls, state: dict[str, Any], threshold: float) -> Gathering:
        """The interests that gave ``state``."""
        gathering = cls(threshold)
        gathering.numbers = state["numbers"]
        gathering.states = [InterestState.from_state(one) for one in state["states"]]
        return gathering


def _gathers(state: InterestState) -> bool:
    """Whether items may join it by what they are: it is not about a person or a time."""
    return all(kind in GATHERING for kind, _ in state.targets())
