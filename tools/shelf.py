"""The fold of the journal's catalog entries: which items a store holds, and from which source.

Knows the kinds ``catalog``, ``item-upsert`` and ``item-hide``; knows nothing of files, vectors or
people. Catalog entries belong to no person: their user is empty and their role ``system``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Item, Json
from penchant.memory.store.journal import Journal
from penchant.tools.demo import DemoFilms
from penchant.tools.items import item_from_data, item_to_data

DEMO = "demo"
OWN = "own"
KINDS = ("catalog", "item-upsert", "item-hide")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the entries say: the ``source`` of the base layer, the items put in by id (in the order
    in which they came), the ids hidden since, and for each id, and for the source under ``""``,
    the entry that last touched it.
    """

    source: str
    items: Mapping[str, Item]
    hidden: frozenset[str]
    touched: Mapping[str, str]

    def over(self, base: Iterable[Item]) -> list[Item]:
        """The items of the store: those put in over those of the ``base`` layer, hidden marked."""
        merged = {item.id: item for item in base} | dict(self.items)
        return [
            replace(item, hidden=True) if item.id in self.hidden else item
            for item in merged.values()
        ]

    def get(self, item: str) -> Item | None:
        """The item put in under this id as it stands, or None."""
        found = self.items.get(item)
        return replace(found, hidden=True) if found and item in self.hidden else found


def read_shelf(journal: Journal) -> Shelf:
    """Fold all catalog entries of the journal, oldest first; a later one replaces an earlier."""
    source = DEMO
    items: dict[str, Item] = {}
    hidden: set[str] = set()
    touched: dict[str, str] = {}
    for entry in journal.read(kinds=KINDS):
        if entry.kind == "catalog":
            source = str(entry.data.get("source", OWN))
            touched[""] = entry.id
        elif entry.item:
            touched[entry.item] = entry.id
            if entry.kind == "item-hide":
                hidden.add(entry.item)
            else:
                # A host may record an item with few fields; its id is then all we can call it.
                data = {"title": entry.text or entry.item, **entry.data, "id": entry.item}
                items[entry.item] = item_from_data(data)
                hidden.discard(entry.item)
    return Shelf(source=source, items=items, hidden=frozenset(hidden), touched=touched)


def upsert_entry(memory: Memory, shelf: Shelf, item: Item) -> Entry:
    """The entry that puts ``item`` on the shelf in place of what is there now."""
    return _entry(memory, shelf, "item-upsert", item_to_data(item), item=item.id)


def hide_item(memory: Memory, item: str) -> Entry:
    """Write that the item with this id is not to be recommended; durable when it returns."""
    entry = _entry(memory, read_shelf(memory.journal), "item-hide", {}, item=item)
    return memory.record_all([entry], {})[0]


def source_entry(memory: Memory, shelf: Shelf, source: str, version: str | None = None) -> Entry:
    """The entry that makes ``source`` (``demo`` or ``own``) the base layer of the store."""
    return _entry(memory, shelf, "catalog", {"source": source, "version": version})


def attach_demo(memory: Memory, films: DemoFilms) -> Entry | None:
    """Write that the demo films are the store's catalog, unless that is written already."""
    shelf = read_shelf(memory.journal)
    if shelf.source == DEMO and "" in shelf.touched:
        return None
    return memory.record_all([source_entry(memory, shelf, DEMO, films.version)], {})[0]


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
