"""Simulated people who read shown lists: which positions they look at, and what they want.

Knows the truth that the product is to find; knows nothing of how it is learned. What is shown is
ranked by the product's own weights at that moment, and what they do is journal entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.decay import Array
from penchant.memory.core.weights import SignalWeights
from penchant.memory.records import Entry

Shape = Callable[[Array], Array]
"""The chance that each position (from 1) is looked at, from 1 down."""

SHAPES: dict[str, Shape] = {
    "one over the rank": lambda position: 1.0 / position,
    "exponential": lambda position: np.exp(-0.25 * (position - 1.0)),
    "flat, then a cliff": lambda position: np.where(position <= 4, 1.0, 0.25),
}

READINGS = ("down to some place", "here and there", "down, at times to a find")
"""Ways of reading: without gaps to a depth, or each position by itself, with the same curve; or
to a depth, but with the chance STOPS no further than the first item that is wanted.
"""

STOPS = 0.5

WEIGHTS: Array = np.array([2.5, 1.6, 0.8, 0.5, 0.3])
NAMES = ("one", "two", "three", "four", "five")
START = dict.fromkeys(NAMES, 1.0)
"""Every weight starts from 1, two of the true ones above it and three below."""

LEVEL = -2.5
"""The log-odds of wanting an item whose score is 0."""

REFUSALS = 0.03
"""The chance that who looks at something they don't want says so."""

CANDIDATES = 30
SIZES = (6, 10, 15)
JUMBLE = 0.3
"""What diversity and the like add to the order, as the spread of noise on the scores."""

DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class World:
    """What is true in one simulation. ``differing`` is the spread of people's own weights, as a
    part of everybody's start.
    """

    shape: str
    reading: str
    seed: int
    people: int = 200
    differing: float = 0.0

    def looked(self, size: int) -> Array:
        """The examination curve, (size,), as far as no find ends the reading."""
        return SHAPES[self.shape](np.arange(1.0, size + 1.0))

    def weights(self) -> Array:
        """Everybody's weights, in an order drawn for this seed: (signals,)."""
        return np.random.default_rng([self.seed, 1]).permutation(WEIGHTS)

    def own(self) -> Array:
        """Each person's weights: (people, signals)."""
        rng = np.random.default_rng([self.seed, 2])
        off = self.differing * rng.standard_normal((self.people, len(WEIGHTS)))
        return self.weights() + off


@dataclass(frozen=True, slots=True)
class Sitting:
    """One list and what came of it: which positions were looked at, the product's probabilities as
    it was shown (None: not known yet), which items are wanted, and how probable that truly was; all
    (n,).
    """

    person: int
    seen: NDArray[np.bool_]
    believed: Array | None
    wanted: NDArray[np.bool_]
    truly: Array


def sittings(world: World, fold: SignalWeights, lists: int) -> Iterator[Sitting]:
    """Show ``lists`` lists, one after the other, and let ``fold`` learn from each."""
    rng = np.random.default_rng([world.seed, 3])
    own, sequence = world.own(), 0
    for number in range(lists):
        person = int(rng.integers(world.people))
        values = np.clip(0.5 * rng.standard_normal((CANDIDATES, len(NAMES))), -1.0, 1.0)
        weights = np.array(list(fold.get(f"p{person}").values()))
        noise = JUMBLE * rng.standard_normal(CANDIDATES)
        order = np.argsort(-(values @ weights + noise))[: int(rng.choice(SIZES))]
        values = values[order].round(6)
        truly = 1.0 / (1.0 + np.exp(-(LEVEL + values @ own[person])))
        wanted = rng.random(len(order)) < truly
        seen = _seen(world, wanted, rng)
        refused = rng.random(len(order)) < REFUSALS
        answers = [
            (place, "like" if wanted[place] else "dislike")
            for place in np.flatnonzero(seen & (wanted | refused)).tolist()
        ]
        believed = fold.probability(values @ weights)
        for entry in _entries(number, person, values, answers, sequence):
            fold.learn(entry)
        sequence += 1 + len(answers)
        yield Sitting(person, seen, believed, wanted, truly)


def _seen(world: World, wanted: NDArray[np.bool_], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which positions somebody looks at who would find ``wanted``, (n,)."""
    chances = world.looked(len(wanted))
    if world.reading == READINGS[1]:
        return chances > rng.random(len(wanted))
    seen = chances > rng.random()
    finds = np.flatnonzero(seen & wanted)
    if world.reading == READINGS[2] and len(finds) and rng.random() < STOPS:
        seen[finds[0] + 1 :] = False
    return seen


def _entries(
    number: int, person: int, values: Array, answers: list[tuple[int, str]], sequence: int
) -> Iterator[Entry]:
    moment = DAY + timedelta(minutes=number)
    items = [f"{number}:{place}" for place in range(len(values))]
    data = {"items": items, "signals": list(NAMES), "rows": values.tolist()}
    shown = f"list {number}"
    yield Entry(
        id=shown, kind="impression", user=f"p{person}", occurred_at=moment, recorded_at=moment,
        sequence=sequence + 1, data=data,
    )  # fmt: skip
    for place, (position, kind) in enumerate(answers):
        yield Entry(
            id=f"{shown}.{place}", kind=kind, user=f"p{person}", occurred_at=moment,
            recorded_at=moment, sequence=sequence + 2 + place, item=items[position],
            impression=shown,
        )  # fmt: skip
