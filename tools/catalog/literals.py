"""Literals: texts that stand for a number, or for yes or no.

Knows how both are written where there is nothing but text; knows nothing of columns or items.
"""

from __future__ import annotations

import math
import re

LONGEST = 15
"""Digits of a number; what has more is a code, and would not be kept exactly."""

YES = frozenset({"true", "yes", "是"})
NO = frozenset({"false", "no", "否"})

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-][0-9]{1,3})?")


def as_typed(text: str) -> str | int | float | bool:
    """The number, or yes or no, that ``text`` stands for, else ``text``.

    >>> as_typed("2.50"), as_typed("是"), as_typed("007")
    (2.5, True, '007')
    """
    if is_yes_or_no(text):
        return text.strip().casefold() in YES
    if not is_number(text):
        return text
    return float(text) if re.search(r"[.eE]", text) else int(text)


def is_number(text: str) -> bool:
    """Whether ``text`` is a number written plainly, and kept exactly as one.

    >>> [is_number(text) for text in ("12", "-1.5", "1.5E+03", "1e5", "007", "1" * 16)]
    [True, True, True, False, False, False]
    """
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        return False
    return sum(map(str.isdigit, re.split("[eE]", text)[0])) <= LONGEST


def is_yes_or_no(text: str) -> bool:
    """Whether ``text`` says yes or no."""
    return text.strip().casefold() in YES | NO
