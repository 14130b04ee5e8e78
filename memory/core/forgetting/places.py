"""The places of what people did something with: one vector an item, and their common centre.

Knows vectors by row; knows nothing of what they stand for. Embeddings of one sort share a large
common part, so they are compared after taking off the mean of all that is known, which moves with
each new one; the catalog's calibration would have everything be learned anew when it changes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.packing import Arrays
from penchant.memory.records import FloatArray

HalfArray = NDArray[np.float16]


ONE_THREAD = 200_000
"""Multiplications below which linear algebra stays in the thread that asks (OpenBLAS: 262,144)."""


class Places:
    """Vectors (n, dimension) in half precision, and their mean."""

    def __init__(self, dimension: int) -> None:
        self.vectors: HalfArray = np.zeros((64, dimension), np.float16)
        self.total: NDArray[np.float64] = np.zeros(dimension)
        self.size = 0

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.vectors.shape[1])

    def add(self, vector: FloatArray) -> int:
        """Keep one more unit vector (d,); its row."""
        if self.size == len(self.vectors):
            wider = np.zeros((2 * self.size, self.dimension), np.float16)
            wider[: self.size] = self.vectors
            self.vectors = wider
        self.vectors[self.size] = vector
        self.total += vector
        self.size += 1
        return self.size - 1

    def of(self, rows: Rows) -> FloatArray:
        """Where these lie, relative to the centre: unit vectors (k, d)."""
        return self.placed(self.vectors[rows])

    def apart(self, vectors: HalfArray) -> FloatArray:
        """``vectors`` (k, d) relative to the centre. The mean of several stays as short as it is,
        so that it is as like to anything as they are on average.
        """
        centre = (self.total / max(self.size, 1)).astype(np.float32)
        result: FloatArray = vectors.astype(np.float32) - centre
        return result

    def placed(self, vectors: HalfArray) -> FloatArray:
        """Unit vectors (k, d) of ``vectors`` relative to the centre; zero stays zero."""
        apart = self.apart(vectors)
        length = np.sqrt(np.einsum("kd,kd->k", apart, apart))[:, None]
        placed: FloatArray = np.divide(apart, length, out=np.zeros_like(apart), where=length > 1e-6)
        return placed

    def likeness(self, vectors: HalfArray, rows: Rows) -> FloatArray:
        """How like ``vectors`` (k, d) are to the items of ``rows`` (m,): (k, m).

        In steps so small that no threads are woken for them: where other processes keep the cores
        busy, these wait for each other for sixty times as long as one needs alone.
        """
        one, other = self.apart(vectors), self.of(rows)
        step = max(1, ONE_THREAD // max(other.size, 1))
        result = np.empty((len(one), len(other)), np.float32)
        for begin in range(0, len(one), step):
            np.matmul(one[begin : begin + step], other.T, out=result[begin : begin + step])
        return result

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {"vectors": self.vectors[: self.size], "total": self.total}

    @classmethod
    def from_state(cls, state: Arrays) -> Places:
        """The places that gave ``state``."""
        places = cls(len(state["total"]))
        places.size = len(state["vectors"])
        if places.size:
            places.vectors = state["vectors"]
        places.total = state["total"]
        return places
