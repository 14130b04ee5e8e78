"""The backlog: vectors that are on disk in the journal and wait to be written to Chroma.

Writing one vector to Chroma takes longer than all else that recording does, many at once take
little longer than one, and meanwhile no other thread of the process gets on. So they wait here for
a quiet moment, and a thread of its own writes them. Knows what waits and when to write; knows
nothing of Chroma or of the journal. What waits is lost with the process, and found in the journal
again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from penchant.memory.records import Entry, FloatArray

PAUSE = 1.0
"""Seconds without another one after which it is quiet."""

ENOUGH = 1_024
"""As many are written without waiting for that: so few writes hold nobody up often."""

MOST = 4_096
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
        self._head = self._adds = 0
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
            self._adds += 1
            if self._thread is None and not self._closed:
                # No daemon: a process that ends without closing its store still writes these.
                self._thread = threading.Thread(target=self._run, name="penchant-backlog")
                self._thread.start()
            elif len(self._rows) >= ENOUGH:
                self._changed.notify_all()
            return len(self._rows) >= MOST

    def take(
        self, place: Callable[[Entry], object] = lambda _: None
    ) -> tuple[list[Row], int | None]:
        """All that go to the same ``place`` as the first that waits, and wait no longer; and up to
        which sequence nothing is left once they are written, None where others are.
        """
        with self._changed:
            places = {name: place(entry) for name, (entry, _) in self._rows.items()}
            first = next(iter(places.values()), None)
            taken = [self._rows.pop(name) for name, where in places.items() if where == first]
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
                quiet, adds = False, self._adds
                while not (quiet or self._closed or len(self._rows) >= ENOUGH):
                    self._changed.wait(PAUSE)
                    quiet, adds = self._adds == adds, self._adds
                if self._closed or not self._rows:
                    self._thread = None
                    return
                written = self._adds
            try:
                while len(self._rows) and self._adds == written:
                    self._write()
            except Exception:
                # A process that is ending begins nothing any more, such as to load Chroma. What
                # waits is in the journal.
                if threading.main_thread().is_alive():
                    raise
                return
