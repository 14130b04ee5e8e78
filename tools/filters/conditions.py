"""Conditions: a filter in Chroma's ``where`` form, read and made sure of.

Knows the operators and their operands; knows nothing of items. What Chroma 1.5 takes is taken.
Beyond it there are ``$not``, several conditions in one mapping (all must hold), ``$and`` and
``$or`` of one condition, values of several types in one list, and times for fields that are times.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from penchant.memory.errors import BadInput
from penchant.memory.records import Json

Scalar = str | int | float | bool

MOST = 1_000
"""Conditions of one filter."""

MOST_VALUES = 10_000
"""Values in the lists of one filter, together."""

DEEPEST = 32
"""Filters within filters."""

TIMES = ("available_from", "available_until")
"""Fields that are times: compared as Unix seconds, and written as those or as ISO 8601."""

RANGES = ("$gt", "$gte", "$lt", "$lte")
EQUALS, DIFFERS, IN, NOT_IN = "$eq", "$ne", "$in", "$nin"
CONTAINS, CONTAINS_NOT = "$contains", "$not_contains"
OPERATORS = (EQUALS, DIFFERS, *RANGES, IN, NOT_IN, CONTAINS, CONTAINS_NOT)
AND, OR, NOT = "$and", "$or", "$not"


@dataclass(frozen=True, slots=True)
class Test:
    """What one field is held to. ``operand`` is a tuple for ``$in`` and ``$nin``."""

    field: str
    operator: str
    operand: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class All:
    """All of ``parts`` hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of ``parts`` holds, or several."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``part`` does not hold."""

    part: Condition


Condition: TypeAlias = Test | All | Some | Not


def read_where(where: object, name: str = "where") -> Condition:
    """The condition that ``where`` writes down. BadInput, with the path of what is wrong in
    ``name``, for anything else, for more than MOST conditions or MOST_VALUES values in lists, and
    for a filter nested more than DEEPEST deep.
    """
    return _Reader().read(where, name, 0)


def as_where(condition: Condition) -> dict[str, Json]:
    """The filter that ``condition`` is read from, in its plainest form."""
    if isinstance(condition, All):
        return {AND: [as_where(part) for part in condition.parts]}
    if isinstance(condition, Some):
        return {OR: [as_where(part) for part in condition.parts]}
    if isinstance(condition, Not):
        return {NOT: as_where(condition.part)}
    operand = condition.operand
    plain = list(operand) if isinstance(operand, tuple) else operand
    return {condition.field: plain if condition.operator == EQUALS else {condition.operator: plain}}


def written(condition: Condition) -> str:
    """``condition`` as JSON in one line."""
    return json.dumps(as_where(condition), ensure_ascii=False)


def conjuncts(condition: Condition) -> Iterator[Condition]:
    """The conditions that all have to hold for ``condition`` to hold."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from conjuncts(part)
    else:
        yield condition


def fields_of(condition: Condition) -> Iterator[str]:
    """The fields that ``condition`` looks at."""
    if isinstance(condition, Test):
        yield condition.field
    elif isinstance(condition, Not):
        yield from fields_of(condition.part)
    else:
        for part in condition.parts:
            yield from fields_of(part)


class _Reader:
    """Reads one filter and counts what is in it."""

    def __init__(self) -> None:
        self.conditions = 0
        self.values = 0

    def read(self, where: object, path: str, depth: int) -> Condition:
        if depth > DEEPEST:
            raise BadInput(f"{_cut(path)}: a filter is nested at most {DEEPEST} deep")
        if not isinstance(where, Mapping) or not where:
            raise BadInput(f"{path} must name a field or an operator, as in {{'price': 20}}")
        parts = tuple(self._part(name, value, path, depth) for name, value in where.items())
        return parts[0] if len(parts) == 1 else All(parts)

    def _part(self, name: object, value: object, path: str, depth: int) -> Condition:
        if not isinstance(name, str) or not name:
            raise BadInput(f"{path}: the name of a field is text, not {name!r}")
        here = f"{path}.{name}"
        if name in (AND, OR):
            if not isinstance(value, list | tuple) or not value:
                raise BadInput(f"{here} needs a list of filters")
            parts = [
                self.read(part, f"{here}[{place}]", depth + 1) for place, part in enumerate(value)
            ]
            return All(tuple(parts)) if name == AND else Some(tuple(parts))
        if name == NOT:
            return Not(self.read(value, here, depth + 1))
        if name.startswith("$"):
            raise BadInput(f"{here}: outside of a field there are {AND}, {OR} and {NOT}")
        return self._field(name, value, here, depth)

    def _field(self, name: str, value: object, path: str, depth: int) -> Condition:
        if depth > DEEPEST:
            raise BadInput(f"{_cut(path)}: a filter is nested at most {DEEPEST} deep")
        if not isinstance(value, Mapping):
            return self._test(name, EQUALS, value, path)
        if not value:
            raise BadInput(f"{path} needs a value or an operator: {', '.join(OPERATORS)}")
        parts: list[Condition] = []
        for operator, operand in value.items():
            here = f"{path}.{operator}"
            if operator == NOT:
                parts.append(Not(self._field(name, operand, here, depth + 1)))
            elif operator in OPERATORS:
                parts.append(self._test(name, operator, operand, here))
            else:
                raise BadInput(f"{here} is no operator: there are {', '.join(OPERATORS)}, {NOT}")
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _test(self, name: str, operator: str, operand: object, path: str) -> Test:
        self.conditions += 1
        if self.conditions > MOST:
            raise BadInput(f"{_cut(path)}: a filter has at most {MOST} conditions")
        if operator in (IN, NOT_IN):
            if not isinstance(operand, list | tuple) or not operand:
                raise BadInput(f"{path} needs a list of values, not {_said(operand)}")
            self.values += len(operand)
            if self.values > MOST_VALUES:
                raise BadInput(f"{path}: the lists of a filter have at most {MOST_VALUES} values")
            values = [_scalar(name, one, f"{path}[{k}]") for k, one in enumerate(operand)]
            return Test(name, operator, tuple(values))
        value = _scalar(name, operand, path)
        if operator in RANGES and isinstance(value, str | bool):
            raise BadInput(f"{path} compares numbers, not {_said(operand)}")
        return Test(name, operator, value)


def _scalar(name: str, value: object, path: str) -> Scalar:
    """The value a field is compared with; of a field that is a time, its Unix seconds."""
    if name in TIMES and isinstance(value, str):
        value = _seconds(value, path)
    if not isinstance(value, str | int | float):
        raise BadInput(f"{path} needs a text, a number, true or false, not {_said(value)}")
    if isinstance(value, float) and not math.isfinite(value):
        raise BadInput(f"{path} is not a finite number")
    if isinstance(value, int) and abs(value) > sys.float_info.max:
        raise BadInput(f"{path} is too large a number")
    if name in TIMES and not isinstance(value, str):
        _check_moment(value, path)
    return value


def _seconds(value: str, path: str) -> float:
    try:
        moment = datetime.fromisoformat(value)
        # A day alone is taken as its beginning in UTC.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        raise BadInput(f"{path} is no time such as 2026-01-03T10:00Z: {_said(value)}") from None


def _check_moment(value: float, path: str) -> None:
    """BadInput unless there is a time of so many Unix seconds, which can be told in words."""
    try:
        datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        raise BadInput(f"{path} is no time between the years 1 and 9999") from None


def _said(value: object) -> str:
    return _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
