"""The horizon: entries that lie in the future, because the clock was ahead when they came, or is
behind now.

Knows the times of entries and the time it is; knows nothing of what is learned from them. The
journal keeps the times as they were; only what is learned takes such entries to have occurred when
the next one came that does not lie in the future, or now where there is none. So they neither
vanish nor weigh on the decayed sums until their time comes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from penchant.memory.records import Entry
from penchant.memory.store.journal import Journal

FAR = timedelta(minutes=5)
"""Less than this is nothing to what everybody does; a person's own words count at once all the
same."""


class Horizon:
    """What lies in the future in one journal, as of the last look."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._looked: datetime | None = None
        self._earliest: datetime | None = None
        self._taken: dict[int, datetime] = {}
        self.far = False
        """Whether something lies further in the future than clocks may differ by."""

    def __bool__(self) -> bool:
        return bool(self._taken)

    def look(self, now: datetime) -> bool:
        """Look again where the clock went back, or has reached something; whether what is taken
        otherwise than it stands has changed.
        """
        if self._looked is not None and now >= self._looked:
            self._looked = now
            if self._earliest is None or now < self._earliest:
                return False
        self._looked = now
        before, self._taken, self._earliest, self.far = self._taken, {}, None, False
        until = now
        for sequence, occurred_at, recorded_at in self._journal.times_from_ahead(now):
            if recorded_at <= now:
                until = recorded_at
            if occurred_at > now:
                self._taken[sequence] = until
                self._earliest = min(occurred_at, self._earliest or occurred_at)
                self.far = self.far or occurred_at > now + FAR
        return self._taken != before

    def taken(self, entry: Entry) -> Entry:
        """``entry`` as it is learned from."""
        moment = self._taken.get(entry.sequence)
        return entry if moment is None else replace(entry, occurred_at=moment)
