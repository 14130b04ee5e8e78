"""The interviews, one person after the other as they come, and what the product then ranks high.

Knows newcomers, methods and the product; knows nothing of tables.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bench.onboarding.asking import METHODS, Others
from bench.onboarding.newcomers import Newcomer, Plan
from bench.onboarding.product import Product
from bench.quality.events import Data, Floats
from bench.quality.metrics import K

ANSWERS = 5
"""Films judged after which the interview ends; also the questions after which it is looked at."""

MOST_QUESTIONS = 50
"""Questions after which it ends, whatever was judged."""

MODES = ("rest", "half")
"""What is to be found: all they liked but what they judged when asked, or what they liked of the
half that they don't tell of, the same films for every method.
"""

Key = tuple[str, str, str]
"""Method, mode, and when it is looked at: ``questions`` or ``answers``."""


@dataclass(slots=True)
class Outcomes:
    """By key, each person's NDCG@10, how many films they had judged and been asked about."""

    people: int = 0
    gains: dict[Key, list[float]] = field(default_factory=dict)
    judged: dict[Key, list[int]] = field(default_factory=dict)
    asked: dict[Key, list[int]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    cold: dict[str, list[float]] = field(default_factory=dict)
    """By mode, NDCG@10 with nothing asked."""


def run(data: Data, plan: Plan, vectors: NDArray[np.float32], methods: Sequence[str]) -> Outcomes:
    """Go through the events; interview each newcomer before their first one is learned."""
    product, found = Product(data, vectors), Outcomes()
    marks, events = np.zeros((data.items, 11)), plan.events
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
            others = Others(product, marks, day, found.people)
            _interview(newcomer, others, methods, found)
            found.people += 1
        product.learn(user, film, day, value)
        marks[film, round(10 * value)] += 1
    return found


def _interview(newcomer: Newcomer, others: Others, methods: Sequence[str], found: Outcomes) -> None:
    ranked: dict[tuple[tuple[int, bool], ...], Floats] = {}

    def gain(mode: str, judged: tuple[tuple[int, bool], ...]) -> float:
        if judged not in ranked:
            ranked[judged] = others.product.scores(judged, newcomer.day)
        return ndcg(ranked[judged], {film for film, _ in judged}, _wanted(newcomer, mode))

    for mode in MODES:
        found.cold.setdefault(mode, []).append(gain(mode, ()))
        for method in methods:
            seconds = found.seconds.setdefault(method, [])
            for looked, judged, asked in _asked(newcomer, others, method, mode, seconds):
                key = method, mode, looked
                found.gains.setdefault(key, []).append(gain(mode, judged))
                found.judged.setdefault(key, []).append(len(judged))
                found.asked.setdefault(key, []).append(asked)


def _asked(
    newcomer: Newcomer, others: Others, method: str, mode: str, seconds: list[float]
) -> list[tuple[str, tuple[tuple[int, bool], ...], int]]:
    """Where the interview stands after ANSWERS questions, and at its end."""
    began = time.perf_counter()
    asking = METHODS[method](others)
    judged: list[tuple[int, bool]] = []
    stands, asked = [], 0
    while len(judged) < ANSWERS and asked < MOST_QUESTIONS:
        film = asking.next()
        seconds.append(time.perf_counter() - began)
        if film is None:
            break
        asked += 1
        liked = newcomer.likes.get(film)
        if mode == "half" and film in newcomer.held:
            liked = None
        if liked is not None:
            judged.append((film, liked))
        began = time.perf_counter()
        asking.hear(film, "unknown" if liked is None else "like" if liked else "dislike")
        if asked == ANSWERS:
            stands.append(("questions", tuple(judged), asked))
    at_end = (tuple(judged), asked)
    return [*(stands or [("questions", *at_end)]), ("answers", *at_end)]


def _wanted(newcomer: Newcomer, mode: str) -> set[int]:
    return {
        film
        for film, liked in newcomer.likes.items()
        if liked and (mode == "rest" or film in newcomer.held)
    }


def ndcg(scores: Floats, judged: set[int], wanted: set[int], k: int = K) -> float:
    """NDCG@k of the ``wanted`` films among all but the ``judged``; nan where none is wanted.

    Of equal scores the earlier film stands first.
    """
    left = wanted - judged
    if not left:
        return float("nan")
    scores = scores.copy()
    scores[list(judged)] = -np.inf
    best = np.argsort(-scores, kind="stable")[:k].tolist()
    found = sum(1 / np.log2(place + 2) for place, film in enumerate(best) if film in left)
    ideal = sum(1 / np.log2(place + 2) for place in range(min(k, len(left))))
    return float(found / ideal)
