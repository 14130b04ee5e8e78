"""Chinese categories called by a part of their names, as the catalog's own titles call them."""

from __future__ import annotations

import pytest

from penchant.agent.understand import build_vocabulary, understand
from penchant.agent.understand.short_names import short_names
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog

TEAS = tuple(
    Item(id=id, title=title, categories=(kind,), price=price)
    for id, title, kind, price in (
        ("p1", "普洱生茶饼", "普洱茶", 38.0),
        ("p2", "普洱熟茶饼", "普洱茶", 24.0),
        ("p3", "小青柑", "普洱茶", 20.0),
        ("g1", "龙井", "绿茶", 14.0),
        ("h1", "菊花茶", "草本茶", 6.0),
        ("h2", "薄荷茶", "草本茶", 5.0),
    )
)


@pytest.fixture
def read(memory):
    vocabulary = build_vocabulary(Catalog(TEAS, memory.embedder.encode([t.text for t in TEAS])))
    return lambda text: understand(text, vocabulary)


@pytest.mark.parametrize(
    "text", ["有普洱吗", "最便宜的普洱是哪款", "推荐一款普洱", "来点普洱", "有普洱茶吗"]
)
def test_a_category_is_asked_for_by_its_short_name(read, text):
    found = read(text)
    assert found.intent == "recommend"
    assert found.request.constraint.include == ("普洱茶",)


@pytest.mark.parametrize(("text", "polarity"), [("我喜欢普洱", 1), ("我不喜欢普洱", -1)])
def test_a_category_is_judged_by_its_short_name(read, text, polarity):
    assert [(s.target.name, s.polarity) for s in read(text).statements] == [("普洱茶", polarity)]


def test_a_title_is_still_that_item(read):
    assert read("普洱生茶饼多少钱").items == ("p1",)


@pytest.mark.parametrize("text", ["有什么草本的", "来点绿的"])
def test_a_part_that_names_no_items_is_words(read, text):
    assert read(text).request.constraint.include == ()


@pytest.mark.parametrize(
    ("categories", "titles"),
    [
        # Named by it in full alone: coffee is not what makes it.
        (("咖啡机", "洗衣机"), (("德龙咖啡机", "咖啡机"), ("飞利浦咖啡机", "咖啡机"))),
        # Things of other kinds are named by it as well.
        (
            ("运动鞋", "皮鞋"),
            (("运动板鞋", "运动鞋"), ("运动凉鞋", "运动鞋"), ("运动皮鞋", "皮鞋")),
        ),
        # One item is not several.
        (("普洱茶", "绿茶"), (("普洱生饼", "普洱茶"), ("龙井", "绿茶"))),
        # No other category ends so.
        (("普洱茶", "咖啡"), (("普洱生饼", "普洱茶"), ("普洱熟饼", "普洱茶"))),
        # What is left is a category of its own.
        (("乌龙茶", "乌龙", "绿茶"), (("冻顶乌龙", "乌龙茶"), ("金萱乌龙", "乌龙茶"))),
        # What is left means more than that.
        (("绿茶", "红茶"), (("绿螺", "绿茶"), ("绿毛峰", "绿茶"))),
    ],
)
def test_what_may_mean_something_else_is_no_short_name(categories, titles):
    named = {name: name for name in categories}
    assert short_names(named, ((title, [kind]) for title, kind in titles)) == {}


def test_categories_with_chinese_words_have_short_names_too(memory):
    teas = [
        Item(id=t.id, title=t.title, categories=({"普洱茶": "Pu-erh"}.get(t.categories[0], "Tea"),))
        for t in TEAS
    ]
    words = {"Pu-erh": "普洱茶", "Tea": "清茶"}
    catalog = Catalog(teas, memory.embedder.encode([t.text for t in teas]), words_zh=words)
    found = understand("有普洱吗", build_vocabulary(catalog))
    assert found.request.constraint.include == ("Pu-erh",)
