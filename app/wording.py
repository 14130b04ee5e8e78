"""Wording: the terminal's own words, in English and Chinese.

Knows words alone; what is shown where is ``show.py``'s.
"""

from __future__ import annotations

from collections.abc import Mapping

_ENGLISH = {
    "nothing": "Nothing learned yet.",
    "interest": "interest",
    "share": "share",
    "fades": "half-life",
    "since": "from",
    "trend": "trend",
    "rising": "{} ↗ {}",
    "falling": "{} ↘ {}",
    "steady": "steady",
    "dislike": "dislike",
    "excluded": "never: ",
    "told": "told by the host: ",
    "days": "{} d",
    "hours": "{} h",
    "forever": "never",
    "sum": "sum",
    "smaller": "{} smaller parts",
    "smaller_one": "{} smaller part",
    "empty": "Nothing to recommend.",
    "left_out": "left out: ",
    "of": "place {} of {}",
    "unranked": "not ranked",
    "out": "stays out: ",
    "entry": "{} entry",
    "entries": "{} entries",
    "seen": "seen",
    "liked": "liked",
    "disliked": "disliked",
    "saved": "saved",
    "how": "y: yes, n: no, Enter: I don't know it, q: enough",
    "again": "Please answer y, n, Enter or q.",
    "enough": "Enough is known to begin with.",
}
_CHINESE = {
    "nothing": "还没有了解到什么。",
    "interest": "兴趣",
    "share": "占比",
    "fades": "半衰期",
    "since": "来自",
    "trend": "走势",
    "rising": "{} ↗ {}",
    "falling": "{} ↘ {}",
    "steady": "平稳",
    "dislike": "不喜欢",
    "excluded": "不要：",
    "told": "应用方提供：",
    "days": "{} 天",
    "hours": "{} 小时",
    "forever": "不衰减",
    "sum": "合计",
    "smaller": "{} 项较小的部分",
    "smaller_one": "{} 项较小的部分",
    "empty": "没有可推荐的。",
    "left_out": "已排除：",
    "of": "第 {} 位，共 {} 个",
    "unranked": "未排名",
    "out": "不推荐的原因：",
    "entry": "{} 条记录",
    "entries": "{} 条记录",
    "seen": "看过",
    "liked": "喜欢",
    "disliked": "不喜欢",
    "saved": "收藏",
    "how": "y：喜欢，n：不喜欢，回车：不了解，q：不再回答",
    "again": "请回答 y、n、回车或 q。",
    "enough": "目前了解的已经够用了。",
}


def words_for(chinese: bool) -> Mapping[str, str]:
    """The words in Chinese or in English, under the same keys."""
    return _CHINESE if chinese else _ENGLISH
