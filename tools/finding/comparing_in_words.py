"""What sets two items apart, as sentences in English and Chinese.

Knows titles, families of signals and amounts; knows nothing of how they came about. A sentence says
that one counts more, never a fact of an item that the score does not prove.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from penchant.memory.records import Item, Why
from penchant.tools.words.marks import in_marks

SAME = 0.0005
"""Scores, and parts of them, that differ by less are called the same."""

ALSO = 0.25
"""What speaks for the other item is said where it is at least this part of what decides."""

_FAMILIES: dict[str, tuple[str, str]] = {
    "content": ("what it is", "内容"),
    "behaviour": ("what goes with what you chose", "与你所选的搭配"),
    "social": ("what others think of it", "其他人的选择"),
    "context": ("the occasion", "当下的场合"),
    "person": ("what was told of you", "你的个人信息"),
    "item": ("how new it is", "新旧程度"),
}

_SAYS: dict[str, tuple[str, str]] = {
    "content": ("{} is nearer to you in content", "{}在内容上更合你意"),
    "behaviour": ("{} goes better with what you chose before", "{}与你以前选的更相配"),
    "social": ("{} counts for more with others", "{}在其他人那里更受认可"),
    "context": ("{} suits this occasion better", "{}更适合当下的场合"),
    "person": ("{} goes better with what is known of you", "{}更符合你的个人情况"),
    "item": (
        "{} is ahead by how new it is, or by being shown to you less",
        "{}因新旧或展示较少而占优",
    ),
}


class Part(Protocol):
    """What one interest or family makes of the difference, as a clause in both languages."""

    @property
    def amount(self) -> float: ...
    @property
    def text(self) -> str: ...
    @property
    def text_zh(self) -> str: ...


def family_in_words(family: str) -> tuple[str, str]:
    """What a family of signals speaks of."""
    return _FAMILIES[family]


def names(first: Item, second: Item) -> tuple[tuple[str, str], tuple[str, str]]:
    """What each item is called in English and Chinese: where both have one title, with the year,
    or with the id where that is the same as well.
    """
    if first.title != second.title:
        return (first.title, in_marks(first)), (second.title, in_marks(second))
    dated = first.year is not None and second.year is not None and first.year != second.year
    return _marked(first, dated), _marked(second, dated)


def _marked(item: Item, dated: bool) -> tuple[str, str]:
    mark = str(item.year) if dated else item.id
    return f"{item.title} ({mark})", f"{in_marks(item)}（{mark}）"


def difference_in_words(
    family: str,
    amount: float,
    first: Why,
    second: Why,
    about: str,
    about_zh: str,
    of_interest: bool,
    dislike: bool,
) -> tuple[str, str]:
    """One clause in English and one in Chinese on which item a part speaks for."""
    if abs(amount) < SAME:
        return (
            f"both are alike in this: {about}",
            f"两者在这一点上相当：{about_zh}",
        )
    (one, one_zh), (other, other_zh) = names(first.item, second.item)
    name, name_zh = (one, one_zh) if amount > 0 else (other, other_zh)
    if dislike:
        return (
            f"{name} is further from your dislike of {about}",
            f"{name_zh}离你不喜欢的{about_zh}更远",
        )
    if of_interest:
        return (
            f"{name} fits better with your interest in {about}",
            f"{name_zh}更符合你的兴趣（{about_zh}）",
        )
    en, zh = _SAYS[family]
    return en.format(name), zh.format(name_zh)


def decided(first: Why, second: Why, parts: Sequence[Part]) -> tuple[str, str]:
    """A sentence in English and Chinese on what decides between two items, and what speaks for the
    other one. ``parts`` are largest first and add up to the difference of the scores.
    """
    (one, one_zh), (other, other_zh) = names(first.item, second.item)
    total = first.score - second.score
    if abs(total) < SAME:
        return (
            f"{one} and {other} suit you equally well.",
            f"{one_zh}和{other_zh}对你来说不相上下。",
        )
    name, name_zh = (one, one_zh) if total > 0 else (other, other_zh)
    pro = next(part for part in parts if part.amount * total > 0)
    contra = next((part for part in parts if part.amount * total < 0), None)
    en = f"{name} suits you better: it{pro.text.removeprefix(name)}"
    zh = f"{name_zh}更适合你：它{pro.text_zh.removeprefix(name_zh)}"
    if contra is not None and abs(contra.amount) >= max(ALSO * abs(pro.amount), SAME):
        en, zh = f"{en}; {contra.text}", f"{zh}；{contra.text_zh}"
    return f"{en}.", f"{zh}。"
