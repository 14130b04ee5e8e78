"""The door of the memory: what may come in, and what is turned away with a sentence.

Knows the limits of an entry and of a question; knows nothing of stores. What an entry says of
itself must make sense here, because it is journalled for good and learned from ever after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from penchant.memory.core.behaviour import following
from penchant.memory.core.habits.occasion import LONGEST, MOST_FIELDS, TIME_ZONE, pairs_of
from penchant.memory.errors import BadInput, MissingUser
from penchant.memory.records import Entry, FloatArray, to_day
from penchant.memory.statements import statement_from_data
from penchant.memory.store.rows import (
    CLAIMED,
    LARGEST,
    Kept,
    as_kept,
    check_scale,
    check_unicode,
    number,
)
from penchant.memory.zones import LONGEST_ZONE, zone_named

__all__ = [
    "FUTURE_TOLERANCE",
    "LONGEST_CONTEXT",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "check_context",
    "check_entry",
    "check_moment",
    "check_rating",
    "check_text",
    "check_unicode",
    "check_user",
    "check_vector",
    "check_zone",
]

FUTURE_TOLERANCE = timedelta(minutes=5)
"""Clocks of two machines may differ by this; a time later still is marked in the context. Either
way what lies in the future is taken as now."""

LONGEST_TEXT = 200_000
LONGEST_NAME = 512
LONGEST_CONTEXT = 16_000
DEEPEST_CONTEXT = 16
"""Characters and levels of what a host says of the moment; it is kept with every entry."""

_NAMES = (
    "id",
    "user",
    "kind",
    "role",
    "item",
    "conversation",
    "impression",
    "supersedes",
    "parent",
)


def check_user(user: str, purpose: str) -> None:
    """Raise MissingUser unless somebody is named, BadInput for a name that cannot be kept;
    ``purpose`` ends the sentence.
    """
    if not isinstance(user, str) or not user.strip():
        raise MissingUser(f"nobody was named: say {purpose} (user=...)")
    check_unicode(user, "user")


def check_text(text: object, longest: int) -> None:
    """Raise BadInput unless ``text`` says something and is no longer than ``longest``."""
    if not isinstance(text, str):
        raise BadInput(f"text must be text, not {type(text).__name__}")
    if not text.strip() or len(text) > longest:
        raise BadInput(f"A turn has between 1 and {longest} characters.")


def check_rating(value: object, scale: object) -> tuple[float, tuple[float, float]]:
    """A rating and its scale as numbers; BadInput where it is none or lies outside."""
    low, high = check_scale(scale)
    rating = number(value, "value")
    if not low <= rating <= high:
        raise BadInput(f"a rating of {value} is outside its scale {(low, high)}")
    return rating, (low, high)


def check_dwell(kind: str, dwell: object) -> float:
    """The seconds that a view lasted; BadInput where they are no time or it is no view."""
    if kind != "view":
        raise BadInput(f"a dwell is how long a view lasted; a {kind} has none")
    seconds = number(dwell, "dwell")
    if isinstance(dwell, bool) or not 0 <= seconds < float("inf"):
        raise BadInput(f"a view cannot last {dwell} seconds")
    return seconds


def check_moment(moment: datetime) -> datetime:
    """``moment`` itself; BadInput for a time without a zone, or one that is beyond all calendars in
    another.
    """
    if not isinstance(moment, datetime):
        raise BadInput(f"a time is a datetime with a zone, not {type(moment).__name__}")
    try:
        to_day(moment)
        moment.astimezone(UTC)
    except ValueError as error:
        raise BadInput(str(error)) from error
    except OverflowError:
        raise BadInput(f"{moment.isoformat()} is no time that can be reckoned with") from None
    return moment


def check_vector(vector: FloatArray, dimension: int) -> FloatArray:
    """``vector`` as float32 (d,); BadInput for another shape or for numbers that are not finite."""
    try:
        kept = np.asarray(vector, np.float64)
    except (TypeError, ValueError) as error:
        raise BadInput(f"a vector must be {dimension} finite numbers") from error
    if kept.shape != (dimension,) or not np.isfinite(kept).all():
        raise BadInput(f"a vector must be {dimension} finite numbers")
    if np.abs(kept).max(initial=0.0) > LARGEST:
        raise BadInput("a vector must have length 1")
    return kept.astype(np.float32)


def check_entry(entry: Entry) -> Kept:
    """``entry`` as it will be kept, nothing of it in the future. Raises BadInput, MissingUser."""
    if entry.user is None:
        raise MissingUser("nobody was named: say whose entry this is (user=...)")
    check_context(entry.context)
    kept = as_kept(entry)
    entry = kept.entry
    if not entry.user.strip() and entry.role != "system":
        raise MissingUser("nobody was named: say whose entry this is (user=...)")
    if not entry.role:
        raise BadInput("an entry needs a role, such as user or assistant")
    for name in _NAMES:
        value = getattr(entry, name)
        if value is not None and len(value) > LONGEST_NAME:
            raise BadInput(f"{name} has {len(value)} characters; {LONGEST_NAME} are allowed")
    if not entry.kind:
        raise BadInput("an entry needs a kind, such as turn or like")
    if not entry.id:
        raise BadInput("an entry needs an id")
    if entry.text is not None and len(entry.text) > LONGEST_TEXT:
        raise BadInput(f"the text has {len(entry.text)} characters; {LONGEST_TEXT} are allowed")
    if entry.scale is not None and not 0 < entry.scale[1] - entry.scale[0] < float("inf"):
        raise BadInput(f"a scale goes from low to high, not {entry.scale}")
    if (zone := entry.context.get(TIME_ZONE)) is not None:
        check_zone(zone)
    if (check := _BY_KIND.get(entry.kind)) is not None:
        check(entry)
    return _not_in_the_future(kept)


def check_context(context: object) -> None:
    """Raise BadInput unless ``context`` has names, with values of a size that is kept."""
    if not isinstance(context, Mapping):
        raise BadInput(f"a context has names with a value each; it is no {type(context).__name__}")
    if _size_of(context, DEEPEST_CONTEXT) > LONGEST_CONTEXT:
        raise BadInput(
            f"a context has at most {LONGEST_CONTEXT} characters, "
            f"not nested more than {DEEPEST_CONTEXT} deep"
        )


def _size_of(value: object, left: int) -> int:
    """About how many characters ``value`` has as JSON; too many where it is nested too deep."""
    if left < 0:
        return LONGEST_CONTEXT + 1
    if isinstance(value, Mapping):
        parts = [one for pair in value.items() for one in pair]
    elif isinstance(value, list | tuple):
        parts = list(value)
    elif isinstance(value, int):
        return value.bit_length() // 3 + 1
    else:
        return len(value) if isinstance(value, str) else 1
    return len(parts) + sum(_size_of(one, left - 1) for one in parts)


def check_zone(zone: object) -> None:
    """Raise BadInput unless ``zone`` names a time zone."""
    if zone_named(zone) is None:
        said = zone if isinstance(zone, str) and len(zone) <= LONGEST_ZONE else type(zone).__name__
        raise BadInput(
            f"{said!r} is no time zone that is known here: pass a name such as Asia/Shanghai, or "
            "leave it out"
        )


def _check_description(entry: Entry) -> None:
    told = entry.data.get("attributes")
    if not isinstance(told, dict):
        raise BadInput("a description has attributes: names with a value each")
    if told and entry.data.get("consented") is not True:
        raise BadInput(
            "what is told of a person is kept only with their consent: ask them, and say so "
            "(consented=True)"
        )
    if told and len({name for name, _ in pairs_of(told)}) < len(told):
        raise BadInput(
            f"at most {MOST_FIELDS} attributes can be told of a person, each a word, a small "
            f"number, yes or no, or a list of such, of at most {LONGEST} characters"
        )


def _check_statement(entry: Entry) -> None:
    try:
        statement = statement_from_data(dict(entry.data))
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"the data of statement {entry.id!r} are not a statement's") from error
    target = statement.target
    words = (target.kind, target.name, target.text, target.item or "")
    if statement.polarity not in (-1, 0, 1) or not all(isinstance(word, str) for word in words):
        raise BadInput(f"the data of statement {entry.id!r} are not a statement's")


def _check_impression(entry: Entry) -> None:
    items, names, rows = (entry.data.get(key, []) for key in ("items", "signals", "rows"))
    if not _all(items, str) or not _all(names, str):
        raise BadInput("an impression's items and signals are lists of names")
    if not _all(rows, list) or (rows and len(rows) != len(items)):
        raise BadInput("an impression has one row of signals for each item")
    if any(len(row) != len(names) or not _all(row, (int, float)) for row in rows):
        raise BadInput("an impression's rows have one number for each signal")


def _check_following(entry: Entry) -> None:
    person = entry.data.get("person")
    if not isinstance(person, str) or not person.strip():
        raise BadInput("nobody was named: say who is followed (person=...)")
    if len(person) > LONGEST_NAME:
        raise BadInput(f"person has {len(person)} characters; {LONGEST_NAME} are allowed")
    if person == entry.user:
        raise BadInput(f"{person} cannot follow themselves")


_BY_KIND = {
    "describe": _check_description,
    "statement": _check_statement,
    "impression": _check_impression,
    following.FOLLOW: _check_following,
    following.UNFOLLOW: _check_following,
}


def _all(values: Any, kind: type | tuple[type, ...]) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


def _not_in_the_future(kept: Kept) -> Kept:
    entry = kept.entry
    if entry.occurred_at <= entry.recorded_at:
        return kept
    if entry.occurred_at <= entry.recorded_at + FUTURE_TOLERANCE:
        return replace(kept, entry=replace(entry, occurred_at=entry.recorded_at))
    context = {**entry.context, CLAIMED: entry.occurred_at.isoformat()}
    return as_kept(replace(entry, occurred_at=entry.recorded_at, context=context))
