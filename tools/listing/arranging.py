"""Arranging: the order in which candidates are shown, and by what each was moved.

Needs numpy alone; knows scores, vectors, tastes and chances of the candidates it is handed, and
nothing of people, words or stores. Places go from 0; a candidate is known by its position among
those handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from penchant.memory.records import FloatArray
from penchant.tools.largest import largest
from penchant.tools.listing.exploring import Drawn, arriving, explored
from penchant.tools.listing.knobs import Knobs
from penchant.tools.listing.picking import WIDER, Crowding, Picked, pick
from penchant.tools.listing.tastes import NONE, Seats, Taste, belonging, seats
from penchant.tools.signals.columns import Values
from penchant.tools.signals.ranking import Rows

POOL = 5
"""A list is chosen among this many times n of the best."""

DEEP = 10
"""An interest that the best leave short is looked for among so many times n of its own items."""

NEW = 4
"""Candidates that come with a chance of their own: at most so many times n."""


@dataclass(frozen=True, slots=True)
class Lift:
    """A rule of the shop: by how much (m,) it lifts each candidate, in the units of the score."""

    name: str
    amounts: Values


@dataclass(frozen=True, slots=True)
class Field:
    """The m candidates: their ``score`` (m,), their unit ``vectors`` (r, d) by position, the part
    of the score that is ``learned`` (m,) of behaviour, the ``lifts`` of rules, and the person's
    ``tastes``. ``chances`` (m,) is with what chance each is to stand in the list, whatever its
    score: new items that nothing is known of. ``pool`` says of how many times n a list is chosen,
    ``wider`` how much more variety weighs where behaviour speaks (tools/listing/picking.py).
    """

    score: Values
    vectors: Callable[[Rows], FloatArray]
    learned: Values | None = None
    lifts: Sequence[Lift] = ()
    tastes: Sequence[Taste] = ()
    chances: Values | None = None
    pool: int = POOL
    wider: float = WIDER

    def told(self, n: int) -> float:
        """How far behaviour spreads the scores of those that a list of ``n`` is chosen of."""
        if self.learned is None or not len(self.learned) or n <= 0:
            return 0.0
        return float(self.learned[largest(self.score, n * self.pool)].std())


@dataclass(frozen=True, slots=True)
class Move:
    """By how many ``places`` something moved a candidate up, and what it counts in the units of
    the score: a rule its lift, diversity its penalty (at most 0); calibration and exploration what
    they had to give so that it came to stand before what would have stood there.
    """

    name: str
    places: int
    amount: float
    rule: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate in the list: its place by score alone, the moves from there (their places add up
    to the difference), the ``propensity`` (:mod:`penchant.tools.listing.exploring`), and the
    position of the taste it belongs to (NONE: of none).
    """

    position: int
    by_score: int
    moves: tuple[Move, ...]
    propensity: float
    taste: int


def arrange(field: Field, n: int, knobs: Knobs) -> tuple[Placed, ...]:
    """The list of at most ``n``, best first."""
    n = min(n, len(field.score))
    if n <= 0:
        return ()
    worth = field.score
    for lift in field.lifts:
        worth = worth + lift.amounts
    top = largest(worth, n * field.pool)
    pool, tastes = _widened(field.tastes if knobs.calibration > 0.0 else (), worth, top, n)
    crowding = Crowding.of(pool, field.vectors, field.learned, knobs.diversity, field.wider)
    plain = pick(worth[pool], crowding, n)
    wanted = _seats(field.tastes, tastes, plain.chosen, knobs.calibration)
    picked = plain if wanted is None else pick(worth[pool], crowding, n, tastes, wanted)
    before = pool[picked.chosen]
    drawn = _drawn(field, knobs, before, top)
    listed = before if drawn is None else np.array([one.who for one in drawn], np.intp)
    moves = _moves(field, worth, top, listed, pool[plain.chosen], before)
    return _placed(field, worth, listed, before, picked, drawn, moves)


def by_chance(field: Field, knobs: Knobs) -> bool:
    """Whether chance has a part in the list, so that its seed is worth keeping."""
    return knobs.exploration > 0.0 or (field.chances is not None and bool(field.chances.any()))


def _widened(tastes: Sequence[Taste], worth: Values, top: Rows, n: int) -> tuple[Rows, Rows]:
    """The pool that the list is chosen from, best first, and the taste each belongs to: the best,
    and of each interest that has fewer among them than it is due the best of its own.
    """
    mine = belonging(tastes, top)
    if len(tastes) < 2:
        return top, mine
    total = sum(taste.share for taste in tastes)
    more = []
    for number, taste in enumerate(tastes):
        due = round(n * taste.share / total)
        if int((mine == number).sum()) < due:
            near = np.flatnonzero(taste.nearness(np.arange(len(worth))) >= taste.fits)
            near = near[largest(worth[near], DEEP * n)]
            more.append(near[belonging(tastes, near) == number][:n])
    if not more:
        return top, mine
    pool = np.unique(np.concatenate([top, *more]))
    pool = pool[np.lexsort((pool, -worth[pool]))]
    return pool, belonging(tastes, pool)


def _seats(tastes: Sequence[Taste], mine: Rows, plain: Rows, calibration: float) -> Seats | None:
    if calibration <= 0.0 or len(tastes) < 2:
        return None
    size = len(tastes)
    usual = np.bincount(mine[plain] % (size + 1), minlength=size + 1)  # NONE comes last
    there = np.bincount(mine[mine != NONE], minlength=size)
    return seats(tastes, usual, there, calibration)


def _drawn(field: Field, knobs: Knobs, before: Rows, top: Rows) -> list[Drawn] | None:
    if not by_chance(field, knobs):
        return None
    new: list[int] = []
    chances: list[float] = []
    if field.chances is not None:
        new = arriving(field.chances, before.tolist(), NEW * len(before))
        chances = np.clip(field.chances[new], 0.0, 1.0).tolist()
    reserve = top[~np.isin(top, np.concatenate([before, np.array(new, np.intp)]))]
    return explored(before.tolist(), reserve.tolist(), knobs.exploration, new, chances, knobs.seed)


Stage = tuple[str, Lift | None, Rows]
"""What moved, the rule if it is one, and the places that those listed have after it."""


def _moves(
    field: Field, worth: Values, top: Rows, listed: Rows, plain: Rows, before: Rows
) -> list[Stage]:
    """The places of those ``listed`` by score, after each rule, and after what comes then."""
    reached = field.score
    by_worth = _places(reached, listed, None if field.lifts else top)
    stages: list[Stage] = [("score", None, by_worth)]
    for lift in field.lifts:
        reached = reached + lift.amounts
        by_worth = _places(reached, listed, None)
        stages.append((lift.name, lift, by_worth))
    for name, list_ in (("diversity", plain), ("calibration", before), ("exploration", listed)):
        standing = _places(worth, list_, top)
        stages.append((name, None, _within(listed, by_worth, list_, standing)))
    return stages


def _places(values: Values, positions: Rows, top: Rows | None) -> Rows:
    """The place of each of ``positions`` among all by ``values``; ``top`` are the first of that
    order, where they are known.
    """
    known = {} if top is None else {int(one): place for place, one in enumerate(top)}
    found = []
    for one in positions.tolist():
        place = known.get(one)
        if place is None:
            value = values[one]
            place = int((values > value).sum() + (values[:one] == value).sum())
        found.append(place)
    return np.array(found, np.intp)


def _within(listed: Rows, by_worth: Rows, chosen: Rows, standing: Rows) -> Rows:
    """The places of those ``listed`` in the order that has ``chosen`` first, whose places by worth
    are ``standing``, and then all others by worth.
    """
    first = {int(one): place for place, one in enumerate(chosen)}
    return np.array(
        [
            first.get(one, place + int((standing > place).sum()))
            for one, place in zip(listed.tolist(), by_worth.tolist(), strict=True)
        ],
        np.intp,
    )


def _placed(
    field: Field,
    worth: Values,
    listed: Rows,
    before: Rows,
    picked: Picked,
    drawn: Sequence[Drawn] | None,
    stages: Sequence[Stage],
) -> tuple[Placed, ...]:
    whose = belonging(field.tastes, listed).tolist()
    placed = []
    for place, one in enumerate(listed.tolist()):
        own = one == int(before[place])
        given = {
            "diversity": float(picked.penalties[place]) if own else 0.0,
            "calibration": float(picked.given[place]) if own else 0.0,
            "exploration": 0.0 if own else float(worth[before[place]] - worth[one]),
        }
        moves = []
        for (_, _, earlier), (name, lift, later) in pairwise(stages):
            moved = int(earlier[place] - later[place])
            amount = given[name] if lift is None else float(lift.amounts[one])
            if moved or (lift and amount) or (name == "exploration" and not own):
                moves.append(Move(name, moved, amount, lift is not None))
        placed.append(
            Placed(
                position=one,
                by_score=int(stages[0][2][place]),
                moves=tuple(moves),
                propensity=1.0 if drawn is None else drawn[place].propensity,
                taste=int(whose[place]),
            )
        )
    return tuple(placed)
