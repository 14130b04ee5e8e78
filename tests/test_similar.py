"""More like this: what is like one item or several, for everybody and for one person."""

from __future__ import annotations

import pytest
from agent_shop import make_recommender
from films import film_catalog, genre, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penchant.memory.core.behaviour.crowd import FEWEST, SHRINK, Crowd
from penchant.memory.errors import BadInput, MissingUser, UnknownItem
from penchant.memory.records import Constraint, Request
from penchant.tools.recommender import Recommender


@pytest.fixture
def recommender(memory):
    return Recommender(memory, film_catalog(memory))


def ids(found):
    return [ranked.item.id for ranked in found.items]


def adds_up(found):
    for ranked in found.items:
        total = sum(reason.contribution for reason in ranked.reasons)
        assert ranked.score == pytest.approx(total, abs=1e-6)
        assert all(reason.text and reason.text_zh for reason in ranked.reasons)


def test_like_items_share_what_it_is_and_the_item_itself_is_not_there(recommender):
    found = recommender.similar("film:5", n=8)
    assert "film:5" not in ids(found)
    assert all("Western" in ranked.item.categories for ranked in found.items[:5])
    assert {"request", "request-match", "people-like"} <= {
        reason.signal for reason in found.items[0].reasons
    }
    assert not found.cold
    adds_up(found)


def test_like_several_is_like_each(recommender):
    found = recommender.similar(["film:0", "film:5", "film:0"], n=12)
    kinds = {name for ranked in found.items for name in ranked.item.categories}
    assert {"Horror", "Western"} <= kinds
    assert not {"film:0", "film:5"} & set(ids(found))


def test_for_nobody_nothing_is_journalled_and_no_profile_speaks(recommender):
    recommender.act("ann", "like", "film:1")
    before = recommender.memory.journal.head()
    found = recommender.similar("film:5")
    assert (found.user, found.impression) == ("", None)
    assert recommender.memory.journal.head() == before
    assert not any(r.interest for ranked in found.items for r in ranked.reasons)


def test_for_a_person_their_taste_decides_and_the_seen_is_left_out(recommender):
    plain = ids(recommender.similar("film:5", n=10))
    state(recommender, "ann", "I love comedies", genre("Comedy"), 1, 0.9)
    recommender.act("ann", "watch", plain[0])
    found = recommender.similar("film:5", "ann", 10)
    assert plain[0] not in ids(found)
    assert found.excluded["seen"] == 1

    def comedies(items):
        return sum("Comedy" in recommender.catalog.get(item).categories for item in items)

    assert comedies(ids(found)) > comedies(plain)
    entry = recommender.memory.get(found.impression)
    assert entry.kind == "impression"
    assert entry.data["request"]["like"] == ["film:5"]
    adds_up(found)


def test_limits_of_the_request_hold(recommender):
    limits = Request(constraint=Constraint(year_min=2000, exclude=("Horror",)))
    for user in (None, "ann"):
        found = recommender.similar("film:5", user, 20, limits)
        assert found.items
        for ranked in found.items:
            assert ranked.item.year >= 2000
            assert "Horror" not in ranked.item.categories


def test_what_makes_no_sense_is_refused(recommender):
    with pytest.raises(UnknownItem):
        recommender.similar("film:none")
    with pytest.raises(UnknownItem):
        recommender.similar(["film:1", "film:none"], "ann")
    for nothing in ([], "", [" "], [None]):
        with pytest.raises(BadInput):
            recommender.similar(nothing)
    with pytest.raises(MissingUser):
        recommender.similar("film:1", "")
    with pytest.raises(BadInput):
        recommender.similar("film:1", n=-1)
    assert recommender.similar("film:1", n=0).items == ()
    assert len(recommender.similar("film:1", n=5_000).items) <= 100


def test_what_people_choose_along_with_it_is_a_reason(memory):
    recommender = make_recommender(memory)
    for user in ("u1", "u2", "u3"):
        recommender.act(user, "like", "heat")
        recommender.act(user, "watch", "bear")
    plain = make_recommender(memory).similar("ronin", n=7)
    assert not any(r.signal == "goes-with" for ranked in plain.items for r in ranked.reasons)
    found = recommender.similar("heat", n=7)
    by_item = {ranked.item.id: ranked for ranked in found.items}
    (reason,) = (r for r in by_item["bear"].reasons if r.signal == "goes-with")
    assert reason.family == "behaviour"
    assert reason.value == pytest.approx((3 / (3 + SHRINK)) ** 0.5)
    assert reason.text == "Chosen along with Heat."
    assert reason.text_zh == "选《Heat》的人也选它。"
    assert not any(r.signal == "goes-with" for r in by_item["alien"].reasons)
    both = recommender.similar(["heat", "ronin"], n=6)
    (said,) = (r for one in both.items for r in one.reasons if r.signal == "goes-with")
    assert said.value == pytest.approx((3 / (3 + SHRINK) / 2) ** 0.5)
    assert said.text == "Chosen along with one of Heat, Ronin."
    assert said.text_zh == "选《Heat》、《Ronin》之一的人也选它。"
    adds_up(found)


def test_one_persons_choices_do_not_show_through(memory):
    recommender = make_recommender(memory)
    for item in ("heat", "bear"):
        recommender.act("only", "like", item)
    assert memory.crowd().beside("", ["heat"], [1.0]) == {}
    recommender.act("second", "like", "heat")
    recommender.act("second", "like", "bear")
    crowd = memory.crowd()
    assert set(crowd.beside("", ["heat"], [1.0])) == {"bear"}
    # To one of the two only the other's choices could speak, and they are one.
    assert crowd.beside("second", ["heat"], [1.0]) == {}


@given(
    chosen=st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("ABCDE")), min_size=1, max_size=60
    ),
    named=st.lists(st.sampled_from("ABCDEZ"), min_size=1, max_size=3, unique=True),
    asking=st.sampled_from("abx"),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_beside_is_the_cosine_of_who_chose_what(chosen, named, asking):
    from datetime import UTC, datetime, timedelta

    from penchant.memory.records import Entry

    crowd, start = Crowd(), datetime(2026, 1, 1, tzinfo=UTC)
    who: dict[str, set[str]] = {}
    for number, (user, item) in enumerate(chosen):
        moment = start + timedelta(hours=number)
        crowd.learn(
            Entry(
                id=str(number), kind="like", user=user, item=item, occurred_at=moment,
                recorded_at=moment, sequence=number + 1,
            )
        )  # fmt: skip
        who.setdefault(item, set()).add(user)
    expected: dict[str, float] = {}
    for item in named:
        own = who.get(item, set()) - {asking}
        for other, people in who.items():
            both = own & people - {asking}
            if other not in named and len(both) >= FEWEST:
                size = (len(own) + SHRINK) * (len(people - {asking}) + SHRINK)
                expected[other] = expected.get(other, 0.0) + len(both) / size**0.5 / len(named)
    found = crowd.beside(asking, named, [1.0 / len(named)] * len(named))
    assert found == pytest.approx({item: near**0.5 for item, near in expected.items()})
    assert all(0 < near <= 1 for near in found.values())


def test_beside_is_the_same_after_a_snapshot():
    from datetime import UTC, datetime

    from penchant.memory.records import Entry

    crowd, moment = Crowd(), datetime(2026, 1, 1, tzinfo=UTC)
    for number, (user, item) in enumerate((u, i) for u in "abcd" for i in "ABC"):
        crowd.learn(
            Entry(
                id=str(number), kind="like", user=user, item=item, occurred_at=moment,
                recorded_at=moment, sequence=number + 1,
            )
        )  # fmt: skip
    again = Crowd()
    again.restore(crowd.snapshot())
    assert again.beside("x", ["A"], [1.0]) == crowd.beside("x", ["A"], [1.0])
    assert set(again.beside("x", ["A"], [1.0])) == {"B", "C"}


@pytest.mark.model
def test_films_like_heat_among_the_demo_films(tmp_path, minilm, clock):
    from penchant.memory.memory import Memory

    memory = Memory.open(tmp_path / "store", minilm, clock=clock)
    try:
        found = Recommender(memory).similar("film:heat-1995", n=10)
        cast = {"Al Pacino", "Robert De Niro", "Val Kilmer"}
        assert sum(bool(cast & set(r.item.people)) for r in found.items) >= 5
        assert sum("Crime" in r.item.categories for r in found.items) >= 5
        adds_up(found)
    finally:
        memory.close()
