"""Explaining: how one item stands for a person, its score in parts and what keeps it out.

Joins an item's judgement with what may be on a list and what hinders it; makes no list. Of an item
that was deleted it tells what it was.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from penchant.memory.records import Request, Why
from penchant.tools import ranking
from penchant.tools.candidates import candidates
from penchant.tools.columns import Column
from penchant.tools.hindrances import Case, hindrances, otherwise
from penchant.tools.impressions import request_behind
from penchant.tools.judging import Judge, Judgement
from penchant.tools.reasons import cause_in_words, gone_in_words
from penchant.tools.settled import settled
from penchant.tools.shelf import Gone
from penchant.tools.standing_in_words import standing_said


def why(judge: Judge, user: str, item: str, at: datetime | None = None) -> Why:
    """The standing of ``item`` for ``user`` as of ``at`` (now). An item of the newest list is
    judged on that list's request and occasion. Raises UnknownItem.
    """
    with judge.offer.as_of(at) as catalog:
        gone = catalog.gone.get(item)
        return _standing(judge, user, item, at) if gone is None else _left(judge, user, gone, at)


def _left(judge: Judge, user: str, gone: Gone, at: datetime | None) -> Why:
    """The standing of an item that was deleted: it is known, and in no list."""
    en, zh = gone_in_words(gone)
    return Why(
        user=user,
        at=judge.memory.profile(user, at).at,
        item=gone.item,
        score=0.0,
        rank=None,
        candidates=0,
        reasons=(),
        left_out=en,
        left_out_zh=zh,
    )


def _standing(judge: Judge, user: str, item: str, at: datetime | None) -> Why:
    catalog, row = judge.catalog, judge.catalog.row(item)
    judged = _judged(judge, user, item, at)
    columns = judged.columns()
    case = _case(judge, judged, columns, row)
    score, allowed = case.score, case.allowed
    cause = allowed.first_cause(row)
    left_out = cause_in_words(cause, catalog) if cause else ("", "")
    place = None if cause else ranking.rank(score, allowed.allowed, row)
    number, against, free = int(allowed.allowed.sum()), hindrances(case), otherwise(case)
    en, zh = standing_said(place, number, left_out, free, against)
    (told,) = judged.ranked([catalog.items[row]], [row], columns, score)
    return Why(
        user=user,
        at=judged.profile.at,
        item=told.item,
        score=float(score[row]),
        rank=place,
        candidates=number,
        reasons=told.reasons,
        left_out=left_out[0],
        left_out_zh=left_out[1],
        probability=told.probability,
        otherwise=free,
        hindrances=against,
        text=en,
        text_zh=zh,
    )


def _judged(judge: Judge, user: str, item: str, at: datetime | None) -> Judgement:
    """By what the item is judged: as it was on the newest list, else on no request."""
    behind = judge.impressions.list_with(user, item) if at is None else None
    if behind is None:
        return judge.judgement(user, Request(), at)
    request = request_behind(behind, judge.catalog)
    return judge.judgement(user, request, at, behind.conversation, behind=behind)


def _case(judge: Judge, judged: Judgement, columns: list[Column], row: int) -> Case:
    """The item in ``row`` among what may be on a list."""
    catalog, profile, weights = judge.catalog, judged.profile, judged.weights
    allowed = candidates(profile, judged.asked.request, catalog)
    acts = {}
    if allowed.first_cause(row):
        acts = settled(judge.memory, profile.user, catalog.items[row].id, profile.at)
    return Case(
        row=row,
        profile=profile,
        columns=columns,
        weights=weights,
        score=ranking.scores(columns, weights, len(catalog)),
        allowed=allowed,
        told=partial(cause_in_words, catalog=catalog),
        acts=acts,
    )
