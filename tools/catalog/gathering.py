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

NARROW = 1 << 16
"""Up to so many terms are told apart by numbers of two bytes."""


@dataclass(frozen=True)
class Gathering:
    """Pairs of a ``term`` and the ``place`` of an item that has it, out of some items."""

    terms: int
    items: int
    term: NDArray[Any]
    place: Rows

    def sums(self, values: Values) -> Values:
        """``values`` of the items, summed by term: (terms,)."""
        return np.bincount(self.term, values.take(self.place), self.terms).astype(float, copy=False)

    def total(self, values: Values) -> Values:
        """``values`` (terms,), summed over the terms of each of the items."""
        return np.bincount(self.place, values.take(self.term), self.items).astype(float, copy=False)

    def totals(self, terms: Rows, values: Values) -> Values:
        """As :meth:`total`, of several at once: ``values`` (k, u) of the terms at ``terms`` (u,),
        nothing of the others; (k, items).
        """
        number = np.full(self.terms, -1, np.intp)
        number[terms] = np.arange(len(terms))
        which = number.take(self.term)
        had = np.flatnonzero(which >= 0)
        which, place = which.take(had), self.place.take(had)
        summed = np.zeros((len(values), self.items))
        for total, own in zip(summed, values, strict=True):
            total += np.bincount(place, own.take(which), self.items)
        return summed

    def mean(self, values: Values) -> Values:
        """The mean of ``values`` (terms,) over the terms of each of the items, 0 without any."""
        found: Values = self.total(values) / self._number
        return found

    @cached_property
    def _number(self) -> Rows:
        """How many terms each of the items has, 1 where it has none."""
        return np.maximum(np.bincount(self.place, minlength=self.items), 1)

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
        # Numbers of two bytes are sorted without comparing them.
        term = self.term.astype(np.uint16) if self.terms <= NARROW else self.term
        order = np.argsort(term, kind="stable")
        terms = self.term[order]
        starts = np.flatnonzero(np.diff(terms, prepend=-1))
        return self.place[order], terms[starts], starts


def gathered(terms: int, rows: Rows, ends: Rows, term: NDArray[Any]) -> Gathering:
    """What gathers over the items in ``rows``: those of row r are ``term[ends[r]:ends[r + 1]]``."""
    starts, lengths = ends[rows], ends[rows + 1] - ends[rows]
    place = np.repeat(np.arange(len(rows)), lengths)
    before = np.cumsum(lengths) - lengths
    # As wide as places are: narrower numbers are widened anew at each look-up.
    found = term[np.arange(len(place)) + np.repeat(starts - before, lengths)].astype(np.intp)
    return Gathering(terms, len(rows), found, place)
