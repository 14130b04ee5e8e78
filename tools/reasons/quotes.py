"""Words of people by the entries that stand for them, read from the journal once.

Knows entries and the turns they were understood from; knows nothing of what they are quoted for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

from penchant.memory.memory import Memory

KEPT = 10_000
"""Entries whose words are kept; those not asked for longest make room."""


class Quotes:
    """What was said in entries of ``memory``; for any thread. What was erased is not kept."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._erasures = memory.erasures
        self._said: OrderedDict[str, str] = OrderedDict()

    def of(self, entries: Iterable[str]) -> dict[str, str]:
        """By entry the words of the turn it was understood from, else its own; those that there
        are.
        """
        wanted = list(dict.fromkeys(entries))
        with self._lock:
            if self._erasures != self._memory.erasures:
                self._erasures = self._memory.erasures
                self._said.clear()
            known = {entry: said for entry in wanted if (said := self._said.get(entry)) is not None}
            missing = [entry for entry in wanted if entry not in known]
            if missing:
                known |= self._read(missing)
            for entry in known:
                self._said[entry] = known[entry]
                self._said.move_to_end(entry)
            while len(self._said) > KEPT:
                self._said.popitem(last=False)
        return known

    def _read(self, wanted: list[str]) -> dict[str, str]:
        found = self._memory.get_many(wanted)
        turns = self._memory.get_many([one.parent for one in found.values() if one.parent])
        return {
            entry: (turns.get(one.parent or "") or one).text or "" for entry, one in found.items()
        }
