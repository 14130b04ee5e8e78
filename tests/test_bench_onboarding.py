"""The measurement of onboarding: who is asked, what they tell, what is ranked, what is compared."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.onboarding.asking import METHODS
from bench.onboarding.figures import lines, rows_of
from bench.onboarding.interviews import ANSWERS, MODES, MOST_QUESTIONS, ndcg, run
from bench.onboarding.newcomers import BEGIN, FEWEST, newcomers_of
from bench.onboarding.product import Product
from bench.quality.events import Data, Events

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
            assert len(one.held) == len(one.likes) // 2
            assert one.held < set(one.likes)
    again = newcomers_of(data, "test")
    assert again.newcomers == test.newcomers


def test_likes_are_ratings_not_below_their_mean(data):
    plan = newcomers_of(data, "test")
    for row, one in plan.newcomers.items():
        mine = plan.events.user == plan.events.user[row]
        values, films = plan.events.value[mine], plan.events.item[mine]
        for film, value in zip(films.tolist(), values.tolist(), strict=True):
            assert one.likes[film] == (value >= values.mean())


@given(st.data())
def test_ndcg_by_the_book(data):
    size = data.draw(st.integers(1, 30))
    scores = np.array(data.draw(st.permutations(range(size))), float)
    wanted = set(data.draw(st.lists(st.integers(0, size - 1))))
    judged = set(data.draw(st.lists(st.integers(0, size - 1))))
    found = ndcg(scores, judged, wanted)
    left = wanted - judged
    if not left:
        assert np.isnan(found)
        return
    order = [
        film for film in sorted(range(size), key=lambda film: -scores[film]) if film not in judged
    ]
    gained = sum(1 / np.log2(rank + 2) for rank, film in enumerate(order[:10]) if film in left)
    best = sum(1 / np.log2(rank + 2) for rank in range(min(10, len(left))))
    assert found == pytest.approx(gained / best)


def test_a_reading_leaves_the_crowd_as_it_was_and_answers_change_the_ranking(data, vectors):
    product, events = Product(data, vectors), data.events
    for row in range(len(events) // 2):
        product.learn(
            int(events.user[row]),
            int(events.item[row]),
            float(events.day[row]),
            float(events.value[row]),
        )
    day, before = float(events.day[len(events) // 2]), product.crowd.snapshot()
    cold = product.scores([], day)
    warm = product.scores([(3, True), (5, True), (60, False)], day)
    assert product.crowd.snapshot() == before
    assert np.array_equal(product.scores([], day), cold)
    assert not np.array_equal(warm, cold)
    # Films 0 to 39 are liked together.
    moved = warm - cold
    assert moved[:40].mean() > moved[40:].mean()


def test_everybody_is_asked_by_every_method_and_compared_by_pairs(data, vectors):
    plan = newcomers_of(data, "test", every=6)
    found = run(data, plan, vectors, list(METHODS))
    assert found.people == len(plan.newcomers) > 1
    rows = rows_of(found)
    keys = {(row["method"], row["mode"], row["looked"]) for row in rows if row["looked"]}
    assert keys == {
        (m, mode, at) for m in METHODS for mode in MODES for at in ("questions", "answers")
    }
    for row in rows:
        if not row["looked"]:
            continue
        assert 0 <= row["judged"] <= ANSWERS
        assert row["asked"] <= MOST_QUESTIONS
        assert row["looked"] != "questions" or row["asked"] == 5
        assert ("behind" in row) == (row["method"] != "penchant")
    judged = {(r["method"], r["mode"]): r["judged"] for r in rows if r["looked"] == "answers"}
    # Of the half they may tell of there is less to judge.
    assert judged["popular", "half"] <= judged["popular", "rest"]
    assert len(lines(rows)) == 3 + len(rows)
