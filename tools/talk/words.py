"""Words: texts compared by the words they share, rare ones counting more (tf-idf, cosine).

Knows texts and their rows; knows nothing of items or people. Chinese, which has no blanks, is
compared by pairs of characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_WORD = re.compile("[^\\W_\u3400-\u9fff]{2,}|[\u3400-\u9fff]+")

_COMMON = """
about after all also am an and any are as at be because been before being but by can could did
do does doing don down each few for from further had has have having he her here him his how
if in into is it its just me more most my no not now of off on once only or other our out own
re same she should so some such than that the their them then there these they this those
through to too under until up very was we were what when where which while who whom why will
with would you your yes hi hello hey ve ll film films movie movies size sizes
"""
"""Words that tell nothing of what a text is about."""

COMMON = frozenset(_COMMON.split())


SHORTEST = 3
"""Letters of the shortest word that has another number; a stem may have one less."""

OF_ITS_OWN = frozenset(("news", "goods", "means", "species", "series"))
"""Words that look like the plural of another and are none."""

_NUMBERS: tuple[tuple[tuple[str, ...], tuple[int, *tuple[str, ...]]], ...] = (
    (("ss", "us", "is"), (0, "es")),
    (("ies",), (3, "y", "ie")),
    (("ves",), (3, "f", "fe", "ve")),
    (("ses", "xes", "ches", "shes", "zes", "oes"), (2, "", "e")),
    (("ns",), (1, "", "ses")),
    (("s",), (1, "")),
    (("ay", "ey", "oy", "uy"), (0, "s")),
    (("y",), (1, "ies")),
    (("fe",), (2, "fes", "ves")),
    (("ff",), (0, "s")),
    (("f",), (1, "fs", "ves")),
    (("x", "z", "ch", "sh"), (0, "es")),
    (("o",), (0, "s", "es")),
    (("",), (0, "s")),
)
"""By how an English word ends: how many letters are taken off and what is put there instead."""


def words_of(text: str) -> list[str]:
    """The words of a text that can tell something, in lower case."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if "\u3400" <= word[0] <= "\u9fff":
            found += [word[k : k + 2] for k in range(max(len(word) - 1, 1))]
        elif word not in COMMON:
            found.append(word)
    return found


def forms_of(word: str) -> tuple[str, ...]:
    """``word`` of :func:`words_of` and, where it is an English one, what may be its other number.

    >>> forms_of("chains"), forms_of("scarf"), forms_of("berries")
    (('chains', 'chain'), ('scarf', 'scarfs', 'scarves'), ('berries', 'berry', 'berrie'))
    """
    if len(word) < SHORTEST or word in OF_ITS_OWN or not (word.isascii() and word.isalpha()):
        return (word,)
    for endings, (taken, *given) in _NUMBERS:
        if word.endswith(endings) and len(word) - taken >= SHORTEST - 1:
            stem = word[:-taken] if taken else word
            return (word, *(stem + ending for ending in given))
    return (word,)


def whole(words: Sequence[str], text: str) -> list[str]:
    """``words`` of :func:`words_of` as ``text`` has them: pairs of Chinese characters that run on
    there as one.

    >>> whole(["捷安", "安特", "坐垫"], "捷安特 坐垫")
    ['捷安特', '坐垫']
    """
    found: list[str] = []
    lower = text.casefold()
    for word in words:
        if found and "\u3400" <= word[0] <= "\u9fff" and found[-1][-1] == word[0]:
            longer = found[-1] + word[1:]
            if longer in lower:
                found[-1] = longer
                continue
        found.append(word)
    return list(dict.fromkeys(found))


def pieces_of(text: str) -> list[str]:
    """Runs of three and four characters within the words of a text, ends of words included."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        closed = f" {word} "
        found += [closed[k : k + n] for n in (3, 4) for k in range(len(closed) - n + 1)]
    return found


class Words:
    """An index of ``texts``, taken apart by ``apart``."""

    def __init__(self, texts: Sequence[str], apart: Callable[[str], list[str]] = words_of) -> None:
        self.size = len(texts)
        counted = [Counter(apart(text)) for text in texts]
        holding = Counter(word for counts in counted for word in counts)
        self._number: Mapping[str, int] = {word: number for number, word in enumerate(holding)}
        self._rarity: Values = np.array(
            [np.log((1 + self.size) / (1 + times)) + 1 for times in holding.values()]
        )
        self._rows = [self._weighed(counts) for counts in counted]
        self._found = self._by_word()

    def _weighed(self, counts: Mapping[str, int]) -> dict[int, float]:
        weights = {
            (number := self._number[word]): (1 + np.log(times)) * float(self._rarity[number])
            for word, times in counts.items()
        }
        length = float(np.sqrt(sum(weight**2 for weight in weights.values())))
        return {number: weight / length for number, weight in weights.items()} if weights else {}

    def _by_word(self) -> list[tuple[NDArray[np.intp], Values]]:
        rows: list[list[int]] = [[] for _ in self._number]
        weights: list[list[float]] = [[] for _ in self._number]
        for row, weighed in enumerate(self._rows):
            for number, weight in weighed.items():
                rows[number].append(row)
                weights[number].append(weight)
        return [(np.array(of, np.intp), np.array(by)) for of, by in zip(rows, weights, strict=True)]

    def like_row(self, row: int) -> Values:
        """Cosines of the indexed text of ``row`` to every one (n,), its own taken for 0."""
        cosines = self._cosines(self._rows[row])
        cosines[row] = 0.0
        return cosines

    def _cosines(self, weighed: Mapping[int, float]) -> Values:
        cosines = np.zeros(self.size)
        for number, weight in weighed.items():
            rows, weights = self._found[number]
            cosines[rows] += weight * weights
        return cosines
