"""Chinese categories by their short names: 普洱 for 普洱茶, 乌龙 for 乌龙茶.

Knows what a catalog's own titles show of it; nothing of turns. A category is called by its name
without the last character where that ends other categories too (茶), and where several of its items
are named by what is left, and none of another category: 咖啡 is no short name of 咖啡机.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

SHORTEST = 2
"""Characters of a short name; one alone, as 绿 of 绿茶, means more than the category."""
NAMED = 2
"""Items of the category that must be named by it."""

_CHINESE = re.compile("[\u3400-\u9fff]+")


def short_names(
    categories: Mapping[str, str], titles: Iterable[tuple[str, Iterable[str]]]
) -> dict[str, str]:
    """The category that each short name stands for. ``categories`` has the Chinese name of each,
    ``titles`` the title and the categories of each item.

    >>> teas = (("普洱生饼", ["p"]), ("普洱熟饼", ["p"]), ("龙井", ["g"]))
    >>> short_names({"p": "普洱茶", "g": "绿茶"}, teas)
    {'普洱': 'p'}
    """
    shorts = _shortened(categories)
    longest = max(map(len, shorts), default=0)
    inside, outside = Counter[str](), Counter[str]()
    for title, belongs in titles:
        of = set(belongs)
        for short in {part for part in _parts(title, longest) if part in shorts}:
            category = shorts[short]
            if category not in of:
                outside[short] += 1
            elif categories[category] not in title:
                inside[short] += 1
    return {
        short: category
        for short, category in shorts.items()
        if inside[short] >= NAMED and not outside[short]
    }


def _shortened(categories: Mapping[str, str]) -> dict[str, str]:
    """What is left of each name without an ending that it shares, where that is no name itself."""
    named = {key: name for key, name in categories.items() if _CHINESE.fullmatch(name)}
    endings = Counter(name[-1] for name in set(named.values()))
    taken = set(named.values())
    return {
        name[:-1]: key
        for key, name in named.items()
        if len(name) > SHORTEST and endings[name[-1]] > 1 and name[:-1] not in taken
    }


def _parts(title: str, longest: int) -> Iterator[str]:
    """All pieces of the Chinese words of ``title`` that are as long as short names can be."""
    for run in _CHINESE.findall(title):
        for start in range(len(run) - SHORTEST + 1):
            for end in range(start + SHORTEST, min(len(run), start + longest) + 1):
                yield run[start:end]
