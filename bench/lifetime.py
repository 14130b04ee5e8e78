"""A very long life: a million events by one person, and what the folds grow to.

``python -m bench lifetime [--events N] [--items N]``. Every event is something done with one of
the items, whose vectors are random; each tenth time the person says something as well.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from time import perf_counter

import numpy as np

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.calibration import Calibration
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.profile import PersonProfile
from penchant.memory.records import Entry, FloatArray, Statement, Target, from_day, to_day
from penchant.memory.statements import statement_to_data

KINDS = ("view", "like", "watch", "rating", "dislike", "save", "click")
FIRST = to_day(datetime(2020, 1, 1, tzinfo=UTC))
STEP = 0.002
"""Days between two events: a million of them are five and a half years."""

DIMENSION = 384
THRESHOLD = 0.2
GENRES = 20
LOOKS = 10


def main(arguments: Sequence[str]) -> int:
    """Live the life, and print what it takes at every tenth of it."""
    parser = argparse.ArgumentParser(prog="python -m bench lifetime")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--items", type=int, default=2_000)
    asked = parser.parse_args(arguments)
    calibration = Calibration(np.zeros(DIMENSION, np.float32), THRESHOLD)
    person, crowd = PersonProfile("one", calibration, ForgettingCurve()), Crowd()
    each, spent = max(1, asked.events // LOOKS), [0.0, 0.0]
    print("| events | profile, bytes | crowd, bytes | profile, µs/event | crowd, µs/event |")
    print("| --: | --: | --: | --: | --: |")
    for number, (entry, vector) in enumerate(_life(asked.events, asked.items), 1):
        begin = perf_counter()
        person.learn(entry, vector)
        middle = perf_counter()
        crowd.learn(entry)
        spent[0] += middle - begin
        spent[1] += perf_counter() - middle
        if number % each == 0:
            sizes = f"{len(person.snapshot()):,} | {len(crowd.snapshot()):,}"
            times = " | ".join(f"{one / each * 1e6:.0f}" for one in spent)
            print(f"| {number:,} | {sizes} | {times} |", flush=True)
            spent = [0.0, 0.0]
    masses = [interest.mass for interest in person.view(from_day(FIRST + number * STEP)).interests]
    print(f"{len(masses)} interests, masses {min(masses):.3f} to {max(masses):.1f}")
    return 0 if np.isfinite(masses).all() else 1


def _life(events: int, items: int) -> Iterator[tuple[Entry, FloatArray]]:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(items, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for number in range(1, events + 1):
        item, moment = int(rng.integers(items)), from_day(FIRST + number * STEP)
        kind, data = KINDS[number % len(KINDS)], {}
        if number % 10 == 0:
            target = Target(kind="genre", name=f"genre {item % GENRES}")
            said = Statement(target=target, polarity=1, strength=0.7)
            kind, data = "statement", statement_to_data(said)
        yield (
            Entry(
                id=f"{number:032x}",
                kind=kind,
                user="one",
                item=None if kind == "statement" else f"item {item}",
                value=float(rng.integers(1, 6)) if kind == "rating" else None,
                occurred_at=moment,
                recorded_at=moment,
                sequence=number,
                data=data,
            ),
            vectors[item],
        )
