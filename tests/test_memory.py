"""The memory as a whole: durable, in step, the same after a crash, one owner and any guests."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from checks import replayed, saying
from conftest import Clock, WordEmbedder
from crashes import ANN, BEN, FORGETTING, NOW, RANDOM, RECORDING, talk

from penchant.memory.core.amounts import SEARCH_AMOUNT
from penchant.memory.core.behaviour.crowd import VERSION as CROWD_VERSION
from penchant.memory.core.profile import PersonProfile
from penchant.memory.core.weights import VERSION as WEIGHTS_VERSION
from penchant.memory.errors import (
    BadInput,
    Conflict,
    EmbedderMismatch,
    MissingUser,
    ReadOnlyStore,
    StoreBusy,
    StoreError,
)
from penchant.memory.folds import Folds
from penchant.memory.memory import Memory
from penchant.memory.people import People
from penchant.memory.records import Entry

TESTS = Path(__file__).parent


def opened(folder: Path, clock=None, embedder=None) -> Memory:
    return Memory.open(folder, embedder or WordEmbedder(), clock=clock or Clock(NOW))


def like(memory: Memory, user: str, item: str, **more) -> Entry:
    vector = memory.embedder.encode([f"film {item}"])[0]
    return memory.record(user=user, kind="like", item=item, vector=vector, **more)


def believed(memory: Memory, user: str) -> str:
    """The profile to the last bit."""
    profile = memory.profile(user)
    return repr((profile, [(i.mass.hex(), i.centroid.tobytes()) for i in profile.interests]))


def check_in_step(memory: Memory) -> None:
    """Journal, Chroma and profiles agree, compared by hand."""
    entries = list(memory.journal.read())
    memory._recall.settle()
    held = set(memory._recall._open().ids())
    placed = ("like", "search")
    turns = [one for one in entries if one.role == "user" and one.kind == "turn"]
    said = {one.id for one in turns if one.text or one.embedder}
    assert held == said | {one.id for one in entries if one.kind in placed}
    assert memory.difference() == (set(), set())
    dead = memory.journal.superseded()
    vectors = memory.journal.vectors(memory.embedder.fingerprint, [e.sequence for e in entries])
    for user in memory.journal.users():
        life = [
            (one, vectors.get(one.sequence))
            for one in entries
            if one.user == user and one.id not in dead
        ]
        person = PersonProfile(user, memory.calibration, memory.curve(user))
        assert repr(memory.profile(user)) == repr(replayed(person, life).view(memory.clock()))
    folds = Folds(memory.journal, memory.embedder.fingerprint)
    folds.replay()
    assert memory.crowd().snapshot() == folds.crowd.snapshot()
    assert memory.weights().snapshot() == folds.weights.snapshot()
    assert memory._folds.forgetting.snapshot() == folds.forgetting.snapshot()


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


# -- recording ----------------------------------------------------------------------------------


def test_what_was_said_and_done_is_recorded_learned_and_recalled(memory) -> None:
    turn = memory.record(user="ann", kind="turn", text="quiet films about the sea")
    memory.record(user="ann", kind="turn", text="how to bake bread")
    done = like(memory, "ann", "sea")
    assert [turn.sequence, done.sequence] == [1, 3]
    assert memory.get(turn.id) == turn
    assert memory.profile("ann").liked == {"sea"}
    assert memory.crowd().used() == {"sea": 1}
    found = memory.recall("ann", "the sea", 2)
    assert {entry.id for entry, _ in found} == {turn.id, done.id}
    assert found[0][1] > found[1][1] > 0.2
    assert memory.recall("ben", "the sea") == []
    check_in_step(memory)


def test_words_are_on_disk_before_they_are_embedded(memory, monkeypatch) -> None:
    def failing(texts):
        assert [one.text for one in memory.entries("ann")] == list(texts)
        raise RuntimeError("the model broke")

    monkeypatch.setattr(memory.embedder, "encode", failing, raising=False)
    with pytest.raises(RuntimeError, match="broke"):
        memory.record(user="ann", kind="turn", text="keep this")
    assert memory.difference()[0] == {one.id for one in memory.entries()}
    monkeypatch.undo()
    memory.close()
    with opened(memory.folder) as again:
        assert again.difference() == (set(), set())
        assert again.recall("ann", "keep")[0][0].text == "keep this"


def test_a_repeated_id_changes_nothing_and_another_content_is_a_conflict(memory) -> None:
    for _ in range(3):
        memory.record(user="ann", kind="turn", text="once", id="t1")
        like(memory, "ann", "m", id="l1")
    assert memory.journal.head() == 2
    assert memory.profile("ann").entries == 2
    assert memory.profile("ann").likes[0].mass == pytest.approx(1.0)
    twice = [memory.get("t1"), memory.get("l1")] * 2
    new = [
        Entry(id=i, kind="turn", user="ann", text=i, occurred_at=NOW, recorded_at=NOW)
        for i in ("t2", "t2", "t3")
    ]
    vectors = {"t2": memory.embedder.encode(["t2"])[0]}
    assert [e.sequence for e in memory.record_all([*twice, *new], vectors)] == [1, 2, 1, 2, 3, 3, 4]
    for other in ({"text": "twice"}, {"user": "ben", "text": "once"}):
        with pytest.raises(Conflict):
            memory.record(**{"user": "ann", "kind": "turn", "id": "t1"} | other)
    assert memory.profile("ann").entries == 4
    check_in_step(memory)


def test_a_batch_is_written_whole_or_not_at_all(memory) -> None:
    good, bad = (
        Entry(id=id, kind=kind, user="ann", occurred_at=NOW, recorded_at=NOW)
        for id, kind in (("good", "like"), ("bad", ""))
    )
    with pytest.raises(BadInput):
        memory.record_all([good, bad])
    assert memory.journal.head() == 0
    assert memory.record_all([]) == []


def test_a_search_counts_the_same_live_and_after_reopening(memory) -> None:
    memory.profile("ann")
    memory.record(user="ann", kind="search", text="space travel")
    assert memory.profile("ann").likes[0].mass == pytest.approx(SEARCH_AMOUNT)
    check_in_step(memory)


def test_undoing_is_felt_at_once_by_all_that_was_learned(memory) -> None:
    first = like(memory, "ann", "m")
    like(memory, "ben", "m")
    memory.profile("ann")
    undo = memory.record(user="ann", kind="undo", supersedes=first.id, item="m")
    assert memory.profile("ann").likes == ()
    assert memory.crowd().used() == {"m": 1}
    assert [entry.id for entry, _ in memory.recall("ann", "film m", 5)] == []
    memory.record(user="ann", kind="undo", supersedes=undo.id, item="m")
    assert memory.profile("ann").liked == {"m"}
    assert memory.crowd().used() == {"m": 2}


def test_an_edited_turn_takes_what_was_read_out_of_it_along(memory) -> None:
    turn = memory.record(user="ann", kind="turn", text="I liked film m")
    done = like(memory, "ann", "m", parent=turn.id)
    again = memory.record(user="ann", kind="turn", text="I saw a film", supersedes=turn.id)
    memory.record(user="ann", kind="turn", text="I saw nothing", supersedes=again.id)
    late = like(memory, "ann", "late", parent=turn.id)
    assert memory.profile("ann").liked == frozenset()
    assert memory.crowd().used() == {}
    recalled = {entry.text for entry, _ in memory.recall("ann", "film saw nothing", 9)}
    assert recalled == {"I saw nothing"}
    assert memory.journal.superseded() == {turn.id, done.id, again.id, late.id}


def test_profiles_of_the_past_and_the_clock(memory, clock) -> None:
    like(memory, "ann", "a")
    then = clock()
    clock.forward(days=30)
    like(memory, "ann", "b")
    assert memory.profile("ann", then).liked == {"a"}
    assert memory.profile("ann", then - timedelta(days=1)).interests == ()
    assert memory.profile("ann").liked == {"a", "b"}
    mass = {}
    for moment in (then, clock()):
        for interest in memory.profile("ann", moment).likes:
            mass |= {(part.item, moment): part.amount for part in interest.evidence}
    assert mass["a", then] == mass["b", clock()] == pytest.approx(1.0)
    assert 0.2 < mass["a", clock()] < 0.6
    assert memory.profile("ann", then.astimezone(timezone(timedelta(hours=8)))).liked == {"a"}


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ({"user": ""}, MissingUser, "nobody was named"),
        ({"user": " \t"}, MissingUser, "nobody was named"),
        ({"user": "u" * 600}, BadInput, "user has 600 characters"),
        ({"item": "m" * 600}, BadInput, "item has 600"),
        ({"id": "i" * 600}, BadInput, "id has 600"),
        ({"parent": "p" * 600}, BadInput, "parent has 600"),
        ({"conversation": "c" * 600}, BadInput, "conversation has 600"),
        ({"kind": ""}, BadInput, "needs a kind"),
        ({"text": "x" * 200_001}, BadInput, "200001 characters"),
        ({"text": "half \ud800"}, BadInput, "half of a character"),
        ({"user": "\udc00"}, BadInput, "half of a character"),
        ({"user": 7}, BadInput, "must be text"),
        ({"value": float("nan")}, BadInput, "finite number"),
        ({"value": float("inf")}, BadInput, "finite number"),
        ({"value": 10**400}, BadInput, "finite number"),
        ({"scale": (5.0, 1.0)}, BadInput, "low to high"),
        ({"scale": (1.0, float("nan"))}, BadInput, "finite number"),
        ({"scale": (-1.7e308, 1.7e308)}, BadInput, "low to high"),
        ({"occurred_at": datetime(2026, 1, 1)}, BadInput, "time zone"),
        (
            {"occurred_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=9)))},
            BadInput,
            "calendar",
        ),
        ({"data": {"a": float("nan")}}, BadInput, "JSON"),
        ({"context": {"a": b"no JSON"}}, BadInput, "JSON"),
        ({"vector": np.ones(3, np.float32)}, BadInput, "64 finite numbers"),
        ({"vector": np.full(64, np.nan, np.float32)}, BadInput, "64 finite numbers"),
        ({"vector": np.full(64, 1e30)}, BadInput, "length 1"),
        ({"vector": ["a"] * 64}, BadInput, "64 finite numbers"),
        ({"kind": "statement"}, BadInput, "not a statement's"),
        ({"kind": "statement", "data": saying("Sea", 5)}, BadInput, "not a statement's"),
        ({"kind": "statement", "data": saying("Sea", 1) | {"strength": "x"}}, BadInput, "not a"),
        ({"kind": "impression", "data": {"items": "ab"}}, BadInput, "lists of names"),
        (
            {"kind": "impression", "data": {"items": ["a"], "signals": ["s"], "rows": [[1, 2]]}},
            BadInput,
            "one number for each signal",
        ),
        ({"kind": "impression", "data": {"items": ["a"], "rows": [[], []]}}, BadInput, "one row"),
    ],
    ids=lambda value: repr(value)[:60],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(untouched, wrong, error, says) -> None:
    with pytest.raises(error, match=says):
        untouched.record(**{"user": "ann", "kind": "turn"} | wrong)
    assert untouched.journal.head() == 0


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """A memory for tests in which nothing gets written."""
    with opened(tmp_path_factory.mktemp("untouched") / "store") as memory:
        yield memory


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "impression", "data": {"items": ["a"], "rows": []}},
        {"text": "x" * 200_000},
        {"user": "恐怖 🎃 \x00"},
        {"value": -1e300, "kind": "rating", "item": "m"},
        {"occurred_at": datetime.min.replace(tzinfo=NOW.tzinfo)},
        {"vector": np.zeros(64)},
        {"data": {"a": [1, {"b": None}]}},
    ],
    ids=lambda value: repr(value)[:60],
)
def test_what_is_odd_but_makes_sense_does_no_harm(memory, odd) -> None:
    made = {"user": "ann", "kind": "turn"} | odd
    memory.record(**made)
    check_in_step(memory)
    memory.profile(made["user"], datetime(2200, 1, 1, tzinfo=NOW.tzinfo))


@pytest.mark.parametrize("user", ["", "  ", None])
def test_nobodys_memory_is_neither_read_nor_erased(memory, user) -> None:
    for ask in (
        lambda: memory.profile(user),
        lambda: memory.recall(user, "x"),
        lambda: memory.export(user),
        lambda: memory.forget(user),
    ):
        with pytest.raises(MissingUser, match="nobody was named"):
            ask()


def test_a_question_about_a_time_without_a_zone_is_refused(memory) -> None:
    with pytest.raises(BadInput, match="time zone"):
        memory.profile("ann", datetime(2026, 1, 1))


def test_the_future_is_taken_as_now_and_marked(memory, clock) -> None:
    claimed = clock() + timedelta(days=400)
    future = like(memory, "ann", "a", occurred_at=claimed, id="f")
    assert future.occurred_at == clock()
    assert future.context == {"claimed_occurred_at": claimed.isoformat()}
    soon = like(memory, "ann", "b", occurred_at=clock() + timedelta(minutes=4))
    assert soon.occurred_at == clock()
    assert soon.context == {}
    assert memory.profile("ann").liked == {"a", "b"}, "both count at once"
    clock.forward(days=500)
    assert like(memory, "ann", "a", occurred_at=claimed, id="f") == future, "and is no conflict"


def test_vectors_of_another_embedder_are_refused(memory, tmp_path) -> None:
    entry = Entry(
        id="x", kind="like", user="ann", occurred_at=NOW, recorded_at=NOW, embedder="other"
    )
    with pytest.raises(EmbedderMismatch):
        memory.record_all([entry], {"x": np.zeros(64, np.float32)})
    memory.close()
    other = WordEmbedder()
    other.fingerprint = "words:2:64"
    with pytest.raises(EmbedderMismatch, match="words:1:64"):
        opened(memory.folder, embedder=other)
    opened(memory.folder).close()


def test_a_place_where_no_store_can_be(tmp_path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(BadInput, match="no store can be made"):
            opened(folder)
    (tmp_path / "store" / "owner.lock").mkdir(parents=True)
    with pytest.raises(ReadOnlyStore, match="cannot be written"):
        opened(tmp_path / "store")


# -- reading --------------------------------------------------------------------------------------


def test_entries_and_export_give_what_was_recorded(memory) -> None:
    first = memory.record(
        user="ann", kind="rating", item="m", value=0.0, scale=(0.0, 10.0), conversation="c"
    )
    memory.record(user="ben", kind="turn", text="other")
    assert list(memory.entries("ann")) == [first]
    assert [e.user for e in memory.entries(newest_first=True, limit=1)] == ["ben"]
    assert memory.get_many([first.id, "no"]) == {first.id: first}
    (exported,) = memory.export("ann")
    assert exported == {
        "id": first.id,
        "kind": "rating",
        "user": "ann",
        "occurred_at": "2026-03-01T12:00:00+00:00",
        "recorded_at": "2026-03-01T12:00:00+00:00",
        "sequence": 1,
        "tenant": "default",
        "conversation": "c",
        "role": "user",
        "item": "m",
        "value": 0.0,
        "scale": [0.0, 10.0],
        "schema": 1,
    }


def test_recall_of_nothing_is_nothing(memory) -> None:
    memory.record(user="ann", kind="turn", text="words")
    assert memory.recall("ann", "  ") == []
    assert memory.recall("ann", "words", 0) == []
    assert len(memory.recall("ann", "words", 10**9)) == 1


# -- reopening -------------------------------------------------------------------------------------


def test_everything_is_the_same_after_reopening_with_and_without_snapshots(
    memory, clock, monkeypatch
) -> None:
    monkeypatch.setattr("penchant.memory.folds.SAVE_EVERY", 10)
    talk(memory, memory.embedder, lambda _: None, 12)
    shown = {"items": ["m1", "m2"], "signals": ["known"], "rows": [[0.9], [0.1]]}
    memory.record(user=ANN, kind="impression", id="i1", data=shown)
    like(memory, ANN, "m1", impression="i1")
    before = [believed(memory, user) for user in (ANN, BEN)]
    learned = memory.crowd().snapshot(), memory.weights().snapshot()
    assert memory.weights().choices == 1
    # A process that is killed leaves one too.
    assert memory.journal.head() - memory.journal.load_snapshot("crowd", CROWD_VERSION)[0] < 10
    memory.close()
    memory.close()
    with opened(memory.folder, clock) as again:
        saved = again.journal.load_snapshot("weights", WEIGHTS_VERSION)[0]
        assert again.journal.head() - saved < 10
        assert [believed(again, user) for user in (ANN, BEN)] == before
        assert (again.crowd().snapshot(), again.weights().snapshot()) == learned
        check_in_step(again)
        undone = next(again.entries(ANN, kinds=["like"]))
        again.record(user=ANN, kind="undo", supersedes=undone.id)
        again.journal.drop_snapshots()
    with opened(memory.folder, clock) as again:
        check_in_step(again)
        assert again.crowd().used() == {
            **{f"m{n}": 1 for n in range(12) if f"m{n}" != undone.item},
            "m1": 2,
        }


def test_a_snapshot_older_than_an_undo_is_not_believed(memory, clock, monkeypatch) -> None:
    monkeypatch.setattr("penchant.memory.folds.SAVE_EVERY", 1)
    done = like(memory, "ann", "m")
    memory.close()
    with opened(memory.folder, clock) as again:
        monkeypatch.setattr("penchant.memory.folds.SAVE_EVERY", 10**9)
        again.record(user="ann", kind="undo", supersedes=done.id)
    with opened(memory.folder, clock) as again:
        assert again.journal.load_snapshot("crowd", CROWD_VERSION)[0] == 1
        assert again.crowd().used() == {}


@pytest.mark.parametrize("broken", [b"no json", b'{"names": ["other"]}'])
def test_a_snapshot_that_cannot_be_used_is_replaced_by_a_replay(memory, clock, broken) -> None:
    like(memory, "ann", "m")
    memory.journal.save_snapshots(
        1, {"crowd": (CROWD_VERSION, broken), "weights": (WEIGHTS_VERSION, broken)}
    )
    memory.close()
    with opened(memory.folder, clock) as again:
        assert again.crowd().used() == {"m": 1}


def test_a_closed_memory_is_closed(memory) -> None:
    memory.record(user="ann", kind="turn", text="words")
    memory.close()
    with pytest.raises(StoreError, match="closed"):
        memory.profile("ann")
    with opened(memory.folder) as other:
        assert not other.read_only
        with pytest.raises(StoreError):
            memory.record(user="ann", kind="turn", text="more")
        assert other.journal.head() == 1


def test_damaged_vectors_are_rebuilt_at_the_next_use_and_said(
    memory, clock, nobody_at_hand
) -> None:
    talk(memory, memory.embedder, lambda _: None, 4)
    check_in_step(memory)
    memory.close()
    (memory.folder / "vectors" / "chroma.sqlite3").write_bytes(b"")
    with opened(memory.folder, clock) as again:
        assert again.recall(ANN, "quiet sea")
        assert "rebuilt from the journal" in again.repairs[0]
        check_in_step(again)


# -- the space of interests ---------------------------------------------------------------------


def test_the_space_is_measured_once_per_catalog_and_kept(memory, clock) -> None:
    matrix = memory.embedder.encode([f"film number {n} of kind {n % 7}" for n in range(120)])
    like(memory, "ann", "m")
    memory.calibrate(matrix, "demo")
    measured = memory.calibration
    assert measured.threshold != 0.5
    assert measured.centre.any()
    memory.calibrate(matrix[:60], "demo")
    assert memory.calibration is measured
    before = believed(memory, "ann")
    memory.close()
    with opened(memory.folder, clock) as again:
        assert again.calibration.same_as(measured)
        assert believed(again, "ann") == before
        guest = opened(memory.folder, clock)
        again.calibrate(matrix[:80], "other")
        assert not again.calibration.same_as(measured)
        guest.calibrate(matrix[:80], "other")
        assert guest.calibration.same_as(again.calibration)
        assert believed(guest, "ann") == believed(again, "ann") != before
        guest.close()


# -- owner and guests -----------------------------------------------------------------------------


def test_a_guest_reads_everything_at_once_and_records_only_what_was_shown(memory, clock) -> None:
    memory.record(user="ann", kind="turn", text="words")
    guest = opened(memory.folder, clock)
    assert guest.read_only
    assert not memory.read_only
    assert guest.profile("ann").entries == 1
    first = like(memory, "ann", "m")
    assert guest.profile("ann").liked == {"m"}
    assert guest.crowd().used() == {"m": 1}
    assert guest.get(first.id) == first
    with pytest.raises(StoreBusy, match=f"process {os.getpid()} owns this store"):
        like(guest, "ann", "x")
    for refused in (
        lambda: guest.recall("ann", "words"),
        lambda: guest.forget("ann"),
        guest.difference,
        lambda: guest.record(user="ann", kind="turn", text="mine"),
    ):
        with pytest.raises(StoreBusy, match="owns this store"):
            refused()
    shown = {"items": ["m", "n"], "signals": ["known"], "rows": [[0.9], [0.1]]}
    seen = guest.record(user="ann", kind="impression", data=shown)
    like(memory, "ann", "m", impression=seen.id)
    assert memory.weights().choices == 1, "the owner learned of the guest's list first"
    assert guest.weights().snapshot() == memory.weights().snapshot()
    check_in_step(memory)
    guest.close()
    assert not memory.read_only
    memory.close()
    assert not opened(memory.folder, clock).read_only


def test_a_guest_stops_believing_what_the_owner_erased(memory, clock) -> None:
    like(memory, "ann", "m")
    like(memory, "ben", "m")
    guest = opened(memory.folder, clock)
    assert guest.profile("ann").liked == {"m"}
    memory.forget("ann")
    assert guest.profile("ann").liked == frozenset()
    assert guest.crowd().used() == {"m": 1}
    guest.close()


OTHER = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from conftest import Clock, WordEmbedder
from crashes import NOW
from penchant.memory.errors import StoreBusy
from penchant.memory.memory import Memory
memory = Memory.open(Path(sys.argv[1]), WordEmbedder(), clock=Clock(NOW))
print(memory.read_only, sorted(memory.profile("ann").liked), flush=True)
memory.record(user="ann", kind="impression", id="shown", data={"items": ["m", "n"]})
try:
    memory.record(user="ann", kind="like", item="x")
except StoreBusy as error:
    print(error, flush=True)
sys.stdin.readline()
print(sorted(memory.profile("ann").liked), "chromadb" in sys.modules, flush=True)
"""


def test_a_guest_in_another_process(memory) -> None:
    like(memory, "ann", "m")
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(memory.folder), str(TESTS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout.readline() == "True ['m']\n"
        assert f"process {os.getpid()} owns" in other.stdout.readline()
        assert memory.get("shown").kind == "impression"
        like(memory, "ann", "n", impression="shown")
        out, _ = other.communicate("go on\n", timeout=60)
    assert out == "['m', 'n'] False\n"
    assert other.returncode == 0
    check_in_step(memory)


# -- crashes --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crashed(tmp_path_factory) -> Path:
    """Stores whose processes were killed, each at another point."""
    folder = tmp_path_factory.mktemp("crashed")
    subprocess.run(
        [sys.executable, str(TESTS / "crashes.py"), str(folder)], check=True, timeout=100
    )
    return folder


def acknowledged(crashed: Path, fault: str) -> list[str]:
    said = (crashed / f"{fault}.said").read_text().split("\n")
    assert "survived" not in said, "it was killed"
    return [line for line in said[:-1] if line]


@pytest.mark.parametrize("fault", [*RECORDING, *RANDOM])
def test_after_kill_9_nothing_acknowledged_is_lost_and_all_is_in_step(crashed, fault) -> None:
    said = acknowledged(crashed, fault)
    assert said
    with opened(crashed / fault) as memory:
        entries = list(memory.entries())
        assert set(said) <= {entry.id for entry in entries}
        assert len(entries) <= len(said) + 1, "and nothing was half written"
        assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
        check_in_step(memory)
        assert memory.repairs == []
        for user in (ANN, BEN):
            journal, fingerprint = memory.journal, memory.embedder.fingerprint
            fresh = People(journal, fingerprint, memory.calibration, memory.curve)
            assert repr(fresh.profile(user, NOW)) == repr(memory.profile(user))
        like(memory, ANN, "after")
    with opened(crashed / fault) as memory:
        check_in_step(memory)


@pytest.mark.parametrize("fault", FORGETTING)
def test_an_erasure_that_was_killed_is_completed(crashed, fault) -> None:
    said = acknowledged(crashed, fault)
    with opened(crashed / fault) as memory:
        if fault != "not-replayed":
            assert memory.repairs[-1] == "an erasure that had been interrupted was completed"
        assert list(memory.entries(ANN)) == []
        assert len(list(memory.entries(BEN))) == len(said) / 2
        check_in_step(memory)
        assert memory.profile(ANN).interests == ()
        texts = [f"tell me number {n} of " for n in range(6)]
        left = bytes_in(memory.folder)
        for number, text in enumerate(texts):
            assert (text.encode() in left) == (number % 2 == 1)
        for number in range(6):
            text = f"tell me number {number} of {(ANN, BEN)[number % 2]}, something about the "
            vector = memory.embedder.encode([f"{text}quiet sea"])[0]
            assert (vector[:6].tobytes() in left) == (number % 2 == 1)
    with opened(crashed / fault) as memory:
        assert memory.repairs == []
        check_in_step(memory)


# -- threads --------------------------------------------------------------------------------------


def test_eight_threads_record_and_read_at_once(memory) -> None:
    start = threading.Barrier(8)
    shown = {"items": ["m0", "m1"], "signals": ["known"], "rows": [[0.9], [0.1]]}

    def work(number: int) -> None:
        user = f"user {number % 4 if number < 7 else 7}"
        start.wait()
        for turn in range(5):
            said = memory.record(user=user, kind="turn", text=f"turn {turn} of thread {number}")
            listed = memory.record(user=user, kind="impression", data=shown)
            done = like(memory, user, f"m{turn % 3}", impression=listed.id)
            assert f"m{turn % 3}" in memory.profile(user).liked
            assert said.id in {entry.id for entry, _ in memory.recall(user, said.text, 50)}
            memory.crowd().used()
            memory.crowd().sources(user, NOW.timestamp() / 86_400, "m0")
            memory.crowd().parts(user, NOW.timestamp() / 86_400, ["m0", "m1", "m2"])
            memory.crowd().people(["m0", "m1"], NOW.timestamp() / 86_400)
            memory.weights().get()
            if turn == 2:
                memory.record(user=user, kind="undo", supersedes=done.id)
            if turn == 3 and number == 7:
                assert memory.forget(user).entries == 13

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert memory.journal.count() == 7 * (5 * 3 + 1) + 3 + 1
    check_in_step(memory)
    sequences = [entry.sequence for entry in memory.entries()]
    assert sequences == sorted(set(sequences))
