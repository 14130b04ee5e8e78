"""Peers made of counts between items: who touched both, and what came next.

Counts are dense (items, items) arrays, learned event by event; only first touches count.
"""

from __future__ import annotations

import math

import numpy as np

from bench.quality.events import Floats, Rows, Setting
from bench.quality.histories import Decay, Histories
from bench.quality.method import Entry
from bench.quality.sums import FadingCounts

REACH = 100
"""Steps of a history that a score looks back on."""


class Together:
    """For each pair of items, how many people touched both (of their last ``reach`` items)."""

    def __init__(self, setting: Setting, reach: int = 1_000_000) -> None:
        self.counts = np.zeros((setting.items, setting.items), np.float32)
        self.people = np.zeros(setting.items)
        self.histories = Histories(setting.users)
        self._reach = reach

    def learn(self, user: int, item: int, day: float) -> None:
        """Pair the item with the user's earlier ones, at the user's first touch of it."""
        before = self.histories.items(user, self._reach)
        if self.histories.add(user, item, day):
            self.people[item] += 1
            self.counts[item, before] += 1
            self.counts[before, item] += 1

    def cosine(self, items: Rows, candidates: Rows, shrink: float = 5.0) -> Floats:
        """(items, candidates): both, over the root of the product of each, shrunk."""
        norm = np.sqrt(self.people[candidates] + shrink)
        mine = np.sqrt(self.people[items] + shrink)
        rows = self.counts[items][:, candidates]
        return np.asarray(rows / (mine[:, None] * norm))


class ItemKnn:
    """Sum of the cosines with the user's items, each weighted by how long ago it was."""

    refit_days = 0.0

    def __init__(
        self,
        setting: Setting,
        half_life: float = math.inf,
        clock: str = "days",
        shrink: float = 5.0,
        reach: int = 1_000_000,
    ) -> None:
        self._together = Together(setting, reach)
        self._decay, self._shrink = Decay(half_life, clock), shrink

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """Weighted mean of cosines."""
        histories = self._together.histories
        items = histories.items(user, REACH)
        if not len(items):
            return np.zeros(len(candidates))
        weights = self._decay.weights(histories.days(user, REACH), day)
        weights = weights / np.sqrt(self._together.people[items] + self._shrink)
        both = weights.astype(np.float32) @ self._together.counts[items]
        norm = np.sqrt(self._together.people[candidates] + self._shrink)
        return np.asarray(both[candidates] / norm, np.float64)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Pair the item with the user's earlier ones."""
        self._together.learn(user, item, day)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


class Transitions:
    """What people touched next after the items this user touched, near steps counting more.

    A pair ``gap`` steps apart counts 1 / gap, or with a half-life of ``near`` steps, up to
    ``reach`` steps; the pair turned round counts ``back`` of that. Counts fade with ``fade`` days,
    and the user's own steps with ``half_life``.
    """

    refit_days = 0.0

    def __init__(
        self,
        setting: Setting,
        half_life: float = 1.0,
        clock: str = "days",
        reach: int = 20,
        fade: float = math.inf,
        power: float = 0.5,
        shrink: float = 3.0,
        near: float = 0.0,
        back: float = 0.0,
    ) -> None:
        self._near, self._back = near, back
        self._next = FadingCounts((setting.items, setting.items), fade, np.float32)
        self._people = FadingCounts(setting.items, fade)
        self._histories = Histories(setting.users)
        self._decay = Decay(half_life, clock)
        self._reach, self._power, self._shrink = reach, power, shrink

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """Weighted counts over the candidates' own count to ``power``."""
        items = self._histories.items(user, REACH)
        if not len(items):
            return np.zeros(len(candidates))
        weights = self._decay.weights(self._histories.days(user, REACH), day)
        counts = (weights.astype(np.float32) @ self._next.held[items])[candidates]
        norm = (self._people.read(candidates, day) + self._shrink) ** self._power
        return np.asarray(counts * self._next.factor(day) / norm, np.float64)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Count the step from each of the user's last items to this one, if it is new to them."""
        before = self._histories.items(user, self._reach)
        if self._histories.add(user, item, day):
            self._people.add(item, day)
            if len(before):
                gaps = np.arange(len(before), 0, -1)
                counts = 0.5 ** ((gaps - 1) / self._near) if self._near else 1 / gaps
                self._next.add((before, item), day, counts)
                if self._back:
                    self._next.add((item, before), day, self._back * counts)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


class TransitionsAndKnn:
    """The sum of both scores, each with its own half-life and taken over its largest."""

    refit_days = 0.0

    def __init__(
        self,
        setting: Setting,
        half_life: float = 3.0,
        knn_half_life: float = 3.0,
        clock: str = "days",
        share: float = 0.5,
        fade: float = math.inf,
        power: float = 0.5,
        near: float = 0.0,
        back: float = 0.0,
    ) -> None:
        self._next = Transitions(
            setting, half_life, clock, fade=fade, power=power, near=near, back=back
        )
        self._knn = ItemKnn(setting, knn_half_life, clock, reach=20)
        self._share = share

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """``share`` of the one, the rest of the other."""
        steps = _scaled(self._next.score(user, day, candidates))
        near = _scaled(self._knn.score(user, day, candidates))
        return self._share * steps + (1 - self._share) * near

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Both learn it."""
        self._next.learn(user, item, day, kind, value)
        self._knn.learn(user, item, day, kind, value)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


def _scaled(scores: Floats) -> Floats:
    largest = float(scores.max(initial=0.0))
    return scores / largest if largest > 0 else scores


_DAYS = (1.0, 0.02, 0.1, 0.3, 3.0, 14.0, 60.0, 1e6)
_EVENTS = (3.0, 1.0, 2.0, 5.0, 10.0, 30.0)
_P3 = {"clock": ("events",), "half_life": _EVENTS}
_P3_NEXT = {**_P3, "fade": (1e6, 1_000.0)}
_P3_BOTH = {**_P3, "fade": (1e6,), "knn_half_life": (3.0, 1.0, 10.0, 30.0)}
_FADES = (1e6, 0.2, 0.5, 1.0, 3.0, 14.0, 60.0)
_POWERS = (0.5, 0.0, 0.25, 0.75)
_NEAR, _BACK = (0.0, 1.0, 3.0, 10.0), (0.0, 0.3, 1.0)
ENTRIES = (
    Entry("item-knn", ItemKnn, {"shrink": (5.0, 1.0, 20.0), "reach": (1_000_000, 20)}),
    Entry(
        "item-knn-decay",
        ItemKnn,
        {"half_life": _DAYS, "shrink": (5.0, 1.0, 20.0), "reach": (1_000_000, 20)},
        {"p3": _P3, "p3-time": _P3, "p2": {"half_life": (14.0, 0.02, 0.3, 1.0, 3.0, 60.0)}},
    ),
    Entry(
        "transitions-decay",
        Transitions,
        {
            "half_life": _DAYS,
            "fade": _FADES,
            "power": _POWERS,
            "reach": (20, 1, 3),
            "shrink": (3.0, 0.5, 10.0),
            "near": _NEAR,
            "back": _BACK,
        },
        {"p3": _P3_NEXT, "p3-time": _P3_NEXT},
        note="own steps and counts fade",
    ),
    Entry(
        "transitions+item-knn",
        TransitionsAndKnn,
        {
            "half_life": _DAYS,
            "fade": _FADES,
            "power": _POWERS,
            "knn_half_life": (14.0, 0.3, 1.0),
            "share": (0.5, 0.25, 0.75, 0.9),
            "near": _NEAR,
            "back": _BACK,
        },
        {"p3": _P3_BOTH, "p3-time": _P3_BOTH},
    ),
)
