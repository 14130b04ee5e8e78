"""The ground that lists of one catalog are made on: all that is the same for everybody.

Knows the items, where they lie and how they compare with each other; knows nothing of people.
Everything is worked out once, when it is first needed, and nothing of it changes.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.calibration import Calibration
from penchant.memory.records import FloatArray
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.gathering import Gathering
from penchant.tools.retrieval.alignment import Alignment
from penchant.tools.retrieval.directions import Directions
from penchant.tools.retrieval.sketch import Sketch

Rows = NDArray[np.intp]
Values = NDArray[np.float64]

WHOLE = 2_000
"""So many items are scored without being chosen first."""

COMPARED = 512
"""Items of a larger catalog whose mean is what behaviour is told against; the same ones always."""

SAME_TIME = 3
"""Items at most this many years apart are of the same time."""

YEARS_TO_HALF = 15.0
"""An item this many years older than the newest has half its freshness."""

BLOCK = 4_096
"""Vectors that are worked on at once: more would need as much room again."""


KEPT = 16
"""Sets of items whose terms are kept."""


class Ground:
    """``catalog`` with its vectors ``space`` (n, d) in the space of ``calibration``. What the
    ``former`` ground, of the catalog before a change, holds unchanged is taken over: a new price
    moves no vector.
    """

    def __init__(
        self, catalog: Catalog, calibration: Calibration, former: Ground | None = None
    ) -> None:
        self.catalog = catalog
        self.calibration = calibration
        self.space: FloatArray = catalog.placed(calibration)
        self._terms_of: dict[bytes, Gathering] = {}
        self.crowd = Alignment(catalog)
        self.habits = Alignment(catalog)
        if former is not None and former.calibration is calibration:
            self._take_over(former)

    def _take_over(self, former: Ground) -> None:
        now, before = self.catalog, former.catalog
        same: list[str] = []
        if now.has_rows_of(before):
            self.crowd, self.habits = former.crowd.kept_for(now), former.habits.kept_for(now)
            same.append("everything")
        if now.matrix is before.matrix:
            same += ["centre", "covariance", "directions", "sketch"]
        if now.shares("postings", before):
            same.append("names")
        if now.shares("terms", before):
            self._terms_of = dict(former._terms_of)
        if _alike(now.prior, before.prior) and _alike(now.years, before.years):
            same += ["known", "fresh", "known_single", "fresh_single", "middle_year"]
        self.__dict__.update(
            {name: former.__dict__[name] for name in same if name in former.__dict__}
        )

    @cached_property
    def everything(self) -> Rows:
        """All rows."""
        return np.arange(len(self.catalog))

    @cached_property
    def compared(self) -> Rows:
        """The rows whose mean behaviour is told against: all of a small catalog."""
        size = len(self.catalog)
        if size <= WHOLE:
            return self.everything
        return np.sort(np.random.default_rng(size).choice(size, COMPARED, replace=False))

    def terms_of(self, rows: Rows) -> Gathering:
        """The terms of the items in ``rows``. The last few are kept: the items that people choose
        are the same from one list to the next.
        """
        key = rows.tobytes()
        found = self._terms_of.get(key)
        if found is None:
            if len(self._terms_of) >= KEPT:
                self._terms_of = {}
            found = self._terms_of[key] = self.catalog.terms.over(rows)
        return found

    @cached_property
    def names(self) -> Gathering:
        """The names of all items."""
        return self.catalog.postings.over(self.everything)

    @cached_property
    def centre(self) -> Values:
        """The mean of the vectors, (d,)."""
        total: Values = self.space.sum(axis=0, dtype=np.float64)
        return total / max(len(self.space), 1)

    @cached_property
    def covariance(self) -> Values:
        """The covariance of the vectors, (d, d): how far cosines with any vector spread."""
        size, dimension = self.space.shape
        found = np.zeros((dimension, dimension))
        centre = self.centre.astype(np.float32)
        for start in range(0, size, BLOCK):
            apart = self.space[start : start + BLOCK] - centre
            found += apart.T @ apart
        found /= max(size, 1)
        return found

    @cached_property
    def directions(self) -> Directions:
        """How near items lie to a vector."""
        return Directions(self.centre, self.covariance)

    @cached_property
    def sketch(self) -> Sketch:
        """The vectors in few numbers."""
        return Sketch(self.space, self.centre, self.covariance)

    @cached_property
    def known(self) -> Values:
        """How well known each item is for its time, in [0, 1]: the square of the share of items of
        about its year that fewer people knew. By number of people, whatever was new when they were
        counted would win.
        """
        prior = self.catalog.prior.astype(float)
        values = np.zeros(len(prior))
        rows = np.flatnonzero(prior > 0)
        years = np.nan_to_num(self.catalog.years[rows], nan=0.0).astype(int)
        for year in np.unique(years):
            near = np.sort(prior[rows[np.abs(years - year) <= SAME_TIME]])
            mine = rows[years == year]
            values[mine] = (np.searchsorted(near, prior[mine], side="right") / len(near)) ** 2
        return values

    @cached_property
    def fresh(self) -> Values:
        """How near each item's year is to the newest, in [0, 1]; 0 without a year."""
        years = self.catalog.years.astype(float)
        values = np.zeros(len(years))
        dated = np.isfinite(years)
        if dated.any():
            values[dated] = np.exp2(-(years[dated].max() - years[dated]) / YEARS_TO_HALF)
        return values

    @cached_property
    def known_single(self) -> FloatArray:
        """``known`` in single precision, for the rough score."""
        return self.known.astype(np.float32)

    @cached_property
    def fresh_single(self) -> FloatArray:
        """``fresh`` in single precision, for the rough score."""
        return self.fresh.astype(np.float32)

    @cached_property
    def middle_year(self) -> float:
        """The median of the years; nan without any."""
        years = self.catalog.years.astype(float)
        dated = years[np.isfinite(years)]
        return float(np.median(dated)) if len(dated) else float("nan")


def _alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    return len(one) == len(other) and bool(np.array_equal(one, other, equal_nan=True))
