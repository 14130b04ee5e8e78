"""Novelty: with what chance each new item is to stand in a list, whatever its score.

Needs numpy alone; knows how open new items are and how they score, and nothing of who met them. An
item that nobody has chosen yet is found by content; the chance lets it be shown and judged, and is
gone once it was. It is no part of the score.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from penchant.tools.catalog.catalog import Catalog
from penchant.tools.signals.columns import Values

SHARE = 0.05
"""Of the places of a list so many go to new items, on average and at most."""

EACH = 0.25
"""The most that the chance of one item is."""

HALVES = 2.0
"""The chance of a new item is half of that of the one so many ranks above it, by score: who is
likely to like it is shown it rather.
"""


def arrivals_among(
    found: Mapping[str, float], catalog: Catalog, rows: NDArray[np.intp]
) -> Values | None:
    """How open each of the candidates in ``rows`` (m,), ascending, is by the arrivals ``found``;
    None where none of them is.
    """
    mine = np.array([catalog.row(item) for item in found if item in catalog], np.intp)
    values = np.array([one for item, one in found.items() if item in catalog], float)
    if not len(mine) or not len(rows):
        return None
    places = np.minimum(np.searchsorted(rows, mine), len(rows) - 1)
    there = rows[places] == mine
    if not there.any():
        return None
    opened = np.zeros(len(rows))
    opened[places[there]] = values[there]
    return opened


def chances(opened: Values, score: Values, n: int) -> Values:
    """The chance of each candidate to stand in a list of ``n`` because it is new, (m,).

    ``opened`` (m,) in [0, 1] is how open each is (0: not new), ``score`` (m,) how it scores. The
    sum is at most SHARE of n, and no chance is above EACH; each fades in proportion as the item
    becomes less open.
    """
    result = np.zeros(len(score))
    new = np.flatnonzero(opened > 0.0)
    new = new[np.lexsort((new, -score[new]))]
    weights = 2.0 ** (-np.arange(len(new)) / HALVES)
    result[new] = np.minimum(EACH, SHARE * n * weights / max(weights.sum(), 1.0)) * opened[new]
    return result
