"""Vectors of items, each text embedded once per embedder and kept in the journal.

Knows which vectors are there already; knows nothing of where items come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from penchant.memory.embed.e5 import FINGERPRINT as MULTILINGUAL
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray, Item
from penchant.tools.items import text_hash
from penchant.tools.lexicon import GENRES

CHINESE: Mapping[str, str] = {genre.name: genre.zh for genre in GENRES}

BATCH = 256
"""Items embedded at a time; their vectors are kept before the next batch begins."""

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is in all."""


def embedded_text(item: Item, fingerprint: str) -> str:
    """What of ``item`` is embedded by the embedder with this fingerprint.

    The multilingual one gets the Chinese words for the categories too: requests in Chinese then
    find nearly as much of what they ask for as English ones (docs/decisions.md).
    """
    if fingerprint != MULTILINGUAL:
        return item.text
    words = [CHINESE[name] for name in item.categories if name in CHINESE]
    return f"{item.text} {', '.join(words)}" if words else item.text


def embed_items(
    memory: Memory,
    items: Sequence[Item],
    *,
    embedder: Embedder | None = None,
    known: Mapping[str, FloatArray] | None = None,
    progress: Progress | None = None,
) -> FloatArray:
    """Unit vectors of the items' texts by ``embedder`` (the memory's), float32 (n, d), rows in
    the order of ``items``.

    ``known`` maps texts to vectors made by the same embedder; the journal is asked for the others
    and what it does not have is embedded. New vectors are kept, but in a store that is read only.
    ``progress`` counts the texts embedded, and is not called when none has to be.
    """
    embedder, journal = embedder or memory.embedder, memory.journal
    matrix = np.zeros((len(items), embedder.dimension), np.float32)
    known = known or {}
    rows: dict[str, list[int]] = {}
    texts: dict[str, str] = {}
    for row, item in enumerate(items):
        text = item.text
        if text in known:
            matrix[row] = known[text]
        else:
            text = embedded_text(item, embedder.fingerprint)
            key = text_hash(text)
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
