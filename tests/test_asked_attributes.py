"""Questions about the attributes of goods: answered by name, in English and Chinese."""

from __future__ import annotations

import pytest
from agent_shop import FILMS, make_recommender

from penchant.agent.asked_attributes import asked_attributes
from penchant.agent.assistant import Assistant
from penchant.memory.records import Item

SCARF = Item(
    id="s",
    title="Ember Scarf",
    categories=("Scarves",),
    price=20.0,
    attributes={
        "color/颜色": "yellow",
        "made of": ["wool", "silk"],
        "waterproof": False,
        "weight": 120.5,
        "supplier": "Red Star Ltd",
        "cost": 7.5,
        "notes": "x" * 80,
        "washing": None,
    },
)
CAP = Item(id="c", title="山径帽", categories=("帽子",), price=12.0, attributes={"尺码": "42"})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("what colour is it?", {"color/颜色": "yellow"}),
        ("它是什么颜色", {"color/颜色": "yellow"}),
        ("what is it made of?", {"made of": ["wool", "silk"]}),
        ("这个什么材质", {"made of": ["wool", "silk"]}),
        ("is it waterproof?", {"waterproof": False}),
        ("what's the weight and the color?", {"color/颜色": "yellow", "weight": 120.5}),
        ("how much does it cost?", {}),
        ("who is the supplier?", {}),
        ("any notes on washing?", {}),
        ("tell me about it", {}),
    ],
)
def test_what_is_asked_of_an_item_is_told_and_nothing_of_the_trade(text, told):
    assert dict(asked_attributes(text, SCARF)) == told


@pytest.fixture
def answer(memory, clock):
    def answer(text, items=(SCARF, CAP)):
        assistant = Assistant(make_recommender(memory, items), None, clock=clock)
        (*_, done) = assistant.conversation("ada").send(text)
        return done.text

    return answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what colour is Ember Scarf?", "Ember Scarf: Scarves. color/颜色: yellow. It costs 20."),
        ("is Ember Scarf waterproof?", "Ember Scarf: Scarves. waterproof: no. It costs 20."),
        ("what is Ember Scarf made of?", "Ember Scarf: Scarves. made of: wool and silk."),
        ("what size is Ember Scarf?", "I don't know its size; here is what the catalog has."),
        ("山径帽是什么尺码", "“山径帽”：帽子。尺码：42。价格是12。"),
        ("山径帽是什么颜色", "我不知道它的颜色；目录里有这些信息。"),
    ],
)
def test_questions_in_chat_are_answered(answer, text, said):
    assert answer(text).startswith(said)


def test_of_films_nothing_is_said_to_be_missing(answer):
    assert "don't know" not in answer("is Heat in colour?", FILMS)
