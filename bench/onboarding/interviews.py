"""The interviews, one person after the other as they come, and what the product then ranks high.

Knows newcomers, methods and the product; knows nothing of tables.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from bench.onboarding.asking import METHODS, Asking, Method, Others, Path
from bench.onboarding.kinds import Usual
from bench.onboarding.newcomers import PARTS, Newcomer, Plan
from bench.onboarding.product import Answers, Product
from bench.quality.events import Data, Floats
from bench.quality.metrics import K
from penchant.tools.onboarding.kinds import MOST, kinds_of
from penchant.tools.onboarding.onboarding import PATIENCE, USUAL

ANSWERS = USUAL
"""Answers after which an interview ends: films judged, and the kinds named if any were."""

STANDS: Mapping[str, float] = {
    f"{ANSWERS} answers": np.inf,
    f"{PATIENCE * ANSWERS} questions": PATIENCE * ANSWERS,
}
"""Where an interview is looked at: at its end, or after so many questions if they come before it.
The product ends after PATIENCE questions for each answer wanted. Here the one for kinds is among
them.
"""


@dataclass(frozen=True, slots=True)
class Stand:
    """What was judged, and after how many questions; ``kinds`` were named before."""

    judged: Answers
    asked: int
    kinds: tuple[str, ...] = ()


@dataclass(slots=True)
class Outcomes:
    """By method and place in STANDS, what each person brought on average over their parts: NDCG@10,
    films judged, how many of them liked, and questions. ``cold`` is NDCG@10 with nothing asked.
    """

    people: int = 0
    gains: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    judged: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    liked: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    asked: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """By method, how long it took to find what to ask about first, or next after an answer."""
    cold: list[float] = field(default_factory=list)


def run(data: Data, plan: Plan, vectors: NDArray[np.float32], methods: Sequence[str]) -> Outcomes:
    """Go through the events; interview each newcomer before their first one is learned."""
    product, found = Product(data, vectors), Outcomes()
    marks, events = np.zeros((data.items, 11)), plan.events
    usual = Usual(data.categories)
    left = len(plan.newcomers)
    for row, (user, film, day, value) in enumerate(
        zip(
            events.user.tolist(),
            events.item.tolist(),
            events.day.tolist(),
            events.value.tolist(),
            strict=True,
        )
    ):
        if (newcomer := plan.newcomers.get(row)) is not None:
            if any(newcomer.wanted(part) for part in range(PARTS)):
                others = Others(product, marks, day, found.people)
                _meet(newcomer, others, usual, methods, found)
                found.people += 1
            left -= 1
        if not left:
            break
        product.learn(user, film, day, value)
        marks[film, round(10 * value)] += 1
        usual.learn(film)
    return found


def _meet(
    newcomer: Newcomer, others: Others, usual: Usual, methods: Sequence[str], found: Outcomes
) -> None:
    """Interview one person by all methods, once for each part of which something is wanted."""
    parts = [part for part in range(PARTS) if newcomer.wanted(part)]
    ranked: dict[tuple[Answers, tuple[str, ...]], Floats] = {}

    def gain(part: int, stand: Stand) -> float:
        told = (stand.judged, stand.kinds)
        if told not in ranked:
            ranked[told] = others.product.scores(stand.judged, newcomer.day, stand.kinds)
        return ndcg(ranked[told], newcomer.tells(part), newcomer.wanted(part))

    found.cold.append(float(np.mean([gain(part, Stand((), 0)) for part in parts])))
    for method in methods:
        stood = _stood(newcomer, parts, METHODS[method], others, usual, found.seconds, method)
        for name in STANDS:
            key, here = (method, name), [(part, by[name]) for part, by in stood]
            judged = [len(stand.judged) for _, stand in here]
            liked = [sum(like for _, like in stand.judged) for _, stand in here]
            gains = [gain(part, stand) for part, stand in here]
            found.gains.setdefault(key, []).append(float(np.mean(gains)))
            found.judged.setdefault(key, []).append(float(np.mean(judged)))
            found.liked.setdefault(key, []).append(float(np.mean(liked)))
            found.asked.setdefault(key, []).append(float(np.mean([one.asked for _, one in here])))


def _stood(
    newcomer: Newcomer,
    parts: Sequence[int],
    method: Method,
    others: Others,
    usual: Usual,
    seconds: dict[str, list[float]],
    name: str,
) -> list[tuple[int, dict[str, Stand]]]:
    """Where the interviews by one method stand, for each of the ``parts``."""
    taken = seconds.setdefault(name, [])
    if not method.kinds:
        # The same interview, whatever the person tells of.
        asking = _Timed(method.begin, others, taken)
        return [(part, stands(asking, newcomer.tells(part))) for part in parts]
    stood, offered = [], kinds_of(others.product.catalog)
    for part in parts:
        tells = newcomer.tells(part)
        liked = [film for film, likes in tells.items() if likes]
        kinds = usual.named(liked, offered, MOST)
        asking = _Timed(method.begin, replace(others, kinds=kinds), taken)
        stood.append((part, stands(asking, tells, kinds)))
    return stood


class _Timed:
    """A method that notes how long it takes to find the first of its films."""

    def __init__(
        self, method: Callable[[Others], Asking], others: Others, seconds: list[float]
    ) -> None:
        self._seconds = seconds
        began = time.perf_counter()
        self._asking = method(others)
        self._before = time.perf_counter() - began

    def films(self, answers: Path) -> Iterator[int]:
        """As the method's."""
        began = time.perf_counter()
        films = self._asking.films(answers)
        first = next(films)
        # The product takes up what is known of others anew for each question.
        self._seconds.append(self._before + time.perf_counter() - began)
        yield first
        yield from films


def stands(
    asking: Asking, tells: Mapping[int, bool], kinds: tuple[str, ...] | None = None
) -> dict[str, Stand]:
    """Where an interview stands at each of STANDS; it ends when ANSWERS were given, or nothing is
    left to ask. Asked for kinds first the person named ``kinds``; None where they were not asked.
    """
    first, wanted = int(kinds is not None), ANSWERS - bool(kinds)
    found: dict[str, Stand] = {}
    path: Path = ()
    done: set[int] = set()
    going = True
    while going and len(path) < wanted:
        going, before = False, len(done)
        for film in asking.films(path):
            if film in done:
                continue
            done.add(film)
            if film in tells:
                path, going = (*path, (film, tells[film], len(done) - before - 1)), True
            for name, most in STANDS.items():
                if first + len(done) == most:
                    found[name] = Stand(_judged(path), first + len(done), kinds or ())
            if going:
                break
    last = Stand(_judged(path), first + len(done), kinds or ())
    return {name: found.get(name, last) for name in STANDS}


def _judged(path: Path) -> Answers:
    return tuple((film, liked) for film, liked, _ in path)


def ndcg(scores: Floats, out: Collection[int], wanted: Collection[int], k: int = K) -> float:
    """NDCG@k of the ``wanted`` films among all but those that are ``out``.

    Of equal scores the earlier film stands first.
    """
    scores = scores.copy()
    scores[list(out)] = -np.inf
    best = np.argsort(-scores, kind="stable")[:k].tolist()
    found = sum(1 / np.log2(place + 2) for place, film in enumerate(best) if film in wanted)
    ideal = sum(1 / np.log2(place + 2) for place in range(min(k, len(wanted))))
    return float(found / ideal)
