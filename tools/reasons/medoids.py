"""The item that stands for an interest: of all it rests on, the one nearest to its centre.

Knows interests and where items lie; knows nothing of words.
"""

from __future__ import annotations

import numpy as np

from penchant.memory.records import FloatArray, Interest
from penchant.tools.catalog.catalog import Catalog


def medoid_of(interest: Interest, catalog: Catalog, space: FloatArray) -> str | None:
    """The id of that item, by its vector in ``space`` (n, d); what the interest says itself where
    none of its items is in the catalog.
    """
    ids = [id for id in dict.fromkeys(e.item for e in interest.evidence) if id and id in catalog]
    if not ids:
        return interest.medoid
    near = space[[catalog.row(id) for id in ids]] @ interest.centroid
    return ids[int(np.argmax(near))]
