"""The forgetting curve: how much an entry of some kind still counts after some time.

A curve is a mixture over the half-lives of decay.py, ``softmax(theta)``; its never-decaying part
is a floor. Knows nothing of people or items.
"""

from __future__ import annotations

import numpy as np

from penchant.memory.core.decay import HALF_LIVES, Array

PRIOR: Array = np.log([0.01, 0.01, 0.02, 0.06, 0.15, 0.45, 0.30])
"""Where every kind's theta starts. Set by hand until it is learned: most of what people say of
their taste holds for weeks, nearly a third of it for good."""


class ForgettingCurve:
    """Weights over the half-lives, summing to 1, the same for every kind.

    >>> curve = ForgettingCurve()
    >>> round(float(curve.weights("like").sum()), 9)
    1.0
    >>> 15 < curve.half_life("like") < 30
    True
    """

    def __init__(self, prior: Array = PRIOR) -> None:
        self.prior = prior
        self._weights = _softmax(prior)

    def weights(self, kind: str) -> Array:
        """The mixture of ``kind``, shape (len(HALF_LIVES),), sums to 1."""
        return self._weights

    def floor(self, kind: str) -> float:
        """The part of an entry of ``kind`` that age alone never takes away."""
        return float(self.weights(kind)[-1])

    def half_life(self, kind: str) -> float:
        """Days after which the decaying part of an entry of ``kind`` has halved."""
        return half_life_of(self.weights(kind))


def half_life_of(weights: Array) -> float:
    """Days until the decaying part of a mixture over HALF_LIVES has halved, by bisection."""
    finite = np.isfinite(HALF_LIVES)
    parts, lives = weights[finite], HALF_LIVES[finite]
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


def _softmax(theta: Array) -> Array:
    exponent = np.exp(theta - theta.max())
    result: Array = exponent / exponent.sum()
    return result
