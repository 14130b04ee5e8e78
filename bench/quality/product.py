"""The product's own core under measurement, and what becomes of it with parts left out."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

import numpy as np

from bench.quality.events import Floats, Rows, Setting
from bench.quality.method import Entry
from penchant.memory.core.behaviour.appeal import Appeal
from penchant.memory.core.behaviour.choices import RATE, ChoiceModel
from penchant.memory.core.behaviour.content import Content
from penchant.memory.core.behaviour.fold import CIRCUMSTANCES, Behaviour
from penchant.memory.core.behaviour.measures import Name
from penchant.memory.core.decay import Array

BATCH = 10_000
"""Choices that are kept for fitting in one batch: the last ones before the fit."""

EPOCHS = 5

Lives = tuple[tuple[float, str], ...]
"""Half-lives with their units."""

_LIFE = re.compile(r"([0-9.]+(?:e[+-]?[0-9]+)?|inf) (d|events|places)")

NEVER = 1e6
"""Days, or events, in which what never fades counts as having the half-life."""


class Product:
    """The behaviour fold as the product runs it."""

    refit_days = 0.0

    def __init__(self, setting: Setting) -> None:
        self.core = self._make(_content(setting))
        self.core.world.extend(setting.items)

    def _make(self, content: Content | None) -> Behaviour:
        return Behaviour(content)

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The product's score."""
        return self.core.scores(user, day, candidates)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """An event, its value around the middle of the scale."""
        amount = 1.0 if np.isnan(value) else 2.0 * value - 1.0
        self.core.learn(user, item, day, amount)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


class _Part(Behaviour):
    """The fold with some of its columns only."""

    def __init__(self, content: Content | None, keep: Array) -> None:
        super().__init__(content)
        self.keep = np.flatnonzero(keep)
        self.names = tuple(self.names[column] for column in self.keep)
        self.model = ChoiceModel(len(self.names), CIRCUMSTANCES)

    def signals(self, person: int, day: float, rows: Rows) -> Array:
        values: Array = super().signals(person, day, rows)[:, self.keep]
        return values


class OneHalfLife(Product):
    """Every form of a signal that comes with several half-lives at one of them: the one nearest to
    ``half_life`` days, and to ``events`` events. With ``never`` the one that never fades stays too.
    """

    never = False

    def __init__(self, setting: Setting, half_life: float = 3.0, events: float = 3.0) -> None:
        self._wanted = {"d": half_life, "events": events, "places": events}
        super().__init__(setting)

    def _make(self, content: Content | None) -> Behaviour:
        names = Behaviour(content).names
        return _Part(content, np.array([self._stays(name, names) for name in names]))

    def _stays(self, name: Name, names: tuple[Name, ...]) -> bool:
        form, lives = _half_lives(name)
        if not lives or (self.never and _never(lives)):
            return True
        same = [found for other in names if (found := _half_lives(other))[0] == form]
        several = [found for _, found in same if not (self.never and _never(found))]
        return lives == min(several, key=self._far)

    def _far(self, lives: Lives) -> float:
        return sum(abs(float(np.log(life / self._wanted[unit]))) for life, unit in lives)


class OneAndNever(OneHalfLife):
    """One half-life, and what never fades beside it: a mixture of two."""

    never = True


class Batch(Product):
    """The weights are fitted in one batch before the part that is measured, and stay; what is
    counted of items and people goes on.
    """

    refit_days = 1e9

    def _make(self, content: Content | None) -> Behaviour:
        core = Behaviour(content)
        core.model = _Fitted(len(core.names), CIRCUMSTANCES)
        return core

    def refit(self, day: float) -> None:
        """Go over the choices kept, several times, then learn no more."""
        model = self.core.model
        assert isinstance(model, _Fitted)
        model.fit()


class BatchOfAll(Batch):
    """Appeal is an item's own weight: here it stays as well, like all other weights."""

    def refit(self, day: float) -> None:
        """Learn nothing from choices any more."""
        super().refit(day)
        self.core.appeal = _Still.from_state(self.core.appeal.state())


class _Still(Appeal):
    def learn(self, rows: Rows, day: float, chance: Array) -> None:
        """Nothing."""


class _Fitted(ChoiceModel):
    """Learns like the product until :meth:`fit`; leanings go on after it, weights do not."""

    def __init__(self, signals: int, circumstances: int) -> None:
        super().__init__(signals, circumstances)
        self._kept: deque[tuple[Array, Array]] = deque(maxlen=BATCH)
        self._done = False

    def learn(
        self,
        person: int,
        values: Array,
        log_chance: Array,
        circumstances: Sequence[float] = (),
    ) -> Array:
        before = self.values
        if not self._done:
            factors = self._factors(person, circumstances)
            wide = (values[:, None, :] * factors).reshape(len(values), -1)
            self._kept.append((wide.astype(np.float32), log_chance))
        chance = super().learn(person, values, log_chance, circumstances)
        if self._done:
            self.values = before
        return chance

    def fit(self) -> None:
        squares, order = np.ones(len(self.values)), np.random.default_rng(0)
        for _ in range(EPOCHS):
            for place in order.permutation(len(self._kept)):
                wide, log_chance = self._kept[place]
                scores = wide @ self.values - log_chance
                chance = np.exp(scores - scores.max())
                gradient = wide[0] - (chance / chance.sum()) @ wide
                squares += gradient**2
                self.values = self.values + RATE * gradient / np.sqrt(squares)
        self._kept.clear()
        self._done = True


class Frozen(Product):
    """No learning and no decay: only signals over all time, each weighing the same."""

    def _make(self, content: Content | None) -> Behaviour:
        names = Behaviour(content).names
        core = _Part(
            content, np.array([name.scale in FROZEN.get(name.signal, ()) for name in names])
        )
        core.model = _Equal(len(core.names), CIRCUMSTANCES)
        return core


FROZEN = {
    "popularity": ("inf d",),
    "together": ("all",),
    "alike": ("all",),
    "alike-in-content": ("all",),
}


class _Equal(ChoiceModel):
    def __init__(self, signals: int, circumstances: int) -> None:
        super().__init__(signals, circumstances)
        self.values[:signals] = 1.0

    def learn(
        self,
        person: int,
        values: Array,
        log_chance: Array,
        circumstances: Sequence[float] = (),
    ) -> Array:
        return np.zeros(len(values))


def _half_lives(name: Name) -> tuple[tuple[str, str], Lives]:
    """What a column has in common with those that differ in half-lives alone, and its own."""
    found = _LIFE.findall(name.scale)
    lives = tuple((min(float(life), NEVER), unit) for life, unit in found)
    return (name.signal, _LIFE.sub(r"\2", name.scale)), lives


def _never(lives: Lives) -> bool:
    return any(life == NEVER for life, _ in lives)


def _content(setting: Setting) -> Content | None:
    if setting.vectors is None:
        return None
    years = np.full(setting.items, np.nan) if setting.years is None else setting.years
    return Content(setting.vectors, years)


ENTRIES = (
    Entry("penchant", Product),
    Entry(
        "penchant-one-half-life",
        OneHalfLife,
        {"half_life": (3.0, 0.25, 1.0, 10.0, 40.0, NEVER), "events": (3.0, 1.0, 10.0, 30.0)},
        ablation=True,
        note="each form of a signal at one half-life only",
    ),
    Entry(
        "penchant-one-and-never",
        OneAndNever,
        {"half_life": (3.0, 0.25, 1.0, 10.0, 40.0), "events": (3.0, 1.0, 10.0, 30.0)},
        ablation=True,
        note="the same, what never fades left beside it",
    ),
    Entry(
        "penchant-batch",
        Batch,
        ablation=True,
        note="weights fitted in one batch before the part, then kept",
    ),
    Entry(
        "penchant-batch-of-all",
        BatchOfAll,
        ablation=True,
        note="the same, and what items have of their own kept as well",
    ),
    Entry("penchant-frozen", Frozen, ablation=True, note="no decay, equal weights"),
)
