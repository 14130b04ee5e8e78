"""Lists: the product's whole recommendation, beside a bare look for the nearest vectors.

Penchant learns, filters, scores, spreads, gives reasons and writes the list down; the peers find
the ten nearest of the same matrix and do no more. Chroma's own query is asked through its package.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np

from bench.speed.figure import Figure, figure, spent
from bench.speed.whole import recall
from bench.speed.world import CLUSTERS, Clusters, Ticking, catalog_of, lives, questions
from penchant.memory.memory import Memory
from penchant.memory.records import Constraint, FloatArray, Request
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender
from penchant.tools.retrieval.ground import WHOLE

N = 10
PEOPLE, EVENTS, CROWD = 10, 60, 300
"""Those who ask, what each of them did, and the others, who did a third of it each."""

WARM = 12
"""Calls before those that are timed: what is laid out once per catalog is no part of a list."""

ACTS = 5
"""After so many lists somebody does something, so that no list rests on what was kept."""

COMPARED, LARGEST_COMPARED = 40, 100_000
"""Lists whose items are compared with those of scoring everything, which takes long."""

BATCH = 5_000

LIST = "list"
LIST_BY_EVENTS, LIST_BY_PEOPLE = "list, by own events", "list, by other people"
"""What is measured: against the size of the catalog, the person's past, and the others."""


class Nearest(Protocol):
    """Finds the ids of the ``n`` items nearest to a vector (d,)."""

    def __call__(self, vector: FloatArray, n: int) -> list[str]: ...


def recommending(
    catalog: Catalog,
    folder: Path,
    calls: int,
    *,
    people: int = PEOPLE,
    events: int = EVENTS,
    crowd: int = CROWD,
    compared: int = 0,
) -> tuple[list[float], float]:
    """Seconds for lists for ``people`` with a profile of so many ``events``, which is learned on
    while they ask, among a ``crowd`` of others; and the recall of ``compared`` further lists (nan
    without any) beside scoring everything.
    """
    times: list[float] = []
    with Memory.open(folder, Clusters(), clock=Ticking()) as memory:
        recommender = Recommender(memory, catalog)
        live(recommender, people, events, crowd)
        asked = requests()
        for number in range(WARM + calls):
            user = f"person-{number % people}"
            took = spent(lambda u=user: recommender.recommend(u, next(asked), N))  # type: ignore[misc]
            if number >= WARM:
                times.append(took)
            if number % ACTS == 0:
                item = catalog.items[number * 7919 % len(catalog)].id
                recommender.act(user, "like", item)
        further = [(f"person-{number % people}", next(asked)) for number in range(compared)]
        found = recall(recommender, further, N, memory.clock()) if further else math.nan
    return times, found


def live(
    recommender: Recommender, people: int = PEOPLE, events: int = EVENTS, crowd: int = CROWD
) -> None:
    """Fill the store with those who will ask and the others, and let it come to rest."""
    memory = recommender.memory
    memory.record_all(*lives(people, events, recommender.catalog))
    others, _ = lives(crowd, EVENTS // 3, recommender.catalog, first=people)
    # Nobody will look for what others did by meaning: Chroma need not take it in.
    memory.record_all(others)
    memory.recall("person-0", "what was that", 1)
    memory._recall.settle()


def requests() -> Iterator[Request]:
    """What is asked for, in turn: anything, a range of years, a kind of some years, words. Limits
    are told in both forms that there are.
    """
    words = cycle(questions(20))
    while True:
        yield Request()
        yield Request(constraint=Constraint(year_min=1980, year_max=2015))
        kind, years = {"categories": {"$contains": "kind 3"}}, {"year": {"$gte": 1970}}
        yield Request(where={"$and": [kind, years]})
        yield Request(query=next(words))


def scanning(catalog: Catalog) -> Nearest:
    """The exact scan: every row times the vector, and the best of them."""
    ids = [item.id for item in catalog.items]

    def nearest(vector: FloatArray, n: int) -> list[str]:
        cosines = catalog.matrix @ vector
        best = np.argpartition(cosines, -n)[-n:]
        return [ids[row] for row in best[np.argsort(-cosines[best])]]

    return nearest


def asking_chroma(catalog: Catalog, folder: Path) -> tuple[Nearest, Callable[[], None]]:
    """Chroma's query over the same vectors, and what releases its files."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection(
        "items", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    ids = [item.id for item in catalog.items]
    for start in range(0, len(ids), BATCH):
        some = slice(start, start + BATCH)
        collection.add(ids=ids[some], embeddings=catalog.matrix[some])

    def nearest(vector: FloatArray, n: int) -> list[str]:
        return list(
            collection.query(query_embeddings=vector[None], n_results=n, include=[])["ids"][0]
        )

    return nearest, client.close


def timed(nearest: Nearest, vectors: FloatArray) -> list[float]:
    """Seconds for the ten nearest to each of ``vectors`` (n, d), after one for nothing."""
    nearest(vectors[0], N)
    return [spent(lambda v=vector: nearest(v, N)) for vector in vectors]  # type: ignore[misc]


def measure(sizes: Sequence[int], calls: int, *, chroma_up_to: int) -> Iterator[Figure]:
    """Lists at each size, by all methods; filling Chroma with more than ``chroma_up_to`` takes
    too long.
    """
    embedder = Clusters()
    for size in sizes:
        catalog = catalog_of(size, embedder)
        vectors = embedder.encode(list(islice(cycle(questions(CLUSTERS)), calls)))
        with TemporaryDirectory(prefix="penchant-speed-") as name:
            folder = Path(name)
            compared = COMPARED if WHOLE < size <= LARGEST_COMPARED else 0
            times, met = recommending(catalog, folder / "store", calls, compared=compared)
            yield figure(LIST, size, "Penchant", times, met)
            yield figure(LIST, size, "exact scan", timed(scanning(catalog), vectors))
            if size <= chroma_up_to:
                nearest, close = asking_chroma(catalog, folder / "chroma")
                yield figure(LIST, size, "Chroma query", timed(nearest, vectors))
                close()


def grow(items: int, events: Sequence[int], crowds: Sequence[int], calls: int) -> Iterator[Figure]:
    """Lists out of so many ``items`` as people's pasts grow, and as more others act."""
    catalog = catalog_of(items, Clusters())
    lived = [(LIST_BY_EVENTS, number, {"people": 2, "events": number}) for number in events]
    lived += [(LIST_BY_PEOPLE, number, {"crowd": number}) for number in crowds]
    for what, number, life in lived:
        with TemporaryDirectory(prefix="penchant-speed-") as name:
            times, _ = recommending(catalog, Path(name) / "store", calls, **life)
            yield figure(what, number, "Penchant", times)
