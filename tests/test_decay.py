"""Decayed sums: the same in any order, and equal to the formula worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.curve import ForgettingCurve, half_life_of
from penchant.memory.core.decay import EVENT_HALF_LIVES, HALF_LIVES, DecayedSums, remaining

AMOUNTS = st.lists(
    st.tuples(st.floats(0, 10), st.floats(-1000, 20_000), st.integers(1, 3000)), max_size=30
)


def summed(amounts) -> DecayedSums:
    sums = DecayedSums()
    for amount, day, count in amounts:
        sums.add(amount, day=day, count=count)
    return sums


def assert_close(one, other) -> None:
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-280)


def by_hand(amounts, day: float, count: int) -> tuple[list[float], list[float]]:
    wall = [sum(a * 2.0 ** (-(day - d) / h) for a, d, _ in amounts) for h in HALF_LIVES]
    events = [sum(a * 2.0 ** (-(count - c) / h) for a, _, c in amounts) for h in EVENT_HALF_LIVES]
    return wall, events


@given(AMOUNTS, st.floats(0, 5000), st.integers(0, 100))
def test_sums_equal_the_formula_worked_out_by_hand(amounts, later, more) -> None:
    sums = summed(amounts)
    day = max((d for _, d, _ in amounts), default=0.0) + later
    count = max((c for _, _, c in amounts), default=0) + more
    wall, events = by_hand(amounts, day, count)
    assert_close(sums.wall_at(day), wall)
    assert_close(sums.events_at(count), events)


@given(AMOUNTS.flatmap(lambda amounts: st.tuples(st.just(amounts), st.permutations(amounts))))
def test_the_order_of_arrival_does_not_matter(both) -> None:
    one, other = map(summed, both)
    assert one.count == other.count
    assert one.day == other.day
    assert_close(one.wall, other.wall)
    assert_close(one.events, other.events)


@given(AMOUNTS, AMOUNTS)
def test_merging_equals_adding_all_to_one(left, right) -> None:
    merged, second = summed(left), summed(right)
    before = second.state()
    merged.merge(second)
    together = summed(left + right)
    assert (merged.day, merged.count) == (together.day, together.count)
    assert_close(merged.wall, together.wall)
    assert_close(merged.events, together.events)
    assert second.state() == before


@given(AMOUNTS)
def test_nothing_is_ever_not_a_number_and_asking_changes_nothing(amounts) -> None:
    sums = summed(amounts)
    before = sums.state()
    for day in (-1e6, 0.0, 1e6):
        assert np.isfinite(sums.wall_at(day)).all()
    assert np.isfinite(sums.events_at(10**9)).all()
    assert sums.state() == before


@given(AMOUNTS)
def test_a_state_gives_the_same_sums_back(amounts) -> None:
    sums = summed(amounts)
    assert DecayedSums.from_state(sums.state()).state() == sums.state()


def test_one_amount_halves_after_each_half_life() -> None:
    sums = summed([(1.0, 100.0, 1)])
    for place, life in enumerate(HALF_LIVES[:-1]):
        assert sums.wall_at(100.0 + life)[place] == pytest.approx(0.5)
        assert sums.wall_at(100.0 + 3 * life)[place] == pytest.approx(0.125)
    assert sums.wall_at(1e6)[-1] == 1.0
    assert sums.events_at(1 + 3)[1] == pytest.approx(0.5)


def test_a_late_arrival_counts_at_its_own_age() -> None:
    sums = summed([(1.0, 10.0, 1), (1.0, 7.0, 2)])
    assert sums.day == 10.0
    assert sums.wall[3] == pytest.approx(1.5), "three days old at a half-life of three days"
    assert sums.wall[2] == pytest.approx(1.125)


def test_an_elapsed_time_below_zero_counts_as_none() -> None:
    assert remaining(-5.0).tolist() == [1.0] * len(HALF_LIVES)
    sums = summed([(2.0, 10.0, 1)])
    assert sums.wall_at(3.0).tolist() == [2.0] * len(HALF_LIVES)
    assert remaining(np.array([0.0, 1.0])).shape == (2, len(HALF_LIVES))


def test_an_empty_sum_is_nothing_at_any_time() -> None:
    sums = DecayedSums()
    assert not sums.wall_at(1e6).any()
    sums.merge(DecayedSums())
    assert sums.day == -np.inf


# -- the forgetting curve -----------------------------------------------------------------------


@given(st.lists(st.floats(-20, 20), min_size=len(HALF_LIVES), max_size=len(HALF_LIVES)))
def test_a_curve_sums_to_one_and_its_half_life_halves_what_decays(theta) -> None:
    curve = ForgettingCurve(np.array(theta))
    weights, finite = curve.weights("like"), np.isfinite(HALF_LIVES)
    assert weights.sum() == pytest.approx(1.0)
    assert curve.floor("like") == weights[-1]
    life = curve.half_life("like")
    left = sum(
        w * 2.0 ** (-life / h) for w, h in zip(weights[finite], HALF_LIVES[finite], strict=True)
    )
    assert left == pytest.approx(weights[finite].sum() / 2, rel=1e-9)


@pytest.mark.parametrize("place", range(len(HALF_LIVES) - 1))
@pytest.mark.parametrize("floor", [0.0, 0.25, 0.9])
def test_the_half_life_of_one_decaying_part_is_its_own(place: int, floor: float) -> None:
    weights = np.zeros(len(HALF_LIVES))
    weights[place], weights[-1] = 1 - floor, floor
    assert half_life_of(weights) == pytest.approx(HALF_LIVES[place])


def test_the_half_life_of_a_mixture_in_closed_form() -> None:
    # Half-lives of 1 and 0.25 days: with x = 2**-t, a*x + b*x**4 = (a+b)/2. At x = 0.7:
    x = 0.7
    ratio = (x - 0.5) / (0.5 - x**4)
    weights = np.zeros(len(HALF_LIVES))
    weights[2], weights[1] = 1.0, ratio
    assert half_life_of(weights / weights.sum()) == pytest.approx(-math.log2(x))


def test_what_never_decays_has_no_half_life() -> None:
    weights = np.zeros(len(HALF_LIVES))
    weights[-1] = 1.0
    assert half_life_of(weights) == math.inf
