"""The habits fold: what is chosen at which hour, on which day, in which setting, and by whom.

Knows entries, ids and what hosts tell of a person or a moment; knows nothing of catalogs, which
say what the items have in common. One person counts once for an item, an hour or value, and a
period of time, however often they come back to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from penchant.memory.core.behaviour import packing
from penchant.memory.core.behaviour.turns import Turns
from penchant.memory.core.decay import Array
from penchant.memory.core.dwell import looked
from penchant.memory.core.habits.occasion import (
    DAYS,
    HOURS,
    TIME_ZONE,
    Occasion,
    Pairs,
    by_name,
    near_day,
    near_hour,
    occasion_of,
    pairs_of,
)
from penchant.memory.core.habits.own import Owns
from penchant.memory.core.habits.person import Person, bits_of, columns_in
from penchant.memory.core.habits.table import MARKED, Marks, Rows, Table, period_of
from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry, Json
from penchant.memory.zones import zone_named

HOUR, DAY, FIELD, TRAIT = "hour", "weekday", "field:", "trait:"
"""Groups of columns; those of a host's fields and of what it told of people end with the name."""

MOST_NAMES = 24
"""Fields, and attributes of people, that are counted in one store: the first that came."""

MOST_VALUES = 32
"""Values counted of each; a name with more is no setting and no kind of people."""

DESCRIBE = "describe"

LATE = 1.0
"""Days before the newest choice from which on a question is one about the past."""

VERSION = 1


@dataclass(frozen=True, slots=True)
class Tally:
    """How often items were chosen at all (``n``), and so (``k``): at about this hour, with this
    value of a field or attribute. ``rows`` index :attr:`Habits.items`; ``people`` and
    ``people_so`` have a bit for each person counted. ``own`` is of one person alone: rows, n, k.
    ``weeks`` have a bit for each week of the choices where it is a matter of hours or days.
    """

    group: str
    value: str
    rows: Rows
    n: Array
    k: Array
    people: Marks
    people_so: Marks
    weeks: Marks | None
    own: tuple[Rows, Array, Array] | None = None


class Habits:
    """What goes with which occasion, and with whom. One thread may learn while others read."""

    def __init__(self) -> None:
        self._turns = Turns()
        self._clear()

    def _clear(self) -> None:
        self.sequence = 0
        self.last_day = -np.inf
        self.items: list[str] = []
        self._rows: dict[str, int] = {}
        self._weeks: Marks = np.zeros(0, np.uint64)
        """By item, a bit for each week in which anybody chose it; with room for more items."""
        self._people: dict[str, Person] = {}
        self._names: dict[str, set[str]] = {FIELD: set(), TRAIT: set()}
        self._table = Table()
        self._owns = Owns()
        for group, values in ((HOUR, HOURS), (DAY, DAYS)):
            for value in range(values):
                self._table.column(group, str(value), values)

    # -- learning ------------------------------------------------------------------------------

    def learn(self, entry: Entry) -> None:
        """Take in one entry: what a person chose and when, their zone, or what was told of them."""
        with self._turns:
            self.sequence = max(self.sequence, entry.sequence)
            if entry.role != "user" or not entry.user:
                return
            zone = entry.context.get(TIME_ZONE)
            if zone_named(zone) is not None:
                self._person(entry.user).zone = zone
            if entry.kind == DESCRIBE:
                self._describe(entry)
                return
            kind = kind_of(entry.kind)
            if entry.item is not None and kind.action and kind.sign > 0 and looked(entry):
                self._use(entry, entry.item)

    def forget(self, remaining_entries: Iterable[Entry]) -> None:
        """Start afresh and learn only what remains."""
        with self._turns:
            self._clear()
        for entry in remaining_entries:
            self.learn(entry)

    def _person(self, user: str) -> Person:
        return self._people.setdefault(user, Person(len(self._people)))

    def _use(self, entry: Entry, item: str) -> None:
        who = self._person(entry.user)
        self.last_day = max(self.last_day, entry.day)
        zone = entry.context.get(TIME_ZONE, who.zone)
        found = occasion_of(entry.occurred_at, zone, entry.context)
        row = self._rows.setdefault(item, len(self._rows))
        if row == len(self.items):
            self.items.append(item)
            if row == len(self._weeks):
                # Room for twice as many, so that growing costs little for each.
                self._weeks = np.append(self._weeks, np.zeros(row + 16, np.uint64))
        self._weeks[row] |= np.uint64(1 << int(np.floor(entry.day / 7.0)) % MARKED)
        period = period_of(entry.day)
        known = len(who.uses)
        new = who.use(row, period, bits_of(self._columns(found)))
        if new is None:
            return
        self._table.add(columns_in(new), row, period, who.row)
        if len(who.uses) > known:
            self._table.add(self._traits(who.told()), row, period, who.row)

    def _columns(self, occasion: Occasion) -> list[int]:
        columns = self._counted(DAY, (str(occasion.weekday),), DAYS)
        if occasion.hour is not None:
            columns += self._counted(HOUR, (str(int(occasion.hour)),), HOURS)
        for name, values in by_name(occasion.fields):
            columns += self._named(FIELD, name, values)
        return columns

    def _traits(self, pairs: Pairs) -> list[int]:
        return [
            column for name, values in by_name(pairs) for column in self._named(TRAIT, name, values)
        ]

    def _named(self, family: str, name: str, values: tuple[str, ...]) -> list[int]:
        names = self._names[family]
        if name not in names and len(names) >= MOST_NAMES:
            return []
        names.add(name)
        return self._counted(family + name, values, MOST_VALUES)

    def _counted(self, group: str, values: tuple[str, ...], most: int) -> list[int]:
        """The columns of ``values``; those beyond ``most`` have none."""
        found = [self._table.column(group, value, most) for value in values]
        return [column for column in found if column is not None]

    def _describe(self, entry: Entry) -> None:
        who = self._person(entry.user)
        before = who.told()
        told = entry.data.get("attributes")
        who.describe(entry.day, pairs_of(told) if isinstance(told, dict) else ())
        old, new = dict(by_name(before)), dict(by_name(who.told()))
        for name in sorted(old.keys() | new.keys()):
            if name not in old:
                self._count(name, who)
            elif old[name] != new.get(name):
                # Marks of people cannot be taken off again, so all are counted anew.
                self._table.clear(TRAIT + name)
                for one in self._people.values():
                    self._count(name, one)

    def _count(self, name: str, who: Person) -> None:
        """Count what ``who`` chose so far for this attribute, if it was told of them."""
        mine = tuple(value for one, value in who.told() if one == name)
        columns = self._named(TRAIT, name, mine) if mine else []
        for item, period, _ in who.chosen() if columns else ():
            self._table.add(columns, item, period, who.row)

    # -- reading -------------------------------------------------------------------------------

    def occasion(self, user: str, moment: datetime, context: Mapping[str, Json]) -> Occasion:
        """The occasion on which ``user`` asks at ``moment``: in the zone that ``context`` names,
        else the last one known of them, else UTC.
        """
        zone = context.get(TIME_ZONE)
        with self._turns:
            who = self._people.get(user)
            if zone is None and who is not None:
                zone = who.zone
        return occasion_of(moment, zone, context)

    def told(self, user: str, day: float | None = None) -> Pairs:
        """What was told of ``user`` last (as of ``day``): names with a value each, sorted."""
        with self._turns:
            who = self._people.get(user)
            return () if who is None else who.told(day)

    def tallies(self, user: str, occasion: Occasion, day: float) -> list[Tally]:
        """What was chosen on occasions like this one, and by people of whom the same was told as
        of ``user``; counted as of ``day``; nothing of a day long before the newest choice.
        """
        with self._turns:
            if not self.items:
                return []
            if self.last_day > day + LATE:
                return []  # What was known then is not kept.
            who = self._people.get(user)
            at = max(day, self.last_day)
            found = [self._tally(DAY, "", near_day(occasion.weekday), who, at)]
            if occasion.hour is not None:
                found.append(self._tally(HOUR, "", near_hour(occasion.hour), who, at))
            traits = () if who is None else who.told(day)
            for family, pairs, whose in ((FIELD, occasion.fields, who), (TRAIT, traits, None)):
                for name, value in pairs:
                    if (family + name, value) in self._table.columns:
                        found.append(self._tally(family + name, value, np.ones(1), whose, at))
            return [one for one in found if one is not None]

    def _tally(
        self, group: str, value: str, near: Array, who: Person | None, day: float
    ) -> Tally | None:
        columns = self._table.columns
        values = [value] if value else [str(one) for one in range(len(near))]
        some = [(columns[group, one], far) for one, far in zip(values, near, strict=True) if far]
        wanted, weights = [one for one, _ in some], np.array([far for _, far in some])
        whole = columns[group, ""]
        size = len(self.items)
        n = self._table.sums([whole], np.ones(1), day, size)
        rows = np.flatnonzero(n)
        if not len(rows):
            return None
        k = self._table.sums(wanted, weights, day, size)[rows]
        weeks = None
        if group in (HOUR, DAY):
            weeks = self._weeks[rows]
        people = self._table.marks([whole], size)[rows]
        so = self._table.marks(wanted, size)[rows]
        mine = None if who is None else self._owns.of(who, self._table.of(group))
        own = None if mine is None else mine.counted(wanted, weights, day)
        return Tally(group, value, rows, n[rows], k, people, so, weeks, own)

    # -- snapshots -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Everything learned, as bytes; inverse of :meth:`restore`. The table follows from it."""
        with self._turns:
            people = {
                user: [
                    who.zone,
                    [[key, f"{bits:x}"] for key, bits in who.uses.items()],
                    [[day, [list(pair) for pair in pairs]] for day, pairs in who.described],
                ]
                for user, who in self._people.items()
            }
            columns = [list(key) for key in self._table.columns]
            weeks = self._weeks[: len(self.items)].tolist()
            plain = [self.sequence, self.last_day, self.items, weeks, columns, people]
            return packing.packed(plain, {})

    def restore(self, snapshot: bytes) -> None:
        """Become what :meth:`snapshot` gave; anything else is a ValueError or KeyError."""
        plain, _ = packing.unpacked(snapshot)
        sequence, last_day, items, weeks, columns, people = plain
        with self._turns:
            self._clear()
            self.sequence, self.last_day = int(sequence), float(last_day)
            self.items = [str(item) for item in items]
            self._weeks = np.array([int(one) for one in weeks], np.uint64)
            if len(self._weeks) != len(self.items):
                raise ValueError("items and their weeks differ in number")
            self._rows = {item: row for row, item in enumerate(self.items)}
            for group, value in columns:
                if value:
                    self._table.column(str(group), str(value), len(columns))
                for family, names in self._names.items():
                    if group.startswith(family):
                        names.add(group.removeprefix(family))
            for user, (zone, uses, described) in people.items():
                who = self._person(user)
                who.zone = zone
                who.uses = {int(key): int(bits, 16) for key, bits in uses}
                who.described = [
                    (float(day), tuple((name, value) for name, value in pairs))
                    for day, pairs in described
                ]
                traits = self._traits(who.told())
                for item, period, bits in who.chosen():
                    self._table.add((*columns_in(bits), *traits), item, period, who.row)
