"""Items that something is to be near to: "something like X", "similar to the second", 类似X的.

Knows the turns of phrase of English and Chinese; nothing of what else a turn asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from penchant.agent.understand.clauses import FIRST_MARK
from penchant.agent.understand.cues import MARK
from penchant.agent.understand.mentions import ITEM, SHOWN, Mention

_MARK = f"[{MARK}]"
_LIST = (
    rf"(?P<list>{_MARK}(?:(?:\s*(?:,|/|&|\band\b|\bor\b|和|或|与|跟))+\s*(?:the (?:film"
    rf"|movie) )?{_MARK})*)"
)
_LEAD = (
    r"(?:\s+(?:the|a|an|that|this|say|maybe|perhaps|in|either|both|my favou?rite|film"
    r"|movie|book|show|called))*\s*"
)
_PRONOUN = r"(?P<pronoun>this|that|these|those|it|them)(?: (?:one|ones|film|movie))?\b"
_THING = (
    r"(?:something|anything|things?|stuff|more|movies?|films?|ones?|titles?|shows?|books?"
    r"|items?|products?|others?|else|some|exactly|just"
    r"|recs?|recommendations?|suggestions?|vibes?|comed(?:y|ies)|thrillers?|dramas?|picks?"
    r"|bit|lot|kind|sort|much|similar|a)"
)
_PREPOSITION = (
    rf"(?:\b{_THING}(?: [\w-]+){{0,2}}? like|{_MARK}(?: (?:films?|movies?|ones?))? like"
    rf"|(?:^|[,.;:!?-])\s*(?:(?:more|just|maybe|stuff|perhaps|kinda|kind of|sorta|sort of"
    rf"|a bit|bit|basically|think) )*like|\bsimilar(?:ly)?(?: [\w-]+)? (?:to|as|with)"
    rf"|\bin the (?:style|vein|spirit|manner|mould|mold) of"
    r"|\balong the (?:same )?lines (?:of|as)|\breminiscent of|\b(?:the )?same (?:vibe|mood"
    r"|feel|feeling|style|kind|type|sort|genre|tone|vein|spirit"
    r"|energy)(?: [\w ]{0,12})? (?:as|of|like)"
    r"|\b(?:comparable|akin|close|closer|related) to|\bremind(?:s|ed)? me of|\bfor (?:fans"
    r"|lovers) of|\bevoke[sd]?|\b(?:the )?(?:vibe|feel|mood|style|spirit) of|\bif (?:i|you"
    r"|we|someone|one) (?:really |also |absolutely )?(?:like|love|enjoy|adore)d?"
    r"|\bas (?:good|funny|scary|great|smart|clever|dark|fun|exciting) as|\bsuch as)"
)
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_PREPOSITION}{_LEAD}(?:{_LIST}|{_PRONOUN})",
        rf"(?P<list>{_MARK})[ -](?:like|style|esque|ish|type)\b",
        rf"(?:类似于?|相似于|好像|有点像|像|接近|如同|仿)\s*(?:电影|影片)?\s*(?:{_LIST}"
        rf"|(?P<pronoun>这样|这部|这个|它|这些|那部|那样|刚才|上面))(?:\s*(?:一样|那样|这样"
        rf"|似的|那种|这种|之类|风格|般))*",
        rf"(?:和|跟|与|同)\s*(?:电影|影片)?\s*(?:{_LIST}|(?P<pronoun>这部|这个|它|这些|那部"
        rf"|刚才那[部个]))\s*(?:的)?(?:很|比较|最|有点|是)?(?:差不多|类似|相似|一样|风格|同类"
        rf"|同款|相近|接近|一个类型|同类型|相像|相关|同风格|气质)",
        rf"{_LIST}\s*(?:的)?(?:同类|同类型|类似|那样|这样|那种|这种|之类|一类|那一类|这一类"
        rf"|风格|那类|这类|式)的?",
        r"\balong (?P<pronoun>(?:those|these|that|the same|similar) lines)(?! (?:of|as)\b)",
        r"(?P<pronoun>还有没?有?(?:这|那)(?:种|类|样)的?)",
        r"(?P<pronoun>(?:something|anything|some|more|others?|films?|movies?|ones|a few"
        r"|any)(?: [\w-]+)? (?:similar|alike|comparable)|similar (?:ones?|films?|movies?|stuff"
        r"|things?|titles?|items?|products?|recommendations)|(?:more|others?) (?:of"
        r"|like) (?:this|these|that|those|it)|(?:类似|同类|相似|差不多|同类型|这种|这样)的"
        r"|(?:类似|同类|相似|同类型)(?=片|电影|影片))",
    )
)
_COMPARED = re.compile(
    rf"(?:\b(?:newer|older|more recent|better|earlier|later|longer|shorter|scarier|funnier"
    rf"|darker|lighter) than(?: the (?:film|movie))?|比)\s*(?P<list>{_MARK})"
)
_MANY = re.compile(r"these|those|them|这些|同类|类似|similar")


def find_likes(masked: str, mentions: Sequence[Mention]) -> tuple[str, frozenset[int], str | None]:
    """The masked text (lower or not) without the words that compare, the numbers of the mentions
    compared to, and the pronoun compared to, if any ("more like this").
    """
    numbers: set[int] = set()
    pronoun: str | None = None
    for pattern in _FORMS:
        place = 0
        lower = masked.lower()
        while (found := pattern.search(lower, place)) is not None:
            groups = found.groupdict()
            listed, word = groups.get("list"), groups.get("pronoun")
            place = found.end()
            if listed is not None:
                marks = [ord(c) - FIRST_MARK for c in listed if FIRST_MARK <= ord(c) <= 0xF8FF]
                if not all(mentions[n].kind in (ITEM, SHOWN) for n in marks):
                    continue
                numbers.update(marks)
                # "A comedy like Heat" is a comedy.
                kinds = [
                    c
                    for c in found[0][: found.start("list") - found.start()]
                    if _is_kind(c, mentions)
                ]
                kept = (
                    " ".join(kinds)
                    + " \u2248 "
                    + " ".join(chr(FIRST_MARK + n) for n in marks)
                    + " "
                )
                masked = masked[: found.start()] + kept + masked[found.end() :]
                lower = masked.lower()
                place = found.start() + len(kept)
            elif word is not None and pronoun is None:
                pronoun = word
                masked = masked[: found.start()] + " \u2248 something " + masked[found.end() :]
                break
    return masked, frozenset(numbers), pronoun


def _is_kind(character: str, mentions: Sequence[Mention]) -> bool:
    number = ord(character) - FIRST_MARK
    return 0 <= number < len(mentions) and mentions[number].kind not in (ITEM, SHOWN)


def compared_to(masked: str) -> frozenset[int]:
    """The numbers of mentions that a masked text only measures by: "newer than X", 比X新."""
    return frozenset(ord(m["list"]) - FIRST_MARK for m in _COMPARED.finditer(masked.lower()))


def means_many(pronoun: str) -> bool:
    """Whether the pronoun stands for several items."""
    return bool(_MANY.search(pronoun))
