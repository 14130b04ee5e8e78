"""A list that was shown is made again from its impression, with the reasons of today."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_stage import open_recommender

from penchant.memory.embed.embedder import Embedder
from penchant.memory.records import Request, Rule
from penchant.tools.listing.adjusting import MOVES
from penchant.tools.recommender import Recommender


@pytest.fixture
def recommender(tmp_path: Path, embedder: Embedder, clock) -> Iterator[Recommender]:
    recommender = open_recommender(tmp_path, embedder, clock)
    for user, items in (("eve", ("alien", "blade", "ring")), ("ben", ("blade", "arrival"))):
        for item in items:
            recommender.act(user, "like", item)
    recommender.act("ada", "like", "alien")
    recommender.act("ada", "dislike", "amelie")
    yield recommender
    recommender.memory.close()


@pytest.mark.parametrize("words", [None, "science fiction from the eighties", "a quiet comedy"])
def test_it_says_of_each_item_what_why_says(recommender: Recommender, words: str | None) -> None:
    listed = recommender.recommend("ada", words, 6, conversation="c")
    again = recommender.relist(str(listed.impression))
    assert [one.item.id for one in again] == [one.item.id for one in listed.items]
    assert [one.rank for one in again] == [one.rank for one in listed.items]
    for one in again:
        now = recommender.why("ada", one.item.id)
        assert one.score == pytest.approx(now.score, abs=1e-9)
        assert [(r.signal, r.text, r.evidence) for r in one.reasons] == [
            (r.signal, r.text, r.evidence) for r in now.reasons
        ]
        assert one.probability == now.probability
        assert sum(r.contribution for r in one.reasons) == pytest.approx(one.score, abs=1e-6)


def test_what_was_said_since_counts(recommender: Recommender, clock) -> None:
    listed = recommender.recommend("ada", None, 6)
    before = {one.item.id: one.score for one in recommender.relist(str(listed.impression))}
    clock.forward(days=1)
    recommender.act("ada", "like", "shining")
    again = recommender.relist(str(listed.impression))
    assert [one.item.id for one in again] == [one.item.id for one in listed.items]
    assert {one.item.id: one.score for one in again} != before


def test_an_older_list_is_judged_on_its_own_request(recommender: Recommender) -> None:
    older = recommender.recommend("ada", "westerns", 4)
    recommender.recommend("ada", "musicals", 4)
    abouts = {
        reason.about
        for one in recommender.relist(str(older.impression))
        for reason in one.reasons
        if reason.signal == "request"
    }
    assert abouts == {"westerns"}


def test_what_has_left_the_catalog_is_left_out_and_the_others_keep_their_ranks(
    recommender: Recommender,
) -> None:
    listed = recommender.recommend("ada", None, 5)
    ids = [one.item.id for one in listed.items]
    recommender.delete_item(ids[1])
    again = recommender.relist(str(listed.impression))
    assert [(one.rank, one.item.id) for one in again] == [
        (rank, id) for rank, id in enumerate(ids, start=1) if rank != 2
    ]
    for id in ids:
        if id != ids[1]:
            recommender.delete_item(id)
    assert recommender.relist(str(listed.impression)) == ()


def test_what_moved_the_items_then_is_told(recommender: Recommender) -> None:
    recommender.add_rule(Rule(name="old ones", where={"year": {"$lt": 1990}}, amount=-0.5))
    wanted = Request(diversity=1.0, calibration=1.0, exploration=0.5, seed=3)
    listed = recommender.recommend("ada", wanted, 8)
    recommender.remove_rule("old ones")
    again = recommender.relist(str(listed.impression))
    moved = [[(a.name, a.places, a.amount) for a in one.adjustments] for one in listed.items]
    assert {name.partition(":")[0] for own in moved for name, _, _ in own} >= {"rule", "diversity"}
    for one, own in zip(again, moved, strict=True):
        told = [(a.name, a.places, pytest.approx(a.amount, abs=1e-6)) for a in one.adjustments]
        assert told == own
        assert all(a.text and a.text_zh for a in one.adjustments)


def test_no_words_of_interests_are_kept_with_what_moved_the_items(recommender: Recommender) -> None:
    listed = recommender.recommend("ada", Request(calibration=1.0, diversity=1.0), 8)
    entry = recommender.memory.get(str(listed.impression))
    assert entry is not None
    kept = [move for own in entry.data["moves"] for move in own]
    assert kept
    assert all(name in MOVES for name, _, _ in kept)


@pytest.mark.parametrize(
    "moves",
    [None, "x", 3, [None], [["diversity"]], [[["diversity", "a", 1.0]]], [[["words", 2, 0.0]]], []],
)
def test_moves_that_are_none_are_left_out(recommender: Recommender, moves: object) -> None:
    data = {"items": ["alien", "blade"], "signals": [], "rows": [[], []], "moves": moves}
    entry = recommender.memory.record(user="ada", kind="impression", data=data)
    again = recommender.relist(entry.id)
    assert [(one.item.id, one.adjustments) for one in again] == [("alien", ()), ("blade", ())]


def test_what_is_no_list_gives_none(recommender: Recommender) -> None:
    entry = recommender.act("ada", "save", "blade")
    assert recommender.relist(entry.id) == ()
    assert recommender.relist("no-such-entry") == ()
