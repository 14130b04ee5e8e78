"""Entries and vectors as rows of the database, and back.

Knows the columns of an entry and how values are written as bytes; runs no SQL.
"""

from __future__ import annotations

import json
import math
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import numpy as np

from penchant.memory.errors import BadInput, Conflict, StoreDamaged, StoreTooNew
from penchant.memory.records import Entry, FloatArray, Json
from penchant.memory.store import schema

T = TypeVar("T")

PLAIN = "plain"
"""The key id of bytes that no key was used on."""

PAGE = 2_000
"""Rows fetched at a time when reading, and values named at a time in one SQL statement."""

CLAIMED = "claimed_occurred_at"
"""Where the context keeps a time that lay in the future when the entry came."""

LARGEST = 2.0
"""No number of a vector of length 1 is larger; random bytes nearly always are."""

WHAT_TO_DO = (
    "run penchant doctor --repair, which saves what can be read, or restore the store from a backup"
)

_named: Any = namedtuple
Row = _named("Row", schema.entry.c.keys())
"""A row of the table of entries as the driver gives it, with its columns by name."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_STRINGS = [
    "tenant",
    "id",
    "user",
    "conversation",
    "role",
    "kind",
    "item",
    "impression",
    "supersedes",
    "parent",
    "embedder",
]
_COMPARED = [
    "kind",
    "user",
    "conversation",
    "role",
    "item",
    "value",
    "scale",
    "text",
    "impression",
    "supersedes",
    "parent",
    "data",
]


@dataclass(frozen=True, slots=True)
class Kept:
    """An ``entry`` as it will be read back; its ``context`` and ``data`` as they are written."""

    entry: Entry
    context: bytes | None
    data: bytes | None


def as_kept(entry: Entry) -> Kept:
    """``entry`` as it will be read back: times in UTC, data as plain JSON.

    Raises BadInput for what cannot be written: text that is no Unicode, data that is no JSON, a
    value that is no finite number, a time without a zone.
    """
    for name in (*_STRINGS, "text"):
        value = getattr(entry, name)
        if value is not None:
            check_unicode(value, name)
    scale, context, data = entry.scale, _json(entry.context, "context"), _json(entry.data, "data")
    plain = replace(
        entry,
        occurred_at=_utc(entry.occurred_at, "occurred_at"),
        recorded_at=_utc(entry.recorded_at, "recorded_at"),
        value=None if entry.value is None else number(entry.value, "value"),
        scale=None if scale is None else check_scale(scale),
        context=_dict(context),
        data=_dict(data),
    )
    return Kept(plain, context, data)


def to_row(kept: Kept, sequence: int) -> dict[str, Any]:
    """The columns of an entry with this sequence number."""
    entry = kept.entry
    low, high = entry.scale or (None, None)
    return {
        **{name: getattr(entry, name) for name in _STRINGS},
        "sequence": sequence,
        "value": entry.value,
        "scale_low": low,
        "scale_high": high,
        "text": None if entry.text is None else entry.text.encode(),
        "context": kept.context,
        "data": kept.data,
        "key_id": PLAIN,
        "occurred_at": microseconds(entry.occurred_at),
        "recorded_at": microseconds(entry.recorded_at),
        "schema": entry.schema,
    }


def from_row(row: Any) -> Entry:
    """The entry in ``row``, which has the columns as attributes. Raises StoreDamaged for bytes that
    are no entry's.
    """
    try:
        return _from_row(row)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise StoreDamaged(
            f"an entry of the journal cannot be read ({error}): {WHAT_TO_DO}"
        ) from error


def _from_row(row: Any) -> Entry:
    if row.key_id != PLAIN:
        raise StoreTooNew(f"entry {row.id!r} was written with the key {row.key_id!r}")
    return Entry(
        id=row.id,
        kind=row.kind,
        user=row.user,
        occurred_at=moment(row.occurred_at),
        recorded_at=moment(row.recorded_at),
        sequence=row.sequence,
        tenant=row.tenant,
        conversation=row.conversation,
        role=row.role,
        item=row.item,
        value=row.value,
        scale=None if row.scale_low is None else (row.scale_low, row.scale_high),
        text=None if row.text is None else row.text.decode(),
        context=_dict(row.context),
        impression=row.impression,
        supersedes=row.supersedes,
        parent=row.parent,
        embedder=row.embedder,
        schema=row.schema,
        data=_dict(row.data),
    )


def check_same(stored: Entry, new: Entry) -> None:
    """Raise Conflict where two entries of one id, both as kept, say different things.

    When an entry came is no part of what it says: sent again later it is the same one.
    """
    for name in _COMPARED:
        if getattr(stored, name) != getattr(new, name):
            raise Conflict(f"the entry id {new.id!r} was used before with another {name}")
    if _said(stored) != _said(new):
        raise Conflict(f"the entry id {new.id!r} was used before with another context")


def _said(entry: Entry) -> dict[str, Json]:
    return {key: value for key, value in entry.context.items() if key != CLAIMED}


def microseconds(when: datetime) -> int:
    """Whole microseconds since the epoch, the form in which times are kept."""
    return (when - _EPOCH) // _MICROSECOND


def moment(kept: int) -> datetime:
    """The time kept as ``kept``; inverse of :func:`microseconds`."""
    return _EPOCH + timedelta(microseconds=kept)


def number(value: Any, name: str) -> float:
    """``value`` as a finite float, or BadInput."""
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        result = math.nan
    if not math.isfinite(result):
        raise BadInput(f"{name} must be a finite number")
    return result


def pack(vector: FloatArray) -> bytes:
    """A vector as little-endian float32."""
    return np.asarray(vector, "<f4").tobytes()


def unpack(value: bytes) -> FloatArray:
    """The vector (d,) that :func:`pack` wrote. Raises StoreDamaged for bytes that are none."""
    if len(value) % 4:
        raise StoreDamaged(f"a vector of the journal cannot be read: {WHAT_TO_DO}")
    vector = np.frombuffer(value, "<f4").astype(np.float32, copy=False)
    # Also false where there is no number.
    if not np.abs(vector).max(initial=0.0) <= LARGEST:
        raise StoreDamaged(f"a vector of the journal holds no numbers: {WHAT_TO_DO}")
    return vector


def unpack_all(values: Sequence[bytes], dimension: int) -> FloatArray:
    """The vectors (n, dimension) that :func:`pack` wrote, many at once. Raises StoreDamaged for
    bytes that are none, or of another dimension.
    """
    if {len(value) for value in values} - {4 * dimension}:
        raise StoreDamaged(f"a vector of the journal cannot be read: {WHAT_TO_DO}")
    vectors = np.frombuffer(b"".join(values), "<f4").astype(np.float32, copy=False)
    # Also false where there is no number.
    if not max(vectors.max(initial=0.0), -vectors.min(initial=0.0)) <= LARGEST:
        raise StoreDamaged(f"a vector of the journal holds no numbers: {WHAT_TO_DO}")
    return vectors.reshape(len(values), dimension)


def pages(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """``values`` in slices of PAGE."""
    for start in range(0, len(values), PAGE):
        yield values[start : start + PAGE]


def check_scale(scale: Any) -> tuple[float, float]:
    """``scale`` as two finite floats, or BadInput."""
    try:
        low, high = scale
    except (TypeError, ValueError):
        low = high = None
    if isinstance(scale, str) or low is None:
        raise BadInput("a scale is two numbers, from low to high")
    return number(low, "scale"), number(high, "scale")


def check_unicode(value: Any, name: str) -> None:
    """Raise BadInput unless ``value`` is text of whole characters."""
    if not isinstance(value, str):
        raise BadInput(f"{name} must be text, not {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"{name} holds half of a character and cannot be kept") from error


def _utc(when: datetime, name: str) -> datetime:
    if when.tzinfo is None or when.utcoffset() is None:
        raise BadInput(
            f"{name} without a time zone is ambiguous: pass an aware datetime, "
            "for example datetime.now(timezone.utc)"
        )
    try:
        return when.astimezone(UTC)
    except OverflowError as error:
        raise BadInput(f"{name} lies outside the calendar") from error


def _json(value: Mapping[str, Json], name: str) -> bytes | None:
    if not value:
        return None
    try:
        text = json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"{name} cannot be kept as JSON: {error}") from error


def _dict(value: bytes | None) -> dict[str, Json]:
    return {} if value is None else dict(json.loads(value))
