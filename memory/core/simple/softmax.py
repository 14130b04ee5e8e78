"""A profile of shares over categories, moved a little towards each item that was liked.

``u' = (1 - a) u + a softmax(X W + b)`` for an item with the vector X; its score is ``u . c`` with
``c = softmax(X W + b)``. Simple and bounded: u always sums to 1. It knows neither dislikes nor
time, only the order of examples: one that lies k examples back counts ``a (1 - a) ** k``.
"""

from __future__ import annotations

import numpy as np

from penchant.memory.core.decay import Array
from penchant.memory.core.simple.form import Numbers, usable
from penchant.memory.errors import BadInput


class SoftmaxProfile:
    """``weights`` W (d, K) and ``bias`` b (K,) turn a vector into shares of K categories; ``step``
    is a, in (0, 1]. ``shares`` u (K,) starts out even.
    """

    def __init__(self, weights: Numbers, bias: Numbers | None = None, step: float = 0.1) -> None:
        self.weights: Array = np.asarray(weights, float)
        if self.weights.ndim != 2 or not 0.0 < step <= 1.0:
            raise BadInput("weights have the shape (d, K), and a step lies between 0 and 1")
        size = self.weights.shape[1]
        self.bias: Array = np.zeros(size) if bias is None else np.asarray(bias, float)
        self.step = step
        self.shares: Array = np.full(size, 1.0 / size)

    def categories(self, items: Numbers) -> Array:
        """The shares of the categories in ``items`` (n, d): (n, K), rows sum to 1."""
        odds = np.asarray(items, float) @ self.weights + self.bias
        exponent = np.exp(odds - odds.max(axis=-1, keepdims=True))
        result: Array = exponent / exponent.sum(axis=-1, keepdims=True)
        return result

    def learn(self, vector: Numbers, day: float, amount: float = 1.0) -> None:
        """Move towards the item's categories, by the part ``amount`` of a step."""
        if usable(vector, day, amount) and amount > 0:
            step = self.step * min(amount, 1.0)
            self.shares = (1.0 - step) * self.shares + step * self.categories(vector)

    def scores(self, items: Numbers, day: float) -> Array:
        """How much of the profile's categories is in each item, in [0, 1]."""
        result: Array = self.categories(items) @ self.shares
        return result


def of_categories(
    vectors: Numbers, members: Numbers, sharpness: float = 10.0
) -> tuple[Array, Array]:
    """W (d, K) and b (K,) out of a catalog's own categories.

    ``vectors`` (n, d) are its items, ``members`` (n, K) is 1 where an item is of a category. A
    column of W is the category's mean direction times ``sharpness``, b the logarithm of how common
    it is; a category without items has no direction and is hardly ever meant.
    """
    counts = np.asarray(members, float).sum(axis=0)
    sums = np.asarray(vectors, float).T @ np.asarray(members, float)
    lengths = np.linalg.norm(sums, axis=0)
    weights = sharpness * np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 0)
    return weights, np.log((counts + 0.01) / (counts + 0.01).sum())
