"""Erasure: as if it had never been, in beliefs and in bytes, and nobody else touched."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from checks import saying
from conftest import Clock, WordEmbedder
from crashes import ANN, BEN, NOW
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory import traces
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.errors import BadInput
from penchant.memory.memory import Memory
from penchant.memory.records import Entry
from penchant.memory.store.vectors import Vectors, bucket_of
from penchant.memory.traces import found_in, traces_of_text, traces_of_vector

pytestmark = pytest.mark.usefixtures("nobody_at_hand")

OTHER = "somebody far off"
SHOWN = {
    "items": ["sea", "war", "noir"],
    "signals": ["known", "interest"],
    "rows": [[0.9, 0.1], [0.1, 0.8], [0.2, 0.3]],
    "request": {"query": "what I asked for in so many words"},
}


def opened(folder: Path) -> Memory:
    return Memory.open(folder, WordEmbedder(), clock=Clock(NOW))


def live(memory: Memory, user: str, *, only: str = "") -> None:
    """A day of ``user``: turns, statements, lists, likes. ``only`` leaves out what hangs on one
    turn ("-sea") or is about one film ("-noir")."""
    for name in ("sea", "war"):
        if only == f"-{name}":
            continue
        text = f"{user} is fond of the {name}, between you and me"
        turn = memory.record(
            user=user, kind="turn", text=text, conversation="talk", id=f"{user}.{name}"
        )
        said = Entry(
            id=f"{turn.id}.s0",
            kind="statement",
            user=user,
            occurred_at=NOW,
            recorded_at=NOW,
            parent=turn.id,
            data=saying(name.title(), 1),
        )
        memory.record_all([said], {said.id: memory.embedder.encode([f"{name} films"])[0]})
        memory.record(
            user=user,
            kind="impression",
            conversation="talk",
            id=f"{turn.id}.shown",
            data=SHOWN | {"request": {"query": f"{user} wants {name} films"}},
        )
        memory.record(
            user=user,
            kind="turn",
            role="assistant",
            text=f"The {name}, then.",
            conversation="talk",
            parent=turn.id,
            id=f"{turn.id}.answer",
        )
    if only != "-noir":
        act(memory, user, "noir")
    act(memory, user, "sea" if only == "-war" else "war")


def act(memory: Memory, user: str, item: str) -> None:
    memory.record(
        user=user,
        kind="like",
        item=item,
        vector=memory.embedder.encode([f"the film {item}"])[0],
        impression=f"{user}.{item}.shown",
        id=f"{user}.liked.{item}",
    )


def beliefs(memory: Memory, *people: str) -> dict[str, str]:
    """All that was learned, without the numbers that entries have."""
    found = {"used": repr(sorted(memory.crowd().used().items()))}
    crowd = Crowd()
    crowd.restore(memory.crowd().snapshot())
    crowd.sequence = 0
    found["crowd"] = hashlib.sha256(crowd.snapshot()).hexdigest()
    found["weights"] = repr(memory.weights().get())
    for user in people:
        profile = memory.profile(user)
        interests = [
            (i.id, i.mass, i.share, i.centroid.tolist(), i.targets, [e.entry for e in i.evidence])
            for i in profile.interests
        ]
        sets = (profile.seen, profile.liked, profile.disliked, profile.entries)
        found[user] = repr(
            (interests, [sorted(s) if isinstance(s, frozenset) else s for s in sets])
        )
    return found


def never(folder: Path, *lives) -> Memory:
    """A store in which only these lives were lived."""
    memory = opened(folder)
    for user, *only in lives:
        live(memory, user, only=only[0] if only else "")
    return memory


# -- looking for bytes in a way of its own ---------------------------------------------------------


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def words_in(folder: Path, words: str) -> list[str]:
    forms = [words.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    return [str(p) for p, data in files(folder).items() if any(form in data for form in forms)]


def vector_in(folder: Path, vector) -> list[str]:
    """Files with four numbers in a row as in ``vector``, up to rounding, at any offset."""
    found = []
    for path, data in files(folder).items():
        for shift in range(4):
            numbers = np.frombuffer(data[shift : len(data) - (len(data) - shift) % 4], "<f4")
            places = max(0, len(numbers) - 3)
            for start in (0, 20, 40, 60):
                near = np.ones(places, bool)
                with np.errstate(all="ignore"):
                    for k in range(4):
                        near &= np.abs(numbers[k : places + k] - vector[start + k]) < 1e-6
                if near.any():
                    found.append(str(path))
    return sorted(set(found))


def test_the_search_itself_finds_what_is_there(memory) -> None:
    memory.record(user="ann", kind="turn", text="a secret about 恐怖片")
    vector = memory.embedder.encode(["a secret about 恐怖片"])[0]
    memory._recall.settle()
    assert len(words_in(memory.folder, "about 恐怖片")) >= 1
    assert len(vector_in(memory.folder, vector)) >= 2, "the journal's and Chroma's"
    memory.forget("ann")
    assert words_in(memory.folder, "about 恐怖片") == []
    assert vector_in(memory.folder, vector) == []


# -- as if it had never been -----------------------------------------------------------------------


def test_a_whole_person_is_forgotten_as_if_never_there(memory, tmp_path) -> None:
    assert bucket_of(ANN) == bucket_of(BEN) != bucket_of(OTHER)
    for user in (ANN, BEN, OTHER):
        live(memory, user)
    texts = {e.text: e for e in memory.entries(ANN, kinds=["turn"]) if e.role == "user"}
    head = memory.journal.head()
    before = {user: memory._recall.nearest(user, np.ones(64), 99) for user in (BEN, OTHER)}
    receipt = memory.forget(ANN)
    assert (receipt.user, receipt.at) == (ANN, NOW)
    assert (receipt.entries, receipt.vectors, receipt.found_after) == (10, 4, 0)
    assert receipt.checked_files == len(files(memory.folder))
    assert list(memory.entries(ANN)) == []
    assert list(memory.export(ANN)) == []
    assert memory.recall(ANN, "fond of the sea") == []
    assert memory.profile(ANN).interests == ()
    assert memory.difference() == (set(), set())
    for text in texts:
        assert words_in(memory.folder, text) == []
        assert vector_in(memory.folder, memory.embedder.encode([text])[0]) == []
    assert words_in(memory.folder, f"{ANN} wants") == []
    assert words_in(memory.folder, ANN) == []
    for user in (BEN, OTHER):
        # The same bucket was made anew; its people kept every vector.
        after = memory._recall.nearest(user, np.ones(64), 99)
        assert [key for key, _ in after] == [key for key, _ in before[user]]
        assert words_in(memory.folder, f"{user} is fond of the sea")
    with never(tmp_path / "never", [BEN], [OTHER]) as other:
        assert beliefs(memory, ANN, BEN, OTHER) == beliefs(other, ANN, BEN, OTHER)
    (audit,) = memory.entries(kinds=["forget"])
    assert ANN not in repr(audit)
    assert audit.user == ""
    assert audit.data["entries"] == 10
    assert memory.record(user=ANN, kind="turn", text="back again").sequence == head + 2


def test_forgetting_twice_or_nobody_does_nothing(memory) -> None:
    live(memory, ANN)
    assert memory.forget(ANN).entries == 10
    head = memory.journal.head()
    for user in (ANN, "never seen"):
        receipt = memory.forget(user)
        assert (receipt.entries, receipt.vectors, receipt.found_after) == (0, 0, 0)
    assert memory.journal.head() == head


def test_one_turn_is_forgotten_with_all_that_hangs_on_it(memory, tmp_path) -> None:
    live(memory, ANN)
    live(memory, BEN)
    later = memory.record(
        user=ANN, kind="turn", text="rather the lake", id="edit", supersedes=f"{ANN}.sea"
    )
    receipt = memory.forget(ANN, entry=f"{ANN}.sea")
    assert (receipt.entries, receipt.found_after) == (5, 0)
    assert memory.get(later.id) is None, "an edit quotes what it edits"
    kept = {e.id for e in memory.entries(ANN)}
    assert kept == {
        *(f"{ANN}.war{part}" for part in ("", ".s0", ".shown", ".answer")),
        *(f"{ANN}.liked.{item}" for item in ("noir", "war")),
    }
    assert words_in(memory.folder, f"{ANN} is fond of the sea") == []
    assert words_in(memory.folder, f"{ANN} wants sea films") == []
    gone = memory.embedder.encode([f"{ANN} is fond of the sea, between you and me"])[0]
    assert vector_in(memory.folder, gone) == []
    assert words_in(memory.folder, f"{ANN} is fond of the war")
    assert memory.difference() == (set(), set())
    with never(tmp_path / "never", [ANN, "-sea"], [BEN]) as other:
        assert beliefs(memory, ANN, BEN) == beliefs(other, ANN, BEN)


def test_one_item_is_forgotten_with_the_words_about_it(memory, tmp_path) -> None:
    live(memory, ANN)
    live(memory, BEN)
    assert memory.forget(ANN, item="noir").entries == 1
    with never(tmp_path / "never", [ANN, "-noir"], [BEN]) as other:
        assert beliefs(memory, ANN, BEN) == beliefs(other, ANN, BEN)
    turn = memory.record(user=ANN, kind="turn", text="I cannot stand Alien, that film")
    data = saying("Alien", -1, kind="item", item="alien")
    memory.record(user=ANN, kind="statement", id="s", parent=turn.id, data=data)
    memory.record(user=ANN, kind="turn", text="Noted.", role="assistant", parent=turn.id)
    assert memory.forget(ANN, item="alien").entries == 3
    assert words_in(memory.folder, "cannot stand Alien") == []
    assert memory.forget(ANN, item="alien").entries == 0
    assert memory.profile(BEN).liked == {"noir", "war"}


def test_what_is_not_theirs_is_refused(memory) -> None:
    live(memory, ANN)
    live(memory, BEN)
    for entry in (f"{BEN}.sea", "nothing"):
        with pytest.raises(BadInput, match="has no entry"):
            memory.forget(ANN, entry=entry)
    assert memory.journal.count() == 20


def test_words_that_somebody_else_said_too_are_no_trace(memory) -> None:
    for user in (ANN, OTHER):
        memory.record(user=user, kind="turn", text="I love films about space travel")
    memory.record(
        user="", role="system", kind="item-upsert", item="m", data={"title": "The Long Goodbye"}
    )
    memory.record(user=ANN, kind="turn", text="The Long Goodbye")
    assert memory.forget(ANN).found_after == 0
    assert memory.recall(OTHER, "space travel")


def test_what_is_still_in_a_file_is_reported(memory, monkeypatch) -> None:
    live(memory, ANN)
    copied = memory.folder / "a backup somebody made.db"
    copied.write_bytes((memory.folder / "journal.db-wal").read_bytes())
    receipt = memory.forget(ANN)
    assert receipt.found_after == 1
    assert receipt.checked_files == len(files(memory.folder))


def test_a_failure_half_way_leaves_nothing_believed_and_is_completed_later(
    memory, monkeypatch
) -> None:
    live(memory, ANN)
    memory.profile(ANN)

    def failing(*_):
        raise OSError("no space left")

    monkeypatch.setattr(Vectors, "rebuild", failing)
    with pytest.raises(OSError, match="no space"):
        memory.forget(ANN)
    assert memory.profile(ANN).interests == ()
    assert memory.crowd().used() == {}
    monkeypatch.undo()
    memory.close()
    with opened(memory.folder) as again:
        assert "an erasure that had been interrupted was completed" in again.repairs
        assert again.difference() == (set(), set())
        assert words_in(again.folder, ANN) == []


def test_an_index_that_was_written_to_files_is_cleared_too(memory) -> None:
    number = 1100
    rows = np.random.default_rng(1).normal(size=(number, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    for user in (ANN, BEN):
        made = [
            Entry(
                id=f"{user}{n}",
                kind="turn",
                user=user,
                text=f"{user} said this as number {n}",
                occurred_at=NOW,
                recorded_at=NOW,
            )
            for n in range(number)
        ]
        sign = 1 if user == ANN else -1
        memory.record_all(made, {e.id: sign * row for e, row in zip(made, rows, strict=True)})
    memory._recall.settle()
    (index,) = memory.folder.rglob("index_metadata.pickle")
    index = index.with_name("data_level0.bin")
    missed = [n for n in range(0, 1000, 25) if not found_in(index, traces_of_vector(rows[n]))]
    assert missed == [], "what the memory itself searches for is what an index holds"
    receipt = memory.forget(ANN)
    assert (receipt.entries, receipt.vectors, receipt.found_after) == (number, number, 0)
    for n in (0, 500, 999, 1099):
        assert vector_in(memory.folder, rows[n]) == []
    assert len(vector_in(memory.folder, -rows[500])) >= 2
    assert memory.difference() == (set(), set())
    memory.close()
    with opened(memory.folder) as again:
        assert again.difference() == (set(), set())
        assert again.repairs == []
        assert len(again._recall.nearest(BEN, rows[0], 9999)) > 1000


# -- traces ------------------------------------------------------------------------------------


@given(
    st.lists(st.binary(min_size=12, max_size=48), max_size=8),
    st.binary(max_size=300),
    st.integers(12, 200),
    st.data(),
)
def test_every_trace_in_a_file_is_found_and_no_other(
    tmp_path_factory, wanted, noise, chunk, data
) -> None:
    hidden = data.draw(st.lists(st.sampled_from(wanted), max_size=3)) if wanted else []
    content = noise
    for one in hidden:
        place = data.draw(st.integers(0, len(content)))
        content = content[:place] + one + content[place:]
    path = tmp_path_factory.getbasetemp() / "haystack"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        # Blocks so small that traces lie across their borders.
        patch.setattr(traces, "_CHUNK", chunk)
        assert found_in(path, wanted) == {one for one in wanted if one in content}


@given(st.text(min_size=1), st.integers(0, 5000))
def test_a_piece_of_a_long_text_is_found_even_if_a_page_ends_in_it(word, cut) -> None:
    text = (word * 2000)[:3000]
    for coding in ("utf-8", "utf-16-le"):
        whole = text.encode(coding, "surrogatepass")
        broken = whole[: cut % len(whole)] + bytes(64) + whole[cut % len(whole) :]
        found = [trace for trace in traces_of_text(text) if trace in broken]
        assert found or len(set(whole)) < 4


def test_what_is_too_short_or_too_plain_to_be_searched_for() -> None:
    assert traces_of_text("short") == traces_of_text("") == set()
    assert traces_of_vector(np.zeros(64, np.float32)) == set()
    sparse = np.zeros(64, np.float32)
    sparse[[3, 40]] = 0.6, 0.8
    assert all(any(trace[:8]) for trace in traces_of_vector(sparse))


def test_after_forgetting_a_reader_beside_the_owner_leaves_its_log_alone(memory) -> None:
    # Opening and closing a file of SQLite's in the owner would drop the owner's locks, and the
    # next reader to leave would delete the write-ahead log.
    memory.record(user="ann", kind="turn", text="something that will be forgotten")
    memory.forget("ann")
    count = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1])\n"
        "print(c.execute('SELECT count(*) FROM entry').fetchone()[0]); c.close()"
    )

    def entries_seen_from_outside() -> int:
        path = str(memory.folder / "journal.db")
        done = subprocess.run(
            [sys.executable, "-c", count, path], capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    before = entries_seen_from_outside()
    memory.record(user="bob", kind="turn", text="one")
    assert entries_seen_from_outside() == before + 1
    memory.record(user="bob", kind="turn", text="two")
    assert entries_seen_from_outside() == before + 2
