"""The life of a catalog: items come, change, hide, expire and go; past lists stay as they were."""

from __future__ import annotations

import itertools
import math
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from films import film_catalog, films, genre, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penchant.memory.errors import BadInput, StoreBusy, UnknownItem
from penchant.memory.memory import Memory
from penchant.memory.records import Item, Request
from penchant.tools.catalog.assortment import Assortment
from penchant.tools.catalog.catalog import Catalog, load_catalog
from penchant.tools.catalog.items import item_from_data, item_to_data
from penchant.tools.catalog.shelf import Shelf, read_shelf, source_entry
from penchant.tools.importing import import_items
from penchant.tools.recommender import Recommender

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def recommender(memory) -> Recommender:
    """A store with 30 films of its own."""
    (memory.folder.parent / "films.csv").write_text(
        "id,title,category,year,price,colour\n"
        + "".join(
            f"{f.id},{f.title},{f.categories[0]},{f.year},{k},red\n"
            for k, f in enumerate(films(30))
        )
    )
    import_items(memory, memory.folder.parent / "films.csv")
    return Recommender(memory)


class Counting:
    """Passes texts on to an embedder and remembers them."""

    def __init__(self, embedder: Any) -> None:
        self._inner = embedder
        self.texts: list[str] = []
        self.fingerprint, self.dimension = embedder.fingerprint, embedder.dimension

    def encode(self, texts: Any) -> Any:
        self.texts += texts
        return self._inner.encode(texts)


def listed(recommender: Recommender, user: str = "ann", n: int = 100, **asked: Any) -> list[str]:
    return [ranked.item.id for ranked in recommender.recommend(user, n=n, **asked).items]


def same(one: Catalog, other: Catalog) -> None:
    """Both are the same catalog in all that is made of it."""
    assert list(one.items) == list(other.items)
    np.testing.assert_allclose(one.matrix, other.matrix, atol=1e-6)
    for name in ("years", "prior", "hidden", "opens", "closes"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert one.categories == other.categories
    assert one.gone == other.gone
    for item in other.items:
        assert one.row(item.id) == other.row(item.id)
        assert one.titled(item.title) == other.titled(item.title)
        for name in (*item.categories, *item.tags):
            np.testing.assert_array_equal(one.rows_with(name), other.rows_with(name))
    for name in ("price", "stock", "year", "colour"):
        numbers = one.columns[name].numbers, other.columns[name].numbers
        np.testing.assert_array_equal(*numbers)
    np.testing.assert_array_equal(one.coverage.share("story"), other.coverage.share("story"))
    values = np.arange(len(one.terms.terms), dtype=float)
    assert {(t.name, t.value) for t in one.terms.terms} == {
        (t.name, t.value) for t in other.terms.terms
    }
    assert len(values) == len(other.terms.terms)


# -- changes -----------------------------------------------------------------------------------


def test_items_come_change_and_go_and_lists_see_it_at_once(recommender):
    new = {
        "id": "new",
        "title": "Brand New",
        "categories": ["Western"],
        "price": "$12.50",
        "sold": 3,
    }
    assert recommender.add_items([new]) == ("new",)
    assert recommender.add_items([new]) == ()
    assert recommender.catalog.get("new") == Item(
        id="new", title="Brand New", categories=("Western",), price=12.5, attributes={"sold": 3}
    )
    assert "new" in listed(recommender)
    changed = recommender.update_item("new", price=9, attributes={"colour": "blue", "sold": None})
    assert (changed.price, changed.attributes) == (9.0, {"colour": "blue"})
    assert recommender.catalog.get("new") == changed
    recommender.hide_item("new")
    assert "new" not in listed(recommender)
    assert "new" in recommender.catalog
    assert recommender.why("ann", "new").left_out == "it is hidden from the catalog"
    # a change leaves it hidden
    assert recommender.update_item("new", stock=4).hidden
    recommender.show_item("new")
    assert "new" in listed(recommender)
    recommender.delete_item("new")
    assert "new" not in listed(recommender)
    assert "new" not in recommender.catalog
    assert recommender.catalog.find_title("Brand New", limit=1) == []
    with pytest.raises(UnknownItem, match="'new' was deleted on 2026-03-01"):
        recommender.update_item("new", price=3)
    recommender.add_items([new])
    assert "new" in listed(recommender)
    same(recommender.catalog, load_catalog(recommender.memory))


CHANGES = st.lists(
    st.one_of(
        st.tuples(
            st.just("update"),
            st.integers(0, 7),
            st.fixed_dictionaries(
                {},
                optional={
                    "title": st.sampled_from(["Tea", "Tea pot", "Cup"]),
                    "description": st.sampled_from(["", "a story of tea"]),
                    "categories": st.lists(st.sampled_from(["A", "B"]), unique=True),
                    "tags": st.lists(st.sampled_from(["s", "t"]), unique=True),
                    "price": st.none() | st.sampled_from([0, 1.5, 20]),
                    "stock": st.none() | st.integers(0, 2),
                    "year": st.none() | st.integers(1999, 2001),
                    "prior": st.integers(0, 3),
                    "available_until": st.none() | st.just(NOON + timedelta(days=3)),
                    "attributes": st.fixed_dictionaries({"colour": st.none() | st.integers(1, 3)}),
                },
            ),
        ),
        st.tuples(st.sampled_from(["hide", "show", "delete", "add"]), st.integers(0, 9), st.none()),
    ),
    max_size=12,
)


@given(CHANGES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_catalog_that_was_changed_is_the_one_read_afresh(
    tmp_path_factory, embedder, clock, changes
):
    folder = tmp_path_factory.mktemp("life")
    with Memory.open(folder / "store", embedder, clock=clock) as memory:
        memory.record_all([source_entry(memory, Shelf(), "own")])
        recommender = Recommender(memory)
        first = [{"id": f"i{k}", "title": f"Thing {k}", "categories": "A"} for k in range(6)]
        recommender.add_items(first)
        for name in ("price", "stock", "year", "colour"):
            assert len(recommender.catalog.columns[name].numbers) == 6
        assert recommender.catalog.terms
        snapshots = []
        for what, number, fields in changes:
            clock.forward(hours=1)
            item = f"i{number}"
            if what == "add":
                recommender.add_items([{"id": item, "title": f"Thing {number}"}])
            elif item in recommender.catalog:
                if what == "update":
                    recommender.update_item(item, **fields)
                else:
                    getattr(recommender, f"{what}_item")(item)
            snapshots.append((clock(), recommender.catalog))
            assert recommender.catalog.placed(memory.calibration).shape == (
                len(recommender.catalog),
                64,
            )
        shelf = read_shelf(memory.journal)
        items = shelf.over(())
        matrix = embedder.encode([item.text for item in items]).reshape(-1, 64)
        same(recommender.catalog, Catalog(items, matrix, gone=shelf.gone))
        placed = recommender.catalog.placed(memory.calibration)
        np.testing.assert_allclose(placed, memory.calibration.place(matrix), atol=1e-6)
        # and every past one can be made again
        again = Assortment(memory)
        for at, catalog in snapshots:
            then = again.as_of(at, recommender.catalog)
            assert list(then.items) == list(catalog.items)
            assert then.gone == catalog.gone
            np.testing.assert_allclose(then.matrix, catalog.matrix, atol=1e-6)


def test_a_change_of_text_embeds_that_item_alone_and_of_a_price_nothing(tmp_path, embedder, clock):
    counting = Counting(embedder)
    with Memory.open(tmp_path / "store", counting, clock=clock) as memory:
        recommender = Recommender(memory, film_catalog(memory))
        recommender.add_items([{"id": "a", "title": "Tea"}])
        counting.texts.clear()
        before = recommender.catalog
        recommender.update_item("a", price=3)
        recommender.hide_item("film:3")
        assert counting.texts == []
        assert recommender.catalog.matrix is before.matrix
        assert recommender.catalog.wording is before.wording
        recommender.update_item("a", title="Green tea")
        assert counting.texts == ["Green tea."]
        assert recommender.catalog.wording is not before.wording
        expected = embedder.encode(["Green tea."])[0]
        np.testing.assert_allclose(recommender.catalog.vector("a"), expected, atol=1e-6)
        np.testing.assert_allclose(before.vector("a"), embedder.encode(["Tea."])[0], atol=1e-6)


def test_what_is_available_from_and_until_is_in_lists_between_the_two(recommender, clock):
    now = clock()
    spring = {
        "id": "spring",
        "title": "Spring tea",
        "available_from": now + timedelta(days=1),
        "available_until": "2026-03-04T12:00Z",
    }
    recommender.add_items([spring])
    found = recommender.recommend("ann", n=100)
    assert "spring" not in [ranked.item.id for ranked in found.items]
    assert found.excluded["not yet"] == 1
    why = recommender.why("ann", "spring")
    assert (why.left_out, why.left_out_zh) == ("it is not available yet", "它尚未上架")
    clock.forward(days=1)
    assert "spring" in listed(recommender)
    clock.forward(days=2)
    assert "spring" not in listed(recommender)
    assert recommender.why("ann", "spring").left_out == "it is no longer available"
    assert "spring" in listed(recommender, at=now + timedelta(days=2))
    # prolonged
    recommender.update_item("spring", available_until=None)
    assert "spring" in listed(recommender)


def test_a_list_as_of_a_past_day_has_the_catalog_of_that_day(recommender, clock):
    state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    western = next(i.id for i in recommender.catalog.items if "Western" in i.categories)
    first = clock.forward(hours=1)
    before = recommender.recommend("ann", n=10, at=first)
    assert western in [ranked.item.id for ranked in before.items]
    clock.forward(days=1)
    recommender.update_item(western, title="Something else", price=99)
    second = clock.forward(days=1)
    between = recommender.recommend("ann", n=10, at=second)
    clock.forward(days=1)
    recommender.delete_item(western)
    recommender.add_items([{"id": "late", "title": "Late Western", "categories": "Western"}])
    clock.forward(days=1)
    assert recommender.recommend("ann", n=10, at=first) == before
    assert recommender.recommend("ann", n=10, at=second) == between
    assert recommender.why("ann", western, at=second).item.title == "Something else"
    assert recommender.why("ann", western, at=first).item.price != 99
    assert "late" not in listed(recommender, at=second)
    assert "late" in listed(recommender)
    # asked again they are the same, also by a process that reads everything afresh
    fresh = Recommender(recommender.memory)
    assert fresh.recommend("ann", n=10, at=first) == before


def test_lists_hold_while_items_come_and_go_in_other_threads(recommender):
    stop = threading.Event()

    def change() -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            recommender.add_items([{"id": f"n{number}", "title": f"New {number}", "tags": "x"}])
            recommender.update_item("film:1", price=number)
            recommender.delete_item(f"n{number}")

    with ThreadPoolExecutor() as pool:
        changing = pool.submit(change)
        try:
            for number in range(25):
                found = recommender.recommend(f"u{number}", Request(query="new story"), 40)
                assert len({ranked.item.id for ranked in found.items}) == len(found.items) >= 30
                for ranked in found.items:
                    total = sum(reason.contribution for reason in ranked.reasons)
                    assert ranked.score == pytest.approx(total, abs=1e-6)
        finally:
            stop.set()
        changing.result()
    same(recommender.catalog, load_catalog(recommender.memory))


def test_times_before_the_store_had_items_have_the_present_ones(recommender, clock):
    # events that are imported are older than the store
    assert len(listed(recommender, at=clock() - timedelta(days=900))) == 30


# -- what is left of an item that was deleted ----------------------------------------------------


def test_a_deleted_item_stays_known_to_what_was_said_and_shown(recommender, clock):
    shown = recommender.recommend("ann", Request(like=("film:3",)), 10)
    gone = shown.items[0].item
    recommender.act("ann", "like", gone.id, impression=shown.impression)
    before = recommender.profile("ann")
    clock.forward(days=1)
    recommender.delete_item(gone.id)
    recommender.delete_item("film:3")  # which the list was asked to be like
    profile = recommender.profile("ann", clock() - timedelta(days=1))
    assert [e.quote for i in profile.interests for e in i.evidence] == [gone.title]
    (interest,) = recommender.profile("ann").interests
    assert (interest.label, interest.label_zh) == (before.likes[0].label, before.likes[0].label_zh)
    alike = next(i for i in recommender.catalog.items if i.categories == gone.categories)
    found = recommender.why("ann", alike.id).reasons
    assert any(r.signal == "interest-match" and r.contribution > 0 for r in found)
    assert gone.id in recommender.profile("ann").liked
    why = recommender.why("ann", gone.id)
    assert (why.item, why.rank, why.score, why.reasons) == (gone, None, 0.0, ())
    assert why.left_out == "it was taken out of the catalog on 2026-03-02"
    assert why.left_out_zh == "它已于 2026 年 3 月 2 日从目录中删除"
    # the rest of the old list can still be asked about, and gone on from
    other = shown.items[1].item.id
    assert recommender.why("ann", other).rank is not None
    more = recommender.recommend("ann", Request(another=True), 5, conversation=None)
    assert {gone.id, "film:3"}.isdisjoint(ranked.item.id for ranked in more.items)
    # a click on the old list arrives late: it counts
    entry = recommender.act("ann", "click", gone.id, impression=shown.impression)
    kept = recommender.memory.journal.vectors(entry.embedder, [entry.sequence])[entry.sequence]
    np.testing.assert_allclose(kept, recommender.memory.embedder.encode([gone.text])[0], atol=1e-6)
    recommender.undo("ann", entry.id)
    receipt = recommender.forget("ann", item=gone.id)
    assert receipt.entries >= 2
    assert receipt.found_after == 0
    with pytest.raises(UnknownItem, match="was deleted"):
        recommender.recommend("ann", Request(like=(gone.id,)))
    with pytest.raises(UnknownItem, match="no item of the catalog has the id 'never'"):
        recommender.why("ann", "never")
    with pytest.raises(UnknownItem, match="'never'"):
        recommender.delete_item("never")


def test_whose_catalog_is_emptied_gets_an_empty_list_that_says_so(recommender):
    for name in ("Horror", "Romance"):
        state(recommender, "ann", f"I love {name}", genre(name), 1, 0.9)
    assert len(recommender.profile("ann").likes) == 2
    for item in list(recommender.catalog):
        recommender.delete_item(item.id)
    for request in (Request(), Request(query="romance")):
        found = recommender.recommend("ann", request)
        assert (found.items, found.note) == ((), "The catalog is empty.")


def test_the_entries_of_a_catalog_are_no_choices_and_survive_forgetting(recommender):
    recommender.act("ann", "like", "film:1")
    recommender.hide_item("film:2")
    recommender.show_item("film:2")
    recommender.delete_item("film:4")
    assert recommender.memory.crowd().used() == {"film:1": 1}
    recommender.forget("ann")
    recommender.reload()
    assert "film:4" not in recommender.catalog
    assert recommender.memory.journal.users() == []
    assert [e.kind for e in recommender.memory.entries("", kinds=("item-hide", "item-show"))] == [
        "item-hide",
        "item-show",
    ]


def test_changes_outlive_the_process_and_a_guest_cannot_make_any(
    recommender, tmp_path, embedder, clock
):
    recommender.delete_item("film:1")
    recommender.hide_item("film:2")
    recommender.hide_item("film:2")
    assert recommender.memory.journal.count(["item-hide"]) == 1
    with Memory.open(tmp_path / "store", embedder, clock=clock) as guest:
        assert guest.read_only
        other = Recommender(guest)
        same(other.catalog, recommender.catalog)
        for change in (
            lambda: other.update_item("film:3", price=1),
            lambda: other.hide_item("film:3"),
            lambda: other.show_item("film:2"),
            lambda: other.delete_item("film:3"),
            lambda: other.add_items([{"id": "x", "title": "X"}]),
        ):
            with pytest.raises(StoreBusy):
                change()


def test_a_guest_has_each_change_of_the_owner_in_its_next_list(
    recommender, tmp_path, embedder, clock
):
    with Memory.open(tmp_path / "store", embedder, clock=clock) as guest:
        other = Recommender(guest)
        before = other.offer.catalog
        recommender.act("ann", "like", "film:9")
        assert listed(other) == listed(recommender)
        assert other.offer.catalog is before
        recommender.delete_item("film:1")
        recommender.hide_item("film:2")
        recommender.update_item("film:3", price=99, title="The renamed one")
        recommender.add_items([{"id": "x", "title": "A new one", "category": "Horror"}])
        then = clock()
        assert listed(other) == listed(recommender)
        same(other.catalog, recommender.catalog)
        assert other.search("renamed one").items[0].item.id == "film:3"
        with pytest.raises(UnknownItem, match="was deleted on"):
            other.similar("film:1")
        clock.forward(days=1)
        recommender.show_item("film:2")
        assert "film:2" not in listed(other, at=then)
        assert "film:2" in listed(other)


def test_the_demo_gives_way_to_the_first_own_item_but_not_to_a_change_of_a_film(memory, clock):
    recommender = Recommender(memory)
    films_there = len(recommender.catalog)
    start = clock()
    clock.forward(days=1)
    film = recommender.catalog.items[0]
    assert recommender.update_item(film.id, price="3,50 €").price == 3.5
    recommender.delete_item(recommender.catalog.items[1].id)
    assert (recommender.catalog.source, len(recommender.catalog)) == ("demo", films_there - 1)
    assert len(recommender.offer.then(start)) == films_there
    assert recommender.add_items([Item(id="tea", title="Tea")]) == ("tea",)
    # the film with a price of the shop's is the shop's own
    assert recommender.catalog.source == "own"
    assert {item.id for item in recommender.catalog.items} == {"tea", film.id}


# -- what cannot be used --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "amount"),
    [
        ("$12.50", 12.5),
        ("12,50 €", 12.5),
        ("￥99", 99.0),
        ("free", 0.0),
        ("免费", 0.0),
        ("", None),
        (None, None),
        (3, 3.0),
    ],
)
def test_prices_may_be_text(recommender, price, amount):
    assert recommender.update_item("film:1", price=price).price == amount


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"price": "abc"}, "item 'x', price: 'abc' is no price"),
        ({"price": math.nan}, "item 'x', price: .*not a number"),
        ({"price": math.inf}, "item 'x', price"),
        ({"price": -1}, "item 'x', price: .*below zero"),
        ({"price": True}, "item 'x', price"),
        ({"stock": "plenty"}, "item 'x', stock: 'plenty' is not a number"),
        ({"stock": math.nan}, "item 'x', stock"),
        ({"title": " \n"}, "item 'x', title: there is none"),
        ({"title": None}, "item 'x', title: there is none"),
        ({"title": "x" * 1_001}, "item 'x', title: 1001 characters; 1000 are allowed"),
        ({"title": ["a"]}, "item 'x', title: text, not list"),
        ({"description": "x" * 200_001}, "item 'x', description: 200001 characters"),
        ({"categories": 3}, "item 'x', categories: a list of names, not int"),
        ({"categories": [{"a": 1}]}, "item 'x', categories: text, not dict"),
        ({"year": "last"}, "item 'x', year: 'last' is no year"),
        ({"prior": -3}, "item 'x', prior"),
        ({"hidden": "no"}, "item 'x', hidden: true or false"),
        ({"available_from": datetime(2026, 1, 1)}, "item 'x', available_from: .*zone"),
        ({"available_until": "soon"}, "item 'x', available_until: 'soon' is no time"),
        (
            {"available_from": "2026-03-02", "available_until": "2026-03-01"},
            "item 'x': available from 2026-03-02 00:00, but until 2026-03-01 00:00",
        ),
        ({"attributes": [1]}, "item 'x', attributes: names with a value each"),
        ({"attributes": {"size": math.nan}}, "item 'x', attributes: they cannot be kept"),
        ({"attributes": {"size": {1, 2}}}, "item 'x', attributes: they cannot be kept"),
        ({"id": ""}, "needs an id"),
        ({"id": None}, "needs an id"),
        ({"id": "x" * 513}, "needs an id"),
    ],
)
def test_an_item_that_cannot_be_used_is_refused_by_its_field(recommender, fields, said):
    head = recommender.memory.journal.head()
    with pytest.raises(BadInput, match=said):
        recommender.add_items(
            [{"id": "good", "title": "Good"}, {"id": "x", "title": "X", **fields}]
        )
    if "id" not in fields:
        with pytest.raises(BadInput, match=said.replace("'x'", "'film:1'")):
            recommender.update_item("film:1", **fields)
    assert recommender.memory.journal.head() == head


def test_an_items_own_record_is_looked_at_as_closely(recommender):
    for bad in (
        Item(id="x", title="X", price=math.nan),
        Item(id="x", title=""),
        Item(id="x", title="X", available_from=datetime(2026, 1, 1)),
    ):
        with pytest.raises(BadInput, match="item 'x'"):
            recommender.add_items([bad])
    with pytest.raises(BadInput, match="in a list"):
        recommender.add_items({"id": "x", "title": "X"})
    with pytest.raises(BadInput, match="not int"):
        recommender.add_items([3])
    with pytest.raises(BadInput, match="'film:1': colour is no field; there are attributes, "):
        recommender.update_item("film:1", colour="red")
    with pytest.raises(BadInput, match="'film:1': id stays"):
        recommender.update_item("film:1", id="film:2")


def test_one_id_twice_in_a_call_is_refused_unless_it_is_the_same(recommender):
    one = {"id": "x", "title": "X"}
    with pytest.raises(BadInput, match="two different items have the id 'x'"):
        recommender.add_items([one, {**one, "price": 3}])
    assert "x" not in recommender.catalog
    assert recommender.add_items([one, dict(one)]) == ("x",)


def test_long_and_odd_texts_are_kept_as_text(recommender):
    title = "<script>alert(1)</script> & <b>Tea</b>"
    recommender.add_items([{"id": "x", "title": title, "description": "word " * 10_000}])
    item = recommender.catalog.get("x")
    assert item.title == title
    assert len(item.description) == 49_999
    assert "x" in listed(recommender)
    assert recommender.catalog.titled(title) == (item,)
    found = recommender.recommend("ann", "tea", 40)
    assert [r.item.title for r in found.items if r.item.id == "x"] == [title]


def test_stock_below_nothing_is_nothing_and_words_count(recommender):
    assert recommender.update_item("film:1", stock=-3).stock == 0
    assert recommender.update_item("film:1", stock="in stock").stock is None
    assert recommender.update_item("film:1", stock="售罄").stock == 0
    assert recommender.update_item("film:1", stock="1,200").stock == 1200
    assert recommender.update_item("film:1", stock=True).stock is None


@given(
    st.builds(
        Item,
        id=st.just("x"),
        title=st.just("X"),
        stock=st.none() | st.floats(0, 1e9),
        available_from=st.none() | st.datetimes(timezones=st.just(UTC)),
        available_until=st.none() | st.datetimes(timezones=st.just(UTC)),
    )
)
def test_an_item_is_read_back_as_it_was_written(item):
    assert item_from_data(item_to_data(item)) == item


def test_entries_with_times_that_are_none_do_not_lose_the_catalog(recommender):
    recommender.memory.record(
        user="", role="system", kind="item-upsert", item="odd",
        data={"title": "Odd", "available_from": "soon", "available_until": "2026-01-01"},
    )  # fmt: skip
    odd = load_catalog(recommender.memory).get("odd")
    assert (odd.available_from, odd.available_until) == (None, None)


# -- from files ----------------------------------------------------------------------------------


def test_files_say_how_much_there_is_and_from_when_until_when(memory, tmp_path):
    path = tmp_path / "shop.csv"
    path.write_text(
        "商品编号,标题,价格,库存,上架时间,下架时间\n"
        "1,红茶,￥99,5,2026-01-01,2026-06-01 12:00\n"
        "2,绿茶,免费,售罄,,\n"
        "3,白茶,面议,有货,,\n"
        "4,黑茶,12,几个,,\n"
        "5,黄茶,12,3,2026-06-01,2026-01-01\n"
        "6,青茶,12,3,很快,\n"
    )
    report = import_items(memory, path)
    items = read_shelf(memory.journal).items
    assert items["1"] == Item(
        id="1",
        title="红茶",
        price=99.0,
        stock=5.0,
        available_from=datetime(2026, 1, 1, tzinfo=UTC),
        available_until=datetime(2026, 6, 1, 12, tzinfo=UTC),
    )
    assert (items["2"].price, items["2"].stock) == (0.0, 0.0)
    assert (items["3"].price, items["3"].stock) == (None, None)
    assert report.notes == ((4, "'面议' is no price: kept as it stands"),)
    assert [line for line, _ in report.skipped] == [5, 6, 7]
    assert [why.partition(":")[0] for _, why in report.skipped] == [
        "stock",
        "available from 2026-06-01 00",
        "available_from",
    ]
    assert import_items(memory, path).imported == 0


def test_a_file_of_another_shop_is_read_by_the_names_it_uses(memory, tmp_path):
    path = tmp_path / "feed.csv"
    path.write_text(
        "id,title,price,availability,availability_date,expiration_date\n"
        "1,Tea,12.50 EUR,out_of_stock,2026-01-01T00:00+01:00,\n"
        "2,Pot,3 EUR,https://schema.org/InStock,,31/12/2026\n"
    )
    import_items(memory, path)
    items = read_shelf(memory.journal).items
    assert (items["1"].stock, items["2"].stock) == (0.0, None)
    assert items["1"].available_from == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert items["2"].available_until == datetime(2026, 12, 31, tzinfo=UTC)


def test_a_change_by_file_and_one_by_hand_follow_each_other(recommender, tmp_path):
    path = tmp_path / "films.csv"
    recommender.hide_item("film:1")
    recommender.delete_item("film:2")
    recommender.update_item("film:3", price=77)
    report = import_items(recommender.memory, path)
    recommender.reload()
    assert report.imported == 3  # hidden, deleted and dearer ones come back as the file has them
    assert not recommender.catalog.hidden.any()
    assert "film:2" in recommender.catalog
    assert recommender.catalog.get("film:3") == replace(
        recommender.catalog.get("film:3"), price=3.0
    )
