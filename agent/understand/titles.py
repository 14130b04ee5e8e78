"""The titles of a catalog by their words, and the item meant by a title that is misspelt.

Knows titles, articles, subtitles and years; nothing of turns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from penchant.agent.understand.words import key_of
from penchant.memory.records import Item

NEAR = 86.0
"""Lowest likeness (0..100) of a misspelt title to the title meant."""

Find = Callable[..., list[tuple[Item, float]]]


_SUBTITLE = re.compile(r"\s*(?::|\s-\s|\s–\s|\s—\s)\s*")
_ARTICLES = ("the ", "a ", "an ")


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Titles by :func:`~.words.phrase_key`. ``short`` holds forms that drop an article or a
    subtitle. ``known`` is the number of people that makes an item well known here (0: no counts).
    """

    exact: Mapping[str, tuple[Item, ...]]
    short: Mapping[str, tuple[Item, ...]]
    longest: Mapping[str, int]
    find: Find
    known: float

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

    def like(self, text: str, year: int | None = None) -> Item | None:
        """The item whose title is ``text`` but for some misspelling, or None."""
        if len(text) < 4:
            return None
        wanted = key_of(text)
        for item, _ in self.find(text, year=year, limit=3):
            for name in (item.title, _SUBTITLE.split(item.title)[0]):
                key = key_of(name)
                forms = (key, *(key.removeprefix(a) for a in _ARTICLES if key.startswith(a)))
                if any(fuzz.ratio(wanted, form) >= NEAR for form in forms):
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
    return TitleWords(
        exact={key: tuple(found) for key, found in exact.items()},
        short={key: tuple(found) for key, found in short.items()},
        longest=longest,
        find=find,
        known=float(np.median(counts)) if counts else 0.0,
    )


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
