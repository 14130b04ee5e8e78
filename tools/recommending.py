"""Recommending: one list, from what may be on it to the impression that is journalled.

Joins what is allowed, how the candidates are judged and how they are arranged; each is worked out
elsewhere. Knows for whom a list is journalled.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from penchant.memory.records import Json, Ranked, Recommendation, Request, to_day
from penchant.tools.candidates import Candidates, candidates
from penchant.tools.catalog.rules import lifts, of_rows, together
from penchant.tools.judging import Judge, Judgement
from penchant.tools.listing.adjusting import adjustments
from penchant.tools.listing.arranging import Field, arrange, by_chance
from penchant.tools.listing.knobs import Knobs, knobs_of
from penchant.tools.listing.listing import field_of, widest
from penchant.tools.listing.novelty import arrivals_among
from penchant.tools.listing.remarks import note_on
from penchant.tools.nobody import NOBODY
from penchant.tools.priced import held_to_the_most, words_of_the_most
from penchant.tools.requests import MOST, as_request, check_list, continued
from penchant.tools.retrieval.retrieval import retrieve
from penchant.tools.retrieval.shares import fits_of
from penchant.tools.signals.columns import Column, Values
from penchant.tools.signals.ranking import Rows


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The candidates of one list: the ``rows`` of the catalog, out of those ``allowed``, that are
    scored, and their ``columns``. The list is ``cold`` where it rests on no taste.
    """

    allowed: Candidates
    rows: Rows
    columns: list[Column]
    field: Field
    cold: bool


def recommend(
    judge: Judge,
    user: str,
    request: Request | str | None,
    n: int,
    at: datetime | None = None,
    *,
    conversation: str | None = None,
    context: Mapping[str, Json] | None = None,
) -> Recommendation:
    """The ``n`` items that suit ``user``, who may be NOBODY, best as of ``at`` (now). The list is
    journalled, unless it is one as of a past moment, of nobody, or of an imagined memory.
    """
    check_list(n, context)
    wanted = _continued(judge, as_request(request), user, conversation)
    judged = judge.judgement(user, wanted, at, conversation, context)
    n = min(n, MOST)
    shown = judge.impressions.shown_in(user, conversation) if wanted.another else frozenset()
    worded = words_of_the_most(judged.asked, judge.catalog)
    if wanted.cheapest or wanted.dearest:
        fit = candidates(judged.profile, wanted, judge.catalog, shown=shown, worded=worded)
        wanted = held_to_the_most(wanted, fit.allowed, judge.catalog, n)
        judged = replace(judged, asked=replace(judged.asked, request=wanted))
    chosen = _chosen(judge, judged, n, at, shown, worded)
    knobs = knobs_of(wanted, uuid.uuid4().int % 2**32, chosen.field.told(n))
    if by_chance(chosen.field, knobs):
        wanted = replace(wanted, seed=knobs.seed)
    ranked = _arranged(judge, judged, chosen, n, knobs)
    note, note_zh = note_on(ranked, chosen.allowed, chosen.cold, n, judge.catalog)
    recommendation = Recommendation(
        user=user,
        at=judged.profile.at,
        items=ranked,
        query=wanted.query or None,
        excluded=chosen.allowed.excluded(),
        note=note,
        note_zh=note_zh,
        cold=chosen.cold,
    )
    if at is not None or not ranked or user == NOBODY or judge.memory.imagined:
        return recommendation
    return judge.impressions.journalled(recommendation, wanted, conversation, context)


def _continued(judge: Judge, request: Request, user: str, conversation: str | None) -> Request:
    """A bare "others, please" asks for more of what was asked for last."""
    bare = not (request.query or request.like or request.constraint)
    if not request.another or not bare or conversation is None:
        return request
    last = judge.impressions.last_request(user, conversation, judge.catalog)
    return request if last is None else continued(last, request)


def _chosen(
    judge: Judge,
    judged: Judgement,
    n: int,
    at: datetime | None,
    shown: frozenset[str],
    worded: Values | None,
) -> _Chosen:
    """The candidates of a list of ``n`` items, without those ``shown`` before; ``worded`` as in
    :func:`candidates`.
    """
    catalog, profile, request = judge.catalog, judged.profile, judged.asked.request
    allowed = candidates(profile, request, catalog, shown=shown, worded=worded)
    cold = not profile.likes and not request.query and not request.like
    lifted = lifts(together(judge.offer.rules.now(at), request.rules), catalog)
    # New items get their chance in lists that are really shown, unless chance is to have none.
    chance = not at and request.exploration != 0
    arrived = judged.crowd.arrivals(profile.user, to_day(profile.at)) if chance else {}
    calibrated = knobs_of(request, 0).calibration > 0.0
    fits = fits_of(judged.asked, judged.ground) if calibrated else {}
    rows = retrieve(
        judged.asked,
        judged.ground,
        judged.crowd,
        judged.weights,
        allowed.allowed,
        n * widest(cold),
        lifts=lifted,
        besides=[catalog.row(item) for item in arrived if item in catalog],
        fits=fits,
    )
    columns = judged.columns(rows)
    field = field_of(
        catalog,
        rows,
        columns,
        judged.weights,
        cold=cold,
        lifts=of_rows(lifted, rows),
        fits=fits,
        opened=arrivals_among(arrived, catalog, rows),
        n=n,
    )
    return _Chosen(allowed, rows, columns, field, cold)


def _arranged(
    judge: Judge, judged: Judgement, chosen: _Chosen, n: int, knobs: Knobs
) -> tuple[Ranked, ...]:
    """The list itself: the best by score, as the ``knobs`` and rules have moved them."""
    field = chosen.field
    order = arrange(field, n, knobs)
    listed = [judge.catalog.items[int(chosen.rows[one.position])] for one in order]
    places = [one.position for one in order]
    return tuple(
        replace(
            ranked,
            adjustments=adjustments(one, field.tastes),
            propensity=one.propensity,
        )
        for ranked, one in zip(
            judged.ranked(listed, places, chosen.columns, field.score), order, strict=True
        )
    )
