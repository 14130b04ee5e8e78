"""Import of items from a file into the journal.

Knows how a row becomes an item and how items are written so that a repeated or interrupted import
does no harm; knows nothing of how files are read (``tables``) or values written (``cells``).
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from penchant.memory.errors import BadInput, StoreBusy
from penchant.memory.memory import LONGEST_NAME, Memory
from penchant.memory.records import Item, Json
from penchant.tools.catalog.assortment import write_items
from penchant.tools.catalog.embedding import Progress
from penchant.tools.catalog.shelf import OWN, Shelf, read_shelf
from penchant.tools.importing.cells import (
    are_whole,
    number_of,
    says_nothing,
    stock_of,
    text_of,
    year_of,
)
from penchant.tools.importing.columns import ITEM_COLUMNS, named, plain_name, recognise, unused
from penchant.tools.importing.fields import LONGEST_TITLE, check_times
from penchant.tools.importing.lists import Commas, commas_in, names_of
from penchant.tools.importing.moments import DayFirst, moment_of, shows_day_first
from penchant.tools.importing.prices import price_of, shows_decimal_comma
from penchant.tools.importing.report import ImportReport, examples
from penchant.tools.importing.tables import Row, read_table
from penchant.tools.importing.typed import Reader, readers_of
from penchant.tools.words.titles import normalise_title, split_year

ONE_NAME = frozenset({"brand", "brand_name", "manufacturer", "vendor", "maker", "store", "品牌"})
"""Columns of people that hold one name, which may have a comma in it."""

LISTS = ("categories", "people", "tags")
TIMES = ("available_from", "available_until")

Read = TypeVar("Read")


def import_items(
    memory: Memory,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    side_by_side: int | None = None,
) -> ImportReport:
    """Put the rows of a file, or of a folder of files, into the store's own catalog.

    A file is CSV, JSON, JSON lines, YAML or Parquet, plain or compressed by gzip.
    Columns are found by their names, English or Chinese; ``mapping`` (field -> column) overrides.
    Unknown columns become attributes; those of a CSV that hold nothing but numbers, or nothing but
    yes and no, are read as such (``typed``). From the first import on the demo films are out of
    view. Items that are in the catalog but not in the file stay. One that was hidden comes back.
    Of rows with one id the last counts. Ids that all end in ``.0`` are read without it.
    Importing a file again writes nothing, and an import that was cut short is completed by it.

    ``progress`` is told how many changed items have been embedded, and of how many.
    ``side_by_side`` is :func:`embed_items`'s.

    Raises BadInput, with nothing changed, where no row can be used or the mapping fits no column;
    MissingExtra for Parquet without pyarrow.
    """
    table = read_table(path)
    columns = recognise(table.columns, ITEM_COLUMNS, mapping)
    if "title" not in columns and table.columns:
        raise BadInput(
            f"no column of {path} is a title: name one, for example with "
            f"title={table.columns[0]}; there are {named(table.columns)}"
        )
    items, skipped, notes = _items(table.rows, columns)
    skipped = sorted([*table.broken, *skipped])
    if not items:
        why = examples(skipped) if skipped else ": there is none, or only a header"
        raise BadInput(f"no row of {path} can be used{why}")
    if memory.read_only:
        raise StoreBusy("another process owns this store; nothing was imported")
    shelf = read_shelf(memory.journal)
    changed = [item for item in items if shelf.get(item.id) != item]
    with memory.gate.using():
        write_items(
            memory,
            shelf,
            changed,
            own=shelf.source != OWN,
            progress=progress,
            side_by_side=side_by_side,
        )
    return ImportReport(
        imported=len(changed),
        unchanged=len(items) - len(changed),
        skipped=tuple(skipped),
        columns={name: ", ".join(found) for name, found in columns.items()},
        unused=unused(table.columns, columns),
        notes=tuple(notes),
        missing=tuple(name for name in ITEM_COLUMNS if name not in columns),
        same_titles=_same_titles(shelf, items),
    )


def _same_titles(shelf: Shelf, items: Sequence[Item]) -> tuple[tuple[str, str], ...]:
    """(id, id on the shelf) of new items with the title, and no other year, of one on the shelf
    that is not among ``items``.
    """
    given = {item.id for item in items}
    there: dict[str, list[Item]] = {}
    for item in shelf.items.values():
        if item.id not in given and item.id not in shelf.hidden:
            there.setdefault(item.title.casefold(), []).append(item)
    found = []
    for item in items:
        if item.id not in shelf.items:
            alike = (
                one.id
                for one in there.get(item.title.casefold(), ())
                if item.year is None or one.year in (None, item.year)
            )
            if (other := next(alike, None)) is not None:
                found.append((item.id, other))
    return tuple(found)


def _items(
    rows: Sequence[Row], columns: Mapping[str, tuple[str, ...]]
) -> tuple[list[Item], list[tuple[int, str]], list[tuple[int, str]]]:
    """The items of ``rows``, in order, (line, why) of rows that are none, and the same of those
    whose price is none. Of two rows with one id the later one counts.
    """
    commas = _commas(rows, columns)
    whole = are_whole(row.get(column) for row in rows for column in columns.get("id", ()))
    cents = shows_decimal_comma(row.get(c) for row in rows for c in columns.get("price", ()))
    times = {
        name: shows_day_first(row.get(c) for row in rows for c in columns.get(name, ()))
        for name in TIMES
    }
    readers = readers_of(rows, [column for names in columns.values() for column in names])
    found: dict[str, tuple[Row, Item]] = {}
    skipped: list[tuple[int, str]] = []
    notes: list[tuple[int, str]] = []
    for row in rows:
        try:
            item = _item(row, columns, commas, cents, times, readers if row.untyped else {})
            item = replace(item, id=item.id.removesuffix(".0")) if whole else item
        except ValueError as error:
            skipped.append((row.line, row.said(str(error))))
            continue
        if item.id in found:
            earlier, _ = found.pop(item.id)
            place = f"on line {row.line}" + (f" of {row.file}" if row.file else "")
            said = f"the id {item.id!r} comes again {place}"
            skipped.append((earlier.line, earlier.said(said)))
        found[item.id] = (row, item)
        if item.price is None and (said := _unread_price(row, columns)):
            notes.append((row.line, row.said(f"{said!r} is no price: kept as it stands")))
    return [item for _, item in found.values()], skipped, notes


def _unread_price(row: Row, columns: Mapping[str, tuple[str, ...]]) -> str:
    """What stands in place of a price, shortened; an empty text where nothing does."""
    cells = map(row.get, columns.get("price", ()))
    cell = next((value for value in cells if not says_nothing(value)), None)
    if isinstance(cell, str | int | float):
        return text_of(cell)[:40]
    try:
        price_of(cell)
    except ValueError:
        return json.dumps(cell, ensure_ascii=False)[:40]
    return ""


def _commas(rows: Sequence[Row], columns: Mapping[str, tuple[str, ...]]) -> Mapping[str, Commas]:
    """What commas are in each column that lists names."""
    return {
        column: "inside"
        if plain_name(column) in ONE_NAME
        else commas_in(row.get(column) for row in rows)
        for field in LISTS
        for column in columns.get(field, ())
    }


def _item(
    row: Row,
    columns: Mapping[str, tuple[str, ...]],
    commas: Mapping[str, Commas],
    decimal_comma: bool,
    day_first: Mapping[str, DayFirst],
    readers: Mapping[str, Reader],
) -> Item:
    """The item in ``row``; ValueError, with the reason, where there is none."""
    unread: list[str] = []

    def cell(name: str) -> Json:
        cells = map(row.get, columns.get(name, ()))
        return next((value for value in cells if not says_nothing(value)), None)

    def names(name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for column in columns.get(name, ()):
            found |= dict.fromkeys(names_of(row.get(column), commas=commas[column]))
        return tuple(found)

    # A title may be a word that elsewhere says "no value".
    title = " ".join(text_of(next((row.get(c) for c in columns.get("title", ())), None)).split())
    if not title:
        raise ValueError("no title")
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"a title of {len(title)} characters; {LONGEST_TITLE} are allowed")
    price = _price(cell("price"), decimal_comma)
    stock = _of("stock", stock_of, cell("stock"))
    start, end = (
        None
        if (value := cell(name)) is None
        else _of(name, partial(moment_of, day_first=day_first[name]), value)
        for name in TIMES
    )
    year, description = year_of(cell("year")), cell("description")
    # What is no price stays with the item as it stands.
    if price is None or isinstance(cell("price"), Mapping):
        unread.append("price")
    if year is None or text_of(cell("year")) != str(year):
        unread.append("year")
    if not text_of(description):
        unread.append("description")
    taken = [c for name, found in columns.items() if name not in unread for c in found]
    item = Item(
        id=text_of(cell("id")),
        title=title,
        description=text_of(description),
        categories=names("categories"),
        people=names("people"),
        tags=names("tags"),
        year=year if year is not None else split_year(title)[1],
        price=price,
        url=_link(cell("url")),
        image=_link(cell("image")),
        prior=_prior(cell("prior")),
        stock=stock,
        available_from=start,
        available_until=end,
        attributes=_attributes(row.without(taken), readers),
    )
    item = item if item.id else replace(item, id=_own_id(item))
    check_times(item)
    if len(item.id) > LONGEST_NAME:
        raise ValueError(f"an id of {len(item.id)} characters; {LONGEST_NAME} are allowed")
    return item


def _price(value: Json, decimal_comma: bool) -> float | None:
    try:
        return price_of(value, decimal_comma=decimal_comma)
    except ValueError:
        return None


def _of(field: str, read: Callable[[Json], Read], value: Json) -> Read:
    """What ``read`` makes of ``value``; a ValueError names the field."""
    try:
        return read(value)
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from None


def _link(value: Json) -> str | None:
    """The first address in a cell, which may be a list of pictures in several sizes."""
    if isinstance(value, list):
        return next((link for part in value if (link := _link(part))), None)
    return text_of(value) or None


def _prior(value: Json) -> float:
    try:
        return max(0.0, number_of(value) or 0.0)
    except ValueError:
        return 0.0


def _attributes(rest: Mapping[str, Json], readers: Mapping[str, Reader]) -> dict[str, Json]:
    """Every other column that says something, with texts and numbers that can be stored."""
    return {
        text_of(name): _storable(readers[name](value) if name in readers else value)
        for name, value in rest.items()
        if not says_nothing(value)
    }


def _storable(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {text_of(name): _storable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    if isinstance(value, str):
        return text_of(value)
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _own_id(item: Item) -> str:
    """An id from title and year, the same at every import: ``item:red-lamp-1f2e3d4c``."""
    name = normalise_title(item.title) or item.title
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:48].strip("-")
    digest = hashlib.sha256(f"{item.title.casefold()}\n{item.year}".encode()).hexdigest()[:8]
    return f"item:{slug}-{digest}" if slug else f"item:{digest}"
