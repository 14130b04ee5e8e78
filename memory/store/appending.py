"""Appending: entries written into a transaction, each with the next sequence number.

Knows which of them are there already; knows nothing of when the transaction is on disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from penchant.memory.errors import BadInput
from penchant.memory.records import Entry, FloatArray
from penchant.memory.store import marks, rows, schema
from penchant.memory.store.marks import Marks
from penchant.memory.store.prepared import Prepared
from penchant.memory.store.rows import Kept

Key = tuple[str, str]

_ENTRY = schema.entry
# By tenant and id, or SQLite reads the whole table: it has no index on ids alone.
_FIND = Prepared(
    sa.select(_ENTRY).where(
        _ENTRY.c.tenant == sa.bindparam("tenant"), _ENTRY.c.id == sa.bindparam("id")
    )
)
_INSERT = Prepared(_ENTRY.insert())
_INSERT_VECTOR = Prepared(schema.entry_vector.insert())


@dataclass(frozen=True, slots=True)
class Appended:
    """The ``entries`` as they stand in the journal, and its ``head`` if some of them are new."""

    entries: list[Entry]
    head: int | None


def append(
    connection: sqlite3.Connection, entries: Sequence[Kept], vectors: Mapping[str, FloatArray]
) -> Appended:
    """Write ``entries`` with their ``vectors`` by id, but for those that are there. Raises Conflict
    for an id that is there with other content, BadInput for a vector by nobody knows whom.
    """
    known = _known(connection, entries)
    before = marks.read(connection)
    head, latest = before.head, before.latest
    new: list[dict[str, Any]] = []
    placed: list[dict[str, Any]] = []
    result = []
    for kept in entries:
        entry = kept.entry
        key = (entry.tenant, entry.id)
        if key in known:
            rows.check_same(known[key], entry)
            result.append(known[key])
            continue
        head += 1
        known[key] = replace(entry, sequence=head)
        row = rows.to_row(kept, head)
        new.append(row)
        latest = max(latest, row["occurred_at"])
        result.append(known[key])
        if (vector := vectors.get(entry.id)) is not None:
            if entry.embedder is None:
                raise BadInput(f"entry {entry.id} has a vector and names no embedder")
            packed = rows.pack(vector)
            placed.append({"sequence": head, "embedder": entry.embedder, "vector": packed})
    if new:
        _INSERT.run(connection, new)
        marks.write(connection, Marks(head, latest))
    if placed:
        _INSERT_VECTOR.run(connection, placed)
    return Appended(result, head if new else None)


def add(connection: sqlite3.Connection, kept: Kept) -> None:
    """Write one entry whose id is new."""
    before = marks.read(connection)
    row = rows.to_row(kept, before.head + 1)
    _INSERT.run(connection, [row])
    marks.write(connection, Marks(before.head + 1, max(before.latest, row["occurred_at"])))


def _known(connection: sqlite3.Connection, entries: Sequence[Kept]) -> dict[Key, Entry]:
    """Those of ``entries`` that are there, as they stand."""
    known: dict[Key, Entry] = {}
    for kept in entries:
        key = (kept.entry.tenant, kept.entry.id)
        for row in _FIND.rows(connection, {"tenant": key[0], "id": key[1]}):
            known[key] = rows.from_row(rows.Row._make(row))
    return known
