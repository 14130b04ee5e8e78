"""One browser tab at the page: its conversation, its list, its language, what it looks back to.

Knows what a message or a press of a button does and which parts of the page change by it; knows
nothing of Gradio. Whose memory it is was decided before (``visitors.py``).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from penchant.agent.events import Delta, Event, Finished, Listed, Notice
from penchant.memory.errors import PenchantError
from penchant.ui.answers import ANSWERS
from penchant.ui.board import Board
from penchant.ui.cards import render_cards, render_status
from penchant.ui.examples import examples_of
from penchant.ui.header import render_header
from penchant.ui.kinds_question import render_kinds
from penchant.ui.lists import restore_list
from penchant.ui.panel import render_panel
from penchant.ui.question import render_offer, render_question
from penchant.ui.questions import Questions
from penchant.ui.render import Html
from penchant.ui.transcript import Line, render_greeting, render_live, render_past
from penchant.ui.wording import Language, Reader, wording

if TYPE_CHECKING:
    from penchant.agent.assistant import Assistant
    from penchant.agent.conversation import Conversation
    from penchant.memory.records import Recommendation

STARTERS = 6
LONGEST_MESSAGE = 8_000
PARTS = ("header", "past", "live", "cards", "panel")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """Which parts of the page are to be shown anew, and what the box is to hold (None: as is)."""

    parts: frozenset[str] = frozenset()
    box: str | None = None


ALL = Change(frozenset(PARTS))


class Seat:
    """See the module's text. ``user`` is trusted; ``conversation`` None begins a new one.

    ``language_chosen`` tells that the person picked the language, which then outlives the
    browser's own preference.
    """

    _conversation: Conversation
    _board: Board
    _questions: Questions
    _past: list[Line]
    _live: list[Line]
    _then: datetime | None

    def __init__(
        self, assistant: Assistant, user: str, conversation: str | None, reader: Reader
    ) -> None:
        self.user = user
        self.reader = reader
        self.language_chosen = False
        self._assistant = assistant
        self._sending = threading.Lock()
        self._pressing = threading.Lock()
        self._begin(assistant.conversation(user, conversation))

    @property
    def conversation(self) -> str:
        """The id of the conversation on the page."""
        return self._conversation.id

    def render(self, part: str) -> Html:
        """The markup of one of :data:`PARTS` as things stand."""
        if part == "header":
            named = self._assistant.model_name if self._assistant.model is not None else None
            return render_header(self.reader, model=named)
        if part == "past":
            if not self._past and not self._live:
                return render_greeting(self.reader, self._examples())
            return render_past(self._past, self.reader)
        if part == "live":
            return render_live(self._live, self.reader, writing=self._sending.locked())
        return self._render_cards() if part == "cards" else self._render_panel()

    def send(self, text: str) -> Iterator[Change]:
        """Say ``text`` and yield what changes while the answer is being written.

        What fails becomes a line of the conversation, and the text goes back into the box.
        """
        text = text.strip()
        if not text:
            yield Change()
        elif len(text) > LONGEST_MESSAGE:
            self._live.append(Line("error", self.reader.words.too_long))
            yield Change(frozenset({"past", "live"}))
        elif not self._sending.acquire(blocking=False):
            yield self._say(self.reader.words.busy)
        else:
            try:
                self._past += self._live
                self._live = [Line("user", text)]
                self._questions.leave()
                yield Change(frozenset({"past", "live", "cards"}), box="")
                failed = yield from self._answer(text)
            finally:
                self._sending.release()
            self._board.look()
            yield Change(frozenset({"live", "cards", "panel"}), box=text if failed else None)

    def press(self, click: Mapping[str, object]) -> Change:
        """Do what a pressed button asks for; an unknown or outdated press changes nothing."""
        act, item = str(click.get("act", "")), str(click.get("item", ""))
        with self._pressing:
            try:
                if act == "language":
                    return self._switch()
                if act == "new":
                    return self._renew()
                if act == "as-of":
                    return self._look_back(click.get("at"))
                if act == "undo":
                    self._board.undo(self.reader.words)
                    return Change(frozenset({"cards", "panel"}))
                if act.startswith("ask"):
                    return self._ask(act, item, str(click.get("answer", "")))
                if act in ANSWERS or act in ("why", "aside"):
                    return self._press_card(act, item, str(click.get("impression", "")))
            except PenchantError as error:
                return self._say(str(error))
            except Exception:
                # As for a message below: a sentence for the person, the rest for the log.
                _log.exception("a press could not be carried out")
                return self._say(self.reader.words.press_broken)
        return Change()

    def example(self, number: object) -> str:
        """The text of the example pressed; empty for one that does not exist."""
        examples = self._examples()
        chosen = str(number)
        return examples[int(chosen)] if chosen in map(str, range(len(examples))) else ""

    def _examples(self) -> tuple[str, ...]:
        return examples_of(self._assistant.recommender.catalog, self.reader)

    def _begin(self, conversation: Conversation) -> None:
        recommender = self._assistant.recommender
        self._conversation = conversation
        self._past = [
            Line("user" if message.role == "user" else "assistant", message.text)
            for message in conversation.history()
        ]
        self._live = []
        self._then = None
        self._board = Board(recommender, conversation)
        self._questions = Questions(recommender, self.user)
        try:
            listed = restore_list(recommender, self.user, conversation.id) if self._past else None
            self._board.show(listed or self._starters(conversation))
        except PenchantError as error:
            self._board.say(str(error))

    def _starters(self, conversation: Conversation) -> Recommendation:
        # From here on the memory knows in which time zone this person's hours are.
        zone = self.reader.zone
        return self._assistant.recommender.recommend(
            self.user,
            n=STARTERS,
            conversation=conversation.id,
            context={"time_zone": zone.key} if isinstance(zone, ZoneInfo) else None,
        )

    def _answer(self, text: str) -> Generator[Change, None, bool]:
        """Stream one answer; returns whether it failed."""
        words = self.reader.words
        try:
            for event in self._conversation.send(text):
                yield self._take(event)
        except PenchantError as error:
            self._live.append(Line("error", words.failed.format(reason=error)))
            return True
        except Exception:
            # The page is the last to see an error: the person gets a sentence, the log the rest.
            _log.exception("a message could not be answered")
            self._live.append(Line("error", words.broken))
            return True
        return False

    def _take(self, event: Event) -> Change:
        spoken = self._live[-1].text if self._live[-1].speaker == "assistant" else ""
        if isinstance(event, Delta):
            self._speak(spoken + event.text)
        elif isinstance(event, Finished):
            self._speak(event.text)
        elif isinstance(event, Notice):
            if event.restart and spoken:
                self._live.pop()
            if event.text:
                self._live.append(Line("notice", event.text))
        elif isinstance(event, Listed):
            self._board.show(event.recommendation)
            return Change(frozenset({"cards", "panel"}))
        return Change(frozenset({"live"}))

    def _speak(self, text: str) -> None:
        if self._live[-1].speaker == "assistant":
            self._live.pop()
        if text:
            self._live.append(Line("assistant", text))

    def _press_card(self, act: str, item: str, impression: str) -> Change:
        words = self.reader.words
        if not self._board.holds(item, impression):
            return self._say(words.stale)
        if act in ("why", "aside"):
            (self._board.explain if act == "why" else self._board.choose)(item)
            return Change(frozenset({"cards"}))
        self._board.answer(act, item, self.reader)
        return Change(frozenset({"cards", "panel"}))

    def _ask(self, act: str, item: str, answer: str) -> Change:
        """Begin, answer or end the questions; the list after the last goes by the answers."""
        asked, words = self._questions, self.reader.words
        if act == "ask":
            asked.begin()
            self._board.say("" if asked.going else words.ask_none)
        elif act == "ask-kind":
            asked.press(item)
        elif act == "ask-kinds":
            asked.choose(chinese=words.language == "zh")
        elif act == "ask-answer":
            asked.answer(item, answer)
        elif act == "ask-back":
            asked.take_back()
        elif act == "ask-leave":
            asked.leave()
        if not asked.going and asked.given:
            listed = self._starters(self._conversation)
            # Who knew none of the items told nothing that a list could go by.
            self._board.show(listed, "" if listed.cold else words.ask_done)
        else:
            self._board.look()
        return Change(frozenset({"cards", "panel"}))

    def _say(self, status: str) -> Change:
        self._board.say(status)
        return Change(frozenset({"cards"}))

    def _render_cards(self) -> Html:
        sheet, asked = self._board.sheet, self._questions
        question = asked.open
        if asked.kinds is not None:
            status = render_status(sheet, self.reader)
            return render_kinds(asked.kinds, self.reader, chosen=asked.chosen, status=status)
        if question is not None:
            status = render_status(sheet, self.reader)
            return render_question(question, self.reader, given=asked.given, status=status)
        offer = render_offer(self.reader) if self._is_new() else None
        return render_cards(sheet, self.reader, offer=offer)

    def _is_new(self) -> bool:
        """Whether nothing is known of the person and nothing was said here."""
        return not (self._past or self._live or self._board.profile.entries)

    def _render_panel(self) -> Html:
        profile = present = self._board.profile
        if self._then is not None:
            profile = self._assistant.recommender.profile(self.user, at=self._then)
        today = present.at.astimezone(self.reader.zone).date().isoformat()
        return render_panel(profile, self.reader, today=today, then=self._then is not None)

    def _look_back(self, at: object) -> Change:
        """``at``: milliseconds since the epoch, or empty for now; the future is now."""
        moment = _moment(at)
        self._board.look()
        now = self._board.profile.at
        self._then = moment if moment is not None and moment < now else None
        return Change(frozenset({"panel"}))

    def _switch(self) -> Change:
        other: Language = "en" if self.reader.words.language == "zh" else "zh"
        self.reader = replace(self.reader, words=wording(other, self.reader.words.about))
        self.language_chosen = True
        self._board.say("")
        return ALL

    def _renew(self) -> Change:
        if self._sending.locked():
            return self._say(self.reader.words.busy)
        self._begin(self._assistant.conversation(self.user))
        return replace(ALL, box="")


def _moment(at: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(str(at)) / 1000.0, UTC)
    except (ValueError, OverflowError, OSError):
        return None
