"""Items put off or turned down with a reason: "not now for the first", "the second is too dear".

Knows how people say that something costs too much, has to wait or is in the house already, in
English and Chinese; other judgements are read elsewhere. Works on masked text, in which every
mention is one private character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from penchant.agent.understand.clauses import FIRST_MARK
from penchant.agent.understand.cues import MARK
from penchant.agent.understand.english import english_report
from penchant.agent.understand.mentions import ITEM, SHOWN, Mention
from penchant.memory.kinds import TOO_EXPENSIVE

NOT_NOW, SEEN_IT = "not-now", "seen-it"

_IT = rf"(?P<it>《?[{MARK}]》?(?:(?: ?, ?(?:and )?| and | or | & |、|[和跟与])《?[{MARK}]》?)*)"
_DEAR = r"(?:expensive|pricey|costly|dear|overpriced)"
_IS = r"(?:'s| is| are|'re| was| were| looks?| seems?| feels?)"
_MUCH = (
    r"(?:too|way too|far too|much too|so|a bit|a little|quite|rather|pretty|very|really|awfully)"
)
_NOW = (
    r"(?:not (?:right )?now|not (?:today|tonight|yet)|not at the moment|not this time"
    r"|(?:maybe|perhaps) (?:later|another time|some other time|next time)|some other time"
    r"|another time|next time)"
)
_FOR_NOW = (
    r"(?:for now|for today|for the moment|right now|today|tonight|this time|at the moment|yet|now"
    r"|until later|for later)"
)
_OVER = r"(?=\s*(?:$|[.,!;。，！；]|please\b|thanks\b|thank you\b|but\b|and\b|maybe\b|perhaps\b))"
_ZH_OVER = r"(?=\s*(?:$|[.,!;。，！；、]|[吧啦哈哦呀]))"
_USE = r"(?:要|买|看|喝|用|吃|考虑|下单|需要)"
_AT_PRESENT = r"(?:先|暂时|暂且|这次|这回|现在|今天|今晚|这会儿|目前|眼下)"
_HAVE = r"(?:have got|have|own|got|possess)"

_FORMS: tuple[tuple[str, tuple[re.Pattern[str], ...]], ...] = (
    (
        TOO_EXPENSIVE,
        (
            re.compile(
                rf"{_IT}{_IS}?(?: (?:all|both|just|still|simply|also|actually|kind of|honestly))*"
                rf" {_MUCH}(?: damn)? {_DEAR}(?: for (?:me|us|my taste|what it is|a \w+))?{_OVER}"
            ),
            re.compile(rf"{_IT}{_IS} overpriced\b"),
            re.compile(
                rf"{_IT} costs? (?:(?:way |far |a bit )?too much|a lot|more than i \w+)[^,.;!?]*"
            ),
            re.compile(
                rf"{_IT}{_IS} (?:a bit |way |well )?(?:over|above|beyond|outside|out of)"
                r" my budget\b"
            ),
            re.compile(rf"\b(?:i|we) (?:can't|cannot|can not|couldn't) afford {_IT}"),
            re.compile(
                rf"{_IT}(?:的价格|价格|的?价钱)?(?:都|也|就|还是|感觉|觉得|真的|实在|未免|对我来说|,)*"
                r"(?:太贵|有一?[点些]儿?太?贵|[好挺很偏略]贵|贵了|超预算|超出了?(?:我的)?预算|买不起)"
                rf"(?:了?一?[点些]儿?)?了?{_ZH_OVER}"
            ),
            re.compile(rf"(?:我?嫌|我?觉得|感觉){_IT}太?贵了?{_ZH_OVER}"),
            re.compile(rf"我?买不起{_IT}"),
        ),
    ),
    (
        NOT_NOW,
        (
            re.compile(rf"\b{_NOW} (?:for|with) {_IT}"),
            re.compile(rf"{_IT} ?[,:]? ?{_NOW}{_OVER}"),
            re.compile(rf"{_IT} (?:can|will have to|has to|must) wait\b"),
            re.compile(rf"(?:^|(?<=[,.;!?] ))(?:no|not) {_IT} {_FOR_NOW}{_OVER}"),
            re.compile(
                rf"\b(?:(?:i'll|i will|let me|let's|i'd|please) )?(?:skip|pass on|leave|hold off on"
                rf"|wait with|put off|postpone) {_IT} {_FOR_NOW}{_OVER}"
            ),
            re.compile(
                r"\b(?:i|we) (?:don't|do not|won't) (?:want|need|take|buy)(?: to buy)? "
                rf"{_IT} {_FOR_NOW}{_OVER}"
            ),
            re.compile(
                rf"{_IT}(?:我|就)?{_AT_PRESENT}+(?:我|就|还|都)?(?:不|别|不想|不用|不需要){_USE}?了?{_ZH_OVER}"
            ),
            re.compile(
                rf"{_IT}(?:就|还是)?(?:以后|下次|改天|回头|过几天|过阵子|过段时间|晚点|下个月)"
                rf"(?:吧|再(?:说|买|考虑|定)吧?){_ZH_OVER}"
            ),
            re.compile(rf"{_IT}(?:就|还是)?先(?:放一?放|放着|算了|等等){_ZH_OVER}"),
            re.compile(rf"{_AT_PRESENT}+(?:我|就|还)?(?:不想|不用|不|别){_USE}{_IT}了?{_ZH_OVER}"),
        ),
    ),
    (
        SEEN_IT,
        (
            re.compile(
                r"\b(?:i|we|i've|we've|i have|we have) (?:already|still) "
                rf"{_HAVE} {_IT}(?: at home)?"
            ),
            re.compile(rf"(?:^|(?<=[,.;!?] ))(?:already|still) {_HAVE} {_IT}(?: at home)?"),
            re.compile(
                rf"\b(?:i|we|i've|we've) {_HAVE} {_IT} (?:already|at home)(?: at home)?{_OVER}"
            ),
            re.compile(rf"\b(?:i|we) own {_IT}{_OVER}"),
            re.compile(rf"{_IT},? (?:i|we)(?:'ve)? (?:already|still) {_HAVE}(?: at home)?{_OVER}"),
            re.compile(
                rf"{_IT}(?:我们?|家里|我家|我们家|这边|都|,)*(?:已经|早就|早|都)*"
                rf"(?:有(?:一[个件盒包罐袋瓶本])?了|还有(?:很多|不少|好多|一[些点]))(?:不用了?)?{_ZH_OVER}"
            ),
            re.compile(
                rf"(?:我们?|家里|我家)(?:已经|早就|都)*有(?:了|一[个件盒包罐袋瓶本])?{_IT}了{_ZH_OVER}"
            ),
            re.compile(rf"(?:我们?|家里|我家)*(?:已经|早就)有了?{_IT}了?{_ZH_OVER}"),
        ),
    ),
)
_OPENS_QUESTION = re.compile(
    r"^(?:and |but |so |well )*(?:why|is|are|isn't|aren't|was|do|does|did|don't|how|if|whether"
    r"|would|what|when|which|should)\b|为什么|为啥|怎么|是不是|会不会|难道|如果|要是|万一"
)
_STOP = re.compile(r"[,.!?;\n，。！？；]")


@dataclass(frozen=True, slots=True)
class Dismissal:
    """That the item of the mention ``number`` is put off or turned down, and the ``reason``: one of
    the journal's.
    """

    number: int
    reason: str


def read_dismissals(masked: str, mentions: Sequence[Mention]) -> tuple[str, list[Dismissal]]:
    """``masked`` without the words that dismiss items with a reason, and what they dismiss."""
    found: list[Dismissal] = []
    for reason, patterns in _FORMS:
        for pattern in patterns:
            place = 0
            while (match := pattern.search(masked.lower(), place)) is not None:
                numbers = [ord(mark) - FIRST_MARK for mark in re.findall(f"[{MARK}]", match["it"])]
                if not all(_is_item(mentions, n) for n in numbers) or _asked(masked, match):
                    place = match.end()
                    continue
                found += [Dismissal(number, reason) for number in numbers]
                masked = f"{masked[: match.start()]} {masked[match.end() :]}".strip()
    return masked, found


def _is_item(mentions: Sequence[Mention], number: int) -> bool:
    return number < len(mentions) and mentions[number].kind in (ITEM, SHOWN)


def _asked(masked: str, match: re.Match[str]) -> bool:
    """Whether what was matched is asked, supposed, or said by somebody else."""
    lower = masked.lower()
    starts = [stop.end() for stop in _STOP.finditer(lower, 0, match.start())]
    before = lower[starts[-1] if starts else 0 : match.start()].lstrip()
    end = _STOP.search(lower, match.end())
    after = lower[match.end() : len(lower) if end is None else end.start()]
    if _OPENS_QUESTION.search(before + lower[match.start() : match.end()]) or re.search(
        "[吗么]", after
    ):
        return True
    if (end is not None and end[0] in "?？" and not after.strip()) or english_report(before):
        return True
    return bool(re.search(r"\b(?:not|n't|never)\b ?$|[没不]$", before))
