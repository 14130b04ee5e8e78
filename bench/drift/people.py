"""Simulated people: what draws them to which topic, and what they do day by day.

Knows topics, kinds and days; knows nothing of what the product makes of it. A rule tells how likely
each topic is on a day, and is told what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bench.drift.truths import Array, Fading
from bench.drift.world import TOPICS, World
from penchant.memory.records import Entry, FloatArray, from_day

FIRST_DAY = 20_000.0
RATE = 1.0
"""Things done a day, on average."""

SPARK = 2.0
"""How much draws somebody anywhere at all, beside one thing just done."""

SHARP = 6.0
"""How closely those who weigh by shares follow them."""

KEEN = 0.85
"""How often those who have one interest at a time follow it."""


class Rule(Protocol):
    """What draws one person."""

    phase: int
    """How often they have changed for good."""

    def chances(self, day: float) -> Array:
        """How likely each topic is: (TOPICS,), sums to 1."""

    def did(self, day: float, topic: int, worth: float) -> None:
        """Something was done, which says ``worth`` of what comes next."""


class Excited:
    """Drawn by what they did, as it fades: interests appear by chance, feed themselves and fade.

    By the amounts of each topic (a self-exciting process), or where ``weighing`` by a softmax of
    their shares.
    """

    def __init__(self, fading: Fading, *, weighing: bool = False) -> None:
        self.phase = 0
        self._fading = fading
        self._weighing = weighing
        self._days: list[float] = []
        self._topics: list[int] = []
        self._worths: list[float] = []

    def chances(self, day: float) -> Array:
        """See :class:`Rule`."""
        amounts = np.full(TOPICS, SPARK / TOPICS)
        if self._days:
            left = np.array(self._worths) * self._fading.left(day - np.array(self._days))
            np.add.at(amounts, np.array(self._topics), left)
        shares: Array = amounts / amounts.sum()
        if self._weighing:
            shares = np.exp(SHARP * shares)
            shares /= shares.sum()
        return shares

    def did(self, day: float, topic: int, worth: float) -> None:
        """See :class:`Rule`."""
        self._days.append(day)
        self._topics.append(topic)
        self._worths.append(worth)


class Swapping:
    """One interest at a time, another one all of a sudden every ``stay`` days on average."""

    def __init__(self, stay: float, rng: np.random.Generator) -> None:
        self.phase = 0
        self.topic = int(rng.integers(TOPICS))
        self._stay = stay
        self._rng = rng
        self._until = FIRST_DAY + stay * (0.5 + rng.random())

    def chances(self, day: float) -> Array:
        """See :class:`Rule`."""
        if day > self._until:
            self.phase += 1
            self.topic = int((self.topic + self._rng.integers(1, TOPICS)) % TOPICS)
            self._until = day + self._stay * (0.5 + self._rng.random())
        chances = np.full(TOPICS, (1.0 - KEEN) / TOPICS)
        chances[self.topic] += KEEN
        return chances

    def did(self, day: float, topic: int, worth: float) -> None:
        """What they did changes nothing."""


class Steady:
    """A few interests with shares that never change."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.phase = 0
        chances = np.full(TOPICS, (1.0 - KEEN) / TOPICS)
        chances[rng.permutation(TOPICS)[:3]] += KEEN * np.array([0.5, 0.3, 0.2])
        self._chances = chances

    def chances(self, day: float) -> Array:
        """See :class:`Rule`."""
        return self._chances

    def did(self, day: float, topic: int, worth: float) -> None:
        """What they did changes nothing."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How often an action is of this kind, and what it says of what comes next; one that says
    nothing is done at random.
    """

    often: float
    worth: float


LIKES: Mapping[str, Kind] = {"like": Kind(1.0, 1.0)}


@dataclass(frozen=True, slots=True)
class Act:
    """Something done; ``phase`` is the person's at the time."""

    day: float
    user: str
    kind: str
    item: int
    phase: int


def live(
    user: str,
    rule: Rule,
    world: World,
    rng: np.random.Generator,
    events: int,
    kinds: Mapping[str, Kind] = LIKES,
) -> list[Act]:
    """What one person does, each time with an item they had not used."""
    names, day = list(kinds), FIRST_DAY + float(rng.random())
    often = np.array([kinds[name].often for name in names])
    free = np.ones(len(world.topic))
    acts = []
    for _ in range(events):
        day += float(rng.exponential(1.0 / RATE))
        kind = names[int(rng.choice(len(names), p=often))]
        chances = rule.chances(day)
        if kinds[kind].worth == 0:
            chances = np.full(TOPICS, 1.0 / TOPICS)
        totals = np.cumsum(chances[world.topic] * free)
        item = int(np.searchsorted(totals, rng.random() * totals[-1], side="right"))
        free[item] = 0.0
        rule.did(day, int(world.topic[item]), kinds[kind].worth)
        acts.append(Act(day, user, kind, item, rule.phase))
    return acts


def in_order(lives: Iterable[Sequence[Act]]) -> list[Act]:
    """Everybody's acts by day."""
    return sorted((act for one in lives for act in one), key=lambda act: (act.day, act.user))


def entries(
    acts: Sequence[Act], world: World, names: Mapping[str, str] | None = None
) -> Iterator[tuple[Entry, FloatArray]]:
    """The acts as the journal holds them, with their vectors; ``names`` gives kinds others."""
    vectors: NDArray[np.float32] = world.vectors
    for number, act in enumerate(acts, 1):
        moment = from_day(act.day)
        kind = act.kind if names is None else names[act.kind]
        entry = Entry(
            id=f"e{number}",
            kind=kind,
            user=act.user,
            item=f"i{act.item}",
            occurred_at=moment,
            recorded_at=moment,
            sequence=number,
        )
        yield entry, vectors[act.item]
