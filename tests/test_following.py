"""Following people: edges in the journal, what they say of items, and forgetting them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from conftest import Clock, WordEmbedder
from crashes import NOW
from hypothesis import given
from hypothesis import strategies as st

import penchant
from penchant.memory.core.behaviour import following
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.decay import remaining
from penchant.memory.core.signals import FAMILY, PRIOR_WEIGHTS
from penchant.memory.errors import BadInput, MissingUser
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, from_day
from penchant.tools.following import follow, follow_all, unfollow

START = 20_454.0


@pytest.fixture
def product(tmp_path: Path, clock: Clock) -> Iterator[penchant.Penchant]:
    catalog = tmp_path / "items.csv"
    lines = [f"i{n},Film {n},{kind}" for n, kind in enumerate(["Drama", "Comedy", "War"] * 2)]
    catalog.write_text("\n".join(["id,title,categories", *lines]), "utf-8")
    with penchant.open(
        tmp_path / "store", catalog, embedder=WordEmbedder(), model=None, clock=clock
    ) as opened:
        yield opened


def items_of(product: penchant.Penchant, n: int) -> list[str]:
    return [item.id for item in product.recommender.catalog.items[:n]]


def told(product: penchant.Penchant, user: str, item: str) -> list[str]:
    return [r.text for r in product.why(user, item).reasons if r.signal == "followed"]


# -- in lists ------------------------------------------------------------------------------------


def test_what_followed_people_choose_speaks_for_an_item_and_names_nobody(product, clock) -> None:
    first, second, third = items_of(product, 3)
    product.import_follows([("ann", "ben"), ("ann", "cid"), ("dan", "ben")])
    before = product.why("ann", first).score
    assert not told(product, "ann", first)
    product.record("ben", kind="like", item=first)
    assert told(product, "ann", first) == ["1 person you follow chose this."]
    product.record("cid", kind="watch", item=first)
    product.record("cid", kind="rating", item=second, value=1)
    product.record("ben", kind="dislike", item=third)
    why = product.why("ann", first)
    (reason,) = [r for r in why.reasons if r.signal == "followed"]
    assert reason.text == "2 people you follow chose this."
    assert reason.text_zh == "你关注的 2 人选了它。"
    assert reason.family == FAMILY["followed"] == "social"
    assert reason.contribution == pytest.approx(PRIOR_WEIGHTS["followed"] * reason.value)
    assert 0 < reason.value < 1
    assert not reason.evidence
    assert not reason.about
    assert sum(r.contribution for r in why.reasons) == pytest.approx(why.score)
    assert why.score > before
    assert not told(product, "ann", second)
    assert not told(product, "ann", third)
    assert not told(product, "ben", first)
    assert told(product, "dan", first)
    listed = product.recommend("ann", n=5)
    assert first in [one.item.id for one in listed.items]
    # It fades: a year on, others' choices say less.
    clock.forward(days=365)
    assert 0 < product.why("ann", first).score - before < reason.contribution / 2
    product.unfollow("ann", "ben")
    assert told(product, "ann", first) == ["1 person you follow chose this."]


def test_as_of_a_past_day_later_follows_and_choices_say_nothing(product, clock) -> None:
    (first,) = items_of(product, 1)
    product.follow("ann", "ben")
    product.record("ben", kind="like", item=first)
    asked = clock.now
    clock.forward(days=1)
    product.record("cid", kind="like", item=first)
    product.follow("ann", "cid")
    now, then = product.why("ann", first), product.why("ann", first, asked)
    assert [r.text for r in now.reasons if r.signal == "followed"] == [
        "2 people you follow chose this."
    ]
    assert [r.text for r in then.reasons if r.signal == "followed"] == [
        "1 person you follow chose this."
    ]


# -- edges ---------------------------------------------------------------------------------------


def test_following_is_repeatable_and_can_be_undone(product) -> None:
    memory, undo = product.memory, product.recommender.undo
    one = product.follow("ann", "ben")
    assert product.follow("ann", "ben") == one
    assert memory.crowd().follows("ann") == ("ben",)
    undo("ann", one.id)
    assert memory.crowd().follows("ann") == ()
    two = product.follow("ann", "ben")
    assert two.id != one.id
    assert product.follow("ann", "ben") == two
    assert product.unfollow("ann", "cid") is None
    gone = product.unfollow("ann", "ben")
    assert memory.crowd().follows("ann") == ()
    assert product.unfollow("ann", "ben") is None
    undo("ann", gone.id)
    assert memory.crowd().follows("ann") == ("ben",)
    assert memory.crowd().follows("ben") == ()
    named = product.follow("ann", "cid", id="mine")
    assert product.follow("ann", "cid", id="mine") == named
    assert memory.crowd().follows("ann") == ("cid", "ben")
    kinds = [entry.kind for entry in memory.entries("ann")]
    assert kinds.count("follow-person") == 3
    assert kinds.count("unfollow-person") == 1
    assert product.profile("ann").interests == ()


@pytest.mark.parametrize("person", ["ann", "", "  ", None, 7, "x" * 600, "half \ud800"])
def test_nobody_and_oneself_cannot_be_followed(product, person) -> None:
    head = product.memory.journal.head()
    for asked in (product.follow, product.unfollow):
        with pytest.raises(BadInput):
            asked("ann", person)
    with pytest.raises(BadInput):
        product.import_follows([("ann", "ben"), ("ann", person)])
    with pytest.raises(BadInput):
        product.memory.record(user="ann", kind="follow-person", data={"person": person})
    assert product.memory.journal.head() == head


def test_somebody_must_follow_and_edges_are_pairs(product) -> None:
    for asked in (product.follow, product.unfollow):
        with pytest.raises(MissingUser):
            asked(" ", "ben")
    with pytest.raises(MissingUser, match="edge 2"):
        product.import_follows([("ann", "ben"), ("", "ben")])
    for pair in ("ab", ("ann",), ("ann", "ben", "cid"), None):
        with pytest.raises(BadInput, match="edge 1"):
            product.import_follows([pair])
    with pytest.raises(BadInput, match="with an item"):
        product.record("ann", kind="follow-person", item=items_of(product, 1)[0])
    assert not product.memory.crowd().follows("ann")


def test_a_graph_comes_in_once_and_the_last_pair_is_the_newest(product) -> None:
    pairs = [(f"u{n % 7}", f"p{n}") for n in range(100)]
    with mock.patch("penchant.tools.following.BATCH", 9):
        assert product.import_follows([*pairs, *pairs]) == 100
    assert product.import_follows(iter(pairs)) == 0
    assert product.memory.crowd().follows("u3")[:2] == ("p94", "p87")
    assert product.memory.journal.count(kinds=("follow-person",)) == 100


# -- the fold ------------------------------------------------------------------------------------


def entry(number: int, user: str, kind: str, day: float, **more) -> Entry:
    when = from_day(day)
    return Entry(
        id=f"e{number}",
        sequence=number,
        kind=kind,
        user=user,
        occurred_at=when,
        recorded_at=when,
        **more,
    )


EVENTS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from(["follow-person", "unfollow-person", "like", "like", "low"]),
        st.sampled_from("abcd"),
        st.floats(0.0, 50.0),
    ),
    max_size=60,
)


def entries_of(events) -> list[Entry]:
    found = []
    for number, (user, kind, other, day) in enumerate(events, 1):
        if kind == "low":
            more = {"kind": "rating", "item": f"i{other}", "value": 1.0, "scale": (1.0, 5.0)}
        elif kind == "like":
            more = {"kind": kind, "item": f"i{other}"}
        elif user == other:
            continue
        else:
            more = {"kind": kind, "data": {"person": other}}
        found.append(entry(number, user, day=START + day, **more))
    return found


@given(EVENTS, st.integers(0, 60), st.floats(0.0, 60.0), st.integers(1, 4))
def test_the_signal_is_its_formula_and_goes_on_the_same_when_restored(
    events, cut, later, most
) -> None:
    entries, live = entries_of(events), Crowd()
    for one in entries[:cut]:
        live.learn(one)
    other = Crowd()
    other.restore(live.snapshot())
    for one in entries[cut:]:
        live.learn(one)
        other.learn(one)
    assert live.snapshot() == other.snapshot()
    edges: dict[str, dict[str, float]] = {user: {} for user in "abcd"}
    used: dict[str, dict[str, tuple[float, bool]]] = {user: {} for user in "abcd"}
    for one in entries:
        if one.item is not None:
            # What was done with it first counts.
            used[one.user].setdefault(one.item, (one.day, one.kind == "like"))
            continue
        edges[one.user].pop(one.data["person"], None)
        if one.kind == "follow-person":
            edges[one.user][one.data["person"]] = one.day
    items, day = ["ia", "ib", "ic", "id", "never"], START + later
    with mock.patch.object(following, "MOST", most):
        for user in "abcd":
            newest = [p for p in reversed(edges[user]) if edges[user][p] <= day][:most]
            told = live.followed(user, day, items)
            for place, item in enumerate(items):
                days = [used[p][item][0] for p in newest if item in used[p] and used[p][item][1]]
                days = [one for one in days if one <= day]
                left = sum(float(remaining(day - one).mean()) for one in days)
                assert told.people[place] == len(days)
                assert told.values[place] == pytest.approx(math.log1p(left) / math.log(11))
            assert live.follows(user) == tuple(reversed(edges[user]))


def test_following_a_thousand_people_drowns_nothing_and_costs_no_more() -> None:
    crowd = Crowd()
    for n in range(1000):
        crowd.learn(entry(n, "ann", "follow-person", START, data={"person": f"p{n}"}))
    for n in range(1000):
        crowd.learn(entry(1000 + n, f"p{n}", "like", START, item="old" if n < 500 else "all"))
        crowd.learn(entry(3000 + n, f"p{n}", "like", START, item=f"own {n}"))
    told = crowd.followed("ann", START, ["all", "own 999", "old", "own 0"])
    assert told.values.tolist() == pytest.approx([1.0, math.log(2) / math.log(501), 0.0, 0.0])
    assert told.people.tolist() == [500, 1, 0, 0]


# -- forgetting ----------------------------------------------------------------------------------


def opened(folder: Path) -> Memory:
    return Memory.open(folder, WordEmbedder(), clock=Clock(NOW))


def live(memory: Memory, people: str) -> None:
    """What these of ann, ben-the-welder and cid do with each other and with one item."""
    names = {"a": "ann", "b": "ben-the-welder", "c": "cid"}
    for one in people:
        memory.record(user=names[one], kind="like", item=f"i{one}", id=f"{one}.like")
        for other in people:
            if one != other:
                edge = follow(memory, names[one], names[other], id=f"{one}.{other}")
                if one + other == "cb":
                    undone = memory.record(user="cid", kind="undo", supersedes=edge.id, id="u1")
                    memory.record(user="cid", kind="undo", supersedes=undone.id, id="u2")
    if "b" in people:
        unfollow(memory, "cid", "ben-the-welder", id="gone")


def beliefs(memory: Memory) -> tuple[object, ...]:
    crowd = Crowd()
    crowd.restore(memory.crowd().snapshot())
    crowd.sequence = 0
    profiles = [memory.profile(user) for user in ("ann", "ben-the-welder", "cid")]
    return crowd.snapshot(), [(one.interests, one.entries, one.liked) for one in profiles]


def test_forgetting_one_side_is_as_if_the_edge_had_never_been(tmp_path) -> None:
    with opened(tmp_path / "store") as memory:
        live(memory, "abc")
        beliefs(memory)
        receipt = memory.forget("ben-the-welder")
        # Three entries of ben; one of ann; of cid four: follow, two undos, unfollow.
        assert receipt.entries == 3 + 1 + 4
        assert receipt.found_after == 0
        after = beliefs(memory)
        assert memory.crowd().follows("ann") == ("cid",)
        assert {one.user for one in memory.entries()} == {"ann", "cid", ""}
        for path in (tmp_path / "store").rglob("*"):
            assert not path.is_file() or b"ben-the-welder" not in path.read_bytes()
    with opened(tmp_path / "never") as never:
        live(never, "ac")
        assert beliefs(never) == after
    with opened(tmp_path / "store") as memory:
        assert beliefs(memory) == after
        memory.forget("ann")
        assert [one.id for one in memory.entries("cid")] == ["c.like"]


def test_forgetting_one_edge_leaves_the_others(tmp_path) -> None:
    with opened(tmp_path / "store") as memory:
        live(memory, "ac")
        follow(memory, "ann", "dan", id="a.d")
        memory.forget("ann", entry="a.c")
        assert memory.crowd().follows("ann") == ("dan",)
        assert memory.crowd().follows("cid") == ("ann",)
        follow_all(memory, [("ann", "cid")])
        assert memory.crowd().follows("ann") == ("cid", "dan")


def test_a_snapshot_holds_the_edges(tmp_path) -> None:
    with opened(tmp_path / "store") as memory:
        live(memory, "abc")
        kept = memory.crowd().snapshot()
        with mock.patch("penchant.memory.folds.SAVE_EVERY", 1):
            memory.close()
    with opened(tmp_path / "store") as memory:
        assert memory.crowd().snapshot() == kept
