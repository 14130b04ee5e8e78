"""Gathering what is known by term or name over the items that have it, and the other way round.

Knows places alone: pairs of one that is had and one that has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Values = NDArray[np.float64]
Marks = NDArray[np.uint64]


@dataclass(frozen=True)
class Gathering:
    """Pairs of a ``term`` and the ``place`` of an item that has it, out of some items."""

    terms: int
    items: int
    term: NDArray[Any]
    place: Rows

    def sums(self, values: Values) -> Values:
        """``values`` of the items, summed by term: (terms,)."""
        return np.bincount(self.term, values[self.place], self.terms).astype(float)

    def total(self, values: Values) -> Values:
        """``values`` (terms,), summed over the terms of each of the items."""
        return np.bincount(self.place, values[self.term], self.items).astype(float)

    def mean(self, values: Values) -> Values:
        """The mean of ``values`` (terms,) over the terms of each of the items, 0 without any."""
        number = np.bincount(self.place, minlength=self.items)
        found: Values = self.total(values) / np.maximum(number, 1)
        return found

    def union(self, marks: Marks) -> Marks:
        """``marks`` of the items, joined by term: (terms,)."""
        order, some, starts = self._by_term
        found = np.zeros(self.terms, np.uint64)
        if len(some):
            found[some] = np.bitwise_or.reduceat(marks[order], starts)
        return found

    @cached_property
    def _by_term(self) -> tuple[Rows, Rows, Rows]:
        """The places term by term, the terms that any has, and where each one's begin."""
        order = np.argsort(self.term, kind="stable")
        terms = self.term[order]
        starts = np.flatnonzero(np.diff(terms, prepend=-1))
        return self.place[order], terms[starts], starts


def gathered(terms: int, rows: Rows, ends: Rows, term: NDArray[Any]) -> Gathering:
    """What gathers over the items in ``rows``: those of row r are ``term[ends[r]:ends[r + 1]]``."""
    starts, lengths = ends[rows], ends[rows + 1] - ends[rows]
    place = np.repeat(np.arange(len(rows)), lengths)
    before = np.cumsum(lengths) - lengths
    found = term[np.arange(len(place)) - before[place] + starts[place]]
    return Gathering(terms, len(rows), found, place)
