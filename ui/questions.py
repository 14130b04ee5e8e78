"""The questions to somebody new at one tab: which one is open, and what an answer does.

Knows onboarding and what was answered here; knows nothing of markup. An answer to another question
than the open one, such as a second press on a button, is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from penchant.tools.onboarding.beliefs import ANSWERS
from penchant.tools.onboarding.onboarding import Onboarding, Question

if TYPE_CHECKING:
    from penchant.tools.recommender import Recommender


class Questions:
    """The questions to ``user``. ``open`` is the one on the page, if any."""

    def __init__(self, recommender: Recommender, user: str) -> None:
        self.open: Question | None = None
        self._recommender = recommender
        self._onboarding = Onboarding(recommender, user)
        self._given: list[str] = []

    @property
    def given(self) -> int:
        """How many answers were given since the questions began, and not taken back."""
        return len(self._given)

    def begin(self) -> None:
        """Open the first question, or the next one where some were answered before."""
        self._given.clear()
        self.open = self._onboarding.question()

    def answer(self, item: str, answer: str) -> None:
        """Record an answer to the open question and open the next; after the last none is open."""
        if self.open is None or self.open.item.id != item or answer not in ANSWERS:
            return
        self._given.append(self._onboarding.answer(item, answer).id)
        self.open = self._onboarding.question()

    def take_back(self) -> None:
        """Take the last answer back; its item is asked about again in its time."""
        if self._given:
            self._recommender.undo(self._onboarding.user, self._given.pop())
            self.open = self._onboarding.question()

    def leave(self) -> None:
        """Ask no more; what was answered stays."""
        self.open = None
