"""What customers of a shop say where a turn about films has other words."""

from __future__ import annotations

import pytest
from agent_shop import FILMS, make_recommender

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.understand import build_vocabulary, understand
from penchant.memory.records import Item

GOODS = tuple(
    Item(id=f"g{n}", title=title, categories=(kind,), tags=tags, price=price, stock=2.0)
    for n, (title, kind, tags, price) in enumerate(
        [
            ("Brass bell", "Bells", (), 9.0),
            ("Steel bell", "Bells", ("sale",), 5.0),
            ("City helmet", "Helmets", (), 60.0),
            ("Road helmet", "Helmets", ("sale",), 45.0),
            ("铃铛", "Bells", (), 12.0),
        ]
    )
)


@pytest.fixture
def hear(memory):
    vocabulary = build_vocabulary(make_recommender(memory, GOODS).catalog)
    return lambda text: understand(text, vocabulary)


@pytest.mark.parametrize(
    ("text", "query", "high"),
    [
        ("I need a gift for a cyclist, budget 40", "gift cyclist", 40.0),
        ("we really need some lights", "lights", None),
        ("I need to buy a lock", "lock", None),
        ("looking to buy a pump", "pump", None),
        ("gift ideas?", "gift", None),
        ("A present for my dad, under 20", "present dad", 20.0),
        ("我需要一个车筐", "车筐", None),
        ("我要买车锁，预算50", "车锁", 50.0),
        ("budget: 40", "", 40.0),
    ],
)
def test_what_a_customer_needs_is_a_request(hear, text, query, high):
    read = hear(text)
    assert read.intent == "recommend"
    assert (read.request.query, read.request.constraint.price_max) == (query, high)
    assert read.unmet == ()


@pytest.mark.parametrize(
    "text",
    [
        "I need a refund",
        "I need an invoice for my order",
        "I need to talk to a human",
        "I need help",
        "I need a new password",
    ],
)
def test_no_goods_are_offered_to_who_needs_none(hear, text):
    assert hear(text).intent != "recommend"


@pytest.mark.parametrize(
    ("text", "query", "unmet"),
    [
        ("what's your best seller?", "", "sales"),
        ("show me best-selling helmets", "helmets", "sales"),
        ("what's popular?", "", "sales"),
        ("你们卖得最好的是什么", "", "sales"),
        ("有什么爆款", "", "sales"),
        ("what's new?", "", "arrivals"),
        ("any new arrivals?", "", "arrivals"),
        ("最近有什么新品", "", "arrivals"),
        ("any discounts on bells?", "bells", "discounts"),
        ("有什么打折的吗", "", "discounts"),
    ],
)
def test_what_no_catalog_tells_is_no_word_to_search_with(hear, text, query, unmet):
    read = hear(text)
    assert read.intent == "recommend"
    assert read.request.query == query
    assert read.unmet == (unmet,)


def test_a_tag_of_the_catalog_is_searched(hear):
    read = hear("show me helmets on sale")
    assert read.unmet == ()
    assert "sale" in read.request.query


def test_where_films_are_talked_of_the_words_are_as_before(memory):
    vocabulary = build_vocabulary(make_recommender(memory, FILMS).catalog)
    assert understand("what's popular?", vocabulary).unmet == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what are your best sellers?", "I cannot search by what sells best"),
        ("anything at a discount?", "I cannot search by discounts"),
        ("有什么爆款", "我没法按销量筛选"),
        ("最近有什么新品", "我没法按上架时间筛选"),
    ],
)
def test_a_wish_that_nothing_is_held_to_is_told(memory, clock, text, said):
    recommender = make_recommender(memory, GOODS)
    events = list(Assistant(recommender, None, clock=clock).conversation("ada").send(text))
    assert isinstance(events[-1], Finished)
    assert said in events[-1].text
    assert any(isinstance(event, Listed) for event in events)
