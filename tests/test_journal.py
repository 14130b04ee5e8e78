"""The journal: what was appended stays, in order, exactly as it was, and damage is never silent."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from checks import axis, moment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penchant.memory.errors import (
    BadInput,
    Conflict,
    ReadOnlyStore,
    StoreDamaged,
    StoreError,
    StoreTooNew,
)
from penchant.memory.records import Entry
from penchant.memory.store import rows
from penchant.memory.store.journal import UNFINISHED, Journal
from penchant.memory.store.prepared import driver
from penchant.memory.store.superseding import Superseding, without_effect

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path):
    opened = Journal.open(path)
    yield opened
    opened.close()


def entry(id: str, **fields_) -> Entry:
    return Entry(
        **{"kind": "turn", "user": "ann", "occurred_at": NOW, "recorded_at": NOW} | fields_, id=id
    )


def ids(entries) -> list[str]:
    return [one.id for one in entries]


def tracing(journal: Journal, note) -> None:
    """Have the one connection that a single thread uses tell what it runs, values included."""
    with journal.reading() as connection:
        driver(connection).set_trace_callback(note)


def reopened(path: Path) -> Journal:
    return Journal.open(path)


# -- what goes in comes out --------------------------------------------------------------------

TEXTS = st.one_of(
    st.sampled_from(
        ["", "恐怖片 🎃 e\u0301", "\x00\x01\x1f\x7f\ufeff\u2028", "a\x00b", "%_'\";--"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
NAMES = TEXTS.filter(bool)
MAYBE = st.one_of(st.none(), TEXTS)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = st.one_of(
    st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC)),
    st.datetimes(
        datetime(1900, 1, 1),
        datetime(2100, 1, 1),
        timezones=st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m))),
    ),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**70), 2**70), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
DICTS = st.dictionaries(TEXTS, JSON, max_size=3)
ENTRIES = st.builds(
    Entry,
    id=NAMES,
    kind=NAMES,
    user=TEXTS,
    occurred_at=MOMENTS,
    recorded_at=MOMENTS,
    tenant=NAMES,
    conversation=MAYBE,
    role=TEXTS,
    item=MAYBE,
    value=st.one_of(st.none(), NUMBERS),
    scale=st.one_of(st.none(), st.tuples(NUMBERS, NUMBERS)),
    text=MAYBE,
    context=DICTS,
    impression=MAYBE,
    supersedes=MAYBE,
    parent=MAYBE,
    embedder=MAYBE,
    schema=st.integers(0, 2**31),
    data=DICTS,
)
ONE_JOURNAL = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@ONE_JOURNAL
@given(ENTRIES, st.integers())
def test_every_field_of_an_entry_survives(journal, made, number) -> None:
    made = replace(made, id=f"{made.id} {journal.head()} {number}")
    (stored,) = journal.append([made])
    assert stored == replace(made, sequence=journal.head())
    back = journal.get(made.id, made.tenant)
    for field in fields(Entry):
        assert getattr(back, field.name) == getattr(stored, field.name), field.name
    assert back.occurred_at.utcoffset() == timedelta(0)
    assert journal.append([made]) == [stored], "and saying it again changes nothing"


def test_times_keep_their_microseconds(journal) -> None:
    odd = datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    (stored,) = journal.append([entry("a", occurred_at=odd, recorded_at=odd - timedelta(days=1))])
    assert (stored.occurred_at, journal.get("a").occurred_at) == (odd, odd)


def test_text_is_kept_as_bytes_beside_the_id_of_its_key(journal, path) -> None:
    journal.append([entry("a", text="恐怖片", data={"name": "恐怖"}, context={"zone": "上海"})])
    with sqlite3.connect(path) as database:
        (row,) = database.execute("SELECT text, data, context, key_id FROM entry").fetchall()
        assert row == (
            "恐怖片".encode(),
            '{"name":"恐怖"}'.encode(),
            '{"zone":"上海"}'.encode(),
            "plain",
        )
        database.execute("UPDATE entry SET key_id = 'k7'")
    database.close()
    with pytest.raises(StoreTooNew, match="k7"):
        journal.get("a")


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "half a \ud83d character"},
        {"user": "\udfff"},
        {"item": "\ud800"},
        {"conversation": 7},
        {"data": {"a": "\ud800"}},
        {"data": {"a": {1, 2}}},
        {"data": {"a": float("nan")}},
        {"context": {"a": float("inf")}},
        {"context": {"when": NOW}},
        {"value": float("nan")},
        {"value": float("-inf")},
        {"value": 10**400},
        {"value": "five"},
        {"scale": (0.0, float("inf"))},
        {"occurred_at": datetime(2026, 3, 1)},
        {"recorded_at": datetime(2026, 3, 1)},
        {"occurred_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))},
        {"occurred_at": datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))},
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(journal, wrong) -> None:
    with pytest.raises(BadInput):
        journal.append([entry("good"), entry("bad", **wrong)])
    assert journal.head() == 0
    assert list(journal.read()) == []


def test_nesting_without_end_is_refused(journal) -> None:
    deep: dict = {}
    for _ in range(100_000):
        deep = {"a": deep}
    with pytest.raises(BadInput, match="JSON"):
        journal.append([entry("a", data=deep)])


# -- ids ---------------------------------------------------------------------------------------


def test_an_id_is_recorded_once(journal) -> None:
    first = journal.append([entry("a", text="one"), entry("b"), entry("a", text="one")])
    assert [one.sequence for one in first] == [1, 2, 1]
    again = journal.append([entry("c"), entry("a", text="one", occurred_at=moment(3))])
    assert [one.sequence for one in again] == [3, 1]
    assert again[1].occurred_at == NOW
    assert journal.head() == journal.count() == 3


@pytest.mark.parametrize(
    "other",
    [
        {"text": "two"},
        {"user": "ben"},
        {"kind": "search"},
        {"item": "m"},
        {"value": 1.0},
        {"scale": (1.0, 5.0)},
        {"conversation": "c"},
        {"role": "assistant"},
        {"context": {"a": 1}},
        {"data": {"a": 1}},
        {"impression": "i"},
        {"supersedes": "s"},
        {"parent": "p"},
    ],
    ids=str,
)
def test_an_id_with_other_content_is_a_conflict_and_nothing_is_written(journal, other) -> None:
    journal.append([entry("a", text="one")])
    with pytest.raises(Conflict, match=next(iter(other))):
        journal.append([entry("b"), entry("a", **{"text": "one"} | other)])
    assert ids(journal.read()) == ["a"]
    with pytest.raises(Conflict):
        journal.append([entry("c"), entry("c", **other)])
    assert journal.head() == 1


def test_the_same_data_in_other_clothes_is_no_conflict(journal) -> None:
    made = entry("a", data={"rows": ((1, 2), (3, 4))}, value=3, scale=[1, 5])
    (stored,) = journal.append([made])
    assert stored.data == {"rows": [[1, 2], [3, 4]]}
    assert stored.scale == (1.0, 5.0)
    assert isinstance(stored.value, float)
    assert journal.append([made]) == [stored] == list(journal.read())


def test_neither_recording_nor_looking_up_reads_the_whole_journal(journal, path) -> None:
    """Else each of them takes the longer the more was recorded."""
    asked: list[str] = []
    tracing(journal, asked.append)
    turn, edit = entry("turn"), entry("edit", supersedes="turn", parent="above")
    journal.append([turn], {})
    journal.append([edit, entry("below", parent="turn")], {})
    journal.append([replace(turn, embedder="e")], {"turn": np.ones(3, np.float32)})
    journal.get_many(["turn", "edit"])
    journal.superseded("ann")
    tracing(journal, None)
    asked = [one for one in asked if one.startswith(("SELECT", "INSERT", "DELETE", "UPDATE"))]
    assert len([one for one in asked if " entry" in one]) > 10
    with sqlite3.connect(path) as raw:
        for statement in asked:
            steps = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}")]
            assert not [one for one in steps if one == "SCAN entry"], statement


def test_every_transaction_is_forced_to_the_disk_but_one_that_says_otherwise(journal) -> None:
    def level() -> int:
        return connection.exec_driver_sql("PRAGMA synchronous").scalar()

    for _ in range(3):
        with journal.writing(forced=False) as connection:
            assert level() == 1, "NORMAL"
        with journal.writing() as connection:
            assert level() == 2, "FULL"
    forced: list[str] = []
    tracing(journal, forced.append)
    (turn,) = journal.append([entry("turn")])
    assert "PRAGMA synchronous = FULL" in forced
    forced.clear()
    journal.put_vectors("e", {turn.sequence: np.ones(3, np.float32)}, forced=False)
    assert "PRAGMA synchronous = NORMAL" in forced


def test_tenants_have_ids_of_their_own(journal) -> None:
    journal.append([entry("a", text="one"), entry("a", text="two", tenant="other")])
    assert journal.get("a").text == "one"
    assert journal.get("a", "other").text == "two"
    assert journal.get("b") is None


# -- reading ----------------------------------------------------------------------------------

PEOPLE, KINDS, TALKS = ("ann", "ben"), ("turn", "like", "statement"), ("x", "y", None)
ABOUT = ("p", None, "q", "r")


@pytest.fixture
def paged(journal, monkeypatch):
    """A journal of 60 entries that is read three rows at a time."""
    monkeypatch.setattr(rows, "PAGE", 3)
    journal.append(
        [
            entry(
                f"e{n}",
                user=PEOPLE[n * n % 7 % 2],
                kind=KINDS[n % 3],
                conversation=TALKS[n % 5 % 3],
                item=ABOUT[n % 7 % 4],
            )
            for n in range(60)
        ]
    )
    return journal


@ONE_JOURNAL
@given(
    st.sampled_from([None, *PEOPLE, "nobody"]),
    st.one_of(st.none(), st.lists(st.sampled_from(KINDS), unique=True)),
    st.lists(st.sampled_from(KINDS), max_size=2),
    st.sampled_from([None, "x", "y", "z"]),
    st.one_of(st.none(), st.lists(st.sampled_from(["p", "q", "r", "s"]), unique=True)),
    st.integers(0, 62),
    st.one_of(st.none(), st.integers(0, 62)),
    st.booleans(),
    st.one_of(st.none(), st.integers(-1, 62)),
)
def test_reading_gives_what_was_asked_for_page_by_page(
    paged, user, kinds, without, conversation, items, after, until, newest_first, limit
) -> None:
    everything = [paged.get(f"e{n}") for n in range(60)]
    expected = [
        one
        for one in everything
        if (user is None or one.user == user)
        and (kinds is None or one.kind in kinds)
        and one.kind not in without
        and (conversation is None or one.conversation == conversation)
        and (items is None or one.item in items)
        and one.sequence > after
        and (until is None or one.sequence <= until)
    ]
    expected = expected[::-1] if newest_first else expected
    expected = expected if limit is None else expected[: max(0, limit)]
    found = paged.read(
        user,
        kinds=kinds,
        without=without,
        conversation=conversation,
        items=items,
        after=after,
        until=until,
        newest_first=newest_first,
        limit=limit,
    )
    assert ids(found) == ids(expected)


def test_everything_else_is_read_page_by_page_too(paged) -> None:
    names = [f"e{n}" for n in range(60)]
    assert set(paged.get_many([*names, "gone"])) == set(names)
    vectors = {n: axis(n % 6) for n in range(1, 61)}
    assert paged.put_vectors("six", vectors | {999: axis(0)}) == set(vectors)
    assert paged.vectors("six", [999]) == {}
    found = paged.vectors("six", range(1, 61))
    assert all(np.array_equal(found[n], vectors[n]) for n in vectors)
    assert found[1].dtype == np.float32
    actions = [one for one in paged.read() if one.kind != "statement"]
    assert ids(one for one, _ in paged.embedded("six")) == ids(actions)
    assert paged.embedded_ids("six") == set(ids(actions))
    assert paged.count_embedded("six", 30) == sum(one.sequence <= 30 for one in actions)
    late = [one.id for one in actions if one.sequence > 20]
    assert ids(one for one, _ in paged.embedded("six", after=20)) == late
    mine = [one.id for one in actions if one.user == "ben"]
    many = ["ben", *(f"n{n}" for n in range(9))]
    assert sorted(ids(one for one, _ in paged.embedded("six", users=many))) == sorted(mine)
    assert list(paged.embedded("six", users=[])) == []
    assert list(paged.embedded("other")) == []
    hashes = {f"h{n}": axis(n % 6) for n in range(20)}
    paged.put_item_vectors("six", hashes)
    assert set(paged.item_vectors("six", [*hashes, "no"])) == set(hashes)
    assert paged.item_vectors("other", list(hashes)) == {}


def test_a_reader_that_stops_half_way_keeps_nobody_waiting(paged, path) -> None:
    reading = paged.read()
    next(reading)
    paged.erase([2, 3])
    assert paged.append([entry("new")])[0].sequence == 61
    assert ids(reading)[-1] == "new"


def test_what_was_spoken_without_a_vector_is_found(journal) -> None:
    journal.append(
        [
            entry("told", text="words"),
            entry("placed", text="words", embedder="six"),
            entry("silent", text=""),
            entry("none"),
            entry("answer", text="words", role="assistant"),
            entry("liked", kind="like", text="words"),
            entry("sought", kind="search", text="words"),
        ],
        {"placed": axis(0)},
    )
    assert ids(journal.unembedded("six", ("turn", "search"))) == ["told", "sought"]
    assert ids(journal.unembedded("six", ("turn", "search"), after=1)) == ["sought"]
    assert "placed" in ids(journal.unembedded("other", ("turn",)))
    with pytest.raises(BadInput, match="embedder"):
        journal.append([entry("who", text="x")], {"who": axis(0)})


def test_people_and_counts(paged) -> None:
    paged.append([entry("system", user="", role="system", kind="catalog")])
    assert paged.users() == ["ann", "ben"]
    assert paged.count() == 61
    assert paged.count(["turn"]) == 20
    assert paged.count(role="system") == 1


# -- superseding ------------------------------------------------------------------------------


def superseding(journal, *pairs: str) -> set[str]:
    """``"b>a"``: b replaces a, ``"b!a"``: b undoes a, ``"c>b^a"``: c replaces b and hangs on a."""
    for place, pair in enumerate(pairs):
        rest, _, parent = pair.partition("^")
        kind = "undo" if "!" in rest else "turn"
        id, _, target = rest.replace("!", ">").partition(">")
        made = entry(id, kind=kind, supersedes=target or None, parent=parent or None)
        journal.append([replace(made, occurred_at=moment(place))])
    return journal.superseded()


@pytest.mark.parametrize(
    ("story", "dead"),
    [
        ("a", ""),
        ("a b!a", "a"),
        ("a b!a c!b", "b"),
        ("a b!a c!b d!c", "a c"),
        ("a b!a c!a d!c", "a c"),
        ("a b!a c!a d!c e!b", "b c"),
        # The third wording takes the place of the first as well.
        ("a b>a", "a"),
        ("a b>a c>b", "a b"),
        ("a b>a c>b d>c", "a b c"),
        # Undoing an edit brings back what it replaced, and that only.
        ("a b>a c!b", "b"),
        ("a b>a c>b d!c", "a c"),
        ("a b>a c>b d!b", "b"),
        ("b>a a", "a"),
        ("a s^a b>a", "a s"),
        ("a b>a s^a", "a s"),
        ("a s^a t^s b>a", "a s t"),
        # What was read out of an edited turn has no effect: the like stands again.
        ("like t u!like^t", "like"),
        ("like t u!like^t t2>t", "t u"),
        ("like t t2>t u!like^t", "t u"),
        ("like t u!like^t t2>t t3!t2", "like t2"),
        # An edit may name what it edits as its parent.
        ("a b>a^a", "a"),
        ("a b>a^a c>b^b", "a b"),
        ("a s^a b>a^a t^b", "a s"),
    ],
)
def test_what_no_longer_counts(journal, story, dead) -> None:
    assert superseding(journal, *story.split()) == set(dead.split())
    assert journal.superseded("ann") == set(dead.split())
    assert journal.superseded("ben") == set()


def test_as_of_a_time_and_as_of_an_entry(journal) -> None:
    assert superseding(journal, "a", "b!a", "c!b") == {"b"}
    assert journal.superseded(until=moment(1.5)) == {"a"}
    assert journal.superseded(until=moment(0.5)) == set()
    assert journal.superseded(through=2) == {"a"}
    assert journal.superseded(through=3) == {"b"}


def test_nobody_supersedes_what_is_not_theirs(journal) -> None:
    journal.append([entry("a"), entry("s", parent="a"), entry("b", user="ben", supersedes="a")])
    assert journal.superseded() == set()
    journal.append([entry("c", supersedes="a"), entry("bens", user="ben", parent="a")])
    assert journal.superseded() == {"a", "s"}


def test_thousands_of_edits_and_undos_of_each_other() -> None:
    for kind, expected in (("turn", range(5001)), ("undo", range(0, 5001, 2))):
        story = [Superseding(f"e{n + 1}", f"e{n}", kind) for n in range(5001)]
        dead = {f"e{n}" for n in expected}
        assert without_effect(story, {}) == without_effect(story[::-1], {}) == dead


@pytest.mark.parametrize("kind", ["turn", "undo"])
def test_circles_end_and_the_same_way_every_time(kind) -> None:
    circle = [Superseding(*pair, kind) for pair in ("ab", "bc", "ca", "dd")]
    parents = {"a": "c", "b": "a", "c": "b"}
    assert without_effect(circle, parents) == without_effect(circle, dict(parents))


# -- erasing ----------------------------------------------------------------------------------


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_is_erased_is_in_no_file_and_numbers_are_not_given_again(journal, path) -> None:
    secret, kept = "my secret is 恐怖片 " * 400, "this one stays here"
    vector = np.linspace(0.1, 1, 64, dtype=np.float32)
    journal.append(
        [entry("a", text=secret, embedder="six"), entry("b", text=kept), entry("c")],
        {"a": vector},
    )
    journal.save_snapshots(3, {"fold": (1, b"sums of everything")})
    assert "恐怖片".encode() in everything_in(path.parent)
    assert vector[:12].tobytes() in everything_in(path.parent)
    audit = entry("audit", user="", role="system", kind="forget")
    assert journal.erase([1, 3, 99], audit, unfinished="7") == 2
    left = everything_in(path.parent)
    assert "恐怖片".encode() not in left
    assert vector[:12].tobytes() not in left
    assert b"sums of everything" not in left
    assert kept.encode() in left
    assert ids(journal.read()) == ["b", "audit"]
    assert journal.vectors("six", [1]) == {}
    assert journal.load_snapshot("fold", 1) is None
    assert journal.get_meta(UNFINISHED) == "7"
    journal.erase([4])
    journal.close()
    again = reopened(path)
    assert again.append([entry("a")])[0].sequence == 5
    again.close()


def test_more_than_a_page_is_erased(paged) -> None:
    assert paged.erase(range(1, 60)) == 59
    assert ids(paged.read()) == ["e59"]


def test_bytes_are_known_to_stand_in_an_entry_or_not(journal) -> None:
    vector = np.linspace(0.1, 1, 16, dtype=np.float32)
    journal.append([entry("a", text="some words", data={"k": "value"}, context={"z": "zone"})])
    journal.put_item_vectors("six", {"h": vector})
    for there in (b"me wo", b"value", b"zone", vector[2:9].tobytes()):
        assert journal.holds(there)
    assert not journal.holds(b"other words")


# -- small state ------------------------------------------------------------------------------


def test_named_values_and_snapshots(journal) -> None:
    assert journal.get_meta("k") is None
    journal.put_meta("k", "one")
    journal.put_meta("k", "two")
    assert journal.get_meta("k") == "two"
    journal.put_meta("k", None)
    assert journal.get_meta("k") is None
    journal.save_snapshots(7, {"one": (1, b"x"), "two": (3, b"y")})
    journal.save_snapshots(8, {"one": (2, b"z")})
    assert journal.load_snapshot("one", 2) == (8, b"z")
    assert journal.load_snapshot("one", 1) is None
    assert journal.load_snapshot("two", 3) == (7, b"y")
    journal.drop_snapshots()
    assert journal.load_snapshot("two", 3) is None


# -- files ------------------------------------------------------------------------------------


def test_it_is_the_same_store_after_reopening(journal, path) -> None:
    journal.append([entry("a", text="kept")])
    store = journal.store_id
    journal.close()
    again = reopened(path)
    assert again.store_id == store
    assert again.get("a").text == "kept"
    again.close()
    with pytest.raises(StoreError, match="closed"):
        again.head()
    with pytest.raises(StoreError, match="closed"):
        again.append([entry("b")])


def used_and_closed(path: Path, number: int = 50) -> None:
    opened = Journal.open(path)
    opened.append([entry(f"e{n}", text="words " * 100) for n in range(number)])
    opened.close()


def test_an_emptied_file_is_damage_not_a_new_store(path) -> None:
    used_and_closed(path)
    path.write_bytes(b"")
    with pytest.raises(StoreDamaged, match="missing or empty"):
        Journal.open(path)
    path.unlink()
    with pytest.raises(StoreDamaged, match="missing or empty"):
        Journal.open(path)
    path.with_suffix(".id").unlink()
    Journal.open(path).close()


def test_a_file_that_is_no_database_is_damage(path) -> None:
    path.write_bytes(os.urandom(20_000))
    with pytest.raises(StoreDamaged, match="is damaged"):
        Journal.open(path)


def test_a_file_cut_short_is_damage(path) -> None:
    used_and_closed(path, 500)
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(StoreDamaged, match="is damaged"):
        list(Journal.open(path).read())


def test_a_store_of_a_newer_version_is_left_alone(path) -> None:
    used_and_closed(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    database.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="99"):
        Journal.open(path)
    assert path.read_bytes() == before


def test_a_creation_that_was_cut_short_begins_again(path) -> None:
    path.write_bytes(b"")
    opened = Journal.open(path)
    assert opened.head() == 0
    opened.close()


def test_a_folder_in_the_way_is_said(tmp_path) -> None:
    (tmp_path / "journal.db").mkdir()
    with pytest.raises(ReadOnlyStore, match="cannot be written"):
        Journal.open(tmp_path / "journal.db")


AS_NOBODY = """
import os, sys
from pathlib import Path
from penchant.memory.errors import ReadOnlyStore
from penchant.memory.store.journal import Journal
Journal.open(Path(sys.argv[1]).parent / "warm.db").close()  # all that is imported late
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    Journal.open(Path(sys.argv[1]))
except ReadOnlyStore as error:
    print("said:", error)
"""


def test_a_folder_that_cannot_be_written_is_said(tmp_path) -> None:
    path = tmp_path / "store" / "journal.db"
    path.parent.mkdir()
    used_and_closed(path)
    used_and_closed(path.with_name("warm.db"))
    for file in path.parent.iterdir():
        file.chmod(0o444 if os.getuid() == 0 else 0o644)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    for folder in path.parents[1:]:
        if folder.owner() == path.owner() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o111)
    # Root may write anywhere, so somebody else has to try.
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(path)], capture_output=True, text=True, timeout=60
    )
    path.parent.chmod(0o755)
    assert "said:" in done.stdout, done.stderr
    assert "readonly" in done.stdout or "unable to open" in done.stdout


WRITER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from penchant.memory.records import Entry
from penchant.memory.store.journal import Journal
name, other, now = *sys.argv[2:], datetime(2026, 3, 1, tzinfo=UTC)
journal = Journal.open(Path(sys.argv[1]))
for number in range(100):
    made = [
        Entry(id=f"{name}{number}.{part}", kind="turn", user=name, text=name * 50,
              occurred_at=now, recorded_at=now)
        for part in range(3)
    ]
    sequences = [one.sequence for one in journal.append(made)]
    assert sequences == list(range(sequences[0], sequences[0] + 3))
    while other not in journal.users():
        time.sleep(0.001)
"""


def test_two_processes_append_at_once_and_nothing_is_lost(tmp_path) -> None:
    path = tmp_path / "journal.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), *names])
        for names in (("ann", "ben"), ("ben", "ann"))
    ]
    try:
        assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    journal = Journal.open(path)
    found = list(journal.read())
    assert [one.sequence for one in found] == list(range(1, 601))
    for name in ("ann", "ben"):
        own = ids(one for one in found if one.user == name)
        assert own == [f"{name}{number}.{part}" for number in range(100) for part in range(3)]
    journal.close()


def test_a_copy_of_the_folder_is_a_whole_store(tmp_path) -> None:
    path = tmp_path / "one" / "journal.db"
    path.parent.mkdir()
    used_and_closed(path)
    shutil.copytree(path.parent, tmp_path / "two")
    copied = Journal.open(tmp_path / "two" / "journal.db")
    assert copied.count() == 50
    copied.close()
