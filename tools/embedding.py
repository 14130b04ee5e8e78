"""Vectors of items, each text embedded once per embedder and kept in the journal.

Knows which vectors are there already; knows nothing of where items come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray, Item
from penchant.tools.items import content_hash

BATCH = 256
"""Items embedded at a time; their vectors are kept before the next batch begins."""

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is in all."""


def embed_items(
    memory: Memory,
    items: Sequence[Item],
    *,
    known: Mapping[str, FloatArray] | None = None,
    progress: Progress | None = None,
) -> FloatArray:
    """Unit vectors of the items' texts, float32 (n, d), rows in the order of ``items``.

    ``known`` maps texts to vectors made by the same embedder; the journal is asked for the others
    and what it does not have is embedded. New vectors are kept, but in a store that is read only.
    ``progress`` counts the texts embedded, and is not called when none has to be.
    """
    embedder, journal = memory.embedder, memory.journal
    matrix = np.zeros((len(items), embedder.dimension), np.float32)
    known = known or {}
    rows: dict[str, list[int]] = {}
    texts: dict[str, str] = {}
    for row, item in enumerate(items):
        text = item.text
        if text in known:
            matrix[row] = known[text]
        else:
            key = content_hash(item)
            rows.setdefault(key, []).append(row)
            texts[key] = text
    kept = journal.item_vectors(embedder.fingerprint, list(rows))
    for key, vector in kept.items():
        matrix[rows[key]] = vector
    missing = [key for key in rows if key not in kept]
    for start in range(0, len(missing), BATCH):
        keys = missing[start : start + BATCH]
        vectors = embedder.encode([texts[key] for key in keys])
        fresh = dict(zip(keys, vectors, strict=True))
        if not memory.read_only:
            journal.put_item_vectors(embedder.fingerprint, fresh)
        for key, vector in fresh.items():
            matrix[rows[key]] = vector
        if progress is not None:
            progress(start + len(keys), len(missing))
    return matrix
