"""The signals of behaviour: numbers that speak for an item, for one person on one day.

Made from what everybody did with items; knows nothing of weights. Every column of
:func:`measure` has a name in NAMES; the half-lives are spread widely because none is right, and
the weights that are learned for them are a forgetting curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour import person as persons
from penchant.memory.core.behaviour.circle import Circle
from penchant.memory.core.behaviour.fading import FadingSums, Rows
from penchant.memory.core.behaviour.growing import grown
from penchant.memory.core.behaviour.packing import Arrays, under, within
from penchant.memory.core.behaviour.pairs import FADES, Pairs
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.decay import EVENT_HALF_LIVES, HALF_LIVES, Array

AGES = np.array([0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 10.0, 30.0])
LASTS = np.array([0.02, 0.1, 0.5, 2.0])
PLACES = np.array([3.0, 10.0, 30.0])
WALLS = np.array([1.0, 60.0])
BESIDE_EVENTS = np.array([1.0, 3.0, 10.0])
LATE_EVENTS = np.array([3.0, 30.0])
MONTH = 5
"""Column of HALF_LIVES whose sums tell how popular a thing is."""


@dataclass(frozen=True, slots=True)
class Name:
    """A column: the signal it belongs to (several may make up one), its family, its scale."""

    signal: str
    family: str
    scale: str = ""


def _names() -> tuple[Name, ...]:
    return (
        *(Name("popularity", "social", f"{life:.3g} d") for life in HALF_LIVES),
        Name("opinion", "social"),
        *(Name("newness", "item", f"{life:.3g} d") for life in AGES),
        Name("newness", "item", "log"),
        *(Name("in-use", "social", f"{life:.3g} d") for life in LASTS),
        Name("in-use", "social", "log"),
        *(Name("newest", "item", f"{place:.3g} places") for place in PLACES),
        Name("newest", "item", "log"),
        Name("unused", "item"),
        Name("since-visit", "item", "visit"),
        Name("since-visit", "item", "event"),
        *(Name("own-popularity", "social", scale) for scale in ("all", "late", "far")),
        *(Name("together", "behaviour", f"{n:.3g} events") for n in EVENT_HALF_LIVES),
        *(Name("together", "behaviour", f"{life:.3g} d") for life in WALLS),
        *(Name("next", "behaviour", f"{n:.3g} events") for n in EVENT_HALF_LIVES),
        *(Name("together", "behaviour", f"beside, {n:.3g} events") for n in BESIDE_EVENTS),
        *(Name("together", "behaviour", f"plain, {n:.3g} events") for n in LATE_EVENTS),
        Name("together", "behaviour", "all"),
        Name("together", "behaviour", "strongest"),
        *(
            Name("next-lately", "behaviour", f"{fade:.3g} d after {n:.3g} events")
            for fade in FADES
            for n in LATE_EVENTS
        ),
        Name("alike", "social", "all"),
        Name("alike", "social", "here"),
        Name("finder", "social", "count"),
        Name("finder", "social", "share"),
    )


NAMES = _names()
PAIRS = ("together", "next", "next-lately")
"""The signals made of pairs of items."""

CLOCK = np.array(
    [
        name.signal in ("newness", "in-use", "newest", "unused", "since-visit", "next-lately")
        or (name.signal == "popularity" and name.scale != "inf d")
        for name in NAMES
    ]
)
"""The columns that speak of what goes on just now."""

LATE = 1.0
"""A question about a day more than this many days before the newest event is one about the past:
what goes on just now says nothing of it, and what went on then is not kept.
"""


class World:
    """What everybody did: the state that :func:`measure` reads. For one thread at a time."""

    def __init__(self) -> None:
        self.items = 0
        self.people: dict[int, Person] = {}
        self.uses = FadingSums()
        self.pairs = Pairs()
        self.circle = Circle()
        self.first: Array = np.full(64, np.inf)
        self.latest: Array = np.full(64, -np.inf)
        self.finder = np.full(64, -1, np.int64)
        self.opinion: Array = np.zeros((2, 64))
        """Sum and number of amounts, by item."""
        self.came: Array = np.zeros(64)
        """The days on which items were used first, rising: where a new one stands in the line."""
        self.known = 0
        self._place = np.full(64, -1, np.int32)

    def extend(self, items: int) -> None:
        """Make room for ``items`` rows."""
        if items <= self.items:
            return
        # One more than there are: the row after the last is one that nobody ever used.
        self.first = grown(self.first, items + 1, np.inf)
        self.latest = grown(self.latest, items + 1, -np.inf)
        self.finder = grown(self.finder, items + 1, -1)
        self.opinion = grown(self.opinion, items + 1)
        self._place = grown(self._place, items + 1, -1)
        self.items = items

    def learn(self, person: int, row: int, day: float, amount: float) -> None:
        """Somebody did something with the item ``row``; ``amount`` in [-1, 1] tells the liking."""
        self.extend(row + 1)
        who = self.people.get(person)
        if who is None:
            who = self.people[person] = Person()
        who.come(day)
        self.latest[row] = max(self.latest[row], day)
        if row in who.used:
            return
        if self.finder[row] < 0:
            self._begin(person, row, day)
        self.uses.add(row, day)
        self.opinion[0, row] += amount
        self.opinion[1, row] += 1.0
        self.pairs.add(row, who.rows[::-1][:20].tolist(), day)
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
        world.circle = Circle.from_state(within("circle", state))
        world.people = persons.from_state(within("people", state))
        return world

    def places(self, rows: Rows) -> NDArray[np.int32]:
        """An array over all items that numbers ``rows`` and is -1 elsewhere; give it back to
        :meth:`clear`.
        """
        self._place[rows] = np.arange(len(rows), dtype=np.int32)
        return self._place

    def clear(self, rows: Rows) -> None:
        """Undo :meth:`places`."""
        self._place[rows] = -1


def measure(world: World, person: int, day: float, rows: Rows) -> Array:
    """The signals of the items ``rows`` for ``person`` on ``day``: shape (m, len(NAMES))."""
    newest = world.uses.newest
    late, day = newest > day + LATE, max(day, newest)
    who = world.people.get(person) or Person()
    uses = world.uses.at(rows, day)
    first = world.first[rows]
    known = np.isfinite(first)
    age = np.where(known, day - first, np.inf)
    # Items are used again after the newest first use, and by clocks that run ahead.
    idle = np.maximum(day - world.latest[rows], 0.0)
    columns: list[NDArray[Any]] = [
        np.log1p(uses),
        (world.opinion[0, rows] / (world.opinion[1, rows] + 3.0))[:, None],
        np.exp2(-age[:, None] / AGES),
        (np.log(np.minimum(age, 1e4) + 0.01) / 5.0)[:, None],
        np.exp2(-idle[:, None] / LASTS),
        (np.log(np.minimum(idle, 1e4) + 0.003) / 5.0)[:, None],
        _in_line(world, first, known),
        (~known)[:, None],
        (known & (first > who.begun))[:, None],
        (known & (first > who.last))[:, None],
        _own_popularity(world, who, day, uses),
        _pairs(world, who, day, rows, uses),
        _around(world, person, who, day, rows),
    ]
    values = np.concatenate(columns, axis=1)
    if late:
        values[:, CLOCK] = 0.0
    return values


def _in_line(world: World, first: Array, known: NDArray[np.bool_]) -> Array:
    """How few items are newer, at several scales, and its logarithm."""
    newer = world.known - np.searchsorted(world.came[: world.known], first, side="right")
    newer = np.where(known, newer, world.known).astype(float)
    return np.hstack([np.exp2(-newer[:, None] / PLACES), np.log1p(newer)[:, None] / 5.0])


def _own_popularity(world: World, who: Person, day: float, uses: Array) -> Array:
    """Whether the item is as popular as what the person usually takes."""
    popular = np.log1p(uses[:, MONTH])
    if not who.size:
        return np.zeros((len(popular), 3))
    usual = np.log1p(world.uses.at(who.rows.astype(np.intp), day)[:, MONTH])
    late = np.exp2(-np.arange(len(usual))[::-1] / 5.0)
    mean, newest = float(usual.mean()), float(late @ usual / late.sum())
    return np.stack(
        [popular * (mean - 2.0) / 2.0, popular * (newest - 2.0) / 2.0, -np.abs(popular - mean)], 1
    )


def _pairs(world: World, who: Person, day: float, rows: Rows, uses: Array) -> Array:
    """Cosine-like strength of the pairs with what the person used, the past counting less."""
    if not who.size:
        return np.zeros((len(rows), sum(name.signal in PAIRS for name in NAMES)))
    back, size = _looking_back(world, who, day), len(rows)
    try:
        found = world.pairs.found(who.rows.tolist(), world.places(rows), day)
    finally:
        world.clear(rows)
    share = 1.0 / np.sqrt(uses[:, -1:] + 5.0)
    plain = found.summed(0, np.vstack([back.late * back.own, back.own]), size) * share
    strongest = found.largest(0, back.own, size) * share[:, 0]
    return np.hstack(
        [
            5.0 * np.sqrt(found.summed(0, back.together * back.own, size) * share),
            5.0 * np.sqrt(found.summed(1, back.next * back.own, size) * share),
            5.0 * np.sqrt(found.summed(2, back.beside * back.own, size) * share),
            5.0 * plain[:, :-1],
            np.log1p(5.0 * plain[:, -1:]),
            2.0 * np.sqrt(strongest)[:, None],
            *(np.sqrt(found.summed(3 + fade, back.late, size)) for fade in range(len(FADES))),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Back:
    """How much each item that the person used counts (n), in ways of looking back on them (k, n)
    that each sum to 1; ``own`` (n,) makes counts of pairs cosine-like.
    """

    together: Array
    next: Array
    beside: Array
    late: Array
    own: Array


def _looking_back(world: World, who: Person, day: float) -> _Back:
    steps = np.arange(who.rows.size)[::-1]
    by_events = np.exp2(-steps / EVENT_HALF_LIVES[:, None])
    by_days = np.exp2(-np.maximum(day - who.days, 0.0) / WALLS[:, None]) + 1e-9
    together, after, beside, late = (
        weights / weights.sum(axis=1, keepdims=True)
        for weights in (
            np.vstack([by_events, by_days]),
            by_events,
            np.exp2(-steps / BESIDE_EVENTS[:, None]),
            np.exp2(-steps / LATE_EVENTS[:, None]),
        )
    )
    people = world.uses.at(who.rows.astype(np.intp), day)[:, -1]
    return _Back(together, after, beside, late, 1.0 / np.sqrt(people + 5.0))


def sources(world: World, who: Person, day: float, row: int) -> dict[str, tuple[Rows, Array]]:
    """How much each item that the person used adds to the signals of pairs of the item ``row``.

    By signal: its columns (k,), and what every one of ``who.rows`` adds before the root or
    logarithm is taken (k, n).
    """
    if not who.size:
        return {}
    day = max(day, world.uses.newest)
    back, mine = _looking_back(world, who, day), who.rows
    try:
        found = world.pairs.found(mine.tolist(), world.places(np.array([row])), day)
    finally:
        world.clear(np.array([row]))
    counts = np.stack([np.bincount(found.sources, one, len(mine)) for one in found.counts.T])
    pairs = back.own * counts[0]
    added = {
        "together": np.vstack(
            [
                back.together * pairs,
                back.beside * back.own * counts[2],
                back.late * pairs,
                pairs,
                np.where(pairs == pairs.max(), pairs, 0.0),
            ]
        ),
        "next": back.next * back.own * counts[1],
        "next-lately": np.vstack([back.late * one for one in counts[3:]]),
    }
    return {
        signal: (np.array([n for n, one in enumerate(NAMES) if one.signal == signal]), amounts)
        for signal, amounts in added.items()
    }


def _around(world: World, person: int, who: Person, day: float, rows: Rows) -> Array:
    """What people alike use, and whether the item was found by somebody whose finds one uses."""
    around = world.circle.around(person, who.rows.tolist(), world.people, day, world.items + 1)
    finder = world.finder[rows]
    finds = np.zeros(len(rows))
    if who.finds:
        top = max(int(finder.max(initial=0)), max(who.finds)) + 1
        counts = np.zeros(top + 1)
        counts[list(who.finds)] = list(who.finds.values())
        finds = counts[finder]
    return np.stack(
        [
            np.sqrt(around[0, rows]) / 3.0,
            np.sqrt(around[1, rows]) / 3.0,
            np.sqrt(finds),
            finds / (5.0 + len(who.used)),
        ],
        axis=1,
    )
