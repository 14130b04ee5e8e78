"""The vectors kept in the journal's file: those of entries and those of item texts.

Knows which entries have a vector by which embedder; knows nothing of nearness. Chroma's copy of
them (vectors.py) can be made anew from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from penchant.memory.records import Entry, FloatArray
from penchant.memory.store import rows, schema
from penchant.memory.store.database import Database


class Embeddings(Database):
    """The vectors of one store."""

    def put_vectors(
        self, embedder: str, vectors: Mapping[int, FloatArray], *, forced: bool = True
    ) -> set[int]:
        """Keep the vectors of entries appended without one, by sequence number; where they can be
        made again they need not be ``forced`` to the disk.

        An entry that was erased in the meantime gets none; returns the numbers of the others.
        """
        there: set[int] = set()
        if not vectors:
            return there
        table = schema.entry
        insert = schema.entry_vector.insert().prefix_with("OR IGNORE")
        with self.writing(forced=forced) as connection:
            for page in rows.pages(list(vectors)):
                query = sa.select(table.c.sequence).where(table.c.sequence.in_(page))
                there.update(connection.scalars(query))
            kept = [
                {"sequence": number, "embedder": embedder, "vector": rows.pack(vectors[number])}
                for number in sorted(there)
            ]
            if kept:
                connection.execute(insert, kept)
        return there

    def vectors(self, embedder: str, sequences: Sequence[int]) -> dict[int, FloatArray]:
        """The (d,) vectors made by ``embedder`` for the entries with these sequence numbers."""
        table = schema.entry_vector
        found: dict[int, FloatArray] = {}
        with self.reading() as connection:
            for page in rows.pages(sequences):
                query = sa.select(table.c.sequence, table.c.vector).where(
                    table.c.embedder == embedder, table.c.sequence.in_(page)
                )
                found.update((r.sequence, rows.unpack(r.vector)) for r in connection.execute(query))
        return found

    def unembedded(self, embedder: str, kinds: Iterable[str], after: int = 0) -> list[Entry]:
        """What people said (``kinds``) after the sequence ``after`` that has no vector yet."""
        table, vector = schema.entry, schema.entry_vector
        has_one = sa.exists().where(
            vector.c.sequence == table.c.sequence, vector.c.embedder == embedder
        )
        query = sa.select(table).where(
            table.c.sequence > after,
            table.c.kind.in_(list(kinds)),
            table.c.role == "user",
            sa.func.length(table.c.text) > 0,
            ~has_one,
        )
        with self.reading() as connection:
            found = connection.execute(query.order_by(table.c.sequence)).all()
        return [rows.from_row(row) for row in found]

    def drop_misshapen(self, embedder: str, dimension: int) -> int:
        """Remove vectors by ``embedder`` that have not ``dimension`` numbers; returns how many."""
        removed = 0
        with self.writing() as connection:
            for table in (schema.entry_vector, schema.item_vector):
                wrong = sa.func.length(table.c.vector) != 4 * dimension
                query = sa.delete(table).where(table.c.embedder == embedder, wrong)
                removed += connection.execute(query).rowcount
        return removed

    def embedded(
        self, embedder: str, *, after: int = 0, users: Sequence[str] | None = None
    ) -> Iterator[tuple[Entry, FloatArray]]:
        """What people said or did (user turns and actions), with its vector, by sequence.

        ``users`` restricts it to these people.
        """
        if users is None:
            yield from self._embedded_pages(embedder, after, None)
            return
        for page in rows.pages(users):
            yield from self._embedded_pages(embedder, after, page)

    def embedded_of(self, embedder: str, user: str, dimension: int) -> tuple[list[str], FloatArray]:
        """The ids that :meth:`embedded` gives of one person, and the vectors, (n, dimension)."""
        with self.reading() as connection:
            found = connection.execute(_EMBEDDED_OF, {"by": embedder, "one": user}).all()
        return [key for key, _ in found], rows.unpack_all([kept for _, kept in found], dimension)

    def has_more(self, user: str, than: int) -> bool:
        """Whether somebody has more than so many entries, of whatever kind."""
        with self.reading() as connection:
            return connection.scalar(_BEYOND, {"one": user, "passed": than}) is not None

    def embedded_ids(self, embedder: str) -> set[str]:
        """The ids of the entries that :meth:`embedded` gives."""
        with self.reading() as connection:
            return set(connection.scalars(_embedded(embedder, 0, schema.entry.c.id)))

    def count_embedded(self, embedder: str, until: int) -> int:
        """How many entries :meth:`embedded` gives up to the sequence ``until``."""
        query = _embedded(embedder, 0, sa.func.count())
        query = query.where(schema.entry.c.sequence <= until)
        with self.reading() as connection:
            return int(connection.scalar(query) or 0)

    def put_item_vectors(self, embedder: str, vectors: Mapping[str, FloatArray]) -> None:
        """Keep the vectors of item texts, by the sha256 of the text, made by ``embedder``."""
        if not vectors:
            return
        kept = [
            {"embedder": embedder, "hash": key, "vector": rows.pack(vector)}
            for key, vector in vectors.items()
        ]
        insert = schema.item_vector.insert().prefix_with("OR REPLACE")
        with self.writing() as connection:
            connection.execute(insert, kept)

    def item_vectors(self, embedder: str, hashes: Sequence[str]) -> dict[str, FloatArray]:
        """The vectors kept for item texts with these sha256 sums; missing ones are left out."""
        table = schema.item_vector
        found: dict[str, FloatArray] = {}
        with self.reading() as connection:
            for page in rows.pages(hashes):
                query = sa.select(table.c.hash, table.c.vector).where(
                    table.c.embedder == embedder, table.c.hash.in_(page)
                )
                found.update((r.hash, rows.unpack(r.vector)) for r in connection.execute(query))
        return found

    def embedded_by_one(self, old: str, new: str, after: int, limit: int) -> list[Entry]:
        """The next entries after a sequence that have a vector by ``old`` and none by ``new``."""
        query = _by_one(old, new, after, schema.entry).order_by(schema.entry.c.sequence)
        with self.reading() as connection:
            return [rows.from_row(row) for row in connection.execute(query.limit(limit))]

    def count_embedded_by_one(self, old: str, new: str, after: int = 0) -> int:
        """How many entries :meth:`embedded_by_one` would give without a limit."""
        with self.reading() as connection:
            return int(connection.scalar(_by_one(old, new, after, sa.func.count())) or 0)

    def drop_vectors(self, embedder: str) -> None:
        """Remove all vectors made by ``embedder``, a page in a transaction."""
        with self.writing() as connection:
            table = schema.item_vector
            connection.execute(sa.delete(table).where(table.c.embedder == embedder))
        table = schema.entry_vector
        last = 0
        while True:
            query = sa.select(table.c.sequence).where(
                table.c.embedder == embedder, table.c.sequence > last
            )
            with self.writing() as connection:
                page = connection.scalars(query.order_by(table.c.sequence).limit(rows.PAGE)).all()
                if not page:
                    return
                connection.execute(
                    sa.delete(table).where(table.c.embedder == embedder, table.c.sequence.in_(page))
                )
                last = page[-1]

    def _embedded_pages(
        self, embedder: str, after: int, users: Sequence[str] | None
    ) -> Iterator[tuple[Entry, FloatArray]]:
        table, last = schema.entry, after
        while True:
            query = _embedded(embedder, last, table, schema.entry_vector.c.vector)
            if users is not None:
                query = query.where(table.c.user.in_(users))
            with self.reading() as connection:
                page = connection.execute(query.order_by(table.c.sequence).limit(rows.PAGE)).all()
            for row in page:
                yield rows.from_row(row), rows.unpack(row.vector)
            if len(page) < rows.PAGE:
                return
            last = page[-1].sequence


def _by_one(old: str, new: str, after: int, *columns: Any) -> sa.Select[Any]:
    table, vector, other = schema.entry, schema.entry_vector, schema.entry_vector.alias()
    has_new = sa.exists().where(other.c.sequence == table.c.sequence, other.c.embedder == new)
    return (
        sa.select(*columns)
        .select_from(table.join(vector, table.c.sequence == vector.c.sequence))
        .where(vector.c.embedder == old, table.c.sequence > after, ~has_new)
    )


def _embedded(embedder: Any, after: int, *columns: Any) -> sa.Select[Any]:
    table, vector = schema.entry, schema.entry_vector
    return (
        sa.select(*columns)
        .select_from(table.join(vector, table.c.sequence == vector.c.sequence))
        .where(
            vector.c.embedder == embedder,
            # A statement is part of a turn, which has a vector of its own.
            table.c.kind != "statement",
            table.c.role == "user",
            table.c.sequence > after,
        )
    )


# Made once: to make them takes longer than SQLite takes to answer about a few.
_EMBEDDED_OF = _embedded(
    sa.bindparam("by"), 0, schema.entry.c.id, schema.entry_vector.c.vector
).where(schema.entry.c.user == sa.bindparam("one"))
_BEYOND = (
    sa.select(sa.literal(1))
    .select_from(schema.entry)
    .where(schema.entry.c.user == sa.bindparam("one"))
    .limit(1)
    .offset(sa.bindparam("passed"))
)
