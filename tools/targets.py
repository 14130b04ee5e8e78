"""Where a statement's target lies among the items.

Knows the catalog and how words are placed; knows nothing of people. Words and items are texts of
another sort, and an embedder sets the sorts apart more than the meanings: "science fiction films"
is nearer to "quiet films about friendship" than to any one film. So a target is placed where its
items are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.calibration import Calibration
from penchant.memory.records import FloatArray, Target
from penchant.tools.asking import Asking
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.largest import largest
from penchant.tools.words.eras import years_of

NEAREST = 10
"""Items whose mean stands for a target that is no category, person or item of the catalog."""


def target_vector(
    target: Target,
    catalog: Catalog,
    space: FloatArray,
    calibration: Calibration,
    asking: Asking,
) -> FloatArray:
    """The unit vector (d,) of ``target``: the item's own; the mean of the items of that category,
    person or time; else the mean of the items nearest to its text. ``space`` (n, d) are the items'
    vectors in ``calibration``'s space. Without items, the text's own vector.
    """
    if target.item is not None and target.item in catalog:
        return catalog.vector(target.item)
    rows = rows_named(target.name, catalog)
    if not len(rows):
        text = target.text or target.name
        vector: FloatArray = asking.embedder.encode([text])[0]
        if len(catalog) < NEAREST:
            return vector
        return around(asking.place(text, vector), space, calibration)
    mean: FloatArray = space[rows].mean(axis=0)
    return calibration.lift(mean)


def around(placed: FloatArray, space: FloatArray, calibration: Calibration) -> FloatArray:
    """The unit vector (d,) of the items nearest to ``placed`` (d,), a direction among the items,
    whose vectors in ``calibration``'s space are ``space`` (n, d).
    """
    rows = largest(space @ placed, NEAREST)
    mean: FloatArray = space[rows].mean(axis=0)
    return calibration.lift(mean)


def rows_named(name: str, catalog: Catalog) -> NDArray[np.intp]:
    """Rows of the items with this ``name`` (category, person, tag, trait), or of its time."""
    years = years_of(name)
    if years is None:
        return catalog.rows_with(name) if name else np.zeros(0, np.intp)
    found: NDArray[np.intp] = np.flatnonzero(within(catalog.years, years))
    return found


def within(years: NDArray[Any], era: tuple[int | None, int | None]) -> NDArray[np.bool_]:
    """Whether each of ``years``, nan where unknown, lies in ``era`` (its first and last year)."""
    first, last = era
    inside: NDArray[np.bool_] = np.isfinite(years)
    if first is not None:
        inside &= years >= first
    if last is not None:
        inside &= years <= last
    return inside
