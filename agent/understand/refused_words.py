"""Free words that a request refuses: "jackets without polyester", "anything but red", 不要黑色的.

Knows how a refusal stands before words in English and Chinese; nothing of catalogs. Works on masked
text: mentions, each one private character, are refused elsewhere and end such words.
"""

from __future__ import annotations

import re

from penchant.agent.understand.cues import MARK

MOST = 3
"""Words of one refusal."""

_WORD = r"[a-z][a-z'-]*"
_END = (
    r"(?:please|thanks|but|and|or|for|with|under|below|over|above|that|which|from|if|instead|though"
    r"|then|i|you|it|to|at|more|less|too|only|just|matter|idea|problem|thanks|longer|one"
    r"|older|newer|earlier|later|other|bad|sure|yet|now|so|very|really|necessarily|today|tonight)\b"
)
_ENGLISH = re.compile(
    r"(?:\bwithout|\b(?:anything|everything) (?:but|except)|\bexcept(?: for)?|\bother than"
    r"|\bnothing(?= (?:in|with|made of) )|\bbut not|\b(?:isn't|aren't|is not|are not)"
    rf"|(?:^|[,;] ?|(?<=[{MARK}]) )(?:and |but |please )?(?:no|not))"
    r" (?:any |a |an |the |in |with |made of |from |something |anything )*"
    rf"(?P<words>(?!{_END}){_WORD}(?: (?!{_END}){_WORD}){{0,{MOST - 1}}}"
    rf"(?: or (?!{_END}){_WORD})?)",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?:不要|不想要|别要|除了|不含|不带|不是)(?P<words>[\u3400-\u9fff]{1,4}?)"
    r"(?:的|以外的?|之外的?|都可以|都行|[,，。;；!！?？吧\s]|$)"
)
_NOTHING_ZH = re.compile(r"[太那这了我你它他她吗再]|什么|推荐|一样|多|少|贵")


def refused_words(masked: str) -> tuple[str, tuple[str, ...]]:
    """``masked`` without what it refuses in free words, and these words.

    >>> refused_words("a jacket without polyester, please")
    ('a jacket , please', ('polyester',))
    """
    found: list[str] = []

    def taken(match: re.Match[str]) -> str:
        found.extend(re.split(r" or ", match["words"], flags=re.IGNORECASE))
        return " "

    def taken_zh(match: re.Match[str]) -> str:
        if _NOTHING_ZH.search(match["words"]):
            return match[0]
        found.append(match["words"])
        return " "

    rest = _CHINESE.sub(taken_zh, _ENGLISH.sub(taken, masked))
    return re.sub(r" {2,}", " ", rest), tuple(dict.fromkeys(found))
