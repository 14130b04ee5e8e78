"""Titles as people write them: one normal form, and a fuzzy index over many.

Knows articles, punctuation, numerals, subtitles and years; nothing of items, people or stores.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

_ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
    "xi": "11",
    "xii": "12",
    "xiii": "13",
    "xiv": "14",
    "xv": "15",
}
_WORDS = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "thirteen": "13",
}
_NUMBERED = frozenset({"part", "pt", "chapter", "episode", "volume", "vol", "book"})
_ARTICLES = frozenset({"the", "a", "an"})
_YEAR_AT_END = re.compile(r"\s*[(（\[]((?:1[5-9]|20)\d\d)[)）\]]\s*$")
_BARE_YEAR = re.compile(r"[\s,]+((?:18|19|20)\d\d)\s*$")
_LETTER_LIKE = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
_AS_LETTER = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "v"}
_INVERTED = re.compile(r"^(.+), (the|a|an)$", re.IGNORECASE)
_SUBTITLE = re.compile(r"\s*(?::|：|\s[-–—]\s)\s*|\s+or\s+(?=\()")

EXACT = 100.0
NO_ARTICLE = 99.0
"""Score of a title that is the one asked for but for a leading article."""
PART = 95.0
"""Score of a title whose main part or subtitle alone is what was asked for."""
LOWEST = 60.0
"""Titles less alike than this are not found."""
START = 88.0
"""Highest score of a title that only begins with the words asked for."""
FUZZY = 94.0
"""Highest score of a title that is spelled a little differently."""
OTHER_NUMBER = 12.0
"""Taken off where the numbers differ: Rocky II is not a misspelled Rocky III."""
ASKED_PART = 93.0
"""Score of a title that is the main part or the subtitle of what was asked for."""


def normalise_title(text: str) -> str:
    """The form in which two spellings of a title are the same string.

    >>> [normalise_title(title) for title in ("Matrix, The (1999)", "M*A*S*H", "Rocky III")]
    ['matrix', 'mash', 'rocky 3']
    >>> normalise_title("Kill Bill: Vol. 2") == normalise_title("kill bill volume two")
    True
    """
    words = _words(text)
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(_numbers_as_digits(words))


def _words(text: str) -> list[str]:
    """Lower-case words without accents and punctuation, a leading article where it was written."""
    text = _INVERTED.sub(r"\2 \1", _YEAR_AT_END.sub("", text).strip())
    text = re.sub(r"(?<=\w)[²³]", r" \g<0>", text.casefold())
    decomposed = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in decomposed if not unicodedata.combining(c))
    text = text.replace("&", " and ").replace(" + ", " and ").replace("$", "s")
    text = _LETTER_LIKE.sub(lambda found: _AS_LETTER[found[0]], re.sub(r"['’‘`*.]", "", text))
    return re.sub(r"[^\w]+|_", " ", text).split()


def _numbers_as_digits(words: Sequence[str]) -> Iterator[str]:
    """``words`` with numbers as digits, and without "part" or the like before a number."""
    for place, word in enumerate(words):
        numbered = place > 0 and words[place - 1] in _NUMBERED
        if numbered and word in {"i", "one"}:
            yield "1"
        elif place and word in _ROMAN:
            yield _ROMAN[word]
        elif place and word in _NUMBERED and place + 1 < len(words) and _numeral(words[place + 1]):
            continue
        else:
            yield _WORDS.get(word, word)


def _numeral(word: str) -> bool:
    return word.isdigit() or word in _ROMAN or word in _WORDS or word in {"i", "one"}


def split_year(text: str) -> tuple[str, int | None]:
    """``text`` without a year in brackets at its end, and that year (None: there is none)."""
    found = _YEAR_AT_END.search(text)
    return (text[: found.start()], int(found[1])) if found else (text, None)


def title_parts(title: str) -> list[str]:
    """Main part and subtitle in normal form, for titles that have both."""
    pieces = [normalise_title(piece) for piece in _SUBTITLE.split(split_year(title)[0])]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) < 2:
        return []
    # "Part 2" or "3D" alone names no work
    return [piece for piece in pieces if len(piece) > 3 and piece.split()[0] not in _NUMBERED]


def _numbers(name: str) -> list[str]:
    return [word for word in name.split() if word.isdigit()]


class TitleIndex:
    """Finds the rows of a fixed list of titles by what a person typed.

    ``years`` has nan where unknown; ``prior`` breaks ties among equal titles, more people first.
    """

    def __init__(
        self, titles: Sequence[str], years: NDArray[np.float32], prior: NDArray[np.float32]
    ) -> None:
        self._titles = titles
        self._years = years
        self._prior = prior

    def find(
        self, text: str, *, year: int | None = None, limit: int = 5
    ) -> list[tuple[int, float]]:
        """(row, score 0..100) of the best titles, best first. 100 is the exact title.

        A year in brackets at the end of ``text`` counts as ``year``; so does a bare one when no
        title is exactly ``text``. With a year only titles of that year, the years beside it
        (less two points) and titles of unknown year stay.
        """
        text, written = split_year(text)
        found = self._scores(text, year or written)
        bare = _BARE_YEAR.search(text)
        if bare and not written and max(found.values(), default=0.0) < NO_ARTICLE:
            rest = self._scores(text[: bare.start()], int(bare[1]))
            found = {row: max(found.get(row, 0.0), rest.get(row, 0.0)) for row in {*found, *rest}}
        order = sorted(found, key=lambda row: (-found[row], -self._prior[row], row))
        return [(row, found[row]) for row in order[:limit]]

    def exact(self, text: str, *, year: int | None = None) -> tuple[int, ...]:
        """Rows whose whole title is ``text`` (any spelling of it), of ``year`` if one is given.

        Titles that also agree in the leading article come before those that do not, and among
        equals the better known first.
        """
        text, written = split_year(text)
        year = year or written
        rows = [
            row
            for row in self._exact.get(normalise_title(text), ())
            if year is None or self._years[row] == year
        ]
        return tuple(
            sorted(rows, key=lambda row: (-self._agreement(text, row), -self._prior[row], row))
        )

    def _agreement(self, text: str, row: int) -> float:
        same = _words(text)[:1] == _words(self._titles[row])[:1]
        return EXACT if same else NO_ARTICLE

    def _scores(self, text: str, year: int | None) -> dict[int, float]:
        wanted = normalise_title(text)
        scores: dict[int, float] = {}
        if not wanted:
            return scores
        for name, score in self._similar(wanted):
            for row in self._exact.get(name, ()):
                scores[row] = max(scores.get(row, 0.0), score)
        for part in title_parts(text):
            for row in self._exact.get(part, ()):
                scores[row] = max(scores.get(row, 0.0), ASKED_PART)
        for row in self._by_part.get(wanted, ()):
            scores[row] = max(scores.get(row, 0.0), PART)
        for row in self._exact.get(wanted, ()):
            scores[row] = self._agreement(text, row)
        return scores if year is None else self._of_year(scores, year)

    def _of_year(self, scores: dict[int, float], year: int) -> dict[int, float]:
        kept = {}
        for row, score in scores.items():
            distance = abs(float(self._years[row]) - year)
            if np.isnan(distance) or distance == 1:
                kept[row] = score - 2.0
            elif distance == 0:
                kept[row] = score
        return kept

    def _similar(self, wanted: str) -> list[tuple[str, float]]:
        names = self._names
        ratio = process.cdist([wanted], names, scorer=fuzz.ratio, score_cutoff=LOWEST)[0]
        sorted_ratio = process.cdist(
            [wanted], names, scorer=fuzz.token_sort_ratio, score_cutoff=LOWEST
        )[0]
        best = np.minimum(np.maximum(ratio, sorted_ratio - 3.0), FUZZY)
        found = {names[k]: float(best[k]) for k in np.flatnonzero(best >= LOWEST)}
        begins = wanted + " "
        if len(wanted) > 3:
            for name in self._beginning_with(begins):
                score = START - min(20.0, 0.5 * (len(name) - len(wanted)))
                found[name] = max(found.get(name, 0.0), score)
        numbers = _numbers(wanted)
        return [
            (name, score if _numbers(name) == numbers else score - OTHER_NUMBER)
            for name, score in found.items()
        ]

    def _beginning_with(self, text: str) -> Iterator[str]:
        names = self._in_order
        for place in range(bisect_left(names, text), len(names)):
            if not names[place].startswith(text):
                return
            yield names[place]

    @cached_property
    def _exact(self) -> dict[str, tuple[int, ...]]:
        rows: dict[str, list[int]] = {}
        for row, title in enumerate(self._titles):
            rows.setdefault(normalise_title(title), []).append(row)
        return {name: tuple(found) for name, found in rows.items() if name}

    @cached_property
    def _by_part(self) -> dict[str, tuple[int, ...]]:
        rows: dict[str, list[int]] = {}
        for row, title in enumerate(self._titles):
            for part in title_parts(title):
                rows.setdefault(part, []).append(row)
        return {name: tuple(found) for name, found in rows.items()}

    @cached_property
    def _names(self) -> list[str]:
        return list(self._exact)

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._exact)
