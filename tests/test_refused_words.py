"""Free words that a request refuses: not searched for, and in a shop left out of the list."""

from __future__ import annotations

import pytest
from agent_shop import FILMS, make_recommender

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.understand import build_vocabulary, understand
from penchant.agent.understand.refused_words import refused_words
from penchant.memory.records import Constraint, Item, Request
from penchant.tools.targets import told_of

GOODS = tuple(
    Item(id=id, title=title, categories=(kind,), price=price, attributes=attributes)
    for id, title, kind, price, attributes in (
        ("j1", "Alta Jacket", "Jackets", 90.0, {"colour": "red", "made of": "nylon"}),
        ("j2", "Bora Jacket", "Jackets", 80.0, {"colour": "grey", "made of": "polyester"}),
        ("j3", "Dune Jacket", "Jackets", 70.0, {"colour": "dark red", "made of": "wool"}),
        ("g1", "Fern Gloves", "Gloves", 30.0, {"colour": "grey", "supplier": "Red Star Ltd"}),
        ("z1", "山径外套", "外套", 60.0, {"颜色": "黑色"}),
        ("z2", "云岭外套", "外套", 65.0, {"颜色": "红色"}),
    )
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jackets without polyester", ("polyester",)),
        ("no polyester please", ("polyester",)),
        ("anything but red", ("red",)),
        ("a coat that isn't made of wool", ("wool",)),
        ("gloves without real leather or silk for men", ("real leather", "silk")),
        ("jackets, but not grey", ("grey",)),
        ("外套,不要黑色的", ("黑色",)),
        ("除了黑色都行", ("黑色",)),
        ("nothing in red", ("red",)),
        ("no wool", ("wool",)),
    ],
)
def test_refused_words_are_taken_out(text, words):
    rest, found = refused_words(text)
    assert found == words
    assert not any(word in rest for word in words)


@pytest.mark.parametrize(
    "text",
    [
        "nothing but red",
        "why not a red one",
        "something not too warm",
        "no more than 20",
        "No, red ones",
        "no-iron shirts",
        "but not today",
        "not bad",
        "不要太贵的",
        "除了这个",
        "不要再推荐了",
    ],
)
def test_other_words_after_no_stay(text):
    assert refused_words(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "query", "exclude"),
    [
        ("show me jackets, not grey", "jackets", ("grey",)),
        ("jackets without polyester", "jackets", ("polyester",)),
        ("I hate polyester", "", ("polyester",)),
        ("外套，不要黑色的", "外套", ("黑色",)),
        ("不要红色的", "", ("红色",)),
    ],
)
def test_a_shop_leaves_out_what_is_refused(memory, text, query, exclude):
    vocabulary = build_vocabulary(make_recommender(memory, GOODS).catalog)
    request = understand(text, vocabulary).request
    assert (request.query, request.constraint.exclude) == (query, exclude)


def test_of_films_refused_words_are_only_not_searched_for(memory):
    vocabulary = build_vocabulary(make_recommender(memory, FILMS).catalog)
    request = understand("show me crime films without prisons", vocabulary).request
    assert "prisons" not in request.query
    assert request.constraint.exclude == ()
    assert understand("I hate suitcases", vocabulary).request is None


def test_what_these_words_are_told_of_is_left_out_by_lists(memory):
    recommender = make_recommender(memory, GOODS)

    def left(*names):
        request = Request(constraint=Constraint(exclude=names))
        return {one.item.id for one in recommender.recommend("ada", request, n=9).items}

    everything = {item.id for item in GOODS}
    assert left("red") == everything - {"j1", "j3"}
    assert left("dark red") == everything - {"j3"}
    assert left("红色", "wool") == everything - {"z2", "j3"}
    assert left("Gloves") == everything - {"g1"}
    assert left("purple") == left("the") == everything
    assert not len(told_of("the", recommender.catalog))
    listed = recommender.recommend("ada", Request(constraint=Constraint(exclude=("red",))))
    assert listed.excluded["asked without red"] == 2


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("anything but red", {"j1", "j3"}),
        ("jackets without polyester", {"j2", "g1", "z1", "z2"}),
        ("I hate polyester", {"j2"}),
        ("我讨厌红色", {"z2"}),
        ("no wool", {"j3"}),
        ("nothing in red, please", {"j1", "j3"}),
        ("不要红色", {"z2"}),
    ],
)
def test_lists_in_chat_are_without_what_is_refused(memory, clock, text, out):
    assistant = Assistant(make_recommender(memory, GOODS), None, clock=clock)
    events = list(assistant.conversation("ada").send(text))
    assert isinstance(events[-1], Finished)
    (listed,) = [event.recommendation for event in events if isinstance(event, Listed)]
    assert {one.item.id for one in listed.items} == {item.id for item in GOODS} - out
    said = [reason.text for one in listed.items for reason in one.reasons]
    assert not any("polyester" in one and "asked for" in one for one in said)


def test_what_is_refused_beside_a_price_is_not_searched_for_and_left_out_of_what_was_shown(
    memory, clock
):
    recommender = make_recommender(memory, GOODS)
    text = "not Dune Jacket, and below 85"
    request = understand(text, build_vocabulary(recommender.catalog)).request
    assert (request.query, request.constraint.price_max) == ("", 85.0)
    conversation = Assistant(recommender, None, clock=clock).conversation("ada")
    list(conversation.send("show me jackets"))
    events = list(conversation.send(text))
    (listed,) = [event.recommendation for event in events if isinstance(event, Listed)]
    assert [one.item.id for one in listed.items] == ["j2"]


@pytest.mark.parametrize("text", ["no way", "not interested", "no worries"])
def test_a_refusal_of_nothing_the_shop_has_lists_nothing(memory, clock, text):
    assistant = Assistant(make_recommender(memory, GOODS), None, clock=clock)
    events = list(assistant.conversation("ada").send(text))
    assert not [event for event in events if isinstance(event, Listed)]


@pytest.mark.parametrize(
    ("text", "liked"),
    [
        ("I prefer cotton over polyester", "cotton"),
        ("I prefer merino wool to cotton", "merino wool"),
        ("I prefer nylon rather than wool", "nylon"),
        ("I like the red ones", "red"),
    ],
)
def test_what_is_preferred_is_named_without_what_it_is_preferred_to(memory, text, liked):
    vocabulary = build_vocabulary(make_recommender(memory, GOODS).catalog)
    (said,) = understand(text, vocabulary).statements
    assert (said.target.text, said.polarity) == (liked, 1)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("the second is not my colour", "j2"),
        ("the first isn't my color", "j1"),
        ("the third is ugly", "j3"),
        ("the third looks itchy", "j3"),
    ],
)
def test_what_looks_wrong_is_turned_down(memory, text, item):
    vocabulary = build_vocabulary(make_recommender(memory, GOODS).catalog)
    found = understand(text, vocabulary, shown=GOODS[:3])
    assert found.feedback == ((item, "dislike"),)


@pytest.mark.parametrize("text", ["not my colour", "not my style"])
def test_of_one_item_shown_few_words_turn_it_down(memory, text):
    vocabulary = build_vocabulary(make_recommender(memory, GOODS).catalog)
    assert understand(text, vocabulary, shown=GOODS[:1]).feedback == (("j1", "dislike"),)
    assert understand(text, vocabulary, shown=GOODS[:3]).feedback == ()
