"""One interest as it is being learned: a centroid, decayed sums by kind, and a ledger of entries.

Knows vectors, amounts and times; knows nothing of people, journals or words.
"""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.decay import DecayedSums
from penchant.memory.records import FloatArray

LEDGER = 128
"""Entries an interest remembers one by one; older ones live on in the sums alone."""

CONTRARY = 3.0
"""Something to the contrary takes back this many times its own amount, at most all."""

FEWEST_ROWS = 6
"""Entries that stay with an interest one by one, however little room there is."""

NOTHING = 1e-9
"""An amount below this is what rounding left of one that was taken back."""

ROW_BYTES, SUM_BYTES, AXES_BYTES, OWN_BYTES = 46, 150, 17, 120
"""What a row, the sums of a kind, four axes of the direction and the rest take at most in a
snapshot, without names. Measured over random numbers, the worst there are to compress."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in an interest's ledger.

    ``amount`` is what counts of it, positive whatever the polarity; ``said`` what it was before
    anything to the contrary. ``key`` says what it was about: ("genre", "Horror"), ("item", id).
    """

    entry: str
    kind: str
    day: float
    count: int
    amount: float
    said: float
    key: Key
    item: str | None = None

    @property
    def size(self) -> int:
        """About how many bytes it takes in a snapshot, rather more than fewer."""
        # Of an action the key holds the item once more, which compresses to next to nothing.
        return ROW_BYTES + _bytes_of(self.entry) + _bytes_of(self.item or self.key[1])


class InterestState:
    """An interest of one polarity (+1 or -1) that entries join and that time wears down.

    ``members`` are the ids of all entries that ever joined, where somebody asked for them to be
    noted; the ledger forgets the oldest.
    """

    def __init__(
        self, number: int, polarity: int, dimension: int, members: list[str] | None = None
    ) -> None:
        self.number = number
        self.polarity = polarity
        self.direction: FloatArray = np.zeros(dimension, np.float32)
        self.sums: dict[str, DecayedSums] = {}
        self.ledger: list[Row] = []
        self.first_day = np.inf
        self.last_day = -np.inf
        self._keys: set[Key] = set()
        self._ledger_size = 0
        self.members = members
        self._targets: tuple[Key, ...] | None = None
        self._centroid: FloatArray | None = None

    @property
    def centroid(self) -> FloatArray:
        """Unit vector (d,) of the amounts' mean direction."""
        if self._centroid is None:
            length = float(np.linalg.norm(self.direction))
            self._centroid = self.direction / length if length > 0 else self.direction
        return self._centroid

    @property
    def empty(self) -> bool:
        """Whether everything in it was taken back."""
        return all(float(sums.wall[-1]) < NOTHING for sums in self.sums.values())

    @property
    def total(self) -> float:
        """All that was ever said for it and not taken back, whenever it was."""
        return max(0.0, sum(float(sums.wall[-1]) for sums in self.sums.values()))

    def nearness(self, other: InterestState) -> float:
        """The mean cosine between what is in this interest and what is in the other, each entry
        counting by its amount.
        """
        both = self.total * other.total
        return float(self.direction @ other.direction) / both if both > 0 else 0.0

    @property
    def size(self) -> int:
        """About how many bytes it takes in a snapshot, rather more than fewer."""
        own = OWN_BYTES + AXES_BYTES * len(self.direction) // 4
        return own + SUM_BYTES * len(self.sums) + self._ledger_size

    def about(self, key: Key) -> bool:
        """Whether an entry it remembers was about ``key``."""
        return key in self._keys

    def add(self, row: Row, vector: FloatArray) -> None:
        """Let one entry with its unit vector (d,) join."""
        if self.members is not None:
            self.members.append(row.entry)
        self._move(np.float32(row.amount) * vector)
        self._sum(row, row.amount)
        self._remember([*self.ledger, row], self._ledger_size + row.size)
        self.first_day = min(self.first_day, row.day)
        self.last_day = max(self.last_day, row.day)

    def take_back(self, key: Key, said: float, until: float, vector: FloatArray | None) -> None:
        """Lower what was said about ``key`` up to the time ``until``: ``said`` (0 to 1) was said
        to the contrary then.

        ``vector`` (d,) is where ``key`` lies: the centroid moves away from it accordingly.
        """
        if not self.about(key):
            return
        share, kept, lowered = min(1.0, CONTRARY * said), [], 0.0
        for row in self.ledger:
            if row.key == key and row.day <= until and row.amount > 0:
                loss = row.amount * share
                self._sum(row, -loss)
                lowered += loss
                row = replace(row, amount=row.amount - loss)
            kept.append(row)
        self.ledger, self._targets = kept, None
        if vector is not None and lowered > 0:
            self._move(np.float32(-lowered) * vector)

    def left_of(self, key: Key, day: float) -> float:
        """The part of something said about ``key`` at ``day``, with the other polarity, that was
        not taken back by what this interest holds against it from later on.

        So an entry that arrives late counts no more than it would have had it come in time.
        """
        left = 1.0
        if self.about(key):
            for row in self.ledger:
                if row.key == key and row.day > day:
                    left *= 1.0 - min(1.0, CONTRARY * row.said)
        return left

    def absorb(self, other: InterestState) -> None:
        """Take over everything another interest of the same polarity holds."""
        if self.members is not None and other.members is not None:
            self.members += other.members
        self._move(other.direction)
        for kind, theirs in other.sums.items():
            self.sums.setdefault(kind, DecayedSums()).merge(theirs)
        rows = sorted(self.ledger + other.ledger, key=lambda row: row.count)
        self._remember(rows, self._ledger_size + other._ledger_size)
        self.first_day = min(self.first_day, other.first_day)
        self.last_day = max(self.last_day, other.last_day)

    def shed(self) -> bool:
        """Let go of one entry by itself, which counts on in the sums: the oldest of what was done
        with an item, else of what was said. False where only FEWEST_ROWS are left.
        """
        if len(self.ledger) <= FEWEST_ROWS:
            return False
        # What was said gives the interest its name; what was done is most of a ledger.
        done = (place for place, row in enumerate(self.ledger) if row.key[0] == "item")
        place = next(done, 0)
        gone, kept = self.ledger[place], self.ledger[:place] + self.ledger[place + 1 :]
        self._remember(kept, self._ledger_size - gone.size)
        return True

    def mass(self, day: float, curve: ForgettingCurve) -> float:
        """How much of it is left at ``day``, never negative; each kind counts by its worth."""
        total = sum(
            self._worth(kind, curve) * float(curve.weights(kind) @ sums.wall_at(day))
            for kind, sums in self.sums.items()
        )
        return max(0.0, total)

    def half_life(self, curve: ForgettingCurve) -> float:
        """Days in which the decaying part halves, averaged over the kinds by what they gave."""
        parts = [
            (self._worth(kind, curve) * max(float(sums.wall[-1]), 0.0), curve.half_life(kind))
            for kind, sums in self.sums.items()
        ]
        total = sum(amount for amount, _ in parts)
        if total <= 0:
            return max((life for _, life in parts), default=float("inf"))
        return sum(amount * life for amount, life in parts) / total

    def _worth(self, kind: str, curve: ForgettingCurve) -> float:
        # What people choose tells how much their likes say; a "no" counts in full.
        return curve.worth(kind) if self.polarity > 0 else 1.0

    def targets(self) -> tuple[Key, ...]:
        """What it was said to be about, without items, in the order of their weight."""
        if self._targets is None:
            weight: dict[Key, float] = {}
            for row in self.ledger:
                if row.key[0] != "item" and row.key[1] and row.amount > NOTHING:
                    weight[row.key] = weight.get(row.key, 0.0) + row.amount
            self._targets = tuple(sorted(weight, key=lambda key: -weight[key]))
        return self._targets

    def _sum(self, row: Row, amount: float) -> None:
        sums = self.sums.setdefault(row.kind, DecayedSums())
        sums.add(amount, day=row.day, count=row.count)

    def _move(self, step: FloatArray) -> None:
        self.direction = self.direction + step
        self._centroid = None

    def _remember(self, rows: list[Row], size: int) -> None:
        self.ledger, self._targets = rows[-LEDGER:], None
        self._keys = {row.key for row in self.ledger}
        self._ledger_size = size - sum(row.size for row in rows[:-LEDGER])

    def state(self) -> dict[str, Any]:
        """Plain values for a snapshot; inverse of :meth:`from_state`."""
        return {
            "number": self.number,
            "polarity": self.polarity,
            "direction": base64.b64encode(self.direction.astype("<f4").tobytes()).decode(),
            "sums": {kind: sums.state() for kind, sums in self.sums.items()},
            "ledger": [asdict(row) for row in self.ledger],
            "first_day": self.first_day,
            "last_day": self.last_day,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> InterestState:
        """The interest that gave ``state``."""
        direction = np.frombuffer(base64.b64decode(state["direction"]), "<f4").astype(np.float32)
        interest = cls(state["number"], state["polarity"], len(direction))
        interest.direction = direction
        interest.sums = {k: DecayedSums.from_state(s) for k, s in state["sums"].items()}
        rows = [Row(**(row | {"key": tuple(row["key"])})) for row in state["ledger"]]
        interest._remember(rows, sum(row.size for row in rows))
        interest.first_day, interest.last_day = state["first_day"], state["last_day"]
        return interest


def _bytes_of(name: str) -> int:
    # Letters and digits that nothing can be foreseen of hold at most 6 or 7 bits each.
    return len(name) * 4 // 5 + 1 if name.isascii() else 3 * len(name)
