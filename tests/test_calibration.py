"""The space in which interests lie: its centre, its threshold, and the way back out of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.calibration import (
    DEFAULT_THRESHOLD,
    FEWEST,
    Calibration,
    calibrate,
    uncalibrated,
)

SEEDS = st.integers(0, 2**32 - 1)


def units(rows) -> np.ndarray:
    rows = np.asarray(rows, np.float32)
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def spread(number: int, dimension: int, seed: int = 0, common: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    rows = units(rng.normal(size=(number, dimension)))
    rows[:, 0] += common
    return units(rows)


@given(SEEDS, st.floats(0, 4))
def test_what_is_placed_has_unit_length_and_lifting_leads_back(seed, common) -> None:
    matrix = spread(80, 12, seed, common)
    calibration = calibrate(matrix)
    placed = calibration.place(matrix)
    np.testing.assert_allclose(np.linalg.norm(placed, axis=1), 1, atol=1e-5)
    for row in (0, 40, 79):
        lifted = calibration.lift(placed[row])
        np.testing.assert_allclose(lifted, matrix[row], atol=2e-3)
        shorter = calibration.lift(placed[row] * np.float32(0.1))
        np.testing.assert_allclose(shorter, lifted, atol=2e-3)


def test_the_centre_itself_is_nowhere_and_comes_back_as_a_unit_vector() -> None:
    matrix = spread(100, 8, common=1.0)
    calibration = calibrate(matrix)
    nowhere = calibration.place(calibration.centre)
    assert not nowhere.any()
    lifted = calibration.lift(nowhere)
    assert np.linalg.norm(lifted) == pytest.approx(1, abs=1e-5)
    assert not uncalibrated(8).lift(np.zeros(8, np.float32)).any()


def test_without_a_catalog_vectors_stay_as_they_are() -> None:
    vector = spread(1, 9)[0]
    plain = uncalibrated(9)
    np.testing.assert_allclose(plain.place(vector), vector, atol=1e-6)
    np.testing.assert_allclose(plain.lift(vector), vector, atol=1e-6)
    few = calibrate(spread(FEWEST - 1, 9))
    assert few.threshold == DEFAULT_THRESHOLD
    assert not few.centre.any()


@pytest.mark.parametrize("common", [0.0, 1.0, 5.0])
def test_the_threshold_is_measured_apart_from_what_all_have_in_common(common: float) -> None:
    calibration = calibrate(spread(3000, 64, common=common))
    # Cosines of independent directions have the deviation 1/sqrt(d); 2.054 of them is the 98th
    # percentile. The common part made all raw cosines high.
    assert calibration.threshold == pytest.approx(2.054 / np.sqrt(64), rel=0.12)


def test_two_of_one_group_are_alike_and_two_of_different_groups_are_not() -> None:
    rng = np.random.default_rng(4)
    groups = spread(40, 32, seed=5, common=1.5)
    matrix = units(np.repeat(groups, 30, axis=0) + 0.02 * rng.normal(size=(1200, 32)))
    calibration = calibrate(matrix)
    placed = calibration.place(matrix)
    assert placed[0] @ placed[1] > calibration.threshold > placed[0] @ placed[35 * 30]


def test_measuring_again_gives_the_same_and_says_so() -> None:
    matrix = spread(200, 16)
    one, other = calibrate(matrix), calibrate(matrix.copy())
    assert one.same_as(other)
    assert not one.same_as(calibrate(spread(200, 16, seed=9)))
    assert not one.same_as(Calibration(one.centre, one.threshold + 0.1))
    assert one.centre.dtype == np.float32
