"""The list a conversation showed last, made again from the journal for a page that was reloaded.

Knows impressions and how items stand; ranks nothing and journals nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from penchant.memory.records import Ranked, Recommendation
from penchant.tools.context import PenchantContext
from penchant.tools.shown import last_list

if TYPE_CHECKING:
    from penchant.tools.recommender import Recommender


def restore_list(recommender: Recommender, user: str, conversation: str) -> Recommendation | None:
    """The last list of ``conversation``, or None; reasons and rules are those of today, and what
    else moved the items then is not known any more.

    Items that have left the catalog since are left out; the others keep their ranks.
    """
    person = PenchantContext(user=user, conversation=conversation)
    impression, items = last_list(recommender.memory, person)
    entry = recommender.memory.get(impression) if impression else None
    if entry is None:
        return None
    ranked = []
    for rank, item in enumerate(items, start=1):
        if item in recommender.catalog:
            now = recommender.why(user, item)
            ranked.append(
                Ranked(
                    rank=rank,
                    item=now.item,
                    score=now.score,
                    reasons=now.reasons,
                    adjustments=now.adjustments,
                    probability=now.probability,
                )
            )
    return Recommendation(
        user=user, at=entry.occurred_at, items=tuple(ranked), impression=impression
    )
