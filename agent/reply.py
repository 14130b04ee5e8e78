"""One reply as it comes into being: an agent run's stream, turned into events.

Knows the stream modes of a run; knows nothing of how a reply is made. What it lets out before a
step has settled may have to be taken back, and then it says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolMessage

from penchant.agent.events import Delta, Event, Finished, Listed, Notice
from penchant.agent.gate import Gate
from penchant.agent.grounding import FACTUAL
from penchant.agent.messages import PARAGRAPH
from penchant.agent.recorder import Heard
from penchant.memory.records import Recommendation


class Reply:
    """Turns one run's stream into events."""

    def __init__(self) -> None:
        self._done: list[str] = []
        # An answer that skips the tool it needs may be replaced: it is not shown before it stands.
        self._hold = False
        self._begin()

    def _begin(self) -> None:
        self._gate = Gate()
        self._writer: str | None = None

    def events(self, stream: Iterator[Any]) -> Iterator[Event]:
        """The events of a run streamed in the modes messages, updates and custom."""
        for mode, data in stream:
            if mode == "messages" and self._hold:
                continue
            if mode == "messages":
                yield from self._token(*data)
            elif mode == "updates":
                for node, update in data.items():
                    self._hear(update)
                    yield from self._step(node, _messages(update))
            elif isinstance(data, Notice):
                yield from self._notice(data)
        yield Finished(PARAGRAPH.join(self._done))

    def _hear(self, update: Any) -> None:
        heard = update.get("penchant_heard") if isinstance(update, dict) else None
        if isinstance(heard, Heard):
            self._hold = heard.understanding.intent in FACTUAL

    def _token(self, chunk: BaseMessage, metadata: dict[str, Any]) -> Iterator[Event]:
        if metadata.get("langgraph_node") != "model" or not isinstance(chunk, AIMessageChunk):
            return
        if chunk.id != self._writer:
            # Another answer to the same step: what the first one said does not count.
            yield from self._restart()
            self._writer = chunk.id
        yield from self._say(self._gate.feed(chunk.text))

    def _notice(self, notice: Notice) -> Iterator[Event]:
        said = bool(self._gate.passed)
        self._begin()
        yield Notice(notice.text, restart=notice.restart and said)
        if notice.restart and said:
            yield from self._again()

    def _restart(self) -> Iterator[Event]:
        said = bool(self._gate.passed)
        self._begin()
        if said:
            yield Notice("", restart=True)
            yield from self._again()

    def _again(self) -> Iterator[Event]:
        """What earlier steps of this reply said still counts."""
        if self._done:
            yield Delta(PARAGRAPH.join(self._done))

    def _say(self, text: str) -> Iterator[Event]:
        if not text:
            return
        fresh = self._gate.passed == text
        yield Delta(PARAGRAPH + text if fresh and self._done else text)

    def _step(self, node: str, messages: Sequence[BaseMessage]) -> Iterator[Event]:
        if node == "model":
            for message in messages:
                if isinstance(message, AIMessage):
                    yield from self._settle(message.text)
        elif node == "tools":
            self._hold = False
            for message in messages:
                artifact = message.artifact if isinstance(message, ToolMessage) else None
                if isinstance(artifact, Recommendation):
                    yield Listed(artifact)

    def _settle(self, text: str) -> Iterator[Event]:
        """A step's text is known: say what of it was not streamed yet."""
        said, text = self._gate.passed, text.strip()
        if not text.startswith(said):
            yield from self._restart()
            said = ""
        rest = text[len(said) :]
        if rest:
            self._gate.passed += rest
            yield Delta(PARAGRAPH + rest if not said and self._done else rest)
        if text:
            self._done.append(text)
        self._begin()


def _messages(update: Any) -> list[BaseMessage]:
    """The messages in one node's update, which may be absent or several updates."""
    if isinstance(update, list):
        return [message for part in update for message in _messages(part)]
    found = update.get("messages", []) if isinstance(update, dict) else []
    return list(found) if isinstance(found, list) else [found]
