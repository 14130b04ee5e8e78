"""How alike two items are: by their texts, or by who touched both where there is no text."""

from __future__ import annotations

import numpy as np

from bench.quality.events import Floats, Rows, Setting
from bench.quality.histories import Histories
from bench.quality.neighbours import Together


class Likeness:
    """Cosine of the items' vectors; of their co-occurrence so far where there are none."""

    def __init__(self, setting: Setting, by: str = "text") -> None:
        self._vectors = setting.vectors if by == "text" else None
        self._together = Together(setting) if self._vectors is None else None
        self.histories = (
            Histories(setting.users) if self._together is None else self._together.histories
        )

    def learn(self, user: int, item: int, day: float) -> None:
        """Take in an event; first touches count."""
        if self._together is not None:
            self._together.learn(user, item, day)
        else:
            self.histories.add(user, item, day)

    def mixed(self, items: Rows, weights: Floats, candidates: Rows) -> Floats:
        """Sum over ``items`` of weight times likeness, one per candidate."""
        if self._vectors is not None:
            mean = weights.astype(np.float32) @ self._vectors[items]
            return np.asarray((self._vectors @ mean)[candidates], np.float64)
        return np.asarray(weights @ self.table(items, candidates))

    def table(self, items: Rows, candidates: Rows) -> Floats:
        """(items, candidates) of likeness."""
        if self._vectors is not None:
            both = self._vectors @ self._vectors[items].T
            return np.asarray(both[candidates].T, np.float64)
        assert self._together is not None
        return self._together.cosine(items, candidates)
