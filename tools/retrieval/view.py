"""A view of some rows of a catalog: what signals read of the items that are looked at.

Knows items, their names and where they lie; knows nothing of people. What it gives for a row does
not depend on which others are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import FloatArray
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.gathering import Gathering
from penchant.tools.retrieval.ground import BLOCK, Ground
from penchant.tools.targets import rows_named, within
from penchant.tools.words.eras import years_of

Rows = NDArray[np.intp]
Values = NDArray[np.float64]


LOOKED_UP = 64
"""Up to one of so many rows of the catalog are looked up one by one: a table of all takes longer.
"""


class View:
    """The items of ``ground`` in ``rows``, ascending and all different; None: all of them. Where
    how near they lie need not be ``exact``, it is told but for rounding, in less time.
    """

    def __init__(self, ground: Ground, rows: Rows | None = None, *, exact: bool = True) -> None:
        self.ground = ground
        self.exact = exact
        self.whole = rows is None
        self.rows: Rows = ground.everything if rows is None else rows

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def catalog(self) -> Catalog:
        """What is looked at a part of."""
        return self.ground.catalog

    @cached_property
    def _places(self) -> Rows:
        places = np.full(len(self.catalog), -1, np.intp)
        places[self.rows] = np.arange(len(self.rows))
        return places

    def places(self, rows: Rows) -> Rows:
        """The places among those looked at of ``rows``, without those that are not."""
        found = self.all_places(rows)
        return found[found >= 0]

    def all_places(self, rows: Rows) -> Rows:
        """The place of each of ``rows`` among those looked at, -1 for those that are not."""
        if self.whole:
            return rows
        if len(rows) * LOOKED_UP > len(self.catalog):
            found: Rows = self._places[rows]
            return found
        places = np.searchsorted(self.rows, rows)
        places[places == len(self.rows)] = 0
        here = self.rows[places] == rows if len(self.rows) else np.zeros(len(rows), bool)
        return np.where(here, places, -1)

    def place(self, row: int) -> int:
        """The place of ``row``, -1 if it is not looked at."""
        if self.whole:
            return row
        place = int(np.searchsorted(self.rows, row))
        return place if place < len(self.rows) and self.rows[place] == row else -1

    def placed(self, worth: Mapping[str, float]) -> Values:
        """What ``worth`` tells by id of the items looked at, 0 of the others."""
        values = np.zeros(len(self))
        if worth:
            rows = self.catalog.rows(list(worth))
            told, places = np.fromiter(worth.values(), float), self.all_places(rows)
            here = (rows >= 0) & (places >= 0)
            values[places[here]] = told[here]
        return values

    def take(self, values: NDArray[Any]) -> NDArray[Any]:
        """Those of ``values``, which are by row, that are looked at; they may be written to."""
        return values.copy() if self.whole else values[self.rows]

    @cached_property
    def years(self) -> Values:
        """The years, nan where unknown."""
        years: Values = self.take(self.catalog.years).astype(float)
        return years

    @cached_property
    def _names(self) -> Gathering:
        return self.catalog.postings.over(self.rows)

    @cached_property
    def _vectors(self) -> FloatArray:
        """Where the items lie; for a view of few, or of all."""
        space = self.ground.space
        found: FloatArray = space if self.whole else space[self.rows]
        return found

    @cached_property
    def _wide(self) -> Values:
        """The same in double precision."""
        return self._vectors.astype(float)

    def near(self, vectors: FloatArray) -> Values:
        """How near the items lie to ``vectors`` (k, d), as (k, m), each in [-1, 1]: cosines in
        standard deviations from their mean over the catalog (tools/retrieval/directions.py).
        """
        values = np.zeros((len(vectors), len(self)))
        if not values.size:
            return values
        if not self.exact:
            return self.about_near(vectors)
        units, offsets = self.ground.directions.of(vectors)
        # Doubles: a sum of single precision hangs on how many others are looked at.
        if len(self) <= BLOCK:
            np.matmul(units, self._wide.T, out=values)
        else:
            for start in range(0, len(self), BLOCK):
                some = self.rows[start : start + BLOCK]
                values[:, start : start + BLOCK] = units @ self.ground.space[some].T.astype(float)
        values -= offsets[:, None]
        return np.clip(values, -1.0, 1.0, out=values)

    def about_near(self, vectors: FloatArray) -> Values:
        """As :meth:`near` but for rounding, in less time; for a view of few, or of all."""
        units, offsets = self.ground.directions.of(vectors)
        values = (self._vectors @ units.T.astype(np.float32)).T.astype(float)
        values -= offsets[:, None]
        return np.clip(values, -1.0, 1.0, out=values)

    def named(self, name: str) -> Rows:
        """The places of the items with the category, person or tag ``name``, or of the time it
        names.
        """
        return self.places(rows_named(name, self.catalog))

    def matches(self, names: Mapping[str, float]) -> Values:
        """The sum of what ``names`` are worth over those an item has, in [0, 1]; eras are had by
        the items of their years.
        """
        values: Values = self.all_matches([names])[0]
        return values

    def all_matches(self, names: Sequence[Mapping[str, float]]) -> Values:
        """As :meth:`matches`, for each of ``names``: (k, m)."""
        places, worth = self.catalog.postings.worths(
            [{name: amount for name, amount in one.items() if _is_plain(name)} for one in names]
        )
        values = self._names.totals(places, worth)
        for own, one in zip(values, names, strict=True):
            for name, amount in one.items():
                if (era := years_of(name)) is not None:
                    own[within(self.years, era)] += amount
        return np.clip(values, 0.0, 1.0, out=values)


def _is_plain(name: str) -> bool:
    return bool(name) and years_of(name) is None
