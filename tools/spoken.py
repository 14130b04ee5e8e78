"""What a person said in one conversation up to now, as it was understood.

Reads the statements of the conversation, which know "no horror" from "horror" and are the same in
every language; knows nothing of scores. The words themselves are not looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Evidence, Request
from penchant.tools.impressions import shortened

LOOKED_BACK = 24
"""Statements of a conversation that are read, the newest."""

NAMES = 6
"""Of the names that were said, the newest count."""

ITEMS = 5
"""Of the items that were named, the newest count."""

SPOKEN_OF = ("genre", "person", "era")

_CORRECTS = re.compile(
    r"^\W*(?:no|nah|nope|actually|rather|sorry|wait)\b|\b(?:instead|after all|on second thought)\b"
    r"|^\W*(?:不对|不是|不要|不，|不,|算了|还是|换)|还是.*吧|改成|改看",
    re.IGNORECASE,
)
"""Words by which a turn takes the place of what was said before it of the same kind of thing."""


@dataclass(frozen=True, slots=True)
class Name:
    """A genre, person or era by its canonical name, and the entry that said it."""

    kind: str
    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Spoken:
    """``names`` that are wanted, the newest first, and ``items``, the newest last, with what said
    so of both.
    """

    names: tuple[Name, ...] = ()
    items: tuple[tuple[str, Evidence], ...] = ()

    def beside(self, request: Request, unwanted: Iterable[str] = ()) -> tuple[Name, ...]:
        """The names that ``request`` does not speak of itself, less the ``unwanted``: what it asks
        for, its list has anyway.
        """
        limits = request.constraint
        own = {name.casefold() for name in (*limits.include, *limits.exclude, *unwanted)}
        dated = limits.year_min is not None or limits.year_max is not None
        return tuple(
            one
            for one in self.names
            if one.name.casefold() not in own and not (dated and one.kind == "era")
        )


NOTHING = Spoken()


def spoken_in(
    memory: Memory, user: str, conversation: str | None, at: datetime | None = None
) -> Spoken:
    """What ``user`` said in ``conversation`` (until ``at``); nothing without one. Of what was
    said twice the last word counts.
    """
    if conversation is None:
        return NOTHING
    said = memory.entries(
        user,
        kinds=("statement",),
        conversation=conversation,
        newest_first=True,
        limit=LOOKED_BACK,
    )
    gone = memory.journal.superseded(user)
    held = [
        one
        for one in said
        if one.id not in gone and one.parent not in gone and (at is None or one.occurred_at <= at)
    ]
    turns = memory.get_many([one.parent for one in held if one.parent])
    return _wanted(held, turns)


def _wanted(said: Iterable[Entry], turns: dict[str, Entry]) -> Spoken:
    """Of statements, the newest first, those that want something. "No, a thriller instead" takes
    the place of the genres said before it.
    """
    names: list[Name] = []
    items: list[tuple[str, Evidence]] = []
    known: set[tuple[str, str]] = set()
    settled: dict[str, str | None] = {}
    for entry in said:
        target, polarity = entry.data["target"], int(entry.data["polarity"])
        key = (target["kind"], target["item"] or target["name"])
        replaced = settled.get(target["kind"], entry.parent) != entry.parent
        if key in known or polarity == 0 or replaced:
            continue
        known.add(key)
        turn = turns.get(entry.parent or "")
        if polarity > 0 and turn is not None and _CORRECTS.search(turn.text or ""):
            settled[target["kind"]] = entry.parent
        evidence = Evidence(
            entry=entry.id,
            kind=entry.kind,
            occurred_at=entry.occurred_at,
            amount=float(entry.data["strength"]),
            quote=shortened((turn or entry).text or ""),
        )
        if polarity > 0 and target["item"] is not None:
            items.append((target["item"], evidence))
        elif polarity > 0 and target["kind"] in SPOKEN_OF:
            names.append(Name(target["kind"], target["name"], evidence))
    return Spoken(tuple(names[:NAMES]), tuple(reversed(items[:ITEMS])))
