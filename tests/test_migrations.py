"""Stores of older and newer schemas: brought up to date whole or not at all, or left alone."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from checks import saying
from conftest import Clock, WordEmbedder

from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import StoreBusy, StoreFull, StoreTooNew
from penchant.memory.memory import Memory
from penchant.memory.ownership import Ownership
from penchant.memory.store import copies, migrations, schema
from penchant.memory.store.journal import Journal

# As the first version left its files; never to be brought up to date.
FIRST = """
CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (key));
CREATE TABLE entry (
    sequence INTEGER NOT NULL, tenant VARCHAR NOT NULL, id VARCHAR NOT NULL,
    user VARCHAR NOT NULL, conversation VARCHAR, role VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    item VARCHAR, value FLOAT, scale_low FLOAT, scale_high FLOAT, text BLOB, context BLOB,
    data BLOB, key_id VARCHAR NOT NULL, impression VARCHAR, supersedes VARCHAR, parent VARCHAR,
    occurred_at BIGINT NOT NULL, recorded_at BIGINT NOT NULL, embedder VARCHAR,
    schema INTEGER NOT NULL, PRIMARY KEY (sequence), UNIQUE (tenant, id));
CREATE INDEX entry_by_user ON entry (user, occurred_at);
CREATE INDEX entry_by_kind ON entry (kind, sequence);
CREATE TABLE entry_vector (
    sequence INTEGER NOT NULL, embedder VARCHAR NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (sequence, embedder));
CREATE TABLE item_vector (
    embedder VARCHAR NOT NULL, hash VARCHAR NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (embedder, hash));
CREATE TABLE snapshot (
    name VARCHAR NOT NULL, sequence INTEGER NOT NULL, version INTEGER NOT NULL,
    state BLOB NOT NULL, PRIMARY KEY (name));
"""
MARCH = int(datetime(2026, 3, 1, tzinfo=UTC).timestamp()) * 1_000_000
TURN, LIKE = "a quiet film about the sea, please", "The Old Boat"


def first_version(folder: Path) -> Path:
    """A store of schema 1 with a turn, its statement and a like of ann's, as it was left then."""
    folder.mkdir()
    path, embedder = folder / "journal.db", WordEmbedder()
    said = json.dumps(saying("Sea", 1)).encode()
    rows = [
        (1, "t1", "turn", None, TURN.encode(), None, None),
        (2, "t1.s0", "statement", None, None, said, "t1"),
        (3, "l1", "like", "boat", None, None, None),
    ]
    insert = (
        "INSERT INTO entry VALUES (?, 'default', ?, 'ann', 'c', 'user', ?, ?, NULL, NULL, NULL,"
        " ?, NULL, ?, 'plain', NULL, NULL, ?, ?, ?, 'words:1:64', 1)"
    )
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(FIRST)
        for number, id, kind, item, text, data, parent in rows:
            moment = MARCH + number
            row = (number, id, kind, item, text, data, parent, moment, moment)
            database.execute(insert, row)
        vectors = embedder.encode([TURN, "Sea films", LIKE])
        database.executemany(
            "INSERT INTO entry_vector VALUES (?, 'words:1:64', ?)",
            [(n, v.astype("<f4").tobytes()) for n, v in enumerate(vectors, 1)],
        )
        meta = {"schema": "1", "store": "a" * 32, "head": "3", "embedder": "words:1:64"}
        database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        database.commit()
    path.with_suffix(".id").write_text("a" * 32 + "\n", encoding="ascii")
    return folder


def indexes(path: Path) -> dict[str, str]:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    with closing(sqlite3.connect(path)) as database:
        return {
            name: "".join(sql.replace('"', "").split()) for name, sql in database.execute(query)
        }


def content(path: Path) -> dict[str, list[Any]]:
    """All that a journal's file holds, by table, but for the vectors' order of making."""
    with closing(sqlite3.connect(path)) as database:
        return {
            table: database.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
            for table in ("entry", "entry_vector", "item_vector", "snapshot", "meta")
        }


def test_a_store_of_the_first_schema_keeps_all_it_held(tmp_path: Path, clock: Clock) -> None:
    folder, embedder = first_version(tmp_path / "store"), WordEmbedder()
    with Memory.open(folder, embedder, clock=clock) as memory:
        assert memory.journal.get_meta("schema") == str(schema.VERSION)
        assert memory.journal.store_id == "a" * 32
        assert [(e.sequence, e.id, e.kind) for e in memory.entries()] == [
            (1, "t1", "turn"),
            (2, "t1.s0", "statement"),
            (3, "l1", "like"),
        ]
        turn = memory.get("t1")
        assert turn is not None
        assert turn.text == TURN
        assert turn.occurred_at == datetime(2026, 3, 1, 0, 0, 0, 1, tzinfo=UTC)
        found = memory.journal.vectors(embedder.fingerprint, [1, 2, 3])
        expected = embedder.encode([TURN, "Sea films", LIKE])
        assert all(np.array_equal(found[n], expected[n - 1]) for n in (1, 2, 3))
        assert memory.profile("ann").liked == {"boat"}
        assert len(memory.profile("ann").likes) >= 1
        assert memory.recall("ann", "the quiet sea", 1)[0][0].id == "t1"
        new = memory.record(user="ann", kind="turn", text="and one about the war")
        assert new.sequence == 4
        plan = memory.journal.path
    query = "EXPLAIN QUERY PLAN SELECT * FROM entry WHERE user = 'ann' ORDER BY sequence"
    with closing(sqlite3.connect(plan)) as database:
        steps = " ".join(row[3] for row in database.execute(query))
    assert "entry_by_user" in steps
    assert "TEMP B-TREE" not in steps


def test_a_migrated_file_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    Journal.open(first_version(tmp_path / "old") / "journal.db").close()
    (tmp_path / "new").mkdir()
    Journal.open(tmp_path / "new" / "journal.db").close()
    assert indexes(tmp_path / "old" / "journal.db") == indexes(tmp_path / "new" / "journal.db")
    query = "SELECT name FROM pragma_table_info(?) ORDER BY name"
    for table in schema.metadata.tables:
        columns = []
        for store in ("old", "new"):
            with closing(sqlite3.connect(tmp_path / store / "journal.db")) as database:
                columns.append(database.execute(query, (table,)).fetchall())
        assert columns[0] == columns[1]


def test_every_schema_since_the_first_has_its_step() -> None:
    assert sorted(migrations.STEPS) == list(range(2, schema.VERSION + 1))


def test_a_copy_from_before_stays_until_something_is_erased(
    tmp_path: Path, embedder: Embedder, clock: Clock
) -> None:
    folder = first_version(tmp_path / "store")
    before = content(folder / "journal.db")
    with Memory.open(folder, embedder, clock=clock):
        pass
    copy = folder / "journal.db.before-schema-1"
    assert content(copy) == before
    with Memory.open(folder, embedder, clock=clock) as memory:
        assert copy.exists()
        assert memory.forget("ann").found_after == 0
    assert not copy.exists()
    assert not any(TURN.encode() in path.read_bytes() for path in folder.rglob("*.*"))


def failing(connection: Any) -> None:
    connection.exec_driver_sql("DROP INDEX entry_by_user")
    connection.exec_driver_sql("DELETE FROM entry")
    connection.exec_driver_sql("PRAGMA max_page_count = 1")  # no page more than there are
    connection.exec_driver_sql("CREATE TABLE more AS SELECT randomblob(1000000)")


def test_an_error_in_a_migration_leaves_the_old_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = first_version(tmp_path / "store") / "journal.db"
    before = content(path), indexes(path)
    with monkeypatch.context() as broken:
        broken.setitem(migrations.STEPS, 2, failing)
        with pytest.raises(StoreFull):
            Journal.open(path)
    assert (content(path), indexes(path)) == before
    journal = Journal.open(path)
    assert journal.count() == 3
    journal.close()


KILLED = """
import sys
from pathlib import Path
from crashes import kill_at
from penchant.memory.store import copies, migrations
from penchant.memory.store.journal import Journal
owner, name = {"step": (migrations, "put_meta"), "copy": (migrations, "check_known"),
               "synced": (copies, "sync")}[sys.argv[2]]
kill_at(owner, name, "before", int(sys.argv[3]))
Journal.open(Path(sys.argv[1]))
"""


@pytest.mark.parametrize(
    ("point", "call"), [("step", 1), ("copy", 2), ("synced", 1), ("synced", 2)]
)
def test_a_kill_within_a_migration_leaves_the_old_store(
    tmp_path: Path, point: str, call: int
) -> None:
    path = first_version(tmp_path / "store") / "journal.db"
    before = content(path)
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), point, str(call)], env=environ, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    assert content(path) == before
    journal = Journal.open(path)
    assert journal.count() == 3
    assert content(copies.copies_before_migrations(path)[0]) == before
    journal.close()


def test_a_newer_store_is_refused_and_not_touched(
    tmp_path: Path, embedder: Embedder, clock: Clock
) -> None:
    folder = first_version(tmp_path / "store")
    path = folder / "journal.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
        database.execute("CREATE TABLE something_new (x)")
        database.commit()
        database.execute("PRAGMA journal_mode = DELETE")
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match=rf"schema 99.*up to {schema.VERSION}.*install a newer"):
        Memory.open(folder, embedder, clock=clock)
    assert path.read_bytes() == before
    assert not copies.copies_before_migrations(path)


def test_a_newer_store_that_was_not_closed_keeps_its_log(tmp_path: Path) -> None:
    folder = first_version(tmp_path / "store")
    with closing(sqlite3.connect(folder / "journal.db")) as database:
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
        database.commit()
        left = shutil.copytree(folder, tmp_path / "left", ignore=shutil.ignore_patterns("*-shm"))
    names = ("journal.db", "journal.db-wal")
    before = [(left / name).read_bytes() for name in names]
    with pytest.raises(StoreTooNew):
        Journal.open(left / "journal.db")
    assert [(left / name).read_bytes() for name in names] == before


def test_a_guest_does_not_migrate_a_store_under_its_owner(
    tmp_path: Path, embedder: Embedder, clock: Clock
) -> None:
    folder = first_version(tmp_path / "store")
    before = content(folder / "journal.db")
    owner = Ownership(folder)
    owner.claim()
    with pytest.raises(StoreBusy, match=r"schema 1.*older penchant"):
        Memory.open(folder, embedder, clock=clock)
    assert content(folder / "journal.db") == before
    assert not copies.copies_before_migrations(folder / "journal.db")
    owner.release()
    with Memory.open(folder, embedder, clock=clock) as memory:
        assert not memory.read_only
        assert memory.journal.count() == 3
