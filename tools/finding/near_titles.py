"""Near titles: which titles of a catalog are like a text, spelt so or nearly so.

Knows the catalog and its Chinese titles; knows nothing of scores or people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from penchant.tools.catalog.catalog import Catalog
from penchant.tools.words.chinese_titles import TITLES_ZH, ChineseTitle
from penchant.tools.words.titles import EXACT, NO_ARTICLE, PART, normalise_title

LONGEST_TITLE = 200
"""Characters up to which a text may be a title."""

MOST_TITLES = 50

LEAST = 72.0
"""A title that is less like the text (0 to 100) is no misspelling of it."""


def fitting_titles(text: str, catalog: Catalog) -> dict[int, float]:
    """How well titles fit ``text``, by row: 100 for the very title, 99 but for a leading article.

    Where one fits as it stands, others are not taken for misspellings of it. A well-known film is
    found by its Chinese title too.
    """
    if len(text) > LONGEST_TITLE:
        return {}
    found = {
        catalog.row(item.id): score
        for item, score in catalog.find_title(text, limit=MOST_TITLES)
        if score >= LEAST
    }
    for row in _by_chinese_title(text, catalog):
        found[row] = EXACT
    if found and max(found.values()) >= NO_ARTICLE:
        found = {row: score for row, score in found.items() if score >= PART}
    return found


def _by_chinese_title(text: str, catalog: Catalog) -> Iterator[int]:
    film = _chinese_titles().get(normalise_title(text))
    if film is not None:
        for item in catalog.titled(film.title):
            # Sources differ by a year on when a film came out.
            if item.year is not None and abs(item.year - film.year) <= 1:
                yield catalog.row(item.id)


@cache
def _chinese_titles() -> Mapping[str, ChineseTitle]:
    return {normalise_title(title): film for title, film in TITLES_ZH.items()}
