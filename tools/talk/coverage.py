"""Coverage: how much of the words asked for stands in each text, rare words counting more.

Knows texts and words; knows nothing of items or people. No index is made: a word is looked for
when it is first asked for, and where it stands is kept. So a catalog of a hundred thousand items
costs nothing before anybody asks, and some milliseconds per new word then (docs/decisions.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Item
from penchant.tools.talk.words import Values, words_of

MOST = 64
"""Different words of a text that are looked for; the rest of a longer one is left out."""

KEPT = 4_096
"""Words whose places are kept; beyond it all are looked for afresh."""


def telling(item: Item) -> str:
    """The words of ``item`` that tell what it is. Its title is not among them, nor are its people:
    both are made of words that mean something else there ("Road House" is no road movie).
    """
    return " ".join((*item.categories, *item.tags, item.description))


_WITHIN = re.compile("[^\\W_\u3400-\u9fff]")
"""What a word goes on with. Chinese has no blanks around its words."""


class Coverage:
    """Looks for words in ``texts``. Words are whole words; Chinese, which has no blanks, is looked
    for by pairs of characters.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        plain = [text.casefold() for text in texts]
        lengths = np.array([len(text) + 1 for text in plain], np.intp)
        self.size = len(texts)
        self._ends: NDArray[np.intp] = np.cumsum(lengths)
        self._joined = "\n".join(plain)
        self._rows: dict[str, NDArray[np.intp]] = {}

    def share(self, asked: str) -> Values:
        """The part of the words of ``asked`` that each text holds (n,), in [0, 1]: by rarity, a
        word that no text holds counting most.
        """
        held, whole = np.zeros(self.size), 0.0
        for word in list(dict.fromkeys(words_of(asked)))[:MOST]:
            rows = self.holding(word)
            rarity = float(np.log((1 + self.size) / (1 + len(rows)))) + 1.0
            held[rows] += rarity
            whole += rarity
        return held / whole if whole > 0 else held

    def holding(self, word: str) -> NDArray[np.intp]:
        """The rows, ascending, of the texts that hold ``word`` (one of :func:`words_of`)."""
        rows = self._rows.get(word)
        if rows is None:
            if len(self._rows) >= KEPT:
                self._rows = {}
            rows = self._rows[word] = self._look_for(word)
        return rows

    def _look_for(self, word: str) -> NDArray[np.intp]:
        text, length = self._joined, len(word)
        places = [found.start() for found in re.finditer(re.escape(word), text)]
        if not "\u3400" <= word[0] <= "\u9fff":
            # With what a word goes on with in the pattern, each new word would take milliseconds to
            # compile.
            within = _WITHIN.match
            places = [
                place
                for place in places
                if not within(text, place + length) and not (place and within(text, place - 1))
            ]
        return np.unique(np.searchsorted(self._ends, places, side="right"))
