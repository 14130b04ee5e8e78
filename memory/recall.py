"""Recall by meaning: keeps Chroma's vectors in step with the journal and asks them.

Knows which entries get a vector and how far Chroma has followed; knows nothing of interests.
Chroma is opened at the first need, so reading commands never pay for it, and written to a little
after the journal (memory/backlog.py); questions see what still waits. Whoever has few entries, is
asked about again, or is asked about before Chroma is open, is at hand from then on
(memory/at_hand.py), without Chroma. Its vectors are derived: what is found damaged is put aside and
made anew from the journal, and ``repairs`` says so. Where they cannot be written, as on a full
disk, they fall behind the journal and catch up later.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TypeVar

import numpy as np

from penchant.memory import at_hand
from penchant.memory.at_hand import AtHand, unit
from penchant.memory.backlog import Backlog
from penchant.memory.errors import ReadOnlyStore, StoreDamaged, StoreError, StoreFull
from penchant.memory.records import Entry, FloatArray
from penchant.memory.store import chroma_files
from penchant.memory.store.journal import Journal
from penchant.memory.store.vectors import Vectors, bucket_of

T = TypeVar("T")

SAVE_EVERY = 200
"""Entries after which it is noted how far Chroma has followed; following twice is harmless."""

LONGEST_WAIT = 64
"""Entries after which it is tried again at the latest to write to a Chroma that has failed."""


class Recall:
    """The vector memory of one store, for the process that owns it. Safe to use from several
    threads, one of which is its own.
    """

    def __init__(self, journal: Journal, folder: Path, fingerprint: str) -> None:
        self.folder = folder
        self.aside = folder.with_name(f"{folder.name}-damaged")
        self.repairs: list[str] = []
        self._journal = journal
        self._fingerprint = fingerprint
        self._vectors: Vectors | None = None
        self._backlog = Backlog(self.flush)
        self._at_hand = AtHand()
        self._lock = threading.RLock()
        """Held by whoever is at Chroma; always taken after the memory's own, never before."""
        self._unsaved = 0
        self._failures = 0
        self._wait = 0

    def follow(self, rows: Sequence[tuple[Entry, FloatArray]], head: int) -> None:
        """Have what was just appended written soon; ``head`` is the journal's newest sequence.

        Where Chroma cannot be written, it falls behind, and ``repairs`` says so: the entries are
        in the journal, from which it catches up later.
        """
        rows = [row for row in rows if remembered(row[0])]
        for entry, vector in rows:
            self._at_hand.add(entry.user, entry.id, vector)
        if rows and self._wait > 0:
            self._wait -= 1
        elif rows and self._backlog.add(rows, head):
            self.settle()

    def flush(self) -> None:
        """Write some of what waits; what cannot be written is in the journal."""
        with self._lock:
            if not len(self._backlog):
                return
            try:
                self._flush()
            except StoreError as error:
                self._fall_behind(error)

    def _flush(self) -> None:
        if self._vectors is None:
            # Opening catches up with the journal, and with what waits.
            self._open()
            return
        # A collection at a time: whoever asks something waits for no more.
        rows, head = self._backlog.take(lambda entry: bucket_of(entry.user))
        self._with(lambda vectors: vectors.upsert(rows))
        self._unsaved += len(rows)
        if self._unsaved >= SAVE_EVERY and head is not None:
            self._save(head)

    def settle(self) -> None:
        """Write all that waits."""
        with self._lock:
            while len(self._backlog):
                self.flush()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Nothing is written within the block but by this thread."""
        with self._lock:
            yield

    def nearest(self, user: str, vector: FloatArray, n: int) -> list[tuple[str, float]]:
        """Ids of the person's ``n`` nearest entries, with their cosines."""
        # To open Chroma takes longer than to read whatever may be held.
        few = at_hand.LARGEST if self._vectors is None else at_hand.FEW
        if self._at_hand.wants(user, lambda: not self._journal.has_more(user, few)):
            found = self._journal.embedded_of(self._fingerprint, user, len(vector))
            self._at_hand.hold(user, *found)
        if user in self._at_hand:
            return self._at_hand.nearest(user, vector, n)
        with self._lock:
            try:
                near = dict(self._with(lambda vectors: vectors.query(user, vector, n)))
            except (StoreFull, ReadOnlyStore) as error:
                # Chroma writes even when it is asked.
                self._fall_behind(error)
                return _best(self._journal.embedded(self._fingerprint, users=[user]), vector, n)
            waiting = dict(_best(self._backlog.of(user), vector, n))
        return sorted((near | waiting).items(), key=lambda pair: -pair[1])[:n]

    def forget(self, buckets: Collection[int]) -> None:
        """Make these buckets anew from what the journal still holds, on the disk too."""
        with self._lock:
            shutil.rmtree(self.aside, ignore_errors=True)
            self._at_hand.drop(lambda user: bucket_of(user) in buckets)
            # What waits of these people is in the journal, or erased.
            self._backlog.drop(lambda entry: bucket_of(entry.user) in buckets)
            people = [user for user in self._journal.users() if bucket_of(user) in buckets]
            try:
                self._with(
                    lambda vectors: vectors.rebuild(
                        sorted(buckets), self._journal.embedded(self._fingerprint, users=people)
                    )
                )
            except StoreError:
                with suppress(StoreError):
                    self._release()
                raise

    def difference(self) -> tuple[set[str], set[str]]:
        """(entries without a vector in Chroma, vectors in Chroma without an entry)."""
        with self._lock:
            self.settle()
            held = self._with(Vectors.ids).keys()
            expected = self._journal.embedded_ids(self._fingerprint)
        return expected - held, held - expected

    def mend(self) -> None:
        """Bring Chroma's vectors in step with the journal, entry by entry."""
        self._at_hand.drop()
        with self._lock:
            self._with(self._mend)

    def count(self) -> int:
        """Number of vectors held."""
        with self._lock:
            self.settle()
            return self._with(Vectors.count)

    def close(self) -> None:
        """Write what waits, note how far Chroma has followed and release its files."""
        with self._lock:
            try:
                # A process that never needed Chroma need not open it now: the next one catches up.
                if self._vectors is not None:
                    self.settle()
                if self._vectors is not None:
                    self._save(self._journal.head())
            finally:
                self._backlog.close()
                self._release()

    def release(self) -> None:
        """Release Chroma's files; what it holds is no longer wanted."""
        with self._lock:
            self._backlog.drop()
            self._at_hand.drop()
            self._release()

    def _with(self, use: Callable[[Vectors], T]) -> T:
        """What ``use`` gives; if Chroma fails at it, once more on vectors made anew."""
        try:
            return use(self._open())
        except StoreDamaged as error:
            self._put_aside()
            return use(self._open(f"failed ({error.__cause__ or error})"))

    def _open(self, broken: str | None = None) -> Vectors:
        """Chroma, in step with the journal; ``broken`` says what was wrong with one put aside."""
        if self._vectors is None:
            found = chroma_files.damage(self.folder)
            if found is None and self.followed() and not self.folder.exists():
                found = "was gone"
            if found is not None:
                self._put_aside()
            try:
                self._vectors = self._opened()
            except StoreDamaged as error:
                found = f"failed ({error.__cause__ or error})"
                self._put_aside()
                self._vectors = self._opened()
            if found := broken or found:
                self.repairs.append(f"the vector memory {found}; it was rebuilt from the journal")
            if self._failures:
                self.repairs.append("the vector memory has caught up with the journal")
                self._failures = self._wait = 0
        return self._vectors

    def _opened(self) -> Vectors:
        vectors = Vectors(self.folder, self._fingerprint, self._journal.store_id)
        try:
            self._catch_up(vectors)
        except BaseException:
            vectors.close()
            raise
        return vectors

    def _put_aside(self) -> None:
        self._release()
        shutil.rmtree(self.aside, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(self.aside)
            if not self._room_for_another():
                shutil.rmtree(self.aside)
        self._journal.put_meta(self._key, "0")

    def _room_for_another(self) -> bool:
        held = sum(path.stat().st_size for path in self.aside.rglob("*") if path.is_file())
        return shutil.disk_usage(self.aside.parent).free > 2 * held

    def _fall_behind(self, error: StoreError) -> None:
        """Go on without Chroma for some entries: more with every failure."""
        self._backlog.drop()
        with suppress(StoreError):
            self._release()
        if not self._failures:
            self.repairs.append(
                f"the vector memory fell behind the journal and will catch up with it ({error})"
            )
        self._failures += 1
        self._wait = min(2**self._failures, LONGEST_WAIT)

    def _release(self) -> None:
        if self._vectors is not None:
            vectors, self._vectors = self._vectors, None
            vectors.close()

    def _catch_up(self, vectors: Vectors) -> None:
        """Write what Chroma has not followed yet, then compare the two by number, and where they
        differ entry by entry.
        """
        head, followed = self._journal.head(), self.followed()
        # A turn's vector comes later than the turn, and perhaps than what came after it.
        late = (row for row in self._backlog.take()[0] if row[0].sequence <= followed)
        vectors.upsert(chain(late, self._journal.embedded(self._fingerprint, after=followed)))
        expected = self._journal.count_embedded(self._fingerprint, head)
        held = vectors.count()
        if held != expected and self._mend(vectors, after=followed):
            self.repairs.append(
                f"the vector memory held {held} entries where the journal has {expected}; "
                "the two were brought in step"
            )
        self._save(head)

    def _mend(self, vectors: Vectors, *, after: int | None = None) -> bool:
        """Whether anything was wrong, other than that an entry newer than ``after`` was lacking:
        those come in all the time.
        """
        held = vectors.ids()
        expected = self._journal.embedded_ids(self._fingerprint)
        stray = {bucket for key, bucket in held.items() if key not in expected}
        if stray:
            people = [user for user in self._journal.users() if bucket_of(user) in stray]
            rows = self._journal.embedded(self._fingerprint, users=people)
            vectors.rebuild(sorted(stray), rows)
        lacking = self._journal.get_many(sorted(expected - held.keys())).values()
        vectors.upsert(
            row for row in self._journal.embedded(self._fingerprint) if row[0].id not in held
        )
        known = [one for one in lacking if after is None or one.sequence <= after]
        return bool(stray) or any(one.id not in self._backlog for one in known)

    def followed(self) -> int:
        """Up to which sequence Chroma is known to have followed the journal."""
        return int(self._journal.get_meta(self._key) or 0)

    def _save(self, head: int) -> None:
        self._unsaved = 0
        if self.followed() != head:
            self._journal.put_meta(self._key, str(head))

    @property
    def _key(self) -> str:
        return f"followed:{self._fingerprint}"


def _best(
    rows: Iterable[tuple[Entry, FloatArray]], vector: FloatArray, n: int
) -> list[tuple[str, float]]:
    """Ids of the ``n`` of ``rows`` nearest to ``vector``, with their cosines."""
    ids, found = [], []
    for entry, kept in rows:
        ids.append(entry.id)
        found.append(kept)
    if not ids:
        return []
    cosines = unit(np.stack(found)) @ unit(vector[None])[0]
    return [(ids[row], float(cosines[row])) for row in np.argsort(-cosines, kind="stable")[:n]]


def remembered(entry: Entry) -> bool:
    """Whether an entry gets a vector: user turns and actions; a statement is part of its turn."""
    return entry.role == "user" and entry.kind != "statement"
