"""New items: who met them, how open they are, and with what chance they are shown."""

from __future__ import annotations

import numpy as np
import pytest
from checks import entry
from films import films
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from penchant.memory.core.behaviour.arrivals import ENOUGH, HALF_LIFE, LONGEST, MOST, Arrivals
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.records import Request, to_day
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.items import item_to_data
from penchant.tools.listing.novelty import EACH, SHARE, arrivals_among, chances
from penchant.tools.recommender import Recommender


def later(*items, day=50.0):
    arrivals = Arrivals()
    arrivals.come("first", 0.0)
    arrivals.come("as early", 0.9)
    for item in items:
        arrivals.come(item, day)
    return arrivals


def test_the_first_stock_is_not_new_and_what_comes_later_is():
    assert later("a", "b").open_to("ann", 50.0) == {"a": 1.0, "b": 1.0}
    assert Arrivals().open_to("ann", 50.0) == {}


def test_it_fades_with_every_person_who_meets_it_down_to_nothing():
    arrivals, seen = later("a"), [1.0]
    for number in range(int(ENOUGH)):
        arrivals.meet("a", f"person {number}")
        arrivals.meet("a", f"person {number}")  # the same one again tells nothing more
        seen.append(arrivals.open_to("ann", 50.0).get("a", 0.0))
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == len(seen)
    assert seen[-1] == 0.0


def test_a_choice_tells_more_than_a_showing_and_ones_own_nothing():
    shown, chosen = later("a"), later("a")
    shown.meet("a", "ben")
    chosen.meet("a", "ben", chosen=True)
    assert chosen.open_to("ann", 50.0)["a"] < shown.open_to("ann", 50.0)["a"] < 1.0
    assert shown.open_to("ben", 50.0)["a"] == 1.0


def test_it_fades_with_time():
    arrivals = later("a")
    assert arrivals.open_to("ann", 50.0 + HALF_LIFE)["a"] == pytest.approx(0.5)
    assert arrivals.open_to("ann", 50.0 + LONGEST) == {}
    assert arrivals.open_to("ann", 49.0) == {}  # it was not there yet


def test_only_the_newest_are_kept():
    arrivals = later("old")
    for number in range(MOST):
        arrivals.come(f"n{number}", 60.0 + number)
    kept = arrivals.open_to("ann", 61.0)
    assert "old" not in kept
    assert "n0" in kept


def test_the_crowd_tells_arrivals_from_changes_and_forgets_who_met_them():
    crowd = Crowd()
    entries = [
        entry("item-upsert", 1, user="", role="system", item="a", day=0),
        entry("item-upsert", 2, user="", role="system", item="b", day=9),
        entry("item-upsert", 3, user="", role="system", item="a", day=9),
        entry("impression", 4, user="ben", role="assistant", data={"items": ["b", "a"]}, day=10),
        entry("dislike", 5, user="cat", item="b", day=10),
        entry("like", 6, user="dan", item="b", day=10),
    ]
    for one in entries:
        crowd.learn(one)
    day = entries[-1].day
    told = crowd.arrivals("ann", day)
    assert set(told) == {"b"}
    assert told["b"] == pytest.approx((1 - 4 / ENOUGH) * 2 ** (-1 / HALF_LIFE))
    again = Crowd()
    again.restore(crowd.snapshot())
    assert again.arrivals("ann", day) == told
    crowd.forget([one for one in entries if one.user != "dan"])
    assert crowd.arrivals("ann", day)["b"] > told["b"]


@given(
    size=st.integers(1, 40),
    n=st.integers(1, 30),
    data=st.data(),
)
def test_chances_are_small_together_and_only_for_what_is_open(size, n, data):
    opened = data.draw(arrays.arrays(float, size, elements=st.floats(0, 1)))
    score = data.draw(arrays.arrays(float, size, elements=st.floats(-5, 5)))
    found = chances(opened, score, n)
    assert ((found > 0) <= (opened > 0)).all()
    assert (found >= 0).all()
    assert (found <= EACH * opened + 1e-12).all()
    assert found.sum() <= SHARE * n + 1e-9
    new = np.flatnonzero(opened == opened.max())
    best = new[np.argmax(score[new])]
    assert (found[new] <= found[best] + 1e-12).all()


def test_chances_fade_in_proportion_and_the_score_is_left_alone():
    score = np.array([1.0, 3.0, 2.0])
    before = score.copy()
    full = chances(np.array([0.0, 1.0, 1.0]), score, 10)
    half = chances(np.array([0.0, 0.5, 1.0]), score, 10)
    assert half[1] == pytest.approx(full[1] / 2)
    assert half[2] == full[2]
    assert full[1] > full[2] > full[0] == 0.0
    assert (score == before).all()


def test_candidates_get_the_openness_of_their_own_items(memory):
    items = films(20)
    catalog = Catalog(items, memory.embedder.encode([item.text for item in items]))
    found = {"film:3": 0.5, "film:9": 1.0, "film:12": 0.25, "gone": 1.0}
    rows = np.array([0, 3, 5, 12], np.intp)
    assert arrivals_among(found, catalog, rows).tolist() == [0.0, 0.5, 0.0, 0.25]
    assert arrivals_among({"gone": 1.0}, catalog, rows) is None
    assert arrivals_among({"film:9": 1.0}, catalog, rows) is None
    assert arrivals_among({}, catalog, rows) is None


def test_a_new_item_is_found_by_content_before_anybody_chose_it(memory, clock):
    """Through a store: what arrives after the first stock is open, near to what is liked it ranks
    high, and what others are shown closes it."""

    def add(items):
        for item in items:
            memory.record(
                user="", role="system", kind="item-upsert", item=item.id, data=item_to_data(item)
            )

    memory.record(user="", role="system", kind="catalog", data={"source": "own"})
    add(films(60))
    recommender = Recommender(memory)
    for k in (0, 6, 12):
        recommender.act("ana", "like", f"film:{k}")
    clock.forward(days=10)
    add(films(61)[60:])  # one more horror film
    recommender.reload()
    day = to_day(clock())
    assert set(memory.crowd().arrivals("ana", day)) == {"film:60"}
    assert "film:60" in {one.item.id for one in recommender.recommend("ana", n=10).items}
    for number in range(int(ENOUGH)):
        recommender.recommend(f"person {number}", n=61)
    assert memory.crowd().arrivals("ana", day) == {}


def test_a_new_item_is_dealt_into_lists_with_the_chance_that_is_logged(memory, clock):
    shop = Recommender(memory)
    shop.add_items([{"id": f"old-{k}", "title": f"Old thing {k}", "year": 2020} for k in range(60)])
    clock.forward(days=3)
    shop.add_items([{"id": "new", "title": "Quite another matter"}])
    for k in range(30):
        shop.act(f"buyer-{k}", "purchase", f"old-{k % 12}")
    lists = [shop.recommend(f"visitor-{k}", Request(seed=k), 10) for k in range(14)]
    dealt = [one for found in lists for one in found.items if one.item.id == "new"]
    assert 0 < len(dealt) < len(lists)
    for one in dealt:
        assert 0.0 < one.propensity < 0.5
        (moved,) = [a for a in one.adjustments if a.name == "exploration"]
        assert moved.text.endswith("to find out whether it suits you.")
        assert one.score == pytest.approx(sum(r.contribution for r in one.reasons), abs=1e-9)
    # Whoever wants nothing by chance gets none of it, and a list made again is the same.
    plain = shop.recommend("visitor-0", Request(exploration=0.0), 10)
    assert all(one.propensity == 1.0 for one in plain.items)
    assert "new" not in {one.item.id for one in plain.items}
    seed = memory.get(lists[0].impression).data["request"]["seed"]
    again = shop.recommend("visitor-0", Request(seed=seed), 10)
    assert [one.item.id for one in again.items] == [one.item.id for one in lists[0].items]
    # Once enough people have met it, it has to stand on its own.
    for k in range(30):
        shop.memory.record(
            user=f"met-{k}",
            kind="impression",
            data={
                "items": ["new", "old-1"],
                "signals": [],
                "rows": [[], []],
                "propensities": [1, 1],
            },
        )
    later = [shop.recommend(f"late-{k}", Request(seed=k), 10) for k in range(14)]
    assert "new" not in {one.item.id for found in later for one in found.items}
