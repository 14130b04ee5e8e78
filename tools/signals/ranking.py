"""Ranking: scores as weighted sums, and places by score.

Needs numpy alone; knows nothing of people, words or stores. The score is linear in the signals.
What changes the order beside it is :mod:`penchant.tools.listing.arranging`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.signals import BEHAVIOUR
from penchant.memory.records import FloatArray
from penchant.tools.candidates import Mask
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.signals.columns import Column, Values

Rows = NDArray[np.intp]


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


def with_decades(catalog: Catalog, rows: Rows) -> FloatArray:
    """The vectors of the items in ``rows`` with their decades beside them, unit rows: two items of
    one decade are half alike. For lists that rest on no taste, which would otherwise come from one
    time.
    """
    years = np.nan_to_num(catalog.years[rows], nan=0.0)
    decades, place = np.unique(years // 10, return_inverse=True)
    marks = np.eye(len(decades), dtype=np.float32)[place]
    beside = np.hstack([catalog.matrix[rows], marks]) / np.sqrt(2.0)
    unit: FloatArray = beside.astype(np.float32)
    return unit
