"""The list side of a tab: which list is shown, and what a press on one of its cards does.

Knows the list, the buttons and how a press is recorded or taken back; knows nothing of messages.
What a browser sends is checked here: only items of the list that is on the page count.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from penchant.memory.core.standing import PUT_OFF_DAYS
from penchant.memory.records import Profile, Recommendation, Why
from penchant.ui.answers import ANSWERS, ASIDE, Answer, answers_of, giving_way, offered
from penchant.ui.cards import Sheet
from penchant.ui.wording import Reader, Wording

if TYPE_CHECKING:
    from penchant.agent.conversation import Conversation
    from penchant.tools.recommender import Recommender


class Board:
    """The cards of one conversation. ``sheet`` is what stands on the page, ``profile`` the present
    one of the person, read anew after each press.
    """

    def __init__(self, recommender: Recommender, conversation: Conversation) -> None:
        self.sheet = Sheet()
        self.profile = recommender.profile(conversation.user)
        self._recommender = recommender
        self._conversation = conversation
        self._done: list[str] = []
        self._take(self.profile)

    def show(self, recommendation: Recommendation | None, status: str = "") -> None:
        """Put another list on the page."""
        self.sheet = Sheet(recommendation, status=status)
        self.look()

    def say(self, status: str, *, can_undo: bool = False) -> None:
        """Put a sentence above the cards."""
        self.sheet = replace(self.sheet, status=status, can_undo=can_undo)

    def look(self) -> None:
        """Read the profile anew: what is pressed follows from it."""
        self._take(self._recommender.profile(self._conversation.user))

    def holds(self, item: str, impression: str) -> bool:
        """Whether ``item`` is on the list on the page, and the page means that very list."""
        listed = self.sheet.recommendation
        if listed is None or impression != (listed.impression or ""):
            return False
        return any(one.item.id == item for one in listed.items)

    def answer(self, name: str, item: str, reader: Reader) -> None:
        """Record a press of one of ``ANSWERS``; pressing it again takes it back. One that the item
        is not offered does nothing.
        """
        answer, found = ANSWERS[name], self._recommender.catalog.known(item)
        if answer in ASIDE and found is not None and answer not in offered(found):
            return
        pressed = self.sheet.answers.get(item, frozenset())
        if name in pressed and self._take_back(answer, item):
            self._after(reader.words.status_undone, can_undo=False)
            return
        for other in giving_way(answer):
            if other.name in pressed:
                self._take_back(other, item, pressed_only=other in ASIDE and answer in ASIDE)
        listed = self.sheet.recommendation
        recorded = self._conversation.act(
            answer.kind,
            item,
            impression=listed.impression if listed else None,
            reason=answer.reason,
        )
        self._done.append(recorded.id)
        status = reader.words.noted[name].format(
            title=reader.title(found) if found else item, days=f"{PUT_OFF_DAYS:g}"
        )
        self._after(status, can_undo=True)

    def undo(self, words: Wording) -> None:
        """Take back the last press on a card."""
        if not self._done:
            self.say(words.nothing_to_undo)
            return
        self._recommender.undo(self._conversation.user, self._done.pop())
        self._after(words.status_undone, can_undo=bool(self._done))

    def choose(self, item: str) -> None:
        """Open the reasons for which a card can be put aside, or close them; one card has them."""
        self.sheet = replace(self.sheet, choosing="" if self.sheet.choosing == item else item)

    def explain(self, item: str) -> None:
        """Open the breakdown of a card, or close it."""
        opened = dict(self.sheet.opened)
        if opened.pop(item, None) is None:
            opened[item] = self._why(item)
        self.sheet = replace(self.sheet, opened=opened)

    def _after(self, status: str, *, can_undo: bool) -> None:
        self.look()
        opened = {item: self._why(item) for item in self.sheet.opened}
        self.sheet = replace(
            self.sheet, status=status, can_undo=can_undo, opened=opened, choosing=""
        )

    def _take(self, profile: Profile) -> None:
        self.profile = profile
        found = answers_of(profile, self._recommender.catalog.get)
        self.sheet = replace(self.sheet, answers=found)

    def _why(self, item: str) -> Why:
        return self._recommender.why(self._conversation.user, item)

    def _take_back(self, answer: Answer, item: str, *, pressed_only: bool = False) -> bool:
        """Undo the newest entry that gave ``item`` this answer and still counts, if one does; with
        ``pressed_only`` none that says more than a press, such as a rating.
        """
        memory, user = self._recommender.memory, self._conversation.user
        gone = memory.journal.superseded(user)
        kinds = (answer.kind,) if pressed_only else answer.kinds
        for entry in memory.entries(user, kinds=kinds, newest_first=True):
            if entry.item != item or entry.id in gone or not answer.given_by(entry):
                continue
            self._recommender.undo(user, entry.id)
            if entry.id in self._done:
                self._done.remove(entry.id)
            return True
        return False
