"""The attributes of an item that a question is about: "what colour is it?", 第一个是什么材质.

Knows common attributes of goods by their names in English and Chinese, and an item; knows nothing
of wording. What tells of a shop's trade, such as a supplier, is told to nobody who asks in a chat.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from penchant.memory.records import Item, Json
from penchant.tools.words.trade import tells_of_trade

LONGEST = 60
"""Characters of the longest text that is told."""

_COMMON = (
    (
        "colour",
        re.compile(r"\bcolou?rs?\b|颜色|[什哪][么种个]色", re.IGNORECASE),
        re.compile(r"colou?r|颜色", re.IGNORECASE),
    ),
    (
        "size",
        re.compile(r"\bsizes?\b|尺码|尺寸|几码|多大", re.IGNORECASE),
        re.compile(r"(?<![a-z])sizes?(?![a-z])|尺码|尺寸", re.IGNORECASE),
    ),
    (
        "material",
        re.compile(
            r"\bmaterials?\b|\bfabrics?\b|\bmade (?:out )?(?:of|from)\b|材质|材料|面料|什么做的",
            re.IGNORECASE,
        ),
        re.compile(r"material|fabric|made[ _]of|材质|材料|面料", re.IGNORECASE),
    ),
)
"""What is asked for, how, and what attributes that tell it are called."""

_WORDS = re.compile("[\u3400-\u9fff]{2,}|[a-z]{3,}")


def attribute_kind(text: str) -> str | None:
    """The common attribute that ``text`` asks for: colour, size or material."""
    return next((kind for kind, asked, _ in _COMMON if asked.search(text)), None)


def asked_attributes(text: str, item: Item) -> Iterator[tuple[str, Json]]:
    """The attributes of ``item``, name and value, that ``text`` asks for: the common ones, in
    either language, and those whose own name is in it.
    """
    lower = text.casefold()
    named = [called for _, asked, called in _COMMON if asked.search(lower)]
    for name, value in item.attributes.items():
        if value is None or tells_of_trade(name) or not _can_be_told(value):
            continue
        if any(called.search(name) for called in named) or _stands_in(name, lower):
            yield name, value


def _can_be_told(value: Json) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, str) and len(one) <= LONGEST for one in value)
    return not isinstance(value, dict) and len(str(value)) <= LONGEST


def _stands_in(name: str, lower: str) -> bool:
    """Whether all words of an attribute's name stand in a text, in lower case."""
    words = _WORDS.findall(name.casefold())
    return bool(words) and all(
        word in lower if word[0] > "z" else re.search(rf"\b{word}\b", lower) is not None
        for word in words
    )
