"""Peers that look for items like those a person touched: last one, decayed mean, LangChain's
time-weighted retriever, PinnerSage's clusters, cognee's weights per turn.

Alike is what :mod:`bench.quality.likeness` says, by text or by co-occurrence.
"""

from __future__ import annotations

import numpy as np

from bench.quality.events import Floats, Rows, Setting
from bench.quality.histories import Decay
from bench.quality.likeness import Likeness
from bench.quality.method import Entry
from bench.quality.neighbours import REACH


class DecayedMean:
    """Likeness to the mean of the last ``last`` items, weighted by how long ago each was."""

    refit_days = 0.0

    def __init__(
        self,
        setting: Setting,
        half_life: float = 1e6,
        clock: str = "days",
        last: int = REACH,
        by: str = "text",
    ) -> None:
        self._like, self._last = Likeness(setting, by), last
        self._decay = Decay(half_life, clock)

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """Weighted mean of likeness."""
        histories = self._like.histories
        items = histories.items(user, self._last)
        if not len(items):
            return np.zeros(len(candidates))
        weights = self._decay.weights(histories.days(user, self._last), day)
        return self._like.mixed(items, weights, candidates)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Remember the item."""
        self._like.learn(user, item, day)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


class TimeWeighted:
    """Likeness to the last items, plus (1 - rate) ^ hours since the candidate was last touched.

    The items are the retriever's memories, and whoever touches one refreshes it, as a memory is
    refreshed when it is retrieved. One that nobody touched adds nothing; one touched after
    the day asked about (on P3) counts as fresh.
    """

    refit_days = 0.0

    def __init__(
        self, setting: Setting, rate: float = 0.01, last: int = 1, by: str = "text"
    ) -> None:
        self._near = DecayedMean(setting, 1e9, "events", last, by)
        self._touched = np.full(setting.items, -np.inf)
        self._rate = rate

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The retriever's combined score, with relevance as likeness."""
        hours = np.maximum(24 * (day - self._touched[candidates]), 0.0)
        return self._near.score(user, day, candidates) + np.asarray((1 - self._rate) ** hours)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Refresh the item."""
        self._near.learn(user, item, day, kind, value)
        self._touched[item] = day

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


class Clusters:
    """PinnerSage: Ward clusters of a person's items, their medoids, importance exp(-rate days).

    A candidate counts by its likeness to the medoids of the ``keep`` most important clusters,
    each weighted by its share of importance: the best of them, or their sum.
    """

    refit_days = 0.0

    def __init__(
        self,
        setting: Setting,
        threshold: float = 1.5,
        keep: int = 3,
        merge: str = "best",
        rate: float = 0.01,
        by: str = "text",
    ) -> None:
        self._like = Likeness(setting, by)
        self._threshold, self._keep, self._rate = threshold, keep, rate
        self._best = merge == "best"

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The weighted likeness to the medoids."""
        items = self._like.histories.items(user, REACH)
        if not len(items):
            return np.zeros(len(candidates))
        importance = np.exp(-self._rate * (day - self._like.histories.days(user, REACH)))
        medoids, weights = self._medoids(items, importance)
        near = weights[:, None] * self._like.table(medoids, candidates)
        return np.asarray(near.max(axis=0) if self._best else near.sum(axis=0))

    def _medoids(self, items: Rows, importance: Floats) -> tuple[Rows, Floats]:
        apart = np.maximum(1 - self._like.table(items, items), 0)
        np.fill_diagonal(apart, 0)
        members = _clusters(apart, self._threshold)
        medoids, weights = [], []
        for rows in members:
            medoids.append(items[rows[np.argmin(apart[np.ix_(rows, rows)].sum(axis=1))]])
            weights.append(importance[rows].sum())
        order = np.argsort(weights)[::-1][: self._keep]
        kept = np.array(weights)[order]
        return np.array(medoids, np.intp)[order], kept / max(kept.sum(), 1e-300)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Remember the item."""
        self._like.learn(user, item, day)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


def _clusters(apart: Floats, threshold: float) -> list[Rows]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(apart) < 2:
        return [np.arange(len(apart))]
    distances = np.sqrt(2 * squareform(apart, checks=False))
    labels = fcluster(linkage(distances, "ward"), threshold, "distance")
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]


class TurnWeights:
    """cognee's weights per turn: what a turn used goes up by .3, everything else down by .02.

    A turn is an event of the person. What has a weight, on [0, 1], are the items, or the
    categories of the items where ``nodes`` says so; a candidate counts by its likeness to weighted
    items, or by the weights of its categories.
    """

    refit_days = 0.0
    up, down = 0.3, 0.02

    def __init__(self, setting: Setting, nodes: str = "items", by: str = "text") -> None:
        self._like = Likeness(setting, by)
        self._weights: list[dict[int, tuple[float, int]]] = [{} for _ in range(setting.users)]
        self._turns = np.zeros(setting.users, np.intp)
        self._has = _incidence(setting) if nodes == "categories" and setting.categories else None

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """Sum of weight times likeness, or of the weights of the candidate's categories."""
        turn = int(self._turns[user])
        held = {node: self._now(one, turn) for node, one in self._weights[user].items()}
        nodes = np.array([node for node, weight in held.items() if weight > 0], np.intp)
        weights = np.array([weight for weight in held.values() if weight > 0])
        if not len(nodes):
            return np.zeros(len(candidates))
        if self._has is not None:
            return np.asarray(self._has[np.ix_(candidates, nodes)] @ weights)
        return self._like.mixed(nodes, weights, candidates)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """One turn: what it used goes up, the rest of the person's nodes goes down."""
        self._like.learn(user, item, day)
        self._turns[user] += 1
        turn = int(self._turns[user])
        used = [item] if self._has is None else np.flatnonzero(self._has[item]).tolist()
        mine = self._weights[user]
        for node in used:
            before = self._now(mine[node], turn - 1) if node in mine else 0.0
            mine[node] = (min(before + self.up, 1.0), turn)

    def _now(self, held: tuple[float, int], turn: int) -> float:
        return max(held[0] - self.down * (turn - held[1]), 0.0)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


def _incidence(setting: Setting) -> Floats:
    names = sorted({name for one in setting.categories for name in one})
    column = {name: place for place, name in enumerate(names)}
    has = np.zeros((setting.items, len(names)))
    for row, one in enumerate(setting.categories):
        has[row, [column[name] for name in one]] = 1
    return has


_BY = ("text", "people")
_LIKE = {"p1": {"by": ("people",)}}
_STEPS = {"clock": ("events",), "half_life": (3.0, 1.0, 2.0, 5.0, 10.0, 30.0, 1e6)}
_NOTE = "alike by text, or by who touched both"
ENTRIES = (
    Entry("last-item", DecayedMean, {"last": (1,), "by": _BY}, _LIKE, note=_NOTE),
    Entry(
        "embedding-decay",
        DecayedMean,
        {"half_life": (1e6, 0.02, 0.3, 1.0, 3.0, 14.0, 60.0), "by": ("text",)},
        {"p3": _STEPS, "p3-time": _STEPS},
        text=True,
    ),
    Entry(
        "langchain-time-weighted",
        TimeWeighted,
        {"rate": (0.01, 1e-4, 1e-3, 0.03, 0.1, 0.3, 0.6, 0.9), "last": (1, 5, 20), "by": _BY},
        _LIKE,
        note=_NOTE,
    ),
    Entry(
        "pinnersage",
        Clusters,
        {
            "threshold": (1.5, 0.5, 1.0, 2.0, 3.0),
            "keep": (3, 1, 5),
            "merge": ("best", "sum"),
            "by": _BY,
        },
        _LIKE,
        note=_NOTE,
    ),
    Entry(
        "cognee-turns",
        TurnWeights,
        {"nodes": ("items", "categories"), "by": _BY},
        {"p1": {"nodes": ("items",), "by": ("people",)}},
        note=_NOTE,
    ),
)
