"""Peers that know nobody: popularity, popularity that fades, what is new, and both together."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from bench.quality.events import Floats, Rows, Setting
from bench.quality.method import Entry
from bench.quality.sums import FadingCounts


class Popularity:
    """People (or events) per item, fading with a half-life in days."""

    refit_days = 0.0

    def __init__(self, setting: Setting, half_life: float = math.inf, of: str = "people") -> None:
        self._counts = FadingCounts(setting.items, half_life)
        self._touched = np.zeros((setting.users, setting.items), bool) if of == "people" else None

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """What is left of each count."""
        return self._counts.read(candidates, day)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Count the event, or the person where it is their first."""
        if self._touched is not None:
            if self._touched[user, item]:
                return
            self._touched[user, item] = True
        self._counts.add(item, day)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


class Newest:
    """The item that was first touched last comes first; with ``by`` "year", its own year."""

    refit_days = 0.0

    def __init__(self, setting: Setting, by: str = "first event") -> None:
        self.first = np.full(setting.items, -np.inf)
        self._years = setting.years if by == "year" else None

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The day of the first event; items without one come last."""
        held: NDArray[np.float64] = self.first if self._years is None else self._years
        return held[candidates]

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Remember the day if it is the first."""
        if self.first[item] == -np.inf:
            self.first[item] = day

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


class NewestAndPopular:
    """log(1 + fading popularity) minus ``newness`` times log(age in days + ``ground``)."""

    refit_days = 0.0

    def __init__(
        self,
        setting: Setting,
        half_life: float = 1.0,
        newness: float = 1.0,
        ground: float = 0.1,
        of: str = "people",
    ) -> None:
        self._popular = Popularity(setting, half_life, of)
        self._newest = Newest(setting)
        self._newness, self._ground = newness, ground

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The mix; an item that nobody has touched counts as a thousand days old."""
        # On P3 the target may be older than what others touched: that is as new as can be.
        age = np.clip(day - self._newest.score(user, day, candidates), 0.0, 1_000.0)
        popular = np.log1p(self._popular.score(user, day, candidates))
        return np.asarray(popular - self._newness * np.log(age + self._ground))

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Both learn it."""
        self._popular.learn(user, item, day, kind, value)
        self._newest.learn(user, item, day, kind, value)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


_HALF_LIVES = (3.0, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 7.0, 14.0, 30.0, 90.0)
_LONG = (365.0, 3.0, 30.0, 90.0, 1_000.0, 3_000.0)
_LATE = (0.0, 0.1, 0.3, 0.6, 1.0)
"""Where popularity alone is far ahead of what is new, the search starts from it."""
_P3 = {"half_life": _LONG, "newness": _LATE}
ENTRIES = (
    Entry("popularity", Popularity, {"of": ("people", "events")}),
    Entry(
        "popularity-decay",
        Popularity,
        {"half_life": _HALF_LIVES, "of": ("people", "events")},
        {"p3": {"half_life": _LONG}, "p3-time": {"half_life": _LONG}},
    ),
    Entry("newest", Newest, {"by": ("first event", "year")}, {"p1": {"by": ("first event",)}}),
    Entry(
        "newest+popularity",
        NewestAndPopular,
        {
            "half_life": _HALF_LIVES,
            "newness": (1.0, 0.0, 0.1, 0.3, 0.6, 1.5, 3.0),
            "ground": (0.1, 0.003, 0.01, 0.03, 1.0, 10.0),
            "of": ("people", "events"),
        },
        {"p2": {"newness": _LATE}, "p3": _P3, "p3-time": _P3},
    ),
)
