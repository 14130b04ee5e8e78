"""What the page's tests stand on: a small catalog with a hostile title, and a scripted assistant.

The memory, the catalog and the recommender are the real ones; only the answers are scripted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from penchant.agent.events import Delta, Event, Finished, Listed, Message, Notice
from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import ModelFailed
from penchant.memory.memory import Memory
from penchant.memory.records import Entry
from penchant.tools.importing import import_items
from penchant.tools.recommender import Recommender

HOSTILE = (
    '<script>window.pwned=1</script>"><img src=x onerror="window.pwned=2">{{7*7}}${window.pwned=3}'
)

FILMS = (
    ("alien", "Alien", 1979, ["Science Fiction", "Horror"], ["Sigourney Weaver"]),
    ("aliens", "Aliens", 1986, ["Science Fiction", "Action"], ["Sigourney Weaver"]),
    ("blade", "Blade Runner", 1982, ["Science Fiction", "Drama"], ["Harrison Ford"]),
    ("arrival", "Arrival", 2016, ["Science Fiction", "Drama"], ["Amy Adams"]),
    ("et", "E.T. the Extra-Terrestrial", 1982, ["Science Fiction", "Family"], ["Dee Wallace"]),
    ("hostile", HOSTILE, 1984, ["Science Fiction", "<b>Odd</b>"], ["<i>Nobody</i>"]),
    ("ring", "The Ring", 2002, ["Horror"], ["Naomi Watts"]),
    ("shining", "The Shining", 1980, ["Horror", "Drama"], ["Jack Nicholson"]),
    ("amelie", "Amélie", 2001, ["Comedy", "Romance"], ["Audrey Tautou"]),
    ("notting", "Notting Hill", 1999, ["Comedy", "Romance"], ["Julia Roberts"]),
    ("unforgiven", "Unforgiven", 1992, ["Western", "Drama"], ["Clint Eastwood"]),
    ("singin", "Singin' in the Rain", 1952, ["Musical", "Comedy"], ["Gene Kelly"]),
)


def open_recommender(
    folder: Path, embedder: Embedder, clock: Callable[[], datetime]
) -> Recommender:
    """A recommender over the films above in a new store; close its memory in the end."""
    memory = Memory.open(folder / "store", embedder, clock=clock)
    rows = [
        {"id": id, "title": title, "year": year, "categories": genres, "people": people}
        for id, title, year, genres, people in FILMS
    ]
    path = folder / "films.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    import_items(memory, path)
    return Recommender(memory)


class ScriptedAssistant:
    """Answers by the message's first word: see :class:`ScriptedConversation`."""

    model = None
    model_name = "scripted"

    def __init__(self, recommender: Recommender) -> None:
        self.recommender = recommender
        self.made = 0

    def conversation(self, user: str, id: str | None = None) -> ScriptedConversation:
        self.made += 1
        return ScriptedConversation(self, user, id or f"c{self.made}")


class ScriptedConversation:
    """``list``: a list; ``fail``: half an answer, then the server is gone; ``break``: a bug;
    ``restart``: the answer begins anew; anything else is repeated."""

    def __init__(self, assistant: ScriptedAssistant, user: str, id: str) -> None:
        self.user, self.id = user, id
        self._recommender = assistant.recommender

    def send(self, text: str) -> Iterator[Event]:
        self._turn(text, "user")
        match text.split()[0]:
            case "list":
                yield Delta("Here ")
                yield Listed(self._recommender.recommend(self.user, text, 5, conversation=self.id))
                answer = "Here is a list."
            case "fail":
                yield Delta("Half an ")
                raise ModelFailed("The server is gone.")
            case "break":
                raise RuntimeError("a secret detail")
            case "restart":
                yield Delta("Wrong start")
                yield Notice("The server failed; I answer myself.", restart=True)
                answer = "Right."
            case _:
                answer = f"You said **{text}**."
        yield Delta(answer)
        self._turn(answer, "assistant")
        yield Finished(answer)

    def act(
        self, kind: str, item: str, *, impression: str | None = None, reason: str | None = None
    ) -> Entry:
        return self._recommender.act(
            self.user, kind, item, impression=impression, reason=reason, conversation=self.id
        )

    def history(self) -> list[Message]:
        turns = self._recommender.memory.entries(self.user, kinds=("turn",), conversation=self.id)
        return [
            Message(id=turn.id, role=turn.role, text=turn.text or "", at=turn.occurred_at)
            for turn in turns
        ]

    def _turn(self, text: str, role: str) -> None:
        self._recommender.memory.record(
            user=self.user, kind="turn", text=text, role=role, conversation=self.id
        )
