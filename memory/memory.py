"""The memory of one store: record, believe, recall, forget.

The one door to the journal, the vector memory and the folds, and what keeps them in step. Knows
nothing of catalogs, words or language models. The time comes from the ``clock`` it is given.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from penchant.memory.backup import check_whole
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.calibration import Calibration, calibrate
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.habits.fold import Habits
from penchant.memory.core.weights import SignalWeights
from penchant.memory.door import (
    FUTURE_TOLERANCE,
    LONGEST_NAME,
    LONGEST_TEXT,
    check_entry,
    check_moment,
    check_user,
    check_vector,
)
from penchant.memory.embed.choice import Choice
from penchant.memory.embed.embedder import Embedder
from penchant.memory.erasure import Erasure
from penchant.memory.errors import BadInput, EmbedderMismatch, StoreBusy, StoreError, StoreFull
from penchant.memory.export import entry_to_dict
from penchant.memory.folds import Folds
from penchant.memory.gate import Gate
from penchant.memory.horizon import Horizon
from penchant.memory.newest import Newest
from penchant.memory.one_thread import one_thread
from penchant.memory.ownership import Ownership
from penchant.memory.people import People
from penchant.memory.recall import Recall, remembered
from penchant.memory.records import Entry, FloatArray, Json, Profile, Receipt
from penchant.memory.space import Space
from penchant.memory.store.journal import Journal
from penchant.memory.store.rows import Kept
from penchant.memory.succession import EMBEDDER, NAME, Succession, clear

__all__ = ["FUTURE_TOLERANCE", "LONGEST_NAME", "LONGEST_TEXT", "Clock", "Memory"]

Clock = Callable[[], datetime]

SPOKEN = ("turn", "search")
"""Kinds whose text is embedded after the entry is on disk: words first, meaning second."""

_GONE = "newest entries of the journal are gone"

_EMBEDDED = "embedded-through"
"""Named value: up to which sequence all that was spoken is known to have its vector."""


class Memory:
    """What is known of everybody in one store. Safe to use from several threads.

    One process owns a store. Where another one does, this one is a guest (``read_only``): it may
    read everything, and may append impressions, which touch nothing the owner holds.
    """

    imagined = False
    """Whether this is a memory of what might be (memory/imagined.py), which takes nothing in."""

    def __init__(
        self, folder: Path, embedder: Embedder, clock: Clock, journal: Journal, owner: Ownership
    ) -> None:
        self.folder = folder
        self.embedder = embedder
        self.clock = clock
        self.journal = journal
        self.gate = Gate()
        """Closed for the moment in which the embedder changes: see :meth:`adopt`."""
        self._owner = owner
        self._lock = threading.RLock()
        self._settling = threading.local()
        self.erasures = 0
        """How often something was erased since opening, by anybody: what was read may be gone."""
        self._closed = False
        self._horizon = Horizon(journal)
        self._horizon.look(clock())
        self._folds = Folds(journal, embedder.fingerprint, self._horizon)
        self._newest = Newest(self._folds.sequence)
        self._believe(embedder)
        self._lacking = False
        """Whether something spoken has no vector yet, for want of room."""
        if not self.read_only:
            try:
                self._recover()
            except StoreFull as error:
                self.repairs.append(f"what a crash cut short could not be completed: {error}")

    def _believe(self, embedder: Embedder) -> None:
        """Have everything that rests on vectors rest on those of ``embedder``."""
        self.embedder = embedder
        self._space = Space(self.journal, embedder.fingerprint, embedder.dimension)
        self._people = People(
            self.journal,
            embedder.fingerprint,
            self._space.load(),
            self._folds.forgetting_curve,
            self._horizon,
        )
        self._recall = Recall(self.journal, self.folder / "vectors", embedder.fingerprint)

    @classmethod
    def open(cls, folder: Path, embedder: Embedder | Choice, *, clock: Clock) -> Memory:
        """Open the store in ``folder``, making it if need be; a :class:`Choice` takes the embedder
        the store began with.

        Raises StoreDamaged, StoreTooNew, ReadOnlyStore, or EmbedderMismatch where the store's
        vectors were made by another embedder.
        """
        # Absolute, so that it stays the same folder wherever the process goes.
        folder = Path(folder).expanduser().absolute()
        check_whole(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"no store can be made at {folder}: {error.strerror}") from error
        journal, owner = None, Ownership(folder)
        try:
            # The owner alone may migrate: another process may be at work with an older schema.
            owner.claim()
            journal = Journal.open(folder / "journal.db", owned=owner.held)
            embedder = _embedder_of(journal, embedder)
            return cls(folder, embedder, clock, journal, owner)
        except BaseException:
            owner.release()
            if journal is not None:
                journal.close()
            raise

    @property
    def read_only(self) -> bool:
        """Whether another process owns the store."""
        return not self._owner.held

    @property
    def lost(self) -> int:
        """How many entries that were on disk are gone, as far as nobody has taken note yet."""
        return 0 if self.read_only else self.journal.lost()

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
                # For want of room nothing is lost here: it is made anew from the journal.
                if not self.read_only:
                    with suppress(StoreFull):
                        self._folds.save()
                    with suppress(StoreFull):
                        self._recall.close()
            finally:
                self._owner.release()
                self.journal.close()

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _recover(self) -> None:
        """Complete what a crash cut short: a change of embedder, an erasure, or the vector of
        something spoken.
        """
        if lost := self.journal.lost():
            self.repairs.append(
                f"the {lost} {_GONE}: its write-ahead log was "
                "damaged or removed. Restore a backup that holds them, or have penchant doctor "
                "--repair take note"
            )
        clear(self.journal, self.folder / "vectors")
        if self._erasure().finish():
            self.repairs.append("an erasure that had been interrupted was completed")
        head, through = self.journal.head(), int(self.journal.get_meta(_EMBEDDED) or 0)
        self._embed_missing(through)
        if head > through and not self._lacking:
            self.journal.put_meta(_EMBEDDED, str(head))
        self._folds.save()

    @property
    def sequence(self) -> int:
        """Up to which entry of the journal everything is believed."""
        return self._folds.sequence

    @contextmanager
    def settled(self) -> Iterator[None]:
        """Meanwhile what this thread believes is as of its first question, and of what it records
        itself: looking for news at each question takes longer than most answers.
        """
        if getattr(self._settling, "settled", None) is not None:
            yield
            return
        self._settling.settled = False
        try:
            yield
        finally:
            self._settling.settled = None

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
        with self.gate.using(), one_thread():
            return self._record_all(entries, vectors or {})

    def _record_all(
        self, entries: Sequence[Entry], vectors: Mapping[str, FloatArray]
    ) -> list[Entry]:
        checked = [check_entry(entry) for entry in entries]
        placed = self._placed([kept.entry for kept in checked], vectors)
        checked = [self._by_us(kept) if kept.entry.id in placed else kept for kept in checked]
        with self._lock:
            if self.read_only and any(kept.entry.kind != "impression" for kept in checked):
                raise StoreBusy(f"{self._owner.owner} owns this store; only reading is possible")
            stored = self.journal.append(checked, placed)
            once = list({entry.sequence: entry for entry in stored}.values())
            self._catch_up(once, placed)
        spoken = [e for e in once if _spoken(e) and e.id not in placed]
        if spoken and self._lacking:
            self._embed_missing(int(self.journal.get_meta(_EMBEDDED) or 0))
        else:
            self._embed(spoken)
        return stored

    def _by_us(self, kept: Kept) -> Kept:
        return replace(kept, entry=replace(kept.entry, embedder=self.embedder.fingerprint))

    def _placed(
        self, entries: Sequence[Entry], vectors: Mapping[str, FloatArray]
    ) -> dict[str, FloatArray]:
        for entry in entries:
            if entry.id in vectors and entry.embedder not in (None, self.embedder.fingerprint):
                raise EmbedderMismatch(f"the vector of entry {entry.id!r} is by {entry.embedder}")
        dimension = self.embedder.dimension
        return {e.id: check_vector(vectors[e.id], dimension) for e in entries if e.id in vectors}

    def _embed_missing(self, after: int) -> None:
        """Give everything spoken after this sequence that has no vector its vector."""
        self._lacking = False
        self._embed(self.journal.unembedded(self.embedder.fingerprint, SPOKEN, after))

    def _embed(self, entries: Sequence[Entry]) -> None:
        """Give entries that are on disk already their vectors, now or when there is room."""
        try:
            self._give_vectors(entries)
        except StoreFull as error:
            self._lacking = True
            said = f"some of what was said is not embedded yet ({error})"
            if said not in self.repairs:
                self.repairs.append(said)

    def _give_vectors(self, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        encoded = self.embedder.encode([entry.text or "" for entry in entries])
        rows = [
            (entry, vector)
            for entry, vector in zip(entries, encoded, strict=True)
            if np.isfinite(vector).all()
        ]
        with self._lock:
            found = {entry.sequence: vector for entry, vector in rows}
            # Where the machine ends now, the next opening embeds them again.
            kept = self.journal.put_vectors(self.embedder.fingerprint, found, forced=False)
            rows = [row for row in rows if row[0].sequence in kept]
            for entry, _ in rows:
                if entry.kind != "turn":
                    # It was learned without its place among the interests.
                    self._people.drop(entry.user)
            self._recall.follow(rows, self._folds.sequence)

    # -- reading -----------------------------------------------------------------------------

    def profile(self, user: str, at: datetime | None = None) -> Profile:
        """The interests of ``user`` as of ``at`` (now): entries that occurred by then count.

        Somebody unknown has an empty profile. Raises MissingUser for an empty name and BadInput
        for a time without a zone.
        """
        check_user(user, "whose profile is asked for")
        moment = check_moment(at or self.clock())
        with self._lock:
            self._catch_up()
            return self._people.profile(user, moment)

    def members(self, user: str, interest: str, at: datetime | None = None) -> list[str] | None:
        """Ids of the entries in an interest of ``user`` as of ``at`` (now), oldest first, as far as
        they count; None where there is no interest of this id.
        """
        check_user(user, "whose interest is asked for")
        moment = None if at is None else check_moment(at)
        with self._lock:
            self._catch_up()
            return self._people.members(user, interest, moment)

    def crowd(self) -> Crowd:
        """What everybody did with the items, as of now."""
        with self._lock:
            self._catch_up()
            return self._folds.crowd

    def habits(self) -> Habits:
        """What is chosen when, in which setting and by which people, as of now."""
        with self._lock:
            self._catch_up()
            return self._folds.habits

    def company(
        self, user: str, named: Sequence[str], weights: Sequence[float]
    ) -> dict[str, float]:
        """How much items keep company with those ``named`` in what others than ``user`` talked of;
        see :meth:`penchant.memory.core.talk.talked.Talked.near`.
        """
        with self._lock:
            self._catch_up()
            return self._folds.talked.near(user, named, weights)

    def weights(self) -> SignalWeights:
        """The signals' weights, as learned so far."""
        with self._lock:
            self._catch_up()
            return self._folds.weights

    def curve(self, user: str | None = None) -> ForgettingCurve:
        """How what somebody did fades and how much each kind of it counts, as learned so far: for
        ``user``, or for somebody of whom nothing is known.
        """
        with self._lock:
            self._catch_up()
            return self._folds.forgetting.curve(user)

    def recall(self, user: str, text: str, n: int = 5) -> list[tuple[Entry, float]]:
        """What ``user`` said and did that is nearest in meaning to ``text``, with the cosines.

        Entries that were edited or undone are left out. Only the store's owner can recall.
        """
        check_user(user, "whose memory is asked")
        if self.read_only:
            raise StoreBusy(f"{self._owner.owner} owns this store's vector memory")
        if not text.strip() or n < 1:
            return []
        with self.gate.using(), one_thread():
            vector = self.embedder.encode([text])[0]
            with self._lock:
                dead = self.journal.superseded(user)
                found = self._recall.nearest(user, vector, n + len(dead))
        counting = [(key, cosine) for key, cosine in found if key not in dead]
        entries = self.journal.get_many([key for key, _ in counting])
        return [(entries[key], cosine) for key, cosine in counting if key in entries][:n]

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

    def newer(self, user: str, after: int, until: int) -> Iterable[Entry]:
        """Entries of ``user`` with ``after < sequence <= until`` (at most :attr:`sequence`), by
        sequence.
        """
        with self._lock:
            found = self._newest.of(user, after, until)
        return self.journal.read(user, after=after, until=until) if found is None else found

    def get(self, entry_id: str) -> Entry | None:
        """The entry with this id, or None."""
        return self.journal.get(entry_id)

    def get_many(self, ids: Sequence[str]) -> dict[str, Entry]:
        """The entries with these ids that there are, by id."""
        return self.journal.get_many(ids)

    def export(self, user: str) -> Iterator[dict[str, Any]]:
        """Everything kept about ``user``, one plain dict per entry, by sequence."""
        check_user(user, "whose entries are exported")
        return (entry_to_dict(entry) for entry in self.journal.read(user))

    # -- forgetting and upkeep ---------------------------------------------------------------

    def forget(self, user: str, *, entry: str | None = None, item: str | None = None) -> Receipt:
        """Erase all of ``user`` and that others follow them, or one entry of theirs with what was
        derived from it, or all about one ``item``.

        Profiles, the crowd and weights are learned afresh from the rest, and the files are
        searched for what was erased (see the receipt).
        """
        check_user(user, "whose entries are forgotten")
        with self._lock:
            if self.read_only:
                raise StoreBusy(f"{self._owner.owner} owns this store; nothing was erased")
            try:
                return self._erasure().erase(user, entry=entry, item=item, at=self.clock())
            finally:
                self.erasures += 1
                self._newest.clear(self._folds.sequence)
                if self.journal.head() > self._folds.sequence:
                    # Also where it failed half-way: what is gone must not be believed any more.
                    # Of others something may be gone as well, where all of ``user`` is.
                    self._people.drop(user if entry or item else None)
                    self._folds.replay()

    def _erasure(self) -> Erasure:
        return Erasure(self.journal, self._recall, self.folder, self.embedder.fingerprint)

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
            if self._space.catalog == catalog:
                measured = self._space.load()
            else:
                measured = calibrate(matrix)
                if not self.read_only:
                    self._space.keep(measured, catalog)
            if not measured.same_as(self._people.calibration):
                self._people.calibration = measured
                self._people.drop()

    def succession(self, embedder: Embedder) -> Succession:
        """What there is to do before this store can be ``embedder``'s."""
        return Succession(self.journal, self.embedder.fingerprint, embedder.fingerprint)

    def adopt(
        self, embedder: Embedder, name: str | None, calibration: Calibration, catalog: str
    ) -> None:
        """Change over to ``embedder`` (asked for by ``name``), whose vectors are all there,
        with its ``calibration`` measured on the catalog of that name. The caller holds the
        gate's change.

        Chroma's collections are made anew at the next need; :meth:`clear_former` clears the old.
        """
        with self._lock:
            Space(self.journal, embedder.fingerprint, embedder.dimension).prepare(calibration)
            values = Space.named_values(calibration, catalog)
            self.succession(embedder).complete(name, values)
            former, repairs = self._recall, self._recall.repairs
            self._folds.adopt(embedder.fingerprint)
            self._believe(embedder)
            self._recall.repairs = repairs
            former.release()

    def clear_former(self) -> None:
        """Clear the vectors of the embedder before; an opening does it where this was cut short."""
        with self._lock:
            self._recall.release()
            clear(self.journal, self.folder / "vectors")

    def difference(self) -> tuple[set[str], set[str]]:
        """(entries that have no vector in Chroma, vectors that have no entry).

        Both are empty when the two are in step. Only the store's owner can look.
        """
        if self.read_only:
            raise StoreBusy(f"{self._owner.owner} owns this store's vector memory")
        with self._lock:
            missing, stray = self._recall.difference()
            spoken = self.journal.unembedded(self.embedder.fingerprint, SPOKEN)
            return missing | {entry.id for entry in spoken}, stray

    def unusable_snapshots(self) -> list[str]:
        """Names of saved folds that cannot be used; they are replayed at each opening instead."""
        return self._folds.unusable()

    def mend(self, place: Callable[[], Mapping[int, FloatArray]]) -> list[str]:
        """Mend all that is derived from the journal; returns a sentence on each thing mended.

        ``place`` gives vectors, by sequence, for entries that have none and should, besides what
        was spoken. Raises StoreBusy where another process owns the store.
        """
        done = []
        fingerprint = self.embedder.fingerprint
        with self._lock:
            if self.read_only:
                raise StoreBusy(f"{self._owner.owner} owns this store; nothing was mended")
            if broken := self._folds.unusable():
                self.journal.drop_snapshots()
                self._folds.replay()
                done.append(f"the snapshots of {' and '.join(broken)} were dropped and replayed")
            if wrong := self.journal.drop_misshapen(fingerprint, self.embedder.dimension):
                done.append(f"{wrong} damaged vectors were dropped")
            lacking = self.journal.unembedded(fingerprint, SPOKEN)
            self._embed(lacking)
            given = len(self.journal.put_vectors(fingerprint, place()))
            if lacking or given:
                done.append(f"{len(lacking) + given} entries without a vector were given one")
                self._folds.replay()
                self._people.drop()
            missing, stray = self._recall.difference()
            if missing or stray or given or wrong:
                self._recall.mend()
            if missing or stray:
                done.append(
                    f"the vector memory lacked {len(missing)} entries and held {len(stray)} too "
                    "many; the two were brought in step"
                )
            if lost := self.journal.accept_loss():
                self.repairs[:] = [said for said in self.repairs if _GONE not in said]
                done.append(f"note was taken that {lost} {_GONE}; only a backup can hold them")
            return [*self.repairs, *done]

    def _catch_up(
        self, stored: Sequence[Entry] = (), vectors: Mapping[str, FloatArray] | None = None
    ) -> None:
        """Learn what the journal holds beyond what was learned.

        Just what of ``stored`` is new, if nobody else wrote in between, else everything newer.
        """
        far = self._horizon.far
        if self._horizon.look(self.clock()):
            self._people.drop()
            if far or self._horizon.far:
                self._folds.replay()
        known = self._folds.sequence
        if not stored:
            settled = getattr(self._settling, "settled", None)
            if settled:
                return
            if settled is False:
                self._settling.settled = True
        new = [entry for entry in stored if entry.sequence > known]
        if new and new[0].sequence == known + 1:
            placed = vectors or {}
            self._learn(new, {e.sequence: placed[e.id] for e in new if e.id in placed})
        elif self.journal.head() > known:
            new = list(self.journal.read(after=known))
            numbers = [entry.sequence for entry in new]
            self._learn(new, self.journal.vectors(self.embedder.fingerprint, numbers))

    def _learn(self, entries: Sequence[Entry], vectors: Mapping[int, FloatArray]) -> None:
        before = self._folds.sequence
        self._folds.learn(entries, vectors)
        if any(entry.kind == "forget" for entry in entries):
            self._newest.clear(self._folds.sequence)
        else:
            self._newest.add(entries, before)
        rows = []
        for entry in entries:
            self.erasures += entry.kind == "forget"
            vector = vectors.get(entry.sequence)
            self._people.learn(entry, vector)
            if vector is not None and remembered(entry):
                rows.append((entry, vector))
        if self.read_only:
            return
        if rows:
            self._recall.follow(rows, self._folds.sequence)
        # What spares a replay is no reason to fail.
        with suppress(StoreError):
            self._folds.keep_up()


def _spoken(entry: Entry) -> bool:
    return entry.kind in SPOKEN and entry.role == "user" and bool(entry.text)


def _embedder_of(journal: Journal, embedder: Embedder | Choice) -> Embedder:
    """The embedder that was named or is to be chosen; EmbedderMismatch where it cannot be it."""
    stored = journal.get_meta(EMBEDDER)
    name = None
    if isinstance(embedder, Choice):
        name, embedder = embedder.for_store(stored, journal.get_meta(NAME))
    if stored is None:
        journal.put_all_meta({EMBEDDER: embedder.fingerprint, NAME: name})
    elif stored != embedder.fingerprint:
        raise EmbedderMismatch(
            f"this store's vectors were made by {stored} and cannot be compared with those of "
            f"{embedder.fingerprint}: open it with the former, re-embed it (penchant reembed), or "
            "use another --store"
        )
    return embedder
