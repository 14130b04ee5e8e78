"""Selection: the largest of very many numbers, in little more than the time it takes to read them.

Knows numbers alone. ``np.argpartition`` moves all of them about; here most are only compared with
a number that enough of them are known to reach.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Scores = NDArray[np.float32]

BLOCKS = 4
"""Blocks for each number that is wanted: with more, fewer numbers besides reach the least."""


def largest(values: Scores, most: int) -> Rows:
    """Where the ``most`` largest of ``values`` are, or all of them, in no order."""
    if most >= len(values):
        return np.arange(len(values))
    width = len(values) // (BLOCKS * most) if most > 0 else 0
    if width < 2:
        return _partitioned(values, most)
    blocks = len(values) // width
    tops = values[: blocks * width].reshape(blocks, width).max(axis=1)
    # So many blocks have one that is no smaller: there are enough of them.
    least = np.partition(tops, blocks - most)[blocks - most]
    found = np.flatnonzero(values >= least)
    return found[_partitioned(values[found], most)]


def _partitioned(values: Scores, most: int) -> Rows:
    if most >= len(values):
        return np.arange(len(values))
    found: Rows = np.argpartition(-values, most)[:most]
    return found
