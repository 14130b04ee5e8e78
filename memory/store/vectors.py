"""The vector memory: Chroma collections of what people said and did, derived from the journal.

Knows Chroma, and is the only module that does; knows nothing of what an entry means. It holds
vectors with the entry's id, person and kind, never text: words stay in the journal alone.

People are hashed over a fixed number of collections. One collection for all does not scale under
a filter by person, and one for each person costs about 2.5 MB of memory apiece
(docs/decisions.md has the figures).
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from penchant.memory.errors import ReadOnlyStore, StoreBusy, StoreDamaged, StoreError
from penchant.memory.records import Entry, FloatArray
from penchant.memory.store import chroma_files
from penchant.memory.store.seal import Seal
from penchant.memory.store.sqlite import NO_ROOM, full

BUCKETS = 16
LARGEST_BATCH = 5_000
"""Chroma refuses more than 5,461 rows at a time."""

MOST_NEIGHBOURS = 10_000
"""The most entries that one query may ask for."""

ROOM = 1 << 18
"""Bytes free on a disk below which whatever fails is taken to fail for want of room."""


class Vectors:
    """Nearest entries of one person by meaning. One process at a time may hold it."""

    def __init__(self, folder: Path, fingerprint: str, store_id: str) -> None:
        self.folder = folder
        self._metadata = {"store": store_id, "embedder": fingerprint}
        self._prefix = "entries-" + hashlib.sha256(fingerprint.encode()).hexdigest()[:12]
        self._collections: dict[int, Any] = {}
        self._blanks = chroma_files.Blanks(folder)
        self._seal = Seal(folder)
        self._client: Any = None
        self._connect()

    def _connect(self) -> None:
        import chromadb
        from chromadb.config import Settings

        try:
            with _errors(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
                self._client = chromadb.PersistentClient(
                    str(self.folder), settings=Settings(anonymized_telemetry=False)
                )
                self._check_owner()
        except BaseException:
            self.close()
            raise

    def upsert(self, rows: Iterable[tuple[Entry, FloatArray]]) -> int:
        """Write entries with their (d,) vectors; repeating it changes nothing. Returns how many."""
        batches: dict[int, list[tuple[Entry, FloatArray]]] = {}
        done = 0
        for entry, vector in rows:
            batch = batches.setdefault(bucket_of(entry.user), [])
            batch.append((entry, vector))
            if len(batch) == LARGEST_BATCH:
                done += self._write(bucket_of(entry.user), batch)
                batch.clear()
        return done + sum(self._write(bucket, batch) for bucket, batch in batches.items())

    def query(self, user: str, vector: FloatArray, n: int) -> list[tuple[str, float]]:
        """Ids of the ``n`` entries of ``user`` nearest to ``vector`` (d,), with their cosines."""
        collection = self._collection(bucket_of(user))
        with _errors(self.folder):
            found = collection.query(
                query_embeddings=np.asarray(vector, np.float32)[None],
                n_results=min(n, MOST_NEIGHBOURS),
                where={"user": user},
                include=["distances"],
            )
            self._used()
        ids, distances = found["ids"][0], found["distances"][0]
        return [(key, 1.0 - float(distance)) for key, distance in zip(ids, distances, strict=True)]

    def ids(self) -> dict[str, int]:
        """The ids of all entries held, with the bucket of each."""
        found: dict[str, int] = {}
        for bucket in range(BUCKETS):
            with _errors(self.folder):
                held = self._collection(bucket).get(include=[])["ids"]
                self._used()
            found.update(dict.fromkeys(held, bucket))
        return found

    def count(self) -> int:
        """Number of vectors held, of all people."""
        total = 0
        for bucket in range(BUCKETS):
            with _errors(self.folder):
                total += int(self._collection(bucket).count())
                self._used()
        return total

    def rebuild(self, buckets: Sequence[int], rows: Iterable[tuple[Entry, FloatArray]]) -> int:
        """Make ``buckets`` anew holding ``rows`` alone, and clear the old bytes from the disk.

        Deleting vectors one by one would leave them in Chroma's index files. Returns how many
        vectors were written.
        """
        with _errors(self.folder):
            for bucket in buckets:
                self._collection(bucket)
                self._client.delete_collection(self._name(bucket))
                del self._collections[bucket]
        written = self.upsert(rows)
        # Two copies of SQLite in one process undo each other's locks: Chroma must be out.
        self.close()
        chroma_files.clear(self.folder)
        self._connect()
        return written

    def close(self) -> None:
        """Release Chroma's files."""
        self._collections.clear()
        if self._client is not None:
            self._client.close()
            self._client = None
            with _errors(self.folder):
                self._seal.renew()
        else:
            # Chroma keeps a half-opened store by its path and would hand it out again.
            from chromadb.api.shared_system_client import SharedSystemClient

            SharedSystemClient._identifier_to_system.pop(str(self.folder), None)

    def _check_owner(self) -> None:
        """Refuse vectors that belong to another store, such as ones copied from elsewhere."""
        for collection in self._client.list_collections():
            store = (collection.metadata or {}).get("store")
            if store != self._metadata["store"]:
                raise StoreDamaged(f"the vector memory in {self.folder} is of another store")

    def _write(self, bucket: int, batch: Sequence[tuple[Entry, FloatArray]]) -> int:
        if not batch:
            return 0
        with _errors(self.folder):
            self._collection(bucket).upsert(
                ids=[entry.id for entry, _ in batch],
                embeddings=np.stack([vector for _, vector in batch]).astype(np.float32),
                metadatas=[_metadata(entry) for entry, _ in batch],
            )
            self._used()
        return len(batch)

    def _used(self) -> None:
        """After each use: Chroma may have begun an index, or written one out."""
        self._blanks.renew()
        self._seal.renew()

    def _name(self, bucket: int) -> str:
        return f"{self._prefix}-{bucket:02d}"

    def _collection(self, bucket: int) -> Any:
        if bucket not in self._collections:
            with _errors(self.folder):
                self._collections[bucket] = self._client.get_or_create_collection(
                    self._name(bucket),
                    embedding_function=None,
                    metadata=self._metadata,
                    configuration={"hnsw": {"space": "cosine"}},
                )
        return self._collections[bucket]


def bucket_of(user: str) -> int:
    """The collection in which a person's entries are, 0 to BUCKETS - 1."""
    return hashlib.sha256(user.encode()).digest()[0] % BUCKETS


def _metadata(entry: Entry) -> dict[str, str | int | float]:
    metadata: dict[str, str | int | float] = {
        "user": entry.user,
        "kind": entry.kind,
        "sequence": entry.sequence,
        "day": entry.day,
    }
    if entry.item is not None:
        metadata["item"] = entry.item
    return metadata


@contextmanager
def _errors(folder: Path) -> Iterator[None]:
    from chromadb import errors as chroma

    try:
        yield
    except (chroma.ChromaError, OSError) as error:
        said, what = str(error), f"the vector memory in {folder}"
        if "locked" in said:
            raise StoreBusy(f"{what} is in use: {said}") from error
        if _no_room(error, folder):
            raise full(what, said) from error
        if "readonly" in said or isinstance(error, PermissionError):
            raise ReadOnlyStore(f"{what} cannot be written: {said}") from error
        if "dimension" in said:
            raise StoreError(f"{what} refused: {said}") from error
        # All else that goes wrong inside Chroma is its own files' fault: a damaged page of its
        # database shows as a failed query, an invalid argument, a collection that is not found.
        raise StoreDamaged(f"{what} cannot be used: {said}") from error


def _no_room(error: Exception, folder: Path) -> bool:
    """Whether something failed for want of room: Chroma does not always say so itself."""
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if any(
        sign in str(error) for sign in ("disk is full", "No space left", "os error 28", "code: 778")
    ):
        return True
    return shutil.disk_usage(folder.parent).free < ROOM
