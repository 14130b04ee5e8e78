"""The items a question is about. Knows rows only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.fading import Rows


@dataclass(frozen=True, slots=True)
class Asked:
    """``rows`` (m,), all different, and for every row there is its place among them: ``places`` is
    1 for the first, 0 for rows that are not asked for, and 0 at the end, where -1 points to.
    """

    rows: Rows
    places: NDArray[np.int32]
