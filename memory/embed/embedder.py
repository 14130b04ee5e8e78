"""The seam between text and vectors: what every embedder offers.

Knows nothing of models, files or stores.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from penchant.memory.records import FloatArray


class Embedder(Protocol):
    """Turns text into unit vectors. Two embedders with one fingerprint give comparable vectors."""

    @property
    def fingerprint(self) -> str:
        """Name, weights and dimension, such as ``all-MiniLM-L6-v2:53aa51172d14:384``."""
        ...

    @property
    def dimension(self) -> int:
        """Length d of every vector."""
        ...

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors of ``texts``, float32, shape (n, d); an empty list gives shape (0, d)."""
        ...
