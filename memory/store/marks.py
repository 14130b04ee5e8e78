"""How far the journal has come: its newest sequence number, and when its latest entry occurred.

Knows two named values and how they are read and written with an entry; knows no entries.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import sqlalchemy as sa

from penchant.memory.store import schema
from penchant.memory.store.prepared import Prepared

HEAD = "head"
"""Named value: the newest sequence number. Kept apart from max(sequence), for the numbers of erased
entries are never given again."""

LATEST = "latest"
"""Named value: when the latest entry occurred, so that nobody has to look for it."""

_META, _ENTRY = schema.meta, schema.entry
_VALUE = Prepared(sa.select(_META.c.value).where(_META.c.key == sa.bindparam("key")))
_BOTH = Prepared(
    sa.select(_META.c.key, _META.c.value).where(
        (_META.c.key == sa.bindparam("one")) | (_META.c.key == sa.bindparam("other"))
    )
)
_PUT = Prepared(_META.insert().prefix_with("OR REPLACE"))
_SEARCHED = Prepared(sa.select(sa.func.max(_ENTRY.c.occurred_at)))


@dataclass(frozen=True, slots=True)
class Marks:
    """The newest sequence number (0: none), and the latest time at which an entry occurred, in
    microseconds; that may be the time of an erased one.
    """

    head: int
    latest: int


def head(connection: sqlite3.Connection) -> int:
    """The newest sequence number."""
    found = _VALUE.rows(connection, {"key": HEAD})
    return int(found[0][0]) if found else 0


def read(connection: sqlite3.Connection) -> Marks:
    """Both."""
    kept = dict(_BOTH.rows(connection, {"one": HEAD, "other": LATEST}))
    latest = kept.get(LATEST)
    if latest is None:
        # A journal from before this was kept: the whole of it has to be read, once.
        latest = _SEARCHED.rows(connection)[0][0] or 0
    return Marks(int(kept.get(HEAD, 0)), int(latest))


def write(connection: sqlite3.Connection, marks: Marks) -> None:
    """Put these in the place of those that were there."""
    values = {HEAD: marks.head, LATEST: marks.latest}
    _PUT.run(connection, ({"key": key, "value": str(value)} for key, value in values.items()))
