"""What people chose and were shown of late, read from the journal once and then followed.

Knows entries and their order; knows nothing of scores or words. A list looks back on both each
time, and reading them anew took longer than making it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from penchant.memory.kinds import KINDS, kind_of
from penchant.memory.memory import Memory
from penchant.memory.records import Entry

CHOSEN = 2_000
"""Own choices that are looked back on."""

SHOWN = 20
"""Lists that are looked back on."""

PEOPLE = 200
"""People whose history is kept; the one not asked for longest makes room."""

_IMPRESSION = "impression"

_NO_CHOICE = tuple(name for name, kind in KINDS.items() if not kind.action or kind.sign <= 0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing done that speaks for an item."""

    entry: str
    kind: str
    item: str
    occurred_at: datetime
    parent: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One list that was shown."""

    items: tuple[str, ...]
    occurred_at: datetime


@dataclass(slots=True)
class _Past:
    """Both, the newest last, up to the sequence ``through``; ``erasures`` had been made by then.
    ``gone`` are entries that no longer count, None where that is to be looked up anew.
    """

    through: int
    erasures: int
    gone: frozenset[str] | None = None
    chosen: deque[Chosen] = field(default_factory=lambda: deque(maxlen=CHOSEN))
    shown: deque[Shown] = field(default_factory=lambda: deque(maxlen=SHOWN))

    def take(self, entry: Entry) -> None:
        if entry.supersedes is not None:
            self.gone = None
        if entry.kind == _IMPRESSION:
            self.shown.append(Shown(tuple(entry.data["items"]), entry.occurred_at))
        elif entry.item is not None and entry.role == "user" and kind_of(entry.kind).sign > 0:
            done = Chosen(entry.id, entry.kind, entry.item, entry.occurred_at, entry.parent)
            self.chosen.append(done)


class History:
    """The past of everybody in ``memory``, as of what it believes; for any thread."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._lock = threading.Lock()
        self._people: OrderedDict[str, _Past] = OrderedDict()

    def chosen(self, user: str) -> Sequence[Chosen]:
        """What ``user`` chose and did not take back, the newest first."""
        with self._lock:
            past = self._past(user)
            if past.gone is None:
                past.gone = frozenset(self._memory.journal.superseded(user))
            gone = past.gone
            return [
                one
                for one in reversed(past.chosen)
                if one.entry not in gone and one.parent not in gone
            ]

    def shown(self, user: str) -> Sequence[Shown]:
        """The lists that ``user`` was shown, the newest first."""
        with self._lock:
            return list(reversed(self._past(user).shown))

    def _past(self, user: str) -> _Past:
        past = self._people.get(user)
        if past is None or past.erasures != self._memory.erasures:
            past = self._people[user] = self._read(user)
            while len(self._people) > PEOPLE:
                self._people.popitem(last=False)
        elif (known := self._memory.sequence) > past.through:
            for entry in self._memory.newer(user, past.through, known):
                past.take(entry)
            past.through = known
        self._people.move_to_end(user)
        return past

    def _read(self, user: str) -> _Past:
        journal, erasures = self._memory.journal, self._memory.erasures
        past = _Past(self._memory.sequence, erasures)
        lists = journal.read(
            user, kinds=(_IMPRESSION,), until=past.through, newest_first=True, limit=SHOWN
        )
        choices = journal.read(
            user, without=_NO_CHOICE, until=past.through, newest_first=True, limit=CHOSEN
        )
        for entries in (list(lists), list(choices)):
            for entry in reversed(entries):
                past.take(entry)
        return past
