"""The protocols: which events are learned, which are targets, and among which candidates.

P1 and P2 are prequential; P3 leaves each user's last event out, with a global split by time of
the same data beside it. Knows nothing of methods.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.quality.events import Data, Events, Rows, Setting

DEV = 0.6
CUTS = {"p1": 0.8, "p2": 0.7, "p3-time": 0.8}
BEFORE = 3
"""Distinct items a user must have touched before an event can be a target."""
SEED = 20_261_122


@dataclass(frozen=True)
class Plan:
    """Events in the order in which they are gone through, and which of them are targets."""

    protocol: str
    part: str
    setting: Setting
    events: Events
    targets: Rows
    """Rows of ``events``, rising."""
    known_only: bool
    """Candidates are the items somebody has touched so far, instead of all items."""
    learn_targets: bool = True
    """Whether a target is learned after it was scored."""

    def thinned(self, every: int) -> Plan:
        """Every ``every``-th target: the last of each group of that size."""
        return replace(self, targets=self.targets[every - 1 :: every])

    def newest(self, n: int) -> Plan:
        """Without the events before the first target but the newest ``n`` of them: nobody learns
        those, and who touched what in them nobody knows.
        """
        left_out = max(int(self.targets[0]) - n, 0) if len(self.targets) else 0
        events = self.events.take(slice(left_out, None))
        return replace(self, events=events, targets=self.targets - left_out)

    def of_people(self, every: int) -> Plan:
        """With the events and targets of every ``every``-th person only."""
        kept = self.events.user % every == 0
        places = np.cumsum(kept) - 1
        targets = places[self.targets[kept[self.targets]]]
        return replace(self, events=self.events.take(kept), targets=targets)


def prequential(
    protocol: str, part: str, data: Data, vectors: NDArray[np.float32] | None = None
) -> Plan:
    """P1, P2 or P3's split by time: from the part's start on, score each target, then learn it.

    A target is a user's first event with an item, after at least three other items of that user;
    on P1 only where somebody else touched the item before.
    """
    cut = float(np.quantile(data.events.day, CUTS[protocol]))
    start = float(np.quantile(data.events.day, DEV))
    events = data.events if part == "test" else data.events.take(data.events.day < cut)
    known_only = protocol == "p1"
    seen: list[set[int]] = [set() for _ in range(data.users)]
    known: set[int] = set()
    rows: list[int] = []
    begin = cut if part == "test" else start
    for row, (user, item, day) in enumerate(
        zip(events.user.tolist(), events.item.tolist(), events.day.tolist(), strict=True)
    ):
        mine = seen[user]
        if item not in mine:
            if day >= begin and len(mine) >= BEFORE and (item in known or not known_only):
                rows.append(row)
            mine.add(item)
            known.add(item)
    setting = data.setting((start, cut), vectors)
    return Plan(protocol, part, setting, events, np.array(rows, np.intp), known_only)


def leave_last_out(
    part: str, data: Data, vectors: NDArray[np.float32] | None = None, seed: int = SEED
) -> Plan:
    """P3: the last event of each user is the target, the one before it on the dev part.

    Ties on the time of day are broken by a seeded hash of user and item. The targets come last and
    are not learned, and on the dev part the test's targets are not there at all.
    """
    events = data.events
    keys = np.array(
        [_hash(seed, u, i) for u, i in zip(events.user.tolist(), events.item.tolist(), strict=True)]
    )
    order = np.lexsort((keys, events.day))
    events = events.take(order)
    back = _places_from_the_end(events.user, data.users)
    place = 0 if part == "test" else 1
    counts = np.bincount(events.user, minlength=data.users)
    held = (back == place) & (counts[events.user] > BEFORE + place)
    learned = ~held & ((back >= place) | (counts[events.user] <= BEFORE + place))
    rows = np.concatenate([np.flatnonzero(learned), np.flatnonzero(held)])
    targets = np.arange(int(learned.sum()), len(rows))
    end = float(events.day[-1])
    return Plan(
        "p3", part, data.setting((end, end), vectors), events.take(rows), targets, False, False
    )


def _places_from_the_end(user: Rows, users: int) -> Rows:
    left = np.bincount(user, minlength=users)
    back = np.empty(len(user), np.intp)
    for row, one in enumerate(user.tolist()):
        left[one] -= 1
        back[row] = left[one]
    return back


def _hash(seed: int, user: int, item: int) -> int:
    digest = hashlib.blake2b(f"{seed}:{user}:{item}".encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big")
