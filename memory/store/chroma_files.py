"""Chroma's files on the disk: whether they hang together, and how what was deleted leaves them.

Chroma takes an emptied database for a new store without a word, answers from an index whose files
are gone or cut short, and crashes on some; so they are looked at before it opens them. And it
begins each index by writing out memory that it never filled, with whatever was in it. Knows file
names and layouts of Chroma 1.5 and hnswlib; never imports Chroma.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from penchant.memory.store import seal

DATABASE = "chroma.sqlite3"
_INDEX = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin", "index_metadata.pickle")

_UNFILLED = ("data_level0.bin", "length.bin")

_HEADER = struct.Struct("<i6q2i3qdq")
"""hnswlib: version; offset of level 0, most elements, elements, bytes per element, label offset,
data offset; highest level, entry point; three numbers of neighbours, factor, breadth."""


def damage(folder: Path) -> str | None:
    """What is wrong with the store in ``folder``, in words, or None. A new folder is fine."""
    database = folder / DATABASE
    if not database.exists():
        return "has lost its database" if folder.is_dir() and any(folder.iterdir()) else None
    if database.stat().st_size == 0:
        return "had an empty database"
    try:
        segments = _saved_indexes(database)
    except sqlite3.DatabaseError as error:
        return f"had an unreadable database ({error})"
    broken = sum(not _sound(folder / segment) for segment in segments)
    if broken:
        return f"had {broken} incomplete index folders"
    changed = seal.broken(folder)
    return f"had {changed} index folders that do not match their seal" if changed else None


def clear(folder: Path) -> None:
    """Rewrite the database without free pages and delete index folders no longer used."""
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as database:
        used = {row[0] for row in database.execute("SELECT id FROM segments")}
        database.execute("VACUUM")
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in used:
            shutil.rmtree(entry)


class Blanks:
    """Keeps index files that Chroma has begun, and not yet saved to, free of memory it never
    filled. It writes such memory out whenever a process first searches or fills an index.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._blanked: dict[Path, int] = {}

    def renew(self) -> None:
        """Fill those of them that were written since the last time with zeros."""
        for header in self._folder.glob("*/header.bin"):
            if header.with_name("index_metadata.pickle").exists():
                continue
            for name in _UNFILLED:
                path = header.with_name(name)
                if self._blanked.get(path) != path.stat().st_mtime_ns:
                    _blank(path)
                    self._blanked[path] = path.stat().st_mtime_ns


def _blank(path: Path) -> None:
    with path.open("r+b") as file:
        content = file.read()
        if any(content):
            file.seek(0)
            file.write(bytes(len(content)))


def _saved_indexes(database: Path) -> list[str]:
    """Ids of the vector indexes that were written to files of their own."""
    # Not read-only: what a killed process left half-written is rolled back here.
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=rw", uri=True)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if not {"segments", "max_seq_id"} <= names:
            return []
        rows = connection.execute(
            "SELECT id FROM segments JOIN max_seq_id ON segment_id = id WHERE scope = 'VECTOR'"
        )
        return [row[0] for row in rows]


def _sound(index: Path) -> bool:
    """Whether an index folder has all files, as long as its header says."""
    sizes = {name: (index / name).stat().st_size for name in _INDEX if (index / name).is_file()}
    if len(sizes) < len(_INDEX) or sizes["header.bin"] != _HEADER.size:
        return False
    _, _, most, elements, bytes_each, *_ = _HEADER.unpack((index / "header.bin").read_bytes())
    return (
        0 <= elements <= most
        and bytes_each > 0
        and sizes["data_level0.bin"] >= elements * bytes_each
        and sizes["length.bin"] >= 4 * elements
        and sizes["index_metadata.pickle"] > 0
    )
