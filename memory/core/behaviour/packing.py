"""Arrays to bytes and back, to the last bit and the same each time. Knows nothing of meanings."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
"""Arrays by name: what a ``state`` method gives and a ``from_state`` method takes."""

_PLAIN = "plain"

_DAMAGE = (
    zipfile.BadZipFile,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    AttributeError,
)
"""What numpy raises on bytes that are no file of arrays, besides ValueError."""


def packed(plain: Any, arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """``plain`` (what JSON can hold) and ``arrays`` as bytes; inverse of :func:`unpacked`."""
    file = io.BytesIO()
    named: dict[str, Any] = {_PLAIN: as_array(plain), **arrays}
    np.savez(file, **named)
    return file.getvalue()


def unpacked(data: bytes) -> tuple[Any, Arrays]:
    """What :func:`packed` was given. Bytes that it did not give raise ValueError or KeyError."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except _DAMAGE as error:
        raise ValueError("these bytes hold no arrays") from error
    return from_array(arrays.pop(_PLAIN)), arrays


def as_array(plain: Any) -> NDArray[np.uint8]:
    """What JSON can hold, as an array: inverse of :func:`from_array`."""
    return np.frombuffer(json.dumps(plain).encode(), np.uint8)


def from_array(array: NDArray[Any]) -> Any:
    """What :func:`as_array` was given."""
    return json.loads(array.tobytes())


def under(name: str, state: Mapping[str, NDArray[Any]]) -> Arrays:
    """The arrays of ``state``, each with ``name`` before its own; inverse of :func:`within`."""
    return {f"{name}.{key}": array for key, array in state.items()}


def within(name: str, arrays: Mapping[str, NDArray[Any]]) -> Arrays:
    """The arrays that :func:`under` put under ``name``, by their own names."""
    start = f"{name}."
    return {key[len(start) :]: one for key, one in arrays.items() if key.startswith(start)}


def joined(parts: Iterable[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    """All parts one after the other; empty where there are none."""
    found = list(parts)
    return np.concatenate(found).astype(dtype) if found else np.zeros(0, dtype)


def parted(array: NDArray[Any], lengths: Sequence[int]) -> list[NDArray[Any]]:
    """Copies of the parts that :func:`joined` was given, which had these ``lengths``."""
    ends = np.cumsum(lengths).tolist()
    if (ends[-1] if ends else 0) != len(array):
        raise ValueError("the parts are not as long as the whole")
    return [array[end - length : end].copy() for end, length in zip(ends, lengths, strict=True)]
