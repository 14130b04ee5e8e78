"""The signals a score is made of: their names, families and the weights they start from.

Knows names and numbers only; tools/signals/signals.py makes the values. Those of content and of the
catalog lie in [-1, 1], so their weights can be compared. Those of behaviour are log-odds, weighted
already by what everybody chose (memory/core/behaviour); their weights start at 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from penchant.memory.core.behaviour import appeal, measures


@dataclass(frozen=True, slots=True)
class Signal:
    """One column of the score; ``weight`` is where learning starts."""

    name: str
    family: str
    weight: float


BEHAVIOUR: dict[str, str] = {name.signal: name.family for name in measures.NAMES + appeal.NAMES}
"""The signals learned from what people do with items, with their families."""

SIGNALS: tuple[Signal, ...] = (
    Signal("request", "content", 2.0),
    Signal("request-match", "content", 1.5),
    # What the learner gives them on ReDial's validation turns beside these two, in the same units,
    # with `request` at its 2; the two that liken people and times less, as `known` counts far less
    # here than there (docs/decisions.md).
    Signal("words", "content", 1.1),
    Signal("said", "content", 2.7),
    Signal("people-like", "content", 0.8),
    Signal("year-like", "content", 0.5),
    Signal("age-said", "content", 0.8),
    Signal("company", "behaviour", 3.0),
    # Set by hand, as no data here has people's searches or what they find alike: by these the demo
    # films of a person and a year come first, and a title that fits outweighs nearness in meaning
    # (docs/decisions.md). What goes together in what people choose counts less than what they say.
    Signal("title", "content", 4.0),
    Signal("names", "content", 3.0),
    Signal("goes-with", "behaviour", 2.0),
    Signal("interest", "content", 2.0),
    Signal("interest-match", "content", 1.0),
    Signal("dislike", "content", 1.5),
    Signal("known", "social", 0.6),
    Signal("followed", "social", 0.5),
    Signal("freshness", "item", 0.1),
    Signal("shown-before", "item", 0.4),
    Signal("price-fit", "item", 0.6),
    Signal("hour", "context", 0.4),
    Signal("weekday", "context", 0.3),
    Signal("setting", "context", 0.5),
    Signal("trait-match", "person", 0.5),
    Signal("trait-choices", "person", 0.4),
    *(Signal(name, family, 1.0) for name, family in BEHAVIOUR.items()),
)

FAMILY: dict[str, str] = {signal.name: signal.family for signal in SIGNALS}
PRIOR_WEIGHTS: dict[str, float] = {signal.name: signal.weight for signal in SIGNALS}


def by_family(shares: Mapping[str, float]) -> dict[str, float]:
    """What the families of signals share together, largest first, of what each signal has."""
    found: dict[str, float] = {}
    for name, share in shares.items():
        found[FAMILY[name]] = found.get(FAMILY[name], 0.0) + share
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))
