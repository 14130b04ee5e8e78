"""The cheapest or the dearest of what may be on a list, as a limit on its prices.

Knows what may be on one list, the words it is asked for with and what things cost; nothing of
scores.
"""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np

from penchant.memory.records import Request
from penchant.tools.candidates import Mask
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.signals.columns import Values
from penchant.tools.signals.signals import Situation

RARE = 1.0 + log(1.5)
"""The rarity of a word that two thirds of the items have. What more have tells which shop this is,
not what is looked for: "tea" where teas are sold, though not every oolong says that it is one.
"""


def words_of_the_most(asked: Situation, catalog: Catalog) -> Values | None:
    """The part of the words of a request for the cheapest or the dearest that each item holds,
    (n,); None for any other request.

    Elsewhere words order a list. But "the cheapest chain" is no bell, however little that costs.
    """
    request, keywords = asked.request, asked.keywords
    most = request.cheapest or request.dearest
    if not most or not request.query or keywords is None:
        return None
    telling = [one for one in keywords.of(request.query) if one.rarity >= RARE]
    return keywords.held(telling) if telling else None


def held_to_the_most(request: Request, allowed: Mask, catalog: Catalog, n: int) -> Request:
    """``request`` with the highest price at which ``n`` of the items ``allowed`` are left (more
    where several cost as much), or the lowest where it is for the dearest. Where none of them has
    a price, or ``n`` is 0, it is as it was.
    """
    prices = catalog.columns["price"].numbers[allowed]
    prices = prices[~np.isnan(prices)]
    if not len(prices) or n < 1:
        return request
    place = min(n, len(prices)) - 1
    if request.dearest:
        limits = replace(request.constraint, price_min=-float(np.partition(-prices, place)[place]))
    else:
        limits = replace(request.constraint, price_max=float(np.partition(prices, place)[place]))
    return replace(request, constraint=limits)
