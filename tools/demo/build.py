"""Builds the demo catalog from the two public data sets and embeds it with both embedders.

Run ``python -m penchant.tools.demo.build --datasets DIR [--out DIR]``, where DIR holds the folders
``wikipedia_movies`` and ``movietweetings100k``. The same sources give the same films;
their vectors may differ by one step of 8 bits, as floats do in their last digits.
Knows the files it writes; which films are in is decided in ``selection.py``.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from penchant.memory.embed.e5 import E5Embedder
from penchant.memory.embed.embedder import Embedder
from penchant.memory.embed.minilm import load_embedder
from penchant.memory.records import FloatArray, Item, Json
from penchant.tools.catalog.embedding import embedded_text
from penchant.tools.catalog.items import item_to_data
from penchant.tools.demo import FILMS, FORMAT, MANIFEST, VECTORS, VECTORS_E5, dequantise
from penchant.tools.demo.selection import Chosen, choose
from penchant.tools.demo.sources import WORDS_ZH, read_films, read_rated

SOURCES: tuple[dict[str, Json], ...] = (
    {
        "name": "wikipedia-movie-data",
        "repository": "prust/wikipedia-movie-data",
        "commit": "91ae721d3672e8ef4f15b213c763a634250ef61a",
        "licence": "MIT, Copyright Peter Rust",
        "taken": "facts only: title, year, cast, genres; no extract, link or picture",
    },
    {
        "name": "MovieTweetings, snapshot 100K",
        "repository": "sidooms/MovieTweetings",
        "commit": "3ae51d9ab4bac513259a36665182d1fd0e7afdf9 (fork adrianrfreedman/MovieTweetings)",
        "licence": "MIT, Copyright (c) 2013 Simon Dooms",
        "taken": "genres, and the number of distinct people who rated a film; no single rating",
    },
)
LOWEST_COSINE = 0.999
"""What an 8-bit vector must keep of the direction of the one it was made from."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the sources, choose, embed, write, and print what was made."""
    parser = argparse.ArgumentParser(prog="python -m penchant.tools.demo.build")
    parser.add_argument("--datasets", type=Path, required=True, help="folder of the two data sets")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent)
    options = parser.parse_args(arguments)
    embedders = {VECTORS: load_embedder(), VECTORS_E5: E5Embedder()}
    manifest = build(options.datasets, options.out, embedders)
    print(json.dumps(manifest["counts"], indent=1))


def build(datasets: Path, out: Path, embedders: Mapping[str, Embedder]) -> dict[str, Json]:
    """Write the films, their vectors by each of ``embedders`` (file name -> embedder) and the
    manifest into ``out``; returns the manifest.
    """
    picks = json.loads(Path(__file__).with_name("picks.json").read_text(encoding="utf-8"))
    chosen = choose(
        read_films(datasets / "wikipedia_movies"),
        read_rated(datasets / "movietweetings100k"),
        picks,
    )
    items = to_items(chosen)
    packed, scales = {FILMS: _films_bytes(items)}, []
    for file, embedder in embedders.items():
        vectors, scale = quantise(
            embedder.encode([embedded_text(i, embedder.fingerprint) for i in items])
        )
        buffer = io.BytesIO()
        np.save(buffer, vectors)
        packed[file] = buffer.getvalue()
        scales.append({"file": file, "embedder": embedder.fingerprint, "scale": scale})
    manifest = _manifest(items, packed, scales)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in packed.items():
        (out / name).write_bytes(content)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (out / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def to_items(chosen: Iterable[Chosen]) -> list[Item]:
    """The films as items with readable, unique ids such as ``film:blade-runner-1982``."""
    items: dict[str, Item] = {}
    for one in chosen:
        film = one.film
        slug = base = f"film:{_slug(film.title)}-{film.year}"
        number = 1
        while slug in items:
            number += 1
            slug = f"{base}-{number}"
        items[slug] = Item(
            id=slug,
            title=film.title,
            categories=film.genres,
            people=film.cast,
            year=film.year,
            prior=float(one.raters),
        )
    return list(items.values())


def quantise(vectors: FloatArray) -> tuple[NDArray[np.int8], float]:
    """Unit vectors (n, d) as 8-bit whole numbers, and the one scale that brings them back.

    Raises ValueError where the cosine to the original falls below :data:`LOWEST_COSINE`.
    """
    scale = float(np.float32(np.abs(vectors).max() / 127.0))
    small = np.clip(np.rint(vectors / scale), -127, 127).astype(np.int8)
    lowest = float(np.sum(dequantise(small, scale) * vectors, axis=1).min())
    if lowest < LOWEST_COSINE:
        raise ValueError(f"8 bits are too few: the lowest cosine is {lowest:.5f}")
    return small, scale


def _films_bytes(items: Iterable[Item]) -> bytes:
    lines = (
        json.dumps(item_to_data(item), ensure_ascii=False, separators=(",", ":")) for item in items
    )
    # No time stamp in the header: the same films must give the same bytes.
    return gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0)


def _manifest(
    items: Sequence[Item], packed: Mapping[str, bytes], vectors: Sequence[Json]
) -> dict[str, Json]:
    sha256 = {name: hashlib.sha256(content).hexdigest() for name, content in packed.items()}
    genres = Counter(name for item in items for name in item.categories)
    decades = Counter(f"{(item.year or 0) // 10 * 10}s" for item in items)
    return {
        "format": FORMAT,
        "version": f"films-{sha256[FILMS][:12]}",
        "sources": list(SOURCES),
        "counts": {
            "films": len(items),
            "rated": sum(item.prior > 0 for item in items),
            "decades": dict(sorted(decades.items())),
            "categories": dict(sorted(genres.items(), key=lambda pair: (-pair[1], pair[0]))),
        },
        "words_zh": {name: WORDS_ZH[name] for name in sorted(genres)},
        "sha256": sha256,
        "vectors": list(vectors),
    }


def _slug(title: str) -> str:
    """Lower-case letters and digits with hyphens; a hash where nothing of the title is left."""
    plain = unicodedata.normalize("NFKD", title.casefold().replace("&", " and "))
    plain = re.sub(r"['’.]", "", plain.encode("ascii", "ignore").decode())
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug[:60].strip("-") or hashlib.sha256(title.encode()).hexdigest()[:10]


if __name__ == "__main__":
    main()
