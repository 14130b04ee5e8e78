"""all-MiniLM-L6-v2 through onnxruntime: the same vectors without importing torch.

Knows how to export the model once, keep the export, check it and run it; knows nothing of what is
embedded. torch and transformers are imported only where there is no sound export yet.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.embed.embedder import Embedder
from penchant.memory.records import FloatArray

LONGEST = 8_000
"""Characters of one text that are read; the model sees the first MOST_TOKENS word pieces."""

MOST_TOKENS = 256
BATCH_PIECES = 512
"""Word pieces, padding included, of one run of the model. What it computes on the way then stays in
a core's cache: a run of four times as many takes a seventh more processor time for each text."""

OPSET = 17
FORMAT = 1
"""Part of the export's file name: raised when the graph changes."""

_log = logging.getLogger(__name__)


class OnnxEmbedder:
    """A mean-pooled BERT encoder, read from ``folder`` (tokenizer.json, model.safetensors).

    The export is kept as ``cache`` and made there at the first use, after ``check`` has passed the
    weights. ``threads`` is the number of threads one encode may use. Where no export can be made
    or kept, ``otherwise`` encodes instead. Safe to use from several threads.
    """

    def __init__(
        self,
        folder: Path,
        cache: Path,
        *,
        check: Callable[[], None],
        otherwise: Embedder,
        threads: int,
    ) -> None:
        self.folder = folder
        self.cache = cache
        self.threads = threads
        self.fingerprint = otherwise.fingerprint
        self.dimension = otherwise.dimension
        self._check = check
        self._otherwise = otherwise
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None
        self._failed = False

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors of ``texts``, float32, shape (n, d); an empty list gives shape (0, d)."""
        result = np.zeros((len(texts), self.dimension), np.float32)
        if not texts:
            return result
        loaded = self._load()
        if loaded is None:
            return self._otherwise.encode(texts)
        tokenizer, session = loaded
        encoded = [e.ids for e in tokenizer.encode_batch([text[:LONGEST] for text in texts])]
        for batch in _batches([len(ids) for ids in encoded]):
            result[batch] = session.run(None, _padded([encoded[k] for k in batch]))[0]
        return result

    def _load(self) -> tuple[Any, Any] | None:
        with self._lock:
            if self._loaded is None and not self._failed:
                try:
                    if not is_sound(self.cache):
                        self._check()
                        export(self.folder, self.cache)
                    self._loaded = (self._tokenizer(), self._session())
                except (ImportError, OSError) as error:
                    self._failed = True
                    _log.warning("no ONNX export (%s): sentence-transformers is used", error)
            return self._loaded

    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.enable_truncation(MOST_TOKENS)
        tokenizer.no_padding()
        return tokenizer

    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self.cache), options, providers=["CPUExecutionProvider"]
        )


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts by their ``lengths`` in word pieces, in groups of at most BATCH_PIECES where
    each is as long as the longest; like lengths are together, so that little is spent on padding.
    """
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda k: lengths[k]):
        if batch and (len(batch) + 1) * lengths[place] > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _padded(encoded: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    """The model's input: word pieces, (n, t) with zeros behind, and where there are any."""
    longest = max(map(len, encoded))
    ids = np.zeros((len(encoded), longest), np.int64)
    mask = np.zeros_like(ids)
    for row, pieces in enumerate(encoded):
        ids[row, : len(pieces)] = pieces
        mask[row, : len(pieces)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def export(folder: Path, target: Path) -> None:
    """Write the model in ``folder`` as an ONNX graph that ends in unit vectors.

    The file appears whole or not at all. Raises OSError where it cannot be written.
    """
    import torch
    from transformers import AutoModel

    class Pooled(torch.nn.Module):
        """Token vectors averaged where the mask is 1, then brought to unit length."""

        def __init__(self, encoder: Any) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            tokens = self.encoder(
                input_ids=input_ids,
                attention_mask=attention_mask,
                token_type_ids=torch.zeros_like(input_ids),
            ).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
            mean = (tokens * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    target.parent.mkdir(parents=True, exist_ok=True)
    encoder = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    ids = torch.randint(1000, 2000, (2, 7))
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        with warnings.catch_warnings():
            # The exporter speaks of its own future and of tracing; the test compares vectors.
            warnings.simplefilter("ignore")
            logging.getLogger("torch.onnx").setLevel(logging.ERROR)
            torch.onnx.export(
                Pooled(encoder),
                (ids, torch.ones_like(ids)),
                str(part),
                input_names=["input_ids", "attention_mask"],
                output_names=["vector"],
                dynamic_axes={
                    "input_ids": {0: "n", 1: "t"},
                    "attention_mask": {0: "n", 1: "t"},
                    "vector": {0: "n"},
                },
                opset_version=OPSET,
                dynamo=False,
            )
        digest = _sha256(part)
        part.replace(target)
        _digest_file(target).write_text(digest + "\n", encoding="ascii")
    finally:
        part.unlink(missing_ok=True)


def is_sound(target: Path) -> bool:
    """Whether the export is there and holds the bytes that were written."""
    try:
        return _digest_file(target).read_text(encoding="ascii").strip() == _sha256(target)
    except FileNotFoundError:
        return False


def _digest_file(target: Path) -> Path:
    return target.with_name(target.name + ".sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
