"""Arrivals: items that came to a catalog later than its first stock, and how many people met them.

Knows ids of items and people, and days; knows nothing of scores. An item is open while few have
met it and it has not been there for long; what everybody was shown is left to what they chose.
"""

from __future__ import annotations

from typing import Any

STOCK = 1.0
"""Days from the first item on during which what comes is the first stock: nothing in it is newer
than the rest.
"""

ENOUGH = 20.0
"""People who were shown an item after which its arrival counts no more."""

CHOICE = 3.0
"""Who chose an item counts as so many who were shown it."""

HALF_LIFE, LONGEST = 30.0, 120.0
"""Days after which an arrival counts half, and not at all."""

MOST = 2_000
"""Arrivals that are kept, the newest."""


class Arrivals:
    """What came later, by item: when, and who met it. For one thread at a time."""

    def __init__(self) -> None:
        self._stock: float | None = None
        self._days: dict[str, float] = {}
        self._met: dict[str, dict[str, float]] = {}

    def come(self, item: str, day: float) -> None:
        """The catalog gets ``item``, which it has never had, on ``day``."""
        if self._stock is None:
            self._stock = day
        if day - self._stock < STOCK:
            return
        self._days[item], self._met[item] = day, {}
        if len(self._days) > MOST:
            self._close(min(self._days, key=lambda one: self._days[one]))

    def meet(self, item: str, person: str, *, chosen: bool = False) -> None:
        """``person`` is shown ``item``, or chooses it."""
        met = self._met.get(item)
        if met is None:
            return
        met[person] = max(met.get(person, 0.0), CHOICE if chosen else 1.0)
        if sum(met.values()) - max(met.values()) >= ENOUGH:
            self._close(item)

    def _close(self, item: str) -> None:
        del self._days[item], self._met[item]

    def open_to(self, person: str, day: float) -> dict[str, float]:
        """How open each arrival is on ``day``, in (0, 1]: 1 while it is new and nobody but
        ``person`` has met it. So what one is shown oneself changes nothing.
        """
        found = {}
        for item, came in self._days.items():
            if not 0.0 <= day - came < LONGEST:
                continue
            met = sum(one for who, one in self._met[item].items() if who != person)
            if met < ENOUGH:
                found[item] = (1.0 - met / ENOUGH) * 2.0 ** ((came - day) / HALF_LIFE)
        return found

    def state(self) -> Any:
        """Everything, as JSON can hold it; inverse of :meth:`from_state`."""
        return [self._stock, self._days, self._met]

    @classmethod
    def from_state(cls, state: Any) -> Arrivals:
        """The arrivals that gave ``state``."""
        arrivals = cls()
        stock, days, met = state
        arrivals._stock = None if stock is None else float(stock)
        arrivals._days = {str(item): float(day) for item, day in days.items()}
        arrivals._met = {
            str(item): {str(who): float(one) for who, one in people.items()}
            for item, people in met.items()
        }
        if arrivals._days.keys() != arrivals._met.keys():
            raise ValueError("arrivals without a day, or days without an arrival")
        return arrivals
