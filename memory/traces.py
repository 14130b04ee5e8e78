"""Traces: byte strings that an entry leaves in files, and the search for them.

Knows bytes; knows nothing of journals, of Chroma or of which entries are meant.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import FloatArray

SHORTEST = 12
"""Texts with fewer bytes than this are not searched for: they occur in any file by chance."""

PIECE = 48
"""Longest byte string searched for. A database may break a long value over its pages anywhere,
so of a long value several pieces are looked for."""

PIECES = 4

_CHUNK = 1 << 22
_KEY = 8
"""Bytes by which a place in a file is compared with all traces at once."""

_TABLE_BITS = 20
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def traces_of_text(text: str) -> set[bytes]:
    """What ``text`` would look like in a file, in the encodings in use."""
    return {
        piece
        for encoding in ("utf-8", "utf-16-le")
        for piece in _pieces(text.encode(encoding, "surrogatepass"))
    }


def traces_of_vector(vector: FloatArray) -> set[bytes]:
    """What ``vector`` (d,) would look like in a file: as it is, and as an index normalises it."""
    vector = np.asarray(vector, np.float32)
    if not vector.any():
        return set()
    # In the order and the precision of hnswlib, whose result differs in the last bit.
    squares = np.add.accumulate(vector * vector, dtype=np.float32)[-1]
    unit = vector * (np.float32(1) / (np.sqrt(squares) + np.float32(1e-30)))
    return {
        piece for form in (vector, unit) for piece in _pieces(np.asarray(form, "<f4").tobytes())
    }


def _pieces(value: bytes) -> Iterator[bytes]:
    if len(value) < SHORTEST:
        return
    last = max(0, len(value) - PIECE)
    for number in range(PIECES):
        start = last * number // (PIECES - 1)
        piece = value[start : start + PIECE]
        # A run of one byte is in every file: free pages are full of zeros.
        if len(set(piece[:_KEY])) > 1:
            yield piece


def found_in_files(paths: Sequence[Path], traces: Iterable[bytes]) -> dict[Path, set[bytes]]:
    """Those of ``traces`` that each of the files holds; see :func:`found_in`.

    A process of its own reads the files. Were a SQLite file opened and closed here, its locks
    would go with the descriptor (POSIX), the next reader would take itself for the last one and
    delete the write-ahead log under the owner, and all that is written later would be lost.
    """
    asked = {"files": [str(path) for path in paths], "traces": [trace.hex() for trace in traces]}
    done = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import answer; answer()"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    found = json.loads(done.stdout)
    return {path: {bytes.fromhex(trace) for trace in found[str(path)]} for path in paths}


def answer() -> None:
    """Read a search from standard input and write what was found to standard output."""
    asked = json.load(sys.stdin)
    traces = [bytes.fromhex(trace) for trace in asked["traces"]]
    found = {
        name: sorted(trace.hex() for trace in found_in(Path(name), traces))
        for name in asked["files"]
    }
    sys.stdout.write(json.dumps(found))


def found_in(path: Path, traces: Iterable[bytes]) -> set[bytes]:
    """Those of ``traces``, each of at least SHORTEST bytes, that the file ``path`` holds."""
    wanted = _by_key(traces)
    if not wanted:
        return set()
    table = np.zeros(1 << _TABLE_BITS, bool)
    table[_slots(np.array(list(wanted), np.uint64))] = True
    found: set[bytes] = set()
    tail = b""
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            window = tail + block
            for place in _candidates(window, table):
                for trace in wanted.get(int.from_bytes(window[place : place + _KEY], "little"), ()):
                    if window.startswith(trace, place):
                        found.add(trace)
            tail = window[-(PIECE - 1) :]
    return found


def _by_key(traces: Iterable[bytes]) -> dict[int, list[bytes]]:
    wanted: dict[int, list[bytes]] = {}
    for trace in traces:
        wanted.setdefault(int.from_bytes(trace[:_KEY], "little"), []).append(trace)
    return wanted


def _candidates(window: bytes, table: NDArray[np.bool_]) -> list[int]:
    """Places in ``window`` whose first bytes may begin a trace."""
    number = len(window) - _KEY + 1
    if number < 1:
        return []
    keys = np.ndarray(number, "<u8", window, strides=(1,))
    places: list[int] = np.flatnonzero(table[_slots(keys)]).tolist()
    return places


def _slots(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    slots: NDArray[np.uint64] = (keys * _SPREAD) >> np.uint64(64 - _TABLE_BITS)
    return slots
