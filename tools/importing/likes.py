"""Import of what one person likes, from a list of titles or an export of another service.

Knows how a row names an item, how a likeness of titles is judged, and that a list without ratings
is one of likes; knows nothing of several people nor of what is learned.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from penchant.memory.door import FUTURE_TOLERANCE, check_user
from penchant.memory.errors import BadInput, StoreBusy
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.importing.cells import number_of, text_of, year_of
from penchant.tools.importing.columns import LIKES_COLUMNS, named, recognise, unused
from penchant.tools.importing.events import (
    BATCH,
    check_limits,
    check_rated,
    in_the_future,
    scale_of,
)
from penchant.tools.importing.files import content_of, decode
from penchant.tools.importing.moments import moment_of, shows_day_first
from penchant.tools.importing.report import examples
from penchant.tools.importing.tables import Row, read_table
from penchant.tools.words.titles import normalise_title, split_year

SAME = 99.0
"""Title score, of 100, from which a title alone names an item."""

NEAR = 85.0
"""From which it does together with the year; without one it is named as near."""

NEAR_NAMED = 3


@dataclass(frozen=True, slots=True)
class Missed:
    """A row that names no item, or several: how it is named, titles that are ``near``, and the
    ``same`` titles, with ids, where several items are called exactly so.
    """

    line: int
    named: str
    near: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LikesReport:
    """What an import of likes did. ``likes`` and ``ratings`` were written, ``unchanged`` were there
    already; ``missed`` rows name nothing that the catalog has; ``taken`` says (line, how it was
    named, title it was taken for) of titles spelled otherwise; ``skipped`` (line, why) of rows that
    cannot be used; ``notes`` the same of rows taken in not quite as they stand; ``columns`` which
    column each field came from, and ``unused`` which none did.
    """

    likes: int
    ratings: int
    unchanged: int
    missed: tuple[Missed, ...] = ()
    taken: tuple[tuple[int, str, str], ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """What a row names: the ``item``, with its title in ``near`` where that is spelled otherwise;
    without one, titles that are near, or the same titles of several.
    """

    item: Item | None
    near: tuple[str, ...] = ()
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Liked:
    """A usable row: ``at`` is None where the list does not say when."""

    item: Item
    value: float | None
    at: datetime | None


def import_likes(
    memory: Memory,
    catalog: Catalog,
    user: str,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    scale: tuple[float, float] | None = None,
    zone: tzinfo = UTC,
) -> LikesReport:
    """Record that ``user`` likes the items that the list in ``path`` names, or rated them so.

    The list is text with a title or id in each line, or a file as for events with columns for id or
    title and, where there are any, year, rating and date: exports of other services among them.
    ``mapping`` (field -> column) overrides what is recognised. In a list with ratings, rows
    without one are left out. Ratings are on ``scale``, and those outside of it left out, or on the
    narrowest usual one that holds all of the list. A title names an item by itself where it is the
    same and only one has it, and with the year also where it is spelled otherwise; an item without
    a year is of any. Importing a list again records nothing.

    Raises BadInput where the file cannot be read or no row names anything, MissingUser without a
    ``user``; nothing is recorded then.
    """
    check_user(user, "whose likes are imported")
    check_limits(scale)
    if memory.read_only:
        raise StoreBusy("another process owns this store; nothing was imported")
    rows, columns, broken, others = _read(path, mapping)
    day_first = shows_day_first(row.get(c) for row in rows for c in columns.get("time", ()))
    latest = memory.clock() + FUTURE_TOLERANCE
    skipped, notes, missed, taken = list(broken), [], [], []
    liked: dict[str, _Liked] = {}
    for row in rows:
        cells = {name: row.get(found[0]) for name, found in columns.items()}
        called, year = _called(cells)
        try:
            if not called:
                raise ValueError("no title and no id")
            value = number_of(cells.get("value"))
            if "value" in columns and not value:
                raise ValueError(f"{called} has no rating")
            check_rated(value, scale)
            at = moment_of(cells["time"], zone, day_first=day_first) if cells.get("time") else None
        except ValueError as error:
            skipped.append((row.line, row.said(str(error))))
            continue
        found = _found(text_of(cells.get("id")), text_of(cells.get("title")), year, catalog)
        if found.item is None:
            said = called if year is None else f"{called} ({year})"
            missed.append(Missed(row.line, said, found.near, found.same))
            continue
        if found.near:
            taken.append((row.line, called, found.near[0]))
        if at is not None and at > latest:
            notes.append((row.line, row.said(in_the_future(at))))
        liked[found.item.id] = _Liked(found.item, value, at)
    if not rows:
        raise BadInput(f"there is nothing in {path}{examples(sorted(skipped))}")
    written = _write(memory, catalog, user, list(liked.values()), scale)
    ratings = sum(entry.kind == "rating" for entry in written)
    return LikesReport(
        likes=len(written) - ratings,
        ratings=ratings,
        unchanged=len(liked) - len(written),
        missed=tuple(missed),
        taken=tuple(taken),
        skipped=tuple(sorted(skipped)),
        columns={name: ", ".join(found) for name, found in columns.items()},
        unused=others,
        notes=tuple(notes),
    )


_Read = tuple[
    Sequence[Row],
    Mapping[str, tuple[str, ...]],
    Sequence[tuple[int, str]],
    tuple[str, ...],
]
"""Rows, columns by field, what is no row (line, why), columns that no field came from."""


def _read(path: Path, mapping: Mapping[str, str] | None) -> _Read:
    table = read_table(path)
    columns = recognise(table.columns, LIKES_COLUMNS, mapping)
    if "id" in columns or "title" in columns:
        return table.rows, columns, table.broken, unused(table.columns, columns)
    if columns or not Path(path).expanduser().is_file():
        raise BadInput(
            f"no column of {path} is recognised as id or title: name it, for example with "
            f"title={next(iter(table.columns), 'COLUMN')}; there are {named(table.columns)}"
        )
    rows = [Row(line, {"line": text}) for line, text in _lines(path)]
    return rows, {"title": ("line",)}, (), ()


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a plain list, with their numbers; of a JSON list of texts, its parts."""
    text, _ = decode(content_of(Path(path).expanduser()))
    if text.lstrip()[:1] == "[":
        try:
            parts = json.loads(text)
        except ValueError:
            parts = None
        if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
            yield from enumerate(parts, start=1)
            return
    for line, said in enumerate(text.splitlines(), start=1):
        if said.strip():
            yield line, said.strip().removeprefix("- ").removeprefix("* ").strip().strip('"')


def _called(cells: Mapping[str, object]) -> tuple[str, int | None]:
    """What a row calls its item, for showing, and the year it gives."""
    title, year = split_year(text_of(cells.get("title")))
    return title or text_of(cells.get("id")), year_of(cells.get("year")) or year


def _found(id: str, title: str, year: int | None, catalog: Catalog) -> _Named:
    """What is named by an id, a title or both."""
    item = catalog.get(id or title)
    # An id of another service may be one of ours by chance: the title decides.
    if item is not None and (not id or not title or _same(item.title, title)):
        return _Named(item)
    title, written = split_year(title)
    year = year or written
    same = _called_so(title, year, catalog) if title else ()
    letter = [one for one in same if one.title.casefold() == title.casefold()]
    if len(same) == 1 or len(letter) == 1:
        return _Named((letter or list(same))[0])
    if same:
        return _Named(None, same=tuple(f"{_shown(one)} [{one.id}]" for one in same[:NEAR_NAMED]))
    found = catalog.find_title(title, year=year, limit=NEAR_NAMED) if title else []
    if not found:
        # Perhaps the year is a different one: then it is named, not taken.
        found = catalog.find_title(title, limit=NEAR_NAMED) if title and year else []
        return _Named(None, tuple(_shown(one) for one, score in found if score >= NEAR))
    (best, score), *rest = found
    sure = NEAR if year is not None and best.year is not None else SAME
    if score >= sure and not any(other >= score for _, other in rest):
        return _Named(best, () if _same(best.title, title) else (_shown(best),))
    return _Named(None, tuple(_shown(one) for one, _ in found))


def _called_so(title: str, year: int | None, catalog: Catalog) -> tuple[Item, ...]:
    """The items called exactly ``title``, of this year; without any, those of no year."""
    same = catalog.titled(title, year=year)
    if same or year is None:
        return same
    found = catalog.titled(title)
    return found if all(one.year is None for one in found) else ()


def _same(title: str, other: str) -> bool:
    return normalise_title(title) == normalise_title(other)


def _shown(item: Item) -> str:
    return item.title if item.year is None else f"{item.title} ({item.year})"


def _write(
    memory: Memory,
    catalog: Catalog,
    user: str,
    liked: Sequence[_Liked],
    scale: tuple[float, float] | None,
) -> list[Entry]:
    """Record what is not there yet, oldest first; returns it."""
    now = memory.clock()
    limits = scale or scale_of([one.value for one in liked if one.value is not None])
    entries = []
    for one in sorted(liked, key=lambda one: one.at or now):
        rated = one.value is not None
        entry = Entry(
            id=_id(user, one),
            kind="rating" if rated else "like",
            user=user,
            occurred_at=one.at or now,
            recorded_at=now,
            item=one.item.id,
            value=one.value,
            scale=limits if rated else None,
            embedder=memory.embedder.fingerprint,
        )
        entries.append(entry)
    there = memory.get_many([entry.id for entry in entries])
    fresh = [entry for entry in entries if entry.id not in there]
    for start in range(0, len(fresh), BATCH):
        batch = fresh[start : start + BATCH]
        vectors = {entry.id: catalog.vector(entry.item or "") for entry in batch}
        memory.record_all(batch, vectors)
    return fresh


def _id(user: str, one: _Liked) -> str:
    """The entry's id; it follows from the content, so the same row is the same entry."""
    at = None if one.at is None else one.at.isoformat()
    content = json.dumps([user, one.item.id, one.value, at], ensure_ascii=False)
    return "liked:" + hashlib.sha256(content.encode()).hexdigest()[:32]
