"""Where the records are in a document: a list, a list in an envelope, objects by their ids.

Knows the shapes in which JSON and YAML files hold many records; knows nothing of either language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from penchant.memory.records import Json

_ENVELOPES = (
    "items products films movies books articles songs records rows results data entries events"
    " actions interactions ratings reviews catalog catalogue list hits documents docs objects"
    " content nodes values payload response body inventory 商品 产品 物品 电影 书籍 列表 数据"
)
"""Names under which a document keeps its records beside something else, such as their number."""


@dataclass(frozen=True, slots=True)
class Collection:
    """``records`` of a document with their keys in it: places in a list, or names (``by_name``).
    ``path`` leads to the collection; a document that is one record has ``single``.
    """

    path: tuple[str, ...]
    records: tuple[tuple[int | str, Json], ...]
    by_name: bool = False
    single: bool = False


def find_records(document: Json) -> Collection:
    """The records of ``document``."""
    path: list[str] = []
    inside = document
    while isinstance(inside, Mapping):
        name = _envelope(inside)
        if name is None:
            break
        path.append(name)
        inside = inside[name]
    if isinstance(inside, list):
        return Collection(tuple(path), tuple(enumerate(inside)))
    if isinstance(inside, Mapping) and _is_by_name(inside):
        records = tuple((str(name), _named(str(name), inside[name])) for name in inside)
        return Collection(tuple(path), records, by_name=True)
    return Collection(tuple(path), ((0, inside),), single=True)


def _envelope(document: Mapping[str, Json]) -> str | None:
    """The field of ``document`` that holds the records, if it is no record itself."""
    if len(document) == 1:
        (name,) = document
        within = document[name]
        return name if _has_objects(within) or _is_by_name(within) else None
    known = _ENVELOPES.split()
    named = [name for name in document if str(name).casefold() in known]
    found = [name for name in named if _has_objects(document[name]) or _is_by_name(document[name])]
    if len(found) != 1 and len(named) == 1 and isinstance(document[named[0]], Mapping):
        # {"status": "ok", "data": {"items": [...]}}
        return named[0] if _envelope(document[named[0]]) is not None else None
    return found[0] if len(found) == 1 else None


def _has_objects(value: Json) -> bool:
    return isinstance(value, list) and any(isinstance(part, Mapping) for part in value)


def _is_by_name(value: Json) -> bool:
    """Whether this is an object of at least two objects that are alike."""
    if not isinstance(value, Mapping) or len(value) < 2:
        return False
    parts = list(value.values())
    if not all(isinstance(part, Mapping) for part in parts):
        return False
    shared = set.intersection(*(set(part) for part in parts))
    return bool(shared)


def _named(name: str, record: Json) -> Json:
    return record if "id" in record else {"id": name, **record}
