"""Recall by meaning: keeps Chroma's vectors in step with the journal and asks them.

Knows which entries get a vector and how far Chroma has followed; knows nothing of interests.
Chroma is opened at the first need, so reading commands never pay for it. Its vectors are derived:
what is found damaged is put aside and made anew from the journal, and ``repairs`` says so. Where
they cannot be written, as on a full disk, they fall behind the journal and catch up later.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

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
    """The vector memory of one store, for the process that owns it."""

    def __init__(self, journal: Journal, folder: Path, fingerprint: str) -> None:
        self.folder = folder
        self.aside = folder.with_name(f"{folder.name}-damaged")
        self.repairs: list[str] = []
        self._journal = journal
        self._fingerprint = fingerprint
        self._vectors: Vectors | None = None
        self._unsaved = 0
        self._failures = 0
        self._wait = 0

    def follow(self, rows: Sequence[tuple[Entry, FloatArray]], head: int) -> None:
        """Write what was just appended; ``head`` is the journal's newest sequence.

        Where Chroma cannot be written, it falls behind, and ``repairs`` says so: the entries are
        in the journal, from which it catches up later.
        """
        rows = [row for row in rows if remembered(row[0])]
        if rows and self._wait > 0:
            self._wait -= 1
        elif rows:
            try:
                self._follow(rows, head)
            except StoreError as error:
                self._fall_behind(error)

    def _follow(self, rows: Sequence[tuple[Entry, FloatArray]], head: int) -> None:
        if self._vectors is None:
            # Opening catches up with the journal, these rows included.
            self._open()
            return
        self._with(lambda vectors: vectors.upsert(rows))
        self._unsaved += len(rows)
        if self._unsaved >= SAVE_EVERY:
            self._save(head)

    def nearest(self, user: str, vector: FloatArray, n: int) -> list[tuple[str, float]]:
        """Ids of the person's ``n`` nearest entries, with their cosines."""
        try:
            return self._with(lambda vectors: vectors.query(user, vector, n))
        except (StoreFull, ReadOnlyStore) as error:
            # Chroma writes even when it is asked.
            self._fall_behind(error)
            return self._searched(user, vector, n)

    def forget(self, buckets: Collection[int]) -> None:
        """Make these buckets anew from what the journal still holds, on the disk too."""
        shutil.rmtree(self.aside, ignore_errors=True)
        people = [user for user in self._journal.users() if bucket_of(user) in buckets]
        self._with(
            lambda vectors: vectors.rebuild(
                sorted(buckets), self._journal.embedded(self._fingerprint, users=people)
            )
        )

    def difference(self) -> tuple[set[str], set[str]]:
        """(entries without a vector in Chroma, vectors in Chroma without an entry)."""
        held = self._with(Vectors.ids).keys()
        expected = self._journal.embedded_ids(self._fingerprint)
        return expected - held, held - expected

    def mend(self) -> None:
        """Bring Chroma's vectors in step with the journal, entry by entry."""
        self._with(self._mend)

    def count(self) -> int:
        """Number of vectors held."""
        return self._with(Vectors.count)

    def close(self) -> None:
        """Write down how far Chroma has followed and release its files."""
        if self._vectors is not None:
            try:
                self._save(self._journal.head())
            finally:
                self._release()

    def release(self) -> None:
        """Release Chroma's files; what it holds is no longer wanted."""
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
        with suppress(StoreError):
            self._release()
        if not self._failures:
            self.repairs.append(
                f"the vector memory fell behind the journal and will catch up with it ({error})"
            )
        self._failures += 1
        self._wait = min(2**self._failures, LONGEST_WAIT)

    def _searched(self, user: str, vector: FloatArray, n: int) -> list[tuple[str, float]]:
        """What :meth:`nearest` gives, from the journal alone: slower, and nothing is written."""
        wanted = vector / max(float(np.linalg.norm(vector)), 1e-12)
        found = [
            (entry.id, float(kept @ wanted) / max(float(np.linalg.norm(kept)), 1e-12))
            for entry, kept in self._journal.embedded(self._fingerprint, users=[user])
        ]
        return sorted(found, key=lambda pair: -pair[1])[:n]

    def _release(self) -> None:
        if self._vectors is not None:
            vectors, self._vectors = self._vectors, None
            vectors.close()

    def _catch_up(self, vectors: Vectors) -> None:
        """Write what Chroma has not followed yet, then compare the two by number, and where they
        differ entry by entry.
        """
        head, followed = self._journal.head(), self.followed()
        vectors.upsert(self._journal.embedded(self._fingerprint, after=followed))
        expected = self._journal.count_embedded(self._fingerprint, head)
        held = vectors.count()
        if held != expected:
            self._mend(vectors)
            self.repairs.append(
                f"the vector memory held {held} entries where the journal has {expected}; "
                "the two were brought in step"
            )
        self._save(head)

    def _mend(self, vectors: Vectors) -> None:
        held = vectors.ids()
        expected = self._journal.embedded_ids(self._fingerprint)
        stray = {bucket for key, bucket in held.items() if key not in expected}
        if stray:
            people = [user for user in self._journal.users() if bucket_of(user) in stray]
            rows = self._journal.embedded(self._fingerprint, users=people)
            vectors.rebuild(sorted(stray), rows)
        vectors.upsert(
            row for row in self._journal.embedded(self._fingerprint) if row[0].id not in held
        )

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


def remembered(entry: Entry) -> bool:
    """Whether an entry gets a vector: user turns and actions; a statement is part of its turn."""
    return entry.role == "user" and entry.kind != "statement"
