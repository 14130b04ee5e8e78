"""What is outside our hands: a full disk, damaged files, a folder that is read-only, a wrong clock.

Each ends in a clear error or in a repair that is said: never in silence, never in a loss.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from agent_shop import make_recommender
from conftest import Clock, WordEmbedder
from crashes import ANN, BEN, NOW, talk
from disks import DISKS, full_at
from test_memory import check_in_step, like

from penchant.memory.errors import StoreBusy, StoreDamaged, StoreFull
from penchant.memory.memory import Memory
from penchant.memory.recall import Recall
from penchant.memory.records import Entry, to_day
from penchant.memory.store import appending, chroma_files, marks, seal
from penchant.memory.store.journal import Journal
from penchant.memory.store.vectors import Vectors
from penchant.tools.importing import import_items

TESTS = Path(__file__).parent
pytestmark = pytest.mark.usefixtures("nobody_at_hand")


def opened(folder: Path, clock: Clock | None = None) -> Memory:
    return Memory.open(folder, WordEmbedder(), clock=clock or Clock(NOW))


def found(memory: Memory, text: str) -> list[str]:
    """Ids of what is recalled; the index is approximate, so the nearest may not be the first."""
    return [one.id for one, _ in memory.recall(ANN, text)]


def indexed_words(memory: Memory) -> bool:
    """Whether Chroma itself finds what was said by its words. One entry in fifty cannot be reached
    in an index that is made anew, so questions may miss their own; four hardly ever do.
    """
    assert memory.recall(ANN, "word7")
    numbers = (7, 8, 100, 500)
    asked = memory.embedder.encode([f"word{number}" for number in numbers])
    answers = [
        dict(memory._recall._with(lambda held, row=row: held.query(ANN, row, 5))) for row in asked
    ]
    hits = [f"e{number}" in answer for number, answer in zip(numbers, answers, strict=True)]
    return sum(hits) >= 2


def entry(id: str, text: str) -> Entry:
    return Entry(
        id=id, kind="turn", user=ANN, text=text, occurred_at=NOW, recorded_at=NOW, embedder=None
    )


def ids(memory: Memory) -> list[str]:
    return [entry.id for entry in memory.entries()]


# -- a full disk ----------------------------------------------------------------------------------


@pytest.fixture(params=DISKS)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    made = DISKS[request.param](tmp_path / "disk")
    yield made
    made.close()


def talk_until_refused(memory: Memory, said: list[str]) -> int:
    """Long turns; returns how many were refused, each with the sentence it deserves."""
    refused = []
    for number in range(12):
        try:
            text = f"number {number}: " + "a word of the sea " * 400
            said.append(memory.record(user=BEN, kind="turn", text=text).id)
        except StoreFull as error:
            refused.append(str(error))
    assert all("the disk is full" in one and "journal.db" in one for one in refused)
    return len(refused)


def test_on_a_full_disk_what_was_acknowledged_stays_and_what_does_not_fit_is_refused(disk) -> None:
    store, said = disk.folder / "store", list[str]()
    with opened(store) as memory:
        talk(memory, memory.embedder, said.append, 4)
        found = memory.recall(ANN, "quiet sea")
        disk.fill()
        assert talk_until_refused(memory, said) > 5
        assert ids(memory) == said
        assert {e.id for e, _ in memory.recall(ANN, "quiet sea")} == {e.id for e, _ in found}
        assert memory.profile(ANN).interests
    with opened(store) as memory:
        assert not memory.read_only
        assert ids(memory) == said, "it opens and reads"
        assert memory.profile(ANN).interests
        assert {e.id for e, _ in memory.recall(ANN, "quiet sea")} == {e.id for e, _ in found}
        assert talk_until_refused(memory, said) > 5
        disk.free()
        talk(memory, memory.embedder, said.append, 20)
        check_in_step(memory)
        assert ids(memory) == said, "it works again, in the same process"
    with opened(store) as memory:
        check_in_step(memory)
        assert memory.repairs == []


def test_a_store_whose_process_was_killed_opens_on_a_full_disk(disk) -> None:
    store, said = disk.folder / "store", list[str]()
    with opened(store) as memory:
        talk(memory, memory.embedder, said.append, 4)
        shutil.copytree(store, store.with_name("killed"))
    disk.fill()
    with opened(store.with_name("killed")) as memory:
        assert not memory.read_only
        assert ids(memory) == said
        assert memory.profile(ANN).interests
        assert memory.recall(ANN, "quiet sea")
        disk.free()
        talk(memory, memory.embedder, said.append, 10)
        check_in_step(memory)


def test_no_store_is_half_made_on_a_full_disk(disk) -> None:
    disk.folder.mkdir(exist_ok=True)
    (disk.folder / "store").mkdir()
    disk.fill()
    with pytest.raises(StoreFull, match="the disk is full"):
        opened(disk.folder / "store")
    disk.free()
    with opened(disk.folder / "store") as memory:
        like(memory, ANN, "m")
        check_in_step(memory)


LOST: dict[str, tuple[Any, str, str]] = {
    "before-the-insert": (appending, "_known", "before"),
    "before-the-commit": (marks, "write", "after"),
}
KEPT: dict[str, tuple[Any, str, str]] = {
    "after-the-append": (Journal, "append", "after"),
    "before-the-vector-is-kept": (Journal, "put_vectors", "before"),
    "before-chroma": (Vectors, "upsert", "before"),
    "before-the-seal": (seal.Seal, "renew", "before"),
    "after-chroma": (Recall, "settle", "after"),
}


@pytest.mark.parametrize("fault", [*LOST, *KEPT])
def test_a_disk_that_fills_within_one_recording(disk, fault) -> None:
    store, said = disk.folder / "store", list[str]()
    with opened(store) as memory:
        talk(memory, memory.embedder, said.append, 3)
        memory._recall.settle()
        with full_at(disk, *(LOST | KEPT)[fault]):
            try:
                memory.record(user=ANN, kind="turn", text="the last words " * 9, id="last")
                memory._recall.settle()
                assert fault in KEPT
                said.append("last")
            except StoreFull:
                assert fault in LOST
        assert ids(memory) == said
        if fault in ("before-the-vector-is-kept", "before-chroma"):
            assert len(memory.repairs) == 1, "what could not be followed is said"
            assert "the disk is full" in memory.repairs[0]
        memory.profile(ANN)
        disk.free()
        for _ in range(3):
            said.append(memory.record(user=BEN, kind="turn", text="and another").id)
        memory.recall(ANN, "last words")
        check_in_step(memory)
    with opened(store) as memory:
        assert ids(memory) == said
        check_in_step(memory)


def test_forgetting_on_a_full_disk_is_refused_whole_or_completed_later(disk) -> None:
    store, said = disk.folder / "store", list[str]()
    with opened(store) as memory:
        talk(memory, memory.embedder, said.append, 6)
        disk.fill()
        with pytest.raises(StoreFull, match="the disk is full"):
            memory.forget(ANN)
        assert ids(memory) == said, "nothing was erased"
        assert memory.profile(ANN).interests
        disk.free()
        with full_at(disk, Journal, "scrub"), pytest.raises(StoreFull):
            memory.forget(ANN)
        assert list(memory.entries(ANN)) == []
        assert memory.profile(ANN).interests == ()
    with opened(store) as memory:
        disk.free()
        assert memory.recall(ANN, "quiet sea") == []
    with opened(store) as memory:
        check_in_step(memory)
        assert len(list(memory.entries(BEN))) == len(said) // 2
    assert memory.journal.path.exists()


def test_a_snapshot_that_does_not_fit_is_done_without(disk, monkeypatch) -> None:
    monkeypatch.setattr("penchant.memory.folds.SAVE_EVERY", 1)
    store, said = disk.folder / "store", list[str]()
    with opened(store) as memory:
        talk(memory, memory.embedder, said.append, 3)
        disk.fill()
    disk.free()
    with opened(store) as memory:
        assert ids(memory) == said
        check_in_step(memory)


def test_an_import_into_a_full_disk_stops_and_is_completed_by_the_same_call(disk) -> None:
    disk.folder.mkdir(exist_ok=True)
    path = disk.folder / "items.csv"
    lines = [f"i{k},Thing {k},word {k % 7} and {k}" for k in range(900)]
    path.write_text("id,title,description\n" + "\n".join(lines) + "\n", "utf-8")
    with opened(disk.folder / "store") as memory:
        with pytest.raises(StoreFull, match="the disk is full"):
            import_items(memory, path, progress=lambda done, _: done < 300 or disk.fill())
        there = memory.journal.count(["item-upsert"])
        assert there < 900
        disk.free()
        report = import_items(memory, path)
        assert (report.imported, report.unchanged) == (900 - there, there)
        assert memory.journal.count(["item-upsert"]) == 900


def test_a_list_is_given_on_a_full_disk_too(disk) -> None:
    with opened(disk.folder / "store") as memory:
        recommender = make_recommender(memory)
        recommender.act(ANN, "like", "heat")
        disk.fill()
        shown = recommender.recommend(ANN, "a long film")
        assert shown.items
        assert shown.impression is None
        assert talk_until_refused(memory, []) > 5
        disk.free()
        assert recommender.recommend(ANN).impression is not None


# -- damaged files --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> Path:
    """A folder with the store ``closed``, and ``killed``: the same as its files were before."""
    folder = tmp_path_factory.mktemp("lived")
    with opened(folder / "closed") as memory:
        talk(memory, memory.embedder, lambda _: None, 40)
        shutil.copytree(folder / "closed", folder / "killed")
    return folder


@pytest.fixture(scope="module")
def whole(lived) -> tuple[list[str], str]:
    """What both hold."""
    with opened(lived / "closed") as memory:
        return contents(memory)


def contents(memory: Memory) -> tuple[list[str], str]:
    """Every entry, every vector and what is believed."""
    entries = [repr(entry) for entry in memory.entries()]
    kept = memory.journal.vectors(memory.embedder.fingerprint, range(1, len(entries) + 1))
    vectors = {number: vector.tobytes() for number, vector in kept.items()}
    return entries, repr((vectors, memory.profile(ANN), memory.profile(BEN), memory.crowd().used()))


def damaged(path: Path, start: int, length: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(random.Random(start).randbytes(length))


CUTS = (0, 1, 50, 1000, 4095, 4096, 8192, 50_000, -4096, -1)


@pytest.mark.parametrize("cut", CUTS)
def test_a_journal_that_was_cut_short_is_an_error_that_says_what_to_do(
    lived, tmp_path, cut
) -> None:
    store = shutil.copytree(lived / "closed", tmp_path / "store")
    path = store / "journal.db"
    left = path.read_bytes()[:cut]
    path.write_bytes(left)
    with pytest.raises(StoreDamaged, match=r"doctor --repair.*backup"):
        read_all(store)
    assert path.read_bytes()[: len(left)] == left, "what is left was not touched"


def read_all(store: Path) -> tuple[list[str], str]:
    with opened(store) as memory:
        return contents(memory)


def test_garbage_in_any_page_of_the_journal_is_an_error_or_harmless(lived, whole, tmp_path) -> None:
    store = shutil.copytree(lived / "closed", tmp_path / "store")
    sound = (store / "journal.db").read_bytes()
    refused = 0
    for start in range(0, len(sound), 4096):
        (store / "journal.db").write_bytes(sound)
        damaged(store / "journal.db", start, 4096)
        try:
            assert read_all(store) == whole
        except StoreDamaged as error:
            refused += "doctor --repair" in str(error)
    assert refused > len(sound) / 4096 / 2, "few pages hold nothing"


WAL: dict[str, Callable[[Path], object]] = {
    "emptied": lambda wal: wal.write_bytes(b""),
    "cut short": lambda wal: wal.write_bytes(wal.read_bytes()[: wal.stat().st_size // 2]),
    "garbage": lambda wal: damaged(wal, 0, wal.stat().st_size),
    "garbage in the middle": lambda wal: damaged(wal, wal.stat().st_size // 2, 4096),
    "gone": lambda wal: wal.unlink(),
}

STALE = ("cut short", "garbage in the middle")


@pytest.mark.parametrize("how", WAL)
def test_a_damaged_log_is_never_a_loss_in_silence(lived, whole, tmp_path, how) -> None:
    store = shutil.copytree(lived / "killed", tmp_path / "store")
    WAL[how](store / "journal.db-wal")
    try:
        with opened(store) as memory:
            left = len(ids(memory))
            if how in STALE and contents(memory) == whole:
                return  # The end of a log may be of an earlier round, long copied.
            assert left < len(whole[0])
            assert f"the {len(whole[0]) - left} newest entries" in memory.repairs[0]
            assert "backup" in memory.repairs[0]
            check_in_step(memory)
            like(memory, ANN, "after")
        with opened(store) as memory:
            lost = f"{len(whole[0]) - left} newest entries"
            assert lost in memory.repairs[0], "it is said until somebody takes note"
            assert lost in memory.mend(lambda: {})[-1]
        with opened(store) as memory:
            assert memory.repairs == []
            assert len(ids(memory)) == left + 1
    except StoreDamaged as error:
        assert "doctor --repair" in str(error)  # noqa: PT017


def test_a_whole_log_is_read_and_nothing_is_said(lived, whole, tmp_path) -> None:
    store = shutil.copytree(lived / "killed", tmp_path / "store")
    with opened(store) as memory:
        assert contents(memory) == whole
        assert memory.repairs == []
        (store / "journal.head").write_bytes(b"\xff\x00 no number")
    with opened(store) as memory:
        assert memory.repairs == []


# -- garbage in the vector memory -----------------------------------------------------------------


@pytest.fixture(scope="module")
def indexed(tmp_path_factory) -> Path:
    """A store with so much of one person that Chroma has written an index to files."""
    folder = tmp_path_factory.mktemp("indexed") / "store"
    with opened(folder) as memory:
        said = memory.embedder.encode([f"word{n} of the sea" for n in range(1100)])
        made = [entry(f"e{n}", f"word{n}") for n in range(1100)]
        memory.record_all(made, {one.id: row for one, row in zip(made, said, strict=True)})
    assert len(list(folder.rglob(seal.WRITTEN))) == 1
    return folder


INDEX = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin", "index_metadata.pickle")
SPOILED: dict[str, Callable[[Path], object]] = {
    **{name: lambda path: damaged(path, 0, path.stat().st_size) for name in INDEX},
    "one byte": lambda path: path.write_bytes(b"\x01" + path.read_bytes()[1:]),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"more"),
}


@pytest.mark.parametrize("how", SPOILED)
def test_garbage_of_the_right_length_in_an_index_is_found_before_it_is_used(
    indexed, tmp_path, how
) -> None:
    store = shutil.copytree(indexed, tmp_path / "store")
    (written,) = store.rglob(seal.WRITTEN)
    SPOILED[how](written.with_name(how if how in INDEX else "data_level0.bin"))
    # Chroma would end this process at its first question.
    assert chroma_files.damage(store / "vectors")
    with opened(store) as memory:
        assert indexed_words(memory)
        (said,) = memory.repairs
        assert "rebuilt from the journal" in said
        assert memory.difference() == (set(), set())
    with opened(store) as memory:
        assert indexed_words(memory)
        assert memory.repairs == []


def test_a_seal_that_cannot_be_read_is_no_seal_and_none_at_all_is_made(indexed, tmp_path) -> None:
    store = shutil.copytree(indexed, tmp_path / "store")
    path = store / "vectors" / seal.SEAL
    for content in (b"", b"[]", b"garbage"):
        path.write_bytes(content)
        assert chroma_files.damage(store / "vectors")
    path.unlink()
    assert chroma_files.damage(store / "vectors") is None, "as before there were seals"
    with opened(store) as memory:
        assert memory.recall(ANN, "word7")
        assert memory.repairs == []
    assert path.exists()
    assert chroma_files.damage(store / "vectors") is None


def test_garbage_anywhere_in_chromas_database_is_mended_or_harmless(indexed, tmp_path) -> None:
    size = (indexed / "vectors" / chroma_files.DATABASE).stat().st_size
    for part in range(6):
        store = shutil.copytree(indexed, tmp_path / f"store{part}")
        damaged(store / "vectors" / chroma_files.DATABASE, part * size // 6 + 9_000, 20_000)
        with opened(store) as memory:
            assert indexed_words(memory)
            assert memory.difference() == (set(), set())
            assert len(memory.recall(ANN, "of the sea", 2000)) > 1050
            memory.record(user=ANN, kind="turn", text="a lighthouse keeper", id="after")
            assert "after" in found(memory, "a lighthouse keeper")


# -- a wrong clock --------------------------------------------------------------------------------


def amounts(memory: Memory, user: str = ANN) -> dict[str, float]:
    profile = memory.profile(user)
    assert all(np.isfinite(one.mass) and one.mass > 0 for one in profile.interests)
    assert all(one.last_at <= memory.clock() for one in profile.interests)
    found = [part for one in profile.interests for part in one.evidence]
    return {part.item: part.amount for part in found if part.item}


def at(year: int, month: int = 3, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def test_what_came_while_the_clock_was_years_ahead_neither_vanishes_nor_stays_new(tmp_path) -> None:
    clock = Clock(at(2026))
    with opened(tmp_path / "wrong", clock) as memory:
        like(memory, ANN, "before")
        clock.now = at(2040)
        like(memory, ANN, "ahead")
        like(memory, BEN, "before")
        clock.now = at(2026, 3, 2)
        assert amounts(memory)["ahead"] == pytest.approx(1.0), "it counts as of now"
        assert amounts(memory)["before"] > 0.9, "and what is older is not worn down by it"
        like(memory, ANN, "after")
        clock.now = at(2026, 6)
        found = amounts(memory)
        assert found["ahead"] == pytest.approx(found["after"], rel=0.05)
        assert found["ahead"] < 0.5, "it wears off like everything else"
        like(memory, "cleo", "before")
        people = memory.crowd().people(["before"], to_day(clock()))[0]
        assert people[2] == pytest.approx(1, abs=0.01), "one of three is of today"
        sequences = [one.sequence for one in memory.entries()]
        assert sequences == [1, 2, 3, 4, 5]
        assert memory.entries(ANN, kinds=["like"], after=1).__next__().occurred_at == at(2040)
    with opened(tmp_path / "wrong", clock) as memory:
        assert amounts(memory) == pytest.approx(found, rel=1e-3)
        clock.now = at(2041)
        assert amounts(memory)["ahead"] > amounts(memory)["after"], "2040 was right after all"
        check_in_step(memory)


@pytest.mark.parametrize("wrong", [at(1970), at(2025, 12), at(2026, 2, 28)])
def test_a_clock_that_went_back_and_is_right_again_changes_nothing(tmp_path, wrong) -> None:
    clock = Clock(at(2026))
    with opened(tmp_path / "store", clock) as memory:
        for number in range(3):
            like(memory, ANN, f"m{number}")
        right = memory.profile(ANN)
        clock.now = wrong
        assert set(amounts(memory)) == {"m0", "m1", "m2"}, "nothing vanishes meanwhile"
        assert memory.profile(ANN).liked == right.liked
        memory.record(user=BEN, kind="turn", text="said at the wrong time")
        clock.now = at(2026)
        assert repr(memory.profile(ANN)) == repr(right)
        check_in_step(memory)
    clock.now = wrong
    with opened(tmp_path / "store", clock) as memory:
        assert set(amounts(memory)) == {"m0", "m1", "m2"}
        undone = memory.get(next(memory.entries(ANN)).id)
        memory.record(user=ANN, kind="undo", supersedes=undone.id)
        assert memory.profile(ANN).liked == {"m1", "m2"}
    clock.now = at(2026)
    with opened(tmp_path / "store", clock) as memory:
        assert memory.profile(ANN).liked == {"m1", "m2"}
        check_in_step(memory)


def test_a_step_back_of_seconds_hides_nothing(memory, clock) -> None:
    like(memory, ANN, "m")
    clock.forward(minutes=-2)
    assert memory.profile(ANN).liked == {"m"}
    assert amounts(memory) == {"m": pytest.approx(1.0)}
    like(memory, ANN, "n")
    clock.forward(minutes=5)
    check_in_step(memory)


def test_clocks_that_jump_at_random_never_give_nonsense(memory, clock) -> None:
    chance = random.Random(5)
    for number in range(60):
        clock.now = at(chance.choice((1970, 2025, 2026, 2026, 2040, 2100)), chance.randint(1, 12))
        like(memory, ANN, f"m{number}")
        assert len(amounts(memory)) == number + 1
    clock.now = at(2026, 12)
    assert len(amounts(memory)) == 60
    assert max(amounts(memory).values()) <= 1.0 + 1e-9
    assert [one.item for one in memory.entries(ANN)] == [f"m{n}" for n in range(60)]


# -- a folder that is read-only, and an owner that is killed --------------------------------------

AS_NOBODY = """
import os, sys
sys.path.insert(0, sys.argv[2])
from typer.testing import CliRunner
import penchant
from conftest import Clock, WordEmbedder
from crashes import NOW
from penchant.cli import build
from penchant.memory.memory import Memory
from pathlib import Path
open_it = lambda store, **_: penchant.open(store, embedder=WordEmbedder(), clock=Clock(NOW))
app = build(open_it, {"PENCHANT_STORE": sys.argv[1]})
CliRunner().invoke(build(open_it, {"PENCHANT_STORE": sys.argv[3]}), ["profile", "ann"])
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for words in ("profile ann", "recommend ann", "export ann", "forget ann --yes"):
    result = CliRunner().invoke(app, words.split())
    print(result.exit_code, "|", result.output.strip().replace("\\n", " "))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, which is not so of tmp_path."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


def test_in_a_folder_that_is_read_only_every_command_says_so(open_folder, tmp_path) -> None:
    store = open_folder / "store"
    with opened(store) as memory:
        talk(memory, memory.embedder, lambda _: None, 2)
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    for path in [*store.rglob("*"), store]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        command = [sys.executable, "-c", AS_NOBODY, str(store), str(TESTS), str(tmp_path / "warm")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    finally:
        for path in [store, *store.rglob("*")]:
            path.chmod(0o755)
    lines = done.stdout.splitlines()
    assert len(lines) == 4, done.stderr
    assert all(line.startswith("3 | penchant: ") for line in lines), (lines, done.stderr)
    assert all("cannot be written" in line for line in lines), lines
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


OWNER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from conftest import Clock, WordEmbedder
from crashes import NOW, talk
from penchant.memory.memory import Memory
memory = Memory.open(Path(sys.argv[1]), WordEmbedder(), clock=Clock(NOW))
talk(memory, memory.embedder, lambda id: print(id, flush=True), 100_000)
"""


def test_a_guest_reads_on_when_the_owner_is_killed_and_the_next_one_owns(tmp_path) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path / "store"), str(TESTS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        said = [owner.stdout.readline().strip() for _ in range(9)]
        guest = opened(tmp_path / "store")
        assert guest.read_only
        assert set(said) <= set(ids(guest))
        with pytest.raises(StoreBusy, match=f"process {owner.pid} owns this store"):
            like(guest, ANN, "mine")
        owner.kill()
        said += owner.stdout.read().split()
    assert set(said) <= set(ids(guest))
    assert guest.profile(ANN).interests
    with opened(tmp_path / "store") as memory:
        assert not memory.read_only
        check_in_step(memory)
        after = like(memory, ANN, "after")
        assert guest.get(after.id) == after
        assert "after" in guest.profile(ANN).liked
    guest.close()


# -- where the store is ---------------------------------------------------------------------------


def test_a_store_may_be_named_from_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(3):
        with opened(Path("shop")) as memory:
            like(memory, ANN, "m1")
            memory.record(user=ANN, kind="turn", text="something about the sea")
            assert memory.recall(ANN, "the sea")
