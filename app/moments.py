"""Moments: reading a date, a time, a zone or a length of time that a person typed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from penchant.memory.errors import BadInput

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(minute|hour|day|week|year)s?", re.IGNORECASE)
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "year": 365.25}


def read_moment(text: str) -> datetime:
    """The UTC time written as ISO 8601: ``2026-01-03``, ``2026-01-03T10:00Z``,
    ``2026-01-03 10:00+08:00``; one without a zone is taken as UTC. Else ``BadInput``.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadInput(
            f"{text!r} is no date: write it as 2026-01-03 or 2026-01-03T10:00Z"
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def read_zone(text: str) -> tzinfo:
    """The zone written as ``UTC``, ``+08:00`` or by a name such as ``Asia/Shanghai``, else
    ``BadInput``.
    """
    text = text.strip()
    if text.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    if found := re.fullmatch(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?", text, re.IGNORECASE):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if offset < timedelta(days=1):
            return timezone(-offset if found[1] == "-" else offset)
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # not a name, not a possible one, a folder of names
        raise BadInput(
            f"{text!r} is no time zone known here: write +08:00 or a name such as Asia/Shanghai"
        ) from None


def read_length(text: str) -> timedelta:
    """A length of time such as ``30 days``, ``90 minutes`` or ``1.5 years``, else ``BadInput``."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        raise BadInput(f"{text!r} is no length of time: write it as 3 hours, 30 days or 2 weeks")
    try:
        return timedelta(days=float(match[1]) * _DAYS[match[2].lower()])
    except OverflowError:
        raise BadInput(f"{text!r} is too long") from None
