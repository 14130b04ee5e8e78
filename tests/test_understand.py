"""Understanding one turn: scope of negation, whose taste it is, links to titles, limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penchant.agent.understand import EXTRACTOR, Understanding, build_vocabulary, understand
from penchant.agent.understand.chinese import chinese_cues
from penchant.agent.understand.cues import OBJECT, REFUSE, TASTE
from penchant.agent.understand.english import english_cues
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog


def film(id: str, title: str, year: int, *categories: str, people: tuple[str, ...] = ()) -> Item:
    return Item(id=id, title=title, year=year, categories=categories, people=people, prior=50.0)


FILMS = (
    film("heat", "Heat", 1995, "Crime", "Thriller", people=("Al Pacino", "Robert De Niro")),
    film("blade", "Blade Runner", 1982, "Science Fiction", people=("Harrison Ford",)),
    film("inception", "Inception", 2010, "Science Fiction", "Action"),
    film("it", "It", 2017, "Horror"),
    film("it90", "It", 1990, "Horror"),
    film("her", "Her", 2013, "Romance", "Drama"),
    film("up", "Up", 2009, "Animated", "Family"),
    film("drive", "Drive", 2011, "Action"),
    film("alien", "Alien", 1979, "Horror", "Science Fiction"),
    film("matrix", "The Matrix", 1999, "Science Fiction", people=("Keanu Reeves",)),
    film("good", "The Good, the Bad and the Ugly", 1966, "Western"),
    film("gone", "Gone Girl", 2014, "Thriller", "Mystery"),
    film("last", "Last Night", 1998, "Drama"),
    film("smith", "Mr. & Mrs. Smith", 2005, "Action", "Comedy"),
    film("war", "1917", 2019, "War", "Historical"),
    *(
        film(
            f"hanks{n}",
            f"Harbour Story {n}",
            1990 + n,
            "Comedy",
            "Documentary",
            "Musical",
            people=("Tom Hanks",),
        )
        for n in range(6)
    ),
    film("colin", "Small Town Song", 2022, "Family", "Teen", people=("Colin Hanks", "Will Power")),
)


def shelf(items: tuple[Item, ...]) -> Catalog:
    return Catalog(items, np.zeros((len(items), 2), np.float32))


CATALOG = shelf(FILMS)
VOCABULARY = build_vocabulary(CATALOG)
SHOWN = tuple(CATALOG.get(id) for id in ("heat", "blade", "alien"))


def read(text: str, **options) -> Understanding:
    return understand(text, VOCABULARY, **options)


def judged(found: Understanding) -> dict[str, int]:
    return {s.target.name: s.polarity for s in found.statements if s.polarity}


# -- liking and disliking ------------------------------------------------------------------------


def test_i_hate_horror_is_one_negative_statement():
    (statement,) = read("I hate horror").statements
    assert (statement.target.kind, statement.target.name) == ("genre", "Horror")
    assert statement.polarity == -1
    assert statement.strength >= 0.9
    assert statement.lasting


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I love sci-fi but I hate horror", {"Science Fiction": 1, "Horror": -1}),
        ("I don't hate horror", {"Horror": 1}),
        ("not a fan of westerns", {"Western": -1}),
        ("I can't stand musicals", {"Musical": -1}),
        ("I never liked horror", {"Horror": -1}),
        ("horror isn't bad", {"Horror": 1}),
        ("I no longer like thrillers", {"Thriller": -1}),
        ("I used to love westerns (but not any more)", {"Western": -1}),
        ("I used to hate musicals but now I love them", {"Musical": 1}),
        ("sick of thrillers", {"Thriller": -1}),
        ("anything but horror", {"Horror": -1}),
        ("nothing scary", {"Horror": -1}),
        ("I like neither horror nor westerns", {"Horror": -1, "Western": -1}),
        ("I like westerns, musicals and horror", {"Western": 1, "Musical": 1, "Horror": 1}),
        ("I prefer comedies to thrillers", {"Comedy": 1, "Thriller": -1}),
        ("it's not that I don't like horror", {"Horror": 1}),
        ("我没那么喜欢恐怖片", {"Horror": -1}),
        ("我不讨厌恐怖片", {"Horror": 1}),
        ("再也不想看恐怖片", {"Horror": -1}),
        ("别再推荐恐怖片", {"Horror": -1}),
        ("除了恐怖片都行", {"Horror": -1}),
        ("以前喜欢恐怖片现在不喜欢了", {"Horror": -1}),
        ("喜剧、动作、科幻我都爱看", {"Comedy": 1, "Action": 1, "Science Fiction": 1}),
        ("我喜歡科幻電影，但是討厭恐怖片", {"Science Fiction": 1, "Horror": -1}),
        ("I like 科幻片 but not 恐怖片", {"Science Fiction": 1, "Horror": -1}),
    ],
)
def test_scope_of_negation(text, expected):
    assert judged(read(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "my sister loves horror",
        "they say horror is great",
        'he said "I love horror"',
        "if I liked horror I would tell you",
        "people who love horror are odd",
        "我妹妹喜欢恐怖片",
        "大家都说恐怖片很好看",
        "do you have horror films?",
        "what is horror?",
        "do you like horror?",
        "有没有恐怖片？",
        "恐怖片是什么？",
        "I don't know if I like horror",
    ],
)
def test_tastes_of_others_questions_and_suppositions_judge_nothing(text):
    assert judged(read(text)) == {}
    assert all(s.strength <= 0.1 for s in read(text).statements)


def test_strength_follows_the_words():
    def strength(text: str) -> float:
        return read(text).statements[0].strength

    assert strength("I love horror") > strength("I really like horror") > strength("I like horror")
    assert strength("I like horror") > strength("horror is not bad") > strength("horror is meh")
    assert strength("我超爱科幻片") > strength("我喜欢科幻片") > strength("科幻片还行")


def test_asking_says_a_little():
    (statement,) = read("show me a thriller").statements
    assert statement.polarity == 1
    assert 0.1 < statement.strength <= 0.4
    assert not statement.lasting


def test_standing_and_passing_refusals():
    for text in ("no more horror", "stop recommending horror", "不要恐怖片", "别再给我恐怖片"):
        (statement,) = read(text).statements
        assert (statement.polarity, statement.lasting) == (-1, True), text
        assert statement.strength >= 0.9
        assert statement.constraint.exclude == ("Horror",)
    for text in ("no horror tonight", "今晚不要恐怖片", "show me a comedy, no horror"):
        (statement,) = [s for s in read(text).statements if s.polarity < 0]
        assert not statement.lasting, text


def test_free_words_become_a_theme_without_a_name():
    (statement,) = read("I love movies with lighthouse keepers").statements
    assert (statement.target.kind, statement.target.name) == ("theme", "")
    assert statement.target.text == "lighthouse keepers"
    assert read("I love you").statements == ()
    assert read("I like it here").statements == ()


# -- titles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("I loved Heat (1995)", "heat"),
        ("I loved Heat", "heat"),
        ("I loved It (1990)", "it90"),
        ("I saw It yesterday", "it"),
        ('I loved "Up"', "up"),
        ("the movie drive was great", None),
        ("the movie Drive was great", "drive"),
        ("I enjoyed The Good, the Bad and the Ugly", "good"),
        ("have you seen inception?", "inception"),
        ("I watched Incepton", "inception"),
        ("I liked Matrix", "matrix"),
        ("I saw Mr. and Mrs. Smith", "smith"),
        ("I saw 1917", "war"),
        ("看过《Inception》", "inception"),
        ("看过《盗梦空间》", "inception"),
        ("看过《无人知晓的片名》", None),
        ("看过盗梦空间", "inception"),
        ("盗梦空间封神", "inception"),
        ("盗梦空间类的电影", None),
        ("Incepton type films", "inception"),
        ("我看过Heat", "heat"),
        ("I loved It (2005)", None),
        ("I like it", None),
        ("I saw her yesterday", None),
        ("what's up?", None),
        ("I love to drive", None),
        ("the heat is killing me", None),
        ("I had a good time last night", None),
        ("I liked last night", None),
        ("there were 1917 people", None),
    ],
)
def test_titles_need_a_sign(text, item):
    found = read(text)
    linked = {s.target.item for s in found.statements if s.target.item} | set(found.items)
    assert linked == ({item} if item else set())


def test_people_by_surname_only_when_it_is_clear():
    assert judged(read("I like Hanks a lot")) == {"Tom Hanks": 1}
    assert judged(read("I like Colin Hanks")) == {"Colin Hanks": 1}
    assert "Tom Hanks" not in judged(read("I like Peter Hanks"))
    assert judged(read("I have will power")) == {}
    assert judged(read("我喜欢汤姆·汉克斯")) == {"Tom Hanks": 1}


# -- requests ------------------------------------------------------------------------------------


def test_something_like_it_but_newer():
    for text in (
        "something like Blade Runner but newer",
        "类似Blade Runner但更新一点的",
        "和《Blade Runner》差不多但新一点的",
    ):
        request = read(text).request
        assert request.like == ("blade",), text
        assert request.constraint.year_min == 1983, text


def test_like_one_of_the_list():
    assert read("more like this", shown=SHOWN).request.like == ("heat",)
    assert read("similar to the second one", shown=SHOWN).request.like == ("blade",)
    assert read("类似第三部的", shown=SHOWN).request.like == ("alien",)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("films from the 90s", (1990, 1999)),
        ("movies from the eighties", (1980, 1989)),
        ("something after 2010", (2011, None)),
        ("something since 2010", (2010, None)),
        ("movies before 1980", (None, 1979)),
        ("films between 1990 and 2000", (1990, 2000)),
        ("films of the last five years", (2018, None)),
        ("films from 1999", (1999, 1999)),
        ("show me something, nothing before 1990", (1990, None)),
        ("推荐80年代的电影", (1980, 1989)),
        ("推荐2010年以后的电影", (2010, None)),
        ("推荐近五年的电影", (2018, None)),
        ("来点老电影", (None, 1993)),
        ("推荐八十年代的电影", (1980, 1989)),
    ],
)
def test_years(text, years):
    constraint = read(text, now=2023).request.constraint
    assert (constraint.year_min, constraint.year_max) == years


def test_the_present_year_is_the_newest_of_the_catalog():
    assert read("films of the last five years").request.constraint.year_min == 2017


def test_limits_and_number():
    request = read("three comedies with Tom Hanks from the 90s, no musicals").request
    assert request.n == 3
    assert request.constraint.include == ("Comedy", "Tom Hanks")
    assert request.constraint.exclude == ("Musical",)
    assert (request.constraint.year_min, request.constraint.year_max) == (1990, 1999)
    assert "musical" not in request.query.lower()
    assert read("推荐三部喜剧").request.n == 3
    assert read("just a thriller").request.n is None


def test_refused_words_are_not_searched_for():
    request = read("a thriller about diamonds without romance").request
    assert "diamonds" in request.query
    assert "romance" not in request.query


# -- feedback ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "action", "items"),
    [
        ("the second one is great", "like", ("blade",)),
        ("I didn't like the last one", "dislike", ("alien",)),
        ("save the first", "save", ("heat",)),
        ("I've seen the first two", "watch", ("heat", "blade")),
        ("I've seen them all", "watch", ("heat", "blade", "alien")),
        ("not interested in number 3", "dismiss", ("alien",)),
        ("第二个不错", "like", ("blade",)),
        ("第一部看过了", "watch", ("heat",)),
        ("收藏第三个", "save", ("alien",)),
        ("I love it", "like", ("heat",)),
        ("not for me", "dismiss", ()),
    ],
)
def test_feedback_on_the_list(text, action, items):
    found = read(text, shown=SHOWN)
    assert (found.intent, found.action, found.items) == ("feedback", action, items)


def test_one_turn_can_like_one_item_and_dislike_another():
    found = read("I loved the first one but hated the second", shown=SHOWN)
    assert found.feedback == (("heat", "like"), ("blade", "dislike"))
    assert (found.action, found.items) == ("like", ("heat",))


def test_a_place_beyond_the_list_or_no_list_names_nothing():
    assert read("the ninth one is great", shown=SHOWN).items == ()
    found = read("the second one is great")
    assert (found.intent, found.items, found.statements) == ("feedback", (), ())


def test_a_watched_item_is_not_judged():
    found = read("I've seen Inception")
    assert (found.intent, found.action, found.items) == ("feedback", "watch", ("inception",))
    assert judged(found) == {}


# -- a catalog of other things -------------------------------------------------------------------


PRODUCTS = shelf(
    (
        Item(
            id="k1",
            title="Chef's Knife",
            categories=("Knives",),
            people=("Zwilling",),
            tags=("steel",),
        ),
        Item(id="k2", title="Bread Knife", categories=("Knives",), people=("OXO",)),
        Item(id="p1", title="Cast Iron Skillet", categories=("Cookware",), tags=("cast iron",)),
    )
)


def test_a_catalog_of_other_things_has_its_own_words():
    vocabulary = build_vocabulary(PRODUCTS)
    request = understand("show me a knife by Zwilling", vocabulary).request
    assert request.constraint.include == ("Knives", "Zwilling")
    found = understand("I bought the Cast Iron Skillet and I love it", vocabulary)
    assert found.feedback == (("p1", "purchase"), ("p1", "like"))
    kinds = {s.target.kind for s in understand("I hate horror", vocabulary).statements}
    assert "genre" not in kinds
    assert understand("I love cast iron", vocabulary).statements[0].target.name == "cast iron"


def test_brands_with_chinese_names_are_known_by_them():
    vocabulary = build_vocabulary(
        shelf(
            (
                Item(id="s1", title="碳纤维坐垫", categories=("坐垫",), people=("捷安特",)),
                Item(id="t1", title="公路外胎", categories=("轮胎",), people=("正新",)),
                Item(id="t2", title="越野外胎", categories=("轮胎",), people=("建大",)),
                Item(id="b1", title="山地铃铛", categories=("铃铛",), people=("铃",)),
            )
        )
    )
    request = understand("推荐一个轮胎，不要正新的", vocabulary).request
    assert request.constraint.include == ("轮胎",)
    assert request.constraint.exclude == ("正新",)
    assert understand("有捷安特的坐垫吗", vocabulary).request.constraint.include == (
        "捷安特",
        "坐垫",
    )
    (said,) = understand("我喜欢建大", vocabulary).statements
    assert (said.target.kind, said.target.name) == ("person", "建大")
    # One character is part of too many words to be taken for a brand.
    (said,) = understand("我喜欢铃铛", vocabulary).statements
    assert (said.target.kind, said.target.name) == ("genre", "铃铛")


@pytest.mark.parametrize(
    ("text", "name"),
    [("不要红色的", "红色"), ("不喜欢真皮的", "真皮"), ("I hate red", "red")],
)
def test_what_is_refused_by_its_own_words_is_not_the_one_item_shown(text, name):
    found = read(text, shown=SHOWN[:1])
    assert [(s.target.kind, s.target.text) for s in found.statements] == [("theme", name)]
    assert found.feedback == ()


@pytest.mark.parametrize("text", ["不要", "不想要了", "不要这款", "不喜欢这种", "hate it"])
def test_what_is_refused_without_words_is_the_one_item_shown(text):
    found = read(text, shown=SHOWN[:1])
    assert [item for item, _ in found.feedback] == ["heat"]


# -- properties ----------------------------------------------------------------------------------

TARGETS_EN = (
    ("horror", "Horror"),
    ("sci-fi", "Science Fiction"),
    ("westerns", "Western"),
    ("Tom Hanks", "Tom Hanks"),
    ("war films", "War"),
    ("zombie movies", "zombies"),
)
TARGETS_ZH = (
    ("恐怖片", "Horror"),
    ("科幻片", "Science Fiction"),
    ("汤姆·汉克斯", "Tom Hanks"),
    ("战争片", "War"),
    ("僵尸片", "zombies"),
)
PLAIN_EN = {"love", "adore", "like", "enjoy", "hate", "loathe", "detest", "despise", "dislike"}
PLAIN_ZH = {"喜欢", "爱看", "钟爱", "喜爱", "爱", "讨厌", "反感", "热爱", "厌恶", "恨", "厌倦"}


def words(cues, kind: str) -> list[tuple[str, int]]:
    return [
        (word, cue.polarity)
        for cue in cues
        for word in cue.words
        if cue.kind == kind and cue.side == OBJECT
    ]


ENGLISH = words(english_cues().cues, TASTE)
CHINESE = [(word.removeprefix("我"), p) for word, p in words(chinese_cues().cues, TASTE)]
REFUSALS = words(english_cues().cues, REFUSE)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ENGLISH), st.sampled_from(TARGETS_EN))
def test_english_judgements_and_their_negation(word, target):
    (verb, polarity), (said, name) = word, target
    assert judged(read(f"I {verb} {said}")) == {name: polarity}
    if verb in PLAIN_EN:
        assert judged(read(f"I don't {verb} {said}")) == {name: -polarity}
        assert judged(read(f"I do not {verb} {said}")) == {name: -polarity}
    if verb.startswith("am "):
        assert judged(read(f"I'm not {verb[3:]} {said}")) == {name: -polarity}


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(CHINESE), st.sampled_from(TARGETS_ZH))
def test_chinese_judgements_and_their_negation(word, target):
    (verb, polarity), (said, name) = word, target
    assert judged(read(f"我{verb}{said}")) == {name: polarity}
    assert judged(read(f"{said}我{verb}")) == {name: polarity}
    if verb in PLAIN_ZH:
        assert judged(read(f"我不{verb}{said}")) == {name: -polarity}
        assert judged(read(f"我并不{verb}{said}")) == {name: -polarity}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(REFUSALS), st.sampled_from(TARGETS_EN))
def test_english_refusals(word, target):
    assert judged(read(f"{word[0]} {target[0]}")) == {target[1]: -1}


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(
        [
            "do you have {}?",
            "what is {}?",
            "do you like {}?",
            "are there any {} here?",
            "who likes {}?",
            "is {} good?",
            "why do people like {}?",
            "有没有{}？",
            "你喜欢{}吗？",
            "{}是什么？",
            "{}好看吗？",
        ]
    ),
    st.sampled_from(TARGETS_EN + TARGETS_ZH),
)
def test_questions_say_next_to_nothing(question, target):
    found = read(question.format(target[0]))
    assert all(s.polarity == 0 and s.strength <= 0.1 for s in found.statements)


def sound(found: Understanding) -> None:
    assert found.extractor == EXTRACTOR
    assert found.language in ("en", "zh")
    for statement in found.statements:
        assert statement.polarity in (-1, 0, 1)
        assert 0 <= statement.strength <= 1
        assert statement.polarity or statement.strength <= 0.1
        assert statement.target.name or statement.target.text
    assert all(CATALOG.get(item) for item in found.items)


WORDS = (
    "I we you love hate like don't not no horror sci-fi Heat It the second one ? ! . , \n"
    " 《 》 ( 1995 ) 90s something like but newer 我 不 喜欢 恐怖片 推荐 除了 都 第二个 别 吗 三部"
    ' 80年代 why forget more 🙂 \u202e \x00 "'
)
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)))
def test_any_text_is_understood_and_always_alike(text):
    found = read(text, shown=SHOWN)
    sound(found)
    assert read(text, shown=SHOWN) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "🙂" * 10,
        "\x00\x01\x02",
        "\u202eאני אוהב",
        "\ud800",
        "\ue000\ue001",
        "…",
        "？",
        "\ufdfa" * 9,
    ],
)
def test_odd_text_is_other(text):
    found = read(text)
    assert (found.statements, found.request) == ((), None)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "I love horror and hate comedy, but show me something like Heat. ",
        "我喜欢恐怖片但是讨厌喜剧",
        "i love horror and ",
        "'a ",
        "《",
        "not ",
        "1990 ",
        "why is ",
        "watched Blde Runer ",
        "\ufdfa",
        "A ",
    ],
)
@pytest.mark.timeout(30)
def test_a_very_long_turn_is_read_without_running_away(piece):
    # A rule that backtracks without end would take minutes; a turn takes well under a second.
    sound(read((piece * (100_000 // len(piece) + 1))[:100_000]))
