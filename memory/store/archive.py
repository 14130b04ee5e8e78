"""The archive in which a store travels: a gzipped tar of a manifest and the journal's file.

Knows the format and checks everything it reads: nothing is unpacked but what the manifest names,
under names of our own, up to the length it states and only if the sum agrees. Knows nothing of
who owns a store.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from penchant.memory.errors import BadInput, StoreDamaged, StoreTooNew
from penchant.memory.store import copies, schema

FORMAT = 1
"""Of the archive. The journal in it has a schema of its own."""

PRODUCT, MANIFEST, JOURNAL = "penchant", "manifest.json", "journal.db"
LONGEST_MANIFEST = 1 << 16

_BLOCK = 1 << 20
_COMPRESSION = 1
"""Most of a store is vectors, which hardly shrink however long one tries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive holds: the store as of ``made_at`` (ISO 8601, UTC) and ``sequence``.

    ``bytes`` and ``sha256`` are of the journal's file.
    """

    made_at: str
    store: str
    schema: int
    sequence: int
    entries: int
    people: int
    vectors: int
    embedder: str | None
    bytes: int
    sha256: str


def describe(journal: Path, made_at: str) -> Manifest:
    """The manifest of a journal's file that nobody writes to. Raises StoreTooNew, StoreDamaged."""
    with closing(copies.open_to_read(journal)) as database:

        def one(query: str) -> Any:
            return database.execute(query).fetchone()[0]

        try:
            meta = dict(database.execute("SELECT key, value FROM meta"))
            version, store = int(meta["schema"]), meta["store"]
            if version > schema.VERSION:
                raise StoreTooNew(
                    f"the journal has schema {version} and this version of penchant knows up to "
                    f"{schema.VERSION}: install a newer penchant"
                )
            return Manifest(
                made_at=made_at,
                store=store,
                schema=version,
                sequence=int(meta.get("head", "0")),
                entries=one("SELECT count(*) FROM entry"),
                people=one("SELECT count(DISTINCT user) FROM entry WHERE user <> ''"),
                vectors=one("SELECT count(*) FROM entry_vector"),
                embedder=meta.get("embedder"),
                bytes=journal.stat().st_size,
                sha256=_sum_of(journal),
            )
        except (KeyError, ValueError, sqlite3.DatabaseError) as error:
            raise StoreDamaged(f"{journal} is no journal of a store: {error}") from error


def pack(archive: Path, manifest: Manifest, journal: Path) -> None:
    """Write the archive; it is on the disk when this returns."""
    with tarfile.open(archive, "w:gz", compresslevel=_COMPRESSION) as tar:
        described = {"product": PRODUCT, "format": FORMAT} | asdict(manifest)
        text = json.dumps(described, indent=2, ensure_ascii=False).encode()
        with io.BytesIO(text) as file:
            _add(tar, MANIFEST, len(text), file)
        with journal.open("rb") as file:
            _add(tar, JOURNAL, manifest.bytes, file)
    copies.sync(archive)


def read_manifest(archive: Path) -> Manifest:
    """What the archive says it holds. Raises BadInput, or StoreTooNew for a newer format."""
    with _members(archive, whole=False) as tar:
        return _manifest(tar, archive)


def unpack(archive: Path, journal: Path) -> Manifest:
    """Write the archive's journal to the file ``journal``, which must not exist, and check it.

    Raises BadInput for a file that is damaged or no archive of ours, StoreTooNew for a newer one;
    the file ``journal`` is gone then.
    """
    try:
        with _members(archive, whole=True) as tar:
            manifest = _manifest(tar, archive)
            member = tar.next()
            file = None if member is None else _file(tar, member, JOURNAL)
            if member is None or file is None or member.size != manifest.bytes:
                raise BadInput(f"{archive} lacks the journal its manifest speaks of")
            with journal.open("xb") as out:
                found = _copied(file, out)
            if found != manifest.sha256:
                raise BadInput(f"{archive} is damaged: the journal is not what was put in it")
            if tar.next() is not None:
                raise BadInput(f"{archive} holds more than a backup does")
        copies.sync(journal)
        _check(archive, journal, manifest)
    except BaseException:
        journal.unlink(missing_ok=True)
        raise
    return manifest


def _check(archive: Path, journal: Path, manifest: Manifest) -> None:
    """Whether the database is whole and is what the manifest says."""
    try:
        with closing(copies.open_to_read(journal)) as database:
            said = [row[0] for row in database.execute("PRAGMA quick_check(1)")]
        found = describe(journal, manifest.made_at)
    except (sqlite3.DatabaseError, StoreDamaged) as error:
        raise BadInput(f"{archive} holds no sound journal: {error}") from error
    if said != ["ok"]:
        raise BadInput(f"{archive} holds a damaged journal: {said[0]}")
    if found != manifest:
        raise BadInput(f"{archive} holds another journal than its manifest says")


def _manifest(tar: tarfile.TarFile, archive: Path) -> Manifest:
    member = tar.next()
    file = None if member is None else _file(tar, member, MANIFEST)
    if member is None or file is None or member.size > LONGEST_MANIFEST:
        raise BadInput(f"{archive} is no backup made by penchant")
    try:
        said = dict(json.loads(file.read()))
    except (ValueError, TypeError) as error:
        raise BadInput(f"{archive} has an unreadable manifest: {error}") from error
    if said.pop("product", None) != PRODUCT or not isinstance(form := said.pop("format", 0), int):
        raise BadInput(f"{archive} is no backup made by penchant")
    if form > FORMAT:
        raise StoreTooNew(
            f"{archive} has format {form} and this version of penchant knows up to {FORMAT}: "
            "install a newer penchant"
        )
    names = Manifest.__dataclass_fields__
    if set(said) != set(names):
        raise BadInput(f"{archive} has a manifest that is not one of format {FORMAT}")
    manifest = Manifest(**said)
    if isinstance(manifest.schema, int) and manifest.schema > schema.VERSION:
        raise StoreTooNew(
            f"{archive} holds a store of schema {manifest.schema} and this version of penchant "
            f"knows up to {schema.VERSION}: install a newer penchant"
        )
    return manifest


def _add(tar: tarfile.TarFile, name: str, size: int, file: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, file)


def _file(tar: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> IO[bytes] | None:
    """The content of ``member`` if it is the plain file of that name."""
    return tar.extractfile(member) if member.isreg() and member.name == name else None


def _copied(file: IO[bytes], out: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
        out.write(block)
    return digest.hexdigest()


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _members(archive: Path, *, whole: bool) -> Iterator[tarfile.TarFile]:
    """The archive, opened as a stream; what is wrong with it is BadInput.

    Where it is read ``whole``, its end is read too, in which the sum over all of it stands; a tar
    has no need of it.
    """
    try:
        with gzip.open(archive) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
            yield tar
            while whole and plain.read(_BLOCK):
                pass
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BadInput(f"{archive} is damaged, or no backup made by penchant: {error}") from error
    except OSError as error:
        if error.errno is None or isinstance(error, FileNotFoundError | IsADirectoryError):
            raise BadInput(f"{archive} cannot be read: {error.strerror or error}") from error
        raise
