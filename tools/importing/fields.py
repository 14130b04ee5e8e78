"""The fields of an item as a host hands them over in code, read and made sure of.

Knows what each field may be and says what is wrong with which; knows nothing of catalogs or files.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from penchant.memory.door import LONGEST_NAME, LONGEST_TEXT
from penchant.memory.errors import BadInput
from penchant.memory.records import Item, Json
from penchant.tools.importing.cells import says_nothing, stock_of, text_of, year_of
from penchant.tools.importing.moments import moment_of
from penchant.tools.importing.prices import price_of

LONGEST_TITLE = 1_000
"""Characters of a title. (A description may have LONGEST_TEXT; embedders read its beginning.)"""

ATTRIBUTES = "attributes"


def read_item(given: Item | Mapping[str, Json]) -> Item:
    """The item that ``given`` describes: an :class:`Item`, or a mapping with its fields, in which
    every other name is an attribute.

    Prices may be text (``$12.50``, ``12,50 €``, ``free``), times ISO 8601 or another usual form,
    lists of names a single name. BadInput, naming the item and the field, for what is none.
    """
    if isinstance(given, Item):
        values = {one.name: getattr(given, one.name) for one in fields(Item)}
    elif isinstance(given, Mapping):
        values = {name: value for name, value in given.items() if name in _FIELDS}
        others = {name: value for name, value in given.items() if name not in _FIELDS}
        own = values.get(ATTRIBUTES)
        if own is not None and not isinstance(own, Mapping):
            raise BadInput(f"item {given.get('id')!r}, attributes: names with a value each")
        values[ATTRIBUTES] = {**others, **(own or {})}
    else:
        raise BadInput(f"an item is an Item or a mapping, not {type(given).__name__}")
    item = text_of(values.pop("id", None)) if values.get("id") is not None else ""
    if not item or len(item) > LONGEST_NAME:
        raise BadInput(f"an item needs an id of 1 to {LONGEST_NAME} characters")
    if values.get("title") is None:
        raise BadInput(f"item {item!r}, title: there is none")
    return _with(Item(id=item, title=""), values)


def read_items(given: Iterable[Item | Mapping[str, Json]]) -> list[Item]:
    """The items ``given``, in their order; one that comes again the same counts once. BadInput as
    for :func:`read_item`, and where two differ under one id.
    """
    if isinstance(given, Item | Mapping | str) or not isinstance(given, Iterable):
        raise BadInput("items come in a list, also a single one")
    found: dict[str, Item] = {}
    for one in given:
        item = read_item(one)
        if found.setdefault(item.id, item) != item:
            raise BadInput(f"two different items have the id {item.id!r}")
    return list(found.values())


def changed(item: Item, changes: Mapping[str, Json]) -> Item:
    """``item`` with ``changes`` by field. Attributes are merged, and one set to None goes; any
    other field takes the place of what was there, and None empties it.

    BadInput for a field that there is not, for the id, and as for :func:`read_item`.
    """
    for name in changes:
        if name == "id" or name not in _FIELDS:
            known = ", ".join(sorted(_FIELDS - {"id"}))
            why = "stays as it is" if name == "id" else f"is no field; there are {known}"
            raise BadInput(f"item {item.id!r}: {name} {why}")
    given = dict(changes)
    if ATTRIBUTES in given:
        attributes = given[ATTRIBUTES]
        if not isinstance(attributes, Mapping):
            raise BadInput(f"item {item.id!r}, attributes: names with a value each")
        merged = {**item.attributes, **attributes}
        given[ATTRIBUTES] = {name: value for name, value in merged.items() if value is not None}
    return _with(item, given)


def check_times(item: Item) -> None:
    """Raise ValueError where ``item`` would be there no longer before it is there."""
    start, end = item.available_from, item.available_until
    if start is not None and end is not None and start >= end:
        raise ValueError(f"available from {start:%Y-%m-%d %H:%M}, but until {end:%Y-%m-%d %H:%M}")


def _with(item: Item, given: Mapping[str, Any]) -> Item:
    read: dict[str, Any] = {}
    for name, value in given.items():
        try:
            read[name] = _READERS[name](value)
        except ValueError as error:
            raise BadInput(f"item {item.id!r}, {name}: {error}") from None
    found = replace(item, **read)
    try:
        check_times(found)
    except ValueError as error:
        raise BadInput(f"item {item.id!r}: {error}") from None
    return found


def _title(value: Json) -> str:
    title = " ".join(_text(value).split())
    if not title:
        raise ValueError("there is none")
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"{len(title)} characters; {LONGEST_TITLE} are allowed")
    return title


def _text(value: Json) -> str:
    if value is not None and not isinstance(value, str | int | float):
        raise ValueError(f"text, not {type(value).__name__}")
    text = text_of(value)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{len(text)} characters; {LONGEST_TEXT} are allowed")
    return text


def _names(value: Json) -> tuple[str, ...]:
    if value is None:
        return ()
    many = [value] if isinstance(value, str) else value
    if isinstance(many, Mapping) or not isinstance(many, Iterable):
        raise ValueError(f"a list of names, not {type(value).__name__}")
    return tuple(dict.fromkeys(name for one in many if (name := _text(one))))


def _price(value: Json) -> float | None:
    price = price_of(value)
    if price is None and not says_nothing(value):
        raise ValueError(f"{_short(value)} is no price")
    return price


def _number(value: Json) -> float:
    number = 0.0 if value is None else value
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ValueError(f"{_short(value)} is no number")
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"{_short(value)} is not a number of 0 or more")
    return float(number)


def _stock(value: Json) -> float | None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no number")
    return stock_of(value)


def _year(value: Json) -> int | None:
    if says_nothing(value):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and -9999 <= value <= 9999:
        return value
    # Half a year is a slip; text may be a date, such as 2026.5.
    broken = isinstance(value, bool) or (isinstance(value, float) and not value.is_integer())
    year = None if broken else year_of(value)
    if year is None:
        raise ValueError(f"{_short(value)} is no year")
    return year


def _moment(value: Json) -> datetime | None:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a time without a zone is ambiguous: pass an aware datetime")
        return value.astimezone(UTC)
    return None if says_nothing(value) else moment_of(value)


def _hidden(value: Json) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"true or false, not {_short(value)}")
    return value


def _attributes(value: Json) -> dict[str, Json]:
    attributes = dict(value or {})
    try:
        plain: dict[str, Json] = json.loads(json.dumps(attributes, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise ValueError(f"they cannot be kept as JSON ({error})") from None
    return plain


def _short(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "title": _title,
    "description": _text,
    "categories": _names,
    "people": _names,
    "tags": _names,
    "year": _year,
    "price": _price,
    "url": lambda value: _text(value) or None,
    "image": lambda value: _text(value) or None,
    "prior": _number,
    "hidden": _hidden,
    "stock": _stock,
    "available_from": _moment,
    "available_until": _moment,
    ATTRIBUTES: _attributes,
}
_FIELDS = frozenset({"id", *_READERS})
