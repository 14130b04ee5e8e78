"""Echoes: what was chosen where something alike was asked for.

Knows vectors of what was asked, the rows chosen, and the number of the conversation they belong
to; knows nothing of words. The nearer two requests, the more the choice of one speaks for the
other; a conversation's own choices can be left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.decay import Array
from penchant.memory.records import FloatArray

STEEP = 8.0
"""Somebody who asked the same counts exp(8) times as much as one whose cosine is 0."""

FLOOR = 2e-5
"""The share of choices below which nothing is told from none."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """All that was asked, laid out: ``asked`` (r, d) placed, ``conversations`` (r,), and per choice
    the number of what was asked and the row, (c,) each.
    """

    asked: FloatArray
    conversations: NDArray[np.intp]
    numbers: NDArray[np.intp]
    chosen: NDArray[np.intp]


class Echoes:
    """What was asked and chosen, over ``items`` rows and vectors of ``dimension`` numbers."""

    def __init__(self, items: int, dimension: int) -> None:
        self.items = items
        self._asked: list[FloatArray] = []
        self._conversations: list[int] = []
        self._chosen: list[tuple[int, int]] = []
        self._sum = np.zeros(dimension)
        self._laid: _Laid | None = None

    def add(self, asked: FloatArray, chosen: Iterable[int], conversation: int) -> None:
        """Somebody asked ``asked`` (d,) and chose these rows in the conversation of that number."""
        number = len(self._asked)
        self._asked.append(asked)
        self._sum += asked
        self._conversations.append(conversation)
        self._chosen.extend((number, row) for row in chosen)
        self._laid = None

    def placed(self, asked: FloatArray) -> FloatArray:
        """``asked`` (d,) less the mean of all that was asked, at unit length: requests are alike
        in being requests.
        """
        return _unit(asked - self._mean())

    def heard(self, asked: FloatArray, without: int | None = None) -> Array:
        """What others chose who asked something like ``asked`` (d,): the logarithm of 1 + each
        item's share in their choices, in units of FLOOR; without those of one conversation.
        """
        if not self._chosen:
            return np.zeros(self.items)
        laid = self._laid or self._lay()
        kinship = np.exp(STEEP * (laid.asked @ self.placed(asked))).astype(float)
        if without is not None:
            kinship[laid.conversations == without] = 0.0
        share = np.bincount(laid.chosen, kinship[laid.numbers], self.items)
        heard: Array = np.log1p(share / max(float(kinship.sum()), 1e-12) / FLOOR)
        return heard

    def _lay(self) -> _Laid:
        numbers, chosen = np.array(self._chosen, np.intp).T
        asked = _unit(np.stack(self._asked) - self._mean())
        self._laid = _Laid(asked, np.array(self._conversations), numbers, chosen)
        return self._laid

    def _mean(self) -> FloatArray:
        mean: FloatArray = (self._sum / max(len(self._asked), 1)).astype(np.float32)
        return mean


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: FloatArray = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit
