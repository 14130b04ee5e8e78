"""Shapes: the documented JSON of every record the command line prints.

Knows the stable keys of ``docs/cli.md`` and turns records into plain dictionaries, lists,
strings and Python numbers; knows nothing of how they were made. Times are ISO 8601 in UTC.
Centroids and other arrays are not part of any shape.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from penchant.memory.records import (
    Adjustment,
    Evidence,
    Hindrance,
    Interest,
    Item,
    Profile,
    Ranked,
    Reason,
    ReasonGroup,
    Receipt,
    Recommendation,
    Rule,
    Trend,
    Why,
)
from penchant.tools.reasons.grouping import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from penchant.demo import Step
    from penchant.doctor import Check
    from penchant.tools.importing import ImportReport, LikesReport
    from penchant.tools.onboarding.kinds import KindsQuestion
    from penchant.tools.onboarding.onboarding import Question

Shape = dict[str, Any]


def to_json(shape: Any, *, indent: int | None = None) -> str:
    """``shape`` as JSON text in readable Unicode; NaN and infinity are refused."""
    return json.dumps(shape, ensure_ascii=False, allow_nan=False, indent=indent, default=_plain)


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    number = getattr(value, "item", None)
    if callable(number) and getattr(value, "ndim", None) == 0:
        return number()
    raise TypeError(f"no JSON shape for {type(value).__name__}")


def moment(value: datetime) -> str:
    """``value`` in UTC, such as ``2026-01-03T10:00:00Z``; fractions of a second are kept."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _maybe(value: datetime | None) -> str | None:
    return None if value is None else moment(value)


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def item_shape(item: Item) -> Shape:
    """An item of the catalog."""
    return {
        "id": item.id,
        "title": item.title,
        "year": None if item.year is None else int(item.year),
        "categories": list(item.categories),
        "people": list(item.people),
        "tags": list(item.tags),
        "description": item.description,
        "price": None if item.price is None else float(item.price),
        "url": item.url,
        "image": item.image,
        "stock": _number(item.stock),
        "available_from": _maybe(item.available_from),
        "available_until": _maybe(item.available_until),
    }


def catalog_item_shape(item: Item) -> Shape:
    """An item with all that the catalog has of it."""
    own = {"prior": float(item.prior), "hidden": bool(item.hidden)}
    return item_shape(item) | own | {"attributes": dict(item.attributes)}


def rule_shape(rule: Rule) -> Shape:
    """A rule of the shop."""
    return {"name": rule.name, "where": dict(rule.where), "amount": float(rule.amount)}


def evidence_shape(evidence: Evidence) -> Shape:
    """One entry behind an interest or a reason."""
    return {
        "entry": evidence.entry,
        "kind": evidence.kind,
        "occurred_at": moment(evidence.occurred_at),
        "amount": float(evidence.amount),
        "item": evidence.item,
        "quote": evidence.quote,
    }


def trend_shape(trend: Trend) -> Shape:
    """Where an interest is going, with its shares lately and before."""
    return {
        "direction": trend.direction,
        "lately": float(trend.lately),
        "before": float(trend.before),
    }


def interest_shape(interest: Interest) -> Shape:
    """One interest or dislike; ``share`` is of all positive mass, ``half_life`` in days."""
    return {
        "id": interest.id,
        "polarity": int(interest.polarity),
        "label": interest.label,
        "label_zh": interest.label_zh,
        "mass": float(interest.mass),
        "share": float(interest.share),
        "half_life": float(interest.half_life),
        "floor": float(interest.floor),
        "trend": None if interest.trend is None else trend_shape(interest.trend),
        "targets": [{"kind": kind, "name": name} for kind, name in interest.targets],
        "medoid": interest.medoid,
        "first_at": _maybe(interest.first_at),
        "last_at": _maybe(interest.last_at),
        "evidence": [evidence_shape(e) for e in interest.evidence],
    }


def profile_shape(profile: Profile) -> Shape:
    """A person's interests as of a moment."""
    return {
        "user": profile.user,
        "at": moment(profile.at),
        "entries": int(profile.entries),
        "sequence": int(profile.sequence),
        "interests": [interest_shape(i) for i in (*profile.likes, *profile.dislikes)],
        "seen": sorted(profile.seen),
        "bought": sorted(profile.bought),
        "liked": sorted(profile.liked),
        "disliked": sorted(profile.disliked),
        "saved": sorted(profile.saved),
        "in_cart": sorted(profile.in_cart),
        "put_off": sorted(profile.put_off),
        "refused_prices": [
            {"item": one.item, "price": one.price, "at": moment(one.occurred_at)}
            for one in profile.refused_prices
        ],
        "excluded": list(profile.excluded),
        "told": [{"name": name, "value": value} for name, value in profile.told],
    }


def reason_shape(reason: Reason) -> Shape:
    """One additive part of a score: ``contribution`` is ``weight`` times ``value``."""
    return {
        "family": reason.family,
        "signal": reason.signal,
        "weight": float(reason.weight),
        "value": float(reason.value),
        "contribution": float(reason.contribution),
        "about": reason.about,
        "text": reason.text,
        "text_zh": reason.text_zh,
        "interest": reason.interest,
        "evidence": [evidence_shape(e) for e in reason.evidence],
    }


def _adjustment_shape(adjustment: Adjustment) -> Shape:
    return {
        "name": adjustment.name,
        "text": adjustment.text,
        "text_zh": adjustment.text_zh,
        "places": int(adjustment.places),
        "amount": float(adjustment.amount),
    }


def ranked_shape(ranked: Ranked) -> Shape:
    """One recommended item; ``score`` is the sum of the reasons' contributions."""
    return {
        "rank": int(ranked.rank),
        "item": item_shape(ranked.item),
        "score": float(ranked.score),
        "probability": _number(ranked.probability),
        "propensity": float(ranked.propensity),
        "reasons": [reason_shape(r) for r in ranked.reasons],
        "adjustments": [_adjustment_shape(a) for a in ranked.adjustments],
    }


def recommendation_shape(recommendation: Recommendation) -> Shape:
    """A ranked list."""
    return {
        "user": recommendation.user or None,
        "at": moment(recommendation.at),
        "query": recommendation.query,
        "impression": recommendation.impression,
        "cold": bool(recommendation.cold),
        "note": recommendation.note,
        "note_zh": recommendation.note_zh,
        "excluded": {cause: int(n) for cause, n in recommendation.excluded.items()},
        "items": [ranked_shape(r) for r in recommendation.items],
    }


def why_shape(why: Why) -> Shape:
    """The standing of one item for one person."""
    return {
        "user": why.user,
        "at": moment(why.at),
        "item": item_shape(why.item),
        "score": float(why.score),
        "probability": _number(why.probability),
        "rank": None if why.rank is None else int(why.rank),
        "candidates": int(why.candidates),
        "reasons": [reason_shape(r) for r in why.reasons],
        "left_out": why.left_out,
        "left_out_zh": why.left_out_zh,
        "otherwise": None if why.otherwise is None else int(why.otherwise),
        "text": why.text,
        "text_zh": why.text_zh,
        "groups": [_group_shape(one) for one in grouped(why.reasons)],
        "adjustments": [_adjustment_shape(one) for one in why.adjustments],
        "hindrances": [_hindrance_shape(one) for one in why.hindrances],
    }


def _group_shape(group: ReasonGroup) -> Shape:
    return {
        "name": group.name,
        "name_zh": group.name_zh,
        "family": group.family,
        "interest": group.interest,
        "total": float(group.total),
        "signals": [reason.signal for reason in group.reasons],
        "entries": [
            {"entry": e.entry, "occurred_at": moment(e.occurred_at)} for e in group.evidence
        ],
    }


def _hindrance_shape(hindrance: Hindrance) -> Shape:
    return {
        "kind": hindrance.kind,
        "name": hindrance.name,
        "rank": None if hindrance.rank is None else int(hindrance.rank),
        "interest": hindrance.interest,
        "text": hindrance.text,
        "text_zh": hindrance.text_zh,
        "evidence": [evidence_shape(e) for e in hindrance.evidence],
    }


def receipt_shape(receipt: Receipt) -> Shape:
    """What a deletion removed and how it was verified."""
    return {
        "user": receipt.user,
        "at": moment(receipt.at),
        "entries": int(receipt.entries),
        "vectors": int(receipt.vectors),
        "checked_files": int(receipt.checked_files),
        "found_after": int(receipt.found_after),
    }


def step_shape(step: Step) -> Shape:
    """One line of a demo script and what it led to."""
    return {
        "line": step.line.number,
        "at": moment(step.line.at),
        "user": step.line.person,
        "word": step.line.word,
        "text": step.line.text,
        "reply": step.reply,
        "notices": list(step.notices),
        "profile": profile_shape(step.profile),
        "recommendation": recommendation_shape(step.recommendation),
    }


def report_shape(report: ImportReport) -> Shape:
    """What an import took in and what it left out."""
    return {
        "imported": int(report.imported),
        "unchanged": int(report.unchanged),
        "skipped": [{"line": int(line), "reason": why} for line, why in report.skipped],
        "columns": dict(report.columns),
        "unused": list(report.unused),
        "notes": [{"line": int(line), "note": why} for line, why in report.notes],
        "missing": list(report.missing),
        "same_titles": [{"item": item, "there": there} for item, there in report.same_titles],
    }


def likes_shape(report: LikesReport) -> Shape:
    """What an import of likes took in, and what it did not find."""
    return {
        "likes": report.likes,
        "ratings": report.ratings,
        "unchanged": report.unchanged,
        "missed": [
            {
                "line": one.line,
                "named": one.named,
                "near": list(one.near),
                "same": list(one.same),
            }
            for one in report.missed
        ],
        "taken": [
            {"line": line, "named": named, "title": title} for line, named, title in report.taken
        ],
        "skipped": [{"line": line, "reason": why} for line, why in report.skipped],
        "notes": [{"line": line, "note": note} for line, note in report.notes],
        "columns": dict(report.columns),
        "unused": list(report.unused),
    }


def question_shape(question: Question | None, choice: KindsQuestion | None = None) -> Shape:
    """The next question of an onboarding; ``{"question": null}`` where there is none. Where kinds
    may be chosen first, they stand beside it.
    """
    kinds: Shape = {}
    if choice is not None:
        kinds["kinds"] = {
            "names": list(choice.kinds),
            "names_zh": list(choice.kinds_zh),
            "most": choice.most,
            "text": choice.text,
            "text_zh": choice.text_zh,
        }
    if question is None:
        return {**kinds, "question": None}
    item = question.item
    return {
        **kinds,
        "question": {
            "item": item.id,
            "title": item.title,
            "year": item.year,
            "categories": list(item.categories),
            "text": question.text,
            "text_zh": question.text_zh,
        },
        "number": question.number,
        "answered": question.answered,
        "wanted": question.wanted,
    }


def checks_shape(checks: Sequence[Check]) -> Shape:
    """What ``doctor`` found."""
    return {
        "ok": all(check.status != "problem" for check in checks),
        "checks": [
            {"name": check.name, "status": check.status, "detail": check.detail} for check in checks
        ],
    }
