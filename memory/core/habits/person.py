"""One person's choices with the occasions of each, and what the host told of them.

Knows rows of items, columns as bits, periods and days; knows nothing of what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from penchant.memory.core.habits.occasion import Pairs
from penchant.memory.core.habits.table import FARTHEST

MOST_USES = 2_000
"""Items kept of one person, each once for every period; later ones teach no habits."""

MOST_DESCRIBED = 50
"""Descriptions kept of one person: the newest."""

_PERIODS = 4 * FARTHEST


@dataclass(slots=True)
class Person:
    """``row`` is their place among all; ``zone`` the last one known; ``uses`` have, by item and
    period, the columns as bits; ``described`` what was told of them since which day.
    """

    row: int
    zone: str | None = None
    uses: dict[int, int] = field(default_factory=dict)
    described: list[tuple[float, Pairs]] = field(default_factory=list)
    changes: int = 0
    """How often ``uses`` have changed since this was made."""

    def use(self, item: int, period: int, bits: int) -> int | None:
        """Note a choice; which of ``bits`` are new with this item and period, None where there
        are too many choices already.
        """
        key = key_of(item, period)
        before = self.uses.get(key)
        if before is None and len(self.uses) >= MOST_USES:
            return None
        self.uses[key] = (before or 0) | bits
        self.changes += 1
        return bits & ~(before or 0)

    def chosen(self) -> Iterator[tuple[int, int, int]]:
        """Each item with a period and its bits."""
        for key, bits in self.uses.items():
            item, period = divmod(key, _PERIODS)
            yield item, period - 2 * FARTHEST, bits

    def told(self, day: float | None = None) -> Pairs:
        """What was told of them last, or last before ``day``."""
        known = [pairs for since, pairs in self.described if day is None or since <= day]
        return known[-1] if known else ()

    def describe(self, day: float, pairs: Pairs) -> None:
        """Take what was told on ``day`` in place of what was told before that day."""
        told = sorted([*self.described, (day, pairs)], key=lambda one: one[0])
        self.described = told[-MOST_DESCRIBED:]


def key_of(item: int, period: int) -> int:
    """One number for an item and a period."""
    return item * _PERIODS + period + 2 * FARTHEST


def bits_of(columns: Sequence[int]) -> int:
    """A number with the bit of each column."""
    return sum(1 << column for column in set(columns))


def columns_in(bits: int) -> list[int]:
    """The columns whose bits are set: inverse of :func:`bits_of`."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
