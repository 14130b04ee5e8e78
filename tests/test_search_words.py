"""Searching a shop in two languages with an embedder that knows one: the words themselves count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.memory import Memory
from penchant.memory.records import Constraint, Item, Request
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.finding.fitting import fitting
from penchant.tools.recommender import Recommender
from penchant.tools.signals.columns import Column

SHELVES = {
    "绿茶": ["龙井 明前", "碧螺春", "黄山毛峰", "六安瓜片", "信阳毛尖"],
    "咖啡": ["云南小粒 中烘", "耶加雪菲", "曼特宁", "蓝山 拼配", "意式浓缩豆"],
    "茶具": ["紫砂壶", "盖碗", "公道杯", "茶则", "竹茶盘"],
    "Chocolate": ["Dark Bar 70%", "Milk Bar", "Sea Salt Bar", "Hazelnut Bar", "Orange Bar"],
    "Mugs": ["Blue Mug", "Stone Mug", "Travel Mug", "Glass Mug", "Camp Mug"],
    "Green Tea": ["Longjing", "Sencha", "Gunpowder", "Genmaicha", "Matcha Tin"],
    "Coffee": ["House Blend", "Ethiopia Natural", "Decaf", "Cold Brew Pack", "Espresso Roast"],
    "Kettles": ["Gooseneck", "Whistling Kettle", "Travel Kettle", "Glass Kettle", "Copper Kettle"],
}
CHINESE = ("绿茶", "咖啡", "茶具")


def shelf(kind: str) -> set[str]:
    return {f"{kind}:{place}" for place in range(len(SHELVES[kind]))}


def products() -> list[Item]:
    return [
        Item(
            id=f"{kind}:{place}",
            title=title,
            categories=(kind,),
            description="本店精选。" if kind in CHINESE else "A favourite of the house.",
            price=5.0 + 2.0 * place,
        )
        for kind, titles in SHELVES.items()
        for place, title in enumerate(titles)
    ]


def stocked(memory: Memory) -> Recommender:
    items = products()
    vectors = memory.embedder.encode([item.text for item in items])
    return Recommender(memory, Catalog(items, vectors))


def ids(found) -> list[str]:
    return [ranked.item.id for ranked in found.items]


@pytest.fixture
def shop(memory):
    return stocked(memory)


@pytest.fixture(scope="module")
def english_shop(tmp_path_factory, minilm):
    from datetime import UTC, datetime

    now = datetime(2026, 3, 1, tzinfo=UTC)
    memory = Memory.open(tmp_path_factory.mktemp("shop") / "store", minilm, clock=lambda: now)
    yield stocked(memory)
    memory.close()


@pytest.mark.model
@pytest.mark.parametrize(
    ("typed", "kind"),
    [("绿茶", "绿茶"), ("咖啡", "咖啡"), ("茶具", "茶具"), ("green tea", "Green Tea")],
)
def test_what_has_the_words_comes_first_whatever_an_embedder_makes_of_them(
    english_shop, typed, kind
):
    found = english_shop.search(typed, n=10)
    assert set(ids(found)[:5]) == shelf(kind)
    assert not found.note
    for place, ranked in enumerate(found.items):
        assert ranked.rank == place + 1
        assert sum(r.contribution for r in ranked.reasons) == pytest.approx(ranked.score, abs=1e-6)


@pytest.mark.model
def test_what_was_moved_for_its_words_is_told_with_its_places(english_shop):
    found = english_shop.search("绿茶", n=40)
    by_score = sorted(range(len(found.items)), key=lambda place: -found.items[place].score)
    moved = 0
    for place, ranked in enumerate(found.items):
        places = by_score.index(place) - place
        assert sum(one.places for one in ranked.adjustments) == places
        for one in ranked.adjustments:
            moved += 1
            assert one.name == "words"
            assert "all the words" in one.text
            assert "全部词语" in one.text_zh
            assert (place < 5) == one.text.startswith("Moved up") == ("前移" in one.text_zh)
    assert moved


def test_a_note_on_meaning_alone_is_true_of_the_catalog(shop):
    assert "Nothing here has words of “qwzx”" in shop.search("qwzx").note
    mugs = Request(where={"categories": "Mugs"})
    assert "within the limits" not in shop.search("qwzx", request=mugs).note


@pytest.mark.model
def test_what_the_limits_keep_out_is_said_with_the_limit(english_shop):
    found = english_shop.search("Longjing", request=Request(where={"categories": "Mugs"}))
    assert found.items == ()
    assert found.note == (
        "Nothing that fits “Longjing” is within the limits. What keeps it out: it does not fit "
        "the filter: category is “Mugs”."
    )
    assert found.note_zh == (
        "与“Longjing”相符的都不在限定范围内。将其排除的条件：它不符合筛选条件：类别为“Mugs”。"
    )


@pytest.mark.model
def test_what_is_near_in_meaning_within_limits_is_not_said_to_be_all_there_is(english_shop):
    dear = Request(constraint=Constraint(price_min=13.0))
    found = english_shop.search("Longjing", request=dear)
    assert found.items
    assert found.note.startswith("Nothing within the limits has words of “Longjing”")
    assert "符合限定条件的里面没有含“Longjing”中词语的" in found.note_zh


@given(
    holds=st.lists(st.sampled_from([0.0, 0.1, 0.4, 1.0]), min_size=6, max_size=6),
    near=st.lists(st.floats(-1, 1), min_size=6, max_size=6),
    allowed=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_all_of_the_words_is_never_left_out_and_comes_before_none(holds, near, allowed):
    held, mask = np.array(holds), np.array(allowed)
    columns = [Column("request", np.array(near)), Column("words", held)]
    weights = {"request": 5.0, "words": 0.1}
    fit = fitting(columns, weights, held, mask)
    assert not (fit.found & ~mask).any()
    assert (fit.found | ~mask | (held < 1.0)).all()
    rows = [int(row) for row in fit.in_order(5.0 * np.array(near))]
    whole = [held[row] == 1.0 for row in rows]
    assert whole == sorted(whole, reverse=True)
