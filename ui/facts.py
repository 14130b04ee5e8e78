"""The facts of an item in a line: its categories, its people, what it costs and how much is left.

Knows an item; knows nothing of lists and people. Amounts are shown as the catalog has them, in
whatever currency and unit that is.
"""

from __future__ import annotations

from penchant.memory.records import Item
from penchant.ui.render import Html, element
from penchant.ui.wording import Reader

CATEGORIES_SHOWN = 5
PEOPLE_SHOWN = 3


def render_facts(item: Item, reader: Reader) -> Html | None:
    """The line; None where the catalog has nothing for it."""
    words = reader.words
    parts = [
        element("span", reader.category(name), class_="pc-genre")
        for name in item.categories[:CATEGORIES_SHOWN]
    ]
    if item.people:
        people = words.comma.join(item.people[:PEOPLE_SHOWN])
        parts.append(element("span", people, class_="pc-people", dir="auto"))
    offer = _offer(item, reader)
    if offer:
        parts.append(element("span", *offer, class_="pc-offer"))
    return element("div", *parts, class_="pc-facts") if parts else None


def _offer(item: Item, reader: Reader) -> list[Html]:
    """How much of it there is and what it costs, as far as that is known."""
    words, found = reader.words, []
    if item.stock is not None and item.stock <= 0:
        found.append(element("span", words.sold_out, class_="pc-sold-out"))
    elif item.stock is not None:
        stock = words.in_stock.format(n=amount(item.stock, 0))
        found.append(element("span", stock, class_="pc-people"))
    if item.price is not None:
        price = words.price.format(price=amount(item.price, 2)) if item.price else words.free
        found.append(element("span", price, class_="pc-price"))
    return found


def amount(number: float, places: int) -> str:
    """``number`` with its thousands apart: whole, with ``places`` decimals, or with as many as it
    has where those would change it.

    >>> amount(1200, 2), amount(14.5, 2), amount(0.125, 2), amount(2.5, 0)
    ('1,200', '14.50', '0.125', '2.5')
    """
    if number == int(number):
        return f"{number:,.0f}"
    rounded = f"{number:,.{places}f}"
    return rounded if float(rounded.replace(",", "")) == number else f"{number:,}"
