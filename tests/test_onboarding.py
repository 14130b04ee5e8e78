"""Onboarding: what is asked, what answers change, what is kept of them."""

from __future__ import annotations

import time

import numpy as np
import pytest
from films import film_catalog, films, genre, state
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.calibration import calibrate
from penchant.memory.errors import BadInput, MissingUser, UnknownItem
from penchant.memory.memory import Memory
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.onboarding.beliefs import (
    ANSWERS,
    TAKES_IN,
    Beliefs,
    believed,
    best_question,
)
from penchant.tools.onboarding.interview import interview
from penchant.tools.onboarding.kinds import FEWEST, LIKED, MOST, OFFERED, kinds_of
from penchant.tools.onboarding.onboarding import PATIENCE, Onboarding
from penchant.tools.recommender import Recommender


@pytest.fixture
def recommender(memory):
    return Recommender(memory, film_catalog(memory))


# -- beliefs --------------------------------------------------------------------------------------


@st.composite
def some_beliefs(draw):
    types, items = draw(st.integers(2, 6)), draw(st.integers(3, 70))
    chance = arrays.arrays(float, (types, items), elements=st.floats(0, 0.5))
    weights = draw(arrays.arrays(float, types, elements=st.floats(0.01, 1)))
    return Beliefs(draw(chance), draw(chance), weights / weights.sum())


def best(values, open_):
    return np.sort(np.where(open_, values, 0.0))[::-1][:TAKES_IN].sum()


@given(some_beliefs(), st.data())
def test_worth_is_what_the_answers_add_to_the_best_list(beliefs, data):
    """The same by the book: for each answer, its chance times the best list believed after it."""
    size = beliefs.likes.shape[1]
    open_ = data.draw(arrays.arrays(bool, size))
    place = data.draw(st.integers(0, size - 1))
    left = open_ & (np.arange(size) != place)
    expected = -best(beliefs.liked(), left)
    for answer in ANSWERS:
        chances = {
            "like": beliefs.likes,
            "dislike": beliefs.dislikes,
            "unknown": 1 - beliefs.likes - beliefs.dislikes,
        }[answer][:, place]
        probability = float(beliefs.weights @ chances)
        if probability > 0:
            expected += probability * best(beliefs.after(place, answer).liked(), left)
    worth = beliefs.worth(np.array([place]), open_)[0]
    assert worth == pytest.approx(expected, abs=2e-5)
    assert worth >= -2e-5  # to know more is never worse


@given(some_beliefs(), st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ANSWERS))))
def test_beliefs_stay_chances_in_whatever_order_answers_come(beliefs, answers):
    def heard(order):
        now = beliefs
        for place, answer in order:
            now = now.after(place, answer)
        return now.weights

    forth, back = heard(answers), heard(answers[::-1])
    assert forth.sum() == pytest.approx(1.0)
    assert (forth >= 0).all()
    if np.count_nonzero(forth) == len(forth):
        assert np.allclose(forth, back)


def test_of_two_sorts_of_people_one_is_asked_what_tells_them_apart():
    """Everybody likes the first item; the second and third tell who likes which other items."""
    one, other = [1, 1, -1] + [1] * 10 + [0] * 10, [1, -1, 1] + [0] * 10 + [1] * 10
    told = np.array([one] * 30 + [other] * 30, np.int8)
    beliefs = believed(told, np.full(23, 0.01, np.float32), np.eye(23, dtype=np.float32))
    asked = best_question(beliefs, np.ones(23, bool))
    assert asked != 0
    likes = beliefs.after(1, "like").liked()
    assert likes[3:13].min() > likes[13:].max()
    assert beliefs.after(1, "dislike").liked()[13:].min() > likes[13:].max()


@given(some_beliefs(), st.data())
def test_asked_is_what_is_worth_most_and_likely_known(beliefs, data):
    open_ = data.draw(arrays.arrays(bool, beliefs.likes.shape[1]))
    asked = best_question(beliefs, open_)
    places = np.flatnonzero(open_)
    if not len(places):
        assert asked is None
        return
    merit = beliefs.worth(places, open_) * np.sqrt(beliefs.known()[places])
    assert merit[places.tolist().index(asked)] == pytest.approx(merit.max(), abs=1e-6)


def test_those_made_up_know_what_people_turned_out_to_know(memory, recommender):
    def made_up(crowd):
        """How likely one made up knows each of the films."""
        asked = interview(recommender.catalog, memory.calibration, crowd, 20_700.0)
        beliefs = asked.beliefs
        known = (beliefs.likes + beliefs.dislikes)[-1]
        return {item: float(known[place]) for place, item in enumerate(asked.items)}

    before = made_up(Crowd())
    for k in range(160):
        for film in ("film:0", "film:1" if k % 2 else "film:2"):
            recommender.act(f"user {k}", "like", film)
    after = made_up(memory.crowd())
    # 160 people and the 40 of whom it is only guessed, as one to six tenths.
    for film, people in (("film:0", 160), ("film:1", 80), ("film:7", 0)):
        assert (people + 4) / 200 - 1e-6 <= after[film] <= (people + 24) / 200 + 1e-6
        assert 0.1 - 1e-6 <= before[film] <= 0.6


def test_nothing_left_is_no_question():
    beliefs = believed(
        np.zeros((0, 4), np.int8), np.full(4, 0.5, np.float32), np.eye(4, dtype=np.float32)
    )
    assert best_question(beliefs, np.zeros(4, bool)) is None
    assert best_question(beliefs, np.array([False, False, True, False])) == 2


# -- what people before tell ----------------------------------------------------------------------


def test_tastes_tell_who_liked_what_and_who_is_left_out(memory, recommender):
    for user, items in (("a", (0, 1)), ("b", (1, 2, 3)), ("c", (5,)), ("d", (2, 9))):
        for item in items:
            recommender.act(user, "like", f"film:{item}")
    for item, value in ((0, 5), (1, 1), (2, 3)):
        recommender.act("e", "rating", f"film:{item}", value=value)
    asked = [f"film:{item}" for item in (0, 1, 2, 3)] + ["never seen"]
    # c and d have not used two of these; e rated the second below their usual.
    assert memory.crowd().tastes(asked, 10).tolist() == [
        [1, 1, 0, 0, 0],
        [0, 1, 1, 1, 0],
        [1, -1, 1, 0, 0],
    ]
    assert memory.crowd().tastes(asked, 1).tolist() == [[1, -1, 1, 0, 0]]
    assert Crowd().tastes(asked, 10).shape == (0, 5)


# -- the questions --------------------------------------------------------------------------------


def answered(onboarding, taste, most=50):
    """The items asked about until the end; ``taste`` answers about each."""
    asked = []
    while (question := onboarding.question()) is not None and len(asked) < most:
        asked.append(question.item)
        onboarding.answer(question.item.id, taste(question.item))
    return asked


def by_genre(item):
    return "like" if "Horror" in item.categories else "dislike"


def test_it_ends_after_the_answers_wanted_and_asks_nothing_twice(memory, recommender):
    onboarding = Onboarding(recommender, "ana", 5)
    asked = answered(onboarding, by_genre)
    assert len(asked) == len({item.id for item in asked}) == onboarding.answered == 5
    assert onboarding.question() is None
    kinds = [entry.kind for entry in memory.entries("ana")]
    assert kinds == ["like" if "Horror" in item.categories else "dislike" for item in asked]


def test_who_knows_nothing_is_left_in_peace_and_nothing_is_learned(memory, recommender):
    onboarding = Onboarding(recommender, "ana", 3)
    asked = answered(onboarding, lambda item: "unknown")
    assert len(asked) == len({item.id for item in asked}) == PATIENCE * 3
    assert onboarding.answered == 0
    profile = memory.profile("ana")
    assert (profile.interests, profile.liked, profile.disliked, profile.seen) == (
        (),
        frozenset(),
        frozenset(),
        frozenset(),
    )
    assert memory.crowd().chosen_by("ana") == frozenset()
    # What they don't know may well be recommended.
    first = {item.id for item in asked}
    everything = recommender.recommend("ana", n=100).items
    assert first & {ranked.item.id for ranked in everything}
    assert recommender.recommend("ana").cold


def test_it_goes_on_where_it_was_left_and_forgetting_begins_anew(memory, recommender):
    first = Onboarding(recommender, "ana", 4)
    question = first.question()
    first.answer(question.item.id, "like")
    second = Onboarding(recommender, "ana", 4)
    assert (second.answered, second.question().number) == (1, 2)
    assert second.question().item != question.item
    recommender.forget("ana")
    assert second.answered == 0
    assert second.question().item == question.item


def test_a_replay_asks_the_same(memory, recommender, tmp_path, embedder, clock):
    asked = answered(Onboarding(recommender, "ana", 3), by_genre)
    answered(Onboarding(recommender, "ben", 2), lambda item: "unknown", most=2)
    after = Onboarding(recommender, "ben", 2).question()
    memory.close()
    with Memory.open(tmp_path / "store", embedder, clock=clock) as again:
        replayed = Recommender(again, film_catalog(again))
        assert Onboarding(replayed, "ben", 2).question() == after
        assert Onboarding(replayed, "ana", 3).question() is None
        assert {entry.item for entry in again.entries("ana")} == {item.id for item in asked}


def test_what_is_known_already_is_not_asked(memory, recommender):
    for k in range(0, 120, 2):
        recommender.act("ana", "watch", f"film:{k}")
    onboarding = Onboarding(recommender, "ana", 10)
    asked = answered(onboarding, by_genre)
    assert len(asked) == 10
    assert all(int(item.id.removeprefix("film:")) % 2 for item in asked)


def test_what_they_want_no_more_of_is_not_asked_about(recommender):
    state(recommender, "ana", "no more horror", genre("Horror"), -1, 1.0)
    asked = answered(Onboarding(recommender, "ana", 30), lambda item: "unknown", most=60)
    assert len(asked) == 60
    assert not any("Horror" in item.categories for item in asked)
    others = answered(Onboarding(recommender, "ben", 30), lambda item: "unknown", most=60)
    assert any("Horror" in item.categories for item in others)


def test_an_undone_answer_counts_no_more(recommender):
    onboarding = Onboarding(recommender, "ana", 2)
    item = onboarding.question().item
    entry = onboarding.answer(item.id, "like")
    recommender.undo("ana", entry.id)
    assert onboarding.answered == 0
    assert onboarding.question().item == item


def test_answers_teach_like_any_like(recommender):
    asked = answered(Onboarding(recommender, "ana", 8), by_genre)
    assert any("Horror" in item.categories for item in asked)
    assert any("Horror" not in item.categories for item in asked)
    ranked = recommender.recommend("ana", n=10)
    assert not ranked.cold
    horror = sum("Horror" in one.item.categories for one in ranked.items)
    assert horror >= 6  # of 120 films, 31 % are


def test_the_answers_decide_what_is_asked_next(recommender):
    """Two people who answer otherwise are asked otherwise."""
    likes = answered(Onboarding(recommender, "ana", 6), lambda item: "like")
    others = answered(Onboarding(recommender, "ben", 6), lambda item: "unknown", most=6)
    assert likes[0] == others[0] or len(likes) == 6
    assert likes[1:] != others[1:]


def test_hidden_items_are_not_asked_about(memory):
    items = [*films(30)]
    hidden = [
        Item(id=f"old:{k}", title=f"Gone {k}", prior=1e6, hidden=True, year=2000) for k in range(5)
    ]
    matrix = memory.embedder.encode([item.text for item in [*items, *hidden]])
    recommender = Recommender(memory, Catalog([*items, *hidden], matrix))
    asked = answered(Onboarding(recommender, "ana", 20), by_genre)
    assert len(asked) == 20
    assert not any(item.hidden for item in asked)


# -- kinds ----------------------------------------------------------------------------------------


def catalog_of(memory, *categories):
    items = [
        Item(id=str(k), title=f"Item {k}", categories=names, hidden=hidden)
        for k, (names, hidden) in enumerate(categories)
    ]
    return Catalog(items, memory.embedder.encode([item.text for item in items]))


names = st.sampled_from(["Ant", "Bee", "Cat", "Dog", "Elk", "Fox", ""])


@given(st.lists(st.tuples(st.lists(names, max_size=3).map(tuple), st.booleans()), max_size=25))
def test_kinds_are_those_that_split_best_what_there_is(categories):
    items = [
        Item(id=str(k), title="x", categories=kinds, hidden=hidden)
        for k, (kinds, hidden) in enumerate(categories)
    ]
    catalog = Catalog(items, np.ones((len(items), 1), np.float32))
    there = [set(kinds) for kinds, hidden in categories if not hidden]
    found = kinds_of(catalog)

    def split(name):
        having = sum(name in kinds for kinds in there)
        return min(having, len(there) - having) if having > 1 else 0

    worth = [split(name) for name in found]
    assert worth == sorted(worth, reverse=True)
    assert all(worth)
    assert "" not in found
    able = [name for name in ("Ant", "Bee", "Cat", "Dog", "Elk", "Fox") if split(name)]
    assert set(found) == (set(able) if len(able) >= FEWEST else set())


def test_no_more_kinds_are_offered_than_are_read_at_a_glance(memory):
    many = [((f"Kind {k}",), False) for k in range(30) for _ in range(30 - k + 1)]
    assert kinds_of(catalog_of(memory, *many)) == tuple(f"Kind {k}" for k in range(OFFERED))


def test_kinds_are_asked_for_first_and_items_of_them_come_first(recommender):
    onboarding = Onboarding(recommender, "ana", 10)
    choice = onboarding.kinds()
    assert choice.kinds == kinds_of(recommender.catalog)
    assert choice.text == "Which of these do you like best? Up to 3."
    assert choice.text_zh == "下面这些，你最喜欢哪几类？最多选 3 类。"
    assert choice.kinds_zh[choice.kinds.index("Horror")] == "恐怖"
    onboarding.choose(["Horror"])
    assert onboarding.kinds() is None
    asked = answered(onboarding, lambda item: "unknown", most=20)
    assert len(asked) == 20
    assert all("Horror" in item.categories for item in asked)
    others = answered(Onboarding(recommender, "ben", 10), lambda item: "unknown", most=20)
    assert not all("Horror" in item.categories for item in others)


def test_items_of_other_kinds_follow_where_none_is_left(recommender):
    horror = sum("Horror" in item.categories for item in recommender.catalog.items)
    onboarding = Onboarding(recommender, "ana", 50)
    onboarding.choose(["Horror"])
    asked = answered(onboarding, lambda item: "unknown", most=horror + 5)
    assert ["Horror" in item.categories for item in asked] == [True] * horror + [False] * 5


def test_kinds_teach_like_what_is_said_of_them(recommender):
    turn = Onboarding(recommender, "ana").choose(["Horror", "Comedy"])
    state(recommender, "ben", "I like horror", genre("Horror"), 1, LIKED)
    state(recommender, "ben", "I like comedy", genre("Comedy"), 1, LIKED)
    chosen, said = recommender.profile("ana"), recommender.profile("ben")
    assert [one.targets for one in chosen.interests] == [one.targets for one in said.interests]
    assert [one.mass for one in chosen.interests] == pytest.approx(
        [one.mass for one in said.interests], rel=1e-6
    )
    assert turn.text == "Horror, Comedy"
    ranked = recommender.recommend("ana")
    assert not ranked.cold
    assert all({"Horror", "Comedy"} & set(one.item.categories) for one in ranked.items[:5])


def test_kinds_are_taken_back_forgotten_and_asked_for_again(recommender):
    onboarding = Onboarding(recommender, "ana")
    first = onboarding.question()
    turn = onboarding.choose(["Horror"], chinese=True)
    assert turn.text == "恐怖"
    recommender.undo("ana", turn.id)
    assert recommender.profile("ana").interests == ()
    assert onboarding.kinds() is not None
    assert onboarding.question() == first
    onboarding.choose(["Comedy"])
    recommender.forget("ana")
    assert list(recommender.memory.entries("ana")) == []
    assert onboarding.kinds() is not None
    assert onboarding.question() == first


def test_kinds_hold_after_a_replay(memory, recommender, tmp_path, embedder, clock):
    onboarding = Onboarding(recommender, "ana")
    onboarding.choose(["Horror", "Crime"])
    after, interests = onboarding.question(), recommender.profile("ana").interests
    memory.close()
    with Memory.open(tmp_path / "store", embedder, clock=clock) as again:
        replayed = Recommender(again, film_catalog(again))
        assert Onboarding(replayed, "ana").kinds() is None
        assert Onboarding(replayed, "ana").question() == after
        found = replayed.profile("ana").interests
        assert [one.targets for one in found] == [one.targets for one in interests]


def test_who_was_asked_about_an_item_or_said_what_they_like_chooses_no_kinds(recommender):
    onboarding = Onboarding(recommender, "ana")
    onboarding.answer("film:1", "unknown")
    assert onboarding.kinds() is None
    state(recommender, "ben", "I like horror", genre("Horror"), 1, 0.7)
    assert Onboarding(recommender, "ben").kinds() is None
    assert Onboarding(recommender, "cleo", 0).kinds() is None
    assert Onboarding(recommender, "cleo").kinds() is not None


def test_a_choice_of_kinds_that_cannot_be_is_refused_and_nothing_kept(recommender, memory):
    onboarding = Onboarding(recommender, "ana")
    for bad in ([], ["Horror", "No Such Kind"], list(kinds_of(recommender.catalog)[: MOST + 1])):
        with pytest.raises(BadInput):
            onboarding.choose(bad)
    assert list(memory.entries("ana")) == []
    onboarding.choose(["Horror", "Horror"])
    assert len(list(memory.entries("ana", kinds=("statement",)))) == 1


def test_an_empty_and_a_tiny_catalog(memory):
    empty = Catalog([], np.zeros((0, 64), np.float32))
    assert Onboarding(Recommender(memory, empty), "ana").question() is None
    assert Onboarding(Recommender(memory, empty), "ana").kinds() is None
    two = [Item(id="a", title="One"), Item(id="b", title="Two")]
    tiny = Recommender(memory, Catalog(two, memory.embedder.encode(["One", "Two"])))
    onboarding = Onboarding(tiny, "ana")
    assert {item.id for item in answered(onboarding, lambda item: "like")} == {"a", "b"}
    assert onboarding.question() is None


def test_bad_answers_and_nobody(recommender):
    onboarding = Onboarding(recommender, "ana")
    with pytest.raises(BadInput, match="one of like, dislike, unknown"):
        onboarding.answer("film:1", "maybe")
    with pytest.raises(UnknownItem):
        onboarding.answer("film:none", "unknown")
    with pytest.raises(MissingUser):
        Onboarding(recommender, " ")
    with pytest.raises(BadInput):
        Onboarding(recommender, "ana", -1)
    assert Onboarding(recommender, "ana", 0).question() is None
    assert list(recommender.memory.entries("ana")) == []


def test_the_question_in_both_languages(memory):
    films_ = [Item(id="a", title="千与千寻", year=2001)]
    recommender = Recommender(memory, Catalog(films_, memory.embedder.encode(["千与千寻"])))
    question = Onboarding(recommender, "ana").question()
    assert question.text == "Do you like 千与千寻 (2001)?"
    assert question.text_zh == "你喜欢《千与千寻》（2001 年）吗？"
    dateless = [Item(id="b", title="Kettle")]
    recommender = Recommender(memory, Catalog(dateless, memory.embedder.encode(["Kettle"])))
    assert Onboarding(recommender, "ben").question().text_zh == "你喜欢“Kettle”吗？"


def test_a_question_of_ten_thousand_items_takes_no_time():
    """Content alone and many items: well under the 50 ms of an idle machine, with room for others
    at work here."""
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(10_000, 384)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    items = [Item(id=str(k), title=f"Item {k}", prior=float(k % 97)) for k in range(10_000)]
    catalog, crowd = Catalog(items, matrix), Crowd()
    calibration = calibrate(matrix)
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        assert interview(catalog, calibration, crowd, 20_000.0).question() is not None
        taken.append(time.perf_counter() - began)
    assert min(taken) < 0.15
