"""Small state kept in the journal's file: named values, and the folds' snapshots.

Knows names and bytes; knows nothing of what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from penchant.memory.store import schema
from penchant.memory.store.database import Database


class State(Database):
    """The named values and snapshots of one store."""

    def get_meta(self, key: str) -> str | None:
        """A small value kept with the journal, such as the embedder's fingerprint."""
        with self.reading() as connection:
            return get_meta(connection, key)

    def put_meta(self, key: str, value: str | None) -> None:
        """Keep ``value`` under ``key``; None removes what is there."""
        with self.writing() as connection:
            put_meta(connection, key, value)

    def put_all_meta(self, values: Mapping[str, str | None]) -> None:
        """Keep several values in one step; None removes what is there."""
        with self.writing() as connection:
            for key, value in values.items():
                put_meta(connection, key, value)

    def load_snapshot(self, name: str, version: int) -> tuple[int, bytes] | None:
        """(sequence, state) of the fold ``name``, or None if there is none of this version."""
        table = schema.snapshot
        query = sa.select(table).where(table.c.name == name, table.c.version == version)
        with self.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else (row.sequence, row.state)

    def save_snapshots(self, sequence: int, states: Mapping[str, tuple[int, bytes]]) -> None:
        """Keep folds as of ``sequence`` in one step: name -> (version, state)."""
        rows = [
            {"name": name, "version": version, "sequence": sequence, "state": state}
            for name, (version, state) in states.items()
        ]
        insert = schema.snapshot.insert().prefix_with("OR REPLACE")
        with self.writing() as connection:
            connection.execute(insert, rows)

    def drop_snapshots(self) -> None:
        """Forget all snapshots; folds are replayed from the first entry at the next opening."""
        with self.writing() as connection:
            connection.execute(sa.delete(schema.snapshot))


def get_meta(connection: sa.Connection, key: str) -> str | None:
    """The value under ``key``, inside a transaction."""
    return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.key == key))


def put_meta(connection: sa.Connection, key: str, value: str | None) -> None:
    """Keep ``value`` under ``key`` or remove it, inside a transaction."""
    table = schema.meta
    if value is None:
        connection.execute(sa.delete(table).where(table.c.key == key))
    else:
        insert = table.insert().prefix_with("OR REPLACE")
        connection.execute(insert, [{"key": key, "value": value}])
