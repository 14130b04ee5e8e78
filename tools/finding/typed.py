"""What was typed into a search, against titles and names: two parts of the score.

Knows keywords and how well titles fit; knows nothing of weights or people. That the words
mean something beyond names is told by the parts of tools/signals/wanted.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from penchant.memory.records import Evidence
from penchant.tools.finding.keywords import Keyword, Keywords
from penchant.tools.finding.near_titles import LEAST
from penchant.tools.retrieval.view import View
from penchant.tools.signals.columns import Column, Values
from penchant.tools.talk.words import whole
from penchant.tools.words.titles import EXACT, NO_ARTICLE

VERY = NO_ARTICLE / EXACT
"""From this value on a title is the very one that was typed, but for a leading article."""

NAMED = 3
"""Words named in one sentence."""


def typed(
    text: str, view: View, keywords: Keywords, asked_in: tuple[Evidence, ...]
) -> Iterator[Column]:
    """The parts ``title`` and ``names``: how well each title fits, and how many of the names that
    stand in ``text`` each item bears.
    """
    values: Values = np.zeros(len(view))
    scores: dict[int, float] = {}
    for row, score in keywords.titles(text).items():
        if (place := view.place(row)) >= 0:
            scores[place], values[place] = score, worth(score)
    yield Column("title", values, text, text, evidence=asked_in, told=partial(_titled, scores))
    found = keywords.of(text)
    yield Column(
        "names",
        # The square, so that an item that bears all of them stands out from those that bear some.
        view.take(keywords.share(found)) ** 2,
        names=tuple(one.word for one in found),
        evidence=asked_in,
        told=partial(_named, text, found, view),
    )


def worth(score: float) -> float:
    """What a title that fits by so much (0 to 100) counts, in [0, 1]: VERY or more for the title
    itself, a near miss a good deal less.
    """
    least = LEAST - 10.0
    return score / EXACT if score >= NO_ARTICLE else ((score - least) / (EXACT - least)) ** 2


def _titled(scores: Mapping[int, float], place: int) -> tuple[str, str, str]:
    if scores[place] >= NO_ARTICLE:
        return "title", "Its title is what you searched for.", "名称正是你搜索的。"
    return "title", "Its title is much like what you searched for.", "名称与你搜索的很接近。"


def _named(
    text: str, keywords: tuple[Keyword, ...], view: View, place: int
) -> tuple[str, str, str]:
    row = int(view.rows[place])
    words = whole([one.word for one in keywords if one.borne_by(row)], text)[:NAMED]
    return (
        ", ".join(words),
        f"Its title, people, kind or year have what you searched for: {', '.join(words)}.",
        f"名称、人物、类型或年份含有你搜索的：{'、'.join(words)}。",
    )
