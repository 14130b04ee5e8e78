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
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.finding.keywords import Keywords
from penchant.tools.reasons.occasions_in_words import in_words, match_in_words
from penchant.tools.retrieval.view import View
from penchant.tools.signals.columns import Column, Values
from penchant.tools.signals.habits import Circumstances, Lifted, lifted, matches
from penchant.tools.signals.prices import price_fit
from penchant.tools.signals.wanted import wanted
from penchant.tools.spoken import NOTHING, Spoken
from penchant.tools.talk.coverage import Coverage
from penchant.tools.words.labels import chinese_name, in_chinese
from penchant.tools.words.marks import in_marks

__all__ = ["Column", "Situation", "Values", "signals"]

ECHOES = ("together", "next", "next-lately", "finder", "since-visit")
"""Signals that say nothing of an item that the person has looked at: they would tell what they
heard from that very person.
"""

ASKED = 0.4
"""What behaviour tells counts this much where something is asked for: it was learned from what
people choose unasked.
"""


@dataclass(frozen=True, slots=True)
class Situation:
    """For whom, when and on what request items are judged. ``query_vector`` (d,) or None are the
    request's words, placed among the items (tools/asking.py);
    ``shown`` counts, by item id, how often it was shown lately (decayed). ``calibration`` is the
    space in which the profile's interests lie; ``circumstances`` are the occasion and what was
    told of the person. ``spoken`` is what was said before in the conversation, ``texts`` are the
    words of the catalog's items; ``company`` tells by item id how often others talk of it together
    with the items named; ``names`` by interest the categories and people it is about.
    ``keywords`` are the titles and names of the catalog's items, where the request is a
    search, or for the cheapest or dearest;
    ``beside`` tells by item id how often people choose it along with the items that the list is to
    be like.
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
    names: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def signals(situation: Situation, view: View, crowd: Crowd) -> list[Column]:
    """All parts of the score of the items looked at; parts that are zero for all left out.

    Of an item they are the same whatever others are looked at.
    """
    profile = situation.profile
    likes = len(profile.likes)
    interests = (*profile.likes, *profile.dislikes)
    near = _near(interests, view)
    match = view.all_matches([situation.names[one.id] for one in interests])
    columns = [
        *_request(situation, view),
        *_interests(profile.likes, near[:likes], match[:likes], situation.names),
        *_dislikes(profile.dislikes, near[likes:], match[likes:]),
        *_behaviour(situation, view, crowd),
        Column("known", view.take(view.ground.known)),
        Column("followed", _followed(profile, view, crowd)),
        *_item(situation, view),
        *_circumstances(situation.circumstances, view),
    ]
    return [column for column in columns if column.values.any()]


def asked_for(situation: Situation, view: View) -> list[Column]:
    """The parts that come of the request and of the conversation alone; parts that are zero for all
    left out.
    """
    return [column for column in _request(situation, view) if column.values.any()]


def place_asked_for(situation: Situation, catalog: Catalog) -> FloatArray | None:
    """Where what is asked for lies, (d,), in words and by items to be near to; None where nothing
    is.
    """
    liked = [item for item in situation.request.like if item in catalog]
    parts = [situation.calibration.place(catalog.vector(item)) for item in liked]
    if situation.query_vector is not None:
        parts.append(situation.query_vector)
    if not parts:
        return None
    mean: FloatArray = np.mean(parts, axis=0)
    return mean


def _request(situation: Situation, view: View) -> list[Column]:
    request, catalog, columns = situation.request, view.catalog, []
    liked = [item for item in request.like if item in catalog]
    vector = place_asked_for(situation, catalog)
    if vector is not None:
        about = request.query or ", ".join(i.title for k in liked if (i := catalog.get(k)))
        values = view.near(vector[None])[0]
        columns.append(
            Column(
                "request", values, about, in_chinese(about, catalog), evidence=situation.asked_in
            )
        )
    if liked:
        columns.append(
            Column(
                "request-match",
                view.matches(names_of_items(liked, catalog)),
                ", ".join(i.title for k in liked if (i := catalog.get(k))),
                "、".join(in_marks(i) for k in liked if (i := catalog.get(k))),
                evidence=situation.asked_in,
            )
        )
    return [
        *columns,
        *wanted(
            request,
            situation.spoken,
            situation.profile.excluded,
            view,
            situation.texts,
            situation.company,
            situation.asked_in,
            situation.keywords,
            situation.beside,
        ),
    ]


def _interests(
    likes: Sequence[Interest],
    near: Values,
    match: Values,
    names: Mapping[str, Mapping[str, float]],
) -> list[Column]:
    """What speaks for the items by the ``likes``, to which they are so ``near`` (k, m) and whose
    ``names`` they ``match`` so much (k, m).
    """
    columns = []
    for interest, nearness, matching in zip(likes, near, match, strict=True):
        about = tuple(names[interest.id])
        for signal, values in (("interest", nearness), ("interest-match", matching)):
            columns.append(
                Column(
                    signal,
                    interest.share * values,
                    interest.label,
                    interest.label_zh,
                    interest,
                    interest.evidence,
                    about if signal == "interest-match" else (),
                )
            )
    return columns


def _dislikes(dislikes: Sequence[Interest], near: Values, match: Values) -> list[Column]:
    """What speaks against the items by the ``dislikes``, to which they are so ``near`` (k, m) and
    whose names they ``match`` so much (k, m).
    """
    columns = []
    for interest, nearness, matching in zip(dislikes, near, match, strict=True):
        values = -min(1.0, abs(interest.mass)) * (np.maximum(nearness, 0.0) + matching) / 2
        columns.append(
            Column(
                "dislike", values, interest.label, interest.label_zh, interest, interest.evidence
            )
        )
    return columns


def _near(interests: Sequence[Interest], view: View) -> Values:
    if not interests:
        return np.zeros((0, len(view)))
    return view.near(np.stack([interest.centroid for interest in interests]))


def _behaviour(situation: Situation, view: View, crowd: Crowd) -> list[Column]:
    """One column per signal learned from what people do with items."""
    profile, ground = situation.profile, view.ground
    places = ground.crowd.places(crowd.ids)
    parts = crowd.parts_at(
        profile.user, to_day(profile.at), places[view.rows], places[ground.compared]
    )
    chosen = crowd.chosen_by(profile.user)
    mine = view.places(view.catalog.rows_of(chosen))
    discount = ASKED if is_asked(situation) else 1.0
    columns = []
    for part in parts:
        if part.signal == "since-visit" and not chosen:
            continue
        values = part.values * discount
        if part.signal in ECHOES:
            values[mine] = 0.0
        columns.append(Column(part.signal, values))
    return columns


def is_asked(situation: Situation) -> bool:
    """Whether something is asked for, so that what is done unasked counts less."""
    return situation.query_vector is not None or bool(situation.request.like)


def _followed(profile: Profile, view: View, crowd: Crowd) -> Values:
    """How much the people whom the person follows chose each item, in [0, 1]."""
    places = view.ground.crowd.places(crowd.ids)
    return crowd.followed_at(profile.user, to_day(profile.at), places[view.rows]).values


def _item(situation: Situation, view: View) -> list[Column]:
    tired = view.placed({item: -(1.0 - 0.5**times) for item, times in situation.shown.items()})
    fresh = Column("freshness", view.take(view.ground.fresh))
    return [fresh, Column("shown-before", tired), price_fit(situation.profile, view)]


def _circumstances(found: Circumstances | None, view: View) -> list[Column]:
    """What habits say on this occasion, and what was told of the person."""
    if found is None:
        return []
    columns = [
        Column(one.signal, one.values, told=partial(_spoken, one, found.occasion, view.catalog))
        for one in lifted(found, view)
    ]
    matching = matches(found.told, view)
    for name, values, match in matching:
        about = f"{name}: {', '.join(values)}"
        told = partial(_matching, about, name, values, match)
        columns.append(Column("trait-match", match / len(matching), about, about, told=told))
    return columns


def _spoken(lift: Lifted, occasion: Occasion, catalog: Catalog, place: int) -> tuple[str, str, str]:
    zh = partial(chinese_name, catalog=catalog)
    return in_words(lift.speaks(place), occasion.hour, occasion.weekday, zh)


def _matching(
    about: str, name: str, values: tuple[str, ...], match: Values, place: int
) -> tuple[str, str, str]:
    return about, *match_in_words(name, values, bool(match[place] > 0))


def names_of(interest: Interest, catalog: Catalog) -> dict[str, float]:
    """Categories and people an interest is about, by weight, summing to at most 1."""
    names: dict[str, float] = {}
    for _, name in interest.targets:
        names[name] = names.get(name, 0.0) + 1.0
    for evidence in interest.evidence:
        if evidence.item:
            _add_names(names, catalog, evidence.item, abs(evidence.amount))
    total = sum(names.values())
    return {name: weight / total for name, weight in names.items()} if total > 0 else {}


def names_of_items(items: Sequence[str], catalog: Catalog) -> dict[str, float]:
    """Categories and people of ``items``, each item's counting alike."""
    names: dict[str, float] = {}
    for key in items:
        _add_names(names, catalog, key, 1.0)
    return names


def _add_names(names: dict[str, float], catalog: Catalog, key: str, weight: float) -> None:
    item = catalog.known(key)
    if item is None:
        return
    found = (*item.categories, *item.tags, *item.people[:3])
    for name in found:
        names[name] = names.get(name, 0.0) + weight / len(found)
