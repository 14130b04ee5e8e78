"""The last so many numbers put down for each of many keys. Knows numbers only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.growing import grown
from penchant.memory.core.behaviour.packing import Arrays

Rows = NDArray[np.intp]


class Latest:
    """``table`` (places, keep) holds a ring of numbers for the key of each place, -1 where there
    are none yet; ``counts`` (places,) tells how many were ever put down.
    """

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.size = 0
        self.counts = np.zeros(64, np.int64)
        self._flat = np.full(64 * keep, -1, np.int32)
        self._places = np.full(64, -1, np.int32)

    @property
    def table(self) -> NDArray[np.int32]:
        return self._flat.reshape(-1, self.keep)

    def place(self, key: int) -> int:
        """The place of ``key``, 0 or more; -1 if it has none."""
        return int(self._places[key]) if 0 <= key < len(self._places) else -1

    def places(self, keys: Rows) -> Rows:
        """The places of ``keys``, all of which have one."""
        return self._places.take(keys).astype(np.intp)

    def open(self, key: int) -> int:
        """The place of ``key``, a new one if it has none."""
        self._places = grown(self._places, key + 1, -1)
        place = int(self._places[key])
        if place < 0:
            place = self._places[key] = self.size
            self.size += 1
            self.counts = grown(self.counts, self.size)
            self._flat = grown(self._flat, self.size * self.keep, -1)
        return int(place)

    def put(self, place: int, number: int) -> None:
        """Put ``number`` down; where there are ``keep`` already, over the oldest."""
        count = int(self.counts[place])
        self._flat[place * self.keep + count % self.keep] = number
        self.counts[place] = count + 1

    def fill(self, key: int, numbers: NDArray[np.int32], count: int) -> None:
        """Put down the last ``numbers`` of ``count`` that there were, oldest first."""
        place = self.open(key)
        self.table[place, np.arange(count - len(numbers), count) % self.keep] = numbers
        self.counts[place] = count

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        keys = np.flatnonzero(self._places >= 0)
        ordered = np.empty(self.size, np.int32)
        ordered[self._places[keys]] = keys
        table = self._flat[: self.size * self.keep]
        return {
            "keys": ordered,
            "counts": self.counts[: self.size].astype(np.int32),
            "numbers": table[table >= 0],
        }

    @classmethod
    def from_state(cls, state: Arrays, keep: int) -> Latest:
        """What gave ``state``."""
        latest = cls(keep)
        keys = state["keys"]
        latest.size = len(keys)
        latest._places = grown(latest._places, int(keys.max(initial=-1)) + 1, -1)
        latest._places[keys] = np.arange(len(keys))
        latest.counts = grown(latest.counts, len(keys))
        latest.counts[: len(keys)] = state["counts"]
        latest._flat = grown(latest._flat, len(keys) * keep, -1)
        full = np.arange(keep) < np.minimum(latest.counts, keep)[:, None]
        if np.count_nonzero(full) != len(state["numbers"]):
            raise ValueError("there are more or fewer numbers than were counted")
        latest.table[: len(full)][full] = state["numbers"]
        return latest
