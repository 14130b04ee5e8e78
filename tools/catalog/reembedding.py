"""Re-embedding: giving a store to another embedder, from its journal, while it stays in use.

Knows which text or item stands behind each entry's vector; knows nothing of when it is called for.
The new vectors are kept beside the old ones as they are made, so an interrupted run is continued
by the next. The change itself is one step of the journal (memory/succession.py).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from penchant.memory.core.calibration import Calibration, calibrate
from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import StoreBusy
from penchant.memory.records import Entry, FloatArray
from penchant.memory.statements import statement_from_data
from penchant.tools.asking import Asking
from penchant.tools.catalog.catalog import Catalog, load_catalog
from penchant.tools.catalog.embedding import Progress
from penchant.tools.catalog.shelf import KINDS
from penchant.tools.demo import load_demo
from penchant.tools.recommender import Recommender
from penchant.tools.targets import target_vector

MOST_HELD_UP = 16
"""Entries that may still lack a vector when the store is held up to change over."""

MOST_LOOKED_AT = 2_000
"""Entries asked for their vectors at a time."""


@dataclass(frozen=True, slots=True)
class Reembedded:
    """What came of it: whether the store is the new embedder's now (``changed``), how many entries
    got a new vector in this run, and how many lost theirs since their item is gone from everywhere.
    """

    changed: bool
    entries: int = 0
    unplaced: int = 0


class _Stopped(Exception):
    pass


def reembed(
    recommender: Recommender,
    embedder: Embedder,
    name: str | None = None,
    *,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Reembedded:
    """Give the store of ``recommender`` to ``embedder``, asked for by ``name``; returns when it is
    done, or unchanged once ``stop`` is set. Everybody may go on using the store meanwhile.

    ``progress`` counts texts of items, then entries. Raises StoreBusy where another process owns
    the store.
    """
    memory = recommender.memory
    if memory.read_only:
        raise StoreBusy("another process owns this store; it was not re-embedded")
    if memory.embedder.fingerprint == embedder.fingerprint:
        return Reembedded(changed=False)
    embedder.encode(["ready?"])  # whatever is missing for it is said before any work
    run = _Run(recommender, embedder, progress, stop or threading.Event())
    try:
        while not run.change_over(name):
            pass
    except _Stopped:
        return Reembedded(changed=False, entries=run.done)
    return Reembedded(changed=True, entries=run.done, unplaced=run.unplaced)


def missing_places(recommender: Recommender) -> dict[int, FloatArray]:
    """Vectors, by sequence, for the statements and actions of the store that have none and whose
    item or target has a place.
    """
    memory = recommender.memory
    fingerprint = memory.embedder.fingerprint
    found: dict[int, FloatArray] = {}
    places: _Places | None = None
    entries = memory.journal.read(without=(*KINDS, "turn", "search", "impression"))
    while page := list(islice(entries, MOST_LOOKED_AT)):
        there = memory.journal.vectors(fingerprint, [entry.sequence for entry in page])
        lacking = [
            entry
            for entry in page
            if entry.sequence not in there and entry.role == "user" and (entry.item or entry.parent)
        ]
        if lacking:
            places = places or _Places(recommender, memory.embedder, recommender.catalog)
            found.update(places.of(lacking))
    return found


class _Run:
    """One attempt after the other until nothing came in between."""

    def __init__(
        self,
        recommender: Recommender,
        embedder: Embedder,
        progress: Progress | None,
        stop: threading.Event,
    ) -> None:
        self.done = 0
        self.unplaced = 0
        self._recommender = recommender
        self._memory = recommender.memory
        self._embedder = embedder
        self._progress = progress
        self._stop = stop
        self._succession = self._memory.succession(embedder)
        self._after = 0
        self._left = self._succession.left(0)

    def change_over(self, name: str | None) -> bool:
        """Make all vectors there are to make and change over; False where items came in
        meanwhile, for another attempt.
        """
        head = self._memory.journal.head()
        catalog = load_catalog(self._memory, embedder=self._embedder, progress=self._counted)
        places = _Places(self._recommender, self._embedder, catalog)
        while self._succession.left(self._after) > MOST_HELD_UP:
            self._fill(places)
        with self._memory.gate.changing():
            items = self._memory.journal.read(kinds=KINDS, after=head, limit=1)
            if any(True for _ in items) or self._succession.left(self._after) > MOST_HELD_UP:
                return False
            while self._fill(places):
                pass
            self._recommender.adopt(self._embedder, name, catalog)
        return True

    def _fill(self, places: _Places) -> bool:
        self._check()
        entries = self._succession.lacking(self._after)
        if not entries:
            return False
        vectors = places.of(entries)
        self._succession.put(vectors)
        self._after = entries[-1].sequence
        self.done += len(vectors)
        self.unplaced += len(entries) - len(vectors)
        if self._progress is not None:
            self._progress(self.done + self.unplaced, max(self._left, self.done + self.unplaced))
        return True

    def _counted(self, done: int, total: int) -> None:
        self._check()
        if self._progress is not None:
            self._progress(done, total)

    def _check(self) -> None:
        if self._stop.is_set():
            raise _Stopped


class _Places:
    """Where entries lie for one embedder over one catalog in its vectors."""

    def __init__(self, recommender: Recommender, embedder: Embedder, catalog: Catalog) -> None:
        self._embedder = embedder
        self._catalog = catalog
        self._calibration: Calibration = calibrate(catalog.matrix)
        self._space = self._calibration.place(catalog.matrix)
        self._asking = Asking(recommender.memory, embedder)
        self._films: dict[str, FloatArray] | None = None

    def of(self, entries: Sequence[Entry]) -> dict[int, FloatArray]:
        """The vectors of ``entries`` by sequence, those apart that can have none."""
        found: dict[int, FloatArray] = {}
        spoken: list[Entry] = []
        for entry in entries:
            vector = self._of_what_it_names(entry)
            if vector is not None:
                found[entry.sequence] = vector
            elif entry.text:
                spoken.append(entry)
        vectors = self._embedder.encode([entry.text or "" for entry in spoken])
        found.update(zip((entry.sequence for entry in spoken), vectors, strict=True))
        return found

    def _of_what_it_names(self, entry: Entry) -> FloatArray | None:
        if entry.kind == "statement":
            target = statement_from_data(dict(entry.data)).target
            return target_vector(
                target, self._catalog, self._space, self._calibration, self._asking
            )
        if entry.item is None:
            return None
        if entry.item in self._catalog:
            return self._catalog.vector(entry.item)
        return self._demo().get(entry.item)

    def _demo(self) -> dict[str, FloatArray]:
        """The demo films, which a person may have liked before the store had items of its own."""
        if self._films is None:
            demo = load_demo(fingerprint=self._embedder.fingerprint)
            ours = demo.fingerprint == self._embedder.fingerprint
            rows = zip(demo.items, demo.matrix, strict=True) if ours else ()
            self._films = {item.id: row for item, row in rows}
        return self._films
