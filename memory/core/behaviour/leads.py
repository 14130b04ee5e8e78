"""Leads: which items behaviour may speak for, for one person, found without going through all.

Rough on purpose: what is found here is measured (memory/core/behaviour/measures.py) before
anything is said of it. What is the same for everybody is worked out once for a while; items that
go together with what the person used are looked up each time, for they change with each thing done.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.fold import Behaviour
from penchant.memory.core.behaviour.world import World
from penchant.memory.core.decay import Array
from penchant.memory.core.distinct import distinct

NOBODY = -1

USED = 20_000
"""Used items that are looked at for everybody: those for which most speaks."""

TOGETHER = 400
"""Items that go together with what the person used."""

ALIKE = 200
"""Items that people alike use."""

NEIGHBOURS = 48
"""Items about the person's last one in the line of first uses, either way, and at its end."""

AN_HOUR = 1 / 24

PERSONAL = frozenset(
    ("since-visit", "near-last", "own-popularity", "together", "next", "next-lately", "alike")
)
"""Signals that say nothing for everybody, or not the same."""


@dataclass(frozen=True, slots=True)
class Leads:
    """``rows`` (k,) of used items with what behaviour adds to each, roughly, beyond an item that
    nobody used: ``values`` (k,). ``own`` are rows to look at whatever is added to them.
    """

    rows: Rows
    values: Array
    own: Rows


class Leading:
    """Finds the leads in ``behaviour``. For one thread at a time."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._state = (-1, -1)
        self._day = -np.inf
        self._rows: Rows = np.zeros(0, np.intp)
        self._line: Rows = np.zeros(0, np.intp)
        self._told: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._columns = np.array(
            [n for n, one in enumerate(behaviour.names) if one.signal not in PERSONAL], np.intp
        )

    def leads(self, person: int, day: float) -> Leads:
        """What there is to look at for ``person`` on ``day``."""
        self._refresh(day)
        weights = self._behaviour.weights(person, day)[self._columns]
        values = (self._told @ weights.astype(np.float32)).astype(float)
        return Leads(self._rows, values, self._of(person))

    def _refresh(self, day: float) -> None:
        world, choices = self._behaviour.world, self._behaviour.model.choices
        known, chosen = self._state
        # A few choices more move no item far.
        still = choices - chosen <= 16 + chosen // 50 and world.known - known <= 8 + known // 50
        if still and abs(day - self._day) <= AN_HOUR:
            return
        used = np.flatnonzero(np.isfinite(world.first[: world.items]))
        self._line = used[np.argsort(world.first[used], kind="stable")]
        # The row after the last is one that nobody used.
        rows = np.append(used, world.items)
        told = self._behaviour.signals(NOBODY, day, rows)[:, self._columns]
        told -= told[-1]
        if len(used) > USED:
            common = told @ self._behaviour.weights(NOBODY, day)[self._columns]
            best = np.sort(np.argpartition(-common, USED)[:USED])
            rows, told = rows[best], told[best]
        self._rows, self._told = rows, told.astype(np.float32)
        self._state, self._day = (world.known, choices), day

    def _of(self, person: int) -> Rows:
        world = self._behaviour.world
        who = world.people.get(person)
        parts = [self._line[-NEIGHBOURS:]]
        if who is not None and who.size:
            mine = who.rows.astype(np.intp)
            others, strength = _together(world, mine)
            parts.append(_strongest(others, strength, TOGETHER))
            alike = world.circle.used_around(person, mine)
            times = np.bincount(alike)
            used = np.flatnonzero(times)
            parts.append(_strongest(used, times[used].astype(float), ALIKE))
            last = world.first[self._line].searchsorted(world.first[mine[-1]], side="right")
            parts.append(self._line[max(0, last - NEIGHBOURS) : last + NEIGHBOURS])
        return distinct(np.concatenate(parts), world.items)


def _together(world: World, mine: Rows) -> tuple[Rows, Array]:
    """The items that somebody used who used one of ``mine``, and about how strongly they go
    together.
    """
    others, counts, sizes = world.pairs.around(mine)
    people = world.opinion[1]
    own = np.repeat(1.0 / np.sqrt(people.take(mine) + 5.0), sizes)
    strength = np.bincount(others, counts * own)
    found = np.flatnonzero(strength)
    return found, strength[found] / np.sqrt(people.take(found) + 5.0)


def _strongest(rows: Rows, strength: Array, most: int) -> Rows:
    if len(rows) <= most:
        return rows.astype(np.intp)
    return rows[np.argpartition(-strength, most)[:most]].astype(np.intp)
