"""The world of what everybody did with items: what signals are made from.

Knows rows of people and items, days and amounts of liking; knows nothing of signals.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from penchant.memory.core.behaviour import person as persons
from penchant.memory.core.behaviour.asked import Asked
from penchant.memory.core.behaviour.circle import Circle
from penchant.memory.core.behaviour.fading import FadingSums, Rows
from penchant.memory.core.behaviour.growing import grown
from penchant.memory.core.behaviour.packing import Arrays, under, within
from penchant.memory.core.behaviour.pairs import Pairs
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.decay import Array

BEFORE = 20
"""Items that a new one makes pairs with: the person's last ones."""


class World:
    """What everybody did. For one thread at a time."""

    def __init__(self) -> None:
        self.items = 0
        self.people: dict[int, Person] = {}
        self.uses = FadingSums()
        self.pairs = Pairs()
        self.circle = Circle()
        self.first: Array = np.full(64, -np.inf)
        """The day of its first use, by item; -inf before."""
        self.latest: Array = np.full(64, -np.inf)
        self.finder = np.full(64, -1, np.int64)
        self.opinion: Array = np.zeros((2, 64))
        """Sum and number of amounts, by item."""
        self.came: Array = np.zeros(64)
        """The days on which items were used first, rising: where a new one stands in the line."""
        self.known = 0
        self._places = np.zeros(64, np.int32)

    def extend(self, items: int) -> None:
        """Make room for ``items`` rows."""
        if items <= self.items:
            return
        # One more than there are: the row after the last is one that nobody ever used. It may be
        # asked for, and behind it there is a place that is not.
        self.first = grown(self.first, items + 1, -np.inf)
        self.latest = grown(self.latest, items + 1, -np.inf)
        self.finder = grown(self.finder, items + 1, -1)
        self.opinion = grown(self.opinion, items + 1)
        self._places = grown(self._places, items + 2)
        self.items = items

    def learn(self, person: int, row: int, day: float, amount: float) -> None:
        """Somebody did something with the item ``row``; ``amount`` in [-1, 1] tells the liking."""
        self.extend(row + 1)
        who = self.people.get(person)
        if who is None:
            who = self.people[person] = Person()
        who.come(day)
        self.circle.come(person, day)
        self.latest[row] = max(self.latest[row], day)
        if row in who.used:
            return
        if self.finder[row] < 0:
            self._begin(person, row, day)
        self.uses.add(row, day)
        self.opinion[0, row] += amount
        self.opinion[1, row] += 1.0
        self.pairs.add(row, who.rows[::-1][:BEFORE].astype(np.intp), day)
        self.circle.use(person, row)
        found_by = int(self.finder[row])
        who.finds[found_by] = who.finds.get(found_by, 0) + 1
        who.use(row, day, amount)

    def _begin(self, person: int, row: int, day: float) -> None:
        self.finder[row] = person
        self.first[row] = day
        self.came = grown(self.came, self.known + 1)
        place = int(np.searchsorted(self.came[: self.known], day, side="right"))
        if place < self.known:
            self.came[place + 1 : self.known + 1] = self.came[place : self.known].copy()
        self.came[place] = day
        self.known += 1

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {
            "first": self.first[: self.items],
            "latest": self.latest[: self.items],
            "finder": self.finder[: self.items],
            "opinion": self.opinion[:, : self.items],
            "came": self.came[: self.known],
            **under("uses", self.uses.state()),
            **under("pairs", self.pairs.state()),
            **under("circle", self.circle.state()),
            **under("people", persons.state_of(self.people)),
        }

    @classmethod
    def from_state(cls, state: Arrays) -> World:
        """The world that gave ``state``."""
        world, items = cls(), len(state["first"])
        world.extend(items)
        for whole, part in (
            (world.first, state["first"]),
            (world.latest, state["latest"]),
            (world.finder, state["finder"]),
            (world.opinion, state["opinion"]),
        ):
            whole[..., :items] = part
        world.known = len(state["came"])
        world.came = grown(world.came, world.known)
        world.came[: world.known] = state["came"]
        world.uses = FadingSums.from_state(within("uses", state))
        world.pairs = Pairs.from_state(within("pairs", state))
        world.people = persons.from_state(within("people", state))
        world.circle = Circle.from_state(within("circle", state), world.people)
        return world

    @contextmanager
    def asking(self, rows: Rows) -> Iterator[Asked]:
        """A question about ``rows``, all different."""
        self._places[rows] = np.arange(1, len(rows) + 1, dtype=np.int32)
        try:
            yield Asked(rows, self._places)
        finally:
            self._places[rows] = 0
