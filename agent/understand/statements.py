"""What a turn says about each of its mentions: judged, wanted, refused, seen, or merely asked.

Knows how cues, mentions and segments combine; nothing of single words of either language. A cue
reaches the mentions that follow it (or precede it, where it is worded so) up to the next cue, and
a segment without a cue of its own goes on with the one before: "I love westerns, and thrillers".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from penchant.agent.understand import cues as c
from penchant.agent.understand.chinese import chinese_cues, chinese_weight
from penchant.agent.understand.clauses import Segment, Sentence
from penchant.agent.understand.cues import Hit, Weight
from penchant.agent.understand.english import english_cues, english_report, english_weight
from penchant.agent.understand.eras import inverted
from penchant.agent.understand.intents import asks, asks_about, opens_question
from penchant.agent.understand.mentions import ERA, GENRE, ITEM, PERSON, SHOWN, Mention, item_target
from penchant.agent.understand.phrases import bare, object_phrase
from penchant.memory.records import Constraint, Item, Statement, Target

ASKED = 0.05
"""Strength of a statement that judges nothing; at most .1 is promised."""
WANTED = 0.3
"""Strength of what asking for something says of liking it."""

_PRONOUN = re.compile(
    r"\b(?:it|this|that|them|those|these|he|she|they|him)(?: one| ones| film| movie)?\b|'s\b|它|这部|那部|这个|那个|这片|他|她"
)
_IT = re.compile(r"\b(?:it|this|that)(?: one| film| movie)?\b|它|这部|那部|这个|那个|这片")
_SUPPOSED = re.compile(
    r"\bif (?:i|you|we|he|she|they|someone|it)\b|\b(?:suppose|supposing|imagine|pretend|let's say|hypothetically|what if)\b|^as if\b|如果我|假如|要是我|假设|万一|倘若|若是我"
)
_MOMENT = re.compile(
    r"\b(?:tonight|today|right now|this time|for now|this evening|this weekend|at the moment|just now|this afternoon|this morning)\b|今晚|今天|这次|这会儿|暂时|这周末|此刻|今儿|今夜|眼下|这回|这一次|现在(?=不?想|不?要)"
)
_STANDING = re.compile(
    r"\b(?:no more|stop|quit|never|ever again|don't ever)\b|再也|别再|不要再|永远|以后|从此|停止"
)
_OTHERS = re.compile(
    r"\b(?:he|she|they|who|kids|(?:my|his|her|their) (?!taste|list|opinion)[\w' ]{2,16})(?: (?:really|also|just|always))? ?$"
)
_CONTRAST = re.compile(
    r"^(?:but |and |or |just )?(?:no|not|nor|neither|except(?: for)?|without|apart from|other than|minus)\b"
)
_DESCRIBED = re.compile(
    rf"^(?:(?:a|an|some|any|good|great|something|the|one) )*(?:[{c.MARK}] ?)+(?:films?|movies?|ones?)? ?(?:that|which)\b"
)
_POLITE = re.compile(r"\bplease\b")
_DECLINED = re.compile(
    r"^(?:oh |um |ugh |god )?(?:no|nope|nah|no,? thanks|no,? thank you|no way|hell no|please no|hard pass|pass|never|yuck|ugh)$|^(?:算了吧?|还是算了吧?|不要|不了|免了吧?|不行|拒绝|才不要|不看|没兴趣)$"
)
_WITHDRAWN = re.compile(
    r"^(?:but |and |though )?(?:not|no|just not)(?: so much| really)? (?:any ?more|any longer|now|these days|lately|recently)$"
    r"|^(?:but )?(?:now )?(?:i'm over it|i've grown out of it|not now)$|现在(?:已经|就)?(?:不了|没了|不是了|不再了|没感觉了|没兴趣了|没那么[^,]{0,3}了)$"
)
_NO = re.compile(r"n't\b|\bnot\b|\bnever\b|\bhardly\b|\byet to\b|没|不")

_ACTIONS = {
    c.SEEN: "watch",
    c.SAVE: "save",
    c.SKIP: "dismiss",
    c.REFUSE: "dismiss",
    c.LESS: "dismiss",
}

Key = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Attitude:
    """What a cue, weighed, says of the mentions it reaches."""

    kind: str
    polarity: int
    strength: float
    lasting: bool = True
    goes_on: bool = True


_OTHERS_TASTE = Attitude("others", 0, 0.0)
_QUESTION = Attitude("question", 0, ASKED)


@dataclass(slots=True)
class Reading:
    """All that was read in a turn so far. ``unnamed`` is an action on an item nobody can tell."""

    statements: dict[Key, Statement] = field(default_factory=dict)
    asked: list[Mention] = field(default_factory=list)
    refused: list[Mention] = field(default_factory=list)
    like: list[Item] = field(default_factory=list)
    feedback: list[tuple[str, str]] = field(default_factory=list)
    about: list[Item] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    intents: list[str] = field(default_factory=list)
    unnamed: str | None = None

    def state(self, statement: Statement) -> None:
        """Add a statement. Of two about one target the later holds, unless it judges less."""
        target = statement.target
        key = (target.kind, target.name or target.text, target.item)
        known = self.statements.get(key)
        if known is not None:
            same = known.polarity == statement.polarity
            if statement.polarity == 0 or (same and known.strength >= statement.strength):
                return
            del self.statements[key]
        self.statements[key] = statement


@dataclass(slots=True)
class StatementReader:
    """Reads the sentences of one turn in order into ``reading``."""

    mentions: Sequence[Mention]
    surface: Sequence[str]
    likes: frozenset[int]
    shown: Sequence[Item]
    nearest: Callable[[str], Target | None]
    reading: Reading = field(default_factory=Reading)
    _carry: Attitude | None = None
    _loose: list[int] = field(default_factory=list)
    _past: list[int] = field(default_factory=list)
    _moment: bool = False

    def ask_about(self, sentence: Sentence) -> None:
        """Take the mentions of a sentence about the memory itself: they are judged by nothing."""
        for segment in sentence.segments:
            self._question(segment, [n for _, n in segment.marks()])

    def sentence(self, sentence: Sentence) -> None:
        """Read one sentence."""
        if _DECLINED.match(sentence.lower) and self._decline():
            return
        self._moment = bool(_MOMENT.search(sentence.lower))
        self._loose = []
        acted = False
        before = len(self.reading.intents)
        if not bare(sentence.lower) and self._carry is not None and self._carry.kind != c.ASK:
            self._carry = None
        for segment in sentence.segments:
            acted = self._segment(segment) or acted
        if self._loose and (not acted or len(self.reading.intents) == before):
            self._leftover(sentence)

    # -- one segment ---------------------------------------------------------------------------

    def _segment(self, segment: Segment) -> bool:
        """Read one segment; whether any cue, own or carried, was at work."""
        hits = _hits(segment.lower)
        marks = segment.marks()
        kinds = {hit.cue.kind for hit in hits}
        hinted = c.HINT in kinds
        hits = [hit for hit in hits if hit.cue.kind != c.HINT]
        if asks_about(segment.lower) and c.OFFER not in kinds and not self._likes_in(marks):
            self._question(segment, [n for _, n in marks])
            return True
        if asks(segment.lower, segment.asked) and c.ASK not in kinds:
            if c.OFFER in kinds or (hinted and not opens_question(segment.lower)):
                self._offer(segment, marks, hits)
                return True
            worded = opens_question(segment.lower)
            if self._likes_in(marks) or (not worded and bare(segment.lower) and not hits):
                self._want(segment, [n for _, n in marks], polarity=0)
                return True
            if not self._told(segment, hits):
                self._question(segment, [n for _, n in marks])
                return True
        if _WITHDRAWN.search(segment.lower) and self._withdraw():
            return True
        if not hits:
            return self._without_cue(segment, marks, hinted)
        if _DESCRIBED.match(segment.lower):
            hits = [hit for hit in hits if hit.cue.side != c.SUBJECT]
            hinted = True
        taken: set[int] = set()
        reach = [*(hit.start for hit in hits[1:]), len(segment.lower)]
        for place in range(len(hits)):
            self._apply(segment, hits, place, marks, taken)
            self._past.extend(n for at, n in marks if at < reach[place] and n not in self._past)
        free = [n for _, n in marks if n not in taken]
        limited = {hit.cue.kind for hit in hits} <= {c.REFUSE, c.LESS}
        if limited and (hinted and not _POLITE.search(segment.lower) or free):
            self._want(segment, free)
        return True

    def _told(self, segment: Segment, hits: Sequence[Hit]) -> bool:
        """Whether a segment before "?" tells something all the same: "I hate horror, you know?"."""
        return not segment.asked and not opens_question(segment.lower) and bool(hits)

    def _without_cue(self, segment: Segment, marks: list[tuple[int, int]], hinted: bool) -> bool:
        numbers = [n for _, n in marks]
        liked = self._likes_in(marks)
        carry = self._carry
        if hinted or liked:
            self._want(segment, numbers)
        elif carry is not None and carry.goes_on and (numbers or carry.kind == c.ASK):
            self._spread(carry, numbers, segment)
        else:
            self._loose.extend(numbers)
            self._past.extend(numbers)
            return False
        self._past.extend(numbers)
        return True

    def _apply(
        self,
        segment: Segment,
        hits: Sequence[Hit],
        place: int,
        marks: Sequence[tuple[int, int]],
        taken: set[int],
    ) -> None:
        hit = hits[place]
        start = hits[place - 1].end if place else 0
        end = min(
            (h.start for h in hits[place + 1 :] if h.cue.side == c.OBJECT),
            default=len(segment.lower),
        )
        before = segment.lower[start : hit.start]
        attitude = self._attitude(hit, before, segment)
        after = [n for at, n in marks if hit.end <= at < end and n not in taken]
        inside = [n for at, n in marks if hit.start <= at < hit.end and n not in taken]
        earlier = [n for at, n in marks if at < hit.start and n not in taken]
        wanting = self._carry is not None and self._carry.kind == c.ASK and place > 0
        if hit.cue.kind == c.BESIDES:
            return
        if hit.cue.side == c.SUBJECT:
            if wanting and hit.cue.kind == c.TASTE:
                return
            reached = inside or earlier or self._before(segment, before) or after
        else:
            reached = [*inside, *after]
            if hit.cue.kind in (c.ASK, c.SAVE, c.SEEN) or not reached:
                rest = segment.lower[hit.end : end]
                if hit.cue.kind == c.ASK or not object_phrase(rest, self.surface):
                    reached = [*earlier, *reached]
            elif place and hits[place - 1].cue.kind == c.BESIDES:
                reached = [*earlier, *reached]
        if hit.cue.kind == c.SAVE and not self._items(reached) and not _IT.search(segment.lower):
            attitude = replace(attitude, kind=c.ASK, polarity=1, strength=WANTED)
        taken.update(reached)
        if hit.cue.kind == c.REFUSE and hit.text.endswith("太") and len(reached) > 1:
            self._want(segment, reached[1:])
            reached = reached[:1]
        if not reached and attitude.kind != c.ASK:
            reached = self._antecedent(hit, segment, end)
            if not reached and self._stand_in(attitude, hit, segment, end):
                return
        self._carry = replace(attitude, goes_on=hit.cue.side == c.OBJECT)
        self._spread(attitude, reached, segment)

    def _decline(self) -> bool:
        """Take "no thanks" after "Horror?" for what it is; whether anything was offered so."""
        if self._carry is None or self._carry.kind not in (c.OFFER, "question"):
            return False
        asked = [self.mentions[n] for n in self._past if self.mentions[n].targets]
        for mention in asked:
            self._judge(Attitude(c.TASTE, -1, 0.8), mention)
        gone = {id(mention) for mention in asked}
        self.reading.asked = [m for m in self.reading.asked if id(m) not in gone]
        self.reading.wanted.clear()
        self.reading.intents[:] = [
            name for name in self.reading.intents if name in ("state", "feedback")
        ]
        return bool(asked)

    def _withdraw(self) -> bool:
        """Take "but not any more" for what was judged last; whether there was such a judgement."""
        for statement in reversed(list(self.reading.statements.values())):
            if statement.polarity > 0 and statement.strength > WANTED:
                self.reading.state(replace(statement, polarity=-1, strength=0.5))
                return True
            if statement.polarity < 0:
                return True
        return False

    # -- what a cue comes to -------------------------------------------------------------------

    def _attitude(self, hit: Hit, before: str, segment: Segment) -> Attitude:
        cue = hit.cue
        english = hit.text.isascii() or bool(re.search("[a-z]", hit.text))
        weight = english_weight(before) if english else chinese_weight(before)
        if weight.own is None and self._carry == _OTHERS_TASTE and cue.kind == c.TASTE:
            if cue.side == c.OBJECT:
                weight = replace(weight, own=False)
        if cue.kind == c.TASTE:
            return self._taste(hit, weight, before, segment, english)
        if cue.kind in (c.REFUSE, c.LESS, c.SKIP):
            return self._refusal(hit, weight, before, segment, english)
        if cue.kind == c.OVER:
            good = self._carry is not None and self._carry.polarity > 0
            return Attitude(c.TASTE, -1 if good else 0, cue.strength if good else ASKED)
        if cue.kind == c.SEEN:
            denied = len(_NO.findall(hit.text)) + weight.negations
            if denied % 2 or weight.own is False:
                return _OTHERS_TASTE
            return Attitude(c.SEEN, 0, ASKED)
        if (
            cue.kind == c.ASK
            and weight.negations % 2
            and not before.rstrip().endswith(("why", "not"))
        ):
            return Attitude(c.REFUSE, -1, 0.7, lasting=False)
        if cue.kind == c.SAVE:
            return Attitude(c.SAVE, 1, 0.5)
        return Attitude(c.ASK, 1, WANTED, lasting=False)

    def _taste(
        self, hit: Hit, weight: Weight, before: str, segment: Segment, english: bool
    ) -> Attitude:
        cue = hit.cue
        owner = weight.own
        if cue.side == c.SUBJECT:
            owner = not english_report(before) if english else owner
            if (
                not english
                and owner is False
                and not re.search(r"觉得|认为|说|感觉|对|喜欢", before)
            ):
                owner = None
        if cue.other or owner is False:
            return _OTHERS_TASTE
        denied = weight.negations
        if cue.inner:
            denied += len(re.findall(r"n't\b|\b(?:not|never|hardly|rarely|seldom)\b", hit.text))
        polarity, strength = cue.polarity, cue.strength
        if denied % 2:
            polarity = -polarity
            strength = _denied(cue.polarity, strength)
        elif denied:
            strength *= 0.55
        if weight.past:
            polarity, strength = -polarity, 0.4 if polarity > 0 else 0.3
        strength += weight.shift
        if weight.unsure or _SUPPOSED.search(segment.lower):
            return Attitude(c.TASTE, 0, ASKED)
        return Attitude(c.TASTE, polarity, _bounded(strength))

    def _refusal(
        self, hit: Hit, weight: Weight, before: str, segment: Segment, english: bool
    ) -> Attitude:
        cue = hit.cue
        if _OTHERS.search(before) if english else weight.own is False and "你" not in before:
            return _OTHERS_TASTE
        carry = self._carry
        if carry == _OTHERS_TASTE and _CONTRAST.match(hit.text):
            return _OTHERS_TASTE
        if carry is not None and carry.kind == c.TASTE and carry.polarity and carry.goes_on:
            if _CONTRAST.match(hit.text) and "more" not in hit.text:
                turned = carry.polarity > 0 or hit.text.startswith(
                    ("nor", "neither", "and no", "or ")
                )
                return Attitude(c.TASTE, -1 if turned else 1, 0.7 if turned else 0.4)
        if weight.negations % 2 and cue.side == c.OBJECT and _near_no(before):
            return Attitude(c.TASTE, 1, 0.4)
        standing = bool(_STANDING.search(hit.text))
        wanting = c.ASK in self._asking() and not standing
        lasting = not (self._moment or wanting or (cue.momentary and english and not standing))
        if "too " in hit.text or "太" in hit.text:
            return Attitude(cue.kind, -1, 0.6, lasting)
        return Attitude(cue.kind, -1, _bounded(cue.strength), lasting)

    def _asking(self) -> set[str]:
        return {c.ASK} if self.reading.wanted else set()

    # -- what it is about ----------------------------------------------------------------------

    def _before(self, segment: Segment, before: str) -> list[int]:
        """The mentions of segments just before that a predicate speaks of."""
        if self._loose and not _PRONOUN.search(before):
            return list(self._loose)
        return []

    def _antecedent(self, hit: Hit, segment: Segment, end: int) -> list[int]:
        """The mention that "it" or an unnamed subject stands for."""
        region = (
            segment.lower[hit.end : end] if hit.cue.side == c.OBJECT else segment.lower[: hit.end]
        )
        named = bool(_PRONOUN.search(region)) or (hit.cue.side == c.SUBJECT and len(region) < 12)
        silent = not re.search(rf"[^\W\d_{c.MARK}]{{3}}", region) or hit.cue.kind == c.SEEN
        if not self._past or not (named or silent):
            return []
        items = [n for n in self._past if self.mentions[n].kind in (ITEM, SHOWN)]
        return [items[-1]] if items else [self._past[-1]]

    def _stand_in(self, attitude: Attitude, hit: Hit, segment: Segment, end: int) -> bool:
        """Apply a cue that reaches no mention: to the list shown, or to a phrase of its own."""
        region = segment.lower[hit.end : end]
        whole = segment.lower if hit.cue.side == c.SUBJECT else region
        clear = len(self.shown) == 1 and not re.search(r"[a-z]{4}", region)
        if self.shown and (_IT.search(whole) or clear):
            self._carry = replace(attitude, goes_on=False)
            self._judge(
                attitude,
                Mention(
                    start=0,
                    end=0,
                    kind=SHOWN,
                    items=(self.shown[0],),
                    targets=(item_target(self.shown[0]),),
                ),
            )
            return True
        if hit.cue.side == c.OBJECT and attitude.kind in (c.TASTE, c.REFUSE) and attitude.polarity:
            phrase = object_phrase(segment.raw[hit.end : end], self.surface)
            if phrase:
                self._carry = replace(attitude, goes_on=True)
                self._state(attitude, self._theme(phrase), None)
                return True
        action = _ACTIONS.get(attitude.kind)
        if action is not None and attitude.kind != c.REFUSE:
            self.reading.unnamed = action
            self.reading.intents.append("feedback")
        return False

    def _theme(self, phrase: str) -> Target:
        return self.nearest(phrase) or Target(kind="theme", name="", text=phrase)

    def _items(self, numbers: Sequence[int]) -> list[Item]:
        return [item for n in numbers for item in self.mentions[n].items]

    def _likes_in(self, marks: Sequence[tuple[int, int]]) -> bool:
        return any(n in self.likes for _, n in marks)

    # -- acting on mentions --------------------------------------------------------------------

    def _spread(self, attitude: Attitude, numbers: Sequence[int], segment: Segment) -> None:
        if attitude.kind in (c.ASK, c.OFFER):
            self._want(segment, numbers, polarity=attitude.polarity)
            return
        for number in numbers:
            self._judge(attitude, self.mentions[number])

    def _judge(self, attitude: Attitude, mention: Mention) -> None:
        if attitude.kind == "others":
            return
        if attitude.kind in (c.REFUSE,):
            self.reading.refused.append(mention)
        for item in mention.items:
            self._feedback(attitude, item)
        for target in mention.targets:
            self._state(attitude, target, self._limits(attitude, mention))

    def _limits(self, attitude: Attitude, mention: Mention) -> Constraint | None:
        if attitude.kind != c.REFUSE:
            return None
        if mention.kind == ERA:
            rest = inverted(mention.years)
            return Constraint(year_min=rest[0], year_max=rest[1]) if rest else None
        return Constraint(exclude=mention.names) if mention.names else None

    def _state(self, attitude: Attitude, target: Target, limits: Constraint | None) -> None:
        polarity, strength = attitude.polarity, attitude.strength
        if attitude.kind == c.SEEN and target.kind != ITEM:
            polarity, strength = 1, WANTED
        self.reading.state(
            Statement(
                target=target,
                polarity=polarity,
                strength=strength,
                lasting=attitude.lasting,
                constraint=limits,
            )
        )
        if polarity and attitude.kind not in (c.ASK, c.OFFER):
            self.reading.intents.append("feedback" if target.kind == ITEM else "state")

    def _feedback(self, attitude: Attitude, item: Item) -> None:
        action = _ACTIONS.get(attitude.kind)
        if attitude.kind == c.TASTE and attitude.polarity:
            action = "like" if attitude.polarity > 0 else "dislike"
        if action is not None:
            self.reading.feedback.append((item.id, action))
            self.reading.intents.append("feedback")

    def _want(self, segment: Segment, numbers: Sequence[int], polarity: int = 1) -> None:
        """What is asked for: the mentions ``numbers`` of a segment and its free words."""
        self._carry = Attitude(c.ASK if polarity else c.OFFER, polarity, WANTED, lasting=False)
        strength = WANTED if polarity else ASKED
        named = []
        for number in numbers:
            mention = self.mentions[number]
            if number in self.likes:
                self.reading.like.extend(mention.items)
            elif mention.items:
                self.reading.about.extend(mention.items)
                named.append(mention)
                continue
            else:
                self.reading.asked.append(mention)
            limits = None
            if mention.kind == ERA:
                limits = Constraint(year_min=mention.years[0], year_max=mention.years[1])
            elif mention.kind in (GENRE, PERSON):
                limits = Constraint(include=mention.names)
            for target in mention.targets:
                self.reading.state(
                    Statement(
                        target=target,
                        polarity=polarity,
                        strength=strength,
                        lasting=False,
                        constraint=limits,
                    )
                )
        if named and len(named) == len(numbers):
            self.reading.intents.append("question")
            for mention in named:
                for target in mention.targets:
                    self.reading.state(Statement(target=target, polarity=0, strength=ASKED))
            return
        self.reading.wanted.append(segment.raw)
        self.reading.intents.append("recommend")

    def _offer(
        self, segment: Segment, marks: Sequence[tuple[int, int]], hits: Sequence[Hit]
    ) -> None:
        """ "Do you have any X?": wanted, but nothing said of liking it."""
        refused: list[int] = []
        for hit in hits:
            if hit.cue.kind in (c.REFUSE, c.LESS):
                reached = [n for at, n in marks if at >= hit.start]
                refused.extend(reached)
                attitude = Attitude(c.REFUSE, -1, 0.6, lasting=False)
                for number in reached:
                    self._judge(attitude, self.mentions[number])
        self._want(segment, [n for _, n in marks if n not in refused], polarity=0)
        self._past.extend(n for _, n in marks)

    def _question(self, segment: Segment, numbers: Sequence[int]) -> None:
        self._carry = _QUESTION
        self._past.extend(numbers)
        self.reading.intents.append("question")
        for number in numbers:
            mention = self.mentions[number]
            self.reading.about.extend(mention.items)
            for target in mention.targets:
                self.reading.state(
                    Statement(target=target, polarity=0, strength=ASKED, lasting=False)
                )
        if not numbers and self.shown and _IT.search(segment.lower):
            self.reading.about.append(self.shown[0])

    def _leftover(self, sentence: Sentence) -> None:
        """Mentions with nothing said of them: a request, if there is little else in the sentence."""
        if bare(sentence.lower):
            self._want(sentence.segments[0], self._loose)
            self.reading.wanted[-1:] = (
                [s.raw for s in sentence.segments] if self.reading.wanted else []
            )


def _hits(lower: str) -> list[Hit]:
    """The cues of both languages in order; of two that overlap the one that begins first, and a
    hint gives way to anything."""
    found = sorted(
        [*english_cues().find(lower), *chinese_cues().find(lower)],
        key=lambda hit: (hit.start, -hit.end),
    )
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _denied(polarity: int, strength: float) -> float:
    """The strength of a judgement with "not" before it: not loving is less than disliking."""
    if polarity < 0:
        return 0.35
    if strength >= 0.9:
        return 0.45
    return 0.7 if strength >= 0.6 else 0.5


def _bounded(strength: float) -> float:
    return round(min(1.0, max(0.1, strength)), 3)


def _near_no(before: str) -> bool:
    return bool(re.search(r"(?:n't|\bnot|\bnever)(?: \w+){0,2}\s*$|不(?:是|会|能)?$", before))
