"""What waits to be written to Chroma: seen at once, gone when forgotten, never in anybody's way."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from checks import moment
from conftest import Clock
from crashes import ANN, BEN
from hypothesis import given
from hypothesis import strategies as st
from test_memory import NOW, check_in_step, like, opened

from penchant.memory import backlog
from penchant.memory.backlog import Backlog
from penchant.memory.errors import StoreFull
from penchant.memory.records import Entry
from penchant.memory.store.vectors import Vectors

pytestmark = pytest.mark.usefixtures("nobody_at_hand")


@pytest.fixture
def slow(monkeypatch) -> None:
    """Nothing is written by itself while a test runs."""
    monkeypatch.setattr(backlog, "PAUSE", 600.0)


def row(id: str, user: str = "ann", sequence: int = 1) -> tuple[Entry, np.ndarray]:
    at = moment(0)
    made = Entry(id=id, kind="like", user=user, occurred_at=at, recorded_at=at, sequence=sequence)
    return made, np.ones(4, np.float32)


def user_of(entry: Entry) -> str:
    return entry.user


def waited_for(condition, seconds: float = 20.0) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.005)
    return bool(condition())


# -- what waits ---------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(1, 9))
def test_each_is_taken_once_with_its_like_and_the_last_take_says_how_far(ids, places) -> None:
    waiting = Backlog(lambda: None)
    waiting.close()  # without its thread
    for place, one in enumerate(ids, 1):
        waiting.add([row(f"e{one}", f"user {one % places}", place)], place)
    taken, heads, users = [], [], []
    while len(waiting):
        rows, head = waiting.take(lambda entry: entry.user)
        (user,) = {entry.user for entry, _ in rows}
        taken += [entry.id for entry, _ in rows]
        heads.append(head)
        users.append(user)
    order = list(dict.fromkeys(ids))
    assert users == list(dict.fromkeys(f"user {one % places}" for one in order))
    assert taken == [f"e{one}" for user in users for one in order if f"user {one % places}" == user]
    assert heads[:-1] == [None] * len(heads[:-1])
    assert heads[-1:] == [len(ids)][: len(heads)]
    assert waiting.take() == ([], len(ids))


def test_the_thread_goes_on_until_all_is_written_and_comes_again(monkeypatch) -> None:
    monkeypatch.setattr(backlog, "PAUSE", 0.01)
    written: list[str] = []
    waiting = Backlog(lambda: written.extend(e.id for e, _ in waiting.take(user_of)[0]))
    for time_ in range(3):
        waiting.add([row(f"e{time_}-{n}", f"user {n // 3}") for n in range(7)], 7)
        assert waited_for(lambda: not len(waiting))
        assert waited_for(lambda: waiting._thread is None), "and it ends"
    assert written == [f"e{time_}-{n}" for time_ in range(3) for n in range(7)]


def test_nothing_is_written_while_more_come_in(monkeypatch) -> None:
    monkeypatch.setattr(backlog, "PAUSE", 0.5)
    waiting = Backlog(lambda: waiting.take() and None)
    for number in range(20):
        waiting.add([row(f"e{number}")], number)
        time.sleep(0.05)
        assert len(waiting) == number + 1
    assert waited_for(lambda: not len(waiting))


def test_many_are_written_without_a_pause(slow) -> None:
    waiting = Backlog(lambda: waiting.take() and None)
    waiting.add([row("first")], 1)
    time.sleep(0.05)
    assert len(waiting) == 1
    waiting.add([row(f"e{n}") for n in range(backlog.ENOUGH)], 1)
    assert waited_for(lambda: not len(waiting))
    waiting.close()


ENDS = """
import sys, test_backlog as here
waiting = here.Backlog(lambda: print([e.id for e, _ in waiting.take()[0]]))
waiting.add([here.row("last")], 1)
"""


def test_a_process_that_ends_without_closing_writes_what_waits() -> None:
    code = f"import sys; sys.path[:] = {sys.path!r}\n{ENDS}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "['last']"


FAILS = """
import pathlib, conftest, checks
from penchant.memory.memory import Memory
memory = Memory.open(
    pathlib.Path(sys.argv[1]), conftest.WordEmbedder(), clock=lambda: checks.moment(0)
)
memory.record(user="ann", kind="turn", text="I love rain")
raise ValueError("of the script's own")
"""


def test_a_process_that_fails_before_chroma_was_needed_says_no_more_than_that(tmp_path) -> None:
    code = f"import sys; sys.path[:] = {sys.path!r}\n{FAILS}"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "store")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr.startswith('Traceback (most recent call last):\n  File "<string>"')
    assert done.stderr.endswith("ValueError: of the script's own\n")
    assert done.stderr.count("Traceback") == 1
    memory = opened(tmp_path / "store", Clock(NOW))
    assert [entry.text for entry, _ in memory.recall("ann", "rain")] == ["I love rain"]
    memory.close()


def test_what_fails_in_the_thread_of_a_living_process_is_not_hidden(monkeypatch) -> None:
    raised = []
    monkeypatch.setattr(threading, "excepthook", lambda told: raised.append(told.exc_value))
    monkeypatch.setattr(backlog, "PAUSE", 0.001)

    def failing() -> None:
        raise RuntimeError("a fault")

    waiting = Backlog(failing)
    waiting.add([row("one")], 1)
    assert waited_for(lambda: raised)
    assert str(raised[0]) == "a fault"


# -- in a store ---------------------------------------------------------------------------------


def test_recording_leaves_chroma_to_another_thread(memory, monkeypatch) -> None:
    monkeypatch.setattr(backlog, "PAUSE", 0.01)
    upsert, threads = Vectors.upsert, set()

    def noted(self, rows):
        threads.add(threading.current_thread())
        return upsert(self, rows)

    monkeypatch.setattr(Vectors, "upsert", noted)
    for number in range(12):
        like(memory, ANN, f"m{number}")
        memory.record(user=BEN, kind="turn", text=f"turn {number} of the sea")
    assert waited_for(lambda: not len(memory._recall._backlog))
    assert threads
    assert threading.main_thread() not in threads
    check_in_step(memory)


def test_whoever_adds_too_many_writes_them(memory, slow, monkeypatch) -> None:
    monkeypatch.setattr(backlog, "MOST", 10)
    for number in range(25):
        like(memory, ANN, f"m{number}")
        assert len(memory._recall._backlog) < 10
    check_in_step(memory)


def test_recall_is_the_same_while_some_wait_as_when_all_is_written(memory, slow) -> None:
    for number in range(6):
        memory.record(user=ANN, kind="turn", text=f"the old sea, part {number}")
    memory._recall.settle()
    for number in range(6):
        memory.record(user=(ANN, BEN)[number % 2], kind="turn", text=f"the new sea, part {number}")
    newest = memory.record(user=ANN, kind="turn", text="storms and harbours")
    for text, n in (("storms and harbours", 1), ("the new sea", 4), ("part 3", 99)):
        assert len(memory._recall._backlog) == 7
        before = memory.recall(ANN, text, n)
        waiting = memory._recall._backlog.take()[0]
        memory._recall._with(lambda vectors, rows=waiting: vectors.upsert(rows))
        after = memory.recall(ANN, text, n)
        assert {e.id for e, _ in before} == {e.id for e, _ in after}
        assert [c for _, c in before] == pytest.approx([c for _, c in after], abs=1e-5)
        memory._recall._with(lambda v, rows=waiting: _without(v, rows))
        memory._recall._backlog.add(waiting, memory.journal.head())
    assert memory.recall(ANN, "storms and harbours", 1)[0][0].id == newest.id
    check_in_step(memory)


def _without(vectors: Vectors, rows) -> None:
    from penchant.memory.store.vectors import bucket_of

    for entry, _ in rows:
        vectors._collection(bucket_of(entry.user)).delete(ids=[entry.id])


@pytest.mark.parametrize("written", [0, 3])
def test_what_is_forgotten_while_it_waits_is_never_written(memory, slow, written) -> None:
    for number in range(written):
        memory.record(user=ANN, kind="turn", text=f"a written secret, number {number}")
    memory._recall.settle()
    memory.record(user=ANN, kind="turn", text="a waiting secret")
    memory.record(user=BEN, kind="turn", text="no secret at all")
    assert memory._recall._backlog.of(ANN)
    receipt = memory.forget(ANN)
    assert (receipt.entries, receipt.found_after) == (written + 1, 0)
    assert memory._recall._backlog.of(ANN) == []
    assert memory.recall(ANN, "a secret") == []
    assert memory.recall(BEN, "a secret")[0][0].text == "no secret at all"
    check_in_step(memory)
    assert len(memory._recall._open().ids()) == 1


def test_closing_writes_what_waits(memory, slow, clock) -> None:
    memory.recall(ANN, "the sea")  # Chroma is open
    like(memory, ANN, "m1")
    memory.record(user=BEN, kind="turn", text="the quiet sea")
    memory.close()
    held = Vectors(memory.folder / "vectors", memory.embedder.fingerprint, memory.journal.store_id)
    assert len(held.ids()) == 2
    held.close()
    with opened(memory.folder, clock) as again:
        check_in_step(again)
        assert again.repairs == []


def test_what_waits_in_a_process_that_never_needed_chroma_is_for_the_next(memory, slow) -> None:
    like(memory, ANN, "m1")
    memory.close()
    assert not (memory.folder / "vectors").exists()
    with opened(memory.folder, Clock(NOW)) as again:
        assert len(again.recall(ANN, "film m1")) == 1
        check_in_step(again)
        assert again.repairs == []


def test_a_thread_that_cannot_write_says_so_and_catches_up(memory, monkeypatch) -> None:
    monkeypatch.setattr(backlog, "PAUSE", 0.001)
    like(memory, ANN, "m0")
    memory._recall.settle()
    upsert = Vectors.upsert

    def failing(self, rows):
        raise StoreFull("the disk is full")

    monkeypatch.setattr(Vectors, "upsert", failing)
    like(memory, ANN, "m1")
    assert waited_for(lambda: memory.repairs)
    assert "fell behind" in memory.repairs[0]
    assert len(memory.recall(ANN, "film m1")) == 2, "from the journal"
    monkeypatch.setattr(Vectors, "upsert", upsert)
    assert len(memory.recall(ANN, "film m1")) == 2
    check_in_step(memory)
    assert memory.repairs[-1] == "the vector memory has caught up with the journal"


def test_many_writers_and_one_who_forgets_leave_all_in_step(memory, monkeypatch) -> None:
    monkeypatch.setattr(backlog, "PAUSE", 0.001)
    monkeypatch.setattr(backlog, "ENOUGH", 4)

    def work(number: int) -> None:
        for turn in range(12):
            like(memory, f"user {number}", f"m{turn}")
            said = memory.record(user=f"user {number}", kind="turn", text=f"turn {turn}")
            assert said.id in {e.id for e, _ in memory.recall(f"user {number}", "turn", 99)}
            if number == 5 and turn % 4 == 3:
                assert memory.forget("user 5").found_after == 0

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    check_in_step(memory)
    assert list(memory.entries("user 5")) == []
    assert [said for said in memory.repairs if "in step" in said] == []
