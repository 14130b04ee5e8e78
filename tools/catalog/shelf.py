"""The fold of the journal's catalog entries: which items a store holds, and from which source.

Knows the kinds ``catalog``, ``item-upsert``, ``item-hide``, ``item-show`` and ``item-delete``;
knows nothing of files, vectors or people. Catalog entries belong to no person: their user is empty
and their role ``system``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Item, Json
from penchant.memory.store.journal import Journal
from penchant.tools.catalog.items import item_from_data, item_to_data

DEMO = "demo"
OWN = "own"
UPSERT, HIDE, SHOW, DELETE = "item-upsert", "item-hide", "item-show", "item-delete"
KINDS = ("catalog", UPSERT, HIDE, SHOW, DELETE)


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that was deleted, as it was then, and when."""

    item: Item
    at: datetime


class Shelf:
    """What the entries taken in so far, up to ``sequence``, say: the ``source`` of the base layer,
    the items put in by id (in the order in which they came), the ids hidden since, the items
    deleted, and for each id, and for the source under ``""``, the entry that last touched it.
    ``latest`` is when the last of these changes was made (None: there is none), ``own_since`` when
    the store first had items of its own.
    """

    def __init__(self) -> None:
        self.source = DEMO
        self.items: dict[str, Item] = {}
        self.hidden: set[str] = set()
        self.touched: dict[str, str] = {}
        self.gone: dict[str, Gone] = {}
        self.sequence = 0
        self.latest: datetime | None = None
        self.own_since: datetime | None = None

    def over(self, base: Iterable[Item]) -> list[Item]:
        """The items of the store: those put in over those of the ``base`` layer, hidden marked and
        deleted ones left out.
        """
        merged = {item.id: item for item in base if item.id not in self.gone} | self.items
        return [
            replace(item, hidden=True) if item.id in self.hidden else item
            for item in merged.values()
        ]

    def get(self, item: str) -> Item | None:
        """The item put in under this id as it stands, or None."""
        found = self.items.get(item)
        return replace(found, hidden=True) if found and item in self.hidden else found

    def take(self, entries: Iterable[Entry]) -> Shelf:
        """Take in ``entries``, newer ones in their order; returns the shelf itself."""
        for entry in entries:
            self.sequence = max(self.sequence, entry.sequence)
            at = entry.occurred_at
            self.latest = at if self.latest is None else max(self.latest, at)
            if entry.kind == "catalog":
                self.source = str(entry.data.get("source", OWN))
                self.touched[""] = entry.id
                if self.own_since is None and self.source == OWN:
                    self.own_since = at
            elif entry.item:
                self.touched[entry.item] = entry.id
                self._change(entry, entry.item)
        return self

    def _change(self, entry: Entry, item: str) -> None:
        if entry.kind == HIDE:
            self.hidden.add(item)
            return
        self.hidden.discard(item)
        if entry.kind == SHOW:
            if (found := self.items.get(item)) is not None and found.hidden:
                self.items[item] = replace(found, hidden=False)
        elif entry.kind == DELETE:
            self.items.pop(item, None)
            self.gone[item] = Gone(_item(entry), entry.occurred_at)
        else:
            self.items[item] = _item(entry)
            self.gone.pop(item, None)


def _item(entry: Entry) -> Item:
    # A host may record an item with few fields; its id is then all we can call it.
    data = {"title": entry.text or entry.item, **entry.data, "id": entry.item}
    return item_from_data(data)


def read_shelf(journal: Journal, until: datetime | None = None) -> Shelf:
    """Fold all catalog entries of the journal, oldest first; a later one replaces an earlier.
    ``until`` leaves out those that came after it.
    """
    entries = journal.read(kinds=KINDS)
    return Shelf().take(e for e in entries if until is None or e.occurred_at <= until)


def upsert_entry(memory: Memory, shelf: Shelf, item: Item) -> Entry:
    """The entry that puts ``item`` on the shelf in place of what is there now."""
    return _entry(memory, shelf, UPSERT, item_to_data(item), item=item.id)


def hide_entry(memory: Memory, shelf: Shelf, item: str) -> Entry:
    """The entry by which the item with this id is not to be recommended."""
    return _entry(memory, shelf, HIDE, {}, item=item)


def show_entry(memory: Memory, shelf: Shelf, item: str) -> Entry:
    """The entry by which a hidden item may be recommended again."""
    return _entry(memory, shelf, SHOW, {}, item=item)


def delete_entry(memory: Memory, shelf: Shelf, item: Item) -> Entry:
    """The entry that takes ``item`` out of the catalog. It says what the item was, so that what
    people said and did about it can still be named.
    """
    return _entry(memory, shelf, DELETE, item_to_data(item), item=item.id)


def source_entry(memory: Memory, shelf: Shelf, source: str, version: str | None = None) -> Entry:
    """The entry that makes ``source`` (``demo`` or ``own``) the base layer of the store."""
    return _entry(memory, shelf, "catalog", {"source": source, "version": version})


def _entry(
    memory: Memory, shelf: Shelf, kind: str, data: Mapping[str, Json], *, item: str | None = None
) -> Entry:
    """A catalog entry whose id follows from its content and from the entry it comes after.

    So the same change written twice is one entry, and yet an item may go back to what it was
    before: that change comes after another entry.
    """
    before = shelf.touched.get(item or "", "")
    content = json.dumps([kind, item, data, before], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    now = memory.clock()
    return Entry(
        id=f"{kind}:{digest}",
        kind=kind,
        user="",
        role="system",
        occurred_at=now,
        recorded_at=now,
        item=item,
        data=dict(data),
    )
