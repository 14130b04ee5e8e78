"""Drawing items that were not chosen, to learn from where no list was shown.

Items are drawn from several sides (used lately, begun lately, ever used, any) and the chance that
an item is among those drawn comes with it: taking its logarithm off the score makes a softmax over
the drawn items estimate the one over all (Bengio and Senecal, 2008). Knows rows and days only.
"""

from __future__ import annotations

import numpy as np

from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.growing import grown
from penchant.memory.core.behaviour.packing import Arrays, under, within
from penchant.memory.core.decay import Array

LATELY, BEGUN, EVER, ANY = 24, 16, 16, 16
"""How many are drawn from each side, with repetition."""

LATELY_LIFE, BEGUN_LIFE = 1.0, 3.0
"""Half-lives in days of being used, and of having been used first."""

ROOM = 500.0


class _Line:
    """Items in the order in which something happened, each the likelier drawn the later."""

    def __init__(self, half_life: float) -> None:
        self.half_life = half_life
        self.rows = np.zeros(64, np.int64)
        self.sums = np.zeros(64)
        """Running totals of the chances' numerators."""
        self.mass = np.zeros(64)
        """By item."""
        self.size = 0
        self.origin = 0.0
        self.newest = -np.inf

    def add(self, row: int, day: float) -> None:
        if not self.size:
            self.origin = day
        self.newest = max(self.newest, day)
        power = (day - self.origin) / self.half_life
        if power > ROOM:
            self.sums *= 2.0**-power
            self.mass *= 2.0**-power
            self.origin, power = day, 0.0
        amount = 2.0**power
        self.rows, self.sums = grown(self.rows, self.size + 1), grown(self.sums, self.size + 1)
        self.mass = grown(self.mass, row + 1)
        self.rows[self.size] = row
        self.sums[self.size] = amount + (self.sums[self.size - 1] if self.size else 0.0)
        self.mass[row] += amount
        self.size += 1

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        return {
            "half_life": np.array(self.half_life),
            "rows": self.rows[: self.size],
            "sums": self.sums[: self.size],
            "mass": self.mass,
            "origin": np.array(self.origin),
            "newest": np.array(self.newest),
        }

    @classmethod
    def from_state(cls, state: Arrays) -> _Line:
        """The line that gave ``state``."""
        line = cls(float(state["half_life"]))
        line.size = len(state["rows"])
        if line.size:
            line.rows, line.sums, line.mass = state["rows"], state["sums"], state["mass"]
        line.origin, line.newest = float(state["origin"]), float(state["newest"])
        return line

    def draw(self, chances: Array) -> Rows:
        """A row for each of ``chances``, drawn evenly from [0, 1)."""
        if not self.size:
            return np.zeros(0, np.intp)
        sums = self.sums[: self.size]
        places = sums.searchsorted(chances * sums[-1], side="right")
        # What is rounded up to the whole sum would lie behind the last.
        drawn: Rows = self.rows[: self.size].take(places, mode="clip")
        return drawn

    def missed(self, rows: Rows, n: int) -> Array:
        """The chance that ``n`` draws do not give each of ``rows``, which ``mass`` has room for."""
        if not self.size:
            return np.ones(len(rows))
        share = self.mass.take(rows) / self.sums[self.size - 1]
        result: Array = (1.0 - np.minimum(share, 1.0)) ** n
        return result


class Drawing:
    """Draws items that somebody might have chosen instead."""

    def __init__(self) -> None:
        self._sides: tuple[tuple[_Line, int], ...] = (
            (_Line(LATELY_LIFE), LATELY),
            (_Line(BEGUN_LIFE), BEGUN),
            (_Line(np.inf), EVER),
        )

    def use(self, row: int, day: float, first: bool) -> None:
        """The item ``row`` was used; ``first`` tells that nobody had used it before."""
        used, begun, ever = (line for line, _ in self._sides)
        used.add(row, day)
        ever.add(row, day)
        if first:
            begun.add(row, day)

    def draw(self, items: int, rng: np.random.Generator) -> Rows:
        """Distinct rows, not in any order that tells anything."""
        chances = rng.random(LATELY + BEGUN + EVER)
        parts, end = [rng.integers(0, items, ANY)], 0
        for line, n in self._sides:
            parts.append(line.draw(chances[end : end + n]))
            end += n
        rows: Rows = np.concatenate(parts)
        rows.sort()
        return np.concatenate([rows[:1], rows[1:][rows[1:] != rows[:-1]]])

    def log_chance(self, rows: Rows, items: int) -> Array:
        """The logarithm of the chance that each of ``rows`` is among those drawn."""
        missed = np.full(len(rows), (1.0 - 1.0 / items) ** ANY)
        size = int(rows.max(initial=0)) + 1
        for line, n in self._sides:
            line.mass = grown(line.mass, size)
            missed *= line.missed(rows, n)
        result: Array = np.log1p(-np.minimum(missed, 1.0 - 1e-12))
        return result

    def state(self) -> Arrays:
        """Everything, as arrays; inverse of :meth:`from_state`."""
        arrays: Arrays = {}
        for number, (line, _) in enumerate(self._sides):
            arrays |= under(str(number), line.state())
        return arrays

    @classmethod
    def from_state(cls, state: Arrays) -> Drawing:
        """The drawing that gave ``state``."""
        drawing = cls()
        drawing._sides = tuple(
            (_Line.from_state(within(str(number), state)), n)
            for number, (_, n) in enumerate(drawing._sides)
        )
        return drawing
