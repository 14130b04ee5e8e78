"""A made-up catalog: items around topics, with unit vectors.

Knows vectors and topics; knows nothing of people. The vectors are of one length and differ from
their topic's about as much as texts of one genre do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TOPICS, EACH, DIMENSION = 12, 150, 24
SPREAD = 0.6
"""Distance of an item from its topic, whose vector has length 1."""


@dataclass(frozen=True, slots=True)
class World:
    """``vectors`` (n, d) of the items, the ``topic`` (n,) of each, and the topics' own
    ``directions`` (TOPICS, d).
    """

    vectors: NDArray[np.float32]
    topic: NDArray[np.intp]
    directions: NDArray[np.float32]

    def nearest(self, centroid: NDArray[np.float32]) -> int:
        """The topic that lies nearest to ``centroid`` (d,)."""
        return int(np.argmax(self.directions @ centroid))


def make_world(rng: np.random.Generator) -> World:
    """A catalog of TOPICS * EACH items."""
    directions = _unit(rng.normal(size=(TOPICS, DIMENSION)))
    apart = SPREAD / np.sqrt(DIMENSION) * rng.normal(size=(TOPICS * EACH, DIMENSION))
    topic = np.repeat(np.arange(TOPICS), EACH)
    vectors = _unit(directions[topic] + apart)
    return World(vectors.astype(np.float32), topic, directions.astype(np.float32))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    unit: NDArray[np.float64] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
