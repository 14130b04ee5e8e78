"""Filters in Chroma's form: against a naive reading, against Chroma itself, and in lists."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from films import PEOPLE, film_catalog, genre, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penchant.memory.errors import BadInput
from penchant.memory.records import Constraint, Item, Profile, Request
from penchant.tools.candidates import candidates
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.filters.columns import Columns
from penchant.tools.filters.conditions import DEEPEST, MOST, as_where, read_where
from penchant.tools.filters.fit import fitting
from penchant.tools.filters.words import in_words
from penchant.tools.listing.emptied import emptied
from penchant.tools.recommender import Recommender

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

VALUES = st.sampled_from([0, 1, 1.0, 2.5, 7, True, False, "a", "b", "1", ""])
NAMES = st.sampled_from(
    ["size", "colour", "price", "categories", "tags", "year", "nothing", "in.it"]
)


def items() -> st.SearchStrategy[list[Item]]:
    words = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True).map(tuple)
    found = VALUES | st.lists(VALUES, max_size=3) | st.none()
    one = st.fixed_dictionaries(
        {
            "categories": words,
            "tags": words,
            "price": st.none() | st.sampled_from([0.0, 1.0, 2.5, 7.0, 20.0]),
            "year": st.none() | st.sampled_from([1, 7, 1999]),
            "stock": st.none() | st.sampled_from([0.0, 3.0]),
            "attributes": st.dictionaries(st.sampled_from(["size", "colour", "in.it"]), found)
            | found.map(lambda value: {"in": {"it": value}}),
        }
    )
    return st.lists(one, min_size=1, max_size=12).map(
        lambda rows: [
            Item(id=f"i{k}", title=f"Thing {k}", **fields) for k, fields in enumerate(rows)
        ]
    )


def wheres() -> st.SearchStrategy[dict[str, Any]]:
    numbers = st.sampled_from([0, 1, 2.5, 7, 1999])
    test = (
        VALUES
        | st.fixed_dictionaries({"$eq": VALUES})
        | st.fixed_dictionaries({"$ne": VALUES})
        | st.fixed_dictionaries({"$in": st.lists(VALUES, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"$nin": st.lists(VALUES, min_size=1, max_size=3)})
        | st.fixed_dictionaries({"$contains": VALUES})
        | st.fixed_dictionaries({"$not_contains": VALUES})
        | st.fixed_dictionaries({"$gte": numbers, "$lt": numbers})
        | st.fixed_dictionaries({"$not": st.fixed_dictionaries({"$gt": numbers})})
        | st.fixed_dictionaries({"$lte": numbers})
    )
    leaf = st.dictionaries(NAMES, test, min_size=1, max_size=2)
    return st.recursive(
        leaf,
        lambda inner: (
            st.fixed_dictionaries({"$and": st.lists(inner, min_size=1, max_size=3)})
            | st.fixed_dictionaries({"$or": st.lists(inner, min_size=1, max_size=3)})
            | st.fixed_dictionaries({"$not": inner})
        ),
        max_leaves=6,
    )


def naive_value(item: Item, name: str) -> Any:
    if name in ("price", "year", "categories", "tags", "stock"):
        return getattr(item, name)
    if name in item.attributes:
        return item.attributes[name]
    return item.attributes.get("in", {}).get("it") if name == "in.it" else None


def same(one: Any, other: Any) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def naive_test(value: Any, operator: str, operand: Any) -> bool:
    listed = isinstance(value, list | tuple)
    match operator:
        case "$eq":
            return any(same(one, operand) for one in (value if listed else [value]))
        case "$ne":
            return not naive_test(value, "$eq", operand)
        case "$in":
            return any(naive_test(value, "$eq", one) for one in operand)
        case "$nin":
            return not naive_test(value, "$in", operand)
        case "$contains":
            if isinstance(value, str) and isinstance(operand, str):
                return operand in value
            return listed and any(same(one, operand) for one in value)
        case "$not_contains":
            return not naive_test(value, "$contains", operand)
        case "$not":
            return not naive_field(value, operand)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    compared = {
        "$gt": value > operand,
        "$gte": value >= operand,
        "$lt": value < operand,
        "$lte": value <= operand,
    }
    return compared[operator]


def naive_field(value: Any, test: Any) -> bool:
    if not isinstance(test, dict):
        return naive_test(value, "$eq", test)
    return all(naive_test(value, operator, operand) for operator, operand in test.items())


def naive(item: Item, where: dict[str, Any]) -> bool:
    for name, test in where.items():
        if name == "$and":
            holds = all(naive(item, part) for part in test)
        elif name == "$or":
            holds = any(naive(item, part) for part in test)
        elif name == "$not":
            holds = not naive(item, test)
        else:
            # An empty text is nothing in a field; in an attribute it is a text.
            holds = naive_field(naive_value(item, name), test)
        if not holds:
            return False
    return True


@given(items(), wheres())
@settings(max_examples=300)
def test_a_mask_says_what_a_naive_reading_says(things, where):
    columns = Columns(things)
    condition = read_where(where)
    mask = fitting(condition, columns)
    assert mask.tolist() == [naive(item, where) for item in things]
    # and what is written of it is the same filter
    assert fitting(read_where(as_where(condition)), columns).tolist() == mask.tolist()
    en, zh = in_words(condition)
    assert en
    assert zh
    assert max(len(en), len(zh)) <= 160


@given(items(), wheres(), st.data())
@settings(max_examples=100)
def test_columns_follow_a_change_of_an_item(things, where, data):
    columns = Columns(things)
    fitting(read_where(where), columns)
    row = data.draw(st.integers(0, len(things) - 1))
    (other,) = data.draw(items().map(lambda made: made[:1]))
    fields = ("categories", "tags", "price", "year", "stock", "attributes")
    named = {name for name in fields if getattr(other, name) != getattr(things[row], name)}
    after = [other if k == row else item for k, item in enumerate(things)]
    made = columns.changed(after, np.array([row]), named)
    assert fitting(read_where(where), made).tolist() == [naive(item, where) for item in after]
    assert fitting(read_where(where), columns).tolist() == [naive(item, where) for item in things]


METADATA = [
    {"p": 5, "s": "x", "b": True},
    {"p": 5.0},
    {"q": 1},
    {"p": 7, "s": "xyz", "b": False},
    {"p": "5"},
    {"l": ["a", "b"]},
]


@pytest.mark.parametrize(
    "where",
    [
        {"p": 5},
        {"p": {"$ne": 5}},
        {"p": {"$in": [5, 7]}},
        {"p": {"$nin": [5]}},
        {"p": {"$gt": 5}},
        {"p": {"$lte": 6.5}},
        {"s": {"$ne": "x"}},
        {"b": True},
        {"b": 1},
        {"b": {"$ne": True}},
        {"l": {"$contains": "a"}},
        {"l": {"$not_contains": "a"}},
        {"l": {"$gt": 1}},
        {"none": {"$nin": [1]}},
        {"$or": [{"p": 7}, {"$and": [{"p": 5}, {"s": "x"}]}]},
    ],
)
def test_what_chroma_takes_means_what_it_means_there(where):
    import chromadb

    settings_ = chromadb.Settings(anonymized_telemetry=False)
    client = chromadb.EphemeralClient(settings_)
    collection = client.get_or_create_collection("filters")
    collection.upsert(
        ids=[str(k) for k in range(len(METADATA))],
        embeddings=np.eye(len(METADATA)).tolist(),
        metadatas=METADATA,
    )
    things = [Item(id=str(k), title="x", attributes=data) for k, data in enumerate(METADATA)]
    mask = fitting(read_where(where), Columns(things))
    assert [things[row].id for row in np.flatnonzero(mask)] == collection.get(where=where)["ids"]


def test_a_text_contains_its_parts_as_chromas_documents_do():
    import chromadb

    texts = ["Sencha from Uji", "sencha", "Bancha", "x"]
    client = chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection("texts")
    ids = [str(k) for k in range(len(texts))]
    collection.upsert(ids=ids, embeddings=np.eye(len(texts)).tolist(), documents=texts)
    things = [
        Item(id=id, title=text, tags=("Sencha",)) for id, text in zip(ids, texts, strict=True)
    ]
    for operator in ("$contains", "$not_contains"):
        mask = fitting(read_where({"title": {operator: "Sencha"}}), Columns(things))
        there = collection.get(where_document={operator: "Sencha"})["ids"]
        assert [things[row].id for row in np.flatnonzero(mask)] == there
    # of a list the whole value counts, no part of one
    assert not fitting(read_where({"tags": {"$contains": "Sen"}}), Columns(things)).any()
    assert fitting(read_where({"tags": {"$contains": "Sencha"}}), Columns(things)).all()


def test_a_field_that_no_item_has_is_named(memory):
    recommender = priced(memory)

    def notes(where):
        found = recommender.recommend("ann", Request(where=where))
        assert found.items == ()
        return found.note, found.note_zh

    en, zh = notes({"prcie": {"$lte": 20}})
    assert en == (
        "Nothing is left. What keeps out every item: "
        "it does not fit the filter: prcie is at most 20 (no item has “prcie”)."
    )
    assert zh.endswith("（没有条目有“prcie”）。")
    several = {"$or": [{"x": 1}, {"x": 2}, {"price": {"$lt": 0}}, {"y.z": 3}]}
    assert "(no item has “x” or “y.z”)" in notes(several)[0]
    assert "no item has" not in notes({"price": {"$lt": 0}})[0]
    assert "没有条目有" not in notes({"price": {"$lt": 0}})[1]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({}, r"^where must"),
        ([], r"^where must"),
        ("price < 5", r"^where must"),
        ({"price": {}}, r"where\.price needs"),
        ({"price": None}, r"where\.price needs a text"),
        ({"price": [1, 2]}, r"where\.price needs a text"),
        ({"price": {"$lt": "5"}}, r"where\.price\.\$lt compares numbers"),
        ({"price": {"$lt": True}}, r"where\.price\.\$lt compares numbers"),
        ({"price": {"$lt": math.nan}}, r"where\.price\.\$lt is not a finite"),
        ({"price": math.inf}, r"where\.price is not a finite"),
        ({"price": {"$in": []}}, r"where\.price\.\$in needs a list"),
        ({"price": {"$in": 3}}, r"where\.price\.\$in needs a list"),
        ({"price": {"$in": [3, {}]}}, r"where\.price\.\$in\[1\] needs a text"),
        ({"price": {"$regex": "x"}}, r"where\.price\.\$regex is no operator"),
        ({"$and": []}, r"where\.\$and needs a list"),
        ({"$or": [{"a": 1}, {"b": {"$gtt": 1}}]}, r"where\.\$or\[1\]\.b\.\$gtt is no operator"),
        ({"$nor": [{"a": 1}]}, r"where\.\$nor: outside"),
        ({"$not": [1]}, r"where\.\$not must"),
        ({3: 4}, r"where: the name of a field"),
        ({"price": {"$gt": 10**400}}, r"where\.price\.\$gt is too large a number"),
        ({"price": {"$in": [3, -(10**5000)]}}, r"where\.price\.\$in\[1\] is too large"),
        ({"available_until": "soon"}, r"where\.available_until is no time"),
        ({"available_until": {"$gt": 1e300}}, r"available_until\.\$gt is no time between"),
        ({"available_from": "0001-01-01T00:00+23:00"}, r"available_from is no time between"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused_by_its_path(where, said):
    with pytest.raises(BadInput, match=said):
        read_where(where)


def test_many_conditions_work_and_too_many_or_too_deep_are_refused():
    things = [Item(id=str(k), title="x", price=float(k)) for k in range(2_000)]
    many = {"$or": [{"price": k} for k in range(MOST)]}
    assert int(fitting(read_where(many), Columns(things)).sum()) == MOST
    with pytest.raises(BadInput, match=f"at most {MOST} conditions"):
        read_where({"$or": [{"price": k} for k in range(MOST + 1)]})
    with pytest.raises(BadInput, match="at most 10000 values"):
        read_where({"price": {"$in": list(range(10_001))}})
    deep: dict[str, Any] = {"price": 1}
    for _ in range(DEEPEST):
        deep = {"$not": deep}
    assert read_where(deep)
    with pytest.raises(BadInput, match=f"nested at most {DEEPEST} deep"):
        read_where({"$not": deep})
    endless: dict[str, Any] = {}
    endless["$not"] = endless
    with pytest.raises(BadInput, match="nested"):
        read_where(endless)


def test_times_are_compared_as_times():
    spring = Item(id="s", title="x", available_until=datetime(2026, 4, 1, tzinfo=UTC))
    always = Item(id="a", title="x")
    columns = Columns([spring, always])
    for text in ("2026-04-01", "2026-04-01T02:00+02:00"):
        where = {"available_until": {"$lte": text}}
        assert fitting(read_where(where), columns).tolist() == [True, False]
    assert not fitting(read_where({"available_until": {"$lt": "2026-04-01"}}), columns).any()
    assert in_words(read_where({"available_until": {"$lt": "2026-04-01"}})) == (
        "available until is before 2026-04-01",
        "下架时间早于 2026-04-01",
    )


@pytest.mark.parametrize(
    ("where", "en", "zh"),
    [
        ({"price": {"$lte": 20}}, "price is at most 20", "价格不超过 20"),
        ({"categories": "Tea"}, "category is “Tea”", "类别为“Tea”"),
        (
            {"colour": {"$in": ["red", "blue"]}},
            "colour is one of “red”, “blue”",
            "colour 为“red”、“blue”之一",
        ),
        (
            {"$or": [{"price": 1}, {"$and": [{"year": 2}, {"new": True}]}]},
            "price is 1 or (year is 2 and new is yes)",
            "价格为1或（年份为2且new 为是）",
        ),
        ({"$not": {"tags": "x"}}, "not: tag is “x”", "并非：标签为“x”"),
    ],
)
def test_a_filter_is_said_in_words(where, en, zh):
    assert in_words(read_where(where)) == (en, zh)


# -- in lists --------------------------------------------------------------------------------


def shop_of(memory, things) -> Recommender:
    return Recommender(memory, Catalog(things, memory.embedder.encode([i.text for i in things])))


@given(items(), wheres(), st.booleans(), st.integers(1, 12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filters_hold_exactly_in_the_list_after_diversification(memory, things, where, stock, n):
    recommender = shop_of(memory, things)
    found = recommender.recommend("ann", Request(where=where, in_stock=stock), n)
    fit = {i.id for i in things if naive(i, where) and not (stock and i.stock == 0)}
    listed = [ranked.item.id for ranked in found.items]
    assert len(set(listed)) == len(listed) == min(n, len(fit))
    assert set(listed) <= fit
    if not fit:
        assert found.note.startswith("Nothing is left.")
        assert found.note_zh.startswith("没有剩下可推荐的。")


def priced(memory) -> Recommender:
    from dataclasses import replace

    catalog = film_catalog(memory)
    things = [
        replace(
            item, price=float(k % 30), stock=float(k % 3), attributes={"sold_by": PEOPLE[k % 2]}
        )
        for k, item in enumerate(catalog.items)
    ]
    return Recommender(memory, Catalog(things, catalog.matrix, words_zh=catalog.words_zh))


def test_prices_and_stock_hold_in_lists_and_what_has_none_is_left_out(memory):
    recommender = priced(memory)
    request = Request(constraint=Constraint(price_min=5, price_max=9), in_stock=True)
    found = recommender.recommend("ann", request, 100)
    assert found.items
    assert all(5 <= r.item.price <= 9 and r.item.stock > 0 for r in found.items)
    fit = [i for i in recommender.catalog.items if 5 <= i.price <= 9 and i.stock > 0]
    assert len(found.items) == len(fit)
    assert found.excluded["dearer 9"] == sum(i.price > 9 for i in recommender.catalog.items)
    unpriced = Recommender(memory, film_catalog(memory))
    empty = unpriced.recommend("ann", Request(constraint=Constraint(price_max=9)))
    assert empty.items == ()
    assert empty.note == ("Nothing is left. What keeps out every item: it does not cost 9 or less.")
    assert empty.note_zh == "没有剩下可推荐的。排除了所有条目的条件：它的价格不在 9 以内。"
    # nobody says how many there are of these
    assert len(unpriced.recommend("ann", Request(in_stock=True)).items) == 10


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"price_min": 9, "price_max": 5}, "no item costs 9 or more and 5 or less"),
        ({"price_min": -1}, "price_min is a price"),
        ({"price_max": math.nan}, "price_max is a price"),
        ({"price_max": math.inf}, "price_max is a price"),
        ({"price_max": "9"}, "price_max is a price"),
    ],
)
def test_impossible_prices_are_refused(memory, limits, said):
    with pytest.raises(BadInput, match=said):
        Recommender(memory, film_catalog(memory)).recommend(
            "ann", Request(constraint=Constraint(**limits))
        )


def test_the_condition_that_empties_a_list_is_named(memory):
    recommender = priced(memory)

    def note(**request) -> str:
        found = recommender.recommend("ann", Request(**request))
        assert found.items == ()
        return found.note

    alone = note(where={"$and": [{"price": {"$lte": 20}}, {"colour": "red"}]})
    assert alone == (
        "Nothing is left. What keeps out every item: "
        "it does not fit the filter: colour is “red” (no item has “colour”)."
    )
    pair = note(where={"price": {"$lt": 5}, "year": {"$lt": 3000}, "$not": {"price": {"$lt": 5}}})
    assert pair == (
        "Nothing is left. Two conditions keep out every item between them: "
        "it does not fit the filter: price is below 5; "
        "it does not fit the filter: not: price is below 5."
    )
    # three of which any two leave something
    edges = {"$or": [{"price": {"$lt": 10}}, {"price": {"$gte": 20}}]}
    three = note(where={"$and": [{"price": {"$lt": 20}}, {"price": {"$gte": 10}}, edges]})
    assert "What keeps out the last" in three
    empty = Recommender(memory, Catalog([], np.zeros((0, 64), np.float32)))
    assert empty.recommend("ann", Request(where={"a": 1})).note == "The catalog is empty."


@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=5))
def test_what_emptied_a_list_really_did(rows):
    from penchant.tools.candidates import Candidates

    causes = {f"c{k}": np.array(row) for k, row in enumerate(rows)}
    out = np.logical_or.reduce(list(causes.values()))
    found = emptied(Candidates(~out, causes, asked=frozenset(["c0"])))
    if not out.all():
        assert found is None
        return
    assert found is not None
    named = np.logical_or.reduce([causes[cause] for cause in found.causes])
    if len(found.causes) == 2:
        assert named.all()
        assert not any(mask.all() for mask in causes.values())
    elif found.left == 0:
        assert named.all()
    else:
        others = np.logical_or.reduce([m for c, m in causes.items() if c != found.causes[0]])
        assert found.left >= int((~others).sum()) > 0 or (~others & ~named).sum() == 0


def profile(**settled: frozenset[str]) -> Profile:
    return Profile(user="ann", at=NOW, interests=(), **settled)


@pytest.mark.parametrize("again", ["seen", "bought", "liked", "saved", "disliked"])
def test_each_exclusion_can_be_switched_off_by_itself(memory, again):
    catalog = film_catalog(memory)
    settled = {
        "seen": frozenset({"film:0", "film:1"}),
        "bought": frozenset({"film:1"}),
        "liked": frozenset({"film:2"}),
        "saved": frozenset({"film:3"}),
        "disliked": frozenset({"film:4"}),
    }
    own = {**settled, "seen": frozenset({"film:0"})}
    everything = set().union(*settled.values())
    plain = candidates(profile(**settled), Request(), catalog)
    assert {catalog.items[row].id for row in np.flatnonzero(~plain.allowed)} == everything
    found = candidates(profile(**settled), Request(again=(again,)), catalog)
    out = {catalog.items[row].id for row in np.flatnonzero(~found.allowed)}
    assert out == everything - own[again]


def test_what_was_bought_comes_back_where_the_shop_says_so_and_what_was_rated_does_not(memory):
    recommender = Recommender(memory, film_catalog(memory))
    recommender.act("ann", "purchase", "film:7")
    recommender.act("ann", "rating", "film:7", value=5)
    recommender.act("ann", "rating", "film:13", value=5)
    assert recommender.profile("ann").bought == {"film:7"}
    assert recommender.profile("ann").seen == {"film:7", "film:13"}
    listed = recommender.recommend("ann", Request(again=("bought",)), 100)
    ids = {ranked.item.id for ranked in listed.items}
    assert "film:7" in ids
    assert "film:13" not in ids
    assert recommender.why("ann", "film:7").left_out == ""  # as on that list
    recommender.recommend("ann", Request(like=("film:20",)))
    why = recommender.why("ann", "film:7")
    assert (why.left_out, why.left_out_zh) == ("you bought it already", "你已经买过")


def test_a_standing_exclusion_can_be_switched_off(memory):
    recommender = Recommender(memory, film_catalog(memory))
    state(recommender, "ann", "never any horror", genre("Horror"), -1, 1.0)
    without = recommender.recommend("ann", Request(), 100)
    assert not any("Horror" in ranked.item.categories for ranked in without.items)
    back = recommender.recommend("ann", Request(again=("excluded",)), 100)
    assert any("Horror" in ranked.item.categories for ranked in back.items)
    with pytest.raises(BadInput, match="again names some of seen, bought"):
        recommender.recommend("ann", Request(again=("everything",)))


def test_others_of_the_same_keep_to_the_filter_of_this_call_and_of_the_one_before(memory):
    recommender = priced(memory)
    cheap, few = {"price": {"$lte": 9}}, {"price": {"$lte": 3}}

    def prices(**asked: Any) -> set[float]:
        found = recommender.recommend("ann", Request(**asked), 5, conversation="c")
        return {ranked.item.price for ranked in found.items}

    assert max(prices(where=cheap, query="comedy")) <= 9
    assert max(prices(another=True)) <= 9
    assert max(prices(another=True, where=few)) <= 3
    assert max(prices(another=True)) <= 3


def test_what_keeps_an_item_out_names_the_condition_of_the_filter(memory):
    recommender = priced(memory)
    found = recommender.recommend("ann", Request(where={"price": {"$lte": 3}, "stock": 1}), 5)
    listed = found.items[0].item
    assert recommender.why("ann", listed.id).left_out == ""
    assert found.excluded['where {"price": {"$lte": 3}}'] == sum(
        item.price > 3 for item in recommender.catalog.items
    )
