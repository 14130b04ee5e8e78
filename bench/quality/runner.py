"""Goes through a plan with one method: score each target, then let the method learn it.

Knows the order of things, which no method can change: a method is shown an event only after it
was scored, and never anything of a later one. What comes out are ranks and what the lists are
like, target by target.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.quality import metrics
from bench.quality.events import Floats, Rows, Setting
from bench.quality.method import Method
from bench.quality.plan import Plan


@dataclass(frozen=True)
class Outcome:
    """What a method did with the targets of a plan, in their order."""

    ranks: Floats
    diversity: Floats
    novelty: Floats
    user: Rows
    day: Rows
    """The whole day of each target."""
    unrated: NDArray[np.bool_]
    """Whether nobody had touched the target's item before."""
    coverage: float
    """Share of all items that stood in some list of ten."""
    ms_per_event: float
    """Time to score a target, plus time to learn an event, fits of the part included."""


@dataclass
class _Clock:
    scoring: float = 0.0
    learning: float = 0.0
    fitting: float = 0.0


class _World:
    """Who touched what so far: gives the candidates, and how the lists are judged."""

    def __init__(self, setting: Setting, known_only: bool) -> None:
        self.touched = np.zeros((setting.users, setting.items), bool)
        self.people = np.zeros(setting.items)
        self.known_only = known_only
        self.vectors = setting.vectors

    def candidates(self, user: int) -> Rows:
        free = ~self.touched[user]
        return np.flatnonzero(free & (self.people > 0) if self.known_only else free)

    def learn(self, user: int, item: int) -> None:
        if not self.touched[user, item]:
            self.touched[user, item] = True
            self.people[item] += 1

    def diversity(self, items: Rows) -> float:
        if self.vectors is not None:
            return metrics.spread_of_vectors(self.vectors[items])
        return metrics.spread_of_people(self.touched[:, items])

    def novelty(self, items: Rows) -> float:
        share = (self.people[items] + 1) / (self.people.sum() + len(self.people))
        return float(-np.log2(share).mean())


def run(plan: Plan, method: Method) -> Outcome:
    """Take ``method`` through all events of ``plan``."""
    events = plan.events
    world, clock = _World(plan.setting, plan.known_only), _Clock()
    target = np.zeros(len(events), bool)
    target[plan.targets] = True
    begin = int(plan.targets[0]) if len(plan.targets) else len(events)
    shown = np.zeros(plan.setting.items, bool)
    rows: list[tuple[float, float, float, float]] = []
    stretch: float | None = None
    columns = (events.user, events.item, events.day, events.kind, events.value, target)
    for row, (user, item, day, kind, value, is_target) in enumerate(
        zip(*(column.tolist() for column in columns), strict=True)
    ):
        if row >= begin and method.refit_days and _stretch(day, method) != stretch:
            if stretch is None or plan.learn_targets:
                _refit(method, day, clock)
            stretch = _stretch(day, method)
        if is_target:
            rows.append(_judge(world, method, user, day, item, shown, clock))
        if plan.learn_targets or not is_target:
            began = time.perf_counter()
            method.learn(user, item, day, kind, value)
            clock.learning += time.perf_counter() - began
            world.learn(user, item)
    table = np.array(rows).reshape(-1, 4)
    in_part = max(len(events) - begin, 1)
    return Outcome(
        ranks=table[:, 0],
        diversity=table[:, 1],
        novelty=table[:, 2],
        user=events.user[plan.targets],
        day=np.floor(events.day[plan.targets]).astype(np.intp),
        unrated=table[:, 3] > 0,
        coverage=float(shown.mean()),
        ms_per_event=1e3
        * (
            clock.scoring / max(len(rows), 1)
            + clock.learning / max(len(events), 1)
            + clock.fitting / in_part
        ),
    )


def _stretch(day: float, method: Method) -> float:
    return math.floor(day / method.refit_days)


def _refit(method: Method, day: float, clock: _Clock) -> None:
    began = time.perf_counter()
    method.refit(day)
    clock.fitting += time.perf_counter() - began


def _judge(
    world: _World,
    method: Method,
    user: int,
    day: float,
    item: int,
    shown: NDArray[np.bool_],
    clock: _Clock,
) -> tuple[float, float, float, float]:
    candidates = world.candidates(user)
    began = time.perf_counter()
    scores = np.asarray(method.score(user, day, candidates), np.float64)
    clock.scoring += time.perf_counter() - began
    if scores.shape != candidates.shape:
        raise ValueError(f"{len(candidates)} candidates, but scores of shape {scores.shape}")
    best = candidates[metrics.top(scores)]
    shown[best] = True
    place = int(np.searchsorted(candidates, item))
    return (
        metrics.rank_of(scores, place),
        world.diversity(best),
        world.novelty(best),
        float(world.people[item] == 0),
    )
