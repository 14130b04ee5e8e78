"""The forgetting curve: how much an entry of some kind still counts after some time.

A curve is a mixture over the half-lives of decay.py; its never-decaying part is a floor. Knows
nothing of people or items, nor of how a curve is learned (memory/core/forgetting does).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from penchant.memory.core.decay import HALF_LIVES, Array

PRIOR: Array = np.log([0.01, 0.01, 0.02, 0.06, 0.15, 0.45, 0.30])
"""Where every kind's curve starts. Set by hand, for as long as nothing was learned: most of what
people say of their taste holds for weeks, nearly a third of it for good."""

FLOOR = 0.01
"""The part that never decays is at least this, whatever was learned: age alone erases nothing."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of one kind: its ``curve`` (H,), which sums to 1, and how much an entry of
    it counts beside one of another kind (``worth``; 1 where nothing was learned).
    """

    curve: Array
    worth: float


class ForgettingCurve:
    """Weights over the half-lives, summing to 1, and how much each kind counts.

    ``kinds`` holds what was learned, by kind; any other kind has the curve ``softmax(prior)`` and
    counts 1. It does not change once made.

    >>> curve = ForgettingCurve()
    >>> round(float(curve.weights("like").sum()), 9)
    1.0
    >>> 15 < curve.half_life("like") < 30
    True
    """

    def __init__(self, prior: Array = PRIOR, kinds: Mapping[str, Learned] | None = None) -> None:
        self.prior = prior
        self._weights = softmax(prior)
        self._kinds = dict(kinds or {})
        self._lives: dict[str | None, float] = {}

    def weights(self, kind: str) -> Array:
        """The mixture of ``kind``, shape (len(HALF_LIVES),), sums to 1."""
        learned = self._kinds.get(kind)
        return self._weights if learned is None else learned.curve

    def worth(self, kind: str) -> float:
        """How much an entry of ``kind`` counts beside others; positive."""
        learned = self._kinds.get(kind)
        return 1.0 if learned is None else learned.worth

    def floor(self, kind: str) -> float:
        """The part of an entry of ``kind`` that age alone never takes away."""
        return float(self.weights(kind)[-1])

    def half_life(self, kind: str) -> float:
        """Days after which the decaying part of an entry of ``kind`` has halved."""
        known = kind if kind in self._kinds else None
        if known not in self._lives:
            self._lives[known] = half_life_of(self.weights(kind))
        return self._lives[known]

    def importances(self) -> dict[str, float]:
        """How much each learned kind counts among all of them, as shares that sum to 1."""
        total = sum(learned.worth for learned in self._kinds.values())
        return {kind: learned.worth / total for kind, learned in self._kinds.items()}


def half_life_of(weights: Array) -> float:
    """Days until the decaying part of a mixture over HALF_LIVES has halved, by bisection."""
    return _halved(tuple(weights.tolist()))


@lru_cache(4_096)
def _halved(weights: tuple[float, ...]) -> float:
    # Many people share a curve, and a profile asks for each interest.
    finite = np.isfinite(HALF_LIVES)
    parts, lives = np.array(weights)[finite], HALF_LIVES[finite]
    total = parts.sum()
    if total <= 0:
        return float("inf")
    low, high = 0.0, float(lives.max())
    for _ in range(60):
        middle = (low + high) / 2
        if float(parts @ np.exp2(-middle / lives)) > total / 2:
            low = middle
        else:
            high = middle
    return high


def softmax(theta: Array) -> Array:
    """Shares of ``exp(theta)`` along the last axis."""
    exponent = np.exp(theta - theta.max(axis=-1, keepdims=True))
    result: Array = exponent / exponent.sum(axis=-1, keepdims=True)
    return result
