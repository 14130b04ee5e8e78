"""The times named by eras: "1990s", "since 2011", "before 1990", "1995-2005", "1999".

Knows canonical names alone; the words of a turn are read in agent/understand.
"""

from __future__ import annotations

import re
from functools import lru_cache

_DECADE = re.compile(r"(\d{4})s")
_SINCE = re.compile(r"since (\d{4})")
_BEFORE = re.compile(r"before (\d{4})")
_SPAN = re.compile(r"(\d{4})(?:-(\d{4}))?")


@lru_cache(4_096)
def years_of(name: str) -> tuple[int | None, int | None] | None:
    """First and last year of an era, both inclusive; None where ``name`` is no era's.

    >>> years_of("1990s"), years_of("since 2011"), years_of("before 1990"), years_of("Horror")
    ((1990, 1999), (2011, None), (None, 1989), None)
    """
    if found := _DECADE.fullmatch(name):
        return int(found[1]), int(found[1]) + 9
    if found := _SINCE.fullmatch(name):
        return int(found[1]), None
    if found := _BEFORE.fullmatch(name):
        return None, int(found[1]) - 1
    if found := _SPAN.fullmatch(name):
        return int(found[1]), int(found[2] or found[1])
    return None


def chinese_era(name: str) -> str | None:
    """The Chinese name of an era; None where ``name`` is no era's.

    >>> chinese_era("1990s"), chinese_era("since 2011"), chinese_era("2000s")
    ('90年代', '2011年以来', '2000年代')
    """
    if found := _DECADE.fullmatch(name):
        return f"{found[1][2:]}年代" if found[1] < "2000" else f"{found[1]}年代"
    if found := _SINCE.fullmatch(name):
        return f"{found[1]}年以来"
    if found := _BEFORE.fullmatch(name):
        return f"{found[1]}年以前"
    if found := _SPAN.fullmatch(name):
        return f"{found[1]}年" if found[2] is None else f"{found[1]}至{found[2]}年"
    return None
