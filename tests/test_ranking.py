"""Ranking against naive forms."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penchant.tools import ranking
from penchant.tools.signals import Column


@given(
    st.integers(1, 40).flatmap(
        lambda n: st.tuples(
            st.lists(st.sampled_from([-1.0, 0.0, 0.5, 2.0]), min_size=n, max_size=n),
            st.lists(st.booleans(), min_size=n, max_size=n),
        )
    ),
    st.integers(0, 12),
)
@settings(max_examples=60, deadline=None)
def test_without_diversity_the_order_is_a_plain_sort(case, n):
    score, allowed = np.array(case[0]), np.array(case[1])
    order = ranking.top(score, allowed, np.eye(len(score), dtype=np.float32), n, diversity=0.0)
    naive = sorted((row for row in range(len(score)) if allowed[row]), key=lambda r: (-score[r], r))
    assert order.rows.tolist() == naive[:n]
    for place, row in enumerate(naive):
        assert ranking.rank(score, allowed, row) == place + 1


def test_diversity_puts_a_copy_below_a_different_item():
    matrix = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    score, allowed = np.array([3.0, 2.9, 2.8]), np.ones(3, bool)
    assert ranking.top(score, allowed, matrix, 3).rows.tolist() == [0, 2, 1]
    assert ranking.top(score, allowed, matrix, 3).places.tolist() == [0, 2, 1]
    assert ranking.top(score, allowed, matrix, 3, diversity=0.0).rows.tolist() == [0, 1, 2]


def test_diversity_chooses_out_of_the_pool_alone():
    matrix = np.array([[1, 0]] * 6 + [[0, 1]], np.float32)
    score, allowed = np.array([1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.8]), np.ones(7, bool)
    assert ranking.top(score, allowed, matrix, 2, pool_size=3).rows.tolist() == [0, 1]
    assert ranking.top(score, allowed, matrix, 2, pool_size=4).rows.tolist() == [0, 6]


def test_diversity_never_lets_in_what_is_not_allowed():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(200, 8)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    allowed = rng.random(200) < 0.1
    order = ranking.top(rng.normal(size=200), allowed, matrix, 50)
    assert len(order.rows) == allowed.sum()
    assert allowed[order.rows].all()
    assert len(set(order.rows.tolist())) == len(order.rows)


def test_scores_are_weighted_sums():
    columns = [Column("known", np.array([1.0, 0.0])), Column("dislike", np.array([-0.5, -1.0]))]
    score = ranking.scores(columns, {"known": 0.5, "dislike": 2.0}, 2)
    assert score.tolist() == [-0.5, -2.0]
