"""What every simple form can do, and what of its examples is usable. Knows numbers only."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.decay import Array

Numbers = NDArray[np.floating[Any]]


class Form(Protocol):
    """Learns one person's examples in the order in which they come, and scores items."""

    def learn(self, vector: Numbers, day: float, amount: float = 1.0) -> None:
        """Take in one item, as its ``vector`` (d,): liked by ``amount`` in [-1, 1] on ``day``.

        What is no direction (zeros, NaN, infinity), no time or no amount teaches nothing.
        """
        ...

    def scores(self, items: Numbers, day: float) -> Array:
        """The scores of ``items`` (n, d) on ``day``, higher is better: (n,). Before the first
        example all are alike.
        """
        ...


def usable(vector: Numbers, day: float, amount: float) -> bool:
    """Whether an example says anything: all of it finite, and neither vector nor amount zero."""
    numbers = np.isfinite(day) and np.isfinite(amount) and np.isfinite(vector).all()
    return bool(numbers and amount != 0.0 and np.any(vector))
