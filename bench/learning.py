"""What learning from behaviour costs: time per event as history grows, and room per person.

Takes the crowd fold, as a store has it, through MovieTweetings and through a dense store made by
chance. Measures the processor's time, for another process may share the machine. Embedding and the
journal are left out.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.quality.datasets import DataMissing, load_tweetings
from penchant.memory.core.behaviour import person as persons
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.records import Entry, from_day

GOAL = 0.5
"""Milliseconds for an event, in the middle."""

REPLAY = 60.0
"""Seconds for all of MovieTweetings."""

SIZES = (10, 1_000, 10_000, 100_000)
QUICK = SIZES[:3]
WINDOW = 1_000
"""So many events up to a size are looked at, or all there are."""

PEOPLE, ITEMS = 500, 2_000
FIRST_DAY = 20_000.0

Figures = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where a goal is missed, 2 where the data set is not there."""
    parser = argparse.ArgumentParser(prog="python -m bench learning")
    parser.add_argument("--quick", action="store_true", help="up to 10,000 events")
    parser.add_argument("--datasets", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    sizes = QUICK if asked.quick else SIZES
    try:
        stores = {"MovieTweetings": tweetings(asked.datasets), "dense": dense(sizes[-1])}
    except DataMissing as problem:
        print(problem)
        return 2
    found: list[Figures] = []
    for name, (items, events) in stores.items():
        found.append({"store": name, **learned(items, events, sizes)})
        show(found[-1])
    if asked.json is not None:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    slow = any(row["p50"] > GOAL for one in found for row in one["sizes"])
    return int(slow or found[0]["seconds"] > REPLAY)


def tweetings(folder: Path) -> tuple[int, Iterator[Entry]]:
    """The items of MovieTweetings and its ratings in order of time."""
    data = load_tweetings(folder)
    columns = (data.events.user, data.events.item, data.events.day, 10.0 * data.events.value)
    return data.items, _entries(data.items, *(column.tolist() for column in columns))


def dense(events: int, seed: int = 0) -> tuple[int, Iterator[Entry]]:
    """PEOPLE who use ITEMS in any order, each time another one, a thousand in a day."""
    pairs = np.random.default_rng(seed).permutation(PEOPLE * ITEMS)[:events]
    days = FIRST_DAY + np.arange(events) / 1_000
    users, items = (pairs // ITEMS).tolist(), (pairs % ITEMS).tolist()
    return ITEMS, _entries(ITEMS, users, items, days.tolist(), [10.0] * events)


def _entries(
    size: int,
    users: Sequence[int],
    items: Sequence[int],
    days: Sequence[float],
    values: Sequence[float],
) -> Iterator[Entry]:
    for number, (user, item, day, value) in enumerate(
        zip(users, items, days, values, strict=True), size + 1
    ):
        when = from_day(day)
        yield Entry(
            id=f"e{number}",
            sequence=number,
            kind="rating",
            user=f"u{user}",
            item=f"i{item}",
            value=value,
            scale=(0.0, 10.0),
            occurred_at=when,
            recorded_at=when,
        )


def learned(items: int, events: Iterator[Entry], sizes: Sequence[int]) -> Figures:
    """Learn the events up to the last of ``sizes``, with so many items in the catalog."""
    crowd = Crowd()
    for number in range(items):
        crowd.learn(_listed(number))
    times: list[float] = []
    taught: list[bool] = []
    for entry in islice(events, sizes[-1]):
        before = crowd.choices
        began = time.process_time()
        crowd.learn(entry)
        times.append(time.process_time() - began)
        taught.append(crowd.choices > before)
    ms, teaches = 1e3 * np.array(times), np.array(taught)
    return {
        "sizes": [_at(size, ms[:size][-WINDOW:], teaches[:size][-WINDOW:]) for size in sizes],
        "events": len(ms),
        "choices": crowd.choices,
        "seconds": round(float(ms.sum()) / 1e3, 1),
        **_room(crowd),
    }


def _listed(number: int) -> Entry:
    when = from_day(FIRST_DAY)
    return Entry(
        id=f"i{number}",
        sequence=number + 1,
        kind="item-upsert",
        user="",
        role="system",
        item=f"i{number}",
        occurred_at=when,
        recorded_at=when,
    )


def _at(size: int, ms: NDArray[Any], teaches: NDArray[Any]) -> Figures:
    """The middle and the upper tenth of all events, and of those that taught the weights."""
    choices = ms[teaches]
    return {
        "history": size,
        "p50": round(float(np.median(ms)), 3),
        "p90": round(float(np.quantile(ms, 0.9)), 3),
        "choices": len(choices),
        "choices_p50": round(float(np.median(choices)), 3) if len(choices) else None,
        "choices_p90": round(float(np.quantile(choices, 0.9)), 3) if len(choices) else None,
    }


def _room(crowd: Crowd) -> Figures:
    """Bytes of a snapshot, in all and per person, and of what one person alone did."""
    people = crowd._behaviour.world.people
    own = [
        sum(array.nbytes for array in persons.state_of({number: who}).values())
        for number, who in people.items()
    ]
    snapshot = len(crowd.snapshot())
    return {
        "people": len(people),
        "snapshot_bytes": snapshot,
        "snapshot_bytes_per_person": round(snapshot / max(len(people), 1)),
        "person_bytes": round(float(np.mean(own))),
        "largest_person_bytes": max(own),
    }


def show(figures: Figures) -> None:
    """Print the figures of one store."""
    print(figures["store"])
    for row in figures["sizes"]:
        print("  " + "  ".join(f"{name} {value}" for name, value in row.items()))
    for name, value in figures.items():
        if name not in ("store", "sizes"):
            print(f"  {name:<28} {value}")
    print(flush=True)
