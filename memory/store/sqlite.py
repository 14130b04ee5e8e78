"""How a SQLite file is opened so that what was committed stays, and what its complaints mean.

WAL with synchronous FULL. Knows connection settings and error texts only. A server database would
get its own engine here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from penchant.memory.errors import ReadOnlyStore, StoreBusy, StoreDamaged

BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another process's transaction."""


def connect(path: Path) -> sa.Engine:
    """An engine on the file ``path``, whose folder must exist.

    Connections read by default. The execution option ``transaction`` makes one a writer
    (``"IMMEDIATE"``: waits for its turn) or leaves transactions out (None, for VACUUM).
    """
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        connect_args={"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000},
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    # None hands BEGIN to us: the driver's own would let two writers start as readers and one of
    # them fail at once instead of waiting.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: sa.Connection) -> None:
    transaction = connection.get_execution_options().get("transaction", "DEFERRED")
    if transaction is not None:
        connection.exec_driver_sql(f"BEGIN {transaction}")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what the database says of the file ``path`` into the product's errors."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.DatabaseError) as error:
        said = str(error.orig if isinstance(error, sa.exc.DBAPIError) else error)
        if "readonly" in said or "unable to open" in said or "disk is full" in said:
            raise ReadOnlyStore(f"{path} cannot be written: {said}") from error
        if "locked" in said:
            raise StoreBusy(f"{path} is in use by another process: {said}") from error
        if any(sign in said for sign in ("malformed", "not a database", "disk I/O", "decode")):
            raise StoreDamaged(f"{path} cannot be read: {said}") from error
        raise
