"""Erasing what a person said about a topic, or all of it.

Knows which entries speak of a topic; how an entry is erased and verified is the memory's doing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from penchant.memory.errors import BadInput
from penchant.memory.records import Entry, Receipt
from penchant.memory.statements import statement_from_data
from penchant.tools.recommender import Recommender
from penchant.tools.words.names import canonical_name


def erase_topic(recommender: Recommender, user: str, topic: str) -> Receipt:
    """Erase every turn of ``user`` that speaks of ``topic``, with what was understood of it.

    A turn speaks of a topic when a statement read from it is about it, or when it, or the
    assistant's answer, holds the word. Raises BadInput where nothing does.
    """
    names = {topic.casefold()}
    if (known := canonical_name(recommender.catalog, topic)) is not None:
        names.add(known.casefold())
    doomed = _speaking_of(recommender.memory.entries(user, kinds=("turn", "statement")), names)
    receipts = [
        recommender.forget(user, entry=turn.id)
        # Newest first: a later answer may quote an older turn. An answer goes with its turn, and
        # a newer wording with the one it replaced.
        for turn in sorted(doomed, key=lambda turn: -turn.sequence)
        if recommender.memory.get(turn.id) is not None
    ]
    if not receipts:
        raise BadInput(f"Nothing that was said is about {topic!r}.")
    return _together(receipts)


def erase_user(recommender: Recommender, user: str) -> Receipt:
    """Erase everything of ``user``, and of no other person."""
    return recommender.forget(user)


def _speaking_of(entries: Iterable[Entry], names: set[str]) -> list[Entry]:
    """The turns about one of ``names``, and those that quote such a turn."""
    turns: dict[str, Entry] = {}
    about: set[str] = set()
    for entry in entries:
        if entry.kind == "turn":
            turns[entry.id] = entry
            if any(name in (entry.text or "").casefold() for name in names):
                about.add(entry.id)
        elif entry.parent is not None:
            target = statement_from_data(dict(entry.data)).target
            if {target.name.casefold(), target.text.casefold()} & names:
                about.add(entry.parent)
    quotes = {turns[id].text for id in about if id in turns and turns[id].role == "user"}
    return [
        turn
        for turn in turns.values()
        if turn.id in about or any(quote and quote in (turn.text or "") for quote in quotes)
    ]


def _together(receipts: Sequence[Receipt]) -> Receipt:
    last = receipts[-1]
    return Receipt(
        user=last.user,
        at=last.at,
        entries=sum(receipt.entries for receipt in receipts),
        vectors=sum(receipt.vectors for receipt in receipts),
        checked_files=last.checked_files,
        found_after=sum(receipt.found_after for receipt in receipts),
    )
