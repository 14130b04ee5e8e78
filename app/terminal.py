"""Terminal: a conversation typed line by line.

Knows the slash commands and how the events of a conversation are printed; what is said, listed
and recorded is the conversation's business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from penchant.memory.errors import BadInput, ModelFailed
from penchant.memory.records import Item, Recommendation
from penchant.show import (
    is_chinese,
    name_of,
    piece,
    plain,
    profile_view,
    recommendation_view,
    why_view,
)

if TYPE_CHECKING:
    from rich.console import Console

    from penchant.agent.assistant import Assistant

HELP = """\
Say what you like or what you are looking for, in English or Chinese. Commands:
  /like 2      you like number 2 of the last list
  /no 2        not for you
  /save 2      keep it for later
  /seen 2      you know it already; it will not come back
  /why 2       where its score comes from
  /profile     what has been learned about you
  /undo        take back what you said or did last
  /new         begin a new conversation
  /quit        end (also Ctrl-D)"""

DETAILED = 5
"""Items of a list that are shown with their reasons; the rest by name (/why tells more)."""

ACTIONS = {"like": "like", "no": "dislike", "save": "save", "seen": "watch"}
_SAID = {"like": "liked", "dislike": "not for you", "save": "saved", "watch": "seen"}


class Terminal:
    """One person's conversation on a console; ``read`` gives the next line or raises EOFError."""

    def __init__(
        self,
        assistant: Assistant,
        user: str,
        console: Console,
        read: Callable[[str], str],
        *,
        chinese: bool = False,
    ) -> None:
        self.assistant = assistant
        self.user = user
        self.console = console
        self.read = read
        self.chinese = chinese
        self.conversation = assistant.conversation(user)
        self.shown: Recommendation | None = None

    def run(self) -> None:
        """Talk until the person leaves; Ctrl-C breaks off a reply, or leaves when waiting."""
        self.console.print(
            plain(f"Talking as {self.user} with {self.assistant.model_name}. /help lists commands.")
        )
        while True:
            try:
                line = self.read("> ").strip()
            except (EOFError, KeyboardInterrupt):
                self.console.print()
                return
            if line in ("/quit", "/exit", "/q"):
                return
            try:
                self.answer(line)
            except KeyboardInterrupt:
                self.console.print(plain("(broken off)", "dim"))
            except (BadInput, ModelFailed) as error:
                self.console.print(plain(str(error), "red"))

    def answer(self, line: str) -> None:
        """What one line leads to."""
        if not line:
            return
        if line.startswith("/"):
            name, _, rest = line[1:].partition(" ")
            self._command(name.lower(), rest.strip())
        else:
            self.chinese = is_chinese(line) or (self.chinese and not line.isascii())
            self._say(line)

    def _say(self, text: str) -> None:
        from penchant.agent.events import Delta, Listed, Notice

        listed: Recommendation | None = None
        for event in self.conversation.send(text):
            if isinstance(event, Delta):
                self.console.print(piece(event.text), end="", soft_wrap=True)
            elif isinstance(event, Listed):
                listed = event.recommendation
            elif isinstance(event, Notice):
                if event.restart:
                    self.console.print()
                self.console.print(plain(event.text, "yellow"))
        self.console.print()
        if listed is not None:
            self.shown = listed
            self.console.print(recommendation_view(listed, chinese=self.chinese, most=DETAILED))

    def _command(self, name: str, rest: str) -> None:
        if name in ACTIONS:
            self._act(ACTIONS[name], self._item(rest))
        elif name == "why":
            why = self.assistant.recommender.why(self.user, self._item(rest).id)
            self.console.print(why_view(why, chinese=self.chinese))
        elif name == "profile":
            profile = self.assistant.recommender.profile(self.user)
            self.console.print(profile_view(profile, chinese=self.chinese))
        elif name == "undo":
            self._undo()
        elif name == "new":
            self.conversation = self.assistant.conversation(self.user)
            self.shown = None
            self.console.print(plain("A new conversation.", "dim"))
        elif name == "help":
            self.console.print(HELP, markup=False)
        else:
            raise BadInput(f"there is no command /{name}; /help lists them")

    def _act(self, kind: str, item: Item) -> None:
        impression = self.shown.impression if self.shown else None
        self.conversation.act(kind, item.id, impression=impression)
        self.console.print(plain(f"{name_of(item)}: {_SAID[kind]}", "dim"))

    def _undo(self) -> None:
        undone = self.conversation.undo()
        if undone is None:
            raise BadInput("there is nothing to take back")
        item = self.assistant.recommender.catalog.get(undone.item) if undone.item else None
        what = f"{undone.kind} {name_of(item)}" if item else undone.text or undone.kind
        self.console.print(plain(f"Taken back: {what}", "dim"))

    def _item(self, number: str) -> Item:
        items = {str(ranked.rank): ranked.item for ranked in self.shown.items} if self.shown else {}
        if number not in items:
            raise BadInput(
                f"say which by its number, 1 to {len(items)}" if items else "no list was shown yet"
            )
        return items[number]
