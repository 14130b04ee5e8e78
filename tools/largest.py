"""The largest of many numbers, without sorting the others.

Knows numbers alone. Where very many are looked through, most are only compared with a number that
enough of them are known to reach: ``np.argpartition`` moves all of them about.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]

BLOCKS = 4
"""Blocks for each number that is wanted: with more, fewer numbers besides reach the least."""


def largest(values: NDArray[Any], n: int) -> Rows:
    """Where the ``n`` largest of ``values`` (m,) are, largest first; of equal ones the first."""
    if n <= 0:
        return np.zeros(0, np.intp)
    if n < len(values):
        least = np.partition(values, len(values) - n)[len(values) - n]
        above = np.flatnonzero(values > least)
        level = np.flatnonzero(values == least)[: n - len(above)]
        places = np.concatenate([above, level])
    else:
        places = np.arange(len(values))
    return places[np.lexsort((places, -values[places]))]


def largest_in_any_order(values: NDArray[Any], n: int) -> Rows:
    """Where the ``n`` largest of ``values`` (m,) are, or all of them, in no order; of equal ones
    any. It takes little longer than to read a million numbers once.
    """
    if n >= len(values):
        return np.arange(len(values))
    width = len(values) // (BLOCKS * n) if n > 0 else 0
    if width < 2:
        return _partitioned(values, n)
    blocks = len(values) // width
    tops = values[: blocks * width].reshape(blocks, width).max(axis=1)
    # So many blocks have one that is no smaller: there are enough of them.
    least = np.partition(tops, blocks - n)[blocks - n]
    found = np.flatnonzero(values >= least)
    return found[_partitioned(values[found], n)]


def _partitioned(values: NDArray[Any], n: int) -> Rows:
    if n >= len(values):
        return np.arange(len(values))
    found: Rows = np.argpartition(-values, n)[:n]
    return found
