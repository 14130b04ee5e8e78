"""What cosines mean for one embedder and one catalog: their centre, and when two things are alike.

Embeddings of texts of one sort share a large common part, and cosine ranges differ between
embedders (unrelated texts sit near 0 with one and near 0.8 with another). So vectors are compared
after taking off the catalog's mean, and the cosine from which an entry joins an interest is
measured on the catalog, never a constant. Knows vectors only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penchant.memory.records import FloatArray

SAMPLE = 20_000
QUANTILE = 0.98
"""Two random items in a hundred are taken to be about the same thing."""

FEWEST = 50
"""Items below which nothing can be measured."""

DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Calibration:
    """What vectors are compared by.

    ``centre`` (d,) is taken off every vector; ``threshold`` is the cosine from which two are
    about the same thing.
    """

    centre: FloatArray
    threshold: float

    def place(self, vectors: FloatArray) -> FloatArray:
        """``vectors`` (..., d) relative to the centre, with unit length (zero stays zero)."""
        apart = vectors - self.centre
        length = np.linalg.norm(apart, axis=-1, keepdims=True)
        placed: FloatArray = np.divide(apart, length, out=np.zeros_like(apart), where=length > 0)
        return placed

    def same_as(self, other: Calibration) -> bool:
        """Whether both say the same, to the last bit."""
        same = self.threshold == other.threshold
        return same and np.array_equal(self.centre, other.centre)

    def lift(self, placed: FloatArray) -> FloatArray:
        """The unit vector (d,) that :meth:`place` takes to the direction of ``placed`` (d,).

        A mean of unit vectors is shorter than they are; lengthening it as it stands would push it
        along the centre, where all means lie. So the unit sphere is met going out from the centre.
        """
        length = float(np.linalg.norm(placed))
        if length == 0:
            centre = float(np.linalg.norm(self.centre))
            return self.centre / np.float32(centre) if centre > 0 else placed
        direction = placed / np.float32(length)
        along = float(self.centre @ direction)
        step = -along + np.sqrt(max(along**2 + 1.0 - float(self.centre @ self.centre), 0.0))
        lifted: FloatArray = self.centre + np.float32(step) * direction
        return lifted


def uncalibrated(dimension: int) -> Calibration:
    """The calibration while there is no catalog to measure on."""
    return Calibration(np.zeros(dimension, np.float32), DEFAULT_THRESHOLD)


def calibrate(matrix: FloatArray, *, seed: int = 0) -> Calibration:
    """Measure on the unit rows of ``matrix`` (n, d); the same rows give the same result."""
    if len(matrix) < FEWEST:
        return uncalibrated(matrix.shape[1])
    calibration = Calibration(matrix.mean(axis=0, dtype=np.float64).astype(np.float32), 0.0)
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, len(matrix), (2, SAMPLE))
    apart = one != other
    left, right = (calibration.place(matrix[rows[apart]]) for rows in (one, other))
    cosines = np.einsum("nd,nd->n", left, right)
    return Calibration(calibration.centre, float(np.quantile(cosines, QUANTILE)))
