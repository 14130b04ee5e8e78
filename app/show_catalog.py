"""Show, for the catalog: items and rules as text for a terminal.

Knows how they are laid out for reading, in English or Chinese; knows nothing of how they came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from penchant.memory.records import Item, Rule
from penchant.show import name_of, plain, signed
from penchant.tools.filters.conditions import read_where
from penchant.tools.filters.words import in_words
from penchant.wording import words_for

UNSAID_AT_ZERO = ("hidden", "prior")
"""Fields that say nothing when they are no or 0; a stock, a price or an attribute does."""


def items_view(
    items: Sequence[Item], of: int, now: datetime, *, chinese: bool = False
) -> RenderableType:
    """A line for each item: id, title, price, stock, and what keeps it out of lists at ``now``."""
    words = words_for(chinese)
    table = _table(words["id"], words["title"], words["price"], words["stock"], words["state"])
    table.columns[2].justify = table.columns[3].justify = "right"
    for item in items:
        table.add_row(
            plain(item.id, "dim"),
            plain(name_of(item)),
            "" if item.price is None else f"{item.price:.10g}",
            "" if item.stock is None else f"{item.stock:.10g}",
            Text(words[state] if (state := state_of(item, now)) else "", "yellow"),
        )
    if len(items) == of:
        return table
    return Group(table, Text(words["of_items"].format(len(items), of), style="dim"))


def state_of(item: Item, now: datetime) -> str:
    """What keeps an item out of lists at ``now``, or what is to be known of it; or nothing."""
    if item.hidden:
        return "hidden"
    if item.available_from is not None and item.available_from > now:
        return "not_yet"
    if item.available_until is not None and item.available_until <= now:
        return "over"
    return "sold_out" if item.stock == 0 else ""


def item_view(shape: Mapping[str, Any]) -> RenderableType:
    """An item's fields that say something, by their names as the commands take them."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    named = {**shape, **{f"attributes.{name}": v for name, v in shape["attributes"].items()}}
    del named["attributes"]
    for name, value in named.items():
        if value in (None, "", []) or (name in UNSAID_AT_ZERO and not value):
            continue
        said = "; ".join(map(_cell, value)) if isinstance(value, list) else _cell(value)
        table.add_row(plain(name), plain(said))
    return table


def _cell(value: Any) -> str:
    """A value as filters and ``--set`` take it: ``12`` and not ``12.0``, ``true``."""
    if isinstance(value, bool):
        return str(value).lower()
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)


def rules_view(rules: Sequence[Rule], *, chinese: bool = False) -> RenderableType:
    """A line for each rule: its name, what it adds, and to which items."""
    words = words_for(chinese)
    if not rules:
        return Text(words["no_rules"], style="dim")
    table = _table(words["rule"], words["adds"], words["items"])
    table.columns[1].justify = "right"
    for rule in rules:
        en, zh = in_words(read_where(rule.where))
        table.add_row(plain(rule.name), signed(rule.amount, 2), plain(zh if chinese else en))
    return table


def _table(*headers: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in headers:
        table.add_column(header, overflow="fold")
    return table
