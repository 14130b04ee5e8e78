"""Ranking and arranging against naive forms: order, seats, chances, and what moved what."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from films import film_catalog, genre, state
from hypothesis import given, settings
from hypothesis import strategies as st

from penchant.memory.errors import BadInput
from penchant.memory.records import Interest, Request
from penchant.tools.largest import largest
from penchant.tools.listing.arranging import Field, Lift, arrange
from penchant.tools.listing.knobs import (
    CALIBRATION,
    CALIBRATION_WITH_BEHAVIOUR,
    DIVERSITY,
    TOLD,
    Knobs,
    knobs_of,
    usual_calibration,
)
from penchant.tools.listing.tastes import Taste, fitting, tastes_in
from penchant.tools.recommender import Recommender
from penchant.tools.signals import ranking
from penchant.tools.signals.signals import Column

PLAIN = Knobs(diversity=0.0, calibration=0.0)
PARTS = st.sampled_from([-1.0, 0.0, 0.25, 0.5, 2.0])


def vectors_of(matrix):
    return lambda some: matrix[some]


def unit_rows(rng, size, dimension=6):
    matrix = rng.normal(size=(size, dimension)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def listed(field, n, knobs):
    return [one.position for one in arrange(field, n, knobs)]


def liking(name, share):
    """A positive interest of this share."""
    return Interest(
        id=name,
        polarity=1,
        mass=share,
        share=share,
        centroid=np.ones(6, np.float32),
        half_life=20.0,
        floor=0.1,
        label=name,
        label_zh=name,
    )


def naive_order(score):
    return sorted(range(len(score)), key=lambda row: (-score[row], row))


@st.composite
def fields(draw):
    """Candidates with all there may be about them."""
    size = draw(st.integers(0, 40))
    score = np.array(draw(st.lists(PARTS, min_size=size, max_size=size)), float)
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    shares = rng.dirichlet(np.ones(draw(st.integers(0, 3)) + 1))[:-1]
    tastes = [Taste(share, (share * rng.uniform(-0.5, 1.5, size),), "It") for share in shares]
    lifts = [Lift("sale", np.where(rng.random(size) < 0.3, 1.5, 0.0))] * draw(st.integers(0, 2))
    chances = np.where(rng.random(size) < 0.2, 0.3, 0.0) if draw(st.booleans()) else None
    matrix = unit_rows(rng, size) if size else np.zeros((0, 6), np.float32)
    return Field(
        score=score,
        vectors=vectors_of(matrix),
        lifts=lifts,
        tastes=tastes,
        chances=chances,
        pool=draw(st.integers(1, 5)),
    )


KNOBS = st.builds(
    Knobs,
    diversity=st.sampled_from([0.0, 0.6, 5.0]),
    calibration=st.sampled_from([0.0, 0.5, 1.0]),
    exploration=st.sampled_from([0.0, 0.3, 1.0]),
    seed=st.integers(0, 2**32 - 1),
)


@given(st.lists(PARTS, max_size=40), st.integers(0, 12))
def test_with_all_knobs_at_zero_the_order_is_a_plain_sort(scores, n):
    score = np.array(scores, float)
    field = Field(score=score, vectors=vectors_of(np.eye(len(score), dtype=np.float32)))
    placed = arrange(field, n, PLAIN)
    naive = naive_order(score)
    assert [one.position for one in placed] == naive[:n]
    assert all(not one.moves and one.propensity == 1.0 for one in placed)
    for place, row in enumerate(naive):
        assert ranking.rank(score, np.ones(len(score), bool), row) == place + 1
    assert largest(score, n).tolist() == naive[:n]


@given(fields(), st.integers(0, 14), KNOBS)
@settings(max_examples=300)
def test_every_list_is_whole_and_its_moves_add_up(field, n, knobs):
    placed = arrange(field, n, knobs)
    assert len(placed) == min(n, len(field.score))
    positions = [one.position for one in placed]
    assert len(set(positions)) == len(positions)
    naive = naive_order(field.score)
    for place, one in enumerate(placed):
        assert 0 <= one.position < len(field.score)
        assert one.by_score == naive.index(one.position)
        assert sum(move.places for move in one.moves) == one.by_score - place
        assert 0.0 < one.propensity <= 1.0
        for move in one.moves:
            if move.name == "diversity":
                assert move.amount <= 0.0
            if move.name in ("calibration", "exploration") and knobs.diversity == 0.0:
                assert move.amount >= 0.0 or move.name == "exploration"
    assert arrange(field, n, knobs) == placed


@given(fields(), st.integers(1, 10))
def test_what_a_rule_moves_is_told_apart_from_the_score(field, n):
    lifted = field.score + sum((lift.amounts for lift in field.lifts), np.zeros(len(field.score)))
    placed = arrange(field, n, PLAIN) if field.chances is None else ()
    assert [one.position for one in placed] == (naive_order(lifted)[:n] if placed else [])
    for one in placed:
        assert {move.name for move in one.moves} <= {"sale"}
        given_ = sum(move.amount for move in one.moves)
        assert given_ == pytest.approx(lifted[one.position] - field.score[one.position])


def test_diversity_puts_a_copy_below_a_different_item():
    matrix = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    field = Field(score=np.array([3.0, 2.9, 2.8]), vectors=vectors_of(matrix))
    placed = arrange(field, 3, Knobs())
    assert [one.position for one in placed] == [0, 2, 1]
    assert [one.by_score for one in placed] == [0, 2, 1]
    moved = [(move.name, move.places) for one in placed for move in one.moves]
    assert moved == [("diversity", 1), ("diversity", -1)]
    # Beyond the pool's mean cosine, a third.
    assert placed[2].moves[0].amount == pytest.approx(-DIVERSITY * (1 - 1 / 3))
    assert listed(field, 3, PLAIN) == [0, 1, 2]


def test_diversity_chooses_out_of_the_pool_alone():
    matrix = np.array([[1, 0]] * 6 + [[0, 1]], np.float32)
    score = np.array([1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8])
    small = Field(score=score, vectors=vectors_of(matrix), pool=3)
    assert listed(small, 2, Knobs()) == [0, 1]
    assert listed(Field(score=score, vectors=vectors_of(matrix), pool=4), 2, Knobs()) == [0, 6]


def two_tastes(first, second, share, size=60, ahead=0.0):
    """Every other candidate fits either of two interests; ``ahead`` is what the first's score
    more."""
    rng = np.random.default_rng(7)
    mine = np.arange(size) % 2 == 0
    score = rng.normal(size=size) + ahead * mine
    tastes = (
        Taste(share, (share * np.where(mine, 1.0, -0.2),), first),
        Taste(1 - share, ((1 - share) * np.where(mine, -0.2, 1.0),), second),
    )
    return mine, Field(score=score, vectors=vectors_of(unit_rows(rng, size)), tastes=tastes)


@pytest.mark.parametrize("share", [0.7, 0.5, 0.3, 0.9])
@pytest.mark.parametrize("ahead", [-40.0, -2.0, 0.0, 2.0, 40.0])
def test_a_lists_parts_come_near_the_shares_whoever_outscores_whom(share, ahead):
    mine, field = two_tastes("Western", "Comedy", share, ahead=ahead)
    assert abs(mine[listed(field, 10, Knobs())].sum() - 10 * share) <= 1 + 1e-9
    assert mine[listed(field, 10, Knobs(calibration=1.0))].sum() == pytest.approx(10 * share)
    without = mine[listed(field, 10, Knobs(calibration=0.0, diversity=0.0))].sum()
    assert without == mine[naive_order(field.score)[:10]].sum()


def test_what_had_to_be_given_for_a_seat_is_said():
    mine, field = two_tastes("Western", "Comedy", 0.7, ahead=40.0)
    placed = arrange(field, 10, Knobs(diversity=0.0, calibration=1.0))
    up = [one for one in placed if not mine[one.position]]
    assert len(up) == 3
    for one in up:
        (move,) = one.moves
        assert (move.name, one.taste) == ("calibration", 1)
        assert move.places > 0
        left = [p for p in naive_order(field.score) if mine[p]][7]
        assert move.amount == pytest.approx(field.score[left] - field.score[one.position])


def test_what_belongs_to_no_interest_keeps_its_places():
    mine, field = two_tastes("Western", "Comedy", 0.7)
    score = field.score.copy()
    score[:4] += 50.0
    for taste in field.tastes:
        taste.parts[0][:4] = 0.0
    alone = Field(score=score, vectors=field.vectors, tastes=field.tastes)
    found = listed(alone, 10, Knobs(calibration=1.0))
    assert set(found[:4]) == {0, 1, 2, 3}
    assert mine[found[4:]].sum() == 4  # 0.7 of six, of which a fifth goes to the better


def test_the_places_of_an_interest_go_to_what_suits_it_and_not_to_what_is_between():
    # Ten items suit the second interest; twenty lie somewhat nearer to it than to the first, which
    # likes them better than those ten.
    first = np.concatenate([np.full(40, 1.5), np.full(10, -0.8), np.full(20, 0.3)])
    second = np.concatenate([np.full(40, -0.5), np.full(10, 1.8), np.full(20, 0.45)])
    score = 0.7 * first + 0.3 * second - np.arange(70) / 1e6
    columns = [
        Column("interest", share * values, interest=liking(name, share))
        for name, share, values in (("Crime", 0.7, first), ("Animation", 0.3, second))
    ]
    vectors = vectors_of(unit_rows(np.random.default_rng(3), 70))
    fits = {"Crime": fitting(first), "Animation": fitting(second)}
    field = Field(score=score, vectors=vectors, tastes=tastes_in(columns, fits))
    found = listed(field, 10, Knobs(diversity=0.0, calibration=1.0))
    assert sorted(found) == [*range(7), 40, 41, 42]


def test_ten_small_interests_have_a_place_each():
    size, interests = 200, 10
    rng = np.random.default_rng(5)
    mine = np.arange(size) % interests
    score = rng.normal(size=size) + np.where(mine < 2, 30.0, 0.0)
    tastes = tuple(
        Taste(0.1, (0.1 * np.where(mine == one, 1.0, -0.2),), str(one)) for one in range(interests)
    )
    field = Field(score=score, vectors=vectors_of(unit_rows(rng, size)), tastes=tastes)
    found = listed(field, 10, Knobs())
    assert sorted(mine[found].tolist()) == list(range(interests))


def test_the_same_seed_gives_the_same_list_and_others_another():
    _, field = two_tastes("Western", "Comedy", 0.7)
    lists = [tuple(listed(field, 10, Knobs(exploration=0.5, seed=seed))) for seed in range(20)]
    assert lists[3] == tuple(listed(field, 10, Knobs(exploration=0.5, seed=3)))
    assert len(set(lists)) > 15


@pytest.mark.parametrize("exploration", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("new", [0, 1, 9])
def test_the_logged_propensity_is_how_often_it_happens(exploration, new):
    """Over many seeds, each item stands at a place as often as its propensity says, and as often
    whatever stands at the other places; and it stands at one place only."""
    rng = np.random.default_rng(1)
    size, times = 30, 4_000
    chances = np.zeros(size)
    chances[size - new :] = 0.3
    field = Field(
        score=np.arange(size)[::-1].astype(float),
        vectors=vectors_of(unit_rows(rng, size)),
        chances=chances if new else None,
    )
    seen, said, pairs = Counter(), {}, Counter()
    for seed in range(times):
        knobs = Knobs(diversity=0.0, exploration=exploration, seed=seed)
        placed = arrange(field, 4, knobs)
        for place, one in enumerate(placed):
            seen[place, one.position] += 1
            assert said.setdefault((place, one.position), one.propensity) == one.propensity
        pairs[placed[0].position, placed[3].position] += 1
    assert len({position for _, position in said}) == len(said)
    for key, chance in said.items():
        error = 4.0 * np.sqrt(chance * (1.0 - chance) / times) + 1e-9
        assert abs(seen[key] / times - chance) <= error, key
    for (first, last), count in pairs.items():
        both = said[0, first] * said[3, last]
        error = 5.0 * np.sqrt(both * (1.0 - both) / times) + 1e-9
        assert abs(count / times - both) <= error
    by_place = Counter()
    for (place, _), chance in said.items():
        by_place[place] += chance
    if exploration or new:
        assert max(by_place.values()) <= 1.0 + 1e-9
        assert min(by_place.values()) > 0.9
    if exploration == 0.0:
        # New items come with the chance they were given, in the lower half.
        assert all(place >= 2 for place, position in said if position >= size - new)
        if new == 1:
            assert said[3, size - 1] == pytest.approx(0.3)


def test_arranging_ten_is_quick():
    rng = np.random.default_rng(0)
    _, small = two_tastes("Western", "Comedy", 0.7, size=2_000, ahead=3.0)
    matrix = unit_rows(rng, 2_000, 384)
    field = Field(score=small.score, vectors=vectors_of(matrix), tastes=small.tastes)
    times = []
    for seed in range(60):
        start = time.perf_counter()
        arrange(field, 10, Knobs(exploration=0.1, seed=seed))
        times.append(time.perf_counter() - start)
    # Measured at 0.9 ms; the rest is for a busy machine.
    assert np.percentile(times, 20) < 0.006


@pytest.mark.parametrize(
    "request_",
    [
        Request(diversity=-1.0),
        Request(diversity=float("nan")),
        Request(diversity=float("inf")),
        Request(calibration=1.5),
        Request(exploration=-0.1),
        Request(exploration=True),
        Request(seed=-1),
        Request(seed=2**63),
    ],
)
def test_a_knob_out_of_its_limits_is_refused_with_a_sentence(request_):
    with pytest.raises(BadInput, match="not "):
        knobs_of(request_, 0)


def test_who_asks_for_something_is_not_given_their_usual_tastes():
    assert knobs_of(Request(), 5) == Knobs(seed=5)
    assert knobs_of(Request(query="horror"), 5).calibration == 0.0
    assert knobs_of(Request(query="horror", calibration=0.3, seed=8), 5) == Knobs(
        calibration=0.3, seed=8
    )


def test_shares_yield_to_what_behaviour_tells_unless_they_are_asked_for():
    assert knobs_of(Request(), 0, 0.0).calibration == CALIBRATION
    assert knobs_of(Request(), 0, TOLD).calibration == CALIBRATION_WITH_BEHAVIOUR
    assert knobs_of(Request(), 0, 40.0).calibration == CALIBRATION_WITH_BEHAVIOUR
    between = [usual_calibration(told) for told in np.linspace(0.0, TOLD, 9)]
    assert between == sorted(between, reverse=True)
    assert len(set(between)) == 9
    for told in (0.0, 40.0):
        assert knobs_of(Request(calibration=1.0), 0, told).calibration == 1.0
        assert knobs_of(Request(query="horror"), 0, told).calibration == 0.0


@pytest.mark.parametrize(("learned", "places"), [(0.0, 7), (1.0, 8)])
def test_one_interest_that_behaviour_puts_first_keeps_more_places(learned, places):
    mine, field = two_tastes("Western", "Comedy", 0.7, ahead=40.0)
    field = replace(field, learned=learned * field.score)
    usual = knobs_of(Request(), 0, field.told(10))
    assert mine[listed(field, 10, usual)].sum() == places
    wanted = knobs_of(Request(calibration=1.0), 0, field.told(10))
    assert mine[listed(field, 10, wanted)].sum() == 7


def test_how_far_behaviour_tells_is_looked_at_among_the_best():
    score = np.arange(200.0)
    learned = np.where(score >= 150, score % 2, 50.0 * (score % 3))
    field = Field(score=score, vectors=vectors_of(np.eye(200, dtype=np.float32)), learned=learned)
    assert field.told(10) == pytest.approx(0.5)
    assert field.told(20) > 10.0
    assert replace(field, learned=None).told(10) == 0.0
    assert field.told(0) == 0.0
    nothing = Field(np.zeros(0), vectors_of(np.zeros((0, 6))), learned=np.zeros(0))
    assert nothing.told(10) == 0.0


# -- lists of people -------------------------------------------------------------------------


@pytest.fixture
def recommender(memory):
    made = Recommender(memory, film_catalog(memory, 400))
    for k in range(9):
        made.act("ann", "like", f"film:{6 * k + 5}")  # Westerns
    for k in range(4):
        made.act("ann", "like", f"film:{6 * k + 1}")  # Comedies
    return made


def test_adjustments_lead_from_the_place_by_score_to_the_place_in_the_list(recommender):
    plain = Request(diversity=0.0, calibration=0.0)
    by_score = [one.item.id for one in recommender.recommend("ann", plain, n=100).items]
    for request in (Request(), Request(calibration=1.0, exploration=0.4, seed=4)):
        found = recommender.recommend("ann", request, n=10)
        for one in found.items:
            moved = sum(adjustment.places for adjustment in one.adjustments)
            if one.item.id in by_score:
                assert by_score.index(one.item.id) + 1 - one.rank == moved
            assert all(a.text.endswith(".") and a.text_zh.endswith("。") for a in one.adjustments)
            assert one.score == pytest.approx(sum(r.contribution for r in one.reasons), abs=1e-6)


def test_a_drawn_seed_is_journalled_and_makes_the_list_again(recommender):
    first = recommender.recommend("ann", Request(exploration=0.5), n=10)
    entry = recommender.memory.get(first.impression)
    seed = entry.data["request"]["seed"]
    assert entry.data["propensities"] == [one.propensity for one in first.items]
    assert any(chance < 1.0 for chance in entry.data["propensities"])
    again = recommender.recommend("ann", Request(exploration=0.5, seed=seed), n=10)
    assert [one.item.id for one in again.items] == [one.item.id for one in first.items]
    assert [one.propensity for one in again.items] == [one.propensity for one in first.items]
    usual = recommender.recommend("ann", n=10)
    assert "seed" not in recommender.memory.get(usual.impression).data["request"]


def test_a_real_list_has_each_interest_in_its_part(memory, recommender):
    state(recommender, "bo", "I love westerns", genre("Western"), 1, 0.9)
    state(recommender, "bo", "comedies are alright", genre("Comedy"), 1, 0.4)
    shares = {one.label: one.share for one in recommender.profile("bo").likes}
    found = recommender.recommend("bo", n=10)
    western = sum(one.item.categories[0] == "Western" for one in found.items)
    comedy = sum(one.item.categories[0] == "Comedy" for one in found.items)
    both = sum(set(one.item.categories) == {"Western", "Comedy"} for one in found.items)
    assert shares["Western"] > 0.6
    assert abs(western - 10 * shares["Western"]) <= 1.5 + both
    assert abs(comedy - 10 * shares["Comedy"]) <= 1.5 + both
    alone = recommender.recommend("bo", Request(calibration=0.0, diversity=0.0), n=10)
    assert all("Western" in one.item.categories for one in alone.items)


def test_scores_are_weighted_sums():
    columns = [Column("known", np.array([1.0, 0.0])), Column("dislike", np.array([-0.5, -1.0]))]
    score = ranking.scores(columns, {"known": 0.5, "dislike": 2.0}, 2)
    assert score.tolist() == [-0.5, -2.0]
