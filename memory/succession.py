"""The succession of one embedder by another in a store: from which vectors hold to what is cleared.

Knows what of a journal still lacks a vector, the one step in which the store changes over, and
what is left to clear after it. Knows nothing of what is embedded: tools/catalog/reembedding.py
gives the vectors. Until the step the store is the old embedder's, after it the new one's; a
process that ends in between leaves one or the other.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from penchant.memory.records import Entry, FloatArray
from penchant.memory.store.journal import Journal

PAGE = 32
"""Entries given their vectors at a time; each such step is durable."""

EMBEDDER, NAME, LEFT = "embedder", "embedder-name", "embedder-left"
"""Named values: whose vectors hold, by which name it was chosen, and whose are to be cleared."""


class Succession:
    """From the embedder with fingerprint ``old`` to the one with ``new``."""

    def __init__(self, journal: Journal, old: str, new: str) -> None:
        self._journal = journal
        self.old = old
        self.new = new

    def lacking(self, after: int) -> list[Entry]:
        """The next entries after this sequence with a vector by the old one and none by the new."""
        return self._journal.embedded_by_one(self.old, self.new, after, PAGE)

    def left(self, after: int) -> int:
        """How many such entries there are."""
        return self._journal.count_embedded_by_one(self.old, self.new, after)

    def put(self, vectors: Mapping[int, FloatArray]) -> None:
        """Keep vectors by the new one, by sequence; entries erased meanwhile get none."""
        self._journal.put_vectors(self.new, vectors)

    def complete(self, name: str | None, values: Mapping[str, str | None]) -> None:
        """Make the new one's vectors those that hold, and ``values`` with them, in one step."""
        self._journal.put_all_meta(
            {EMBEDDER: self.new, NAME: name, LEFT: self.old, **values},
        )


def clear(journal: Journal, vectors: Path) -> bool:
    """Clear what the last succession left, if there is anything; whether there was.

    ``vectors`` is Chroma's folder, which must not be open: it is made anew from the journal.
    """
    left = journal.get_meta(LEFT)
    if left is None:
        return False
    shutil.rmtree(vectors, ignore_errors=True)
    holds = journal.get_meta(EMBEDDER) or ""
    journal.put_all_meta({f"followed:{left}": None, f"followed:{holds}": None})
    journal.drop_vectors(left)
    journal.put_meta(LEFT, None)
    return True
