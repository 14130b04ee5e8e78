"""Damaged stores: named by ``doctor``, mended by ``doctor --repair``, nothing lost in silence."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Clock, WordEmbedder
from test_cli import Shop, checks, item_file

from penchant.memory.errors import StoreBusy
from penchant.memory.memory import Memory
from penchant.memory.records import Entry
from penchant.memory.repair import mend_files
from penchant.memory.store import salvage as salvaging
from penchant.memory.store.salvage import damage, salvage
from penchant.memory.store.vectors import bucket_of

HERE = Path(__file__).parent
PAGE = 4096


@pytest.fixture
def shop(tmp_path: Path, clock: Clock) -> Shop:
    """A store of teas in which mira and noor said and did a few hundred things."""
    made = Shop(tmp_path / "store", WordEmbedder(), clock)
    with made.open(made.store, catalog=item_file(tmp_path)) as product:
        product.record("mira", text="I love green tea")
        product.record("mira", kind="like", item="t2")
        product.record("noor", kind="purchase", item="t4")
        vector = made.embedder.encode(["a long talk about tea"])[0]
        many = [
            Entry(
                id=f"x{number}",
                kind="turn",
                user=("mira", "noor")[number % 2],
                text=f"number {number}: {'a long talk about tea ' * 10}",
                occurred_at=clock(),
                recorded_at=clock(),
            )
            for number in range(400)
        ]
        product.memory.record_all(many, {entry.id: vector for entry in many})
    return made


def contents(path: Path) -> dict[str, tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
        return {row[2]: row for row in database.execute("SELECT * FROM entry")}


def leaves(path: Path, table: str) -> list[int]:
    """Numbers (from 0) of the pages that hold rows of a table or index."""
    query = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno"
    with closing(sqlite3.connect(path)) as database:
        try:
            return [row[0] - 1 for row in database.execute(query, (table,))]
        except sqlite3.OperationalError:
            return _leaves_of(path, database, table)


def _leaves_of(path: Path, database: sqlite3.Connection, table: str) -> list[int]:
    """The same where SQLite was built without dbstat: down the tree, page by page."""
    query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
    content, found = path.read_bytes(), []
    todo = [database.execute(query, (table,)).fetchone()[0]]
    while todo:
        number = todo.pop() - 1
        page = content[number * PAGE : (number + 1) * PAGE]
        if page[0] in (13, 10):
            found.append(number)
            continue
        cells = int.from_bytes(page[3:5], "big")
        todo.append(int.from_bytes(page[8:12], "big"))
        for cell in range(cells):
            at = int.from_bytes(page[12 + 2 * cell : 14 + 2 * cell], "big")
            todo.append(int.from_bytes(page[at : at + 4], "big"))
    return sorted(found)


def overwrite(path: Path, page: int, content: bytes = b"\xff" * PAGE) -> None:
    with path.open("r+b") as file:
        file.seek(page * PAGE)
        file.write(content)


def lost_and_found(before: dict[str, Any], path: Path) -> tuple[int, int]:
    after = contents(path)
    assert after.items() <= before.items()
    return len(before) - len(after), len(after)


def test_a_sound_store_has_nothing_to_mend(shop: Shop) -> None:
    before = contents(shop.store / "journal.db")
    assert damage(shop.store / "journal.db") is None
    assert "nothing was found" in shop.run("doctor", "--repair").stdout
    found = shop.json("doctor", "--repair")
    assert found["ok"]
    assert found["repaired"] == []
    assert contents(shop.store / "journal.db") == before


@pytest.mark.parametrize("count", [1, 3])
def test_entries_around_unreadable_pages_are_saved(shop: Shop, count: int) -> None:
    path = shop.store / "journal.db"
    before = contents(path)
    pages = leaves(path, "entry")
    assert len(pages) > 12
    for number in range(count):
        overwrite(path, pages[3 + 3 * number])
    broken = path.read_bytes()
    found = shop.json("doctor", code=1)
    assert "doctor --repair" in checks(found)["store"]["detail"]
    assert path.read_bytes() == broken

    found = shop.json("doctor", "--repair")
    lost, saved = lost_and_found(before, path)
    assert 0 < lost < 25 * count
    said = found["repaired"]
    assert f"{saved} entries were saved" in said[1]
    assert any(f"{lost} entries are lost" in line for line in said)
    (aside,) = shop.store.glob("damaged-*")
    assert (aside / "journal.db").read_bytes() == broken
    assert str(aside) in said[-1] or any(str(aside) in line for line in said)
    assert checks(found)["damaged journal"]["status"] == "warning"
    with shop.opened() as product:
        assert not any(product.memory.difference())
        assert product.profile("mira").liked == {"t2"}
        new = product.record("mira", kind="like", item="t1")
        assert new.sequence > max(row[0] for row in before.values())
    assert shop.json("doctor", "--repair")["repaired"] == []


def test_the_numbers_of_lost_entries_are_the_true_ones(shop: Shop, tmp_path: Path) -> None:
    path = shop.store / "journal.db"
    before = contents(path)
    overwrite(path, leaves(path, "entry")[5])
    found = salvage(path, tmp_path / "new.db", store=None)
    after = contents(tmp_path / "new.db")
    assert set(found.lost) == {before[id][0] for id in before.keys() - after.keys()}
    assert found.entries == len(after)
    assert found.unknown == 0
    assert found.head == len(before)


def test_damaged_content_in_a_sound_page_is_not_taken_over(shop: Shop, tmp_path: Path) -> None:
    path = shop.store / "journal.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE entry SET text = x'ff00fe' WHERE id = 'x7'")
        database.execute("UPDATE entry SET data = x'7b7b' WHERE id = 'x8'")
        database.commit()
    found = salvage(path, tmp_path / "new.db", store=None)
    assert found.unreadable == len(found.lost) == 2
    assert not {"x7", "x8"} & contents(tmp_path / "new.db").keys()


@pytest.mark.parametrize(("kept", "whole"), [(0.25, False), (0.7, True)])
def test_a_journal_cut_short_keeps_what_is_left(shop: Shop, kept: float, whole: bool) -> None:
    path = shop.store / "journal.db"
    before = contents(path)
    os.truncate(path, int(path.stat().st_size * kept))
    assert not shop.json("doctor", code=1)["ok"]
    said = shop.json("doctor", "--repair")["repaired"]
    lost, saved = lost_and_found(before, path)
    assert saved > 50
    assert (lost == 0) == whole
    assert any(f"{saved} entries were saved" in line for line in said)
    assert any("are lost" in line for line in said) != whole
    assert any("lack their vector" in line for line in said)
    assert not any("newest entries" in line for line in said)
    with shop.opened() as product:
        assert not any(product.memory.difference())
        assert not any("newest entries" in line for line in product.memory.repairs)


def test_a_broken_index_loses_nothing(shop: Shop) -> None:
    path = shop.store / "journal.db"
    before = contents(path)
    for index in ("entry_by_user", "entry_by_kind"):
        overwrite(path, leaves(path, index)[-1], bytes(PAGE))
    shop.json("doctor", code=1)
    said = shop.json("doctor", "--repair")["repaired"]
    assert lost_and_found(before, path) == (0, len(before))
    assert "none is lost" in said


def test_a_log_that_was_never_written_back_is_saved_too(
    tmp_path: Path, embedder: WordEmbedder, clock: Clock
) -> None:
    def made(folder: Path, close: bool) -> Memory:
        memory = Memory.open(folder, embedder, clock=clock)
        for number in range(60):
            memory.record(user="ann", kind="like", item=f"m{number}" * 40)
        return memory

    made(tmp_path / "store", False).close()
    memory = Memory.open(tmp_path / "store", embedder, clock=clock)
    memory.record(user="ann", kind="turn", text="the last words")
    left = tmp_path / "left"
    left.mkdir()
    for name in ("journal.db", "journal.db-wal", "journal.id"):
        (left / name).write_bytes((tmp_path / "store" / name).read_bytes())
    memory.close()
    overwrite(left / "journal.db", leaves(tmp_path / "store" / "journal.db", "entry")[1])
    assert damage(left / "journal.db") is not None
    mend_files(left, at=clock())
    assert damage(left / "journal.db") is None
    with Memory.open(left, embedder, clock=clock) as again:
        texts = [entry.text for entry in again.entries() if entry.kind == "turn"]
        assert texts == ["the last words"]
        assert again.journal.store_id == memory.journal.store_id


def test_what_is_forgotten_is_said_to_be_in_the_damaged_file(shop: Shop) -> None:
    path = shop.store / "journal.db"
    overwrite(path, leaves(path, "entry")[4])
    shop.run("doctor", "--repair")
    assert shop.json("forget", "mira", "--yes")["found_after"] == 1
    (aside,) = shop.store.glob("damaged-*")
    assert b"I love green tea" in (aside / "journal.db").read_bytes()
    assert b"I love green tea" not in path.read_bytes()


def test_where_nothing_can_be_read_everything_stays(shop: Shop) -> None:
    path = shop.store / "journal.db"
    for content in (os.urandom(100_000), b""):
        path.write_bytes(content)
        before = {p: p.read_bytes() for p in shop.store.iterdir() if p.is_file()}
        assert "restore a backup" in shop.run("doctor", "--repair", code=3).stderr
        after = {p: p.read_bytes() for p in shop.store.iterdir() if p.is_file()}
        after = {p: content for p, content in after.items() if p.name[:5] != "owner"}
        assert after.items() <= before.items()
        assert path.read_bytes() == content
        assert not list(shop.store.glob("damaged-*"))


def test_a_store_in_use_is_not_repaired(shop: Shop) -> None:
    with shop.opened():
        assert "owns this store" in shop.run("doctor", "--repair", code=3).stderr
        with pytest.raises(StoreBusy):
            mend_files(shop.store, at=shop.clock())


def test_there_need_be_no_store(shop: Shop, tmp_path: Path) -> None:
    assert shop.json("doctor", "--repair", "--store", str(tmp_path / "no"))["repaired"] == []
    assert not (tmp_path / "no").exists()


# -- what is derived ------------------------------------------------------------------------------


def test_missing_and_damaged_vectors_are_made_anew(shop: Shop) -> None:
    with shop.opened() as product:
        before = {e.id: v for e, v in product.memory.journal.embedded("words:1:64")}
    path = shop.store / "journal.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("DELETE FROM entry_vector WHERE sequence % 2 = 0")
        database.execute("UPDATE entry_vector SET vector = x'0000' WHERE sequence % 3 = 0")
        database.execute("DELETE FROM item_vector WHERE hash <> 'centre'")
        database.commit()
    said = " ".join(shop.json("doctor", "--repair")["repaired"])
    assert "damaged vectors were dropped" in said
    assert "without a vector were given one" in said
    with shop.opened() as product:
        after = {e.id: v for e, v in product.memory.journal.embedded("words:1:64")}
        assert after.keys() == before.keys()
        actions = [e.id for e in product.memory.entries() if e.item and e.id in before]
        assert len(actions) == 2
        assert all(np.allclose(before[id], after[id], atol=1e-6) for id in actions)
        assert not any(product.memory.difference())
        statements = [e for e in product.memory.entries(kinds=["statement"])]
        assert statements
        numbers = [entry.sequence for entry in statements]
        assert product.memory.journal.vectors("words:1:64", numbers).keys() == set(numbers)


def test_vectors_that_differ_in_kind_and_not_in_number_are_brought_in_step(shop: Shop) -> None:
    with shop.opened() as product:
        memory = product.memory
        memory.recall("mira", "tea")
        (entry, vector), *_ = memory.journal.embedded("words:1:64")
        stray = replace(entry, id="stray")
        vectors = memory._recall._open()
        vectors.upsert([(stray, vector)])
        vectors._collection(bucket_of(entry.user)).delete(ids=[entry.id])
        assert memory.difference() == ({entry.id}, {"stray"})
    assert not shop.json("doctor", code=1)["ok"]
    said = shop.json("doctor", "--repair")["repaired"]
    assert any("lacked 1 entries and held 1 too many" in line for line in said)
    assert shop.json("doctor")["ok"]


@pytest.mark.parametrize(
    "change", ["state = x'7b7d'", "state = x'5b5d'", "state = x'ff'", "sequence = 99999"]
)
def test_broken_snapshots_are_dropped_and_replayed(shop: Shop, change: str) -> None:
    with shop.opened() as product:
        states = {n: (v, f.snapshot()) for n, v, f in product.memory._folds._named()}
        product.memory.journal.save_snapshots(product.memory.journal.head(), states)
        before = product.memory.crowd().snapshot()
    with closing(sqlite3.connect(shop.store / "journal.db")) as database:
        database.execute(f"UPDATE snapshot SET {change} WHERE name = 'crowd'")
        database.commit()
    found = checks(shop.json("doctor", code=1))["snapshots"]
    assert "crowd" in found["detail"]
    said = shop.json("doctor", "--repair")["repaired"]
    assert any("snapshots of crowd" in line for line in said)
    assert shop.json("doctor")["ok"]
    with shop.opened() as product:
        assert product.memory.crowd().snapshot() == before


def test_half_files_are_named_and_removed(shop: Shop) -> None:
    (shop.store / "journal.db.salvaged.part").write_text("half")
    found = checks(shop.json("doctor"))["half files"]
    assert found["status"] == "warning"
    assert "journal.db.salvaged.part" in found["detail"]
    said = shop.json("doctor", "--repair")["repaired"]
    assert "journal.db.salvaged.part" in said[0]
    assert not (shop.store / "journal.db.salvaged.part").exists()


# -- cut short -------------------------------------------------------------------------------------

KILLED = """
import sys
from pathlib import Path
from crashes import NOW, kill_at
from penchant.memory import repair
from penchant.memory.store import copies, salvage
owner = {"copies": copies, "salvage": salvage, "repair": repair, "os": repair.os}[sys.argv[1]]
kill_at(owner, sys.argv[2], "before", int(sys.argv[3]))
repair.mend_files(Path("store"), at=NOW)
"""


@pytest.mark.parametrize(
    "point",
    [
        ("copies", "sync", "1"),
        ("salvage", "_write", "1"),
        ("salvage", "_most_used", "1"),
        ("repair", "_empty_log", "1"),
        ("os", "replace", "1"),
        ("copies", "sync", "4"),
    ],
)
def test_a_killed_repair_is_completed_by_the_next(shop: Shop, point: tuple[str, ...]) -> None:
    path = shop.store / "journal.db"
    before = contents(path)
    overwrite(path, leaves(path, "entry")[4])
    if point[1] == "_most_used":
        with closing(sqlite3.connect(path)) as database:
            database.execute("DELETE FROM meta WHERE key = 'embedder'")
            database.commit()
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    command = [sys.executable, "-c", KILLED, *point]
    done = subprocess.run(command, env=environ, cwd=shop.store.parent, timeout=60)
    assert done.returncode == -signal.SIGKILL
    shop.run("doctor", "--repair")
    lost, saved = lost_and_found(before, path)
    assert 0 < lost < 25
    assert saved > 370
    assert damage(path) is None
    assert not list(shop.store.glob("*.part*"))


def test_a_salvage_that_fails_changes_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    path = shop.store / "journal.db"
    overwrite(path, leaves(path, "entry")[4])
    broken = path.read_bytes()
    monkeypatch.setattr(salvaging, "_write", full)
    with pytest.raises(OSError, match="No space"):
        mend_files(shop.store, at=shop.clock())
    assert path.read_bytes() == broken
    assert not list(shop.store.glob("damaged-*"))
    assert not list(shop.store.glob("*.part*"))
