"""The largest of many numbers, in their order, without sorting the others."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]


def largest(values: NDArray[Any], n: int) -> Rows:
    """Where the ``n`` largest of ``values`` (m,) are, largest first; of equal ones the first."""
    if n <= 0:
        return np.zeros(0, np.intp)
    if n < len(values):
        least = np.partition(values, len(values) - n)[len(values) - n]
        above = np.flatnonzero(values > least)
        level = np.flatnonzero(values == least)[: n - len(above)]
        places = np.concatenate([above, level])
    else:
        places = np.arange(len(values))
    return places[np.lexsort((places, -values[places]))]
