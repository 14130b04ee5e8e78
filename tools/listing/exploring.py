"""Exploring: giving places of a list to items that would not stand there, with known chances.

Knows positions in a list and chances alone; knows nothing of items, scores or people.

Each place is drawn for itself: it keeps its item, or one of its own few others takes it, and no
two places have another in common. So the chance that an item stands in the list is the chance that
it stands at its place, whatever the other places show: that is its propensity, and there is no
more to it. It is given all the rest: what is known of the person, the request, and the list as it
is without exploration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from penchant.tools.signals.columns import Values

MOST_NEW = 0.5
"""A place keeps its own item with at least half of its chance where only new items call on it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Who stands at a place, as the position among all that were handed in, and with what chance
    it does.
    """

    who: int
    propensity: float


def explored(
    kept: Sequence[int],
    reserve: Sequence[int],
    exploration: float,
    new: Sequence[int],
    chances: Sequence[float],
    seed: int,
) -> list[Drawn]:
    """The list ``kept`` with each place given to another with the chance ``exploration``: to one
    of ``reserve``, each that is dealt to the place alike. Each of ``new`` stands in it with its own
    of ``chances`` besides (less where many are called to one place), in the lower half. ``kept``,
    ``reserve`` and ``new`` have nothing in common. The same ``seed`` gives the same list.
    """
    size = len(kept)
    dealt = reserve if exploration > 0.0 else ()
    callers: list[list[int]] = [list(dealt[place::size]) for place in range(size)]
    odds: list[list[float]] = [
        [exploration / max(len(called), 1)] * len(called) for called in callers
    ]
    lower = [place for place in reversed(range(size)) if place >= size // 2]
    arrivals: dict[int, list[tuple[int, float]]] = {}
    for turn, (one, chance) in enumerate(zip(new, chances, strict=True)):
        arrivals.setdefault(lower[turn % len(lower)], []).append((one, chance))
    for place, called in arrivals.items():
        room = min(MOST_NEW, 1.0 - sum(odds[place]))
        total = sum(chance for _, chance in called)
        scale = min(1.0, room / total) if total > 0.0 else 0.0
        callers[place] += [one for one, _ in called]
        odds[place] += [scale * chance for _, chance in called]
    luck = np.random.default_rng(seed).random(size)
    return [_drawn(*each) for each in zip(kept, callers, odds, luck.tolist(), strict=True)]


def _drawn(own: int, callers: Sequence[int], odds: Sequence[float], luck: float) -> Drawn:
    reached = 0.0
    for one, chance in zip(callers, odds, strict=True):
        reached += chance
        if luck < reached:
            return Drawn(one, chance)
    # Where chance leaves nothing to the place's own item, rounding may.
    left = 1.0 - reached
    return Drawn(own, left) if left > 1e-12 or not callers else Drawn(callers[-1], odds[-1])


def arriving(chances: Values, apart: Sequence[int], most: int) -> list[int]:
    """The ``most`` positions with the largest chances above 0, besides those ``apart``."""
    found = np.flatnonzero(chances > 0.0)
    found = found[~np.isin(found, np.asarray(apart, np.intp))]
    ordered: list[int] = found[np.lexsort((found, -chances[found]))][:most].tolist()
    return ordered
