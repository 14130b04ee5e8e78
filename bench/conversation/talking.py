"""The product's signals of talk over ReDial: taught by the validation dialogs, weights by choices.

Knows the product's classes and how they are taught here; the signals and the learner are the
product's own (tools/talk, memory/core/talk, memory/core/behaviour/choices.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.conversation.redial import Example, Films
from bench.quality.vectors import raw_vectors_of, vectors_of
from penchant.memory.core.behaviour.choices import ChoiceModel
from penchant.tools.talk.said import Said
from penchant.tools.talk.signals import CIRCUMSTANCES, NAMES, Talk

Scores = NDArray[np.float64]

DRAWN = 200
"""Films a choice is compared with, besides those named before."""

NAMED_SHARE = 0.6
"""Of the films drawn this share by how often they are named, the others evenly."""

PASSES = 4
"""Times the choices are gone through."""

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Case:
    """An example with what was said in it; ``dialog`` is the number of its dialog among those that
    taught, None if it was not.
    """

    example: Example
    said: Said
    dialog: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a choice teaches: ``values`` (m, S), the chosen first, and ``log_chance`` (m,)."""

    dialog: int
    values: NDArray[np.float32]
    log_chance: Scores
    circumstances: tuple[float, float]


def cases_of(examples: Sequence[Example], folder: Path | None = None) -> list[Case]:
    """The examples with their words embedded."""
    own = raw_vectors_of([one.own_text for one in examples], folder)
    latest = raw_vectors_of([one.latest_text for one in examples], folder)
    return [
        Case(one, Said(one.turns, one.named, own[k], latest[k])) for k, one in enumerate(examples)
    ]


def taught(
    films: Films, liked: Iterable[Sequence[int]], cases: Sequence[Case], folder: Path | None = None
) -> tuple[Talk, list[Case]]:
    """The signals with what these conversations and ratings teach; the cases, now numbered."""
    talk = Talk(films.items, vectors_of([item.text for item in films.items], folder))
    for rows in liked:
        talk.used.add(rows)
    of_dialog: dict[str, list[Case]] = {}
    for case in cases:
        of_dialog.setdefault(case.example.dialog, []).append(case)
    numbers = {}
    for dialog, own in of_dialog.items():
        rows = [row for case in own for row in (*case.example.named, *case.example.targets)]
        numbers[dialog] = number = talk.named.add(rows)
        for case in own:
            if case.said.meaning is not None and case.said.latest_meaning is not None:
                talk.asked.add(case.said.meaning, case.example.new_targets, number)
                talk.latest_asked.add(case.said.latest_meaning, (), number)
    numbered = [Case(case.example, case.said, numbers[case.example.dialog]) for case in cases]
    return talk, numbered


def choices_of(talk: Talk, cases: Sequence[Case], seed: int = 0) -> list[Choice]:
    """Every target of the numbered ``cases`` as a choice among films that were drawn, corrected by
    how likely each was drawn, and the films named before.
    """
    rng = np.random.default_rng(seed)
    often = talk.named.counts() + 1e-12
    chance = NAMED_SHARE * often / often.sum() + (1 - NAMED_SHARE) / len(often)
    choices = []
    for case in cases:
        if case.dialog is None or not case.example.targets:
            continue
        values = talk.measure(case.said, case.dialog)
        circumstances = talk.circumstances(case.said)
        for target in case.example.targets:
            drawn = rng.choice(len(often), DRAWN, p=chance)
            drawn = drawn[(drawn != target) & ~np.isin(drawn, case.example.named)]
            before = [row for row in dict.fromkeys(case.example.named) if row != target]
            rows = np.array([target, *before, *drawn], np.intp)
            log_chance = np.zeros(len(rows))
            log_chance[1 + len(before) :] = np.log(DRAWN * chance[drawn])
            part = values[rows].astype(np.float32)
            choices.append(Choice(case.dialog, part, log_chance, circumstances))
    return choices


def fitted(choices: Sequence[Choice], passes: int = PASSES, seed: int = 0) -> ChoiceModel:
    """The product's learner, brought up to date by every choice, ``passes`` times in turns of
    another order. Nobody has a leaning: each choice is made by somebody new.
    """
    model = ChoiceModel(len(NAMES), CIRCUMSTANCES)
    rng, person = np.random.default_rng(seed), 0
    for _ in range(passes):
        for number in rng.permutation(len(choices)):
            choice = choices[number]
            values = choice.values.astype(float)
            model.learn(person, values, choice.log_chance, choice.circumstances)
            person += 1
    return model


def scores_of(talk: Talk, model: ChoiceModel, case: Case) -> Scores:
    """The product's score of every film; the case's own dialog, if it taught, left out."""
    weights = model.weights(NOBODY, talk.circumstances(case.said))
    scores: Scores = talk.measure(case.said, case.dialog) @ weights
    return scores
