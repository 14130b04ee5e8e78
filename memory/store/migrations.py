"""The numbered steps that lead from an older file, or from none, to the tables in schema.py.

Knows versions; knows nothing of entries. All steps are one transaction. A step's SQL is written
out: schema.py shows the newest tables only, a step what they were to become then.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from penchant.memory.errors import StoreBusy, StoreTooNew
from penchant.memory.store import copies, schema
from penchant.memory.store.state import get_meta, put_meta


def version_of(path: Path) -> int:
    """The schema of the file ``path``, which is not changed; 0 where there is none yet."""
    if not path.exists() or path.is_dir() or path.stat().st_size == 0:
        return 0
    with closing(copies.open_to_read(path)) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        if "meta" not in tables:
            return 0
        row = database.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return int(row[0]) if row else 0


def prepare(path: Path, *, owned: bool) -> None:
    """Before the file ``path`` is opened to be written: refuse a newer one (StoreTooNew), and an
    older one that another process owns (StoreBusy); keep a copy of an older one.

    The copy stays beside the journal until somebody's entries are erased.
    """
    version = version_of(path)
    check_known(version)
    if not 0 < version < schema.VERSION:
        return
    if not owned:
        raise StoreBusy(
            f"the store at {path.parent} has schema {version} and is in use by a process with an "
            "older penchant: it can be used by this version once that process has ended"
        )
    target = path.with_name(f"{path.name}{copies.BEFORE}{version}")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    copies.copy_database(path, part)
    part.replace(target)
    copies.sync(path.parent)


def check_known(version: int) -> None:
    """Raise StoreTooNew for a schema this version does not know."""
    if version > schema.VERSION:
        raise StoreTooNew(
            f"this store has schema {version} and this version of penchant knows up to "
            f"{schema.VERSION}: install a newer penchant"
        )


def migrate(connection: sa.Connection) -> str:
    """Bring the tables to this version; returns the store's id, making one for a new store."""
    has_meta = sa.inspect(connection).has_table("meta")
    version = int(get_meta(connection, "schema") or 0) if has_meta else 0
    check_known(version)
    if version == 0:
        schema.metadata.create_all(connection)
        put_meta(connection, "schema", str(schema.VERSION))
        version = schema.VERSION
    for number in range(version + 1, schema.VERSION + 1):
        STEPS[number](connection)
        put_meta(connection, "schema", str(number))
    store_id = get_meta(connection, "store")
    if store_id is None:
        store_id = uuid.uuid4().hex
        put_meta(connection, "store", store_id)
    return store_id


_INDEXES = {
    "entry_by_user": 'CREATE INDEX entry_by_user ON entry ("user", sequence)',
    "entry_by_kind": "CREATE INDEX entry_by_kind ON entry (kind, sequence)",
    "entry_by_parent": "CREATE INDEX entry_by_parent ON entry (parent) WHERE parent IS NOT NULL",
    "entry_superseding": (
        "CREATE INDEX entry_superseding ON entry (supersedes) WHERE supersedes IS NOT NULL"
    ),
}


def _indexes(connection: sa.Connection) -> None:
    """Version 2: the indexes of entries, whose form had changed within version 1."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'entry'"
    there = {name: sql for name, sql in connection.exec_driver_sql(query) if sql is not None}
    for name, sql in there.items():
        if name not in _INDEXES or _plain(sql) != _plain(_INDEXES[name]):
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
    for name, sql in _INDEXES.items():
        if name not in there or _plain(there[name]) != _plain(sql):
            connection.exec_driver_sql(sql)


def _plain(sql: str) -> str:
    return "".join(sql.replace('"', "").split()).lower()


def _superseding_by_user(connection: sa.Connection) -> None:
    """Version 3: what one person took back is found without reading all that they did."""
    connection.exec_driver_sql(
        'CREATE INDEX entry_superseding_by_user ON entry ("user", supersedes) '
        "WHERE supersedes IS NOT NULL"
    )


STEPS: dict[int, Callable[[sa.Connection], None]] = {2: _indexes, 3: _superseding_by_user}
"""Version -> the step that leads to it from the version before."""
