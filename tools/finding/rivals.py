"""Rivals: traits of one attribute, of which an item seldom has two. "In black" after red scarves is
about black scarves.

Knows the words of two requests and a catalog.
"""

from __future__ import annotations

from collections.abc import Iterable

from penchant.tools.catalog.catalog import Catalog
from penchant.tools.words.traits import traits_by_attribute


def without_rivals(before: str, now: str, catalog: Catalog) -> str:
    """The words ``before`` without traits of an attribute of which ``now`` names another."""
    named = set(attributes_of(now.split(), catalog))
    words = before.split()
    return " ".join(word for word in words if named.isdisjoint(attributes_of([word], catalog)))


def attributes_of(words: Iterable[str], catalog: Catalog) -> list[str]:
    """The attributes that have one of ``words`` as a trait, each by the first item that has it."""
    found: list[str] = []
    for word in words:
        if catalog.postings.is_trait(word):
            item = catalog.items[int(catalog.rows_with(word)[0])]
            own = traits_by_attribute(item)
            found += [name for name, its in own if word.casefold() in map(str.casefold, its)]
    return found
