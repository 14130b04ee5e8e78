"""Amounts in a turn that limit prices: "under 20 dollars", "around $20", 不超过50块, 二十块左右.

Knows how people write prices and limits on them in English and Chinese; nothing of catalogs or
currencies: amounts are those of the catalog, whatever the sign. Limits are inclusive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from penchant.tools.importing.prices import price_of

AROUND = 0.2
"""How far from "around 20 dollars" a price may lie, either way, as a part of it."""

_SIGN = r"(?:us)?[$€£¥￥]"
_COIN = r"(?:dollars?|bucks|usd|euros?|eur|pounds?|gbp|yuan|rmb|cny|[$€£¥￥])(?![a-z])"
_COIN_ZH = r"(?:元钱?|块钱?|欧元|美元|美金|人民币|英镑)"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HANZI = r"[一二两三四五六七八九十百千万]+"

_PAID = rf"(?:{_SIGN} ?(?:{_DIGITS})|(?:{_DIGITS}) ?{_COIN})"
"""An amount with its currency."""
_BARE = rf"(?!(?:1[89]|20)\d\d\b)(?:{_DIGITS})(?=\s*(?:$|[.,!?;](?!\d)|please\b|in total\b|each\b))"
"""A number that is no year and has nothing after it that it could count."""
_LEAST_EN = r"(?:over|above|more than|at least|no less than|not less than|upwards of)"
_MOST_EN = (
    r"(?:under|below|less than|cheaper than|at most|up to|no more than|not more than|not over"
    r"|within|max(?:imum)?(?: of)?|for less than|costing less than)"
)
_ZH = rf"(?<![\d.])(?:[¥￥$€£] ?)?(?:{_DIGITS}|{_HANZI})"
_NO_UNIT = r"(?![\d一二两三四五六七八九十百千年分小个部岁人月天页克毫升斤本款件条集\u4e07])"
_TAIL_ZH = r"(?:左右)?的?"
_ABOUT_EN = r"(?:around|about|roughly|approximately|approx\.?|circa|close to|near|some|~)"
_OR_SO = r"(?: or (?:so|thereabouts)\b|[ -]?ish\b|,? (?:more or less|give or take)\b)"
_ABOUT_ZH = r"(?:大概|大约|差不多|约莫?)"
_NO_YEAR_ZH = r"(?!(?:1[89]|20)\d\d(?!\d))"

_BETWEEN = (
    re.compile(
        rf"\b(?:between|from) (?P<low>{_PAID}|{_DIGITS})(?: ?(?:and|to|-|–) ?)(?P<high>{_PAID})"
    ),
    re.compile(rf"(?P<low>{_SIGN} ?(?:{_DIGITS})) ?(?:to|-|–) ?(?P<high>{_SIGN}? ?(?:{_DIGITS}))"),
    re.compile(rf"\bbetween (?P<low>{_BARE.split('(?=')[0]}) and (?P<high>{_BARE})"),
    re.compile(
        rf"(?:价格?在?)?(?P<low>{_ZH}){_COIN_ZH}?[到至~\-–](?P<high>{_ZH}){_COIN_ZH}(?:之间)?的?"
    ),
    re.compile(
        rf"(?:价格?在?)?(?P<low>(?!(?:1[89]|20)\d\d(?!\d)){_ZH})[到至~\-–](?P<high>{_ZH})之间的?"
    ),
)
_MOST = (
    re.compile(rf"\b{_MOST_EN} (?:{_ABOUT_EN} ?)?(?P<high>{_PAID}|{_BARE})"),
    re.compile(rf"\bbudget:? (?:(?:is|of) )?(?P<high>{_PAID}|{_BARE})"),
    re.compile(rf"预算(?:是|在|为|只有|大概)?(?P<high>{_ZH})(?:{_COIN_ZH}|{_NO_UNIT})"),
    re.compile(rf"\bcheaper than (?P<high>{_DIGITS})\b"),
    re.compile(rf"(?P<high>{_PAID}) (?:or (?:less|cheaper|under)|max(?:imum)?|at most)\b"),
    re.compile(
        rf"{_ABOUT_ZH}?(?:价格?)?(?:不超过|别超过|不要超过|低于|少于|最多|至多|不到|不高于)(?P<high>{_ZH})"
        rf"(?:{_COIN_ZH}|{_NO_UNIT}){_TAIL_ZH}"
    ),
    re.compile(rf"{_ABOUT_ZH}?(?P<high>{_ZH})(?:{_COIN_ZH})(?:以下|以内|之内|之下){_TAIL_ZH}"),
    re.compile(rf"(?P<high>(?!(?:1[89]|20)\d\d(?!\d)){_ZH})(?:以下|以内|之内){_TAIL_ZH}"),
)
_AROUND = (
    re.compile(
        r"(?:\bbudget (?:is|of) |\bfor |\bcost(?:s|ing)? |\bpriced (?:at )?)?(?:\b|(?=~))"
        rf"{_ABOUT_EN} ?(?P<middle>{_PAID})"
        rf"(?! off\b| less\b| more\b| cheaper\b)(?:{_OR_SO})?"
    ),
    re.compile(
        rf"\b(?:budget (?:is|of)|cost(?:s|ing)?|priced(?: at)?|spend(?:ing)?|pay(?:ing)?)"
        rf" {_ABOUT_EN} (?P<middle>{_BARE})"
    ),
    re.compile(rf"(?:\bfor )?(?P<middle>{_PAID}){_OR_SO}"),
    re.compile(rf"(?:\bfor )?\b(?P<middle>{_DIGITS})[ -]?ish {_COIN}"),
    re.compile(
        rf"(?:预算|价格?)?(?:是|在|为|只有)?{_ABOUT_ZH}?(?P<middle>{_ZH}){_COIN_ZH}"
        r"(?:钱)?(?:左右|上下)(?:浮动)?(?:之间)?的?"
    ),
    re.compile(
        rf"(?:预算|价格?)(?:是|在|为|只有)?{_ABOUT_ZH}(?P<middle>{_ZH})(?:{_COIN_ZH}|{_NO_UNIT})的?"
    ),
    re.compile(rf"{_ABOUT_ZH}(?:是|在)?(?P<middle>{_ZH}){_COIN_ZH}(?!以|之)的?"),
    re.compile(
        rf"(?:预算|价格?)?(?:是|在|为)?{_NO_YEAR_ZH}(?P<middle>{_ZH})(?:左右|上下)的?(?!时候)"
    ),
)
_LEAST = (
    re.compile(rf"\b{_LEAST_EN} (?:{_ABOUT_EN} ?)?(?P<low>{_PAID})"),
    re.compile(rf"(?P<low>{_PAID}) (?:or more|and up|or over)\b"),
    re.compile(
        rf"(?:价格?)?(?:超过|高于|至少|最少|不低于|不少于)(?P<low>{_ZH}){_COIN_ZH}{_TAIL_ZH}"
    ),
    re.compile(rf"(?P<low>{_ZH}){_COIN_ZH}(?:以上|起){_TAIL_ZH}"),
)
_REFUSED = re.compile(
    r"(?:\b(?:nothing|none|never|not|no|without|hate|dislike|avoid)\b|n['’]t\b)[^,.;!?]{0,30}$"
    r"|(?:不|别|没|讨厌)[^，。；！？,.;!?]{0,6}$"
)
"""Before "over 50" this makes it a limit at the top."""
_NONE = re.compile(r"\b(?:nothing|none|not|anything but) $|(?:不要|不想要|不能|别)$")
"""Right before "under 50" this makes it a limit at the bottom."""
_OTHERWISE = re.compile(
    rf"{_NONE.pattern}|\b{_MOST_EN} $|\b{_LEAST_EN} $"
    r"|\b(?:films?|movies?|books?|stor(?:y|ies)|documentar(?:y|ies)|shows?) $"
)
"""Right before "about 20 dollars" this makes it anything but a price to be near to."""
_NUMBERS = {
    "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "a hundred": 100, "one hundred": 100, "two hundred": 200, "five hundred": 500,
    "a thousand": 1000, "one thousand": 1000,
}  # fmt: skip
_IN_WORDS = re.compile(
    rf"\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?= {_COIN})", re.IGNORECASE
)
"""A number in words right before its currency."""
_ZH_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}


@dataclass(frozen=True, slots=True)
class Amounts:
    """The ``rest`` of a turn without the limits on prices that name an amount, and these limits.
    ``around`` tells that no limit was named but a price that something is to be near to.
    """

    rest: str
    low: float | None = None
    high: float | None = None
    around: bool = False

    def __bool__(self) -> bool:
        return self.low is not None or self.high is not None


def read_amounts(text: str) -> Amounts:
    """The limits that ``text`` names, at most one at each end."""
    found = _read(_IN_WORDS.sub(lambda words: str(_NUMBERS[words[0].lower()]), text))
    return found or Amounts(text)


def _read(text: str) -> Amounts:
    for pattern in _BETWEEN:
        if found := pattern.search(text.lower()):
            low, high = sorted((_amount(found["low"]), _amount(found["high"])))
            return Amounts(without(text, found), low, high)
    if (found := _around(text)) is not None:
        low, high = _near(_amount(found["middle"]))
        return Amounts(without(text, found), low, high, around=True)
    return Amounts(*_ends(text))


def refused(before: str) -> bool:
    """Whether the words ``before`` a wish for prices refuse it: "I hate", 不喜欢."""
    return _REFUSED.search(before.lower()) is not None


def without(text: str, found: re.Match[str]) -> str:
    """``text`` without what was ``found`` in it."""
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def _around(text: str) -> re.Match[str] | None:
    """The price that something is to cost more or less; "not around 20" is none."""
    lower = text.lower()
    for pattern in _AROUND:
        found = pattern.search(lower)
        if found is not None and not _OTHERWISE.search(lower[: found.start()]):
            return found
    return None


def _near(middle: float) -> tuple[float, float]:
    """The prices that are near to ``middle``.

    >>> _near(20)
    (16.0, 24.0)
    """
    return round(middle * (1 - AROUND), 2), round(middle * (1 + AROUND), 2)


def _ends(text: str) -> tuple[str, float | None, float | None]:
    """``text`` without its limits, and these: "nothing over 50" is at most 50."""
    low = high = None
    for pattern in (*_MOST, *_LEAST):
        found = pattern.search(text.lower())
        if found is None:
            continue
        before = text[: found.start()].lower()
        if pattern in _LEAST:
            least = _REFUSED.search(before) is None
        else:
            least = _NONE.search(before) is not None
        amount = _amount(found["low" if pattern in _LEAST else "high"])
        if least and low is None:
            text, low = without(text, found), amount
        elif not least and high is None:
            text, high = without(text, found), amount
    return text, low, high


def _amount(written: str) -> float:
    amount = price_of(written)
    return float(_hanzi(written)) if amount is None else amount


def _hanzi(written: str) -> int:
    """A number in Chinese characters.

    >>> _hanzi("五十"), _hanzi("一百二"), _hanzi("两千三百")
    (50, 120, 2300)
    """
    total, digit, unit = 0, 0, 1
    for character in written:
        if character in _ZH_UNITS:
            unit = _ZH_UNITS[character]
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = _ZH_DIGITS.get(character, 0)
    return total + digit * (unit // 10 if unit > 10 else 1)
