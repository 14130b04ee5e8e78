"""mem0 in a process of its own, started by the interpreter that has it installed.

mem0 wants an older protobuf than Chroma's telemetry brings, so it seldom shares an environment
with others. Knows how it is started and what goes over; mem0_peer.py is what runs there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.speed.world import Clusters

PEER = Path(__file__).with_name("mem0_peer.py")
MISSING = 3
"""What the process ends with where mem0 is not installed."""

LONGEST = 1_800.0


class Left(Exception):
    """A peer that cannot be measured here; its message says which and why."""


def ask_mem0(
    texts: Sequence[str],
    asked: Sequence[str],
    people: int,
    n: int,
    folder: Path,
    python: str | None,
) -> dict[str, Any]:
    """Have mem0 remember ``texts``, spread over ``people``, and look for ``asked``: what it takes
    in seconds (``add``, ``search``), what it found (``answers``) and its ``rss_mb``.

    Raises Left where mem0 is not there or fails.
    """
    own = folder / f"mem0-{people}"
    own.mkdir()
    embedder = Clusters()
    np.savez(own / "vectors.npz", texts=embedder.encode(texts), asked=embedder.encode(asked))
    question = {"texts": list(texts), "asked": list(asked), "people": people, "n": n}
    (own / "question.json").write_text(json.dumps(question), encoding="utf-8")
    done = subprocess.run(
        [python or sys.executable, str(PEER), str(own)],
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
        # Nothing of this process's modules, nothing sent, nothing in anybody's home.
        env={**_without_paths(), "MEM0_TELEMETRY": "False", "MEM0_DIR": str(own / "home")},
    )
    if done.returncode == MISSING:
        raise Left("mem0: not installed (another interpreter that has it: --mem0 PYTHON)")
    if done.returncode:
        raise Left(f"mem0 failed: {done.stderr.strip().splitlines()[-1:]}")
    answer: dict[str, Any] = json.loads((own / "answer.json").read_text(encoding="utf-8"))
    return answer


def _without_paths() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
