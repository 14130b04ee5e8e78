"""A sketch of a catalog's vectors: few numbers for each, near enough to find what is worth scoring.

The principal axes of the vectors, along which they differ most, keep most of what tells them apart
(Jolliffe, 2002). Knows vectors only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import FloatArray

Values = NDArray[np.float64]
Rows = NDArray[np.intp]

AXES = 64
"""Numbers for each vector: a hundred thousand of them are gone through in a millisecond."""

BLOCK = 4_096


class Sketch:
    """The vectors ``space`` (n, d), of this ``centre`` (d,) and ``covariance`` (d, d)."""

    def __init__(self, space: FloatArray, centre: Values, covariance: Values) -> None:
        _, axes = np.linalg.eigh(covariance)
        self._axes: FloatArray = np.ascontiguousarray(axes[:, ::-1][:, :AXES], np.float32)
        self._drawn = np.empty((len(space), self._axes.shape[1]), np.float32)
        shift = centre.astype(np.float32) @ self._axes
        for start in range(0, len(space), BLOCK):
            self._drawn[start : start + BLOCK] = space[start : start + BLOCK] @ self._axes - shift

    def products(self, vectors: FloatArray, rows: Rows | None = None) -> FloatArray:
        """About the products of ``vectors`` (k, d) with each item's less their centre, which is
        one number for each that is the same for all items: (n, k); of the items in ``rows`` only,
        where they are given.
        """
        drawn = self._drawn if rows is None else self._drawn[rows]
        found: FloatArray = drawn @ (vectors @ self._axes).T
        return found
