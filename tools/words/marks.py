"""The marks Chinese sets around a name: 《》 around the title of a work, “” around any other.

Knows one item. A catalog does not say what its items are: what has a year and no price, as films
and books do that nobody sells here, is taken for a work, for “” is never wrong and 《》 around
goods is.
"""

from __future__ import annotations

from penchant.memory.records import Item


def in_marks(item: Item, title: str | None = None) -> str:
    """The title of ``item`` in its marks, or another form of it, ``title``.

    >>> in_marks(Item(id="a", title="Alien", year=1979)), in_marks(Item(id="t", title="Sencha"))
    ('《Alien》', '“Sencha”')
    """
    named = item.title if title is None else title
    return f"《{named}》" if is_work(item) else f"“{named}”"


def is_work(item: Item) -> bool:
    """Whether ``item`` is taken for a work."""
    return item.year is not None and item.price is None
