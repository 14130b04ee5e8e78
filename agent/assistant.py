"""The assistant of one process: its model, its tools, its agent, and its conversations.

Knows how the parts go together; holds nothing of any person, so that it serves all of them at
once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from penchant.agent.fallback import OfflineFallback
from penchant.agent.middleware import PenchantMiddleware
from penchant.agent.offline import OFFLINE_NAME, OfflineChatModel, make_offline
from penchant.agent.prompt import INSTRUCTIONS
from penchant.agent.recorder import Recorder
from penchant.agent.tokens import TokenCounter, counter_for
from penchant.memory.records import Request
from penchant.tools.context import PenchantContext
from penchant.tools.langchain import make_tools
from penchant.tools.recommender import Recommender

if TYPE_CHECKING:
    from langchain.agents.middleware import AgentMiddleware
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.tools import BaseTool
    from langgraph.graph.state import CompiledStateGraph

    from penchant.agent.conversation import Conversation


class Assistant:
    """Chats, remembers and recommends with ``model``, or offline where it is None."""

    def __init__(
        self,
        recommender: Recommender,
        model: BaseChatModel | None,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self.recommender = recommender
        self.recorder = Recorder(recommender, clock)
        self.model = model
        self.clock = clock
        self.remark: Callable[[str], str | None] = lambda text: None
        """Asked before each answer for a sentence to say once, given what the person said."""
        self._lock = Lock()

    @property
    def model_name(self) -> str:
        """The model's name, ``"penchant-offline"`` without one."""
        if self.model is None:
            return OFFLINE_NAME
        name = getattr(self.model, "model_name", None) or getattr(self.model, "model", None)
        return str(name or type(self.model).__name__)

    @cached_property
    def offline(self) -> OfflineChatModel:
        """The offline assistant, which also steps in for a model that fails."""
        return make_offline(self.recorder.understand, self.recommender)

    @cached_property
    def counter(self) -> TokenCounter:
        """Counts tokens as nearly as this machine can for the model."""
        return counter_for(None if self.model is None else self.model_name)

    def warm_up(self) -> None:
        """Load what the first turn would have to wait for: the embedder, the words, the agent."""
        self.recommender.memory.embedder.encode(["warm up"])
        self.recorder.understand("warm up")
        self.counter.count("warm up")
        self.agent()

    def tools(self) -> list[BaseTool]:
        """The tools, for this agent or a host's own."""
        return make_tools(self.recommender, self._read_request)

    def middleware(
        self, *, fallback: bool = False, grounded: bool = False
    ) -> list[AgentMiddleware[Any, Any, Any]]:
        """The middleware, for this agent or a host's own.

        With ``fallback`` the offline assistant answers a turn for which the model's server fails;
        without it such errors reach the host. With ``grounded`` it also answers where the model
        names titles that no tool returned.
        """
        remembering = PenchantMiddleware(
            self.recorder, self.offline, lambda: self.counter, grounded=grounded
        )
        return [remembering, OfflineFallback(self.offline)] if fallback else [remembering]

    def agent(self) -> CompiledStateGraph[Any, Any, Any, Any]:
        """The agent: invoke it with ``context=PenchantContext(user=...)``. Made once."""
        with self._lock:
            return self._agent

    @cached_property
    def _agent(self) -> CompiledStateGraph[Any, Any, Any, Any]:
        from langchain.agents import create_agent

        return create_agent(
            self.model or self.offline,
            tools=self.tools(),
            system_prompt=INSTRUCTIONS,
            middleware=self.middleware(fallback=True, grounded=True),
            context_schema=PenchantContext,
        )

    def conversation(self, user: str, id: str | None = None) -> Conversation:
        """A conversation with ``user``: a new one, or the one with this id taken up again."""
        from penchant.agent.conversation import Conversation

        return Conversation(self, user, id)

    def _read_request(self, user: str, words: str) -> Request:
        """What a model's free words ask for."""
        read = self.recorder.understand(words).request
        return read if read is not None else Request(query=words)
