"""Shared fixtures: a fast word-hash embedder, a clock that only moves when told, real stores."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from penchant.memory.at_hand import AtHand
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray

# A busy machine makes single examples slow, which says nothing about the code.
settings.register_profile("penchant", settings.default, deadline=None, max_examples=50)
settings.load_profile("penchant")


class WordEmbedder:
    """Texts that share words (or Chinese characters) get near vectors; no model, no disk."""

    dimension = 64
    fingerprint = "words:1:64"

    def encode(self, texts: Sequence[str]) -> FloatArray:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row += 0.05 * _word_vector("", self.dimension)
            for word in re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", text.lower()):
                row += _word_vector(word.rstrip("s") or word, self.dimension)
            row /= np.linalg.norm(row)
        return rows


def _word_vector(word: str, dimension: int) -> FloatArray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    return np.random.default_rng(seed).normal(size=dimension).astype(np.float32)


class Clock:
    """Stands still until moved; call it for the time."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        self.now += timedelta(days=days, hours=hours, minutes=minutes)
        return self.now


@pytest.fixture
def embedder() -> Embedder:
    return WordEmbedder()


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
def memory(tmp_path: Path, embedder: Embedder, clock: Clock) -> Iterator[Memory]:
    opened = Memory.open(tmp_path / "store", embedder, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def nobody_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """A first question about somebody goes to Chroma, however little there is of them."""
    wants = AtHand.wants
    monkeypatch.setattr(
        AtHand, "wants", lambda people, user, few: wants(people, user, lambda: False)
    )


@pytest.fixture(scope="session")
def minilm() -> Embedder:
    from penchant.memory.embed.minilm import load_embedder, packaged_weights

    assert packaged_weights() is not None, "the extra 'offline' is part of the test set-up"
    return load_embedder()
