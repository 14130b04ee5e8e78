"""Prices and stock in turns: read where the catalog has them, in both languages, and answered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from agent_shop import FILMS, make_recommender
from hypothesis import given
from hypothesis import strategies as st

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.understand import build_vocabulary, understand
from penchant.agent.understand.prices import Prices, read_terms, takes_prices
from penchant.agent.understand.references import place_named
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog

SHOP = tuple(
    Item(
        id=id,
        title=title,
        categories=(kind,),
        description=f"{title}, from the house.",
        price=price,
        stock=stock,
    )
    for id, title, kind, price, stock in (
        ("m1", "Stone Mug", "Mugs", 8.0, 3.0),
        ("m2", "Glass Mug", "Mugs", 15.0, 0.0),
        ("m3", "Silver Mug", "Mugs", 90.0, 5.0),
        ("t1", "Longjing", "Tea", 12.0, 10.0),
        ("t2", "Pu'er Cake", "Tea", 150.0, 1.0),
        ("t3", "Sencha", "Tea", 20.0, None),
        ("k1", "Copper Kettle", "Kettles", 60.0, 2.0),
        ("c1", "龙井 明前", "绿茶", 48.0, 6.0),
    )
)


@pytest.fixture
def ask(memory, clock):
    conversation = Assistant(make_recommender(memory, SHOP), None, clock=clock).conversation("ada")

    def ask(text):
        events = list(conversation.send(text))
        assert isinstance(events[-1], Finished)
        lists = [event.recommendation for event in events if isinstance(event, Listed)]
        return events[-1].text, [[r.item for r in one.items] for one in lists]

    return ask


@pytest.mark.parametrize(
    ("text", "low", "high", "rest"),
    [
        ("a mug under 20 dollars", None, 20, "a mug"),
        ("a mug cheaper than $15", None, 15, "a mug"),
        ("tea between 10 and 20 euros", 10, 20, "tea"),
        ("tea from $10 to $20", 10, 20, "tea"),
        ("between 200 and 100", 100, 200, ""),
        ("at most 30", None, 30, ""),
        ("tea up to €12.50", None, 12.5, "tea"),
        ("a kettle under 1,500 yuan", None, 1500, "a kettle"),
        ("mugs over $50", 50, None, "mugs"),
        ("anything under ten dollars", None, 10, "anything"),
        ("between twenty and a hundred euros", None, None, "between twenty and a hundred euros"),
        ("20元以下", None, 20, ""),
        ("不超过50块的杯子", None, 50, "杯子"),
        ("100到200之间的茶具", 100, 200, "茶具"),
        ("五十块以内的绿茶", None, 50, "绿茶"),
        ("100元以上的", 100, None, ""),
        ("mugs, but nothing over 50 dollars", None, 50, "mugs, but nothing"),
        ("I don't want to spend more than $30", None, 30, "I don't want to spend"),
        ("不想超过50元", None, 50, "不想"),
        ("tea, nothing under 20 dollars", 20, None, "tea, nothing"),
        ("tea over $10 but under $30", 10, 30, "tea but"),
        ("my budget is $30", None, 30, "my"),
        ("预算200元", None, 200, ""),
        ("not too expensive tea", None, 40, "tea"),
        ("便宜的茶", None, 40, "茶"),
    ],
)
def test_limits_on_prices_are_read_and_taken_out_of_the_words(text, low, high, rest):
    terms = read_terms(text, Prices(40.0, 5.0), stocked=False)
    assert (terms.low, terms.high, terms.rest) == (low, high, rest)


@pytest.mark.parametrize(
    ("text", "middle", "rest"),
    [
        ("around 20 dollars", 20, ""),
        ("tea for around $20", 20, "tea"),
        ("about 12.50 euros, please", 12.5, ", please"),
        ("~$20", 20, ""),
        ("a mug, 30 bucks or so", 30, "a mug,"),
        ("a mug, thirty bucks or so", 30, "a mug,"),
        ("20ish dollars", 20, ""),
        ("I'd like to spend about 20", 20, "I'd like to"),
        ("my budget is around 30", 30, "my"),
        ("tea, $1,500 give or take", 1500, "tea,"),
        ("20块左右", 20, ""),
        ("二十块上下的绿茶", 20, "绿茶"),
        ("大概20元的茶", 20, "茶"),
        ("差不多两百块", 200, ""),
        ("20左右的茶", 20, "茶"),
        ("送人，预算30元上下", 30, "送人，"),
        ("预算大概30", 30, ""),
    ],
)
def test_around_a_price_is_a_fifth_of_it_either_way(text, middle, rest):
    terms = read_terms(text, Prices(40.0, 5.0), stocked=False)
    assert (terms.low, terms.high) == (pytest.approx(middle * 0.8), pytest.approx(middle * 1.2))
    assert terms.rest == rest
    assert takes_prices(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("under about 20 dollars", None, 20),
        ("at most around $20", None, 20),
        ("over about 20 dollars", 20, None),
        ("大概20块以内的", None, 20),
        ("大约不超过20块", None, 20),
        ("between 10 and 20 dollars or so", 10, 20),
    ],
)
def test_a_limit_that_is_about_so_much_stays_a_limit(text, low, high):
    terms = read_terms(text, Prices(40.0, 5.0), stocked=False)
    assert (terms.low, terms.high) == (low, high)
    assert not takes_prices(text)


@pytest.mark.parametrize(
    "text",
    [
        "films between 1990 and 2000",
        "a thriller under 2 hours",
        "at most 3 films",
        "under 30 minutes",
        "1990到2000之间的电影",
        "2000年以前的",
        "90分钟以内的",
        "不超过三十分钟",
        "三个以内",
        "around 20 minutes",
        "about 20 of them",
        "films about 20 people",
        "a film about 2 dollars and a dream",
        "around 2010",
        "about 20 dollars less",
        "not around 20 dollars",
        "around 5 films",
        "20分钟左右",
        "二十个左右",
        "2010左右的电影",
        "五岁左右的孩子",
        "不要20块左右的",
        "Cheaper by the Dozen",
        "how much is the mug?",
        "under the sea",
        "I hate cheap mugs",
        "我不喜欢便宜的",
    ],
)
def test_years_times_and_counts_are_no_prices(text):
    terms = read_terms(text, Prices(40.0, 5.0), stocked=True)
    assert not terms
    assert terms.rest == text


@given(amount=st.integers(1, 99_999), cents=st.integers(0, 99))
def test_every_amount_is_read_as_it_is_written(amount, cents):
    price = float(f"{amount}.{cents:02d}")
    for text in (f"tea under ${amount:,}.{cents:02d}", f"{amount}.{cents:02d}元以内的茶"):
        assert read_terms(text, Prices(1.0, 1.0), stocked=False).high == price


@given(text=st.text(max_size=60))
def test_any_text_is_read_and_without_prices_left_alone(text):
    assert read_terms(text, None, stocked=False).rest == text
    read_terms(text, Prices(5.0, 1.0), stocked=True)


def test_cheaper_is_less_than_the_median_of_what_was_shown(memory):
    vocabulary = build_vocabulary(Catalog(SHOP, memory.embedder.encode([i.text for i in SHOP])))
    for text in ("something cheaper", "便宜点的", "有没有更便宜的"):
        read = understand(text, vocabulary, shown=SHOP[:3])
        assert read.intent == "recommend", text
        assert read.request.constraint.price_max == 14.99


def test_a_catalog_without_prices_or_stock_reads_neither(memory):
    films = Catalog(FILMS, memory.embedder.encode([film.text for film in FILMS]))
    vocabulary = build_vocabulary(films)
    for text in ("a crime film under 20 dollars", "推荐20元以下的犯罪片", "crime films in stock"):
        request = understand(text, vocabulary).request
        assert request is not None, text
        assert request.constraint.price_max is None
        assert not request.in_stock


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("show me mugs under 20 dollars", {"m1", "m2"}),
        ("mugs under 20 dollars that are in stock", {"m1"}),
        ("tea between 10 and 30 euros", {"t1", "t3"}),
        ("100元以上的", {"t2"}),
        ("推荐有货的绿茶", {"c1"}),
    ],
)
def test_lists_in_chat_hold_the_limits(ask, text, expected):
    reply, lists = ask(text)
    assert {item.id for item in lists[-1]} == expected
    assert "cannot search by price" not in reply
    assert "没法按价格" not in reply


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("tea around 20 dollars", "I took that as prices from 16 to 24.", {"t3"}),
        ("二十块左右的", "我按16到24的价格来找。", {"t3"}),
        ("cheap mugs", "I took that as prices up to 34.", {"m1", "m2"}),
        ("便宜的绿茶", "我按不超过34的价格来找。", None),
    ],
)
def test_how_a_wish_for_prices_was_taken_is_said(ask, text, said, expected):
    reply, lists = ask(text)
    assert said in reply
    assert expected is None or {item.id for item in lists[-1]} == expected


@pytest.mark.parametrize("text", ["mugs under 20 dollars", "20元以下的", "recommend mugs"])
def test_limits_that_were_named_are_not_said_again(ask, text):
    reply, _ = ask(text)
    assert "I took that" not in reply
    assert "我按" not in reply


def test_something_cheaper_after_a_list_is_cheaper(ask):
    _, ((*first,),) = ask("recommend mugs")
    middle = sorted(item.price for item in first)[len(first) // 2]
    _, lists = ask("something cheaper")
    assert lists[-1]
    assert all(item.price < middle for item in lists[-1])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("How much is the Stone Mug?", "It costs 8. In stock: 3."),
        ("Is the Glass Mug in stock?", "It costs 15. It is sold out."),
        ("Is Sencha in stock?", "I don't know whether it is in stock"),
        ("龙井 明前多少钱？", "价格是48。有货：6件。"),
        ("龙井 明前有货吗？", "有货：6件。"),
    ],
)
def test_questions_about_price_and_stock_are_answered_from_the_facts(ask, text, said):
    reply, lists = ask(text)
    assert said in reply
    assert not lists


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("how much is the ninth one?", "There is no item 9 in the last list, which has 3."),
        ("is the seventh in stock?", "There is no item 7 in the last list, which has 3."),
        ("第九个多少钱", "上一份清单只有3件，没有第9件。"),
        ("第十二个有货吗", "上一份清单只有3件，没有第12件。"),
    ],
)
def test_of_a_place_beyond_the_list_it_is_said_how_long_that_is(ask, text, said):
    assert len(ask("show me mugs")[1][0]) == 3
    assert ask(text)[0] == said


def test_places_are_read_and_titles_are_none():
    places = ("the second", "Tenth one?", "第3个", "第二十一件", "第十款")
    assert [place_named(text) for text in places] == [2, 10, 3, 21, 10]
    assert [place_named(text) for text in ("Ninth Gate", "last", "第九区", "")] == [None] * 4


def test_where_no_price_is_known_that_is_said(memory, clock):
    items = tuple(replace(item, price=None, stock=None) for item in SHOP)
    assistant = Assistant(make_recommender(memory, items), None, clock=clock)
    talk = assistant.conversation("ada")
    *_, told = talk.send("How much is the Stone Mug?")
    assert "I don't know what it costs" in told.text
    *_, told = talk.send("show me mugs under 20 dollars")
    assert "cannot search by price" in told.text


@pytest.mark.parametrize(("text", "word"), [("hello", "watch"), ("你好", "看"), ("mugs?", "film")])
def test_a_shop_is_not_spoken_of_as_films(ask, text, word):
    assert word not in ask(text)[0]


GOODS = (
    *(
        Item(id=f"b{n}", title=f"{name} Boots", categories=("Shoes",), price=40.0 + n, stock=2)
        for n, name in enumerate(("Alta", "Bora"))
    ),
    Item(id="s1", title="Plain Tee", categories=("Shirts",), price=9.0, stock=4),
    Item(id="t1", title="Dome", categories=("Tents",), price=90.0, stock=1),
)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("do you have SC-7238-NA?", "SC-7238-NA"),
        ("do you have 4033147457009?", "4033147457009"),
        ("show me two-person tents", "two-person tents"),
        ("any t-shirts?", "t-shirts"),
        ("size 42 shoes", "size 42 shoes"),
        ("show me shoes in size 9", "shoes size 9"),
        ("推荐一双登山鞋", "登山鞋"),
        ("给我看一件外套", "外套"),
        ("有没有两件套睡衣", "两件套睡衣"),
    ],
)
def test_article_numbers_sizes_and_words_with_hyphens_stay_whole(memory, text, query):
    vocabulary = build_vocabulary(make_recommender(memory, GOODS).catalog)
    request = understand(text, vocabulary).request
    assert (request.query, request.n) == (query, None)


def test_counts_are_no_words_to_search_with(memory):
    vocabulary = build_vocabulary(make_recommender(memory, GOODS).catalog)
    request = understand("show me 2 shoes", vocabulary).request
    assert (request.query, request.n) == ("shoes", 2)
    request = understand("推荐三双登山鞋", vocabulary).request
    assert (request.query, request.n) == ("登山鞋", 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [("I prefer dark blue", "dark blue"), ("I love road racing bikes", "road racing bikes")],
)
def test_themes_of_stories_are_none_of_goods(memory, text, words):
    goods, films = (
        build_vocabulary(make_recommender(memory, items).catalog) for items in (GOODS, FILMS)
    )
    (said,) = understand(text, goods).statements
    assert (said.target.name, said.target.text) == ("", words)
    assert goods.themes == {}
    novel = replace(GOODS[0], categories=("科幻",))
    assert build_vocabulary(make_recommender(memory, (novel,)).catalog).themes
    (said,) = understand("I prefer dark and gritty", films).statements
    assert said.target.name == "dark and gritty"


@pytest.mark.parametrize(
    ("text", "greets"),
    [
        ("hiking boots", False),
        ("historic", False),
        ("hi", True),
        ("hi你好", True),
        ("hello!", True),
    ],
)
def test_words_that_begin_as_a_greeting_does_are_none(memory, text, greets):
    vocabulary = build_vocabulary(make_recommender(memory, GOODS).catalog)
    assert (understand(text, vocabulary).intent == "greet") == greets
