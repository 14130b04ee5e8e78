"""How strongly items go together with what a person used, the past counting less.

Knows counts of pairs and a person's last items; knows nothing of the other signals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penchant.memory.core.behaviour.pairs import FADES, Found
from penchant.memory.core.behaviour.person import LATELY, Person
from penchant.memory.core.decay import EVENT_HALF_LIVES, Array

WALLS = np.array([1.0, 60.0])
BESIDE_EVENTS = np.array([1.0, 3.0, 10.0])
LATE_EVENTS = np.array([3.0, 30.0])

_EVENTS, _BESIDE, _LATE = len(EVENT_HALF_LIVES), len(BESIDE_EVENTS), len(LATE_EVENTS)
_TOGETHER = _EVENTS + len(WALLS)
_ROOTED = _TOGETHER + _EVENTS + _BESIDE
"""Columns of which the root is taken; plain ones and one of all come next."""

_STRONGEST = _ROOTED + _LATE + 1
WAYS = _STRONGEST + 1
"""Columns that are cosine-like."""

COLUMNS = WAYS + len(FADES) * _LATE
"""Columns of :func:`strengths`."""

_SCALES: Array = np.array([25.0] * _ROOTED + [5.0] * (_LATE + 1) + [4.0])[:, None]
"""Brings the columns to the size of the other signals; in front of the root."""


def _steps(n: int) -> Array:
    """How much each of the last ``n`` items counts by its steps back, the last one at the end: for
    every half-life a row that sums to 1.
    """
    half_lives = np.concatenate([EVENT_HALF_LIVES, LATE_EVENTS, BESIDE_EVENTS])
    weights: Array = np.exp2(-np.arange(n)[::-1] / half_lives[:, None])
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


_STEPS = tuple(_steps(n) for n in range(1, LATELY + 1))


@dataclass(frozen=True, slots=True)
class Back:
    """How much each item that the person used counts, in ways of looking back on them: (k, n)."""

    together: Array
    """Ways for *together*, then the LATE_EVENTS, then all alike; made cosine-like."""
    next: Array
    beside: Array
    late: Array
    """As it is: ways that each sum to 1."""
    own: Array
    """What makes counts of pairs cosine-like: (n,)."""


def looking_back(who: Person, people: Array, day: float) -> Back:
    """``people`` (n,) is how many used each of ``who.rows``."""
    steps = _STEPS[len(people) - 1]
    own = 1.0 / np.sqrt(people + 5.0)
    days = np.exp2(np.maximum(day - who.days, 0.0) / -WALLS[:, None]) + 1e-9
    days /= days.sum(axis=1, keepdims=True)
    ways = np.concatenate([steps[:_EVENTS], days, steps[_EVENTS:], np.ones((1, len(own)))])
    late = steps[_EVENTS : _EVENTS + _LATE]
    ways *= own
    end = _TOGETHER + _LATE
    together = np.concatenate([ways[:end], ways[-1:]])
    return Back(together, ways[:_EVENTS], ways[end:-1], late, own)


def strengths(found: Found, back: Back, people: Array) -> Array:
    """Cosine-like strength of the pairs, by way of looking back: (COLUMNS, m).

    ``people`` (m,) is how many used each item that the pairs lead to.
    """
    values = np.empty((COLUMNS, len(people)))
    both = found.summed(0, back.together)
    values[:_TOGETHER] = both[:_TOGETHER]
    values[_TOGETHER : _ROOTED - _BESIDE] = found.summed(1, back.next)
    values[_ROOTED - _BESIDE : _ROOTED] = found.summed(2, back.beside)
    values[_ROOTED:_STRONGEST] = both[_TOGETHER:]
    values[_STRONGEST] = found.largest(0, back.own)
    values[:WAYS] *= _SCALES / np.sqrt(people + 5.0)
    for fade in range(len(FADES)):
        start = WAYS + fade * _LATE
        values[start : start + _LATE] = found.summed(3 + fade, back.late)
    np.log1p(values[_STRONGEST - 1], out=values[_STRONGEST - 1])
    np.sqrt(values[:_ROOTED], out=values[:_ROOTED])
    np.sqrt(values[_STRONGEST:], out=values[_STRONGEST:])
    return values
