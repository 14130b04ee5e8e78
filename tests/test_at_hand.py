"""What is at hand of a person is what Chroma would find, and goes when they are forgotten."""

from __future__ import annotations

import numpy as np
import pytest
import sqlalchemy as sa
from crashes import ANN, BEN
from hypothesis import given
from hypothesis import strategies as st
from test_memory import check_in_step, like

from penchant.memory import at_hand, backlog
from penchant.memory.at_hand import AtHand
from penchant.memory.errors import StoreDamaged
from penchant.memory.store import schema
from penchant.memory.store.vectors import Vectors


def some(number: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(number, 6)).astype(np.float32)


@given(st.integers(0, 30), st.lists(st.integers(0, 45), max_size=40), st.integers(1, 50))
def test_the_nearest_are_those_of_all_put_in_the_last_vector_of_an_id_counting(
    held, added, n
) -> None:
    people = AtHand()
    known = {f"e{row}": vector for row, vector in enumerate(some(held, 1))}
    people.hold("ann", list(known), np.array(list(known.values())).reshape(held, 6))
    people.hold("ben", ["other"], some(1, 2))
    for vector, number in zip(some(len(added), 3), added, strict=True):
        people.add("ann", f"e{number}", vector)
        people.add("nobody", f"e{number}", vector)
        known[f"e{number}"] = vector
    wanted = some(1, 4)[0]
    lengths = {key: np.linalg.norm(one) * np.linalg.norm(wanted) for key, one in known.items()}
    right = {key: float(one @ wanted / lengths[key]) for key, one in known.items()}
    found = people.nearest("ann", wanted, n)
    assert [cosine for _, cosine in found] == pytest.approx(
        sorted(right.values(), reverse=True)[:n], abs=1e-5
    )
    assert all(cosine == pytest.approx(right[key], abs=1e-5) for key, cosine in found)
    assert len({key for key, _ in found}) == min(n, len(known))
    assert "nobody" not in people


def test_who_is_asked_about_again_is_held_until_others_need_the_room(monkeypatch) -> None:
    monkeypatch.setattr(at_hand, "MOST", 20)
    monkeypatch.setattr(at_hand, "LARGEST", 9)
    people = AtHand()
    assert [people.wants("ann", lambda: False) for _ in range(2)] == [False, True]
    assert people.wants("zoe", lambda: True), "has few"
    for user in ("ann", "ben"):
        people.hold(user, [f"{n}" for n in range(8)], some(8, 1))
    assert not people.wants("ann", lambda: True)
    people.nearest("ann", some(1, 2)[0], 1)
    people.hold("cleo", [f"{n}" for n in range(8)], some(8, 1))
    assert [user in people for user in ("ann", "ben", "cleo")] == [True, False, True]
    people.add("ann", "one more", some(1, 3)[0])
    people.add("ann", "too many", some(1, 3)[0])
    assert "ann" not in people
    assert not people.wants("ann", lambda: True), "is left to Chroma"
    people.hold("dov", [f"{n}" for n in range(10)], some(10, 1))
    assert "dov" not in people


STEPS = st.tuples(
    st.sampled_from(["hold", "add", "ask", "drop"]), st.integers(0, 7), st.integers(0, 11)
)


@given(st.lists(STEPS, max_size=60))
def test_no_more_is_held_than_there_is_room_for_and_as_much_of_the_latest_asked(steps) -> None:
    most, largest = 20, 9
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(at_hand, "MOST", most)
        patched.setattr(at_hand, "LARGEST", largest)
        people, held = AtHand(), dict[str, set[str]]()  # whoever was asked about last is the last
        for step, number, size in steps:
            user = f"p{number}"
            if step == "hold":
                held.pop(user, None)
                people.hold(user, [f"{n}" for n in range(size)], some(size, 1))
                if size <= largest:
                    held[user] = {f"{n}" for n in range(size)}
            elif step == "add":
                people.add(user, f"{size}", some(1, size)[0])
                if user in held:
                    held[user].add(f"{size}")
                    if len(held[user]) > largest:
                        del held[user]
            elif step == "ask" and user in held:
                found = people.nearest(user, some(1, 2)[0], 99)
                assert {key for key, _ in found} == held[user]
                held[user] = held.pop(user)
            elif step == "drop":
                people.drop(lambda one, user=user: one == user)
                held.pop(user, None)
            while sum(len(ids) + 1 for ids in held.values()) > most:
                del held[next(iter(held))]
            assert {f"p{n}" for n in range(8) if f"p{n}" in people} == held.keys()


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Of whom Chroma is asked."""
    people: list[str] = []
    query = Vectors.query

    def noted(self, user, *more):
        people.append(user)
        return query(self, user, *more)

    monkeypatch.setattr(Vectors, "query", noted)
    return people


def test_whoever_has_few_entries_is_answered_without_chroma_from_the_first_question(
    memory, monkeypatch, asked
) -> None:
    monkeypatch.setattr(at_hand, "FEW", 4)
    monkeypatch.setattr(backlog, "PAUSE", 600.0)
    for number in range(9):
        memory.record(user=ANN if number < 4 else BEN, kind="turn", text=f"the sea, part {number}")
    assert len(memory.recall(ANN, "the sea", 9)) == 4
    assert memory.recall("somebody new", "the sea") == []
    assert asked == []
    assert memory._recall._vectors is None, "nor is it opened"
    memory._recall.settle()
    assert memory._recall._vectors is not None
    assert len(memory.recall(BEN, "the sea", 9)) == 5
    assert asked == [BEN]
    assert len(memory.recall(BEN, "the sea", 9)) == 5
    assert asked == [BEN], "who is asked about again is at hand"


def test_whoever_can_be_held_is_answered_without_opening_chroma(memory, monkeypatch, asked) -> None:
    monkeypatch.setattr(at_hand, "FEW", 2)
    monkeypatch.setattr(at_hand, "LARGEST", 5)
    monkeypatch.setattr(backlog, "PAUSE", 600.0)
    for number in range(11):
        memory.record(user=ANN if number < 5 else BEN, kind="turn", text=f"the sea, part {number}")
    assert len(memory.recall(ANN, "the sea", 9)) == 5
    assert asked == []
    assert memory._recall._vectors is None
    assert len(memory.recall(BEN, "the sea", 9)) == 6
    assert asked == [BEN], "has too much"
    assert len(memory.recall(BEN, "the sea", 9)) == 6
    assert asked == [BEN, BEN]


def test_recall_is_the_same_from_at_hand_as_from_chroma_whatever_happens(
    memory, nobody_at_hand, asked
) -> None:

    def same(user: str, n: int = 50) -> None:
        """From at hand, and from Chroma with nothing at hand."""
        for _ in range(2):
            memory.recall(user, "the quiet sea", n)
        before = len(asked)
        near = memory.recall(user, "the quiet sea", n)
        assert len(asked) == before, "Chroma was not asked"
        memory._recall._at_hand.drop()
        memory._recall._at_hand._asked.clear()
        far = memory.recall(user, "the quiet sea", n)
        assert len(asked) == before + 1
        assert [c for _, c in near] == pytest.approx([c for _, c in far], abs=1e-5)
        assert {e.id for e, _ in near} == {e.id for e, _ in far}
        for _ in range(2):
            memory.recall(user, "the quiet sea", n)

    for number in range(8):
        memory.record(user=(ANN, BEN)[number % 2], kind="turn", text=f"the sea, part {number}")
    same(ANN)
    turn = memory.record(user=ANN, kind="turn", text="the quiet sea itself")
    assert memory.recall(ANN, "the quiet sea itself", 1)[0][0].id == turn.id
    like(memory, ANN, "m1")
    same(ANN)
    memory.record(user=ANN, kind="undo", supersedes=turn.id)
    assert turn.id not in {e.id for e, _ in memory.recall(ANN, "the quiet sea", 50)}
    same(ANN)
    first = next(iter(memory.entries(ANN)))
    memory.forget(ANN, entry=first.id)
    assert first.id not in {e.id for e, _ in memory.recall(ANN, "the quiet sea", 50)}
    same(ANN)
    same(BEN)
    memory.forget(ANN)
    assert ANN not in memory._recall._at_hand
    assert memory.recall(ANN, "the quiet sea") == []
    assert len(memory.recall(BEN, "the quiet sea")) == 4
    check_in_step(memory)


def test_a_journal_gives_a_persons_vectors_as_it_gives_everybodys(memory) -> None:
    for number in range(5):
        memory.record(user=(ANN, BEN)[number % 2], kind="turn", text=f"the sea, part {number}")
    memory.record(user=ANN, kind="turn", role="assistant", text="I see")
    fingerprint = memory.embedder.fingerprint
    right = [(e.id, v.tobytes()) for e, v in memory.journal.embedded(fingerprint, users=[ANN])]
    ids, vectors = memory.journal.embedded_of(fingerprint, ANN, memory.embedder.dimension)
    assert sorted(zip(ids, (v.tobytes() for v in vectors), strict=True)) == sorted(right)
    assert len(ids) == 3
    nobody = memory.journal.embedded_of(fingerprint, "cleo", memory.embedder.dimension)
    assert (nobody[0], nobody[1].shape) == ([], (0, memory.embedder.dimension))


def test_a_journal_tells_few_entries_from_many_of_one_person(memory) -> None:
    for number in range(5):
        memory.record(user=(ANN, BEN)[number % 2], kind="turn", text=f"the sea, part {number}")
    memory.record(user=ANN, kind="turn", role="assistant", text="I see")
    assert [memory.journal.has_more(ANN, most) for most in (0, 3, 4, 5)] == [
        True,
        True,
        False,
        False,
    ]
    assert [memory.journal.has_more("cleo", most) for most in (0, 1)] == [False, False]


@pytest.mark.parametrize(
    "wrong",
    [
        np.ones(3, "<f4").tobytes(),
        np.ones(64, "<f4").tobytes()[:-1],
        np.full(64, np.nan, "<f4").tobytes(),
        np.array([0.5] * 63 + [-9.0], "<f4").tobytes(),
        np.array([0.5] * 63 + [np.inf], "<f4").tobytes(),
    ],
)
def test_damaged_vectors_are_said_and_not_compared(memory, wrong) -> None:
    for number in range(3):
        memory.record(user=ANN, kind="turn", text=f"the sea, part {number}")
    with memory.journal.writing() as connection:
        change = sa.update(schema.entry_vector).values(vector=wrong)
        connection.execute(change.where(schema.entry_vector.c.sequence == 2))
    with pytest.raises(StoreDamaged, match="doctor --repair"):
        memory.recall(ANN, "the sea")
    assert memory.recall(BEN, "the sea") == []
