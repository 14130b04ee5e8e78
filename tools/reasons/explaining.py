"""Explaining: how one item stands for a person, its score in parts and what keeps it out.

Joins an item's judgement with what may be on a list and what hinders it; makes no list. Of an item
that was deleted it tells what it was.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from penchant.memory.records import Adjustment, Request, Why
from penchant.tools.candidates import candidates
from penchant.tools.catalog.rules import lifts, together
from penchant.tools.catalog.shelf import Gone
from penchant.tools.impressions import request_behind
from penchant.tools.judging import Judge, Judgement
from penchant.tools.listing.adjusting import by_rule
from penchant.tools.priced import words_of_the_most
from penchant.tools.reasons.hindrances import Away, Case, hindrances, otherwise
from penchant.tools.reasons.reasons import cause_in_words, gone_in_words
from penchant.tools.reasons.settled import settled
from penchant.tools.reasons.standing_in_words import standing_said
from penchant.tools.signals import ranking
from penchant.tools.signals.columns import Column


def why(judge: Judge, user: str, item: str, at: datetime | None = None) -> Why:
    """The standing of ``item`` for ``user`` as of ``at`` (now). An item of the newest list is
    judged on that list's request and occasion. Raises UnknownItem.
    """
    with judge.offer.as_of(at) as catalog:
        gone = catalog.gone.get(item)
        return _standing(judge, user, item, at) if gone is None else _left(judge, user, gone, at)


def _left(judge: Judge, user: str, gone: Gone, at: datetime | None) -> Why:
    """The standing of an item that was deleted: it is known, and in no list."""
    en, zh = left_out = gone_in_words(gone)
    text, text_zh = standing_said(None, 0, left_out, None)
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
        text=text,
        text_zh=text_zh,
    )


def _standing(judge: Judge, user: str, item: str, at: datetime | None) -> Why:
    catalog, row = judge.catalog, judge.catalog.row(item)
    judged = _judged(judge, user, item, at)
    columns = judged.columns()
    case = _case(judge, judged, columns, row)
    score, allowed = case.score, case.allowed
    cause = allowed.first_cause(row)
    left_out = cause_in_words(cause, catalog) if cause else ("", "")
    place = case.rank
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
        adjustments=_by_rules(case),
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
    worded = words_of_the_most(judged.asked, catalog)
    allowed = candidates(profile, judged.asked.request, catalog, worded=worded)
    acts = {}
    if allowed.first_cause(row):
        acts = settled(judge.memory, profile.user, catalog.items[row].id, profile.at)
    rules = together(judge.offer.rules.now(profile.at), judged.asked.request.rules)
    return Case(
        row=row,
        profile=profile,
        columns=columns,
        weights=weights,
        score=ranking.scores(columns, weights, len(catalog)),
        allowed=allowed,
        told=partial(cause_in_words, catalog=catalog),
        acts=acts,
        lifts=lifts(rules, catalog),
    )


def _by_rules(case: Case) -> tuple[Adjustment, ...]:
    """What each rule that holds for the item does to its place."""
    here, found = case.rank, []
    if here is None:
        return ()
    for lift in case.lifts:
        amount = float(lift.amounts[case.row])
        if amount:
            without = case.without(Away(rules=(lift.name,)))
            found.append(by_rule(lift.name, 0 if without is None else without - here, amount))
    return tuple(found)
