"""Words placed among the items: what is asked for, as a direction in the space of the items.

Knows the embedder and where its measurements are kept; knows nothing of people or catalogs. A
request is a text of another sort than an item, and of a language of its own, and an embedder sets
sorts and languages apart more than meanings: without that common part taken off, multilingual-e5
answers most requests with the same few documentaries. So the mean of plain requests in its
language is taken off a request, as the catalog's mean is taken off an item.
"""

from __future__ import annotations

import re
import threading
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import StoreFull
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray
from penchant.tools.words.lexicon import GENRES

_MEASURED = 16
"""Genres whose plain requests are averaged; more change nothing (docs/decisions.md)."""

_CHINESE = re.compile("[\u3400-\u9fff]")


def is_chinese(text: str) -> bool:
    """Whether ``text`` has Chinese characters."""
    return _CHINESE.search(text) is not None


@dataclass(slots=True)
class Asking:
    """Places words for the embedder ``other``, or for the memory's present one where it is None;
    measures once per embedder and language.
    """

    memory: Memory
    other: Embedder | None = None
    _centres: dict[tuple[str, bool], FloatArray] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def embedder(self) -> Embedder:
        """Whose vectors are placed."""
        return self.other or self.memory.embedder

    def place(self, text: str, vector: FloatArray) -> FloatArray:
        """The unit vector (d,) in the items' space of ``text``, whose own vector is ``vector``."""
        apart = vector - self._centre(is_chinese(text))
        length = float(np.linalg.norm(apart))
        placed: FloatArray = apart / np.float32(length) if length > 0 else apart
        return placed

    def place_all(self, *texts: str) -> FloatArray | None:
        """The direction (d,) between the texts that are not empty; None without any."""
        said = [text for text in texts if text]
        if not said:
            return None
        vectors = self.embedder.encode(said)
        placed = [self.place(text, v) for text, v in zip(said, vectors, strict=True)]
        mean: FloatArray = np.mean(placed, axis=0)
        return mean

    def _centre(self, chinese: bool) -> FloatArray:
        embedder, journal = self.embedder, self.memory.journal
        name = "asking-zh" if chinese else "asking-en"
        key = (embedder.fingerprint, chinese)
        with self._lock:
            if key not in self._centres:
                kept = journal.item_vectors(embedder.fingerprint, [name]).get(name)
                if kept is None:
                    mean = embedder.encode(_plain_requests(chinese)).mean(axis=0, dtype=np.float64)
                    kept = mean.astype(np.float32)
                    if not self.memory.read_only:
                        with suppress(StoreFull):  # It is measured again next time.
                            journal.put_item_vectors(embedder.fingerprint, {name: kept})
                self._centres[key] = kept
            return self._centres[key]


def _plain_requests(chinese: bool) -> list[str]:
    forms = ("关于{}的电影", "{}片") if chinese else ("a film about {}", "{} films")
    names = [genre.zh if chinese else genre.name for genre in GENRES[:_MEASURED]]
    return [form.format(name) for form in forms for name in names]
