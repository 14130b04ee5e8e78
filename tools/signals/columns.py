"""A column: one part of the score over all items of the catalog, and what it speaks of.

Knows the shape alone; how values come about is told beside it, in signals.py and wanted.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Evidence, Interest

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Column:
    """One part of the score: ``values`` (n,) over the catalog's rows.

    ``interest`` is set where the part belongs to one interest; ``about`` and
    ``about_zh`` name what it speaks of, and ``evidence`` the entries behind it. ``names`` are the
    words or people that an item may have of it, so that a sentence can say which it has. ``told``
    says what the part speaks of in one row, in English, with a sentence in English and Chinese,
    where each row has its own.
    """

    signal: str
    values: Values
    about: str = ""
    about_zh: str = ""
    interest: Interest | None = None
    evidence: tuple[Evidence, ...] = field(default=())
    names: tuple[str, ...] = ()
    told: Callable[[int], tuple[str, str, str]] | None = None
