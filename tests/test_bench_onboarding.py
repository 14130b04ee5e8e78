"""The measurement of onboarding: who is asked, what they tell, what is ranked, what is compared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.onboarding.asking import HEEDED, METHODS, InOrder, Others, Ours
from bench.onboarding.figures import lines, rows_of
from bench.onboarding.interviews import ANSWERS, STANDS, ndcg, run, stands
from bench.onboarding.kinds import Usual
from bench.onboarding.newcomers import BEGIN, FEWEST, MIDDLE, PARTS, SHARE, Plan, newcomers_of
from bench.onboarding.product import Product
from bench.quality.events import Data, Events
from penchant.tools.onboarding.interview import interview

FILMS, PEOPLE, EACH = 80, 60, 14


@pytest.fixture(scope="module")
def data():
    """People who come one after the other, each with ratings of one half of the films."""
    rng = np.random.default_rng(0)
    rows = []
    for user in range(PEOPLE):
        mine = rng.choice(FILMS // 2, EACH, replace=False) + (user % 2) * FILMS // 2
        for turn, film in enumerate(mine.tolist()):
            rows.append((user, film, user + turn / 50, rng.integers(3, 11) / 10))
    user, film, day, value = map(np.array, zip(*rows, strict=True))
    events = Events(user, film, day + 15_000.0, np.zeros(len(user), np.intp), value)
    texts = tuple(f"Film {film}. {'Drama' if film < 40 else 'Crime'}" for film in range(FILMS))
    names = tuple(("Drama",) if film < 40 else ("Crime",) for film in range(FILMS))
    return Data(events, PEOPLE, FILMS, ("rate",), texts, names, np.full(FILMS, np.nan))


@pytest.fixture(scope="module")
def vectors():
    found = np.random.default_rng(1).normal(size=(FILMS, 8)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_people_for_choosing_and_for_reporting_are_others_and_none_was_there_before(data):
    dev, test = newcomers_of(data, "dev"), newcomers_of(data, "test")
    begun = {
        part: {int(plan.events.user[row]) for row in plan.newcomers}
        for part, plan in (("dev", dev), ("test", test))
    }
    assert not begun["dev"] & begun["test"]
    assert begun["dev"]
    assert begun["test"]
    assert dev.events.day.max() < np.quantile(data.events.day, 0.7) <= test.events.day.max()
    for plan in (dev, test):
        for row, one in plan.newcomers.items():
            user = plan.events.user[row]
            assert row >= BEGIN * len(data.events)
            assert not (plan.events.user[:row] == user).any()
            assert one.day == plan.events.day[row]
            assert len(one.likes) >= FEWEST
            assert len(one.parts) == PARTS
            assert not frozenset.intersection(*one.parts)
            assert all(abs(len(part) - len(one.likes) / SHARE) < 1 for part in one.parts)
            for part, films in enumerate(one.parts):
                assert {**one.tells(part), **{film: one.likes[film] for film in films}} == one.likes
                assert not one.tells(part).keys() & films
                assert one.wanted(part) == {film for film in films if one.likes[film]}
    again = newcomers_of(data, "test")
    assert again.newcomers == test.newcomers


def test_likes_are_ratings_above_the_middle_of_the_scale(data):
    plan = newcomers_of(data, "test")
    for row, one in plan.newcomers.items():
        mine = plan.events.user == plan.events.user[row]
        values, films = plan.events.value[mine], plan.events.item[mine]
        for film, value in zip(films.tolist(), values.tolist(), strict=True):
            assert one.likes[film] == (value > MIDDLE)


@given(st.data())
def test_ndcg_by_the_book(data):
    size = data.draw(st.integers(2, 30))
    scores = np.array(data.draw(st.permutations(range(size))), float)
    wanted = data.draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=size - 1))
    out = data.draw(st.sets(st.sampled_from(sorted(set(range(size)) - wanted))))
    order = [
        film for film in sorted(range(size), key=lambda film: -scores[film]) if film not in out
    ]
    gained = sum(1 / np.log2(rank + 2) for rank, film in enumerate(order[:10]) if film in wanted)
    best = sum(1 / np.log2(rank + 2) for rank in range(min(10, len(wanted))))
    assert ndcg(scores, out, wanted) == pytest.approx(gained / best)


@given(st.permutations(range(150)), st.dictionaries(st.integers(0, 149), st.booleans(), min_size=5))
def test_an_interview_stands_where_counting_says(order, tells):
    found = stands(InOrder(-np.argsort(order).astype(float)), tells)
    known = [(film, tells[film]) for film in order if film in tells][:ANSWERS]
    end = order.index(known[-1][0]) + 1
    assert list(found) == list(STANDS)
    for name, most in STANDS.items():
        asked = min(end, most)
        assert found[name].asked == asked
        told = tuple((film, tells[film]) for film in order[: int(asked)] if film in tells)
        assert found[name].judged == told


@given(st.dictionaries(st.integers(0, 149), st.booleans(), min_size=5), st.booleans())
def test_kinds_are_one_question_and_one_answer_if_any_were_named(tells, names):
    kinds = ("Drama",) if names else ()
    found = stands(InOrder(-np.arange(150.0)), tells, kinds)
    known = [(film, tells[film]) for film in range(150) if film in tells][: ANSWERS - names]
    for name, most in STANDS.items():
        asked = min(known[-1][0] + 2, most)
        assert found[name].asked == asked
        assert found[name].kinds == kinds
        assert found[name].judged == tuple(one for one in known if one[0] < asked - 1)


def test_named_are_kinds_of_which_more_are_liked_than_is_usual():
    usual = Usual([("Drama",), ("Drama", "Crime"), ("Crime",), ("War", "Crime"), ("War",)])
    for film in (0, 0, 0, 1, 1, 2, 3, 4):
        usual.learn(film)
    offered = ["Drama", "Crime", "War", "Western"]
    # Of eight ratings five are dramas, four crime and two war.
    assert usual.named([3, 4], offered, 3) == ("War",)
    assert usual.named([2, 3, 4], offered, 3) == ("War", "Crime")
    assert usual.named([2, 3, 4], offered, 1) == ("War",)
    assert usual.named([2, 3, 4], ["Crime", "Drama"], 3) == ("Crime",)
    assert usual.named([4], offered, 3) == ()
    assert usual.named([], offered, 3) == ()


def test_kinds_named_change_what_is_asked_first_and_what_is_ranked(data, vectors):
    product, day = learned(data, vectors, len(data.events) // 2), float(data.events.day[-1])
    marks = np.zeros((FILMS, 11))
    for name, method in METHODS.items():
        asking = method.begin(Others(product, marks, day, 0, ("Crime",)))
        first = list(asking.films(()))[: FILMS // 2]
        assert (min(first) >= FILMS // 2) == (name not in ALL_ALIKE)
    moved = product.scores((), day, ("Crime",)) - product.scores((), day)
    assert moved[FILMS // 2 :].mean() > moved[: FILMS // 2].mean() + 0.5


ALL_ALIKE = ("popular of all times", "popularity x entropy", "random")
"""Methods that hear nothing of kinds."""


def learned(data, vectors, rows):
    product, events = Product(data, vectors), data.events
    for row in range(rows):
        product.learn(
            int(events.user[row]),
            int(events.item[row]),
            float(events.day[row]),
            float(events.value[row]),
        )
    return product


def test_ours_asks_what_the_product_asks(data, vectors):
    """In the bench, interviews share what they have in common; here one goes on by itself."""
    product, day = learned(data, vectors, len(data.events) // 2), float(data.events.day[-1])
    ours = Ours(Others(product, np.zeros((FILMS, 11)), day, 0))
    rng = np.random.default_rng(4)
    for knows in (0.2, 0.5):
        asked = interview(product.catalog, product.calibration, product.crowd, day)
        path, since = (), 0
        done = set()
        while len(path) < ANSWERS and len(done) < HEEDED:
            item = asked.question()
            ahead = [film for film in ours.films(path) if film not in done]
            assert int(item) == ahead[0]
            assert sorted({*ahead, *done}) == list(range(FILMS))
            done.add(int(item))
            if rng.random() < knows:
                liked = bool(rng.random() < 0.5)
                asked = asked.after(item, "like" if liked else "dislike")
                path, since = (*path, (int(item), liked, since)), 0
            else:
                asked, since = asked.after(item, "unknown"), since + 1
        assert len(done) > ANSWERS


def test_a_reading_leaves_the_crowd_as_it_was_and_answers_change_the_ranking(data, vectors):
    product, events = learned(data, vectors, len(data.events) // 2), data.events
    day, before = float(events.day[len(events) // 2]), product.crowd.snapshot()
    cold = product.scores((), day)
    warm = product.scores(((3, True), (5, True), (60, False)), day)
    assert product.crowd.snapshot() == before
    assert np.array_equal(product.scores((), day), cold)
    assert not np.array_equal(warm, cold)
    # Films 0 to 39 are liked together.
    moved = warm - cold
    assert moved[:40].mean() > moved[40:].mean()


def test_what_is_found_is_looked_for_among_the_same_films_whatever_was_asked(data, vectors):
    plan = newcomers_of(data, "test")
    row, one = next(iter(plan.newcomers.items()))
    found = run(data, Plan(plan.events, {row: one}), vectors, ["popular"])
    product = learned(data, vectors, row)
    order = np.argsort(-product.crowd.people([str(film) for film in range(FILMS)], one.day)[:, 5])
    gains, cold = [], []
    for part in range(PARTS):
        told, wanted = one.tells(part), one.wanted(part)
        judged = tuple((film, told[film]) for film in order.tolist() if film in told)[:ANSWERS]
        if wanted:
            gains.append(ndcg(product.scores(judged, one.day), set(told), wanted))
            cold.append(ndcg(product.scores((), one.day), set(told), wanted))
    assert found.gains["popular", "5 answers"] == pytest.approx([np.mean(gains)])
    assert found.cold == pytest.approx([np.mean(cold)])


def test_everybody_is_asked_by_every_method_and_compared_by_pairs(data, vectors):
    plan = newcomers_of(data, "test", every=6)
    found = run(data, plan, vectors, list(METHODS))
    assert found.people == len(plan.newcomers) > 1
    rows = rows_of(found)
    assert [(row["method"], row["at"]) for row in rows] == [
        ("nothing asked", ""),
        *((method, at) for at in STANDS for method in METHODS),
    ]
    for row in rows[1:]:
        assert row["people"] == found.people
        assert 0 <= row["liked"] <= row["judged"] <= ANSWERS
        assert row["asked"] <= STANDS[row["at"]]
        assert row["gained"] == pytest.approx(row["ndcg10"] - rows[0]["ndcg10"])
        ours = next(one for one in rows if one["method"] == "penchant" and one["at"] == row["at"])
        assert ("behind" in row) == (row is not ours)
        if row is not ours:
            assert row["behind"] == pytest.approx(ours["ndcg10"] - row["ndcg10"])
            assert row["behind_low"] <= row["behind"] <= row["behind_high"]
    # Everybody gives as many answers to everybody in the end, however long it takes.
    end = {row["method"]: row["judged"] for row in rows if row["at"] == "5 answers"}
    for name, method in METHODS.items():
        # Kinds that were named are one of the answers.
        assert end[name] == ANSWERS if not method.kinds else ANSWERS - 1 <= end[name] <= ANSWERS
    assert len(lines(rows)) == 3 + len(rows)
