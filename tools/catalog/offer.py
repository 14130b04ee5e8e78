"""The offer: the catalog in use with its rules, how it changes, and what is worked out of it once.

Knows which catalog a call sees, now and as of the past; knows nothing of people, nor of how a
change is written (tools/catalog/assortment.py). Within one call the catalog stays the same,
whatever else changes it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from penchant.memory.core.calibration import calibrate
from penchant.memory.door import check_moment
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.memory.one_thread import one_thread
from penchant.memory.records import FloatArray, Item, Json
from penchant.tools.catalog.assortment import Assortment
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.standing_rules import StandingRules
from penchant.tools.finding.keywords import Keywords
from penchant.tools.importing.fields import changed, read_items
from penchant.tools.retrieval.ground import Ground


class Offer:
    """What ``memory``'s store offers: ``catalog``, or by default the items of its journal."""

    def __init__(self, memory: Memory, catalog: Catalog | None = None) -> None:
        self.memory = memory
        self.rules = StandingRules(memory)
        self._lock = threading.Lock()
        self._held = threading.local()
        self._laid: Ground | None = None
        self._names: Keywords | None = None
        self._assortment = Assortment(memory, catalog)
        self._journalled = catalog is None
        self.catalog = catalog if catalog is not None else self._assortment.load()
        self._calibrate()

    # -- the catalog in use ------------------------------------------------------------------

    @property
    def catalog(self) -> Catalog:
        """The catalog in use, or the one that is held meanwhile."""
        held: Catalog | None = getattr(self._held, "catalog", None)
        return self._catalog if held is None else held

    @catalog.setter
    def catalog(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Meanwhile the embedder, the catalog and the profiles stay as they are, and products are
        kept to one thread. A guest in another's store first takes up how the catalog now stands.
        """
        with self.memory.gate.using():
            if self.memory.read_only and self._journalled:
                self._catch_up()
            with self.memory.settled(), self._holding(self.catalog), one_thread():
                yield

    @contextmanager
    def as_of(self, at: datetime | None) -> Iterator[Catalog]:
        """Meanwhile the catalog is the one as of ``at`` (now)."""
        then = self.then(at)
        with self._holding(then):
            yield then

    @contextmanager
    def _holding(self, catalog: Catalog) -> Iterator[None]:
        before = getattr(self._held, "catalog", None)
        self._held.catalog = catalog
        try:
            yield
        finally:
            self._held.catalog = before

    def then(self, at: datetime | None) -> Catalog:
        """The catalog as of ``at`` (now)."""
        now = self.catalog
        return now if at is None else self._assortment.as_of(check_moment(at), now)

    # -- changing it -------------------------------------------------------------------------

    def reload(self) -> None:
        """Take up the catalog as it now stands in the journal."""
        with self.memory.gate.using(), self._lock:
            self.catalog = self._assortment.load()
            self._calibrate()

    def put(self, items: Iterable[Item | Mapping[str, Json]]) -> tuple[str, ...]:
        """Add items, or put them in place of those of their ids; the ids of those that are new or
        changed. Raises BadInput where one of them cannot be used.
        """
        read = read_items(items)
        return self._restock(lambda catalog: self._assortment.put(read, catalog))

    def update(self, item: str, changes: Mapping[str, Json]) -> Item:
        """Change fields of one item and return it. Raises UnknownItem and BadInput."""

        def update(catalog: Catalog) -> list[str]:
            found = self._assortment.item(item, catalog) or catalog.items[catalog.row(item)]
            return self._assortment.put([changed(found, changes)], catalog)

        self._restock(update)
        return self.catalog.items[self.catalog.row(item)]

    def hide(self, item: str) -> None:
        """Keep an item out of lists until it is shown again."""
        self._restock(lambda catalog: self._assortment.hide(item, catalog))

    def show(self, item: str) -> None:
        """Let a hidden item be in lists again."""
        self._restock(lambda catalog: self._assortment.show(item, catalog))

    def delete(self, item: str) -> None:
        """Take an item out of the catalog."""
        self._restock(lambda catalog: self._assortment.delete(item, catalog))

    def _restock(self, change: Callable[[Catalog], list[str]]) -> tuple[str, ...]:
        with self.memory.gate.using(), self._lock:
            done = change(self._catalog)
            if done:
                self._followed(done)
            return tuple(done)

    def _catch_up(self) -> None:
        """Have what the owner of the store, another process, has changed since."""
        with self._lock:
            if changed := self._assortment.news():
                self._followed(changed)

    def _followed(self, changed: list[str]) -> None:
        source = self._catalog.source
        self.catalog = self._assortment.follow(self._catalog, changed)
        if self._catalog.source != source:
            self._calibrate()

    def adopt(self, embedder: Embedder, name: str | None, catalog: Catalog) -> None:
        """Change over to ``embedder``, whose vectors are all there, with ``catalog`` in them."""
        calibration = calibrate(catalog.matrix)
        self.memory.adopt(embedder, name, calibration, _measured_on(catalog))
        self.catalog = catalog
        self.memory.clear_former()

    def _calibrate(self) -> None:
        self.memory.calibrate(self.catalog.matrix, _measured_on(self.catalog))

    # -- what is worked out of it ------------------------------------------------------------

    @property
    def ground(self) -> Ground:
        """The ground of the catalog; laid once per catalog and calibration."""
        calibration = self.memory.calibration
        kept = self._laid
        if kept is None or kept.catalog is not self.catalog or kept.calibration is not calibration:
            kept = self._laid = Ground(self.catalog, calibration, kept)
        return kept

    @property
    def space(self) -> FloatArray:
        """The catalog's vectors in the space of interests, (n, d)."""
        return self.ground.space

    @property
    def keywords(self) -> Keywords:
        """The names of the catalog's items; laid out when it is first searched, and again when a
        name or a text has changed.
        """
        kept = self._names
        if kept is None or not kept.serves(self.catalog):
            kept = self._names = Keywords(self.catalog, self.catalog.coverage)
        return kept


def _measured_on(catalog: Catalog) -> str:
    # Anew when the catalog has another source or has doubled, not at every small import.
    return f"{catalog.source}:2^{len(catalog).bit_length()}"
