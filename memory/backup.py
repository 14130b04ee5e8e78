"""Backup and restore: a whole store in one file, and a store from such a file.

Knows the folder of a store, who owns it, and in which order files come and go so that at every
moment there is a whole store or a whole file. What is in them is memory/store/'s. The vector
memory is left out: it is rebuilt from the journal, which holds the vectors.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from penchant.memory.errors import BadInput, ReadOnlyStore, StoreBusy, StoreDamaged
from penchant.memory.ownership import Ownership
from penchant.memory.store import archive, copies
from penchant.memory.store.archive import JOURNAL, Manifest
from penchant.memory.store.salvage import damage

SUFFIX = ".tar.gz"
RESTORING, BEFORE = ".restoring-", ".before-"
"""What follows a store's name in that of the folder being restored, and of the one moved aside."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was restored: its folder, what it holds, and where the one before is now."""

    folder: Path
    manifest: Manifest
    aside: Path | None


def back_up(
    store: Path, target: Path, *, at: datetime, force: bool = False
) -> tuple[Path, Manifest]:
    """Write the store in the folder ``store`` to one file, whoever uses it meanwhile.

    ``target`` is the file, or a folder in which it is named after the store and ``at``. It appears
    whole or not at all. What was erased is not in it. Returns the file and what it holds.

    Raises BadInput where there is no store, where the file exists (unless ``force``) or cannot be
    written, StoreDamaged or StoreTooNew where the store cannot be read.
    """
    store, journal = store.expanduser().resolve(), store.expanduser().resolve() / JOURNAL
    if not journal.is_file() or journal.stat().st_size == 0:
        raise BadInput(f"there is no store in {store} to back up")
    file = _file_for(store, target.expanduser(), at)
    if file.is_relative_to(store):
        raise BadInput("a backup inside the store would keep what is erased from it")
    if file.exists() and not force:
        raise BadInput(f"{file} is there already: choose another name or add --force")
    _clear_leftovers(file)
    copy, part = (_part(file, name) for name in ("journal", "archive"))
    try:
        with _said(file):
            _copy(journal, copy)
            _forget_derived(copy)
            manifest = archive.describe(copy, _moment(at))
            archive.pack(part, manifest, copy)
            if file.exists() and not force:
                raise BadInput(f"{file} has appeared meanwhile")
            part.replace(file)
            copies.sync(file.parent)
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return file, manifest


def restore(file: Path, store: Path, *, at: datetime, force: bool = False) -> Restored:
    """Make the folder ``store`` the store that ``file`` holds.

    The file is checked before anything is touched. A store that is there is refused; with
    ``force`` it is moved aside, never deleted. Raises BadInput for a file that is damaged or no
    backup and for a folder that is in the way, StoreTooNew for a newer one, StoreBusy where
    another process owns the store.
    """
    file, store = file.expanduser(), store.expanduser().resolve()
    aside = _room_for(store, at, force)
    size = archive.read_manifest(file).bytes
    staged = store.with_name(f"{store.name}{RESTORING}{os.getpid()}")
    with _said(store), _owned(store if aside else None):
        store.parent.mkdir(parents=True, exist_ok=True)
        for left in _ended(store.parent.glob(f"{escape(store.name)}{RESTORING}*")):
            _clear_staged(left)
        if isinstance(size, int) and shutil.disk_usage(store.parent).free < size:
            raise ReadOnlyStore(f"{store.parent} has no room for {size:,} bytes")
        staged.mkdir()
        try:
            manifest = archive.unpack(file, staged / JOURNAL)
            (staged / JOURNAL).with_suffix(".id").write_text(manifest.store + "\n", "ascii")
            copies.sync(staged)
        except BaseException:
            _clear_staged(staged)
            raise
        _put_in_place(staged, store, aside)
    return Restored(store, manifest, aside)


def check_whole(store: Path) -> None:
    """Raise StoreDamaged where a restore of this store was cut short at its last step, which would
    let a new store begin in its place.
    """
    if (store / JOURNAL).exists():
        return
    for staged in store.parent.glob(f"{escape(store.name)}{RESTORING}*"):
        if (staged / "journal.id").exists():
            before = sorted(store.parent.glob(f"{escape(store.name)}{BEFORE}*"))
            where = f"; the store before it is in {before[-1]}" if before else ""
            raise StoreDamaged(
                f"a restore of the store {store} is under way or was cut short: repeat it, "
                f"or delete {staged}{where}"
            )


def _file_for(store: Path, target: Path, at: datetime) -> Path:
    if target.is_dir() or str(target).endswith(os.sep):
        target = target / f"{store.name}-{_stamp(at)}{SUFFIX}"
    target = target.parent.resolve() / target.name
    if not target.parent.is_dir():
        raise BadInput(f"there is no folder {target.parent}")
    return target


def _part(file: Path, what: str) -> Path:
    return file.with_name(f".{file.name}.{what}.part-{os.getpid()}")


def _clear_leftovers(file: Path) -> None:
    """Remove what backups to the same file left that were killed."""
    for left in _ended(file.parent.glob(f".{escape(file.name)}.*.part-*")):
        left.unlink(missing_ok=True)


def _ended(paths: Iterable[Path]) -> Iterator[Path]:
    """Those of ``paths`` whose names end with the number of a process that has ended."""
    for path in paths:
        number = path.name.removesuffix("-journal").rpartition("-")[2]
        if number.isdigit() and not _alive(int(number)):
            yield path


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _copy(journal: Path, copy: Path) -> None:
    try:
        copies.copy_database(journal, copy)
    except sqlite3.Error as error:
        # The same complaint may be about either file.
        found = damage(journal)
        if found is None:
            raise
        raise StoreDamaged(
            f"{journal} is damaged ({found}): penchant doctor --repair saves what can be read"
        ) from error


def _forget_derived(copy: Path) -> None:
    """Have the copy not claim a vector memory that does not come with it."""
    with closing(sqlite3.connect(copy)) as database:
        database.execute("DELETE FROM meta WHERE key LIKE 'followed:%'")
        database.commit()


def _room_for(store: Path, at: datetime, force: bool) -> Path | None:
    """Where what is in the way goes; None where nothing is."""
    if store.exists() and not store.is_dir():
        raise BadInput(f"{store} is a file, not the folder of a store")
    if not store.exists() or not any(store.iterdir()):
        return None
    if not any((store / name).exists() for name in (JOURNAL, "journal.id")):
        raise BadInput(f"{store} is not empty and is no store: choose another folder")
    if not force:
        raise BadInput(f"there is a store in {store}: add --force to move it aside")
    aside = store.with_name(f"{store.name}{BEFORE}{_stamp(at)}")
    number = 1
    while aside.exists():
        number += 1
        aside = store.with_name(f"{store.name}{BEFORE}{_stamp(at)}-{number}")
    return aside


def _put_in_place(staged: Path, store: Path, aside: Path | None) -> None:
    if aside is not None:
        store.rename(aside)
    try:
        staged.rename(store)
    except OSError:
        if aside is not None and not store.exists():
            aside.rename(store)
        _clear_staged(staged)
        raise
    copies.sync(store.parent)


def _clear_staged(staged: Path) -> None:
    for name in (JOURNAL, "journal.id", f"{JOURNAL}-wal", f"{JOURNAL}-shm"):
        (staged / name).unlink(missing_ok=True)
    if staged.is_dir():
        staged.rmdir()


@contextmanager
def _owned(store: Path | None) -> Iterator[None]:
    """Own the store that is about to be moved aside, if there is one."""
    if store is None:
        yield
        return
    owner = Ownership(store)
    owner.claim()
    try:
        if not owner.held:
            raise StoreBusy(
                f"the store {store} is in use by {owner.owner}, which has to end before it can be "
                "restored; nothing was changed"
            )
        yield
    finally:
        owner.release()


@contextmanager
def _said(place: Path) -> Iterator[None]:
    """Say in one sentence that ``place`` cannot be written."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise ReadOnlyStore(f"{place} cannot be written: {said}; nothing was changed") from error
    except sqlite3.Error as error:
        raise ReadOnlyStore(f"{place} cannot be written: {error}; nothing was changed") from error


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
