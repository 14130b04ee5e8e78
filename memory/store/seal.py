"""The seal on Chroma's index files: sums over their bytes, kept beside them as they were written.

An index file holding other bytes than were written is not noticed when it is opened: it answers
wrongly or ends the process at the first question. Knows files and sums; knows nothing of indexes.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

SEAL = "sealed.json"
WRITTEN = "index_metadata.pickle"
"""The last file of an index that is written; an index without it is not read from files."""

_BLOCK = 1 << 20

Sums = dict[str, list[int]]
Marks = tuple[tuple[str, int, int], ...]


class Seal:
    """The sums of all written indexes in ``folder``, kept up to date by :meth:`renew`.

    Begin it after the folder was looked at (:func:`broken`): what is sealed is taken as it stands.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sums = _sealed(folder) or {}
        self._marks = {name: mark for name, mark in self._written() if name in self._sums}

    def _written(self) -> Iterator[tuple[str, Marks]]:
        for path in self._folder.glob(f"*/{WRITTEN}"):
            yield path.parent.name, _marks(path.parent)

    def renew(self) -> None:
        """Seal what was written since the last call; costs little where nothing was."""
        marks = dict(self._written())
        if marks == self._marks:
            return
        self._sums = {
            name: self._sums[name] if self._marks.get(name) == mark else sums(self._folder / name)
            for name, mark in marks.items()
        }
        new = self._folder / f"{SEAL}.new"
        with new.open("w", encoding="ascii") as file:
            json.dump(self._sums, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._folder / SEAL)
        self._marks = marks


def broken(folder: Path) -> int:
    """How many indexes in ``folder`` hold other bytes than were sealed. Without a seal, none:
    the folder was written before there were seals, or nothing was written out yet.
    """
    sealed = _sealed(folder)
    if sealed is None:
        return 0
    written = {path.parent.name for path in folder.glob(f"*/{WRITTEN}")}
    return sum(sealed.get(name) != sums(folder / name) for name in written)


def _sealed(folder: Path) -> dict[str, Sums] | None:
    """What stands in the seal; nothing where it cannot be read, None where there is none."""
    try:
        found = json.loads((folder / SEAL).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def sums(index: Path) -> Sums:
    """Length and CRC-32 of each file of one index."""
    return {path.name: _sum(path) for path in sorted(index.iterdir()) if path.is_file()}


def _sum(path: Path) -> list[int]:
    length = total = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            length += len(block)
            total = zlib.crc32(block, total)
    return [length, total]


def _marks(index: Path) -> Marks:
    found = ((path.name, path.stat()) for path in sorted(index.iterdir()) if path.is_file())
    return tuple((name, seen.st_mtime_ns, seen.st_size) for name, seen in found)
