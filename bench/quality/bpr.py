"""BPR by the package ``implicit``, its person's vector brought up to date at every question."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.quality.events import Floats, Rows, Setting
from bench.quality.histories import Histories
from bench.quality.method import Entry

STEPS, RIVALS = 40, 200
LAST = 50
"""Present items that a person's vector takes its steps on; the fit has seen the older ones."""


class Bpr:
    """Factors of people and items from pairs "touched, not touched".

    Between fits a person's vector takes steps on their last items against items drawn at random,
    from where the fit left it, so that the fresh history counts.
    """

    def __init__(
        self,
        setting: Setting,
        rate: float = 0.05,
        ridge: float = 0.01,
        rounds: int = 100,
        factors: int = 64,
        refit_days: float = 1.0,
    ) -> None:
        self.refit_days = refit_days
        self._histories = Histories(setting.users)
        self._shape = (setting.users, setting.items)
        self._rate, self._ridge, self._rounds, self._factors = rate, ridge, rounds, factors
        self._items: NDArray[np.float32] | None = None
        self._people: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._fresh: dict[int, tuple[int, NDArray[np.float32]]] = {}

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """Products of the person's vector with the items'."""
        if self._items is None:
            return np.zeros(len(candidates))
        return np.asarray((self._items @ self._vector(user))[candidates], np.float64)

    def _vector(self, user: int) -> NDArray[np.float32]:
        items = self._histories.items(user)
        held = self._fresh.get(user)
        if held is not None and held[0] == len(items):
            return held[1]
        assert self._items is not None
        vector = (self._people[user] if held is None else held[1]).copy()
        rng = np.random.default_rng((user, len(items)))
        rivals = self._items[rng.integers(0, self._shape[1], RIVALS)]
        mine = self._items[items[-LAST:]]
        for _ in range(STEPS if len(mine) else 0):
            wrong = 1 / (1 + np.exp((mine @ vector)[:, None] - (rivals @ vector)))
            step = (wrong.sum(axis=1) @ mine - wrong.sum(axis=0) @ rivals) / RIVALS
            step -= self._ridge * len(mine) * vector
            step[-1] = 0  # a person's last column is the 1 that the items' biases stand on
            vector += self._rate * step
        self._fresh[user] = (len(items), vector)
        return vector

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Remember the item."""
        self._histories.add(user, item, day)

    def refit(self, day: float) -> None:
        """Fit anew on everything learned so far."""
        model = _model(self._factors - 1, self._rate, self._ridge, self._rounds)
        lists = self._histories.everyone()
        model.fit(_matrix(lists, self._shape), show_progress=False)
        self._items, self._people = model.item_factors, model.user_factors
        # A new person has no vector of their own in the fit, only what it started from.
        new = np.array([not mine for mine in lists])
        self._people[new, :-1] = 0
        self._fresh = {user: (len(mine), self._people[user]) for user, mine in enumerate(lists)}


def _model(factors: int, rate: float, ridge: float, rounds: int) -> Any:
    from implicit.cpu.bpr import BayesianPersonalizedRanking

    return BayesianPersonalizedRanking(
        factors=factors,
        learning_rate=rate,
        regularization=ridge,
        iterations=rounds,
        num_threads=1,
        random_state=1,
    )


def _matrix(lists: list[list[int]], shape: tuple[int, int]) -> Any:
    from scipy.sparse import csr_matrix

    user = np.repeat(np.arange(len(lists)), [len(mine) for mine in lists])
    item = np.array([item for mine in lists for item in mine], np.intp)
    return csr_matrix((np.ones(len(item), np.float32), (user, item)), shape=shape)


ENTRIES = (
    Entry(
        "bpr",
        Bpr,
        {
            "refit_days": (1.0,),
            "rate": (0.05, 0.02, 0.1),
            "ridge": (0.01, 0.002, 0.05),
            "rounds": (100, 30, 300),
        },
        {"p3-time": {"refit_days": (7.0,)}},
        trained=True,
        needs="implicit",
        note="package implicit; person's vector fresh at every question",
    ),
)
