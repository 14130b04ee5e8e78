"""Taking back what a person said or did last, with everything that was read out of it.

Knows how statements and actions hang on their turn; erasing for good is another matter
(:mod:`penchant.tools.erasing`).
"""

from __future__ import annotations

from penchant.memory.kinds import kind_of
from penchant.memory.memory import Memory
from penchant.memory.records import Entry
from penchant.tools.context import PenchantContext
from penchant.tools.recommender import Recommender

LOOK_BACK = 200
"""How many of a conversation's newest entries are searched."""


def last_statement(
    memory: Memory, person: PenchantContext, besides: str | None = None
) -> Entry | None:
    """The newest action of ``person``, or turn that stated something, that still counts.

    ``besides`` is a turn to leave out with all that hangs on it. An action or statement that was
    read out of a turn stands for that turn.
    """
    gone = memory.journal.superseded(person.user) | ({besides} if besides else set())
    newest = memory.entries(
        person.user, conversation=person.conversation, newest_first=True, limit=LOOK_BACK
    )
    for entry in newest:
        counts = entry.id not in gone and entry.parent not in gone and entry.role == "user"
        if not counts or not _says_something(entry):
            continue
        if entry.parent is None:
            return entry
        turn = memory.get(entry.parent)
        if turn is not None:
            return turn
    return None


def _says_something(entry: Entry) -> bool:
    """Whether there is anything to take back: a question states nothing."""
    if entry.kind == "statement":
        return bool(entry.data.get("polarity"))
    return kind_of(entry.kind).action and entry.kind not in ("undo", "search")


def carted(memory: Memory, user: str, besides: str | None = None) -> list[Entry]:
    """What ``user`` put into the cart and did not take back or buy since, the newest first.

    ``besides`` is a turn to leave out with all that hangs on it.
    """
    gone = memory.journal.superseded(user)
    bought: set[str | None] = set()
    found = []
    for entry in memory.entries(user, kinds=("cart", "purchase"), newest_first=True):
        if entry.id in gone or entry.parent in gone or (besides and entry.parent == besides):
            continue
        if entry.kind == "purchase":
            bought.add(entry.item)
        elif entry.item not in bought:
            found.append(entry)
    return found


def take_back(recommender: Recommender, entry: Entry) -> None:
    """Make ``entry`` stop counting, and the actions that were read out of it."""
    take_back_actions(recommender, entry)
    recommender.undo(entry.user, entry.id)


def take_back_actions(recommender: Recommender, turn: Entry) -> None:
    """Make the actions stop counting that were read out of ``turn``."""
    memory = recommender.memory
    gone = memory.journal.superseded(turn.user)
    later = list(memory.entries(turn.user, conversation=turn.conversation, after=turn.sequence))
    for child in later:
        if child.parent == turn.id and kind_of(child.kind).action and child.id not in gone:
            recommender.undo(turn.user, child.id)
