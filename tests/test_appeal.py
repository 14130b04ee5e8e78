"""What an item has of its own: chosen more often, or less, than all else makes one expect."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.behaviour.appeal import LIVES, NAMES, PRIOR, SPREAD, Appeal
from penchant.memory.core.behaviour.choices import ChoiceModel
from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.decay import Array

ROWS = np.arange(4)


def test_a_ratio_is_that_of_choices_to_expected_ones_computed_by_hand() -> None:
    appeal = Appeal()
    appeal.learn(np.array([2, 0]), 10.0, np.array([0.25, 0.75]))
    appeal.learn(np.array([2, 1]), 13.0, np.array([0.5, 0.5]))
    found = appeal.measure(ROWS, 13.0)
    # Three days later half of the first choice is left on the clock of three days.
    short = [0.375, 0.5, 0.125 + 0.5, 0.0]
    ever = [0.75, 0.5, 0.75, 0.0]
    chosen = [[0.0, 0.0, 1.5, 0.0], [0.0, 0.0, 2.0, 0.0]]
    for column, expected in enumerate((short, ever)):
        want = np.log((np.array(chosen[column]) + PRIOR) / (np.array(expected) + PRIOR)) / SPREAD
        np.testing.assert_allclose(found[:, column], want, atol=1e-12)


def test_nothing_is_said_of_what_was_never_compared() -> None:
    appeal = Appeal()
    assert not appeal.measure(np.array([0, 999]), 5.0).any()
    appeal.learn(np.array([0, 1]), 5.0, np.array([0.5, 0.5]))
    assert not appeal.measure(np.array([2, 999]), 5.0).any()


def test_of_a_day_long_before_only_what_never_fades_is_told() -> None:
    appeal = Appeal()
    appeal.learn(np.array([0, 1]), 50.0, np.array([0.5, 0.5]))
    found = appeal.measure(ROWS, 40.0)
    assert not found[:, np.isfinite(LIVES)].any()
    assert found[0, -1] > 0 > found[1, -1]


events = st.lists(
    st.tuples(st.permutations(range(4)), st.integers(2, 4), st.floats(0.0, 400.0)), max_size=12
)


@given(events)
def test_a_state_gives_back_the_same_appeal(told: list[tuple[list[int], int, float]]) -> None:
    appeal = Appeal()
    for order, size, day in told:
        appeal.learn(np.array(order[:size]), day, np.full(size, 1.0 / size))
    again = Appeal.from_state(appeal.state())
    np.testing.assert_array_equal(again.measure(ROWS, 400.0), appeal.measure(ROWS, 400.0))
    assert np.isfinite(appeal.measure(ROWS, 0.0)).all()


def test_the_weights_come_to_favour_items_with_an_appeal_that_nothing_else_tells() -> None:
    """Three items are chosen three times as often as their signals say; the noise beside them is
    what there is otherwise.
    """
    rng, appeal, model = np.random.default_rng(3), Appeal(), ChoiceModel(1 + len(NAMES))
    own = np.repeat([np.log(3.0), 0.0], [3, 17])
    rows = np.arange(len(own))

    def signals(noise: Array, asked: Rows, day: float) -> Array:
        return np.column_stack([noise[asked], appeal.measure(asked, day)])

    for number in range(3000):
        day, noise = number / 100.0, rng.normal(size=len(own))
        chance = np.exp(own + noise)
        chosen = int(rng.choice(rows, p=chance / chance.sum()))
        asked = np.array([chosen, *rng.permutation(rows[rows != chosen])[:8]])
        values = signals(noise, asked, day)
        appeal.learn(asked, day, model.learn(0, values, np.zeros(len(asked))))
    scores = signals(np.zeros(len(own)), rows, 30.0) @ model.weights(0)
    assert scores[:3].min() > scores[3:].max()
    # Never by more than is true: what is expected grows with what was learned.
    assert 0.4 < scores[:3].mean() - scores[3:].mean() < np.log(3.0)
