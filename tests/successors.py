"""Another embedder for the tests of re-embedding, a store to give to it, and runs that are killed.

Run as ``python successors.py FOLDER``: for each fault a child is forked that re-embeds the store in
``FOLDER/<fault>`` and is killed with SIGKILL at a point inside.
"""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from conftest import Clock, WordEmbedder
from crashes import kill_at
from films import films

from penchant.memory import memory as memory_module
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray
from penchant.memory.store.journal import Journal
from penchant.memory.succession import Succession
from penchant.plugin import Penchant
from penchant.settings import Settings
from penchant.tools.catalog.reembedding import reembed
from penchant.tools.recommender import Recommender

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAULTS = {
    "items-half-way": (Journal, "put_item_vectors", "after", 2),
    "entries-half-way": (Succession, "put", "after", 1),
    "before-the-step": (Succession, "complete", "before", 1),
    "after-the-step": (Succession, "complete", "after", 1),
    "before-clearing": (memory_module, "clear", "before", 1),
    "half-cleared": (Journal, "drop_vectors", "before", 1),
}


class OtherEmbedder(WordEmbedder):
    """Words to vectors in another space, of another dimension; counts what it was asked."""

    dimension = 48
    fingerprint = "others:1:48"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.texts += texts
        rows = super().encode([f"{text} x" for text in texts])
        rows = np.ascontiguousarray(rows[:, ::-1])
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def catalog_file(folder: Path, number: int = 60) -> Path:
    path = folder / "films.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "genre", "cast", "year"])
        for film in films(number):
            names = ("|".join(film.categories), "|".join(film.people))
            writer.writerow([film.id, film.title, *names, film.year])
    return path


def opened(folder: Path, embedder: WordEmbedder, clock: Clock) -> Penchant:
    memory = Memory.open(folder, embedder, clock=clock)
    return Penchant(memory, Recommender(memory), Settings(store=folder))


def talk(product: Penchant, people: Sequence[str] = ("ann", "ben"), turns: int = 20) -> None:
    """Turns with and without statements, actions, an edit and an undo; the same every time."""
    said = ("I love horror films", "I hate romance", "a quiet evening by the sea", "films of 1990")
    for number in range(turns):
        user, at = people[number % len(people)], START - timedelta(days=turns - number)
        text = f"{said[number % 4]}, said {user} at {number}"
        product.record(user, text, id=f"{user}-{number}", occurred_at=at)
        if number % 3 == 0:
            kind, item = ("like", "dislike", "view")[number % 9 // 3], f"film:{number}"
            product.record(user, kind=kind, item=item, id=f"{user}-did-{number}", occurred_at=at)
    product.record(people[0], "I love westerns", id="edited", supersedes=f"{people[0]}-0")
    product.recommender.undo(people[0], f"{people[0]}-did-6")


def made(folder: Path, embedder: WordEmbedder) -> Penchant:
    """The store with its catalog and all that was said, by ``embedder`` from the beginning."""
    folder.mkdir(parents=True)
    product = opened(folder / "store", embedder, Clock(START))
    product.import_items(catalog_file(folder))
    talk(product)
    return product


def main(folder: Path) -> None:
    made(folder / "seed", WordEmbedder()).close()
    for fault, (owner, name, side, call) in FAULTS.items():
        child = os.fork()
        if child == 0:
            shutil.copytree(folder / "seed", folder / fault)
            product = opened(folder / fault / "store", WordEmbedder(), Clock(START))
            kill_at(owner, name, side, call)
            reembed(product.recommender, OtherEmbedder(), "other")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), f"{fault} was never reached"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
