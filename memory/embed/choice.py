"""Which embedder a store has: the one named, the one it began with, or the one that fits it.

Knows the names of the embedders and how a stored fingerprint leads back to one; knows nothing of
catalogs or settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from penchant.memory.embed import e5, minilm
from penchant.memory.embed.embedder import Embedder

MULTILINGUAL = ("multilingual", e5.NAME, f"intfloat/{e5.NAME}")
ENGLISH = ("english", minilm.DEFAULT, f"sentence-transformers/{minilm.DEFAULT}")


def embedder_named(name: str, *, threads: int | None = None) -> Embedder:
    """The embedder called ``name``: ``multilingual``, ``english``, or a sentence-transformers
    model by name or folder. Weights load at the first use.
    """
    if name in MULTILINGUAL:
        return e5.E5Embedder(threads=threads or minilm.usual_threads())
    return minilm.load_embedder(None if name in ENGLISH else name, threads=threads)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How to choose: the embedder called ``name``; without one what the store began with; for a
    new store what fits it, where ``chinese`` tells whether Chinese is to be expected.
    """

    chinese: Callable[[], bool]
    name: str | None = None
    threads: int | None = None

    def for_store(self, fingerprint: str | None, name: str | None) -> tuple[str | None, Embedder]:
        """The embedder for a store whose vectors are by ``fingerprint`` (None: a new one), and
        the name it was asked for by, now or when the store began (``name``); None if by none.
        """
        name = self.name or name
        if name is not None:
            return name, embedder_named(name, threads=self.threads)
        if fingerprint is None:
            multilingual = e5.obstacle() is None and self.chinese()
        else:
            multilingual = fingerprint == e5.FINGERPRINT
        chosen = MULTILINGUAL if multilingual else ENGLISH
        return None, embedder_named(chosen[0], threads=self.threads)
