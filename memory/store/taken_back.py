"""The question which entries no longer count, put to the journal's file.

Knows where entries point at each other in SQL; what follows from that is superseding.py's.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from penchant.memory.store import rows, schema
from penchant.memory.store.database import Database
from penchant.memory.store.superseding import Superseding, without_effect


class TakenBack(Database):
    """What was edited, retried or undone in one store."""

    def superseded(
        self,
        user: str | None = None,
        until: datetime | None = None,
        *,
        through: int | None = None,
        without: AbstractSet[str] = frozenset(),
    ) -> set[str]:
        """Ids of entries that no longer count: edited, retried or undone, by an entry of the same
        person that counts itself; and whatever was derived from such an entry.

        ``until`` leaves out what superseded them after that time, ``through`` what superseded
        them after that sequence number; the entries ``without`` are taken as not being there.
        """
        entry, query, values = schema.entry, _SUPERSEDING, {}
        if user is not None:
            query, values = _SUPERSEDING_BY_ONE, {"one": user}
        if until is not None:
            query = query.where(entry.c.occurred_at <= rows.microseconds(until))
        with self.reading() as connection:
            found = [
                row
                for row in sorted(connection.execute(query, values), key=_newest_first)
                if row.id not in without and (through is None or row.sequence <= through)
            ]
            if not found:
                return set()
            parents = {row.id: row.parent for row in found if row.parent is not None}
            tenants = sorted({row.tenant for row in found})
            missing = set(parents.values()) - parents.keys()
            while missing:
                more = _parents(connection, tenants, missing)
                parents |= more
                missing = set(more.values()) - parents.keys()
            dead = without_effect(
                (Superseding(row.id, row.supersedes, row.kind) for row in found), parents
            )
            new = dead
            while new:
                new = _children(connection, new) - dead
                dead |= new
            return dead


def _superseding() -> sa.Select[Any]:
    entry, target = schema.entry, schema.entry.alias()
    same = (target.c.tenant == entry.c.tenant) & (target.c.id == entry.c.supersedes)
    columns = (entry.c.sequence, entry.c.tenant, entry.c.id, entry.c.supersedes)
    return (
        sa.select(*columns, entry.c.parent, entry.c.kind)
        .select_from(entry.outerjoin(target, same))
        .where(
            # True of every text. Asked whether it is one at all, or for the entries' order too,
            # SQLite passes by the indexes of what supersedes and reads all that somebody did.
            entry.c.supersedes >= "",
            target.c.id.is_(None) | (target.c.user == entry.c.user),
        )
    )


def _newest_first(row: sa.Row[Any]) -> int:
    return -int(row.sequence)


# Made once: to make them takes longer than SQLite takes to answer.
_SUPERSEDING = _superseding()
_SUPERSEDING_BY_ONE = _SUPERSEDING.where(schema.entry.c.user == sa.bindparam("one"))


def _parents(connection: sa.Connection, tenants: list[str], ids: set[str]) -> dict[str, str]:
    """Parent by id, of those of ``ids`` that have one."""
    table = schema.entry
    found: dict[str, str] = {}
    for page in rows.pages(sorted(ids)):
        query = sa.select(table.c.id, table.c.parent).where(
            # With the tenants named SQLite finds them by its index, else it reads all.
            table.c.tenant.in_(tenants),
            table.c.id.in_(page),
            table.c.parent.is_not(None),
        )
        found.update((row.id, row.parent) for row in connection.execute(query))
    return found


def _children(connection: sa.Connection, ids: set[str]) -> set[str]:
    """Ids of the entries derived from one of ``ids`` of the same person."""
    child, parent = schema.entry, schema.entry.alias()
    same = (parent.c.tenant == child.c.tenant) & (parent.c.id == child.c.parent)
    found: set[str] = set()
    for page in rows.pages(sorted(ids)):
        query = (
            sa.select(child.c.id)
            .select_from(child.outerjoin(parent, same))
            .where(
                child.c.parent.in_(page),
                child.c.supersedes.is_(None) | (child.c.supersedes != child.c.parent),
                parent.c.id.is_(None) | (parent.c.user == child.c.user),
            )
        )
        found.update(connection.scalars(query))
    return found
