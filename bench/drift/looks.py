"""What is found of how people read shown lists: which positions, by which weights, how probably.

Knows what the product's fold says and what is true (readers.py); knows nothing of how either comes
about. Beside the fold stand two that differ from it in one thing: who chose is taken to have looked
two positions further and no more (the product's rule up to now), or everybody at everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.drift.readers import READINGS, SHAPES, START, Sitting, World, sittings
from bench.drift.row import Row, judged
from penchant.memory.core.decay import Array
from penchant.memory.core.examination import LEAST, POSITIONS, Examination
from penchant.memory.core.weights import SignalWeights

LISTS = 6_000
QUICK_LISTS = 2_500

JUDGED = 10
"""Positions whose chance of being looked at is judged."""

CURVE_GOAL = 0.10
"""Mean relative error of the examination curve."""

CALIBRATION_GOAL = 0.03
"""Expected calibration error."""

BINS = 10

DIFFERING = 0.5
DIFFERING_PEOPLE = 60


class TwoFurther(Examination):
    """Who chose looked at two positions past the last choice, who chose nothing at none."""

    def __init__(self) -> None:
        super().__init__()
        self._sums: Array = np.zeros(POSITIONS)

    def learn(self, chosen: NDArray[np.bool_], wanted: Array) -> None:
        """Count what this rule takes to be looked at."""
        self._sums[: len(chosen)] += self.looked(chosen)

    def curve(self, size: int) -> Array:
        """How often each position was, by this rule, over how often the first was."""
        return np.maximum(self._sums[:size] / max(float(self._sums[0]), 1.0), LEAST)

    def looked(self, chosen: NDArray[np.bool_]) -> Array:
        """1 for what this rule takes to be looked at, else 0."""
        places = np.flatnonzero(chosen)
        return _first(int(places[-1]) + 3 if len(places) else 0, len(chosen))

    def beside(self, position: int, size: int) -> Array:
        """1 for what this rule takes to be looked at, else 0."""
        return _first(position + 3, size)


class Everything(Examination):
    """Everybody looks at everything: no correction at all."""

    def looked(self, chosen: NDArray[np.bool_]) -> Array:
        """1 everywhere."""
        return np.ones(len(chosen))

    def beside(self, position: int, size: int) -> Array:
        """1 everywhere."""
        return np.ones(size)

    def curve(self, size: int) -> Array:
        """1 everywhere."""
        return np.ones(size)


RULES: dict[str, Callable[[], Examination]] = {
    "penchant": Examination,
    "two-further": TwoFurther,
    "uncorrected": Everything,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fold after its lists; how often each of the first JUDGED positions was looked at; and what
    the fold believed of the lists in the last third: the probabilities that items are wanted,
    whether they were, and how probable it truly was; (n,) each.
    """

    fold: SignalWeights
    looked: Array
    believed: Array
    wanted: Array
    truly: Array


def rows(seed: int, quick: bool) -> list[Row]:
    """All that is judged, and beside it what the other two rules find; ``quick`` shows fewer lists
    and compares the rules in fewer worlds.
    """
    lists = QUICK_LISTS if quick else LISTS
    found: list[Row] = []
    for shape in SHAPES:
        for reading in READINGS:
            world = World(shape, reading, seed)
            compared = not quick or (shape, reading) == (next(iter(SHAPES)), READINGS[0])
            for rule, make in RULES.items():
                if rule == "penchant" or compared:
                    outcome = watched(world, SignalWeights(START, make), lists)
                    found += _judgements(f"looks, {shape}, {reading}: {rule}", world, outcome)
    return found + list(_persons(seed, lists))


def watched(world: World, fold: SignalWeights, lists: int) -> Outcome:
    """What became of ``fold`` in ``world``."""
    last: list[Sitting] = []
    seen, shown = np.zeros(JUDGED), np.zeros(JUDGED)
    for number, sitting in enumerate(sittings(world, fold, lists)):
        size = min(len(sitting.seen), JUDGED)
        seen[:size] += sitting.seen[:size]
        shown[:size] += 1
        if 3 * number >= 2 * lists:
            last.append(sitting)
    believed = [np.full(len(s.truly), np.nan) if s.believed is None else s.believed for s in last]
    return Outcome(
        fold,
        seen / shown,
        np.concatenate(believed),
        np.concatenate([sitting.wanted for sitting in last]).astype(float),
        np.concatenate([sitting.truly for sitting in last]),
    )


def _judgements(scenario: str, world: World, outcome: Outcome) -> Iterator[Row]:
    ours = scenario.endswith("penchant")
    # Where a find ends the reading there is no one curve but only how often it came so far.
    given = world.reading != READINGS[2]
    curve = outcome.fold.examination.curve(JUDGED)
    true = world.looked(JUDGED) if given else outcome.looked
    off = float(np.mean(np.abs(curve / true - 1.0)))
    yield judged(
        scenario, f"examination curve, mean of {JUDGED} positions", float(true.mean()),
        float(curve.mean()), off, CURVE_GOAL if ours and given else None,
    )  # fmt: skip
    weights, right = outcome.fold.values, world.weights()
    order = rank_correlation(weights, right)
    yield judged(
        scenario, "order of weights, rank correlation", 1.0, order, 1.0 - order,
        0.1 if ours else None,
    )  # fmt: skip
    sides = float(np.mean(np.sign(weights - 1.0) == np.sign(right - 1.0)))
    yield judged(
        scenario, "weights on their side of the start", 1.0, sides, 1.0 - sides,
        0.2 if ours else None,
    )  # fmt: skip
    off = float(np.mean(np.abs(weights / right - 1.0)))
    size, true_size = float(weights.mean()), float(right.mean())
    yield judged(scenario, "size of weights, mean", true_size, size, off, None)
    missed = calibration_error(outcome.believed, outcome.wanted)
    least = calibration_error(outcome.truly, outcome.wanted)
    yield judged(
        scenario, "calibration error (truth: of the true chances)", least, missed, missed,
        CALIBRATION_GOAL if ours else None,
    )  # fmt: skip
    brier, best = (
        brier_score(outcome.believed, outcome.wanted),
        brier_score(outcome.truly, outcome.wanted),
    )
    yield judged(
        scenario, "Brier score (truth: of the true chances)", best, brier, brier - best, None
    )


def _persons(seed: int, lists: int) -> Iterator[Row]:
    """How near each person's weights come to their own, beside everybody's weights for all."""
    world = World("exponential", READINGS[0], seed, DIFFERING_PEOPLE, DIFFERING)
    fold = watched(world, SignalWeights(START), lists).fold
    own = world.own()
    named = [list(fold.get(f"p{person}").values()) for person in range(world.people)]
    personal = float(np.mean(np.abs(np.array(named) - own)))
    common = float(np.mean(np.abs(fold.values - own)))
    yield judged(
        "looks, people who differ: penchant",
        "distance to a person's own weights, over that of everybody's weights",
        0.0, personal / common, personal / common, 0.95,
    )  # fmt: skip


def rank_correlation(one: Array, other: Array) -> float:
    """Spearman's, of two arrays without ties."""
    left, right = (np.argsort(np.argsort(values)) for values in (one, other))
    # Rounded, for one swap of neighbours among five is a goal and should be met exactly.
    return round(float(np.corrcoef(left, right)[0, 1]), 12)


def calibration_error(believed: Array, wanted: Array) -> float:
    """Mean distance between what is believed and what is so, over BINS bins of as many each."""
    bins = np.array_split(np.argsort(believed, kind="stable"), BINS)
    off = [len(rows) * abs(float(believed[rows].mean() - wanted[rows].mean())) for rows in bins]
    return sum(off) / len(believed)


def brier_score(believed: Array, wanted: Array) -> float:
    """Mean square of what is believed less what is so."""
    return float(np.mean((believed - wanted) ** 2))


def _first(count: int, size: int) -> Array:
    return (np.arange(size) < count).astype(float)
