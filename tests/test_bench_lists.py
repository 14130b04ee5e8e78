"""The measurement of whole lists: who is given them, what the product knows, what is measured."""

from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import WordEmbedder
from hypothesis import given
from hypothesis import strategies as st

from bench.lists import main
from bench.lists.asking import N, Parts, ask, parts_of
from bench.lists.figures import lines, lines_of_retrieval, retrieved, rows_of
from bench.lists.measures import (
    HEAD,
    MEASURES,
    World,
    covered,
    divergence,
    measured,
    ndcg,
    shares,
    tail_of,
)
from bench.lists.people import FEWEST, Person, plan_of
from bench.lists.settings import (
    BY_SCORE,
    DRAWS,
    EXPLORED,
    USUAL,
    Setting,
    crossed,
    explored,
    standing,
)
from bench.lists.store import catalog_of, opened
from bench.quality import metrics
from bench.quality.events import Data, Events
from penchant.memory.records import Request
from penchant.tools.listing.knobs import CALIBRATION, DIVERSITY, Knobs, knobs_of
from penchant.tools.listing.tastes import belonging, tastes_in
from penchant.tools.retrieval.shares import fits_of

FILMS, PEOPLE, EACH = 120, 30, 30
KINDS = ("Drama", "Crime", "Comedy")


@pytest.fixture(scope="module")
def data():
    """People whose days go side by side, mostly with films of two kinds of three each."""
    rng = np.random.default_rng(0)
    rows = []
    for user in range(PEOPLE):
        kinds = [(film + user) % 3 < 2 for film in range(FILMS)]
        odds = np.where(kinds, 6.0, 1.0)
        for turn, film in enumerate(rng.choice(FILMS, EACH, replace=False, p=odds / odds.sum())):
            rows.append((user, film, turn + user / 100, rng.integers(3, 11) / 10))
    rows.sort(key=lambda row: row[2])
    user, film, day, value = map(np.array, zip(*rows, strict=True))
    events = Events(user, film, day + 15_000.0, np.zeros(len(user), np.intp), value)
    names = tuple((KINDS[film % 3],) for film in range(FILMS))
    texts = tuple(f"Film {film}. {name}" for film, (name,) in enumerate(names))
    return Data(events, PEOPLE, FILMS, ("rate",), texts, names, np.full(FILMS, 1990.0))


@pytest.fixture(scope="module")
def words():
    return WordEmbedder()


@pytest.fixture(scope="module")
def vectors(data, words):
    return words.encode(data.texts)


@pytest.mark.parametrize("part", ["dev", "test"])
def test_nobody_hears_of_what_came_after_the_day_of_the_lists(data, part):
    plan, events = plan_of(data, part), data.events
    begin, cut = (np.quantile(events.day, level) for level in (0.6, 0.7))
    assert plan.day == (begin if part == "dev" else cut)
    assert len(plan.past) == (events.day < plan.day).sum()
    assert plan.past.day.max() < plan.day
    after = (events.day >= plan.day) & ((events.day < cut) | (part == "test"))
    found = {one.user: one for one in plan.people}
    assert found
    for user in range(PEOPLE):
        before = plan.past.user == user
        films, values = plan.past.item[before], plan.past.value[before]
        later = after & (events.user == user) & ~np.isin(events.item, films)
        wanted = set(events.item[later & (events.value >= values.mean())].tolist())
        if len(films) < FEWEST or not wanted:
            assert user not in found
            continue
        assert found[user].wanted == wanted
        assert set(found[user].liked) == set(films[values >= values.mean()].tolist())


def test_a_part_of_the_people_is_the_same_part_each_time(data):
    everybody, some = plan_of(data, "test"), plan_of(data, "test", 7)
    assert len(some.people) == 7 < len(everybody.people)
    assert set(some.people) < set(everybody.people)
    assert some.people == plan_of(data, "test", 7).people
    assert [one.user for one in some.people] == sorted(one.user for one in some.people)


def test_the_usual_setting_is_the_products_own():
    (usual,), (plain,) = USUAL.requests(7), BY_SCORE.requests(7)
    assert knobs_of(usual, 0, 0.2) == knobs_of(Request(), usual.seed, 0.2)
    assert knobs_of(plain, 0, 0.2) == Knobs(diversity=0.0, calibration=0.0, seed=plain.seed)
    settings = standing()
    assert settings[0] == BY_SCORE
    assert {USUAL, Setting(calibration=CALIBRATION), Setting(diversity=DIVERSITY)} < set(settings)
    assert [one.name for one in settings[-2:]] == ["usual", "usual, exploration 0.1"]
    assert len({one.name for one in settings}) == len(settings)
    assert Setting(None, 0.0).name == "usual, calibration 0"
    drawn = [one.seed for user in range(9) for one in Setting(exploration=EXPLORED).requests(user)]
    assert len(set(drawn)) == len(drawn) == 9 * DRAWS
    assert explored([EXPLORED]) == (BY_SCORE, USUAL, Setting(None, None, EXPLORED))
    assert crossed([0.0, 1.0], [0.0, 0.5]) == (
        BY_SCORE,
        Setting(0.0, 0.5),
        Setting(1.0, 0.0),
        Setting(1.0, 0.5),
    )


@given(st.lists(st.booleans(), min_size=1, max_size=N), st.integers(0, 30))
def test_ndcg_by_the_book(found, others):
    wanted = sum(found) + others
    if not wanted:
        return
    gained = metrics.gains(np.flatnonzero(found).astype(float)).sum()
    assert ndcg(found, wanted) == pytest.approx(
        gained / metrics.gains(np.arange(float(wanted))).sum()
    )
    assert ndcg([True] * N, N + others) == pytest.approx(1.0)


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_divergence_is_least_where_the_shares_are_those_due(weights, random):
    due = np.array(weights) / sum(weights)
    other = np.array(random.sample(weights, len(weights))) / sum(weights)
    assert divergence(due, due) == pytest.approx(0.0, abs=1e-12)
    assert divergence(due, other) >= -1e-12
    if not np.allclose(due, other):
        assert divergence(due, other) > 0


def test_divergence_of_seven_to_three():
    due = np.array([0.7, 0.3])
    # By hand: .7 ln(.7 / (.99 * .5 + .007)) + .3 ln(.3 / (.99 * .5 + .003)) = .2327 - .1520
    assert divergence(due, np.array([0.5, 0.5])) == pytest.approx(0.0806, abs=1e-4)
    # .7 ln(.7 / .997) + .3 ln(.3 / .003) = -.2476 + 1.3816
    assert divergence(due, np.array([1.0, 0.0])) == pytest.approx(1.1340, abs=1e-4)
    assert np.isnan(divergence(np.zeros(2), due))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_the_long_tail_begins_where_enough_ratings_are_in_the_head(counts):
    numbers = np.array(counts)
    tail = tail_of(numbers)
    head, most = numbers[~tail], HEAD * numbers.sum()
    assert head.sum() >= most or not numbers.sum()
    if len(head):
        assert head.sum() - head.min() < most
        assert head.min() >= numbers[tail].max(initial=0)


def test_the_figures_of_one_list():
    genres = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0], [0.0, 0.0]])
    vectors = np.eye(4, dtype=np.float32)
    world = World(genres, vectors, np.array([7, 0, 1, 0]), np.array([False, True, True, True]))
    person = Person(0, liked=(0, 0), wanted=frozenset({2, 3}))
    parts = Parts(np.array([0.7, 0.3]), {0: 0, 1: 1, 2: -1})
    found = measured(np.array([0, 1, 2]), person, parts, world)
    assert set(found) == set(MEASURES)
    assert found["ndcg10"] == pytest.approx((1 / 2) / (1 + 1 / np.log2(3)))
    assert found["recall10"] == 0.5
    third = 1 / 3
    assert found["interests"] == pytest.approx(
        divergence(np.array([0.7, 0.3, 0.0]), np.array([third, third, third]))
    )
    assert found["genres"] == pytest.approx(divergence(np.array([1.0, 0]), np.array([0.5, 0.5])))
    assert found["diversity10"] == pytest.approx(1.0)
    assert found["tail"] == pytest.approx(2 / 3)
    assert found["novelty"] == pytest.approx(-np.log2(np.array([8, 1, 2]) / 12).mean())
    assert shares([3], genres).tolist() == [0.0, 0.0]
    assert covered([{0, 1}, {1, 2}], 4) == 0.75


@pytest.fixture
def store(data, vectors, words, tmp_path):
    plan = plan_of(data, "test", 6)
    catalog = catalog_of(data, vectors)
    with opened(tmp_path / "store", catalog, plan.past, plan.day, words) as recommender:
        yield plan, recommender


def test_the_product_knows_the_past_and_nothing_of_its_lists(data, store):
    plan, recommender = store
    assert recommender.catalog.items[4].title == "Film 4"
    assert recommender.catalog.items[4].categories == ("Crime",)
    for person in plan.people:
        rated = plan.past.item[plan.past.user == person.user]
        profile = recommender.profile(str(person.user))
        assert profile.seen == {str(film) for film in rated.tolist()}
        assert profile.likes
    before = recommender.memory.sequence
    shown = ask(recommender, plan, standing(), [BY_SCORE])
    assert recommender.memory.sequence == before == len(plan.past)
    for setting in standing():
        for person, lists in zip(plan.people, shown.lists[setting], strict=True):
            rated = plan.past.item[plan.past.user == person.user]
            assert len(lists) == len(setting.requests(person.user))
            for films in lists:
                assert len(set(films.tolist())) == N
                assert not np.isin(films, rated).any()
    (drawn,) = (lists for one, lists in shown.lists.items() if one.exploration)
    assert any(not np.array_equal(lists[0], lists[1]) for lists in drawn)
    with pytest.raises(AssertionError):
        np.testing.assert_equal(shown.lists[BY_SCORE], shown.lists[USUAL])


def test_films_belong_to_interests_as_in_the_products_lists(store):
    plan, recommender = store
    films = np.arange(0, FILMS, 2)
    for person in plan.people:
        user, now = str(person.user), recommender.memory.clock()
        parts = parts_of(recommender, user, films)
        judged = recommender.judge.judgement(user, Request(), now)
        tastes = tastes_in(judged.columns(films), fits_of(judged.asked, judged.ground))
        assert parts.shares.tolist() == [taste.share for taste in tastes]
        assert list(parts.whose.values()) == belonging(tastes, np.arange(len(films))).tolist()
    nobody = parts_of(recommender, "nobody", films)
    assert len(nobody.shares) == 0
    assert set(nobody.whose.values()) == {-1}


def test_rows_stand_beside_those_by_score_alone(data, vectors, store):
    plan, recommender = store
    settings = (Setting(calibration=1.0), BY_SCORE, Setting(diversity=3.0))
    shown = ask(recommender, plan, settings, [BY_SCORE])
    world = World.of(data, plan, vectors)
    rows = rows_of(plan, shown, world)
    assert [row["setting"] for row in rows] == [one.name for one in settings]
    calibrated, plain, varied = rows
    for name in MEASURES:
        assert plain[f"{name}_above"] == plain[f"{name}_above_low"] == 0
        for row in rows:
            assert row[f"{name}_above"] == pytest.approx(row[name] - plain[name])
            assert row[f"{name}_low"] - 1e-9 <= row[name] <= row[f"{name}_high"] + 1e-9
    assert calibrated["interests"] < plain["interests"]
    assert varied["diversity10"] > plain["diversity10"]
    by_hand = [
        len(person.wanted & set(lists[0].tolist())) / len(person.wanted)
        for person, lists in zip(plan.people, shown.lists[BY_SCORE], strict=True)
    ]
    assert plain["recall10"] == pytest.approx(np.mean(by_hand))
    table = lines(rows)
    assert len({line.count("|") for line in table if line}) == 2
    (beside,) = retrieved(plan, shown)
    # So few films are all scored anyway.
    assert (beside["same"], beside["alike"], beside["recall10_of_whole"]) == (1.0, 1.0, 1.0)
    shown.whole[BY_SCORE][0] = shown.whole[BY_SCORE][0][::-1]
    shown.whole[BY_SCORE][1] = np.append(shown.whole[BY_SCORE][1][:-1], -5)
    (beside,) = retrieved(plan, shown)
    assert beside["same"] == pytest.approx(4 / 6)
    assert beside["alike"] == pytest.approx(5 / 6)
    assert beside["recall10_of_whole"] == pytest.approx(59 / 60)
    assert "0.667" in lines_of_retrieval([beside])[-1]
    json.dumps([*rows, beside])


def test_without_the_data_it_says_where_to_get_it(tmp_path, capsys):
    assert main(["--datasets", str(tmp_path)]) == 2
    assert "MovieTweetings" in capsys.readouterr().out
