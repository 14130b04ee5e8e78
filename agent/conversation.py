"""One conversation with one person, streamed, and taken up again from the journal.

Knows how a run of the agent becomes events and how a conversation is read back. Holds no history
of its own: whatever is said or done is in the journal before it is answered.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from penchant.agent.events import Event, Message, Notice
from penchant.agent.reply import Reply
from penchant.agent.transcript import read_transcript
from penchant.memory.errors import BadInput, MissingUser
from penchant.memory.records import Entry
from penchant.tools.context import PenchantContext
from penchant.tools.taking_back import last_statement, take_back

if TYPE_CHECKING:
    from penchant.agent.assistant import Assistant

HISTORY_TURNS = 20
HISTORY_TOKENS = 2_000


class Conversation:
    """A conversation between one person and the assistant."""

    def __init__(self, assistant: Assistant, user: str, id: str | None = None) -> None:
        if not user.strip():
            raise MissingUser("No person was named, so no conversation was opened.")
        self.user = user
        self.id = id or uuid.uuid4().hex
        self._assistant = assistant
        self._person = PenchantContext(user, self.id)
        if id is not None:
            self._finish_recording()

    # -- talking -----------------------------------------------------------------------------------

    def send(self, text: str) -> Iterator[Event]:
        """Say ``text``: it is journalled, then the reply streams, ending with Finished.

        Raises a PenchantError where the turn cannot be recorded; a failing model does not raise,
        it is said in a Notice.
        """
        if not text.strip():
            raise BadInput("There is nothing to send.")
        return self._run(HumanMessage(text, id=uuid.uuid4().hex))

    def retry(self) -> Iterator[Event]:
        """Answer the person's last turn again; the new answer takes the place of the old."""
        last = self._last_turn()
        return self._run(HumanMessage(last.text or "", id=last.id), before=last)

    def edit(self, text: str) -> Iterator[Event]:
        """Say ``text`` instead of the person's last turn, which stops counting."""
        last = self._last_turn()
        if not text.strip():
            raise BadInput("There is nothing to send.")
        if text == last.text:
            return self.retry()
        return self._run(HumanMessage(text, id=last.id), before=last)

    def act(
        self,
        kind: str,
        item: str,
        *,
        impression: str | None = None,
        reason: str | None = None,
        value: float | None = None,
        scale: tuple[float, float] | None = None,
    ) -> Entry:
        """Journal what the person did with an item, such as a button of its card."""
        return self._assistant.recommender.act(
            self.user,
            kind,
            item,
            value=value,
            scale=scale,
            reason=reason,
            impression=impression,
            conversation=self.id,
        )

    def undo(self, entry: str | None = None) -> Entry | None:
        """Take back one action or turn of this conversation, the last one unless named.

        Returns what was taken back, or None where there is nothing.
        """
        memory = self._assistant.recommender.memory
        last = last_statement(memory, self._person) if entry is None else memory.get(entry)
        if last is None or last.user != self.user:
            return None
        take_back(self._assistant.recommender, last)
        return last

    def history(self) -> list[Message]:
        """The messages that count, in their order, as the journal has them."""
        return read_transcript(self._assistant.recommender.memory, self._person)

    # -- inside ------------------------------------------------------------------------------------

    def _run(self, message: HumanMessage, before: Entry | None = None) -> Iterator[Event]:
        remark = self._assistant.remark(str(message.content))
        if remark is not None:
            yield Notice(remark)
        messages = [*self._remembered(before), message]
        # "custom" carries the notices; "messages" the tokens; "updates" what each step came to.
        stream = self._assistant.agent().stream(
            {"messages": messages},
            context=self._person,
            stream_mode=["messages", "updates", "custom"],
        )
        # A page that goes away in mid-reply closes this generator, and so the run.
        with closing(stream):  # type: ignore[type-var]
            yield from Reply().events(stream)

    def _finish_recording(self) -> None:
        """Understand a last turn that a crash left between its recording and its answer."""
        memory = self._assistant.recommender.memory
        last = self.history()[-1:]
        if memory.read_only or not last or last[0].role != "user":
            return
        message = last[0]
        self._assistant.recorder.turn(self.user, message.text, conversation=self.id, id=message.id)

    def _last_turn(self) -> Entry:
        memory = self._assistant.recommender.memory
        for message in reversed(self.history()):
            if message.role == "user" and (entry := memory.get(message.id)) is not None:
                return entry
        raise BadInput("Nothing has been said in this conversation yet.")

    def _remembered(self, before: Entry | None) -> list[AnyMessage]:
        """The newest turns within the budgets, as chat messages, those before ``before`` alone."""
        messages = self.history()
        if before is not None:
            ids = [message.id for message in messages]
            messages = messages[: ids.index(before.id)]
        kept: list[AnyMessage] = []
        left = HISTORY_TOKENS
        for message in reversed(messages[-HISTORY_TURNS:]):
            left -= self._assistant.counter.count(message.text) + 4
            if left < 0:
                break
            shape = HumanMessage if message.role == "user" else AIMessage
            kept.insert(0, shape(message.text, id=message.id))
        while kept and isinstance(kept[0], AIMessage):
            # Some servers refuse a conversation that the assistant opens.
            kept.pop(0)
        return kept
