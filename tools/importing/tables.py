"""A file or a folder of files as one table of rows.

Knows which form a file has by what is in it; how each form is read is ``delimited``'s,
``documents``' and ``parquet``'s. Knows nothing of what columns mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from penchant.memory.errors import BadInput
from penchant.tools.importing.delimited import csv_rows
from penchant.tools.importing.documents import (
    array_rows,
    is_jsonl,
    jsonl_rows,
    object_rows,
    yaml_rows,
)
from penchant.tools.importing.files import (
    READABLE,
    content_of,
    decode,
    files_at,
    is_markup,
    other_form,
    suffix_of,
)
from penchant.tools.importing.parquet import MAGIC, parquet_rows
from penchant.tools.importing.rows import Found, Row, columns_of

__all__ = ["Row", "Table", "read_table"]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows in order, the columns and the paths within them in order of first appearance, and
    what could not be read as a row: (line, why). ``encoding`` is that of the file, of a folder
    those of its files.
    """

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    broken: tuple[tuple[int, str], ...]
    encoding: str


def read_table(path: Path) -> Table:
    """Read ``path``: CSV with any common delimiter, JSON, JSON lines, YAML or Parquet, plain or
    compressed by gzip; or a folder of such files.

    Raises BadInput where there is no such file or nothing in it, MissingExtra for a Parquet file
    without the package that reads it.
    """
    path = Path(path).expanduser()
    found: list[Found] = []
    encodings: dict[str, None] = {}
    for file in files_at(path):
        if file == path:
            encoding, rows = _read(file)
        else:
            encoding, rows = _read_beside(file, file.relative_to(path).as_posix())
        encodings[encoding] = None
        found += rows
    kept = tuple(row for row in found if isinstance(row, Row))
    broken = tuple(row for row in found if not isinstance(row, Row))
    return Table(kept, columns_of(kept), broken, ", ".join(filter(None, encodings)))


def _read(file: Path) -> tuple[str, list[Found]]:
    """The encoding and the rows of one file."""
    content = content_of(file)
    if content.startswith(MAGIC):
        return "parquet", list(parquet_rows(content))
    form = other_form(content)
    text, encoding = decode(content) if form is None else ("", "")
    if form is None and is_markup(text):
        form = "XML or HTML"
    if form is not None:
        raise BadInput(f"{file} is {form}: save it as CSV; what can be read is {READABLE}")
    if not text.strip():
        raise BadInput(f"{file} is empty")
    return encoding, list(_rows(text, suffix_of(file)))


def _read_beside(file: Path, name: str) -> tuple[str, list[Found]]:
    """The same of a file among others; one that cannot be read is reported and costs itself."""
    try:
        encoding, rows = _read(file)
    except BadInput as error:
        return "", [(1, str(error))]
    return encoding, [
        replace(row, file=name) if isinstance(row, Row) else (row[0], f"{name}: {row[1]}")
        for row in rows
    ]


def _rows(text: str, suffix: str) -> Iterator[Found]:
    """By how the text begins, and only then by its name."""
    # A CSV may begin with a bracket too, but seldom with what follows one in JSON.
    if re.match(r"\s*\[\s*(\{|\]|$)", text):
        return array_rows(text)
    if suffix in {".yaml", ".yml"} or re.match(r"(\s*#.*\n|\s*\n)*(%YAML\s|---\s)", text):
        return yaml_rows(text)
    if re.match(r'\s*\{\s*["}]', text) or suffix in {".jsonl", ".ndjson", ".json"}:
        lines = suffix in {".jsonl", ".ndjson"} or is_jsonl(text)
        return jsonl_rows(text) if lines else object_rows(text)
    return csv_rows(text)
