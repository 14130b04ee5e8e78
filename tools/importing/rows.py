"""One record of a file, its fields within fields, and the names they go by.

Knows nesting and paths such as ``product.name``; knows nothing of how files are written nor of
what a field means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from penchant.memory.records import Json

DEEPEST = 4
"""Fields within fields that are named, counted from the record."""

WIDEST = 100
"""An object that has more different fields than this over all records is a table of its own (such
as prices by shop): its fields are not named one by one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file: its values by column, as text (CSV) or JSON values.

    ``file`` names the file where there are several. ``line`` is where the record begins, in a
    Parquet file its number. ``untyped`` says that the file has nothing but text, so that a text may
    stand for a number.
    """

    line: int
    values: Mapping[str, Json]
    file: str = ""
    untyped: bool = False

    def get(self, column: str) -> Json:
        """The value of a column or, by a path with points, of a field within it; None without one.

        Of a list of objects, the list of what each has there.
        """
        return field_of(self.values, column)

    def without(self, taken: Iterable[str]) -> dict[str, Json]:
        """The values that none of the columns and paths ``taken`` names."""
        rest: dict[str, Json] = dict(self.values)
        for path in taken:
            if path in rest:
                del rest[path]
            else:
                _cut(rest, path.split("."))
        return rest

    def said(self, why: str) -> str:
        """``why`` as it is reported of this row."""
        return f"{self.file}: {why}" if self.file else why


Found = Row | tuple[int, str]
"""A record, or the line and the reason why there is none."""


def field_of(value: Json, path: str) -> Json:
    """What ``value``, an object or a list of objects, has under ``path``; None without it."""
    if isinstance(value, list):
        found = [part for one in value if (part := field_of(one, path)) is not None]
        return found or None
    if not isinstance(value, Mapping):
        return None
    if path in value:
        return value[path]
    first, point, rest = path.partition(".")
    while point:
        if first in value and (found := field_of(value[first], rest)) is not None:
            return found
        more, point, rest = rest.partition(".")
        first = f"{first}.{more}"
    return None


def columns_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """The columns of the rows in the order in which they appear, each with the paths within it."""
    tree: dict[str, Any] = {}
    for row in rows:
        _grow(tree, row.values, 1)
    names: list[str] = []
    _name(tree, "", names)
    return tuple(dict.fromkeys(names))


def _grow(tree: dict[str, Any], value: Json, depth: int) -> None:
    """Add to ``tree`` (field -> the same of what is within) the fields of ``value``."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            within = tree.setdefault(name, {})
            if depth < DEEPEST and isinstance(part, Mapping | list):
                _grow(within, part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, Mapping):
                _grow(tree, part, depth)


def _name(tree: Mapping[str, Any], before: str, names: list[str]) -> None:
    for name, within in tree.items():
        names.append(before + name)
        if len(within) <= WIDEST:
            _name(within, f"{before}{name}.", names)


def _cut(values: dict[str, Json], path: list[str]) -> None:
    """Remove what lies under ``path``; objects on the way are copied, what gets empty goes too."""
    for count in range(1, len(path)):
        name = ".".join(path[:count])
        if name not in values:
            continue
        within, rest = values[name], ".".join(path[count:])
        if isinstance(within, Mapping):
            values[name] = copied = dict(within)
            if rest in copied:
                del copied[rest]
            else:
                _cut(copied, path[count:])
        elif isinstance(within, list) and any(isinstance(part, Mapping) for part in within):
            kept = [Row(0, part).without([rest]) for part in within if isinstance(part, Mapping)]
            values[name] = [part for part in kept if part]
        if values[name] in ({}, []):
            del values[name]
        return
