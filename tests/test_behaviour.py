"""What the crowd's learning is made of: each against its plain formula, written out again here."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.behaviour import circle as circles
from penchant.memory.core.behaviour import pairs as pair_counts
from penchant.memory.core.behaviour.asked import Asked
from penchant.memory.core.behaviour.choices import MEMORIES, RATE, ChoiceModel
from penchant.memory.core.behaviour.circle import Circle
from penchant.memory.core.behaviour.companions import TOGETHER, Companions
from penchant.memory.core.behaviour.drawing import (
    ANY,
    BEGUN,
    BEGUN_LIFE,
    EVER,
    LATELY,
    LATELY_LIFE,
    Drawing,
)
from penchant.memory.core.behaviour.fading import FadingSums
from penchant.memory.core.behaviour.latest import Latest
from penchant.memory.core.behaviour.measures import CLOCK, NAMES, measure
from penchant.memory.core.behaviour.packing import packed, unpacked
from penchant.memory.core.behaviour.pairs import BESIDE, FADES, Pairs
from penchant.memory.core.behaviour.person import LATELY as LOOKED_BACK
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.behaviour.world import World
from penchant.memory.core.decay import HALF_LIVES

START = 20_454.0
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.one_of(st.floats(0, 2), st.floats(0, 400), st.floats(-40_000, 40_000)),
        st.floats(-1, 1),
    ),
    min_size=1,
    max_size=30,
)


# -- fading sums --------------------------------------------------------------------------------


@given(EVENTS, st.floats(0, 500))
def test_fading_sums_are_the_plain_sums_in_any_order_over_any_time(events, later) -> None:
    sums = FadingSums()
    for row, day, amount in events:
        sums.add(row, START + day, amount)
    now = START + max(day for _, day, _ in events) + later
    rows = np.arange(100)
    expected, size = np.zeros((100, len(HALF_LIVES))), np.zeros((100, len(HALF_LIVES)))
    for row, day, amount in events:
        left = 2.0 ** (-(now - START - day) / HALF_LIVES)
        expected[row] += amount * left
        size[row] += abs(amount) * left
    assert (np.abs(sums.at(rows, now) - expected) <= 1e-6 * size + 1e-30).all()
    assert (np.abs(sums.total(now) - expected.sum(0)) <= 1e-6 * size.sum(0) + 1e-30).all()


def test_fading_sums_of_years_of_events_lose_nothing() -> None:
    sums, day = FadingSums(), START
    for _ in range(300):
        day += 200.0
        sums.add(0, day)
        sums.add(0, day - 1.0)
    expected = sum(
        2.0 ** (-(200.0 * n + one) / HALF_LIVES) for n in range(300) for one in (0.0, 1.0)
    )
    np.testing.assert_allclose(sums.at(np.array([0]), day)[0], expected, rtol=1e-6)


# -- pairs --------------------------------------------------------------------------------------


@given(st.integers(0, 10_000), st.integers(1, 150), st.sampled_from([0.02, 1.0, 60.0]))
def test_pairs_are_a_plain_count(seed, events, pause) -> None:
    rng = np.random.default_rng(seed)
    pairs, size, day = Pairs(), 7, START
    both, after, beside = (np.zeros((size, size)) for _ in range(3))
    fading = np.zeros((len(FADES), size, size))
    latest = day
    for _ in range(events):
        day += float(rng.exponential(pause)) - (0.5 if rng.random() < 0.2 else 0.0)
        row, before = int(rng.integers(size)), rng.permutation(size)[: int(rng.integers(0, 7))]
        before = before[before != row]
        pairs.add(row, before, day)
        fading *= 2.0 ** (-max(0.0, day - latest) / FADES)[:, None, None]
        latest = max(latest, day)
        for place, other in enumerate(before.tolist(), 1):
            both[row, other] += 1
            both[other, row] += 1
            after[other, row] += 1 / place
            if place <= BESIDE:
                beside[row, other] += 1 / place
                beside[other, row] += 1 / place
            fading[:, other, row] += 2.0 ** (-(latest - day) / FADES) / place
    asked = np.array([5, 0, 3, 1])
    now, each = latest + 0.5, np.eye(size)
    left = 2.0 ** (-0.5 / FADES)[:, None, None]
    weight = rng.random(size)
    largest = (both * weight[:, None]).max(axis=0)[asked]
    found = pairs.found(np.arange(size), question(asked, size), now)
    for most in (pair_counts.BLOCK, 0):
        with mock.patch.multiple(pair_counts, BLOCK=most, LARGE=most):
            for channel, expected in enumerate([both, after, beside, *(fading * left)]):
                counted = found.summed(channel, each)
                np.testing.assert_allclose(counted, expected[:, asked], rtol=1e-6, atol=1e-12)
            np.testing.assert_allclose(found.largest(0, weight), largest)


def question(rows, items: int) -> Asked:
    places = np.zeros(items + 1, np.int32)
    places[rows] = np.arange(1, len(rows) + 1)
    return Asked(rows, places)


def test_lists_of_pairs_are_brought_together_and_do_not_grow_by_repeating() -> None:
    pairs = Pairs()
    for number in range(2000):
        pairs.add(number % 3, np.array([(number + 1) % 3, (number + 2) % 3]), START + number)
    state = pairs.state()
    assert state["companions.sizes"].max() <= TOGETHER
    assert state["companions.rooms"].max() <= TOGETHER
    assert state["companions.counts"][: state["companions.uses"][0]].sum() == 2 * 2 * 2000


@given(st.integers(0, 10_000), st.integers(1, 300), st.integers(2, 200))
def test_companions_are_plain_sums_and_go_on_the_same_when_restored(seed, events, items) -> None:
    rng, live = np.random.default_rng(seed), Companions(2)
    other, expected = Companions(2), np.zeros((2, items, items))
    for event in range(events):
        if event == events // 2:
            other = Companions.from_state(live.state())
        row, before = int(rng.integers(items)), rng.permutation(items)[: int(rng.integers(1, 20))]
        before = before[before != row]
        if not len(before):
            continue
        there, back = rng.random((2, len(before), 2)) * (rng.random(2) < 0.7)[:, None, None]
        expected[:, before, row] += there.T
        expected[:, row, before] += back.T
        for one in (live, other) if event >= events // 2 else (live,):
            one.add(row, before, there, back)
    for one in (live, other):
        others, starts, sizes = one.of(np.arange(items + 70))
        found = np.zeros_like(expected)
        sources = np.repeat(np.arange(items + 70), sizes)
        places = np.concatenate(
            [np.arange(a, a + n) for a, n in zip(starts.tolist(), sizes.tolist(), strict=True)]
        )
        for channel in range(2):
            np.add.at(found[channel], (sources, others), one.counts[places, channel])
        np.testing.assert_allclose(found, expected, rtol=1e-5)
    one, two = live.state(), other.state()
    assert {name: array.tobytes() for name, array in one.items()} == {
        name: array.tobytes() for name, array in two.items()
    }


def test_what_fades_stays_within_single_precision_over_the_years() -> None:
    pairs, now, expected = Pairs(), START, np.zeros(len(FADES))
    for gap in [0.0] * 1000 + [20.0, 4.9, 0.1] * 30 + [2000.0, 1e-3, 24.9]:
        now += gap
        expected = expected * 2.0 ** (-gap / FADES) + 1.0
        pairs.add(1, np.array([0]), now)
        found = pairs.found(np.array([0]), question(np.array([1]), 2), now)
        fading = [float(found.summed(3 + n, np.eye(1))[0, 0]) for n in range(len(FADES))]
        np.testing.assert_allclose(fading, expected, rtol=1e-4)


# -- people alike -------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 4))
def test_only_the_latest_numbers_are_kept(keys, keep) -> None:
    latest, expected = Latest(keep), {}
    for number, key in enumerate(keys):
        latest.put(latest.open(key * 50), number)
        expected.setdefault(key * 50, []).append(number)
    assert latest.place(77) == latest.place(10_000) == latest.place(-1) == -1
    for one in (latest, Latest.from_state(latest.state(), keep)):
        for key, numbers in expected.items():
            place = one.place(key)
            assert one.counts[place] == len(numbers)
            kept = one.table[place]
            assert sorted(kept[kept >= 0].tolist()) == numbers[-keep:]
            other = Latest(keep)
            other.fill(key, np.array(numbers[-keep:], np.int32), len(numbers))
            assert other.table[other.place(key)].tolist() == kept.tolist()


@given(st.integers(0, 10_000), st.integers(2, 40), st.integers(3, 30), st.integers(1, 400))
def test_people_alike_are_weighed_by_the_rarity_of_what_they_share(
    seed, people, items, events
) -> None:
    rng, circle = np.random.default_rng(seed), Circle()
    users: dict[int, list[int]] = {}
    used: dict[int, list[int]] = {}
    last: dict[int, float] = {}
    for number in range(events):
        person, row = int(rng.integers(people)), int(rng.integers(items) * rng.random())
        last[person] = START + number * 0.05
        circle.come(person, last[person])
        if row not in used.setdefault(person, []):
            circle.use(person, row)
            used[person].append(row)
            users.setdefault(row, []).append(person)
    asked = rng.permutation(items)[:7]
    me, now = int(rng.choice(list(used))), START + events * 0.05
    with mock.patch.multiple(circles, ALIKE=5):
        found = circle.around(me, np.array(used[me]), question(asked, items), now)
        with mock.patch.object(circles, "MANY", 0):
            sorted_out = circle.around(me, np.array(used[me]), question(asked, items), now)
    np.testing.assert_allclose(found, sorted_out, atol=1e-12)
    alike = {
        other: sum(
            1 / np.log(2 + len(users[row]))
            for row in used[me]
            if other in users[row][-circles.USERS :]
        )
        / np.sqrt(len(used[other]) + 10)
        for other in used
        if other != me
    }
    # Of people just as much alike, those who came first.
    best = sorted(alike, key=lambda other: -round(alike[other], 9))[:5]
    for row, recent in zip(found, (False, True), strict=True):
        expected = [
            sum(
                alike[other]
                for other in best
                if item in used[other] and (not recent or last[other] > now - circles.RECENT)
            )
            for item in asked.tolist()
        ]
        np.testing.assert_allclose(row, expected, atol=1e-9)


# -- drawing ------------------------------------------------------------------------------------


def drawn_from(seed: int = 3) -> tuple[Drawing, list[tuple[int, float, bool]]]:
    rng, drawing, seen = np.random.default_rng(seed), Drawing(), []
    begun: set[int] = set()
    for number in range(120):
        row = int(rng.integers(0, 30) ** 2 / 30)
        use = (row, START + number * 0.07 - (3.0 if number % 17 == 0 else 0.0), row not in begun)
        begun.add(row)
        drawing.use(*use)
        seen.append(use)
    return drawing, seen


def test_the_chance_of_being_drawn_is_the_one_given() -> None:
    drawing, _ = drawn_from()
    rng, items, times = np.random.default_rng(1), 40, 8000
    counts = np.zeros(items)
    for _ in range(times):
        rows = drawing.draw(items, rng)
        assert len(set(rows.tolist())) == len(rows)
        counts[rows] += 1
    chance = np.exp(drawing.log_chance(np.arange(items), items))
    spread = np.sqrt(chance * (1 - chance) / times)
    assert (np.abs(counts / times - chance) <= 4.5 * spread + 1e-3).all()
    assert chance.min() > 0.2
    assert chance.max() < 1


def test_items_are_drawn_the_likelier_the_later_they_were_used_and_begun() -> None:
    drawing, seen = drawn_from()
    items, last = 40, max(day for _, day, _ in seen)
    missed = np.full(items, (1 - 1 / items) ** ANY)
    for life, n, firsts in ((LATELY_LIFE, LATELY, False), (BEGUN_LIFE, BEGUN, True)):
        mass = np.zeros(items)
        for row, day, first in seen:
            mass[row] += (first or not firsts) * 2.0 ** (-(last - day) / life)
        missed *= (1 - mass / mass.sum()) ** n
    ever = np.bincount([row for row, _, _ in seen], minlength=items)
    missed *= (1 - ever / ever.sum()) ** EVER
    found = drawing.log_chance(np.arange(items), items)
    np.testing.assert_allclose(found, np.log(1 - missed), rtol=1e-9)


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(-60_000, 60_000)), max_size=20))
def test_drawing_stands_any_order_of_any_days(uses) -> None:
    drawing, rng = Drawing(), np.random.default_rng(0)
    for row, day in uses:
        drawing.use(row, day, first=True)
    rows = drawing.draw(6, rng)
    assert set(rows.tolist()) <= set(range(6))
    chances = drawing.log_chance(np.arange(6), 6)
    assert np.isfinite(chances).all()
    assert (chances <= 0).all()


# -- choices ------------------------------------------------------------------------------------


def log_likelihood(weights, values, log_chance, factors) -> float:
    wide = np.hstack([values * one for one in factors])
    scores = wide @ weights - log_chance
    return float(scores[0] - scores.max() - np.log(np.exp(scores - scores.max()).sum()))


@given(st.integers(0, 10_000), st.integers(0, 12))
def test_a_step_goes_along_the_gradient_of_the_log_likelihood(seed, before) -> None:
    rng, model = np.random.default_rng(seed), ChoiceModel(3, 1)
    for _ in range(before):
        now = (float(rng.random()),)
        model.learn(int(rng.integers(2)), rng.normal(size=(5, 3)), np.log(rng.random(5)), now)
    values, log_chance = rng.normal(size=(6, 3)), np.log(rng.random(6) + 0.01)
    now = (float(rng.random()),)
    old, squares, factors = model.values.copy(), model._squares.copy(), model._factors(1, now)
    surprise = -np.log(model.learn(1, values, log_chance, now)[0])
    assert surprise == pytest.approx(-log_likelihood(old, values, log_chance, factors), abs=1e-9)
    gradient = np.zeros(len(old))
    for place in range(len(old)):
        step = np.zeros(len(old))
        step[place] = 1e-5
        more = log_likelihood(old + step, values, log_chance, factors)
        less = log_likelihood(old - step, values, log_chance, factors)
        gradient[place] = (more - less) / 2e-5
    expected = old + RATE * gradient / np.sqrt(squares + gradient**2)
    np.testing.assert_allclose(model.values, expected, atol=1e-6)


def test_what_all_look_for_and_what_one_looks_for_is_found() -> None:
    rng, model = np.random.default_rng(5), ChoiceModel(3)
    surprises = []
    for number in range(3000):
        person = number % 10
        taste = np.array([1.5, 0.0, 2.0 if person < 5 else -2.0])
        values = rng.normal(size=(30, 3))
        chance = np.exp(values @ taste)
        chosen = int(rng.choice(30, p=chance / chance.sum()))
        order = [chosen, *(n for n in range(30) if n != chosen)]
        surprises.append(-np.log(model.learn(person, values[order], np.zeros(30))[0]))
    common, own = model.weights(99), model.weights(0)
    assert common[0] > 0.7
    assert own[0] > 1.2
    assert abs(common[1]) < 0.2
    assert own[2] > 0.8
    assert model.weights(9)[2] < -0.8
    assert np.mean(surprises[-500:]) < np.log(30) - 1.3


@given(st.integers(0, 10_000), st.sampled_from([1e-300, 1e-9, 1.0, 1e6, 1e100]))
def test_no_numbers_however_large_break_the_weights(seed, scale) -> None:
    rng, model = np.random.default_rng(seed), ChoiceModel(4)
    for number in range(25):
        size = int(rng.integers(1, 6))
        values = rng.normal(size=(size, 4)) * scale ** rng.random()
        chance = model.learn(number % 3, values, np.log(rng.random(size) + 1e-12))
        assert np.isfinite(chance).all()
        assert chance.sum() == pytest.approx(1.0)
        for person in range(4):
            assert np.isfinite(model.weights(person)).all()
    assert (np.abs(model.values) <= RATE * model.choices).all()
    assert model.values.shape == (4 * (1 + len(MEMORIES)),)


# -- people and the world -----------------------------------------------------------------------


def test_a_person_is_looked_back_on_for_so_many_items_and_no_more() -> None:
    who = Person()
    for number in range(1000):
        who.come(START + number)
        who.use(number, START + number, 1.0)
        lately = range(max(0, number + 1 - LOOKED_BACK), number + 1)
        assert who.rows.tolist() == list(lately)
        assert who.days.tolist() == [START + one for one in lately]
        assert len(who._rows) <= 2 * LOOKED_BACK
    assert len(who.used) == 1000


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.integers(0, 8),
            st.one_of(st.floats(0, 1), st.floats(-40_000, 40_000)),
            st.floats(-1, 1),
        ),
        max_size=40,
    ),
    st.floats(-50_000, 50_000),
)
def test_every_signal_is_a_moderate_number_whenever_things_happen(events, asked) -> None:
    world = World()
    for person, row, day, amount in events:
        world.learn(person, row, START + day, amount)
    world.extend(10)
    for person in (0, 4, -1):
        values = measure(world, person, START + asked, np.arange(10))
        assert values.shape == (10, len(NAMES))
        assert np.isfinite(values).all()
        assert np.abs(values).max() < 50
        if world.uses.newest > START + asked + 1:
            assert not values[:, CLOCK].any(), "what went on in the past is not kept"


def test_what_came_just_before_and_after_the_last_used_is_near_it() -> None:
    world = World()
    for row in range(8):
        world.learn(1, row, START + row, 1.0)
    world.learn(2, 3, START + 8, 1.0)
    world.extend(9)  # and one that nobody used
    values = measure(world, 2, START + 8, np.array([0, 2, 4, 7, 8]))
    columns = [n for n, name in enumerate(NAMES) if name.signal == "near-last"]
    expected = [
        [2.0 ** -(3 - row) if row < 3 else 0.0 for row in (0, 2, 4, 7)] + [0.0],
        [2.0 ** -((3 - row) / 4) if row < 3 else 0.0 for row in (0, 2, 4, 7)] + [0.0],
        [2.0 ** -((3 - row) / 16) if row < 3 else 0.0 for row in (0, 2, 4, 7)] + [0.0],
        [0.0, 0.0, 2.0**-1, 2.0**-4, 0.0],
        [0.0, 0.0, 2.0**-0.25, 2.0**-1, 0.0],
        [0.0, 0.0, 2.0 ** -(1 / 16), 2.0**-0.25, 0.0],
    ]
    np.testing.assert_allclose(values[:, columns].T, expected)
    assert not measure(world, 3, START + 8, np.arange(9))[:, columns].any()


def test_the_row_after_the_last_is_like_one_that_was_never_used() -> None:
    world = World()
    for number in range(200):
        world.learn(number % 5, number % 63, START + number * 0.01, 1.0)
    world.extend(64)
    values = measure(world, 1, START + 3, np.array([63, 64, 2]))
    assert values[0].tolist() == values[1].tolist() != values[2].tolist()


def test_packed_arrays_come_back_to_the_last_bit_and_always_the_same() -> None:
    arrays = {"a": np.array([np.nan, -0.0, 1 / 3, np.inf]), "b": np.zeros((0, 4)), "c": np.eye(2)}
    data = packed({"é": [1, None]}, arrays)
    assert data == packed({"é": [1, None]}, arrays)
    plain, found = unpacked(data)
    assert plain == {"é": [1, None]}
    for name, array in arrays.items():
        assert found[name].tobytes() == array.tobytes()
        assert found[name].shape == array.shape
