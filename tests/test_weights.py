"""The signals' weights: what was chosen off a list raises what spoke for it, within bounds; a
person's own part of them, and how much each counts.
"""

from __future__ import annotations

import numpy as np
import pytest
from checks import Fold, check_laws, entry
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core import differences
from penchant.memory.core.common import BOUND
from penchant.memory.core.differences import Differences
from penchant.memory.core.examination import POSITIONS
from penchant.memory.core.signals import FAMILY, PRIOR_WEIGHTS, SIGNALS, by_family
from penchant.memory.core.weights import REMEMBERED, SignalWeights

PRIOR = {"near": 2.0, "known": 0.5, "new": 0.2}
NAMES = tuple(PRIOR)


def weights(prior=None) -> SignalWeights:
    return SignalWeights(prior or PRIOR)


def look(learner: SignalWeights):
    return (
        learner.get(),
        learner.get("ann"),
        learner.get("bob"),
        learner.importances(),
        learner.examination.curve(5).tolist(),
        learner.calibrated.probability(np.array([0.0, 1.0])).tolist(),
        learner.choices,
    )


FOLD = Fold(weights, lambda learner, one: learner.learn(one), look)


def shown(number: int, rows, *, names=NAMES, items="abcd", user: str = "ann"):
    data = {"items": list(items)[: len(rows)], "signals": list(names), "rows": rows}
    return entry("impression", number, data=data, role="user", user=user)


def chose(number: int, item: str, impression: str = "e1", kind: str = "like", **more):
    return entry(kind, number, item=item, impression=impression, **more)


ROWS = [[0.9, 0.1, 0.0], [0.1, 0.8, 0.0], [0.2, 0.1, 0.5], [0.0, 0.0, 0.0]]
_VALUES = st.floats(-1, 1)
_PEOPLE = st.sampled_from(["ann", "ann", "bob"])


@st.composite
def journeys(draw: st.DrawFn, *, most: int = 25):
    entries, lists = [], []
    for number in range(1, draw(st.integers(0, most)) + 1):
        if not lists or draw(st.booleans()):
            rows = draw(
                st.lists(st.tuples(_VALUES, _VALUES, _VALUES).map(list), min_size=0, max_size=4)
            )
            entries.append(shown(number, rows, user=draw(_PEOPLE)))
            lists.append(f"e{number}")
        else:
            entries.append(
                chose(
                    number,
                    draw(st.sampled_from("abcdz")),
                    draw(st.sampled_from([*lists, "unseen"])),
                    draw(st.sampled_from(["like", "click", "dislike", "dismiss", "watch", "undo"])),
                    user=draw(_PEOPLE),
                    data={"reason": draw(st.sampled_from(["not-for-me", "not-now"]))},
                )
            )
    return entries


@given(journeys(), st.integers(0, 25))
def test_it_keeps_the_laws_of_a_learner(entries, cut) -> None:
    check_laws(FOLD, entries, entries[:cut])


@given(journeys())
def test_weights_stay_within_their_bounds(entries) -> None:
    learner = FOLD.learned(entries)
    for found in (learner.get(), learner.get("ann"), learner.get("bob")):
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
            one = shown(one.sequence, rows, names=order, user=one.user)
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


def stepped(start, values, chance, position):
    """One step of AdaGrad from ``start`` for the item at ``position``."""
    gradient = values[position] - chance @ values / chance.sum()
    return start + 0.15 * gradient / np.sqrt(1 + gradient**2)


def test_the_first_step_is_the_gradient_of_the_softmax_worked_out_by_hand() -> None:
    start, rows = np.array(list(PRIOR.values())), np.array(ROWS)
    # At first the second place is taken to be looked at 1 / sqrt(2) times as often, and so on.
    looked = 1 / np.sqrt([1, 2, 3, 4])
    found = FOLD.learned([shown(1, ROWS), chose(2, "b")]).get()
    expected = stepped(start, rows, looked * np.exp(rows @ start), 1)
    assert list(found.values()) == pytest.approx(expected.tolist())
    # What is turned down should score lowest.
    refused = FOLD.learned([shown(1, ROWS), chose(2, "b", kind="dislike")]).get()
    expected = stepped(start, -rows, looked * np.exp(-rows @ start), 1)
    assert list(refused.values()) == pytest.approx(expected.tolist())


def test_what_was_chosen_as_well_is_no_contrast() -> None:
    both = [shown(1, ROWS), chose(2, "a"), chose(3, "b")]
    other = [shown(1, [[-0.5, -0.5, 0.9], *ROWS[1:]]), chose(2, "a"), chose(3, "b")]
    steps = []
    for entries in (both, other):
        learner = FOLD.learned(entries[:2])
        before = learner._common.state()["squares"]
        # Back to the start, so that what differs is the list alone.
        learner._common.values = learner.prior.copy()
        learner._people = Differences(learner.prior)
        learner.learn(entries[2])
        steps.append(learner._common.state()["squares"] - before)
    assert steps[0] == pytest.approx(steps[1])


def read_by(depth: int, lists: int = 400) -> SignalWeights:
    """What was learned from people who choose from the first ``depth`` places alone."""
    learner = weights()
    for number in range(1, 2 * lists, 2):
        learner.learn(shown(number, [[0.1, 0.1, 0.1], [0.1, 0.1, 0.1]] * 2, user="bob"))
        learner.learn(chose(number + 1, "abcd"[number // 2 % depth], f"e{number}", user="bob"))
    return learner


def test_what_is_never_looked_at_teaches_next_to_nothing() -> None:
    other = [*ROWS[:3], [1.0, -1.0, 1.0]]
    for depth, moved in ((2, 0.05), (4, 0.3)):
        found = []
        for rows in (ROWS, other):
            learner = read_by(depth)
            learner.learn(shown(9001, rows))
            learner.learn(chose(9002, "b", "e9001"))
            found.append(np.array(list(learner.get().values())))
        change = np.abs(found[0] - found[1]).max() / np.abs(found[0] - list(PRIOR.values())).max()
        assert change < moved if depth == 2 else change > moved


@pytest.mark.parametrize(
    "choice",
    [
        chose(2, "b", "never-shown"),
        chose(2, "not-on-the-list"),
        entry("like", 2, item="b"),
        chose(2, "b", kind="dismiss", data={"reason": "not-now"}),
        chose(2, "b", kind="undo"),
        chose(2, "b", role="assistant"),
        chose(2, "b", user="bob"),
        chose(2, "b", kind="rating", value=3.0, scale=(1.0, 5.0)),
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
    assert often.examination.state()["chosen"].sum() == 0
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
    assert {signal.family for signal in SIGNALS} == set(FAMILY.values())


def test_a_rating_goes_the_way_of_its_value() -> None:
    def rated(value: float):
        choice = chose(2, "b", kind="rating", value=value, scale=(1.0, 5.0))
        return FOLD.learned([shown(1, ROWS), choice]).get()

    assert rated(5.0) == FOLD.learned([shown(1, ROWS), chose(2, "b")]).get()
    assert rated(1.0) == FOLD.learned([shown(1, ROWS), chose(2, "b", kind="dislike")]).get()


# -- when somebody is done with a list -------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "done"),
    [
        (shown(9, ROWS), True),
        (entry("like", 9, item="z"), True),
        (chose(9, "b", "e0"), True),
        (chose(9, "b", "e1"), False),
        (shown(9, ROWS, user="bob"), False),
        (entry("like", 9, item="z", user="bob"), False),
        (entry("undo", 9, item="z"), False),
        (entry("like", 9, item="z", role="assistant"), False),
    ],
)
def test_a_list_teaches_how_people_look_once_the_person_has_moved_on(then, done) -> None:
    learner = FOLD.learned([shown(1, ROWS), then])
    assert learner.calibrated.lists == int(done)
    assert learner.examination.state()["expected"].any() == done


def test_a_list_without_a_choice_lowers_the_probability_and_teaches_but_once() -> None:
    learner = FOLD.learned([shown(1, ROWS), shown(2, ROWS), entry("like", 3, item="z")])
    before = weights().calibrated.probability(np.array([1.0]))
    assert learner.calibrated.lists == 2
    assert learner.calibrated.probability(np.array([1.0])) < before
    learner.learn(entry("like", 4, item="z"))
    assert learner.calibrated.lists == 2


def test_a_choice_that_comes_late_still_counts() -> None:
    early = FOLD.learned([shown(1, ROWS), chose(2, "c"), shown(3, ROWS)])
    late = FOLD.learned([shown(1, ROWS), shown(2, ROWS), chose(3, "c")])
    for learner in (early, late):
        assert learner.examination.state()["chosen"][:4].tolist() == [0, 0, 1, 0]
        assert learner.calibrated.choices == 1


def test_a_probability_is_said_once_enough_was_learned_and_grows_with_the_score() -> None:
    learner, scores = weights(), np.linspace(-3, 5, 50)
    rng = np.random.default_rng(4)
    for number in range(1, 700, 3):
        assert (learner.probability(scores) is None) == (
            learner.calibrated.lists < 100 or learner.calibrated.choices < 30
        )
        learner.learn(shown(number, ROWS))
        learner.learn(chose(number + 1, "abcd"[int(rng.integers(4))], f"e{number}"))
        learner.learn(entry("view", number + 2, item="z"))
    found = learner.probability(scores)
    assert found is not None
    assert ((found > 0) & (found < 1)).all()
    assert (np.diff(found) >= 0).all()


# -- one person ------------------------------------------------------------------------------------


def chosen_by(user: str, item: str, number: int, times: int) -> list:
    entries = []
    for place in range(number, number + 2 * times, 2):
        entries += [shown(place, ROWS, user=user), chose(place + 1, item, f"e{place}", user=user)]
    return entries


def test_people_who_choose_otherwise_get_weights_of_their_own() -> None:
    entries = []
    for turn in range(30):
        entries += chosen_by("ann", "a", 4 * turn + 1, 1) + chosen_by("bob", "b", 4 * turn + 3, 1)
    learner = FOLD.learned(entries)
    ann, bob, all_of_us = learner.get("ann"), learner.get("bob"), learner.get()
    assert ann["near"] > all_of_us["near"] > bob["near"]
    assert bob["known"] > all_of_us["known"] > ann["known"]
    assert learner.get("stranger") == all_of_us


def test_a_persons_difference_is_small_at_first_and_fades_when_nothing_feeds_it() -> None:
    after = [Differences(np.ones(1)) for _ in range(2)]
    for _ in range(3):
        after[0].learn("ann", np.array([0.5]), np.array([0.25]))
    # By hand: the prior's variance is 0.04; the curvature grows by 0.25 and keeps 0.99.
    known = difference = 0.0
    for _ in range(3):
        known = 0.99 * known + 0.25
        difference = 0.99 * difference + 0.04 * 0.5 / (1 + 0.04 * known)
    assert after[0].of("ann") == pytest.approx([difference])
    for _ in range(500):
        after[0].learn("ann", np.zeros(1), np.zeros(1))
    assert abs(after[0].of("ann")[0]) < 0.01 * difference
    assert after[1].of("ann") is None


def test_people_who_chose_longest_ago_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "PEOPLE", 2)
    kept = Differences(np.ones(1))
    for user in ("ann", "bob", "ann", "eve"):
        kept.learn(user, np.ones(1), np.ones(1))
    assert [kept.of(user) is None for user in ("ann", "bob", "eve")] == [False, True, False]
    other = Differences(np.ones(1))
    other.resume(*kept.state())
    other.learn("joe", np.ones(1), np.ones(1))
    assert other.of("ann") is None


# -- importances -----------------------------------------------------------------------------------


def test_importances_are_weight_times_spread_within_lists_as_shares() -> None:
    assert weights().importances() == {}
    assert FOLD.learned([shown(1, [[0.5, 0.5, 0.5]] * 3)]).importances() == {}
    other = [[0.0, 0.3, 0.2], [0.0, -0.3, 0.2]]
    learner = FOLD.learned([shown(1, ROWS), shown(2, other)])
    spread = np.sqrt(np.var(ROWS, axis=0) + np.var(other, axis=0))
    sizes = spread * list(PRIOR.values())
    assert list(learner.importances().values()) == pytest.approx((sizes / sizes.sum()).tolist())


def test_families_share_what_their_signals_have() -> None:
    shares = {"request": 0.1, "interest": 0.2, "known": 0.4, "freshness": 0.3}
    assert by_family(shares) == pytest.approx({"social": 0.4, "content": 0.3, "item": 0.3})
    assert next(iter(by_family(shares))) == "social"


# -- whatever comes in -----------------------------------------------------------------------------

_WEIRD = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([None, "x", True, [], {}, 10**400]),
)


@given(
    st.lists(st.one_of(st.lists(_WEIRD, max_size=4), st.none()), max_size=4),
    st.sampled_from([NAMES, NAMES[:2], ("near", "near", "near"), ()]),
    st.sampled_from(["abcd", "aaaa", "a", ""]),
    st.sampled_from(["like", "", "a-host's-own-kind", "rating"]),
)
def test_nothing_that_comes_in_makes_a_nan(rows, names, items, kind) -> None:
    data = {"items": list(items), "signals": list(names), "rows": rows}
    learner = FOLD.learned(
        [
            entry("impression", 1, data=data),
            chose(2, "a", kind=kind, value=float("nan")),
            shown(3, ROWS),
            chose(4, "b", "e3"),
            shown(5, [[1e300, -1e300, 1.0], [-1e300, 1e300, 0.0]]),
            chose(6, "b", "e5"),
            entry("impression", 7, data={}),
        ]
    )
    check_finite(learner)
    check_laws(FOLD, [entry("impression", 1, data=data)], [])


def check_finite(learner: SignalWeights) -> None:
    for found in (learner.get(), learner.get("ann")):
        assert all(PRIOR[n] / BOUND <= value <= PRIOR[n] * BOUND for n, value in found.items())
    assert np.isfinite(learner.calibrated.probability(np.array([-1e9, 0.0, 1e9]))).all()
    assert np.isfinite(learner.examination.curve(200)).all()
    assert np.isfinite(list(learner.importances().values())).all()


def test_of_a_huge_list_the_first_places_are_read() -> None:
    items = [f"i{number}" for number in range(20_000)]
    data = {"items": items, "signals": list(NAMES), "rows": [[0.1, 0.2, 0.3]] * 20_000}
    learner = FOLD.learned([entry("impression", 1, data=data), chose(2, items[POSITIONS])])
    assert learner.choices == 0
    learner.learn(chose(3, items[POSITIONS - 1]))
    assert learner.choices == 1
    assert len(learner.snapshot()) < 50_000


def test_identical_items_move_no_weight() -> None:
    learner = FOLD.learned([shown(1, [[0.5, 0.2, 0.1]] * 4), chose(2, "c")])
    assert learner.get() == pytest.approx(PRIOR)
    check_finite(learner)
