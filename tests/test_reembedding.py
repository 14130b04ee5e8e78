"""A store is given to another embedder from its journal: in use, interrupted, and for good."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import Clock, WordEmbedder
from successors import (
    FAULTS,
    START,
    OtherEmbedder,
    catalog_file,
    made,
    opened,
)

import penchant.languages as languages
from penchant.languages import LanguageWatch
from penchant.memory.errors import EmbedderMismatch, StoreBusy
from penchant.memory.folds import Folds
from penchant.memory.gate import Gate
from penchant.memory.memory import Memory
from penchant.memory.store import rows
from penchant.tools.catalog.reembedding import Reembedded, reembed


@pytest.fixture(scope="module")
def seed(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("seed") / "old"
    made(folder, WordEmbedder()).close()
    return folder


@pytest.fixture
def product(seed, tmp_path):
    shutil.copytree(seed, tmp_path / "old")
    with opened(tmp_path / "old" / "store", WordEmbedder(), Clock(START)) as found:
        yield found


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """The same store, by the other embedder from the beginning."""
    with made(tmp_path_factory.mktemp("fresh") / "new", OtherEmbedder()) as found:
        yield found


def beliefs(product, user: str):
    profile = product.profile(user, START)
    return [
        (one.polarity, one.label, sorted((e.entry, round(e.amount, 5)) for e in one.evidence))
        for one in profile.interests
    ]


def assert_is_the_others(product, fresh) -> None:
    """Nothing tells the store from one that was the other embedder's from its beginning."""
    memory, new = product.memory, OtherEmbedder.fingerprint
    assert memory.embedder.fingerprint == new == memory.journal.get_meta("embedder")
    assert memory.difference() == (set(), set())
    for user in ("ann", "ben"):
        assert beliefs(product, user) == beliefs(fresh, user)
        lists = [p.recommend(user, "horror", 8, at=START) for p in (product, fresh)]
        assert [r.item.id for r in lists[0].items] == [r.item.id for r in lists[1].items]
        ours, theirs = (p.memory.recall(user, "a quiet evening", 5) for p in (product, fresh))
        assert [e.text for e, _ in ours] == [e.text for e, _ in theirs]
    ids = {entry.sequence: entry.id for entry in memory.entries()}
    expected = {entry.id: entry.sequence for entry in fresh.memory.entries()}
    found = memory.journal.vectors(new, list(ids))
    wanted = fresh.memory.journal.vectors(new, list(expected.values()))
    assert len(found) == len(wanted) > 30
    for sequence, vector in found.items():
        np.testing.assert_allclose(vector, wanted[expected[ids[sequence]]], atol=1e-5)
    assert memory.journal.vectors(WordEmbedder.fingerprint, list(ids)) == {}
    assert memory.journal.get_meta("embedder-left") is None


def test_afterwards_it_is_as_if_it_had_always_been_the_new_one_s(
    product, fresh, tmp_path, nobody_at_hand
) -> None:
    old = WordEmbedder()
    assert product.memory.recall("ann", "a quiet evening")  # Chroma holds the old ones
    told = []
    done = product_reembedded(product, progress=lambda *counts: told.append(counts))
    assert done.changed
    assert done.unplaced == 0
    assert told[-1] == (done.entries, done.entries)
    assert_is_the_others(product, fresh)
    folder = product.memory.folder
    product.close()
    trace = rows.pack(old.encode(["a quiet evening by the sea, said ann at 2"])[0])
    assert not [path for path in folder.rglob("*") if path.is_file() and trace in path.read_bytes()]
    with pytest.raises(EmbedderMismatch, match="others"):
        opened(folder, old, Clock(START))
    with opened(folder, OtherEmbedder(), Clock(START)) as again:
        assert_is_the_others(again, fresh)
        assert again.memory.repairs == []


def product_reembedded(product, **options) -> Reembedded:
    return reembed(product.recommender, OtherEmbedder(), "other", **options)


def test_a_second_time_there_is_nothing_to_do(product) -> None:
    product_reembedded(product)
    assert product_reembedded(product) == Reembedded(changed=False)


def test_it_goes_there_and_back(product) -> None:
    before = beliefs(product, "ann")
    product_reembedded(product)
    assert beliefs(product, "ann") is not before
    assert reembed(product.recommender, WordEmbedder()).changed
    assert beliefs(product, "ann") == before
    assert product.memory.difference() == (set(), set())
    assert product.memory.repairs == []


def test_forgetting_is_learned_anew_from_the_new_one_s_vectors(product) -> None:
    before = product.memory._folds.forgetting.snapshot()
    product_reembedded(product)
    memory = product.memory
    learned = memory._folds.forgetting.snapshot()
    assert learned != before
    folds = Folds(memory.journal, OtherEmbedder.fingerprint)
    folds.replay()
    assert learned == folds.forgetting.snapshot()


class Slow(OtherEmbedder):
    """Stops at the first turn it is given until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.go = threading.Event(), threading.Event()

    def encode(self, texts):
        if any(" said ann at " in text for text in texts):
            self.reached.set()
            assert self.go.wait(30)
        return super().encode(texts)


def test_the_store_is_in_use_meanwhile_and_nothing_is_left_behind(product, tmp_path) -> None:
    slow, done = Slow(), []
    thread = threading.Thread(target=lambda: done.append(reembed(product.recommender, slow)))
    thread.start()
    assert slow.reached.wait(30)
    try:
        # With the old embedder, at once:
        product.record("ann", "I love westerns and the open plain", id="meanwhile")
        product.record("cy", kind="like", item="film:7", id="liked-meanwhile")
        assert product.recommend("ann", "western", 3).items
        assert product.memory.recall("ann", "open plain", 1)[0][0].id == "meanwhile"
        receipt = product.forget("ben")
        assert receipt.found_after == 0
        more = tmp_path / "more.csv"
        more.write_text("id,title,genre\nnew:1,The Late One,Horror\n", encoding="utf-8")
        product.import_items(more)
    finally:
        slow.go.set()
    thread.join(60)
    assert done[0].changed
    memory = product.memory
    assert memory.embedder is slow
    assert memory.difference() == (set(), set())
    assert memory.recall("ann", "open plain", 1)[0][0].id == "meanwhile"
    assert product.profile("cy").interests
    assert product.recommender.catalog.matrix.shape[1] == slow.dimension
    assert "new:1" in product.recommender.catalog
    assert list(memory.entries("ben")) == []
    assert not any("said ben" in text for text in slow.texts if "meanwhile" in text)


def test_stopped_it_changes_nothing_and_goes_on_later(product, fresh) -> None:
    stop = threading.Event()
    first = OtherEmbedder()

    def halt(done: int, total: int) -> None:
        if total != 60:  # the items are done, the entries have begun
            stop.set()

    halted = reembed(product.recommender, first, "other", progress=halt, stop=stop)
    assert not halted.changed
    assert 0 < halted.entries < 100
    assert product.memory.embedder.fingerprint == WordEmbedder.fingerprint
    assert product.recommend("ann", "horror", 3).items
    second = OtherEmbedder()
    assert reembed(product.recommender, second, "other").changed
    spoken = [text for text in first.texts if ", said " in text]
    assert spoken
    assert not set(spoken) & set(second.texts)  # nothing is embedded twice
    assert_is_the_others(product, fresh)


def test_killed_anywhere_it_is_one_or_the_other_and_complete(fresh, tmp_path) -> None:
    script = Path(__file__).with_name("successors.py")
    path = ":".join([*filter(None, sys.path), str(script.parent)])
    subprocess.run(
        [sys.executable, script, tmp_path], check=True, timeout=100, env={"PYTHONPATH": path}
    )
    for fault in FAULTS:
        folder = tmp_path / fault / "store"
        changed = fault in ("after-the-step", "before-clearing", "half-cleared")
        with opened(folder, OtherEmbedder() if changed else WordEmbedder(), Clock(START)) as found:
            if not changed:
                assert found.memory.difference() == (set(), set()), fault
                assert product_reembedded(found).changed
            assert_is_the_others(found, fresh)
            assert found.memory.repairs == [], fault


def test_what_speaks_of_an_item_that_is_gone_says_so(tmp_path, clock) -> None:
    embedder = WordEmbedder()
    with Memory.open(tmp_path / "store", embedder, clock=clock) as memory:
        vector = embedder.encode(["a lost thing"])[0]
        memory.record(user="ann", kind="like", item="lost:1", vector=vector)
    with opened(tmp_path / "store", embedder, clock) as product:
        product.import_items(catalog_file(tmp_path))
        assert product_reembedded(product) == Reembedded(changed=True, entries=0, unplaced=1)
        assert product.memory.difference() == (set(), set())


def test_a_guest_may_not(product) -> None:
    guest = Memory.open(product.memory.folder, WordEmbedder(), clock=Clock(START))
    try:
        assert guest.read_only
        with pytest.raises(StoreBusy):
            reembed(type(product.recommender)(guest), OtherEmbedder())
    finally:
        guest.close()


# -- the gate ------------------------------------------------------------------------------------


def test_a_change_waits_for_users_and_keeps_new_ones_out() -> None:
    gate, order = Gate(), []
    inside, leave, changing = threading.Event(), threading.Event(), threading.Event()

    def use() -> None:
        with gate.using(), gate.using():
            inside.set()
            leave.wait(10)
            order.append("used")

    def change() -> None:
        with gate.changing():
            with gate.using():  # whoever changes may use
                changing.set()
            time.sleep(0.05)
            order.append("changed")

    def late() -> None:
        changing.wait(10)
        with gate.using():
            order.append("late")

    threads = [threading.Thread(target=target) for target in (use, change, late)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    threads[2].start()
    time.sleep(0.05)
    assert order == []
    with gate.using():  # a waiting change holds nobody up
        pass
    leave.set()
    for thread in threads:
        thread.join(10)
    assert order == ["used", "changed", "late"]
    with gate.using(), pytest.raises(RuntimeError), gate.changing():
        pass


# -- in the background of a chat -----------------------------------------------------------------


@pytest.fixture
def called(product, monkeypatch):
    """Stands in for the two real embedders; gives the new one."""
    new = OtherEmbedder()
    monkeypatch.setattr(languages, "embedder_named", lambda name, threads=None: new)
    monkeypatch.setattr(
        languages,
        "wants_multilingual",
        lambda memory: memory.embedder.fingerprint == WordEmbedder.fingerprint,
    )
    return new


def test_chinese_turns_start_it_once_with_one_notice(product, called) -> None:
    for number in range(10):
        product.record("ann", f"good evening {number}")
    watch = LanguageWatch(product.recommender)
    said = ["我喜欢恐怖片", "有没有西部片", "a western?", "推荐几部", "谢谢", "再来几部", "好的"]
    heard = []
    for text in said:
        heard.append(watch.heard(text))
        product.record("ann", text)
    watch.join()
    # The fifth Chinese turn makes them half of the newest ten.
    assert [notice is not None for notice in heard] == [False] * 5 + [True, False]
    assert "中文" in heard[5]
    assert product.memory.embedder is called
    watch.close()


def test_the_first_turns_start_it_and_english_ones_do_not(tmp_path, called, clock) -> None:
    for name, said, starts in (("zh", "我喜欢恐怖片", True), ("en", "I love horror", False)):
        with opened(tmp_path / name, WordEmbedder(), clock) as product:
            product.import_items(catalog_file(tmp_path))
            watch = LanguageWatch(product.recommender)
            assert watch.heard(said) is None
            product.record("ann", said)
            assert (watch.heard(said) is not None) is starts
            watch.join()
            assert (product.memory.embedder is called) is starts


def test_an_interrupted_one_goes_on_at_the_next_start(product, called) -> None:
    for text in ("我喜欢恐怖片", "有没有西部片", "推荐几部", "谢谢", "好的") * 2:
        product.record("ann", text)
    watch = LanguageWatch(product.recommender)  # nothing more is said
    watch.join()
    assert product.memory.embedder is called
    watch.close()


def test_closing_does_not_wait_for_all_of_it(product, called, monkeypatch) -> None:
    slow = Slow()
    monkeypatch.setattr(languages, "embedder_named", lambda name, threads=None: slow)
    product.watch_languages()
    product.record("ann", "我喜欢恐怖片")
    for text in ("有没有西部片",) * 9:
        product.record("ann", text)
    assert product.assistant.remark("推荐几部") is not None
    assert slow.reached.wait(30)
    threading.Timer(0.2, slow.go.set).start()
    product.close()
    with opened(product.memory.folder, WordEmbedder(), Clock(START)) as again:
        assert again.memory.difference() == (set(), set())
        assert again.recommend("ann", "horror", 3).items
