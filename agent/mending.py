"""Putting a model's answer right: calls written as text, repeated calls, words from nowhere.

Knows what weak models do wrong; whoever answers instead is the middleware's choice.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, ToolCall, ToolMessage

from penchant.agent.grounding import names_unknown_title, skipped_the_tool
from penchant.agent.recorder import Heard
from penchant.agent.text_calls import WrittenCall, read_calls
from penchant.tools.langchain import TOOL_NAMES

_DELETION = re.compile(
    r"\b(?:forget|delet|eras|remov|wip|clear|reset|purg|destroy)\w*|[忘删清抹除]", re.IGNORECASE
)

MOST_CALLS = 4
"""Calls of one of our tools in one turn; a model that wants more is answered for."""


def mend(
    answer: AIMessage, run: Sequence[AnyMessage], tools: Sequence[str], heard: Heard | None = None
) -> AIMessage | None:
    """``answer`` with its calls put right, or None where it cannot stand.

    ``run`` are the messages since the person's turn, ``tools`` the names of the tools at hand. A
    call written as text becomes a call; one that repeats another of this run is dropped. An
    answer is refused that is empty, calls a tool that does not exist, or repeats itself only. So
    is a deletion where the turn ``heard`` has no word for one: it could not be taken back.
    """
    if not answer.tool_calls:
        written = read_calls(answer.text, tools)
        if not written.calls:
            return None if written.unknown or not answer.text.strip() else answer
        answer = _with_calls(answer, written.prose, [_made(call) for call in written.calls])
    fresh = [
        call
        for call in _fresh_calls(answer.tool_calls, run)
        if call["name"] != "forget" or heard is None or _wants_deletion(heard)
    ]
    if not fresh:
        return None
    if len(fresh) < len(answer.tool_calls):
        return _with_calls(answer, answer.text, fresh)
    return answer


def is_founded(
    answer: AIMessage,
    heard: Heard,
    run: Sequence[AnyMessage],
    told: Sequence[AnyMessage],
) -> bool:
    """Whether an answer in words rests on ``told`` (all the model was sent) and on the tools."""
    if answer.tool_calls:
        return True
    if names_unknown_title(answer.text, "\n".join(message.text for message in told)):
        return False
    called = any(isinstance(message, ToolMessage) for message in run)
    return called or not skipped_the_tool(answer.text, heard)


def _wants_deletion(heard: Heard) -> bool:
    return heard.understanding.intent == "forget" or bool(_DELETION.search(heard.entry.text or ""))


def _made(call: WrittenCall) -> ToolCall:
    id = f"written-{uuid.uuid4().hex}"
    return ToolCall(name=call.name, args=dict(call.arguments), id=id, type="tool_call")


def _with_calls(answer: AIMessage, text: str, calls: list[ToolCall]) -> AIMessage:
    # A message of its own: the maker's own blocks would still hold the calls as they were.
    return AIMessage(
        content=text,
        id=answer.id,
        tool_calls=calls,
        response_metadata=answer.response_metadata,
        usage_metadata=answer.usage_metadata,
    )


def _fresh_calls(calls: Sequence[ToolCall], run: Sequence[AnyMessage]) -> list[ToolCall]:
    """The calls that are no repetition of one already answered in this run.

    Only our own tools are watched: a host's tool may well have a reason to be asked again.
    """
    answered = {m.tool_call_id for m in run if isinstance(m, ToolMessage)}
    done = [
        call
        for m in run
        if isinstance(m, AIMessage)
        for call in m.tool_calls
        if call["id"] in answered
    ]
    seen = {_key(call) for call in done}
    counts = {name: sum(call["name"] == name for call in done) for name in TOOL_NAMES}
    fresh = []
    for call in calls:
        if call["name"] in counts:
            if _key(call) in seen or counts[call["name"]] >= MOST_CALLS:
                continue
            seen.add(_key(call))
            counts[call["name"]] += 1
        fresh.append(call)
    return fresh


def _key(call: ToolCall) -> tuple[str, str]:
    """What makes two calls the same: empty arguments and letter case do not matter."""
    arguments = {k: v for k, v in call["args"].items() if v not in (None, "", [], {})}
    return call["name"], json.dumps(arguments, sort_keys=True, default=str).casefold()
