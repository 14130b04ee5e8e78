"""The methods: which film to ask about next. Knows answers so far, and what others did until then.

Each is given the same and keeps nothing between people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from bench.onboarding.product import Product
from bench.quality.events import Floats
from penchant.memory.core.behaviour.measures import MONTH
from penchant.tools.onboarding.interview import Interview, interview

Ask = Callable[[int], None]


@dataclass(frozen=True)
class Others:
    """What others did until ``day``. ``marks`` (n, 11) counts each film's ratings by mark;
    ``number`` says who is asked, for seeds.
    """

    product: Product
    marks: Floats
    day: float
    number: int

    def popular(self) -> Floats:
        """Distinct people by film, those of a month ago counting about half, (n,)."""
        items = [item.id for item in self.product.catalog.items]
        found: Floats = self.product.crowd.people(items, self.day)[:, MONTH]
        return found


class InOrder:
    """Asks about films in an order that no answer changes."""

    def __init__(self, worth: Floats) -> None:
        self._order = iter(np.argsort(-worth, kind="stable").tolist())

    def next(self) -> int | None:
        """The film to ask about."""
        return next(self._order, None)

    def hear(self, film: int, answer: str) -> None:
        """Nothing changes."""


class Ours:
    """The product's own questions."""

    def __init__(self, others: Others) -> None:
        product = others.product
        self._catalog = product.catalog
        self._asked: Interview = interview(
            product.catalog, product.calibration, product.crowd, others.day
        )

    def next(self) -> int | None:
        """The film to ask about."""
        item = self._asked.question()
        return None if item is None else self._catalog.row(item)

    def hear(self, film: int, answer: str) -> None:
        """Believe otherwise from now on."""
        self._asked = self._asked.after(self._catalog.items[film].id, answer)


def _entropy(marks: Floats) -> Floats:
    """Of the marks a film was given, in bits; 0 where it has none, (n,)."""
    shares = marks / np.maximum(marks.sum(axis=1, keepdims=True), 1)
    return np.asarray(-(shares * np.log2(np.maximum(shares, 1e-12))).sum(axis=1))


METHODS: Mapping[str, Callable[[Others], Ours | InOrder]] = {
    "penchant": Ours,
    "popular": lambda others: InOrder(others.popular()),
    "popularity x entropy": lambda others: InOrder(
        np.log1p(others.popular()) * _entropy(others.marks)
    ),
    "random": lambda others: InOrder(
        np.random.default_rng(others.number).random(len(others.marks))
    ),
}
