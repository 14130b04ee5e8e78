"""Who is interviewed, when, and what they would say. Knows events; knows nothing of methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bench.quality.events import Data, Events
from bench.quality.plan import CUTS

SEED = 20_261_123
FEWEST = 10
"""Films somebody must have rated to be interviewed: five to be asked about, as many to be found."""

BEGIN = 0.2
"""Of all events so many are learned before anybody is interviewed."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody whose first event is in row ``begin`` of the events.

    ``likes`` tells by film whether they rated it at least as high as they rate on average.
    ``held`` are the half of those films about which they are not asked, where none may be found
    again.
    """

    begin: int
    day: float
    likes: Mapping[int, bool]
    held: frozenset[int]


@dataclass(frozen=True)
class Plan:
    """Events to go through, and the newcomers by the row of their first event."""

    events: Events
    newcomers: Mapping[int, Newcomer]


def newcomers_of(data: Data, part: str, every: int = 1) -> Plan:
    """The people of one half, drawn by a seed; dev ends before P2's cut."""
    events = data.events
    if part == "dev":
        events = events.take(events.day < float(np.quantile(events.day, CUTS["p2"])))
    rng = np.random.default_rng(SEED)
    half = rng.permutation(data.users) % 2 == (0 if part == "dev" else 1)
    begin = int(BEGIN * len(data.events))
    rows: dict[int, list[int]] = {}
    for row, user in enumerate(events.user.tolist()):
        rows.setdefault(user, []).append(row)
    found = {}
    for user, mine in rows.items():
        if not half[user] or mine[0] < begin:
            continue
        one = _newcomer(events, mine, rng)
        if len(one.likes) >= FEWEST:
            found[one.begin] = one
    return Plan(events, {row: found[row] for row in list(found)[::every]})


def _newcomer(events: Events, rows: list[int], rng: np.random.Generator) -> Newcomer:
    values = events.value[rows]
    mean = float(values.mean())
    likes = {
        int(film): bool(value >= mean)
        for film, value in zip(events.item[rows], values, strict=True)
    }
    films = rng.permutation(list(likes)).tolist()
    return Newcomer(
        begin=rows[0],
        day=float(events.day[rows[0]]),
        likes=likes,
        held=frozenset(films[: len(films) // 2]),
    )
