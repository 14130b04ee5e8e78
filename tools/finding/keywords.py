"""Keywords: which items bear the names that stand in a text: of titles, people, years and genres.

Knows the catalog, its words and the lexicon; knows nothing of people or scores. An item's texts are
looked at only to tell which words mean something here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.distinct import distinct
from penchant.memory.records import Item
from penchant.tools.asking import is_chinese
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.finding.near_titles import fitting_titles
from penchant.tools.talk.coverage import MOST, Coverage
from penchant.tools.talk.words import Values, words_of
from penchant.tools.words.chinese_names import PEOPLE_ZH
from penchant.tools.words.last import Last
from penchant.tools.words.lexicon import (
    Word,
    chinese_genre_words,
    chinese_theme_words,
    english_genre_words,
    genre_names,
)

LONGEST = 3
"""Words in the longest name of a genre that is looked for."""

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word or name of a text, the rows that bear it, ascending, and how much it counts."""

    word: str
    rows: Rows
    rarity: float

    @property
    def parts(self) -> frozenset[str]:
        """The words it is made of, where it is no single word."""
        return frozenset(words_of(self.word)) - {self.word}

    def borne_by(self, row: int) -> bool:
        """Whether the item of ``row`` bears it."""
        place = int(np.searchsorted(self.rows, row))
        return place < len(self.rows) and int(self.rows[place]) == row


class Keywords:
    """The names of the items of ``catalog``, whose telling words are ``texts``."""

    def __init__(self, catalog: Catalog, texts: Coverage) -> None:
        self._catalog = catalog
        self._texts = texts
        self._names = Coverage([naming(item) for item in catalog.items])
        self._genres = genre_names(catalog.categories)
        # A search asks twice: of all items, and of those that it finds.
        self._last: Last[tuple[Keyword, ...]] = Last()
        self._last_titles: Last[Mapping[int, float]] = Last()

    def serves(self, catalog: Catalog) -> bool:
        """Whether the items of ``catalog`` have the same names and texts, in the same rows: after a
        new price they have.
        """
        own, made = self._catalog, ("coverage", "postings", "_titles")
        return catalog is own or (
            catalog.wording is own.wording and all(catalog.shares(name, own) for name in made)
        )

    def titles(self, text: str) -> Mapping[int, float]:
        """How well titles fit ``text``, by row; see :func:`fitting_titles`."""
        return self._last_titles.of(text, partial(fitting_titles, catalog=self._catalog))

    def of(self, text: str) -> tuple[Keyword, ...]:
        """The words and names of ``text`` that anything here has; rare ones count more."""
        return self._last.of(text, self._of)

    def _of(self, text: str) -> tuple[Keyword, ...]:
        found: dict[str, Rows] = {}
        for word in list(dict.fromkeys(words_of(text)))[:MOST]:
            found[word] = self._names.holding_either(word)
        for word, rows in self._named(text):
            found[word] = self._both(found[word], rows) if word in found else rows
        counted = {word: self._anywhere(word, rows) for word, rows in found.items()}
        size = len(self._catalog)
        return tuple(
            Keyword(word, found[word], float(np.log((1 + size) / (1 + number))) + 1.0)
            for word, number in counted.items()
            if number
        )

    def share(self, keywords: Sequence[Keyword]) -> Values:
        """The part of ``keywords`` that each item bears, in [0, 1], by rarity: (n,)."""
        borne, whole = np.zeros(len(self._catalog)), sum(one.rarity for one in keywords)
        for one in keywords:
            borne[one.rows] += one.rarity / whole
        return borne

    def held(self, keywords: Sequence[Keyword]) -> Values:
        """The part of ``keywords`` that stands in each item's names or in what is told of it, in
        [0, 1], by rarity: (n,). Where a name of several words is borne, so are its words.
        """
        held, whole = np.zeros(len(self._catalog)), sum(one.rarity for one in keywords)
        for one in keywords:
            own = words_of(one.word)
            rows = [one.rows, *(other.rows for other in keywords if one.word in other.parts)]
            if own == [one.word]:
                rows.append(self._texts.holding_either(one.word))
            held[self._both(*rows)] += one.rarity / whole
        return held

    def _anywhere(self, word: str, rows: Rows) -> int:
        texts = self._texts.holding_either(word) if words_of(word) == [word] else rows[:0]
        return len(self._both(rows, texts))

    def _both(self, *rows: Rows) -> Rows:
        """The rows that are among any of ``rows``, ascending."""
        return distinct(np.concatenate(rows), len(self._catalog))

    def _named(self, text: str) -> Iterator[tuple[str, Rows]]:
        """Genres, and people by their Chinese names, that stand in ``text``."""
        for word, meant in _genre_words(text):
            own = [self._genres[name] for name in meant.names if name in self._genres]
            if own:
                yield word, self._both(*map(self._catalog.rows_with, own))
        if is_chinese(text):
            plain = text.replace("·", "")
            for word, name in PEOPLE_ZH.items():
                if word.replace("·", "") in plain:
                    yield word, self._catalog.rows_with(name)


def words_held(text: str, keywords: Keywords | None, size: int) -> Values:
    """The part of the words of ``text`` that each of ``size`` items holds (n,), of those that any
    does; see :meth:`Keywords.held`.
    """
    return np.zeros(size) if keywords is None else keywords.held(keywords.of(text))


def has_slips(text: str, keywords: Keywords | None) -> bool:
    """Whether a word of ``text`` stands nowhere, such as a misspelled one."""
    if keywords is None:
        return True
    known = {one.word for one in keywords.of(text)}
    return not known.issuperset(words_of(text)[:MOST])


def naming(item: Item) -> str:
    """The words by which ``item`` is called or known: its title, its people and its year."""
    return " ".join((item.title, *item.people, "" if item.year is None else str(item.year)))


def meant_by(text: str) -> str:
    """The genres and themes that a Chinese ``text`` names, in the lexicon's English words, for an
    embedder that knows no Chinese; "" for any other text.
    """
    if not is_chinese(text):
        return ""
    names = [name for _, word in _genre_words(text) for name in word.names]
    names += [
        theme.name
        for word, (theme, weak) in chinese_theme_words().items()
        if word in text and not weak
    ]
    return " ".join(dict.fromkeys(names))


def _genre_words(text: str) -> Iterator[tuple[str, Word]]:
    """Words that mean genres; "funny" too, which in a chat need not ask for a comedy."""
    words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()[:MOST]
    for length in range(1, LONGEST + 1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length])
            meant = english_genre_words().get(phrase)
            if meant is not None:
                yield phrase, meant
    if is_chinese(text):
        for word, meant in chinese_genre_words().items():
            if word in text:
                yield word, meant
