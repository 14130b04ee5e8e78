"""EASE: a linear model from a person's items to all items, in closed form.

With P = (X'X + l)^-1 over people's items X, item i speaks for j with -P_ij / P_jj. Where people
are fewer than items, P is never formed: X'X + l is inverted in the space of people.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from bench.quality.events import Floats, Rows, Setting
from bench.quality.histories import Decay, Histories
from bench.quality.method import Entry

Table = NDArray[np.float32]


class _People:
    """The fit in the space of people."""

    def __init__(self, lists: list[list[int]], items: int, ridge: float) -> None:
        lists = [mine for mine in lists if mine]
        self._x: Table = np.zeros((len(lists), items), np.float32)
        for row, mine in enumerate(lists):
            self._x[row, mine] = 1
        self._inverse = _inverse(self._x @ self._x.T, ridge)
        own = np.einsum("ui,ui->i", self._x, self._inverse @ self._x)
        self._left = np.maximum(1 - own, 1e-6)

    def score(self, items: Rows, weights: Table) -> Table:
        people = self._inverse @ (self._x[:, items] @ weights)
        return np.asarray((people @ self._x) / self._left)


class _Items:
    """The fit in the space of items, over those with at least two people."""

    def __init__(self, lists: list[list[int]], items: int, ridge: float) -> None:
        from scipy.sparse import csr_array

        user = np.repeat(np.arange(len(lists)), [len(mine) for mine in lists])
        item = np.concatenate([np.array(mine, np.intp) for mine in lists])
        kept = np.flatnonzero(np.bincount(item, minlength=items) >= 2)
        x = csr_array((np.ones(len(item), np.float32), (user, item)), shape=(len(lists), items))
        x = x[:, kept]
        table = _inverse((x.T @ x).toarray(), ridge)
        table /= -np.diag(table).copy()
        np.fill_diagonal(table, 0)
        self._table, self._kept, self._items = table, kept, items
        self._row = np.full(items, -1)
        self._row[kept] = np.arange(len(kept))

    def score(self, items: Rows, weights: Table) -> Table:
        rows = self._row[items]
        found = np.zeros(self._items, np.float32)
        found[self._kept] = weights[rows >= 0] @ self._table[rows[rows >= 0]]
        return found


def _inverse(gram: Table, ridge: float) -> Table:
    from scipy.linalg.lapack import spotrf, spotri

    gram[np.diag_indices(len(gram))] += ridge
    factor, failed = spotrf(gram, lower=0, clean=0)
    inverse, failed_too = spotri(factor, lower=0)
    if failed or failed_too:
        raise np.linalg.LinAlgError("the Gram matrix could not be inverted")
    upper = np.triu(inverse)
    return np.asarray(upper + np.triu(inverse, 1).T)


class Ease:
    """EASE fitted on all that was learned; a person's items weigh less the longer ago."""

    def __init__(
        self,
        setting: Setting,
        ridge: float = 100.0,
        half_life: float = math.inf,
        clock: str = "days",
        refit_days: float = 1.0,
    ) -> None:
        self.refit_days = refit_days
        self._histories = Histories(setting.users)
        self._decay, self._ridge, self._items = Decay(half_life, clock), ridge, setting.items
        self._fit: _People | _Items | None = None

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """What the person's items of today say, by the last fit."""
        items = self._histories.items(user)
        if self._fit is None or not len(items):
            return np.zeros(len(candidates))
        weights = self._decay.weights(self._histories.days(user), day).astype(np.float32)
        return np.asarray(self._fit.score(items, weights)[candidates], np.float64)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Remember the item."""
        self._histories.add(user, item, day)

    def refit(self, day: float) -> None:
        """Fit in whichever space is smaller."""
        lists = self._histories.everyone()
        people = sum(1 for mine in lists if mine)
        touched = len({item for mine in lists for item in mine})
        side = _People if people < touched else _Items
        self._fit = side(lists, self._items, self._ridge) if touched else None


_RIDGES = (100.0, 10.0, 30.0, 300.0, 1_000.0)
_STEPS = {"clock": ("events",), "half_life": (3.0, 1.0, 2.0, 5.0, 10.0, 30.0)}
ENTRIES = (
    Entry("ease", Ease, {"refit_days": (1.0,), "ridge": _RIDGES}, trained=True),
    Entry(
        "ease-decay",
        Ease,
        {
            "refit_days": (1.0,),
            "ridge": _RIDGES,
            "half_life": (1.0, 0.02, 0.1, 0.3, 3.0, 14.0, 60.0),
        },
        {"p3": _STEPS, "p3-time": _STEPS},
        trained=True,
    ),
)
