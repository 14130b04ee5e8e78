"""One item as journal data and back, and the hash its vector is kept under.

Knows the fields of :class:`Item`; nothing of files, catalogs or stores.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from penchant.memory.records import Item, Json

_LISTS = ("categories", "people", "tags")
_TEXTS = ("description", "url", "image")
_NUMBERS = ("price", "prior", "stock")
_MOMENTS = ("available_from", "available_until")


def item_to_data(item: Item) -> dict[str, Json]:
    """The item as plain JSON data; empty fields are left out."""
    data: dict[str, Json] = {"id": item.id, "title": item.title}
    for name in _LISTS:
        if value := getattr(item, name):
            data[name] = list(value)
    for name in (*_TEXTS, *_NUMBERS, "year"):
        value = getattr(item, name)
        if value not in (None, "") and not (name == "prior" and value == 0):
            data[name] = value
    for name in _MOMENTS:
        if (moment := getattr(item, name)) is not None:
            data[name] = moment.astimezone(UTC).isoformat()
    if item.hidden:
        data["hidden"] = True
    if item.attributes:
        data["attributes"] = dict(item.attributes)
    return data


def item_from_data(data: Mapping[str, Json]) -> Item:
    """The item that :func:`item_to_data` made ``data`` of; unknown keys are ignored."""
    fields: dict[str, Any] = {"id": str(data["id"]), "title": str(data["title"])}
    for name in _LISTS:
        fields[name] = tuple(str(value) for value in data.get(name) or ())
    for name in _TEXTS:
        if data.get(name) is not None:
            fields[name] = str(data[name])
    for name in _NUMBERS:
        if data.get(name) is not None and math.isfinite(data[name]):
            fields[name] = float(data[name])
    if data.get("year") is not None:
        fields["year"] = int(data["year"])
    for name in _MOMENTS:
        if data.get(name) is not None:
            fields[name] = _moment(data[name])
    fields["hidden"] = bool(data.get("hidden", False))
    fields["attributes"] = dict(data.get("attributes") or {})
    return Item(**fields)


def _moment(text: Json) -> datetime | None:
    """The aware time in ``text``. A host that writes entries itself may write what is none; that
    must not keep the whole catalog from being read.
    """
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def text_hash(text: str) -> str:
    """Hex sha256 of a text that is embedded: items of equal text share one vector."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
