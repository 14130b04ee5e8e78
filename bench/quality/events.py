"""Events of a data set as arrays, and what a method may know of them beforehand.

Knows nothing of files, protocols or scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Events:
    """Events in time order, one row each; ``user``, ``item`` and ``kind`` are indices."""

    user: Rows
    item: Rows
    day: Floats
    """Days since 1970, with fractions."""
    kind: Rows
    value: Floats
    """A rating on [0, 1], or nan where the event has none."""

    def __len__(self) -> int:
        return len(self.user)

    def take(self, rows: Rows | slice | NDArray[np.bool_]) -> Events:
        """The events of these rows, in their order."""
        arrays = (self.user, self.item, self.day, self.kind, self.value)
        return Events(*(array[rows] for array in arrays))


@dataclass(frozen=True)
class Setting:
    """What every method knows before the first event: sizes, names and the items' own facts.

    Nothing here is counted from events; ``starts`` are the days from which the parts are measured.
    """

    users: int
    items: int
    kinds: tuple[str, ...]
    starts: tuple[float, ...]
    vectors: NDArray[np.float32] | None = None
    """(items, d) unit rows of the items' texts, None where there is no text."""
    texts: tuple[str, ...] = ()
    categories: tuple[tuple[str, ...], ...] = ()
    """The categories of each item, empty where the data set has none."""
    years: Floats | None = None
    """The year of each item, nan where unknown; None where the data set has none."""


@dataclass(frozen=True)
class Data:
    """A data set as loaded: its events, and its items in the order of their indices."""

    events: Events
    users: int
    items: int
    kinds: tuple[str, ...]
    texts: tuple[str, ...] = ()
    categories: tuple[tuple[str, ...], ...] = ()
    years: Floats | None = None

    def setting(
        self, starts: tuple[float, ...], vectors: NDArray[np.float32] | None = None
    ) -> Setting:
        """What a method may know of this data set beforehand."""
        return Setting(
            users=self.users,
            items=self.items,
            kinds=self.kinds,
            starts=starts,
            vectors=vectors,
            texts=self.texts,
            categories=self.categories,
            years=self.years,
        )
