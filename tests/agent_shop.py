"""Eight films, a recommender over them, and a chat model that plays a script."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from penchant.memory.memory import Memory
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender

FILMS = tuple(
    Item(
        id=id,
        title=title,
        categories=categories,
        people=(star,),
        year=year,
        prior=prior,
        description=description,
    )
    for id, title, categories, star, year, prior, description in (
        ("heat", "Heat", ("Crime", "Thriller"), "Al Pacino", 1995, 900, "A crew and a detective."),
        ("ronin", "Ronin", ("Action", "Thriller"), "Jean Reno", 1998, 500, "A suitcase chase."),
        ("alien", "Alien", ("Horror", "Sci-Fi"), "Sigourney Weaver", 1979, 950, "A monster."),
        ("plane", "Airplane!", ("Comedy",), "Leslie Nielsen", 1980, 700, "A spoof in the air."),
        ("ghost", "Ghost Story", ("Horror",), "Fred Astaire", 1981, 100, "A haunting."),
        ("inside", "Inside Man", ("Crime", "Thriller"), "Clive Owen", 2006, 600, "A bank heist."),
        ("bear", "Paddington", ("Comedy", "Family"), "Ben Whishaw", 2014, 650, "A bear."),
        ("arrival", "Arrival", ("Sci-Fi", "Drama"), "Amy Adams", 2016, 800, "Linguists."),
    )
)
WORDS_ZH = {"Horror": "恐怖", "Comedy": "喜剧", "Crime": "犯罪"}


def make_recommender(memory: Memory, films: Sequence[Item] = FILMS) -> Recommender:
    matrix = memory.embedder.encode([film.text for film in films])
    return Recommender(memory, Catalog(films, matrix, words_zh=WORDS_ZH))


class Scripted(BaseChatModel):
    """Answers with ``script`` in order (the last one again and again); keeps what it was sent."""

    script: list[AIMessage]
    sent: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Any:
        return self.bind(**kwargs)

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        answer = self.script[min(len(self.sent), len(self.script) - 1)]
        self.sent.append(messages)
        fresh = answer.model_copy(update={"id": uuid.uuid4().hex})
        return ChatResult(generations=[ChatGeneration(message=fresh)])


def calls(*named: tuple[str, dict[str, Any]], text: str = "") -> AIMessage:
    return AIMessage(
        content=text,
        tool_calls=[
            {"name": name, "args": args, "id": uuid.uuid4().hex, "type": "tool_call"}
            for name, args in named
        ],
    )


def turns(memory: Memory, user: str, **where: Any) -> Iterator[str]:
    return (f"{e.role}: {e.text}" for e in memory.entries(user, kinds=("turn",), **where))
