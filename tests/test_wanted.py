"""What is asked for and was said in the conversation: its words, names, people and times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from films import films, genre, state
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.records import Constraint, Evidence, Item, Request, Statement, Target
from penchant.memory.statements import statement_to_data
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender
from penchant.tools.spoken import NOTHING, Name, Spoken, spoken_in
from penchant.tools.talk.alike import of_one_time, people_alike
from penchant.tools.talk.coverage import Coverage, telling
from penchant.tools.talk.words import forms_of, words_of

FILM = Item(
    id="a",
    title="Chess Club",
    description="Two kings and a bank.",
    categories=("Drama",),
    people=("Ann King",),
    year=1999,
)


def catalog_of(memory, *items: Item) -> Catalog:
    vectors = memory.embedder.encode([item.text for item in items])
    return Catalog(items, vectors, words_zh={"Horror": "恐怖", "Western": "西部"})


@pytest.fixture
def recommender(memory) -> Recommender:
    return Recommender(memory, catalog_of(memory, *films()))


def say(
    recommender, user, conversation, target, polarity=1, *, turn=None, supersedes=None, text=None
):
    """Record a turn of a conversation with one statement."""
    memory = recommender.memory
    text = text or f"something on {target.name}"
    turn = memory.record(
        user=user, kind="turn", text=text, conversation=conversation, id=turn, supersedes=supersedes
    )
    statement = Statement(target=target, polarity=polarity, strength=0.3, lasting=False)
    return memory.record(
        user=user,
        kind="statement",
        id=f"{turn.id}.s0",
        parent=turn.id,
        item=target.item,
        conversation=conversation,
        data=statement_to_data(statement),
        vector=recommender.target_vector(target),
    )


def item_target(recommender, key: str) -> Target:
    title = recommender.catalog.get(key).title
    return Target(kind="item", name=title, item=key, text=title)


def said(kind: str, name: str) -> Spoken:
    when = datetime(2026, 3, 1, tzinfo=UTC)
    evidence = Evidence(entry="e", kind="statement", occurred_at=when, amount=1.0)
    return Spoken(names=(Name(kind, name, evidence),))


def parts(recommendation, signal):
    return [r for ranked in recommendation.items for r in ranked.reasons if r.signal == signal]


# -- words -------------------------------------------------------------------------------------


def test_the_share_of_the_words_asked_for_is_by_rarity():
    texts = Coverage(["a bank and a king", "a bank", "a river"])
    share = texts.share("bank, king!")
    bank, king = np.log(4 / 3) + 1, np.log(4 / 2) + 1
    assert share == pytest.approx([1.0, bank / (bank + king), 0.0])
    # What no text holds was asked for all the same, and counts most.
    unknown = np.log(4) + 1
    assert texts.share("river zeppelins")[2] == pytest.approx(king / (king + unknown))
    assert not texts.share("the and of").any()
    assert not Coverage([]).share("bank").any()


def test_words_are_whole_words_and_chinese_ones_pairs():
    texts = Coverage(["Banks embank", "BANK-robbers", "看bank片", "西湖边的绿茶", "红茶\nbank"])
    assert (texts.share("bank") > 0).tolist() == [False, True, True, False, True]
    assert (texts.share("绿茶") > 0).tolist() == [False, False, False, True, False]
    assert (texts.share("茶") > 0).tolist() == [False, False, False, True, True]


@given(st.lists(st.text("ab é茶西 \n.-_'", max_size=12), max_size=6), st.text("ab é茶", max_size=6))
def test_looking_finds_what_taking_apart_finds(texts, asked):
    share = Coverage(texts).share(asked)
    for text, found in zip(texts, share, strict=True):
        whole = [word for word in dict.fromkeys(words_of(asked)) if word in words_of(text)]
        single = [w for w in words_of(asked) if len(w) == 1 and w in text]  # one Chinese character
        assert (found > 0) == bool(whole or single)
    assert ((share >= 0) & (share <= 1 + 1e-12)).all()


@given(
    st.lists(st.lists(st.text("ab 茶西\n-", max_size=5), max_size=4), max_size=6),
    st.text("ab 茶西", max_size=6),
)
def test_parts_are_looked_through_as_if_they_were_one_text(texts, asked):
    one = Coverage([" ".join(parts) for parts in texts])
    assert Coverage.of_parts(texts).share(asked).tolist() == one.share(asked).tolist()
    for word in words_of(asked):
        assert Coverage.of_parts(texts).holding(word).tolist() == one.holding(word).tolist()


def test_what_is_asked_after_something_else_is_answered_for_itself():
    texts = Coverage(["bank", "king"])
    for asked, found in (("bank", [1, 0]), ("king", [0, 1]), ("king", [0, 1]), ("bank", [1, 0])):
        assert texts.share(asked).tolist() == found


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("chain", "chains"),
        ("scarf", "scarves"),
        ("knife", "knives"),
        ("glove", "gloves"),
        ("berry", "berries"),
        ("cookie", "cookies"),
        ("toy", "toys"),
        ("dress", "dresses"),
        ("bus", "buses"),
        ("house", "houses"),
        ("lens", "lenses"),
        ("box", "boxes"),
        ("axe", "axes"),
        ("watch", "watches"),
        ("tomato", "tomatoes"),
        ("shoe", "shoes"),
        ("piano", "pianos"),
    ],
)
def test_a_word_is_looked_for_in_its_other_number_too(one, several):
    assert one in forms_of(several)
    assert several in forms_of(one)
    assert forms_of(one)[0] == one


TEXTS = ("a wool scarf", "two scarves, wools", "scarfing", "scar", "dwarf scarf-ring")


@pytest.mark.parametrize("word", ["scarf", "scarves", "wool", "wools", "scar", "absent"])
def test_both_numbers_are_looked_for_at_once(word):
    texts = Coverage(TEXTS)
    expected = sorted({row for form in forms_of(word) for row in texts.holding(form).tolist()})
    assert Coverage(TEXTS).holding_either(word).tolist() == expected


def test_the_other_number_counts_where_it_is_to(memory):
    parts = [(text,) for text in TEXTS]
    for either in ([True] * 5, [False] * 5, [True, False, True, True, True]):
        share = Coverage.of_parts(parts, np.array(either)).share("scarves")
        held = [
            (one and "scarf" in text.split("-")[0].split()) or "scarves" in text
            for one, text in zip(either, TEXTS, strict=True)
        ]
        held[4] = either[4]
        assert (share > 0).tolist() == held
    items = (
        Item(id="w", title="Film", description="Scarf and snow.", year=1999),
        Item(id="g", title="Wool scarf", price=9.0),
        Item(id="o", title="Hat", price=9.0),
    )
    recommender = Recommender(memory, catalog_of(memory, *items))
    found = recommender.recommend("ann", Request(query="scarves"), n=3)
    told = {r.item.id: one.text for r in found.items for one in r.reasons if one.signal == "words"}
    assert told == {"g": "Has words of what you asked for: scarves."}


@pytest.mark.parametrize("word", ["news", "1990s", "ab", "绿茶", "café", "x11"])
def test_what_has_no_other_number_stays_alone(word):
    assert forms_of(word) == (word,)


def test_titles_and_names_of_people_tell_nothing_of_works_and_what_it_is_of_goods():
    assert words_of(telling(FILM)) == ["drama", "two", "kings", "bank"]
    sold = replace(FILM, price=9.0, description="")
    assert words_of(telling(sold)) == ["chess", "club", "ann", "king", "drama"]


def test_words_in_the_title_speak_where_goods_are_sold_and_no_more_where_they_are_not(memory):
    rest = films(30)
    recommender = Recommender(memory, catalog_of(memory, FILM, *rest))

    def words():
        found = recommender.recommend("ann", Request(query="chess club"), n=31)
        return {
            r.item.id: reason.text
            for r in found.items
            for reason in r.reasons
            if reason.signal == "words" and reason.value > 0
        }

    assert words() == {}
    recommender.update_item("a", price=9.0)
    assert words() == {"a": "Has words of what you asked for: chess, club."}
    recommender.update_item("a", price=8.0)
    assert list(words()) == ["a"]
    recommender.update_item("a", price=None)
    assert words() == {}


def test_words_of_the_description_speak_with_the_words_that_are_there(memory):
    known = replace(FILM, id="b", title="Elsewhere", description="A girl learns chess in prison.")
    recommender = Recommender(memory, catalog_of(memory, FILM, known, *films(30)))
    found = recommender.recommend("ann", Request(query="chess prison aliens"), n=32)
    (reason,) = [r for r in parts(found, "words") if r.value > 0.3]
    assert reason.text == "Has words of what you asked for: chess, prison."
    assert reason.text_zh == "含有你要求中的词：chess、prison。"
    by_id = {ranked.item.id: ranked for ranked in found.items}
    assert all(r.signal != "words" for r in by_id["a"].reasons)  # in its title only


# -- what was said -----------------------------------------------------------------------------


def test_what_was_said_before_in_the_conversation_speaks(recommender):
    statement = say(recommender, "ann", "c1", genre("Western"))
    found = recommender.recommend("ann", n=10, conversation="c1")
    reasons = parts(found, "said")
    assert reasons
    assert {r.about for r in reasons} == {"Western"}
    assert {r.value for r in reasons} == {0.5}
    assert [e.entry for e in reasons[0].evidence] == [statement.id]
    assert reasons[0].evidence[0].quote == "something on Western"
    assert reasons[0].text == "You spoke of Western in this conversation."
    assert reasons[0].text_zh == "你在这次对话里说到西部。"
    for ranked in found.items:
        assert ranked.score == pytest.approx(sum(r.contribution for r in ranked.reasons))
        assert recommender.why("ann", ranked.item.id).score == pytest.approx(ranked.score)
    for conversation in (None, "c2"):
        assert not parts(recommender.recommend("ann", n=10, conversation=conversation), "said")
    assert not parts(recommender.recommend("bob", n=10, conversation="c1"), "said")


def test_several_genres_share_what_one_says(recommender):
    for name in ("Western", "Horror"):
        say(recommender, "ann", "c1", genre(name))
    era = Target(kind="era", name="1990s", text="Films of the 1990s")
    say(recommender, "ann", "c1", era)
    reasons = parts(recommender.recommend("ann", n=100, conversation="c1"), "said")
    assert {(r.about, r.value) for r in reasons} == {
        ("Western", 0.25),
        ("Horror", 0.25),
        ("1990s", 0.5),
    }


def test_what_the_request_says_itself_or_nobody_wants_does_not_speak():
    western, nineties = said("genre", "Western"), said("era", "1990s")
    assert western.beside(Request()) == western.names
    for limits in (Constraint(include=("western",)), Constraint(exclude=("Western",))):
        assert western.beside(Request(constraint=limits)) == ()
    assert western.beside(Request(), ["Western"]) == ()
    assert western.beside(Request(constraint=Constraint(year_min=1980))) == western.names
    assert nineties.beside(Request(constraint=Constraint(year_min=1980))) == ()


def test_the_last_word_counts_and_what_was_taken_back_does_not(recommender, clock):
    memory = recommender.memory
    say(recommender, "ann", "c1", genre("Western"))
    say(recommender, "ann", "c1", genre("Horror"), turn="t2")
    say(recommender, "ann", "c1", genre("Western"), -1)
    assert [one.name for one in spoken_in(memory, "ann", "c1").names] == ["Horror"]
    earlier = clock.now
    clock.forward(hours=1)
    say(recommender, "ann", "c1", genre("Crime"), turn="t4", supersedes="t2")
    assert [one.name for one in spoken_in(memory, "ann", "c1").names] == ["Crime"]
    assert "Crime" not in {n.name for n in spoken_in(memory, "ann", "c1", earlier).names}
    say(recommender, "ann", "c1", genre("Comedy"), 0)  # asked about, not asked for
    assert [one.name for one in spoken_in(memory, "ann", "c1").names] == ["Crime"]
    assert spoken_in(memory, "ann", None) is NOTHING


def test_a_statement_of_no_conversation_is_said_in_none(recommender):
    state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    assert not parts(recommender.recommend("ann", n=10, conversation="c1"), "said")


# -- what was named ----------------------------------------------------------------------------


def test_people_in_common_are_counted_and_named(memory):
    heat = Item(id="heat", title="Heat", people=("Ada North", "Ben East", "Cleo South"), year=1995)
    both = Item(id="both", title="Both", people=("Ben East", "Ada North"), year=1995)
    one = Item(id="one", title="One", people=("Ada North", "Finn Lake"), year=2003)
    none = Item(id="none", title="None", people=("Eva Hill",))
    recommender = Recommender(memory, catalog_of(memory, heat, both, one, none))
    found = recommender.recommend("ann", Request(like=("heat",)), n=4)
    shared = {
        ranked.item.id: r for ranked in found.items for r in ranked.reasons
        if r.signal == "people-like"
    }  # fmt: skip
    assert {key: r.value for key, r in shared.items()} == {
        "both": pytest.approx(np.log(3) / np.log(4)),
        "one": pytest.approx(0.5),
    }
    assert shared["both"].text == "Has Ben East and Ada North in common with Heat."
    assert shared["one"].text_zh == "与《Heat》同有 Ada North。"
    times = {
        ranked.item.id: r.value for ranked in found.items for r in ranked.reasons
        if r.signal == "year-like"
    }  # fmt: skip
    assert times == {"both": pytest.approx(1.0), "one": pytest.approx(np.exp(-1.0))}
    newer = Request(like=("heat",), constraint=Constraint(year_min=1996))
    assert not parts(recommender.recommend("ann", newer, n=4), "year-like")


def test_items_named_before_speak_like_those_asked_for(recommender):
    statement = say(recommender, "ann", "c1", item_target(recommender, "film:7"))
    found = recommender.recommend("ann", n=5, conversation="c1")
    reasons = parts(found, "people-like")
    assert reasons
    assert [e.entry for e in reasons[0].evidence] == [statement.id]
    say(recommender, "ann", "c1", item_target(recommender, "film:7"), -1)
    assert not parts(recommender.recommend("ann", n=5, conversation="c1"), "people-like")


def test_people_and_times_are_alike_within_bounds():
    assert people_alike(np.array([0.0, 1.0, 3.0, 9.0])) == pytest.approx([0, 0.5, 1, 1])
    years = np.array([1990.0, 1998.0, np.nan])
    found = of_one_time(years, np.array([1990.0, 1998.0]), np.array([0.25, 0.75]))
    assert found[:2] == pytest.approx([0.25 + 0.75 / np.e, 0.25 / np.e + 0.75])
    assert np.isnan(found[2])


# -- new and old -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "sign"), [("new horror", 1), ("old horror", -1), ("新 Horror", 1), ("horror", 0)]
)
def test_new_and_old_are_heard(recommender, query, sign):
    found = recommender.recommend("ann", Request(query=query), n=100)
    values = {
        r.item.year: p.value for r in found.items for p in r.reasons if p.signal == "age-said"
    }
    if sign == 0:
        assert not values
        return
    years = sorted(values)
    ordered = [sign * values[year] for year in years]
    assert ordered == sorted(ordered)
    assert -1 <= ordered[0] < 0 < ordered[-1] <= 1


def test_new_york_is_not_new(recommender):
    for query in ("New York", "an old man", "12 years old", "新娘"):
        assert not parts(recommender.recommend("ann", Request(query=query), n=20), "age-said")


def test_age_is_told_whichever_way_it_counts(recommender):
    found = recommender.recommend("ann", Request(query="new horror"), n=100)
    told = {p.value > 0: p.text for p in parts(found, "age-said")}
    assert told[True].endswith("and you asked for something new.")
    assert told[False].endswith("though you asked for something new.")


@pytest.mark.parametrize("text", ["no, a western instead", "不，来点西部片", "还是西部片吧"])
def test_a_correction_takes_the_place_of_what_was_said_before(recommender, text):
    horror, western = genre("Horror"), genre("Western")
    say(recommender, "ann", "c1", horror)
    person = Target(kind="person", name="Tom Hanks", text="Tom Hanks")
    say(recommender, "ann", "c1", person)
    say(recommender, "ann", "c1", western, text=text)
    names = [one.name for one in spoken_in(recommender.memory, "ann", "c1").names]
    assert names == ["Western", "Tom Hanks"]


def test_more_that_is_said_stays_beside_what_was_said_before(recommender):
    say(recommender, "ann", "c1", genre("Horror"))
    say(recommender, "ann", "c1", genre("Western"), text="a western with no end, and horror too")
    names = [one.name for one in spoken_in(recommender.memory, "ann", "c1").names]
    assert names == ["Western", "Horror"]
