"""A process whose import is cut short; run by test_import_resume.py.

``python imports_cut_short.py STORE FILE``: imports the items with a slow embedder that writes every
text it embeds to a file beside the store. Told ``events`` too, it imports events.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from conftest import Clock, WordEmbedder

import penchant
from penchant.cli import build
from penchant.memory.records import FloatArray

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Telling(WordEmbedder):
    """Writes down what it embeds, and takes its time."""

    threads = 1

    def __init__(self, store: Path) -> None:
        self._said = os.open(
            store.with_suffix(".said"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
        )

    def encode(self, texts: Sequence[str]) -> FloatArray:
        os.write(self._said, "".join(f"{text}\n" for text in texts).encode())
        # Long enough for a signal to come before the end on a busy machine.
        time.sleep(0.04)
        return super().encode(texts)


def main(store: Path, words: Sequence[str]) -> None:
    def opener(folder: Path, **_: object) -> penchant.Penchant:
        return penchant.open(folder, embedder=Telling(store), clock=Clock(NOW))

    build(opener, {"PENCHANT_STORE": str(store)})(["import", *words])


if __name__ == "__main__":
    # A test run in the background has its interrupts ignored, and its children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main(Path(sys.argv[1]), sys.argv[2:])
