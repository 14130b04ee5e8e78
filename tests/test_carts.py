"""Items put into the cart in chat and taken out again: read, journalled, answered, undone."""

from __future__ import annotations

import pytest
from agent_shop import FILMS, make_recommender
from hypothesis import given
from hypothesis import strategies as st

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.understand import build_vocabulary, understand
from penchant.agent.understand.carts import asks_contents, read_moves
from penchant.agent.understand.clauses import FIRST_MARK
from penchant.agent.understand.mentions import GENRE, SHOWN, Mention
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog

TEAS = tuple(
    Item(id=id, title=title, categories=(kind,), price=price)
    for id, title, kind, price in (
        ("g1", "Silver Sencha", "Green tea", 14.0),
        ("g2", "Imperial Gyokuro", "Green tea", 32.0),
        ("o1", "Milk Oolong", "Oolong", 16.0),
        ("o2", "大红袍", "Oolong", 34.0),
        ("b1", "Assam Gold", "Black tea", 9.0),
        ("h1", "Mint Leaves", "Herbal tea", 5.0),
    )
)
SHOWN_LAST = TEAS[:4]
MARK, OTHER = chr(FIRST_MARK), chr(FIRST_MARK + 1)


@pytest.fixture
def read(memory):
    vocabulary = build_vocabulary(Catalog(TEAS, memory.embedder.encode([t.text for t in TEAS])))
    return lambda text, shown=SHOWN_LAST: understand(text, vocabulary, shown=shown)


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("add it to my cart", "g1"),
        ("put the second one in my basket, please", "g2"),
        ("add Assam Gold to the shopping cart", "b1"),
        ("could you add the third one to my cart?", "o1"),
        ("the second looks fine, add it to my cart", "g2"),
        ("把第二个放进购物车", "g2"),
        ("大红袍加入购物车吧", "o2"),
        ("帮我把它加到购物车里", "g1"),
        ("能把第三个加入购物车吗？", "o1"),
        ("第一个加购", "g1"),
        ("I'll take the first one", "g1"),
        ("I'll have the second, thanks", "g2"),
        ("ok, I'll go with the third then", "o1"),
        ("can I get the second one?", "g2"),
        ("I'd like the third, please", "o1"),
        ("I'll take Assam Gold for my mum", "b1"),
        ("I'll take it", "g1"),
        ("我要第一个", "g1"),
        ("就要第二个吧", "g2"),
        ("好的，就第三个吧", "o1"),
        ("给我来第二个", "g2"),
        ("第二个我要了", "g2"),
        ("买大红袍", "o2"),
    ],
)
def test_what_is_taken_goes_into_the_cart(read, text, item):
    found = read(text)
    assert (found.intent, found.items, found.action) == ("feedback", (item,), "cart")
    assert (item, "cart") in found.feedback
    assert not {"save", "dismiss"} & {kind for _, kind in found.feedback}


@pytest.mark.parametrize(
    "text",
    [
        "the shopping cart icon is broken",
        "I'd take a bus",
        "what did I put in my cart?",
        "what's in my basket?",
        "I'll take something with mint",
        "I'll have a look at the second one",
        "should I take the first one?",
        "if I take the first one, is shipping free?",
        "I won't take the second one",
        "my wife put the second in her cart",
        "why did you put the second in my cart?",
        "I didn't put the second in my cart",
        "don't add the second to my cart",
        "I don't want the second one",
        "I'd like the first one but cheaper",
        "I'll take that as a no",
        "can I buy the second one here?",
        "where can I buy the second one?",
        "is the second one already in my cart?",
        "the first one is already in my cart",
        "I'll take the second off my list",
        "购物车里的第二个多少钱",
        "I bought the second one",
        "add a coupon to my cart",
        "怎么加入购物车",
        "购物车打不开",
        "我购物车里有什么",
        "别把第二个加入购物车",
        "我没把第二个加入购物车",
        "第二个加入购物车了吗",
        "不要第一个",
        "要不要第一个",
        "第一个要多少钱",
        "我要第一个那样的",
        "我要第一个，但是便宜点的",
        "就第二个？",
        "买第二个送什么",
        "我买了第二个",
        "我朋友买了第二个",
        "我要一个便宜的",
    ],
)
def test_what_is_asked_denied_or_done_by_others_does_not(read, text):
    found = read(text)
    assert "cart" not in {kind for _, kind in found.feedback}
    assert "save" not in {kind for _, kind in found.feedback}
    assert found.action != "cart"


@pytest.mark.parametrize(
    "text", ["what did I put in my cart?", "what's in my basket?", "我购物车里有什么"]
)
def test_what_is_in_the_cart_is_remembered(read, text):
    assert read(text).intent == "recall"


@pytest.mark.parametrize(
    "text", ["I bought the second one", "I've ordered the second", "我买了第二个"]
)
def test_what_was_bought_is_bought(read, text):
    found = read(text)
    assert (found.intent, found.feedback) == ("feedback", (("g2", "purchase"),))


@pytest.mark.parametrize(
    ("text", "feedback"),
    [
        ("not the first, I'll take the second", {("g1", "dismiss"), ("g2", "cart")}),
        ("我不要第二个，要第三个", {("g2", "dismiss"), ("o1", "cart")}),
        ("I'll take the second, it looks great", {("g2", "cart"), ("g2", "like")}),
        ("add the first and the third to my basket", {("g1", "cart"), ("o1", "cart")}),
        ("帮我把第一个和第三个都加入购物车", {("g1", "cart"), ("o1", "cart")}),
    ],
)
def test_each_item_gets_what_is_said_of_it(read, text, feedback):
    assert set(read(text).feedback) == feedback


@pytest.mark.parametrize("text", ["add them to my cart", "加入购物车", "add to cart"])
def test_it_is_asked_which_item_is_meant_where_nobody_can_tell(read, text):
    found = read(text)
    assert (found.intent, found.feedback, found.action) == ("feedback", (), "cart")


@pytest.mark.parametrize(
    ("text", "cart", "items"),
    [
        ("take it out of my cart", "out", ()),
        ("remove the second from my basket", "out", ("g2",)),
        ("please take Assam Gold out of the cart", "out", ("b1",)),
        ("I don't want the third in my cart any more", "out", ("o1",)),
        ("don't add the second to my cart", "out", ("g2",)),
        ("从购物车里拿掉", "out", ()),
        ("从购物车里拿掉第二个", "out", ("g2",)),
        ("把第二个从购物车里删掉", "out", ("g2",)),
        ("把大红袍移出购物车", "out", ("o2",)),
        ("把购物车里的第二个删掉", "out", ("g2",)),
        ("empty my cart", "empty", ()),
        ("delete everything from my cart", "empty", ()),
        ("清空购物车", "empty", ()),
        ("把购物车里的东西全删了", "empty", ()),
        ("从购物车里把所有东西删掉", "empty", ()),
        ("从购物车里删掉", "out", ()),
    ],
)
def test_what_leaves_the_cart_is_undone_and_nothing_is_forgotten(read, text, cart, items):
    found = read(text)
    assert (found.intent, found.cart, found.items) == ("undo", cart, items)
    assert found.feedback == ()


@pytest.mark.parametrize("text", ["delete all that stuff in my cart", "把我购物车里那些全都删掉吧"])
def test_words_about_the_cart_never_ask_for_a_deletion(read, text):
    assert read(text).intent != "forget"


@pytest.mark.parametrize(
    "text",
    [
        "forget that I put the second in my cart",
        "忘了我把第二个放进购物车",
        "delete my history and my cart",
    ],
)
def test_what_was_said_about_the_cart_can_still_be_forgotten(read, text):
    found = read(text)
    assert (found.intent, found.feedback) == ("forget", ())


@pytest.mark.parametrize("text", ["forget everything about me", "delete my history", "undo that"])
def test_what_does_not_speak_of_the_cart_leaves_it_alone(read, text):
    assert read(text).cart is None


def test_only_what_is_sold_is_taken(memory):
    films = build_vocabulary(Catalog(FILMS, memory.embedder.encode([f.text for f in FILMS])))
    for text in ("I'll take the first one", "我要第一个"):
        assert understand(text, films, shown=FILMS[:3]).action is None
    found = understand("add the first to my cart", films, shown=FILMS[:3])
    assert found.feedback == (("heat", "cart"),)


@given(
    st.text(alphabet=f"{MARK}{OTHER} ,.?把第要就买从放加入购物车里拿掉addittomycrlke'", max_size=40)
)
def test_words_are_only_taken_out_where_something_is_moved(masked):
    mentions = [Mention(start=0, end=1, kind=SHOWN), Mention(start=1, end=2, kind=GENRE)]
    rest, found = read_moves(masked, mentions, sold=True)
    assert all(set(one.numbers) <= {0} for one in found)
    assert found or rest == masked
    assert rest.count(OTHER) == masked.count(OTHER)


@pytest.fixture
def talk(memory, clock):
    recommender = make_recommender(memory, TEAS)
    conversation = Assistant(recommender, None, clock=clock).conversation("ada")

    def say(text):
        events = list(conversation.send(text))
        assert isinstance(events[-1], Finished)
        listed = any(isinstance(event, Listed) for event in events)
        return events[-1].text, listed, recommender.profile("ada").in_cart

    return say


def test_the_cart_in_chat(talk, memory):
    reply, listed, cart = talk("add Milk Oolong to my cart")
    assert (reply, listed, cart) == ("Milk Oolong is in your cart.", False, {"o1"})
    reply, _, cart = talk("把大红袍放进购物车")
    assert (reply, cart) == ("已经把“大红袍”放进你的购物车。", {"o1", "o2"})
    assert [e.item for e in memory.entries("ada", kinds=("cart",))] == ["o1", "o2"]
    reply, _, cart = talk("take Milk Oolong out of my cart")
    assert (reply, cart) == ("Out of your cart again: Milk Oolong.", {"o2"})
    reply, _, cart = talk("从购物车里拿掉")
    assert (reply, cart) == ("已经从购物车里拿出“大红袍”。", frozenset())
    reply, _, _ = talk("take Milk Oolong out of my cart")
    assert reply == "That is not in the cart."
    assert talk("把大红袍从购物车里拿掉")[0] == "它不在购物车里。"
    assert not list(memory.entries("ada", kinds=("forget",)))


def test_one_item_makes_room_for_another(talk):
    talk("add Milk Oolong to my cart")
    reply, _, cart = talk("take it out of my cart and add Assam Gold to my cart")
    assert cart == {"b1"}
    assert "Assam Gold is in your cart." in reply
    assert "Out of your cart again: Milk Oolong." in reply


def test_an_item_put_in_twice_leaves_for_good(talk):
    talk("add Milk Oolong to my cart")
    talk("add Milk Oolong to my cart")
    assert talk("take Milk Oolong out of my cart")[2] == frozenset()


def test_emptying_the_cart_leaves_all_else(talk, memory):
    talk("I love Oolong")
    talk("add Milk Oolong to my cart")
    talk("add Assam Gold to my cart")
    talk("I bought Assam Gold")
    before = len(list(memory.entries("ada", kinds=("turn", "statement", "purchase"))))
    reply, _, cart = talk("delete everything from my cart")
    assert (reply, cart) == ("Out of your cart again: Milk Oolong.", frozenset())
    kept = list(memory.entries("ada", kinds=("turn", "statement", "purchase")))
    assert len(kept) >= before
    assert talk("empty my cart")[0] == "There is nothing in the cart."
    assert talk("清空购物车")[0] == "购物车里没有东西。"


def test_what_was_bought_is_said(talk):
    assert "Noted: you bought Assam Gold." in talk("I bought Assam Gold")[0]
    assert "记下了：你买了“大红袍”。" in talk("我买了大红袍")[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("take Milk Oolong out of my cart and recommend a black tea", "Out of your cart again"),
        ("empty my cart and show me something cheaper", "Out of your cart again"),
        ("清空购物车，推荐一款绿茶", "已经从购物车里拿出"),
    ],
)
def test_what_leaves_the_cart_and_what_is_asked_for_are_both_answered(talk, text, said):
    talk("add Milk Oolong to my cart")
    reply, listed, cart = talk(text)
    assert said in reply
    assert listed
    assert cart == frozenset()


def test_cheaper_is_less_than_what_leaves_the_cart(read):
    understood = read("take Imperial Gyokuro out of my cart and show me something cheaper")
    assert understood.intent == "recommend"
    assert (understood.cart, understood.out) == ("out", ("g2",))
    assert understood.request.constraint.price_max == 31.99


@pytest.mark.parametrize(
    ("question", "nothing", "one", "two"),
    [
        (
            "what's in my cart?",
            "Nothing was put into your cart lately.",
            "In your cart: Milk Oolong.",
            "In your cart: Assam Gold and Milk Oolong.",
        ),
        (
            "购物车里有什么",
            "最近没有往购物车里放东西。",
            "你的购物车里有：“Milk Oolong”。",
            "你的购物车里有：“Assam Gold”和“Milk Oolong”。",
        ),
    ],
)
def test_what_is_in_the_cart_is_told(talk, question, nothing, one, two):
    assert talk(question)[0] == nothing
    talk("add Milk Oolong to my cart")
    assert talk(question)[0] == one
    talk("add Assam Gold to my cart")
    assert talk(question)[0] == two
    talk("I bought Assam Gold")
    assert talk(question)[0] == one


@pytest.mark.parametrize(
    "text",
    [
        "What did I put in my cart?",
        "ok, show me my cart",
        "what’s in the basket",
        "My cart?",
        "is there anything in my trolley?",
        "我的购物车里都有哪些东西",
        "看看我的购物车",
    ],
)
def test_questions_for_what_the_cart_holds_are_known(text):
    assert asks_contents(text)


@pytest.mark.parametrize(
    "text",
    [
        "what goes with what is in my cart?",
        "add the second to my cart",
        "what's a good cart?",
        "show me tea",
        "open the box",
        "把它放进购物车",
        "清空购物车",
        "有购物车吗",
    ],
)
def test_other_words_about_carts_do_not_ask_for_that(text):
    assert not asks_contents(text)


def test_of_several_of_one_title_the_one_in_the_cart_leaves_it(memory, clock):
    twins = tuple(
        Item(id=f"s{n}", title="Ember Scarf", categories=("Scarves",), price=20.0 + n)
        for n in range(3)
    )
    recommender = make_recommender(memory, twins)
    conversation = Assistant(recommender, None, clock=clock).conversation("ada")
    for twin in twins:
        recommender.act("ada", "cart", twin.id)
        (*_, done) = conversation.send("take Ember Scarf out of my cart")
        assert done.text == "Out of your cart again: Ember Scarf."
        assert recommender.profile("ada").in_cart == frozenset()
    (*_, done) = conversation.send("take Ember Scarf out of my cart")
    assert done.text == "That is not in the cart."
