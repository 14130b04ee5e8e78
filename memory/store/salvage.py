"""Salvage: what can still be read of a damaged journal, written into a new one.

Knows rows and the order in which to ask for them; knows nothing of who owns a store, nor of which
file takes which place. Rows are asked for by their key from the front until a page cannot be read,
from the back, and between the two one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import sqlalchemy as sa

from penchant.memory.errors import PenchantError, StoreDamaged
from penchant.memory.store import copies, migrations, rows, schema
from penchant.memory.store.sqlite import connect, translated
from penchant.memory.store.state import put_meta

FARTHEST = 2_000_000
"""Keys asked for one by one behind the last that is known of."""

_DERIVED = ("followed:", "embedded-through", "schema", "head", "store")
"""Beginnings of the names of values that are not taken over but made anew."""

_INDEXES = ("entry_by_user", "entry_by_kind", "sqlite_autoindex_entry_1")
_BATCH = 500

_UNPLACED = (
    sa.select(sa.func.count())
    .select_from(schema.entry)
    .where(
        schema.entry.c.role == "user",
        schema.entry.c.kind != "impression",
        ~sa.exists().where(schema.entry_vector.c.sequence == schema.entry.c.sequence),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What was saved: entries, and vectors of entries and of item texts.

    ``unplaced`` of the entries are by a person and have no vector. ``lost`` are the numbers of
    entries that an index or a vector still speaks of; ``unreadable`` of those have a row whose
    content is damaged. ``head`` is the newest number that was ever given, as far as it could be
    read, and ``unknown`` how many numbers up to it belong to no entry that is known of: erased
    before, or lost.
    """

    entries: int
    vectors: int
    item_vectors: int
    unplaced: int
    lost: tuple[int, ...]
    unreadable: int
    head: int
    unknown: int


def damage(journal: Path) -> str | None:
    """What is wrong with a journal's file, in the database's own words, or None."""
    try:
        with closing(copies.open_to_read(journal)) as database:
            said = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
            if said == ["ok"]:
                names = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
                missing = sorted(set(schema.metadata.tables) - names)
                said = [f"it has no table {name}" for name in missing] or said
    except sqlite3.OperationalError as error:
        # An index of the log that cannot be made beside it says nothing of the file.
        if "disk I/O" not in str(error) or error.sqlite_errorname.startswith("SQLITE_IOERR_SHM"):
            raise
        return str(error)
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if said == ["ok"] else "; ".join(" ".join(line.split()) for line in said)


def salvage(damaged: Path, new: Path, *, store: str | None) -> Salvaged:
    """Write what can be read of the file ``damaged`` into the new file ``new``.

    ``store`` is the store's id where it is known from elsewhere. The damaged file is not changed.
    Raises StoreDamaged where nothing can be read.
    """
    with closing(copies.open_to_read(damaged)) as source:
        # Else SQLite refuses a file that is shorter than it says.
        source.execute("PRAGMA writable_schema = ON")
        source.execute("PRAGMA cell_size_check = ON")
        source.row_factory = sqlite3.Row
        source.text_factory = bytes
        reading = _Reading(source)
        if not reading.tables:
            raise StoreDamaged(f"nothing can be read of {damaged}: restore a backup")
        engine = connect(new)
        try:
            with translated(new), engine.begin() as connection:
                migrations.migrate(connection)
                found = _write(connection, reading, store)
            with (
                translated(new),
                engine.execution_options(transaction=None).connect() as connection,
            ):
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                connection.exec_driver_sql("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            engine.dispose()
    copies.sync(new)
    return found


class _Reading:
    """Reads around damage in one file."""

    def __init__(self, source: sqlite3.Connection) -> None:
        self._source = source
        self.tables = {
            name
            for name in schema.metadata.tables
            if next(self._ask(f"SELECT count(*) FROM (SELECT * FROM {name} LIMIT 0)"), None)
        }

    def rows(self, table: str, known: int) -> Iterator[dict[str, Any]]:
        """All rows that can be read, by number; ``known`` is the highest number known of."""
        if table not in self.tables:
            return
        last = 0
        query = f"SELECT rowid AS number, * FROM {table} WHERE rowid"
        for row in self._ask(f"{query} > 0 ORDER BY rowid"):
            last = row["number"]
            yield self._plain(row)
        if self._ended:
            return
        back: list[dict[str, Any]] = []
        first = None
        for row in self._ask(f"{query} > ? ORDER BY rowid DESC", last):
            first = row["number"]
            back.append(self._plain(row))
        highest = first if first is not None else 1 + min(max(known, last + 1000), last + FARTHEST)
        for number in range(last + 1, highest):
            for row in self._ask(f"{query} = ?", number):
                yield self._plain(row)
        yield from reversed(back)

    def numbers(self) -> set[int]:
        """Sequence numbers of entries that the indexes still speak of."""
        found: set[int] = set()
        for index in _INDEXES:
            column = "tenant, id" if index.startswith("sqlite") else "kind"
            if index == "entry_by_user":
                column = '"user"'
            for order in ("ASC", "DESC"):
                by = ", ".join(f"{name} {order}" for name in column.split(", "))
                query = f"SELECT rowid AS number FROM entry INDEXED BY {index} ORDER BY {by}"
                found.update(row["number"] for row in self._ask(query))
                if self._ended:
                    break
        return found

    def _ask(self, query: str, *values: Any) -> Iterator[sqlite3.Row]:
        self._ended = False
        try:
            yield from self._source.execute(query, values)
        except sqlite3.DatabaseError:
            return
        self._ended = True

    @staticmethod
    def _plain(row: sqlite3.Row) -> dict[str, Any]:
        return dict(zip(row.keys(), tuple(row), strict=True))


def _write(connection: sa.Connection, reading: _Reading, store: str | None) -> Salvaged:
    meta = _meta(reading)
    head = int(meta["head"]) if meta.get("head", "").isdigit() else 0
    named = reading.numbers()
    top = max([head, *named])
    bad: set[int] = set()
    _fill(connection, schema.entry, _entries(reading, top, bad))
    # Not what was written but what is there: a row may break a rule of the table.
    saved = set(connection.scalars(sa.select(schema.entry.c.sequence)))
    spoken_of: set[int] = set()
    count = _fill(connection, schema.entry_vector, _vectors_of(reading, top, saved, spoken_of))
    items = _fill(connection, schema.item_vector, _vectors(reading, "item_vector", top))
    top = max([top, *saved, *bad, *spoken_of])
    for key, value in meta.items():
        if not key.startswith(_DERIVED):
            put_meta(connection, key, value)
    if "embedder" not in meta:
        put_meta(connection, "embedder", _most_used(connection))
    put_meta(connection, "head", str(top))
    if named_store := meta.get("store") or store:
        put_meta(connection, "store", named_store)
    known = (named | bad | spoken_of) - saved
    return Salvaged(
        entries=len(saved),
        vectors=count,
        item_vectors=items,
        unplaced=connection.scalar(_UNPLACED) or 0,
        lost=tuple(sorted(known)),
        unreadable=len(bad - saved),
        head=top,
        unknown=top - len(saved | known),
    )


def _meta(reading: _Reading) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in reading.rows("meta", 1000):
        try:
            found[row["key"].decode()] = row["value"].decode()
        except (AttributeError, UnicodeDecodeError):
            continue
    return found


def _entries(reading: _Reading, top: int, bad: set[int]) -> Iterator[dict[str, Any]]:
    """The entries whose content can be read; the numbers of others go into ``bad``."""
    blobs = {column.name for column in schema.entry.c if isinstance(column.type, sa.LargeBinary)}
    names = [column.name for column in schema.entry.c]
    for row in reading.rows("entry", top):
        try:
            values = {name: _text(row[name], name in blobs) for name in names}
            values["sequence"] = row["number"]
            row_like: Any = SimpleNamespace(**values)
            rows.as_kept(rows.from_row(row_like))
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError, PenchantError):
            bad.add(row["number"])
            continue
        yield values


def _vectors_of(
    reading: _Reading, top: int, saved: set[int], spoken_of: set[int]
) -> Iterator[dict[str, Any]]:
    """The vectors of entries that were saved; the numbers of all go into ``spoken_of``."""
    for row in _vectors(reading, "entry_vector", top):
        spoken_of.add(row["sequence"])
        if row["sequence"] in saved:
            yield row


def _vectors(reading: _Reading, table: str, top: int) -> Iterator[dict[str, Any]]:
    names = [column.name for column in schema.metadata.tables[table].c]
    for row in reading.rows(table, 4 * top):
        try:
            values = {name: _text(row[name], name == "vector") for name in names}
        except (KeyError, UnicodeDecodeError):
            continue
        packed = values["vector"]
        if not isinstance(packed, bytes) or not packed or len(packed) % 4:
            continue
        if np.isfinite(rows.unpack(packed)).all():
            yield values


def _text(value: Any, blob: bool) -> Any:
    return value.decode() if isinstance(value, bytes) and not blob else value


def _fill(connection: sa.Connection, table: sa.Table, found: Iterator[dict[str, Any]]) -> int:
    """Write rows in batches; returns how many."""
    insert, count = table.insert().prefix_with("OR IGNORE"), 0
    while batch := list(islice(found, _BATCH)):
        count += connection.execute(insert, batch).rowcount
    return count


def _most_used(connection: sa.Connection) -> str | None:
    """The embedder most vectors name; the store's own where its name was lost."""
    table = schema.entry_vector
    query = sa.select(table.c.embedder).group_by(table.c.embedder)
    return connection.scalar(query.order_by(sa.func.count().desc()).limit(1))
