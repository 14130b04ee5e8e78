"""Rows of delimited text: CSV with any common delimiter, each with the line it began on.

Knows delimiters, quoting and how such files break; knows nothing of what columns mean.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from penchant.tools.importing.rows import Found, Row

DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_LINES = 30


def csv_rows(text: str) -> Iterator[Found]:
    """The records after the header; a record with more fields than the header is none."""
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
            yield Row(line, dict(zip(header, cells, strict=False)), untyped=True)


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
