"""Which films are in the demo catalog, and in what order: the well-known first, then by decade.

Knows the two sources' records and no file. Everything is deterministic: ties are broken by
title and year.
"""

from __future__ import annotations

import bisect
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from penchant.tools.demo.sources import Film, Rated
from penchant.tools.words.titles import normalise_title, title_parts

WELL_KNOWN = 3
"""Films that at least so many people rated are always in."""

QUOTAS = {
    1970: 280,
    1975: 330,
    1980: 420,
    1985: 450,
    1990: 480,
    1995: 500,
    2000: 500,
    2005: 500,
    2010: 500,
    2014: 780,
    2020: 560,
}
"""Films wanted from this year up to the next one named; the well-known ones may exceed it. No
film of 2014 or later has ratings."""

# Titles that the two sources spell too differently for any rule.
_SAME_FILM = {
    ("Se7en", 1995): "Seven",
    ("X2", 2003): "X2: X-Men United",
    ("The Lorax", 2012): "Dr. Seuss' The Lorax",
    ("Star Trek: The Wrath of Khan", 1982): "Star Trek II: The Wrath of Khan",
    ("4: Rise of the Silver Surfer", 2007): "Fantastic Four: Rise of the Silver Surfer",
    ("The Taking of Pelham 1 2 3", 2009): "The Taking of Pelham 123",
    ("Artificial Intelligence: AI", 2001): "A.I. Artificial Intelligence",
}
# Announced for 2023 when the lists were made, and not shown that year (or not under that name).
_NOT_OUT = frozenset(
    {
        "A Family Affair",
        "Challengers",
        "Damsel",
        "Dune: Part Two",
        "Harold and the Purple Crayon",
        "Kraven the Hunter",
        "Lift",
        "Magazine Dreams",
        "Ordinary Angels",
        "The Book of Clarence",
        "The Underdoggs",
        "They Listen",
        "True Love",
        "White Bird: A Wonder Story",
    }
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A film that is in, with the number of people who rated it (0: none, or made since)."""

    film: Film
    raters: int


def choose(films: Sequence[Film], rated: Sequence[Rated], picks: Sequence[str]) -> list[Chosen]:
    """The demo catalog's films, most rated first, then by how well known the cast is.

    ``picks`` are titles, as ``Title (year)``, taken in any case: ratings end in 2013, and later
    films with a cast unknown until then would otherwise be missed.
    """
    films = unify_names([film for film in merge_doubles(films) if _fit(film)])
    known = match(films, rated)
    every = [
        Chosen(_with_genres(film, known[place]), known[place].raters)
        if place in known
        else Chosen(film, 0)
        for place, film in enumerate(films)
        if place not in known or not known[place].adult
    ]
    every = [one for one in every if set(one.film.genres) != {"Erotic"}]
    fame = _fame(every)
    every.sort(key=lambda one: (-one.raters, -fame[one.film], one.film.title, one.film.year))
    missing = set(picks) - {_label(one.film) for one in every}
    if missing:
        raise ValueError(f"picked films that are in no source: {sorted(missing)}")
    return _fill(every, frozenset(picks))


def match(films: Sequence[Film], rated: Sequence[Rated]) -> dict[int, Rated]:
    """Place in ``films`` -> the rated film that it is: same title, years at most one apart."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for place, film in enumerate(films):
        by_title[normalise_title(film.title)].append(place)
    found: dict[int, Rated] = {}
    for one in rated:
        title = _SAME_FILM.get((one.title, one.year), one.title)
        places = [p for p in by_title[normalise_title(title)] if abs(films[p].year - one.year) < 2]
        for part in title_parts(title):  # "Star Wars: Episode V - The Empire Strikes Back"
            places += [p for p in by_title.get(part, ()) if films[p].year == one.year]
        free = [place for place in places if place not in found]
        if free:
            found[min(free, key=lambda p: (abs(films[p].year - one.year), p))] = one
    return found


def merge_doubles(films: Sequence[Film]) -> list[Film]:
    """``films`` with repeated rows made one: same title, a year apart at most, a shared name.

    Different films of one title and year, which share nobody, stay apart.
    """
    kept: list[Film] = []
    by_title: dict[str, list[int]] = defaultdict(list)
    for film in films:
        title = normalise_title(film.title)
        for place in by_title[title]:
            other = kept[place]
            shared = set(film.cast) & set(other.cast) or not film.cast or not other.cast
            if abs(other.year - film.year) < 2 and shared:
                kept[place] = replace(
                    other,
                    genres=tuple(dict.fromkeys(other.genres + film.genres)),
                    cast=max(other.cast, film.cast, key=len),
                )
                break
        else:
            by_title[title].append(len(kept))
            kept.append(film)
    return kept


def unify_names(films: Sequence[Film]) -> list[Film]:
    """``films`` with each person spelled in one way: the most frequent, accents before none."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for film in films:
        for name in film.cast:
            spellings[_plain(name)][name] += 1
    best = {
        plain: max(found, key=lambda name: (found[name], not name.isascii(), name))
        for plain, found in spellings.items()
    }
    return [
        replace(film, cast=tuple(dict.fromkeys(best[_plain(name)] for name in film.cast)))
        for film in films
    ]


def _plain(name: str) -> str:
    """The name without accents, points, spaces and case, to compare spellings by."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in letters if c.isalnum() and not unicodedata.combining(c))


def _fit(film: Film) -> bool:
    announced = film.year == 2023 and (film.title in _NOT_OUT or "Untitled" in film.title)
    return bool(film.genres or film.cast) and not announced


def _worth(film: Film) -> bool:
    """Whether a film that is not well known says enough to be recommended by."""
    return bool(film.genres and film.cast) and not film.small and "Erotic" not in film.genres


def _with_genres(film: Film, rated: Rated) -> Film:
    return replace(film, genres=tuple(dict.fromkeys(film.genres + rated.genres)))


def _fame(chosen: Sequence[Chosen]) -> Mapping[Film, float]:
    """How well known each film's cast is: people who rated films with them, and films made."""
    raters: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for one in chosen:
        for name in one.film.cast:
            raters[name] += one.raters
            made[name] += 1
    return {
        one.film: sum(
            sorted(math.log1p(raters[n]) + math.log1p(made[n]) for n in one.film.cast)[-4:]
        )
        for one in chosen
    }


def _fill(ordered: Sequence[Chosen], picks: frozenset[str]) -> list[Chosen]:
    """The well-known and the picked, then the best of the rest up to each quota, in order."""
    room = Counter(QUOTAS)
    sure = [one.raters >= WELL_KNOWN or _label(one.film) in picks for one in ordered]
    for one, taken in zip(ordered, sure, strict=True):
        if taken:
            room[_span(one.film.year)] -= 1
    result = []
    for one, taken in zip(ordered, sure, strict=True):
        if not taken:
            span = _span(one.film.year)
            taken = room[span] > 0 and _worth(one.film)
            room[span] -= taken
        if taken:
            result.append(one)
    return result


def _span(year: int) -> int:
    """The key of :data:`QUOTAS` that ``year`` falls under."""
    starts = list(QUOTAS)
    return starts[max(0, bisect.bisect_right(starts, year) - 1)]


def _label(film: Film) -> str:
    return f"{film.title} ({film.year})"
