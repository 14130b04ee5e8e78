"""A conversation as the journal has it.

Knows which turns still count and which list went with which answer.
"""

from __future__ import annotations

from penchant.agent.events import Message
from penchant.memory.memory import Memory
from penchant.memory.records import Entry
from penchant.tools.context import PenchantContext


def read_transcript(memory: Memory, person: PenchantContext) -> list[Message]:
    """The messages of ``person``'s conversation that count, in the order of their turns.

    Turns that were edited or taken back are left out together with their answers; a list that was
    made between a turn and its answer goes with the answer.
    """
    entries = list(
        memory.entries(person.user, kinds=("turn", "impression"), conversation=person.conversation)
    )
    gone = memory.journal.superseded(person.user)
    messages: list[Message] = []
    impression: str | None = None
    for entry in entries:
        if entry.kind == "impression":
            impression = entry.id
        if entry.kind != "turn":
            continue
        counts = entry.id not in gone and entry.parent not in gone
        if entry.role == "user":
            impression = None
            if counts:
                messages.append(_message(entry, None))
        elif counts:
            _insert_answer(messages, _message(entry, impression), entry.parent)
    return messages


def _message(entry: Entry, impression: str | None) -> Message:
    return Message(
        id=entry.id,
        role=entry.role,
        text=entry.text or "",
        at=entry.occurred_at,
        impression=impression,
    )


def _insert_answer(messages: list[Message], answer: Message, turn: str | None) -> None:
    """Put an answer right after its turn: one that was asked for again comes late."""
    for place, message in enumerate(messages):
        if message.id == turn:
            messages.insert(place + 1, answer)
            return
    messages.append(answer)
