"""The cheapest and the dearest of what fits, as a request of a host, as a tool's argument, and in
chat.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from agent_shop import make_recommender
from films import GENRES, film_catalog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.understand import build_vocabulary, understand
from penchant.agent.understand.bargains import read_bargain
from penchant.memory.errors import BadInput
from penchant.memory.records import Constraint, Item, Request
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender
from penchant.tools.requests import request_from_data, request_to_data

TEAS = tuple(
    Item(id=id, title=title, categories=(kind,), price=price, stock=stock)
    for id, title, kind, price, stock in (
        ("g1", "Longjing", "Green tea", 14.0, 3.0),
        ("g2", "Sencha", "Green tea", 11.0, 3.0),
        ("g3", "Hojicha", "Green tea", 8.0, 0.0),
        ("g4", "Gyokuro", "Green tea", 32.0, 3.0),
        ("o1", "Milk Oolong", "Oolong", 16.0, 3.0),
        ("o2", "Da Hong Pao", "Oolong", 34.0, 3.0),
        ("o3", "Dong Ding", "Oolong", 19.0, 3.0),
        ("h1", "Peppermint", "Herbal tea", 5.0, 3.0),
        ("h2", "Rooibos", "Herbal tea", 6.0, 3.0),
    )
)
WORDS_ZH = {"Green tea": "绿茶", "Oolong": "乌龙茶", "Herbal tea": "草本茶"}


def shop(memory, prices) -> Recommender:
    catalog = film_catalog(memory, len(prices))
    things = [replace(item, price=price) for item, price in zip(catalog.items, prices, strict=True)]
    return Recommender(memory, Catalog(things, catalog.matrix))


@given(
    prices=st.lists(
        st.none() | st.sampled_from([1.0, 2.5, 9.0]) | st.floats(0, 1e6), min_size=12, max_size=40
    ),
    genre=st.none() | st.sampled_from(GENRES),
    n=st.integers(1, 15),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_list_of_the_cheapest_costs_what_the_cheapest_that_fit_cost(memory, prices, genre, n):
    recommender = shop(memory, prices)
    limits = Constraint(include=(genre,) if genre else ())
    found = recommender.recommend("ann", Request(constraint=limits, cheapest=True), n)
    costs = sorted(
        item.price
        for item in recommender.catalog.items
        if item.price is not None and (genre is None or genre in item.categories)
    )
    listed = [ranked.item for ranked in found.items]
    if not costs:
        assert all(item.price is None for item in listed)
        return
    assert len(listed) == min(n, len(costs))
    assert all(genre is None or genre in item.categories for item in listed)
    # Among several of one price any may stand, so none costs more than the n-th.
    assert max(item.price for item in listed) <= costs[: len(listed)][-1]


@given(
    prices=st.lists(
        st.none() | st.sampled_from([1.0, 2.5, 9.0]) | st.floats(0, 1e6), min_size=12, max_size=40
    ),
    n=st.integers(1, 15),
)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_list_of_the_dearest_costs_what_the_dearest_cost(memory, prices, n):
    found = shop(memory, prices).recommend("ann", Request(dearest=True), n)
    costs = sorted((price for price in prices if price is not None), reverse=True)
    listed = [ranked.item.price for ranked in found.items]
    if not costs:
        assert set(listed) == {None}
        return
    assert len(listed) == min(n, len(costs))
    assert min(listed) >= costs[: len(listed)][-1]


def test_others_than_the_dearest_are_the_next(memory):
    recommender = shop(memory, [float(k) for k in range(1, 31)])
    first = recommender.recommend("ann", Request(dearest=True), 3, conversation="c")
    second = recommender.recommend("ann", Request(another=True), 3, conversation="c")
    assert {r.item.price for r in first.items} == {28.0, 29.0, 30.0}
    assert {r.item.price for r in second.items} == {25.0, 26.0, 27.0}


def test_no_list_is_of_both(memory):
    with pytest.raises(BadInput, match="not of both"):
        shop(memory, [1.0, 2.0]).recommend("ann", Request(cheapest=True, dearest=True))


def test_others_than_the_cheapest_are_the_next(memory):
    recommender = shop(memory, [float(k) for k in range(1, 31)])
    first = recommender.recommend("ann", Request(cheapest=True), 3, conversation="c")
    second = recommender.recommend("ann", Request(another=True), 3, conversation="c")
    assert {r.item.price for r in first.items} == {1.0, 2.0, 3.0}
    assert {r.item.price for r in second.items} == {4.0, 5.0, 6.0}


def test_what_the_person_has_is_not_among_the_cheapest(memory):
    recommender = shop(memory, [float(k) for k in range(1, 31)])
    recommender.act("ann", "purchase", "film:0")
    recommender.act("ann", "dislike", "film:1")
    found = recommender.recommend("ann", Request(cheapest=True), 1)
    assert [r.item.price for r in found.items] == [3.0]


GEAR = tuple(
    Item(id=id, title=title, price=price, stock=1.0, attributes={"colour": colour})
    for id, title, price, colour in (
        ("c1", "Steel chain", 35.0, "silver"),
        ("c2", "City chain", 14.0, "black"),
        ("s1", "Winter scarf", 25.0, "red"),
        ("s2", "Silk scarf", 60.0, "red"),
        ("s3", "Summer scarf", 9.0, "black"),
        ("p1", "Cotton cap", 12.0, "red"),
        ("b1", "Brass bell", 5.0, "gold"),
        ("m1", "挡泥板", 18.0, "红色"),
        ("m2", "挡泥板", 16.0, "黑色"),
    )
)


@pytest.mark.parametrize(
    ("query", "n", "expected"),
    [
        ("chain", 1, {"c2"}),
        ("chains", 3, {"c1", "c2"}),
        ("red scarf", 1, {"s1"}),
        ("red", 2, {"p1", "s1"}),
        ("挡泥板", 1, {"m2"}),
        ("红色 挡泥板", 1, {"m1"}),
        ("gift mother", 1, {"b1"}),
    ],
)
def test_the_cheapest_by_words_has_the_most_of_them_where_anything_has_one(
    memory, query, n, expected
):
    recommender = make_recommender(memory, GEAR)
    found = recommender.recommend("ann", Request(query=query, cheapest=True), n)
    assert {ranked.item.id for ranked in found.items} == expected


def test_of_two_thirds_of_a_shop_no_word_tells_the_cheapest(memory):
    rest = tuple(replace(item, tags=("bike",)) for item in GEAR if item.id != "b1")
    recommender = make_recommender(memory, (GEAR[6], *rest))
    found = recommender.recommend("ann", Request(query="bike", cheapest=True), 1)
    assert [ranked.item.id for ranked in found.items] == ["b1"]


def test_why_ranks_among_what_has_the_words_of_the_cheapest(memory):
    recommender = make_recommender(memory, GEAR)
    recommender.recommend("ann", Request(query="chain", cheapest=True), 1, conversation="c")
    told = recommender.why("ann", "c2")
    assert (told.rank, told.candidates) == (1, 1)


def test_others_than_the_cheapest_by_words_have_them_too(memory):
    recommender = make_recommender(memory, GEAR)
    request = Request(query="scarf", cheapest=True)
    first = recommender.recommend("ann", request, 1, conversation="c")
    second = recommender.recommend("ann", Request(another=True), 1, conversation="c")
    third = recommender.recommend("ann", Request(another=True), 1, conversation="c")
    assert [one.items[0].item.id for one in (first, second, third)] == ["s3", "s1", "s2"]


def test_the_journal_keeps_that_the_cheapest_were_asked_for():
    request = Request(cheapest=True, constraint=Constraint(price_max=8.0))
    assert request_from_data(request_to_data(request)) == request
    assert request_from_data(request_to_data(Request(dearest=True))).dearest
    assert not {"cheapest", "dearest"}.intersection(request_to_data(Request()))


@pytest.mark.parametrize(
    ("text", "n", "rest"),
    [
        ("what's your cheapest oolong?", 1, "oolong?"),
        ("the cheapest one", 1, ""),
        ("show me the cheapest teas", 3, "show me teas"),
        ("what are the three cheapest oolongs", 3, "three oolongs"),
        ("how much is the cheapest green tea", 1, "green tea"),
        ("the least expensive mug you have", 1, "mug"),
        ("最便宜的乌龙茶是哪款", 1, "乌龙茶"),
        ("来个最便宜的", 1, "来个"),
        ("价格最低的红茶", 1, "红茶"),
        ("最便宜的几款", 3, "几款"),
    ],
)
def test_the_cheapest_is_read_and_taken_out_of_the_words(text, n, rest):
    found = read_bargain(text, listed=False)
    assert found is not None
    assert (found.kind, found.n, found.rest) == ("cheapest", n, rest)


@pytest.mark.parametrize(
    "text",
    [
        "I don't want the cheapest one",
        "not the cheapest please",
        "anything but the cheapest",
        "the cheapest way to ship it",
        "which is cheaper, Longjing or Sencha?",
        "不要最便宜的",
        "不是最便宜的就行",
        "龙井和煎茶哪个更便宜",
    ],
)
def test_the_cheapest_is_not_read_where_it_is_not_wanted(text):
    found = read_bargain(text, listed=False)
    assert found is None


@pytest.fixture
def vocabulary(memory):
    matrix = memory.embedder.encode([tea.text for tea in TEAS])
    return build_vocabulary(Catalog(TEAS, matrix, words_zh=WORDS_ZH))


@pytest.mark.parametrize(
    "text",
    [
        "which of these is the cheapest?",
        "which is the cheapest?",
        "how much is the cheapest of these?",
        "这几个里面哪个最便宜",
        "哪款最便宜？",
        "其中最便宜的是哪个",
    ],
)
def test_the_cheapest_of_a_list_is_one_of_it(vocabulary, text):
    read = understand(text, vocabulary, shown=(TEAS[3], TEAS[4], TEAS[5]))
    assert (read.intent, read.items) == ("question", ("o1",))


@pytest.mark.parametrize(
    ("text", "high"),
    [
        ("cheaper than the first", 13.99),
        ("cheaper than Da Hong Pao", 33.99),
        ("something like Gyokuro but a bit less pricey", 31.99),
        ("something cheaper", 13.99),
        ("these are too expensive", 13.99),
        ("比第二个便宜的", 31.99),
        ("便宜一点的", 13.99),
        ("太贵了，有便宜点的吗", 13.99),
    ],
)
def test_cheaper_is_less_than_what_it_is_compared_with(vocabulary, text, high):
    read = understand(text, vocabulary, shown=(TEAS[0], TEAS[3], TEAS[5]))
    assert read.intent == "recommend"
    assert read.request.constraint.price_max == high


def test_cheaper_is_less_than_the_first_of_a_long_list(vocabulary):
    shown = (TEAS[3], TEAS[5], TEAS[6], TEAS[0], TEAS[1])
    assert understand("something cheaper", vocabulary, shown=shown).request.constraint == (
        Constraint(price_max=18.99)
    )


@pytest.fixture
def ask(memory, clock):
    conversation = Assistant(make_recommender(memory, TEAS), None, clock=clock).conversation("ada")

    def ask(text):
        events = list(conversation.send(text))
        assert isinstance(events[-1], Finished)
        lists = [event.recommendation for event in events if isinstance(event, Listed)]
        return events[-1].text, [{r.item.id for r in one.items} for one in lists]

    return ask


@pytest.mark.parametrize(
    ("text", "kind", "n"),
    [
        ("what's your most expensive oolong?", "dearest", 1),
        ("show me the priciest teas", "dearest", 3),
        ("最贵的乌龙茶是哪款", "dearest", 1),
        ("最贵的三款绿茶", "dearest", 3),
        ("最便宜的两款绿茶", "cheapest", 2),
    ],
)
def test_the_most_of_something_is_asked_for(vocabulary, text, kind, n):
    request = understand(text, vocabulary).request
    assert (request.cheapest, request.dearest) == (kind == "cheapest", kind == "dearest")
    assert request.n == n


@pytest.mark.parametrize(
    "text", ["show me oolong, but not the most expensive", "推荐乌龙茶，不要最贵的"]
)
def test_what_is_not_wanted_beside_a_wish_is_no_word_of_it(vocabulary, text):
    request = understand(text, vocabulary).request
    assert not request.dearest
    assert request.constraint.include == ("Oolong",)
    assert "expensive" not in request.query
    assert "贵" not in request.query


@pytest.mark.parametrize(
    "text", ["which of these is the most expensive?", "这几个里面哪个最贵", "哪款最贵？"]
)
def test_the_dearest_of_a_list_is_one_of_it(vocabulary, text):
    read = understand(text, vocabulary, shown=(TEAS[3], TEAS[4], TEAS[5]))
    assert (read.intent, read.items) == ("question", ("o2",))


def test_the_dearest_in_chat(ask):
    reply, lists = ask("what's your most expensive oolong?")
    assert lists == [{"o2"}]
    assert "The most expensive of what fits costs 34." in reply
    reply, lists = ask("最贵的三款是哪些")
    assert lists == [{"o1", "o2", "o3"}]  # of the oolongs that were asked for before
    assert "最贵的3个，价格从16到34。" in reply


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("what's your cheapest kettle?", "The catalog has nothing named"),
        ("最贵的茶壶是哪款", "目录里没有"),
    ],
)
def test_of_what_is_not_there_none_is_the_cheapest(ask, text, said):
    reply, _ = ask(text)
    assert said in reply
    assert "of what fits" not in reply
    assert "符合要求" not in reply


def test_the_cheapest_in_chat(ask):
    reply, lists = ask("what's your cheapest oolong?")
    assert lists == [{"o1"}]
    assert "The cheapest of what fits costs 16." in reply
    reply, lists = ask("show me the cheapest teas that are in stock")
    assert lists == [{"h1", "h2", "g2"}]
    assert "These are the 3 cheapest of what fits, from 5 to 11." in reply
    reply, lists = ask("最便宜的是哪个")
    assert lists == []
    assert "价格是5。" in reply


def test_terms_alone_hold_what_was_asked_for_before(ask):
    _, lists = ask("show me green tea")
    assert lists == [{"g1", "g2", "g3", "g4"}]
    _, lists = ask("under 30 dollars")
    assert lists == [{"g1", "g2", "g3"}]
    _, lists = ask("only what is in stock")
    assert lists == [{"g1", "g2"}]
    _, lists = ask("the cheapest one")
    assert lists == [{"g2"}]
    _, lists = ask("oolong under 20 dollars")
    assert lists == [{"o1", "o3"}]


def test_something_cheaper_is_of_the_same_kind(ask):
    _, lists = ask("show me oolong")
    assert lists == [{"o1", "o2", "o3"}]
    reply, lists = ask("something cheaper")
    assert lists == [set()]
    assert "it does not cost 15.99 or less" in reply
    _, lists = ask("then green tea, a bit cheaper")
    assert lists
    assert lists[-1] <= {"g1", "g2", "g3"}
