"""The weights fold: how much each signal counts, learned from what people chose off shown lists.

Knows lists as they were shown and what was chosen off them; knows nothing of how a signal is made.
A linear softmax model of choice: the chosen item should score above those beside it, each of which
counts by how probable it is that it was looked at. Beside the weights it learns that examination
curve, what sets each person's weights apart, and the probability that goes with a score.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping

import numpy as np

from penchant.memory.core.behaviour import packing
from penchant.memory.core.calibrated import Calibrated
from penchant.memory.core.common import CommonWeights, slope
from penchant.memory.core.decay import Array
from penchant.memory.core.differences import Differences
from penchant.memory.core.examination import Examination
from penchant.memory.core.shown import Shown, direction, from_state, state_of, values_of
from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry

REMEMBERED = 2_000
"""Shown lists kept open for a choice; older ones teach nothing any more."""

VERSION = 5


class SignalWeights:
    """Weights of the signals, by name. ``prior`` is where each one starts; ``examination`` makes
    what learns which positions are looked at.
    """

    def __init__(
        self,
        prior: Mapping[str, float],
        examination: Callable[[], Examination] = Examination,
    ) -> None:
        self.names = tuple(prior)
        self.prior: Array = np.array([prior[name] for name in self.names], float)
        self._make_examination = examination
        self._clear()

    def _clear(self) -> None:
        self.sequence = 0
        self.choices = 0
        self.examination = self._make_examination()
        self.calibrated = Calibrated()
        self._common = CommonWeights(self.prior)
        self._spread: Array = np.zeros(len(self.names))
        self._people = Differences(self.prior)
        self._shown: OrderedDict[str, Shown] = OrderedDict()
        self._open: dict[str, str] = {}
        """By person, the list that they may still be choosing from."""

    # -- reading -------------------------------------------------------------------------------

    @property
    def values(self) -> Array:
        """Everybody's weights, in the order of the names."""
        return self._common.values

    def get(self, user: str | None = None) -> dict[str, float]:
        """The present weight of every signal, for everybody or for ``user``."""
        return dict(zip(self.names, self._weights(user).tolist(), strict=True))

    def _weights(self, user: str | None) -> Array:
        return self._common.with_own(None if user is None else self._people.of(user))

    def probability(self, scores: Array) -> Array | None:
        """How probable it is, for each score (any shape), that who looks at the item chooses it;
        None until enough lists were shown and chosen from.
        """
        return self.calibrated.probability(scores) if self.calibrated.ready else None

    def importances(self) -> dict[str, float]:
        """How much each signal counts in telling the items of a list apart: its weight times its
        spread within lists, as shares that sum to 1. Empty before any list told items apart.
        """
        sizes = np.abs(self.values) * np.sqrt(self._spread)
        total = float(sizes.sum())
        if total <= 0:
            return {}
        return dict(zip(self.names, (sizes / total).tolist(), strict=True))

    # -- learning ------------------------------------------------------------------------------

    def learn(self, entry: Entry) -> None:
        """Remember a shown list, or learn from what was chosen off one; what the person does next
        besides tells that they are done with their last list.
        """
        self.sequence = max(self.sequence, entry.sequence)
        if entry.kind == "impression":
            self._settle(entry.user)
            self._remember(entry)
        elif entry.role == "user" and entry.kind != "undo" and kind_of(entry.kind).action:
            if entry.impression is None or entry.impression != self._open.get(entry.user):
                self._settle(entry.user)
            shown = self._shown.get(entry.impression or "")
            if shown is not None and shown.user == entry.user and entry.item in shown.items:
                self._answer(shown, shown.items.index(entry.item), direction(entry))

    def forget(self, remaining_entries: Iterable[Entry]) -> None:
        """Start afresh and learn only what remains."""
        self._clear()
        for entry in remaining_entries:
            self.learn(entry)

    def _remember(self, entry: Entry) -> None:
        found = values_of(entry, self.names)
        if found is None:
            return
        items, values = found
        self._spread += values.var(axis=0)
        scores = values @ self._weights(entry.user)
        self._shown[entry.id] = Shown(entry.user, items, values, scores)
        self._open[entry.user] = entry.id
        while len(self._shown) > REMEMBERED:
            key, oldest = self._shown.popitem(last=False)
            if self._open.get(oldest.user) == key:
                # Whether they ever saw it nobody knows.
                del self._open[oldest.user]

    def _settle(self, user: str) -> None:
        """Learn from the last list of ``user`` which positions are looked at and how probable a
        choice is; from one that nothing was chosen off as well.
        """
        key = self._open.pop(user, None)
        if key is None:
            return
        shown = self._shown[key]
        shown.settled = True
        chosen = shown.chosen()
        wanted = self.calibrated.probability(shown.scores)
        looked = self.examination.looked(chosen)
        self.calibrated.learn(shown.scores, chosen, looked)
        self.examination.learn(chosen, wanted)

    def _answer(self, shown: Shown, position: int, answer: int) -> None:
        before = shown.answers.get(position)
        if answer == 0 or before == answer:
            # The same choice once more, or another way of saying it: clicked, then liked.
            return
        shown.answers[position] = answer
        self._weigh(shown, position, answer)
        self.choices += 1
        if shown.settled and answer > 0:
            self.calibrated.add(float(shown.scores[position]))
            self.examination.add(position)

    def _weigh(self, shown: Shown, position: int, answer: int) -> None:
        """Move the weights towards the item at ``position`` (``answer`` 1), or away (-1): what is
        chosen scores highest of what is looked at, what is turned down lowest.
        """
        alike = [place for place, one in shown.answers.items() if one == answer]
        looked = self.examination.beside(position, len(shown.items)).copy()
        looked[[place for place in alike if place != position]] = 0.0
        values, weights = answer * shown.values, self._weights(shown.user)
        if (found := slope(values, weights, position, looked)) is not None:
            gradient, curvature = found
            self._common.learn(gradient)
            self._people.learn(shown.user, gradient, curvature)

    # -- snapshots -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Everything learned, as bytes; inverse of :meth:`restore`."""
        people, differences = self._people.state()
        shown, lists = state_of(self._shown)
        plain = {
            "sequence": self.sequence,
            "names": self.names,
            "choices": self.choices,
            "people": people,
            "shown": shown,
            "open": self._open,
        }
        return packing.packed(
            plain,
            {
                "spread": self._spread,
                **packing.under("common", self._common.state()),
                **packing.under("examination", self.examination.state()),
                **packing.under("calibrated", self.calibrated.state()),
                **packing.under("people", differences),
                **packing.under("lists", lists),
            },
        )

    def restore(self, snapshot: bytes) -> None:
        """Become what :meth:`snapshot` gave; other signal names than ours are a ValueError."""
        plain, arrays = packing.unpacked(snapshot)
        if tuple(plain["names"]) != self.names:
            raise ValueError("the snapshot holds weights of other signals")
        self.sequence, self.choices = int(plain["sequence"]), int(plain["choices"])
        self._spread = arrays["spread"]
        self._common = CommonWeights(self.prior)
        self._common.resume(packing.within("common", arrays))
        self.examination = Examination.from_state(packing.within("examination", arrays))
        self.calibrated = Calibrated.from_state(packing.within("calibrated", arrays))
        self._people = Differences(self.prior)
        self._people.resume(plain["people"], packing.within("people", arrays))
        self._shown = from_state(plain["shown"], packing.within("lists", arrays))
        self._open = dict(plain["open"])
