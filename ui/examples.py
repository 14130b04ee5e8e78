"""What somebody could say to begin with, out of the catalog that is there.

Knows a catalog and the page's words; knows nothing of the person.
"""

from __future__ import annotations

import numpy as np

from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.ui.wording import Reader

LONGEST = 40
"""Letters of a name that still makes a short example."""

LOOKED_THROUGH = 50
"""Categories among which one is looked for that has nothing in common with the most usual one."""


def examples_of(catalog: Catalog, reader: Reader) -> tuple[str, ...]:
    """The examples, those left out for which the catalog has no name."""
    liked, other = _categories(catalog)
    item = _best_known(catalog)
    names = {
        "category": reader.category(liked),
        "other": reader.category(other),
        "title": _title(item, reader) if item is not None and len(item.title) <= LONGEST else "",
    }
    return tuple(
        shape.format(**names)
        for shape in reader.words.examples
        if all(name or f"{{{blank}}}" not in shape for blank, name in names.items())
    )


def _categories(catalog: Catalog) -> tuple[str, str]:
    """The most usual category, and the most usual one that shares no item with it."""
    short = [name for name in catalog.categories[:LOOKED_THROUGH] if len(name) <= LONGEST]
    if not short:
        return "", ""
    liked = np.zeros(len(catalog), np.bool_)
    liked[catalog.rows_with(short[0])] = True
    apart = (name for name in short[1:] if not liked[catalog.rows_with(name)].any())
    return short[0], next(apart, "")


def _title(item: Item, reader: Reader) -> str:
    """The title as one would type it: only those of works have marks in a message."""
    title = reader.title(item)
    return item.title if title.startswith("“") else title


def _best_known(catalog: Catalog) -> Item | None:
    if not len(catalog) or catalog.hidden.all():
        return None
    known = catalog.prior + 1.0
    return catalog.items[int((known * ~catalog.hidden).argmax())]
