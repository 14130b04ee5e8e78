"""The simulation of how people read lists: its truth is what it says, and the product finds it."""

from __future__ import annotations

import numpy as np
import pytest

from bench.drift import looks, readers
from bench.drift.looks import Everything, TwoFurther, watched
from bench.drift.readers import READINGS, SHAPES, START, World, sittings
from penchant.memory.core.weights import SignalWeights

NOTHING, ALL = np.zeros(10, bool), np.ones(10, bool)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("shape", SHAPES)
def test_people_look_as_often_as_the_curve_says(shape: str, reading: str) -> None:
    world, rng = World(shape, reading, 1), np.random.default_rng(5)
    seen = np.mean([readers._seen(world, NOTHING, rng) for _ in range(4000)], axis=0)
    assert seen == pytest.approx(world.looked(10).tolist(), abs=0.035)
    assert world.looked(10)[0] == 1.0
    assert (np.diff(world.looked(10)) <= 0).all()


def test_one_reads_with_gaps_and_one_stops_half_the_times_at_a_find() -> None:
    rng, gaps, ends = np.random.default_rng(5), [], []
    for reading in READINGS:
        world = World("flat, then a cliff", reading, 1)
        found = np.array([readers._seen(world, ALL, rng) for _ in range(2000)])
        gaps.append(bool((np.diff(found.astype(int)) > 0).any()))
        ends.append(found[:, 1].mean())
    assert gaps == [False, True, False]
    assert ends == pytest.approx([1.0, 1.0, 0.5], abs=0.035)


def test_what_is_shown_is_ranked_by_what_was_learned_and_only_what_is_seen_is_answered() -> None:
    world = World("flat, then a cliff", READINGS[0], 2, people=3)
    learned: list = []

    class Watching(SignalWeights):
        def learn(self, entry):
            learned.append(entry)
            super().learn(entry)

    fold = Watching(START)
    found = list(sittings(world, fold, 60))
    lists = [entry for entry in learned if entry.kind == "impression"]
    assert len(lists) == len(found) == 60
    assert [entry.sequence for entry in learned] == list(range(1, len(learned) + 1))
    assert len({entry.id for entry in learned}) == len(learned)
    for entry in learned:
        if entry.kind == "like":
            number, place = entry.item.split(":")
            assert found[int(number)].wanted[int(place)]
    # A replay of the entries is the same to the last bit.
    again = SignalWeights(START)
    for entry in learned:
        again.learn(entry)
    assert again.snapshot() == fold.snapshot()


@pytest.mark.parametrize("reading", READINGS[:2])
def test_the_product_finds_the_curve_and_is_better_calibrated_than_the_other_rules(reading) -> None:
    world, found = World("one over the rank", reading, 1), {}
    for make in (None, TwoFurther, Everything):
        fold = SignalWeights(START) if make is None else SignalWeights(START, make)
        outcome = watched(world, fold, 1500)
        off = np.abs(fold.examination.curve(10) / world.looked(10) - 1).mean()
        found[make] = off, looks.calibration_error(outcome.believed, outcome.wanted)
    ours = found.pop(None)
    assert ours[0] < 0.2
    assert ours[1] < 0.05
    for other in found.values():
        assert other[0] > 2 * ours[0]
    assert found[Everything][1] > 2 * ours[1]


def test_measures_worked_out_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    believed, wanted = np.array([0.9, 0.2, 0.8, 0.1]), np.array([1.0, 1.0, 0.0, 0.0])
    assert looks.brier_score(believed, wanted) == pytest.approx((0.01 + 0.64 + 0.64 + 0.01) / 4)
    monkeypatch.setattr(looks, "BINS", 2)
    assert looks.calibration_error(believed, wanted) == pytest.approx(0.35)
    assert looks.calibration_error(wanted, wanted) == 0.0
    assert looks.rank_correlation(np.array([1.0, 2.0, 3.0]), np.array([9.0, 8.0, 1.0])) == -1.0


def test_rows_are_the_same_each_time_and_only_the_products_have_goals(monkeypatch) -> None:
    monkeypatch.setattr(looks, "QUICK_LISTS", 130)
    first = looks.rows(7, quick=True)
    assert repr(looks.rows(7, quick=True)) == repr(first)
    assert repr(looks.rows(8, quick=True)) != repr(first)
    for row in first:
        assert (row.goal is None) == (row.reached is None)
        assert row.goal is None or row.scenario.endswith("penchant")
        assert row.reached is None or row.reached == (row.error <= row.goal)
    assert len({(row.scenario, row.measure) for row in first}) == len(first)
