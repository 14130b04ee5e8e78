"""The titles of a catalog by their words, and the item meant by a title that is misspelt.

Knows titles, articles, subtitles and years; nothing of turns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from penchant.agent.understand.text import CJK, clean, fold
from penchant.agent.understand.words import key_of
from penchant.memory.records import Item
from penchant.tools.words.chinese_titles import TITLES_ZH

NEAR = 86.0
"""Lowest likeness (0..100) of a misspelt title to the title meant."""

Find = Callable[..., list[tuple[Item, float]]]


_SUBTITLE = re.compile(r"\s*(?::|\s-\s|\s–\s|\s—\s)\s*")
_ARTICLES = ("the ", "a ", "an ")


@dataclass(frozen=True, slots=True)
class HanziTitle:
    """The item of a title in Chinese characters; ``word`` tells that it is an ordinary word too."""

    item: Item
    word: bool


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Titles by :func:`~.words.phrase_key`. ``short`` holds forms that drop an article or a
    subtitle. ``known`` is the number of people that makes an item well known here (0: no counts).
    ``hanzi`` holds titles in Chinese characters as they are written, ``longest_hanzi`` the length
    of the longest that begins with a character.
    """

    exact: Mapping[str, tuple[Item, ...]]
    short: Mapping[str, tuple[Item, ...]]
    longest: Mapping[str, int]
    find: Find
    known: float
    hanzi: Mapping[str, HanziTitle]
    longest_hanzi: Mapping[str, int]

    def called(self, key: str, year: int | None = None) -> Item | None:
        """The item whose title has ``key``: of ``year`` where given, else the best known."""
        for index in (self.exact, self.short):
            items = index.get(key, ())
            if year is not None:
                items = tuple(i for i in items if i.year is None or abs(i.year - year) <= 1)
                items = tuple(sorted(items, key=lambda item: abs((item.year or 0) - year)))
            if items:
                return items[0]
        return None

    def like(self, text: str, year: int | None = None, near: float = NEAR) -> Item | None:
        """The item whose title is ``text`` but for some misspelling, or None."""
        if len(text) < 4:
            return None
        wanted = key_of(text)
        for item, _ in self.find(text, year=year, limit=3):
            for name in (item.title, _SUBTITLE.split(item.title)[0]):
                key = key_of(name)
                forms = (key, *(key.removeprefix(a) for a in _ARTICLES if key.startswith(a)))
                if any(fuzz.ratio(wanted, form) >= near for form in forms):
                    return item
                if any(wanted.replace(" ", "") == form.replace(" ", "") for form in forms):
                    return item
        return None


def build_titles(items: Sequence[Item], find: Find) -> TitleWords:
    """The titles of ``items``; ``find`` is the catalog's own search by likeness."""
    order = sorted(items, key=lambda item: (-item.prior, -(item.year or 0), item.id))
    exact: dict[str, list[Item]] = {}
    short: dict[str, list[Item]] = {}
    for item in order:
        if key := key_of(item.title):
            exact.setdefault(key, []).append(item)
    for item in order:
        for key in _short_forms(item.title):
            if key not in exact:
                short.setdefault(key, []).append(item)
    longest: dict[str, int] = {}
    for key in (*exact, *short):
        words = key.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    counts = [item.prior for item in items if item.prior > 0]
    hanzi = _hanzi(order, exact)
    longest_hanzi: dict[str, int] = {}
    for title in hanzi:
        longest_hanzi[title[0]] = max(longest_hanzi.get(title[0], 0), len(title))
    return TitleWords(
        exact={key: tuple(found) for key, found in exact.items()},
        short={key: tuple(found) for key, found in short.items()},
        hanzi=hanzi,
        longest_hanzi=longest_hanzi,
        longest=longest,
        find=find,
        known=float(np.median(counts)) if counts else 0.0,
    )


def _hanzi(order: Sequence[Item], exact: Mapping[str, list[Item]]) -> dict[str, HanziTitle]:
    """The Chinese titles of the catalog itself, and of the well-known films it holds."""
    found: dict[str, HanziTitle] = {}
    for item in order:
        title = fold(clean(item.title))
        if re.search(f"[{CJK}]", title):
            found.setdefault(title, HanziTitle(item, word=len(title) < 3))
    for name, film in TITLES_ZH.items():
        for item in exact.get(key_of(film.title), ()):
            if item.year is not None and abs(item.year - film.year) <= 1:
                for form in {fold(clean(name)), fold(clean(name)).replace("·", "")}:
                    found.setdefault(form, HanziTitle(item, word=film.word))
                break
    return found


def _short_forms(title: str) -> set[str]:
    forms = {key_of(title), key_of(title.replace("'", ""))}
    main = _SUBTITLE.split(title)[0]
    if main != title:
        forms.add(key_of(main))
    for form in tuple(forms):
        for article in _ARTICLES:
            if form.startswith(article):
                forms.add(form.removeprefix(article))
    return {form for form in forms if len(form) > 2 and not form.isdigit()}
