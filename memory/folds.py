"""The folds over everybody's entries, kept up to date with the journal and saved beside it.

Knows when to learn, replay and save; knows nothing of what is learned. One person's profile is a
fold as well, and kept by memory/people.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from penchant.memory.core.signals import PRIOR_WEIGHTS
from penchant.memory.core.statistics import VERSION as STATISTICS_VERSION
from penchant.memory.core.statistics import Statistics
from penchant.memory.core.weights import VERSION as WEIGHTS_VERSION
from penchant.memory.core.weights import SignalWeights
from penchant.memory.records import Entry
from penchant.memory.store.journal import Journal
from penchant.memory.store.superseding import falls_with

SAVE_EVERY = 500
"""Entries after which the folds are worth saving; fewer are replayed faster than read."""

IGNORED = ("turn", "statement", "catalog", "item-upsert", "item-hide", "forget")
"""Kinds from which these folds learn nothing."""


class Folds:
    """Catalog statistics and signal weights as of the journal's newest entry."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._start()
        if not self._load():
            self._start()
        self._saved = self.sequence
        self._dead = journal.superseded(through=self.sequence) if self.sequence else set[str]()
        self.learn(journal.read(after=self.sequence))

    def _start(self) -> None:
        # New objects rather than emptied ones: a reader in another thread keeps what it has.
        self.statistics = Statistics()
        self.weights = SignalWeights(PRIOR_WEIGHTS)
        self.sequence = 0

    def learn(self, entries: Iterable[Entry]) -> None:
        """Take in new entries; where they take others back, both folds start afresh."""
        afresh, taken_back = False, False
        for entry in entries:
            self.sequence = max(self.sequence, entry.sequence)
            # An erasure by another process has removed entries that were learned here.
            afresh = afresh or entry.kind == "forget"
            taken_back = taken_back or entry.supersedes is not None
            if not afresh and self._counts(entry):
                self.statistics.learn(entry)
                self.weights.learn(entry)
        if taken_back and not afresh:
            dead = self._journal.superseded()
            changed = self._journal.get_many(sorted(dead ^ self._dead))
            afresh = any(entry.kind not in IGNORED for entry in changed.values())
            self._dead = dead
        if afresh:
            self.replay()

    def replay(self) -> None:
        """Learn everything again from the journal's entries that still count."""
        self._start()
        self.sequence, self._saved = self._journal.head(), 0
        self._dead = self._journal.superseded(through=self.sequence)
        for entry in self._journal.read(until=self.sequence):
            if self._counts(entry):
                self.statistics.learn(entry)
                self.weights.learn(entry)

    def save(self) -> None:
        """Keep a snapshot in the journal where that will spare a long replay."""
        if self.sequence - self._saved < SAVE_EVERY:
            return
        states = {name: (version, fold.snapshot()) for name, version, fold in self._named()}
        self._journal.save_snapshots(self.sequence, states)
        self._saved = self.sequence

    def _counts(self, entry: Entry) -> bool:
        return entry.id not in self._dead and not falls_with(entry, self._dead)

    def _load(self) -> bool:
        sequences = set()
        for name, version, fold in self._named():
            snapshot = self._journal.load_snapshot(name, version)
            if snapshot is None:
                return False
            try:
                fold.restore(snapshot[1])
            except ValueError:
                return False
            sequences.add(snapshot[0])
        self.sequence = max(sequences)
        return len(sequences) == 1

    def _named(self) -> Iterator[tuple[str, int, Statistics | SignalWeights]]:
        yield "statistics", STATISTICS_VERSION, self.statistics
        yield "weights", WEIGHTS_VERSION, self.weights
