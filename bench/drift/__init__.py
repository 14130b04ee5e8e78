"""What the product finds in simulations whose truth is known (protocol P6).

``python -m bench drift``: half-lives, the order of kinds, people who change and people who never
do, all through the product's own core. What was chosen was chosen on other seeds (``--dev``).
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.drift import change, looks, recovery
from bench.drift.row import Row, judged

DEV_SEED, SEED = 1, 1001
"""The first seed for choosing, and the first for what is reported."""

Part = Callable[[int, bool], list[Row]]


def main(arguments: Sequence[str]) -> int:
    """Run all simulations, print the table, write the rows where asked to; 1 where a goal is
    missed.
    """
    asked = _parser().parse_args(arguments)
    first = DEV_SEED if asked.dev else SEED
    seeds = range(first, first + (asked.seeds or (1 if asked.quick else 3)))
    found = averaged([[row for part in parts() for row in part(s, asked.quick)] for s in seeds])
    print("\n".join(lines(found, seeds)))
    if asked.json is not None:
        plain = [{k: _plain(v) for k, v in asdict(row).items()} for row in found]
        asked.json.write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    return 0 if all(row.reached is not False for row in found) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench drift")
    parser.add_argument("--quick", action="store_true", help="fewer people and events, one seed")
    parser.add_argument("--seeds", type=int, metavar="N", help="simulations of each (3)")
    parser.add_argument("--dev", action="store_true", help="the seeds for choosing")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


def parts() -> list[Part]:
    """The parts of the measurement, each of which gives its rows for a seed."""
    return [recovery.rows, change.rows, looks.rows]


def averaged(runs: Sequence[Sequence[Row]]) -> list[Row]:
    """One row for each of the first run's, with the means of what was found and of the errors."""
    found = []
    for same in zip(*runs, strict=True):
        one = same[0]
        truth, middle, error = (
            sum(values) / len(same)
            for values in zip(*((row.truth, row.found, row.error) for row in same), strict=True)
        )
        found.append(judged(one.scenario, one.measure, truth, middle, error, one.goal))
    return found


def lines(rows: Sequence[Row], seeds: range) -> list[str]:
    """The table, in Markdown."""
    said = {True: "yes", False: "no", None: ""}
    return [
        f"Means over {len(seeds)} simulations of each, seeds {seeds.start} to {seeds.stop - 1}.",
        "",
        "| scenario | measure | truth | found | error | goal | reached |",
        "| --- | --- | ---: | ---: | ---: | ---: | --- |",
        *(
            f"| {row.scenario} | {row.measure} | {row.truth:.3g} | {row.found:.3g} "
            f"| {row.error:.3g} | {'' if row.goal is None else f'{row.goal:g}'} "
            f"| {said[row.reached]} |"
            for row in rows
        ),
    ]


def _plain(value: object) -> object:
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
