"""The goals of speed, and whether the figures of a run meet them.

Knows what is to be reached; knows nothing of how it is measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.speed.figure import Figure
from bench.speed.memories import ONE

Key = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Goal:
    """At most ``most`` of what ``value`` gives from the figures by what, size and method."""

    text: str
    most: float
    value: Callable[[dict[Key, Figure]], float]


def judged(
    figures: Sequence[Figure], goals: Sequence[Goal]
) -> list[tuple[Goal, float | None, bool | None]]:
    """Each goal with its value and whether it is met; None where it was not measured."""
    by_key = {(one.what, one.size, one.method): one for one in figures}
    found: list[tuple[Goal, float | None, bool | None]] = []
    for goal in goals:
        try:
            value = goal.value(by_key)
        except (KeyError, StopIteration):
            found.append((goal, None, None))
        else:
            found.append((goal, value, value <= goal.most))
    return found


def _list_p95(size: int, most: float) -> Goal:
    text = f"a list out of {size:,} items: p95 at most {most:g} ms"
    return Goal(text, most, lambda found: found["list", size, "Penchant"].p95_ms)


def _shorter(peer: str) -> Goal:
    """The time for a recall as a part of a peer's."""

    def share(found: dict[Key, Figure]) -> float:
        return found[ONE, 10_000, "Penchant"].p50_ms / found[ONE, 10_000, peer].p50_ms

    text = f"recall from 10,000 memories: at most a tenth of {peer}"
    return Goal(text, 0.1, share)


def _p50(what: str, most: float) -> Goal:
    def value(found: dict[Key, Figure]) -> float:
        return next(one.p50_ms for one in found.values() if one.what == what)

    return Goal(f"{what}: p50 at most {most:g} ms", most, value)


def _missed(size: int, most: float) -> Goal:
    """What lists miss of the ten best of all."""

    def value(found: dict[Key, Figure]) -> float:
        met = found["list", size, "Penchant"].recall
        if math.isnan(met):
            raise KeyError(size)
        return 1.0 - met

    text = f"the ten best of {size:,} items: at most {most:g} of them missed"
    return Goal(text, most, value)


def _over_scan(found: dict[Key, Figure]) -> float:
    own, scan = (found["list", 10_000, method] for method in ("Penchant", "exact scan"))
    return own.p50_ms / scan.p50_ms


def _held(what: str, size: int | None, most: float) -> Goal:
    def value(found: dict[Key, Figure]) -> float:
        fitting = (one for one in found.values() if one.what == what)
        return next(one.rss_mb for one in fitting if size in (None, one.size))

    of = "" if size is None else f" {size:,}"
    return Goal(f"{what},{of} at most {most:g} MB", most, value)


GOALS = (
    _list_p95(10_000, 15.0),
    _list_p95(100_000, 30.0),
    _list_p95(1_000_000, 60.0),
    _missed(10_000, 0.02),
    _missed(100_000, 0.02),
    Goal("a list out of 10,000 items: at most 3 exact scans", 3.0, _over_scan),
    _p50("action", 3.0),
    _p50("turn without its encode", 5.0),
    _shorter("LangChain time-weighted"),
    _shorter("mem0, infer=False"),
    _held("process, demo films", None, 700.0),
    _held("process, items", 100_000, 1_200.0),
)
