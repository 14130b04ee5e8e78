"""Where the items of a list of ids that only grows stand in a catalog, and the other way round.

Knows ids and rows alone. What was looked up once is kept: a list asks again for everything each
time, and ids are slow to look up.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.tools.catalog.catalog import Catalog

Rows = NDArray[np.intp]

NOWHERE = -1


class Alignment:
    """Rows of ``catalog`` against places in lists of ids; for any number of threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = threading.Lock()
        self._ids: Sequence[str] = ()
        self._rows: Rows = np.zeros(0, np.intp)
        self._places: Rows = np.full(len(catalog), NOWHERE, np.intp)
        self._there: tuple[Rows, Rows] = self._rows, self._rows

    def kept_for(self, catalog: Catalog) -> Alignment:
        """The same for ``catalog``, with the same ids in the same rows: the one before it, with all
        its vectors and texts, is let go.
        """
        self._catalog = catalog
        return self

    def rows(self, ids: Sequence[str]) -> Rows:
        """The row of each of ``ids``, (n,); -1 for those that are not in the catalog."""
        return self._followed(ids)[0]

    def places(self, ids: Sequence[str]) -> Rows:
        """The place in ``ids`` of the item in each row; -1 for those that are not there."""
        return self._followed(ids)[1]

    def there(self, ids: Sequence[str]) -> Rows:
        """The places in ``ids`` of all that are in the catalog: the very same array until more ids
        come.
        """
        rows, (of, found) = self.rows(ids), self._there
        if of is not rows:
            found = np.flatnonzero(rows >= 0)
            self._there = rows, found
        return found

    def _followed(self, ids: Sequence[str]) -> tuple[Rows, Rows]:
        with self._lock:
            size, known = len(ids), len(self._rows)
            if ids is not self._ids or size < known:
                # Another list: everything was learned anew.
                self._ids, known = ids, 0
                self._rows = np.zeros(0, np.intp)
                self._places = np.full(len(self._catalog), NOWHERE, np.intp)
            if size > known:
                new = self._catalog.rows(ids[known:size])
                here = np.flatnonzero(new >= 0)
                places = self._places.copy()
                places[new[here]] = here + known
                self._places, self._rows = places, np.concatenate([self._rows, new])
            return self._rows, self._places
