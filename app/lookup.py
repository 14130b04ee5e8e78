"""Lookup: the one item, entry or interest a person named on the command line or in a script.

Knows that an item is named by its id or its title, with or without a year, and that some were
deleted; guesses only spelling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from penchant.memory.errors import UnknownItem
from penchant.memory.records import Item, Without
from penchant.tools.sentences import titled
from penchant.tools.words.titles import normalise_title

if TYPE_CHECKING:
    from penchant.memory.memory import Memory
    from penchant.tools.catalog.catalog import Catalog

NEAR = 85.0
"""Title score, of 100, from which another spelling counts as the same title."""


def find_item(catalog: Catalog, named: str) -> Item:
    """The item with the id or title ``named``; ``UnknownItem`` when none or several fit."""
    item = catalog.get(named)
    if item is not None:
        return item
    found = catalog.find_title(named, limit=5)
    best = [item for item, score in found if score >= NEAR and score >= found[0][1]]
    if len(best) == 1:
        return best[0]
    if best:
        raise UnknownItem(f"several items fit {named!r}: {_listed(best)}")
    near = f"; near it: {_listed([item for item, _ in found[:3]])}" if found else ""
    raise UnknownItem(f"no item of the catalog has the id or title {named!r}{near}")


def find_known(catalog: Catalog, named: str) -> Item:
    """As :func:`find_item`, and also an item that was deleted, by its id or its title as it was;
    one that is there with this id or title goes first.
    """
    known = catalog.known(named)
    if known is not None:
        return known
    if not catalog.titled(named):
        title = normalise_title(named)
        gone = [one.item for one in catalog.gone.values() if title]
        called = [item for item in gone if normalise_title(item.title) == title]
        if len(called) > 1:
            raise UnknownItem(f"several deleted items fit {named!r}: {_listed(called)}")
        if called:
            return called[0]
    return find_item(catalog, named)


def _listed(items: list[Item]) -> str:
    return ", ".join(f"{titled(item)} [{item.id}]" for item in items)


def thought_away(memory: Memory, user: str, named: str | None) -> Without | None:
    """What ``named`` is to be thought away of ``user``: the entry with this id, else the interest;
    None for None.
    """
    if named is None:
        return None
    entry = memory.get(named)
    if entry is not None and entry.user == user:
        return Without(entry=named)
    return Without(interest=named)
