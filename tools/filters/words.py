"""A filter in words, in English and Chinese.

Knows conditions; knows nothing of items. Names and values stand as the shop writes them; the
fields that every item has go by a word of the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from penchant.tools.filters.conditions import TIMES, All, Condition, Not, Scalar, Test

LONGEST = 160
"""Characters of a filter in words; the rest of a longer one is cut."""

LISTED = 5
"""Values of a list that are named."""

_FIELDS: Mapping[str, tuple[str, str]] = {
    "id": ("id", "编号"),
    "title": ("title", "标题"),
    "description": ("description", "描述"),
    "categories": ("category", "类别"),
    "people": ("brand or person", "品牌或人物"),
    "tags": ("tag", "标签"),
    "year": ("year", "年份"),
    "price": ("price", "价格"),
    "stock": ("stock", "库存"),
    "url": ("link", "链接"),
    "image": ("image", "图片"),
    "prior": ("people who knew it", "已知人数"),
    "hidden": ("hidden", "隐藏"),
    "available_from": ("available from", "上架时间"),
    "available_until": ("available until", "下架时间"),
}
_SAID: Mapping[str, tuple[str, str]] = {
    "$eq": ("{} is {}", "{}为{}"),
    "$ne": ("{} is not {}", "{}不为{}"),
    "$gt": ("{} is above {}", "{}高于 {}"),
    "$gte": ("{} is at least {}", "{}不低于 {}"),
    "$lt": ("{} is below {}", "{}低于 {}"),
    "$lte": ("{} is at most {}", "{}不超过 {}"),
    "$in": ("{} is one of {}", "{}为{}之一"),
    "$nin": ("{} is none of {}", "{}不为{}中任何一个"),
    "$contains": ("{} includes {}", "{}包含{}"),
    "$not_contains": ("{} does not include {}", "{}不包含{}"),
}
_TIMED: Mapping[str, tuple[str, str]] = {
    "$gt": ("{} is after {}", "{}晚于 {}"),
    "$gte": ("{} is {} or later", "{}不早于 {}"),
    "$lt": ("{} is before {}", "{}早于 {}"),
    "$lte": ("{} is {} or earlier", "{}不晚于 {}"),
}


def in_words(condition: Condition) -> tuple[str, str]:
    """``condition`` in English and in Chinese, such as "price is at most 20"."""
    en, zh = _said(condition, inside=False)
    return _cut(en), _cut(zh)


def _said(condition: Condition, *, inside: bool) -> tuple[str, str]:
    if isinstance(condition, Test):
        return _test(condition)
    if isinstance(condition, Not):
        en, zh = _said(condition.part, inside=True)
        return f"not: {en}", f"并非：{zh}"
    parts = [_said(part, inside=True) for part in condition.parts]
    both = isinstance(condition, All)
    en = (" and " if both else " or ").join(en for en, _ in parts)
    zh = ("且" if both else "或").join(zh for _, zh in parts)
    return (f"({en})", f"（{zh}）") if inside and len(parts) > 1 else (en, zh)


def _test(test: Test) -> tuple[str, str]:
    en, zh = _FIELDS.get(test.field, (test.field, f" {test.field} "))
    timed = test.field in TIMES
    said = (_TIMED if timed and test.operator in _TIMED else _SAID)[test.operator]
    values = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    named = [_value(value, timed) for value in values[:LISTED]]
    more, more_zh = (" …", "等") if len(values) > LISTED else ("", "")
    named_en = ", ".join(one for one, _ in named) + more
    named_zh = "、".join(one for _, one in named) + more_zh
    return said[0].format(en, named_en), said[1].format(zh, named_zh).strip()


def _value(value: Scalar, timed: bool) -> tuple[str, str]:
    if isinstance(value, bool):
        return ("yes", "是") if value else ("no", "否")
    if isinstance(value, str):
        return f"“{value}”", f"“{value}”"
    if timed:
        day = f"{datetime.fromtimestamp(value, UTC):%Y-%m-%d %H:%M} UTC".replace(" 00:00 UTC", "")
        return day, day
    plain = str(value) if isinstance(value, int) else f"{value:.10g}"
    return plain, plain


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
