"""The middleware for any LangChain agent: records turns, adds what is remembered, mends calls.

Knows the hooks of an agent run; what is recorded is the recorder's doing, what is said of a
person the prompt's. The same object serves every person: who a run is for comes with its context.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, NotRequired

from langchain.agents.middleware.types import (
    AgentMiddleware,
    AgentState,
    ModelRequest,
    ModelResponse,
    PrivateStateAttr,
)
from langchain_core.messages import AIMessage, SystemMessage
from langchain_core.tools import BaseTool
from langgraph.channels.untracked_value import UntrackedValue
from langgraph.runtime import Runtime

from penchant.agent.mending import is_founded, mend
from penchant.agent.messages import new_turns, reply_text, since_last_turn, was_done
from penchant.agent.offline import OfflineChatModel
from penchant.agent.prompt import PROFILE_TOKENS, remembered
from penchant.agent.recorder import Heard, Recorder
from penchant.agent.tokens import TokenCounter
from penchant.tools.context import person_of


class PenchantState(AgentState[Any]):
    """What our hooks tell each other within one run; never saved by a checkpointer."""

    penchant_heard: NotRequired[Annotated[Heard | None, UntrackedValue, PrivateStateAttr]]


Handler = Callable[[ModelRequest[Any]], ModelResponse[Any]]
AsyncHandler = Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]


class PenchantMiddleware(AgentMiddleware[PenchantState, Any, Any]):
    """Remembers, for any agent made with ``create_agent``.

    Before the model runs, the person's turn is journalled; the model sees a short summary of the
    profile as quoted data; calls that it wrote as text are made, calls that it repeats are not;
    its final words are journalled as the assistant's. A run whose context names no person is
    refused with MissingUser before anything is read or written.

    With ``grounded``, an answer that names a title which no tool returned, or that skipped the
    tool it needed, is replaced by the offline assistant's; that suits an agent that does nothing
    but recommend.
    """

    state_schema = PenchantState

    def __init__(
        self,
        recorder: Recorder,
        offline: OfflineChatModel,
        counter: Callable[[], TokenCounter],
        *,
        budget: int = PROFILE_TOKENS,
        grounded: bool = False,
    ) -> None:
        super().__init__()
        self._recorder = recorder
        self._offline = offline
        self._counter = counter
        self._budget = budget
        self._grounded = grounded

    # -- once per run ------------------------------------------------------------------------

    def before_agent(self, state: PenchantState, runtime: Runtime[Any]) -> dict[str, Any] | None:
        """Record what the person just said."""
        person = person_of(runtime.context)
        heard: Heard | None = None
        for message in new_turns(state["messages"]):
            if message.text.strip():
                heard = self._recorder.heard_as(
                    message.id or uuid.uuid4().hex, person.user, person.conversation, message.text
                )
        return {"penchant_heard": heard}

    async def abefore_agent(
        self, state: PenchantState, runtime: Runtime[Any]
    ) -> dict[str, Any] | None:
        """The same off the event loop: recording waits for the disk."""
        return await asyncio.to_thread(self.before_agent, state, runtime)

    def after_agent(self, state: PenchantState, runtime: Runtime[Any]) -> dict[str, Any] | None:
        """Journal the assistant's words, which nothing is learned from."""
        person = person_of(runtime.context)
        heard = state.get("penchant_heard")
        answer = since_last_turn(state["messages"])
        # An answer to "forget that" repeats what has just been erased.
        if heard is not None and not was_done(answer, "forget"):
            self._recorder.reply(
                person.user,
                reply_text(answer),
                conversation=person.conversation,
                answers=heard.entry.id,
            )
        return None

    async def aafter_agent(
        self, state: PenchantState, runtime: Runtime[Any]
    ) -> dict[str, Any] | None:
        """The same off the event loop."""
        return await asyncio.to_thread(self.after_agent, state, runtime)

    # -- around each model call ------------------------------------------------------------------

    def wrap_model_call(self, request: ModelRequest[Any], handler: Handler) -> ModelResponse[Any]:
        """Call the model with what is remembered, and mend its calls."""
        request = self._informed(request)
        mended = self._mended(request, handler(request))
        return mended if mended is not None else handler(self._answering(request))

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: AsyncHandler
    ) -> ModelResponse[Any]:
        """The same, reading the profile off the event loop."""
        request = await asyncio.to_thread(self._informed, request)
        mended = self._mended(request, await handler(request))
        return mended if mended is not None else await handler(self._answering(request))

    def _informed(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        person = person_of(request.runtime.context)
        if isinstance(request.model, OfflineChatModel):
            # It reads the records themselves.
            return request.override(model=request.model.hearing(heard_in(request)))
        profile = self._recorder.recommender.profile(person.user)
        shown = self._recorder.shown(person.user, person.conversation)
        block = remembered(profile, shown, self._counter(), self._budget)
        if not block:
            return request
        return request.override(system_message=_with_block(request.system_message, block))

    def _answering(self, request: ModelRequest[Any]) -> ModelRequest[Any]:
        """The request as the offline assistant gets it."""
        return request.override(model=self._offline.hearing(heard_in(request)))

    def _mended(
        self, request: ModelRequest[Any], response: ModelResponse[Any]
    ) -> ModelResponse[Any] | None:
        """``response`` put right; None where the offline assistant has to answer."""
        answer = response.result[-1]
        if isinstance(request.model, OfflineChatModel) or request.response_format is not None:
            return response
        if not isinstance(answer, AIMessage):
            return response
        run, heard = since_last_turn(request.messages), heard_in(request)
        tools = [tool.name for tool in request.tools if isinstance(tool, BaseTool)]
        mended = mend(answer, run, tools, heard)
        if mended is None:
            return None
        if self._grounded and heard is not None:
            told = [request.system_message, *request.messages]
            if not is_founded(mended, heard, run, [message for message in told if message]):
                return None
        return ModelResponse(
            result=[*response.result[:-1], mended],
            structured_response=response.structured_response,
        )


def heard_in(request: ModelRequest[Any]) -> Heard | None:
    """The turn being answered, as it was recorded in this run."""
    heard = request.state.get("penchant_heard")
    return heard if isinstance(heard, Heard) else None


def _with_block(system: SystemMessage | None, block: str) -> SystemMessage:
    if system is None:
        return SystemMessage(content=block)
    if isinstance(system.content, str):
        return SystemMessage(content=f"{system.content}\n\n{block}")
    return SystemMessage(content=[*system.content, {"type": "text", "text": block}])
