"""Vectors of items, each text embedded once per embedder and kept in the journal.

Knows which vectors are there already; knows nothing of where items come from.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from penchant.memory.embed.e5 import FINGERPRINT as MULTILINGUAL
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray, Item
from penchant.tools.catalog.items import text_hash
from penchant.tools.words.lexicon import GENRES

CHINESE: Mapping[str, str] = {genre.name: genre.zh for genre in GENRES}

BATCH = 256
"""Items embedded at a time; their vectors are kept before the next batch begins."""

CHUNK = 16
"""Texts of one call of the embedder. Larger ones are not faster, and progress moves by these."""

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
    side_by_side: int | None = None,
) -> FloatArray:
    """Unit vectors of the items' texts by ``embedder`` (the memory's), float32 (n, d), rows in
    the order of ``items``.

    ``known`` maps texts to vectors made by the same embedder; the journal is asked for the others
    and what it does not have is embedded. New vectors are kept, but in a store that is read only.
    ``progress`` counts the texts embedded, and is not called when none has to be. ``side_by_side``
    is how many calls of the embedder run at once (None: as many as leave no core idle, where it
    says how many threads one call takes).
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
    missing.sort(key=lambda key: len(texts[key]))  # texts of like length need little padding
    done = 0
    with _Encoder(embedder, side_by_side or _calls_at_once(embedder)) as encoder:
        for start in range(0, len(missing), BATCH):
            keys = missing[start : start + BATCH]
            fresh: dict[str, FloatArray] = {}
            try:
                for chunk, vectors in encoder.encode(keys, texts):
                    fresh.update(zip(chunk, vectors, strict=True))
                    done += len(chunk)
                    if progress is not None and done < len(missing):
                        progress(done, len(missing))
            finally:
                if not memory.read_only:  # also what was done when somebody interrupts
                    journal.put_item_vectors(embedder.fingerprint, fresh)
            for key, vector in fresh.items():
                matrix[rows[key]] = vector
    if progress is not None and missing:
        progress(done, len(missing))
    return matrix


class _Encoder:
    """Calls an embedder for a few texts at a time, several calls at once."""

    def __init__(self, embedder: Embedder, calls: int) -> None:
        self._embedder = embedder
        self._pool = ThreadPoolExecutor(calls) if calls > 1 else None

    def __enter__(self) -> _Encoder:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            # After an interruption only the calls that run already are waited for.
            self._pool.shutdown(cancel_futures=True)

    def encode(
        self, keys: Sequence[str], texts: Mapping[str, str]
    ) -> Iterator[tuple[Sequence[str], FloatArray]]:
        """The keys and the vectors of their texts, chunk by chunk."""
        chunks = [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]

        def vectors(chunk: Sequence[str]) -> FloatArray:
            return self._embedder.encode([texts[key] for key in chunk])

        mapped = map(vectors, chunks) if self._pool is None else self._pool.map(vectors, chunks)
        return zip(chunks, mapped, strict=True)


def _calls_at_once(embedder: Embedder) -> int:
    """How many calls fill the cores; 1 for an embedder that does not say what one call takes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    threads = int(getattr(embedder, "threads", 0)) or cores or 1
    return max(1, (cores or 1) // threads)
