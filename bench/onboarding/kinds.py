"""Which kinds a new person would name as what they like best, read from their own ratings.

Knows categories of films and what everybody rated until then; knows nothing of interviews.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np

FEWEST_LIKED = 2
"""Films of a kind that somebody must like to name it: one may be there for anything."""


class Usual:
    """How often films of each kind are rated by everybody."""

    def __init__(self, categories: Sequence[tuple[str, ...]]) -> None:
        self._categories = categories
        self._counts: Counter[str] = Counter()
        self._ratings = 0

    def learn(self, film: int) -> None:
        """Somebody rated ``film``."""
        self._counts.update(set(self._categories[film]))
        self._ratings += 1

    def named(self, liked: Collection[int], offered: Sequence[str], most: int) -> tuple[str, ...]:
        """Those of the kinds ``offered`` that somebody names who likes these films: what they like
        more films of than is usual, what stands out most first, at most ``most``.
        """
        own = Counter(kind for film in liked for kind in set(self._categories[film]))
        found = []
        for place, kind in enumerate(offered):
            usual = len(liked) * self._counts[kind] / max(self._ratings, 1)
            beyond = (own[kind] - usual) / np.sqrt(usual + 1.0)
            if own[kind] >= FEWEST_LIKED and beyond > 0:
                found.append((-beyond, place, kind))
        return tuple(kind for _, _, kind in sorted(found)[:most])
