"""A LangChain agent of your own that remembers each person and recommends from a catalog.

    python examples/langchain_agent.py                  # the offline assistant, no key needed
    OPENAI_API_KEY=... python examples/langchain_agent.py gpt-4.1-mini

The agent keeps its own tools and prompt; Penchant adds tools and middleware, and each run says in
its context who the person is. Everything is kept in the folder penchant-example.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.tools import tool

import penchant
from penchant import PenchantContext

TURNS = (
    ("mira", "I love science fiction, especially films about space travel"),
    ("noor", "我喜欢犯罪片，不要恐怖片"),
    ("mira", "Something like Alien, but newer?"),
    ("noor", "推荐两部电影"),
)


@tool
def opening_hours(day: str) -> str:
    """When the cinema is open on a day of the week."""
    return f"On {day} the cinema is open from 14:00 to 23:30."


def choose_model(memory: penchant.Penchant, name: str | None) -> BaseChatModel:
    """The model called ``name``, or the offline assistant, which is a chat model like any other."""
    if name is None:
        return memory.assistant.offline
    from langchain.chat_models import init_chat_model

    return init_chat_model(name, model_provider="openai")


def talk(memory: penchant.Penchant, model: BaseChatModel) -> Sequence[str]:
    """The agent's reply to each of the turns."""
    agent = create_agent(
        model,
        tools=[opening_hours, *memory.tools()],
        system_prompt="You work for a cinema. Recommend only films that the tools name.",
        middleware=memory.middleware(),
        context_schema=PenchantContext,
    )
    replies = []
    for user, text in TURNS:
        state = agent.invoke(
            {"messages": [{"role": "user", "content": text}]},
            context=PenchantContext(user=user, conversation=f"example-{user}"),
        )
        replies.append(state["messages"][-1].text)
        print(f"{user}: {text}\n  -> {replies[-1]}\n")
    return replies


def main(store: Path = Path("penchant-example"), model: str | None = None) -> None:
    """Talk as two people, then print what was learned about each."""
    with penchant.open(store) as memory:
        talk(memory, choose_model(memory, model))
        for user in ("mira", "noor"):
            for interest in memory.profile(user).interests:
                print(f"{user}: {interest.label} {interest.share:.0%} (mass {interest.mass:+.2f})")


if __name__ == "__main__":
    main(model=sys.argv[1] if len(sys.argv) > 1 else None)
