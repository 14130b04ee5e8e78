"""How a SQLite file is opened so that what was committed stays, and what its complaints mean.

WAL with synchronous FULL. Knows connection settings and error texts only. A server database would
get its own engine here.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from penchant.memory.errors import ReadOnlyStore, StoreBusy, StoreDamaged, StoreFull
from penchant.memory.store.prepared import driver

BUSY_MILLISECONDS = 10_000
"""How long a writer waits for another process's transaction."""

NOT_WRITTEN = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE")
"""What SQLite answers where there is no room: a full disk, a quota, a limit on file sizes."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system answers there."""


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
    options = connection.get_execution_options()
    transaction = options.get("transaction", "DEFERRED")
    if transaction == "IMMEDIATE":
        # Each says so itself: connections are used again.
        level = "FULL" if options.get("forced", True) else "NORMAL"
        driver(connection).execute(f"PRAGMA synchronous = {level}").close()
    if transaction is not None:
        driver(connection).execute(f"BEGIN {transaction}").close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what the database says of the file ``path`` into the product's errors."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlite3.DatabaseError) as error:
        cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
        said = str(cause)
        if getattr(cause, "sqlite_errorname", "") in NOT_WRITTEN:
            raise full(path, said) from error
        if "readonly" in said or "unable to open" in said:
            raise ReadOnlyStore(f"{path} cannot be written: {said}") from error
        if "locked" in said:
            raise StoreBusy(f"{path} is in use by another process: {said}") from error
        if any(sign in said for sign in ("malformed", "not a database", "disk I/O", "decode")):
            raise damaged(path, said) from error
        raise


def full(what: object, said: str) -> StoreFull:
    """The error that says there is no room for what was to be written to ``what``."""
    return StoreFull(
        f"the disk is full: {what} could not be written ({said}); what was recorded before is "
        "safe, make room and try again"
    )


def damaged(path: Path, said: str) -> StoreDamaged:
    """The error that says the file ``path`` cannot be read, and what may be done."""
    return StoreDamaged(
        f"{path} is damaged and cannot be read ({said}): run penchant doctor --repair, which saves "
        "what can be read, or restore the store from a backup"
    )
