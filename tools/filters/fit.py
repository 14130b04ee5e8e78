"""Which items fit a condition: masks over the rows of a catalog.

Knows conditions and columns; knows nothing of people. As in Chroma, what an item lacks is equal to
nothing, in no range, and different from everything; only numbers are in ranges. Otherwise than in
Chroma's metadata a field that is a list equals each value in it, so that ``{"categories": "Tea"}``
is what it seems to say, and a text contains its parts, as Chroma's documents do
(docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from penchant.tools.filters.columns import Column, Columns, Mask, Numbers
from penchant.tools.filters.conditions import (
    CONTAINS,
    CONTAINS_NOT,
    DIFFERS,
    EQUALS,
    IN,
    NOT_IN,
    All,
    Condition,
    Not,
    Test,
)

_RANGES: dict[str, Callable[[Numbers, float], Mask]] = {
    "$gt": np.greater,
    "$gte": np.greater_equal,
    "$lt": np.less,
    "$lte": np.less_equal,
}
_OPPOSITES = {DIFFERS: EQUALS, NOT_IN: IN, CONTAINS_NOT: CONTAINS}


def fitting(condition: Condition, columns: Columns) -> Mask:
    """The rows, (n,), of the items that ``condition`` holds for."""
    if isinstance(condition, Test):
        return _tested(condition, columns)
    if isinstance(condition, Not):
        return ~fitting(condition.part, columns)
    both = isinstance(condition, All)
    mask = np.full(len(columns), both)
    for part in condition.parts:
        if both:
            mask &= fitting(part, columns)
        else:
            mask |= fitting(part, columns)
    return mask


def _tested(test: Test, columns: Columns) -> Mask:
    column, operator = columns[test.field], test.operator
    if (found := _RANGES.get(operator)) is not None:
        assert isinstance(test.operand, int | float)
        return found(column.numbers, test.operand)
    opposite = _OPPOSITES.get(operator)
    mask = np.zeros(len(columns), bool)
    _mark(mask, column, opposite or operator, test)
    return mask if opposite is None else ~mask


def _mark(mask: Mask, column: Column, operator: str, test: Test) -> None:
    values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    for value in values:
        mask[column.holding(value) if operator == CONTAINS else column.equal(value)] = True
