"""Lifts: by how much something is chosen more on an occasion than at other times, as a logarithm.

Pure arithmetic on counts; knows nothing of items, occasions or people. With n choices of a term
(an item, or all items of a category), k of them on the occasion, and p the share of all choices
that fell on it, the lift is

    log((k + A p) / ((n + A) p))

the logarithm of P(occasion | term) / P(occasion) with A choices added that went as all do: the
posterior mean of a binomial under a beta prior of that strength (Gelman and others, Bayesian Data
Analysis, 2013, section 2.4). It is the same as log P(term | occasion) / P(term), and nothing where
nothing is known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.decay import Array
from penchant.memory.core.habits.table import Marks

FEWEST_PEOPLE = 3
"""From fewer people nothing is learned for others: it would tell what one of them does. So many
must have chosen something on the occasion at all, and a term, and it so where that is to be more.
"""

FEWEST_WEEKS = 3
"""What came up only lately was chosen on the day it came up, which is no habit."""

STRENGTH = 50.0
"""A of everybody: choices that a term must have before half of what they say is believed."""

OWN_STRENGTH = 20.0
"""A of one person; what is added goes as everybody's choices of the term do."""

OWN_FEWEST = 10.0
"""From fewer choices of one person no habit is read."""

RARE = 1e-9
"""A share of choices below this is none."""


def lift(
    n: Array,
    k: Array,
    people: Marks,
    people_so: Marks,
    share: float,
    towards: Array | None = None,
    weeks: Marks | None = None,
) -> Array:
    """The lift of each term for everybody, (m,), drawn to ``towards`` (0).

    Nothing but that where fewer than FEWEST_PEOPLE chose it, or fewer chose it so and it would be
    more, or where it was chosen in fewer than FEWEST_WEEKS.
    """
    usual = np.zeros(len(n)) if towards is None else towards
    if not RARE < share < 1.0 - RARE:
        return usual
    found = shrunk(n, k, share, usual, STRENGTH)
    few = people_in(people) < FEWEST_PEOPLE
    few |= (found > usual) & (people_in(people_so) < FEWEST_PEOPLE)
    if weeks is not None:
        few |= people_in(weeks) < FEWEST_WEEKS
    return np.where(few, usual, found)


def shrunk(n: Array, k: Array, share: float, towards: Array, strength: float) -> Array:
    """The lift of each term, drawn to the lifts ``towards``: (m,)."""
    expected = np.minimum(share * np.exp(towards), 1.0)
    found = np.log((k + strength * expected) / ((n + strength) * share))
    return np.where(n > 0, found, towards)


def people_in(marks: Marks) -> NDArray[np.uint8]:
    """How many marks are set, (m,): at most as many as there were people."""
    found: NDArray[np.uint8] = np.bitwise_count(marks)
    return found
