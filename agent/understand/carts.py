"""Items put into the cart, or taken out of it: "add it to my cart", "I'll take the second".

Knows how people say so in English and Chinese; nothing of catalogs, nor of what lies in a cart.
Works on masked text, in which every mention is one private character. Only "it" may be said: which
item that is, is told by whoever knows what was shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from penchant.agent.understand.clauses import FIRST_MARK
from penchant.agent.understand.cues import MARK
from penchant.agent.understand.english import english_report
from penchant.agent.understand.mentions import ITEM, SHOWN, Mention

INTO, OUT, EMPTY = "into", "out", "empty"

_CONTENTS = re.compile(
    r"(?:^|[.!?;] )\W*(?:(?:so|and|but|ok|okay|please|now|hey|hi|hello|well|can you|could you|can i"
    r"|let me|tell me)\W+)*"
    r"(?:what(?:'s|s| is| are| was)|what all is|what (?:do|did|have) i (?:have|put|add|got|added)"
    r"|which (?:items|things) (?:are|do i have)|how (?:much|many)(?: things| items)? (?:is|are|do i"
    r" have)|(?:is|do i have) (?:there )?anything|show(?: me)?|see|view|list|open|check)\b"
    r"(?: (?:already|now|all|left|put|got|me))*(?: (?:in|into|inside|of))?"
    r" (?:the contents of )?(?:my|the) (?:shopping )?(?:cart|basket|trolley)\b"
    r"|^\W*my (?:shopping )?(?:cart|basket|trolley)\W*$"
    r"|购物[车篮](?:里面?|中|内)?(?:现在|目前|都|还|已经)*(?:有|放)了?(?:些|点)?(?:什么|啥|哪些|几|多少|东西[吗么])"
    r"|(?:看看|看一?下|查看|显示|打开|列出)我?的?购物[车篮](?:里的东西)?\W*$|^\W*我的购物[车篮]\W*$",
    re.IGNORECASE,
)

_MARKS = (
    rf"《?[{MARK}]》?(?:(?: ?, ?(?:and )?| and (?:the )?| & |、|[和跟与])《?[{MARK}]》?){{0,9}}"
)
_IT = (
    rf"(?P<it>(?:(?:both|all|one|two|three|four|five|\d+|some|a|an|the|of) ){{0,3}}{_MARKS}"
    r"|(?:it|this|that|them|these|those)\b)(?: (?:one|ones|too|as well|please|now|all|both)\b){0,2}"
)
_TITLED = rf"(?:(?:them|these|those|one|two|three|four|five|\d+|of|the) ){{0,3}}(?P<it>{_MARKS})"
_CART = (
    r"(?:(?:my|the|our|your) )?(?:shopping )?(?:cart|basket|trolley|bag)\b"
    r"(?! (?:icon|button|page|symbol|total)\b)(?:,? please\b)?"
)
_POLITE = (
    r"(?P<polite>\b(?:(?:can|could|would|will) you|(?:can|could|may) (?:i|we)|please"
    r"|i'd like (?:you )?to|i want (?:you )?to|let me|let's|go ahead and|i'll|i will)"
    r"(?: (?:please|just|also|then|now)){0,3} )?"
)
_PUT = r"\b(?:add|put|place|throw|toss|stick|drop|pop|chuck|move)"
_REMOVE = r"\b(?:take|remove|delete|drop|get|clear|throw|pull|move|put|kick)"
_WILL = (
    r"(?P<polite>\b(?:(?:can|could|may) (?:i|we)|(?:i|we)(?:'ll| will| would like to|'d like to"
    r"|'m going to|'re going to| am going to| want to|'d rather)|let me|let us|let's)"
    r"(?: (?:please|just|also|then|definitely|probably|happily|gladly|rather)){0,3} )"
)
_TAKEN = (
    r"(?=\s*(?:$|[.,!;]|\?|(?:please|thanks|thank you|then|too|as well|instead|now|today|but|and"
    r"|for (?:me|my|us|now|today|the)|from (?:this|that|the|your) list)\b))"
)
_NO_BUT = r"(?!\s*[,，]?\s*(?:but\b|但|不过|可))"
_ZH_IT = rf"(?P<it>{_MARKS}|它们?|[这那](?:[个款件]|一[个款件])?)"
_ZH_CART = (
    r"(?:到|在)?(?:我的?|这个)?(?:购物车|购物篮|购物袋)(?:里面?|中|内)?(?!的|图标|按钮|页)[吧啦呀]?"
)
_ZH_POLITE = (
    r"(?P<polite>(?:能不能|可不可以|可以|能|请|麻烦|帮我|给我|那就|那){0,3}"
    r"(?:请|麻烦你?|帮我|给我|能|可以|能不能|可不可以))?"
)
_ZH_PUT = (
    r"(?:也|都|就|一起|先|帮我|给我){0,3}"
    r"(?:添加|加入|加进|加|放进|放入|放|添|丢进|扔进|装进|丢|扔|装)"
)
_ZH_REMOVE = (
    r"(?:给我|帮我|都)?(?:拿掉|拿出来?|拿走|移除|移出去?|移走|删掉|删除|删了|去掉|去除|取出来?|撤掉|撤了"
    r"|退掉|剔除|清掉)"
)
_ZH_FROM = r"从(?:我的?)?(?:购物车|购物篮|购物袋)(?:里面?|中|内)?"
_ZH_OVER = r"(?=\s*(?:$|[.,!;?。，！；？、]|谢谢|好了))"
_ZH_START = r"(?:^|(?<=[,.;:!?。，；：！？、 ]))"

_SAID: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        EMPTY,
        (
            rf"{_POLITE}\b(?:empty|clear|clean|wipe|reset)(?: out)? {_CART}",
            rf"{_POLITE}{_REMOVE} (?:everything|all|all of (?:it|them)|it all|them all)"
            rf"(?: that's| that is)? (?:out of|from|in|out) {_CART}",
            rf"{_ZH_POLITE}(?:把|将)?(?:清空|清理|清一下|清掉|删除|删掉|重置)(?:整个|全部|所有)?"
            r"(?:我的?)?(?:购物车|购物篮)(?!的)(?:里的?(?:所有|全部)?(?:东西|商品)?)?[吧啦]?",
            rf"{_ZH_POLITE}(?:把|将)?(?:我的?)?(?<!从)(?<!从我)(?<!从我的)(?:购物车|购物篮)(?:"
            r"里面?的?(?:所有|全部)?(?:东西|商品)|里面?的?(?:所有|全部))?(?:全部?|都|全都)?"
            r"(?:清空|清掉|清了|(?<!车)(?<!篮)(?:删掉|删除|删了|拿掉|移除))",
            rf"{_ZH_POLITE}{_ZH_FROM}(?:把|将)?(?:所有|全部)的?(?:东西|商品)?(?:都|全)?{_ZH_REMOVE}",
        ),
    ),
    (
        OUT,
        (
            rf"{_POLITE}{_REMOVE} {_IT} ?(?:back )?(?:out of|out from|from|off|out) {_CART}",
            rf"{_POLITE}{_REMOVE} (?:out )?from {_CART}",
            rf"\b(?:please )?(?:don't|do not) {_PUT[2:]} {_TITLED}"
            rf" ?(?:in|into|to|onto)(?: to)? {_CART}",
            rf"\bi (?:don't|do not|no longer) want {_IT} in {_CART}(?: any ?more)?",
            rf"{_ZH_POLITE}{_ZH_FROM}{_ZH_REMOVE}{_ZH_IT}?[吧了]?",
            rf"{_ZH_POLITE}{_ZH_FROM}(?:把|将){_ZH_IT}{_ZH_REMOVE}[吧了]?",
            rf"{_ZH_POLITE}(?:把|将)?{_ZH_IT}?{_ZH_FROM}{_ZH_REMOVE}[吧了]?",
            rf"{_ZH_POLITE}(?:把|将)?{_ZH_IT}(?:移出|拿出|踢出|请出){_ZH_CART}",
            rf"{_ZH_POLITE}(?:把|将)?(?:购物车|购物篮)里面?的?{_ZH_IT}{_ZH_REMOVE}[吧了]?",
            rf"{_ZH_START}(?:请|先|你){{0,3}}(?:别|不要)(?:把|将)?(?P<it>{_MARKS}){_ZH_PUT}{_ZH_CART}",
        ),
    ),
    (
        INTO,
        (
            rf"{_POLITE}{_PUT} {_IT} ?(?:in|into|to|onto|inside)(?: to)? {_CART}",
            rf"{_POLITE}\b(?:add|put|move) (?:in|into|to)(?: to)? {_CART}",
            rf"{_ZH_POLITE}(?:把|将)?{_ZH_IT}?{_ZH_PUT}{_ZH_CART}",
            rf"{_ZH_POLITE}(?:把|将)?{_ZH_IT}(?:也|都|就|先){{0,3}}加购(?:一下)?[吧了]?{_ZH_OVER}",
            rf"{_ZH_START}{_ZH_POLITE}加购(?:一下)?{_ZH_IT}[吧了]?{_ZH_OVER}",
        ),
    ),
)
_TAKING: tuple[str, ...] = (
    rf"{_WILL}(?:take|have|get|buy|order|purchase|grab|go with) {_TITLED}{_TAKEN}",
    rf"{_WILL}(?:take|have|buy|order) (?P<it>it|this|that|this one|that one){_TAKEN}",
    r"(?P<polite>\b(?:i'm|i am|we're|we are) )(?:taking|buying|going with)"
    rf" {_TITLED}{_TAKEN}",
    rf"{_ZH_START}(?:(?:那|好的?|嗯|行|就|我们?|还是|决定|帮我|给我|请|先|也|想|要){{0,5}})"
    rf"(?:买|拿|选|下单|订)(?:下)?{_ZH_IT}(?:好了|[吧啦哈呀])?{_ZH_OVER}",
    rf"{_ZH_START}(?:(?:那|好的?|嗯|行|我们?|还是|先|也){{0,5}}就(?:要|来)?)"
    rf"{_ZH_IT}(?:好了|[吧了啦])?{_ZH_OVER}",
    rf"{_ZH_IT},?我们?(?:就|也|都)?(?:要|拿|下单)了{_ZH_OVER}",
)
"""One who takes an item has decided for it: where things are sold, it goes into the cart."""
_WANTING: tuple[str, ...] = (
    rf"(?P<polite>\b(?:i|we)(?:'d like| would like| want) ){_TITLED}{_TAKEN}{_NO_BUT}",
    rf"{_ZH_START}(?:(?:那|好的?|嗯|行|我们?|还是|帮我|给我|请|先|也|想){{0,5}})"
    rf"(?:要|来)(?:[一两二三四五六七八九十\d]+[个盒件包罐袋瓶份饼])?{_ZH_IT}(?:好了|[吧啦了哈呀])?{_ZH_OVER}"
    rf"{_NO_BUT}",
)
"""Said of a place in the list alone: "I want Heat" may ask what that is."""

_FORMS = tuple((kind, tuple(map(re.compile, patterns))) for kind, patterns in _SAID)
_TAKES = tuple(map(re.compile, _TAKING))
_WANTS = tuple(map(re.compile, _WANTING))
_CART_NAMED = re.compile(r"\b(?:cart|basket|trolley|bag)\b|购物车|购物篮|购物袋|加购")
_STOP = re.compile(r"[,.!?;\n，。！？；]")
_SUPPOSED = re.compile(
    r"\b(?:if|whether|when|unless|before|after|suppose|forget|remember)\b|忘[了掉记]|记得|如果|要是|万一|假如|是否|的时候"
)
_ASKS = re.compile(
    r"^(?:and |but |so |well )*(?:why|is|are|was|do|does|did|how|what|where|who|which|should|would"
    r"|have|has|must)\b|为什么|为啥|怎么|是不是|会不会|要不要|该不该|难道"
)
_SOMEBODY = re.compile(r"\b(?:i|you|he|she|we|they|who|to|wife|husband|mum|mom|dad|friend)\s*$")
_DENIED = re.compile(r"(?:\b(?:not|never|no|without)|n't)(?: \w+)?\s*$|(?:没有?|不|别|未)\S{0,2}$")


@dataclass(frozen=True, slots=True)
class Move:
    """That items go ``INTO`` the cart or ``OUT`` of it, or that it is to be ``EMPTY``. ``numbers``
    are those of the mentions; where ``said`` there is one word for an item instead ("it", 这个),
    and ``before`` is the mention of an item named last before it.
    """

    kind: str
    numbers: tuple[int, ...] = ()
    said: bool = False
    before: int | None = None


def read_moves(
    masked: str, mentions: Sequence[Mention], *, sold: bool
) -> tuple[str, tuple[Move, ...]]:
    """``masked`` without the words that move items into the cart or out of it, and the moves.
    ``sold`` tells that the catalog's things are sold: only there "I'll take it" is one.
    """
    found: list[Move] = []
    if _CART_NAMED.search(masked.lower()):
        for kind, patterns in _FORMS:
            for pattern in patterns:
                masked = _read(masked, mentions, pattern, kind, (ITEM, SHOWN), found)
    if sold:
        for patterns, kinds in ((_TAKES, (ITEM, SHOWN)), (_WANTS, (SHOWN,))):
            for pattern in patterns:
                masked = _read(masked, mentions, pattern, INTO, kinds, found)
    return masked, tuple(found)


def _read(
    masked: str,
    mentions: Sequence[Mention],
    pattern: re.Pattern[str],
    kind: str,
    kinds: tuple[str, ...],
    found: list[Move],
) -> str:
    """``masked`` without what ``pattern`` matches, where that moves something; adds to ``found``.
    A mention stays where what follows goes on about it: "add Heat to my cart, I love it".
    """
    place = 0
    while (match := pattern.search(masked.lower(), place)) is not None:
        it = match.groupdict().get("it") or ""
        numbers = _numbers(it)
        named = all(n < len(mentions) and mentions[n].kind in kinds for n in numbers)
        if not named or not match[0] or not _meant(masked.lower(), match):
            place = max(match.end(), place + 1)
            continue
        earlier = [
            n
            for n in _numbers(masked[: match.start()])
            if n < len(mentions) and mentions[n].kind in (ITEM, SHOWN)
        ]
        said = bool(it) and it not in _SEVERAL
        found.append(Move(kind, numbers, said, earlier[-1] if earlier and said else None))
        rest = masked[match.end() :]
        kept = f"{chr(FIRST_MARK + numbers[-1])}, " if numbers and _GOES_ON.search(rest) else ""
        masked = f"{masked[: match.start()]} {kept}{rest}".strip(" ,，、")
        place = match.start()
    return masked


_SEVERAL = ("them", "these", "those", "它们")
_GOES_ON = re.compile(r"\b(?:it|this|that|they|them)\b|它|这个")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(ord(mark) - FIRST_MARK for mark in re.findall(f"[{MARK}]", text))


def _meant(lower: str, match: re.Match[str]) -> bool:
    """Whether what was matched is to be done: not asked, supposed, denied or told of others."""
    starts = [stop.end() for stop in _STOP.finditer(lower, 0, match.start())]
    before = lower[starts[-1] if starts else 0 : match.start()].strip()
    if _SUPPOSED.search(before) or _DENIED.search(before) or english_report(before):
        return False
    if _ASKS.search(before):
        return False  # "where can I buy the second?"
    polite = bool(match.groupdict().get("polite"))
    if not polite and (_ASKS.search(f"{before} {match[0]}".strip()) or _SOMEBODY.search(before)):
        return False
    end = _STOP.search(lower, match.end())
    after = lower[match.end() : len(lower) if end is None else end.start()].strip()
    asked = "吗" in after or "么" in after or (end is not None and end[0] in "?？" and not after)
    return polite or not asked


def asks_contents(text: str) -> bool:
    """Whether ``text`` asks what lies in the cart.

    >>> asks_contents("what's in my cart?"), asks_contents("what goes with what's in my bag?")
    (True, False)
    """
    return _CONTENTS.search(text.replace("\u2019", "'")) is not None
