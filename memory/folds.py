"""The folds over everybody's entries, kept up to date with the journal and saved beside it.

Knows when to learn, replay and save; knows nothing of what is learned. One person's profile is a
fold as well, and kept by memory/people.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from penchant.memory.core.behaviour.crowd import VERSION as CROWD_VERSION
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.forgetting.fold import VERSION as FORGETTING_VERSION
from penchant.memory.core.forgetting.fold import Forgetting
from penchant.memory.core.habits.fold import VERSION as HABITS_VERSION
from penchant.memory.core.habits.fold import Habits
from penchant.memory.core.signals import PRIOR_WEIGHTS
from penchant.memory.core.talk.talked import VERSION as TALKED_VERSION
from penchant.memory.core.talk.talked import Talked
from penchant.memory.core.weights import VERSION as WEIGHTS_VERSION
from penchant.memory.core.weights import SignalWeights
from penchant.memory.horizon import Horizon
from penchant.memory.records import Entry, FloatArray
from penchant.memory.store import rows
from penchant.memory.store.journal import Journal
from penchant.memory.store.superseding import falls_with

SAVE_EVERY = 500
"""Entries after which the folds are worth saving; fewer are replayed faster than read."""

SAVE_SHARE = 10
"""While entries come in, a snapshot is due once this part of all came after the last: writing one
takes the longer the more was learned.
"""

IGNORED = (
    *("turn", "catalog", "item-hide", "item-show", "item-delete"),
    *("rule-add", "rule-remove", "forget"),
)
"""Kinds from which these folds learn nothing."""

Fold = Crowd | SignalWeights | Forgetting | Habits | Talked


class Folds:
    """What the crowd does and when, the signals' weights, the law of forgetting and what is talked
    of together, as of the journal's newest entry; ``fingerprint`` is that of the embedder whose
    vectors hold.
    """

    def __init__(self, journal: Journal, fingerprint: str, horizon: Horizon | None = None) -> None:
        self._journal = journal
        self._fingerprint = fingerprint
        self._horizon = Horizon(journal) if horizon is None else horizon
        self.sequence = 0
        self._renew()

    def learn(self, entries: Iterable[Entry], vectors: Mapping[int, FloatArray]) -> None:
        """Take in new entries, with their vectors by sequence; where they take others back, all
        folds are learned anew.
        """
        erased, taken_back = False, False
        for entry in entries:
            self.sequence = max(self.sequence, entry.sequence)
            # An erasure by another process has removed entries that were learned here.
            erased = erased or entry.kind == "forget"
            taken_back = taken_back or entry.supersedes is not None
            if not erased and self._counts(entry):
                self._take(entry, vectors.get(entry.sequence))
        if erased:
            self.replay()
        elif taken_back:
            dead = self._journal.superseded()
            if self._changed(dead, through=self.sequence):
                self._renew()
            self._dead = dead

    def replay(self) -> None:
        """Learn everything again from the journal's entries that still count."""
        self._begin()
        self._saved = 0
        self._dead = self._journal.superseded()
        self._follow()

    def _renew(self) -> None:
        """Go on from the snapshot, if everything it holds still counts, else from nothing."""
        self._begin()
        if not self._horizon.far and self._load():
            self._saved = self.sequence
            self._dead = self._journal.superseded(through=self.sequence)
            dead = self._journal.superseded()
            if not self._changed(dead, through=self.sequence):
                self._dead = dead
                self._follow()
                return
        self.replay()

    def _begin(self) -> None:
        # New objects rather than emptied ones: a reader in another thread keeps what it has.
        self.crowd = Crowd()
        self.weights = SignalWeights(PRIOR_WEIGHTS)
        self.habits = Habits()
        self.forgetting = Forgetting(self._fingerprint)
        self.talked = Talked()
        self.sequence = 0

    def _follow(self) -> None:
        after, self.sequence = self.sequence, self._journal.head()
        for entry, vector in self._counting(after, self.sequence):
            self._take(entry, vector)

    def _take(self, entry: Entry, vector: FloatArray | None) -> None:
        entry = self._horizon.taken(entry)
        if entry.kind != "statement":
            self.crowd.learn(entry)
            self.weights.learn(entry)
            self.habits.learn(entry)
        self.forgetting.learn(entry, vector)
        self.talked.learn(entry)

    def _counting(self, after: int, until: int) -> Iterator[tuple[Entry, FloatArray | None]]:
        """The journal's entries that count, with their vectors."""
        entries = self._journal.read(without=IGNORED, after=after, until=until)
        while page := list(islice(entries, rows.PAGE)):
            found = self._journal.vectors(self._fingerprint, [one.sequence for one in page])
            for entry in page:
                if self._counts(entry):
                    yield entry, found.get(entry.sequence)

    def adopt(self, fingerprint: str) -> None:
        """Learn anew, from the vectors of this embedder, what rests on vectors."""
        self._fingerprint = fingerprint
        forgetting = Forgetting(fingerprint)
        for entry, vector in self._counting(0, self.sequence):
            forgetting.learn(self._horizon.taken(entry), vector)
        self.forgetting, self._saved = forgetting, 0

    def _changed(self, dead: set[str], *, through: int) -> bool:
        """Whether something learned from, up to ``through``, counts now and did not, or the other
        way round.
        """
        changed = self._journal.get_many(sorted(dead ^ self._dead)).values()
        return any(one.kind not in IGNORED and one.sequence <= through for one in changed)

    def forgetting_curve(self, user: str) -> ForgettingCurve:
        """How what ``user`` did fades, as learned so far."""
        return self.forgetting.curve(user)

    def keep_up(self) -> None:
        """Save where much has come in since the last snapshot, or none holds any more."""
        if self.sequence - self._saved >= max(SAVE_EVERY, self.sequence // SAVE_SHARE):
            self.save()

    def save(self) -> None:
        """Keep a snapshot in the journal where that will spare a long replay."""
        if self.sequence - self._saved < SAVE_EVERY or self._horizon.far:
            return  # What lies in the future is learned otherwise once its time has come.
        states = {name: (version, fold.snapshot()) for name, version, fold in self._named()}
        self._journal.save_snapshots(self.sequence, states)
        self._saved = self.sequence

    def _counts(self, entry: Entry) -> bool:
        if entry.kind in IGNORED or entry.id in self._dead:
            return False
        return not falls_with(entry, self._dead)

    def _load(self) -> bool:
        sequences = set()
        for name, version, fold in self._named():
            snapshot = self._journal.load_snapshot(name, version)
            if snapshot is None:
                return False
            if not _restored(fold, snapshot[1]):
                return False
            sequences.add(snapshot[0])
        self.sequence = max(sequences)
        return len(sequences) == 1 and self.sequence <= self._journal.head()

    def unusable(self) -> list[str]:
        """Names of the folds whose snapshot is of this version and cannot be used."""
        head, found = self._journal.head(), []
        for name, version, fold in self._empty():
            snapshot = self._journal.load_snapshot(name, version)
            if snapshot is not None and (snapshot[0] > head or not _restored(fold, snapshot[1])):
                found.append(name)
        return found

    def _empty(self) -> Iterator[tuple[str, int, Fold]]:
        """Each fold's name and version, and one that has learned nothing."""
        yield "crowd", CROWD_VERSION, Crowd()
        yield "weights", WEIGHTS_VERSION, SignalWeights(PRIOR_WEIGHTS)
        yield "habits", HABITS_VERSION, Habits()
        yield "forgetting", FORGETTING_VERSION, Forgetting(self._fingerprint)
        yield "talked", TALKED_VERSION, Talked()

    def _named(self) -> Iterator[tuple[str, int, Fold]]:
        yield "crowd", CROWD_VERSION, self.crowd
        yield "weights", WEIGHTS_VERSION, self.weights
        yield "habits", HABITS_VERSION, self.habits
        yield "forgetting", FORGETTING_VERSION, self.forgetting
        yield "talked", TALKED_VERSION, self.talked


def _restored(fold: Fold, state: bytes) -> bool:
    """Whether the fold could become what its snapshot says."""
    try:
        fold.restore(state)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return False
    return True
