"""The two public data sets the demo catalog is made of, read as facts.

Knows their file formats, their slips and their words for genres. From the Wikipedia film lists
only title, year, cast and genres are read: never the extracts, links or pictures.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from penchant.memory.errors import BadInput
from penchant.tools.words.lexicon import GENRES
from penchant.tools.words.titles import split_year

CAST = 6
"""Names kept per film."""

# Said of how a film was made or shown, not of what it is.
_NO_GENRE = frozenset({"Short", "Silent", "Live Action", "Performance", "Independent"})
WORDS_ZH = {genre.name: genre.zh for genre in GENRES if genre.name not in _NO_GENRE}
"""Every category that a film of the demo catalog may have, with the Chinese word for it."""

_OTHER_WORDS = {
    "Animation": "Animated",
    "Film-Noir": "Noir",
    "History": "Historical",
    "Sci-Fi": "Science Fiction",
    "Sport": "Sports",
}
_SHOWN_AGAIN = re.compile(
    r"re-?release|theatrical release|special edition|IMAX|director's cut|\b(in )?3-?D\b", re.I
)
_STYLES = re.compile(r"\.mw-parser-output.*\}")
_NO_NAME = frozenset({"The", "Cast", "Of", "And", "X", "Various", "None", "Unknown", "TBA"})
_SMALL_NAMES = frozenset({"will.i.am", "india.arie", "muMs da Schemer"})
_CREDIT = re.compile(r"writer|written|screenp|teleplay|\bDir\.|\bstory\b|voices? of|narrat", re.I)


@dataclass(frozen=True, slots=True)
class Film:
    """The facts of one film; ``small`` tells of a short one or one without a story of its own."""

    title: str
    year: int
    genres: tuple[str, ...]
    cast: tuple[str, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Rated:
    """One film of MovieTweetings with the number of distinct people who rated it."""

    title: str
    year: int
    genres: tuple[str, ...]
    raters: int
    adult: bool = False


def read_films(folder: Path) -> list[Film]:
    """All films of the Wikipedia lists in ``folder`` (movies-1970s.json and so on)."""
    files = sorted(folder.glob("movies-*s.json"))
    if not files:
        raise BadInput(f"{folder} holds no movies-*s.json of wikipedia-movie-data")
    films = []
    for file in files:
        for row in json.loads(file.read_text(encoding="utf-8")):
            title = clean_title(row["title"])
            if title and not _SHOWN_AGAIN.search(title):
                genres = canonical_genres(row["genres"])
                films.append(
                    Film(
                        title=title,
                        year=int(row["year"]),
                        genres=genres,
                        cast=clean_cast(row["cast"], documentary="Documentary" in genres),
                        small="Short" in row["genres"] or "Performance" in row["genres"],
                    )
                )
    return films


def read_rated(folder: Path) -> list[Rated]:
    """All films of MovieTweetings in ``folder``, most people first."""
    people: dict[str, set[str]] = defaultdict(set)
    try:
        for line in (folder / "ratings.dat").read_text(encoding="utf-8").splitlines():
            user, film, *_ = line.split("::")
            people[film].add(user)
        lines = (folder / "movies.dat").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise BadInput(f"{error.filename} of MovieTweetings is not there") from error
    rated = []
    for line in lines:
        film, name, words = line.split("::")
        title, year = split_year(name)
        if year is not None:
            genres = words.split("|") if words else []
            rated.append(
                Rated(
                    title=title,
                    year=year,
                    genres=canonical_genres(genres),
                    raters=len(people[film]),
                    adult="Adult" in genres,
                )
            )
    return sorted(rated, key=lambda one: (-one.raters, one.title, one.year))


def canonical_genres(words: Iterable[str]) -> tuple[str, ...]:
    """``words`` of either source in the one vocabulary of :data:`WORDS_ZH`, each once."""
    names = (_OTHER_WORDS.get(word, word) for word in words)
    return tuple(dict.fromkeys(name for name in names if name in WORDS_ZH))


def clean_title(text: str) -> str:
    """The title without style sheets, language marks such as ``[fr]`` and doubled spaces."""
    text = unicodedata.normalize("NFC", _STYLES.sub("", text).replace("\xa0", " "))
    return re.sub(r"\s+", " ", re.sub(r"\[[a-z]{2}\]", "", text)).strip()


def clean_cast(names: Iterable[str], *, documentary: bool = False) -> tuple[str, ...]:
    """At most :data:`CAST` names, without roles, credits and fragments of sentences.

    The source puts the links of a documentary's description into its cast; one lower-case
    fragment among them shows that, and then none of them is trusted.
    """
    kept: dict[str, None] = {}
    for raw in names:
        name = _clean_name(raw)
        if name:
            kept.setdefault(name)
        elif documentary and raw[:1].islower():
            return ()
    return tuple(kept)[:CAST]


def _clean_name(raw: str) -> str:
    """The name in ``raw``, or an empty string when there is none."""
    text = unicodedata.normalize("NFC", raw.replace("\xa0", " "))
    text = text.replace("“", '"').replace("”", '"').replace("’", "'")
    text = re.sub(r"\[.*?\]|\(.*?\)", " ", text)
    text = re.sub(r"^and\s+", "", text.strip())
    text = re.sub(r",\s+(Jr|Sr)\b\.?", r" \1.", text)
    text = re.sub(r"\s+", " ", text).strip(" ,;")
    if not text.endswith((" Jr.", " Sr.", ".E.M.", "T.I.")) and not re.search(r"\b\w\.$", text):
        text = text.rstrip(".")
    starts_well = text[:1].isupper() or text[:1].isdigit() or text[:1] in "\"'"
    named = len(text) > 1 and (starts_well or text in _SMALL_NAMES)
    if not named or text in _NO_NAME or _CREDIT.search(raw) or re.search(r"[()\[\]:]", text):
        return ""
    return text
