"""The terms of a catalog: what several items have in common, to count and to spread over.

Knows categories, tags and attributes of items; knows nothing of people or of what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.habits.occasion import pairs_of, word_of
from penchant.memory.records import Item
from penchant.tools.catalog.gathering import Gathering, gathered
from penchant.tools.catalog.literals import as_typed

Rows = NDArray[np.intp]
Values = NDArray[np.float64]

CATEGORY, TAG = "category", "tag"

NAMED_SO = {"categories": CATEGORY, "tags": TAG}
"""Attributes by which a host may mean a category or a tag."""

MOST_TAGS = 16
"""Tags read of one item."""


@dataclass(frozen=True, slots=True)
class Term:
    """``name`` is category, tag or an attribute's name; ``value`` what the items have, as the
    first of them writes it.
    """

    name: str
    value: str


class Terms:
    """The terms of ``items``, each with its items by row."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.terms: list[Term] = []
        self._places: dict[tuple[str, str], int] = {}
        self._named: dict[str, list[int]] = {}
        found: list[int] = []
        ends = [0]
        for item in items:
            found += dict.fromkeys(self._of(item))
            ends.append(len(found))
        self._term: Rows = np.asarray(found, np.intp)
        self._ends: Rows = np.asarray(ends, np.intp)
        self._item: Rows = np.repeat(np.arange(len(items)), np.diff(self._ends))

    def _of(self, item: Item) -> list[int]:
        named = [(CATEGORY, word) for word in item.categories]
        named += [(TAG, word) for word in item.tags[:MOST_TAGS]]
        places = [self._place(name, word) for name, word in named]
        return places + [self._place(*pair) for pair in pairs_of(item.attributes)]

    def _place(self, name: str, value: str) -> int:
        place = self._places.setdefault((name, value.casefold()), len(self.terms))
        if place == len(self.terms):
            self.terms.append(Term(name, value))
            self._named.setdefault(name, []).append(place)
        return place

    def of(self, row: int) -> Rows:
        """The places of the terms of the item in ``row``."""
        found: Rows = self._term[self._ends[row] : self._ends[row + 1]]
        return found

    def find(self, name: str, value: str) -> Rows:
        """The rows of the items whose category, tag or attribute called ``name`` is ``value``, also
        where ``value`` is text and theirs a number or a yes or no.
        """
        name = NAMED_SO.get(name, name)
        place = self._places.get((name, value.casefold()), -1)
        if place < 0:
            place = self._places.get((name, word_of(as_typed(value)) or ""), -1)
        return self._rows_of(place) if place >= 0 else np.zeros(0, np.intp)

    def _rows_of(self, place: int) -> Rows:
        """The rows of the items that have the term at ``place``."""
        starts, rows = self._by_term
        return rows[starts[place] : starts[place + 1]]

    @cached_property
    def _by_term(self) -> tuple[Rows, Rows]:
        """Where the items of each term begin, and the items term by term."""
        order = np.argsort(self._term, kind="stable")
        starts = np.searchsorted(self._term[order], np.arange(len(self.terms) + 1))
        return starts, self._item[order]

    def speaking_of(self, name: str) -> Rows:
        """The rows of the items that have a category, a tag or an attribute called ``name``; one
        that has several stands there as often.
        """
        places = self._named.get(NAMED_SO.get(name, name), [])
        found = [self._rows_of(place) for place in places]
        return np.concatenate(found) if found else np.zeros(0, np.intp)

    def mean(self, values: Values) -> Values:
        """The mean of ``values`` (terms,) over the terms of each item: (n,), 0 without any."""
        number = np.diff(self._ends)
        found = np.zeros(len(number))
        some = np.flatnonzero(number)
        if len(some):
            # Between two items that have terms lie none of others.
            found[some] = np.add.reduceat(values[self._term], self._ends[some]) / number[some]
        return found

    def over(self, rows: Rows) -> Gathering:
        """What gathers by term what is known of the items in ``rows``."""
        return gathered(len(self.terms), rows, self._ends, self._term)
