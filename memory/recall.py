"""Recall by meaning: keeps Chroma's vectors in step with the journal and asks them.

Knows which entries get a vector and how far Chroma has followed; knows nothing of interests.
Chroma is opened at the first need, so reading commands never pay for it. Its vectors are derived:
what is found damaged is put aside and made anew from the journal, and ``repairs`` says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from penchant.memory.errors import StoreDamaged
from penchant.memory.records import Entry, FloatArray
from penchant.memory.store import chroma_files
from penchant.memory.store.journal import Journal
from penchant.memory.store.vectors import Vectors, bucket_of

T = TypeVar("T")

SAVE_EVERY = 200
"""Entries after which it is noted how far Chroma has followed; following twice is harmless."""


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

    def follow(self, rows: Sequence[tuple[Entry, FloatArray]], head: int) -> None:
        """Write what was just appended; ``head`` is the journal's newest sequence."""
        rows = [row for row in rows if remembered(row[0])]
        if not rows:
            return
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
        return self._with(lambda vectors: vectors.query(user, vector, n))

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
            self._save(self._journal.head())
            self._release()

    def release(self) -> None:
        """Release Chroma's files; what it holds is no longer wanted."""
        self._release()

    def _with(self, use: Callable[[Vectors], T]) -> T:
        """What ``use`` gives; if Chroma fails at it, once more on vectors made anew."""
        try:
            return use(self._open())
        except StoreDamaged as error:
            self._put_aside(f"failed ({error.__cause__ or error})")
            return use(self._open())

    def _open(self) -> Vectors:
        if self._vectors is None:
            found = chroma_files.damage(self.folder)
            if found is not None:
                self._put_aside(found)
            elif self.followed() and not self.folder.exists():
                self._put_aside("was gone")
            try:
                self._vectors = self._opened()
            except StoreDamaged as error:
                self._put_aside(f"failed ({error.__cause__ or error})")
                self._vectors = self._opened()
        return self._vectors

    def _opened(self) -> Vectors:
        vectors = Vectors(self.folder, self._fingerprint, self._journal.store_id)
        try:
            self._catch_up(vectors)
        except BaseException:
            vectors.close()
            raise
        return vectors

    def _put_aside(self, found: str) -> None:
        self._release()
        shutil.rmtree(self.aside, ignore_errors=True)
        if self.folder.exists():
            self.folder.rename(self.aside)
        self._journal.put_meta(self._key, "0")
        self.repairs.append(f"the vector memory {found}; it was rebuilt from the journal")

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
