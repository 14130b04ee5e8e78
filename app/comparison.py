"""A comparison on the terminal and as JSON: two items side by side, and what sets them apart.

Knows how the record is laid out, in English or Chinese; knows nothing of how it was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from penchant.shapes import Shape, moment, why_shape
from penchant.show import SMALLEST, name_of, plain, signed
from penchant.wording import words_for

if TYPE_CHECKING:
    from penchant.memory.records import Why
    from penchant.tools.finding.comparing import Comparison, Difference, Fact

_ENGLISH = {
    "place": "place",
    "score": "score",
    "apart": "difference",
    "year": "year",
    "price": "price",
    "categories": "categories",
    "people": "people",
    "smaller": "smaller",
}
_CHINESE = {
    "place": "位次",
    "score": "得分",
    "apart": "相差",
    "year": "年份",
    "price": "价格",
    "categories": "类型",
    "people": "人物",
    "smaller": "其余",
}


def comparison_shape(found: Comparison) -> Shape:
    """Two items for one person; ``differences`` sum to the first score less the second."""
    return {
        "user": found.user,
        "at": moment(found.at),
        "text": found.text,
        "text_zh": found.text_zh,
        "first": why_shape(found.first),
        "second": why_shape(found.second),
        "differences": [_difference_shape(one) for one in found.differences],
        "facts": [_fact_shape(one) for one in found.facts],
    }


def _difference_shape(one: Difference) -> Shape:
    return {
        "family": one.family,
        "interest": one.interest,
        "about": one.about,
        "about_zh": one.about_zh,
        "first": float(one.first),
        "second": float(one.second),
        "amount": float(one.amount),
        "text": one.text,
        "text_zh": one.text_zh,
    }


def _fact_shape(one: Fact) -> Shape:
    return {
        "name": one.name,
        "first": one.first,
        "second": one.second,
        "first_zh": one.first_zh,
        "second_zh": one.second_zh,
    }


def comparison_view(found: Comparison, *, chinese: bool = False) -> RenderableType:
    """What decides, then both items in columns: places, parts of the scores, facts."""
    words = _CHINESE if chinese else _ENGLISH
    return Group(
        plain(found.text_zh if chinese else found.text, "bold"),
        _table(found, words, chinese),
    )


def _table(found: Comparison, words: Mapping[str, str], chinese: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", overflow="fold")
    for side in (found.first, found.second):
        table.add_column(plain(name_of(side.item)), overflow="fold")
    table.add_column(words["apart"], no_wrap=True)
    table.add_row(
        Text(words["place"], "dim"),
        _place(found.first, chinese),
        _place(found.second, chinese),
        "",
    )
    small = [one for one in found.differences if abs(one.amount) < SMALLEST]
    for one in found.differences:
        if abs(one.amount) >= SMALLEST:
            about = one.about_zh if chinese else one.about
            _add(table, plain(about), one.first, one.second)
    if small:
        first, second = (sum(getattr(one, side) for one in small) for side in ("first", "second"))
        _add(table, Text(words["smaller"], "dim"), first, second)
    _add(table, Text(words["score"], "bold"), found.first.score, found.second.score)
    for fact in found.facts:
        values = (fact.first_zh, fact.second_zh) if chinese else (fact.first, fact.second)
        table.add_row(Text(words[fact.name], "dim"), *(plain(value) for value in values), "")
    return table


def _add(table: Table, head: Text, first: float, second: float) -> None:
    apart = first - second
    style = "green" if apart > 0 else "red"
    table.add_row(head, signed(first), signed(second), Text(signed(apart), style))


def _place(side: Why, chinese: bool) -> Text:
    words = words_for(chinese)
    left_out = side.left_out_zh if chinese else side.left_out
    if left_out:
        return Text(words["out"], "red") + plain(left_out)
    if side.rank is None:
        return Text(words["unranked"])
    return Text(words["of"].format(side.rank, side.candidates))
