"""What people speak of together: a fold of conversations, by distinct people, of others only."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from films import film_catalog
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.talk import talked as module
from penchant.memory.core.talk.talked import FEWEST, SHRINK, Talked
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Request, Statement, Target
from penchant.memory.statements import statement_to_data
from penchant.tools.recommender import Recommender

WHEN = datetime(2026, 3, 1, tzinfo=UTC)


def said(user: str, conversation: str | None, item: str | None, polarity: int = 1, **more) -> Entry:
    target = Target(kind="item", name=item or "", item=item)
    data = statement_to_data(Statement(target=target, polarity=polarity, strength=0.5))
    given = {"kind": "statement", "data": data, "id": f"{user}.{conversation}.{item}", **more}
    return Entry(
        user=user,
        conversation=conversation,
        item=item,
        occurred_at=WHEN,
        recorded_at=WHEN,
        **given,
    )


def fold_of(*conversations: tuple[str, str, str]) -> Talked:
    """Of user, conversation and the items' letters."""
    fold = Talked()
    for user, name, items in conversations:
        for item in items:
            fold.learn(said(user, name, item))
    return fold


def test_company_is_the_cosine_between_the_people_who_spoke_of_both():
    fold = fold_of(("a", "1", "xy"), ("b", "1", "xy"), ("c", "1", "xyz"), ("d", "1", "x"))
    near = fold.near("me", ["x"], [1.0])
    assert near == {"y": pytest.approx((3 / ((4 + SHRINK) * (3 + SHRINK)) ** 0.5) ** 0.5)}
    both = fold.near("me", ["x", "y"], [0.25, 0.75])
    assert both["x"] == pytest.approx(0.75**0.5 * near["y"])
    assert both["y"] == pytest.approx(0.25**0.5 * near["y"])
    assert fold.near("me", [], []) == {}
    assert fold.near("me", ["unheard-of"], [1.0]) == {}


def test_fewer_than_three_others_tell_nothing_and_nobody_tells_themselves():
    assert FEWEST == 3
    pairs = [(user, "1", "xy") for user in "abc"]
    assert fold_of(*pairs[:2]).near("me", ["x"], [1.0]) == {}
    assert fold_of(*pairs).near("c", ["x"], [1.0]) == {}
    assert "y" in fold_of(*pairs).near("me", ["x"], [1.0])
    # What the one who asks talked of might as well not be there.
    own = fold_of(*pairs, ("me", "1", "xy"), ("me", "2", "xyz"))
    assert own.near("me", ["x"], [1.0]) == fold_of(*pairs).near("me", ["x"], [1.0])


def test_people_count_not_conversations():
    often = fold_of(*[(user, str(n), "xy") for user in "ab" for n in range(9)])
    assert often.near("me", ["x"], [1.0]) == {}
    once = fold_of(*[(user, "1", "xy") for user in "abc"])
    again = fold_of(*[(user, str(n), "xy") for user in "abc" for n in range(4)])
    assert again.near("me", ["x"], [1.0]) == once.near("me", ["x"], [1.0])


def test_items_of_two_conversations_were_not_named_together():
    apart = fold_of(*[(user, item, item) for user in "abcd" for item in "xy"])
    assert apart.near("me", ["x"], [1.0]) == {}


@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        (said("d", "1", "y", 0), True),
        (said("d", "1", "y", -1), False),
        (said("d", None, "y"), False),
        (said("d", "1", None), False),
        (said("d", "1", "y", role="assistant"), False),
        (said("d", "1", "y", data={"polarity": "much"}), False),
        (said("d", "1", "y", kind="like", data={}), True),
        (said("d", "1", "y", kind="dislike", data={}), False),
        (said("d", "1", "y", kind="impression", data={"items": ["y"]}), False),
        (said("d", "1", "y", kind="undo", data={}), False),
    ],
)
def test_what_names_an_item(entry, counts):
    fold = fold_of(("a", "1", "xy"), ("b", "1", "xy"), ("d", "1", "x"))
    fold.learn(entry)
    assert bool(fold.near("me", ["x"], [1.0])) == counts


ENTRIES = st.lists(
    st.builds(
        said,
        st.sampled_from("abcde"),
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from("uvwxyz"),
        st.sampled_from([1, 0, -1]),
    ),
    max_size=60,
)


def answers(fold: Talked) -> list[dict[str, float]]:
    return [fold.near(user, ["x", "u"], [0.6, 0.4]) for user in ("me", "a", "b")]


@given(ENTRIES, st.integers(0, 60), st.integers(1, 6), st.integers(1, 4))
def test_a_snapshot_goes_on_as_if_nothing_had_been(entries, cut, conversations, items):
    before = module.CONVERSATIONS, module.ITEMS
    module.CONVERSATIONS, module.ITEMS = conversations, items
    try:
        whole, part = Talked(), Talked()
        for entry in entries:
            whole.learn(entry)
        for entry in entries[:cut]:
            part.learn(entry)
        resumed = Talked()
        resumed.restore(part.snapshot())
        assert answers(resumed) == answers(part)
        for entry in entries[cut:]:
            resumed.learn(entry)
        assert resumed.snapshot() == whole.snapshot()
        assert answers(resumed) == answers(whole)
        assert len(whole._conversations) <= conversations
        assert all(len(held) <= items for held in whole._conversations.values())
        # What is indexed is what is held, no more.
        held = {(key, item) for key, own in whole._conversations.items() for item in own}
        assert held == {(key, item) for item, keys in whole._holding.items() for key in keys}
        assert sum(n for own in whole._people.values() for n in own.values()) == len(held)
    finally:
        module.CONVERSATIONS, module.ITEMS = before


@given(ENTRIES)
def test_forgetting_somebody_leaves_nothing_of_them(entries):
    fold, without = Talked(), Talked()
    for entry in entries:
        fold.learn(entry)
    rest = [entry for entry in entries if entry.user != "a"]
    fold.forget(rest)
    for entry in rest:
        without.learn(entry)
    assert fold.snapshot() == without.snapshot()
    assert b'"a"' not in fold.snapshot()


def test_values_lie_between_0_and_1():
    fold = fold_of(*[(str(n), "1", "xyz") for n in range(500)])
    near = fold.near("me", ["x", "y"], [0.5, 0.5])
    assert set(near) == {"x", "y", "z"}
    assert all(0 < value <= 1 for value in near.values())


@pytest.mark.parametrize("broken", [b"none", b""])
def test_other_bytes_are_refused(broken):
    with pytest.raises((ValueError, KeyError)):
        Talked().restore(broken)


# -- in a store --------------------------------------------------------------------------------


def tell(memory: Memory, user: str, conversation: str, *items: str) -> list[Entry]:
    made = []
    for item in items:
        entry = said(user, conversation, item)
        made.append(
            memory.record(
                user=user,
                kind="statement",
                id=entry.id,
                item=item,
                conversation=conversation,
                data=entry.data,
                vector=memory.embedder.encode([item])[0],
            )
        )
    return made


def test_lists_use_it_and_say_so(memory):
    recommender = Recommender(memory, film_catalog(memory))
    for user in ("ben", "cleo", "dov"):
        tell(memory, user, "c", "film:7", "film:50")
    found = recommender.recommend("ann", Request(like=("film:7",)), n=100)
    reasons = {
        ranked.item.id: reason
        for ranked in found.items
        for reason in ranked.reasons
        if reason.signal == "company"
    }
    assert set(reasons) == {"film:50"}
    one = reasons["film:50"]
    assert one.value == pytest.approx((3 / (3 + SHRINK)) ** 0.5)
    assert one.family == "behaviour"
    assert one.text == "Others talk of it together with Comedy Story 7."
    assert one.text_zh == "别人谈到《Comedy Story 7》时也谈到它。"
    for ranked in found.items:
        assert ranked.score == pytest.approx(sum(r.contribution for r in ranked.reasons))
    past = recommender.recommend("ann", Request(like=("film:7",)), n=100, at=memory.clock())
    assert all(r.signal != "company" for ranked in past.items for r in ranked.reasons)
    own = recommender.recommend("ben", Request(like=("film:7",)), n=100)
    assert all(r.signal != "company" for ranked in own.items for r in ranked.reasons)


def test_it_is_replayed_saved_undone_and_erased(memory, clock, embedder, monkeypatch):
    monkeypatch.setattr("penchant.memory.folds.SAVE_EVERY", 1)
    for user in ("ben", "cleo", "dov", "eva"):
        made = tell(memory, user, "c", "film:7", "film:50")
    before, state = memory.company("ann", ["film:7"], [1.0]), memory._folds.talked.snapshot()
    assert set(before) == {"film:50"}
    memory._folds.replay()
    assert memory._folds.talked.snapshot() == state
    memory.close()
    with Memory.open(memory.folder, embedder, clock=clock) as again:
        assert again.journal.load_snapshot("talked", module.VERSION) is not None
        assert again._folds.talked.snapshot() == state
        again.record(user="eva", kind="undo", supersedes=made[-1].id, id="undone")
        assert again.company("ann", ["film:7"], [1.0]) == {
            "film:50": pytest.approx((3 / ((4 + SHRINK) * (3 + SHRINK)) ** 0.5) ** 0.5)
        }
        again.forget("dov")
        assert again.company("ann", ["film:7"], [1.0]) == {}
        assert b"dov" not in again._folds.talked.snapshot()


def test_a_sequence_is_kept():
    fold = Talked()
    fold.learn(replace(said("a", "1", "x"), sequence=7))
    again = Talked()
    again.restore(fold.snapshot())
    assert (fold.sequence, again.sequence) == (7, 7)
