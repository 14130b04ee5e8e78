"""Picking: one candidate after the other, the best that is left, not too like one above it.

Knows worths, cosines and seats; knows nothing of people, items or words. Maximal marginal
relevance (Carbonell and Goldstein, 1998) on the scores.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from penchant.memory.records import FloatArray
from penchant.tools.candidates import Mask
from penchant.tools.listing.tastes import Numbers, Seats
from penchant.tools.signals.columns import Values
from penchant.tools.signals.ranking import Rows

WIDER = 5 / 3
"""By how much more an item loses for being like another, per unit of the spread that behaviour
gives the pool's scores: log-odds have no bounds, and by what is popular a list would be all alike.
"""


@dataclass(frozen=True, slots=True)
class Crowding:
    """How alike those of a pool are, (p, p): their cosines beyond the pool's mean, and what one
    loses per unit of it. ``alike`` None: nothing is lost.
    """

    alike: Values | None
    strength: float

    @classmethod
    def of(
        cls,
        pool: Rows,
        vectors: Callable[[Rows], FloatArray],
        learned: Values | None,
        diversity: float,
        wider: float = WIDER,
    ) -> Crowding:
        """The crowding of ``pool`` at this ``diversity``; 0 gives none, and little gives little."""
        if diversity <= 0.0 or len(pool) < 2:
            return cls(None, 0.0)
        if learned is not None:
            diversity *= 1.0 + wider * float(learned[pool].std())
        placed = vectors(pool)
        cosines = (placed @ placed.T).astype(float)
        size = len(pool)
        usual = (cosines.sum() - np.trace(cosines)) / (size * (size - 1))
        return cls(np.maximum(cosines - usual, 0.0), diversity)


@dataclass(frozen=True, slots=True)
class Picked:
    """Positions in the pool in the order of the list, what each lost for being like one above it
    (at most 0), and what its seat gave it: how much worthier the best one was that had none.
    """

    chosen: Rows
    penalties: Values
    given: Values


def pick(
    worth: Values,
    crowding: Crowding,
    n: int,
    tastes: Rows | None = None,
    seats: Seats | None = None,
) -> Picked:
    """Up to ``n`` of a pool with ``worth`` (p,), which comes in its order; ``tastes`` (p,) says who
    may take which of the ``seats``.
    """
    size = min(n, len(worth))
    if crowding.alike is None and seats is None:
        return Picked(np.arange(size), np.zeros(size), np.zeros(size))
    left = np.ones(len(worth), bool)
    lost = np.zeros(len(worth))
    taken = None if seats is None else np.zeros(len(seats.low), np.int64)
    groups = None if tastes is None or seats is None else tastes % len(seats.low)
    chosen: list[int] = []
    penalties, given = [], []
    while len(chosen) < size:
        now = np.where(left, worth - lost, -np.inf)
        one = first = int(np.argmax(now))
        if groups is not None and seats is not None and taken is not None:
            may = _may(seats, taken, size - len(chosen))[groups] & left
            if may.any():
                one = int(np.argmax(np.where(may, now, -np.inf)))
            taken[groups[one]] += 1
        chosen.append(one)
        penalties.append(-lost[one])
        given.append(now[first] - now[one])
        left[one] = False
        if crowding.alike is not None:
            lost = np.maximum(lost, crowding.strength * crowding.alike[one])
    return Picked(np.array(chosen, np.intp), np.array(penalties), np.array(given))


def _may(seats: Seats, taken: Numbers, places: int) -> Mask:
    """Who may have the next of the ``places`` left: those below their least where only these are
    left, else those below their most.
    """
    missing = np.maximum(seats.low - taken, 0)
    if int(missing.sum()) >= places:
        short: Mask = missing > 0
        return short
    free: Mask = taken < seats.high
    return free
