"""Naming: what interests are called and which item stands for each, kept while both stay so.

Knows interests and a catalog; how a label or an item is found is told beside it
(tools/words/labels.py, tools/reasons/medoids.py). A list names all interests of a person, and most
of them rest on the same entries as at the last one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import blake2b
from operator import is_

from penchant.memory.records import FloatArray, Interest
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.reasons.medoids import medoid_of
from penchant.tools.words.labels import Label, label_of, mostly_said

KEPT = 4_096
"""Interests that are kept; those not asked for longest make room."""


@dataclass(frozen=True, slots=True)
class Named:
    """What an interest is called, and the item that stands for it."""

    label: Label
    medoid: str | None


class Naming:
    """Names the interests of one store's people; for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over: tuple[Catalog, FloatArray, int] | None = None
        self._kept: OrderedDict[Hashable, Named] = OrderedDict()

    def of(self, interest: Interest, catalog: Catalog, space: FloatArray, erasures: int) -> Named:
        """``interest`` as named after the items of ``catalog``, whose vectors are ``space``
        (n, d). What was known before the last of the store's ``erasures`` is not kept.
        """
        key, over = _rests_on(interest), (catalog, space, erasures)
        with self._lock:
            before = self._over
            if before is None or before[2] != erasures or not all(map(is_, before, over[:2])):
                # A dictionary of its own for each: another thread may still fill the former one.
                self._over, self._kept = over, OrderedDict()
            kept = self._kept
            if (found := kept.get(key)) is not None:
                kept.move_to_end(key)
                return found
        found = Named(label_of(interest, catalog, space), medoid_of(interest, catalog, space))
        with self._lock:
            kept[key] = found
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return found


def _rests_on(interest: Interest) -> Hashable:
    """All of ``interest`` that its names come of; how much each entry counts fades day by day."""
    return (
        tuple([one.item for one in interest.evidence]),
        interest.targets,
        interest.medoid,
        mostly_said(interest),
        blake2b(interest.centroid.tobytes(), digest_size=16).digest(),
    )
