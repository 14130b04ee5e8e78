"""How what simulated people did truly fades.

Knows functions of age in days only. None of the half-lives lies on the grid that the product mixes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.decay import HALF_LIVES

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fading:
    """``left`` tells what is left of 1 after an age (n,) in days; half is left after ``half``."""

    name: str
    half: float
    left: Callable[[Array], Array]


def exponential(half: float) -> Fading:
    """Half is lost in every ``half`` days."""
    return Fading(f"half-life {half:g} days", half, lambda age: np.exp2(-age / half))


def power_law(half: float) -> Fading:
    """Half is lost in ``half`` days, the next half only in three times as many, and so on."""
    return Fading(f"power law, half in {half:g} days", half, lambda age: 1.0 / (1.0 + age / half))


FADINGS = (exponential(2.0), exponential(5.0), exponential(17.0), exponential(60.0), power_law(6.0))


def halving(curve: Array) -> float:
    """Days until half is left of a mixture over HALF_LIVES, its floor included; inf if never.

    Not the half-life of the decaying part alone: only for the whole is there a truth.
    """
    low, high = 0.0, 10_000.0
    if float(curve @ np.exp2(-high / HALF_LIVES)) > 0.5:
        return float("inf")
    for _ in range(60):
        middle = (low + high) / 2
        if float(curve @ np.exp2(-middle / HALF_LIVES)) > 0.5:
            low = middle
        else:
            high = middle
    return high
