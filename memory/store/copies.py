"""Copies of a journal's file, made while any process uses it.

Knows SQLite's own way to copy: one state of the database, the write-ahead log included, in a file
written afresh, so that nothing that was erased is in it. Knows nothing of entries.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from penchant.memory.store.sqlite import BUSY_MILLISECONDS

BEFORE = ".before-schema-"
"""What the name of a copy made before a migration has between the journal's name and its schema."""


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that cannot change the file; its transactions are the caller's."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        timeout=BUSY_MILLISECONDS / 1000,
        isolation_level=None,
    )


def copy_database(source: Path, target: Path) -> None:
    """Write the database in the file ``source`` to ``target``, which must not exist.

    It is on the disk when this returns; nothing is left of it where it fails. Raises the errors of
    sqlite3.
    """
    try:
        with closing(open_to_read(source)) as database:
            database.execute("VACUUM INTO ?", (str(target),))
        sync(target)
    except BaseException:
        for part in (target, target.with_name(f"{target.name}-journal")):
            part.unlink(missing_ok=True)
        raise


def copies_before_migrations(journal: Path) -> list[Path]:
    """The copies that migrations left beside the file ``journal``."""
    return sorted(journal.parent.glob(f"{journal.name}{BEFORE}*"))


def sync(path: Path) -> None:
    """Have a file or folder on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
