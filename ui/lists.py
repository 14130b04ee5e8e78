"""The list a conversation showed last, made again from the journal for a page that was reloaded.

Knows impressions and how items stand; ranks nothing and journals nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from penchant.memory.records import Recommendation
from penchant.tools.context import PenchantContext
from penchant.tools.shown import last_list

if TYPE_CHECKING:
    from penchant.tools.recommender import Recommender


def restore_list(recommender: Recommender, user: str, conversation: str) -> Recommendation | None:
    """The last list of ``conversation``, or None; reasons are those of today, and what moved the
    items is what moved them then.
    """
    person = PenchantContext(user=user, conversation=conversation)
    impression, _ = last_list(recommender.memory, person)
    entry = recommender.memory.get(impression) if impression else None
    if entry is None:
        return None
    return Recommendation(
        user=user,
        at=entry.occurred_at,
        items=recommender.relist(entry.id),
        impression=impression,
    )
