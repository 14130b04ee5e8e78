"""What the people who came last liked and disliked among some items: what a new one may be like.

Knows rows of people and items, and amounts of liking; knows nothing of what is made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.behaviour.world import World

LOOKED = 8_000
"""People looked at, the newest: the cost is bounded, however many there are."""

TOGETHER = 2_000
"""People who are looked at in one go."""

FEWEST = 2
"""Of the items asked for, those that somebody must have used to tell which go together."""

Tastes = NDArray[np.int8]


def tastes(world: World, rows: Rows, most: int) -> Tastes:
    """Of the newest people at most ``most``, the newest last, what each thought of the items
    ``rows``, all different: 1 liked, -1 liked less than their usual, 0 not used; (k, m).

    Rows below 0 are of items that nobody used.
    """
    places = np.full(world.items + 1, -1, np.intp)
    known = np.flatnonzero((rows >= 0) & (rows < world.items))
    places[rows[known]] = known
    newest = reversed(world.people.values())
    found: list[Tastes] = []
    left, looked = most, 0
    while left > 0 and looked < LOOKED and (people := list(islice(newest, TOGETHER))):
        told = _told(people, places, len(rows))[:left]
        found.append(told)
        left, looked = left - len(told), looked + len(people)
    return np.concatenate([np.zeros((0, len(rows)), np.int8), *found])[::-1]


def _told(people: Sequence[Person], places: Rows, size: int) -> Tastes:
    """What ``people`` thought of the items at ``places``, those left out who used too few."""
    used = [one.rows for one in people]
    whose = np.repeat(np.arange(len(people)), [len(one) for one in used])
    amounts = np.concatenate([one.amounts for one in people])
    mine = places.take(np.concatenate(used))
    there = np.flatnonzero(mine >= 0)
    sizes = np.maximum(np.bincount(whose, minlength=len(people)), 1)
    usual = np.bincount(whose, amounts, len(people)) / sizes
    enough = np.flatnonzero(np.bincount(whose[there], minlength=len(people)) >= FEWEST)
    line = np.full(len(people), -1, np.intp)
    line[enough] = np.arange(len(enough))
    there = there[line[whose[there]] >= 0]
    told = np.zeros((len(enough), size), np.int8)
    liked = amounts[there] >= usual[whose[there]]
    told[line[whose[there]], mine[there]] = np.where(liked, 1, -1)
    return told
