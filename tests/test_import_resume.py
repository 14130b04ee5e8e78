"""Imports that are interrupted or killed: nothing lost, nothing twice, nothing embedded again."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Clock, WordEmbedder
from imports_cut_short import NOW

from penchant.memory.memory import Memory
from penchant.tools.catalog.catalog import load_catalog
from penchant.tools.catalog.embedding import BATCH, CHUNK, embed_items
from penchant.tools.importing import import_items

ITEMS = 1_000
SCRIPT = Path(__file__).with_name("imports_cut_short.py")


def started(store: Path, *words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, str(SCRIPT), str(store), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def finished(store: Path, *words: str) -> str:
    process = started(store, *words)
    out, err = process.communicate(timeout=90)
    assert process.returncode == 0, err
    return out


def embedded(store: Path) -> Counter[str]:
    said = store.with_suffix(".said")
    texts = said.read_text("utf-8").splitlines() if said.exists() else []
    return Counter(text for text in texts if re.match(r"Thing \d", text))


def wait_until_embedded(store: Path, process: subprocess.Popen[str], count: int) -> None:
    deadline = time.monotonic() + 60
    while embedded(store).total() < count:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_import_cut_short_is_completed_by_the_same_command(tmp_path, how):
    path = tmp_path / "items.csv"
    lines = [f"i{k},Thing {k},word {k % 7} and {k}" for k in range(ITEMS)]
    path.write_text("id,title,description\n" + "\n".join(lines) + "\n", "utf-8")
    store = tmp_path / "store"
    process = started(store, "items", str(path))
    wait_until_embedded(store, process, 2 * BATCH + CHUNK)
    process.send_signal(how)
    out, err = process.communicate(timeout=60)
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert "same command completes it" in err
        assert "Traceback" not in err
    else:
        assert process.returncode == -signal.SIGKILL
    assert out == ""
    with Memory.open(store, WordEmbedder(), clock=Clock(NOW)) as memory:
        there = memory.journal.count(["item-upsert"])
    assert 2 * BATCH <= there < ITEMS
    before = embedded(store)

    assert f"Imported {ITEMS - there} items; {there} were there already" in finished(
        store, "items", str(path)
    )
    with Memory.open(store, WordEmbedder(), clock=Clock(NOW)) as memory:
        assert memory.journal.count(["item-upsert"]) == ITEMS
        assert memory.journal.count(["catalog"]) == 1
        catalog = load_catalog(memory)
        assert {item.id for item in catalog} == {f"i{k}" for k in range(ITEMS)}
        expected = WordEmbedder().encode([item.text for item in catalog])
        assert abs(catalog.matrix - expected).max() < 1e-6
    texts = embedded(store)
    assert len(texts) == ITEMS
    again = sum(count - 1 for count in texts.values())
    # Interrupted, what was embedded is kept, but for calls that were still running; killed, the
    # vectors of one batch may be lost. What was written is never embedded again.
    assert again <= (4 * CHUNK if how is signal.SIGINT else BATCH)
    assert before.total() >= 2 * BATCH

    assert f"{ITEMS} were there already" in finished(store, "items", str(path))
    assert embedded(store) == texts


def test_events_killed_in_mid_import_are_completed(tmp_path):
    items, path, store = tmp_path / "items.csv", tmp_path / "events.csv", tmp_path / "store"
    items.write_text("id,title\n" + "".join(f"i{k},Thing {k}\n" for k in range(20)), "utf-8")
    finished(store, "items", str(items))
    count = 6_000
    rows = (f"u{k % 40},i{k % 20},view,{1_700_000_000 + k}\n" for k in range(count))
    path.write_text("user,item,event,time\n" + "".join(rows), "utf-8")
    process = started(store, "events", str(path))
    deadline = time.monotonic() + 60
    there = 0
    # Read past the store's own lock: whoever opens the store first owns it.
    with closing(sqlite3.connect(f"file:{store / 'journal.db'}?mode=ro", uri=True)) as journal:
        while not there:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            query = "SELECT count(*) FROM entry WHERE kind = 'view'"
            (there,) = journal.execute(query).fetchone()
            time.sleep(0.005)
    process.kill()
    process.communicate()
    with Memory.open(store, WordEmbedder(), clock=Clock(NOW)) as memory:
        there = memory.journal.count(["view"])
    assert there < count
    assert f"Imported {count - there} events; {there} were there" in finished(
        store, "events", str(path)
    )
    with Memory.open(store, WordEmbedder(), clock=Clock(NOW)) as memory:
        assert memory.journal.count(["view"]) == count
        assert memory.difference() == (set(), set())


class Slow(WordEmbedder):
    """Says that one call takes one thread, and how many ran at once."""

    threads = 1

    def __init__(self) -> None:
        self.running = self.most = 0

    def encode(self, texts):
        self.running += 1
        self.most = max(self.most, self.running)
        time.sleep(0.02)
        rows = super().encode(texts)
        self.running -= 1
        return rows


@pytest.mark.parametrize("calls", [1, 3])
def test_calls_side_by_side_give_the_same_vectors_in_order(tmp_path, clock, calls):
    path = tmp_path / "items.csv"
    lines = [f"i{k},{'word ' * (k % 9)}thing {k}" for k in range(200)]
    path.write_text("id,title\n" + "\n".join(lines) + "\n", "utf-8")
    embedder = Slow()
    with Memory.open(tmp_path / "store", embedder, clock=clock) as memory:
        import_items(memory, path, side_by_side=calls)
        assert embedder.most == calls
        catalog = load_catalog(memory)
        matrix = embed_items(memory, catalog.items)
        assert embedder.most == calls
    assert abs(matrix - WordEmbedder().encode([i.text for i in catalog])).max() < 1e-6
