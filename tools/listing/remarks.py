"""Remarks: a sentence on a list that is empty or unusual, in English and Chinese.

Knows lists and what was kept out of them; knows nothing of scores.
"""

from __future__ import annotations

import json

from penchant.memory.records import Ranked
from penchant.tools.candidates import Candidates
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.filters.conditions import read_where
from penchant.tools.filters.unheard import unheard_in_words, unheard_of
from penchant.tools.listing.emptied import emptied
from penchant.tools.reasons.reasons import cause_in_words
from penchant.tools.words.labels import chinese_name


def note_on(
    ranked: tuple[Ranked, ...], allowed: Candidates, cold: bool, n: int, catalog: Catalog
) -> tuple[str, str]:
    """What is to be said of the list ``ranked``, for which ``n`` items were asked; or "" twice."""
    if not ranked:
        return _on_nothing(allowed, catalog) if n > 0 else ("", "")
    if allowed.relaxed:
        both = " and ".join(allowed.relaxed)
        both_zh = "、".join(chinese_name(name, catalog) for name in allowed.relaxed)
        return (
            f"Nothing is {both} at once; these are one or the other.",
            f"没有同时属于{both_zh}的，以下至少符合其一。",
        )
    if cold and ranked and not any(one.reasons for one in ranked):
        return (
            "Nothing is known of your taste yet, nor of what is popular, so these are varied.",
            "还不了解你的口味，也还不知道什么受欢迎，先给你一些多样的。",
        )
    if cold:
        return (
            "Nothing is known of your taste yet, so these are well-known and varied.",
            "还不了解你的口味，先给你一些知名而多样的。",
        )
    return "", ""


def _on_nothing(allowed: Candidates, catalog: Catalog) -> tuple[str, str]:
    """Which condition emptied the list."""
    found = emptied(allowed)
    if found is None:
        return "The catalog is empty.", "目录是空的。"
    said = [_said(cause, catalog) for cause in found.causes]
    if len(said) == 2:
        (one, one_zh), (other, other_zh) = said
        return (
            f"Nothing is left. Two conditions keep out every item between them: {one}; {other}.",
            f"没有剩下可推荐的。以下两个条件合起来排除了所有条目：{one_zh}；{other_zh}。",
        )
    ((en, zh),) = said
    if not found.left:
        return (
            f"Nothing is left. What keeps out every item: {en}.",
            f"没有剩下可推荐的。排除了所有条目的条件：{zh}。",
        )
    some = "the last item" if found.left == 1 else f"the last {found.left} items"
    return (
        f"Nothing is left. What keeps out {some}: {en}.",
        f"没有剩下可推荐的。排除了最后 {found.left} 项的条件：{zh}。",
    )


def _said(cause: str, catalog: Catalog) -> tuple[str, str]:
    """``cause`` in words; of a filter also which of its fields no item has."""
    en, zh = cause_in_words(cause, catalog)
    head, _, where = cause.partition(" ")
    if head != "where":
        return en, zh
    more, more_zh = unheard_in_words(unheard_of(read_where(json.loads(where)), catalog))
    return en + more, zh + more_zh
