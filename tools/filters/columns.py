"""Columns: the values of items by field, laid out so that many can be compared at once.

Knows the fields and attributes of items; knows nothing of filters. A column is made when it is
first asked for, and shared by catalogs in which its field is the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Item, Json

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]
Numbers = NDArray[np.float64]
Scalar = str | int | float | bool

ATTRIBUTES = "attributes"
FIELDS = frozenset(one.name for one in fields(Item)) - {ATTRIBUTES}
NUMERIC = frozenset({"year", "price", "prior", "stock", "available_from", "available_until"})
"""Fields that are a number, or nothing."""

_NONE: Rows = np.zeros(0, np.intp)


def value_of(item: Item, name: str) -> Json:
    """What ``item`` has under ``name``: a field, or an attribute, whose own name goes before a path
    with points into attributes (``specs.weight``). None where it has nothing there: also for an
    empty text, and for ``prior`` 0. A time is its Unix seconds.
    """
    if name in FIELDS:
        value = getattr(item, name)
        if isinstance(value, datetime):
            return value.timestamp()
        return None if value == "" or (name == "prior" and value == 0) else value
    found: Json = item.attributes
    if name in found or "." not in name:
        return found.get(name)
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


class Column:
    """The values of ``items`` under one name."""

    def __init__(self, items: Sequence[Item], name: str) -> None:
        self._items = items
        self._name = name
        self._numbers: Numbers | None = None
        self._words: _Words | None = None

    @property
    def numbers(self) -> Numbers:
        """The numbers, (n,); nan where an item has none, or a list."""
        if self._numbers is None:
            values = (_number(value_of(item, self._name)) for item in self._items)
            self._numbers = np.fromiter(values, float, len(self._items))
        return self._numbers

    def equal(self, value: Scalar) -> Rows:
        """The rows of the items that have ``value``, or a list in which it is."""
        if self._name in NUMERIC and not isinstance(value, str | bool):
            return np.flatnonzero(self.numbers == _number(value))
        return self._laid_out.rows(value)

    def holding(self, value: Scalar) -> Rows:
        """The rows of the items that have a list in which ``value`` is, or a text that has it."""
        listed = self._laid_out.rows(value, listed=True)
        if not isinstance(value, str):
            return listed
        return np.concatenate([listed, self._laid_out.within(value)])

    @property
    def _laid_out(self) -> _Words:
        if self._words is None:
            self._words = _Words(value_of(item, self._name) for item in self._items)
        return self._words

    def changed(self, items: Sequence[Item], rows: Rows) -> Column:
        """The column of ``items``, which differ in ``rows``."""
        made = Column(items, self._name)
        if self._numbers is not None:
            made._numbers = self._numbers.copy()
            made._numbers[rows] = [_number(value_of(items[row], self._name)) for row in rows]
        return made


class Columns:
    """The columns of ``items`` by name."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._made: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        column = self._made.get(name)
        if column is None:
            column = self._made[name] = Column(self._items, name)
        return column

    def __len__(self) -> int:
        return len(self._items)

    def changed(self, items: Sequence[Item], rows: Rows, named: Collection[str]) -> Columns:
        """The columns of ``items``, which differ in the fields ``named`` of ``rows``."""
        made = Columns(items)
        for name, column in list(self._made.items()):
            differs = (name if name in FIELDS else ATTRIBUTES) in named
            made._made[name] = column.changed(items, rows) if differs else column
        return made


class _Words:
    """Which rows have which value. Numbers are equal across types, yes and no are no numbers."""

    def __init__(self, values: Iterator[Json]) -> None:
        self._places: dict[object, int] = {}
        places: list[int] = []
        rows: list[int] = []
        listed: list[bool] = []
        for row, value in enumerate(values):
            many = isinstance(value, list | tuple)
            for one in value if many else (value,):
                if isinstance(one, str | int | float):
                    places.append(self._places.setdefault(_key(one), len(self._places)))
                    rows.append(row)
                    listed.append(many)
        found = np.asarray(places, np.intp)
        order = np.argsort(found, kind="stable")
        self._rows: Rows = np.asarray(rows, np.intp)[order]
        self._listed: Mask = np.asarray(listed, bool)[order]
        self._starts: Rows = np.searchsorted(found[order], np.arange(len(self._places) + 1))

    def rows(self, value: Scalar, *, listed: bool = False) -> Rows:
        place = self._places.get(_key(value))
        if place is None:
            return _NONE
        here = slice(self._starts[place], self._starts[place + 1])
        found: Rows = self._rows[here]
        return found[self._listed[here]] if listed else found

    def within(self, part: str) -> Rows:
        """The rows of texts, outside of lists, that have ``part`` in them."""
        having = np.fromiter(
            (isinstance(key, str) and part in key for key in self._places),
            bool,
            len(self._places),
        )
        found: Rows = self._rows[np.repeat(having, np.diff(self._starts)) & ~self._listed]
        return found


def _key(value: Scalar) -> object:
    return (value,) if isinstance(value, bool) else value


def _number(value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.inf if value > 0 else -np.inf
