"""The weights fold: how much each signal counts, learned from what people chose off shown lists.

Knows lists as they were shown (items, positions, signal values) and what was chosen; knows
nothing of how a signal is made. A linear softmax model of choice: the chosen item should score
above the ones examined beside it.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from penchant.memory.core.decay import Array
from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry

LEARNING_RATE = 0.15
"""Step of AdaGrad; the sum of squares starts at 1, so the first steps are small."""

BOUND = 4.0
"""A weight stays between its start divided and multiplied by this."""

EXAMINED_BELOW = 2
"""Somebody who chose position k is taken to have looked at k + EXAMINED_BELOW positions."""

LARGEST = 1e6
"""A signal beyond this is no signal, and its list teaches nothing."""

REMEMBERED = 2_000
"""Shown lists kept open for a choice; older ones teach nothing any more."""

VERSION = 3


@dataclass(slots=True)
class Shown:
    """A list as it was shown: ``values`` (n, signals), and by position what it taught already."""

    items: list[str]
    values: Array
    taught: dict[int, int] = field(default_factory=dict)


class SignalWeights:
    """Population weights of the signals, by name. ``prior`` is where each one starts."""

    def __init__(self, prior: Mapping[str, float]) -> None:
        self.names = tuple(prior)
        self.prior: Array = np.array([prior[name] for name in self.names], float)
        self._clear()

    def _clear(self) -> None:
        self.sequence = 0
        self.values: Array = self.prior.copy()
        self.choices = 0
        self._squares: Array = np.ones(len(self.names))
        self._shown: OrderedDict[str, Shown] = OrderedDict()

    def get(self) -> dict[str, float]:
        """The present weight of every signal."""
        return dict(zip(self.names, self.values.tolist(), strict=True))

    def learn(self, entry: Entry) -> None:
        """Remember a shown list, or learn from what was chosen off one."""
        self.sequence = max(self.sequence, entry.sequence)
        if entry.kind == "impression":
            self._remember(entry)
        elif entry.impression is not None and entry.impression in self._shown:
            self._choose(entry)

    def forget(self, remaining_entries: Iterable[Entry]) -> None:
        """Start afresh and learn only what remains."""
        self._clear()
        for entry in remaining_entries:
            self.learn(entry)

    def _remember(self, entry: Entry) -> None:
        names, rows = entry.data.get("signals", []), entry.data.get("rows", [])
        values = np.zeros((len(rows), len(self.names)))
        for column, name in enumerate(names):
            if name in self.names:
                values[:, self.names.index(name)] = [row[column] for row in rows]
        self._shown[entry.id] = Shown(list(entry.data.get("items", [])), values)
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)

    def _choose(self, entry: Entry) -> None:
        shown, direction = self._shown[entry.impression or ""], _direction(entry)
        if entry.item not in shown.items or direction == 0:
            return
        position = shown.items.index(entry.item)
        examined = shown.values[: position + 1 + EXAMINED_BELOW]
        if position >= len(examined) or len(examined) < 2:
            return
        if not (np.abs(examined) <= LARGEST).all():  # NaN among them
            return
        if shown.taught.get(position) == direction:
            # The same choice once more, or another way of saying it: clicked, then liked.
            return
        shown.taught[position] = direction
        scores = examined @ self.values
        chance = np.exp(scores - scores.max())
        chance /= chance.sum()
        # The gradient of log P(chosen | examined) in the weights.
        gradient = direction * (examined[position] - chance @ examined)
        self._squares += gradient**2
        self.values = np.clip(
            self.values + LEARNING_RATE * gradient / np.sqrt(self._squares),
            self.prior / BOUND,
            self.prior * BOUND,
        )
        self.choices += 1

    # -- snapshots -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Everything learned, as bytes; inverse of :meth:`restore`."""
        state = {
            "sequence": self.sequence,
            "names": self.names,
            "values": self.values.tolist(),
            "squares": self._squares.tolist(),
            "choices": self.choices,
            "shown": [
                [key, shown.items, shown.values.tolist(), list(shown.taught.items())]
                for key, shown in self._shown.items()
            ],
        }
        return json.dumps(state).encode()

    def restore(self, snapshot: bytes) -> None:
        """Become what :meth:`snapshot` gave; other signal names than ours are a ValueError."""
        state = json.loads(snapshot)
        if tuple(state["names"]) != self.names:
            raise ValueError("the snapshot holds weights of other signals")
        self.sequence, self.choices = state["sequence"], state["choices"]
        self.values = np.array(state["values"])
        self._squares = np.array(state["squares"])
        self._shown = OrderedDict(
            (key, Shown(items, np.array(rows).reshape(len(rows), len(self.names)), dict(taught)))
            for key, items, rows, taught in state["shown"]
        )


def _direction(entry: Entry) -> int:
    if entry.kind == "dismiss":
        return -1 if entry.data.get("reason") == "not-for-me" else 0
    return kind_of(entry.kind).sign
