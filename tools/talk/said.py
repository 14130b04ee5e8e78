"""What was said in a conversation up to now, as the signals of talk need it.

Knows words, who said them and which items were named; knows no catalog.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import FloatArray

FADES = 0.7
"""An item counts this much less than the one that was named after it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Words with the titles of items taken out: they would be read as what is wanted. ``own``:
    said by the one who is looking for something.
    """

    text: str
    own: bool


@dataclass(frozen=True)
class Said:
    """``named`` are rows of items in the order in which they were named. ``meaning`` (d,) is the
    vector of the person's own words, ``latest_meaning`` (d,) that of the last turns of both; None
    where there is none.
    """

    turns: tuple[Turn, ...]
    named: tuple[int, ...] = ()
    meaning: FloatArray | None = None
    latest_meaning: FloatArray | None = None

    @cached_property
    def everything(self) -> str:
        """The words of both."""
        return " ".join(turn.text for turn in self.turns)

    @cached_property
    def own(self) -> str:
        """The person's own words."""
        return " ".join(turn.text for turn in self.turns if turn.own)

    @property
    def own_latest_first(self) -> tuple[str, ...]:
        """The person's turns, the last one first."""
        return tuple(turn.text for turn in reversed(self.turns) if turn.own)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """How much each of ``named`` counts: sums to 1, the last one most."""
        weights = FADES ** np.arange(len(self.named), dtype=float)[::-1]
        result: NDArray[np.float64] = weights / max(float(weights.sum()), 1e-9)
        return result
