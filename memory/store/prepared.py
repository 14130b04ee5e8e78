"""Statements that are run for every entry: worked out once, and run by the driver itself.

SQLAlchemy takes several times as long over a small statement as SQLite does. It still says what the
text is and opens the connections. Knows statements and their values; knows nothing of what they
mean, nor when a transaction begins or ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import pysqlite

NO_VALUES: Mapping[str, Any] = MappingProxyType({})

_DIALECT = pysqlite.dialect()


class Prepared:
    """One statement, whose values have the names of its ``bindparam``s or of the columns it fills.

    Values go to the driver and come from it as they are: text, numbers and bytes.
    """

    def __init__(self, statement: sa.Select[Any] | sa.Insert) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)
        self._sql = str(compiled)
        self._names: tuple[str, ...] = tuple(compiled.positiontup)
        self._fixed = {name: one for name, one in compiled.params.items() if one is not None}
        """Values that are part of the statement."""

    def rows(
        self, connection: sqlite3.Connection, values: Mapping[str, Any] = NO_VALUES
    ) -> list[Any]:
        """All rows that it finds, as tuples."""
        given = {**self._fixed, **values}
        return connection.execute(self._sql, [given[name] for name in self._names]).fetchall()

    def run(self, connection: sqlite3.Connection, values: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each of ``values``."""
        connection.executemany(
            self._sql, ([one[name] for name in self._names] for one in values)
        ).close()


def driver(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's own connection under ``connection``, within whose transaction it works; with
    none begun each statement sees the newest state.
    """
    own = connection.connection.driver_connection
    assert isinstance(own, sqlite3.Connection)
    return own
