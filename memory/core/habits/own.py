"""One person's own choices by item and occasion, laid out once and counted on any day.

Knows rows of items, columns and periods; knows nothing of what they mean.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from penchant.memory.core.decay import Array
from penchant.memory.core.habits.person import Person, bits_of, columns_in
from penchant.memory.core.habits.table import NEWEST, Rows, left_of

KEPT = 100
"""Layouts held, two for each of those who ask most of the time; the one of somebody with thousands
of choices takes 400 kB.
"""


@dataclass(frozen=True, slots=True)
class Own:
    """The items in ``rows`` (n,) that somebody chose, and how often in each of the columns of a
    group: ``counts`` (n, c), those of the newest period counting 1. ``places`` are those of the
    columns in it. It holds as long as the person is ``who`` in this ``state``.
    """

    who: Person
    state: tuple[int, int]
    rows: Rows
    counts: Array
    places: dict[int, int]

    def counted(self, wanted: Sequence[int], near: Array, day: float) -> tuple[Rows, Array, Array]:
        """The items, how often each was chosen at all (n,), and in the ``wanted`` columns, each
        counting so ``near``; as of ``day``.
        """
        left = left_of(NEWEST, day)
        some = self.counts[:, [self.places[column] for column in wanted]]
        return self.rows, self.counts.sum(axis=1) * left, (some * near).sum(axis=1) * left


class Owns:
    """What was laid out last; made anew where the person has chosen something since."""

    def __init__(self) -> None:
        self._laid: OrderedDict[tuple[int, int], Own] = OrderedDict()

    def of(self, who: Person, group: Sequence[int]) -> Own:
        """The choices of ``who`` in the columns of ``group``, of which there is at least one."""
        key, state = (who.row, group[0]), (who.changes, len(group))
        kept = self._laid.get(key)
        if kept is None or kept.who is not who or kept.state != state:
            kept = self._laid[key] = _laid_out(who, group, state)
            while len(self._laid) > KEPT:
                self._laid.popitem(last=False)
        self._laid.move_to_end(key)
        return kept


def _laid_out(who: Person, group: Sequence[int], state: tuple[int, int]) -> Own:
    whole, places = bits_of(group), {column: place for place, column in enumerate(group)}
    rows: dict[int, int] = {}
    chosen = []
    for item, period, bits in who.chosen():
        if held := bits & whole:
            row = rows.setdefault(item, len(rows))
            amount = 2.0 ** (period - NEWEST)
            chosen += [(row, places[column], amount) for column in columns_in(held)]
    counts = np.zeros((len(rows), len(group)))
    for row, place, amount in chosen:
        counts[row, place] += amount
    return Own(who, state, np.array(list(rows), np.intp), counts, places)
