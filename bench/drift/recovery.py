"""What the fold finds of decay and of kinds where both are known.

Knows the truths and how a finding is held against them; the learning is the product's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bench.drift.people import LIKES, Act, Excited, Kind, entries, in_order, live
from bench.drift.row import Row, judged
from bench.drift.truths import FADINGS, Fading, exponential, halving
from bench.drift.world import World, make_world
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.forgetting.fold import Forgetting

KINDS: Mapping[str, Kind] = {
    "like": Kind(0.3, 1.0),
    "view": Kind(0.5, 0.3),
    "share": Kind(0.2, 0.0),
}
"""Likes say much, views little; what is shared is noise here."""

PERMUTED = {"like": "view", "view": "share", "share": "like"}

EVENTS, QUICK_EVENTS = 16_000, 5_000
"""Of all people together; the slower something fades, the fewer there are and the longer they are
watched: for four half-lives, and at least for FEWEST_DAYS.
"""
FEWEST_DAYS = 100
HALF_LIFE_GOAL = 0.25


def rows(seed: int, quick: bool) -> list[Row]:
    """Half-lives of several truths, the order of kinds, and the same with permuted names."""
    found = []
    for number, fading in enumerate(FADINGS):
        for weighing in (False,) if quick else (False, True):
            how = "by shares" if weighing else "self-exciting"
            world, acts = _simulated(fading, LIKES, [seed, number, weighing], quick, weighing)
            curve = _learned(acts, world)
            days = halving(curve.weights("like"))
            error = abs(days / fading.half - 1.0)
            name = f"{fading.name}, {how}"
            found.append(judged(name, "half left, days", fading.half, days, error, HALF_LIFE_GOAL))
    return found + _kinds(seed, quick)


def _kinds(seed: int, quick: bool) -> list[Row]:
    world, acts = _simulated(exponential(5.0), KINDS, [seed, 100], quick, False)
    curve = _learned(acts, world)
    worths = [curve.worth(kind) for kind in KINDS]
    right = np.mean([a > b for n, a in enumerate(worths) for b in worths[n + 1 :]])
    other = _learned(acts, world, PERMUTED)
    apart = max(
        max(
            abs(curve.worth(kind) - other.worth(name)),
            float(np.abs(curve.weights(kind) - other.weights(name)).max()),
        )
        for kind, name in PERMUTED.items()
    )
    scenario = "kinds: likes > views > noise"
    shares = curve.importances()
    total = sum(kind.worth for kind in KINDS.values())
    importances = [
        judged(scenario, f"importance of {k}", v.worth / total, shares[k], abs(
            shares[k] - v.worth / total), None)
        for k, v in KINDS.items()
    ]  # fmt: skip
    return [
        judged(scenario, "pairs in the right order", 1.0, float(right), 1.0 - float(right), 0.0),
        *importances,
        judged("the same with permuted names", "largest difference", 0.0, apart, apart, 0.0),
    ]


def _simulated(
    fading: Fading, kinds: Mapping[str, Kind], seed: Sequence[int], quick: bool, weighing: bool
) -> tuple[World, list[Act]]:
    rng = np.random.default_rng(seed)
    world = make_world(rng)
    events = max(FEWEST_DAYS, round(4 * fading.half))
    people = (QUICK_EVENTS if quick else EVENTS) // events
    lives = [
        live(f"p{n}", Excited(fading, weighing=weighing), world, rng, events, kinds)
        for n in range(people)
    ]
    return world, in_order(lives)


def _learned(
    acts: Sequence[Act], world: World, names: Mapping[str, str] | None = None
) -> ForgettingCurve:
    fold = Forgetting()
    for entry, vector in entries(acts, world, names):
        fold.learn(entry, vector)
    return fold.curve()
