"""What a person did with one item that settles it: the entries that keep it out of their lists.

Reads the journal; what settles what is memory/core/standing.py's.
"""

from __future__ import annotations

from datetime import datetime

from penchant.memory.core.standing import words_of
from penchant.memory.memory import Memory
from penchant.memory.records import Evidence

LOOKED_BACK = 2_000
"""Own entries looked through, the newest."""

CAUSES = {
    "close": "seen",
    "buy": "bought",
    "dislike": "disliked",
    "like": "liked",
    "save": "saved",
    "cart": "in the cart",
    "later": "put off",
    "dear": "too expensive",
}


def settled(memory: Memory, user: str, item: str, at: datetime) -> dict[str, tuple[Evidence, ...]]:
    """By cause, the entries of ``user`` until ``at`` by which ``item`` stays out, newest first."""
    gone = memory.journal.superseded(user)
    found: dict[str, list[Evidence]] = {}
    for entry in memory.entries(user, newest_first=True, limit=LOOKED_BACK):
        counts = entry.item == item and entry.role == "user" and entry.occurred_at <= at
        if not counts or entry.id in gone:
            continue
        for word in words_of(entry):
            one = Evidence(
                entry=entry.id,
                kind=entry.kind,
                occurred_at=entry.occurred_at,
                amount=0.0,
                item=item,
            )
            found.setdefault(CAUSES[word], []).append(one)
    return {cause: tuple(entries) for cause, entries in found.items()}
