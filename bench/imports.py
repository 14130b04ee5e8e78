"""How fast catalogs come in: with the real model, a large one, and again.

Measures wall time and the processor's time, for another process may share the machine: on a quiet
one the first is what counts. Goals: 2,500 products with paragraphs in 30 s; a large catalog without
loss, and nothing embedded twice.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench.products import products
from penchant.memory.embed.embedder import Embedder
from penchant.memory.embed.minilm import load_embedder
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray
from penchant.tools.catalog.catalog import load_catalog
from penchant.tools.importing import import_events, import_items

GOAL = 30.0
"""Seconds for 2,500 products with paragraphs."""

Figures = dict[str, Any]


class Counting:
    """An embedder that counts the texts it is given."""

    def __init__(self, inner: Embedder) -> None:
        self.inner = inner
        self.fingerprint = inner.fingerprint
        self.dimension = inner.dimension
        if hasattr(inner, "threads"):
            self.threads = inner.threads
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> FloatArray:
        self.texts += len(texts)
        return self.inner.encode(texts)


class Hashing:
    """Vectors of the real model's size from a hash of each text: what is left is our own work."""

    fingerprint = "bench:hash:384"
    dimension = 384

    def encode(self, texts: Sequence[str]) -> FloatArray:
        rows = np.empty((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            digest = hashlib.shake_256(text.encode()).digest(self.dimension)
            row[:] = np.frombuffer(digest, np.uint8).astype(np.float32) - 127.5
            row /= np.linalg.norm(row)
        return rows


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where a goal is missed on a machine that had time for us."""
    parser = argparse.ArgumentParser(prog="python -m bench imports")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args(arguments)
    part = 10 if options.quick else 1
    with tempfile.TemporaryDirectory() as folder:
        figures = {
            "machine": {"cores": os.cpu_count(), "load_before": round(os.getloadavg()[0], 2)},
            "paragraphs": paragraphs(Path(folder), 2_500 // part),
            "large": large(Path(folder), 100_000 // part),
            "events": events(Path(folder), 20_000 // part),
        }
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    show(figures)
    told = figures["paragraphs"]
    return int(told["seconds"] * 2_500 / told["items"] > GOAL and told["share_of_cores"] > 0.9)


def paragraphs(folder: Path, count: int) -> Figures:
    """Import ``count`` products of about 80 words with the real model; then again."""
    path = folder / "products.jsonl.gz"
    rows = list(products(count))
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    embedder = Counting(load_embedder())
    embedder.inner.encode(["the model is loaded"])
    words = [len(str(row["description"]).split()) for row in rows]
    with Memory.open(folder / "paragraphs", embedder, clock=_now) as memory:
        first = timed(lambda: import_items(memory, path))
        embedded, embedder.texts = embedder.texts, 0
        again = timed(lambda: import_items(memory, path))
        assert len(load_catalog(memory)) == count
    return {
        "items": count,
        "words_on_average": round(sum(words) / count, 1),
        "embedded": embedded,
        **first,
        "again_seconds": again["seconds"],
        "embedded_again": embedder.texts,
    }


def large(folder: Path, count: int) -> Figures:
    """Import ``count`` products with short texts, without the model, and estimate its part."""
    path = folder / "large.csv"
    rows = products(count, words=0)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["sku", "name", "category", "brand", "tags"])
        for row in rows:
            tags = row["tags"]
            assert isinstance(tags, list)
            writer.writerow(
                [row["sku"], row["name"], row["category"], row["brand"], "|".join(tags)]
            )
    embedder = Counting(Hashing())
    moves: list[int] = []
    with Memory.open(folder / "large", embedder, clock=_now) as memory:
        first = timed(
            lambda: import_items(memory, path, progress=lambda done, _: moves.append(done))
        )
        again = timed(lambda: import_items(memory, path))
        embedded = embedder.texts
        loaded = timed(lambda: load_catalog(memory))
        texts = [item.text for item in load_catalog(memory).items[:1_000]]
    real = load_embedder()
    real.encode(["the model is loaded"])
    model = timed(lambda: [real.encode(texts[k : k + 16]) for k in range(0, len(texts), 16)])
    return {
        "items": count,
        "embedded": embedded,
        **first,
        "progress_moved": len(moves),
        "again_seconds": again["seconds"],
        "load_seconds": loaded["seconds"],
        "model_estimate_seconds_one_thread": round(model["seconds"] * count / len(texts), 1),
        "model_estimate_cpu_seconds": round(model["cpu_seconds"] * count / len(texts), 1),
    }


def events(folder: Path, count: int) -> Figures:
    """Record ``count`` events of 500 people on the large catalog."""
    path = folder / "events.csv"
    chance = random.Random(7)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["user", "sku", "event", "time"])
        for number in range(count):
            kind = chance.choice(("view", "view", "like", "purchase"))
            who, what = chance.randrange(500), f"P{chance.randrange(1_000):06d}"
            writer.writerow([f"u{who}", what, kind, 1_700_000_000 + 60 * number])
    with Memory.open(folder / "large", Counting(Hashing()), clock=_now) as memory:
        catalog = load_catalog(memory)
        first = timed(lambda: import_events(memory, catalog, path))
        again = timed(lambda: import_events(memory, catalog, path))
    return {"events": count, **first, "again_seconds": again["seconds"]}


def timed(work: Callable[[], object]) -> Figures:
    """Seconds by the wall and by the processor, and the share of all cores that was had."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "share_of_cores": round(cpu / wall / (os.cpu_count() or 1), 2),
    }


def show(figures: Figures) -> None:
    """Print the figures, a line each."""
    for name, part in figures.items():
        print(name)
        for key, value in part.items():
            print(f"  {key:<36} {value}")


def _now() -> datetime:
    return datetime.now(UTC)
