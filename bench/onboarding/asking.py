"""The methods: which films to ask about next. Knows answers so far, and what others did until then.

Some let the person name kinds first. Each is given the same and keeps nothing between people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bench.onboarding.product import Product
from bench.quality.events import Floats
from penchant.memory.core.behaviour.measures import MONTH
from penchant.tools.onboarding.beliefs import DISLIKE, LIKE, UNKNOWN, merits
from penchant.tools.onboarding.interview import Interview, interview
from penchant.tools.onboarding.onboarding import PATIENCE, USUAL


@dataclass(frozen=True)
class Others:
    """What others did until ``day``. ``marks`` (n, 11) counts each film's ratings by mark;
    ``number`` says who is asked, for seeds; ``kinds`` are those that they named as what they like
    best, where they were asked for kinds.
    """

    product: Product
    marks: Floats
    day: float
    number: int
    kinds: tuple[str, ...] = ()

    def of_kinds(self) -> NDArray[np.bool_]:
        """Whether each film is of one of ``kinds``, (n,)."""
        catalog = self.product.catalog
        found = np.zeros(len(catalog), bool)
        for kind in self.kinds:
            found[catalog.rows_with(kind)] = True
        return found

    def popular(self) -> Floats:
        """Distinct people by film, those of a month ago counting about half, (n,)."""
        items = [item.id for item in self.product.catalog.items]
        found: Floats = self.product.crowd.people(items, self.day)[:, MONTH]
        return found


Path = tuple[tuple[int, bool, int], ...]
"""How an interview went: the films judged, whether they were liked, and how many were not known
since the one before.
"""


class Asking(Protocol):
    """A method, asking one person."""

    def films(self, answers: Path) -> Iterator[int]:
        """All films, in the order in which they are asked about after ``answers``, as long as none
        is known. Those asked about before may be among them.
        """


class InOrder:
    """Asks about films in an order that no answer changes."""

    def __init__(self, worth: Floats) -> None:
        self._order = np.argsort(-worth, kind="stable").tolist()

    def films(self, answers: Path) -> Iterator[int]:
        """Always the same."""
        return iter(self._order)


HEEDED = PATIENCE * USUAL
"""Questions after which the product asks no more. In longer interviews it hears what is judged, but
"don't know it" no more, or they would take minutes.
"""

WEIGHED = 192
"""Of the items that may be asked about after these so many are put in order by what asking is
worth, those best known; the others follow as they are known.
"""


class Ours:
    """The product's own questions; where it has none left, what is most popular."""

    def __init__(self, others: Others) -> None:
        product = others.product
        self._catalog = product.catalog
        begun = interview(product.catalog, product.calibration, product.crowd, others.day)
        self._rest = InOrder(others.popular())
        rows = np.flatnonzero(others.of_kinds()).tolist()
        self._first = frozenset(self._catalog.items[row].id for row in rows)
        self._orders: dict[Path, _Order] = {(): _Order(begun, HEEDED, self._first)}

    def films(self, answers: Path) -> Iterator[int]:
        """As the product would ask."""
        if answers not in self._orders:
            (film, liked, at), before = answers[-1], self._orders[answers[:-1]]
            answer = LIKE if liked else DISLIKE
            asked = before.until(at).after(self._catalog.items[film].id, answer)
            since_begun = sum(1 + unknown for _, _, unknown in answers)
            self._orders[answers] = _Order(asked, HEEDED - since_begun, self._first)
        own = map(self._catalog.row, self._orders[answers])
        return chain(own, self._rest.films(answers))


class _Order:
    """The items an interview asks about as long as none is known, found as they are needed; the
    first ``heeds`` times it hears so. Of the items those among ``first`` come before all others.
    """

    def __init__(self, begun: Interview, heeds: int, first: frozenset[str]) -> None:
        self._stood = [begun]
        """The interview after each "don't know it" that it heeds."""
        self._heeds = max(heeds, 0)
        self._first = first
        self._items: list[str] = []
        self._all = False

    def until(self, asked: int) -> Interview:
        """The interview after that many of the items were not known."""
        known = self._stood[min(asked, len(self._stood) - 1)]
        return known.without(self._items[:asked])

    def __iter__(self) -> Iterator[str]:
        """The items, as often as is asked for them."""
        place = 0
        while place < len(self._items) or self._find():
            yield self._items[place]
            place += 1

    def _find(self) -> bool:
        """Find more items; False where there are none."""
        if self._all:
            return False
        before, last = len(self._items), self._stood[-1]
        if before == self._heeds:
            self._all = True
            best = _by_merit(last)
            self._items.extend(sorted(best, key=lambda item: item not in self._first))
        elif (item := last.among(self._first).question()) is not None:
            self._items.append(item)
            self._stood.append(last.after(item, UNKNOWN))
        return len(self._items) > before


def _by_merit(asked: Interview) -> list[str]:
    """The items left to ask about, best first, as they are now."""
    places = np.flatnonzero(asked.open)
    places = places[np.argsort(-asked.beliefs.known()[places], kind="stable")]
    first, others = places[:WEIGHED], places[WEIGHED:]
    best = np.argsort(-merits(asked.beliefs, first, asked.open), kind="stable")
    return [asked.items[place] for place in (*first[best].tolist(), *others.tolist())]


def _entropy(marks: Floats) -> Floats:
    """Of the marks a film was given, in bits; 0 where it has none, (n,)."""
    shares = marks / np.maximum(marks.sum(axis=1, keepdims=True), 1)
    return np.asarray(-(shares * np.log2(np.maximum(shares, 1e-12))).sum(axis=1))


def _popular(others: Others) -> Asking:
    """What is most popular; of the kinds that were named first."""
    popular = others.popular()
    return InOrder(popular + others.of_kinds() * (1.0 + popular.max(initial=0.0)))


@dataclass(frozen=True)
class Method:
    """``begin`` begins to ask a person; ``kinds`` tells whether they name kinds first."""

    begin: Callable[[Others], Asking]
    kinds: bool = False


METHODS: Mapping[str, Method] = {
    "penchant": Method(Ours, kinds=True),
    "penchant without kinds": Method(Ours),
    "kinds and popular": Method(_popular, kinds=True),
    "popular": Method(_popular),
    "popular of all times": Method(lambda others: InOrder(others.marks.sum(axis=1))),
    "popularity x entropy": Method(
        lambda others: InOrder(np.log1p(others.popular()) * _entropy(others.marks))
    ),
    "random": Method(
        lambda others: InOrder(np.random.default_rng(others.number).random(len(others.marks)))
    ),
}
