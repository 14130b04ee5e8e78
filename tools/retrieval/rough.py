"""The rough score: about what an item would score, worked out for all items of a catalog at once.

Knows situations, weights and the ground; knows nothing of rules or reasons. It leaves out what
takes long or moves an item little, and has parts that are the same for all items taken off. What is
found by it is scored in full (tools/signals/signals.py).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.habits.occasion import by_name
from penchant.memory.records import to_day
from penchant.tools.retrieval.ground import Ground
from penchant.tools.retrieval.view import View
from penchant.tools.signals.prices import how_dear, refused_in
from penchant.tools.signals.signals import (
    ASKED,
    Situation,
    is_asked,
    names_of_items,
    place_asked_for,
)
from penchant.tools.signals.wanted import GENERATION, HALF, items_named
from penchant.tools.talk.facts import newness_in
from penchant.tools.targets import rows_named
from penchant.tools.words.eras import years_of

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]
Weights = Mapping[str, float]

FEW = 30_000
"""Items up to which it is quicker to go through all their names than to look each name up."""

NAMES = 100
"""Names that are looked up where there are more, those that say most."""

DISLIKES = 16
"""Dislikes that are looked at, the strongest. Of somebody with 25, four are too few where items
have no names: .86 of the ten best are looked at. Sixteen take as long.
"""

REFUSED = 8
"""Prices refused that are looked at, the newest."""


def rough_scores(
    situation: Situation,
    ground: Ground,
    crowd: Crowd,
    weights: Weights,
    rows: Rows | None = None,
) -> tuple[Scores, Rows]:
    """About the score of every item, (n,), but for a number that is the same for all; and rows that
    are worth looking at whatever their score here. Where ``rows`` are given, the scores of others
    say nothing.
    """
    scores = _content(situation, ground, weights, rows)
    scores += np.float32(weights["known"]) * ground.known_single
    scores += np.float32(weights["freshness"]) * ground.fresh_single
    _add_names(scores, _names(situation, ground, weights), ground)
    _add_asked(scores, situation, ground, weights)
    _add_told(scores, situation, ground, weights)
    _add_prices(scores, situation, ground, weights)
    own = _add_behaviour(scores, situation, ground, crowd, weights)
    return scores, own


def _content(situation: Situation, ground: Ground, weights: Weights, rows: Rows | None) -> Scores:
    """How near the items lie to what is asked for and liked, less how near to what is disliked."""
    likes, wanted = situation.profile.likes, place_asked_for(situation, ground.catalog)
    dislikes = situation.profile.dislikes[:DISLIKES]
    vectors = [one.centroid for one in (*likes, *dislikes)]
    amounts = [weights["interest"] * one.share for one in likes]
    if wanted is not None:
        vectors.insert(0, wanted)
        amounts.insert(0, weights["request"])
    if not vectors:
        return np.zeros(len(ground.catalog), np.float32)
    units, _ = ground.directions.of(np.stack(vectors))
    near = np.asarray(amounts) @ units[: len(amounts)]
    both = np.vstack([near, units[len(amounts) :]]).astype(np.float32)
    products = ground.sketch.products(both, rows)
    scores = np.ascontiguousarray(products[:, 0])
    if dislikes:
        against = [weights["dislike"] * min(1.0, abs(one.mass)) / 2 for one in dislikes]
        close = np.clip(products[:, 1:], 0.0, 1.0, out=products[:, 1:])
        scores -= close @ np.array(against, np.float32)
    if rows is None:
        return scores
    everywhere = np.zeros(len(ground.catalog), np.float32)
    everywhere[rows] = scores
    return everywhere


def _add_names(scores: Scores, names: Mapping[str, float], ground: Ground) -> None:
    """What the ``names`` that items have are worth: all of them in a small catalog, those that say
    most in a large one.
    """
    catalog = ground.catalog
    eras = {name for name in names if years_of(name) is not None}
    if len(catalog) <= FEW:
        plain = {name: amount for name, amount in names.items() if name not in eras}
        scores += ground.names.total(catalog.postings.worth(plain)).astype(np.float32)
        looked_up = {name: names[name] for name in eras}
    else:
        looked_up = dict(sorted(names.items(), key=lambda pair: -abs(pair[1]))[:NAMES])
    for name, amount in looked_up.items():
        scores[rows_named(name, catalog)] += np.float32(amount)


def _names(situation: Situation, ground: Ground, weights: Weights) -> dict[str, float]:
    """How far items rise or sink for each name."""
    catalog, request = ground.catalog, situation.request
    found: dict[str, float] = {}

    def add(names: Mapping[str, float], amount: float) -> None:
        for name, worth in names.items():
            found[name] = found.get(name, 0.0) + amount * worth

    for one in situation.profile.likes:
        add(situation.names[one.id], weights["interest-match"] * one.share)
    for one in situation.profile.dislikes:
        add(situation.names[one.id], -weights["dislike"] * min(1.0, abs(one.mass)) / 2)
    liked = [item for item in request.like if item in catalog]
    add(names_of_items(liked, catalog), weights["request-match"])
    for said in situation.spoken.beside(request, situation.profile.excluded):
        add({said.name: HALF}, weights["said"])
    for key in items_named(request, situation.spoken):
        if (item := catalog.get(key)) is not None:
            add(dict.fromkeys(item.people, HALF), weights["people-like"])
    return found


def _add_asked(scores: Scores, situation: Situation, ground: Ground, weights: Weights) -> None:
    """What the words that are asked for say beside their meaning, and what was shown lately."""
    query, catalog = situation.request.query, ground.catalog
    if query and situation.texts is not None:
        scores += (weights["words"] * situation.texts.share(query)).astype(np.float32)
    if (new := newness_in(query)) != 0.0:
        apart = np.clip((catalog.years - np.float32(ground.middle_year)) / GENERATION, -1.0, 1.0)
        scores += np.nan_to_num(apart * np.float32(weights["age-said"] * new), nan=0.0)
    for item, near in situation.company.items():
        if item in catalog:
            scores[catalog.row(item)] += weights["company"] * near
    for item, near in situation.beside.items():
        if item in catalog:
            scores[catalog.row(item)] += weights["goes-with"] * near
    for item, times in situation.shown.items():
        if item in catalog:
            scores[catalog.row(item)] -= weights["shown-before"] * (1.0 - 0.5**times)


def _add_told(scores: Scores, situation: Situation, ground: Ground, weights: Weights) -> None:
    """Whether items have what was told of the person."""
    if situation.circumstances is None:
        return
    terms, told = ground.catalog.terms, list(by_name(situation.circumstances.told))
    for name, values in told:
        part = np.float32(weights["trait-match"] / len(told))
        # One of the values lifts an item from -1 to 1.
        scores[np.unique(terms.speaking_of(name))] -= part
        for value in values:
            scores[terms.find(name, value)] += 2 * part


def _add_prices(scores: Scores, situation: Situation, ground: Ground, weights: Weights) -> None:
    """How near items come to prices that were too expensive."""
    refused = refused_in(situation.profile, ground.catalog)
    if refused:
        newest = sorted(refused, key=lambda one: one.occurred_at)[-REFUSED:]
        dear, _ = how_dear(newest, situation.profile, View(ground))
        scores += (weights["price-fit"] * dear).astype(np.float32)


def _add_behaviour(
    scores: Scores, situation: Situation, ground: Ground, crowd: Crowd, weights: Weights
) -> Rows:
    """What everybody does with items; returns the rows to which what the person did leads."""
    user, day = situation.profile.user, to_day(situation.profile.at)
    leads, rows = crowd.leads(user, day), ground.crowd.rows(crowd.ids)
    of_leads = rows[leads.rows]
    here = of_leads >= 0
    discount = ASKED if is_asked(situation) else 1.0
    scores[of_leads[here]] += (discount * leads.values[here]).astype(np.float32)
    own = [rows[leads.own]]
    if crowd.follows(user):
        followed = crowd.followed_at(user, day, leads.rows).values
        scores[of_leads[here]] += (weights["followed"] * followed[here]).astype(np.float32)
        own.append(of_leads[followed > 0])
    found = np.concatenate(own)
    return found[found >= 0]
