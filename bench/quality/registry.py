"""The list of all methods, in the order of the table; and the settings chosen for them.

A method's module brings its lines as ``ENTRIES``; adding one here puts it into every table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from bench.quality import bpr, ease, near, neighbours, popular, product, sasrec, simple
from bench.quality.events import Setting
from bench.quality.method import Entry, Method, Value

ENTRIES: tuple[Entry, ...] = (
    *product.ENTRIES,
    *popular.ENTRIES,
    *near.ENTRIES,
    *simple.ENTRIES,
    *neighbours.ENTRIES,
    *ease.ENTRIES,
    *bpr.ENTRIES,
    *sasrec.ENTRIES,
)
CHOSEN = Path(__file__).with_name("chosen.json")
"""Per protocol and method, the values that were best on the dev part (``--choose``)."""


class UnknownMethod(Exception):
    """No method has this name; the message lists those there are."""


def entry_of(name: str) -> Entry:
    """The method's line in the list."""
    for entry in ENTRIES:
        if entry.name == name:
            return entry
    raise UnknownMethod(f"no method {name!r}; there are {', '.join(e.name for e in ENTRIES)}")


def named(text: str) -> tuple[Entry, dict[str, Value]]:
    """Read "name" or "name[value=1;other=text]": the line, and values to use instead of chosen."""
    found = re.fullmatch(r"([^\[\]]+)(?:\[(.*)\])?", text.strip())
    if found is None:
        raise UnknownMethod(f"cannot read the method {text!r}")
    values: dict[str, Value] = {}
    for part in filter(None, (found[2] or "").split(";")):
        key, _, value = part.partition("=")
        values[key.strip()] = _value(value.strip())
    return entry_of(found[1]), values


def _value(text: str) -> Value:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def chosen(protocol: str) -> Mapping[str, Mapping[str, Value]]:
    """The values chosen for each method on a protocol, as far as any were."""
    held = json.loads(CHOSEN.read_text("utf-8")) if CHOSEN.is_file() else {}
    found: Mapping[str, Mapping[str, Value]] = held.get(protocol, {})
    return found


def keep_chosen(protocol: str, values: Mapping[str, Mapping[str, Value]]) -> None:
    """Write chosen values down, beside those of other protocols and methods."""
    held = json.loads(CHOSEN.read_text("utf-8")) if CHOSEN.is_file() else {}
    held.setdefault(protocol, {}).update({name: dict(one) for name, one in values.items()})
    CHOSEN.write_text(json.dumps(held, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def values_of(entry: Entry, protocol: str) -> dict[str, Value]:
    """What was chosen for the method on this protocol, else what its grid starts from."""
    return {**entry.first(protocol), **chosen(protocol).get(entry.name, {})}


def build(entry: Entry, setting: Setting, values: Mapping[str, Value]) -> Method:
    """A fresh method with these values."""
    return entry.build(setting, **values)
