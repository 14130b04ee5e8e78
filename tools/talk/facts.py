"""Facts: what items are, laid out so that words and other items can be held against all at once.

Knows items, the lexicon of genre words and titles; knows nothing of people's talk or of scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Item
from penchant.tools.talk.alike import SAME
from penchant.tools.talk.words import Values, Words, pieces_of
from penchant.tools.words.lexicon import Word, chinese_genre_words, english_genre_words, genre_names

LONGEST = 3
"""Words in the longest name of a genre or a person that is looked for."""

_CHINESE = re.compile("[\u3400-\u9fff]")
_TOKEN = re.compile(r"[^\W_](?:[\w'’-]*\w)?")
_NEW = re.compile(
    r"\bnew\b(?! (?:york|zealand|orleans|jersey|england|mexico|delhi|hampshire|wave|age|year))"
    r"|\b(?:newer|newest|recent|recently|latest|theat(?:er|re)s?|this year)\b"
    r"|新(?=[片的作出上一点些电影])|[最较]新|最近|(?<![\u3400-\u9fff])新(?![\u3400-\u9fff])"
)
"""What is new; not New York, nor what else begins with 新."""

_OLD = re.compile(
    r"(?<!year )(?<!years )(?<!year-)\bold\b"
    r"(?! (?:m[ae]n|wom[ae]n|lad(?:y|ies)|people|couples?|friends?|school|west|age))"
    r"|\b(?:older|oldest|classics?|vintage)\b|老片|老电影|老一?[点些]|经典"
)
"""What is old; not an old man."""

_DECADE = re.compile(r"(?<![\d$])((?:18|19|20)?)(\d0)['’]?s\b|(?<!\d)((?:19|20)?)(\d0)年代")


class Facts:
    """The categories, people, years and titles of ``items``, by row. An unknown ``years`` is the
    mean of the known ones.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self.size = len(items)
        self._of_genre = _rows_by(item.categories for item in items)
        self._genres: Mapping[str, int] = {name: k for k, name in enumerate(self._of_genre)}
        self.genres: Values = np.zeros((self.size, len(self._genres)))
        for name, number in self._genres.items():
            self.genres[self._of_genre[name], number] = 1.0
        lengths = np.sqrt(self.genres.sum(axis=1, keepdims=True))
        self.mixes: Values = self.genres / np.maximum(lengths, 1.0)
        self._english, self._chinese = _genre_words(
            self._genres, genre_names(dict.fromkeys(n for item in items for n in item.categories))
        )
        self._people = tuple(tuple(dict.fromkeys(map(_plain, item.people))) for item in items)
        self._of_person = _rows_by(self._people)
        known = np.array([np.nan if item.year is None else item.year for item in items], float)
        dated = np.isfinite(known)
        self._known_years: Values = known
        self.years: Values = np.where(dated, known, known[dated].mean() if dated.any() else 0.0)
        self.newest = float(known[dated].max()) if dated.any() else 0.0
        self._titles = Words([item.title for item in items], pieces_of)

    def genres_in(self, text: str) -> Values:
        """Which categories ``text`` names, also as "scary", 恐怖: (genres,), 0 or 1."""
        found = np.zeros(len(self._genres))
        for name in _phrases(text):
            if numbers := self._english.get(name):
                found[numbers] = 1.0
        if _CHINESE.search(text):
            for word, numbers in self._chinese.items():
                if word in text:
                    found[numbers] = 1.0
        return found

    def with_people_in(self, text: str) -> Values:
        """How many of the people whose full names stand in ``text`` each item has: (n,)."""
        found = np.zeros(self.size)
        for name in dict.fromkeys(_phrases(text)):
            if " " in name and name in self._of_person:
                found[self._of_person[name]] += 1.0
        return found

    def sharing_people(self, row: int) -> Values:
        """How many people each item shares with ``row``'s, at most SAME: (n,); 0 for itself."""
        shared = np.zeros(self.size)
        for name in self._people[row]:
            shared[self._of_person[name]] += 1.0
        shared[row] = 0.0
        return np.minimum(shared, SAME)

    def titled_like(self, row: int) -> Values:
        """How alike each title is to ``row``'s, in [0, 1], as sequels are; 0 for itself."""
        return self._titles.like_row(row)

    def of_decades_in(self, text: str) -> Values:
        """1 for items of a decade that ``text`` names ("80s", 90年代), else 0."""
        found = np.zeros(self.size)
        for english_century, english, century, chinese in _DECADE.findall(text):
            first = int(english or chinese)
            hundreds = english_century or century or ("19" if first > 20 else "20")
            start = int(hundreds) * 100 + first
            # nan, which is an unknown year, is within nothing.
            within = (self._known_years >= start) & (self._known_years < start + 10)
            found[within] = 1.0
        return found


def newness_in(text: str) -> float:
    """1 where ``text`` asks for what is new, -1 for what is old, 0 for neither or both."""
    plain = text.casefold()
    return float(bool(_NEW.search(plain))) - float(bool(_OLD.search(plain)))


def _genre_words(
    genres: Mapping[str, int], own_names: Mapping[str, str]
) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """English and Chinese words -> the numbers of the categories they mean."""

    def numbers(word: Word) -> list[int]:
        names = (_plain(own_names.get(name, "")) for name in word.names)
        return [genres[name] for name in names if name in genres]

    english = {words: numbers(word) for words, word in english_genre_words().items()}
    english |= {name: [number] for name, number in genres.items()}
    return english, {words: numbers(word) for words, word in chinese_genre_words().items()}


def _rows_by(
    names: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]],
) -> dict[str, NDArray[np.intp]]:
    rows: dict[str, list[int]] = {}
    for row, own in enumerate(names):
        for name in dict.fromkeys(map(_plain, own)):
            if name:
                rows.setdefault(name, []).append(row)
    return {name: np.array(found, np.intp) for name, found in rows.items()}


def _phrases(text: str) -> Iterator[str]:
    words = _plain(text).split()
    for length in range(1, LONGEST + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def _plain(text: str) -> str:
    return " ".join(_TOKEN.findall(text.casefold().replace(".", "")))
