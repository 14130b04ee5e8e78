"""The simple forms: each against numbers worked out by hand, by its name."""

from __future__ import annotations

import builtins
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core import simple
from penchant.memory.core.simple.offline import LogisticRegression, RandomForest
from penchant.memory.core.simple.softmax import SoftmaxProfile, of_categories
from penchant.memory.errors import BadInput, MissingExtra

X, Y = np.array([1.0, 0.0]), np.array([0.0, 1.0])
BETWEEN = np.array([0.6, 0.8])
ITEMS = np.array([X, Y, BETWEEN])
VALUES = {
    "softmax-profile": {"weights": np.eye(2)},
    "logistic-regression": {"names": ("near", "new")},
    "random-forest": {"names": ("near", "new"), "trees": 5},
}


def taught(name: str, *examples, **values) -> simple.Form:
    form = simple.named(name, **values)
    for example in examples:
        form.learn(*example)
    return form


# -- by name ----------------------------------------------------------------------------------


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(BadInput, match=r"decayed-mean.*random-forest"):
        simple.named("best")
    with pytest.raises(BadInput, match=r"decayed-mean.*half_lives"):
        simple.named("decayed-mean", half_lives=3)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("decayed-mean", {"half_life": 0.0}),
        ("decayed-mean", {"clock": "moons"}),
        ("softmax-profile", {"weights": np.eye(2), "step": 0.0}),
        ("softmax-profile", {"weights": X}),
        ("threshold-rule", {"half_life": -1.0}),
        ("threshold-rule", {"kept": 0}),
        ("neighbour-rule", {"k": 0}),
        ("neighbour-rule", {"by": "name"}),
        ("logistic-regression", {"names": ()}),
        ("logistic-regression", {"names": ("a", "a")}),
        ("logistic-regression", {"names": ("a",), "strength": 0.0}),
        ("random-forest", {"names": ("a",), "trees": 0}),
    ],
)
def test_values_that_make_no_sense_are_refused(name, values) -> None:
    with pytest.raises(BadInput):
        simple.named(name, **values)


@pytest.mark.parametrize("name", simple.FORMS)
def test_before_the_first_example_all_items_are_alike(name) -> None:
    form = simple.named(name, **VALUES.get(name, {}))
    assert np.ptp(form.scores(np.array([X, Y]), 0.0)) == 0.0


NUMBERS = st.sampled_from([0.0, 1.0, -1.0, 1e300, math.nan, math.inf]) | st.floats(-1, 1)
EXAMPLES = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS), max_size=8)


@pytest.mark.parametrize("name", [name for name in simple.FORMS if name != "random-forest"])
@given(EXAMPLES)
def test_whatever_is_learned_scores_are_numbers(name, examples) -> None:
    form = simple.named(name, **VALUES.get(name, {}))
    for one, other, day, amount in examples:
        # Directions are unit vectors wherever they come from; what is none may be anything.
        length = math.hypot(one, other)
        vector = np.array([one, other]) / (length if 0 < length < math.inf else 1.0)
        form.learn(vector, day, amount if not abs(amount) > 1 else math.nan)
    scores = form.scores(ITEMS, 1.0)
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()


# -- softmax profile --------------------------------------------------------------------------


def test_the_softmax_profile_by_hand() -> None:
    weights, bias = np.array([[math.log(3.0), 0.0], [0.0, math.log(4.0)]]), np.array([0.0, 0.0])
    form = SoftmaxProfile(weights, bias, step=0.25)
    # softmax(ln 3, 0) = 3/4, 1/4; softmax(0, ln 4) = 1/5, 4/5.
    np.testing.assert_allclose(form.categories(np.array([X, Y])), [[0.75, 0.25], [0.2, 0.8]])
    form.learn(X, 0.0)
    np.testing.assert_allclose(form.shares, [0.75 * 0.5 + 0.25 * 0.75, 0.75 * 0.5 + 0.25 * 0.25])
    form.learn(Y, 1.0)
    shares = [0.75 * 0.5625 + 0.25 * 0.2, 0.75 * 0.4375 + 0.25 * 0.8]
    np.testing.assert_allclose(form.shares, shares)
    expected = [0.75 * shares[0] + 0.25 * shares[1], 0.2 * shares[0] + 0.8 * shares[1]]
    np.testing.assert_allclose(form.scores(np.array([X, Y]), 5.0), expected)


def test_half_an_amount_is_half_a_step_and_a_dislike_none() -> None:
    form = SoftmaxProfile(math.log(3.0) * np.eye(2), step=0.5)
    form.learn(X, 0.0, 0.5)
    np.testing.assert_allclose(form.shares, [0.75 * 0.5 + 0.25 * 0.75, 0.75 * 0.5 + 0.25 * 0.25])
    before = form.shares
    form.learn(Y, 0.0, -1.0)
    assert form.shares is before


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), max_size=20))
def test_shares_sum_to_one(vectors) -> None:
    form = SoftmaxProfile(50.0 * np.eye(2), np.array([3.0, -3.0]), step=0.9)
    for vector in vectors:
        form.learn(np.array(vector), 0.0)
    assert form.shares.sum() == pytest.approx(1.0)
    assert (form.shares >= 0).all()


def test_categories_of_a_catalog_become_weights() -> None:
    vectors = np.array([X, X, Y])
    members = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0]])
    weights, bias = of_categories(vectors, members, sharpness=2.0)
    half = 2.0 / math.sqrt(2.0)
    np.testing.assert_allclose(weights, [[2.0, half, 0.0], [0.0, half, 0.0]])
    np.testing.assert_allclose(np.exp(bias), np.array([2.01, 2.01, 0.01]) / 4.03)
    form = SoftmaxProfile(weights, bias)
    assert form.categories(X).argmax() == 0
    assert form.categories(Y).argmax() == 1


# -- decayed mean -----------------------------------------------------------------------------


def test_the_decayed_mean_by_hand() -> None:
    form = taught("decayed-mean", (X, 0.0), (Y, 2.0), half_life=1.0)
    # Weights 1/4 and 1: the mean lies along (1, 4).
    expected = np.array([1.0, 4.0, 0.6 + 3.2]) / math.sqrt(17.0)
    np.testing.assert_allclose(form.scores(ITEMS, 2.0), expected)
    np.testing.assert_allclose(form.scores(ITEMS, 900.0), expected)


def test_the_decayed_mean_by_the_number_of_examples() -> None:
    form = taught("decayed-mean", (X, 0.0), (Y, 0.0), (Y, 0.0), half_life=1.0, clock="events")
    expected = np.array([0.25, 1.5]) / math.hypot(0.25, 1.5)
    np.testing.assert_allclose(form.scores(np.array([X, Y]), 0.0), expected)


def test_an_example_that_comes_late_has_the_weight_of_its_age() -> None:
    in_time = taught("decayed-mean", (X, 0.0), (Y, 3.0), half_life=2.0)
    late = taught("decayed-mean", (Y, 3.0), (X, 0.0), half_life=2.0)
    np.testing.assert_allclose(late.scores(ITEMS, 3.0), in_time.scores(ITEMS, 3.0))


def test_a_dislike_pushes_the_mean_away_and_nothing_left_of_it_has_no_direction() -> None:
    form = taught("decayed-mean", (X, 0.0), (Y, 0.0, -0.5))
    np.testing.assert_allclose(form.scores(ITEMS[:2], 0.0), np.array([2, -1]) / math.sqrt(5))
    form = taught("decayed-mean", (X, 0.0), (X, 0.0, -1.0))
    assert form.scores(ITEMS, 0.0).tolist() == [0.0, 0.0, 0.0]


# -- rules ------------------------------------------------------------------------------------


def test_the_threshold_rule_by_hand() -> None:
    form = taught("threshold-rule", (X, 0.0), (Y, 1.0, 0.5), threshold=0.7, half_life=1.0)
    # Near to the third item (cosines .6 and .8) is the second example alone.
    assert form.scores(ITEMS, 1.0).tolist() == [0.5, 0.5, 0.5]
    assert form.scores(ITEMS, 2.0).tolist() == [0.25, 0.25, 0.25]
    wide = taught("threshold-rule", (X, 0.0), (Y, 1.0, 0.5), threshold=0.6)
    assert wide.scores(ITEMS, 1.0).tolist() == [1.0, 0.5, 1.5]


def test_the_neighbour_rule_by_cosine_by_hand() -> None:
    examples = (X, 0.0), (Y, 1.0, -0.5), (BETWEEN, 2.0)
    one = taught("neighbour-rule", *examples, k=1)
    np.testing.assert_allclose(one.scores(ITEMS, 2.0), [1.0, -0.5, 1.0])
    two = taught("neighbour-rule", *examples, k=2)
    expected = [(1 + 0.6) / 2, (-0.5 + 0.8) / 2, (1 - 0.5 * 0.8) / 2]
    np.testing.assert_allclose(two.scores(ITEMS, 2.0), expected)
    all_of_them = taught("neighbour-rule", *examples, k=9)
    np.testing.assert_allclose(all_of_them.scores(X[None], 2.0), [(1 + 0 + 0.6) / 3])


def test_the_neighbour_rule_by_time_by_hand() -> None:
    form = taught("neighbour-rule", (X, 5.0), (Y, 1.0), (BETWEEN, 3.0), k=2, by="time")
    # The newest by day are X and BETWEEN, in whatever order they came.
    expected = [(1 + 0.6) / 2, (0 + 0.8) / 2, (0.6 + 1) / 2]
    np.testing.assert_allclose(form.scores(ITEMS, 5.0), expected)


@pytest.mark.parametrize("name", ["threshold-rule", "neighbour-rule"])
def test_only_the_newest_examples_are_kept(name) -> None:
    form = taught(name, (X, 9.0), *((Y, float(day)) for day in range(9)), kept=3)
    assert form._past.days.tolist() == [7.0, 8.0, 9.0]
    assert len(form._past.vectors) == len(form._past.amounts) == 3


# -- offline ----------------------------------------------------------------------------------


def chosen(form, rows, amounts):
    for row, amount in zip(rows, amounts, strict=True):
        form.learn(np.asarray(row, float), 0.0, amount)
    return form


def test_logistic_regression_by_hand() -> None:
    # One signal of two values; 3 of 4 chosen at 1, 1 of 4 at -1: nearly without a penalty, the
    # fitted log-odds are those of the counts, ln 3 and -ln 3.
    rows, amounts = [[1.0]] * 4 + [[-1.0]] * 4, [1, 1, 1, 0, 1, -1, -1, -1]
    form = chosen(LogisticRegression(["near"], strength=1e6), rows, amounts)
    expected = [math.log(3.0), 0.0, -math.log(3.0)]
    np.testing.assert_allclose(
        form.scores(np.array([[1.0], [0.0], [-1.0]]), 0.0), expected, atol=1e-3
    )
    assert form.importances() == {"near": 1.0}


def test_importances_of_two_independent_signals_are_those_of_their_log_odds() -> None:
    # 2 x 2 cells, each with 100 examples, chosen with log-odds a + b: a = ±ln 3, b = ±ln 3 / 2.
    form = LogisticRegression(["one", "other", "constant"], strength=1e6)
    for one in (1.0, -1.0):
        for other in (10.0, 30.0):
            odds = math.log(3.0) * (one + (0.5 if other == 30.0 else -0.5))
            times = round(100 / (1 + math.exp(-odds)))
            chosen(form, [[one, other, 7.0]] * 100, [1] * times + [0] * (100 - times))
    found = form.importances()
    assert found["one"] == pytest.approx(2 / 3, abs=0.02)
    assert found["other"] == pytest.approx(1 / 3, abs=0.02)
    assert found["constant"] == pytest.approx(0.0, abs=1e-6)


def test_a_forest_finds_the_signal_that_decides() -> None:
    rng = np.random.default_rng(3)
    rows = rng.random((200, 3))
    amounts = np.where(np.abs(rows[:, 1] - 0.5) < 0.25, 1.0, -1.0)
    form = chosen(RandomForest(["a", "b", "c"], trees=20), rows, amounts)
    found = form.importances()
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["b"] > 0.7
    # No line separates these; trees do.
    scores = form.scores(np.array([[0.5, 0.5, 0.5], [0.5, 0.05, 0.5], [0.5, 0.95, 0.5]]), 0.0)
    assert scores[0] > 0.8 > 0.2 > scores[1:].max()
    again = chosen(RandomForest(["a", "b", "c"], trees=20), rows, amounts)
    assert again.importances() == found


@pytest.mark.parametrize("make", [LogisticRegression, RandomForest])
def test_nothing_to_tell_apart_has_no_importances(make) -> None:
    form = make(["near"])
    assert form.importances() == {}
    form.learn(np.array([1.0]), 0.0, 1.0)
    form.learn(np.array([math.nan]), 0.0, 0.0)
    assert form.importances() == {}
    assert form.scores(np.array([[1.0]]), 0.0).tolist() == [0.0]
    with pytest.raises(BadInput, match="2 signals instead of 1"):
        form.learn(X, 0.0)


@pytest.mark.parametrize("name", ["logistic-regression", "random-forest"])
def test_without_scikit_learn_the_offline_forms_say_what_to_install(name, monkeypatch) -> None:
    real = builtins.__import__

    def absent(module, *arguments, **named):
        if module.split(".")[0] == "sklearn":
            raise ImportError(module)
        return real(module, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingExtra, match=r"pip install 'penchant\[simple\]'"):
        simple.named(name, names=("near",))
    simple.named("decayed-mean")
