"""The questions to somebody new at one tab: which one is open, and what an answer does.

Knows onboarding and what was answered here; knows nothing of markup. An answer to another question
than the open one, such as a second press on a button, is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from penchant.tools.onboarding.beliefs import ANSWERS
from penchant.tools.onboarding.kinds import KindsQuestion
from penchant.tools.onboarding.onboarding import Onboarding, Question

if TYPE_CHECKING:
    from penchant.tools.recommender import Recommender


class Questions:
    """The questions to ``user``. ``open`` is the one about an item on the page, if any; ``kinds``
    the one before those, of which ``chosen`` are pressed so far and recorded when they go on.
    """

    def __init__(self, recommender: Recommender, user: str) -> None:
        self.open: Question | None = None
        self.kinds: KindsQuestion | None = None
        self.chosen: tuple[str, ...] = ()
        self._recommender = recommender
        self._onboarding = Onboarding(recommender, user)
        self._given: list[str] = []
        self._named: str | None = None
        """The entry of the kinds that were named here."""

    @property
    def given(self) -> int:
        """How many answers were given since the questions began, and not taken back."""
        return len(self._given)

    @property
    def going(self) -> bool:
        """Whether there is a question on the page."""
        return self.open is not None or self.kinds is not None

    def begin(self) -> None:
        """Open the first question, or the next one where some were answered before."""
        self._given.clear()
        self._open()

    def _open(self) -> None:
        self.chosen = ()
        self.kinds = self._onboarding.kinds()
        self.open = None if self.kinds else self._onboarding.question()

    def press(self, kind: str) -> None:
        """Choose ``kind``, or no more if it was chosen. Beyond as many as may be chosen the one
        chosen first makes room for it.
        """
        if self.kinds is None or kind not in self.kinds.kinds:
            return
        others = tuple(one for one in self.chosen if one != kind)
        now = others if kind in self.chosen else (*others, kind)
        self.chosen = now[-self.kinds.most :]

    def choose(self, *, chinese: bool) -> None:
        """Record the kinds chosen, if any, in Chinese words if ``chinese``; then items follow."""
        if self.kinds is None:
            return
        if self.chosen:
            self._named = self._onboarding.choose(self.chosen, chinese=chinese).id
            self._given.append(self._named)
        self.kinds, self.chosen = None, ()
        self.open = self._onboarding.question()

    def answer(self, item: str, answer: str) -> None:
        """Record an answer to the open question and open the next; after the last none is open."""
        if self.open is None or self.open.item.id != item or answer not in ANSWERS:
            return
        self._given.append(self._onboarding.answer(item, answer).id)
        self.open = self._onboarding.question()

    def take_back(self) -> None:
        """Take the last answer back; the kinds are asked for again, an item in its time."""
        if self._given:
            last = self._given.pop()
            self._recommender.undo(self._onboarding.user, last)
            if last == self._named:
                self._open()
            else:
                self.open = self._onboarding.question()

    def leave(self) -> None:
        """Ask no more; what was answered stays."""
        self.open, self.kinds, self.chosen = None, None, ()
