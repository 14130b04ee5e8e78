"""Traits: attributes of goods as chat hears them, reasons name them and limits hold them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from agent_shop import make_recommender

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.understand import build_vocabulary, understand
from penchant.memory.records import Constraint, Item, Request
from penchant.tools.finding.rivals import without_rivals
from penchant.tools.requests import narrowed
from penchant.tools.sentences import say_item

GEAR = tuple(
    Item(
        id=f"g{number}",
        title=title,
        categories=(kind,),
        price=price,
        stock=2.0,
        attributes={
            "colour": colour,
            "made of": material,
            "article": f"XY-{number}00",
            "condition": "new",
            "supplier": "Silk Road Company",
            "fits": {"sex": "women"},
        },
    )
    for number, (title, kind, colour, material, price) in enumerate(
        [
            ("Winter scarf", "Scarves", "red", "wool", 25.0),
            ("Summer scarf", "Scarves", "black", "cotton", 24.0),
            ("Silk scarf", "Scarves", "red", "silk", 60.0),
            ("Long scarf", "Scarves", "black", "wool", 30.0),
            ("City jacket", "Jackets", "black", "wool", 90.0),
            ("Rain jacket", "Jackets", "red", "nylon", 80.0),
            ("围巾", "Scarves", "红色", "羊毛", 28.0),
            ("骑行外套", "Jackets", "黑色", "羊毛", 95.0),
            ("丝巾", "Scarves", "红色", "真丝", 50.0),
            ("风衣", "Jackets", "黑色", "尼龙", 70.0),
        ]
    )
)


@pytest.fixture
def recommender(memory):
    return make_recommender(memory, GEAR)


@pytest.fixture
def hear(recommender):
    vocabulary = build_vocabulary(recommender.catalog)
    return lambda text, shown=(): understand(text, vocabulary, shown=shown)


@pytest.fixture
def ask(recommender, clock):
    conversation = Assistant(recommender, None, clock=clock).conversation("ada")

    def ask(text):
        events = list(conversation.send(text))
        assert isinstance(events[-1], Finished)
        lists = [event.recommendation for event in events if isinstance(event, Listed)]
        return events[-1].text, [[r.item.id for r in one.items] for one in lists]

    return ask


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("show me something in red", "red"),
        ("wool scarves please", "wool"),
        ("有红色的吗", "红色"),
        ("想要羊毛的围巾", "羊毛"),
    ],
)
def test_a_trait_that_is_asked_for_is_heard_as_one(hear, text, name):
    read = hear(text)
    assert read.intent == "recommend"
    assert name in [statement.target.name for statement in read.statements]
    assert name in read.request.query


@pytest.mark.parametrize("text", ["something new please", "XY-100", "women", "Silk Road Company"])
def test_what_sorts_nothing_or_tells_of_the_trade_is_no_trait(hear, text):
    named = [s.target.name for s in hear(text).statements]
    assert not {"new", "XY-100", "Silk Road Company"}.intersection(named)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("show me scarves without wool", ("wool",)),
        ("no wool please, show me jackets", ("wool",)),
        ("jackets, but nothing in black", ("black",)),
        ("推荐围巾，不要羊毛的", ("羊毛",)),
    ],
)
def test_a_trait_that_is_refused_is_kept_out(hear, text, names):
    read = hear(text)
    assert read.request.constraint.exclude == names
    assert not set(read.request.query.split()).intersection(names)


def test_a_theme_of_the_lexicon_that_is_refused_keeps_nothing_out(hear):
    assert hear("recommend something, no time travel please").request.constraint.exclude == ()


def test_the_list_holds_none_of_what_is_refused(recommender):
    request = Request(query="scarf", constraint=Constraint(exclude=("wool", "羊毛")))
    found = recommender.recommend("ann", request, 10)
    assert {r.item.id for r in found.items} == {"g1", "g2", "g5", "g8", "g9"}


def test_a_liked_trait_is_liked_by_name_and_the_reason_says_so(recommender, ask):
    reply, _ = ask("I love wool")
    assert "you love wool" in reply
    found = recommender.recommend("ada", None, 3)
    assert {"g0", "g3", "g4"} == {r.item.id for r in found.items}
    assert all(any("wool" in reason.text for reason in r.reasons) for r in found.items)


def test_a_trait_alone_asks_for_what_has_it(ask):
    ask("show me scarves")
    _, (listed,) = ask("in red")
    assert set(listed[:2]) <= {"g0", "g2", "g5"}
    _, (listed,) = ask("红色的")
    assert set(listed[:2]) == {"g6", "g8"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what colour is the silk scarf?", "colour: red."),
        ("which colors does the Silk scarf come in?", "colour: red."),
        ("what is the silk scarf made of?", "made of: silk."),
    ],
)
def test_an_attribute_that_is_asked_about_is_told(ask, text, said):
    assert said in ask(text)[0]


@pytest.mark.parametrize(
    "text", ["how much is the silk scarf?", "who is the supplier of silk scarf"]
)
def test_no_other_attribute_is_told(ask, text):
    reply, _ = ask(text)
    assert not any(word in reply for word in ("made of", "Road", "XY", "new"))


def test_a_model_reads_the_traits_of_an_item():
    lines = say_item(GEAR[0]).splitlines()
    assert "colour: red" in lines
    assert "fits: women" in lines
    assert "In stock: 2" in lines
    assert not any("Road" in line for line in lines)
    assert "Sold out" in say_item(replace(GEAR[0], stock=0.0)).splitlines()


def test_a_trait_that_is_changed_is_known_as_it_is_now(recommender):
    recommender.update_item("g0", attributes={"colour": "teal"})
    assert recommender.catalog.rows_with("teal").tolist() == [recommender.catalog.row("g0")]
    assert recommender.catalog.row("g0") not in recommender.catalog.rows_with("red")


def test_traits_alone_go_on_about_what_was_shown_and_has_one(ask):
    ask("show me scarves")
    _, (listed,) = ask("the red one")
    assert listed[:2] in (["g0", "g2"], ["g2", "g0"])
    _, (listed,) = ask("no wool please")
    assert not set(listed) & {"g0", "g3", "g4"}
    assert "g2" in listed[:2]


def test_a_trait_that_nothing_shown_has_is_asked_of_everything(hear):
    shown = [item for item in GEAR if item.attributes["made of"] == "nylon"]
    assert not hear("something in wool", shown).refines
    assert hear("something in red", shown).refines
    assert not hear("red jackets", shown).refines
    assert not hear("something in red").refines
    assert not hear("I'd like a red one like Silk scarf", shown).refines


def test_another_trait_of_the_same_attribute_takes_the_place_of_the_first(recommender):
    catalog = recommender.catalog
    assert without_rivals("red scarves", "black", catalog) == "scarves"
    assert without_rivals("red wool scarves", "cotton", catalog) == "red scarves"
    assert without_rivals("scarves", "black", catalog) == "scarves"
    assert without_rivals("红色 围巾", "黑色", catalog) == "围巾"


def test_what_is_refused_next_is_no_word_of_the_request_any_more():
    last = Request(query="red scarves", constraint=Constraint(include=("Scarves",)))
    request = narrowed(last, Request(constraint=Constraint(exclude=("Red",))))
    assert request.query == "scarves"
    assert request.constraint == Constraint(include=("Scarves",), exclude=("Red",))
    assert narrowed(last, Request(query="wool")).query == "red scarves wool"


def test_who_likes_goods_in_free_words_likes_what_is_called_so(memory, clock):
    rest = [replace(GEAR[k % 6], id=f"r{k}", title=f"Rope {k}", categories=()) for k in range(12)]
    bells = [Item(id=f"b{k}", title=f"{kind} bell", price=5.0) for k, kind in enumerate("XY")]
    recommender = make_recommender(memory, [*rest, *bells])
    conversation = Assistant(recommender, None, clock=clock).conversation("ada")
    list(conversation.send("I love bells"))
    found = recommender.recommend("ada", None, 2)
    assert {one.item.id for one in found.items} == {"b0", "b1"}
