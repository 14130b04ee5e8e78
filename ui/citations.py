"""Entries of the journal as they are cited beside a reason or an interest."""

from __future__ import annotations

from collections.abc import Iterable

from penchant.memory.records import Evidence
from penchant.ui.render import Html, element, join
from penchant.ui.wording import Reader


def cites(evidence: Iterable[Evidence], reader: Reader) -> list[Html]:
    """The entries as list items: when, what, and the person's words or the item's title.

    Entries that read the same, such as two statements of one message, are said once.
    """
    return list(dict.fromkeys(element("li", _cite(entry, reader)) for entry in evidence))


def _cite(entry: Evidence, reader: Reader) -> Html:
    words = reader.words
    day = element(
        "time", reader.day(entry.occurred_at), datetime=entry.occurred_at.date().isoformat()
    )
    head, _, tail = words.entry.partition("{day}")
    parts = [head, day, tail.format(kind=words.kind(entry.kind))]
    if entry.quote:
        parts += [" ", element("bdi", words.quote.format(text=entry.quote), class_="pc-quote")]
    return join(*parts)
