"""Languages: when a store calls for the multilingual embedder, and the change in the background.

Knows what counts as a sign of Chinese and runs the one thread that re-embeds; how a store is
re-embedded is tools/catalog/reembedding.py's.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from penchant.memory.embed import minilm
from penchant.memory.embed.choice import embedder_named
from penchant.memory.embed.e5 import obstacle
from penchant.memory.errors import PenchantError
from penchant.memory.memory import Memory
from penchant.memory.succession import NAME
from penchant.tools.asking import is_chinese
from penchant.tools.catalog.reembedding import reembed
from penchant.tools.recommender import Recommender

NEWEST = 10
"""Turns that are looked at, the newest of everybody's."""

FEWEST = 2
"""Chinese turns below which nothing is done."""

SHARE = 0.2
"""Of a catalog's letters, from which it is a Chinese one; a title has few."""

_log = logging.getLogger(__name__)

_STARTED = (
    "I am getting ready to understand Chinese better; that takes a little while in the background.",
    "我正在后台为更好地理解中文做准备，需要一点时间，期间可以照常使用。",
)


def wants_multilingual(memory: Memory) -> bool:
    """Whether the store has the English embedder without anybody having asked for it, and the
    multilingual one could run here.
    """
    english = memory.embedder.fingerprint.startswith(f"{minilm.DEFAULT}:")
    return english and memory.journal.get_meta(NAME) is None and obstacle() is None


def mostly_chinese(path: str | Path) -> bool:
    """Whether a good part of the letters in a catalog's file is Chinese."""
    from penchant.tools.importing.tables import read_table

    letters = chinese = 0
    for row in read_table(Path(path)).rows:
        for value in row.values.values():
            found = [c for c in str(value) if c.isalpha()]
            letters += len(found)
            chinese += sum(map(is_chinese, found))
    return chinese > 0 and chinese >= SHARE * letters


class LanguageWatch:
    """Starts the change to the multilingual embedder once at least half of the newest turns are
    Chinese, and at once where an earlier process was interrupted at it.
    """

    def __init__(self, recommender: Recommender, *, threads: int | None = None) -> None:
        self._recommender = recommender
        self._threads = threads
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.heard()

    def heard(self, text: str | None = None) -> str | None:
        """Take note of what is being said; a sentence for the person when the change begins."""
        with self._lock:
            if self._thread is not None or not self._called_for(text):
                return None
            self._thread = threading.Thread(target=self._run, name="reembed", daemon=True)
            self._thread.start()
        return None if text is None else _STARTED[is_chinese(text)]

    def close(self) -> None:
        """Stop at the next batch and wait for it; the next process goes on from there."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def join(self) -> None:
        """Wait until what was begun is done."""
        if self._thread is not None:
            self._thread.join()

    def _called_for(self, text: str | None) -> bool:
        memory = self._recommender.memory
        if memory.read_only or not wants_multilingual(memory):
            return False
        newest = memory.entries(kinds=("turn",), newest_first=True, limit=2 * NEWEST)
        turns = [entry.text or "" for entry in newest if entry.role == "user"]
        turns = (turns if text is None else [text, *turns])[:NEWEST]
        chinese = sum(map(is_chinese, turns))
        return chinese >= FEWEST and 2 * chinese >= len(turns)

    def _run(self) -> None:
        embedder = embedder_named("multilingual", threads=self._threads)
        try:
            done = reembed(self._recommender, embedder, stop=self._stop)
        except PenchantError as error:
            _log.warning("the store keeps its embedder: %s", error)
            return
        if done.changed:
            _log.info("re-embedded %d entries", done.entries)
