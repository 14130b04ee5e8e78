"""The different ones among many small whole numbers. Knows numbers alone.

``np.unique`` sorts or hashes them. Where not many more are possible than are given, marking each
takes a tenth of the time: 8 µs instead of 90 for 1,500 rows of a catalog of 10,000.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]

SPARSE = 256
"""From so many possible ones for each that is given on, sorting takes less."""


def distinct(numbers: NDArray[Any], size: int) -> Numbers:
    """The different ones of ``numbers`` (n,), all from 0 and below ``size``; ascending, (k,)."""
    if size > SPARSE * len(numbers):
        found = np.sort(numbers).astype(np.intp, copy=False)
        return found[np.append(True, found[1:] != found[:-1])] if len(found) else found
    marked = np.zeros(size, bool)
    marked[numbers] = True
    return np.flatnonzero(marked)
