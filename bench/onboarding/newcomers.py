"""Who is interviewed, when, and what they would say. Knows events; knows nothing of methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bench.quality.events import Data, Events
from bench.quality.plan import CUTS

SEED = 20_261_123
FEWEST = 10
"""Films somebody must have rated to be interviewed: five to be asked about, others to be found."""

SHARE, PARTS = 5, 2
"""A fifth of the films of each is to be found, while they tell of the others; then another one."""

MIDDLE = 0.5
"""Who rates a film above the middle of the scale would say that they like it."""

BEGIN = 0.2
"""Of all events so many are learned before anybody is interviewed."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody whose first event is in row ``begin`` of the events.

    ``likes`` tells by film they rated whether they like it. ``parts`` are PARTS different parts of
    those films: while one is to be found, they tell of all others.
    """

    begin: int
    day: float
    likes: Mapping[int, bool]
    parts: tuple[frozenset[int], ...]

    def tells(self, part: int) -> Mapping[int, bool]:
        """What they would say of the films outside of ``part``, by film."""
        held = self.parts[part]
        return {film: liked for film, liked in self.likes.items() if film not in held}

    def wanted(self, part: int) -> frozenset[int]:
        """What they like of the films in ``part``."""
        return frozenset(film for film in self.parts[part] if self.likes[film])


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
    likes = {
        int(film): bool(value > MIDDLE)
        for film, value in zip(events.item[rows], events.value[rows], strict=True)
    }
    films = rng.permutation(list(likes)).tolist()
    return Newcomer(
        begin=rows[0],
        day=float(events.day[rows[0]]),
        likes=likes,
        parts=tuple(frozenset(films[part::SHARE]) for part in range(PARTS)),
    )
