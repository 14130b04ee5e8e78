"""The sheet: a person's interests side by side, so that what is left of all is worked out at once.

Knows the sums and ledgers of interests as they stood when it was made; knows nothing of when they
change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.decay import HALF_LIVES, Array, remaining
from penchant.memory.core.interests import NOTHING, InterestState, Row
from penchant.memory.records import Evidence, from_day


class Sheet:
    """The interests ``states``, n of them, until one of them changes."""

    def __init__(self, states: Sequence[InterestState]) -> None:
        self.states = tuple(states)
        self.spans = [(from_day(one.first_day), from_day(one.last_day)) for one in self.states]
        """When each began, and when something last happened in it."""
        self._kinds = _Kinds()
        sums = [
            (place, self._kinds.number(kind, state.polarity), one)
            for place, state in enumerate(self.states)
            for kind, one in state.sums.items()
        ]
        self._places = np.array([place for place, _, _ in sums], np.intp)
        self._summed = np.array([kind for _, kind, _ in sums], np.intp)
        self._wall = np.array([one.wall for _, _, one in sums]).reshape(-1, len(HALF_LIVES))
        self._days = np.array([one.day for _, _, one in sums], float)
        # What nothing was added to yet has no age.
        self._days[~np.isfinite(self._days)] = np.inf
        self._rows = [
            [row for row in state.ledger if row.amount > NOTHING] for state in self.states
        ]
        rows = [
            (state.polarity, row)
            for state, held in zip(self.states, self._rows, strict=True)
            for row in held
        ]
        self._moments = [from_day(row.day) for _, row in rows]
        self._row_days = np.array([row.day for _, row in rows], float)
        self._row_kinds = np.array([self._kinds.number(row.kind, sign) for sign, row in rows], int)
        self._row_amounts = np.array([sign * row.amount for sign, row in rows], float)

    def sums(self, day: float) -> Array:
        """All kinds together per half-life at the time ``day``, never negative: (n, H)."""
        left = self._left(day)
        together = np.zeros((len(self.states), len(HALF_LIVES)))
        np.add.at(together, self._places, left)
        result: Array = np.maximum(together, 0.0)
        return result

    def masses(self, day: float, curve: ForgettingCurve) -> Array:
        """How much of each is left at ``day``: (n,); see :meth:`InterestState.mass`."""
        return self._added((self._left(day) * self._kinds.weights(curve)[self._summed]).sum(axis=1))

    def floors(self, curve: ForgettingCurve) -> Array:
        """The part of each mass that age alone never takes away: (n,)."""
        weights = self._kinds.weights(curve)[self._summed, -1]
        return self._added(weights * self._wall[:, -1])

    def evidence(self, day: float, curve: ForgettingCurve) -> list[tuple[Evidence, ...]]:
        """The entries behind each with what is left of them at ``day``, the weightiest first."""
        left = remaining(day - self._row_days) * self._kinds.weights(curve)[self._row_kinds]
        amounts = (left.sum(axis=1) * self._row_amounts).tolist()
        found, start = [], 0
        for rows in self._rows:
            end = start + len(rows)
            held = sorted(
                zip(rows, self._moments[start:end], amounts[start:end], strict=True),
                key=_weight,
                reverse=True,
            )
            found.append(
                tuple(
                    Evidence(
                        entry=row.entry,
                        kind=row.kind,
                        occurred_at=moment,
                        amount=amount,
                        item=row.item,
                    )
                    for row, moment, amount in held
                )
            )
            start = end
        return found

    def _left(self, day: float) -> Array:
        return self._wall * remaining(day - self._days)

    def _added(self, parts: Array) -> Array:
        """What belongs to each interest together, never negative."""
        added = np.bincount(self._places, parts, len(self.states))
        result: Array = np.maximum(added, 0.0)
        return result


class _Kinds:
    """The kinds of a sheet, of likes and of dislikes, by number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, bool], int] = {}

    def number(self, kind: str, polarity: int) -> int:
        """The number of ``kind`` in interests of this polarity."""
        return self._numbers.setdefault((kind, polarity > 0), len(self._numbers))

    def weights(self, curve: ForgettingCurve) -> Array:
        """What each half-life counts in each, by its worth: (kinds, H)."""
        found = [
            # What people choose tells how much their likes say; a "no" counts in full.
            (curve.worth(kind) if liked else 1.0) * curve.weights(kind)
            for kind, liked in self._numbers
        ]
        return np.array(found).reshape(-1, len(HALF_LIVES))


def _weight(held: tuple[Row, datetime, float]) -> float:
    return abs(held[2])
