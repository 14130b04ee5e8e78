"""Arrays that grow at the end. Knows numpy only."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def grown(array: NDArray[Any], size: int, fill: float = 0.0) -> NDArray[Any]:
    """``array`` itself if its last axis holds ``size`` places, else a copy with twice the room.

    >>> grown(np.ones(2), 3).tolist()
    [1.0, 1.0, 0.0, 0.0]
    """
    have = array.shape[-1]
    if size <= have:
        return array
    room = np.full((*array.shape[:-1], max(size, 2 * have)), fill, array.dtype)
    room[..., :have] = array
    return room
