"""The journal: the append-only record that everything else is derived from.

Knows how entries are kept durably in SQL and read back; knows nothing of what they mean. An
append is on disk when it returns (SQLite: WAL with synchronous FULL). The only way to remove an
entry is :meth:`Journal.erase`, which overwrites the bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from penchant.memory.errors import PenchantError, ReadOnlyStore, StoreDamaged
from penchant.memory.records import Entry, FloatArray
from penchant.memory.store import appending, copies, marks, rows, schema
from penchant.memory.store.asking import Question
from penchant.memory.store.embeddings import Embeddings
from penchant.memory.store.migrations import migrate, prepare
from penchant.memory.store.prepared import driver
from penchant.memory.store.rows import Kept
from penchant.memory.store.sqlite import NO_ROOM, connect, damaged, full, translated
from penchant.memory.store.state import State, put_meta
from penchant.memory.store.taken_back import TakenBack
from penchant.memory.store.witness import Witness

UNFINISHED = "erasing"
"""Named value that stands from the first step of an erasure until its last: see :meth:`erase`."""

_LOST = "lost"
"""Named value: how many of the newest entries were found gone, until somebody takes note."""

PAGE_SIZE = 4096
"""Bytes in which SQLite writes its file, unless told otherwise."""

# Made once: to make it takes longer than SQLite takes to answer.
_BY_IDS = sa.select(schema.entry).where(
    schema.entry.c.tenant == sa.bindparam("of"),
    schema.entry.c.id.in_(sa.bindparam("ids", expanding=True)),
)


class Journal(Embeddings, State, TakenBack):
    """The entries of one store, in the order in which they arrived."""

    def __init__(self, engine: sa.Engine, store_id: str, path: Path) -> None:
        super().__init__(engine, path)
        self.store_id = store_id
        self._witness = Witness(path.with_suffix(".head"))

    @classmethod
    def open(cls, path: Path, *, owned: bool = True) -> Journal:
        """Open or create the journal in the file ``path``; migrate an older one if it is ``owned``
        by this process.

        Raises StoreDamaged for a file that is empty or no database though it should be one,
        StoreTooNew for one written by a newer version, ReadOnlyStore where it cannot be written,
        StoreBusy for an older one that another process owns.
        """
        marker = path.with_suffix(".id")
        if marker.exists() and (not path.exists() or path.stat().st_size == 0):
            raise _emptied(path, marker)
        if _cut(path):
            raise damaged(path, "its last page is not whole")
        with translated(path):
            prepare(path, owned=owned)
        engine = connect(path)
        try:
            with translated(path):
                with engine.execution_options(transaction="IMMEDIATE").begin() as connection:
                    # SQLite takes a file of one byte for a new database too.
                    if marker.exists() and not sa.inspect(connection).has_table("meta"):
                        raise _emptied(path, marker)
                    store_id = migrate(connection)
                if not marker.exists():
                    _mark(marker, store_id)
        except PenchantError:
            engine.dispose()
            raise
        return cls(engine, store_id, path)

    # -- writing ---------------------------------------------------------------------------

    def append(
        self, entries: Sequence[Entry | Kept], vectors: Mapping[str, FloatArray] | None = None
    ) -> list[Entry]:
        """Write ``entries`` in one transaction and return them with their sequence numbers.

        ``vectors`` maps entry ids to (d,) float32 arrays made by the entry's ``embedder``. An id
        that is there already with the same content is returned as it stands, so repeating an
        append changes nothing; with other content it is a Conflict and nothing is written.
        BadInput for what cannot be kept, such as half a character or data that is no JSON.
        """
        if not entries:
            return []
        kept = [one if isinstance(one, Kept) else rows.as_kept(one) for one in entries]
        with self.writing() as connection:
            done = appending.append(driver(connection), kept, vectors or {})
        if done.head is not None:
            self._witness.saw(done.head)
        return done.entries

    def erase(
        self, sequences: Sequence[int], audit: Entry | None = None, *, unfinished: str | None = None
    ) -> int:
        """Remove entries with their vectors for good, and append ``audit`` in the same step.

        The bytes are overwritten (SQLite secure_delete) and the write-ahead log is emptied, so
        the text is in no file of the journal afterwards. ``unfinished`` is kept under UNFINISHED
        until the caller removes it, to find after a crash what else must be cleared. Returns the
        number of entries removed.
        """
        removed = 0
        with self.writing() as connection:
            for page in rows.pages(sequences):
                for table in (schema.entry_vector, schema.entry):
                    result = connection.execute(sa.delete(table).where(table.c.sequence.in_(page)))
                removed += result.rowcount
            # Snapshots hold sums that the erased entries went into.
            connection.execute(sa.delete(schema.snapshot))
            if unfinished is not None:
                put_meta(connection, UNFINISHED, unfinished)
            if audit is not None:
                appending.add(driver(connection), rows.as_kept(audit))
        self.scrub()
        return removed

    def scrub(self) -> None:
        """Rewrite the file without what was deleted; copies from before a migration go."""
        super().scrub()
        for copy in copies.copies_before_migrations(self.path):
            copy.unlink(missing_ok=True)

    def lost(self) -> int:
        """How many of the newest entries, once on disk, are gone; until :meth:`accept_loss`.

        That happens where the write-ahead log was cut short, overwritten or removed.
        """
        head, seen = self.head(), self._witness.head()
        lost = int(self.get_meta(_LOST) or 0)
        if seen > head:
            lost += seen - head
            self.put_meta(_LOST, str(lost))
            self._witness.saw(head)
        return lost

    def accept_loss(self) -> int:
        """Say no more of entries that are gone; returns how many they were."""
        lost = int(self.get_meta(_LOST) or 0)
        if lost:
            self.put_meta(_LOST, None)
        return lost

    # -- reading ---------------------------------------------------------------------------

    def head(self) -> int:
        """The sequence number of the newest entry ever appended (0: none)."""
        with self.reading() as connection:
            return marks.head(driver(connection))

    def read(
        self,
        user: str | None = None,
        *,
        kinds: Iterable[str] | None = None,
        without: Iterable[str] = (),
        conversation: str | None = None,
        items: Iterable[str] | None = None,
        after: int = 0,
        until: int | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """Entries in the order of their sequence, those with ``after < sequence <= until``.

        ``kinds`` are those that are read, ``without`` those that are not; ``items``, some hundreds
        at most, those about which. ``newest_first`` turns
        the order round; ``limit`` is the most that are given.
        """
        question = Question(
            user=user,
            kinds=None if kinds is None else tuple(kinds),
            without=tuple(without),
            conversation=conversation,
            items=None if items is None else tuple(items),
            after=after,
            until=until,
            newest_first=newest_first,
        )
        left = limit
        while left is None or left > 0:
            # Pages by sequence, each in a transaction of its own: a reader that stops half-way
            # leaves no transaction open.
            size = rows.PAGE if left is None else min(rows.PAGE, left)
            with self.reading() as connection:
                page = question.answer(driver(connection), size)
            for row in page:
                yield rows.from_row(row)
            if len(page) < size:
                return
            question = question.beyond(page[-1].sequence)
            left = None if left is None else left - len(page)

    def get(self, entry_id: str, tenant: str = "default") -> Entry | None:
        """The entry with this id, or None."""
        return self.get_many([entry_id], tenant).get(entry_id)

    def get_many(self, ids: Sequence[str], tenant: str = "default") -> dict[str, Entry]:
        """The entries with these ids that there are, by id."""
        found: dict[str, Entry] = {}
        with self.reading() as connection:
            for page in rows.pages(ids):
                kept = connection.execute(_BY_IDS, {"of": tenant, "ids": page})
                found.update((row.id, rows.from_row(row)) for row in kept)
        return found

    def times_from_ahead(self, now: datetime) -> list[tuple[int, datetime, datetime]]:
        """(sequence, occurred, recorded), newest first, from the first entry on that occurred
        after ``now``; nothing if none did.
        """
        table = schema.entry
        after = rows.microseconds(now)
        first = sa.select(sa.func.min(table.c.sequence)).where(table.c.occurred_at > after)
        columns = (table.c.sequence, table.c.occurred_at, table.c.recorded_at)
        query = sa.select(*columns).order_by(table.c.sequence.desc())
        with self.reading() as connection:
            if marks.read(driver(connection)).latest <= after:
                return []
            start = connection.scalar(first)
            if start is None:
                return []
            found = connection.execute(query.where(table.c.sequence >= start)).all()
        return [(one, rows.moment(at), rows.moment(came)) for one, at, came in found]

    def users(self) -> list[str]:
        """Everybody with at least one entry, in alphabetical order."""
        column = schema.entry.c.user
        query = sa.select(column).where(column != "").distinct().order_by(column)
        with self.reading() as connection:
            return list(connection.scalars(query))

    def count(self, kinds: Iterable[str] | None = None, role: str | None = None) -> int:
        """Number of entries, of the given kinds and role."""
        query = sa.select(sa.func.count()).select_from(schema.entry)
        if kinds is not None:
            query = query.where(schema.entry.c.kind.in_(list(kinds)))
        if role is not None:
            query = query.where(schema.entry.c.role == role)
        with self.reading() as connection:
            return int(connection.scalar(query) or 0)

    def holds(self, words: bytes) -> bool:
        """Whether these bytes stand in any entry's text, data or context, or are a kept vector."""
        entry = schema.entry
        places = (entry.c.text, entry.c.data, entry.c.context)
        found = sa.or_(*(sa.func.instr(place, words) > 0 for place in places))
        queries = [sa.select(entry.c.sequence).where(found)]
        for table in (schema.entry_vector, schema.item_vector):
            at = sa.func.instr(table.c.vector, words)
            queries.append(sa.select(sa.literal(1)).select_from(table).where(at > 0))
        with self.reading() as connection:
            return any(connection.execute(query.limit(1)).first() for query in queries)


def _cut(path: Path) -> bool:
    """Whether the last page of the file is cut short, and no log holds what is to be there."""
    log = path.with_name(f"{path.name}-wal")
    if not path.is_file() or (log.exists() and log.stat().st_size > 0):
        return False
    # With less than a page SQLite itself says that this is no database.
    return path.stat().st_size > PAGE_SIZE and path.stat().st_size % PAGE_SIZE != 0


def _emptied(path: Path, marker: Path) -> StoreDamaged:
    return StoreDamaged(
        f"{path} is missing or empty though this store has been used before: run penchant doctor "
        f"--repair, restore it from a backup, or delete {marker.name} beside it to start afresh"
    )


def _mark(marker: Path, store_id: str) -> None:
    try:
        marker.write_text(store_id + "\n", encoding="ascii")
    except OSError as error:
        marker.unlink(missing_ok=True)
        if error.errno in NO_ROOM:
            raise full(marker, str(error)) from error
        raise ReadOnlyStore(f"{marker} cannot be written: {error}") from error
