"""The offline assistant: a chat model of our own that needs no server.

Knows how to understand the last message, which tools to call, and how to word their results. It
is driven by the same agent graph as any other chat model, and answers from facts alone.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from penchant.agent.asked import (
    about_films,
    asks_what_there_is,
    asks_what_was_said,
    unknown_names,
    unmet_limits,
)
from penchant.agent.plan import Step, plan
from penchant.agent.recorder import Heard
from penchant.agent.replies import Replies
from penchant.agent.shop_phrases import is_shop
from penchant.agent.typed_words import words_refused, words_typed
from penchant.agent.understand import Understanding
from penchant.agent.understand.carts import asks_contents
from penchant.memory.records import Entry, Item, Profile, Recommendation, Request, Statement
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.finding.keywords import Keywords
from penchant.tools.recommender import Recommender

OFFLINE_NAME = "penchant-offline"
"""The model name in the metadata of every message that the offline assistant wrote."""

_WIDE = r"\u3000-\u9fff\uff00-\uffef"
_PIECES = re.compile(rf"\s*(?:[{_WIDE}]{{1,3}}|[^\s{_WIDE}]+)|\s+")


class OfflineChatModel(BaseChatModel):
    """Understands, calls tools and answers without a language model.

    ``read`` understands a text given the items it may point at; ``catalog`` gives the present
    catalog, ``keywords`` its words to search by. ``heard`` is the turn as it was recorded: only
    then does a reply say that something was noted.
    """

    read: Callable[[str, Sequence[Item]], Understanding]
    catalog: Callable[[], Catalog]
    keywords: Callable[[], Keywords] | None = None
    heard: Heard | None = None

    @property
    def _llm_type(self) -> str:
        return OFFLINE_NAME

    def hearing(self, heard: Heard | None) -> OfflineChatModel:
        """The same assistant, answering a turn that was recorded."""
        return self.model_copy(update={"heard": heard})

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Only tools bound here are called; a forced choice is ignored, as nothing is guessed."""
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = self._answer(messages, _tool_names(kwargs.get("tools")))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        message = self._answer(messages, _tool_names(kwargs.get("tools")))
        pieces = [AIMessageChunk(content=piece) for piece in pieces_of(message.text)]
        last = AIMessageChunk(
            content="",
            response_metadata=message.response_metadata,
            tool_call_chunks=[
                {
                    "name": call["name"],
                    "args": json.dumps(call["args"], ensure_ascii=False),
                    "id": call["id"],
                    "index": index,
                    "type": "tool_call_chunk",
                }
                for index, call in enumerate(message.tool_calls)
            ],
        )
        for piece in (*pieces, last):
            chunk = ChatGenerationChunk(message=piece)
            if run_manager is not None:
                run_manager.on_llm_new_token(piece.text, chunk=chunk)
            yield chunk

    def _answer(self, messages: Sequence[BaseMessage], tools: Sequence[str]) -> AIMessage:
        text, results = _last_turn(messages)
        understood, shown = self._understood(text)
        if results:
            return _message(self._word(text, understood, results))
        planned = plan(text, understood, shown) or self._search(text, understood)
        steps = [step for step in planned if step.tool in tools]
        if steps:
            return _message("", steps)
        return _message(self._talk(text, understood))

    def _understood(self, text: str) -> tuple[Understanding, tuple[Item, ...]]:
        if self.heard is not None and self.heard.entry.text == text:
            return self.heard.understanding, self.heard.shown
        return self.read(text, ()), ()

    def _search(self, text: str, understood: Understanding) -> tuple[Step, ...]:
        """The search for a turn that is nothing but words of what a shop has, or the list without
        what it refuses in such words.
        """
        judged = any(statement.polarity for statement in understood.statements)
        if judged or understood.intent not in ("other", "question"):
            return ()
        if self.keywords is None or not is_shop(self.catalog()):
            return ()
        if refused := words_refused(text, self.keywords()):
            return (Step("recommend", {"exclude": list(refused)}),)
        words = words_typed(text, self.keywords())
        return (Step("search_catalog", {"text": words}),) if words else ()

    def _replies(self, text: str, understood: Understanding) -> Replies:
        return Replies(understood.language, self.catalog(), text)

    def _noted(self, understood: Understanding) -> tuple[Statement, ...]:
        return understood.statements if self.heard is not None else ()

    def _word(self, text: str, understood: Understanding, results: Sequence[ToolMessage]) -> str:
        """The answer to the tools' results, with what the turn stated and was noted."""
        replies, noted = self._replies(text, understood), self._noted(understood)
        acts = [m for m in results if m.name == "record_feedback" and isinstance(m.artifact, Entry)]
        if acts:
            head = replies.feedbacks([message.artifact for message in acts], noted)
        else:
            head = "" if understood.intent == "forget" else replies.noted(noted)
        words = [
            self._result(message, text, understood, replies, noted)
            for message in results
            if message not in acts and not (head and _nothing_more(message, understood))
        ]
        return replies.join(head, *dict.fromkeys(words))

    def _result(
        self,
        message: ToolMessage,
        text: str,
        understood: Understanding,
        replies: Replies,
        noted: Sequence[Statement],
    ) -> str:
        """The answer to one tool's result, with what could not be done of the wish."""
        if isinstance(message.artifact, Profile) and asks_contents(text):
            return replies.cart(message.artifact)
        said = replies.tool_result(message, noted)
        topics = [s.target.name for s in understood.statements if s.target.name]
        if message.name == "recall_memory" and topics and asks_what_was_said(text):
            kept = self._about(message.artifact or (), frozenset(topics))
            return replies.memories(kept) if kept else replies.never_said(topics)
        if not isinstance(message.artifact, Recommendation):
            return said
        known = (item.text for item in self.catalog().items)
        return replies.join(
            replies.for_now(noted),
            replies.unmet(_unmet(text, understood)),
            replies.taken(understood.request.constraint) if understood.request else "",
            replies.most(message.artifact, understood.request) if understood.request else "",
            replies.unknown(unknown_names(text, known)) if understood.request else "",
            said,
        )

    def _about(
        self, found: Sequence[tuple[Entry, Item | None]], topics: frozenset[str]
    ) -> list[tuple[Entry, Item | None]]:
        """The turns among ``found`` that judge one of ``topics``."""
        return [
            (entry, item)
            for entry, item in found
            if entry.text
            and any(
                s.polarity and s.target.name in topics for s in self.read(entry.text, ()).statements
            )
        ]

    def _talk(self, text: str, understood: Understanding) -> str:
        """The answer to a turn that needs no tool."""
        replies = self._replies(text, understood)
        say = replies.say
        match understood.intent:
            case "greet":
                return say.greet
            case "thanks":
                return say.thanks
            case "help":
                return say.help
            case "forget":
                return say.forget_what
            case "question" | "other" if asks_what_there_is(text):
                return replies.assortment() or say.no_answer
            case "question" if not about_films(text):
                return say.no_answer
            case "why" | "feedback" | "question":
                return say.which_item
            case _ if understood.intent == "other" and (unmet := _unmet(text, understood)):
                return replies.unmet(unmet)
            case _:
                noted = replies.noted(self._noted(understood))
                return noted or say.other


def _nothing_more(message: ToolMessage, understood: Understanding) -> bool:
    """Whether a list that nobody asked for, after feedback, has nothing on it."""
    listed = message.artifact
    return isinstance(listed, Recommendation) and not (listed.items or understood.request)


def _unmet(text: str, understood: Understanding) -> tuple[str, ...]:
    """The limits of a turn that its request does not hold."""
    request = understood.request or Request()
    limits = request.constraint
    priced = limits.price_min is not None or limits.price_max is not None or request.cheapest
    unmet = (name for name in unmet_limits(text) if not (name == "price" and priced))
    return *unmet, *understood.unmet


def make_offline(
    read: Callable[[str, Sequence[Item]], Understanding], recommender: Recommender
) -> OfflineChatModel:
    """The offline assistant over a recommender's catalog."""
    return OfflineChatModel(
        read=read,
        catalog=lambda: recommender.catalog,
        keywords=lambda: recommender.offer.keywords,
    )


def is_offline(message: BaseMessage) -> bool:
    """Whether the offline assistant wrote ``message``."""
    return (
        isinstance(message, AIMessage)
        and message.response_metadata.get("model_name") == OFFLINE_NAME
    )


def pieces_of(text: str) -> list[str]:
    """``text`` cut for streaming: words, or up to three Chinese characters; joined it is itself."""
    return _PIECES.findall(text)


def _message(text: str, steps: Sequence[Step] = ()) -> AIMessage:
    return AIMessage(
        content=text,
        tool_calls=[
            {
                "name": step.tool,
                "args": dict(step.arguments),
                "id": f"offline-{uuid.uuid4().hex}",
                "type": "tool_call",
            }
            for step in steps
        ],
        response_metadata={"model_name": OFFLINE_NAME},
    )


def _last_turn(messages: Sequence[BaseMessage]) -> tuple[str, list[ToolMessage]]:
    """The last human text and the tool results that came after it."""
    results: list[ToolMessage] = []
    for message in reversed(messages):
        if isinstance(message, ToolMessage):
            results.insert(0, message)
        elif isinstance(message, HumanMessage):
            return message.text, results
    return "", results


def _tool_names(tools: Sequence[Mapping[str, Any]] | None) -> list[str]:
    return [tool["function"]["name"] for tool in tools or ()]
