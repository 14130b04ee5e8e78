"""Recording: how long until an action or a turn is on disk and learned from.

By the clock, since it waits for the disk. One call after the other, without a pause: the thread
that writes to Chroma works beside it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from bench.speed.figure import Figure, figure, passed
from bench.speed.lists import PEOPLE, WARM, live
from bench.speed.world import Clusters, Ticking, catalog_of, questions
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.tools.recommender import Recommender


def forced(file: BinaryIO) -> float:
    """Seconds for a page that is written and forced to the disk: no durable entry is faster."""

    def write() -> None:
        file.write(bytes(4_096))
        file.flush()
        os.fsync(file.fileno())

    return passed(write)


def measure(size: int, calls: int, model: Embedder | None) -> Iterator[Figure]:
    """Actions on known items, and turns; ``model`` gives the time of one encode in the same run."""
    embedder = Clusters()
    catalog = catalog_of(size, embedder)
    with (
        TemporaryDirectory(prefix="penchant-speed-") as name,
        Memory.open(Path(name) / "store", embedder, clock=Ticking()) as memory,
    ):
        recommender = Recommender(memory, catalog)
        live(recommender)
        for person in range(PEOPLE):
            memory.profile(f"person-{person}")  # whoever acts is being talked with
        acts, turns = [], []
        for number, text in enumerate(questions(WARM + calls)):
            user, item = f"person-{number % PEOPLE}", catalog.items[number * 7919 % size].id
            acts.append(passed(lambda u=user, i=item: recommender.act(u, "like", i)))  # type: ignore[misc]
            turns.append(passed(lambda u=user, t=text: memory.record(user=u, kind="turn", text=t)))  # type: ignore[misc]
        yield figure("action", size, "Penchant", acts[WARM:])
        yield figure("turn without its encode", size, "Penchant", turns[WARM:])
        with (Path(name) / "bare").open("ab") as file:
            yield figure("bare write, forced", 4_096, "the disk", [forced(file) for _ in acts])
    if model is not None:
        model.encode(["one to load it"])
        texts = [f"I would like a quiet film about the sea, number {n}" for n in range(calls)]
        took = [passed(lambda t=text: model.encode([t])) for text in texts]  # type: ignore[misc]
        yield figure("encode", 1, model.fingerprint.split(":")[0], took)
