"""Company: which items stand together in groups, such as all that were named in a conversation.

Knows rows of items and groups of them; knows nothing of words or people. A group can be left out
of every count, exactly: what a conversation holds must not speak for what is said in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.decay import Array

Rows = NDArray[np.intp]

KEPT = 4_096
"""Items whose companions are kept counted; beyond it all are counted afresh."""


class Company:
    """Groups of items out of ``items`` rows."""

    def __init__(self, items: int) -> None:
        self.items = items
        self.groups: list[Rows] = []
        self._counts = np.zeros(items)
        self._holding: dict[int, list[int]] = {}
        self._beside: dict[int, NDArray[np.float32]] = {}

    def add(self, rows: Iterable[int]) -> int:
        """Take in a group; its number. A row counts once; IndexError for one out of range."""
        group: Rows = np.array(sorted(set(rows)), np.intp)
        if len(group) and not 0 <= group[0] <= group[-1] < self.items:
            raise IndexError(f"rows {group[0]} to {group[-1]} of {self.items} items")
        number = len(self.groups)
        self.groups.append(group)
        self._counts[group] += 1.0
        for row in group.tolist():
            self._holding.setdefault(row, []).append(number)
            self._beside.pop(row, None)
        return number

    def counts(self, without: int | None = None) -> Array:
        """Groups that hold each item (items,), the group ``without`` left out."""
        counts: Array = self._counts.copy()
        if without is not None:
            counts[self.groups[without]] -= 1.0
        return counts

    def beside(self, row: int, without: int | None = None) -> Array:
        """Groups that hold both ``row`` and each other item (items,); 0 for ``row`` itself."""
        kept = self._beside.get(row)
        if kept is None:
            if len(self._beside) >= KEPT:
                self._beside.clear()
            kept = self._beside[row] = self._counted(row)
        both: Array = kept.astype(float)
        if without is not None and row in self.groups[without]:
            both[self.groups[without]] -= 1.0
            both[row] = 0.0
        return both

    def _counted(self, row: int) -> NDArray[np.float32]:
        holding = self._holding.get(row)
        if not holding:
            return np.zeros(self.items, np.float32)
        together = np.concatenate([self.groups[number] for number in holding])
        both = np.bincount(together, minlength=self.items).astype(np.float32)
        both[row] = 0.0
        return both

    def near(
        self, rows: Sequence[int], weights: Array, shrink: float, without: int | None = None
    ) -> Array:
        """How much each item keeps company with ``rows``, in [0, 1]: the root of the mean, by
        ``weights`` (rows,) that sum to 1, of the cosines between the groups that hold them.
        ``shrink`` is added to every count, so that rare items are not sure of their company.
        """
        near = np.zeros(self.items)
        if len(rows):
            counts = self.counts(without) + shrink
            for row, weight in zip(rows, weights, strict=True):
                near += weight * self.beside(row, without) / np.sqrt(counts[row] * counts)
        result: Array = np.sqrt(near)
        return result
