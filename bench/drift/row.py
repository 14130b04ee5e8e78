"""One line of what a simulation shows: what is true, what was found, and how far apart they are.

Knows numbers and their names; knows nothing of how either came about.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """``found`` beside the ``truth`` in one ``scenario``, both in the unit ``measure`` names.

    ``error`` is never negative, and reaches the ``goal`` where it is at most that. Without a goal
    (None) a row is there to be read, and ``reached`` is None.
    """

    scenario: str
    measure: str
    truth: float
    found: float
    error: float
    goal: float | None
    reached: bool | None


def judged(
    scenario: str, measure: str, truth: float, found: float, error: float, goal: float | None
) -> Row:
    """The row with ``reached`` told from ``error`` and ``goal``; a NaN error reaches nothing."""
    reached = None if goal is None else bool(error <= goal)
    return Row(scenario, measure, truth, found, error, goal, reached)
