"""Recommendation within conversations: ReDial's turns at which a film is recommended (P4).

``python -m bench conversation``: candidates are 6,576 films; of each turn only what was said and
named before it is read. No language model has a part in it. Counts and weights come from the
validation dialogs alone: the dev part judges each fifth of them by weights fitted on the others,
with the dialog in question left out of every count; the test part by all of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from bench.conversation import judging, redial
from bench.conversation.peers import peers_of
from bench.conversation.talking import Case, Scores, cases_of, choices_of, fitted, scores_of, taught
from bench.quality.datasets import DataMissing
from penchant.memory.core.behaviour.choices import ChoiceModel
from penchant.tools.talk.signals import NAMES, Talk

FOLDS = 5
QUICK = 8
"""A quick run learns weights from every how many-th dialog and judges those; counts are of all."""

PRODUCT = "penchant"


def main(arguments: Sequence[str]) -> int:
    """Measure the product and its peers, print the table, write the rows where asked to."""
    asked = _parser().parse_args(arguments)
    try:
        rows = _measured(asked.datasets, asked.part, asked.quick, asked.vectors)
    except DataMissing as problem:
        print(problem)
        return 2
    if asked.json is not None:
        asked.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench conversation")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--quick", action="store_true", help="every eighth dialog")
    parser.add_argument("--datasets", type=Path, default=Path("../shared/data"), metavar="DIR")
    parser.add_argument("--vectors", type=Path, metavar="DIR", help="where vectors are kept")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


def _measured(datasets: Path, part: str, quick: bool, vectors: Path | None) -> list[judging.Row]:
    films = redial.load_films(datasets)
    liked = redial.load_liked(datasets, films)
    valid = redial.load_examples(datasets, "valid", films)
    test = redial.load_examples(datasets, "test", films) if part == "test" else []
    talk, cases = taught(films, liked, cases_of(valid, vectors), vectors)
    teaching = _thinned(cases) if quick else cases
    choices = choices_of(talk, teaching)
    folds = _folds(cases)
    if part == "dev":
        judged = [
            (
                [case for case in teaching if folds[case.dialog or 0] == fold],
                fitted([choice for choice in choices if folds[choice.dialog] != fold]),
            )
            for fold in range(FOLDS)
        ]
    else:
        examples = cases_of(test, vectors)
        judged = [(_thinned(examples) if quick else examples, fitted(choices))]
    ranks = _ranked(talk, judged, peers_of(films.items))
    rows = [
        judging.row_of(name, part, found, None if name == PRODUCT else ranks[PRODUCT])
        for name, found in ranks.items()
    ]
    _print(rows, part, [model for _, model in judged])
    return rows


def _ranked(
    talk: Talk,
    judged: Sequence[tuple[list[Case], ChoiceModel]],
    peers: Mapping[str, Callable[[Talk, Case], Scores]],
) -> dict[str, judging.Ranks]:
    ranks = {name: judging.Ranks() for name in (PRODUCT, *peers)}
    for cases, model in judged:
        judging.judge(cases, partial(scores_of, talk, model), ranks[PRODUCT])
        for name, peer in peers.items():
            judging.judge(cases, partial(peer, talk), ranks[name])
    return ranks


def _folds(cases: Sequence[Case], seed: int = 0) -> dict[int, int]:
    """A fold for the number of every dialog that taught."""
    numbers = sorted({case.dialog for case in cases if case.dialog is not None})
    order = np.random.default_rng(seed).permutation(len(numbers))
    return {number: int(place) % FOLDS for number, place in zip(numbers, order, strict=True)}


def _thinned(cases: Sequence[Case]) -> list[Case]:
    dialogs = list(dict.fromkeys(case.example.dialog for case in cases))[::QUICK]
    kept = set(dialogs)
    return [case for case in cases if case.example.dialog in kept]


def _print(rows: Sequence[judging.Row], part: str, models: Sequence[ChoiceModel]) -> None:
    first = rows[0]
    print(f"p4, part {part}: {first['n']} new targets, {first['all_n']} in all\n")
    print("\n".join(judging.lines(rows)))
    weights = np.mean([model.values[: len(NAMES)] for model in models], axis=0)
    told = (f"{name.signal} {weight:+.2f}" for name, weight in zip(NAMES, weights, strict=True))
    print(f"\nweights: {', '.join(told)}")
