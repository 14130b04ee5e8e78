"""Repair of a store's files: what is damaged is put aside, what can be read of it takes its place.

Knows the store's folder, who owns it and in which order files come and go. How a damaged journal
is read is memory/store/salvage.py's; what is derived from a sound one, memory.py mends.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from penchant.memory.errors import StoreBusy, StoreDamaged
from penchant.memory.ownership import Ownership
from penchant.memory.store import copies
from penchant.memory.store.salvage import Salvaged, damage, salvage

JOURNAL = "journal.db"
ASIDE = "damaged-"
"""Beginning of the name of a folder in the store that holds a damaged journal."""

PART = ".part"


def leftovers(store: Path) -> list[Path]:
    """Half files in the store that work which was killed has left."""
    return sorted(path for path in store.glob(f"{JOURNAL}.*{PART}*") if path.is_file())


def put_aside(store: Path) -> list[Path]:
    """Folders in the store with journals that were found damaged; their words are in them."""
    return sorted(path for path in store.glob(f"{ASIDE}*") if path.is_dir())


def mend_files(store: Path, *, at: datetime) -> list[str]:
    """Mend the files of the store in the folder ``store``; returns a sentence on each thing done.

    Nothing is lost by it: a damaged journal stays, as it was, in a folder of the store. Raises
    StoreBusy where another process owns the store, StoreDamaged where nothing can be read.
    """
    owner = Ownership(store)
    owner.claim()
    try:
        if not owner.held:
            raise StoreBusy(f"{owner.owner} owns this store and has to end before it is repaired")
        done = []
        for left in leftovers(store):
            left.unlink()
            done.append(f"the half file {left.name}, left by something killed, was removed")
        journal = store / JOURNAL
        if not journal.exists() or journal.stat().st_size == 0:
            if journal.with_suffix(".id").exists():
                raise StoreDamaged(
                    f"{journal} is missing or empty: there is nothing to save; restore a backup"
                )
            return done
        found = damage(journal)
        if found is not None:
            done += _rescue(store, found, at)
        return done
    finally:
        owner.release()


def _rescue(store: Path, found: str, at: datetime) -> list[str]:
    journal, new = store / JOURNAL, store / f"{JOURNAL}.salvaged{PART}"
    aside = _copied_aside(store, at)
    try:
        marker = journal.with_suffix(".id")
        known = marker.read_text("ascii", "replace").strip() if marker.exists() else None
        saved = salvage(aside / JOURNAL, new, store=known)
        (aside / f"{JOURNAL}-shm").unlink(missing_ok=True)
    except BaseException:
        # The journal stands as it was, so its copy is of no use.
        shutil.rmtree(aside)
        for part in ("", "-wal", "-shm", "-journal"):
            new.with_name(new.name + part).unlink(missing_ok=True)
        raise
    _empty_log(journal)
    os.replace(new, journal)
    # What is lost is said here; the witness would have the next opening say it again.
    journal.with_suffix(".head").unlink(missing_ok=True)
    copies.sync(store)
    return [f"the journal was damaged ({found})", *_said(saved), f"the damaged file is in {aside}"]


def _copied_aside(store: Path, at: datetime) -> Path:
    """Copy the journal with its log into a folder of its own."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside, number = store / f"{ASIDE}{stamp}", 1
    while aside.exists():
        number += 1
        aside = store / f"{ASIDE}{stamp}-{number}"
    aside.mkdir()
    try:
        for name in (JOURNAL, f"{JOURNAL}-wal"):
            if (store / name).exists():
                shutil.copy2(store / name, aside / name)
                copies.sync(aside / name)
    except BaseException:
        shutil.rmtree(aside)
        raise
    copies.sync(aside)
    return aside


def _empty_log(journal: Path) -> None:
    """Have no log beside the journal when another file takes its place: it would be replayed on
    that. It is written into the old file first where that is possible; a copy is aside in any case.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(journal)) as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for end in ("-wal", "-shm"):
        journal.with_name(journal.name + end).unlink(missing_ok=True)


def _said(saved: Salvaged) -> list[str]:
    vectors = f"{saved.vectors} vectors of entries and {saved.item_vectors} of items"
    said = [f"{saved.entries} entries were saved into a new journal, with {vectors}"]
    if saved.unplaced:
        said.append(f"{saved.unplaced} of them lack their vector; it is made anew where it can be")
    if saved.lost:
        numbers = ", ".join(map(str, saved.lost[:20])) + (", ..." if len(saved.lost) > 20 else "")
        said.append(f"{len(saved.lost)} entries are lost from it: {numbers}")
    if saved.unknown:
        said.append(
            f"of {saved.unknown} more numbers up to {saved.head} nothing can be read: they were "
            "erased before, or are lost"
        )
    elif not saved.lost:
        said.append("none is lost")
    return said
