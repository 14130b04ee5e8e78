"""What a new person may be like, and which question would tell most.

A new person is taken to be like somebody: like one of the people who came before, or, where few
came, like somebody made up who likes what is near to one item. Every answer makes some of them
likelier (Bayes). Needs numpy alone; knows nothing of stores, texts or ids.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import FloatArray

Chances = NDArray[np.floating[Any]]

LIKE, DISLIKE, UNKNOWN = "like", "dislike", "unknown"
ANSWERS = (LIKE, DISLIKE, UNKNOWN)

DOUBT = 0.3
"""How far what people did not do is no sign of what they would say: to this part everybody answers
like everybody."""

MADE_UP = 40.0
"""Those made up count together as so many people."""

KINDS = 80
"""How many are made up, at most: each likes what is near to one item."""

TAKES_IN = 50
"""A question is worth what it adds to what is liked among so many of the best items: more than a
list has, for it is asked so that many lists get better.
"""

HASTE = 0.5
"""The power of the chance that an item is known, by which the worth of asking about it is taken:
people have patience for few questions, and what is believed of items that few know is less sure.
"""

ASKED_ABOUT = 96
"""Items among which the next question is looked for, those most likely known."""


@dataclass(frozen=True, slots=True)
class Beliefs:
    """``likes`` and ``dislikes`` (t, m): the chance that each of t types, asked about each of m
    items, likes or dislikes it; otherwise they don't know it. ``weights`` (t,) sum to 1.
    """

    likes: FloatArray
    dislikes: FloatArray
    weights: FloatArray

    def after(self, place: int, answer: str) -> Beliefs:
        """What is believed after ``answer`` about the item at ``place``."""
        weights = self.weights * self._chance(place, answer)
        total = float(weights.sum())
        # What nobody would have answered tells nothing.
        return replace(self, weights=weights / total) if total > 0 else self

    def _chance(self, place: int, answer: str) -> FloatArray:
        likes, dislikes = self.likes[:, place], self.dislikes[:, place]
        if answer == LIKE:
            return likes
        return dislikes if answer == DISLIKE else 1.0 - likes - dislikes

    def known(self) -> FloatArray:
        """How likely the person knows each item, (m,)."""
        found: FloatArray = self.weights @ (self.likes + self.dislikes)
        return found

    def liked(self) -> FloatArray:
        """How likely the person would say of each item that they like it, (m,)."""
        found: FloatArray = self.weights @ self.likes
        return found

    def worth(self, places: NDArray[np.intp], open_: NDArray[np.bool_]) -> FloatArray:
        """What asking about each of ``places`` is worth, (k,): how many more items of the best list
        are expected to be liked, over all answers, when the list may have the ``open_`` (m,).

        The item asked about has no place in the lists that are compared: that it may be liked
        itself is nothing learned.
        """
        now = self.liked()
        likely = (self.weights[:, None] * self.likes[:, places]).T @ self.likes
        unlikely = (self.weights[:, None] * self.dislikes[:, places]).T @ self.likes
        best = []
        for table in (likely, unlikely, now - likely - unlikely, np.tile(now, (len(places), 1))):
            # Chances times the chance of the answer: their sums need no division.
            table *= open_
            table[np.arange(len(places)), places] = 0.0
            best.append(_best(table))
        liked, disliked, otherwise, unasked = best
        return liked + disliked + otherwise - unasked


def _best(table: Chances) -> FloatArray:
    n = min(TAKES_IN, table.shape[1])
    found: FloatArray = np.partition(table, -n, axis=1)[:, -n:].sum(axis=1, dtype=np.float32)
    return found


def believed(told: NDArray[np.int8], familiar: FloatArray, placed: FloatArray) -> Beliefs:
    """What is believed of somebody of whom nothing is known.

    ``told`` (k, m) is what people thought of the items (1, -1, 0: not used); ``familiar`` (m,) in
    (0, 1) how likely an item is known by one that is made up; ``placed`` (m, d) unit rows around 0,
    such that near items have a high cosine.
    """
    if not len(placed):
        nothing = np.zeros((0, 0), np.float32)
        return Beliefs(nothing, nothing, np.zeros(0, np.float32))
    near = _near(placed)
    likes = _chances(told > 0, familiar, near)
    dislikes = _chances(told < 0, familiar, 1.0 - near)
    weights = np.ones(len(likes), np.float32)
    weights[len(told) :] = MADE_UP / len(near)
    return Beliefs(likes, dislikes, weights / weights.sum())


def _chances(told: NDArray[np.bool_], familiar: FloatArray, near: FloatArray) -> FloatArray:
    """The chance of one answer about each item (t, m), from those who would give it (k, m) and from
    the chance that one made up would, who knows the item.
    """
    people = len(told)
    chances = np.empty((people + len(near), told.shape[1]), np.float32)
    np.multiply(near, familiar, out=chances[people:])
    everybody = told.sum(axis=0) + MADE_UP * chances[people:].mean(axis=0)
    np.multiply(told, np.float32(1.0 - DOUBT), out=chances[:people])
    chances[:people] += (DOUBT / (people + MADE_UP) * everybody).astype(np.float32)
    return chances


def _near(placed: FloatArray) -> FloatArray:
    """The chance that one made up likes each item, (k, m): one for every so manieth item."""
    size = len(placed)
    middles = np.unique(np.linspace(0, size - 1, min(KINDS, size)).astype(np.intp))
    cosines = placed[middles] @ placed.T
    spread = cosines.std(axis=1, keepdims=True)
    apart = (cosines - cosines.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-6)
    chance: FloatArray = (1.0 / (1.0 + np.exp(-2.0 * (apart - 1.0)))).astype(np.float32)
    return chance


def merits(beliefs: Beliefs, places: NDArray[np.intp], open_: NDArray[np.bool_]) -> FloatArray:
    """How good it is to ask about each of ``places`` next, (k,): what that is worth, the more the
    likelier the item is known. See :meth:`Beliefs.worth`.
    """
    found: FloatArray = beliefs.worth(places, open_) * beliefs.known()[places] ** HASTE
    return found


def best_question(beliefs: Beliefs, open_: NDArray[np.bool_]) -> int | None:
    """The place of the item to ask about next among the ``open_`` (m,); None if there is none.

    Of items that are as good the earlier one.
    """
    known = np.where(open_, beliefs.known(), -1.0)
    places = np.argsort(-known, kind="stable")[:ASKED_ABOUT]
    places = np.sort(places[known[places] >= 0.0])
    if not len(places):
        return None
    return int(places[int(np.argmax(merits(beliefs, places, open_)))])
