"""The cheapest of what may be on a list, as a limit on its prices.

Knows what one person may be recommended and what it costs; nothing of scores.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from penchant.memory.records import Profile, Request
from penchant.tools.candidates import candidates
from penchant.tools.catalog.catalog import Catalog


def held_to_the_cheapest(
    profile: Profile, request: Request, catalog: Catalog, n: int, *, shown: frozenset[str]
) -> Request:
    """``request`` with the highest price at which ``n`` of the items that fit it are left (more
    where several cost as much). Where none of them has a price, or ``n`` is 0, it is as it was.
    """
    allowed = candidates(profile, request, catalog, shown=shown).allowed
    prices = catalog.columns["price"].numbers[allowed]
    prices = prices[~np.isnan(prices)]
    if not len(prices) or n < 1:
        return request
    place = min(n, len(prices)) - 1
    highest = float(np.partition(prices, place)[place])
    return replace(request, constraint=replace(request.constraint, price_max=highest))
