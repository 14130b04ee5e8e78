"""People alike: who used the same items, and what they use. Knows rows of people and items only.

Two people are the more alike the more items they share, an item counting less the more people use
it: 1 / log(2 + people), as in Adamic and Adar (2003). Only the latest users of an item and the
latest items of a person are looked at, so the cost of a reading is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from penchant.memory.core.behaviour.asked import Asked
from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.growing import grown
from penchant.memory.core.behaviour.latest import Latest
from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.core.behaviour.person import LATELY, Person
from penchant.memory.core.decay import Array

USERS = 60
"""Latest users of an item that are looked at."""

ALIKE = 80
"""People most alike whose items count."""

MANY = 64
"""Where there are more people than so many for each use looked at, the uses are sorted by people
instead of being added up over all of them.
"""

RECENT = 2.0
"""Days within which somebody has been there lately."""


class Circle:
    """Who used which item lately, and what each of them used."""

    def __init__(self) -> None:
        self._users = Latest(USERS)
        """By item, people: their places in ``_items``."""
        self._items = Latest(LATELY)
        """By person, items."""
        self._last: Array = np.full(64, -np.inf)
        """The days on which people were here last, by their places in ``_items``."""

    def come(self, person: int, day: float) -> None:
        """``person`` is here on ``day``."""
        place = self._items.open(person)
        self._last = grown(self._last, place + 1, -np.inf)
        self._last[place] = max(self._last[place], day)

    def use(self, person: int, row: int) -> None:
        """``person``, who has come, used the item ``row`` for the first time."""
        place = self._items.open(person)
        self._items.put(place, row)
        self._users.put(self._users.open(row), place)

    def around(self, person: int, items: Rows, asked: Asked, day: float) -> Array:
        """How much people alike use the items asked for, all of them and those here lately.

        ``items`` are what ``person`` used lately. Shape (2, m).
        """
        result = np.zeros((2, len(asked.rows)))
        others, alike = self._alike(items, self._items.place(person))
        if not len(others):
            return result
        places = asked.places.take(self._items.table.take(others, axis=0)).ravel()
        kept = np.flatnonzero(places > 0)
        whose = kept // LATELY
        here = self._last.take(others) > day - RECENT
        for row, weights in zip(result, (alike, alike * here), strict=True):
            row[:] = np.bincount(places.take(kept), weights.take(whose), len(row) + 1)[1:]
        return result

    def used_around(self, person: int, items: Rows) -> Rows:
        """What people alike used lately, an item as often as it was; ``items`` are what ``person``
        used lately.
        """
        others, alike = self._alike(items, self._items.place(person))
        used = self._items.table.take(others[alike > 0], axis=0).ravel()
        found: Rows = used[used >= 0].astype(np.intp)
        return found

    def _alike(self, items: Rows, own: int) -> tuple[Rows, Array]:
        """The people most alike, by their places, and how much they are."""
        shared = self._users.places(items)
        shares = np.repeat(1.0 / np.log(2.0 + self._users.counts.take(shared)), USERS)
        # Nobody counts as 0, the people from 1 on.
        users: Rows = self._users.table.take(shared, axis=0).ravel().astype(np.intp) + 1
        people: Rows | None = None
        if self._items.size > MANY * len(users):
            people, users = np.unique(users, return_inverse=True)
        sums = np.bincount(users, shares)
        found = np.flatnonzero(sums > 0.0)
        others = (found if people is None else people.take(found)) - 1
        alike: Array = np.asarray(sums.take(found), float)
        alike[(others == own) | (others < 0)] = 0.0
        alike /= np.sqrt(self._items.counts.take(others) + 10.0)
        if len(others) > ALIKE:
            least = np.partition(alike, -ALIKE)[-ALIKE]
            best = np.flatnonzero(alike > least)
            equal = np.flatnonzero(alike == least)[: ALIKE - len(best)]
            best = np.concatenate([best, equal])
            others, alike = others.take(best), alike.take(best)
        return others, alike

    def state(self) -> Arrays:
        """Everything but what people did, as arrays; see :meth:`from_state`."""
        return self._users.state()

    @classmethod
    def from_state(cls, state: Arrays, people: Mapping[int, Person]) -> Circle:
        """The circle of ``people``, in the order in which they came, that gave ``state``."""
        circle = cls()
        circle._users = Latest.from_state(state, USERS)
        for person, who in people.items():
            circle.come(person, who.last)
            circle._items.fill(person, who.rows, len(who.used))
        return circle
