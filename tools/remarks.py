"""Remarks: a sentence on a list that is empty or unusual, in English and Chinese.

Knows lists and what was kept out of them; knows nothing of scores.
"""

from __future__ import annotations

from penchant.memory.records import Ranked
from penchant.tools.candidates import Candidates
from penchant.tools.catalog import Catalog
from penchant.tools.labels import chinese_name
from penchant.tools.reasons import cause_in_words


def note_on(
    ranked: tuple[Ranked, ...], allowed: Candidates, cold: bool, n: int, catalog: Catalog
) -> tuple[str, str]:
    """What is to be said of the list ``ranked``, for which ``n`` items were asked; or "" twice."""
    if not ranked and n > 0:
        # The condition that, taken alone, keeps out most is the one to name.
        counts = sorted(allowed.excluded().items(), key=lambda pair: -pair[1])
        if not counts:
            return "The catalog is empty.", "目录是空的。"
        en, zh = cause_in_words(counts[0][0], catalog)
        some = "1 item" if counts[0][1] == 1 else f"{counts[0][1]} of {len(catalog)} items"
        return (
            f"Nothing is left. What keeps out most ({some}): {en}.",
            f"没有剩下可推荐的。排除最多的条件（{counts[0][1]} 项）：{zh}。",
        )
    if allowed.relaxed:
        both = " and ".join(allowed.relaxed)
        both_zh = "、".join(chinese_name(name, catalog) for name in allowed.relaxed)
        return (
            f"Nothing is {both} at once; these are one or the other.",
            f"没有同时属于{both_zh}的，以下至少符合其一。",
        )
    if cold:
        return (
            "Nothing is known of your taste yet, so these are well-known and varied.",
            "还不了解你的口味，先给你一些知名而多样的。",
        )
    return "", ""
