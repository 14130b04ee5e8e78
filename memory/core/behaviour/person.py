"""What one person did with items lately, in numbers. Knows rows and days, nobody else's."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.packing import Arrays, joined, parted
from penchant.memory.core.decay import Array

LATELY = 60
"""Items looked back on; a person's older ones count in the sums of others only."""

SITTING = 1 / 48
"""Days without an event after which a new sitting begins: half an hour."""


class Person:
    """``rows``, ``days`` and ``amounts`` hold the last LATELY distinct items, oldest first."""

    __slots__ = ("_amounts", "_days", "_rows", "begun", "finds", "last", "size", "used")

    def __init__(self) -> None:
        self._rows = np.zeros(2 * LATELY, np.int32)
        self._days = np.zeros(2 * LATELY)
        self._amounts = np.zeros(2 * LATELY)
        self.size = 0
        self.used: set[int] = set()
        """All items ever used."""
        self.finds: dict[int, int] = {}
        """How many of the items used were used first by each other person."""
        self.last = -np.inf
        self.begun = -np.inf
        """The last event of the sitting before the present one."""

    @property
    def rows(self) -> NDArray[np.int32]:
        return self._rows[max(0, self.size - LATELY) : self.size]

    @property
    def days(self) -> Array:
        return self._days[max(0, self.size - LATELY) : self.size]

    @property
    def amounts(self) -> Array:
        return self._amounts[max(0, self.size - LATELY) : self.size]

    def come(self, day: float) -> None:
        """Something happens on ``day``; after a pause it begins a new sitting."""
        if day - self.last > SITTING:
            self.begun = self.last
        self.last = max(self.last, day)

    def use(self, row: int, day: float, amount: float) -> None:
        """Remember a first use of ``row``."""
        if self.size == len(self._rows):
            # The newest half moves to the front of new arrays; readers keep the old ones.
            self._rows, self._days, self._amounts = (
                np.concatenate([kept[LATELY:], np.zeros(LATELY, kept.dtype)])
                for kept in (self._rows, self._days, self._amounts)
            )
            self.size = LATELY
        self._rows[self.size] = row
        self._days[self.size] = day
        self._amounts[self.size] = amount
        self.size += 1
        self.used.add(row)


def state_of(people: Mapping[int, Person]) -> Arrays:
    """All of ``people``, as arrays; inverse of :func:`from_state`."""
    ones = list(people.values())
    return {
        "people": np.array(list(people), np.int64),
        "sizes": np.array([one.size for one in ones], np.int64),
        "last": np.array([one.last for one in ones], float),
        "begun": np.array([one.begun for one in ones], float),
        "rows": joined((one.rows for one in ones), np.int32),
        "days": joined((one.days for one in ones), float),
        "amounts": joined((one.amounts for one in ones), float),
        "uses": np.array([len(one.used) for one in ones], np.int64),
        "used": joined((np.array(sorted(one.used)) for one in ones), np.int64),
        "finders": np.array([len(one.finds) for one in ones], np.int64),
        "found_by": joined((np.array(list(one.finds)) for one in ones), np.int64),
        "finds": joined((np.array(list(one.finds.values())) for one in ones), np.int64),
    }


def from_state(state: Arrays) -> dict[int, Person]:
    """The people who gave ``state``."""
    lately = [min(size, LATELY) for size in state["sizes"].tolist()]
    finders = state["finders"].tolist()
    people: dict[int, Person] = {}
    for person, size, last, begun, rows, days, amounts, used, found_by, finds in zip(
        state["people"].tolist(),
        state["sizes"].tolist(),
        state["last"].tolist(),
        state["begun"].tolist(),
        *(parted(state[name], lately) for name in ("rows", "days", "amounts")),
        parted(state["used"], state["uses"].tolist()),
        parted(state["found_by"], finders),
        parted(state["finds"], finders),
        strict=True,
    ):
        one = people[person] = Person()
        one.size, one.last, one.begun = size, last, begun
        one.rows[:], one.days[:], one.amounts[:] = rows, days, amounts
        one.used = set(used.tolist())
        one.finds = dict(zip(found_by.tolist(), finds.tolist(), strict=True))
    return people
