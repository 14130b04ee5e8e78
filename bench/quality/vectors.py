"""Vectors of item texts in the product's own embedder, kept in a file by content."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def vectors_of(texts: Sequence[str], folder: Path | None = None) -> NDArray[np.float32]:
    """(n, d) unit rows, the mean of all texts taken off.

    The mean is taken off because short titles with genres are all alike; it is a fact of the
    catalog, no event has a part in it.
    """
    return centred(raw_vectors_of(texts, folder))


def raw_vectors_of(texts: Sequence[str], folder: Path | None = None) -> NDArray[np.float32]:
    """(n, d) unit rows as the embedder gives them; from the file of an earlier run if any.

    The first time this takes minutes.
    """
    from penchant.memory.embed.minilm import default_cache, load_embedder

    embedder = load_embedder()
    digest = hashlib.sha256("\0".join([embedder.fingerprint, *texts]).encode()).hexdigest()
    file = (folder or default_cache() / "bench") / f"vectors-{digest[:24]}.npy"
    if file.is_file():
        raw: NDArray[np.float32] = np.load(file)
        return raw
    print(f"embedding {len(texts)} texts, once", flush=True)
    raw = embedder.encode(texts)
    file.parent.mkdir(parents=True, exist_ok=True)
    np.save(file, raw)
    return raw


def centred(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows less their mean, at unit length."""
    rows = raw - raw.mean(axis=0)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))
