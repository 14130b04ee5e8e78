"""Trends: shares of what was done lately and before, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.decay import HALF_LIVES
from penchant.memory.core.trends import BEFORE, DOUBT, LATELY, trends
from penchant.memory.records import Trend

_PLACE = {life: place for place, life in enumerate(HALF_LIVES.tolist())}


def sums(lately, before, ever=None) -> np.ndarray:
    found = np.zeros((len(lately), len(HALF_LIVES)))
    found[:, _PLACE[LATELY]], found[:, _PLACE[BEFORE]] = lately, before
    found[:, -1] = before if ever is None else ever
    return found


def test_shares_by_hand() -> None:
    # Before: 6 and 2 of 8. Lately: 2 and 6 of 8, and DOUBT more spread as before.
    one, other = trends(sums([2, 6], [6, 2]))
    lately = (2 + DOUBT * 0.75) / (8 + DOUBT)
    assert one == Trend(direction="falling", lately=pytest.approx(lately), before=0.75)
    assert other == Trend(direction="rising", lately=pytest.approx(1 - lately), before=0.25)


def test_one_event_after_a_pause_is_no_trend() -> None:
    assert [one.direction for one in trends(sums([0.0, 0.2], [6, 2.2]))] == ["steady", "steady"]


def test_a_large_share_needs_a_fifth_and_a_small_one_five_points() -> None:
    many = 1e6
    found = trends(sums([0.70 * many, 0.26 * many, 0.04 * many], [0.8 * many, 0.2 * many, 0]))
    assert [one.direction for one in found] == ["steady", "rising", "steady"]


def test_nobody_goes_nowhere_and_after_centuries_all_is_steady() -> None:
    assert trends(sums([], [])) == []
    assert trends(sums([0, 0], [0, 0])) == [Trend(direction="steady", lately=0, before=0)] * 2
    (old,) = trends(sums([0], [0], [5]))
    assert (old.direction, old.lately, old.before) == ("steady", 1.0, 1.0)


@given(st.lists(st.tuples(st.floats(0, 1e9), st.floats(0, 1e9)), min_size=1, max_size=9))
def test_shares_are_shares_whatever_the_sums(parts) -> None:
    found = trends(sums(*zip(*parts, strict=True)))
    for shares in ([one.lately for one in found], [one.before for one in found]):
        assert all(0 <= share <= 1 + 1e-12 for share in shares)
        assert sum(shares) == pytest.approx(1) or not any(shares) or sum(shares) <= 1
    for one in found:
        if one.direction != "steady":
            assert (one.lately > one.before) == (one.direction == "rising")
