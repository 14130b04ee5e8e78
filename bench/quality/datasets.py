"""The public data sets as files: where each lies, how it is read, where it is to be had.

Knows the formats; knows nothing of protocols. Items and users are numbered here, events are put
into time order (stable, so that events of one second keep the order of the file).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.quality.events import Data, Events

DAY = 86_400.0
DESKDROP = "deskdrop/users_interactions_ghdl.csv.zip"
TWEETINGS = "movietweetings100k/ratings.dat"
MOVIELENS = "ml-latest-small/ratings_without_user611.csv"
KINDS = ("VIEW", "LIKE", "BOOKMARK", "FOLLOW", "COMMENT CREATED")
SOURCES: Mapping[str, str] = {
    DESKDROP: "users_interactions.csv (zipped) of gspmoreira/articles-sharing-reading-from-cit-"
    "deskdrop on Kaggle",
    TWEETINGS: "ratings.dat and movies.dat of snapshots/100K in github.com/sidooms/MovieTweetings",
    MOVIELENS: "ratings.csv and movies.csv of ml-latest-small from grouplens.org/datasets/"
    "movielens; ratings.csv goes under this name",
}


class DataMissing(Exception):
    """A data set is not there; the message says where to get it."""


def load_deskdrop(folder: Path) -> Data:
    """DeskDrop: five kinds of events with articles, ids only."""
    file = _there(folder, DESKDROP)
    with zipfile.ZipFile(file) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".csv"))
        text = io.TextIOWrapper(packed.open(name), "utf-8", newline="")
        rows = [
            (int(row["timestamp"]), row["eventType"], row["contentId"], row["personId"])
            for row in csv.DictReader(text)
        ]
    rows.sort(key=lambda row: row[0])
    users, items = _numbers(row[3] for row in rows), _numbers(row[2] for row in rows)
    events = Events(
        user=np.array([users[row[3]] for row in rows], np.intp),
        item=np.array([items[row[2]] for row in rows], np.intp),
        day=np.array([row[0] for row in rows]) / DAY,
        kind=np.array([KINDS.index(row[1]) for row in rows], np.intp),
        value=np.full(len(rows), np.nan),
    )
    return Data(events, len(users), len(items), KINDS)


def load_tweetings(folder: Path) -> Data:
    """MovieTweetings 100K: ratings 0 to 10 of films with title, year and genres."""
    file = _there(folder, TWEETINGS)
    films = [
        line.split("::")
        for line in file.with_name("movies.dat").read_text("utf-8").splitlines()
        if line
    ]
    ratings = [line.split("::") for line in file.read_text("utf-8").splitlines() if line]
    return _rated(
        films,
        [(row[0], row[1], float(row[2]) / 10, float(row[3])) for row in ratings],
        lambda genres: genres.split("|"),
    )


def load_movielens(folder: Path) -> Data:
    """ml-latest-small: ratings .5 to 5; films that somebody rated, with title, year and genres."""
    file = _there(folder, MOVIELENS)
    with file.open(encoding="utf-8", newline="") as opened:
        ratings = list(csv.DictReader(opened))
    with file.with_name("movies.csv").open(encoding="utf-8", newline="") as opened:
        films = list(csv.DictReader(opened))
    rated = {row["movieId"] for row in ratings}
    return _rated(
        [[f["movieId"], f["title"], f["genres"]] for f in films if f["movieId"] in rated],
        [
            (row["userId"], row["movieId"], float(row["rating"]) / 5, float(row["timestamp"]))
            for row in ratings
        ],
        lambda genres: [] if genres.startswith("(no") else genres.split("|"),
    )


def _rated(
    films: Sequence[Sequence[str]],
    ratings: list[tuple[str, str, float, float]],
    genres_of: Callable[[str], list[str]],
) -> Data:
    ratings.sort(key=lambda row: row[3])
    users, items = _numbers(row[0] for row in ratings), _numbers(film[0] for film in films)
    genres = [[g for g in genres_of(film[2] if len(film) > 2 else "") if g] for film in films]
    years = [re.search(r"\((\d{4})\)\s*$", film[1]) for film in films]
    events = Events(
        user=np.array([users[row[0]] for row in ratings], np.intp),
        item=np.array([items[row[1]] for row in ratings], np.intp),
        day=np.array([row[3] for row in ratings]) / DAY,
        kind=np.zeros(len(ratings), np.intp),
        value=np.array([row[2] for row in ratings]),
    )
    return Data(
        events,
        len(users),
        len(items),
        ("rate",),
        texts=tuple(
            f"{film[1]}. {', '.join(names)}" for film, names in zip(films, genres, strict=True)
        ),
        categories=tuple(tuple(names) for names in genres),
        years=np.array([float(found[1]) if found else np.nan for found in years]),
    )


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _there(folder: Path, name: str) -> Path:
    file = folder / name
    if not file.is_file():
        raise DataMissing(f"{file} is not there: get {SOURCES[name]}")
    return file
