"""An interview with a new person: the items that may be asked about, and what answers change.

Joins the catalog and what others did with what is believed of the person; keeps nothing, writes
nothing, and knows nothing of words.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.behaviour.measures import MONTH
from penchant.memory.core.calibration import Calibration
from penchant.memory.records import FloatArray
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.onboarding.beliefs import MADE_UP, Beliefs, believed, best_question

CONSIDERED = 600
"""Items that are asked about and compared at most, the best known."""

PEOPLE = 1_500
"""People who came before that a new one is compared with at most, the newest."""

KNOWN, UNHEARD = 0.6, 0.1
"""How likely the best known item is known, and one of which nobody has heard."""


@dataclass(frozen=True, slots=True)
class Interview:
    """``items`` are the ids of what may come up, ``open`` (m,) those not asked about yet."""

    items: tuple[str, ...]
    open: NDArray[np.bool_]
    beliefs: Beliefs

    def question(self) -> str | None:
        """The item to ask about next; None where there is none left."""
        place = best_question(self.beliefs, self.open)
        return None if place is None else self.items[place]

    def after(self, item: str, answer: str) -> Interview:
        """The interview after ``answer`` about ``item``; what cannot come up tells nothing here."""
        if item not in self.items:
            return self
        place = self.items.index(item)
        still = self.open.copy()
        still[place] = False
        return replace(self, open=still, beliefs=self.beliefs.after(place, answer))

    def among(self, items: Collection[str]) -> Interview:
        """The interview in which only ``items`` are asked about; this one where none of them is
        left to ask about.
        """
        still = self.open & np.array([item in items for item in self.items], bool)
        return replace(self, open=still) if still.any() else self

    def without(self, items: Collection[str]) -> Interview:
        """The interview in which ``items`` are not asked about."""
        still = self.open & np.array([item not in items for item in self.items], bool)
        return replace(self, open=still)


def interview(catalog: Catalog, calibration: Calibration, crowd: Crowd, day: float) -> Interview:
    """An interview with somebody of whom nothing is known, on ``day``."""
    items = [item.id for item in catalog.items]
    popular = crowd.people(items, day)[:, MONTH]
    rows = _considered(popular, catalog)
    ids = tuple(items[row] for row in rows.tolist())
    told = crowd.tastes(ids, PEOPLE)
    familiar = _familiar(popular[rows] + catalog.prior[rows], told)
    return Interview(
        ids,
        np.ones(len(ids), bool),
        believed(told, familiar, calibration.place(catalog.matrix[rows])),
    )


def _considered(popular: NDArray[np.float64], catalog: Catalog) -> NDArray[np.intp]:
    """The rows of the best known items that may be recommended, in the catalog's order; where fewer
    are known at all, others from all over the catalog.
    """
    rows = np.flatnonzero(~catalog.hidden)
    lately = popular[rows] / max(float(popular.max(initial=0.0)), 1.0)
    before = catalog.prior[rows] / max(float(catalog.prior.max(initial=0.0)), 1.0)
    known = np.maximum(lately, before)
    best = rows[np.argsort(-known, kind="stable")[: min(CONSIDERED, int((known > 0).sum()))]]
    if len(best) < CONSIDERED:
        others = np.setdiff1d(rows, best)
        step = np.linspace(0, max(len(others) - 1, 0), min(CONSIDERED - len(best), len(others)))
        best = np.concatenate([best, others[np.unique(step.astype(np.intp))]])
    return np.sort(best)


def _familiar(people: NDArray[np.float64], told: NDArray[np.int8]) -> FloatArray:
    """How likely each item is known to somebody made up, (m,): guessed by how many knew it, and
    the more people ``told`` (k, m) what they know, the more as they did.
    """
    most = float(people.max(initial=0.0))
    guessed = np.full(len(people), 0.5)
    if most > 0:
        guessed = UNHEARD + (KNOWN - UNHEARD) * np.sqrt(people / most)
    known = np.count_nonzero(told, axis=0) + MADE_UP * guessed
    found: FloatArray = (known / (len(told) + MADE_UP)).astype(np.float32)
    return found
