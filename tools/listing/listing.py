"""Listing: the candidates of one list as arrays, out of the catalog and the parts of their scores.

Joins columns and catalog; the order is :mod:`penchant.tools.listing.arranging`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from penchant.memory.records import FloatArray
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.listing.arranging import POOL, Field, Lift
from penchant.tools.listing.novelty import chances
from penchant.tools.listing.picking import WIDER
from penchant.tools.listing.tastes import tastes_in
from penchant.tools.signals import ranking
from penchant.tools.signals.columns import Column, Values
from penchant.tools.signals.ranking import Rows

WIDE = 8
"""A list that rests on no taste is chosen out of so many times more, where behaviour speaks."""

VARIED = 20 / 3
"""What WIDER is for such a list: it can only be right for somebody by being varied."""


def field_of(
    catalog: Catalog,
    rows: Rows,
    columns: Sequence[Column],
    weights: Mapping[str, float],
    *,
    cold: bool,
    lifts: Sequence[Lift] = (),
    fits: Mapping[str, float] | None = None,
    opened: Values | None = None,
    n: int = 0,
) -> Field:
    """The candidates in ``rows`` (m,) of ``catalog``; ``columns``, ``lifts`` and ``opened``,
    how open each is as a new item, are over the candidates. ``cold`` where the list, of ``n``
    items, rests on no taste; ``fits`` are of :func:`penchant.tools.listing.tastes.tastes_in`.
    """
    score = ranking.scores(columns, weights, len(rows))
    learned = ranking.learned(columns, weights, len(rows))

    def vectors(positions: Rows) -> FloatArray:
        if cold:
            return ranking.with_decades(catalog, rows[positions])
        found: FloatArray = catalog.matrix[rows[positions]]
        return found

    liking = [one for one in columns if one.interest is not None and one.interest.polarity > 0]
    return Field(
        score=score,
        vectors=vectors,
        learned=learned,
        lifts=lifts,
        tastes=tastes_in(liking, fits or {}),
        chances=None if opened is None else chances(opened, score, n),
        # Where all that speaks is what is popular, the best come from one time.
        pool=widest(cold) if learned.any() else POOL,
        wider=VARIED if cold else WIDER,
    )


def widest(cold: bool) -> int:
    """Of how many times n a list may be chosen."""
    return POOL * (WIDE if cold else 1)
