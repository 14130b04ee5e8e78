"""Asking for entries: one statement for each shape of question, worked out when it first comes.

Knows by what entries are asked for, and in which order they come; knows nothing of pages.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from penchant.memory.store import rows, schema
from penchant.memory.store.prepared import Prepared

SHAPES = 256
"""Statements kept; those not asked for longest make room."""


@dataclass(frozen=True, slots=True)
class Question:
    """Entries of ``user`` in ``conversation``, of these ``kinds`` and none ``without``, about these
    ``items``, with ``after < sequence <= until``; None restricts nothing. They come by sequence, or
    ``newest_first``.
    """

    user: str | None = None
    kinds: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    conversation: str | None = None
    items: tuple[str, ...] | None = None
    after: int = 0
    until: int | None = None
    newest_first: bool = False

    def beyond(self, sequence: int) -> Question:
        """What is left to ask for once the entry with this number was given."""
        if self.newest_first:
            return replace(self, until=sequence - 1)
        return replace(self, after=sequence)

    def answer(self, connection: sqlite3.Connection, most: int) -> list[Any]:
        """The rows of the first ``most`` entries."""
        values: dict[str, Any] = {"after": self.after, "until": self.until, "most": most}
        values |= {"user": self.user, "conversation": self.conversation}
        for name in ("kinds", "without", "items"):
            values |= {f"{name}{n}": one for n, one in enumerate(getattr(self, name) or ())}
        shape = _Shape(
            user=self.user is not None,
            kinds=None if self.kinds is None else len(self.kinds),
            without=len(self.without),
            conversation=self.conversation is not None,
            items=None if self.items is None else len(self.items),
            until=self.until is not None,
            newest_first=self.newest_first,
        )
        return list(map(rows.Row._make, _asked(shape).rows(connection, values)))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a question restricts, and how many names it does so by."""

    user: bool
    kinds: int | None
    without: int
    conversation: bool
    items: int | None
    until: bool
    newest_first: bool


@lru_cache(SHAPES)
def _asked(shape: _Shape) -> Prepared:
    table, number = schema.entry, schema.entry.c.sequence
    query = sa.select(table).where(number > sa.bindparam("after"))
    if shape.until:
        query = query.where(number <= sa.bindparam("until"))
    if shape.user:
        query = query.where(table.c.user == sa.bindparam("user"))
    if shape.conversation:
        query = query.where(table.c.conversation == sa.bindparam("conversation"))
    if shape.kinds is not None:
        query = query.where(_one_of(table.c.kind, "kinds", shape.kinds))
    if shape.items is not None:
        query = query.where(_one_of(table.c.item, "items", shape.items))
    if shape.without:
        query = query.where(~_one_of(table.c.kind, "without", shape.without))
    query = query.order_by(number.desc() if shape.newest_first else number)
    return Prepared(query.limit(sa.bindparam("most", type_=sa.Integer)))


def _one_of(column: sa.Column[Any], name: str, number: int) -> sa.ColumnElement[bool]:
    if not number:
        return sa.false()
    return column.in_([sa.bindparam(f"{name}{place}") for place in range(number)])
