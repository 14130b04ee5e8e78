"""The forgetting fold: laws of a learner, bounds, and what it finds where the truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from checks import DIMENSION, VECTORS, Fold, axis, check_laws, entry, statement
from hypothesis import given, settings
from hypothesis import strategies as st

from penchant.memory.core.curve import FLOOR, PRIOR, ForgettingCurve, softmax
from penchant.memory.core.decay import HALF_LIVES
from penchant.memory.core.forgetting import fold as folds
from penchant.memory.core.forgetting.fold import LEAST_WORTH, MOST_KINDS, Forgetting
from penchant.memory.core.forgetting.law import Compared, Law
from penchant.memory.core.forgetting.past import FURTHEST, MOST_INTERESTS, Past
from penchant.memory.core.forgetting.places import Places

PEOPLE = ["ann", "ben", "cas"]
KINDS = ["like", "view", "rating", "dislike", "dismiss", "search", "a-host's-own", "turn", ""]
NEVER = len(HALF_LIVES) - 1


@pytest.fixture(autouse=True)
def few_will_do(monkeypatch) -> None:
    """Choices teach as soon as there is anything to choose from."""
    monkeypatch.setattr(folds, "FIRST", 3)
    monkeypatch.setattr(folds, "FEWEST", 1)


def look(learner: Forgetting):
    curves = [learner.curve(user) for user in [*PEOPLE, "nobody", None]]
    return [
        (curve.importances(), [(curve.weights(k).tolist(), curve.half_life(k)) for k in KINDS])
        for curve in curves
    ]


FOLD = Fold(Forgetting, lambda learner, step: learner.learn(*step), look)


@st.composite
def lives(draw: st.DrawFn, most: int = 40):
    steps = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        item = draw(st.integers(0, 9))
        one = entry(
            draw(st.sampled_from(KINDS)),
            number,
            user=draw(st.sampled_from(PEOPLE)),
            item=draw(st.sampled_from([f"m{item}", f"m{item}", None])),
            day=draw(st.one_of(st.floats(0, 30), st.floats(-90_000, 90_000))),
            value=draw(st.sampled_from([None, 1.0, 5.0])),
            parent=draw(st.sampled_from([None, None, "t"])),
        )
        steps.append((one, draw(st.one_of(st.just(axis(item % DIMENSION)), VECTORS))))
    return steps


def browsing(number: int, *, seed: int = 0, kinds=("like", "view"), people: int = 3):
    """Many entries of people who take whatever comes, with vectors at random."""
    rng = np.random.default_rng(seed)
    items = rng.normal(size=(400, DIMENSION)).astype(np.float32)
    for n in range(1, number + 1):
        item = int(rng.integers(len(items)))
        kind = kinds[int(rng.integers(len(kinds)))]
        user = f"u{rng.integers(people)}"
        yield entry(kind, n, day=n / 7, user=user, item=f"m{item}"), items[item]


# -- laws -------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(lives(), st.data())
def test_it_keeps_the_laws_of_a_learner(life, data) -> None:
    kept = [step for step in life if data.draw(st.booleans())]
    check_laws(FOLD, life, kept)


@settings(deadline=None, max_examples=40)
@given(lives(60))
def test_whatever_was_sent_curves_are_curves_and_worths_have_bounds(life) -> None:
    learner = FOLD.learned(life)
    for user in [*PEOPLE, None]:
        curve = learner.curve(user)
        for kind in KINDS:
            weights = curve.weights(kind)
            assert np.isfinite(weights).all()
            assert (weights >= 0).all()
            assert weights.sum() == pytest.approx(1.0)
            assert curve.floor(kind) >= FLOOR * (1 - 1e-9)
            assert LEAST_WORTH * (1 - 1e-9) <= curve.worth(kind) <= MOST_KINDS
            assert 0 < curve.half_life(kind) <= HALF_LIVES[NEVER - 1]
        shares = curve.importances().values()
        assert sum(shares) == pytest.approx(1.0) if shares else not learner.choices


@given(st.lists(st.floats(-60, 60), min_size=7, max_size=7))
def test_a_person_differs_within_bounds(gradient) -> None:
    past = Past(DIMENSION)
    for _ in range(50):
        past.differ(np.array(gradient))
    assert (np.abs(past.delta) <= FURTHEST).all()


def test_everyone_identical_teaches_without_trouble() -> None:
    learner = Forgetting()
    for n in range(1, 400):
        one = entry("like", n, day=n / 3, user=f"u{n % 3}", item=f"m{n // 3}")
        learner.learn(one, axis(0))
    assert np.isfinite(learner.curve().weights("like")).all()


# -- what counts ------------------------------------------------------------------------------


def test_without_choices_it_is_the_hand_set_curve() -> None:
    learner = FOLD.learned([(entry("like", 1, item="m"), axis(0))])
    assert learner.choices == 0
    assert np.array_equal(learner.curve("ann").weights("like"), ForgettingCurve().weights("like"))


def test_a_few_choices_move_the_curve_a_little() -> None:
    learner = FOLD.learned(list(browsing(60)))
    assert 0 < learner.choices < 60
    assert learner.curve().weights("like") == pytest.approx(softmax(PRIOR), abs=0.01)


@pytest.mark.parametrize(
    ("last", "teaches"),
    [
        (entry("like", 90, item="m5", day=9), True),
        (entry("like", 90, item="m1", day=9), False),  # used before
        (entry("like", 90, item="new", day=9), False),  # there was nothing to compare it with
        (entry("like", 90, item="m5", day=9, parent="t"), False),  # said, not chosen
        (entry("like", 90, item="m5", day=1), False),  # arrived late
        (entry("dislike", 90, item="m5", day=9), False),
        (entry("search", 90, item="m5", day=9), False),
        (entry("like", 90, item="m5", day=9, role="assistant"), False),
        (replace(statement(90, "Noir", 1, day=9), item="m5"), False),
    ],
)
def test_what_is_a_choice(last, teaches: bool) -> None:
    learner = Forgetting()
    for n in range(1, 7):
        user = "ann" if n < 4 else "ben"
        learner.learn(entry("like", n, user=user, item=f"m{n}", day=n), axis(n - 1))
    before = learner.choices
    learner.learn(last, axis(4))
    assert learner.choices == before + teaches


def test_beyond_the_most_kinds_they_share_a_place() -> None:
    learner = Forgetting()
    for n in range(40):
        learner.learn(entry(f"kind-{n}", n + 1, item=f"m{n}"), axis(n % DIMENSION))
    assert learner.law.kinds == MOST_KINDS


def test_permuted_names_give_permuted_weights() -> None:
    steps = list(browsing(400, kinds=("like", "view", "save")))
    other = {"like": "view", "view": "save", "save": "like"}
    renamed = [(replace(one, kind=other[one.kind]), vector) for one, vector in steps]
    one, two = FOLD.learned(steps), FOLD.learned(renamed)
    for kind, name in other.items():
        assert one.curve().worth(kind) == two.curve().worth(name)
        assert np.array_equal(one.curve().weights(kind), two.curve().weights(name))


def test_vectors_of_another_space_are_not_taken_for_ours() -> None:
    learner = Forgetting("one")
    learner.learn(entry("like", 1, item="m"), axis(0))
    with pytest.raises(ValueError, match="other vectors"):
        Forgetting("another").restore(learner.snapshot())
    before = learner.snapshot()
    learner.learn(entry("like", 1, item="m2"), np.ones(DIMENSION + 1, np.float32))
    assert learner.snapshot() == before


# -- what a choice teaches --------------------------------------------------------------------


def taught(sums, totals, times: int = 3000, kinds: int = 1) -> Law:
    law = Law()
    for _ in range(kinds):
        law.add_kind()
    for _ in range(times):
        law.learn(Compared(0, sums, totals, np.zeros(sums.shape[2])), np.zeros(len(HALF_LIVES)))
    return law


def test_what_speaks_for_the_chosen_counts_more() -> None:
    lives = len(HALF_LIVES)
    # Two kinds; the first spoke for the chosen item a few days ago, the second for another.
    sums = np.zeros((2, lives, 3))
    sums[0, 3:, 0], sums[1, 3:, 1] = 0.5, 0.5
    law = taught(sums, sums.sum(axis=2), 200, kinds=2)
    assert law.worths()[0] > 1.5 > 0.5 > law.worths()[1]
    assert law.worths().mean() == pytest.approx(1.0)


def test_the_gradient_of_a_person_is_that_of_the_likelihood() -> None:
    rng = np.random.default_rng(3)
    sums, delta = rng.random((2, 7, 5)), rng.normal(0, 0.2, 7)
    choice = Compared(1, sums, np.zeros((2, 7)), rng.normal(size=5))

    def fresh() -> Law:
        law = Law()
        law.add_kind()
        law.add_kind()
        return law

    def likelihood(difference) -> float:
        # Without totals the mass is LITTLE, which is 1: the score is the plain sum.
        values = fresh().values
        shares = values * np.exp(difference)
        shares *= values.sum(axis=1, keepdims=True) / shares.sum(axis=1, keepdims=True)
        scores = np.tensordot(shares, sums, 2) - choice.log_chance
        return float(scores[0] - np.log(np.exp(scores).sum()))

    found = fresh().learn(choice, delta)
    steps = 1e-6 * np.eye(7)
    numeric = [(likelihood(delta + s) - likelihood(delta - s)) / 2e-6 for s in steps]
    assert found == pytest.approx(np.array(numeric), rel=1e-4, abs=1e-7)


# -- room -------------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", [8, 384, 1536])
def test_a_past_never_takes_more_than_64_kib(dimension: int) -> None:
    rng = np.random.default_rng(1)
    places, past = Places(dimension), Past(dimension)
    for n in range(600):
        vector = rng.normal(size=dimension).astype(np.float32)
        vector /= np.linalg.norm(vector)
        past.remember(places.add(vector))
        past.learn(n % MOST_KINDS, 1.0, n / 5, vector, places)
        assert past.nbytes() <= 64 * 1024
    assert 2 <= len(past.counts) <= MOST_INTERESTS
    never = past.at(1e6, MOST_KINDS)[:, :, NEVER]
    assert never.sum() == pytest.approx(600, rel=1e-4)


def test_likeness_in_steps_is_that_of_the_whole() -> None:
    rng, places = np.random.default_rng(0), Places(384)
    for vector in rng.normal(size=(70, 384)):
        places.add((vector / np.linalg.norm(vector)).astype(np.float32))
    mine, rows = places.vectors[:32], np.arange(20, 70)
    whole = places.apart(mine) @ places.of(rows).T
    np.testing.assert_allclose(places.likeness(mine, rows), whole, atol=1e-6)
    assert places.likeness(mine[:0], rows).shape == (0, 50)
