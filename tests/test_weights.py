"""The signals' weights: what was chosen off a list raises what spoke for it, within bounds."""

from __future__ import annotations

import numpy as np
import pytest
from checks import Fold, check_laws, entry
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.signals import PRIOR_WEIGHTS, SIGNALS
from penchant.memory.core.weights import BOUND, REMEMBERED, SignalWeights

PRIOR = {"near": 2.0, "known": 0.5, "new": 0.2}
NAMES = tuple(PRIOR)


def weights(prior=None) -> SignalWeights:
    return SignalWeights(prior or PRIOR)


FOLD = Fold(weights, lambda learner, one: learner.learn(one), lambda learner: learner.get())


def shown(number: int, rows, *, names=NAMES, items="abcd"):
    data = {"items": list(items)[: len(rows)], "signals": list(names), "rows": rows}
    return entry("impression", number, data=data, role="user")


def chose(number: int, item: str, impression: str = "e1", kind: str = "like", **more):
    return entry(kind, number, item=item, impression=impression, **more)


ROWS = [[0.9, 0.1, 0.0], [0.1, 0.8, 0.0], [0.2, 0.1, 0.5], [0.0, 0.0, 0.0]]
_VALUES = st.floats(-1, 1)


@st.composite
def journeys(draw: st.DrawFn, *, most: int = 25):
    entries, lists = [], []
    for number in range(1, draw(st.integers(0, most)) + 1):
        if not lists or draw(st.booleans()):
            rows = draw(
                st.lists(st.tuples(_VALUES, _VALUES, _VALUES).map(list), min_size=0, max_size=4)
            )
            entries.append(shown(number, rows))
            lists.append(f"e{number}")
        else:
            entries.append(
                chose(
                    number,
                    draw(st.sampled_from("abcdz")),
                    draw(st.sampled_from([*lists, "unseen"])),
                    draw(st.sampled_from(["like", "click", "dislike", "dismiss", "watch"])),
                    data={"reason": draw(st.sampled_from(["not-for-me", "not-now"]))},
                )
            )
    return entries


@given(journeys(), st.integers(0, 25))
def test_it_keeps_the_laws_of_a_learner(entries, cut) -> None:
    check_laws(FOLD, entries, entries[:cut])


@given(journeys())
def test_weights_stay_within_their_bounds(entries) -> None:
    found = FOLD.learned(entries).get()
    for name, start in PRIOR.items():
        assert start / BOUND - 1e-12 <= found[name] <= start * BOUND + 1e-12


@pytest.mark.parametrize(("kind", "side"), [("like", "up"), ("dislike", "down")])
def test_they_reach_the_bounds_and_stop(kind: str, side: str) -> None:
    learner = weights()
    for number in range(1, 4000, 2):
        learner.learn(shown(number, ROWS[:2]))
        learner.learn(chose(number + 1, "b", f"e{number}", kind))
    end = learner.get()["known"]
    assert end == pytest.approx(PRIOR["known"] * (BOUND if side == "up" else 1 / BOUND))


@given(journeys(), st.permutations(NAMES))
def test_the_order_of_the_signals_does_not_matter(entries, order) -> None:
    one = FOLD.learned(entries).get()
    other = SignalWeights({name: PRIOR[name] for name in order})
    for step in entries:
        other.learn(step)
    for name, value in other.get().items():
        assert value == pytest.approx(one[name], rel=1e-9)


@given(journeys(), st.permutations(NAMES))
def test_nor_does_the_order_in_which_a_list_names_them(entries, order) -> None:
    columns = [NAMES.index(name) for name in order]
    turned = []
    for one in entries:
        if one.kind == "impression":
            rows = [[row[column] for column in columns] for row in one.data["rows"]]
            one = shown(one.sequence, rows, names=order)
        turned.append(one)
    assert FOLD.learned(turned).get() == pytest.approx(FOLD.learned(entries).get(), rel=1e-12)


def test_the_weight_of_what_spoke_for_the_choice_grows_and_of_what_spoke_against_falls() -> None:
    learner = FOLD.learned([shown(1, ROWS), chose(2, "b")])
    found = learner.get()
    assert found["known"] > PRIOR["known"]
    assert found["near"] < PRIOR["near"]
    assert learner.choices == 1
    refused = FOLD.learned([shown(1, ROWS), chose(2, "b", kind="dislike")]).get()
    assert refused["known"] < PRIOR["known"]
    assert refused["near"] > PRIOR["near"]


def test_the_first_step_is_the_gradient_of_the_softmax_worked_out_by_hand() -> None:
    found = FOLD.learned([shown(1, ROWS), chose(2, "b")]).get()
    start, rows = np.array(list(PRIOR.values())), np.array(ROWS)
    chance = np.exp(rows @ start) / np.exp(rows @ start).sum()
    gradient = rows[1] - chance @ rows
    expected = start + 0.15 * gradient / np.sqrt(1 + gradient**2)
    assert list(found.values()) == pytest.approx(expected.tolist())


def test_what_was_not_looked_at_teaches_nothing() -> None:
    # Who takes the first has seen the first three; the fourth's signals do not matter.
    one = FOLD.learned([shown(1, ROWS), chose(2, "a")]).get()
    other = FOLD.learned([shown(1, [*ROWS[:3], [1.0, -1.0, 1.0]]), chose(2, "a")]).get()
    assert one == other != PRIOR


@pytest.mark.parametrize(
    "choice",
    [
        chose(2, "b", "never-shown"),
        chose(2, "not-on-the-list"),
        entry("like", 2, item="b"),
        chose(2, "b", kind="dismiss", data={"reason": "not-now"}),
        chose(2, "b", kind="undo"),
    ],
)
def test_a_choice_that_says_nothing_about_the_list_is_ignored(choice) -> None:
    learner = FOLD.learned([shown(1, ROWS), choice])
    assert learner.get() == PRIOR
    assert learner.choices == 0


@pytest.mark.parametrize("rows", [[], [[0.5, 0.5, 0.5]]])
def test_a_list_without_rows_or_with_one_teaches_nothing(rows) -> None:
    listed = entry(
        "impression", 1, data={"items": ["a", "b"], "signals": list(NAMES), "rows": rows}
    )
    assert FOLD.learned([listed, chose(2, "a"), chose(3, "b")]).get() == PRIOR
    check_laws(FOLD, [listed, chose(2, "a")], [])


def test_one_choice_teaches_once_however_often_it_is_repeated() -> None:
    once = FOLD.learned([shown(1, ROWS), chose(2, "b")])
    often = FOLD.learned([shown(1, ROWS), *(chose(n, "b") for n in range(2, 1000))])
    assert often.get() == once.get()
    clicked = [shown(1, ROWS), chose(2, "b", kind="click"), chose(3, "b")]
    assert FOLD.learned(clicked).get() == once.get()
    turned = FOLD.learned([shown(1, ROWS), chose(2, "b"), chose(3, "b", kind="dislike")])
    assert turned.choices == 2


def test_signals_of_another_version_count_as_nothing() -> None:
    one = FOLD.learned([shown(1, [[0.1, 0.9]] * 2, names=("gone", "older")), chose(2, "b")])
    assert one.get() == PRIOR


def test_old_lists_make_room() -> None:
    entries = [shown(number, ROWS[:2]) for number in range(1, REMEMBERED + 2)]
    learner = FOLD.learned(entries)
    learner.learn(chose(9000, "a", "e1"))
    assert learner.choices == 0
    learner.learn(chose(9001, "a", "e2"))
    assert learner.choices == 1


def test_a_snapshot_of_other_signals_is_refused() -> None:
    with pytest.raises(ValueError, match="other signals"):
        SignalWeights({"x": 1.0}).restore(weights().snapshot())


def test_every_signal_starts_from_a_weight_of_its_own() -> None:
    assert SignalWeights(PRIOR_WEIGHTS).get() == {s.name: s.weight for s in SIGNALS}
    assert {"content", "social", "item"} <= {signal.family for signal in SIGNALS}
