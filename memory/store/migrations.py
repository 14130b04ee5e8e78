"""The numbered steps that lead from an older file, or from none, to the tables in schema.py.

Knows versions; knows nothing of entries.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

import sqlalchemy as sa

from penchant.memory.errors import StoreTooNew
from penchant.memory.store import schema
from penchant.memory.store.state import get_meta, put_meta


def migrate(connection: sa.Connection) -> str:
    """Bring the tables to this version; returns the store's id, making one for a new store."""
    has_meta = sa.inspect(connection).has_table("meta")
    version = int(get_meta(connection, "schema") or 0) if has_meta else 0
    if version > schema.VERSION:
        raise StoreTooNew(
            f"this store has schema {version} and this version of penchant knows up to "
            f"{schema.VERSION}: install a newer penchant"
        )
    for number in range(version + 1, schema.VERSION + 1):
        STEPS[number](connection)
        put_meta(connection, "schema", str(number))
    store_id = get_meta(connection, "store")
    if store_id is None:
        store_id = uuid.uuid4().hex
        put_meta(connection, "store", store_id)
    return store_id


def _create(connection: sa.Connection) -> None:
    schema.metadata.create_all(connection)


STEPS: dict[int, Callable[[sa.Connection], None]] = {1: _create}
"""Version -> the step that leads to it from the version before."""
