"""Knobs: how far a list may leave the order by score, and why.

Knows the fields of a request that turn them, their limits and their usual values; knows nothing of
how a list is arranged.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from penchant.memory.errors import BadInput
from penchant.memory.records import Request

DIVERSITY = 0.6
"""What an item loses per unit of cosine to the nearest one above it, beyond the pool's own mean."""

CALIBRATION = 0.9
"""How far the parts of a list go from what the scores alone give to the person's shares, where
nothing in particular is asked for."""

EXPLORATION = 0.0


@dataclass(frozen=True, slots=True)
class Knobs:
    """``diversity`` from 0 up; ``calibration`` and ``exploration`` from 0 to 1; ``seed`` decides
    what chance decides. With all three at 0 a list is in the order of its scores.
    """

    diversity: float = DIVERSITY
    calibration: float = CALIBRATION
    exploration: float = EXPLORATION
    seed: int = 0


def knobs_of(request: Request, seed: int) -> Knobs:
    """What ``request`` says, and the usual values where it says nothing; ``seed`` where it brings
    none. Who asks for something wants that, and no list after their usual tastes: such a list is
    calibrated on demand only. BadInput for a value out of its limits.
    """
    asks = bool(request.query or request.like or request.constraint)
    return Knobs(
        diversity=_within("diversity", request.diversity, DIVERSITY, math.inf),
        calibration=_within("calibration", request.calibration, 0.0 if asks else CALIBRATION, 1.0),
        exploration=_within("exploration", request.exploration, EXPLORATION, 1.0),
        seed=_seed(request.seed, seed),
    )


def _within(name: str, given: float | None, usual: float, most: float) -> float:
    if given is None:
        return usual
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0.0 <= given <= most:
        limits = "0 or more" if math.isinf(most) else f"between 0 and {most:g}"
        raise BadInput(f"{name} is a number {limits}, not {given!r}")
    if math.isinf(given):
        raise BadInput(f"{name} is a number 0 or more, not {given!r}")
    return float(given)


def _seed(given: int | None, drawn: int) -> int:
    if given is None:
        return drawn
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < 2**63:
        raise BadInput(f"a seed is a whole number from 0 to 2**63 - 1, not {given!r}")
    return given
