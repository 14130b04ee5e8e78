"""The assortment of one store: its catalog kept in step with the journal, now and as of the past.

Knows how a change of items is written and how the catalog follows; knows nothing of people, nor of
how hosts and files write items. One change costs a journal entry and a copy of what it touches: no
other item is read or embedded again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

import numpy as np

from penchant.memory.errors import StoreBusy, UnknownItem
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, FloatArray, Item
from penchant.tools.catalog.catalog import Catalog, load_catalog
from penchant.tools.catalog.embedding import BATCH, Progress, embed_items
from penchant.tools.catalog.shelf import (
    DELETE,
    DEMO,
    KINDS,
    OWN,
    Shelf,
    delete_entry,
    hide_entry,
    read_shelf,
    show_entry,
    source_entry,
    upsert_entry,
)

MOST_UNDONE = 500
"""Changes that are undone one by one; beyond that the whole history is read."""

PAST_KEPT = 2
"""Catalogs of past moments that are kept; one that differs in prices alone shares nearly all with
the present one."""


@dataclass(frozen=True, slots=True)
class _Past:
    """A catalog as it was from ``start`` until before ``end``, in one embedder's vectors."""

    start: datetime
    end: datetime
    fingerprint: str
    catalog: Catalog


class Assortment:
    """The items of ``memory``'s store, over those of ``base`` where one is given."""

    def __init__(self, memory: Memory, base: Catalog | None = None) -> None:
        self._memory = memory
        self._base = None if base is None else base.items
        self._shelf: Shelf | None = None
        self._through = 0
        self._told = 0
        self._past: list[_Past] = []
        self._lock = threading.RLock()

    @property
    def shelf(self) -> Shelf:
        """What the journal says of the items by now."""
        journal = self._memory.journal
        with self._lock:
            head = journal.head()
            if self._shelf is None:
                self._shelf = read_shelf(journal)
            elif head > self._through:
                self._take(list(journal.read(kinds=KINDS, after=self._through, until=head)))
            self._through = head
            return self._shelf

    def _take(self, entries: Sequence[Entry]) -> None:
        """Take in new entries of the catalog, of which past moments may be none any more."""
        if entries and self._shelf is not None:
            self._shelf.take(entries)
            first = min(entry.occurred_at for entry in entries)
            self._past = [past for past in self._past if past.end <= first]

    def load(self) -> Catalog:
        """The whole catalog, read afresh."""
        with self._lock:
            self._shelf = None
            shelf = self.shelf
            self._told = self._through
            return load_catalog(self._memory, shelf=shelf)

    def item(self, item: str, catalog: Catalog) -> Item | None:
        """The item with this id as it stands, or None."""
        return self.shelf.get(item) or catalog.get(item)

    # -- writing -----------------------------------------------------------------------------

    def put(self, items: Sequence[Item], catalog: Catalog) -> list[str]:
        """Write ``items`` in place of what goes by their ids; the ids of those that are new or
        changed. The first items of its own take the place of the demo films.
        """
        with self._lock:
            new = [item for item in items if self.item(item.id, catalog) != item]
            if new:
                self._writable()
                first = self._base is None and self.shelf.source == DEMO
                # A changed film is still one of the demo's.
                own = first and not all(item.id in catalog for item in new)
                self._written(write_items(self._memory, self.shelf, new, own=own))
            return [item.id for item in new]

    def hide(self, item: str, catalog: Catalog) -> list[str]:
        """Keep an item out of lists; nothing where it is hidden already."""
        with self._lock:
            if self._there(item, catalog).hidden:
                return []
            return self._write(hide_entry(self._memory, self.shelf, item))

    def show(self, item: str, catalog: Catalog) -> list[str]:
        """Let a hidden item be in lists again; nothing where it is not hidden."""
        with self._lock:
            if not self._there(item, catalog).hidden:
                return []
            return self._write(show_entry(self._memory, self.shelf, item))

    def delete(self, item: str, catalog: Catalog) -> list[str]:
        """Take an item out of the catalog."""
        with self._lock:
            return self._write(delete_entry(self._memory, self.shelf, self._there(item, catalog)))

    def _there(self, item: str, catalog: Catalog) -> Item:
        found = self.item(item, catalog)
        if found is None:
            catalog.row(item)  # says that there is none, or when it was deleted
            raise UnknownItem(f"no item of the catalog has the id {item!r}")
        return found

    def _write(self, entry: Entry) -> list[str]:
        self._writable()
        self._written(self._memory.record_all([entry]))
        return [entry.item or ""]

    def _written(self, entries: Sequence[Entry]) -> None:
        """Take in what was just written, which need not be read again if nothing came between."""
        if entries and entries[0].sequence == self._through + 1:
            self._take(entries)
            self._through = entries[-1].sequence

    def _writable(self) -> None:
        if self._memory.read_only:
            raise StoreBusy("another process owns this store; no item was changed")

    # -- following ---------------------------------------------------------------------------

    def news(self) -> list[str]:
        """The items of which anything was written since the catalog was loaded or this was asked
        last, by whatever process.
        """
        journal = self._memory.journal
        with self._lock:
            since, self._told = self._told, journal.head()
            if since == self._told:
                return []
            entries = journal.read(kinds=KINDS, after=since, until=self._told)
            return [entry.item or "" for entry in entries]

    def follow(self, catalog: Catalog, changed: Sequence[str]) -> Catalog:
        """``catalog`` with the items ``changed`` as they stand now."""
        with self._lock:
            shelf = self.shelf
            if self._base is None and catalog.source != shelf.source:
                return self.load()
            items = []
            for key in dict.fromkeys(changed):
                item = shelf.get(key)
                if item is None and (known := catalog.get(key)) is not None:
                    item = replace(known, hidden=key in shelf.hidden)
                if item is not None and key not in shelf.gone:
                    items.append(item)
            vectors = self._vectors(items, catalog)
            without = [key for key in changed if key in shelf.gone]
            return catalog.with_items(items, vectors, without=without, gone=dict(shelf.gone))

    def as_of(self, at: datetime, catalog: Catalog) -> Catalog:
        """The catalog as it was at ``at``; ``catalog`` is the present one.

        A store was given its first items at some time. For moments before that the present ones
        are taken: no list was made of any then, and what people did earlier was imported.
        """
        with self._lock:
            shelf = self.shelf
            if shelf.latest is None or shelf.latest <= at:
                return catalog
            if shelf.own_since is not None and at < shelf.own_since and self._base is None:
                return catalog
            fingerprint = self._memory.embedder.fingerprint
            for past in self._past:
                if past.start <= at < past.end and past.fingerprint == fingerprint:
                    return past.catalog
            since, journal = self._since(at), self._memory.journal
            until = since[-1].sequence - 1
            found = self._undone(since, catalog) if len(since) <= MOST_UNDONE else None
            if found is None:
                found = self._of(Shelf().take(journal.read(kinds=KINDS, until=until)), catalog)
            last = journal.read(kinds=KINDS, until=until, newest_first=True, limit=1)
            start = next((entry.occurred_at for entry in last), at)
            end = since[-1].occurred_at
            self._past = [_Past(start, end, fingerprint, found), *self._past][:PAST_KEPT]
            return found

    def _since(self, at: datetime) -> list[Entry]:
        """The entries of the catalog after ``at``, newest first; there are some. One clock writes
        them, so before the first that is older all are.
        """
        entries = self._memory.journal.read(kinds=KINDS, newest_first=True)
        return list(takewhile(lambda entry: entry.occurred_at > at, entries))

    def _undone(self, since: Sequence[Entry], catalog: Catalog) -> Catalog | None:
        """``catalog`` as it was before the entries ``since``, from the history of the items they
        touched alone; None where that does not tell it: where an item is not in its place any more,
        or was never written as a whole.
        """
        if self._base is not None or catalog.source == DEMO:
            return None
        if any(entry.kind in ("catalog", DELETE) for entry in since):
            return None
        touched = {entry.item for entry in since if entry.item}
        until = since[-1].sequence - 1
        journal = self._memory.journal
        then = Shelf().take(journal.read(kinds=KINDS, items=touched, until=until))
        items = [item for key in touched if (item := then.get(key)) is not None]
        vectors = self._vectors(items, catalog)
        gone = {key: one for key, one in self.shelf.gone.items() if key not in touched} | then.gone
        new = touched - {item.id for item in items}
        return catalog.with_items(items, vectors, without=new, gone=gone)

    def _of(self, shelf: Shelf, catalog: Catalog) -> Catalog:
        """The catalog of a past ``shelf``, sharing with ``catalog`` what is the same."""
        if self._base is None and shelf.source != catalog.source:
            return load_catalog(self._memory, shelf=shelf)
        base = self._base
        if base is None and shelf.source == DEMO:
            base = load_catalog(self._memory, shelf=Shelf()).items
        items = shelf.over(base or ())
        if [item.id for item in items] == [item.id for item in catalog.items]:
            other = [one for one, now in zip(items, catalog.items, strict=True) if one != now]
            vectors = self._vectors(other, catalog)
            return catalog.with_items(other, vectors, gone=shelf.gone)
        words = catalog.words_zh
        vectors = self._vectors(items, catalog)
        return Catalog(items, vectors, source=catalog.source, words_zh=words, gone=shelf.gone)

    def _vectors(self, items: Sequence[Item], catalog: Catalog) -> FloatArray:
        """The items' vectors (m, d): those of ``catalog`` where the text is the same."""
        vectors = np.zeros((len(items), self._memory.embedder.dimension), np.float32)
        rows = catalog.rows([item.id for item in items])
        same = np.array(
            [
                row >= 0 and catalog.items[row].text == item.text
                for row, item in zip(rows.tolist(), items, strict=True)
            ],
            bool,
        )
        vectors[same] = catalog.matrix[rows[same]]
        if not same.all():
            others = [item for item, is_same in zip(items, same, strict=True) if not is_same]
            vectors[~same] = embed_items(self._memory, others)
        return vectors


def write_items(
    memory: Memory,
    shelf: Shelf,
    items: Sequence[Item],
    *,
    own: bool,
    progress: Progress | None = None,
    side_by_side: int | None = None,
) -> list[Entry]:
    """Embed and write ``items`` in batches, each durable before the next begins; the entries. With
    ``own`` they are the first of the store's own. ``progress`` is told how many are embedded, and
    of how many; ``side_by_side`` is :func:`~penchant.tools.catalog.embedding.embed_items`'s.
    """
    written: list[Entry] = []
    source = [source_entry(memory, shelf, OWN)] if own else []
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        move = _moving(progress, start + len(batch), len(items))
        # Vectors first: they are kept by content and wait for their items if we are cut short.
        embed_items(memory, batch, progress=move, side_by_side=side_by_side)
        written += memory.record_all(
            [*source, *(upsert_entry(memory, shelf, item) for item in batch)]
        )
        source = []
        if progress is not None:
            progress(start + len(batch), len(items))
    if source:
        written += memory.record_all(source)
    return written


def _moving(progress: Progress | None, through: int, total: int) -> Callable[[int, int], None]:
    """Progress within a batch that ends with the item ``through`` of ``total``."""

    def move(done: int, of: int) -> None:
        if progress is not None and done < of:
            progress(through - of + done, total)

    return move
