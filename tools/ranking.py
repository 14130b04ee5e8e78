"""Ranking: scores as weighted sums, and the order in which the top items are shown.

Needs numpy alone; knows nothing of people, words or stores. The score is linear in the signals.
Diversity changes the order only, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.signals import BEHAVIOUR
from penchant.memory.records import FloatArray
from penchant.tools.candidates import Mask
from penchant.tools.catalog import Catalog
from penchant.tools.signals import Column, Values

Rows = NDArray[np.intp]

POOL = 5
"""Diversity chooses among this many times n of the best."""

DIVERSITY = 0.6
"""What an item loses per unit of cosine to the nearest one above it, beyond the pool's own mean."""

WIDER = 4.0
"""What it loses besides, per unit of the spread that behaviour gives the pool's scores: log-odds
have no bounds, and by what is popular a list would be all alike.
"""


@dataclass(frozen=True, slots=True)
class Order:
    """The rows to show, best first, and for each its place by score alone (from 0)."""

    rows: Rows
    places: Rows


def scores(columns: Sequence[Column], weights: Mapping[str, float], size: int) -> Values:
    """Sum over the columns of weight times value, shape (size,)."""
    total = np.zeros(size)
    for column in columns:
        total += weights[column.signal] * column.values
    return total


def learned(columns: Sequence[Column], weights: Mapping[str, float], size: int) -> Values:
    """The part of :func:`scores` that comes of behaviour."""
    return scores([one for one in columns if one.signal in BEHAVIOUR], weights, size)


def rank(score: Values, allowed: Mask, row: int) -> int:
    """The rank of ``row`` among the allowed rows, from 1; ties are shared by the lower row."""
    value = score[row]
    better = (score > value) | ((score == value) & (np.arange(len(score)) < row))
    return int((better & allowed).sum()) + 1


def top(
    score: Values,
    allowed: Mask,
    matrix: FloatArray,
    n: int,
    *,
    diversity: float = DIVERSITY,
    learned: Values | None = None,
    pool_size: int = POOL,
) -> Order:
    """The ``n`` rows to show: greedily the best score less what is too near to one shown above.

    Maximal marginal relevance (Carbonell and Goldstein, 1998) on the scores; ``diversity`` 0
    gives the plain order. ``matrix`` is (size, d) with unit rows; ``learned`` (size,) the part of
    the scores that comes of behaviour; ``pool_size`` says of how many times n they are chosen.
    """
    pool = np.flatnonzero(allowed)
    pool = pool[np.lexsort((pool, -score[pool]))][: max(n * pool_size, n)]
    if diversity <= 0 or len(pool) <= 1:
        return Order(pool[:n], np.arange(min(n, len(pool))))
    if learned is not None:
        diversity += WIDER * float(learned[pool].std())
    vectors = matrix[pool]
    cosines = (vectors @ vectors.T).astype(float)
    usual = float(cosines[~np.eye(len(pool), dtype=bool)].mean())
    left = np.ones(len(pool), bool)
    nearest = np.full(len(pool), -np.inf)
    chosen: list[int] = []
    while left.any() and len(chosen) < n:
        penalty = diversity * np.maximum(nearest - usual, 0.0)
        worth = np.where(left, score[pool] - np.where(np.isfinite(penalty), penalty, 0.0), -np.inf)
        best = int(np.argmax(worth))
        chosen.append(best)
        left[best] = False
        nearest = np.maximum(nearest, cosines[best])
    picked = np.array(chosen, dtype=np.intp)
    return Order(pool[picked], picked)


def with_decades(catalog: Catalog) -> FloatArray:
    """The items' vectors with their decades beside them, unit rows: two items of one decade are
    half alike. For lists that rest on no taste, which would otherwise come from one time.
    """
    decades, place = np.unique(np.nan_to_num(catalog.years, nan=0.0) // 10, return_inverse=True)
    marks = np.eye(len(decades), dtype=np.float32)[place]
    beside = np.hstack([catalog.matrix, marks]) / np.sqrt(2.0)
    unit: FloatArray = beside.astype(np.float32)
    return unit
