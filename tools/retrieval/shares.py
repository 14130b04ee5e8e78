"""The items that a list needs so that each interest can have its part of it.

Knows interests, rough scores and the sketch; knows nothing of seats or order. What scores best may
lie near one interest alone; a calibrated list (tools/listing/arranging.py) asks for the best of
others too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.distinct import distinct
from penchant.memory.records import Interest
from penchant.tools.largest import largest_in_any_order
from penchant.tools.listing.arranging import DEEP, POOL
from penchant.tools.listing.tastes import fitting
from penchant.tools.retrieval.ground import Ground
from penchant.tools.retrieval.view import View
from penchant.tools.signals.signals import Situation
from penchant.tools.targets import rows_named

Rows = NDArray[np.intp]
Scores = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
Values = NDArray[np.float64]

REAL = 0.05
"""An interest with less than this share is due no place of its own."""

SPARE = 2.0
"""An interest is left alone that has so many times its places and one among the best: the scores
here are rough.
"""

FURTHER = 5
"""So many times n rows are handed on of each such interest, beside those chosen already."""

NAMES = 16
"""Names of an interest that are looked up, those that say most; the others add hardly anything."""

NAMESAKES = 32
"""Items looked at that bear the strongest name of an interest."""

PART = 24
"""The best of so many are looked through first, where an interest may have enough of its own."""

EACH = 61
"""Each so manieth score tells about from which on one is among those."""

SMALL = 30_000
"""A catalog of so many items is looked through as a whole."""

SLACK = 0.05
"""How far the sketch may be off an item's nearness to an interest."""


def fits_of(situation: Situation, ground: Ground) -> dict[str, float]:
    """From which nearness on an item may belong to each interest, by id: looked up among items
    that are the same whatever is on a list, those that interests rest on and some that bear their
    names.
    """
    likes, catalog = situation.profile.likes, ground.catalog
    if len(likes) < 2:
        return {}
    rows = []
    for one in likes:
        rows.append(
            catalog.rows([item for e in one.evidence if (item := e.item) and item in catalog])
        )
        for name, _ in nlargest(1, situation.names[one.id].items(), key=lambda pair: pair[1]):
            rows.append(rows_named(name, catalog)[:NAMESAKES])
    view = View(ground, distinct(np.concatenate(rows), len(catalog)))
    near = _nearness(situation, likes, view)
    return {one.id: fitting(values) for one, values in zip(likes, near, strict=True)}


def left_short(
    situation: Situation,
    ground: Ground,
    scores: Scores,
    allowed: Mask,
    chosen: Rows,
    n: int,
    fits: Mapping[str, float],
) -> Rows:
    """The best rows by ``scores`` (all items) near each interest that has few items among those
    ``chosen``, out of those ``allowed``, for a list of ``n``; ``fits`` are of :func:`fits_of`.
    """
    likes = [one for one in situation.profile.likes if one.share >= REAL]
    if len(likes) < 2:
        return np.zeros(0, np.intp)
    directions, _ = ground.directions.of(np.stack([one.centroid for one in likes]))
    units = directions.astype(np.float32)
    best = chosen[np.argsort(-scores[chosen], kind="stable")[: POOL * n]]
    places = n * np.array([one.share for one in likes]) / sum(one.share for one in likes)
    least = np.array([fits[one.id] for one in likes])
    mine = _belonging(situation, likes, View(ground, np.sort(best)), least)
    lacking = mine < SPARE * (places + 1.0)
    # By what they are called more may fit; so many are enough, for they are the best of all.
    there = (ground.sketch.products(units, chosen) >= least).sum(axis=0)
    short = np.flatnonzero(lacking & (there < DEEP * n)).tolist()
    if not short:
        return np.zeros(0, np.intp)
    left = allowed.copy()
    left[chosen] = False
    wanted = [
        _Short(units[place], _strongest(situation.names[likes[place].id]), float(least[place]))
        for place in short
    ]
    return _best_of_each(wanted, ground, scores, left, FURTHER * n)


@dataclass(frozen=True, slots=True)
class _Short:
    """An interest that more items are looked for of: products with ``unit`` (d,) tell how near they
    are, ``names`` what they are worth by what they are called, and from ``least`` on they fit.
    """

    unit: Scores
    names: Mapping[str, float]
    least: float


def _best_of_each(
    wanted: Sequence[_Short], ground: Ground, scores: Scores, left: Mask, most: int
) -> Rows:
    """The ``most`` rows best by ``scores``, out of those ``left``, that fit each of ``wanted``."""
    rows, everything = _promising(scores, left)
    found, others = [np.zeros(0, np.intp)], []
    view, near = View(ground, rows), _products(wanted, ground, rows)
    for column, one in enumerate(wanted):
        mine = rows[near[:, column] + view.matches(one.names) >= one.least - SLACK]
        if everything or len(mine) >= most:
            # No other that fits scores better than these.
            found.append(mine[largest_in_any_order(scores[mine], most)])
        else:
            others.append(one)
    if others:
        near = _products(others, ground)
        for column, one in enumerate(others):
            fit = near[:, column]
            for name, worth in one.names.items():
                fit[rows_named(name, ground.catalog)] += np.float32(worth)
            mine = np.flatnonzero((fit >= one.least - SLACK) & left)
            found.append(mine[largest_in_any_order(scores[mine], most)])
    return np.concatenate(found)


def _products(wanted: Sequence[_Short], ground: Ground, rows: Rows | None = None) -> Scores:
    """About how near the items in ``rows`` (all) lie to each of ``wanted``: (m, k)."""
    products = ground.sketch.products(np.stack([one.unit for one in wanted]), rows)
    return np.clip(products, -1.0, 1.0, out=products)


def _promising(scores: Scores, left: Mask) -> tuple[Rows, bool]:
    """The rows of about the best of all by ``scores``, out of those ``left``, and whether these are
    all that are left; in a small catalog none, for it is gone through as quickly.
    """
    if np.count_nonzero(left) * PART <= len(left):
        return np.flatnonzero(left), True
    if len(scores) <= SMALL:
        return np.zeros(0, np.intp), False
    some = scores[::EACH]
    place = len(some) - 1 - len(some) // PART
    return np.flatnonzero((scores >= np.partition(some, place)[place]) & left), False


def _strongest(names: Mapping[str, float]) -> dict[str, float]:
    return dict(nlargest(NAMES, names.items(), key=lambda pair: pair[1]))


def _belonging(situation: Situation, likes: Sequence[Interest], view: View, least: Values) -> Rows:
    """How many of the items looked at are nearest to each of ``likes`` and fit it: (k,)."""
    near = _nearness(situation, likes, view)
    nearest = np.argmax(near, axis=0)
    fit = near[nearest, np.arange(len(view))] >= least[nearest]
    return np.bincount(nearest[fit], minlength=len(likes))


def _nearness(situation: Situation, likes: Sequence[Interest], view: View) -> Values:
    """How near the items looked at are to each of ``likes``, by where they lie and what they are
    called, but for rounding: (k, m).
    """
    near = view.about_near(np.stack([one.centroid for one in likes]))
    near += view.all_matches([situation.names[one.id] for one in likes])
    return near
