"""How a catalog of goods is spoken of: as goods, in both languages, and films as films."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from agent_shop import FILMS, make_recommender

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished
from penchant.agent.phrases import CHINESE, ENGLISH
from penchant.agent.shop_phrases import CHINESE_SHOP, ENGLISH_SHOP, SHOP_REFUSALS_ZH, is_shop
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog

TEAS = tuple(
    Item(id=id, title=title, categories=(kind,), price=price, people=(brand,), year=year)
    for id, title, kind, price, brand, year in (
        ("g1", "龙井", "绿茶", 14.0, "西湖", 2024),
        ("g2", "煎茶", "绿茶", 11.0, "宇治", None),
        ("o1", "大红袍", "乌龙茶", 34.0, "武夷", None),
        ("b1", "Assam Gold", "红茶", 9.0, "Doomni", None),
    )
)


def texts(phrases):
    for field in fields(phrases):
        value = getattr(phrases, field.name)
        yield from value.values() if isinstance(value, dict) else (value,)


@pytest.mark.parametrize(
    ("phrases", "words"),
    [
        (CHINESE_SHOP, ("片", "部", "《", "看过", "主演", "导演", "票房")),
        (ENGLISH_SHOP, ("film", "movie", "seen", "watch", "directed", "who is in it", "running")),
    ],
)
def test_no_sentence_on_goods_speaks_of_films(phrases, words):
    for text in texts(phrases):
        left = text.replace("全部", "")
        assert not [word for word in words if word in left], text


def test_both_wordings_have_the_same_gaps():
    for films, goods in ((ENGLISH, ENGLISH_SHOP), (CHINESE, CHINESE_SHOP)):
        for one, other in zip(texts(films), texts(goods), strict=True):
            assert one.count("{") == other.count("{"), (one, other)


def test_refusals_on_goods_name_no_films():
    assert not [said for _, said in SHOP_REFUSALS_ZH if "片" in said or "部" in said]


def test_what_a_catalog_is_of_is_told_by_its_source_prices_and_categories(memory):
    def catalog(items, **given):
        return Catalog(items, memory.embedder.encode([i.text for i in items]), **given)

    assert is_shop(catalog(TEAS))
    assert is_shop(catalog([replace(tea, price=None) for tea in TEAS]))
    assert not is_shop(catalog(FILMS))
    assert is_shop(catalog([replace(film, price=9.0) for film in FILMS]))
    assert not is_shop(catalog([replace(film, price=9.0) for film in FILMS], source="demo"))


@pytest.fixture
def say(memory, clock):
    conversation = Assistant(make_recommender(memory, TEAS), None, clock=clock).conversation("ada")

    def say(text):
        events = list(conversation.send(text))
        assert isinstance(events[-1], Finished)
        return events[-1].text

    return say


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("你们卖什么", "目录里有4件商品，最多的是绿茶、"),
        ("what do you sell?", "The catalog has 4 items, most of them 绿茶, "),
        ("大红袍多少钱", "“大红袍”：乌龙茶。价格是34。品牌或人物：武夷。"),
        ("how much is Assam Gold?", "It costs 9. By Doomni."),
        ("推荐绿茶", "我先推荐"),
        ("龙井太贵了", "记下了：“龙井”（2024）对你来说太贵"),
        ("买过煎茶，很好喝", "记下了：你喜欢“煎茶”。"),
        ("我喜欢绿茶，不喜欢红茶", "记下了：你喜欢绿茶，你不喜欢红茶。"),
        ("你能做什么？", "我从商品目录里"),
        ("介绍一下《普洱》", "目录里没有“普洱”。"),
    ],
)
def test_a_shop_is_answered_for_as_one(say, text, said):
    reply = say(text)
    assert said in reply
    reply = reply.partition("我先推荐")[0]  # Reasons are worded by the tools.
    assert not [word for word in ("片", "《", "部", "film", "movie") if word in reply]
