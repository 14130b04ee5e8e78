"""Entries as plain values, for export.

Knows the entry's fields; knows nothing of files or stores.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from penchant.memory.records import Entry


def entry_to_dict(entry: Entry) -> dict[str, Any]:
    """All fields of ``entry`` as JSON values, times as ISO 8601 in UTC, empty ones left out."""
    values = asdict(entry)
    for name in ("occurred_at", "recorded_at"):
        values[name] = getattr(entry, name).isoformat()
    if entry.scale is not None:
        values["scale"] = list(entry.scale)
    return {name: value for name, value in values.items() if value not in (None, {}, "")}
