"""A list as it was shown, read from its journal entry: items, signal values, and the score of each.

Knows the form of an impression; knows nothing of weights or of what is learned from a list.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.crowd import amount_of
from penchant.memory.core.behaviour.packing import Arrays, joined, parted
from penchant.memory.core.decay import Array
from penchant.memory.core.dwell import looked
from penchant.memory.core.examination import POSITIONS
from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry

LARGEST = 100.0
"""Signal values beyond this are taken for it: log-odds of a whole catalog stay far below."""


@dataclass(slots=True)
class Shown:
    """A list for ``user``: ``values`` (n, signals), ``scores`` (n,) by the weights of that time,
    ``answers`` by position (from 0) +1 for what was chosen and -1 for what was turned down.
    ``settled`` once the person has moved on.
    """

    user: str
    items: list[str]
    values: Array
    scores: Array
    answers: dict[int, int] = field(default_factory=dict)
    settled: bool = False

    def chosen(self) -> NDArray[np.bool_]:
        """Which positions were chosen, (n,)."""
        return np.array([self.answers.get(place, 0) > 0 for place in range(len(self.items))])


def values_of(entry: Entry, names: Sequence[str]) -> tuple[list[str], Array] | None:
    """The items of an impression and their values of the signals ``names``, (n, len(names)); None
    where nothing can be learned from it: fewer than two items, or values that are no numbers.

    Signals of other names are left out and missing ones are 0; of a long list the first POSITIONS
    items are read.
    """
    items, rows = entry.data.get("items", []), entry.data.get("rows", [])
    given = entry.data.get("signals", [])
    try:
        table = np.array([list(row) for row in rows[:POSITIONS]], float)
        items = [str(item) for item in items[:POSITIONS]]
    except (TypeError, ValueError, OverflowError):
        return None
    if table.ndim != 2 or table.shape[1] != len(given) or len(items) != len(table):
        return None
    if len(items) < 2 or not np.isfinite(table).all():
        return None
    values, places = np.zeros((len(table), len(names))), {name: n for n, name in enumerate(names)}
    read = [column for column, name in enumerate(given) if name in places]
    values[:, [places[given[column]] for column in read]] = np.clip(
        table[:, read], -LARGEST, LARGEST
    )
    return items, values


def direction(entry: Entry) -> int:
    """+1 where ``entry`` chooses its item, -1 where it turns it down, 0 where it says neither."""
    if entry.kind == "dismiss":
        return -1 if entry.data.get("reason") == "not-for-me" else 0
    if entry.kind == "rating":
        return int(np.sign(amount_of(entry)))
    return kind_of(entry.kind).sign if looked(entry) else 0


def state_of(lists: Mapping[str, Shown]) -> tuple[Any, Arrays]:
    """``lists`` by their ids as plain values and arrays; inverse of :func:`from_state`."""
    plain = [
        [key, one.user, one.items, list(one.answers.items()), one.settled]
        for key, one in lists.items()
    ]
    values = [one.values.ravel() for one in lists.values()]
    scores = [one.scores for one in lists.values()]
    return plain, {"values": joined(values, float), "scores": joined(scores, float)}


def from_state(plain: Any, arrays: Arrays) -> OrderedDict[str, Shown]:
    """The lists that gave ``plain`` and ``arrays``, in their order."""
    lengths = [len(items) for _, _, items, _, _ in plain]
    scores = parted(arrays["scores"], lengths)
    width = len(arrays["values"]) // max(sum(lengths), 1)
    values = parted(arrays["values"], [width * length for length in lengths])
    return OrderedDict(
        (key, Shown(user, items, table.reshape(len(items), width), one, dict(answers), settled))
        for (key, user, items, answers, settled), table, one in zip(
            plain, values, scores, strict=True
        )
    )
