"""The LangChain tools over a recommender.

Thin wrappers: they take the person from the run's context and turn refusals into sentences. What
the tools do is in :mod:`penchant.tools.answers`, their arguments in
:mod:`penchant.tools.arguments`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from langchain_core.tools import BaseTool, StructuredTool
from langgraph.prebuilt import ToolRuntime
from pydantic import BaseModel

from penchant.memory.errors import PenchantError
from penchant.memory.records import Request
from penchant.tools import arguments
from penchant.tools.answers import Answer, Answers, Call
from penchant.tools.context import person_of
from penchant.tools.finding.finding import Finding
from penchant.tools.recommender import Recommender

TOOL_NAMES = (
    "recommend",
    "why",
    "describe",
    "more_like_this",
    "search_catalog",
    "compare",
    "show_profile",
    "record_feedback",
    "undo",
    "recall_memory",
    "forget",
)

_NO_RUNTIME = cast("ToolRuntime[Any, Any]", None)
"""What a tool called outside an agent gets: such a call is refused with a sentence."""


def make_tools(
    recommender: Recommender, read_request: Callable[[str, str], Request]
) -> list[BaseTool]:
    """The tools a LangChain agent needs to recommend and to remember.

    ``read_request(user, words)`` reads a request out of free words. Every tool acts for the
    person in the run's context (:class:`~penchant.tools.context.PenchantContext`) and answers
    with a text for the model and a record as the message's artifact.
    """
    answers = Answers(recommender, read_request)
    finding = Finding(recommender, answers)
    return [
        _tool(
            "recommend",
            "Recommend items for this person from the catalog, with reasons. Use it whenever "
            "something is asked for or should be suggested; never name items from elsewhere.",
            arguments.RecommendArguments,
            answers.recommend,
        ),
        _tool(
            "why",
            "Explain why an item is or is not recommended to this person.",
            arguments.ItemArguments,
            answers.why,
        ),
        _tool(
            "describe",
            "Facts about one item of the catalog: year, categories, people, description.",
            arguments.ItemArguments,
            answers.describe,
        ),
        _tool(
            "more_like_this",
            "Items of the catalog that are like one or several others, for this person, with "
            "reasons.",
            arguments.SimilarArguments,
            finding.more_like_this,
        ),
        _tool(
            "search_catalog",
            "Look in the catalog for a title, a person's name or words, also for what this person "
            "has seen already. Use it to find out whether something is there.",
            arguments.SearchArguments,
            finding.search_catalog,
        ),
        _tool(
            "compare",
            "Two items beside each other for this person: which suits them better, and why.",
            arguments.CompareArguments,
            finding.compare,
        ),
        _tool(
            "show_profile",
            "What is known of this person's interests, with the evidence.",
            arguments.ProfileArguments,
            answers.profile,
        ),
        _tool(
            "record_feedback",
            "Note that this person likes, dislikes, has seen, saves or skips an item.",
            arguments.FeedbackArguments,
            answers.feedback,
        ),
        _tool(
            "undo",
            "Take back the last thing this person said or did, or take an item out of the cart.",
            arguments.UndoArguments,
            answers.undo,
        ),
        _tool(
            "recall_memory",
            "Find what this person said or did earlier.",
            arguments.RecallArguments,
            answers.recall,
        ),
        _tool(
            "forget",
            "Delete for good what is remembered of this person: about one title, about one "
            "topic, or everything. Only when the person asks for it.",
            arguments.ForgetArguments,
            answers.forget,
        ),
    ]


def _tool(name: str, description: str, schema: type[BaseModel], answer: Answer) -> BaseTool:
    def run(
        runtime: ToolRuntime[Any, Any] = _NO_RUNTIME, **given: Any
    ) -> tuple[str, object | None]:
        try:
            person = person_of(getattr(runtime, "context", None))
            text, artifact = answer(Call(person, _turn_of(runtime), given))
        except PenchantError as error:
            return str(error), None
        return text, artifact

    return StructuredTool.from_function(
        run,
        name=name,
        description=description,
        args_schema=schema,
        response_format="content_and_artifact",
    )


def _turn_of(runtime: ToolRuntime[Any, Any]) -> str | None:
    """The journal id of the turn being answered, where our middleware has recorded it."""
    state = runtime.state if isinstance(runtime.state, dict) else {}
    entry = getattr(state.get("penchant_heard"), "entry", None)
    return getattr(entry, "id", None)
