"""The forgetting fold: learns from what people choose how fast what they did stops telling, and
how much each kind of entry tells.

Knows entries, their vectors and the ids of people; knows nothing of texts or disks. When somebody
acts on an item they had not used, that choice is compared with items that others used, in the
light of what they did before. Learning follows the order of arrival, and the same order gives the
same result to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from penchant.memory.core.amounts import amount_of
from penchant.memory.core.behaviour import packing
from penchant.memory.core.behaviour.drawing import Drawing
from penchant.memory.core.behaviour.packing import under, within
from penchant.memory.core.curve import PRIOR, ForgettingCurve, Learned, softmax
from penchant.memory.core.decay import HALF_LIVES
from penchant.memory.core.forgetting import past as pasts
from penchant.memory.core.forgetting.law import Compared, Law
from penchant.memory.core.forgetting.past import Past
from penchant.memory.core.forgetting.places import Places
from penchant.memory.records import Entry, FloatArray

FEWEST = 3
"""Entries a person must have before their choices teach."""

FIRST = 50
"""Items that must have been used before choices teach: fewer are no choice."""

MOST_KINDS = 16
"""Kinds told apart; any beyond share the last place."""

TRUST = 300.0
"""After this many choices what was learned counts half, after three times as many nine tenths."""

LEAST_WORTH = 0.05
"""However little a kind tells, an entry of it counts this much: it did happen."""

VERSION = 1


class Forgetting:
    """What is learned of forgetting in the space of vectors named ``space``; ``seed`` decides
    which other items a choice is compared with.
    """

    def __init__(self, space: str = "", *, seed: int = 0) -> None:
        self.space = space
        self._seed = seed
        self._clear()

    def _clear(self) -> None:
        self.sequence = 0
        self.law = Law()
        self._kinds: list[str] = []
        self._rows: dict[str, int] = {}
        self._users: dict[str, int] = {}
        self._people: list[Past] = []
        self._places: Places | None = None
        self._drawing = Drawing()
        self._rng = np.random.default_rng(self._seed)

    @property
    def choices(self) -> int:
        """How many choices have taught."""
        return self.law.choices

    # -- learning ------------------------------------------------------------------------------

    def learn(self, entry: Entry, vector: FloatArray | None) -> None:
        """Take in one entry; ``vector`` (d,) is where what it is about lies.

        Words searched with are left out: their vector comes later than they do.
        """
        self.sequence = max(self.sequence, entry.sequence)
        vector = None if entry.kind == "search" else _unit(vector)
        if vector is None:
            return
        if self._places is None:
            self._places = Places(len(vector))
        places = self._places
        if len(vector) != places.dimension:
            return
        number = self._users.setdefault(entry.user, len(self._users))
        if number == len(self._people):
            self._people.append(Past(places.dimension))
        who = self._people[number]
        amount = amount_of(entry, who.own_mean)
        if amount is None or amount.value <= 0:
            return
        kind = self._kind(entry.kind)
        if entry.kind != "statement" and entry.item is not None:
            self._use(who, kind, entry, vector, places)
        who.learn(kind, amount.value, entry.day, vector, places)

    def forget(self, remaining: Iterable[tuple[Entry, FloatArray | None]]) -> None:
        """Start afresh and learn only what remains."""
        self._clear()
        for entry, vector in remaining:
            self.learn(entry, vector)

    def _kind(self, name: str) -> int:
        if name in self._kinds:
            return self._kinds.index(name)
        if len(self._kinds) < MOST_KINDS:
            self._kinds.append(name)
            self.law.add_kind()
        return len(self._kinds) - 1

    def _use(self, who: Past, kind: int, entry: Entry, vector: FloatArray, places: Places) -> None:
        """Somebody used an item: learn from the choice where it is one, and count it."""
        row = self._rows.setdefault(entry.item or "", places.size)
        first = row == places.size
        if first:
            places.add(vector)
        if row in who.items:
            return
        # What was said in a turn is no choice; what arrives late was made in the light of less.
        made = not first and entry.parent is None and entry.day >= who.day
        if made and who.entries >= FEWEST and places.size >= FIRST:
            self._choose(who, kind, row, entry.day, places)
        self._drawing.use(row, entry.day, first)
        who.remember(row)

    def _choose(self, who: Past, kind: int, row: int, day: float, places: Places) -> None:
        drawn = self._drawing.draw(places.size, self._rng)
        used = {row, *who.items}
        rows = np.array([row, *(one for one in drawn.tolist() if one not in used)], np.intp)
        likeness = places.likeness(who.vectors, rows)
        sums = who.at(day, len(self._kinds))
        shape = sums.shape[1:]
        choice = Compared(
            kind=kind,
            sums=(sums.reshape(len(sums), -1).T @ likeness).astype(float).reshape(*shape, -1),
            totals=sums.sum(axis=0, dtype=float),
            log_chance=self._drawing.log_chance(rows, places.size),
        )
        who.differ(self.law.learn(choice, who.delta))

    # -- reading -------------------------------------------------------------------------------

    def curve(self, user: str | None = None) -> ForgettingCurve:
        """What was learned so far, for ``user`` or for somebody of whom nothing is known.

        It takes the place of the hand-set curve as choices come in: a curve learned from few is
        mostly chance.
        """
        if not self.choices:
            return ForgettingCurve()
        number = None if user is None else self._users.get(user)
        delta = np.zeros(len(HALF_LIVES)) if number is None else self._people[number].delta
        trust = self.choices**2 / (self.choices**2 + TRUST**2)
        prior = softmax(PRIOR)
        learned = {
            name: Learned(
                curve=trust * curve + (1.0 - trust) * prior,
                worth=float(max(worth, LEAST_WORTH) ** trust),
            )
            for name, curve, worth in zip(
                self._kinds, self.law.curves(delta), self.law.worths(), strict=True
            )
        }
        return ForgettingCurve(kinds=learned)

    # -- snapshots -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Everything learned, as bytes; inverse of :meth:`restore`."""
        plain = {
            "space": self.space,
            "sequence": self.sequence,
            "kinds": self._kinds,
            "items": list(self._rows),
            "users": list(self._users),
            "rng": self._rng.bit_generator.state,
            "placed": self._places is not None,
        }
        places = self._places or Places(0)
        return packing.packed(
            plain,
            {
                **under("law", self.law.state()),
                **under("places", places.state()),
                **under("drawing", self._drawing.state()),
                **under("people", pasts.packed(self._people)),
            },
        )

    def restore(self, snapshot: bytes) -> None:
        """Become what :meth:`snapshot` gave; ValueError or KeyError for anything else, and for
        what was learned in another space.
        """
        plain, arrays = packing.unpacked(snapshot)
        if plain["space"] != self.space:
            raise ValueError("the snapshot is one of other vectors")
        places = Places.from_state(within("places", arrays))
        law = Law.from_state(within("law", arrays))
        people = pasts.unpacked(within("people", arrays), places.dimension)
        drawing = Drawing.from_state(within("drawing", arrays))
        if law.kinds != len(plain["kinds"]) or len(people) != len(plain["users"]):
            raise ValueError("the parts of the snapshot do not fit together")
        self._clear()
        self.sequence, self.law, self._people = int(plain["sequence"]), law, people
        self._kinds = list(plain["kinds"])
        self._rows = {item: row for row, item in enumerate(plain["items"])}
        self._users = {user: row for row, user in enumerate(plain["users"])}
        self._places = places if plain["placed"] else None
        self._drawing = drawing
        self._rng.bit_generator.state = plain["rng"]


def _unit(vector: FloatArray | None) -> FloatArray | None:
    """``vector`` with unit length; None for one that says nothing of where."""
    if vector is None:
        return None
    length = float(np.linalg.norm(vector.astype(float)))
    if not np.isfinite(length) or length == 0.0:
        return None
    return (vector / length).astype(np.float32)
