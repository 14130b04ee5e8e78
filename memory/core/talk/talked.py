"""The talked-of fold: which items people speak of together, in one conversation.

Knows who named which items in which conversation, newest conversations only; knows nothing of
words. Counts are of distinct people, the one who asks left out: nobody's own talk speaks to them,
and nobody else's alone shows through.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import islice

from penchant.memory.core.behaviour import packing
from penchant.memory.core.shown import direction
from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry

VERSION = 1

CONVERSATIONS = 20_000
"""Conversations that are kept, those in which something was named last."""

ITEMS = 20
"""Items of one conversation that are kept, those named last."""

LOOKED_AT = 500
"""Conversations with an item that are looked at for its company, the newest; they stand for all."""

FEWEST = 3
"""Other people who have to have named two items together before it tells anything."""

SHRINK = 10.0
"""People added to every count: rare items and small stores are not sure of their company."""

Key = tuple[str, str]


class Talked:
    """Conversations as the sets of items named in them."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.sequence = 0
        self._conversations: OrderedDict[Key, dict[str, None]] = OrderedDict()
        self._holding: dict[str, dict[Key, None]] = {}
        """By item, the conversations it was named in, in the order of the conversations."""
        self._people: dict[str, dict[str, int]] = {}
        """By item, how many of whose conversations it was named in."""

    # -- reading -------------------------------------------------------------------------------

    def near(self, user: str, named: Sequence[str], weights: Sequence[float]) -> dict[str, float]:
        """How much other items keep company with those ``named``, in (0, 1], in what others than
        ``user`` talked of: the root of the mean, by ``weights`` that sum to 1, of the cosines
        between the people who spoke of them. Items without company are not there.
        """
        found: dict[str, float] = {}
        for item, weight in zip(named, weights, strict=True):
            own = self._others(user, item)
            looked, beside = self._company(user, item)
            for other, people in beside.items():
                if people >= FEWEST:
                    size = (own + SHRINK) * (self._others(user, other) + SHRINK)
                    both = people * own / looked
                    found[other] = found.get(other, 0.0) + weight * min(1.0, both / size**0.5)
        return {item: near**0.5 for item, near in found.items()}

    def _company(self, user: str, item: str) -> tuple[int, dict[str, int]]:
        """How many others named ``item`` of late, and how many of them each other item with it."""
        owners: set[str] = set()
        beside: dict[str, set[str]] = {}
        for key in islice(reversed(self._holding.get(item, {})), LOOKED_AT):
            if key[0] == user:
                continue
            owners.add(key[0])
            for other in self._conversations[key]:
                if other != item:
                    beside.setdefault(other, set()).add(key[0])
        return len(owners), {other: len(people) for other, people in beside.items()}

    def _others(self, user: str, item: str) -> int:
        people = self._people.get(item, {})
        return len(people) - (user in people)

    # -- learning ------------------------------------------------------------------------------

    def learn(self, entry: Entry) -> None:
        """Take in what names an item in a conversation, and does not turn it down."""
        self.sequence = max(self.sequence, entry.sequence)
        if entry.conversation is None or entry.item is None or entry.role != "user":
            return
        if not _names(entry):
            return
        key = (entry.user, entry.conversation)
        items = self._conversations.setdefault(key, {})
        self._conversations.move_to_end(key)
        for item in items:
            keys = self._holding[item]
            keys[key] = keys.pop(key)
        if entry.item in items:
            items[entry.item] = items.pop(entry.item)
            return
        self._hold(key, entry.item)
        if len(items) > ITEMS:
            oldest_item = next(iter(items))
            del items[oldest_item]
            self._drop(key, oldest_item)
        while len(self._conversations) > CONVERSATIONS:
            oldest, held = self._conversations.popitem(last=False)
            for item in held:
                self._drop(oldest, item)

    def _hold(self, key: Key, item: str) -> None:
        """``item`` is held by the conversation ``key``, from now on the newest."""
        self._conversations[key][item] = None
        self._holding.setdefault(item, {})[key] = None
        people = self._people.setdefault(item, {})
        people[key[0]] = people.get(key[0], 0) + 1

    def _drop(self, key: Key, item: str) -> None:
        """``item`` is no longer held by the conversation ``key``."""
        del self._holding[item][key]
        people = self._people[item]
        people[key[0]] -= 1
        if not people[key[0]]:
            del people[key[0]]
        if not people:
            del self._holding[item], self._people[item]

    def forget(self, remaining_entries: Iterable[Entry]) -> None:
        """Start afresh and learn only what remains."""
        self._clear()
        for entry in remaining_entries:
            self.learn(entry)

    # -- snapshots -----------------------------------------------------------------------------

    def snapshot(self) -> bytes:
        """Everything learned, as bytes; inverse of :meth:`restore`."""
        held = [[*key, list(items)] for key, items in self._conversations.items()]
        return packing.packed({"sequence": self.sequence, "conversations": held}, {})

    def restore(self, snapshot: bytes) -> None:
        """Become what :meth:`snapshot` gave; ValueError or KeyError for anything else."""
        plain, _ = packing.unpacked(snapshot)
        sequence = int(plain["sequence"])
        held = [
            ((str(user), str(name)), [str(item) for item in items])
            for user, name, items in plain["conversations"]
        ]
        self._clear()
        self.sequence = sequence
        for key, items in held:
            self._conversations[key] = {}
            for item in items:
                self._hold(key, item)


def _names(entry: Entry) -> bool:
    """Whether ``entry`` speaks of its item without turning it down: says or asks something of it,
    or chooses it.
    """
    if entry.kind == "statement":
        polarity = entry.data.get("polarity")
        return isinstance(polarity, int | float) and polarity >= 0
    return entry.kind != "undo" and kind_of(entry.kind).action and direction(entry) > 0
