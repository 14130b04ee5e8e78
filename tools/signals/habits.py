"""Habits as signals: what speaks for an item on this occasion, and for what was told of a person.

Knows tallies of choices, what was told of a person and the catalog's terms; knows nothing of
stores, weights or how a score is made. An item's lift (memory/core/habits/lift.py) is the mean of
its terms' lifts, moved by how often it was itself chosen so; values are its hyperbolic tangent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from penchant.memory.core.habits.fold import DAY, FIELD, HOUR, Habits, Tally
from penchant.memory.core.habits.lift import (
    FEWEST_PEOPLE,
    OWN_FEWEST,
    OWN_STRENGTH,
    RARE,
    lift,
    people_in,
    shrunk,
)
from penchant.memory.core.habits.occasion import Occasion, Pairs, by_name
from penchant.tools.catalog.gathering import Gathering
from penchant.tools.catalog.terms import Rows, Term, Terms, Values
from penchant.tools.retrieval.view import View


@dataclass(frozen=True, slots=True)
class Circumstances:
    """On what occasion a list is asked for, and what was told of who asks: names with values.
    ``tallies`` are of such occasions and such people; their rows index ``items``.
    """

    occasion: Occasion
    told: Pairs
    tallies: tuple[Tally, ...]
    items: Sequence[str]


def circumstances_of(habits: Habits, user: str, occasion: Occasion, day: float) -> Circumstances:
    """What ``habits`` know of ``occasion`` and of ``user`` on ``day``."""
    tallies = habits.tallies(user, occasion, day)
    return Circumstances(occasion, habits.told(user, day), tuple(tallies), habits.items)


@dataclass(frozen=True, slots=True)
class Habit:
    """One tally's lifts: ``everybody`` and ``mine`` by term, and what each of the items looked at
    adds of its own to the mean of its terms, ``itself`` (m,).
    """

    group: str
    value: str
    everybody: Values
    mine: Values
    itself: Values


@dataclass(frozen=True, slots=True)
class Spoken:
    """The strongest of what one value of a signal says: that on an occasion of this ``group`` and
    ``value``, people (or ``own``: the person) choose what has ``term`` (None: the item itself)
    ``more`` or less.
    """

    group: str
    value: str
    term: Term | None
    own: bool
    more: bool


@dataclass(frozen=True, slots=True)
class Lifted:
    """The values of one signal for the items in ``looked_at``, and what they say of each."""

    signal: str
    values: Values
    habits: tuple[Habit, ...]
    terms: Terms
    looked_at: Rows

    def speaks(self, place: int) -> Spoken:
        """What adds most to the value of the item at ``place``, in its direction."""
        more, row = bool(self.values[place] > 0), int(self.looked_at[place])
        sign = 1.0 if more else -1.0
        places = self.terms.of(row)
        best, said = -np.inf, Spoken("", "", None, False, more)
        for habit in self.habits:
            itself = sign * float(habit.itself[place])
            if itself > best:
                best, said = itself, Spoken(habit.group, habit.value, None, False, more)
            for own, lifts in ((False, habit.everybody), (True, habit.mine)):
                if not len(places):
                    continue
                strengths = sign * lifts[places] / len(places)
                first = int(np.argmax(strengths))
                if strengths[first] > best:
                    best, term = float(strengths[first]), self.terms.terms[places[first]]
                    said = Spoken(habit.group, habit.value, term, own, more)
        return said


def lifted(circumstances: Circumstances, view: View) -> list[Lifted]:
    """The signals of the occasion and of people of whom the same was told; those that say nothing
    left out.
    """
    groups: dict[str, list[Tally]] = {}
    for tally in circumstances.tallies:
        groups.setdefault(_signal(tally.group), []).append(tally)
    if not groups:
        return []
    places, terms = view.ground.habits.rows(circumstances.items), view.catalog.terms
    over = None if view.whole else terms.over(view.rows)
    found = []
    for signal, tallies in groups.items():
        all_habits = (_habit(tally, places, view, over) for tally in tallies)
        habits = tuple(one for one in all_habits if one is not None)
        values = _values(habits, view, over)
        if values.any():
            found.append(Lifted(signal, values, habits, terms, view.rows))
    return found


def _values(habits: Sequence[Habit], view: View, over: Gathering | None) -> Values:
    """The lifts of all ``habits`` together, for the items looked at, in [-1, 1]."""
    total = np.zeros(len(view))
    if habits:
        lifts = np.sum([one.everybody + one.mine for one in habits], axis=0)
        total = view.catalog.terms.mean(lifts) if over is None else over.mean(lifts)
    for one in habits:
        total += one.itself
    # Where two cancel up to rounding there is nothing to tell.
    total[np.abs(total) < RARE] = 0.0
    return np.tanh(total, out=total)


def _signal(group: str) -> str:
    if group in (HOUR, DAY):
        return group
    return "setting" if group.startswith(FIELD) else "trait-choices"


def _habit(tally: Tally, places: Rows, view: View, over: Gathering | None) -> Habit | None:
    """The lifts of one tally, ``over`` the terms of the items looked at (None: of all); None where
    it says nothing of any item.
    """
    terms = view.catalog.terms
    here = places[tally.rows] >= 0
    rows, n, k = places[tally.rows][here], tally.n[here], tally.k[here]
    people, so = tally.people[here], tally.people_so[here]
    weeks = None if tally.weeks is None else tally.weeks[here]
    share = float(k.sum() / n.sum()) if n.any() else 0.0
    if not RARE < share < 1.0 - RARE:
        return None
    itself = np.zeros(len(view))
    if people_in(np.bitwise_or.reduce(so, keepdims=True))[0] < FEWEST_PEOPLE:
        nothing = np.zeros(len(terms.terms))
        return Habit(tally.group, tally.value, nothing, _own(tally, places, nothing, terms), itself)
    used = view.ground.terms_of(rows)
    everybody = lift(
        used.sums(n),
        used.sums(k),
        used.union(people),
        used.union(so),
        share,
        weeks=None if weeks is None else used.union(weeks),
    )
    at = view.all_places(rows)
    seen = np.flatnonzero(at >= 0)
    at = at[seen]
    usual = (terms if over is None else over).mean(everybody)[at]
    own_weeks = None if weeks is None else weeks[seen]
    found = lift(n[seen], k[seen], people[seen], so[seen], share, usual, own_weeks)
    itself[at] = found - usual
    return Habit(tally.group, tally.value, everybody, _own(tally, places, everybody, terms), itself)


def _own(tally: Tally, places: Rows, everybody: Values, terms: Terms) -> Values:
    """What the person's own choices add to everybody's lift of each term."""
    if tally.own is None:
        return np.zeros(len(everybody))
    rows, n, k = places[tally.own[0]], tally.own[1], tally.own[2]
    here = rows >= 0
    rows, n, k = rows[here], n[here], k[here]
    if n.sum() < OWN_FEWEST:
        return np.zeros(len(everybody))
    # Their own share, drawn to nothing: else what they like would pass for a habit.
    mine = float(k.sum() / n.sum())
    if not RARE < mine < 1.0 - RARE:
        return np.zeros(len(everybody))
    over = terms.over(rows)
    lifts = shrunk(over.sums(n), over.sums(k), mine, everybody, OWN_STRENGTH)
    return lifts - everybody


def matches(told: Pairs, view: View) -> list[tuple[str, tuple[str, ...], Values]]:
    """Per attribute told of the person that items of the catalog have as well: its name, its
    values, and for each item looked at 1 where it has one of them, -1 where it has another.
    """
    found, terms = [], view.catalog.terms
    for name, values in by_name(told):
        speaking = terms.speaking_of(name)
        if not len(speaking):
            continue
        fitting = [terms.find(name, value) for value in values]
        if not any(map(len, fitting)):
            continue
        match = np.zeros(len(view))
        match[view.places(speaking)] = -1.0
        for rows in fitting:
            match[view.places(rows)] = 1.0
        found.append((name, values, match))
    return found
