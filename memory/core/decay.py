"""Decayed sums: how much of something there has been, with the past counting less.

Pure arithmetic on float days or on event counts; knows nothing of entries, kinds or disks.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

HALF_LIVES: Array = np.array([1 / 24, 0.25, 1.0, 3.0, 10.0, 40.0, np.inf])
"""Wall-clock half-lives in days: 1 hour, 6 hours, 1, 3, 10 and 40 days, never."""

EVENT_HALF_LIVES: Array = np.array([1.0, 3.0, 10.0, 30.0])
"""Half-lives counted in the person's own events."""


def remaining(elapsed: float | Array, half_lives: Array = HALF_LIVES) -> Array:
    """What is left of 1 after ``elapsed`` (scalar or (n,)), per half-life: shape (..., H).

    ``2 ** (-elapsed / half_life)``; negative times count as none.

    >>> remaining(1.0, np.array([1.0, np.inf])).tolist()
    [0.5, 1.0]
    """
    time = np.maximum(np.asarray(elapsed, float), 0.0)
    result: Array = np.exp2(-time[..., None] / half_lives)
    return result


class DecayedSums:
    """Sums of amounts at several half-lives at once, on the wall clock and the event clock.

    Amounts may arrive in any order of time: the sums come out the same. ``wall`` has shape
    (len(HALF_LIVES),) and is as of the time ``day``; ``events`` has shape
    (len(EVENT_HALF_LIVES),) and is as of the event number ``count``.

    >>> sums = DecayedSums()
    >>> sums.add(1.0, day=10.0, count=1)
    >>> sums.add(1.0, day=9.0, count=2)
    >>> sums.wall_at(10.0)[2:4].round(3).tolist()
    [1.5, 1.794]
    """

    __slots__ = ("count", "day", "events", "wall")

    def __init__(self) -> None:
        self.wall: Array = np.zeros(len(HALF_LIVES))
        self.events: Array = np.zeros(len(EVENT_HALF_LIVES))
        self.day = -np.inf
        self.count = 0

    def add(self, amount: float, *, day: float, count: int) -> None:
        """Add ``amount`` that belongs to the time ``day`` and the person's ``count``-th event."""
        if day > self.day:
            if np.isfinite(self.day):
                self.wall *= remaining(day - self.day)
            self.day = day
        self.wall += amount * remaining(self.day - day)
        if count > self.count:
            self.events *= remaining(float(count - self.count), EVENT_HALF_LIVES)
            self.count = count
        self.events += amount * remaining(float(self.count - count), EVENT_HALF_LIVES)

    def merge(self, other: DecayedSums) -> None:
        """Add everything ``other`` holds, each amount with its own age."""
        day, count = max(self.day, other.day), max(self.count, other.count)
        if not np.isfinite(day):
            return
        self.wall = self.wall_at(day) + other.wall_at(day)
        self.events = self.events_at(count) + other.events_at(count)
        self.day, self.count = day, count

    def wall_at(self, day: float) -> Array:
        """The sums per wall-clock half-life at the time ``day`` (not before the last amount)."""
        return self.wall * remaining(day - self.day) if np.isfinite(self.day) else self.wall

    def events_at(self, count: int) -> Array:
        """The sums per event half-life when the person has had ``count`` events."""
        return self.events * remaining(float(count - self.count), EVENT_HALF_LIVES)

    def state(self) -> dict[str, Any]:
        """Plain values for a snapshot; inverse of :meth:`from_state`."""
        return {
            "wall": self.wall.tolist(),
            "events": self.events.tolist(),
            "day": self.day,
            "count": self.count,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> DecayedSums:
        """The sums that gave ``state``."""
        sums = cls()
        sums.wall = np.array(state["wall"])
        sums.events = np.array(state["events"])
        sums.day, sums.count = float(state["day"]), int(state["count"])
        return sums
