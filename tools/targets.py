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
from penchant.tools.talk.words import words_of
from penchant.tools.words.eras import years_of
from penchant.tools.words.marks import is_work

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
    person or time, or of the goods that are told in its words; else the mean of the items nearest
    to its text. ``space`` (n, d) are the items' vectors in ``calibration``'s space. Without items,
    the text's own vector.
    """
    if target.item is not None and target.item in catalog:
        return catalog.vector(target.item)
    rows, text = rows_named(target.name, catalog), target.text or target.name
    if not len(rows):
        rows = _goods_told(text, catalog)
    if not len(rows):
        vector: FloatArray = asking.embedder.encode([text])[0]
        if len(catalog) < NEAREST:
            return vector
        return around(asking.place(text, vector), space, calibration)
    mean: FloatArray = space[rows].mean(axis=0)
    return calibration.lift(mean)


def _goods_told(text: str, catalog: Catalog) -> NDArray[np.intp]:
    """The rows of the goods that are told in all words of ``text``: who loves chains loves what is
    called so. None where most are, which tells nothing.
    """
    rows = told_of(text, catalog)
    if 3 * len(rows) > 2 * len(catalog):
        return rows[:0]
    return np.array([row for row in rows if not is_work(catalog.items[row])], np.intp)


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


def told_of(words: str, catalog: Catalog) -> NDArray[np.intp]:
    """The rows, ascending, of the items of which all ``words`` are told, but for common ones: a
    colour, a material. None where there is no other word.
    """
    told = np.ones(len(catalog), bool)
    some = words_of(words)
    for word in some:
        one = np.zeros(len(catalog), bool)
        one[catalog.coverage.holding_either(word)] = True
        told &= one
    return np.flatnonzero(told) if some else np.zeros(0, np.intp)


def within(years: NDArray[Any], era: tuple[int | None, int | None]) -> NDArray[np.bool_]:
    """Whether each of ``years``, nan where unknown, lies in ``era`` (its first and last year)."""
    first, last = era
    inside: NDArray[np.bool_] = np.isfinite(years)
    if first is not None:
        inside &= years >= first
    if last is not None:
        inside &= years <= last
    return inside
