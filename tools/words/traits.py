"""Traits: what an item is by the short texts of its attributes: a colour, a material, a season.

Knows one item. What attributes are called is the shop's affair; only those that tell of its trade
are known by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from penchant.memory.records import Item, Json
from penchant.tools.words.trade import tells_of_trade

LONGEST = 60
"""Characters of the longest text that is a trait; longer ones are read by people."""

_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d|$)")


def traits(item: Item) -> tuple[str, ...]:
    """The short texts among the values of the item's attributes, in lists and parts too, without
    what tells of the trade. Addresses and dates are none.

    >>> traits(Item(id="a", title="Cap", attributes={"colour": "red", "sizes": ["M", "L"]}))
    ('red', 'M', 'L')
    """
    if not item.attributes:
        return ()
    return tuple(dict.fromkeys(text for _, own in traits_by_attribute(item) for text in own))


def traits_by_attribute(item: Item) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of attributes and the traits that each is; see :func:`traits`. An attribute that
    has parts is told by its own name.
    """
    for name, value in item.attributes.items():
        found = tuple(_texts(name, value))
        if found:
            yield name, found


def _texts(name: str, value: Json) -> Iterator[str]:
    """The traits in the ``value`` of the attribute called ``name``, in its lists and parts too."""
    if tells_of_trade(name):
        return
    for one in value if isinstance(value, list) else (value,):
        if isinstance(one, Mapping):
            for part, its in one.items():
                yield from _texts(part, its)
        elif isinstance(one, str) and len(one) <= LONGEST and _tells(one):
            yield one.strip()


def _tells(text: str) -> bool:
    return bool(text.strip()) and "://" not in text and _DATE.match(text) is None
