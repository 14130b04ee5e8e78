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
from penchant.agent.understand.attitudes import Place, weigh
from penchant.agent.understand.chinese import chinese_cues
from penchant.agent.understand.clauses import FIRST_MARK, Segment, Sentence
from penchant.agent.understand.cues import Hit
from penchant.agent.understand.english import english_cues
from penchant.agent.understand.intents import asks, asks_about, asks_fact, opens_question
from penchant.agent.understand.mentions import ITEM, SHOWN, UNKNOWN, Mention, mention_of
from penchant.agent.understand.phrases import bare, object_phrase
from penchant.agent.understand.reading import WANTED, WONDERING, Attitude, Reading
from penchant.memory.records import Item, Target

_PRONOUN = re.compile(
    r"\b(?:it|this|that|them|those|these|he|she|they|him)(?: one| ones| film| movie)?\b"
    r"|'s\b|它|这部|那部|这个|那个|这片|他|她"
)
_IT = re.compile(r"\b(?:it|this|that)(?: one| film| movie)?\b|它|这部|那部|这个|那个|这片")
_MOMENT = re.compile(
    r"\b(?:tonight|today|right now|this time|for now|this evening|this weekend"
    r"|at the moment|just now|this afternoon|this morning)\b|今晚|今天|这次|这会儿|暂时"
    r"|这周末|此刻|今儿|今夜|眼下|这回|这一次|现在(?=不?想|不?要)"
)
_OPEN_TO = re.compile(r"^(?:anything|everything|nothing|any genre|whatever)\b")
_THING = re.compile(
    r"^(?:hi |hey |hello |ok |okay |maybe |ideally |preferably |perhaps )*(?:a|an|some|two"
    r"|three|four|five|six|ten|\d{1,2}|more|other|best|top|good|great|classic|fun|any"
    r"|movies?|films?|stories|books?|items?|products?)\b(?! (?:of (?:it|them|that)|lot|bit"
    r"|little|day|week|minute|while|friend|is|are|was|were)\b)"
)
_BEST = re.compile(
    r"^(?:the|your) (?:very )?(?:best|top|most \w+|\w{3,}est\b|favou?rite|latest|newest"
    r"|[\ue000-\uf8ff])(?!.*\b(?:is|are|was|were)\b)"
)
_NOUN = re.compile(
    rf"\b(?:movies?|films?|flicks?|titles?|stor(?:y|ies)|books?|items?|products?|shows?)\b"
    rf"|[{c.MARK}]|电影|片子"
)
_VERB = re.compile(r"^(?:\S+ ){1,3}(?:is|are|was|were|has|have|had|will|would|should|can)\b")
_DESCRIBED = re.compile(
    rf"^(?:(?:a|an|some|any|good|great|something|the|one) )*(?:[{c.MARK}] ?)+(?:films?"
    rf"|movies?|ones?)? ?(?:that|which)\b"
)
_POLITE = re.compile(r"\bplease\b")
_WATCH = re.compile(r"\b(?:want|like|love|need|going) to (?:watch|see)\b|想看|要看")
_JOINED = re.compile(rf"^(?:and|or|&) (?:the )?[{c.MARK}]")
_LEFT = re.compile(
    r"(?!already\b|before\b|yet\b|all\b|both\b|most\b|one\b)[a-z]{2,}|[\u4e00-\u9fff]{2}"
)
_EVER = re.compile(r"\bever(?: again)?$|\bfrom now on$")
_CLAUSE = re.compile(r"\b(?:i|i'm|my|he|she|they|we|it|is|was|are|were|has|had|did)\b|我|他|她|是")
_PARTS = frozenset({"special effects", "great dialogue", "music", "plot twists"})
"""Themes whose words also name a part that any film has."""
_OF_US = re.compile(r"\b(?:you|you guys|this app|this bot) ?$|你们?(?:可|真的?|还|倒|也)*$")
"""The subject of a judgement that is of the assistant: "you're good at this"."""
_TO_ME = re.compile(
    r"\b(?:but|and|though|while|so|then|i|we|just|really|honestly|personally|mostly|kind of)\b"
)
_AGAIN_ZH = re.compile(r"它|这部|那部|这个|那个|这片|他|她|们|了|吧|啊|呢|的|过|看|完|再|!|~")
_CONTRARY = re.compile(
    r"^(?:but |and |though |so )?(?:i (?:really |just |personally )?(?:don't|do not|do"
    r"|can't|am not|am)"
    r"|i'm not|not me|not i|so do i|me too|neither do i)$|^(?:但是?|可是?|不过)?我(?:就|可"
    r"|却)?(?:不|不行|不是|没有|也是|也一样)(?:了)?$"
)
_ALIKE = re.compile(r"\bi (?:do|am)$|so do i|me too|也是|也一样")
_FILL_ZH = re.compile(
    r"现在|觉得|感觉|我|很|还|挺|真的?|都|其实|但|确实|蛮|也|太|又|了|就|是|而且|简直|非常"
    r"|特别|反正|结果|不过"
)
_DECLINED = re.compile(
    r"^(?:oh |um |ugh |god )?(?:no|nope|nah|no,? thanks|no,? thank you|no way|hell no"
    r"|please no|hard pass|pass|never|yuck|ugh)$|^(?:算了吧?|还是算了吧?|不要|不了|免了吧?"
    r"|不行|拒绝|才不要|不看|没兴趣)$"
)
_WITHDRAWN = re.compile(
    r"^(?:but |and |though )?(?:not|no|just not)(?: so much| really)? (?:any ?more"
    r"|any longer|now|these days|lately|recently)$"
    r"|^(?:but )?(?:now )?(?:i'm over it|i've grown out of it|not now)$|现在(?:已经"
    r"|就)?(?:不了|没了|不是了|不再了|没感觉了|没兴趣了|没那么[^,]{0,3}了)$"
)

_AGREED = re.compile(
    r"^(?:(?:hell|oh|big|definite|definitely|absolutely) )?(?:yes|yeah|yep|yup|sure)$"
)
_NONE_OF = re.compile(r"^none of\b")
_MEANT = re.compile(
    rf"\bi (?:mean|meant|was (?:asking|talking) about|said) (?:the )?[{c.MARK}]"
    rf"|我(?:说|指|问|讲|要|要问|想问)的是[{c.MARK}]|我是[说指问][{c.MARK}]|^是[{c.MARK}]$"
)
"""Puts right which item was meant."""
_PREFERRED = re.compile(r"\bprefer|\brather\b|\bfavou?r\b")
_LESS_LIKED = re.compile(r" (?:over|to|than|rather than|instead of|more than) ")
"""Before what something is preferred to: "I prefer cotton to polyester"."""
_RATHER = re.compile(r"^(?:and |but |or )?(?:ideally|preferably)\b|^最好")
_BUT_NOT = re.compile(r"但是?|不过|不要|别|不")
_DESCRIBED_ONE = re.compile(r"\bthe one (?:with|where|about|that|which|in which|who)\b")

Marks = Sequence[tuple[int, int]]
"""Place and number of each mention of a segment."""


@dataclass(frozen=True, slots=True)
class Reach:
    """A cue in its segment: the mentions before it, within it and after it (up to the next cue),
    and where the words it governs end.
    """

    hit: Hit
    earlier: list[int]
    inside: list[int]
    after: list[int]
    end: int


@dataclass(slots=True)
class StatementReader:
    """Reads the sentences of one turn in order into ``reading``.

    ``surface`` are the words of each mention, ``likes`` the numbers of those that something is to
    be near to, ``compared`` of those it is only measured by; ``nearest`` finds a theme by words.
    """

    mentions: Sequence[Mention]
    surface: Sequence[str]
    likes: frozenset[int]
    compared: frozenset[int]
    shown: Sequence[Item]
    nearest: Callable[[str], Target | None]
    reading: Reading = field(default_factory=Reading)
    _carry: Attitude | None = None
    _loose: list[int] = field(default_factory=list)
    _past: list[int] = field(default_factory=list)
    _moment: bool = False
    _plain: bool = False
    _elsewhere: bool = False

    def ask_about(self, sentence: Sentence) -> None:
        """Take the mentions of a sentence about the memory itself: they are judged by nothing."""
        for segment in sentence.segments:
            self._question(segment, [n for _, n in segment.marks()])

    def sentence(self, sentence: Sentence) -> None:
        """Read one sentence."""
        if _DECLINED.match(sentence.lower) and self.reading.offered:
            for mention in self.reading.offered:
                self.reading.judge(Attitude(c.TASTE, -1, 0.8), mention)
            return
        self._moment = bool(_MOMENT.search(sentence.lower))
        self._loose = []
        named = all(segment.marks() for segment in sentence.segments)
        self._plain = (
            named and len(sentence.segments) > 1 and bare(_BUT_NOT.sub("", sentence.lower))
        )
        self._elsewhere = bool(_DESCRIBED_ONE.search(sentence.lower))
        carry = self._carry
        if carry == WONDERING or (carry and carry.kind != c.ASK and not bare(sentence.lower)):
            self._carry = None
        acted = False
        before = len(self.reading.intents)
        for segment in sentence.segments:
            acted = self._segment(segment) or acted
        if _EVER.search(sentence.lower) and self.reading.make_standing():
            return
        if self._loose and (not acted or len(self.reading.intents) == before):
            self._leftover(sentence)
        elif self._loose and self._only_limits(sentence):
            refused = {id(mention) for mention in self.reading.refused}
            self._loose = [n for n in self._loose if id(self.mentions[n]) not in refused]
            if self._loose:
                self._leftover(sentence)

    def _only_limits(self, sentence: Sentence) -> bool:
        """Whether all that a sentence does with what it names is to rule something out."""
        hits = [hit for segment in sentence.segments for hit in _hits(segment.lower)]
        return all(hit.cue.kind in (c.REFUSE, c.LESS) for hit in hits)

    # -- one segment ---------------------------------------------------------------------------

    def _segment(self, segment: Segment) -> bool:
        """Read one segment; whether any cue, own or carried, was at work."""
        if self._answered(segment):
            return True
        hits, marks = _hits(segment.lower), segment.marks()
        kinds = {hit.cue.kind for hit in hits}
        hinted = c.HINT in kinds and (bool(marks) or not _only_polite(segment.lower))
        hits = [hit for hit in hits if hit.cue.kind != c.HINT]
        if self._asked(segment, hits, marks, kinds):
            return True
        if _WITHDRAWN.search(segment.lower) and self.reading.withdraw():
            return True
        if _CONTRARY.search(segment.lower) and self._differ(segment):
            return True
        if not hits:
            return self._without_cue(segment, marks, hinted)
        if _DESCRIBED.match(segment.lower):
            hits = [hit for hit in hits if hit.cue.side != c.SUBJECT]
            hinted = True
        self._cues(segment, hits, marks, hinted)
        return True

    def _answered(self, segment: Segment) -> bool:
        """Read "yes" or "no way" after what it answers, and "none of these"; whether it was one."""
        numbers, attitude = [n for _, n in segment.marks()], Attitude(c.SKIP, -1, 0.6)
        if not numbers and self._loose and not segment.first:
            if _AGREED.match(segment.lower):
                attitude = Attitude(c.TASTE, 1, 0.6)
            elif not _DECLINED.match(segment.lower):
                return False
            numbers, self._loose = self._loose, []
        elif not (bare(segment.lower) and any(map(_NONE_OF.match, self._words(numbers)))):
            return False
        self._spread(attitude, numbers, segment)
        return True

    def _words(self, numbers: Sequence[int]) -> list[str]:
        return [self.surface[n].lower() for n in numbers]

    def _asked(self, segment: Segment, hits: list[Hit], marks: Marks, kinds: set[str]) -> bool:
        """Read a segment that asks; whether it was one."""
        numbers, lower = [n for _, n in marks], segment.lower
        near = any(n in self.likes for n in numbers)
        meant = _MEANT.search(lower) and any(self.mentions[n].items for n in numbers)
        about = asks_about(lower) and c.OFFER not in kinds and not near
        if meant or about or asks_fact(lower):
            self._question(segment, numbers)
        elif "\u2248" in lower and not kinds & {c.ASK, c.TASTE}:
            self._want(segment, numbers)
        elif c.ASK in kinds or not asks(lower, segment.asked):
            return False
        elif c.OFFER in kinds or (c.HINT in kinds and not opens_question(lower)):
            self._offer(segment, marks, hits)
        elif near or self._named(segment, hits, marks):
            self._want(segment, numbers, polarity=0)
            self.reading.offered = [self.mentions[n] for n in numbers]
        elif segment.asked or opens_question(lower) or not hits:
            self._question(segment, numbers)
        else:
            return False
        return True

    def _differ(self, segment: Segment) -> bool:
        """Read "but I don't" after somebody else's taste; whether there was one."""
        carry = self._carry
        if carry is None or carry.kind != "others" or not carry.polarity or not self._past:
            return False
        same = bool(_ALIKE.search(segment.lower))
        attitude = Attitude(c.TASTE, carry.polarity if same else -carry.polarity, 0.7)
        self.reading.judge(attitude, self.mentions[self._past[-1]])
        return True

    def _named(self, segment: Segment, hits: list[Hit], marks: Marks) -> bool:
        """Whether a segment only names something, as in "Horror?"."""
        asking = self._carry == WONDERING and not segment.first
        worded = opens_question(segment.lower)
        return bool(marks) and not hits and not worded and not asking and bare(segment.lower)

    def _without_cue(self, segment: Segment, marks: Marks, hinted: bool) -> bool:
        numbers, lower, carry = [n for _, n in marks], segment.lower, self._carry
        near = any(n in self.likes for n in numbers)
        fresh = carry is None or carry.kind not in (c.TASTE, c.SEEN, c.BOUGHT, "others", "question")
        thing = (_THING.match(lower) and _NOUN.search(lower)) or _BEST.match(lower)
        kinds = not any(self.mentions[n].items for n in numbers)
        listed = fresh and kinds and self._plain and segment.first
        rather = bool(_RATHER.match(lower)) and bool(numbers)
        if (fresh and thing and not _VERB.match(lower)) or hinted or near or listed or rather:
            self._want(segment, numbers)
        elif carry is not None and carry.goes_on and (numbers or carry.kind == c.ASK):
            self._spread(carry, numbers, segment)
        else:
            self._loose.extend(numbers)
            self._past.extend(numbers)
            return False
        self._past.extend(numbers)
        return True

    def _cues(self, segment: Segment, hits: list[Hit], marks: Marks, hinted: bool) -> None:
        """Apply the cues of a segment in order, and ask for what none of them has taken."""
        fresh = "state" not in self.reading.intents
        taken: set[int] = set()
        for place in range(len(hits)):
            self._apply(segment, hits, place, marks, taken)
            end = hits[place + 1].start if place + 1 < len(hits) else len(segment.lower)
            self._past.extend(n for at, n in marks if at < end and n not in self._past)
        if {hit.cue.kind for hit in hits} <= {c.REFUSE, c.LESS}:
            free = [n for _, n in marks if n not in taken]
            hinted = hinted or (fresh and bool(_OPEN_TO.match(segment.lower)))
            if free or (hinted and not _POLITE.search(segment.lower)):
                self._want(segment, free)

    # -- one cue -------------------------------------------------------------------------------

    def _apply(
        self, segment: Segment, hits: list[Hit], place: int, marks: Marks, taken: set[int]
    ) -> None:
        hit = hits[place]
        reach = _reach(segment, hits, place, marks, taken)
        before = segment.lower[hits[place - 1].end if place else 0 : hit.start]
        wanting = bool(self.reading.wanted)
        attitude = weigh(hit, Place(before, segment.lower, self._carry, self._moment, wanting))
        asking = self._carry is not None and self._carry.kind == c.ASK and place > 0
        if hit.cue.kind == c.BESIDES:
            return
        if hit.cue.side == c.SUBJECT and _OF_US.search(before):
            self._carry = None
            return
        if asking and hit.cue.side == c.SUBJECT and hit.cue.kind == c.TASTE:
            return  # "a thriller that is really good" describes what is wanted
        if hit.cue.kind == c.OVER and reach.earlier and not place:
            self._spread(Attitude(c.TASTE, 1, 0.75), reach.earlier, segment)
            taken.update(reach.earlier)
        after_besides = place > 0 and hits[place - 1].cue.kind == c.BESIDES
        reached = self._reached(segment, reach, before, after_besides)
        attitude = self._of_items(attitude, hit, reached, segment)
        taken.update(reached)
        if hit.cue.side == c.SUBJECT and self._part(reached, segment):
            self._carry = None
            return  # praise of a film's effects is no wish for films about effects
        if hit.cue.kind == c.REFUSE and hit.text.endswith("太") and len(reached) > 1:
            self._want(segment, reached[1:])  # 不要太血腥的恐怖片 refuses the gore alone
            reached = reached[:1]
        if not reached and attitude.kind != c.ASK:
            reached = self._antecedent(reach, segment)
            if not reached and self._stand_in(attitude, reach, segment):
                return
            if not reached:
                self._carry = attitude
                return
        self._carry = replace(attitude, goes_on=hit.cue.side == c.OBJECT)
        self._spread(attitude, reached, segment)

    def _reached(
        self, segment: Segment, reach: Reach, before: str, after_besides: bool
    ) -> list[int]:
        """The mentions that a cue speaks of."""
        kind = reach.hit.cue.kind
        if reach.hit.cue.side == c.SUBJECT:
            if reach.earlier and self._loose and _JOINED.match(segment.lower):
                return [*self._loose, *reach.earlier]
            waiting = [] if _PRONOUN.search(before) else list(self._loose)
            return reach.inside or reach.earlier or waiting or reach.after
        reached = [*reach.inside, *reach.after]
        if kind in (c.ASK, c.SAVE, c.SEEN, c.BOUGHT) or not reached:
            rest = segment.lower[reach.hit.end : reach.end]
            if kind == c.ASK or not object_phrase(rest, self.surface):
                return [*reach.earlier, *reached]
        return [*reach.earlier, *reached] if after_besides else reached

    def _of_items(
        self, attitude: Attitude, hit: Hit, reached: Sequence[int], segment: Segment
    ) -> Attitude:
        """Tell saving an item ("I want to watch Heat") from asking for a genre."""
        items = [n for n in reached if self.mentions[n].items and n not in self.likes]
        if hit.cue.kind == c.ASK and _WATCH.search(hit.text) and reached:
            return Attitude(c.SAVE, 1, 0.5) if len(items) == len(reached) else attitude
        if hit.cue.kind == c.SAVE and not items and not _IT.search(segment.lower):
            return replace(attitude, kind=c.ASK, polarity=1, strength=WANTED)
        return attitude

    def _part(self, reached: Sequence[int], segment: Segment) -> bool:
        """Whether what is judged is a part of one film, as "the special effects" are."""
        named = [target.name for n in reached for target in self.mentions[n].targets]
        if not named or not all(name in _PARTS for name in named):
            return False
        if any(m.kind in (ITEM, SHOWN, UNKNOWN) for m in self.mentions):
            return True
        mark = re.escape(chr(FIRST_MARK + reached[0]))
        return bool(re.search(rf"\b(?:the|its|their) {mark}(?! (?:films?|movies?))", segment.lower))

    # -- what is named elsewhere ---------------------------------------------------------------

    def _antecedent(self, reach: Reach, segment: Segment) -> list[int]:
        """The mention that "it" or an unnamed subject stands for."""
        hit, subject = reach.hit, reach.hit.cue.side == c.SUBJECT
        region = segment.lower[: hit.end] if subject else segment.lower[hit.end : reach.end]
        named = bool(_PRONOUN.search(region)) or (subject and hit.start < 4)
        rest = _TO_ME.sub(" ", _FILL_ZH.sub("", region.replace(hit.text, "")))
        if not subject and re.search("[\u4e00-\u9fff]", _AGAIN_ZH.sub("", rest)) and not named:
            return []  # the cue has an object of its own, known or not
        silent = not re.search(rf"[^\W\d_{c.MARK}]{{3}}", rest) or hit.cue.kind in (
            c.SEEN,
            c.BOUGHT,
        )
        if not self._past or not (named or silent):
            return []
        items = [n for n in self._past if self.mentions[n].kind in (ITEM, SHOWN)]
        return [items[-1]] if items else [self._past[-1]]

    def _stand_in(self, attitude: Attitude, reach: Reach, segment: Segment) -> bool:
        """Apply a cue that reaches no mention: to the list shown, or to a phrase of its own."""
        hit, subject = reach.hit, reach.hit.cue.side == c.SUBJECT
        region = segment.lower[hit.end : reach.end]
        phrase = ""
        if not subject and attitude.kind in (c.TASTE, c.REFUSE) and attitude.polarity:
            said = segment.raw[hit.end : reach.end]
            if _PREFERRED.search(segment.lower[hit.start : hit.end]):
                said = _LESS_LIKED.split(said)[0]
            phrase = object_phrase(said, self.surface)
        # 不要红色的 speaks of red things, 不要这款 of the one that was shown.
        clear = len(self.shown) == 1 and not phrase and not re.search(r"[a-z]{4}", region)
        if (
            self.shown
            and not self._elsewhere
            and (_IT.search(segment.lower if subject else region) or clear)
        ):
            item = self.shown[0]
            self._carry = replace(attitude, goes_on=False)
            self.reading.judge(attitude, mention_of(item))
            return True
        if phrase:
            self._carry = replace(attitude, goes_on=True)
            theme = self.nearest(phrase) or Target(kind="theme", name="", text=phrase)
            self.reading.judge_target(attitude, theme)
            return True
        idle = len(_LEFT.findall(_PRONOUN.sub(" ", region))) <= 1
        if attitude.kind in (c.SEEN, c.BOUGHT, c.SAVE, c.SKIP, c.LESS) and idle:
            self.reading.unnamed = attitude.action
            self.reading.intents.append("feedback")
        return False

    # -- acting on mentions --------------------------------------------------------------------

    def _spread(self, attitude: Attitude, numbers: Sequence[int], segment: Segment) -> None:
        if attitude.kind in (c.ASK, c.OFFER):
            self._want(segment, numbers, polarity=attitude.polarity)
            return
        if attitude == WONDERING or attitude.kind == WONDERING.kind:
            items = [self.mentions[n] for n in numbers if self.mentions[n].items]
            if items:
                self.reading.wonder(items)
            return
        for number in numbers:
            self.reading.judge(attitude, self.mentions[number])

    def _want(self, segment: Segment, numbers: Sequence[int], polarity: int = 1) -> None:
        """Ask for the mentions ``numbers`` of a segment and for its free words."""
        self._carry = Attitude(c.ASK if polarity else c.OFFER, polarity, WANTED, lasting=False)
        if not numbers and self._loose:
            numbers, self._loose = self._loose, []
        self._past.extend(n for n in numbers if n not in self._past)
        near = [self.mentions[n] for n in numbers if n in self.likes]
        for mention in near:
            for item, target in zip(mention.items, mention.targets, strict=True):
                self.reading.prefer(item, target, polarity)
        others = [n for n in numbers if n not in self.likes and n not in self.compared]
        mentions = [self.mentions[n] for n in others]
        self.reading.want(mentions, segment.raw, polarity, near=bool(near))

    def _offer(self, segment: Segment, marks: Marks, hits: Sequence[Hit]) -> None:
        """Read "do you have any X?": X is wanted, but nothing is said of liking it."""
        starts = [hit.start for hit in hits if hit.cue.kind in (c.REFUSE, c.LESS)]
        refused = [n for at, n in marks if starts and at >= starts[0]]
        for number in refused:
            self.reading.judge(Attitude(c.REFUSE, -1, 0.6, lasting=False), self.mentions[number])
        self._want(segment, [n for _, n in marks if n not in refused], polarity=0)
        self._past.extend(n for _, n in marks)

    def _question(self, segment: Segment, numbers: Sequence[int]) -> None:
        self._carry = WONDERING
        self._past.extend(numbers)
        self.reading.wonder([self.mentions[n] for n in numbers])
        if not numbers and self.shown and _IT.search(segment.lower):
            self.reading.about.append(self.shown[0])

    def _leftover(self, sentence: Sentence) -> None:
        """Ask for mentions with nothing said of them, if there is little else in the sentence."""
        named = [s for s in sentence.segments if s.marks()]
        others = [s for s in sentence.segments if not s.marks()]
        plain = all(bare(s.lower) for s in named)
        if bare(sentence.lower) or (plain and not any(_CLAUSE.search(s.lower) for s in others)):
            whole = replace(sentence.segments[0], raw=" ".join(s.raw for s in sentence.segments))
            self._want(whole, self._loose)


def _reach(
    segment: Segment, hits: Sequence[Hit], place: int, marks: Marks, taken: set[int]
) -> Reach:
    hit = hits[place]
    later = (h.start for h in hits[place + 1 :] if h.cue.side == c.OBJECT)
    end = min(later, default=len(segment.lower))
    free = [(at, n) for at, n in marks if n not in taken]
    return Reach(
        hit,
        earlier=[n for at, n in free if at < hit.start],
        inside=[n for at, n in free if hit.start <= at < hit.end],
        after=[n for at, n in free if hit.end <= at < end],
        end=end,
    )


def _hits(lower: str) -> list[Hit]:
    """The cues of both languages in order; of two that overlap the one that begins first, and a
    hint gives way to anything.
    """
    found = sorted(
        [*english_cues().find(lower), *chinese_cues().find(lower)],
        key=lambda hit: (hit.start, -hit.end),
    )
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _only_polite(lower: str) -> bool:
    return _POLITE.sub("", lower).strip() == ""
