"""Moments as files write them.

Knows the common forms of dates, times and zones and how a file shows whether its dates begin with
the day; knows nothing of columns or events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TypeAlias

from penchant.memory.records import Json
from penchant.tools.importing.cells import text_of

FIRST_SECOND, LAST_SECOND = 1e8, 5e9
"""Unix seconds that are taken for a time: from 1973 to 2128."""

DayFirst: TypeAlias = bool | None
"""Whether dates such as 03/04/2021 begin with the day; None where a file shows both."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<word>{'|'.join(_MONTHS)})[a-z]*\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_CLOCK = (
    r"(?:(?:\s*[T,:]\s*|\s+|(?<=日))(?P<before>上午|下午)?\s*(?P<hour>\d{1,2})[:时](?P<minute>\d{2})分?"
    r"(?::?(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?秒?)?\s*(?P<after>[ap]\.?m\.?)?)?"
)
_ZONE = r"\s*(?P<zone>(?:z|utc|gmt)?\s*(?:[+-]\d{2}(?::?\d{2})?)?)"
_DATES = (
    rf"{_YEAR}\s*[-/.年]\s*(?P<month>\d{{1,2}})\s*[-/.月]\s*{_DAY}日?",
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
    r"(?P<first>\d{1,2})(?P<separator>[/.-])(?P<second_>\d{1,2})(?P=separator)(?P<year>\d{4}|\d\d)",
    rf"{_WEEKDAY}{_DAY}[\s/-]+{_MONTH},?[\s/-]+{_YEAR}",
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
)
_FORMS = tuple(re.compile(date + _CLOCK + _ZONE, re.IGNORECASE) for date in _DATES)
_YEAR_LAST = re.compile(
    r"(?:[a-z]{3},?\s+)?([a-z]{3})\s+(\d{1,2})\s+(\d\d:\d\d:\d\d)\s+([+-]\d{4}\s+|utc\s+|gmt\s+)?(\d{4})",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d\d)(?!\d)")


def shows_day_first(cells: Iterable[Json]) -> DayFirst:
    """Whether the dates of a column such as 03/04/2021 begin with the day.

    A number above 12 shows it. Where none does, the month comes first (False).
    """
    day, month = False, False
    for cell in cells:
        if isinstance(cell, str) and (found := _NUMBERS.match(cell.strip())):
            day |= int(found[1]) > 12
            month |= int(found[2]) > 12
    return None if day and month else day


def moment_of(value: Json, zone: tzinfo = UTC, *, day_first: DayFirst = False) -> datetime:
    """The moment in a cell, in UTC: ISO 8601, Unix seconds, milliseconds, microseconds or
    nanoseconds, or a common written form. A time without a zone is taken as one of ``zone``.

    Of dates such as 03/04/2021 a number above 12 is the day; without one, ``day_first`` tells.
    Dates with points begin with the day. ValueError where there is no moment, or for a date that
    may be read in two ways where ``day_first`` is None.
    """
    text = re.sub(r"\s*[(\[][^)\]]*[)\]]$", "", text_of(value))
    if re.fullmatch(r"\d{1,19}(\.\d*)?", text) and not re.fullmatch(r"(19|20)\d{6}", text):
        return _of_digits(text)
    try:
        moment = datetime.fromisoformat(re.sub(r"\s*(UTC|GMT)$", "+00:00", text))
    except ValueError:
        moment = _written(text, day_first)
    try:
        return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is no time") from None


def _of_digits(text: str) -> datetime:
    number = float(text)
    # Smaller numbers are counters or years; larger ones count in units finer than seconds.
    for divisor in (1, 1_000, 1_000_000, 1_000_000_000):
        if FIRST_SECOND <= number / divisor < LAST_SECOND:
            return datetime.fromtimestamp(number / divisor, UTC)
    raise ValueError(f"{number:g} is no time")


def _written(text: str, day_first: DayFirst) -> datetime:
    """The time in ``text``, with its zone if it has one."""
    text = _YEAR_LAST.sub(r"\2 \1 \5 \3 \4", text).strip()
    for form in _FORMS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            try:
                return datetime(
                    *_date(parts, text, day_first), *_clock(parts), tzinfo=_zone(parts["zone"])
                )
            except ValueError as error:
                if "may begin" in str(error):
                    raise
    raise ValueError(f"{text!r} is no time" if text else "no time")


def _date(parts: dict[str, str | None], text: str, day_first: DayFirst) -> tuple[int, int, int]:
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == 2:
        year += 2000 if year < 70 else 1900
    if parts.get("word"):
        return year, _MONTHS.index((parts["word"] or "").lower()) + 1, int(parts["day"] or 0)
    if parts.get("first") is None:
        return year, int(parts["month"] or 0), int(parts["day"] or 0)
    first, second = int(parts["first"] or 0), int(parts["second_"] or 0)
    if parts["separator"] == ".":
        day_first = True
    if max(first, second) > 12:
        day_first = first > 12
    if day_first is None:
        raise ValueError(f"{text!r} may begin with the day or the month: the file shows both")
    return (year, second, first) if day_first else (year, first, second)


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int, int]:
    hour = int(parts["hour"] or 0)
    half = (parts["after"] or parts["before"] or "").lower()
    if half:
        if hour > 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half[0] in "p下" else 0)
    part = (parts["part"] or "")[:6].ljust(6, "0")
    return hour, int(parts["minute"] or 0), int(parts["second"] or 0), int(part)


def _zone(text: str | None) -> tzinfo | None:
    text = (text or "").strip()
    if not text:
        return None
    found = re.search(r"([+-])(\d\d):?(\d\d)?$", text)
    if found is None:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)
