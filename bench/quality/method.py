"""What a method under measurement is, and how one is named, built and tuned.

Knows no method; the list of all of them is in :mod:`bench.quality.registry`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Value = float | int | str
Values = Mapping[str, Value]


class Method(Protocol):
    """Something that ranks items for a person and learns from every event."""

    refit_days: float
    """Days of event time between two calls of :meth:`refit`; 0 for a method without fits."""

    def score(self, user: int, day: float, candidates: NDArray[np.intp]) -> NDArray[np.float64]:
        """One number per candidate, higher is better; nan ranks last."""
        ...

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Take in an event. ``value`` is a rating on [0, 1], or nan."""
        ...

    def refit(self, day: float) -> None:
        """Fit on what was learned so far.

        Called just before the first target that is measured, then whenever an event's day lies
        in another stretch of ``refit_days`` days than the call before.
        """
        ...


@dataclass(frozen=True)
class Entry:
    """A method's line in the list: its name in the table, how to build it, what to tune."""

    name: str
    build: Callable[..., Method]
    """``build(setting, **values)``."""
    grid: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """The values that are tried on the dev part, one name after the other, in this order; the
    first of each is the one to start from."""
    grids: Mapping[str, Mapping[str, tuple[Value, ...]]] = field(default_factory=dict)
    """By protocol, where its values differ from ``grid``."""
    text: bool = False
    """Whether it needs texts of the items; left out, visibly, where there are none."""
    trained: bool = False
    """Whether it is left out, visibly, of a quick run."""
    ablation: bool = False
    """Whether it is the product with a part left out; a quick run leaves it out too, visibly, for
    each learns all events again as slowly as the product."""
    needs: str = ""
    """A package it cannot run without; left out, visibly, where it is not installed."""
    note: str = ""
    """What the table says about it."""

    def tried(self, protocol: str) -> Mapping[str, tuple[Value, ...]]:
        """The grid on a protocol."""
        return {**self.grid, **self.grids.get(protocol, {})}

    def first(self, protocol: str) -> dict[str, Value]:
        """The values to start from."""
        return {name: values[0] for name, values in self.tried(protocol).items()}
