"""Fitting: which items of a search fit what was typed, in which order, and why one was moved.

Knows scores and the words that stand in items; knows nothing of people or stores. By score alone
an embedder that knows nothing of a language would put what it takes for near before what has the
very words. So what has words is never left out for what has none, and what has them all comes
before what does not: black boots before white ones whose title is as like "black boots".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Adjustment
from penchant.tools.candidates import Mask
from penchant.tools.finding.typed import VERY
from penchant.tools.signals import ranking
from penchant.tools.signals.columns import Column, Values

CUT = 1 / 3
"""What fits less than this part of what fits best is not found; a title that fits is. By titles
alone nothing is the best: whoever types one may look for what goes with it.
"""

WHOLE = 1.0 - 1e-9
"""The part of the words from which an item has them all."""

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Fitting:
    """``found`` (n,) over some items, how well the ``titles`` fit (n,), and the part of the words
    typed that each item ``holds`` (n,), of those that anything in the catalog holds. ``slipped``
    tells that a word typed stands nowhere, so that a title like the words may be what was meant.
    """

    found: Mask
    titles: Values
    holds: Values
    slipped: bool = True

    def among(self, rows: Rows) -> Fitting:
        """The same of the items in ``rows`` (m,) alone."""
        return Fitting(self.found[rows], self.titles[rows], self.holds[rows], self.slipped)

    def worded(self) -> Mask:
        """The rows found that hold any of the words or have a title like them, (n,)."""
        rows: Mask = self.found & ((self.holds > 0) | (self.titles > 0))
        return rows

    def in_order(self, score: Values) -> Rows:
        """The rows found, best first: those of the very title, then those that hold all the words
        or, after a slip, have a title like them, then the others.
        """
        rows = np.flatnonzero(self.found)
        very = np.where(self.titles[rows] >= VERY, self.titles[rows], 0.0)
        before = self._before()[rows]
        ordered: Rows = rows[np.lexsort((rows, -score[rows], ~before, -very))]
        return ordered

    def moved(self, score: Values, row: int, place: int) -> tuple[Adjustment, ...]:
        """That the item of ``row`` stands at ``place`` (from 0) and not where its score says."""
        places = ranking.rank(score, self.found, row) - place - 1
        if places == 0:
            return ()
        number = abs(places)
        unit = "place" if number == 1 else "places"
        name, en, zh = self._up(row) if places > 0 else self._down(row)
        way, way_zh = ("up", "前移") if places > 0 else ("down", "后移")
        return (
            Adjustment(
                name=name,
                text=f"Moved {way} {number} {unit}{en}",
                text_zh=f"{zh}，{way_zh} {number} 位。",
                places=places,
            ),
        )

    def _up(self, row: int) -> tuple[str, str, str]:
        if self.titles[row] >= VERY:
            return (
                "title",
                ": its title is exactly what you searched for.",
                "名称与你搜索的完全一致",
            )
        if self.holds[row] >= WHOLE:
            return (
                "words",
                ": it has all the words of your search that anything here has.",
                "含有你搜索的、目录中有的全部词语",
            )
        return "title", ": its title is much like what you searched for.", "名称与你搜索的很接近"

    def _down(self, row: int) -> tuple[str, str, str]:
        if self._before()[row] or not self._with_words().any():
            return (
                "title",
                ", after a title that is exactly what you searched for.",
                "排在名称完全一致的之后",
            )
        if not self.slipped:
            return "words", ", after what has all the words.", "排在含有全部词语的之后"
        return (
            "words",
            ", after what has all the words or a title like them.",
            "排在含有全部词语或名称相近的之后",
        )

    def _before(self) -> Mask:
        """What comes before the rest: what holds all the words, the very title, and after a slip
        what has a title like the words.
        """
        titled = self.titles > 0 if self.slipped else self.titles >= VERY
        before: Mask = titled | (self.holds >= WHOLE)
        return before

    def _with_words(self) -> Mask:
        """What comes before the rest, but for the very title."""
        some: Mask = self.found & self._before() & (self.titles < VERY)
        return some


def fitting(
    typed: Sequence[Column],
    weights: Mapping[str, float],
    holds: Values,
    allowed: Mask,
    slipped: bool = True,
) -> Fitting:
    """The rows that fit what was ``typed`` among those ``allowed``: by title, by the words that
    each item ``holds``, or by meaning. ``slipped`` tells that a word of it stands nowhere.
    """
    titles = next((one.values for one in typed if one.signal == "title"), np.zeros(len(allowed)))
    beside = [one for one in typed if one.signal != "title"]
    fit = ranking.scores(beside, weights, len(allowed))
    found: Mask = allowed & (fit > 0)
    if found.any():
        found &= fit >= CUT * fit[found].max()
    worded = allowed & (holds > 0)
    if worded.any():
        found |= worded & (holds >= CUT * holds[worded].max())
    found |= allowed & (titles > 0)
    return Fitting(found, titles, holds, slipped)
