"""Names of items, both ways: the items that have a name, and the names of some items.

Knows categories, people, tags and traits, spelled in any case; knows nothing of what a name is
worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Item
from penchant.tools.catalog.gathering import Gathering, gathered
from penchant.tools.words.traits import traits

Rows = NDArray[np.intp]


class Postings:
    """The categories, people, tags and traits of ``items``, each with its items by row."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._places: dict[str, int] = {}
        self._spelled: dict[str, int] = {}
        """As the items write them: it saves putting each name into its plain form again."""
        called: dict[str, int] = {}
        found: list[int] = []
        ends = [0]
        for item in items:
            own: dict[int, None] = {}
            for name in (*item.categories, *item.people, *item.tags):
                place = called.get(name)
                if place is None:
                    place = called[name] = self._laid(name)
                own[place] = None
            if item.attributes:
                own |= dict.fromkeys(map(self._laid, traits(item)))
            found += own
            ends.append(len(found))
        self._called = frozenset(called.values())
        """Places of names that are a category, a person or a tag of something."""
        self._names = np.asarray(found, np.int32)
        self._ends: Rows = np.asarray(ends, np.intp)
        by_name = np.argsort(self._names, kind="stable")
        rows = np.repeat(np.arange(len(items)), np.diff(self._ends))
        self._rows: Rows = rows[by_name]
        self._rows.flags.writeable = False
        self._starts = np.searchsorted(self._names[by_name], np.arange(len(self._places) + 1))

    def _laid(self, name: str) -> int:
        """The place of ``name``, a new one where it has none yet."""
        place = self._spelled.get(name)
        if place is None:
            place = self._places.setdefault(_key(name), len(self._places))
            self._spelled[name] = place
        return place

    def is_trait(self, name: str) -> bool:
        """Whether items have ``name`` as a trait alone: no category, person or tag is called so."""
        place = self._place(name)
        return place is not None and place not in self._called

    def __len__(self) -> int:
        return len(self._places)

    def rows(self, name: str) -> Rows:
        """Rows, ascending, of the items that have ``name``."""
        place = self._place(name)
        start, end = (0, 0) if place is None else self._starts[place : place + 2].tolist()
        return self._rows[start:end]

    def over(self, rows: Rows) -> Gathering:
        """The names of the items in ``rows``."""
        return gathered(len(self._places), rows, self._ends, self._names)

    def worth(self, names: Mapping[str, float]) -> NDArray[np.float64]:
        """What each name is worth, by place, for :meth:`over`: spellings of one name together."""
        values = np.zeros(len(self._places))
        for name, amount in names.items():
            place = self._place(name)
            if place is not None:
                values[place] += amount
        return values

    def worths(self, each: Sequence[Mapping[str, float]]) -> tuple[Rows, NDArray[np.float64]]:
        """The places (u,), ascending, of all names that items have out of ``each``, and what they
        are worth by each, (k, u), for :meth:`Gathering.totals`.
        """
        found: list[dict[int, float]] = []
        for names in each:
            own: dict[int, float] = {}
            for name, amount in names.items():
                if (place := self._place(name)) is not None:
                    own[place] = own.get(place, 0.0) + amount
            found.append(own)
        places = sorted({place for own in found for place in own})
        worth = [[own.get(place, 0.0) for place in places] for own in found]
        return np.array(places, np.intp), np.array(worth).reshape(len(found), len(places))

    def _place(self, name: str) -> int | None:
        place = self._spelled.get(name)
        return self._places.get(_key(name)) if place is None else place


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
