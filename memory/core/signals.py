"""The signals a score is made of: their names, families and the weights they start from.

Knows names and numbers only; tools/signals.py makes the values. All values lie in [-1, 1], so
weights can be compared.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signal:
    """One column of the score; ``weight`` is where learning starts."""

    name: str
    family: str
    weight: float


SIGNALS: tuple[Signal, ...] = (
    Signal("request", "content", 2.0),
    Signal("request-match", "content", 1.5),
    Signal("interest", "content", 2.0),
    Signal("interest-match", "content", 1.0),
    Signal("dislike", "content", 1.5),
    Signal("together", "behaviour", 1.0),
    Signal("popularity", "social", 0.6),
    Signal("known", "social", 0.6),
    Signal("freshness", "item", 0.1),
    Signal("shown-before", "item", 0.4),
)

FAMILY: dict[str, str] = {signal.name: signal.family for signal in SIGNALS}
PRIOR_WEIGHTS: dict[str, float] = {signal.name: signal.weight for signal in SIGNALS}
