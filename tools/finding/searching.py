"""Searching the catalog: titles, names, words and meaning together, in the order of one person.

What is typed decides what is found, by the same linear score that lists have; among what is found,
the person's profile counts as well. A title that is exactly what was typed comes first, then what
has all its words, which is told as an adjustment (tools/finding/fitting.py). Unlike a list of
recommendations this shows what the person has seen, turned down or excluded: a search must find
what one knows. The rules of a shop move nothing in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import numpy as np

from penchant.memory.door import check_unicode, check_user
from penchant.memory.errors import BadInput, StoreFull
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray, Json, Recommendation, Request
from penchant.tools.candidates import candidates
from penchant.tools.finding.fitting import fitting
from penchant.tools.finding.keywords import has_slips, meant_by, words_held
from penchant.tools.finding.searched_in_words import note_on_search
from penchant.tools.finding.typed import VERY
from penchant.tools.judging import Judge, Judgement
from penchant.tools.nobody import NOBODY
from penchant.tools.requests import AGAIN, MOST, as_request, check_list
from penchant.tools.signals import ranking
from penchant.tools.targets import around

TYPED = ("title", "names", "words", "request")
"""The signals that say how well an item fits what was typed; the first three by the words."""


def search(
    judge: Judge,
    text: str,
    user: str | None = None,
    n: int = 10,
    request: Request | None = None,
    *,
    conversation: str | None = None,
    context: Mapping[str, Json] | None = None,
    role: str = "user",
) -> Recommendation:
    """The ``n`` items that fit ``text`` best, with reasons that add up to each score; fewer where
    fewer fit. The limits of ``request`` hold.

    For a ``user`` the search is journalled (kind ``search``) and its list as an impression; with
    None nothing is. ``role`` says whose words the text is: nothing is learned of the person from
    those of an "assistant". A text without letters or digits finds nothing, and a note says so; of
    a longer one the first 2,000 characters count. Raises BadInput for what is no text, MissingUser
    for a name that is empty.
    """
    if not isinstance(text, str):
        raise BadInput(f"what is searched for must be text, not {type(text).__name__}")
    check_unicode(text, "text")
    check_list(n, context)
    if user is not None:
        check_user(user, "who searches")
    wanted = as_request(replace(as_request(request), query=text.strip()))
    wanted = replace(
        wanted,
        meaning=wanted.meaning or meant_by(wanted.query),
        search=True,
        # What keeps an item out of other lists keeps it out of no search.
        again=AGAIN,
        another=False,
    )
    who = NOBODY if user is None else user
    if not any(character.isalnum() for character in wanted.query):
        return _nothing_typed(judge, who, wanted.query)
    return _searched(judge, who, min(n, MOST), wanted, conversation, context, role)


def _searched(
    judge: Judge,
    user: str,
    n: int,
    request: Request,
    conversation: str | None,
    context: Mapping[str, Json] | None,
    role: str,
) -> Recommendation:
    catalog = judge.catalog
    where = conversation if user != NOBODY else None
    judged = judge.judgement(user, request, None, where, context)
    typed = [one for one in judged.asked_for() if one.signal in TYPED]
    allowed = candidates(judged.profile, request, catalog)
    held = words_held(request.query, judged.asked.keywords, len(catalog))
    slipped = has_slips(request.query, judged.asked.keywords)
    fit = fitting(typed, judged.weights, held, allowed.allowed, slipped)
    # What is typed decides what is found; only that is scored in full.
    rows = np.flatnonzero(fit.found)
    found = fit.among(rows)
    columns = judged.columns(rows)
    score = ranking.scores(columns, judged.weights, len(rows))
    order = found.in_order(score)[:n].tolist()
    told = judged.ranked([catalog.items[rows[one]] for one in order], order, columns, score)
    ranked = tuple(
        replace(ranked, adjustments=found.moved(score, one, place))
        for place, (ranked, one) in enumerate(zip(told, order, strict=True))
    )
    note, note_zh = note_on_search(
        request.query,
        ranked,
        allowed,
        fitting(typed, judged.weights, held, allowed.offered()),
        n,
        catalog,
    )
    recommendation = Recommendation(
        user=user,
        at=judged.profile.at,
        items=ranked,
        query=request.query,
        excluded=allowed.excluded(),
        note=note,
        note_zh=note_zh,
    )
    if user == NOBODY:
        return recommendation
    # What was searched for lies where the item lies that its title names.
    very = int(rows[order[0]]) if order and found.titles[order[0]] >= VERY else None
    place = _place(judge, judged, very)
    parent = _journalled(judge.memory, recommendation, place, where, context, role)
    if not ranked:
        return recommendation
    return judge.impressions.journalled(recommendation, request, where, context, parent)


def _journalled(
    memory: Memory,
    found: Recommendation,
    place: FloatArray | None,
    conversation: str | None,
    context: Mapping[str, Json] | None,
    role: str,
) -> str | None:
    """Journal that the person searched; the entry's id, or None where the store takes none."""
    if memory.read_only:
        return None
    with suppress(StoreFull):  # Nobody is kept from what they look for.
        return memory.record(
            user=found.user,
            kind="search",
            role=role,
            id=uuid.uuid4().hex,
            text=found.query,
            conversation=conversation,
            context=context,
            vector=place if role == "user" else None,
        ).id
    return None


def _place(judge: Judge, judged: Judgement, very: int | None) -> FloatArray | None:
    """Where what was searched for lies among the items: at the one that its title names, in row
    ``very``, else at those nearest in meaning. Words are nearer to other words than to any item.
    """
    if very is not None:
        vector: FloatArray = judge.catalog.matrix[very]
        return vector
    asked = judged.asked
    if asked.query_vector is None or not len(judge.catalog):
        return None
    return around(asked.query_vector, judge.offer.space, asked.calibration)


def _nothing_typed(judge: Judge, user: str, text: str) -> Recommendation:
    return Recommendation(
        user=user,
        at=judge.memory.clock(),
        items=(),
        query=text or None,
        note="Nothing to search for was typed: write a title, a name or some words.",
        note_zh="没有可搜索的内容：请输入名称、人名或几个词。",
    )
