"""The catalog statistics: distinct people, decayed, and what the same people used."""

from __future__ import annotations

import numpy as np
import pytest
from checks import FIRST_DAY, Fold, check_laws, entry
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.decay import HALF_LIVES
from penchant.memory.core.statistics import COMPANIONS, Statistics

ITEMS = "abcde"


def look(statistics: Statistics):
    return (
        statistics.people(ITEMS, FIRST_DAY + 3000).tolist(),
        statistics.used(),
        [statistics.together(item) for item in ITEMS],
    )


FOLD = Fold(Statistics, lambda statistics, one: statistics.learn(one), look)


def used(*pairs: str, day: float = 0.0) -> Statistics:
    """``"ann:a"``: Ann used a."""
    statistics = Statistics()
    for number, pair in enumerate(pairs, 1):
        user, item = pair.split(":")
        statistics.learn(entry("watch", number, user=user, item=item, day=day))
    return statistics


@st.composite
def lives(draw: st.DrawFn):
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["like", "view", "dislike", "watch", "turn", "impression", "own"]),
                st.sampled_from(["ann", "ben", "cas"]),
                st.sampled_from([None, *ITEMS]),
                st.floats(0, 2000),
                st.sampled_from(["user", "user", "assistant"]),
            ),
            max_size=40,
        )
    )
    return [
        entry(kind, number, user=user, item=item, day=day, role=role)
        for number, (kind, user, item, day, role) in enumerate(drawn, 1)
    ]


@given(lives(), st.sets(st.sampled_from(["ann", "ben", "cas"])))
def test_it_keeps_the_laws_of_a_learner(entries, gone) -> None:
    check_laws(FOLD, entries, [one for one in entries if one.user not in gone])


@given(lives())
def test_counts_are_of_distinct_people(entries) -> None:
    statistics = FOLD.learned(entries)
    people = {
        item: {
            one.user
            for one in entries
            if one.item == item
            and one.role == "user"
            and one.kind in ("like", "view", "watch", "own")
        }
        for item in ITEMS
    }
    assert statistics.used() == {item: len(who) for item, who in people.items() if who}
    for item in ITEMS:
        together = statistics.together(item)
        assert item not in together
        for other, strength in together.items():
            assert statistics.together(other)[item] == strength
            both = len(people[item] & people[other])
            assert both >= 1
            one, two = len(people[item]), len(people[other])
            assert strength == pytest.approx(both / np.sqrt((one + 3) * (two + 3)))


def test_one_person_moves_nothing_by_repeating() -> None:
    once = used("ann:a", "ben:a", "ben:b")
    often = used("ann:a", "ben:a", "ben:b", *["ben:a", "ben:b"] * 1000)
    assert often.used() == once.used()
    assert often.together("a") == once.together("a")
    assert often.people(ITEMS, FIRST_DAY).tolist() == once.people(ITEMS, FIRST_DAY).tolist()


def test_popularity_decays_at_every_half_life_whatever_the_order() -> None:
    visits = [("ann", 0.0), ("ben", 30.0), ("cas", 10.0), ("dan", 30.0)]
    expected = [sum(2.0 ** (-(40.0 - day) / life) for _, day in visits) for life in HALF_LIVES]
    for order in (visits, visits[::-1], [visits[2], visits[1], visits[0], visits[3]]):
        statistics = Statistics()
        for number, (user, day) in enumerate(order, 1):
            statistics.learn(entry("view", number, user=user, item="a", day=day))
        found = statistics.people(["a", "unknown"], FIRST_DAY + 40.0)
        np.testing.assert_allclose(found[0], expected, rtol=1e-6, atol=1e-12)
        assert not found[1].any()


def test_only_what_a_person_did_with_liking_counts() -> None:
    statistics = Statistics()
    for number, (kind, role) in enumerate(
        [("dislike", "user"), ("dismiss", "user"), ("undo", "user"), ("like", "assistant")], 1
    ):
        statistics.learn(entry(kind, number, item="a", role=role, user=f"u{number}"))
    assert statistics.used() == {}
    assert statistics.sequence == 4


def test_an_item_goes_together_with_the_last_ones_used_before_it() -> None:
    items = [f"m{n}" for n in range(COMPANIONS + 5)]
    statistics = used(*(f"ann:{item}" for item in items))
    assert set(statistics.together(items[-1])) == set(items[-1 - COMPANIONS : -1])


def test_strangers_tastes_are_not_together() -> None:
    statistics = used("ann:a", "ann:b", "ben:c", "ben:d", "cas:a", "cas:b")
    assert set(statistics.together("a")) == {"b"}
    assert statistics.together("a")["b"] == pytest.approx(2 / 5)
    assert statistics.together("nothing") == {}
