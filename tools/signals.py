"""The signals: what speaks for or against each item, for one person, request and moment.

Knows profiles, the crowd and the catalog's arrays; knows nothing of weights, rules or words.
Stateless: all that was learned comes in as an argument. Every part of a score is one column, so
that a score is exactly the sum of its parts. Values lie in [-1, 1]; only those of behaviour are
log-odds, relative to the mean of the catalog, and have no bounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.calibration import Calibration
from penchant.memory.core.habits.occasion import Occasion
from penchant.memory.records import Evidence, FloatArray, Interest, Profile, Request, to_day
from penchant.tools.catalog import Catalog
from penchant.tools.columns import Column, Values
from penchant.tools.habits import Circumstances, Lifted, lifted, matches
from penchant.tools.keywords import Keywords
from penchant.tools.labels import chinese_name, in_chinese
from penchant.tools.occasions_in_words import in_words, match_in_words
from penchant.tools.prices import price_fit
from penchant.tools.spoken import NOTHING, Spoken
from penchant.tools.talk.coverage import Coverage
from penchant.tools.targets import rows_named
from penchant.tools.wanted import wanted

__all__ = ["Column", "Situation", "Values", "nearness", "signals"]

ECHOES = ("together", "next", "next-lately", "finder", "since-visit")
"""Signals that say nothing of an item that the person has looked at: they would tell what they
heard from that very person.
"""

ASKED = 0.4
"""What behaviour tells counts this much where something is asked for: it was learned from what
people choose unasked.
"""

SAME_TIME = 3
"""Items at most this many years apart are of the same time."""

YEARS_TO_HALF = 15.0
"""An item this many years older than the newest has half its freshness."""

SPREAD = 4.0
"""A cosine this many standard deviations above the catalog's mean counts as 1."""


@dataclass(frozen=True, slots=True)
class Situation:
    """For whom, when and on what request items are judged. ``query_vector`` (d,) or None are the
    request's words, placed among the items (tools/asking.py);
    ``shown`` counts, by item id, how often it was shown lately (decayed). ``calibration`` is the
    space in which the profile's interests lie; ``circumstances`` are the occasion and what was
    told of the person. ``spoken`` is what was said before in the conversation, ``texts`` are the
    words of the catalog's items; ``company`` tells by item id how often others talk of it together
    with the items named. ``keywords`` are the titles and names of the catalog's items, where the
    request is a search; ``beside`` tells by item id how often people choose it along with the items
    that the list is to be like.
    """

    profile: Profile
    request: Request
    calibration: Calibration
    query_vector: FloatArray | None = None
    asked_in: tuple[Evidence, ...] = ()
    shown: Mapping[str, float] = field(default_factory=dict)
    circumstances: Circumstances | None = None
    spoken: Spoken = NOTHING
    texts: Coverage | None = None
    company: Mapping[str, float] = field(default_factory=dict)
    keywords: Keywords | None = None
    beside: Mapping[str, float] = field(default_factory=dict)


def signals(
    situation: Situation, catalog: Catalog, space: FloatArray, crowd: Crowd
) -> list[Column]:
    """All parts of the score over the catalog's rows; parts that are zero everywhere left out.

    ``space`` (n, d) are the items' vectors in the calibration's space.
    """
    columns = [
        *_request(situation, catalog, space),
        *_interests(situation.profile.likes, catalog, space),
        *_dislikes(situation.profile.dislikes, catalog, space),
        *_behaviour(situation, catalog, crowd),
        Column("known", _known(catalog)),
        Column("followed", _followed(situation.profile, catalog, crowd)),
        *_item(situation, catalog),
        *_circumstances(situation.circumstances, catalog),
    ]
    return [column for column in columns if np.any(column.values)]


def _request(situation: Situation, catalog: Catalog, space: FloatArray) -> list[Column]:
    request, columns = situation.request, []
    liked = [item for item in request.like if item in catalog]
    parts = [situation.calibration.place(catalog.vector(item)) for item in liked]
    if situation.query_vector is not None:
        parts.append(situation.query_vector)
    if parts:
        about = request.query or ", ".join(i.title for k in liked if (i := catalog.get(k)))
        values = nearness(np.mean(parts, axis=0)[None], space)[0]
        columns.append(
            Column(
                "request", values, about, in_chinese(about, catalog), evidence=situation.asked_in
            )
        )
    if liked:
        names: dict[str, float] = {}
        for key in liked:
            _add_names(names, catalog, key, 1.0)
        columns.append(
            Column(
                "request-match",
                _matches(names, catalog),
                ", ".join(i.title for k in liked if (i := catalog.get(k))),
                "、".join(f"《{i.title}》" for k in liked if (i := catalog.get(k))),
                evidence=situation.asked_in,
            )
        )
    return [
        *columns,
        *wanted(
            request,
            situation.spoken,
            situation.profile.excluded,
            catalog,
            situation.texts,
            situation.company,
            situation.asked_in,
            situation.keywords,
            situation.beside,
        ),
    ]


def _interests(likes: Sequence[Interest], catalog: Catalog, space: FloatArray) -> list[Column]:
    columns = []
    for interest, near in zip(likes, _near(likes, space), strict=True):
        for signal, values in (
            ("interest", near),
            ("interest-match", _matches(_names_of(interest, catalog), catalog)),
        ):
            columns.append(
                Column(
                    signal,
                    interest.share * values,
                    interest.label,
                    interest.label_zh,
                    interest,
                    interest.evidence,
                )
            )
    return columns


def _dislikes(dislikes: Sequence[Interest], catalog: Catalog, space: FloatArray) -> list[Column]:
    columns = []
    for interest, nearness_ in zip(dislikes, _near(dislikes, space), strict=True):
        near = np.maximum(nearness_, 0.0)
        match = _matches(_names_of(interest, catalog), catalog)
        values = -min(1.0, abs(interest.mass)) * (near + match) / 2
        columns.append(
            Column(
                "dislike", values, interest.label, interest.label_zh, interest, interest.evidence
            )
        )
    return columns


def _behaviour(situation: Situation, catalog: Catalog, crowd: Crowd) -> list[Column]:
    """One column per signal learned from what people do with items."""
    profile = situation.profile
    parts = crowd.parts(profile.user, to_day(profile.at), [item.id for item in catalog.items])
    chosen = crowd.chosen_by(profile.user)
    own = [catalog.row(item) for item in chosen if item in catalog]
    asked = situation.query_vector is not None or bool(situation.request.like)
    columns = []
    for part in parts:
        if part.signal == "since-visit" and not chosen:
            continue
        values = part.values * (ASKED if asked else 1.0)
        if part.signal in ECHOES:
            values[own] = 0.0
        columns.append(Column(part.signal, values))
    return columns


def _known(catalog: Catalog) -> Values:
    """How well known an item is for its time, in [0, 1]: the square of the share of items of about
    its year that fewer people knew. By number of people, whatever was new when they were counted
    would win.
    """
    prior = catalog.prior.astype(float)
    values = np.zeros(len(catalog))
    rows = np.flatnonzero(prior > 0)
    years = np.nan_to_num(catalog.years[rows], nan=0.0).astype(int)
    for year in np.unique(years):
        near = np.sort(prior[rows[np.abs(years - year) <= SAME_TIME]])
        mine = rows[years == year]
        values[mine] = (np.searchsorted(near, prior[mine], side="right") / len(near)) ** 2
    return values


def _followed(profile: Profile, catalog: Catalog, crowd: Crowd) -> Values:
    """How much the people whom the person follows chose each item, in [0, 1]."""
    items = [item.id for item in catalog.items]
    return crowd.followed(profile.user, to_day(profile.at), items).values


def _item(situation: Situation, catalog: Catalog) -> list[Column]:
    years = catalog.years.astype(float)
    fresh = np.zeros(len(catalog))
    dated = np.isfinite(years)
    if dated.any():
        fresh[dated] = np.exp2(-(years[dated].max() - years[dated]) / YEARS_TO_HALF)
    tired = np.zeros(len(catalog))
    for item, times in situation.shown.items():
        if item in catalog:
            tired[catalog.row(item)] = -(1.0 - 0.5**times)
    price = price_fit(situation.profile, catalog)
    return [Column("freshness", fresh), Column("shown-before", tired), price]


def _circumstances(found: Circumstances | None, catalog: Catalog) -> list[Column]:
    """What habits say on this occasion, and what was told of the person."""
    if found is None:
        return []
    columns = [
        Column(one.signal, one.values, told=partial(_spoken, one, found.occasion, catalog))
        for one in lifted(found, catalog)
    ]
    matching = matches(found.told, catalog)
    for name, values, match in matching:
        about = f"{name}: {', '.join(values)}"
        told = partial(_matching, about, name, values, match)
        columns.append(Column("trait-match", match / len(matching), about, about, told=told))
    return columns


def _spoken(lift: Lifted, occasion: Occasion, catalog: Catalog, row: int) -> tuple[str, str, str]:
    zh = partial(chinese_name, catalog=catalog)
    return in_words(lift.speaks(row), occasion.hour, occasion.weekday, zh)


def _matching(
    about: str, name: str, values: tuple[str, ...], match: Values, row: int
) -> tuple[str, str, str]:
    return about, *match_in_words(name, values, bool(match[row] > 0))


def nearness(vectors: FloatArray, space: FloatArray) -> Values:
    """Cosines of unit ``vectors`` (k, d) to the rows of ``space`` (n, d), as (k, n): each in
    standard deviations from its mean over the rows, divided by SPREAD and clipped to [-1, 1], so
    that embedders can be compared.
    """
    if not len(space):
        return np.zeros((len(vectors), 0))
    cosines = (vectors @ space.T).astype(float)
    spread = cosines.std(axis=1, keepdims=True)
    cosines -= cosines.mean(axis=1, keepdims=True)
    values: Values = np.divide(
        cosines, SPREAD * spread, out=np.zeros_like(cosines), where=spread > 1e-9
    )
    return np.clip(values, -1.0, 1.0, out=values)


def _near(interests: Sequence[Interest], space: FloatArray) -> Values:
    if not interests:
        return np.zeros((0, len(space)))
    return nearness(np.stack([interest.centroid for interest in interests]), space)


def _names_of(interest: Interest, catalog: Catalog) -> dict[str, float]:
    """Categories and people an interest is about, by weight, summing to at most 1."""
    names: dict[str, float] = {}
    for _, name in interest.targets:
        names[name] = names.get(name, 0.0) + 1.0
    for evidence in interest.evidence:
        if evidence.item:
            _add_names(names, catalog, evidence.item, abs(evidence.amount))
    total = sum(names.values())
    return {name: weight / total for name, weight in names.items()} if total > 0 else {}


def _add_names(names: dict[str, float], catalog: Catalog, key: str, weight: float) -> None:
    item = catalog.get(key)
    if item is None:
        return
    found = (*item.categories, *item.tags, *item.people[:3])
    for name in found:
        names[name] = names.get(name, 0.0) + weight / len(found)


def _matches(names: Mapping[str, float], catalog: Catalog) -> Values:
    values = np.zeros(len(catalog))
    for name, weight in names.items():
        values[rows_named(name, catalog)] += weight
    return np.clip(values, 0.0, 1.0)
