"""The backlog: vectors that are on disk in the journal and wait to be written to Chroma.

Writing one vector to Chroma takes longer than all else that recording does, and many at once take
little longer than one. So they wait here for a moment, and a thread of its own writes them. Knows
what waits and when to write; knows nothing of Chroma or of the journal. What waits is lost with
the process, and found in the journal again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from penchant.memory.records import Entry, FloatArray

PAUSE = 1.0
"""Seconds for which the first one waits for others."""

ENOUGH = 256
"""As many are worth writing at once, and are: nobody who asks waits for more."""

MOST = 2_048
"""With as many waiting, whoever adds more writes them: memory must not fill up."""

Row = tuple[Entry, FloatArray]


class Backlog:
    """What waits, and the thread that has it written by ``write`` while there is any.

    ``write`` takes some with :meth:`take`, or all are dropped; it raises nothing.
    """

    def __init__(self, write: Callable[[], None]) -> None:
        self._write = write
        self._changed = threading.Condition()
        self._rows: dict[str, Row] = {}
        self._head = 0
        self._thread: threading.Thread | None = None
        self._closed = False

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self._rows

    def add(self, rows: Sequence[Row], head: int) -> bool:
        """Have ``rows`` wait; with them all is here or written that the journal has up to the
        sequence ``head``. Returns whether so many wait that the caller has to write.
        """
        with self._changed:
            self._rows.update((entry.id, (entry, vector)) for entry, vector in rows)
            self._head = head
            if self._thread is None and not self._closed:
                # No daemon: a process that ends without closing its store still writes these.
                self._thread = threading.Thread(target=self._run, name="penchant-backlog")
                self._thread.start()
            elif len(self._rows) >= ENOUGH:
                self._changed.notify_all()
            return len(self._rows) >= MOST

    def take(self, most: int | None = ENOUGH) -> tuple[list[Row], int | None]:
        """The first that wait, which wait no longer; and up to which sequence nothing is left
        once they are written, None where others are.
        """
        with self._changed:
            names = list(self._rows)[:most]
            taken = [self._rows.pop(name) for name in names]
            return taken, None if self._rows else self._head

    def of(self, user: str) -> list[Row]:
        """What waits of one person."""
        with self._changed:
            return [row for row in self._rows.values() if row[0].user == user]

    def drop(self, which: Callable[[Entry], bool] = lambda _: True) -> None:
        """Let these wait no more: they are gone, or written otherwise."""
        with self._changed:
            self._rows = {key: row for key, row in self._rows.items() if not which(row[0])}

    def close(self) -> None:
        """Begin no more writing; what is being written is the caller's to wait for."""
        with self._changed:
            self._closed = True
            self._rows.clear()
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._closed or len(self._rows) >= ENOUGH, timeout=PAUSE
                )
                if self._closed or not self._rows:
                    self._thread = None
                    return
            self._write()
