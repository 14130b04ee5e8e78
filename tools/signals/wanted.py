"""Signals of what is asked for and was said in this conversation, beside its meaning as a whole.

Knows requests, conversations and the catalog's facts; knows nothing of weights. That these are
worth something was measured on conversations (docs/decisions.md, bench/RESULTS.md): the words, the
names said before, and the people and the time of the items named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from penchant.memory.records import Evidence, Request
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.finding.keywords import Keywords
from penchant.tools.finding.typed import typed
from penchant.tools.retrieval.view import View
from penchant.tools.signals.columns import Column, Values
from penchant.tools.spoken import Spoken
from penchant.tools.talk.alike import SAME, of_one_time, people_alike
from penchant.tools.talk.coverage import Coverage
from penchant.tools.talk.facts import newness_in
from penchant.tools.talk.said import FADES
from penchant.tools.talk.words import words_of
from penchant.tools.words.labels import chinese_name
from penchant.tools.words.marks import in_marks

GENERATION = 30.0
"""Years before or after the catalog's middle at which an item is as new or as old as can be."""

HALF = 0.5
"""What one name says; two that an item has say everything."""

Named = Sequence[tuple[str, Evidence | None]]
"""Items that were named, the newest last, with what said so."""


def wanted(
    request: Request,
    spoken: Spoken,
    excluded: Sequence[str],
    view: View,
    texts: Coverage | None,
    company: Mapping[str, float],
    asked_in: tuple[Evidence, ...],
    keywords: Keywords | None = None,
    beside: Mapping[str, float] = MappingProxyType({}),
) -> Iterator[Column]:
    """What speaks for items besides the meaning of the ``request`` as a whole. ``excluded`` are
    names the person never wants, ``texts`` what is told of the items, ``company`` how much others
    talk of an item together with those named, ``beside`` how much people choose it along with those
    that the list is to be like. ``keywords`` are the names of items, looked for in a search.
    """
    if texts is not None and request.query:
        yield _words(request, view, texts, asked_in)
    if request.search and keywords is not None:
        yield from typed(request.query, view, keywords, asked_in)
    if (new := newness_in(request.query)) != 0.0:
        yield _age(new, view, asked_in)
    yield from _said(request, spoken, excluded, view)
    behind = dict(spoken.items)
    asking = asked_in[0] if asked_in else None
    named = [
        (item, asking if item in request.like else behind.get(item))
        for item in items_named(request, spoken)
        if item in view.catalog
    ]
    if named:
        yield _people(named, view)
        yield _placed("company", named, company, view)
        liked = [one for one in named if one[0] in request.like]
        if liked and beside:
            goes_with = _placed("goes-with", liked, beside, view)
            if len(liked) > 1:
                # It need not be chosen along with all of them.
                one_of = f"one of {goes_with.about}", f"{goes_with.about_zh}之一"
                goes_with = replace(goes_with, about=one_of[0], about_zh=one_of[1])
            yield goes_with
        if request.constraint.year_min is None and request.constraint.year_max is None:
            # "Like Heat, but newer" wants another time.
            yield _time(named, view)


def items_named(request: Request, spoken: Spoken) -> tuple[str, ...]:
    """The items named in the conversation and in the request, the newest last."""
    before = [item for item, _ in spoken.items if item not in request.like]
    return (*before, *dict.fromkeys(request.like))


def fading(number: int) -> Values:
    """How much each of so many items named one after the other counts: (number,), sums to 1."""
    weights = FADES ** np.arange(number, dtype=float)[::-1]
    result: Values = weights / max(float(weights.sum()), 1e-9)
    return result


def _words(request: Request, view: View, texts: Coverage, asked_in: tuple[Evidence, ...]) -> Column:
    names = tuple(dict.fromkeys(words_of(request.query)))
    values = view.take(texts.share(request.query))
    return Column("words", values, evidence=asked_in, names=names)


def _age(new: float, view: View, asked_in: tuple[Evidence, ...]) -> Column:
    apart = (view.years - view.ground.middle_year) / GENERATION
    values = np.nan_to_num(new * np.clip(apart, -1.0, 1.0), nan=0.0)
    about, about_zh = ("new", "新") if new > 0 else ("old", "老")
    return Column("age-said", values, about, about_zh, evidence=asked_in)


def _said(
    request: Request, spoken: Spoken, excluded: Sequence[str], view: View
) -> Iterator[Column]:
    """One column per name: of several genres each counts for its part, for few items have all."""
    names = spoken.beside(request, excluded)
    genres = sum(one.kind == "genre" for one in names)
    for one in names:
        values = np.zeros(len(view))
        values[view.named(one.name)] = HALF / (genres if one.kind == "genre" else 1)
        yield Column(
            "said",
            values,
            one.name,
            chinese_name(one.name, view.catalog),
            evidence=(one.evidence,),
        )


def _people(named: Named, view: View) -> Column:
    catalog = view.catalog
    shared: Values = np.zeros(len(view))
    people: dict[str, None] = {}
    for key, _ in named:
        row = catalog.row(key)
        own = dict.fromkeys(catalog.items[row].people)
        people |= own
        count = np.zeros(len(view))
        for name in own:
            count[view.places(catalog.rows_with(name))] += 1.0
        count[view.places(np.array([row]))] = 0.0
        shared += np.minimum(count, SAME)
    about, about_zh = _titles(named, catalog)
    return Column(
        "people-like",
        people_alike(shared),
        about,
        about_zh,
        evidence=_behind(named),
        names=tuple(people),
    )


def _time(named: Named, view: View) -> Column:
    years = view.catalog.years.astype(float)
    rows = np.array([view.catalog.row(key) for key, _ in named], np.intp)
    weights = fading(len(rows))
    dated = np.isfinite(years[rows])
    values = np.zeros(len(view))
    if dated.any():
        own = weights[dated] / weights[dated].sum()
        values = np.nan_to_num(of_one_time(view.years, years[rows[dated]], own), nan=0.0)
    with_years = [one for one, has in zip(named, dated, strict=True) if has]
    about, about_zh = _titles(with_years, view.catalog)
    return Column("year-like", values, about, about_zh, evidence=_behind(named))


def _placed(signal: str, named: Named, near_by: Mapping[str, float], view: View) -> Column:
    about, about_zh = _titles(named, view.catalog)
    return Column(signal, view.placed(near_by), about, about_zh, evidence=_behind(named))


def _titles(named: Named, catalog: Catalog) -> tuple[str, str]:
    items = [catalog.items[catalog.row(key)] for key, _ in named]
    return ", ".join(item.title for item in items), "、".join(map(in_marks, items))


def _behind(named: Named) -> tuple[Evidence, ...]:
    found = {evidence.entry: evidence for _, evidence in named if evidence is not None}
    return tuple(found.values())
