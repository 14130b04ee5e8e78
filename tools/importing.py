"""Import of items from a file into the journal.

Knows how a row becomes an item and how items are written so that a repeated or interrupted import
does no harm; knows nothing of how files are read (``tables``) or values written (``cells``).
"""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from penchant.memory.errors import BadInput, StoreBusy
from penchant.memory.memory import LONGEST_NAME, Memory
from penchant.memory.records import Item, Json
from penchant.tools.cells import names_of, number_of, price_of, says_nothing, text_of, year_of
from penchant.tools.columns import ITEM_COLUMNS, plain_name, recognise
from penchant.tools.embedding import BATCH, Progress, embed_items
from penchant.tools.shelf import OWN, Shelf, read_shelf, source_entry, upsert_entry
from penchant.tools.tables import Row, read_table
from penchant.tools.titles import normalise_title, split_year

__all__ = ["ImportReport", "Progress", "import_items"]

_ONE_NAME = frozenset({"brand", "brand_name", "manufacturer", "vendor", "maker", "store", "品牌"})
"""Columns of people that hold one name, which may have a comma in it."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``imported`` entries were written, ``unchanged`` rows were there already;
    ``skipped`` says (line, why) of every row left out; ``columns`` which column each field came
    from (several joined by ``, ``).
    """

    imported: int
    unchanged: int
    skipped: tuple[tuple[int, str], ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


def import_items(
    memory: Memory,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Put the rows of a CSV, JSONL or JSON file into the store's own catalog.

    Columns are found by their names, English or Chinese; ``mapping`` (field -> column) overrides.
    Unknown columns become attributes. From the first import on the demo films are out of view.
    Items that are in the catalog but not in the file stay. An item that was hidden comes back.
    Importing a file again writes nothing, and an import that was cut short is completed by it.

    Raises BadInput, with nothing changed, where no row can be used or the mapping fits no column.
    """
    table = read_table(path)
    columns = recognise(table.columns, ITEM_COLUMNS, mapping)
    if "title" not in columns and table.rows:
        raise BadInput(
            f"no column of {path} is a title: name one, for example with "
            f"title={table.columns[0]}; there are {', '.join(table.columns)}"
        )
    items, skipped = _items(table.rows, columns)
    skipped = sorted([*table.broken, *skipped])
    if not items:
        raise BadInput(f"no row of {path} can be used{_examples(skipped)}")
    if memory.read_only:
        raise StoreBusy("another process owns this store; nothing was imported")
    shelf = read_shelf(memory.journal)
    changed = [item for item in items if shelf.get(item.id) != item]
    with memory.gate.using():
        _write(memory, shelf, changed, progress)
    return ImportReport(
        imported=len(changed),
        unchanged=len(items) - len(changed),
        skipped=tuple(skipped),
        columns={name: ", ".join(found) for name, found in columns.items()},
    )


def _write(memory: Memory, shelf: Shelf, items: Sequence[Item], progress: Progress | None) -> None:
    """Embed and write ``items`` in batches, each durable before the next begins."""
    source = [] if shelf.source == OWN else [source_entry(memory, shelf, OWN)]
    for start in range(0, len(items), BATCH):
        batch = items[start : start + BATCH]
        # Vectors first: they are kept by content and wait for their items if we are cut short.
        embed_items(memory, batch)
        memory.record_all([*source, *(upsert_entry(memory, shelf, item) for item in batch)])
        source = []
        if progress is not None:
            progress(start + len(batch), len(items))
    if source:
        memory.record_all(source)


def _items(
    rows: Sequence[Row], columns: Mapping[str, tuple[str, ...]]
) -> tuple[list[Item], list[tuple[int, str]]]:
    """The items of ``rows``, in order, and (line, why) of rows that are none. Of two rows with one
    id the later one counts.
    """
    found: dict[str, tuple[int, Item]] = {}
    skipped: list[tuple[int, str]] = []
    for row in rows:
        try:
            item = _item(row, columns)
        except ValueError as error:
            skipped.append((row.line, str(error)))
            continue
        if item.id in found:
            earlier, _ = found.pop(item.id)
            skipped.append((earlier, f"the id {item.id!r} comes again on line {row.line}"))
        found[item.id] = (row.line, item)
    return [item for _, item in found.values()], skipped


def _item(row: Row, columns: Mapping[str, tuple[str, ...]]) -> Item:
    """The item in ``row``; ValueError, with the reason, where there is none."""
    values = row.values
    taken = {column for found in columns.values() for column in found}
    rest = {name: values[name] for name in values if name not in taken}

    def cell(name: str) -> Json:
        return next(
            (values[c] for c in columns.get(name, ()) if not says_nothing(values.get(c))), None
        )

    def unread(name: str) -> None:
        for column in columns.get(name, ()):
            rest[column] = values.get(column)

    title = " ".join(text_of(next((values.get(c) for c in columns["title"]), None)).split())
    if not title:
        raise ValueError("no title")
    price = price_of(cell("price"))
    year = year_of(cell("year"))
    if year is None or text_of(cell("year")) != str(year):
        unread("year")
    if price is None:
        unread("price")
    description = text_of(cell("description"))
    if not description:
        unread("description")
    item = Item(
        id=text_of(cell("id")),
        title=title,
        description=description,
        categories=_names(values, columns.get("categories", ())),
        people=_names(values, columns.get("people", ())),
        tags=_names(values, columns.get("tags", ())),
        year=year if year is not None else split_year(title)[1],
        price=price,
        url=_link(cell("url")),
        image=_link(cell("image")),
        prior=_prior(cell("prior")),
        attributes=_attributes(rest),
    )
    item = item if item.id else replace(item, id=_own_id(item))
    if len(item.id) > LONGEST_NAME:
        raise ValueError(f"an id of {len(item.id)} characters; {LONGEST_NAME} are allowed")
    return item


def _names(values: Mapping[str, Json], columns: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for column in columns:
        commas = plain_name(column) not in _ONE_NAME
        names.update(dict.fromkeys(names_of(values.get(column), commas=commas)))
    return tuple(names)


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


def _attributes(rest: Mapping[str, Json]) -> dict[str, Json]:
    """Every other column that says something, with texts and numbers that can be stored."""
    return {
        text_of(name): _storable(value) for name, value in rest.items() if not says_nothing(value)
    }


def _storable(value: Json) -> Json:
    if isinstance(value, dict):
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


def _examples(skipped: Sequence[tuple[int, str]]) -> str:
    first = "; ".join(f"line {line}: {why}" for line, why in skipped[:3])
    return f" ({first})" if first else ""
