"""Who is given lists, and as of when: people with a past, and what they liked after it.

Knows events; knows nothing of lists or of the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.quality.events import Data, Events, Rows
from bench.quality.plan import CUTS, DEV

SEED = 20_261_123
FEWEST = 10
"""Films somebody must have rated before: a list's parts cannot be held against two or three."""


@dataclass(frozen=True)
class Person:
    """Somebody who is given lists. ``liked`` are the films that they had liked before, ``wanted``
    those they liked after, of which they had rated none before.
    """

    user: int
    liked: tuple[int, ...]
    wanted: frozenset[int]


@dataclass(frozen=True)
class Plan:
    """``past`` is what the product knows on ``day``, when ``people`` are given their lists."""

    part: str
    past: Events
    day: float
    people: tuple[Person, ...]


def plan_of(data: Data, part: str, most: int | None = None) -> Plan:
    """At most so many people of a part, drawn by a seed. On ``dev`` lists are of the day from which
    P2's dev part is measured, and P2's cut ends what they liked after; on ``test`` they are of
    the cut, and all that follows counts.
    """
    events = data.events
    begin, cut = (float(np.quantile(events.day, part)) for part in (DEV, CUTS["p2"]))
    day = cut if part == "test" else begin
    past = events.take(events.day < day)
    after = events.take((events.day >= day) & ((events.day < cut) | (part == "test")))
    later = dict(_by_user(after, data.users))
    found = [
        person
        for user, rows in _by_user(past, data.users)
        if user in later and (person := _person(user, past.take(rows), after.take(later[user])))
    ]
    drawn = np.random.default_rng(SEED).permutation(len(found))[:most]
    return Plan(part, past, day, tuple(found[place] for place in np.sort(drawn)))


def _by_user(events: Events, users: int) -> Iterator[tuple[int, Rows]]:
    order = np.argsort(events.user, kind="stable")
    bounds = np.searchsorted(events.user[order], np.arange(users + 1))
    for user in range(users):
        if bounds[user] < bounds[user + 1]:
            yield user, order[bounds[user] : bounds[user + 1]]


def _person(user: int, past: Events, after: Events) -> Person | None:
    """None for who has too short a past, or liked nothing new after it. Liking is rating at least
    as high as they did on average before.
    """
    before = set(past.item.tolist())
    if len(before) < FEWEST:
        return None
    usual = float(past.value.mean())
    liked = tuple(dict.fromkeys(past.item[past.value >= usual].tolist()))
    wanted = frozenset(after.item[after.value >= usual].tolist()) - before
    return Person(user, liked, wanted) if wanted else None
