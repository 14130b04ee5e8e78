"""Ranks, the figures made of them, and the paired bootstrap.

Knows nothing of methods and protocols.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bench.quality.events import Floats, Rows

K = 10
DRAWS = 1_000
LEVEL = 0.95


def rank_of(scores: Floats, place: int) -> float:
    """The rank of the candidate at ``place``, from 0: those above it plus half of its ties.

    A NaN counts as lower than any number; NaNs tie with each other.
    """
    scores = np.where(np.isnan(scores), -np.inf, scores)
    mine = scores[place]
    return float(np.sum(scores > mine) + (np.sum(scores == mine) - 1) / 2)


def top(scores: Floats, k: int = K) -> Rows:
    """Places of the ``k`` best, best first; among equals the earlier one."""
    scores = np.where(np.isnan(scores), -np.inf, scores)
    if len(scores) <= k:
        return np.argsort(-scores, kind="stable")
    least = np.partition(scores, -k)[-k]
    above = np.flatnonzero(scores > least)
    level = np.flatnonzero(scores == least)[: k - len(above)]
    best = np.concatenate([above, level])
    return best[np.argsort(-scores[best], kind="stable")]


def hits(ranks: Floats, k: int = K) -> Floats:
    """1 where the rank is among the first ``k``, else 0."""
    return (ranks < k).astype(np.float64)


def gains(ranks: Floats, k: int = K) -> Floats:
    """1 / log2(rank + 2) where the rank is among the first ``k``, else 0: NDCG of one target."""
    return np.where(ranks < k, 1 / np.log2(ranks + 2), 0.0)


def reciprocal(ranks: Floats) -> Floats:
    """1 / (rank + 1)."""
    return 1 / (ranks + 1)


def spread_of_vectors(vectors: NDArray[np.float32]) -> float:
    """Mean of 1 - cosine over the pairs of unit rows; nan with fewer than two."""
    return _mean_of_pairs(1 - vectors @ vectors.T)


def spread_of_people(touched: NDArray[np.bool_]) -> float:
    """Mean of 1 - Jaccard over the pairs of columns of (people, items); items of nobody differ."""
    counts = touched.astype(np.float32)
    both = counts.T @ counts
    sizes = np.diag(both)
    either = sizes[:, None] + sizes - both
    return _mean_of_pairs(1 - both / np.maximum(either, 1))


def _mean_of_pairs(table: NDArray[np.float32]) -> float:
    n = len(table)
    if n < 2:
        return float("nan")
    return float((table.sum() - np.trace(table)) / (n * (n - 1)))


def bootstrap(values: Floats, groups: Rows, seed: int = 0, draws: int = DRAWS) -> Floats:
    """Means of ``values`` in draws of whole groups, with replacement.

    The same groups and seed give the same draws, whatever the values: two methods' means can be
    compared draw by draw, or their difference be drawn at once.
    """
    _, inverse = np.unique(groups, return_inverse=True)
    n = int(inverse.max()) + 1
    sums, sizes = np.bincount(inverse, values, n), np.bincount(inverse, minlength=n)
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=draws)
    return np.asarray((times @ sums) / (times @ sizes))


def interval(values: Floats, groups: Rows, seed: int = 0) -> tuple[float, float]:
    """The 95 % interval of the mean, drawn over groups."""
    means = bootstrap(values, groups, seed)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
