"""What has been read in a turn so far, and how an attitude to a mention becomes statements.

Knows statements, requests in the making and feedback; nothing of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from penchant.agent.understand import carts
from penchant.agent.understand import cues as c
from penchant.agent.understand.eras import inverted
from penchant.agent.understand.mentions import ERA, GENRE, ITEM, PERSON, SHOWN, Mention
from penchant.memory.records import Constraint, Item, Statement, Target

ASKED = 0.05
"""Strength of a statement that judges nothing; at most .1 is promised."""
WANTED = 0.3
"""Strength of what asking for something says of liking it."""

RECOMMEND, FEEDBACK, QUESTION, STATE = "recommend", "feedback", "question", "state"
UNDO = "undo"

Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Attitude:
    """What a cue, weighed, says of the mentions it reaches; ``goes_on`` tells that the segments
    after it may share it, ``only`` that nothing else will do.
    """

    kind: str
    polarity: int
    strength: float
    lasting: bool = True
    goes_on: bool = True
    only: bool = False

    @property
    def action(self) -> str | None:
        """What it does to an item: like, dislike, watch, save, dismiss or nothing."""
        if self.kind == c.TASTE and self.polarity:
            return "like" if self.polarity > 0 else "dislike"
        return _ACTIONS.get(self.kind)


_ACTIONS = {
    c.SEEN: "watch",
    c.BOUGHT: "purchase",
    c.SAVE: "save",
    c.SKIP: "dismiss",
    c.REFUSE: "dismiss",
    c.LESS: "dismiss",
}
OTHERS = Attitude("others", 0, 0.0)
"""The taste of other people: says nothing of this person, whatever its polarity."""
WONDERING = Attitude("question", 0, ASKED)
"""Asked about, not judged."""


@dataclass(slots=True)
class Reading:
    """All that was read in a turn so far. ``unnamed`` is an action on an item nobody can tell,
    ``wanted`` the masked words of requests, ``offered`` what was only named with "?",
    ``reasons`` why items were dismissed, where that was said, ``cart`` whether something is to be
    taken out of the cart (``carts.OUT``: the items ``out``) or everything (``carts.EMPTY``).
    """

    statements: dict[Key, Statement] = field(default_factory=dict)
    asked: list[Mention] = field(default_factory=list)
    refused: list[Mention] = field(default_factory=list)
    offered: list[Mention] = field(default_factory=list)
    like: list[Item] = field(default_factory=list)
    feedback: list[tuple[str, str]] = field(default_factory=list)
    about: list[Item] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    intents: list[str] = field(default_factory=list)
    unnamed: str | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    cart: str | None = None
    out: list[Item] = field(default_factory=list)

    def judge(self, attitude: Attitude, mention: Mention) -> None:
        """Hold ``attitude`` towards everything that ``mention`` names."""
        if attitude.kind == OTHERS.kind:
            return
        if attitude.kind == c.REFUSE:
            self.refused.append(mention)
        if attitude.polarity:
            self._retract(mention)
        for item in mention.items:
            self._feedback(attitude, item)
        if mention.kind == SHOWN and not mention.items and attitude.action is not None:
            self.unnamed = attitude.action
            self.intents.append(FEEDBACK)
        if mention.kind == ERA and attitude.only and attitude.polarity > 0:
            self.asked.append(mention)
        if mention.vague and attitude.polarity < 0:
            attitude = replace(attitude, lasting=False)  # no such year was ever said
        for target in mention.targets:
            self.judge_target(attitude, target, _limits(attitude, mention))

    def dismiss(self, mention: Mention, reason: str) -> None:
        """Note that what ``mention`` names was dismissed for ``reason``, which judges nothing."""
        for item in mention.items:
            self.feedback.append((item.id, "dismiss"))
            self.reasons[item.id] = reason
        if not mention.items:
            self.unnamed = "dismiss"
        self.intents.append(FEEDBACK)

    def move(self, kind: str, items: Sequence[Item]) -> None:
        """Put ``items`` into the cart or take them out again; they are judged by nothing more."""
        if kind != carts.INTO:
            self.cart = kind
            self.out.extend(items)
            self.about.extend(items)
            self.intents.append(UNDO)
            return
        self.feedback.extend((item.id, "cart") for item in items)
        if not items:
            self.unnamed = "cart"
        self.intents.append(FEEDBACK)

    def judge_target(
        self, attitude: Attitude, target: Target, limits: Constraint | None = None
    ) -> None:
        """State ``attitude`` towards one target."""
        polarity, strength = attitude.polarity, attitude.strength
        if attitude.kind in (c.SEEN, c.BOUGHT) and target.kind != ITEM:
            if (target.kind, target.name or target.text, target.item) in self.statements:
                return  # having seen some of a kind overturns no judgement of the kind
            polarity, strength = 1, WANTED
        self._state(target, polarity, strength, attitude.lasting, limits)
        if polarity:
            self.intents.append(FEEDBACK if target.kind == ITEM else STATE)

    def want(self, mentions: Sequence[Mention], words: str, sign: int, *, near: bool) -> None:
        """Ask for ``mentions`` in ``words``; ``near`` tells that something near to an item is
        asked for. ``sign`` is 0 where it was only asked whether there is any.
        """
        named = [mention for mention in mentions if mention.items]
        for mention in mentions:
            self.about.extend(mention.items)
            if mention.items:
                continue
            self.asked.append(mention)
            for target in mention.targets:
                self._state(target, sign, WANTED if sign else ASKED, False, _asked(mention))
        if named and len(named) == len(mentions) and not near:
            self.wonder(named)
            return
        self.wanted.append(words)
        self.intents.append(RECOMMEND)

    def prefer(self, item: Item, target: Target, sign: int) -> None:
        """Note that something near to an item was asked for, which says a little of liking it."""
        self.like.append(item)
        self._state(target, sign, WANTED if sign else ASKED, False, None)

    def wonder(self, mentions: Sequence[Mention]) -> None:
        """Take ``mentions`` as asked about: nothing is judged."""
        self.intents.append(QUESTION)
        for mention in mentions:
            self.about.extend(mention.items)
            for target in mention.targets:
                self._state(target, 0, ASKED, False, None)

    def withdraw(self) -> bool:
        """Turn the liking stated last into the contrary; whether there was a judgement."""
        for statement in reversed(list(self.statements.values())):
            if statement.polarity < 0:
                return True
            if statement.polarity > 0 and statement.strength > WANTED:
                self._keep(replace(statement, polarity=-1, strength=0.5))
                return True
        return False

    def make_standing(self) -> bool:
        """Make what was refused refused for good; whether anything was."""
        found = [s for s in self.statements.values() if s.constraint and s.polarity < 0]
        for statement in found:
            self._keep(replace(statement, lasting=True, strength=0.95))
        if found and not self.asked:
            self._forget_request()
        return bool(found)

    def _state(
        self,
        target: Target,
        polarity: int,
        strength: float,
        lasting: bool,
        limits: Constraint | None,
    ) -> None:
        self._keep(
            Statement(
                target=target,
                polarity=polarity,
                strength=strength,
                lasting=lasting,
                constraint=limits,
            )
        )

    def _keep(self, statement: Statement) -> None:
        """Add a statement. Of two about one target the later holds, unless it judges less."""
        target = statement.target
        key = (target.kind, target.name or target.text, target.item)
        known = self.statements.get(key)
        if known is not None:
            weaker = known.strength > statement.strength and known.polarity == statement.polarity
            if statement.polarity == 0 or weaker:
                return
            del self.statements[key]
        self.statements[key] = statement

    def _retract(self, mention: Mention) -> None:
        """Drop from the request what was only named with "?" and is now judged: "Horror? No"."""
        if not any(offered is mention for offered in self.offered):
            return
        self.asked = [asked for asked in self.asked if asked is not mention]
        if not self.asked:
            self._forget_request()

    def _forget_request(self) -> None:
        self.wanted.clear()
        self.intents[:] = [intent for intent in self.intents if intent != RECOMMEND]

    def _feedback(self, attitude: Attitude, item: Item) -> None:
        if attitude.kind in (c.SEEN, c.BOUGHT) and attitude.polarity > 0:
            self.feedback.append((item.id, "like"))
        if attitude.action is not None:
            self.feedback.append((item.id, attitude.action))
            self.intents.append(FEEDBACK)


def _limits(attitude: Attitude, mention: Mention) -> Constraint | None:
    """The limit that refusing ``mention`` sets."""
    if attitude.kind != c.REFUSE:
        return None
    if mention.kind == ERA:
        rest = inverted(mention.years)
        return Constraint(year_min=rest[0], year_max=rest[1]) if rest else None
    return Constraint(exclude=mention.names) if mention.names else None


def _asked(mention: Mention) -> Constraint | None:
    """The limit that asking for ``mention`` sets."""
    if mention.kind == ERA:
        return Constraint(year_min=mention.years[0], year_max=mention.years[1])
    return Constraint(include=mention.names) if mention.kind in (GENRE, PERSON) else None
