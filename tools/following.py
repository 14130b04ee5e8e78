"""Following people: taking in the graph of a host, edge by edge or all at once.

Knows the entries an edge is made of; what follows from an edge is the crowd's matter
(memory/core/behaviour/following.py). The kind ``follow`` is another thing: following an item, such
as a shop.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from penchant.memory.core.behaviour.following import FOLLOW, UNFOLLOW, person_in
from penchant.memory.door import check_entry, check_user
from penchant.memory.errors import BadInput
from penchant.memory.memory import Memory
from penchant.memory.records import Entry

BATCH = 2_000
"""Edges written in one transaction."""


def follow(
    memory: Memory,
    user: str,
    person: str,
    *,
    occurred_at: datetime | None = None,
    id: str | None = None,
) -> Entry:
    """Record that ``user`` follows ``person``; where that is so already, the entry that says so.

    Raises MissingUser, and BadInput where nobody or oneself is followed.
    """
    return _said(memory, FOLLOW, user, person, occurred_at, id)


def unfollow(
    memory: Memory,
    user: str,
    person: str,
    *,
    occurred_at: datetime | None = None,
    id: str | None = None,
) -> Entry | None:
    """Record that ``user`` follows ``person`` no more; None where they don't. Raises as above."""
    check_user(user, "who unfollows")
    if id is None and person not in memory.crowd().follows(user):
        check_entry(_edge(memory, UNFOLLOW, user, person, occurred_at, id))
        return None
    return _said(memory, UNFOLLOW, user, person, occurred_at, id)


def follow_all(memory: Memory, pairs: Iterable[tuple[str, str]]) -> int:
    """Record all of ``pairs``, (who follows, who is followed), the newest last; returns how many
    were new. Raises MissingUser or BadInput before anything is recorded.
    """
    if not isinstance(pairs, Iterable):
        raise BadInput(f"edges come in a list of pairs, not {type(pairs).__name__}")
    crowd = memory.crowd()
    new: dict[tuple[str, str], Entry] = {}
    standing: dict[str, frozenset[str]] = {}
    for number, pair in enumerate(pairs, 1):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise BadInput(f"edge {number} is no pair of who follows and who is followed")
        user, person = pair
        check_user(user, f"who follows in edge {number}")
        edge = check_entry(_edge(memory, FOLLOW, user, person, None, None)).entry
        if user not in standing:
            standing[user] = frozenset(crowd.follows(user))
        if person not in standing[user]:
            new.setdefault((user, person), edge)
    edges = list(new.values())
    for start in range(0, len(edges), BATCH):
        memory.record_all(edges[start : start + BATCH])
    return len(edges)


def _said(
    memory: Memory,
    kind: str,
    user: str,
    person: str,
    occurred_at: datetime | None,
    id: str | None,
) -> Entry:
    check_user(user, "who follows")
    if id is None and kind == FOLLOW and person in memory.crowd().follows(user):
        gone = memory.journal.superseded(user)
        for entry in memory.entries(user, kinds=(FOLLOW,), newest_first=True):
            if person_in(entry) == person and entry.id not in gone:
                return entry
    return memory.record_all([_edge(memory, kind, user, person, occurred_at, id)])[0]


def _edge(
    memory: Memory,
    kind: str,
    user: str,
    person: str,
    occurred_at: datetime | None,
    id: str | None,
) -> Entry:
    now = memory.clock()
    return Entry(
        id=id or uuid.uuid4().hex,
        kind=kind,
        user=user,
        occurred_at=occurred_at or now,
        recorded_at=now,
        data={"person": person},
    )
