"""Searching the catalog: titles, names, words and meaning together, in the order of one person.

What is typed decides what is found, by the same linear score
that lists have; among what is found, the person's profile counts as well. A title that is exactly
what was typed comes first, which is told as an adjustment. Unlike a list of recommendations this
shows what the person has seen, turned down or excluded: a search must find what one knows.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from penchant.memory.door import check_unicode, check_user
from penchant.memory.errors import BadInput, StoreFull
from penchant.memory.memory import Memory
from penchant.memory.records import (
    Adjustment,
    FloatArray,
    Json,
    Ranked,
    Recommendation,
    Request,
)
from penchant.tools import ranking
from penchant.tools.candidates import Mask, candidates
from penchant.tools.columns import Column, Values
from penchant.tools.finding.keywords import meant_by
from penchant.tools.finding.typed import VERY
from penchant.tools.judging import Judge, Judgement
from penchant.tools.nobody import NOBODY
from penchant.tools.remarks import note_on
from penchant.tools.requests import AGAIN, MOST, as_request, check_list
from penchant.tools.targets import around

TYPED = ("title", "names", "words", "request")
"""The signals that say how well an item fits what was typed; the first three by the words."""

CUT = 1 / 3
"""What fits less than this part of what fits best is not found; a title that fits is. By titles
alone nothing is the best: whoever types one may look for what goes with it.
"""

QUOTED = 60
"""Characters of a search that a sentence repeats."""

Rows = NDArray[np.intp]


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
    wanted = as_request(replace(request or Request(), query=text.strip()))
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
    columns = judged.columns()
    score = ranking.scores(columns, judged.weights, len(catalog))
    typed = [one for one in columns if one.signal in TYPED]
    allowed = candidates(judged.profile, request, catalog)
    titles = next((one.values for one in typed if one.signal == "title"), np.zeros(len(catalog)))
    found = _fitting(typed, judged.weights, titles, allowed.allowed)
    rows = _in_order(score, found, titles)[:n].tolist()
    in_words = judged.ranked([catalog.items[row] for row in rows], rows, columns, score)
    ranked = tuple(
        replace(one, adjustments=_moved(ranking.rank(score, found, row) - one.rank))
        for one, row in zip(in_words, rows, strict=True)
    )
    note, note_zh = note_on(ranked, allowed, False, n, catalog)
    if ranked and not note and _by_meaning_only(ranked):
        note, note_zh = _nearest_in_words(request.query)
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
    very = rows[0] if rows and titles[rows[0]] >= VERY else None
    place = _place(judge, judged, very)
    parent = _journalled(judge.memory, recommendation, place, where, context, role)
    if not ranked:
        return recommendation
    return judge.impressions.journalled(recommendation, request, where, context, parent)


def _fitting(
    typed: Sequence[Column], weights: Mapping[str, float], titles: Values, allowed: Mask
) -> Mask:
    """The rows that fit what was ``typed`` among those ``allowed``: by ``titles``, or by the rest
    of it.
    """
    beside = [one for one in typed if one.signal != "title"]
    fit = ranking.scores(beside, weights, len(allowed))
    found: Mask = allowed & (fit > 0)
    if found.any():
        found &= fit >= CUT * fit[found].max()
    found |= allowed & (titles > 0)
    return found


def _in_order(score: Values, found: Mask, titles: Values) -> Rows:
    """The rows of ``found``, best first; before all others those of the very title."""
    rows = np.flatnonzero(found)
    very = np.where(titles[rows] >= VERY, titles[rows], 0.0)
    ordered: Rows = rows[np.lexsort((rows, -score[rows], -very))]
    return ordered


def _moved(places: int) -> tuple[Adjustment, ...]:
    """That an item stands ``places`` higher than by its score (lower if negative)."""
    if places == 0:
        return ()
    number = abs(places)
    unit = "place" if number == 1 else "places"
    en = f"Moved up {number} {unit}: its title is exactly what you searched for."
    zh = f"名称与你搜索的完全一致，前移 {number} 位。"
    if places < 0:
        en = f"Moved down {number} {unit}, after a title that is exactly what you searched for."
        zh = f"排在名称完全一致的之后，后移 {number} 位。"
    return (Adjustment(name="title", text=en, text_zh=zh, places=places),)


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


def _by_meaning_only(ranked: Sequence[Ranked]) -> bool:
    """Whether no item has anything of the words themselves."""
    by_words = {name for name in TYPED if name != "request"}
    return not any(reason.signal in by_words for one in ranked for reason in one.reasons)


def _nearest_in_words(text: str) -> tuple[str, str]:
    quote = text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
    return (
        f"Nothing here has words of “{quote}”; these come nearest in meaning.",
        f"这里没有含“{quote}”中词语的，以下是意思最接近的。",
    )
