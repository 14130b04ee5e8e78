"""What is worked out once for a list, or kept from one to the next, against working it out anew."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from films import film_catalog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.distinct import distinct
from penchant.memory.core.signals import FAMILY, SIGNALS
from penchant.memory.records import Evidence, Interest, Item, Request
from penchant.tools.candidates import candidates
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.reasons import naming
from penchant.tools.reasons.hearsay import NOTHING, Heard
from penchant.tools.reasons.medoids import medoid_of
from penchant.tools.reasons.naming import Naming
from penchant.tools.reasons.parts import ALIKE, reasons
from penchant.tools.reasons.reasons import sentence
from penchant.tools.recommender import Recommender
from penchant.tools.retrieval import directions
from penchant.tools.retrieval.directions import Directions
from penchant.tools.signals.columns import Column
from penchant.tools.words.labels import label_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

ITEMS = [
    Item(id="a", title="Heat", categories=("Crime",), people=("Al",), year=1995, prior=1.0),
    Item(id="b", title="Ran", categories=("War",), people=("Mieko",), year=1985, prior=2000.0),
    Item(id="c", title="Tea", description="quiet", year=2020),
]


def evidence(entry: str, item: str | None, amount: float) -> Evidence:
    kind = "statement" if item is None else "like"
    return Evidence(
        entry=entry, kind=kind, occurred_at=NOW, amount=amount, item=item, quote=f"q {entry}"
    )


def interest(*behind: Evidence, **more) -> Interest:
    plain = {"mass": 2.0, "share": 0.25, "half_life": 9.0, "floor": 0.1, "polarity": 1}
    centroid = np.eye(4, dtype=np.float32)[0]
    return Interest(**({"id": "i1", "centroid": centroid, "evidence": behind} | plain | more))


BEHIND = (evidence("e1", "a", 0.2), evidence("e2", None, -0.9), evidence("e3", "b", 0.5))
MORE = (*BEHIND, evidence("e4", "d", 0.4))

VALUES = st.lists(st.sampled_from([0.0, -0.5, 0.25, 1.0]), min_size=5, max_size=5)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([one.name for one in SIGNALS]), VALUES), max_size=12),
    st.permutations(range(5)),
    st.booleans(),
)
def test_reasons_of_a_list_are_those_of_each_item_by_itself(drawn, order, cited):
    columns = [
        Column(
            signal,
            np.array(values),
            f"about {number}",
            f"关于 {number}",
            interest(*MORE) if number % 2 else None,
            MORE if number % 3 else (),
            told=(lambda place: (f"at {place}", "So.", "是。")) if number % 5 == 4 else None,
        )
        for number, (signal, values) in enumerate(drawn)
    ]
    weights = {one.name: one.weight for one in SIGNALS}
    own = (evidence("own", "x", 0.7),)
    heard = [NOTHING, Heard(used=True, followed=2, behind={"together": own}), Heard(popular=True)]
    heard = heard if cited else [NOTHING] * 3
    places = np.array(order[:3])
    found = reasons(columns, weights, places, ITEMS, heard)
    for item, place, known, parts in zip(ITEMS, order[:3], heard, found, strict=True):
        said = [column for column in columns if column.values[place] != 0.0]
        assert len(parts) == len(said)
        by_size = sorted(said, key=lambda one: -abs(weights[one.signal] * float(one.values[place])))
        for column, part in zip(by_size, parts, strict=True):
            value = float(column.values[place])
            assert (part.signal, part.family) == (column.signal, FAMILY[column.signal])
            assert part.value == value
            assert part.contribution == weights[column.signal] * value
            behind = known.behind.get(column.signal, ())
            if column.told is None:
                assert (part.text, part.text_zh) == sentence(column, value, item, known)
                assert part.about == column.about
            else:
                assert (part.about, part.text, part.text_zh) == (f"at {place}", "So.", "是。")
            others = [one for one in column.evidence if one.item != item.id]
            most = sorted(others, key=lambda one: -abs(one.amount))[:3]
            assert part.evidence == (behind or tuple(most))
            assert part.interest == (column.interest and "i1")


@pytest.mark.parametrize("signal", sorted(ALIKE))
def test_what_is_said_once_for_all_items_holds_for_each(signal):
    column = Column(signal, np.ones(1), "about", "关于", interest(*BEHIND), names=("Al", "quiet"))
    for values in ((0.1, 0.9), (-0.1, -0.9)):
        assert len({sentence(column, value, item) for item in ITEMS for value in values}) == 1


@pytest.fixture
def shop(memory):
    return Recommender(memory, film_catalog(memory))


STEPS = st.lists(
    st.tuples(
        st.sets(st.integers(0, 9), max_size=3),
        st.sampled_from([(), (("genre", "Horror"),), (("genre", "Comedy"), ("genre", "War"))]),
        st.sampled_from([0.2, 1.0, 4.0]),
        st.integers(0, 2),
    ),
    min_size=2,
    max_size=12,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_names_that_are_kept_are_those_found_anew(shop, steps):
    kept, catalog = Naming(), shop.catalog
    for items, targets, said, centre in steps:
        behind = [evidence(f"e{number}", f"film:{number}", 0.5) for number in sorted(items)]
        one = interest(
            *behind, evidence("s", None, said), targets=targets, centroid=catalog.matrix[centre]
        )
        named = kept.of(one, catalog, catalog.matrix, 0)
        assert named.label == label_of(one, catalog, catalog.matrix)
        assert named.medoid == medoid_of(one, catalog, catalog.matrix)


def test_names_are_looked_for_anew_where_the_catalog_changed_or_something_was_erased(
    shop, monkeypatch
):
    looked = []
    monkeypatch.setattr(naming, "medoid_of", lambda *given: looked.append(given) or "m")
    kept, catalog = Naming(), shop.catalog
    one = interest(evidence("e", "film:1", 0.5), centroid=catalog.matrix[1])
    faded = replace(one, mass=1.0, evidence=(evidence("e", "film:1", 0.25),))
    for two in (one, faded):
        kept.of(two, catalog, catalog.matrix, 0)
    assert len(looked) == 1, "it rests on the same"
    kept.of(one, catalog, catalog.matrix, 1)
    assert len(looked) == 2
    renamed = replace(catalog.items[1], categories=("Quiet",))
    changed = catalog.with_items([renamed], catalog.matrix[1:2])
    assert kept.of(one, changed, changed.matrix, 1).label.en.startswith("Quiet")
    assert len(looked) == 3


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_directions_that_are_kept_are_those_measured_anew(seed):
    rng = np.random.default_rng(seed)
    items = rng.normal(size=(60, 6)) * [3.0, 1.0, 1.0, 0.5, 0.1, 0.0] + 0.3
    apart = items - items.mean(axis=0)
    found = Directions(items.mean(axis=0), apart.T @ apart / len(items))
    some = np.vstack([rng.normal(size=(5, 6)), np.eye(6)[5]]).astype(np.float32)
    for order in ([0, 5], [2, 0, 5, 1], [1, 1, 4], [3, 2, 1, 0]):
        units, offsets = found.of(some[order])
        near = units @ items.T - offsets[:, None]
        cosines = some[order].astype(float) @ items.T
        spread = cosines.std(axis=1, keepdims=True)
        told = spread > 1e-6
        naive = (cosines - cosines.mean(axis=1, keepdims=True)) / np.where(told, 4 * spread, 1.0)
        np.testing.assert_allclose(near, np.where(told, naive, 0.0), atol=1e-9)
    assert found.of(np.zeros((0, 6), np.float32))[0].shape == (0, 6)


def test_no_more_directions_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(directions, "KEPT", 3)
    found = Directions(np.zeros(4), np.eye(4))
    for vector in np.random.default_rng(1).normal(size=(9, 1, 4)).astype(np.float32):
        found.of(vector)
        assert len(found._kept) <= 3
    units, _ = found.of(np.eye(4, dtype=np.float32))
    np.testing.assert_allclose(units, np.eye(4) / 4.0)


def test_what_is_not_there_at_all_times_follows_each_change(shop):
    catalog, profile = shop.catalog, shop.profile("ann")
    assert not len(catalog.timed)
    ended = replace(catalog.items[4], available_until=NOW - timedelta(days=900))
    later = replace(catalog.items[2], available_from=NOW + timedelta(days=9_000))
    changed = catalog.with_items([ended, later], catalog.matrix[[4, 2]])
    assert changed.timed.tolist() == [2, 4]
    found = candidates(profile, Request(), changed)
    assert found.first_cause(4) == "over"
    assert found.first_cause(2) == "not yet"
    assert found.excluded() == {"over": 1, "not yet": 1}
    assert np.flatnonzero(~found.allowed).tolist() == [2, 4]
    again = changed.with_items([catalog.items[4]], catalog.matrix[4:5], without=["film:0"])
    assert again.timed.tolist() == [again.row("film:2")]
    assert candidates(profile, Request(), again).excluded() == {"not yet": 1}


def found_by(shop: Recommender, text: str) -> list[tuple[str, float]]:
    return [(one.item.id, one.score) for one in shop.search(text, None, 20).items]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Zanzibar"},
        {"people": ["Zanzibar"]},
        {"categories": ["Zanzibar"]},
        {"description": "On Zanzibar."},
        {"attributes": {"isle": "zanzibar"}},
        {"year": 1931},
        {"prior": 9_000.0},
    ],
)
def test_names_are_laid_out_anew_where_one_changed_and_not_for_a_price(shop, change):
    shop.update_item("film:3", price=8)  # Goods from here on, whose titles tell what they are.
    found_by(shop, "zanzibar 1931")
    before = shop.offer.keywords
    shop.update_item("film:3", price=7, stock=2)
    assert shop.offer.keywords is before
    shop.update_item("film:3", **change)
    assert shop.offer.keywords is not before
    afresh = Recommender(shop.memory, Catalog(shop.catalog.items, shop.catalog.matrix))
    assert found_by(shop, "zanzibar 1931") == found_by(afresh, "zanzibar 1931")
    before = shop.offer.keywords
    shop.delete_item("film:4")
    assert shop.offer.keywords is not before


def test_a_catalog_that_was_changed_is_let_go_without_looking_for_rings(shop):
    def used(text: str) -> None:
        shop.update_item("film:3", description=text)
        shop.act("ann", "like", "film:5")
        shop.search("heat", "ann")
        shop.recommend("ann", Request(query="heat", cheapest=True), 5)

    used("quiet")
    gc.collect()
    gc.disable()
    try:
        used("loud")
        catalog = shop.catalog
        held = [weakref.ref(one) for one in (catalog, catalog.coverage, shop.offer.keywords)]
        del catalog
        used("quiet again")
        assert [one() for one in held] == [None, None, None]
    finally:
        gc.enable()


@given(st.lists(st.integers(0, 999), max_size=40), st.sampled_from([1_000, 20_000]))
def test_the_different_ones_are_found_by_marking_and_by_sorting(numbers, size):
    found = distinct(np.array(numbers, np.intp), size)
    assert found.tolist() == sorted(set(numbers))


def test_how_many_people_items_have_on_average_is_kept_until_somebody_chooses(shop, monkeypatch):
    asked = []
    usual = Crowd.usual

    def counted(crowd, places, day, half_life):
        before = crowd._usual
        found = usual(crowd, places, day, half_life)
        asked.append(crowd._usual is before)
        return found

    monkeypatch.setattr(Crowd, "usual", counted)
    for number in range(120):
        shop.act(f"person-{number % 7}", "like", shop.catalog.items[number * 7 % 60].id)
    for _ in range(3):
        shop.recommend("ann", None, 5)
    assert asked == [False, True, True]
    shop.act("bob", "like", shop.catalog.items[70].id)
    shop.recommend("ann", None, 5)
    assert asked[3:] == [False]
