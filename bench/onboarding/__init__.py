"""What asking a new person tells: ours beside asking about what is popular, mixed or random.

``python -m bench onboarding``: MovieTweetings (P2) in time order. On the day somebody comes first,
they are asked until five answers are given; what they say is read from their own ratings, and the
product ranks all films by the answers and by what others had done until then. Half of the people
are for choosing (``--part dev``, events up to P2's cut only), the other half for one report
(``--part test``).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from bench.onboarding.asking import METHODS
from bench.onboarding.figures import Row, lines, rows_of
from bench.onboarding.interviews import Outcomes, run
from bench.onboarding.newcomers import newcomers_of
from bench.quality.datasets import DataMissing, load_tweetings
from bench.quality.vectors import raw_vectors_of


def main(arguments: Sequence[str]) -> int:
    """Interview everybody by every method, print the tables, write the rows where asked to."""
    asked = _parser().parse_args(arguments)
    try:
        data = load_tweetings(asked.datasets)
    except DataMissing as problem:
        print(problem)
        return 2
    plan = newcomers_of(data, asked.part, every=8 if asked.quick else asked.every)
    methods = asked.methods.split(",") if asked.methods else list(METHODS)
    found = run(data, plan, raw_vectors_of(data.texts), methods)
    rows = rows_of(found)
    _print(rows, found, asked.part)
    if asked.json is not None:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench onboarding")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--quick", action="store_true", help="every eighth person")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every N-th person")
    parser.add_argument("--datasets", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--methods", metavar="A,B", help=f"of {', '.join(METHODS)}")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


def _print(rows: Sequence[Row], found: Outcomes, part: str) -> None:
    print(f"onboarding, part {part}: {found.people} people")
    print("\n".join(lines(rows)))
