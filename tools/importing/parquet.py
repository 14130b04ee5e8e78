"""Rows of a Parquet file.

Knows pyarrow, an optional package, and how its values are written as JSON; the only module that
imports it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from penchant.memory.errors import MissingExtra
from penchant.memory.records import Json
from penchant.tools.importing.rows import Found, Row

MAGIC = b"PAR1"
"""What such a file begins with."""

_BATCH = 5_000


def parquet_rows(content: bytes) -> Iterator[Found]:
    """The rows, with their numbers; times without a zone stay without one.

    Raises MissingExtra without pyarrow.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra("parquet", "pyarrow", "a Parquet file") from error
    number = 0
    try:
        for batch in parquet.ParquetFile(io.BytesIO(content)).iter_batches(_BATCH):
            for values in batch.to_pylist():
                number += 1
                yield Row(number, {str(name): _plain(part) for name, part in values.items()})
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        yield number + 1, f"broken Parquet, the rest was not read: {str(error)[:120]}"


def _plain(value: Any) -> Json:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Decimal | timedelta):
        return str(value)
    return value
