"""Signals of what items are: their vectors and years against those of what a person used.

Knows vectors and years by row; nothing of words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.measures import Name
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.decay import Array
from penchant.memory.records import FloatArray

EVENTS = 3.0
"""Half-life in events of what was liked lately."""

NAMES = (
    Name("alike-in-content", "content", "late"),
    Name("alike-in-content", "content", "all"),
    Name("alike-in-content", "content", "liking"),
    Name("year", "item"),
    Name("own-year", "content", "far"),
    Name("own-year", "content", "late far"),
    Name("own-year", "content", "product"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """``vectors`` (n, d), unit rows in a centred space; ``years`` (n,), nan where unknown."""

    vectors: FloatArray
    years: Array

    def measure(self, who: Person, rows: Rows) -> Array:
        """Shape (m, len(NAMES))."""
        values = np.zeros((len(NAMES), len(rows)))
        age = values[3] = self._age(rows)
        mine = who.rows.astype(np.intp)
        if not len(mine):
            return values.T
        late = np.exp2(-np.arange(len(mine))[::-1] / EVENTS)
        late /= late.sum()
        weights = np.stack([late, np.full(len(mine), 1.0 / len(mine)), who.amounts / len(mine)])
        directions = (weights @ self.vectors[mine]).astype(np.float32)
        if 2 * len(rows) > len(self.vectors):
            # Quicker than laying out the vectors of most items once more.
            values[:3] = (directions @ self.vectors.T)[:, rows]
        else:
            values[:3] = directions @ self.vectors[rows].T
        own = self._age(mine)
        usual, lately = float(own.mean()), float(late @ own)
        np.negative(np.abs(age - usual), out=values[4])
        np.negative(np.abs(age - lately), out=values[5])
        np.multiply(age, lately, out=values[6])
        return values.T

    def _age(self, rows: Rows) -> Array:
        age: Array = (np.nan_to_num(self.years[rows], nan=1990.0) - 1990.0) / 20.0
        return age
