"""Coverage: how much of the words asked for stands in each text, rare words counting more.

Knows texts and words; knows nothing of items or people. No index of words is made: a word is
looked for when it is first asked for, and where it stands is kept. So a catalog of a hundred
thousand items costs little before anybody asks, and some milliseconds per new word then
(docs/decisions.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.distinct import distinct
from penchant.memory.records import Item
from penchant.tools.talk.words import Values, forms_of, words_of
from penchant.tools.words.last import Last
from penchant.tools.words.marks import is_work
from penchant.tools.words.traits import traits

MOST = 64
"""Different words of a text that are looked for; the rest of a longer one is left out."""

KEPT = 4_096
"""Words whose places are kept; beyond it all are looked for afresh."""


def telling(item: Item) -> str:
    """The words of ``item`` that tell what it is."""
    return " ".join(told_by(item))


def told_by(item: Item) -> tuple[str, ...]:
    """The texts that tell what ``item`` is.

    The title of a work is not among them, nor are its people: both are made of words that mean
    something else there ("Road House" is no road movie). A "steel chain" is a chain.
    """
    named = () if is_work(item) else (item.title, *item.people)
    return *named, *item.categories, *item.tags, *traits(item), item.description


_WITHIN = re.compile("[^\\W_\u3400-\u9fff]")
"""What a word goes on with. Chinese has no blanks around its words."""


class Coverage:
    """Looks for words in ``texts``. Words are whole words; Chinese, which has no blanks, is looked
    for by pairs of characters.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._lay_out([(text,) for text in texts])

    @classmethod
    def of_parts(
        cls, texts: Iterable[Sequence[str]], either: NDArray[np.bool_] | None = None
    ) -> Coverage:
        """Looks for words in texts of several parts each. A part that many have, such as a
        category, is looked through once. In ``either`` (n,) of the texts a word's other number
        counts for it: who asks for scarves wants a scarf.
        """
        made = cls.__new__(cls)
        made._lay_out(texts)
        made._either = either if either is not None and either.any() else None
        return made

    def _lay_out(self, texts: Iterable[Sequence[str]]) -> None:
        places: dict[str, int] = {}
        found: list[int] = []
        ends = [0]
        for parts in texts:
            found += [places.setdefault(part, len(places)) for part in parts if part]
            ends.append(len(found))
        self.size = len(ends) - 1
        of = np.asarray(found, np.intp)
        rows = np.repeat(np.arange(self.size, dtype=np.int32), np.diff(ends))
        self._having = rows[np.argsort(of, kind="stable")]
        """The rows of the texts that have each part, part by part."""
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=len(places)))])
        plain = [part.casefold() for part in places]
        self._ends: NDArray[np.intp] = np.cumsum([len(part) + 1 for part in plain], dtype=np.intp)
        self._joined = "\n".join(plain)
        self._rows: dict[tuple[str, ...], NDArray[np.intp]] = {}
        self._either: NDArray[np.bool_] | None = None
        # A list asks twice: roughly of all items, and of those that it scores.
        self._last: Last[Values] = Last()

    def share(self, asked: str) -> Values:
        """The part of the words of ``asked`` that each text holds (n,), in [0, 1]: by rarity, a
        word that no text holds counting most. Not to be written to.
        """
        return self._last.of(asked, self._share)

    def _share(self, asked: str) -> Values:
        held, whole = np.zeros(self.size), 0.0
        for word in list(dict.fromkeys(words_of(asked)))[:MOST]:
            rows = self._counting(word)
            rarity = float(np.log((1 + self.size) / (1 + len(rows)))) + 1.0
            if len(rows) == self.size:
                held += rarity
            else:
                held[rows] += rarity
            whole += rarity
        if whole > 0:
            held /= whole
        held.flags.writeable = False
        return held

    def holding(self, word: str) -> NDArray[np.intp]:
        """The rows, ascending, of the texts that hold ``word`` (one of :func:`words_of`)."""
        return self._holding((word,))

    def holding_either(self, word: str) -> NDArray[np.intp]:
        """The same of ``word`` or its other number; see :func:`forms_of`."""
        return self._holding(forms_of(word))

    def _counting(self, word: str) -> NDArray[np.intp]:
        """The rows of the texts in which ``word`` counts as held."""
        if self._either is None or len(forms_of(word)) == 1:
            return self.holding(word)
        rows = self.holding_either(word)
        if self._either.all():
            return rows
        found = np.zeros(self.size, bool)
        found[rows] = self._either[rows]
        found[self.holding(word)] = True
        return np.flatnonzero(found)

    def _holding(self, forms: tuple[str, ...]) -> NDArray[np.intp]:
        rows = self._rows.get(forms)
        if rows is None:
            if len(self._rows) >= KEPT:
                self._rows = {}
            rows = self._rows[forms] = self._look_for(forms)
        return rows

    def _look_for(self, forms: tuple[str, ...]) -> NDArray[np.intp]:
        # All forms are looked for at once, by what they begin with alike.
        alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*forms, strict=False))
        text, stem = self._joined, forms[0][: sum(1 for _ in alike)]
        places = [found.start() for found in re.finditer(re.escape(stem), text)]
        if not "\u3400" <= stem[0] <= "\u9fff":
            # With what a word goes on with in the pattern, each new word would take milliseconds to
            # compile.
            within = _WITHIN.match
            places = [
                place
                for place in places
                if not (place and within(text, place - 1))
                and any(
                    text.startswith(form, place) and not within(text, place + len(form))
                    for form in forms
                )
            ]
        return self._texts_with(
            distinct(np.searchsorted(self._ends, places, side="right"), len(self._ends))
        )

    def _texts_with(self, parts: NDArray[np.intp]) -> NDArray[np.intp]:
        """The rows, ascending, of the texts that have one of ``parts``."""
        starts, ends = self._starts[parts], self._starts[parts + 1]
        lengths = ends - starts
        before = np.cumsum(lengths) - lengths
        within = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
        found = np.zeros(self.size, bool)
        found[self._having[within]] = True
        return np.flatnonzero(found)
