"""Tastes: which of a person's interests an item belongs to, and how many places each is due.

Knows shares, and how near each candidate is to each interest; knows nothing of scores or people.
Calibration after Steck (Calibrated Recommendations, 2018): a list's parts come near the person's
own. Here it gives seats and leaves the order to the scores: who is due seven and three of ten
places has them, wherever in the list they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penchant.tools.signals.columns import Column, Values
from penchant.tools.signals.ranking import Rows

FITS = 0.4
"""The least nearness, of names and cosine, each at most 1, at which an item belongs to an interest.
"""

HALFWAY = 0.5
"""What belongs to an interest is at least this part as near to it as the nearest: else its places
go to what suits the others and is of no interest at all."""

NEARLY = 0.7
"""The part of a place that is given as a whole one."""

NONE = -1
"""Stands for no interest: an item that another signal has brought."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Taste:
    """One positive interest: its ``share`` of all, and ``parts``, each (m,) over the candidates,
    which together say how near each is (before the share). From a nearness of ``fits`` on an item
    may belong to it.
    """

    share: float
    parts: tuple[Values, ...]
    label: str = ""
    label_zh: str = ""
    fits: float = FITS

    def nearness(self, places: Rows) -> Values:
        """How near the candidates at ``places`` are, at most 2."""
        return sum((part[places] for part in self.parts), np.zeros(len(places))) / self.share


def fitting(nearness: Values) -> float:
    """From which nearness on items fit an interest, by how near some that suit it are."""
    return max(FITS, HALFWAY * float(nearness.max(initial=0.0)))


def tastes_in(columns: Sequence[Column], fits: Mapping[str, float]) -> tuple[Taste, ...]:
    """The positive interests that speak in ``columns``, whose values are over the candidates;
    ``fits`` says by interest from which nearness on an item may belong to it.
    """
    found: dict[str, Taste] = {}
    for column in columns:
        one = column.interest
        if one is None or one.polarity < 0 or not one.share > 0.0:
            continue
        before = found.get(one.id)
        parts = (column.values,) if before is None else (*before.parts, column.values)
        least = fits.get(one.id, FITS)
        found[one.id] = Taste(one.share, parts, one.label, one.label_zh, least)
    return tuple(found.values())


def belonging(tastes: Sequence[Taste], places: Rows) -> Rows:
    """Which of ``tastes`` each candidate at ``places`` is nearest to; NONE where it fits none."""
    if not tastes or not len(places):
        return np.full(len(places), NONE, np.intp)
    near = np.stack([taste.nearness(places) for taste in tastes])
    nearest = np.argmax(near, axis=0)
    least = np.array([taste.fits for taste in tastes])[nearest]
    return np.where(near[nearest, np.arange(len(places))] >= least, nearest, NONE)


@dataclass(frozen=True, slots=True)
class Seats:
    """How many places of a list each taste has: from ``low`` to ``high``, both (k + 1,); the last
    is of what belongs to none.
    """

    low: Numbers
    high: Numbers


def seats(
    tastes: Sequence[Taste], usual: Numbers, there: Numbers, calibration: float
) -> Seats | None:
    """The seats of a list that without calibration has ``usual`` (k + 1,) places by taste, the
    last those of none; ``there`` (k,) candidates belong to each. None where there is nothing to
    share out.

    What belongs to none keeps its places. Of the others each taste is due as many as lie between
    what it has and what its share says, ``calibration`` of the way; a place of which it is due
    NEARLY all counts as whole, the largest remainders first, so that ten small interests are not
    forgotten for one large one. What is left goes to whichever has the better item.
    """
    shares = np.array([taste.share for taste in tastes]) * (there > 0)
    room, apart = int(usual[:-1].sum()), int(usual[-1])
    if room == 0 or np.count_nonzero(shares) < 2:
        return None
    wanted = room * shares / shares.sum()
    due = calibration * wanted + (1.0 - calibration) * usual[:-1]
    # Up to rounding: seven tenths of ten are seven.
    whole = np.floor(due + 1e-9).astype(np.int64)
    rest = np.round(due - whole, 9)
    largest = np.lexsort((np.arange(len(due)), -shares, -rest))[: room - int(whole.sum())]
    whole[largest[rest[largest] >= NEARLY]] += 1
    high = np.maximum(whole, np.ceil(due - 1e-9).astype(np.int64))
    return Seats(np.append(np.minimum(whole, there), apart), np.append(high, apart))
