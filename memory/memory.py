"""The memory of one store: record, believe, recall, forget.

The one door to the journal, the vector memory and the folds, and what keeps them in step. Knows
nothing of catalogs, words or language models. The time comes from the ``clock`` it is given.
"""

from __future__ import annotations

import math
import os
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from penchant.memory.core.calibration import Calibration, calibrate, uncalibrated
from penchant.memory.core.statistics import Statistics
from penchant.memory.core.weights import SignalWeights
from penchant.memory.embed.embedder import Embedder
from penchant.memory.erasure import Erasure
from penchant.memory.errors import BadInput, EmbedderMismatch, MissingUser, StoreBusy
from penchant.memory.export import entry_to_dict
from penchant.memory.folds import Folds
from penchant.memory.people import People
from penchant.memory.recall import Recall, remembered
from penchant.memory.records import Entry, FloatArray, Json, Profile, Receipt, to_day
from penchant.memory.store.journal import Journal

Clock = Callable[[], datetime]

FUTURE_TOLERANCE = timedelta(minutes=5)
"""Clocks of two machines may differ by this; anything later is taken as now, and marked."""

SPOKEN = ("turn", "search")
"""Kinds whose text is embedded after the entry is on disk: words first, meaning second."""

_CENTRE, _THRESHOLD, _CATALOG = "centre", "threshold", "calibrated-on"
"""Where the calibration is kept in the journal."""

LONGEST_TEXT = 200_000
LONGEST_NAME = 512


class Memory:
    """What is known of everybody in one store. Safe to use from several threads.

    One process owns a store. Where another one does, this one is a guest (``read_only``): it may
    read everything, and may append impressions, which touch nothing the owner holds.
    """

    def __init__(
        self, folder: Path, embedder: Embedder, clock: Clock, journal: Journal, owner: FileLock
    ) -> None:
        self.folder = folder
        self.embedder = embedder
        self.clock = clock
        self.journal = journal
        self._owner = owner
        self._lock = threading.RLock()
        self._closed = False
        self._folds = Folds(journal)
        self._people = People(journal, embedder.fingerprint, self._kept_calibration())
        self._recall = Recall(journal, folder / "vectors", embedder.fingerprint)
        self._catch_up()
        if not self.read_only:
            # What a crash left between an entry and its vector.
            self._embed(journal.unembedded(embedder.fingerprint, SPOKEN, self._recall.followed()))

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, *, clock: Clock) -> Memory:
        """Open the store in ``folder``, making it if need be.

        Raises StoreDamaged, StoreTooNew, ReadOnlyStore, or EmbedderMismatch where the store's
        vectors were made by another embedder.
        """
        folder = Path(folder).expanduser()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"no store can be made at {folder}: {error.strerror}") from error
        journal = Journal.open(folder / "journal.db")
        try:
            _check_embedder(journal, embedder)
            owner = FileLock(folder / "owner.lock", thread_local=False)
            try:
                owner.acquire(timeout=0)
                (folder / "owner.pid").write_text(f"{os.getpid()}\n", encoding="ascii")
            except Timeout:
                pass
            return cls(folder, embedder, clock, journal, owner)
        except BaseException:
            journal.close()
            raise

    @property
    def read_only(self) -> bool:
        """Whether another process owns the store."""
        return not self._owner.is_locked

    @property
    def repairs(self) -> list[str]:
        """Sentences on what was mended since opening."""
        return self._recall.repairs

    def close(self) -> None:
        """Save what spares work at the next opening and let go of the store."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            try:
                if not self.read_only:
                    self._folds.save()
                    self._recall.close()
            finally:
                self._owner.release()
                self.journal.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- recording ---------------------------------------------------------------------------

    def record(
        self,
        *,
        user: str,
        kind: str,
        text: str | None = None,
        item: str | None = None,
        value: float | None = None,
        scale: tuple[float, float] | None = None,
        conversation: str | None = None,
        role: str = "user",
        context: Mapping[str, Json] | None = None,
        impression: str | None = None,
        supersedes: str | None = None,
        parent: str | None = None,
        occurred_at: datetime | None = None,
        id: str | None = None,
        data: Mapping[str, Json] | None = None,
        vector: FloatArray | None = None,
    ) -> Entry:
        """Append one entry, learn from it and return it. It is on disk when this returns.

        ``vector`` is the (d,) unit vector that places it by meaning; what a person says is on
        disk before it is embedded here. ``id`` makes a repetition harmless. Raises BadInput for
        values that cannot be used.
        """
        now = self.clock()
        entry = Entry(
            id=id or uuid.uuid4().hex,
            kind=kind,
            user=user,
            occurred_at=occurred_at or now,
            recorded_at=now,
            conversation=conversation,
            role=role,
            item=item,
            value=value,
            scale=scale,
            text=text,
            context=context or {},
            impression=impression,
            supersedes=supersedes,
            parent=parent,
            embedder=None if vector is None else self.embedder.fingerprint,
            data=data or {},
        )
        return self.record_all([entry], {} if vector is None else {entry.id: vector})[0]

    def record_all(
        self, entries: Sequence[Entry], vectors: Mapping[str, FloatArray] | None = None
    ) -> list[Entry]:
        """Append entries in one transaction and learn from them; see :meth:`record`.

        ``vectors`` maps entry ids to (d,) unit vectors of this memory's embedder.
        """
        vectors = vectors or {}
        checked = [self._checked(entry, vectors.get(entry.id)) for entry in entries]
        with self._lock:
            if self.read_only and any(entry.kind != "impression" for entry in checked):
                raise StoreBusy(f"{self._owner_name()} owns this store; only reading is possible")
            before = self.journal.head()
            stored = self.journal.append(checked, vectors)
            self._catch_up(before, stored, vectors)
        spoken = [e for e in stored if e.kind in SPOKEN and e.role == "user" and e.text]
        self._embed([entry for entry in spoken if entry.id not in vectors])
        return stored

    def _embed(self, entries: Sequence[Entry]) -> None:
        """Give entries that are on disk already their vectors."""
        if not entries:
            return
        rows = self.embedder.encode([entry.text or "" for entry in entries])
        found = {entry.sequence: row for entry, row in zip(entries, rows, strict=True)}
        with self._lock:
            self.journal.put_vectors(self.embedder.fingerprint, found)
            self._recall.follow(list(zip(entries, rows, strict=True)), self._folds.sequence)

    def _checked(self, entry: Entry, vector: FloatArray | None) -> Entry:
        system = entry.role == "system"
        if not entry.user.strip() and not system:
            raise MissingUser("nobody was named: say whose entry this is (user=...)")
        for name in ("id", "user", "kind", "item", "conversation", "impression", "supersedes"):
            value = getattr(entry, name)
            if value is not None and len(value) > LONGEST_NAME:
                raise BadInput(f"{name} has {len(value)} characters; {LONGEST_NAME} are allowed")
        if not entry.kind:
            raise BadInput("an entry needs a kind, such as turn or like")
        if entry.text is not None and len(entry.text) > LONGEST_TEXT:
            raise BadInput(f"the text has {len(entry.text)} characters; {LONGEST_TEXT} are allowed")
        if entry.value is not None and not math.isfinite(entry.value):
            raise BadInput(f"the value of a {entry.kind} must be a finite number")
        if entry.scale is not None and not entry.scale[0] < entry.scale[1]:
            raise BadInput(f"a scale goes from low to high, not {entry.scale}")
        if vector is not None and (
            vector.shape != (self.embedder.dimension,) or not np.isfinite(vector).all()
        ):
            raise BadInput(f"a vector must be {self.embedder.dimension} finite numbers")
        return self._not_in_the_future(entry)

    def _not_in_the_future(self, entry: Entry) -> Entry:
        try:
            to_day(entry.occurred_at)
        except ValueError as error:
            raise BadInput(str(error)) from error
        if entry.occurred_at <= entry.recorded_at + FUTURE_TOLERANCE:
            return entry
        claimed = {"claimed_occurred_at": entry.occurred_at.isoformat()}
        return replace(entry, occurred_at=entry.recorded_at, context={**entry.context, **claimed})

    # -- reading -----------------------------------------------------------------------------

    def profile(self, user: str, at: datetime | None = None) -> Profile:
        """The interests of ``user`` as of ``at`` (now): entries that occurred by then count.

        Somebody unknown has an empty profile. Raises MissingUser for an empty name and BadInput
        for a time without a zone.
        """
        if not user or not user.strip():
            raise MissingUser("nobody was named: say whose profile is asked for (user=...)")
        moment = at or self.clock()
        try:
            to_day(moment)
        except ValueError as error:
            raise BadInput(str(error)) from error
        with self._lock:
            self._catch_up()
            return self._people.profile(user, moment)

    def statistics(self) -> Statistics:
        """What everybody did with the items, as of now."""
        with self._lock:
            self._catch_up()
            return self._folds.statistics

    def weights(self) -> SignalWeights:
        """The signals' weights, as learned so far."""
        with self._lock:
            self._catch_up()
            return self._folds.weights

    def recall(self, user: str, text: str, n: int = 5) -> list[tuple[Entry, float]]:
        """What ``user`` said and did that is nearest in meaning to ``text``, with the cosines.

        Entries that were edited or undone are left out. Only the store's owner can recall.
        """
        if not user or not user.strip():
            raise MissingUser("nobody was named: say whose memory is asked (user=...)")
        if self.read_only:
            raise StoreBusy(f"{self._owner_name()} owns this store's vector memory")
        if not text.strip() or n < 1:
            return []
        vector = self.embedder.encode([text])[0]
        with self._lock:
            dead = self.journal.superseded(user)
            found = self._recall.nearest(user, vector, n + len(dead))
        entries = [(self.journal.get(key), cosine) for key, cosine in found if key not in dead]
        return [(entry, cosine) for entry, cosine in entries if entry is not None][:n]

    def entries(
        self,
        user: str | None = None,
        *,
        kinds: Iterable[str] | None = None,
        conversation: str | None = None,
        after: int = 0,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """Entries of the journal by sequence, restricted as asked."""
        return self.journal.read(
            user,
            kinds=kinds,
            conversation=conversation,
            after=after,
            newest_first=newest_first,
            limit=limit,
        )

    def get(self, entry_id: str) -> Entry | None:
        """The entry with this id, or None."""
        return self.journal.get(entry_id)

    def get_many(self, ids: Sequence[str]) -> dict[str, Entry]:
        """The entries with these ids that there are, by id."""
        return self.journal.get_many(ids)

    def export(self, user: str) -> Iterator[dict[str, Any]]:
        """Everything kept about ``user``, one plain dict per entry, by sequence."""
        if not user or not user.strip():
            raise MissingUser("nobody was named: say whose entries are exported (user=...)")
        return (entry_to_dict(entry) for entry in self.journal.read(user))

    # -- forgetting and upkeep ---------------------------------------------------------------

    def forget(self, user: str, *, entry: str | None = None, item: str | None = None) -> Receipt:
        """Erase all of ``user``, or one entry of theirs with what was derived from it, or all
        about one ``item``. Profiles, statistics and weights are learned afresh from the rest, and
        the files are searched for what was erased (see the receipt)."""
        if not user or not user.strip():
            raise MissingUser("nobody was named: say whose entries are forgotten (user=...)")
        with self._lock:
            if self.read_only:
                raise StoreBusy(f"{self._owner_name()} owns this store; nothing was erased")
            self._catch_up()
            erasure = Erasure(self.journal, self._recall, self.folder, self.embedder.fingerprint)
            receipt = erasure.erase(user, entry=entry, item=item, at=self.clock())
            if receipt.entries:
                self._people.drop(user)
                self._folds.replay()
            return receipt

    @property
    def calibration(self) -> Calibration:
        """The space in which interests lie; see memory/core/calibration.py."""
        return self._people.calibration

    def calibrate(self, matrix: FloatArray, catalog: str) -> None:
        """Measure the space of interests on a catalog's vectors (n, d).

        ``catalog`` names the catalog: what was measured on it is kept, so that a replay gives the
        same interests, until another name is given.
        """
        with self._lock:
            if self.journal.get_meta(_CATALOG) == catalog:
                return
            self._people.calibration = calibrate(matrix)
            self._people.drop()
            if not self.read_only:
                self._keep_calibration(catalog)

    def _keep_calibration(self, catalog: str) -> None:
        calibration = self._people.calibration
        self.journal.put_item_vectors(self.embedder.fingerprint, {_CENTRE: calibration.centre})
        self.journal.put_meta(_THRESHOLD, repr(calibration.threshold))
        self.journal.put_meta(_CATALOG, catalog)

    def _kept_calibration(self) -> Calibration:
        threshold = self.journal.get_meta(_THRESHOLD)
        centre = self.journal.item_vectors(self.embedder.fingerprint, [_CENTRE]).get(_CENTRE)
        if threshold is None or centre is None:
            return uncalibrated(self.embedder.dimension)
        return Calibration(centre, float(threshold))

    def difference(self) -> tuple[set[str], set[str]]:
        """(entries that have no vector in Chroma, vectors that have no entry): both empty when
        the two are in step. Only the store's owner can look."""
        if self.read_only:
            raise StoreBusy(f"{self._owner_name()} owns this store's vector memory")
        with self._lock:
            return self._recall.difference()

    def _catch_up(
        self,
        before: int | None = None,
        stored: Sequence[Entry] = (),
        vectors: Mapping[str, FloatArray] | None = None,
    ) -> None:
        """Learn what the journal holds beyond what was learned: just ``stored``, if nobody else
        wrote since ``before``, else everything newer."""
        vectors = vectors or {}
        known = self._folds.sequence
        new = [entry for entry in stored if entry.sequence > known]
        if stored and before == known:
            self._learn(new, {e.sequence: vectors[e.id] for e in new if e.id in vectors})
        elif self.journal.head() > known:
            entries = list(self.journal.read(after=known))
            numbers = [entry.sequence for entry in entries]
            self._learn(entries, self.journal.vectors(self.embedder.fingerprint, numbers))

    def _learn(self, entries: Sequence[Entry], vectors: Mapping[int, FloatArray]) -> None:
        self._folds.learn(entries)
        rows = []
        for entry in entries:
            vector = vectors.get(entry.sequence)
            self._people.learn(entry, vector)
            if vector is not None and remembered(entry):
                rows.append((entry, vector))
        if rows and not self.read_only:
            self._recall.follow(rows, self._folds.sequence)

    def _owner_name(self) -> str:
        try:
            return f"process {(self.folder / 'owner.pid').read_text(encoding='ascii').strip()}"
        except OSError:
            return "another process"


def _check_embedder(journal: Journal, embedder: Embedder) -> None:
    stored = journal.get_meta("embedder")
    if stored is None:
        journal.put_meta("embedder", embedder.fingerprint)
    elif stored != embedder.fingerprint:
        raise EmbedderMismatch(
            f"this store's vectors were made by {stored} and cannot be compared with those of "
            f"{embedder.fingerprint}: open it with the former, or use another --store"
        )
