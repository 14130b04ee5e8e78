"""The catalog statistics fold: what people did with items, together.

Knows items and people by id, kinds and times; knows nothing of text, vectors or disks. Counts are
of distinct people, so that nobody makes an item popular alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import numpy as np

from penchant.memory.core.decay import HALF_LIVES, Array, remaining
from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry

COMPANIONS = 20
"""An item is counted as used together with this many items that its person used before it."""

VERSION = 1


class Statistics:
    """Decayed popularity by distinct people, and which items the same people used.

    One thread may learn while others read.
    """

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.sequence = 0
        self._people: dict[str, tuple[float, Array]] = {}
        self._history: dict[str, dict[str, None]] = {}
        self._together: dict[str, dict[str, float]] = {}

    def learn(self, entry: Entry) -> None:
        """Take in one entry; only what people did with items counts."""
        self.sequence = max(self.sequence, entry.sequence)
        kind = kind_of(entry.kind)
        if not kind.action or kind.sign <= 0 or entry.item is None or entry.role != "user":
            return
        item, history = entry.item, self._history.setdefault(entry.user, {})
        if item in history:
            return
        self._count(item, entry.day)
        for other in islice(reversed(history), COMPANIONS):
            for one, two in ((item, other), (other, item)):
                row = self._together.setdefault(one, {})
                row[two] = row.get(two, 0.0) + 1.0
        history[item] = None

    def forget(self, remaining_entries: Iterable[Entry]) -> None:
        """Start afresh and learn only what remains."""
        self._clear()
        for entry in remaining_entries:
            self.learn(entry)

    def people(self, items: Sequence[str], day: float) -> Array:
        """Distinct people per item with decay at each of HALF_LIVES: shape (n, H)."""
        result = np.zeros((len(items), len(HALF_LIVES)))
        for row, item in enumerate(items):
            if (kept := self._people.get(item)) is not None:
                result[row] = kept[1] * remaining(day - kept[0])
        return result

    def used(self) -> Mapping[str, int]:
        """Items anybody used, with the number of distinct people."""
        return {item: round(float(sums[-1])) for item, (_, sums) in list(self._people.items())}

    def chosen_by(self, user: str) -> frozenset[str]:
        """The items that ``user`` chose."""
        return frozenset(self._history.get(user, ()))

    def together(self, item: str) -> Mapping[str, float]:
        """Items that people who used ``item`` used too, as cosines of their sets of people.

        ``n(both) / sqrt((n(one) + 3) * (n(other) + 3))``: the 3 keeps rare pairs modest.
        """
        own = self._distinct(item)
        return {
            other: both / float(np.sqrt((own + 3.0) * (self._distinct(other) + 3.0)))
            for other, both in list(self._together.get(item, {}).items())
        }

    def _distinct(self, item: str) -> float:
        kept = self._people.get(item)
        return 0.0 if kept is None else float(kept[1][-1])

    def _count(self, item: str, day: float) -> None:
        before, sums = self._people.get(item, (day, np.zeros(len(HALF_LIVES))))
        newest = max(before, day)
        sums = sums * remaining(newest - before) + remaining(newest - day)
        self._people[item] = (newest, sums)

    # -- snapshots -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Everything learned, as bytes; inverse of :meth:`restore`."""
        state = {
            "sequence": self.sequence,
            "people": {item: [day, sums.tolist()] for item, (day, sums) in self._people.items()},
            "history": {user: list(items) for user, items in self._history.items()},
            "together": self._together,
        }
        return json.dumps(state).encode()

    def restore(self, snapshot: bytes) -> None:
        """Become what :meth:`snapshot` gave."""
        state = json.loads(snapshot)
        self.sequence = state["sequence"]
        self._people = {
            item: (day, np.array(sums)) for item, (day, sums) in state["people"].items()
        }
        self._history = {user: dict.fromkeys(items) for user, items in state["history"].items()}
        self._together = state["together"]
