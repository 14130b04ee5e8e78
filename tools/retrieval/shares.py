"""The items that a list needs so that each interest can have its part of it.

Knows interests, rough scores and the sketch; knows nothing of seats or order. What scores best may
lie near one interest alone; a calibrated list (tools/listing/arranging.py) asks for the best of
others too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Interest
from penchant.tools.listing.arranging import DEEP, POOL
from penchant.tools.listing.tastes import fitting
from penchant.tools.retrieval.ground import Ground
from penchant.tools.retrieval.view import View
from penchant.tools.signals.signals import Situation
from penchant.tools.targets import rows_named

Rows = NDArray[np.intp]
Scores = NDArray[np.float32]
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

NAMESAKES = 64
"""Items looked at that bear the strongest name of an interest."""

SLACK = 0.05
"""How far the sketch may be off an item's nearness to an interest."""


def fits_of(situation: Situation, ground: Ground) -> dict[str, float]:
    """From which nearness on an item may belong to each interest, by id: looked up among items
    that are the same whatever is on a list, those it rests on and some that bear its name.
    """
    likes, catalog = situation.profile.likes, ground.catalog
    if len(likes) < 2:
        return {}
    rows = [ground.compared]
    for one in likes:
        rows.append(
            catalog.rows([item for e in one.evidence if (item := e.item) and item in catalog])
        )
        for name, _ in nlargest(1, situation.names[one.id].items(), key=lambda pair: pair[1]):
            rows.append(rows_named(name, catalog)[:NAMESAKES])
    view = View(ground, np.unique(np.concatenate(rows)))
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
    near = ground.sketch.products(units[short])
    left = allowed.copy()
    left[chosen] = False
    found = []
    for column, place in enumerate(short):
        fit = np.clip(near[:, column], -1.0, 1.0)
        for name, worth in _strongest(situation.names[likes[place].id]):
            fit[rows_named(name, ground.catalog)] += np.float32(worth)
        rows = np.flatnonzero((fit >= least[place] - SLACK) & left)
        most = FURTHER * n
        if len(rows) > most:
            rows = rows[np.argpartition(-scores[rows], most)[:most]]
        found.append(rows)
    return np.concatenate(found)


def _strongest(names: Mapping[str, float]) -> list[tuple[str, float]]:
    return nlargest(NAMES, names.items(), key=lambda pair: pair[1])


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
    for values, one in zip(near, likes, strict=True):
        values += view.matches(situation.names[one.id])
    return near
