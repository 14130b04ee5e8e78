"""Whole lists for real people, by the position of each knob: what is found, and what it is like.

``python -m bench lists``: MovieTweetings (P2). What everybody did until a day is recorded in a
real store, and the product's own recommender is asked for the list of ten of that day, once by
score alone, once with each knob. People are those with at least ten films before and something
they liked after. Values of knobs are chosen on ``--part dev``; ``test`` is for one report.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.lists.asking import ask
from bench.lists.figures import Row, lines, lines_of_retrieval, retrieved, rows_of
from bench.lists.measures import World
from bench.lists.people import plan_of
from bench.lists.settings import BY_SCORE, USUAL, Setting, crossed, explored, standing
from bench.lists.store import catalog_of, opened
from bench.quality.datasets import DataMissing, load_tweetings
from bench.quality.vectors import raw_vectors_of

QUICK = 100
"""People of a quick run."""


def main(arguments: Sequence[str]) -> int:
    """Give everybody their lists, print the tables, write the rows where asked to."""
    from penchant.memory.embed.minilm import load_embedder

    asked = _parser().parse_args(arguments)
    try:
        data = load_tweetings(asked.datasets)
    except DataMissing as problem:
        print(problem)
        return 2
    plan = plan_of(data, asked.part, QUICK if asked.quick else asked.people)
    vectors = raw_vectors_of(data.texts)
    settings = _settings(asked)
    print(
        f"lists, part {plan.part}: {len(plan.people)} people, {len(plan.past):,} ratings before",
        flush=True,
    )
    with TemporaryDirectory(prefix="penchant-lists-") as name:
        catalog = catalog_of(data, vectors)
        with opened(Path(name), catalog, plan.past, plan.day, load_embedder()) as recommender:
            shown = ask(recommender, plan, settings, [one for one in _COMPARED if one in settings])
    rows, beside = rows_of(plan, shown, World.of(data, plan, vectors)), retrieved(plan, shown)
    _print(rows, beside)
    if asked.json is not None:
        asked.json.write_text(json.dumps([*rows, *beside], indent=1) + "\n", encoding="utf-8")
    return 0


_COMPARED = (BY_SCORE, USUAL)
"""Settings whose lists are held against those of scoring everything."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench lists")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} people")
    parser.add_argument("--people", type=int, metavar="N", help="at most so many, drawn by a seed")
    parser.add_argument("--diversity", type=_numbers, metavar="A,B", help="these values instead,")
    parser.add_argument("--calibration", type=_numbers, metavar="A,B", help="each with each")
    parser.add_argument("--exploration", type=_numbers, metavar="A,B", help="or these alone")
    parser.add_argument("--datasets", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def _settings(asked: argparse.Namespace) -> tuple[Setting, ...]:
    if asked.exploration is not None:
        return explored(asked.exploration)
    if asked.diversity is None and asked.calibration is None:
        return standing()
    return crossed(
        [USUAL.diversity] if asked.diversity is None else asked.diversity,
        [USUAL.calibration] if asked.calibration is None else asked.calibration,
    )


def _print(rows: Sequence[Row], beside: Sequence[Row]) -> None:
    print("\n".join(["", *lines(rows), "", *lines_of_retrieval(beside), ""]))
