"""Words typed with nothing else into a chat: searched for in a shop, where the catalog has them."""

from __future__ import annotations

import pytest
from agent_shop import FILMS, make_recommender

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.typed_words import words_typed
from penchant.memory.records import Item

GOODS = tuple(
    Item(id=id, title=title, categories=(kind,), price=price, stock=2, attributes=attributes)
    for id, title, kind, price, attributes in (
        ("b1", "Fern Hiking Boots", "Shoes", 120.0, {"colour": "black", "size": "42"}),
        ("b2", "Alta Hiking Boots", "Shoes", 130.0, {"colour": "white", "size": "40"}),
        ("g1", "Bora Gloves", "Gloves", 30.0, {"colour": "red", "made of": "leather"}),
        ("c1", "Dune Coat", "Coats", 190.0, {"colour": "black", "made of": "wool"}),
        ("z1", "云岭羊毛大衣", "大衣", 180.0, {"颜色": "黑色", "尺码": "42"}),
        ("z2", "山径手套", "手套", 25.0, {"颜色": "红色"}),
        ("z3", "晨曦水壶", "水壶", 35.0, {"材质": "不锈钢"}),
    )
)


@pytest.fixture
def keywords(memory):
    return make_recommender(memory, GOODS).offer.keywords


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hiking boots", "hiking boots"),
        ("waterproof hiking boots size 42", "waterproof hiking boots size 42"),
        ("the black one", "black"),
        ("Black leather gloves, please!", "Black leather gloves"),
        ("is there a wool coat?", "wool coat"),
        ("黑色羊毛大衣", "黑色羊毛大衣"),
        ("有42码的大衣吗", "42码 大衣"),
        ("请问还有手套么？", "手套"),
        ("不锈钢水壶", "不锈钢水壶"),
    ],
)
def test_words_that_the_catalog_has_are_searched_for(keywords, text, words):
    assert words_typed(text, keywords) == words


@pytest.mark.parametrize(
    "text",
    [
        "my gloves are black",
        "black weather over the mountains",
        "asdf",
        "why black",
        "nothing in black",
        "anything but black",
        "",
        "black " * 20,
        "今天天气真好",
        "我的手套",
        "手套怎么洗",
        "不要手套",
        "退货",
    ],
)
def test_sentences_and_words_of_other_things_are_not(keywords, text):
    assert words_typed(text, keywords) == ""


@pytest.fixture
def say(memory, clock):
    def say(text, items):
        conversation = Assistant(make_recommender(memory, items), None, clock=clock).conversation(
            "ada"
        )
        events = list(conversation.send(text))
        assert isinstance(events[-1], Finished)
        lists = [event.recommendation for event in events if isinstance(event, Listed)]
        return events[-1].text, [ranked.item.id for one in lists for ranked in one.items]

    return say


@pytest.mark.parametrize(
    ("text", "first", "said"),
    [
        ("black hiking boots", "b1", "Fern Hiking Boots"),
        ("黑色羊毛大衣", "z1", "云岭羊毛大衣"),
        ("有42码的大衣吗", "z1", "云岭羊毛大衣"),
    ],
)
def test_a_shop_lists_what_has_the_words(say, text, first, said):
    reply, listed = say(text, GOODS)
    assert listed[0] == first
    assert said in reply


def test_what_a_shop_has_not_is_not_listed(say):
    assert say("nice weather today", GOODS)[1] == []
    assert say("今天天气真好", GOODS)[1] == []


def test_in_a_catalog_of_films_such_words_are_no_request(say):
    reply, listed = say("bank crew", FILMS)
    assert listed == []
    assert "not sure what you mean" in reply
