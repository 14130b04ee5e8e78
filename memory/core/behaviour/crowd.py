"""The crowd fold: what everybody does with items, learned from entries and told by their ids.

Knows entries, the ids of people and items, and days; knows nothing of texts, vectors or disks.
What is learned and how is known by :class:`Behaviour`, which works on rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

import numpy as np

from penchant.memory.core.behaviour import measures, packing
from penchant.memory.core.behaviour.arrivals import Arrivals
from penchant.memory.core.behaviour.fading import FadingSums, Rows
from penchant.memory.core.behaviour.fold import Behaviour
from penchant.memory.core.behaviour.following import Followed, Following, chosen
from penchant.memory.core.behaviour.leads import Leading, Leads
from penchant.memory.core.behaviour.measures import Name
from penchant.memory.core.behaviour.tastes import Tastes, tastes
from penchant.memory.core.behaviour.turns import Turns
from penchant.memory.core.decay import HALF_LIVES, Array
from penchant.memory.core.distinct import distinct
from penchant.memory.core.dwell import looked
from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry

TRUST = 500.0
"""After this many choices the learned weights count half."""

FEWEST = 2
"""Other people who have to have chosen two items before they go together: one alone would show
through.
"""

SHRINK = 5.0
"""People added to the counts of those who chose an item, before cosines are made of them."""

NOBODY = -1
"""The row of a person who is not known."""

_NONE: Rows = np.zeros(0, np.intp)

VERSION = 6


@dataclass(frozen=True, slots=True)
class Part:
    """What one signal adds to the scores of items: ``values`` (n,), in units of log-odds, relative
    to the mean of the items asked for.
    """

    signal: str
    family: str
    values: Array


Runs = tuple[tuple[int, int], ...]


@lru_cache(8)
def _gathered(names: tuple[Name, ...]) -> tuple[tuple[Name, Runs], ...]:
    """For each signal the name of its first column, and where its columns lie: from one up to
    another, as often as others come between.
    """
    runs: dict[str, list[tuple[int, int]]] = {}
    first: dict[str, Name] = {}
    for column, name in enumerate(names):
        first.setdefault(name.signal, name)
        mine = runs.setdefault(name.signal, [])
        if mine and mine[-1][1] == column:
            mine[-1] = mine[-1][0], column + 1
        else:
            mine.append((column, column + 1))
    return tuple((first[signal], tuple(mine)) for signal, mine in runs.items())


@dataclass(frozen=True, slots=True)
class _Usual:
    """The ``mean`` that :meth:`Crowd.usual` worked out for ``places``, on the newest day of the
    ``uses`` when so many ``additions`` had been made.
    """

    uses: FadingSums
    additions: int
    places: Rows
    half_life: int
    mean: float

    def holds(self, uses: FadingSums, places: Rows, half_life: int) -> bool:
        same = self.uses is uses and self.places is places and self.half_life == half_life
        return same and self.additions == uses.additions


class Crowd:
    """What people do with items, together. One thread may learn while others read.

    Reading changes nothing. An item that nobody used and that is in no catalog known here is taken
    for what it is: one that was never used.
    """

    def __init__(self) -> None:
        self._turns = Turns()
        self._clear()

    def _clear(self) -> None:
        self.sequence = 0
        self._items: dict[str, int] = {}
        self._ids: list[str] = []
        """The items by row: the inverse of ``_items``."""
        self._users: dict[str, int] = {}
        self._behaviour = Behaviour()
        self._leading = Leading(self._behaviour)
        self._following = Following()
        self._arrivals = Arrivals()
        self._usual: _Usual | None = None

    @property
    def choices(self) -> int:
        """How many choices have taught the weights."""
        return self._behaviour.model.choices

    # -- learning ------------------------------------------------------------------------------

    def learn(self, entry: Entry) -> None:
        """Take in one entry: items that there are, what people did with them with liking, and whom
        they follow.
        """
        with self._turns:
            self.sequence = max(self.sequence, entry.sequence)
            self._following.learn(entry)
            if entry.kind == "impression":
                for item in entry.data.get("items", ()):
                    self._arrivals.meet(item, entry.user)
            if entry.item is None:
                return
            if entry.kind == "item-upsert":
                if entry.item not in self._items:
                    self._arrivals.come(entry.item, entry.day)
                self._behaviour.world.extend(self._row(entry.item) + 1)
                return
            kind = kind_of(entry.kind)
            if not kind.action or kind.sign <= 0 or entry.role != "user" or not looked(entry):
                return
            # What was not there to be compared with says nothing when it is chosen.
            listed = entry.item in self._items
            person = self._users.setdefault(entry.user, len(self._users))
            self._arrivals.meet(entry.item, entry.user, chosen=True)
            row, amount = self._row(entry.item), amount_of(entry)
            self._behaviour.learn(person, row, entry.day, amount, teaches=listed)

    def forget(self, remaining_entries: Iterable[Entry]) -> None:
        """Start afresh and learn only what remains."""
        with self._turns:
            self._clear()
        for entry in remaining_entries:
            self.learn(entry)

    def _row(self, item: str) -> int:
        row = self._items.setdefault(item, len(self._items))
        if row == len(self._ids):
            self._ids.append(item)
        return row

    # -- reading -------------------------------------------------------------------------------

    @property
    def ids(self) -> list[str]:
        """All items known here, by place; only ever added to, and to be read only."""
        return self._ids

    def parts(self, user: str, day: float, items: Sequence[str]) -> list[Part]:
        """What each signal adds to the scores of ``items`` for ``user`` on ``day``, as far as the
        weights can be trusted: nothing before the first choice, half of it after TRUST choices.

        Signals that tell none of the items from the others are left out.
        """
        places = self._places(items)
        return self.parts_at(user, day, places, places)

    def parts_at(self, user: str, day: float, places: Rows, compared: Rows) -> list[Part]:
        """As :meth:`parts`, of the items with these ``places`` in :attr:`ids`, -1 for one that is
        not there; relative to the mean of those at the places ``compared``.
        """
        with self._turns:
            if not self.choices or not len(places):
                return []
            person = self._users.get(user, NOBODY)
            rows, where = self._different(np.concatenate([places, compared]))
            model, names = self._behaviour.model, self._behaviour.names
            values = self._behaviour.signals(person, day, rows).T
            weights = self._behaviour.weights(person, day)
            trust = model.choices / (model.choices + TRUST)
        gathered, added = _gathered(names), values * weights[:, None]
        known = np.zeros((len(gathered), len(rows)))
        for row, (_, runs) in zip(known, gathered, strict=True):
            for start, end in runs:
                row += np.add.reduce(added[start:end], axis=0)
        known *= trust
        differ = np.ptp(known, axis=1) > 1e-12
        asked, others = where[: len(places)], where[len(places) :]
        usual = known.take(others, axis=1).mean(axis=1)
        known = known.take(asked, axis=1) - usual[:, None]
        return [
            Part(name.signal, name.family, row)
            for (name, _), row, some in zip(gathered, known, differ.tolist(), strict=True)
            if some
        ]

    def leads(self, user: str, day: float) -> Leads:
        """The items that behaviour may speak for, for ``user`` on ``day``, by their places in
        :attr:`ids`: roughly, and as far as the weights can be trusted; see :meth:`parts`.
        """
        with self._turns:
            if not self.choices:
                return Leads(_NONE, np.zeros(0), _NONE)
            found = self._leading.leads(self._users.get(user, NOBODY), day)
            trust = self.choices / (self.choices + TRUST)
        here = found.rows < len(self._ids)
        return Leads(found.rows[here], trust * found.values[here], found.own)

    def chosen_by(self, user: str) -> frozenset[str]:
        """The items that ``user`` chose."""
        with self._turns:
            who = self._behaviour.world.people.get(self._users.get(user, NOBODY))
            return frozenset() if who is None else frozenset(self._ids[row] for row in who.used)

    def used(self) -> Mapping[str, int]:
        """Items anybody used, with the number of distinct people."""
        with self._turns:
            people = self._behaviour.world.opinion[1].tolist()
            return {item: int(n) for item, n in zip(self._ids, people, strict=False) if n}

    def people(self, items: Sequence[str], day: float) -> Array:
        """Distinct people per item with decay at each of HALF_LIVES: shape (n, H).

        As of ``day``, or of the newest event anywhere where that is later.
        """
        if not items:
            return np.zeros((0, len(HALF_LIVES)))
        with self._turns:
            rows, where = self._different(self._places(items))
            found: Array = self._behaviour.world.uses.at(rows, day)[where]
            return found

    def tastes(self, items: Sequence[str], most: int) -> Tastes:
        """What at most ``most`` of the newest people thought of ``items``, all different: 1 liked,
        -1 liked less, 0 not used; (k, m). Who they are is not told.
        """
        with self._turns:
            rows = np.fromiter(map(self._items.get, items, repeat(-1)), np.intp, len(items))
            return tastes(self._behaviour.world, rows, most)

    def arrivals(self, user: str, day: float) -> dict[str, float]:
        """How open each new item is, in (0, 1], which few others than ``user`` have met by now."""
        with self._turns:
            return self._arrivals.open_to(user, day)

    def usual(self, places: Rows, day: float, half_life: int) -> float:
        """How many distinct people the items at ``places`` in :attr:`ids` have on average, with
        decay at this one of HALF_LIVES, not counting those that have none.
        """
        with self._turns:
            uses, kept = self._behaviour.world.uses, self._usual
            if kept is None or not kept.holds(uses, places, half_life):
                # It fades with time as a whole, so it need not be looked for in each list.
                found = uses.of(places[places >= 0], uses.newest, half_life)
                some = found[found > 0]
                mean = float(some.mean()) if len(some) else 0.0
                kept = self._usual = _Usual(uses, uses.additions, places, half_life, mean)
            return kept.mean * uses.faded(day, half_life)

    def follows(self, user: str) -> tuple[str, ...]:
        """Everybody whom ``user`` follows, the newest first."""
        with self._turns:
            return self._following.all_of(user)

    def followed(self, user: str, day: float, items: Sequence[str]) -> Followed:
        """How much the people whom ``user`` follows chose each of ``items`` by ``day``, as far as
        is known now: who was unfollowed since counts as never followed.
        """
        return self.followed_at(user, day, self._places(items))

    def followed_at(self, user: str, day: float, places: Rows) -> Followed:
        """As :meth:`followed`, of the items with these ``places`` in :attr:`ids`, -1 for one that
        is not there.
        """
        with self._turns:
            people = self._following.of(user, day)
            if not people:
                return Followed(np.zeros(len(places)), np.zeros(len(places), np.intp))
            world = self._behaviour.world
            found = [world.people.get(self._users.get(one, NOBODY)) for one in people]
            rows, where = self._different(places)
            with world.asking(rows) as asked:
                told = chosen(found, day, asked)
            return Followed(told.values[where], told.people[where])

    def sources(self, user: str, day: float, item: str) -> dict[str, dict[str, float]]:
        """For each signal of pairs, which of the user's own items speak for ``item``, as shares
        that sum to 1. Signals to which none of them adds anything are left out.
        """
        return self.sources_of(user, day, [item])[item]

    def sources_of(
        self, user: str, day: float, items: Sequence[str]
    ) -> dict[str, dict[str, dict[str, float]]]:
        """As :meth:`sources`, for each of ``items``."""
        result: dict[str, dict[str, dict[str, float]]] = {item: {} for item in items}
        known = [item for item in result if item in self._items]
        with self._turns:
            person = self._users.get(user, NOBODY)
            who = self._behaviour.world.people.get(person)
            if who is None or not known:
                return result
            rows = np.array([self._items[item] for item in known], np.intp)
            shares = measures.sources(self._behaviour.world, who, day, rows)
            weights = self._behaviour.weights(person, day)
            mine = [self._ids[own] for own in who.rows.tolist()]
        for signal, (columns, amounts) in shares.items():
            # A column counts by what it adds to the score; where nothing is known, all alike.
            worth = np.maximum(weights[columns], 0.0)
            worth = worth if worth.any() else np.ones(len(columns))
            parts = worth[:, None] / np.sqrt(amounts.sum(axis=1) + 1e-300)
            found = np.einsum("km,knm->mn", parts, amounts)
            for item, own in zip(known, found, strict=True):
                if (total := float(own.sum())) > 0:
                    result[item][signal] = {
                        mine[place]: float(own[place]) / total
                        for place in np.flatnonzero(own > 0).tolist()
                    }
        return result

    def beside(self, user: str, named: Sequence[str], weights: Sequence[float]) -> dict[str, float]:
        """How much others than ``user`` choose other items along with those ``named``, in (0, 1]:
        the root of the mean, by ``weights`` that sum to 1, of the cosines between the people who
        chose them. What fewer than FEWEST others chose along with one is not there.
        """
        found: dict[str, float] = {}
        with self._turns:
            world = self._behaviour.world
            who = world.people.get(self._users.get(user, NOBODY))
            own = frozenset[int]() if who is None else frozenset(who.used)
            for item, weight in zip(named, weights, strict=True):
                row = self._items.get(item)
                if row is None or row >= world.items:
                    continue
                rows, both = world.pairs.beside(row)
                mine = np.fromiter((other in own for other in rows.tolist()), bool, len(rows))
                people = world.opinion[1, rows] - mine + SHRINK
                # Who chose both counts on neither side: nobody's own choices speak to them.
                both = both - (mine & (row in own))
                chosen = float(world.opinion[1, row]) - (row in own) + SHRINK
                cosines = np.minimum(both / np.sqrt(chosen * people), 1.0)
                for other in np.flatnonzero(both >= FEWEST).tolist():
                    key = self._ids[int(rows[other])]
                    found[key] = found.get(key, 0.0) + weight * float(cosines[other])
        return {item: near**0.5 for item, near in found.items() if item not in named}

    def importances(self) -> dict[str, float]:
        """How much each signal counts among all: the sum over its columns of the size of the
        common weight times the spread of the column between what is chosen and an average item,
        as shares that sum to 1. Empty before the first choice.
        """
        with self._turns:
            if not self.choices:
                return {}
            model, names = self._behaviour.model, self._behaviour.names
            sizes = (np.abs(model.values[: model.signals]) * model.spread()).tolist()
        found: dict[str, float] = {}
        for name, size in zip(names, sizes, strict=True):
            found[name.signal] = found.get(name.signal, 0.0) + size
        total = sum(found.values())
        return {signal: size / total for signal, size in found.items()} if total else {}

    def _places(self, items: Sequence[str]) -> Rows:
        """The place of each of ``items`` in :attr:`ids`, -1 for those that are not there: (n,)."""
        return np.fromiter(map(self._items.get, items, repeat(-1)), np.intp, len(items))

    def _different(self, places: Rows) -> tuple[Rows, Rows]:
        """The different rows among ``places``, and where each place stands among those rows: (k,),
        (n,).

        All unknown items share the row after the last one, which nobody ever used.
        """
        unknown = len(self._ids)
        known = np.where(places < 0, unknown, places)
        rows = distinct(known, unknown + 1)
        return rows, rows.searchsorted(known)

    # -- snapshots -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Everything learned, as bytes; inverse of :meth:`restore`."""
        with self._turns:
            plain = {
                "sequence": self.sequence,
                "items": self._ids,
                "users": list(self._users),
                "following": self._following.state(),
                "arrivals": self._arrivals.state(),
            }
            return packing.packed(plain, self._behaviour.state())

    def restore(self, snapshot: bytes) -> None:
        """Become what :meth:`snapshot` gave; anything else is a ValueError or KeyError."""
        plain, arrays = packing.unpacked(snapshot)
        behaviour = Behaviour.from_state(arrays)
        following = Following.from_state(plain["following"])
        arrivals = Arrivals.from_state(plain["arrivals"])
        with self._turns:
            self.sequence, self._ids = int(plain["sequence"]), list(plain["items"])
            self._items = {item: row for row, item in enumerate(self._ids)}
            self._users = {user: row for row, user in enumerate(plain["users"])}
            self._behaviour, self._following = behaviour, following
            self._arrivals = arrivals
            self._leading = Leading(behaviour)


def amount_of(entry: Entry) -> float:
    """How much ``entry`` speaks for its item, in [-1, 1]: a rating by its place on its scale, a
    view by how long it lasted.
    """
    if entry.kind != "rating" or entry.value is None:
        return looked(entry)
    low, high = entry.scale or (1.0, 5.0)
    if not high > low:
        return 1.0
    place = 2.0 * (entry.value - low) / (high - low) - 1.0
    return max(-1.0, min(1.0, place)) if np.isfinite(place) else 1.0
