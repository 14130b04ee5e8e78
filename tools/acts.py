"""Acts: what a person does with items, and what the host knows of them, as entries of the journal.

Knows what each kind of act must have; knows nothing of what is learned from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from penchant.memory.core.dwell import DWELL
from penchant.memory.door import check_dwell, check_rating
from penchant.memory.errors import BadInput
from penchant.memory.kinds import DISMISS_REASONS, TOO_EXPENSIVE, kind_of
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, FloatArray, Json
from penchant.tools.catalog.embedding import embed_items
from penchant.tools.catalog.offer import Offer


def act(
    offer: Offer,
    user: str,
    kind: str,
    item: str,
    *,
    value: float | None = None,
    scale: tuple[float, float] | None = None,
    reason: str | None = None,
    impression: str | None = None,
    conversation: str | None = None,
    parent: str | None = None,
    occurred_at: datetime | None = None,
    id: str | None = None,
    supersedes: str | None = None,
    context: Mapping[str, Json] | None = None,
    dwell: float | None = None,
) -> Entry:
    """Record that ``user`` did ``kind`` with ``item``. Raises UnknownItem, and BadInput for a kind
    that is no action or a bad value.
    """
    _check(kind, value)
    if kind == "dismiss":
        reason = _dismissed_for(reason)
    vector = _vector(offer, item)
    if kind == "rating":
        value, scale = check_rating(value, (1.0, 5.0) if scale is None else scale)
    return offer.memory.record(
        user=user,
        kind=kind,
        item=item,
        value=value,
        scale=scale,
        data=_data(offer, kind, item, reason, dwell),
        impression=impression,
        conversation=conversation,
        parent=parent,
        occurred_at=occurred_at,
        id=id,
        supersedes=supersedes,
        context=context,
        vector=vector,
    )


def _check(kind: str, value: float | None) -> None:
    if not kind_of(kind).action or kind in ("undo", "search"):
        raise BadInput(f"{kind!r} is nothing a person does with an item")
    if kind == "rating" and value is None:
        raise BadInput("a rating needs a value")


def _dismissed_for(reason: str | None) -> str:
    reason = reason or "not-now"
    if reason not in DISMISS_REASONS:
        raise BadInput(f"a dismissal's reason is one of {', '.join(DISMISS_REASONS)}")
    return reason


def _data(
    offer: Offer, kind: str, item: str, reason: str | None, dwell: float | None
) -> dict[str, Json]:
    data: dict[str, Json] = {} if reason is None else {"reason": reason}
    if dwell is not None:
        data[DWELL] = check_dwell(kind, dwell)
    known = offer.catalog.known(item)
    if reason == TOO_EXPENSIVE and known is not None and known.price is not None:
        # What it cost then: it may come back once it costs less.
        data["price"] = known.price
    return data


def undo(offer: Offer, user: str, entry_id: str) -> Entry:
    """Take back one of the person's own entries; BadInput where there is none of theirs."""
    entry = offer.memory.get(entry_id)
    if entry is None or entry.user != user or entry.role != "user":
        raise BadInput(f"{user} has no entry {entry_id!r} that could be undone")
    item = entry.item
    return offer.memory.record(
        user=user,
        kind="undo",
        supersedes=entry_id,
        item=item,
        conversation=entry.conversation,
        id=f"undo:{entry_id}",
        vector=None if item is None or not offer.catalog.known(item) else _vector(offer, item),
    )


def _vector(offer: Offer, item: str) -> FloatArray:
    """Where an item lies; also one that was deleted, for it may be in lists shown before."""
    gone = offer.catalog.gone.get(item)
    if gone is None:
        return offer.catalog.vector(item)
    vector: FloatArray = embed_items(offer.memory, [gone.item])[0]
    return vector


def describe(
    memory: Memory,
    user: str,
    attributes: Mapping[str, Json],
    *,
    consented: bool = False,
    occurred_at: datetime | None = None,
    id: str | None = None,
) -> Entry:
    """Record what the host knows of ``user``; BadInput without consent."""
    if not isinstance(attributes, Mapping):
        raise BadInput("a description has attributes: names with a value each")
    return memory.record(
        user=user,
        kind="describe",
        data={"attributes": dict(attributes), "consented": consented},
        occurred_at=occurred_at,
        id=id,
    )
