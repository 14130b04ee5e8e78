"""mem0 remembers texts and is asked for them: a program for an interpreter that has mem0.

``python mem0_peer.py FOLDER``, with ``question.json`` and ``vectors.npz`` there; it writes
``answer.json``. Imports nothing of this project: it may not be installed there. Its vectors come
through mem0's own embedding interface, its store is Chroma in the folder.
"""

from __future__ import annotations

import copy
import hashlib
import json
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

ADDED = 30
"""So many are added one by one and timed; the others go into its store by the thousand."""

BATCH = 1_000
MISSING = 3


def main(folder: Path) -> int:
    """Answer the question in ``folder``."""
    try:
        import mem0
        from mem0.configs.embeddings.base import BaseEmbedderConfig
        from mem0.embeddings.base import EmbeddingBase
    except ImportError:
        return MISSING
    asked = json.loads((folder / "question.json").read_text(encoding="utf-8"))
    rows = np.load(folder / "vectors.npz")
    known = dict(zip(asked["texts"], rows["texts"].tolist(), strict=True))
    known |= dict(zip(asked["asked"], rows["asked"].tolist(), strict=True))

    class Known(EmbeddingBase):
        def embed(self, text: str, memory_action: str | None = None) -> list[float]:
            return known[text]

    none = {"api_key": "none"}  # nobody is asked: with infer=False there is no model's turn
    chroma = {"collection_name": "memories", "path": str(folder / "chroma")}
    memory = mem0.Memory.from_config(
        {
            "vector_store": {"provider": "chroma", "config": chroma},
            "llm": {"provider": "openai", "config": none},
            "embedder": {"provider": "openai", "config": none},
            "history_db_path": str(folder / "history.db"),
        }
    )
    memory.embedding_model = Known(BaseEmbedderConfig(embedding_dims=rows["texts"].shape[1]))
    texts, people = asked["texts"], asked["people"]
    fill(memory, texts[:-ADDED], people, known)
    first = len(texts) - ADDED
    adding = [
        spent(lambda p=p, t=t: memory.add(t, user_id=f"person-{p % people}", infer=False))
        for p, t in enumerate(texts[first:], first)
    ]
    answers = {}

    def search(place: int, text: str) -> None:
        mine = {"user_id": f"person-{place % people}"}
        found = memory.search(text, filters=mine, top_k=asked["n"], threshold=0.0)
        answers[text] = [one["memory"] for one in found["results"]]

    search(0, asked["asked"][0])
    searching = [spent(lambda p=p, t=t: search(p, t)) for p, t in enumerate(asked["asked"])]
    done = {"add": adding, "search": searching, "answers": answers, "rss_mb": rss_mb()}
    (folder / "answer.json").write_text(json.dumps(done), encoding="utf-8")
    return 0


def fill(memory, texts, people, known) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Put memories into mem0's store as its ``add`` does, many at a time."""
    now = datetime.now(UTC).isoformat()
    base = {"role": "user", "created_at": now, "updated_at": now}
    for start in range(0, len(texts), BATCH):
        some = texts[start : start + BATCH]
        payloads = []
        for place, text in enumerate(some, start):
            payload = copy.copy(base)
            payload["user_id"] = f"person-{place % people}"
            payload["data"] = payload["text_lemmatized"] = text
            payload["hash"] = hashlib.md5(text.encode()).hexdigest()
            payloads.append(payload)
        ids = [str(uuid.uuid4()) for _ in some]
        memory.vector_store.insert([known[text] for text in some], payloads, ids)


def spent(call) -> float:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Seconds of processor time, as the other methods are timed."""
    began = time.process_time()
    call()
    return time.process_time() - began


def rss_mb() -> float:
    """Megabytes of memory this process holds now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(one for one in status.splitlines() if one.startswith("VmRSS:"))
    return round(int(line.split()[1]) / 1024, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
