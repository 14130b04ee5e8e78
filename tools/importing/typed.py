"""Columns of text that hold numbers, or yes and no, read as such.

Knows that files such as CSV have nothing but text, and which columns hold codes that only look like
numbers; knows nothing of items. One column is one type: a single cell that is something else leaves
all of it text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from penchant.memory.records import Json
from penchant.tools.catalog.literals import as_typed, is_number, is_yes_or_no
from penchant.tools.importing.cells import says_nothing, text_of
from penchant.tools.importing.columns import plain_name
from penchant.tools.importing.rows import Row

CODES = frozenset(
    {"id", "uuid", "code", "sku", "asin", "isbn", "isbn10", "isbn13", "issn", "ean", "ean13"}
    | {"gtin", "upc", "mpn", "barcode", "serial", "version", "phone", "telephone", "tel", "mobile"}
    | {"fax", "zip", "zipcode", "postcode", "plz", "language", "lang", "locale", "country"}
    | {"编号", "编码", "条码", "条形码", "货号", "型号", "书号", "版本", "电话", "手机", "手机号"}
    | {"邮编", "邮政编码", "语言", "国家"}
)
"""Columns, and ends of their names, that hold codes: as numbers they would lose what they say, and
``no`` is a language and a country."""

Reader: TypeAlias = Callable[[Json], Json]
"""What makes a value of a cell that says something."""


def readers_of(rows: Sequence[Row], taken: Sequence[str]) -> Mapping[str, Reader]:
    """Column -> how its cells are read, for those columns of text that are all numbers or all yes
    and no; without the columns ``taken``, which are fields.

    Rows whose file has types of its own (JSON, Parquet) have no say and are not to be read so.
    """
    cells: dict[str, list[str]] = {}
    for row in rows:
        if row.untyped:
            for name, value in row.values.items():
                if not says_nothing(value):
                    cells.setdefault(name, []).append(text_of(value))
    found: dict[str, Reader] = {}
    for name, texts in cells.items():
        if name in taken or _is_code(plain_name(name)):
            continue
        if all(map(is_number, texts)) or all(map(is_yes_or_no, texts)):
            found[name] = _typed
    return found


def _is_code(name: str) -> bool:
    return name in CODES or name.rpartition("_")[2] in CODES


def _typed(cell: Json) -> Json:
    return as_typed(text_of(cell))
