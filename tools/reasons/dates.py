"""Dates and numbers of things in sentences, in English and Chinese.

Knows days in UTC, as everywhere in this product; knows nothing of what happened on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from penchant.memory.records import Evidence

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day_in_english(moment: datetime) -> str:
    """Such as "4 March 2026"; not in the words of the machine's locale.

    >>> day_in_english(datetime(2026, 3, 4, tzinfo=UTC))
    '4 March 2026'
    """
    day = moment.astimezone(UTC)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_in_chinese(moment: datetime) -> str:
    """Such as "2026年3月4日".

    >>> day_in_chinese(datetime(2026, 3, 4, tzinfo=UTC))
    '2026年3月4日'
    """
    day = moment.astimezone(UTC)
    return f"{day.year}年{day.month}月{day.day}日"


def counted(number: int, one: str, many: str) -> str:
    """``number`` with its noun, thousands apart.

    >>> counted(1, "item", "items"), counted(0, "item", "items"), counted(1200, "item", "items")
    ('1 item', '0 items', '1,200 items')
    """
    return f"{number:,} {one if number == 1 else many}"


def entries_since(
    evidence: Sequence[Evidence], first: datetime | None = None, *, whole: bool = True
) -> tuple[str, str]:
    """How many entries there are and since when, such as "3 entries since 4 March 2026"; of one
    its day alone. ``first`` is the day of the first where ``evidence`` may not hold it; not
    ``whole``: there may be more of them. Empty twice for none.
    """
    if not evidence:
        return "", ""
    days = [one.occurred_at for one in evidence]
    since = min(days) if first is None else min(first, *days)
    number = len(days)
    en, zh = counted(number, "entry", "entries"), f"{number} 条记录"
    if not whole:
        en, zh = f"at least {en}", f"至少 {zh}"
    if number == 1 and whole:
        return f"{en} of {day_in_english(since)}", f"{day_in_chinese(since)}的 {zh}"
    return f"{en} since {day_in_english(since)}", f"{day_in_chinese(since)}以来的{zh_gap(zh)}"


def zh_gap(words: str) -> str:
    """``words`` with a space before it where it begins with a figure."""
    return f" {words}" if words[:1].isdigit() else words
