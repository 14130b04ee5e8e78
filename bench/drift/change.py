"""How soon a profile follows people who change, and what that costs those who never do.

Knows simulated people and the product's profiles of them; the curves are the ones the product's
fold learned from all of them on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bench.drift.people import FIRST_DAY, Act, Rule, Steady, Swapping, entries, in_order, live
from bench.drift.row import Row, judged
from bench.drift.world import DIMENSION, TOPICS, World, make_world
from penchant.memory.core.calibration import uncalibrated
from penchant.memory.core.curve import ForgettingCurve, Learned
from penchant.memory.core.decay import HALF_LIVES
from penchant.memory.core.forgetting.fold import Forgetting
from penchant.memory.core.profile import PersonProfile
from penchant.memory.records import from_day

STAY = 30.0
"""Days between two changes, on average."""

EVENTS, QUICK_EVENTS = 150, 100
PEOPLE, QUICK_PEOPLE = 80, 40
MEASURED_FROM = 0.5
"""The first half of a simulation is for learning."""

WATCHED = 30
"""People whose profile is kept beside the fold."""

CANDIDATES = 100
SWAP_GOAL, STEADY_GOAL = 5.0, 0.01

NEVER: Learned = Learned(np.where(np.isinf(HALF_LIVES), 1.0, 0.0), 1.0)


def rows(seed: int, quick: bool) -> list[Row]:
    """People who change, people who never do, and both together."""
    changing = _run([seed, 1], quick, swapping=1.0)
    steady = _run([seed, 2], quick, swapping=0.0)
    both = _run([seed, 3], quick, swapping=0.5)
    return [
        *_swaps("everybody swaps interests", changing),
        *_swaps("half swap, half never drift", both),
        _loss("nobody drifts", steady),
        _loss("half swap, half never drift", both),
        _old(changing, [seed, 4]),
    ]


@dataclass(slots=True)
class Seen:
    """What was seen: ``waits`` are events until a swapped interest led, ``usual`` the same with the
    hand-set curve; ``gains`` the quality (learned, without decay) for those who never drift.
    """

    fold: Forgetting
    world: World
    waits: list[int] = field(default_factory=list)
    usual: list[int] = field(default_factory=list)
    gains: list[tuple[float, float]] = field(default_factory=list)


def _run(seed: Sequence[int], quick: bool, *, swapping: float) -> Seen:
    rng = np.random.default_rng(seed)
    world = make_world(rng)
    people, events = (QUICK_PEOPLE, QUICK_EVENTS) if quick else (PEOPLE, EVENTS)
    rules: dict[str, Rule] = {
        f"p{n}": Swapping(STAY, rng) if n < swapping * people else Steady(rng)
        for n in range(people)
    }
    lives = {user: live(user, rule, world, rng, events) for user, rule in rules.items()}
    some = [user for n, user in enumerate(rules) if n % (people // min(people, WATCHED)) == 0]
    seen = Seen(Forgetting(), world)
    watched = {user: _Watched(user, rules[user], lives[user], world) for user in some}
    acts = in_order(lives.values())
    for number, (act, (entry, vector)) in enumerate(zip(acts, entries(acts, world), strict=True)):
        one, measured = watched.get(act.user), number > MEASURED_FROM * len(acts)
        if one is not None and one.steady and measured:
            seen.gains.append(one.quality(act, seen.fold.curve(act.user), rng))
        seen.fold.learn(entry, vector)
        if one is not None:
            one.person.learn(entry, vector)
            if not one.steady:
                one.follow(act, seen, measured)
    return seen


class _Watched:
    """One person with the profile of them."""

    def __init__(self, user: str, rule: Rule, life: Sequence[Act], world: World) -> None:
        self.steady = isinstance(rule, Steady)
        self.person = PersonProfile(user, uncalibrated(DIMENSION), ForgettingCurve())
        self._world = world
        self._phase = 0
        self._since: list[int | None] = [None, None]
        self._leading = _interests_of(life, world)

    def follow(self, act: Act, seen: Seen, measured: bool) -> None:
        """Count the events since the last swap, until the profile knows of it."""
        if act.phase != self._phase:
            self._phase, self._since = act.phase, [0, 0]
        curves = seen.fold.curve(act.user), ForgettingCurve()
        for place, (curve, waits) in enumerate(zip(curves, (seen.waits, seen.usual), strict=True)):
            waited = self._since[place]
            if waited is None:
                continue
            self._since[place] = waited + 1
            if int(np.argmax(self._masses(act.day, curve))) == self._leading[act.phase]:
                self._since[place] = None
                if measured:
                    waits.append(waited + 1)

    def quality(
        self, act: Act, curve: ForgettingCurve, rng: np.random.Generator
    ) -> tuple[float, float]:
        """NDCG@10 of what they choose next among others, with ``curve`` and without any decay."""
        others = rng.integers(0, len(self._world.topic), CANDIDATES)
        vectors = self._world.vectors[np.append(act.item, others)]
        return (
            self._ndcg(vectors, act.day, curve),
            self._ndcg(vectors, act.day, ForgettingCurve(kinds={"like": NEVER})),
        )

    def _ndcg(self, vectors: NDArray[np.float32], day: float, curve: ForgettingCurve) -> float:
        states = self.person.interests
        if not states:
            return 0.0
        centroids = np.stack([state.centroid for state in states])
        masses = np.array([state.mass(day, curve) for state in states])
        scores = masses @ np.maximum(centroids @ vectors.T, 0.0)
        rank = int((scores[1:] > scores[0]).sum())
        return 1.0 / np.log2(rank + 2) if rank < 10 else 0.0

    def _masses(self, day: float, curve: ForgettingCurve) -> NDArray[np.float64]:
        masses = np.zeros(TOPICS)
        for state in self.person.interests:
            masses[self._world.nearest(state.centroid)] += state.mass(day, curve)
        return masses


def _interests_of(life: Sequence[Act], world: World) -> dict[int, int]:
    """The one interest somebody who swaps has in each phase: the topic they used most."""
    topics: dict[int, list[int]] = {}
    for act in life:
        topics.setdefault(act.phase, []).append(int(world.topic[act.item]))
    return {phase: max(set(some), key=some.count) for phase, some in topics.items()}


def _swaps(scenario: str, seen: Seen) -> list[Row]:
    waits, usual = np.array(seen.waits), np.array(seen.usual)
    middle = float(np.median(waits))
    late = float(np.quantile(waits, 0.9))
    handmade = float(np.median(usual)) if len(usual) else float("inf")
    return [
        judged(scenario, "events until it leads, median", 0.0, middle, middle, SWAP_GOAL),
        judged(scenario, "the same, slowest tenth", 0.0, late, late, None),
        judged(scenario, "median with the hand-set curve", 0.0, handmade, handmade, None),
    ]


def _loss(scenario: str, seen: Seen) -> Row:
    learned, never = np.array(seen.gains).mean(axis=0)
    loss = max(0.0, 1.0 - float(learned / never))
    measure = "NDCG@10 of those who never drift"
    return judged(scenario, measure, float(never), float(learned), loss, STEADY_GOAL)


def _old(seen: Seen, seed: Sequence[int]) -> Row:
    """Whether ten likes are still in a profile after a year of other things."""
    rng = np.random.default_rng(seed)
    world, kept = seen.world, 0
    for topic in range(TOPICS):
        person = PersonProfile("old", uncalibrated(DIMENSION), seen.fold.curve())
        first = rng.choice(np.flatnonzero(world.topic == topic), 10, replace=False)
        later = rng.choice(np.flatnonzero(world.topic == (topic + 1) % TOPICS), 100, replace=False)
        days = [*(FIRST_DAY + np.arange(10.0)), *(FIRST_DAY + 10.0 + 3.65 * np.arange(100.0))]
        items = [*first.tolist(), *later.tolist()]
        acts = [Act(d, "old", "like", i, 0) for d, i in zip(days, items, strict=True)]
        for entry, vector in entries(acts, world):
            person.learn(entry, vector)
        profile = person.view(from_day(days[-1]))
        kept += any(world.nearest(interest.centroid) == topic for interest in profile.likes)
    share = kept / TOPICS
    return judged("an interest of a year ago", "still in the profile", 1.0, share, 1.0 - share, 0.0)
