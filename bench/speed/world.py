"""What speed is measured on: items, people and words made by chance, alike in each run.

Vectors lie in clusters, as texts' do, and are made beforehand or by a hash: no model is in the
times. Knows nothing of what is measured.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Entry, FloatArray, Item, Statement, Target
from penchant.memory.statements import statement_to_data
from penchant.tools.catalog.catalog import Catalog

DIMENSION = 384
CLUSTERS = 200
SPREAD = 1.3
"""Length of the chance in a vector, beside a centre of length 1: cosines of .37 within clusters."""

KINDS = ("like", "watch", "save", "click")
START = datetime(2026, 3, 1, tzinfo=UTC)


class Clusters:
    """An embedder without a model: the first number in a text is its cluster, all of it its place
    there.
    """

    fingerprint = f"clusters:{CLUSTERS}:{DIMENSION}"
    dimension = DIMENSION

    def __init__(self) -> None:
        self._centres = _unit(np.random.default_rng(1).normal(size=(CLUSTERS, DIMENSION)))

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, d) of ``texts``."""
        chance = np.zeros((len(texts), DIMENSION))
        clusters = np.zeros(len(texts), int)
        for row, text in enumerate(texts):
            digest = hashlib.sha256(text.encode()).digest()
            first = re.search(r"\d+", text)
            clusters[row] = (int(first[0]) if first else digest[0]) % CLUSTERS
            chance[row] = np.random.default_rng(int.from_bytes(digest[:8], "little")).normal(
                size=DIMENSION
            )
        return self._placed(clusters, chance)

    def around(self, clusters: NDArray[np.intp], rng: np.random.Generator) -> FloatArray:
        """A unit vector near the centre of each of ``clusters``, (n, d)."""
        out = np.empty((len(clusters), DIMENSION), np.float32)
        for start in range(0, len(clusters), 50_000):  # a million at once would need 10 GB
            some = clusters[start : start + 50_000]
            noise = rng.standard_normal((len(some), DIMENSION), np.float32)
            out[start : start + len(some)] = self._placed(some, noise)
        return out

    def _placed(self, clusters: NDArray[np.intp], noise: NDArray[np.floating]) -> FloatArray:
        return _unit(self._centres[clusters] + noise * np.float32(SPREAD / DIMENSION**0.5))


def catalog_of(size: int, embedder: Clusters) -> Catalog:
    """``size`` items of CLUSTERS kinds, each with a year, two categories and people who knew it."""
    rng = np.random.default_rng(size)
    clusters = rng.integers(0, CLUSTERS, size)
    years, known = rng.integers(1950, 2027, size), rng.exponential(20.0, size)
    items = [
        Item(
            id=f"item:{number}",
            title=f"Story {number}",
            categories=(f"kind {cluster % 20}", f"manner {cluster}"),
            year=int(years[number]),
            prior=float(round(known[number])),
        )
        for number, cluster in enumerate(clusters)
    ]
    return Catalog(items, embedder.around(clusters, rng))


def lives(
    people: int, events: int, catalog: Catalog, *, first: int = 0
) -> tuple[list[Entry], dict[str, FloatArray]]:
    """What ``people`` did, ``events`` each: mostly with items of four manners of their own, and
    each tenth time they say which they like. Entries in the order of time, vectors by entry.
    """
    rng = np.random.default_rng(first + 7)
    manners = [catalog.rows_with(f"manner {number}") for number in range(CLUSTERS)]
    entries: list[Entry] = []
    vectors: dict[str, FloatArray] = {}
    for number in range(people * events):
        user = first + number % people
        manner = (user * 17 + int(rng.integers(4)) * 31) % CLUSTERS
        rows = manners[manner]
        row = int(rng.choice(rows)) if len(rows) and rng.random() < 0.8 else None
        row = int(rng.integers(len(catalog))) if row is None else row
        said = number // people % 10 == 9
        target = Target(kind="genre", name=f"manner {manner}")
        statement = Statement(target=target, polarity=1, strength=0.8) if said else None
        at = START + timedelta(minutes=number)
        entry = Entry(
            id=f"event-{first}-{number}",
            kind="statement" if said else KINDS[int(rng.integers(len(KINDS)))],
            user=f"person-{user}",
            item=None if said else catalog.items[row].id,
            occurred_at=at,
            recorded_at=at,
            data=statement_to_data(statement) if statement else {},
        )
        entries.append(entry)
        vectors[entry.id] = catalog.matrix[row]
    return entries, vectors


def memories(number: int) -> list[str]:
    """``number`` different things that somebody said."""
    chosen = np.random.default_rng(3).integers(0, CLUSTERS, number)
    return [f"manner {cluster}, memory {place}" for place, cluster in enumerate(chosen)]


def questions(number: int) -> list[str]:
    """``number`` texts to look for what is like them."""
    chosen = np.random.default_rng(4).integers(0, CLUSTERS, number)
    return [f"manner {cluster}, question {place}" for place, cluster in enumerate(chosen)]


def _unit(rows: NDArray[np.floating]) -> FloatArray:
    out = np.asarray(rows, np.float32)
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    return out


class Ticking:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self._now = START + timedelta(days=60)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now
