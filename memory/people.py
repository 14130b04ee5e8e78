"""Profiles of people, learned from the journal when asked for and kept while in use.

Knows how to bring one person's profile up to a moment; knows nothing of catalogs or words.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from penchant.memory.core.calibration import Calibration
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.profile import PersonProfile
from penchant.memory.horizon import Horizon
from penchant.memory.records import Entry, FloatArray, Profile, to_day
from penchant.memory.store import rows
from penchant.memory.store.journal import Journal
from penchant.memory.store.superseding import falls_with

KEPT = 1_000
"""Profiles held in memory; the one not used for longest makes room."""


@dataclass(frozen=True, slots=True)
class _Kept:
    person: PersonProfile
    dead: set[str]


class People:
    """Everybody's profile as of the journal's newest entry, or of any moment before."""

    def __init__(
        self,
        journal: Journal,
        fingerprint: str,
        calibration: Calibration,
        curve_of: Callable[[str], ForgettingCurve],
        horizon: Horizon | None = None,
    ) -> None:
        self._horizon = Horizon(journal) if horizon is None else horizon
        self._curve_of = curve_of
        self.calibration = calibration
        self._journal = journal
        self._fingerprint = fingerprint
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def learn(self, entry: Entry, vector: FloatArray | None) -> None:
        """Take in one new entry where its person's profile is in memory."""
        if entry.kind == "forget":
            # Another process erased entries of somebody; it does not say whose.
            self.drop()
            return
        kept = self._kept.get(entry.user)
        if kept is None or entry.sequence <= kept.person.sequence:
            return
        if entry.supersedes is not None:
            # What is superseded must leave no trace, clusters included: learn afresh.
            del self._kept[entry.user]
        elif entry.id not in kept.dead and not falls_with(entry, kept.dead):
            kept.person.learn(entry, vector)

    def profile(self, user: str, at: datetime) -> Profile:
        """The profile of ``user`` as of ``at``: entries that occurred by then, and no others.

        How they fade is as known by now.
        """
        person = self._person(user)
        if to_day(at) < person.last_day:
            person = self._replayed(user, at).person
        person.curve = self._curve_of(user)
        return person.view(at)

    def members(self, user: str, interest: str, until: datetime | None) -> list[str] | None:
        """The entries of ``user`` in the interest of this id, as of ``until`` (now); None where
        there is no such interest. The profile in use is left alone.
        """
        return self._replayed(user, until, noting=True).person.members(interest)

    def drop(self, user: str | None = None) -> None:
        """Learn this person's profile (or everybody's) afresh at the next need."""
        if user is None:
            self._kept.clear()
        else:
            self._kept.pop(user, None)

    def _person(self, user: str) -> PersonProfile:
        kept = self._kept.get(user)
        if kept is None:
            kept = self._kept[user] = self._replayed(user, None)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(user)
        return kept.person

    def _replayed(self, user: str, until: datetime | None, *, noting: bool = False) -> _Kept:
        # What was taken back in the future is taken back, as far as what was learned goes.
        dead = self._journal.superseded(user, None if self._horizon else until)
        person = PersonProfile(user, self.calibration, self._curve_of(user), noting=noting)
        for entry, vector in self._effective(user, until, dead):
            person.learn(entry, vector)
        return _Kept(person, dead)

    def _effective(
        self, user: str, until: datetime | None, dead: set[str]
    ) -> Iterator[tuple[Entry, FloatArray | None]]:
        page: list[Entry] = []
        for entry in map(self._horizon.taken, self._journal.read(user)):
            if until is not None and entry.occurred_at > until:
                continue
            if entry.id in dead:
                continue
            page.append(entry)
            if len(page) == rows.PAGE:
                yield from self._with_vectors(page)
                page = []
        yield from self._with_vectors(page)

    def _with_vectors(self, page: list[Entry]) -> Iterator[tuple[Entry, FloatArray | None]]:
        found = self._journal.vectors(self._fingerprint, [entry.sequence for entry in page])
        for entry in page:
            yield entry, found.get(entry.sequence)
