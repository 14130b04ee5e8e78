"""The demo catalog that comes with the package: about 5,000 films as facts, already embedded.

Sources and licences. Titles, years, casts and genres are facts from the film lists of
prust/wikipedia-movie-data (MIT, Copyright Peter Rust); its extracts (CC BY-SA) and pictures are
not used. Genres were completed, and the number of people who rated a film counted, from
MovieTweetings (MIT, Copyright (c) 2013 Simon Dooms). ``demo.json`` repeats this with the commits.

Knows the files beside it; knows nothing of stores. ``build.py`` makes the files.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from penchant.memory.errors import StoreDamaged
from penchant.memory.records import FloatArray, Item
from penchant.tools.catalog.items import item_from_data

FILMS = "films.jsonl.gz"
VECTORS = "films.minilm.npy"
VECTORS_E5 = "films.e5.npy"
MANIFEST = "demo.json"
FORMAT = 2


@dataclass(frozen=True, slots=True)
class DemoFilms:
    """The films with their vectors: ``matrix`` is float32 (n, d), unit rows, made by the embedder
    with ``fingerprint``. ``words_zh`` gives the Chinese word for every category.
    """

    items: tuple[Item, ...]
    matrix: FloatArray
    fingerprint: str
    words_zh: Mapping[str, str]
    version: str


def load_demo(folder: Path | None = None, *, fingerprint: str | None = None) -> DemoFilms:
    """The demo catalog of the package, or of another ``folder`` that the builder wrote.

    The vectors are those of the embedder with this ``fingerprint`` where they are there, else
    the first ones. Raises StoreDamaged where a file does not belong to the others.
    """
    root: Traversable = folder if folder is not None else files(__name__)
    manifest = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    by_embedder = {one["embedder"]: one for one in manifest["vectors"]}
    chosen = by_embedder.get(fingerprint, manifest["vectors"][0])
    packed = {name: (root / name).read_bytes() for name in (FILMS, chosen["file"])}
    for name, content in packed.items():
        if hashlib.sha256(content).hexdigest() != manifest["sha256"][name]:
            raise StoreDamaged(f"{name} of the demo catalog is not the one that was built")
    lines = gzip.decompress(packed[FILMS]).decode().split("\n")
    items = tuple(item_from_data(json.loads(line)) for line in lines if line)
    matrix = dequantise(np.load(io.BytesIO(packed[chosen["file"]])), chosen["scale"])
    return DemoFilms(
        items=items,
        matrix=matrix,
        fingerprint=chosen["embedder"],
        words_zh=manifest["words_zh"],
        version=manifest["version"],
    )


def category_words() -> Mapping[str, str]:
    """The Chinese word for each category of the demo catalog, without reading the films."""
    manifest = json.loads((files(__name__) / MANIFEST).read_text(encoding="utf-8"))
    words: Mapping[str, str] = manifest["words_zh"]
    return words


def dequantise(vectors: NDArray[np.int8], scale: float) -> FloatArray:
    """Unit rows, float32 (n, d), of 8-bit ``vectors`` and their ``scale``."""
    rows = vectors.astype(np.float32) * np.float32(scale)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: FloatArray = rows / np.maximum(norms, np.float32(1e-12))
    return unit
