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
nothing in particular is asked for, and content alone tells items apart."""

CALIBRATION_WITH_BEHAVIOUR = 0.7
"""The same where behaviour does: what it puts first is chosen far oftener, and places that are
given up to shares are films not found (docs/decisions.md). With less, ten places of which the
scores give all to one interest would not come within one of seven to three."""

TOLD = 0.5
"""Behaviour tells items apart where it spreads their scores, which are log-odds, by so much."""

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


def knobs_of(request: Request, seed: int, told: float = 0.0) -> Knobs:
    """What ``request`` says, and the usual values where it says nothing; ``seed`` where it brings
    none. ``told`` is how far behaviour spreads the scores. Who asks for something wants that, and
    no list after their usual tastes: such a list is calibrated on demand only. BadInput for a value
    out of its limits.
    """
    asks = bool(request.query or request.like or request.constraint)
    usual = 0.0 if asks else usual_calibration(told)
    return Knobs(
        diversity=_within("diversity", request.diversity, DIVERSITY, math.inf),
        calibration=_within("calibration", request.calibration, usual, 1.0),
        exploration=_within("exploration", request.exploration, EXPLORATION, 1.0),
        seed=_seed(request.seed, seed),
    )


def usual_calibration(told: float) -> float:
    """The usual calibration where behaviour spreads the scores by ``told``, 0 or more."""
    part = min(1.0, told / TOLD)
    return CALIBRATION + part * (CALIBRATION_WITH_BEHAVIOUR - CALIBRATION)


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
