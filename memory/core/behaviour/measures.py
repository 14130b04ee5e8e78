"""The signals of behaviour: numbers that speak for an item, for one person on one day.

Made from what everybody did with items; knows nothing of weights. Every column of
:func:`measure` has a name in NAMES; the half-lives are spread widely because none is right, and
the weights that are learned for them are a forgetting curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penchant.memory.core.behaviour import together
from penchant.memory.core.behaviour.asked import Asked
from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.pairs import CHANNELS, FADES
from penchant.memory.core.behaviour.person import LATELY, Person
from penchant.memory.core.behaviour.together import BESIDE_EVENTS, LATE_EVENTS, WALLS
from penchant.memory.core.behaviour.world import World
from penchant.memory.core.decay import EVENT_HALF_LIVES, HALF_LIVES, Array

AGES = np.array([0.05, 0.2, 0.5, 1.0, 2.0, 4.0, 10.0, 30.0])
LASTS = np.array([0.02, 0.1, 0.5, 2.0])
PLACES = np.array([3.0, 10.0, 30.0])
STEPS = np.array([1.0, 4.0, 16.0])
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
        *(
            Name("near-last", "item", f"{side}, {place:.3g} places")
            for side in ("before", "after")
            for place in STEPS
        ),
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

_OWN = len(HALF_LIVES) + 1 + len(AGES) + len(LASTS) + len(PLACES) + 6 + 2 * len(STEPS)
_PAIRS = _OWN + 3
_AROUND = _PAIRS + together.COLUMNS
"""Where the columns of what the person usually takes, of pairs and of people alike begin."""

_SCALED = np.repeat([0, 1, 2], [len(AGES) + 1, len(LASTS) + 1, len(PLACES) + 1])
_SCALES: Array = -1.0 / np.concatenate([AGES, [1.0], LASTS, [1.0], PLACES, [1.0]])[:, None]
_LOGS = np.cumsum([len(AGES), len(LASTS) + 1, len(PLACES) + 1])
_LEAST: Array = np.array([[0.01], [0.003], [1.0]])
"""Of the columns of age, idleness and places in line: which of the three each is made of, its rate,
those that are logarithms instead, and what is added to the three before that.
"""

LONG = 1e4
"""Days after which one more makes no difference."""

_LATELY = tuple(np.exp2(-np.arange(n)[::-1] / 5.0) for n in range(LATELY + 1))
"""How much each of so many items used counts in what the person takes lately."""

PAIRS = ("together", "next", "next-lately")
"""The signals made of pairs of items."""

CLOCK = np.array(
    [
        name.signal
        in ("newness", "in-use", "newest", "unused", "since-visit", "near-last", "next-lately")
        or (name.signal == "popularity" and name.scale != "inf d")
        for name in NAMES
    ]
)
"""The columns that speak of what goes on just now."""

LATE = 1.0
"""A question about a day more than this many days before the newest event is one about the past:
what goes on just now says nothing of it, and what went on then is not kept.
"""


def measure(world: World, person: int, day: float, rows: Rows) -> Array:
    """The signals of the items ``rows`` for ``person`` on ``day``: shape (m, len(NAMES))."""
    newest = world.uses.newest
    late, day = newest > day + LATE, max(day, newest)
    who = world.people.get(person) or Person()
    values, size = np.empty((len(NAMES), len(rows))), len(rows)
    mine = who.rows.astype(np.intp)
    uses = world.uses.at(np.concatenate([rows, mine]), day).T
    np.log1p(uses[:, :size], out=values[: len(HALF_LIVES)])
    liking, people = world.opinion.take(rows, axis=1)
    np.divide(liking, people + 3.0, out=values[len(HALF_LIVES)])
    _item(world, who, day, rows, values[len(HALF_LIVES) + 1 : _OWN])
    if not len(mine):
        values[_OWN:] = 0.0
    else:
        _own_popularity(values[MONTH], np.log1p(uses[MONTH, size:]), values[_OWN:_PAIRS])
        with world.asking(rows) as asked:
            found = world.pairs.found(mine, asked, day)
            back = together.looking_back(who, uses[-1, size:], day)
            values[_PAIRS:_AROUND] = together.strengths(found, back, uses[-1, :size])
            _around(world, person, mine, day, asked, values[_AROUND:])
    if late:
        values[CLOCK] = 0.0
    return values.T


def _item(world: World, who: Person, day: float, rows: Rows, values: Array) -> None:
    """What is true of the item on that day, and whether it is new to the person."""
    first = world.first.take(rows)
    numbers = np.empty((3, len(rows)))
    np.minimum(day - first, LONG, out=numbers[0])
    # Items are used again after the newest first use, and by clocks that run ahead.
    np.clip(day - world.latest.take(rows), 0.0, LONG, out=numbers[1])
    # How many are newer: all, where nobody used the item.
    numbers[2] = world.known - world.came[: world.known].searchsorted(first, side="right")
    start = len(_SCALES)
    np.multiply(numbers.take(_SCALED, axis=0), _SCALES, out=values[:start])
    np.exp2(values[:start], out=values[:start])
    values[_LOGS] = np.log(numbers + _LEAST) / 5.0
    values[start] = first == -np.inf
    values[start + 1] = first > who.begun
    values[start + 2] = first > who.last
    _near_last(world, who, first, numbers[2], values[start + 3 :])


def _near_last(world: World, who: Person, first: Array, newer: Array, values: Array) -> None:
    """How near the item stands in the line of first uses to what the person used last: who reads
    down a list comes to its neighbours next.
    """
    values[:] = 0.0
    if not who.size:
        return
    last = world.first[who.rows[-1]]
    away = newer - (world.known - world.came[: world.known].searchsorted(last, side="right"))
    near = np.exp2(-np.abs(away) / STEPS[:, None])
    known = first > -np.inf
    np.multiply(near, known & (away > 0), out=values[: len(STEPS)])
    np.multiply(near, known & (away <= 0), out=values[len(STEPS) :])


def _own_popularity(popular: Array, usual: Array, values: Array) -> None:
    """Whether the item is as popular as what the person usually takes."""
    late = _LATELY[len(usual)]
    mean, newest = float(usual.sum()) / len(usual), float(late @ usual) / float(late.sum())
    np.multiply(popular, (mean - 2.0) / 2.0, out=values[0])
    np.multiply(popular, (newest - 2.0) / 2.0, out=values[1])
    np.abs(popular - mean, out=values[2])
    np.negative(values[2], out=values[2])


def _around(world: World, person: int, mine: Rows, day: float, asked: Asked, values: Array) -> None:
    """What people alike use, and whether the item was found by somebody whose finds one uses."""
    values[:2] = np.sqrt(world.circle.around(person, mine, asked, day)) / 3.0
    who, finder = world.people[person], world.finder.take(asked.rows)
    finders = np.fromiter(who.finds, np.intp, len(who.finds))
    counts = np.zeros(max(int(finder.max(initial=0)), int(finders.max())) + 2)
    counts[finders] = np.fromiter(who.finds.values(), float, len(who.finds))
    # Nobody found an item that nobody used: -1, the place behind all people.
    finds = counts[finder]
    values[2] = np.sqrt(finds)
    values[3] = finds / (5.0 + len(who.used))


def sources(world: World, who: Person, day: float, rows: Rows) -> dict[str, tuple[Rows, Array]]:
    """How much each item that the person used adds to the signals of pairs of the items ``rows``,
    all different.

    By signal: its columns (k,), and what every one of ``who.rows`` adds to each of ``rows`` before
    the root or logarithm is taken (k, n, m).
    """
    if not who.size:
        return {}
    day = max(day, world.uses.newest)
    mine = who.rows.astype(np.intp)
    back = together.looking_back(who, world.uses.at(mine, day)[:, -1], day)
    with world.asking(rows) as asked:
        found = world.pairs.found(mine, asked, day)
    counts = [found.block(channel) for channel in range(CHANNELS)]
    pairs = back.own[:, None] * counts[0]
    strongest = np.where(pairs == pairs.max(axis=0), pairs, 0.0)
    end = len(back.together) - 1 - len(LATE_EVENTS)
    added = {
        "together": np.concatenate(
            [
                back.together[:end, :, None] * counts[0],
                back.beside[:, :, None] * counts[2],
                back.together[end:, :, None] * counts[0],
                strongest[None],
            ]
        ),
        "next": back.next[:, :, None] * counts[1],
        "next-lately": np.concatenate([back.late[:, :, None] * one for one in counts[3:]]),
    }
    return {signal: (_COLUMNS_OF[signal], amounts) for signal, amounts in added.items()}


_COLUMNS_OF = {
    signal: np.array([n for n, one in enumerate(NAMES) if one.signal == signal]) for signal in PAIRS
}
"""The columns of the signals of pairs."""
