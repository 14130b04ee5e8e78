"""How often each item was chosen at each hour, on each day, in each setting, by each kind of
people.

Knows rows of items, columns by group and value, and periods; knows nothing of entries, people's
names or what a column means. Halving by whole periods makes every amount a power of two: the sums
are exact, so that they are the same in any order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.decay import Array

Rows = NDArray[np.intp]
Marks = NDArray[np.uint64]

PERIOD = 160.0
"""Days after which what was chosen counts half: habits last longer than tastes."""

NEWEST = 120
"""The period, counted from the epoch, that counts 1 in the table."""

FARTHEST = 800
"""Periods beyond this, either way, are taken for it."""

MARKED = 64
"""Marks that tell people, or weeks, apart; of more some share one, and so few are never taken for
more than they are.
"""


def period_of(day: float) -> int:
    """The period that ``day`` lies nearest to the beginning of."""
    return int(np.clip(np.floor(day / PERIOD + 0.5), -FARTHEST, FARTHEST))


def left_of(period: int, day: float) -> float:
    """What is left on ``day`` of something chosen in ``period``."""
    return float(2.0 ** (period - min(max(day / PERIOD, -FARTHEST), FARTHEST)))


class Table:
    """Sums and marks of people by column and item row. A column is one value of a group, such as
    ("hour", "21"); the one without a value is of all its group.
    """

    def __init__(self) -> None:
        self.columns: dict[tuple[str, str], int] = {}
        self._groups: dict[str, list[int]] = {}
        self._wholes: list[int] = []
        """By column, the one of its group."""
        self._sums: Array = np.zeros((0, 0))
        self._marks: Marks = np.zeros((0, 0), np.uint64)

    def column(self, group: str, value: str, most: int) -> int | None:
        """The column of ``value``, made if need be; None where the group has ``most`` others."""
        found = self.columns.get((group, value))
        if found is None:
            if (group, "") not in self.columns:
                self._open(group, "")
            if len(self._groups[group]) > most:
                return None
            found = self._open(group, value)
        return found

    def _open(self, group: str, value: str) -> int:
        column = self.columns[group, value] = len(self.columns)
        self._groups.setdefault(group, []).append(column)
        self._wholes.append(self._groups[group][0])
        return column

    def of(self, group: str) -> list[int]:
        """The columns of ``group``, that of all of it first; none where nothing was counted."""
        return self._groups.get(group, [])

    def add(self, columns: Sequence[int], row: int, period: int, person: int) -> None:
        """Somebody chose the item in ``row`` once more, in each of ``columns``."""
        for column in columns:
            self._reach(column, row)
            amount = 2.0 ** (period - NEWEST)
            for one in (column, self._wholes[column]):
                self._sums[one, row] += amount
                self._marks[one, row] |= np.uint64(1 << person % MARKED)

    def clear(self, group: str) -> None:
        """Have nothing in the columns of ``group``."""
        held = [column for column in self.of(group) if column < len(self._sums)]
        self._sums[held] = 0.0
        self._marks[held] = 0

    def sums(self, columns: Sequence[int], near: Array, day: float, n: int) -> Array:
        """What was chosen as of ``day`` of the first ``n`` rows, (n,), each of ``columns`` counting
        so ``near``.
        """
        found = np.zeros(n)
        for column, amount in zip(columns, near.tolist(), strict=True):
            if column < len(self._sums):
                some = self._sums[column, :n]
                found[: len(some)] += amount * some
        found *= left_of(NEWEST, day)
        return found

    def marks(self, columns: Sequence[int], n: int) -> Marks:
        """The marks of the people who chose the items in any of ``columns``, of the first ``n``
        rows: (n,).
        """
        found = np.zeros(n, np.uint64)
        for column in columns:
            if column < len(self._marks):
                some = self._marks[column, :n]
                found[: len(some)] |= some
        return found

    def _reach(self, column: int, row: int) -> None:
        columns, rows = self._sums.shape
        if column < columns and row < rows:
            return
        # Room for twice as many, so that growing costs little for each.
        size = (
            columns if column < columns else column + 8,
            rows if row < rows else max(2 * rows, row + 16),
        )
        sums, marks = np.zeros(size), np.zeros(size, np.uint64)
        sums[:columns, :rows], marks[:columns, :rows] = self._sums, self._marks
        self._sums, self._marks = sums, marks
