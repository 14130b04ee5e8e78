"""Directions: how near the items of a catalog lie to a vector, told by how near items lie to it.

Embedders differ in how far cosines spread, so a cosine is told in standard deviations from its mean
over the catalog. Both come of the centre and the covariance of its vectors. Knows vectors only.
"""

from __future__ import annotations

import threading
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import FloatArray

Values = NDArray[np.float64]

SPREAD = 4.0
"""A cosine this many standard deviations above the catalog's mean counts as 1."""

LEAST = 1e-9
"""Where cosines spread less than this, no item is told from another."""

KEPT = 2_048
"""Vectors of which it is kept: those of a person's interests come again with each list."""


class Directions:
    """Among vectors of this ``centre`` (d,) and ``covariance`` (d, d); for any thread."""

    def __init__(self, centre: Values, covariance: Values) -> None:
        self._centre = centre
        self._covariance = covariance
        self._lock = threading.Lock()
        self._kept: dict[bytes, tuple[Values, float]] = {}

    def of(self, vectors: FloatArray) -> tuple[Values, Values]:
        """Directions (k, d) and offsets (k,) of ``vectors`` (k, d): an item at x is so near to one
        of them as its direction @ x less its offset. Zeros for a vector to which all items are
        alike.
        """
        keys = [blake2b(vector.tobytes(), digest_size=16).digest() for vector in vectors]
        with self._lock:
            found = {key: one for key in keys if (one := self._kept.get(key)) is not None}
            missing = [place for place, key in enumerate(keys) if key not in found]
            if missing:
                if len(self._kept) + len(missing) > KEPT:
                    self._kept.clear()
                for place, one in zip(missing, self._measured(vectors[missing]), strict=True):
                    found[keys[place]] = self._kept[keys[place]] = one
        units = np.array([found[key][0] for key in keys]).reshape(vectors.shape)
        return units, np.array([found[key][1] for key in keys])

    def _measured(self, vectors: FloatArray) -> list[tuple[Values, float]]:
        wide = vectors.astype(float)
        variance = np.einsum("kd,kd->k", wide @ self._covariance, wide)
        spread = np.sqrt(np.maximum(variance, 0.0))
        units = wide / np.where(spread > LEAST, SPREAD * spread, np.inf)[:, None]
        return list(zip(units, (units @ self._centre).tolist(), strict=True))
