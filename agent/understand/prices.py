"""What a turn says of prices and stock: its limits, and whether it asks for either.

Knows in which order such words are read, and what is asked of one item; nothing of catalogs.
Amounts are those of the catalog, whatever the currency. Limits are inclusive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from penchant.agent.understand.amounts import Amounts, read_amounts, without
from penchant.agent.understand.bargains import Bargain, cheaper_than, read_bargain, wants_most
from penchant.memory.records import Item

_STOCKED = re.compile(
    r"\b(?:(?:that|which) (?:are|is) |(?:but |and )?(?:it|they|that|these) (?:has to|have to|must"
    r"|should|needs? to) be |but |and )?(?:only |still )?in stock\b"
    r"|(?:只要|要)?有(?:现货|货)的?(?!了?[吗么没嘛])|只看现货"
)
_STOCK_ASKED = re.compile(
    r"^\W*(?:is|are)\b(?!.*\b(?:any|there|something)\b).*\bin stock\W*$|有(?:现货|货)了?[吗么没嘛]"
)
_COST_ASKED = re.compile(
    r"\bhow much (?:is|are|does|do|for)\b|\b(?:price|cost) of\b|\bwhat(?:'s| is) the price\b"
    r"|\bwhat does .{1,80} cost\b|多少钱|什么价|价格是多少|怎么卖"
)
_ASKING = re.compile(
    r"\bhow much (?:is|are|does|do|for)\b|\bwhat(?:'s| is) the price of\b|\bcosts?\b"
    r"|^\W*(?:is|are)\b|\b(?:still )?in stock\b|\bwhat does\b|[是要]?多少钱|什么价|的?价格是多少"
    r"|怎么卖|(?:还|现在)?有(?:没有)?(?:现货|货)|[吗么没嘛呢？?]"
)


FOREMOST = 3
"""Items of a list that "cheaper" compares with: what a long one has at its end, nobody looks at."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What is known of a catalog's prices: the ``middle`` and the ``lowest`` of them."""

    middle: float
    lowest: float


@dataclass(frozen=True, slots=True)
class Terms:
    """The ``rest`` of a turn without its limits on price and stock, and these limits. ``cheapest``
    and ``dearest`` are how many of the cheapest or the dearest are wanted (None: not these).
    ``cheaper`` tells that ``high`` is less than what something else costs, ``than`` that the rest
    names it, ``complaint`` that nothing was said but that things cost too much.
    """

    rest: str
    low: float | None = None
    high: float | None = None
    in_stock: bool = False
    cheapest: int | None = None
    dearest: int | None = None
    cheaper: bool = False
    than: bool = False
    complaint: bool = False

    def __bool__(self) -> bool:
        limited = self.low is not None or self.high is not None
        return limited or self.in_stock or self.most is not None

    @property
    def most(self) -> int | None:
        """How many of the cheapest or the dearest are wanted, if either are."""
        return self.dearest if self.cheapest is None else self.cheapest

    def cheaper_than(self, items: Sequence[Item], prices: Prices) -> Terms:
        """The same with what is cheaper than these ``items``, if there are any with a price."""
        found = [item.price for item in items if item.price is not None]
        if not found:
            return self
        return replace(self, high=cheaper_than(found, prices.lowest, prices.middle))


def read_terms(
    text: str, prices: Prices | None, stocked: bool, shown: Sequence[Item] = ()
) -> Terms:
    """The limits on price and stock in ``text``; nothing is read that no item could be held to:
    prices where there are no ``prices``, stock where none is ``stocked``. "Cheaper" is less than
    the cheapest of the first of those ``shown``, where the catalog has anything that is.
    """
    if prices is None or asks_price(text):
        return _in_stock(Terms(text), stocked)
    found = read_amounts(text)
    terms = Terms(found.rest, found.low, found.high)
    bargain = None if found.high is not None else read_bargain(found.rest, bool(shown))
    if bargain is not None:
        terms = _on_bargain(bargain, terms, prices, shown)
    return _in_stock(terms, stocked)


def _on_bargain(bargain: Bargain, terms: Terms, prices: Prices, shown: Sequence[Item]) -> Terms:
    terms = replace(terms, rest=bargain.rest)
    match bargain.kind:
        case "cheapest":
            return replace(terms, cheapest=bargain.n)
        case "dearest":
            return replace(terms, dearest=bargain.n)
        case "no wish":
            return terms
        case "cheaper":
            before = [item.price for item in shown[:FOREMOST]]
            high = cheaper_than(before, prices.lowest, prices.middle)
            return replace(
                terms, high=high, cheaper=True, than=bargain.than, complaint=bargain.complaint
            )
        case _:
            return replace(terms, high=prices.middle)


def asks_price(text: str) -> bool:
    """Whether a turn asks what something costs."""
    return bool(_COST_ASKED.search(text.lower())) and not wants_most(text)


def asks_stock(text: str) -> bool:
    """Whether a turn asks if something is in stock."""
    return bool(_STOCK_ASKED.search(text.lower()))


def asked_of(text: str) -> str:
    """What is left of a question about a price or stock: the name of the item, most likely."""
    found = _ASKING.split(text.lower())
    longest = max((part.strip(" \t,.!?;:，。！？'\"“”《》") for part in found), key=len, default="")
    return re.sub(r"^(?:the|a|an)\b\s*", "", longest)


def takes_prices(text: str, *, listed: bool = False) -> bool:
    """Whether a turn wishes for prices without naming their limits: "around 20", "cheaper".
    ``listed`` tells that a list was shown before it.
    """
    found = Amounts(text) if asks_price(text) else read_amounts(text)
    if found:
        return found.around
    bargain = read_bargain(text, listed)
    return bargain is not None and bargain.kind not in ("cheapest", "dearest")


def _in_stock(terms: Terms, stocked: bool) -> Terms:
    if not stocked or asks_stock(terms.rest):
        return terms
    found = _STOCKED.search(terms.rest.lower())
    if found is None:
        return terms
    return replace(terms, rest=without(terms.rest, found), in_stock=True)
