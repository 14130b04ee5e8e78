"""One interest: who joins it, what time and a change of mind take away, and how two become one."""

from __future__ import annotations

import numpy as np
import pytest
from checks import DIMENSION, axis
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.curve import ForgettingCurve, Learned
from penchant.memory.core.decay import HALF_LIVES
from penchant.memory.core.interests import LEDGER, InterestState, Row
from penchant.memory.core.sheet import Sheet
from penchant.memory.records import from_day

CURVE = ForgettingCurve()
HORROR, NOIR = ("genre", "Horror"), ("genre", "Noir")


def row(number: int, amount: float = 1.0, *, day: float = 0.0, key=HORROR, kind="like", **more):
    return Row(
        entry=f"e{number}",
        kind=kind,
        day=day,
        count=number,
        amount=amount,
        said=amount,
        key=key,
        **more,
    )


def interest(*rows: Row, polarity: int = 1, vectors=None) -> InterestState:
    state = InterestState(1, polarity, DIMENSION)
    for number, one in enumerate(rows):
        state.add(one, axis(0) if vectors is None else vectors[number])
    return state


def amounts(state: InterestState, rows, day: float, curve=CURVE) -> list[float]:
    """What is left of each of ``rows``, one by one."""
    return [
        state.polarity
        * (curve.worth(one.kind) if state.polarity > 0 else 1.0)
        * one.amount
        * sum(
            w * 2.0 ** (-max(day - one.day, 0) / h)
            for w, h in zip(curve.weights(one.kind), HALF_LIVES, strict=True)
        )
        for one in rows
    ]


def test_mass_is_the_curve_over_the_ages_worked_out_by_hand() -> None:
    state = interest(row(1, 1.0, day=0), row(2, 0.5, day=4, kind="view"), row(3, 0.25, day=1))
    weights, total = CURVE.weights("like"), 0.0
    for amount, day in ((1.0, 0), (0.5, 4), (0.25, 1)):
        total += amount * sum(
            w * 2.0 ** (-(9 - day) / h) for w, h in zip(weights, HALF_LIVES, strict=True)
        )
    assert state.mass(9, CURVE) == pytest.approx(total)
    assert Sheet([state]).floors(CURVE) == pytest.approx([1.75 * weights[-1]])
    assert state.half_life(CURVE) == pytest.approx(CURVE.half_life("like"))
    parts = amounts(state, state.ledger, 9)
    assert sum(parts) == pytest.approx(state.mass(9, CURVE))
    assert (state.first_day, state.last_day) == (0, 4)


def test_each_kind_counts_by_its_worth_and_its_own_curve_but_a_no_in_full() -> None:
    never, soon = np.eye(len(HALF_LIVES))[[-1, 2]]
    curve = ForgettingCurve(kinds={"like": Learned(never, 1.5), "view": Learned(soon, 0.5)})
    rows = (row(1, 1.0), row(2, 1.0, kind="view"))
    state = interest(*rows)
    assert state.mass(0, curve) == pytest.approx(2.0)
    assert state.mass(2, curve) == pytest.approx(1.5 + 0.5 / 4)
    (evidence,) = Sheet([state]).evidence(2, curve)
    assert [one.amount for one in evidence] == pytest.approx([1.5, 0.5 / 4])
    assert Sheet([state]).floors(curve) == pytest.approx([1.5])
    assert interest(*rows, polarity=-1).mass(0, curve) == pytest.approx(2.0)
    assert curve.importances() == {"like": 0.75, "view": 0.25}


def test_amounts_of_a_dislike_are_signed() -> None:
    state = interest(row(1, 0.5), polarity=-1)
    assert state.mass(0, CURVE) == pytest.approx(0.5)
    (evidence,) = Sheet([state]).evidence(0, CURVE)
    assert [one.amount for one in evidence] == pytest.approx([-0.5])


def test_the_centroid_is_the_unit_mean_weighted_by_amounts() -> None:
    state = interest(row(1, 0.75), row(2, 0.25), vectors=[axis(0), axis(1)])
    np.testing.assert_allclose(state.centroid[:2], np.array([3, 1]) / np.sqrt(10), atol=1e-6)
    state.add(row(3, 5.0), axis(2))
    assert np.argmax(state.centroid) == 2
    assert np.linalg.norm(state.centroid) == pytest.approx(1)
    assert not InterestState(1, 1, DIMENSION).centroid.any()


def test_taking_back_lowers_only_what_was_said_before_and_about_the_same() -> None:
    rows = [row(1, 0.8, day=1), row(2, 0.6, day=5), row(3, 0.4, day=1, key=NOIR)]
    state = interest(*rows, vectors=[axis(0), axis(0), axis(1)])
    state.take_back(HORROR, 0.25, until=3, vector=axis(0))
    # To the contrary counts three times: a quarter of 0.8 is left.
    assert [one.amount for one in state.ledger] == pytest.approx([0.2, 0.6, 0.4])
    assert state.mass(5, CURVE) == pytest.approx(sum(amounts(state, state.ledger, 5)))
    np.testing.assert_allclose(state.direction[:2], [0.8, 0.4], atol=1e-6)
    state.take_back(("genre", "Western"), 1.0, until=9, vector=axis(0))
    one, _, other = amounts(state, rows, 5)
    assert state.mass(5, CURVE) == pytest.approx(0.6 + one / 4 + other)


def test_what_was_taken_back_wholly_leaves_neither_mass_nor_direction() -> None:
    rows = [row(1, 0.9, day=1), row(2, 0.4, day=2, key=NOIR)]
    state = interest(*rows, vectors=[axis(0), axis(1)])
    state.take_back(HORROR, 0.5, until=3, vector=axis(0))
    np.testing.assert_allclose(state.centroid, axis(1), atol=1e-6)
    assert state.targets() == (NOIR,)
    assert not state.empty
    state.take_back(NOIR, 1.0, until=3, vector=axis(1))
    assert state.empty
    assert state.mass(3, CURVE) == pytest.approx(0, abs=1e-12)
    assert state.targets() == ()


def test_what_comes_late_was_taken_back_already() -> None:
    against = interest(row(1, 0.3, day=10), row(2, 0.1, day=20), polarity=-1)
    assert against.left_of(HORROR, 5) == pytest.approx(0.1 * 0.7)
    assert against.left_of(HORROR, 15) == pytest.approx(0.7)
    assert against.left_of(HORROR, 20) == 1.0
    assert against.left_of(NOIR, 5) == 1.0
    against.take_back(HORROR, 1.0, until=30, vector=None)
    assert against.left_of(HORROR, 5) == pytest.approx(0.1 * 0.7), "it was said all the same"


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1000), st.sampled_from([HORROR, NOIR])), max_size=40
    ),
    st.integers(0, 40),
)
def test_absorbing_holds_what_both_held(parts, cut) -> None:
    rows = [row(n, amount, day=day, key=key) for n, (amount, day, key) in enumerate(parts, 1)]
    one, other, both = interest(*rows[:cut]), interest(*rows[cut:]), interest(*rows)
    one.absorb(other)
    assert one.mass(1000, CURVE) == pytest.approx(both.mass(1000, CURVE), rel=1e-9, abs=1e-12)
    assert one.ledger == both.ledger
    assert (one.first_day, one.last_day) == (both.first_day, both.last_day)
    np.testing.assert_allclose(one.direction, both.direction, atol=1e-5)
    for key in (HORROR, NOIR):
        assert one.about(key) == both.about(key)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.floats(0.01, 1),
            st.floats(0, 90),
            st.sampled_from(["like", "view", "save"]),
        ),
        max_size=30,
    ),
    st.floats(90, 400),
)
def test_a_sheet_says_of_each_what_it_says_by_itself(parts, day) -> None:
    learned = {"like": Learned(np.full(7, 1 / 7), 1.5), "view": Learned(np.eye(7)[3], 0.5)}
    curve = ForgettingCurve(kinds=learned)
    states = [InterestState(n, 1 if n % 2 else -1, DIMENSION) for n in range(4)]
    for number, (place, amount, when, kind) in enumerate(parts):
        item = f"m{number}" if number % 2 else None
        one = row(number, amount, day=when, kind=kind, key=("item", str(number)), item=item)
        states[place].add(one, axis(0))
    states = [state for state in states if state.ledger]
    for state in states[:1]:
        state.take_back(state.ledger[0].key, 1.0, until=400, vector=None)
    sheet = Sheet(states)
    masses, floors, sums = sheet.masses(day, curve), sheet.floors(curve), sheet.sums(day)
    found = sheet.evidence(day, curve)
    assert len(masses) == len(floors) == len(sums) == len(found) == len(sheet.spans) == len(states)
    for place, state in enumerate(states):
        assert masses[place] == pytest.approx(state.mass(day, curve), abs=1e-12)
        left = amounts(state, state.ledger, day, curve)
        kept = {one.entry: one for one in state.ledger}
        assert abs(sum(left)) == pytest.approx(masses[place], abs=1e-12)
        late = amounts(state, state.ledger, 1e9, curve)
        assert abs(sum(late)) == pytest.approx(floors[place], abs=1e-9)
        by_life = [
            sum(one.amount * 2.0 ** (-(day - one.day) / life) for one in state.ledger)
            for life in HALF_LIVES
        ]
        assert sums[place] == pytest.approx(by_life, abs=1e-12)
        by_entry = dict(zip(kept, left, strict=True))
        assert {one.entry for one in found[place]} == {k for k in kept if kept[k].amount > 1e-9}
        for one in found[place]:
            assert one.amount == pytest.approx(by_entry[one.entry], abs=1e-12)
            assert (one.kind, one.item) == (kept[one.entry].kind, kept[one.entry].item)
            assert one.occurred_at == from_day(kept[one.entry].day)
        weights = [abs(one.amount) for one in found[place]]
        assert weights == sorted(weights, reverse=True)
        assert sheet.spans[place] == (from_day(state.first_day), from_day(state.last_day))


def test_a_sheet_of_nothing_is_empty() -> None:
    sheet = Sheet([])
    assert sheet.sums(1.0).shape == (0, len(HALF_LIVES))
    assert (sheet.masses(1.0, CURVE).tolist(), sheet.evidence(1.0, CURVE)) == ([], [])


def test_the_ledger_is_bounded_and_the_sums_are_not() -> None:
    state = interest(*(row(n, 0.5, key=("item", f"m{n}")) for n in range(1, LEDGER + 51)))
    assert len(state.ledger) == LEDGER
    assert state.mass(0, CURVE) == pytest.approx(0.5 * (LEDGER + 50))
    assert not state.about(("item", "m1"))
    assert state.about(("item", f"m{LEDGER + 50}"))


def test_targets_are_in_the_order_of_their_weight_and_name_no_items() -> None:
    rows = [row(1, 0.2), row(2, 0.3, key=NOIR), row(3, 0.9, key=("item", "m1"))]
    assert interest(*rows).targets() == (NOIR, HORROR)
    assert interest(*rows, row(4, 0.2)).targets() == (HORROR, NOIR)
    assert interest(row(5, key=("theme", ""))).targets() == ()


def test_a_state_gives_the_same_interest_back() -> None:
    state = interest(row(1, 0.8, day=1), row(2, 0.3, day=2, key=NOIR, item="m1"), polarity=-1)
    state.take_back(HORROR, 0.2, until=5, vector=axis(0))
    other = InterestState.from_state(state.state())
    assert other.state() == state.state()
    assert other.about(NOIR)
    other.add(row(3), axis(3))
    assert other.state() != state.state()
