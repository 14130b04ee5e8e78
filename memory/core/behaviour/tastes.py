"""What the people who came last liked and disliked among some items: what a new one may be like.

Knows rows of people and items, and amounts of liking; knows nothing of what is made of it.
"""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.world import World

LOOKED = 8_000
"""People looked at, the newest: the cost is bounded, however many there are."""

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
    found: list[tuple[Rows, NDArray[np.bool_]]] = []
    for person in islice(reversed(world.people), LOOKED):
        who = world.people[person]
        if who.size < FEWEST:
            continue
        mine = places[who.rows]
        there = mine >= 0
        if np.count_nonzero(there) >= FEWEST:
            amounts = who.amounts
            found.append((mine[there], (amounts >= amounts.mean())[there]))
            if len(found) == most:
                break
    told = np.zeros((len(found), len(rows)), np.int8)
    for one, (mine, liked) in zip(told, reversed(found), strict=True):
        one[mine] = np.where(liked, 1, -1)
    return told
