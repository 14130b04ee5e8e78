"""The database file under the journal: transactions for reading and for writing.

Knows connections and their errors; knows nothing of tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from penchant.memory.errors import StoreError
from penchant.memory.store.sqlite import translated


class Database:
    """One open database file. Safe to use from several threads and beside other processes."""

    def __init__(self, engine: sa.Engine, path: Path) -> None:
        self.path = path
        self._engine = engine
        self._bare = engine.execution_options(transaction=None)
        self._writers = {
            forced: engine.execution_options(transaction="IMMEDIATE", forced=forced)
            for forced in (True, False)
        }
        self._closed = False

    def close(self) -> None:
        """Release the file; it cannot be used afterwards."""
        self._closed = True
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the file."""
        with translated(self.path), self._live().connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, forced: bool = True) -> Iterator[sa.Connection]:
        """A transaction that is on disk when it ends without an error, and undone otherwise.

        One that is not ``forced`` is safe from the end of this process, and from that of the
        machine once a later one is forced; it saves the wait for the disk.
        """
        engine = self._live(self._writers[forced])
        with translated(self.path), engine.begin() as connection:
            yield connection

    def scrub(self) -> None:
        """Rewrite the file without what was deleted, and empty the write-ahead log."""
        with translated(self.path), self._live(self._bare).connect() as connection:
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _live(self, engine: sa.Engine | None = None) -> sa.Engine:
        if self._closed:
            raise StoreError(f"the store at {self.path.parent} was closed")
        return self._engine if engine is None else engine
