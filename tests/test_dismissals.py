"""Items put off or turned down in chat with a reason: read, journalled and answered."""

from __future__ import annotations

import pytest
from agent_shop import make_recommender
from hypothesis import given
from hypothesis import strategies as st

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.understand import build_vocabulary, understand
from penchant.agent.understand.clauses import FIRST_MARK
from penchant.agent.understand.dismissals import read_dismissals
from penchant.agent.understand.mentions import GENRE, SHOWN, Mention
from penchant.agent.understand.uses import as_one_use
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
    )
)
SHOWN_LAST = TEAS[:4]
MARK, OTHER = chr(FIRST_MARK), chr(FIRST_MARK + 1)


@pytest.fixture
def read(memory):
    vocabulary = build_vocabulary(Catalog(TEAS, memory.embedder.encode([t.text for t in TEAS])))
    return lambda text, shown=SHOWN_LAST: understand(text, vocabulary, shown=shown)


@pytest.mark.parametrize(
    ("text", "item", "reason"),
    [
        ("not now for the first one", "g1", "not-now"),
        ("not today for the gyokuro, maybe next month", "g2", "not-now"),
        ("the second one, not now", "g2", "not-now"),
        ("skip the third for now", "o1", "not-now"),
        ("I don't want the second right now", "g2", "not-now"),
        ("Assam Gold can wait", "b1", "not-now"),
        ("第一个先不要", "g1", "not-now"),
        ("第二个暂时不考虑，谢谢", "g2", "not-now"),
        ("大红袍先不买了，下个月再说", "o2", "not-now"),
        ("第三款下次再买吧", "o1", "not-now"),
        ("暂时不要第二个", "g2", "not-now"),
        ("the second is too expensive", "g2", "too-expensive"),
        ("the second one is way too pricey for me", "g2", "too-expensive"),
        ("Imperial Gyokuro costs too much", "g2", "too-expensive"),
        ("I can't afford the last one", "o2", "too-expensive"),
        ("the third is a bit over my budget", "o1", "too-expensive"),
        ("第二个太贵了", "g2", "too-expensive"),
        ("第二款有点贵", "g2", "too-expensive"),
        ("大红袍超预算了", "o2", "too-expensive"),
        ("我觉得第二个太贵", "g2", "too-expensive"),
        ("I already have the third", "o1", "seen-it"),
        ("I already have Assam Gold at home", "b1", "seen-it"),
        ("I've already got the first one", "g1", "seen-it"),
        ("the third, I already own", "o1", "seen-it"),
        ("第三个我已经有了", "o1", "seen-it"),
        ("家里已经有大红袍了", "o2", "seen-it"),
        ("第一个家里还有很多", "g1", "seen-it"),
    ],
)
def test_a_dismissal_is_read_with_its_reason(read, text, item, reason):
    found = read(text)
    assert (found.intent, found.items, found.action) == ("feedback", (item,), "dismiss")
    assert found.feedback == ((item, "dismiss"),)
    assert found.reasons == ((item, reason),)
    assert found.statements == ()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("the third is not for me", ("o1",)),
        ("Assam Gold isn't for me", ("b1",)),
        ("第三个不适合我", ("o1",)),
        ("大红袍不适合我", ("o2",)),
    ],
)
def test_what_is_not_for_somebody_is_turned_down(read, text, items):
    found = read(text)
    assert (found.intent, found.items) == ("feedback", items)
    assert found.action in ("dislike", "dismiss")
    assert found.reasons == ()


@pytest.mark.parametrize(
    "text",
    [
        "the first one is not now in theatres",
        "is the second too expensive?",
        "why is the second so expensive?",
        "the second isn't too expensive",
        "the second is not too expensive",
        "my wife says the second is too expensive",
        "if the second is too expensive, tell me",
        "do I already have the third?",
        "I don't already have the third",
        "I have the third in mind",
        "not now",
        "第二个太贵了吗",
        "第二个为什么这么贵",
        "第二个是不是太贵了",
        "第二个不贵",
        "第三个有货了吗",
        "第一个现在不上映",
        "如果第二个太贵就算了",
    ],
)
def test_what_is_asked_supposed_or_denied_dismisses_nothing(read, text):
    found = read(text)
    assert found.action != "dismiss"
    assert found.reasons == ()


def test_a_kind_is_not_dismissed_as_an_item_is(read):
    for text in ("green tea is too expensive", "not now for green tea"):
        assert read(text).reasons == ()


def test_several_items_and_a_wish_stand_in_one_turn(read):
    found = read("the second and fourth are too expensive, anything cheaper?")
    assert found.reasons == (("g2", "too-expensive"), ("o2", "too-expensive"))
    assert found.intent == "recommend"
    assert found.request.constraint.price_max == 31.99
    found = read("大红袍家里已经有了，换一个")
    assert found.reasons == (("o2", "seen-it"),)
    assert (found.intent, found.request.another) == ("recommend", True)


def test_a_complaint_is_about_the_only_item_shown_or_about_all(read):
    alone = read("it's too expensive", shown=TEAS[1:2])
    assert alone.reasons == (("g2", "too-expensive"),)
    several = read("太贵了")
    assert several.reasons == ()
    assert several.request.constraint.price_max == 13.99


def test_a_place_beyond_the_list_is_asked_about(read):
    found = read("the second is too expensive", shown=())
    assert (found.intent, found.items, found.action) == ("feedback", (), "dismiss")


@given(st.text(alphabet=f"{MARK}{OTHER} ,.?第个太贵了先不要tooexpnsivwrhalyg", max_size=40))
def test_words_are_only_taken_out_where_something_is_dismissed(masked):
    mentions = [Mention(start=0, end=1, kind=SHOWN), Mention(start=1, end=2, kind=GENRE)]
    rest, found = read_dismissals(masked, mentions)
    assert all(one.number == 0 for one in found)
    assert (rest == masked) == (not found)
    assert rest.count(OTHER) == masked.count(OTHER)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("no, I meant the third", ("o1",)),
        ("sorry, I meant the second one", ("g2",)),
        ("不是，我说的是第一个", ("g1",)),
        ("我问的是大红袍", ("o2",)),
    ],
)
def test_which_item_was_meant_can_be_put_right(read, text, items):
    found = read(text)
    assert (found.intent, found.items) == ("question", items)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("喜欢喝绿茶", 1),
        ("我不喝绿茶", -1),
        ("绿茶喝不惯", -1),
        ("I drink a lot of green tea", 1),
        ("I never drink green tea", -1),
    ],
)
def test_what_is_drunk_is_liked_as_what_is_watched_is(memory, text, polarity):
    teas = Catalog(
        TEAS, memory.embedder.encode([t.text for t in TEAS]), words_zh={"Green tea": "绿茶"}
    )
    found = understand(text, build_vocabulary(teas))
    assert [(s.target.name, s.polarity) for s in found.statements] == [("Green tea", polarity)]


@pytest.mark.parametrize("text", ["a drink for tonight", "有什么喝的", "吃惊", "小吃", "I ate it"])
def test_nouns_of_food_and_drink_stay(text):
    assert as_one_use(text) == text.replace("ate", "watched")


@pytest.fixture
def talk(memory, clock):
    recommender = make_recommender(memory, TEAS)
    conversation = Assistant(recommender, None, clock=clock).conversation("ada")

    def say(text):
        events = list(conversation.send(text))
        assert isinstance(events[-1], Finished)
        lists = [event.recommendation for event in events if isinstance(event, Listed)]
        dismissed = memory.entries("ada", kinds=("dismiss",))
        return events[-1].text, lists, [(e.item, e.data) for e in dismissed]

    return say


@pytest.mark.parametrize(
    ("text", "data", "said"),
    [
        (
            "Imperial Gyokuro is too expensive",
            {"reason": "too-expensive", "price": 32.0},
            "Imperial Gyokuro is too expensive for you; I leave it out until it costs less.",
        ),
        (
            "the Imperial Gyokuro isn't for me",
            {"reason": "not-for-me"},
            "Noted: Imperial Gyokuro is not for you.",
        ),
        ("not now for Imperial Gyokuro", {"reason": "not-now"}, "not Imperial Gyokuro for now"),
        (
            "I already have Imperial Gyokuro",
            {"reason": "seen-it"},
            "Noted: you have Imperial Gyokuro already.",
        ),
        (
            "Imperial Gyokuro太贵了",
            {"reason": "too-expensive", "price": 32.0},
            "“Imperial Gyokuro”对你来说太贵，降价之前不再推荐。",
        ),
        ("Imperial Gyokuro先不要", {"reason": "not-now"}, "好的，先不推荐“Imperial Gyokuro”。"),
        ("Imperial Gyokuro我已经有了", {"reason": "seen-it"}, "你已经有“Imperial Gyokuro”了。"),
    ],
)
def test_a_dismissal_is_journalled_once_with_its_reason_and_answered(talk, text, data, said):
    reply, lists, dismissed = talk(text)
    assert dismissed == [("g2", data)]
    assert said in reply
    assert all(r.item.id != "g2" for r in lists[-1].items)
