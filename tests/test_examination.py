"""How far down a list people look, and how probable a choice is for who looks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.calibrated import Calibrated
from penchant.memory.core.examination import LEAST, POSITIONS, PRIOR, Examination, _falling

_LISTS = st.lists(
    st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=12), max_size=30
)


def learned(lists) -> Examination:
    curve = Examination()
    for one in lists:
        chosen, wanted = np.array([c for c, _ in one]), np.array([w for _, w in one])
        curve.learn(chosen, wanted)
    return curve


@given(_LISTS, st.integers(1, 300))
def test_a_curve_starts_at_one_never_rises_and_never_reaches_nothing(lists, size) -> None:
    found = learned(lists).curve(size)
    assert found.shape == (size,)
    assert found[0] == 1.0
    assert (np.diff(found) <= 0).all()
    assert (found >= LEAST).all()


def test_it_starts_as_one_over_the_root_of_the_place() -> None:
    assert Examination().curve(4) == pytest.approx([1, 2**-0.5, 3**-0.5, 0.5])
    assert Examination().curve(POSITIONS + 5)[-1] == pytest.approx(POSITIONS**-0.5)


def test_one_list_is_weighed_by_hand() -> None:
    found = learned([[(True, 0.5), (False, 0.25), (False, 0.5)]]).curve(4)
    missing = (PRIOR + 1.0) / (PRIOR + 0.5)
    second = PRIOR * 2**-0.5 / (PRIOR + missing * 0.25)
    third = PRIOR * second * (2 / 3) ** 0.5 / (PRIOR + missing * 0.5)
    # What was never shown follows the start from the last that was.
    assert found == pytest.approx([1, second, third, third * (3 / 4) ** 0.5])


def test_what_rises_is_pooled() -> None:
    found = _falling([1.0, 0.2, 0.8, 0.1], [1.0, 1.0, 3.0, 1.0])
    assert found == pytest.approx([1.0, 0.65, 0.65, 0.1])
    assert _falling([1.0, 2.0, 3.0], [1.0, 1.0, 2.0]) == pytest.approx([2.25] * 3)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_choices_over_those_expected_give_the_curve_also_where_all_expect_too_much(scale) -> None:
    true, rng, curve = np.array([1.0, 0.6, 0.6, 0.2]), np.random.default_rng(3), Examination()
    for _ in range(4000):
        wanted = rng.uniform(0.1, 0.4, 4)
        curve.learn(rng.random(4) < true * wanted, scale * wanted)
    assert curve.curve(4) == pytest.approx(true.tolist(), abs=0.07)


def test_places_that_are_seldom_shown_do_not_move_the_others() -> None:
    one, other = Examination(), Examination()
    for number in range(400):
        chosen = np.array([number % 2 == 0, number % 4 == 0, number % 20 == 0])
        for curve in (one, other):
            curve.learn(chosen, np.full(3, 0.5))
    other.learn(np.arange(60) == 50, np.full(60, 0.5))
    assert other.curve(3) == pytest.approx(one.curve(3).tolist(), abs=0.02)


def test_a_later_choice_is_added_where_it_belongs() -> None:
    curve = learned([[(True, 0.5), (False, 0.5)]] * 10)
    before = curve.curve(2)[1]
    curve.add(1)
    assert curve.curve(2)[1] > before


@given(_LISTS, _LISTS)
def test_a_curve_that_was_kept_goes_on_in_the_same_way(first, then) -> None:
    kept = Examination.from_state(learned(first).state())
    whole = learned([*first, *then])
    for one in then:
        kept.learn(np.array([c for c, _ in one]), np.array([w for _, w in one]))
    assert kept.curve(20).tolist() == whole.curve(20).tolist()


def test_a_state_of_another_length_is_refused() -> None:
    state = Examination().state() | {"chosen": np.zeros(3)}
    with pytest.raises(ValueError, match="positions"):
        Examination.from_state(state)


# -- the probability -------------------------------------------------------------------------------


def told(level: float, slope: float, middle: float, looked, lists: int = 1500) -> Calibrated:
    """What was learned of items wanted with log-odds ``level + slope * (score - middle)``."""
    rng, found = np.random.default_rng(8), Calibrated()
    for _ in range(lists):
        scores = middle + rng.standard_normal(len(looked))
        wanted = 1 / (1 + np.exp(-(level + slope * (scores - middle))))
        found.learn(scores, rng.random(len(looked)) < looked * wanted, looked)
    return found


@pytest.mark.parametrize(
    ("level", "slope", "middle"),
    [(-2.0, 1.0, 0.0), (-2.0, 1.0, 9.0), (-3.0, 0.5, -4.0), (0.5, 2.0, 1.0)],
)
def test_the_probability_is_found_wherever_scores_lie(level, slope, middle) -> None:
    looked = np.array([1.0, 0.7, 0.5, 0.3, 0.2, 0.2])
    scores = middle + np.linspace(-1.5, 1.5, 7)
    found = told(level, slope, middle, looked).probability(scores)
    true = 1 / (1 + np.exp(-(level + slope * (scores - middle))))
    assert found == pytest.approx(true.tolist(), rel=0.25, abs=0.01)


def test_what_was_not_looked_at_says_nothing_against_an_item() -> None:
    looked = np.array([1.0, 0.5, 0.25, 0.1])
    right, rng = told(-1.0, 1.0, 0.0, looked), np.random.default_rng(8)
    wrong = Calibrated()
    for _ in range(1500):
        scores = rng.standard_normal(4)
        wanted = 1 / (1 + np.exp(1.0 - scores))
        wrong.learn(scores, rng.random(4) < looked * wanted, np.ones(4))
    true = 1 / (1 + np.exp(1.0))
    off = [abs(one.probability(np.zeros(1))[0] - true) for one in (right, wrong)]
    assert off[0] < 0.03 < 0.1 < off[1]


def test_a_score_that_speaks_against_itself_lowers_nothing() -> None:
    found = told(-1.0, -1.0, 0.0, np.ones(4)).probability(np.linspace(-3, 3, 9))
    assert (np.diff(found) >= 0).all()


@given(
    st.lists(
        st.tuples(st.floats(-1e5, 1e5), st.booleans(), st.floats(LEAST, 1)), min_size=2, max_size=60
    )
)
def test_probabilities_stay_within_their_bounds_whatever_is_scored(rows) -> None:
    scores, chosen, looked = (np.array(part) for part in zip(*rows, strict=True))
    found = Calibrated()
    for _ in range(3):
        found.learn(scores, chosen, looked)
        found.add(float(scores[0]))
    said = found.probability(np.array([-1e9, -1.0, 0.0, 1.0, 1e9]))
    assert ((said >= 0) & (said <= 1)).all()
    other = Calibrated.from_state(found.state())
    assert other.probability(scores).tolist() == found.probability(scores).tolist()
    assert other.ready == found.ready
