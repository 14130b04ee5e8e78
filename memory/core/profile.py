"""The profile fold: what is believed of one person's interests, learned entry by entry.

Knows kinds, vectors and times; knows nothing of disks, words or clocks (time is an argument).
Entries come in the order of their sequence; decay follows when they happened.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np

from penchant.memory.core.amounts import Amount, OwnMean, amount_of
from penchant.memory.core.calibration import Calibration
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.gathering import Gathering
from penchant.memory.core.interests import InterestState, Key, Row
from penchant.memory.core.sheet import Sheet
from penchant.memory.core.standing import Standing
from penchant.memory.core.trends import trends
from penchant.memory.kinds import KINDS
from penchant.memory.records import Entry, FloatArray, Interest, Profile, to_day
from penchant.memory.statements import statement_from_data

FAINT = 1e-3
"""Mass below which an interest is no longer shown."""

WHOLE, LEAST = 64_000, 44_000
"""Bytes that a person's snapshot may take; and what of it is always there for their interests,
however many items they have settled about. Those come on top, as they must: what was seen may
not come back."""

SETTLED_BYTES = 32
"""What a settled item takes in a snapshot, with an id of usual length."""

HOST_KINDS = 8
"""A person's kinds of a host's own that are told apart; what comes under more counts as OTHER."""

LONGEST_KIND = 64
OTHER = "other"

PASSING, RESTING, RESTING_DAYS = 0.5, 0.05, 90.0
"""A like that never amounted to PASSING, and whose mass has stayed below RESTING for so many days,
leaves the list: a passing wish of long ago. It stays in memory, and comes back when something about
it happens. What was told as lasting taste amounts to more, and dislikes never leave."""

OPINIONS = ("statement", "like", "dislike", "save", "purchase", "rating", "dismiss")
"""Kinds by which a person may change their mind; looking at something again is no such thing."""


class PersonProfile:
    """One person's interests, in the space of ``calibration`` (memory/core/calibration.py).

    ``noting`` has each interest note which entries are in it, as long as it lives.
    """

    def __init__(
        self,
        user: str,
        calibration: Calibration,
        curve: ForgettingCurve,
        *,
        noting: bool = False,
    ) -> None:
        self.user = user
        self.calibration = calibration
        self.curve = curve
        self._noting = noting
        self._clear()

    def _clear(self) -> None:
        self.gathering = Gathering(self.calibration.threshold, noting=self._noting)
        self.standing = Standing()
        self.own_mean = OwnMean()
        self.entries = 0
        self.sequence = 0
        self.last_day = -np.inf
        self._host_kinds: list[str] = []
        self._sheet: Sheet | None = None
        """As of the newest entry; None where interests may have changed since."""

    @property
    def interests(self) -> list[InterestState]:
        """All of them, those at rest as well, in the order in which they were opened."""
        return self.gathering.states

    def learn(self, entry: Entry, vector: FloatArray | None) -> None:
        """Take in one entry; ``vector`` (d,) places it among the interests."""
        self.sequence = max(self.sequence, entry.sequence)
        if entry.kind == "impression":
            return
        self._sheet = None
        self.last_day = max(self.last_day, entry.day)
        if entry.role != "user":
            return
        if entry.kind == "statement":
            self.standing.state(entry, statement_from_data(dict(entry.data)))
        else:
            self.entries += entry.kind != "undo"
            self.standing.act(entry)
        amount = amount_of(entry, self.own_mean)
        if amount is not None and amount.value != 0.0 and not self._stated(entry, amount.key):
            self._weigh(entry, amount, self._placed(vector))

    def forget(self, remaining: Iterable[tuple[Entry, FloatArray | None]]) -> None:
        """Start afresh and learn only what remains; leaves no trace of what was erased."""
        self._clear()
        for entry, vector in remaining:
            self.learn(entry, vector)

    def view(self, at: datetime) -> Profile:
        """The profile as of ``at``, which is not before the last entry learned."""
        day = to_day(at)
        if self._sheet is None:
            self._sheet = Sheet(self.interests)
        shown = self._shown(self._sheet, day)
        shown.sort(key=lambda interest: (-interest.polarity, -abs(interest.mass), interest.id))
        return Profile(
            user=self.user,
            at=at,
            interests=tuple(shown),
            seen=frozenset(self.standing.seen),
            bought=frozenset(self.standing.bought),
            liked=frozenset(self.standing.liked),
            disliked=frozenset(self.standing.disliked),
            saved=frozenset(self.standing.saved),
            in_cart=self.standing.in_cart(day),
            put_off=self.standing.put_off(day),
            refused_prices=self.standing.refused_prices(),
            excluded=self.standing.excluded,
            entries=self.entries,
            sequence=self.sequence,
        )

    def _shown(self, sheet: Sheet, day: float) -> list[Interest]:
        """The interests that are neither faint nor at rest on ``day``."""
        masses = sheet.masses(day, self.curve).tolist()
        places = [
            place
            for place, state in enumerate(sheet.states)
            if masses[place] >= FAINT and not self._rests(state, day)
        ]
        likes = [place for place in places if sheet.states[place].polarity > 0]
        positive = sum(masses[place] for place in likes)
        moving = dict(zip(likes, trends(sheet.sums(day)[likes]), strict=True))
        floors = sheet.floors(self.curve).tolist()
        evidence = sheet.evidence(day, self.curve)
        found = []
        for place in places:
            state, mass, (first_at, last_at) = (
                sheet.states[place],
                masses[place],
                sheet.spans[place],
            )
            one = Interest(
                id=_id_of(state),
                polarity=state.polarity,
                mass=state.polarity * mass,
                share=mass / positive if state.polarity > 0 else 0.0,
                centroid=state.centroid,
                half_life=state.half_life(self.curve),
                floor=min(1.0, floors[place] / mass),
                targets=state.targets(),
                medoid=next((one.item for one in evidence[place] if one.item), None),
                first_at=first_at,
                last_at=last_at,
                trend=moving.get(place),
                evidence=evidence[place],
            )
            found.append(one)
        return found

    def _rests(self, state: InterestState, day: float) -> bool:
        """Whether a like has been faint for long, on ``day``."""
        since = day - RESTING_DAYS
        if state.polarity < 0 or state.last_day > since or state.total >= PASSING:
            return False
        return state.mass(since, self.curve) < RESTING

    def _stated(self, entry: Entry, key: Key) -> bool:
        """Whether an action was read from a turn whose statement says the same already."""
        if entry.kind == "statement" or entry.parent is None:
            return False
        start = f"{entry.parent}.s"
        for state in self.interests:
            if state.about(key) and any(
                row.key == key and row.entry.startswith(start) for row in state.ledger
            ):
                if state.members is not None:
                    # Without what was stated it would count.
                    state.members.append(entry.id)
                return True
        return False

    def members(self, interest: str) -> list[str] | None:
        """The entries that are in the ``interest`` of this id, those taken back since and those
        that only say once more what is in it too; None where there is no such interest, or nothing
        was noted.
        """
        for state in self.interests:
            if _id_of(state) == interest:
                return state.members
        return None

    def _placed(self, vector: FloatArray | None) -> FloatArray | None:
        """``vector`` in the space of interests; None for one that says nothing of where."""
        if vector is None or not np.isfinite(vector).all() or not np.any(vector):
            return None
        placed = self.calibration.place(np.asarray(vector, np.float32))
        return placed if placed.any() else None

    def _weigh(self, entry: Entry, amount: Amount, unit: FloatArray | None) -> None:
        polarity, said, key = (1 if amount.value > 0 else -1), abs(amount.value), amount.key
        left = said
        if entry.kind in OPINIONS and amount.lasting and key[1]:
            # A change of mind: what was said the other way about the same thing stops counting.
            for state in self.interests:
                if state.polarity != polarity:
                    state.take_back(key, said, entry.day, unit)
                    left *= state.left_of(key, entry.day)
        if unit is None:
            return
        row = Row(
            entry=entry.id,
            kind=self._kind(entry.kind),
            day=entry.day,
            count=self.entries,
            amount=left,
            said=said,
            key=key,
            item=entry.item,
        )
        state = self.gathering.place(polarity, key, unit)
        state.add(row, unit)
        self.gathering.unite(state)
        self.gathering.fit(max(LEAST, WHOLE - SETTLED_BYTES * self.standing.settled))

    def _kind(self, name: str) -> str:
        """The name under which a kind is summed: its own, for as many as there is room for."""
        if name in KINDS or name in self._host_kinds:
            return name
        if len(self._host_kinds) >= HOST_KINDS or len(name) > LONGEST_KIND:
            return OTHER
        self._host_kinds.append(name)
        return name

    # -- snapshots -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Everything learned, as bytes; inverse of :meth:`restore`."""
        state: dict[str, Any] = {
            "gathering": self.gathering.state(),
            "standing": self.standing.snapshot(),
            "own_mean": [self.own_mean.number, self.own_mean.total],
            "counters": [self.entries, self.sequence],
            "last_day": self.last_day,
            "host_kinds": self._host_kinds,
        }
        return zlib.compress(json.dumps(state).encode())

    def restore(self, snapshot: bytes) -> None:
        """Become what :meth:`snapshot` gave."""
        state = json.loads(zlib.decompress(snapshot))
        threshold, self._sheet = self.calibration.threshold, None
        self.gathering = Gathering.from_state(state["gathering"], threshold)
        self.standing = Standing.from_snapshot(state["standing"])
        self.own_mean = OwnMean(*state["own_mean"])
        self.entries, self.sequence = state["counters"]
        self.last_day = state["last_day"]
        self._host_kinds = state["host_kinds"]


def _id_of(state: InterestState) -> str:
    return f"i{state.number}"
