"""The quality of what is recommended, on real events in time order, beside all peers.

``python -m bench quality p1|p2|p3``: DeskDrop, MovieTweetings, ml-latest-small (leave-last-out);
``p3-time`` is the split by time of the latter's data, to stand beside it. Every method goes
through the same events and is judged on the same targets and candidates.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.quality import datasets, plan, registry, table
from bench.quality.choosing import choose
from bench.quality.events import Data
from bench.quality.method import Entry, Value
from bench.quality.runner import Outcome, run
from bench.quality.vectors import vectors_of

QUICK = {"p1": 8, "p2": 16, "p3": 1, "p3-time": 48}
"""Every how many-th target a quick run scores."""
QUICK_EVENTS = {"p2": 20_000, "p3-time": 20_000}
"""How many events before the part a quick run learns, the newest; all of them where not told."""
QUICK_PEOPLE = {"p3": 3}
"""Every how many-th person a quick run goes by. What all did lately is no help where the last event
of each is the target: many have done nothing for years.
"""
USUAL = {"p1": 1, "p2": 1, "p3": 1, "p3-time": 8}


def main(arguments: Sequence[str]) -> int:
    """Measure the methods on one protocol, print the table, write the rows where asked to."""
    asked = _parser().parse_args(arguments)
    try:
        one = _plan(asked)
        methods = _methods(asked)
    except (datasets.DataMissing, registry.UnknownMethod) as problem:
        print(problem)
        return 2
    if asked.choose:
        choose(one, [entry for entry, _ in methods], asked.every or 4)
        return 0
    rows = _measured(one, methods, asked.quick)
    if asked.json is not None:
        asked.json.write_text(json.dumps(_plain(rows), indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench quality")
    parser.add_argument("protocol", choices=("p1", "p2", "p3", "p3-time"))
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="fewer events and targets, nothing trained, no ablations",
    )
    parser.add_argument("--every", type=int, metavar="N", help="score every N-th target")
    parser.add_argument("--datasets", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--methods", metavar="A,B", help="such as 'newest,item-knn[shrink=1]'")
    parser.add_argument("--choose", action="store_true", help="tune on the dev part, write it down")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


def _methods(asked: argparse.Namespace) -> list[tuple[Entry, dict[str, Value]]]:
    if asked.methods:
        return [registry.named(text) for text in asked.methods.split(",")]
    return [(entry, {}) for entry in registry.ENTRIES]


def _plan(asked: argparse.Namespace) -> plan.Plan:
    part = "dev" if asked.choose else asked.part
    data, vectors = _data(asked.protocol, asked.datasets)
    if asked.protocol == "p3":
        one = plan.leave_last_out(part, data, vectors)
    else:
        one = plan.prequential(asked.protocol, part, data, vectors)
    if asked.choose:
        return one
    if asked.quick and one.protocol in QUICK_EVENTS:
        one = one.newest(QUICK_EVENTS[one.protocol])
    if asked.quick and one.protocol in QUICK_PEOPLE:
        one = one.of_people(QUICK_PEOPLE[one.protocol])
    every = QUICK if asked.quick else USUAL
    return one.thinned(asked.every or every[one.protocol])


def _data(protocol: str, folder: Path) -> tuple[Data, NDArray[np.float32] | None]:
    if protocol == "p1":
        return datasets.load_deskdrop(folder), None
    load = datasets.load_tweetings if protocol == "p2" else datasets.load_movielens
    data = load(folder)
    return data, vectors_of(data.texts)


def _measured(
    one: plan.Plan, methods: list[tuple[Entry, dict[str, Value]]], quick: bool
) -> list[table.Row]:
    told = _quick_in_words(one.protocol) if quick else ""
    print(f"{one.protocol}, part {one.part}: {len(one.targets)} targets{told}", flush=True)
    rows: list[table.Row] = []
    outcomes: list[Outcome] = []
    for entry, given in methods:
        missing = _left_out(entry, one, quick)
        if missing:
            print(f"  {entry.name}: left out, {missing}", flush=True)
            continue
        values = {**registry.values_of(entry, one.protocol), **given}
        outcome = run(one, registry.build(entry, one.setting, values))
        name = entry.name + (f"[{';'.join(f'{k}={v}' for k, v in given.items())}]" if given else "")
        rows.append(table.row_of(one, entry, name, values, outcome))
        outcomes.append(outcome)
        print(f"  {name}: NDCG@10 {rows[-1]['ndcg10']:.4f}", flush=True)
    product = next(
        (o for o, r in zip(outcomes, rows, strict=True) if r["method"] == table.PRODUCT), None
    )
    if product is not None:
        for row, outcome in zip(rows, outcomes, strict=True):
            table.compare(row, outcome, product, one.protocol == "p1")
    print("\n".join(["", *table.lines(rows), "", *table.remarks(rows), ""]))
    return rows


def _quick_in_words(protocol: str) -> str:
    """What a quick run is without, besides methods, for its first line."""
    if protocol in QUICK_EVENTS:
        return f"; quick, so only the newest {QUICK_EVENTS[protocol]:,} events before are learned"
    if protocol in QUICK_PEOPLE:
        return f"; quick, so only one person in {QUICK_PEOPLE[protocol]} is there"
    return ""


def _left_out(entry: Entry, one: plan.Plan, quick: bool) -> str:
    if quick and entry.trained:
        return "it must be trained and this run is quick"
    if quick and entry.ablation:
        return "it learns everything once more and this run is quick"
    if entry.text and one.setting.vectors is None:
        return "these items have no text"
    if entry.needs and importlib.util.find_spec(entry.needs) is None:
        return f"the package {entry.needs} is not installed"
    return ""


def _plain(rows: list[table.Row]) -> list[table.Row]:
    """The rows as JSON can hold them: nan and infinity have no place there."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, float) and not math.isfinite(value):
            return None if math.isnan(value) else str(value)
        return value

    return [{key: plain(value) for key, value in row.items()} for row in rows]
