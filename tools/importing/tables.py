"""Rows of a CSV, JSONL or JSON file, each with the line it began on.

Knows encodings, delimiters, quoting and how such files break; knows nothing of what columns mean.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from penchant.memory.errors import BadInput
from penchant.memory.records import Json

DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_LINES = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the file: its values by column, as text (CSV) or JSON values."""

    line: int
    values: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows in order, its columns in order of first appearance, and what could not be read
    as a row: (line, why). ``encoding`` is the one it was read in.
    """

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    broken: tuple[tuple[int, str], ...]
    encoding: str


def read_table(path: Path) -> Table:
    """Read ``path``, a CSV (any common delimiter), JSONL or JSON array, whatever its name.

    Raises BadInput where there is no such file or nothing in it.
    """
    try:
        content = Path(path).expanduser().read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error
    text, encoding = decode(content)
    if not text.strip():
        raise BadInput(f"{path} is empty")
    found = list(_READERS[_form(text, Path(path).suffix.lower())](text))
    rows = tuple(row for row in found if isinstance(row, Row))
    broken = tuple(row for row in found if not isinstance(row, Row))
    columns = dict.fromkeys(name for row in rows for name in row.values)
    return Table(rows, tuple(columns), broken, encoding)


def _form(text: str, suffix: str) -> str:
    """``csv``, ``jsonl`` or ``json``: by how the text begins, and only then by its name."""
    # A CSV may begin with a bracket too, but seldom with what follows one in JSON.
    if re.match(r"\s*\[\s*(\{|\]|$)", text):
        return "json"
    if re.match(r'\s*\{\s*["}]', text) or suffix in {".jsonl", ".ndjson", ".json"}:
        return "jsonl"
    return "csv"


def decode(content: bytes) -> tuple[str, str]:
    """The text of ``content`` and the encoding it is in.

    UTF-8 with or without a byte order mark, UTF-16 with one, else GB18030 where the bytes beyond
    ASCII stand together as Chinese characters do, else Windows-1252.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _looks_chinese(content):
        try:
            return content.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def _looks_chinese(content: bytes) -> bool:
    """Whether most bytes beyond ASCII have a neighbour like them: accented letters stand alone."""
    high = re.findall(rb"[\x80-\xff]+", content)
    together = sum(len(run) for run in high if len(run) > 1)
    return together * 2 > sum(len(run) for run in high)


Found = Row | tuple[int, str]


def _jsonl_rows(text: str) -> Iterator[Found]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _json_row(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield number, f"broken JSON: {_short(error)}"


def _json_rows(text: str) -> Iterator[Found]:
    """The elements of one JSON array; what follows a broken element cannot be told apart."""
    decoder, space = json.JSONDecoder(), re.compile(r"[\s,]*")
    place = text.index("[") + 1
    line = 1 + text.count("\n", 0, place)
    while True:
        start = place
        place = space.match(text, place).end()  # type: ignore[union-attr]  # it matches nothing too
        line += text.count("\n", start, place)
        if place >= len(text):
            yield line, "the file ends before the list does"
            return
        if text[place] == "]":
            return
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            yield line, f"broken JSON, the rest was not read: {_short(error)}"
            return
        yield _json_row(line, value)
        line += text.count("\n", place, end)
        place = end


def _json_row(line: int, value: Json) -> Found:
    if not isinstance(value, dict):
        return line, f"not an object but a {type(value).__name__}"
    return Row(line, value)


def _short(error: Exception) -> str:
    return re.sub(r": line \d+ column (\d+) \(char \d+\)$", r" at character \1", str(error))[:120]


def _csv_rows(text: str) -> Iterator[Found]:
    lines = list(io.StringIO(text.replace("\0", ""), newline=""))
    delimiter = _delimiter(lines)
    header: list[str] | None = None
    for line, cells in _records(lines, delimiter):
        if isinstance(cells, str):
            yield line, cells
        elif not any(cell.strip() for cell in cells):
            continue
        elif header is None:
            header = _header(cells)
        elif len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            yield line, f"{len(cells)} fields where the header has {len(header)}"
        else:
            yield Row(line, dict(zip(header, cells, strict=False)))


def _header(cells: Sequence[str]) -> list[str]:
    """Column names, unique and not empty."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        base = name = " ".join(cell.split()) or f"column {place}"
        number = 1
        while name in names:
            number += 1
            name = f"{base} {number}"
        names.append(name)
    return names


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """(line it began on, cells) of each record, or why it is none.

    A quote that is opened and never closed would swallow the rest of the file: the line with it
    is reported and reading goes on with the next.
    """
    start = 0
    while start < len(lines):
        feed = _Feed(lines, start)
        reader = csv.reader(feed, delimiter=delimiter)
        while True:
            began = feed.place
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield began + 1, f"broken CSV: {error}"
                break
            if feed.ended:
                yield began + 1, "a quote is opened here and never closed"
                break
            yield began + 1, cells
        start = began + 1


class _Feed:
    """Hands a CSV reader its lines and knows how far it read and whether it asked for too many."""

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self._lines = lines
        self.place = start
        self.ended = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.place >= len(self._lines):
            self.ended = True
            raise StopIteration
        self.place += 1
        return self._lines[self.place - 1]


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter under which the first records have most columns, and all as many."""
    sample = lines[:_SAMPLE_LINES]
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        widths = [
            len(cells)
            for _, cells in _records(sample, delimiter)
            if isinstance(cells, list) and cells
        ]
        if widths and widths[0] > 1:
            alike = sum(width == widths[0] for width in widths) / len(widths)
            if (alike, widths[0]) > best_score:
                best, best_score = delimiter, (alike, widths[0])
    return best


_READERS = {"csv": _csv_rows, "jsonl": _jsonl_rows, "json": _json_rows}
