"""What one entry says about a person's liking: a signed amount and what it is about.

Knows kinds, scales and statements; knows nothing of vectors or of what was learned before,
except the person's own mean rating, by which ratings are centred.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from penchant.memory.core.dwell import looked
from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry
from penchant.memory.statements import statement_from_data

ASKED = 0.35
"""What asking for something now counts beside liking it as strongly; the years asked for say
nothing of taste."""

SEARCH_AMOUNT = 0.1
"""A search says as much about liking as asking for something in a turn."""

RATING_PRIOR = 3.0
"""The middle of the scale counts as this many earlier ratings in a person's own mean."""


@dataclass(frozen=True, slots=True)
class Amount:
    """``value`` in [-1, 1]; ``key`` what it is about; ``lasting`` False for a passing wish."""

    value: float
    key: tuple[str, str]
    lasting: bool = True


class OwnMean:
    """The running mean of one person's ratings on [0, 1], shrunk to the middle of the scale."""

    __slots__ = ("number", "total")

    def __init__(self, number: float = 0.0, total: float = 0.0) -> None:
        self.number = number
        self.total = total

    def centred(self, fraction: float) -> float:
        """``fraction`` of the scale against the person's mean, in [-1, 1]; then counts it."""
        mean = (0.5 * RATING_PRIOR + self.total) / (RATING_PRIOR + self.number)
        self.number += 1
        self.total += fraction
        return max(-1.0, min(1.0, 2.0 * (fraction - mean)))


def amount_of(entry: Entry, own_mean: OwnMean) -> Amount | None:
    """The amount of liking in ``entry``, or None if it says nothing of it."""
    if entry.role != "user":
        return None
    if entry.kind == "statement":
        return _of_statement(entry)
    kind = kind_of(entry.kind)
    if entry.kind == "search":
        return Amount(SEARCH_AMOUNT, ("theme", ""))
    if entry.kind == "dismiss":
        refused = entry.data.get("reason") == "not-for-me"
        return Amount(-1.0, ("item", entry.item or "")) if refused else None
    if not kind.action or kind.sign == 0 or entry.item is None:
        return None
    value = kind.sign * looked(entry)
    if entry.kind == "rating" and entry.value is not None:
        place = _place(entry.value, *(entry.scale or (1.0, 5.0)))
        if place is None:
            return None
        value = own_mean.centred(place)
    return Amount(value, ("item", entry.item))


def _place(value: float, low: float, high: float) -> float | None:
    """Where on its scale a rating lies, in [0, 1]; None for what is no rating or no scale."""
    if not (math.isfinite(value) and math.isfinite(high - low) and low < high):
        return None
    return min(1.0, max(0.0, (value - low) / (high - low)))


def _of_statement(entry: Entry) -> Amount | None:
    statement = statement_from_data(dict(entry.data))
    if statement.polarity == 0 or (statement.polarity < 0 and not statement.lasting):
        # A question is no liking, and "nothing scary tonight" no lasting dislike.
        return None
    if math.isnan(statement.strength):
        return None
    target = statement.target
    key = ("item", target.item) if target.item else (target.kind, target.name)
    value = math.copysign(max(0.0, min(1.0, statement.strength)), statement.polarity)
    if not statement.lasting:
        if target.kind == "era":
            return None
        value *= ASKED
    return Amount(value, key, statement.lasting)
