"""Reading a run's messages: what was just asked, and what came after it.

Knows the kinds of chat messages and nothing of who is speaking.
"""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

PARAGRAPH = "\n\n"
"""Between what the assistant says before a tool call and after it."""


def since_last_turn(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """The messages after the last human one."""
    for place in range(len(messages) - 1, -1, -1):
        if isinstance(messages[place], HumanMessage):
            return list(messages[place + 1 :])
    return list(messages)


def new_turns(messages: Sequence[AnyMessage]) -> list[HumanMessage]:
    """The human messages at the end, which nobody has answered yet."""
    turns: list[HumanMessage] = []
    for message in reversed(messages):
        if not isinstance(message, HumanMessage):
            break
        turns.insert(0, message)
    return turns


def reply_text(messages: Sequence[AnyMessage]) -> str:
    """What the assistant said in ``messages``, tool calls left out."""
    said = [m.text.strip() for m in messages if isinstance(m, AIMessage)]
    return PARAGRAPH.join(text for text in said if text)


def was_done(messages: Sequence[AnyMessage], tool: str) -> bool:
    """Whether ``tool`` did something in ``messages``: a refusal has no record."""
    return any(
        isinstance(m, ToolMessage) and m.name == tool and m.artifact is not None for m in messages
    )
