"""ReDial in the iEvaLM form: films, and the turns at which one is recommended.

Knows the files; knows nothing of methods. Of a turn only ``context`` and ``entity`` are read, and
``rec``, which is what is to be found; ``resp`` and ``template`` tell the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.quality.datasets import TWEETINGS, DataMissing
from penchant.memory.records import Item
from penchant.tools.talk.said import Turn

FOLDER = "redial/ievalm/data"
FILMS = f"{FOLDER}/redial/id2info.json"
ENTITIES = f"{FOLDER}/redial/entity2id.json"
CANDIDATES = f"{FOLDER}/redial/item_ids.json"
TURNS = {
    "valid": f"{FOLDER}/redial_eval/valid_data_processed.jsonl",
    "test": f"{FOLDER}/redial_eval/test_data_processed.jsonl",
}
SOURCE = "the folder data of github.com/RUCAIBox/iEvaLM-CRS, placed under redial/ievalm"

LIKED = 7.0
"""Ratings of MovieTweetings, 0 to 10, from which a film counts as liked."""

LATEST = 4
"""Turns of both that are embedded as the latest."""

LONGEST = 800
"""Characters of what is embedded, counted from the end."""

NOTHING_SAID = "hello"

_YEAR = re.compile(r"\s*\((\d{4})\)$")


@dataclass(frozen=True, slots=True)
class Example:
    """One turn at which films are recommended: ``named`` and ``targets`` are rows of films."""

    dialog: str
    context: tuple[str, ...]
    turns: tuple[Turn, ...]
    named: tuple[int, ...]
    targets: tuple[int, ...]

    @property
    def latest_text(self) -> str:
        """The last turns of both, as they are embedded."""
        return " ".join(self.context[-LATEST:])[-LONGEST:] or NOTHING_SAID

    @property
    def own_text(self) -> str:
        """What the one who seeks a film said, without titles, as it is embedded."""
        return " ".join(turn.text for turn in self.turns if turn.own)[-LONGEST:] or NOTHING_SAID

    @property
    def new_targets(self) -> tuple[int, ...]:
        """Those not named before."""
        return tuple(target for target in self.targets if target not in self.named)


@dataclass(frozen=True, slots=True)
class Films:
    """The candidates: ``items``, ``rows`` by name, ``imdb`` rows by number in IMDb."""

    items: tuple[Item, ...]
    rows: dict[str, int]
    imdb: dict[int, int]


def load_films(folder: Path) -> Films:
    """The films that may be recommended, in the order of the file of candidates."""
    facts = {one["name"]: one for one in _json(folder, FILMS).values()}
    names = {number: name for name, number in _json(folder, ENTITIES).items()}
    ordered = [names[number] for number in _json(folder, CANDIDATES)]
    imdb: dict[int, int] = {}
    for row, name in enumerate(ordered):
        if (number := str(facts[name].get("imdb_id", "")).removeprefix("tt")).isdigit():
            imdb.setdefault(int(number), row)
    items = tuple(_item(name, facts[name]) for name in ordered)
    return Films(items, {name: row for row, name in enumerate(ordered)}, imdb)


def _item(name: str, facts: Mapping[str, Any]) -> Item:
    year = _YEAR.search(name)
    people = dict.fromkeys([*facts["star"], *facts["director"], *facts["writer"]])
    return Item(
        id=name,
        title=_YEAR.sub("", name),
        year=int(year[1]) if year else None,
        description=str(facts["plot"]),
        categories=tuple(facts["genre"]),
        people=tuple(people),
    )


def load_examples(folder: Path, part: str, films: Films) -> list[Example]:
    """The turns of ``part`` (valid or test), in the order of the file."""
    lines = _there(folder, TURNS[part]).read_text("utf-8").splitlines()
    return [_example(json.loads(line), films) for line in lines if line]


def _example(row: Mapping[str, Any], films: Films) -> Example:
    context, entities, targets = (tuple(row[key]) for key in ("context", "entity", "rec"))
    titles = [name for name in entities if name in films.rows]
    turns = []
    for place, text in enumerate(context):
        for title in titles:
            text = text.replace(title, " ")
        # Speakers alternate, and the last to speak is the one who is then recommended to.
        turns.append(Turn(text, own=(len(context) - place) % 2 == 1))
    return Example(
        dialog=str(row["dialog_id"]),
        context=context,
        turns=tuple(turns),
        named=tuple(films.rows[name] for name in titles),
        targets=tuple(films.rows[name] for name in targets if name in films.rows),
    )


def load_liked(folder: Path, films: Films) -> list[list[int]]:
    """The films each person of MovieTweetings liked, by rows; matched by title and year, where that
    finds nothing by number in IMDb.
    """
    file = _there(folder, TWEETINGS)
    by_title = {_plain(name): row for name, row in films.rows.items()}
    row_of: dict[str, int] = {}
    for line in file.with_name("movies.dat").read_text("utf-8").splitlines():
        number, title, *_ = line.split("::") if line else ("", "")
        row = by_title.get(_plain(title), films.imdb.get(int(number or -1)))
        if row is not None:
            row_of[number] = row
    liked: dict[str, list[int]] = {}
    for line in file.read_text("utf-8").splitlines():
        user, number, rating, _ = line.split("::")
        if float(rating) >= LIKED and number in row_of:
            liked.setdefault(user, []).append(row_of[number])
    return list(liked.values())


def _plain(title: str) -> str:
    return re.sub(r"[^a-z0-9()]", "", re.sub(r"^(the|a|an) ", "", title.lower()))


def _json(folder: Path, name: str) -> Any:
    return json.loads(_there(folder, name).read_text("utf-8"))


def _there(folder: Path, name: str) -> Path:
    file = folder / name
    if not file.is_file():
        source = SOURCE if name.startswith(FOLDER) else "MovieTweetings 100K (see bench quality p2)"
        raise DataMissing(f"{file} is not there: get {source}")
    return file
