"""The catalog's own name for a category, person, tag or trait that somebody wrote in other words.

Knows the catalog and the lexicon of genre words; knows nothing of titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from penchant.tools.catalog.catalog import Catalog
from penchant.tools.words.lexicon import chinese_genre_words, english_genre_words, genre_names

_OF_FILMS = re.compile(r"(?<=\S)\s*(?:movies?|films?|flicks?|电影|片)$")


def canonical_name(catalog: Catalog, words: str) -> str | None:
    """The name under which ``catalog`` knows ``words``, or None.

    Tried in turn: the words as a category, as a genre word of the lexicon ("scary movies",
    "恐怖片"), and as the name of a person, a tag or a trait.
    """
    plain = " ".join(words.split())
    known = {category.casefold(): category for category in catalog.categories}
    own = genre_names(catalog.categories)
    for form in _forms(plain.casefold()):
        if form in known:
            return known[form]
        word = english_genre_words().get(form) or chinese_genre_words().get(form)
        for name in word.names if word is not None else ():
            if name in own:
                return own[name]
    return plain if plain and len(catalog.rows_with(plain)) else None


def _forms(words: str) -> Iterator[str]:
    yield words
    yield words.replace("-", " ")
    yield words.removesuffix("s")
    yield _OF_FILMS.sub("", words)
