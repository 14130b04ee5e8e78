"""How alike items are in people and in time, as numbers that signals are made of.

Knows counts and years; knows nothing of items, people or weights.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

SAME = 3.0
"""People that two items share beyond this many say no more."""

TIME = 8.0
"""Years apart at which two items are of one time by 1/e."""


def people_alike(shared: Values) -> Values:
    """How much shared people say, in [0, 1], of how many each item shares with all that were named
    (n,): SAME say everything, the first one most.
    """
    alike: Values = np.minimum(np.log1p(shared) / np.log1p(SAME), 1.0)
    return alike


def of_one_time(years: Values, named: Values, weights: Values) -> Values:
    """How much of one time the items of ``years`` (n,) are with those of the years ``named`` (k,),
    in [0, 1], each counting by ``weights`` (k,), which sum to 1.
    """
    apart = np.abs(years[:, None] - named)
    return np.asarray(np.exp(-apart / TIME) @ weights)
