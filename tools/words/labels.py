"""Words for interests, taken from the catalog and the lexicon, never from a message.

Knows categories, titles and targets; knows nothing of weights or stores.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

from penchant.memory.records import FloatArray, Interest, Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.largest import largest
from penchant.tools.words.eras import chinese_era
from penchant.tools.words.lexicon import GENRES
from penchant.tools.words.marks import in_marks
from penchant.tools.words.themes import THEMES

NEAREST = 12
"""Items around a centroid whose categories name an interest nobody put into words."""


@dataclass(frozen=True, slots=True)
class Label:
    """An interest's name in English and Chinese."""

    en: str
    zh: str


def label_of(interest: Interest, catalog: Catalog, space: FloatArray) -> Label:
    """The words for ``interest``: what it was said to be about, if that is most of it; else what
    its items have in common; else what lies nearest to it among the items, whose vectors are
    ``space`` (n, d).
    """
    items = [item for e in interest.evidence if e.item and (item := catalog.known(e.item))]
    common = _common(items)
    named = [name for _, name in interest.targets if name][:2]
    if named and not mostly_said(interest) and named[0] not in common:
        named = []
    names = named or common or _around(interest.centroid, catalog, space)
    if not names:
        title = items[0].title if items else ""
        return Label(title or "something new", in_marks(items[0]) if title else "新的兴趣")
    zh = "、".join(chinese_name(name, catalog) for name in names)
    en = " & ".join(names)
    if not named and len(items) == 1:
        return Label(f"{en}, like {items[0].title}", f"{zh}（如{in_marks(items[0])}）")
    return Label(en, zh)


def mostly_said(interest: Interest) -> bool:
    """Whether at least half of ``interest`` was put into words, the rest being deeds."""
    # Older deeds count in the mass and are no longer among the evidence.
    said = sum(abs(e.amount) for e in interest.evidence if not e.item)
    return said >= abs(interest.mass) - said


def chinese_name(name: str, catalog: Catalog) -> str:
    """The Chinese word for a category, theme or era, or the name itself where there is none."""
    if (word := catalog.words_zh.get(name)) is not None:
        return word
    return chinese_word(name)


def chinese_word(name: str) -> str:
    """The lexicon's Chinese word for a category, theme or era, or the name itself."""
    return chinese_era(name) or _lexicon().get(name, name)


def in_chinese(words: str, catalog: Catalog) -> str:
    """``words`` of a request with the names of categories, themes and times put into Chinese.

    Requests are kept in the catalog's own words; what is no name stays as it is.
    """
    names = [name for name in (*catalog.categories, *_lexicon()) if name in words]
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, chinese_name(name, catalog))
    return words


@cache
def _lexicon() -> dict[str, str]:
    themes = {theme.name: theme.zh for theme in THEMES}
    return themes | {genre.name: genre.zh for genre in GENRES}


def _common(items: list[Item]) -> list[str]:
    counts = Counter(category for item in items for category in item.categories)
    return [category for category, _ in counts.most_common(2)]


def _around(centroid: FloatArray, catalog: Catalog, space: FloatArray) -> list[str]:
    if not len(catalog) or not float(np.abs(centroid).sum()):
        return []
    nearest = largest(space @ centroid, NEAREST)
    return _common([catalog.items[int(row)] for row in nearest])
