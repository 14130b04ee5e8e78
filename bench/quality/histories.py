"""What each person did, in order, and how much each step still counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.quality.events import Floats, Rows


@dataclass(frozen=True)
class Decay:
    """Half of the weight is gone after ``half_life`` days, or so many events later."""

    half_life: float
    clock: str = "days"

    def weights(self, days: Floats, day: float) -> Floats:
        """The weights of steps made on ``days``, oldest first; they sum to 1."""
        if self.clock == "events":
            age = np.arange(len(days) - 1, -1, -1, dtype=np.float64)
        else:
            age = day - days
        weights = 0.5 ** np.minimum(age / self.half_life, 60.0)
        return np.asarray(weights / weights.sum())


class Histories:
    """The distinct items of each user in the order of their first touch, with the days."""

    def __init__(self, users: int) -> None:
        self._items: list[list[int]] = [[] for _ in range(users)]
        self._days: list[list[float]] = [[] for _ in range(users)]
        self._seen: list[set[int]] = [set() for _ in range(users)]

    def add(self, user: int, item: int, day: float) -> bool:
        """Take in an event; False where the user had touched the item before."""
        if item in self._seen[user]:
            return False
        self._seen[user].add(item)
        self._items[user].append(item)
        self._days[user].append(day)
        return True

    def items(self, user: int, last: int | None = None) -> Rows:
        """The user's items, oldest first; only the ``last`` ones where given."""
        mine = self._items[user]
        return np.array(mine if last is None else mine[-last:], np.intp)

    def days(self, user: int, last: int | None = None) -> Floats:
        """The days of :meth:`items`."""
        mine = self._days[user]
        return np.array(mine if last is None else mine[-last:])

    def everyone(self) -> list[list[int]]:
        """All users' items, for fits; not to be changed."""
        return self._items
