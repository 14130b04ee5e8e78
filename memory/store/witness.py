"""The witness: the newest sequence number that was acknowledged, kept outside the database.

A write-ahead log that is cut short or overwritten takes what was committed in it along without a
word of SQLite's. The witness is written after the commit, so it is never ahead of a whole journal.
It is no promise, only a reason to speak up: it is not synced, and trouble with it is ignored.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


class Witness:
    """The witness in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def saw(self, head: int) -> None:
        """Note that the entry with the sequence number ``head`` is on disk."""
        with suppress(OSError):
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o644)
            try:
                os.pwrite(file, b"%020d\n" % head, 0)
            finally:
                os.close(file)

    def head(self) -> int:
        """The number noted last; 0 where there is none that can be read."""
        try:
            return int(self._path.read_bytes())
        except (OSError, ValueError):
            return 0
