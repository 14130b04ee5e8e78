"""What a list out of few items misses of the list that comes of scoring everything.

Knows how many items are scored without being chosen first; knows nothing of times.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from unittest.mock import patch

from penchant.memory.records import Request
from penchant.tools.recommender import Recommender
from penchant.tools.retrieval import retrieval


def recall(
    recommender: Recommender, asked: Iterable[tuple[str, Request]], n: int, at: datetime
) -> float:
    """The part of the ``n`` best of all items by score that is in lists by score alone, for people
    and requests, as of ``at``.
    """
    met = there = 0
    for user, request in asked:
        plain = replace(request, diversity=0.0, calibration=0.0, exploration=0.0)
        listed = _ids(recommender, user, plain, n, at)
        with patch.object(retrieval, "WHOLE", len(recommender.catalog)):
            best = _ids(recommender, user, plain, n, at)
        met += len(listed & best)
        there += len(best)
    return met / max(there, 1)


def _ids(recommender: Recommender, user: str, request: Request, n: int, at: datetime) -> set[str]:
    return {one.item.id for one in recommender.recommend(user, request, n, at=at).items}
