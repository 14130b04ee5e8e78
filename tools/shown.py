"""The list shown last in a person's conversation, read from the journal.

Knows where a list's items stand in its entry; knows nothing of how it was made.
"""

from __future__ import annotations

from penchant.memory.memory import Memory
from penchant.tools.context import PenchantContext


def last_list(
    memory: Memory, person: PenchantContext, before: int | None = None
) -> tuple[str | None, tuple[str, ...]]:
    """The journal id of the list shown last to ``person`` and the ids of its items, in order.

    ``before`` is a sequence number: only lists older than that are looked at. (None, ()) where
    there is none.
    """
    impressions = memory.journal.read(
        person.user,
        kinds=("impression",),
        conversation=person.conversation,
        until=None if before is None else before - 1,
        newest_first=True,
        limit=1,
    )
    for entry in impressions:
        return entry.id, tuple(entry.data["items"])
    return None, ()
