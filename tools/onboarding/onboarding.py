"""Onboarding: a few questions to a new person, each chosen by the answers so far.

First which kinds they like best, then whether they like single items, of those kinds first. Joins
the journal with an interview. Keeps nothing: what was answered is read from the journal each time,
so onboarding goes on where it was left, and what is erased is asked again. Knows nothing of pages
and terminals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from penchant.memory.door import check_user
from penchant.memory.errors import BadInput
from penchant.memory.records import Entry, Item, to_day
from penchant.tools.onboarding.beliefs import ANSWERS, DISLIKE, LIKE, UNKNOWN
from penchant.tools.onboarding.interview import Interview, interview
from penchant.tools.onboarding.kinds import KindsQuestion, choose, of_liked_kinds, question_of
from penchant.tools.quoting import plain
from penchant.tools.recommender import Recommender
from penchant.tools.sentences import titled
from penchant.tools.words.marks import in_marks

USUAL = 5
"""Answers after which enough is asked."""

PATIENCE = 4
"""Questions for each answer that is wanted, after which nothing more is asked: who knows few of the
items is not to be asked for ever.
"""

KIND: Mapping[str, str] = {LIKE: "like", DISLIKE: "dislike", UNKNOWN: "unfamiliar"}
"""The kind of entry each answer is kept as."""

ASKED = "asked"
"""Marks, in an entry's data, the answers to questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to ask next: whether ``user`` likes ``item``. ``number`` counts the questions from 1;
    ``answered`` of ``wanted`` were judged so far. ``text`` and ``text_zh`` ask it in words.
    """

    user: str
    item: Item
    number: int
    answered: int
    wanted: int
    text: str
    text_zh: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What somebody said of items, the newest word each; and what of it were answers."""

    answers: Mapping[str, str]
    judged: int
    asked: int


class Onboarding:
    """The questions to one person. ``n`` is how many items they are to judge."""

    def __init__(self, recommender: Recommender, user: str, n: int = USUAL) -> None:
        check_user(user, "who is to be asked")
        if not isinstance(n, int) or isinstance(n, bool) or n < 0:
            raise BadInput(f"nobody can judge {n} items")
        self.recommender = recommender
        self.user = user
        self.n = n

    @property
    def answered(self) -> int:
        """How many items they have judged when asked; "don't know" is no judgement."""
        return self._said().judged

    def kinds(self) -> KindsQuestion | None:
        """Which kinds to let them choose from before any question about an item; None where there
        are too few, or where they have said already what they like, or were asked about an item.
        """
        memory = self.recommender.memory
        if not self.n or self._said().asked or memory.profile(self.user, memory.clock()).interests:
            return None
        with memory.gate.using():
            return question_of(self.user, self.recommender.catalog)

    def choose(self, kinds: Sequence[str], *, chinese: bool = False) -> Entry:
        """Record that they like these kinds best, of those to choose from: what they say in words,
        in Chinese if ``chinese``. The entry of those words is returned; undoing it takes all back.

        Raises BadInput for none, too many, or one that was not to choose from.
        """
        with self.recommender.memory.gate.using():
            return choose(self.recommender, self.user, kinds, chinese=chinese)

    def question(self) -> Question | None:
        """What to ask next; None when enough is answered, or nothing is left to ask."""
        said = self._said()
        if said.judged >= self.n or said.asked >= PATIENCE * self.n:
            return None
        with self.recommender.memory.gate.using():
            found = self._interview(said).question()
            item = None if found is None else self.recommender.catalog.get(found)
        if item is None:
            return None
        return Question(
            user=self.user,
            item=item,
            number=said.asked + 1,
            answered=said.judged,
            wanted=self.n,
            text=f"Do you like {titled(item)}?",
            text_zh=f"你喜欢{_titled_zh(item)}吗？",
        )

    def answer(
        self,
        item: str,
        answer: str,
        *,
        occurred_at: datetime | None = None,
        id: str | None = None,
    ) -> Entry:
        """Record the answer about ``item``: ``like`` or ``dislike``, which count like any, or
        ``unknown``, which teaches nothing of taste and is kept so that it is not asked again.

        Raises UnknownItem, BadInput for another answer.
        """
        if answer not in ANSWERS:
            raise BadInput(f"an answer is one of {', '.join(ANSWERS)}, not {answer!r}")
        memory = self.recommender.memory
        with memory.gate.using():
            vector = self.recommender.catalog.vector(item)
            return memory.record(
                user=self.user,
                kind=KIND[answer],
                item=item,
                data={ASKED: True},
                occurred_at=occurred_at,
                id=id,
                vector=None if answer == UNKNOWN else vector,
            )

    def _interview(self, said: _Said) -> Interview:
        recommender = self.recommender
        memory, catalog = recommender.memory, recommender.catalog
        now = memory.clock()
        asked = interview(catalog, memory.calibration, memory.crowd(), to_day(now))
        for item, answer in said.answers.items():
            asked = asked.after(item, answer)
        profile = memory.profile(self.user, now)
        settled = profile.seen | profile.liked | profile.disliked | profile.saved
        refused = {
            catalog.items[int(row)].id
            for name in profile.excluded
            for row in catalog.rows_with(name)
        }
        left = asked.without(settled | refused)
        return left.among(of_liked_kinds(left.items, profile, catalog))

    def _said(self) -> _Said:
        kinds = (*KIND.values(), "rating", "undo")
        entries = list(self.recommender.memory.entries(self.user, kinds=kinds))
        dead = {entry.supersedes for entry in entries if entry.supersedes}
        answers: dict[str, str] = {}
        judged, asked = set(), set()
        for entry in entries:
            if entry.id in dead or entry.item is None or entry.kind == "undo":
                continue
            answers.pop(entry.item, None)
            answers[entry.item] = _answer(entry)
            if entry.data.get(ASKED):
                asked.add(entry.item)
                if entry.kind != KIND[UNKNOWN]:
                    judged.add(entry.item)
        return _Said(answers, len(judged), len(asked))


def _answer(entry: Entry) -> str:
    """What an entry would have been as an answer."""
    if entry.kind == "rating" and entry.value is not None:
        low, high = entry.scale or (1.0, 5.0)
        return LIKE if 2 * entry.value >= low + high else DISLIKE
    return next((answer for answer, kind in KIND.items() if kind == entry.kind), UNKNOWN)


def _titled_zh(item: Item) -> str:
    year = "" if item.year is None else f"（{item.year} 年）"
    return f"{in_marks(item, plain(item.title))}{year}"
