"""A real store in which the past was recorded, and the product's own recommender over it.

Knows events, films and the product; knows nothing of settings or figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bench.quality.events import Data, Events
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Item, from_day
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender

BATCH = 1_000
"""Entries of one transaction, as in an import."""


def catalog_of(data: Data, vectors: NDArray[np.float32]) -> Catalog:
    """The films as a host would import them; ids are the data set's numbers."""
    years = np.full(data.items, np.nan) if data.years is None else data.years
    items = [
        Item(
            id=str(film),
            title=text.removesuffix(f". {', '.join(data.categories[film])}"),
            categories=data.categories[film],
            year=None if np.isnan(years[film]) else int(years[film]),
        )
        for film, text in enumerate(data.texts)
    ]
    return Catalog(items, vectors)


@contextmanager
def opened(
    folder: Path, catalog: Catalog, past: Events, day: float, embedder: Embedder
) -> Iterator[Recommender]:
    """The product on ``day`` with all of the ``past``, in a store in ``folder``."""
    now = from_day(day)
    with (
        Memory.open(folder, embedder, clock=lambda: now) as memory,
        # Lists without words ask Chroma nothing, and it would take longer than all the rest.
        patch.object(memory._recall, "follow"),
    ):
        for start in range(0, len(past), BATCH):
            entries = _entries(past.take(slice(start, start + BATCH)), start)
            vectors = {one.id: catalog.vector(one.item or "") for one in entries}
            memory.record_all(entries, vectors)
        yield Recommender(memory, catalog)


def _entries(events: Events, first: int) -> list[Entry]:
    columns = (events.user, events.item, events.day, events.value)
    return [
        Entry(
            id=f"rating-{first + place}",
            kind="rating",
            user=str(user),
            occurred_at=from_day(day),
            recorded_at=from_day(day),
            item=str(film),
            value=value,
            scale=(0.0, 1.0),
        )
        for place, (user, film, day, value) in enumerate(
            zip(*(column.tolist() for column in columns), strict=True)
        )
    ]
