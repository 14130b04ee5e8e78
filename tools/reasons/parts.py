"""Parts: the parts of the scores of a list's items as reasons, worked out column by column.

Knows columns, weights and what is known of the items; how a part is put into words is told beside
it (tools/reasons/reasons.py). The contributions of an item's reasons add up to its score. A list
has some hundred of them, so what is the same for all its items is worked out once per column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from penchant.memory.core.signals import FAMILY
from penchant.memory.records import Evidence, Item, Reason
from penchant.tools.reasons.hearsay import NAMED, Heard
from penchant.tools.reasons.reasons import CITED, sentence
from penchant.tools.reasons.saying import Matching
from penchant.tools.signals.columns import Column
from penchant.tools.signals.ranking import Rows

ALIKE = frozenset(
    {
        "request",
        "request-match",
        "said",
        "company",
        "goes-with",
        "year-like",
        "interest",
        "dislike",
        "shown-before",
    }
)
"""Signals whose sentences are the same for all items, but for the sign of the part."""


def reasons(
    columns: Sequence[Column],
    weights: Mapping[str, float],
    places: Rows,
    items: Sequence[Item],
    heard: Sequence[Heard],
) -> list[tuple[Reason, ...]]:
    """For each of ``items``, which are at ``places`` in the ``columns``, the parts of its score
    that are not zero, largest first. ``heard`` is what is known of each here.
    """
    found: list[list[Reason]] = [[] for _ in items]
    for column in columns:
        part = _Part(column, weights[column.signal])
        for place, value in enumerate(column.values[places].tolist()):
            if value != 0.0:
                told = part.told(int(places[place]), value, items[place], heard[place])
                found[place].append(told)
    return [tuple(sorted(own, key=lambda one: -abs(one.contribution))) for own in found]


class _Part:
    """One column with what is the same for all items."""

    def __init__(self, column: Column, weight: float) -> None:
        self._column = column
        self._weight = weight
        self._family = FAMILY[column.signal]
        self._interest = None if column.interest is None else column.interest.id
        self._cited = tuple(sorted(column.evidence, key=lambda one: -abs(one.amount)))
        self._first = self._cited[:CITED]
        self._resting_on = {one.item for one in column.evidence}
        self._alike = column.signal in ALIKE
        self._matching = Matching.of(column) if column.signal == "interest-match" else None
        self._said: dict[bool, tuple[str, str]] = {}

    def told(self, place: int, value: float, item: Item, heard: Heard) -> Reason:
        """What the part of ``item``, of this ``value`` at ``place``, says."""
        column = self._column
        behind = heard.behind.get(column.signal, ())
        about, about_zh = column.about, column.about_zh
        if behind:
            about = about or " and ".join(one.quote for one in behind[:NAMED])
            about_zh = about_zh or "、".join(
                heard.marked.get(one.item or "", f"《{one.quote}》") for one in behind[:NAMED]
            )
        if column.told is None:
            en, zh = self._sentence(value, item, heard)
        else:
            about, en, zh = column.told(place)
            about_zh = ""
        return Reason(
            family=self._family,
            signal=column.signal,
            weight=self._weight,
            value=value,
            contribution=self._weight * value,
            about=about,
            about_zh=about_zh,
            text=en,
            text_zh=zh,
            interest=self._interest,
            evidence=behind or self._behind(item),
        )

    def _sentence(self, value: float, item: Item, heard: Heard) -> tuple[str, str]:
        if self._matching is not None:
            return self._matching.said(item)
        if not self._alike:
            return sentence(self._column, value, item, heard)
        pro = value > 0
        said = self._said.get(pro)
        if said is None:
            said = self._said[pro] = sentence(self._column, value, item)
        return said

    def _behind(self, item: Item) -> tuple[Evidence, ...]:
        """The entries that count most, but for those with the item itself."""
        if item.id not in self._resting_on:
            return self._first
        return tuple([one for one in self._cited if one.item != item.id][:CITED])
