"""People alike: who used the same items, and what they use. Knows rows of people and items only.

Two people are the more alike the more items they share, an item counting less the more people use
it: 1 / log(2 + people), as in Adamic and Adar (2003). Only the latest users of an item and the
latest items of a person are looked at, so the cost of a reading is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from penchant.memory.core.behaviour.packing import Arrays, joined, parted
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.decay import Array

USERS = 60
"""Latest users of an item that are looked at."""

ALIKE = 80
"""People most alike whose items count."""

RECENT = 2.0
"""Days within which somebody has been there lately."""


class Circle:
    """Who used which item lately."""

    def __init__(self) -> None:
        self._users: dict[int, list[int]] = {}
        self._counts: dict[int, int] = {}

    def use(self, person: int, row: int) -> None:
        """``person`` used the item ``row`` for the first time."""
        users = self._users.setdefault(row, [])
        users.append(person)
        self._counts[row] = self._counts.get(row, 0) + 1
        if len(users) >= 2 * USERS:
            self._users[row] = users[-USERS:]

    def around(
        self, person: int, items: Sequence[int], people: Mapping[int, Person], day: float, size: int
    ) -> Array:
        """Per item of ``size``: how much people alike use it, all of them and those here lately.

        ``items`` are what ``person`` used lately. Shape (2, size).
        """
        result = np.zeros((2, size))
        found: list[int] = []
        shares: list[float] = []
        for item in items:
            users = self._users.get(item, [])[-USERS:]
            found += users
            shares += [1.0 / np.log(2.0 + self._counts.get(item, 0))] * len(users)
        if not found:
            return result
        others, where = np.unique(np.array(found), return_inverse=True)
        alike: Array = np.bincount(where, shares).astype(float)
        alike[others == person] = 0.0
        alike /= np.sqrt([len(people[other].used) + 10.0 for other in others.tolist()])
        best = np.argsort(-alike, kind="stable")[:ALIKE]
        best = best[alike[best] > 0]
        rows, weights, here = [], [], []
        for other, weight in zip(others[best].tolist(), alike[best].tolist(), strict=True):
            one = people[other]
            rows.append(one.rows)
            weights.append(weight)
            here.append(one.last > day - RECENT)
        if rows:
            lengths = [len(one) for one in rows]
            flat, weight = np.concatenate(rows), np.repeat(weights, lengths)
            result[0] = np.bincount(flat, weight, size)
            result[1] = np.bincount(flat, weight * np.repeat(here, lengths), size)
        return result

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {
            "items": np.array(list(self._users), np.int64),
            "counts": np.array([self._counts[item] for item in self._users], np.int64),
            "lengths": np.array([len(users) for users in self._users.values()], np.int64),
            "users": joined((np.array(users) for users in self._users.values()), np.int64),
        }

    @classmethod
    def from_state(cls, state: Arrays) -> Circle:
        """The circle that gave ``state``."""
        circle, items = cls(), state["items"].tolist()
        users = parted(state["users"], state["lengths"].tolist())
        circle._users = {item: ones.tolist() for item, ones in zip(items, users, strict=True)}
        circle._counts = dict(zip(items, state["counts"].tolist(), strict=True))
        return circle
