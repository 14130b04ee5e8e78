"""What habits say, in English and Chinese.

Knows the strongest part of a signal and the words for hours, days and terms; knows no numbers.
"""

from __future__ import annotations

from collections.abc import Callable

from penchant.memory.core.habits.fold import DAY, FIELD, HOUR, TRAIT
from penchant.tools.catalog.terms import CATEGORY, TAG, Term
from penchant.tools.signals.habits import Spoken

Said = tuple[str, str]

_PARTS: tuple[tuple[int, Said], ...] = (
    (5, ("at night", "深夜")),
    (9, ("in the early morning", "清晨")),
    (12, ("in the morning", "上午")),
    (17, ("in the afternoon", "下午")),
    (22, ("in the evening", "晚上")),
    (24, ("late in the evening", "深夜")),
)
"""Parts of the day by the hour at which they end."""

_DAYS: tuple[Said, ...] = (
    ("on Mondays", "周一"),
    ("on Tuesdays", "周二"),
    ("on Wednesdays", "周三"),
    ("on Thursdays", "周四"),
    ("on Fridays", "周五"),
    ("on Saturdays", "周六"),
    ("on Sundays", "周日"),
)

_SAID_SO = {"yes": "是", "no": "否"}


def in_words(
    spoken: Spoken, hour: float | None, weekday: int, chinese: Callable[[str], str]
) -> tuple[str, str, str]:
    """What ``spoken`` is about, and a sentence in English and in Chinese. ``hour`` and
    ``weekday`` are those it was asked at, ``chinese`` gives the Chinese word of a category.
    """
    term, term_zh = _term(spoken.term, chinese)
    more, more_zh = ("more", "更常") if spoken.more else ("less", "较少")
    if spoken.group.startswith(TRAIT):
        name = spoken.group.removeprefix(TRAIT)
        return (
            term,
            f"People with {name} {spoken.value} choose {term} {more}.",
            f"{name}为{_value(spoken.value)}的人{more_zh}选{term_zh}。",
        )
    when, when_zh = _when(spoken, hour, weekday)
    if spoken.own:
        return term, f"You choose {term} {more} {when}.", f"你{when_zh}{more_zh}选{term_zh}。"
    return term, f"People choose {term} {more} {when}.", f"{when_zh}大家{more_zh}选{term_zh}。"


def match_in_words(name: str, values: tuple[str, ...], fits: bool) -> Said:
    """That an item has what was told of the person, or has something else."""
    told, told_zh = " or ".join(values), "或".join(map(_value, values))
    if fits:
        return f"It fits your {name}: {told}.", f"符合你的{name}：{told_zh}。"
    return f"Its {name} is not {told}, as yours is.", f"它的{name}不是你的{told_zh}。"


def _term(term: Term | None, chinese: Callable[[str], str]) -> Said:
    if term is None:
        return "it", "它"
    if term.name in (CATEGORY, TAG):
        return term.value, chinese(term.value)
    return f"{term.name} {term.value}", f"{term.name}为{_value(term.value)}的"


def _when(spoken: Spoken, hour: float | None, weekday: int) -> Said:
    if spoken.group == DAY:
        return _DAYS[weekday]
    if spoken.group == HOUR:
        return next(said for end, said in _PARTS if (hour or 0.0) < end)
    name = spoken.group.removeprefix(FIELD)
    return f"when {name} is {spoken.value}", f"{name}为{_value(spoken.value)}时，"


def _value(value: str) -> str:
    return _SAID_SO.get(value, value)
