"""Wishes for prices that name no amount: "cheap", "cheaper", "the cheapest", 便宜点的, 最贵的.

Knows the words of English and Chinese for them; nothing of catalogs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from penchant.agent.understand.amounts import refused, without

CENT = 0.01
"""What is cheaper than something costs at least so much less."""
SEVERAL = 3
"""How many of the cheapest are meant where nobody says how many."""

_A_BIT = r"(?:(?:a (?:little )?bit|a little|slightly|somewhat|much|way|far|even|rather) )?"
_DEAR = r"(?:expensive|pricey|costly|dear)"
_THESE = r"(?:these|those|them|(?:the |this |that |your )?list|the (?:two|three|four|five))"
_WHICH_ZH = r"哪一?[款个种样]"
_ASKED = (
    r"(?:\b(?:how much (?:is|are|does|do|for)|what(?:'s|s| is| are| was)?"
    r"|which(?: one| ones)?(?: is| are)?) )?(?:\b(?:the|your|my|a) )?(?:\bvery )?"
)


def _most(english: str, chinese: str) -> re.Pattern[str]:
    """Finds a question or a wish for what is the most of something, in lower-case text."""
    return re.compile(
        rf"{_ASKED}\b(?:{english})\b(?! (?:ways?|times?|places?|shipping|delivery|trick)\b)"
        r"(?P<more>(?: (?:few|couple(?: of)?|ones|things|items|products|options))*)"
        r"(?: (?:one|thing|item|product|option|there is|of all|overall|cost))*"
        rf"|(?:{_WHICH_ZH}|什么)?(?<!不)是?(?:{chinese})的?"
        r"(?P<some>(?=几[款个种样]|哪些|一些|那[几些]))?(?:那?一?[款个种样](?!月))?"
        rf"(?:是?(?:{_WHICH_ZH}|哪些|什么))?[呢啊呀]?"
    )


_CHEAPEST = _most(
    rf"cheapest|least {_DEAR}|most (?:affordable|inexpensive)|lowest[- ]priced",
    "(?:价格|价钱|售价)?最(?:便宜|实惠|划算)|(?:价格|价钱|售价)最低|最低价",
)
_DEAREST = _most(
    r"most (?:expensive|costly|pricey)|priciest|dearest(?! (?:sir|madam|all|team)\b)"
    r"|highest[- ]priced",
    "(?:价格|价钱|售价)?最贵|(?:价格|价钱|售价)最高|最高价",
)
_MOST = {"cheapest": _CHEAPEST, "dearest": _DEAREST}
_NOT_THE = re.compile(
    r"(?:\b(?:not|never|no|without|hate|but|avoid|dislike)|n['’]t)"
    r"(?: (?:want|need|like|be|have to be|necessarily|just|only|always))* ?$"
    r"|(?:不是|不要|别|不想要?|不喜欢|不一定要?|不用|讨厌)$"
)
_BESIDE = re.compile(
    r"(?<=\S)\s*(?:, ?(?:but|just)?|\bbut|[，、](?:但是?|不过|就是)?|但是?|不过) *$"
)
"""Between another wish and a denial."""
_PLURAL = re.compile(
    r"^ ?(?:[a-z-]+ ){0,2}?(?!(?:is|this|was|plus|yes|as|has|its)\b|[a-z]*ss\b)[a-z]{2,}s\b"
)
_YOU_HAVE = re.compile(
    r" ?\b(?:(?:that |which )?(?:do )?(?:you|you guys) (?:have|got|have got|sell|carry|offer|stock)"
    rf"|you've got)\b|是?(?:{_WHICH_ZH}|哪些)[呢啊呀]?$"
)
"""What is left of a question for the cheapest without it: "which oolong do you have"."""
_OPENING = re.compile(r"^\W*(?:what(?:'s|s| is| are)|which(?: is| are)?) (?:the |your )?")
_OF_THE_LIST = re.compile(
    rf"\b(?:of|among|from|in|on) (?:all )?{_THESE}\b|其中|[这那上]面"
    r"|[这那](?:[几些]|[两三四五六][款个种样])"
)
_WHICH = re.compile(r"\b(?:which(?: one)?|what|how much)(?: is| are)? ?$")
_MOST_HERE = {
    kind: re.compile(
        rf"^\W*(?:(?:and|so|ok|okay|then)\W+)?which(?: one)?(?:'s| is)(?: the)? (?:{english})\W*$"
        rf"|^\W*(?:{_WHICH_ZH}是?(?:[最更]|比较|要){chinese}的?一?[点些]?|最{chinese}的?是?{_WHICH_ZH})"
        r"[呢啊呀]?\W*$"
    )
    for kind, english, chinese in (
        ("cheapest", "cheap(?:est|er)", "便宜"),
        ("dearest", f"(?:most|more) {_DEAR}|priciest|pricier|dearest|dearer", "贵"),
    )
}
"""A question for the cheapest or the dearest that speaks of what was shown just before, if anything
was.
"""
_WHICH_CHEAPER = re.compile(
    rf"\bwhich(?: one)?(?:'s| is| of .{{1,40}} is)(?: the)? cheaper\b|{_WHICH_ZH}(?:更|比较|要)便宜"
)
"""A question of which of two is cheaper: no wish for anything."""
_CHEAPER = re.compile(
    rf"\b{_A_BIT}(?:cheaper|lower[- ]priced|less {_DEAR}|more affordable"
    rf"|not (?:quite )?(?:so|as|that) {_DEAR})\b(?! by\b)(?P<than> than\b)?"
    r"|(?P<than_zh>(?<=比)[^，。,.!？?]{1,20}?)(?:还|再|更|要)?便宜(?:一?[点些]儿?)?的?"
    r"|(?:再|更)便宜(?:一?[点些]儿?)?的?|便宜一?[点些]儿?的?"
    r"|[没不](?:那么|这么)贵的?|价格?(?:再|更)?低一?[点些]儿?的?"
)
_TOO_DEAR = re.compile(
    r"(?:^|(?<=[,.!;?] ))(?:(?:oh|hmm|no|well)\W+)*"
    r"(?:(?:these|those|they|it|that|this|all of (?:these|them)|everything)(?:'re|'s| are| is)? "
    r"(?:(?:all|both|really) )*)?"
    rf"(?:(?:far|way|much|a bit|a little) )*too {_DEAR}(?: for me)?(?=\W|$)"
    r"|(?:^|(?<=[，。！；？,.!;?])|(?<=[,.!;?] ))"
    r"(?:感觉|觉得|好像|还是|可是|但是?|不过|这些|这几[款个种]|它们|都|全都?|也)*"
    r"(?:实在|真的?)?(?:太|有一?[点些])贵了?(?![的重吗])"
)
"""A complaint about all that was shown."""
_CHEAP = re.compile(
    rf"\b(?:cheap|inexpensive|affordable|low-priced|(?:not|nothing) (?:too|very|overly) {_DEAR})\b"
    r"|(?:不要|别|不想要?|不能|不)太贵的?|太贵的(?:不要|别|就?算了|不行|不考虑)"
    r"|(?<![不最])便宜的|平价的?"
)
_OF_ONE = re.compile(r"\b(?:the \w+(?: one)?|it|number \w+)(?: is| was|'s) $")
"""Right before "not too expensive" this tells what one item is, not what is wanted."""


@dataclass(frozen=True, slots=True)
class Bargain:
    """A wish for prices: ``kind`` is cheap, cheaper, cheapest, dearest or, where one is denied, no
    wish, ``rest`` the turn without it, ``n`` how many of the cheapest or dearest are meant,
    ``than`` whether the rest names what something is to be cheaper than, ``complaint`` whether it
    is only said that prices are too high.
    """

    kind: str
    rest: str
    n: int = 1
    than: bool = False
    complaint: bool = False


def read_bargain(text: str, listed: bool) -> Bargain | None:
    """The wish for prices in ``text``, if there is one. ``listed`` tells that a list was shown
    before: then a complaint about prices is a wish for something cheaper.
    """
    lower = text.lower()
    if _WHICH_CHEAPER.search(lower):
        return None
    if not (listed and of_the_list(text)) and (most := _most_in(lower)) is not None:
        return _of_all(text, *most)
    if found := _CHEAPER.search(lower):
        rest = text if found["than_zh"] else without(text, found)
        if found["than_zh"]:
            rest = text[: found.start() - 1] + text[found.start() : found.end("than_zh")]
        elif listed and (more := _TOO_DEAR.search(rest.lower())):
            rest = without(rest, more)
        return Bargain("cheaper", rest, than=bool(found["than"] or found["than_zh"]))
    if listed and (found := _TOO_DEAR.search(lower)):
        return Bargain("cheaper", without(text, found), complaint=True)
    found = _CHEAP.search(lower)
    if found and not refused(before := lower[: found.start()]) and not _OF_ONE.search(before):
        return Bargain("cheap", without(text, found))
    return None


def _of_all(text: str, kind: str, found: re.Match[str]) -> Bargain | None:
    """The wish for the cheapest or the dearest that ``found`` is. Denied it is none, and beside
    another wish it goes: "scarves, but not the cheapest".
    """
    lower = text.lower()
    if (denied := _NOT_THE.search(lower[: found.start()])) is not None:
        if (beside := _BESIDE.search(lower[: denied.start()])) is None:
            return None
        return Bargain("no wish", f"{text[: beside.start()]} {text[found.end() :]}")
    rest = without(text, found)
    for asked in (_YOU_HAVE, _OPENING):
        rest = rest if (more := asked.search(rest.lower())) is None else without(rest, more)
    several = found["more"] or found["some"] is not None or _PLURAL.match(lower[found.end() :])
    return Bargain(kind, rest, SEVERAL if several else 1)


def wants_most(text: str) -> bool:
    """Whether a turn wishes for the cheapest or the dearest of all there is."""
    lower = text.lower()
    if of_the_list(text) or (most := _most_in(lower)) is None:
        return False
    return _NOT_THE.search(lower[: most[1].start()]) is None


def of_the_list(text: str) -> bool:
    """Whether a turn that speaks of the cheapest or the dearest means those of the last list."""
    lower = text.lower()
    named = _most_in(lower) is not None and _OF_THE_LIST.search(lower) is not None
    return named or any(here.search(lower) for here in _MOST_HERE.values())


def place_in_list(lower: str) -> tuple[str, int, int] | None:
    """Whether a lower-case text speaks of the "cheapest" or the "dearest" of the list shown last,
    and where, from "which" to the end of its words; None where it does not.
    """
    for kind, here in _MOST_HERE.items():
        if (whole := here.search(lower)) is not None:
            return kind, *whole.span()
    most, of = _most_in(lower), _OF_THE_LIST.search(lower)
    if most is None or of is None or _NOT_THE.search(lower[: most[1].start()]):
        return None
    kind, found = most
    start, end = min(found.start(), of.start()), max(found.end(), of.end())
    before = _WHICH.search(lower[:start])
    return kind, start if before is None else before.start(), end


def _most_in(lower: str) -> tuple[str, re.Match[str]] | None:
    """The kind of the first of _MOST that stands in a lower-case text, and where."""
    found = ((kind, pattern.search(lower)) for kind, pattern in _MOST.items())
    return next(((kind, match) for kind, match in found if match is not None), None)


def cheaper_than(shown: Sequence[float | None], lowest: float, middle: float) -> float:
    """The most that something cheaper costs: less than everything ``shown`` (prices), where the
    catalog's ``lowest`` is, else less than the median of them; without any less than ``middle``.
    """
    prices = [price for price in shown if price is not None]
    limit = middle if not prices else median(prices) if min(prices) <= lowest else min(prices)
    return max(round(limit - CENT, 2), 0.0)
