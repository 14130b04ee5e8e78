"""Who follows whom, as the host said, and how much the people one follows choose an item.

Following somebody again moves them to the newest; who was unfollowed is as never followed. Knows
ids, days and what single people did lately; nothing of weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from penchant.memory.core.behaviour.asked import Asked
from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.decay import Array, remaining
from penchant.memory.records import Entry

FOLLOW = "follow-person"
UNFOLLOW = "unfollow-person"

MOST = 500
"""Of the people somebody follows the newest so many count, so the cost of a reading is bounded."""

FEW = 10
"""Who follows fewer people counts as following this many: one choice of one is not all there is."""

Edges = dict[str, dict[str, float]]
"""By follower, the people followed, with the day of it; the newest last."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What the people somebody follows did with items: ``values`` (n,) in [0, 1], how much they
    chose each one, and ``people`` (n,), how many of them.
    """

    values: Array
    people: Rows


class Following:
    """The edges as they stand."""

    def __init__(self) -> None:
        self._edges: Edges = {}

    def learn(self, entry: Entry) -> None:
        """Take in that ``entry.user`` follows the person in its data, or does no more."""
        person = person_in(entry)
        if person is None or entry.role != "user":
            return
        mine = self._edges.setdefault(entry.user, {})
        mine.pop(person, None)
        if entry.kind == FOLLOW:
            mine[person] = entry.day
        if not mine:
            del self._edges[entry.user]

    def all_of(self, user: str) -> tuple[str, ...]:
        """Everybody whom ``user`` follows, the newest first."""
        return tuple(reversed(self._edges.get(user, {})))

    def of(self, user: str, day: float = float("inf")) -> list[str]:
        """The newest MOST people that ``user`` follows and did by ``day``, the newest first."""
        mine = self._edges.get(user, {})
        return [one for one in reversed(mine) if mine[one] <= day][:MOST]

    def state(self) -> Mapping[str, Mapping[str, float]]:
        """What JSON can hold; inverse of :meth:`from_state`."""
        return self._edges

    @classmethod
    def from_state(cls, state: Mapping[str, Mapping[str, float]]) -> Following:
        """The edges that gave ``state``."""
        following = cls()
        following._edges = {
            user: {person: float(day) for person, day in mine.items()}
            for user, mine in state.items()
        }
        return following


def person_in(entry: Entry) -> str | None:
    """Whom an entry of following names; None for any other entry."""
    person = entry.data.get("person") if entry.kind in (FOLLOW, UNFOLLOW) else None
    return person if isinstance(person, str) else None


def chosen(people: Sequence[Person | None], day: float, asked: Asked) -> Followed:
    """How much ``people``, all that somebody follows, chose the items asked for by ``day``; None is
    one of whom nothing is known. What they rated below the middle of its scale is not counted, nor
    what is older than a person's last items (person.LATELY).

    A choice counts by what is left of it on average over the half-lives, for none of them was
    learned here; and of all who are followed, by its logarithm.
    """
    known = [one for one in people if one is not None and one.size]
    size = len(asked.rows)
    if not known:
        return Followed(np.zeros(size), np.zeros(size, np.intp))
    days = np.concatenate([one.days for one in known])
    liked = np.concatenate([one.amounts for one in known]) >= 0.0
    places = asked.places.take(np.concatenate([one.rows for one in known]))
    counted = np.flatnonzero((places > 0) & liked & (days <= day))
    places = places.take(counted) - 1
    left = remaining(day - days.take(counted)).mean(axis=1)
    sums = np.bincount(places, left, size)
    values = np.log1p(sums) / np.log1p(max(len(people), FEW))
    return Followed(values, np.bincount(places, minlength=size))
