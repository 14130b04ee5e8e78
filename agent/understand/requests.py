"""The request in a turn: limits, how many, what to be near to, and free words to search with.

Knows how a reading becomes a request; nothing of single cues.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from penchant.agent.understand.eras import OLD, RECENT, Years, inverted
from penchant.agent.understand.mentions import (
    ERA,
    GENRE,
    ITEM,
    PERSON,
    SHOWN,
    UNKNOWN,
    Mention,
    keeps_out,
)
from penchant.agent.understand.phrases import search_words
from penchant.agent.understand.reading import Reading
from penchant.agent.understand.refused_words import refused_words
from penchant.memory.records import Constraint, Item, Request

MOST = 50
"""Largest number of items that a turn can ask for."""

DISLIKED = 0.7
"""Strength from which a dislike stated beside a request keeps what it names out of it."""
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "dozen": 12, "couple": 2, "a dozen": 12, "a couple": 2, "twenty": 20,
    "fifteen": 15,
}  # fmt: skip
_ZH_NUMBERS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_N = (
    re.compile(rf"\btop (?P<n>\d{{1,2}}|{_COUNT})\b"),
    re.compile(
        rf"(?<!last )(?<!past )(?<!first )(?<!number )(?<!no )(?<!the )(?<!size )\b(?P<n>\d{{1,2}}"
        rf"|{_COUNT})\b(?!-)(?: of)?(?: [a-z-]+){{0,3}}? ?(?:films?|movies?|flicks"
        rf"|recommendations|suggestions|titles|picks|options|books|items|products|shows"
        rf"|(?<!one )[\ue000-\uf8ff])"
    ),
    re.compile(
        r"\b(?:recommend|suggest|show me|give me|list|find me|pick|name)(?: me)? (?P<n>\d{1,2}"
        r"|" + _COUNT + r")\b(?!-)(?! of (?:these|those|them))"
    ),
    re.compile(r"\b(?:just|only|exactly) (?P<n>one|two|three)\b"),
    re.compile(
        r"(?<![第前这那近后每\d上])(?P<n>\d{1,2}"
        r"|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])(?:部|个|本"
        r"|款|条|首|双|顶|件(?!套))(?!月|小时|人|世纪|星期|礼拜|都|字)"
    ),
)
_ARTICLE = re.compile(r"(?<![只就])(?<!只要)(?<!就要)(?<!只看)一[部个本款条首双顶件]$")
"""Chinese "one" before a measure word says no more than "a" does, but after "only"."""
_NEWER = re.compile(
    r"\b(?:newer|more recent|more modern|more contemporary|later)\b(?! than \d)"
    r"|更新一?[点些]?的?|新一?[点些]|比较新|(?:较|更)新的|更近|近一?点的"
)
_OLDER = re.compile(
    r"\b(?:older|earlier|more classic)\b(?! than \d)|更老|老一?[点些]|旧一?[点些]|更早"
    r"|早一?[点些]的|比较老"
)
_ANOTHER = re.compile(
    r"\b(?:others?|another|(?:something|anything|what|who) else|different ones?|more (?:options|"
    r"suggestions|recommendations|of (?:these|those))|(?:show|give) me more|next (?:page|batch))\b"
    r"|换一?[批部个组换]|换几[部个]|换点|再来[一几点]|再推荐|再给我[推来]|还有别的|还有其他|别的[吗呢]"
    r"|其他的|另外[一几]|[来推荐换看][一几]?[点些个部]?别的"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a request is read against: the masked text, the words behind each mask, the list shown
    last, the present year, and whether the catalog is of things for sale.
    """

    masked: str
    surface: Sequence[str]
    mentions: Sequence[Mention]
    shown: Sequence[Item]
    now: int
    sold: bool = False


def build_request(reading: Reading, context: Context) -> Request | None:
    """The request of a reading, or None where nothing is asked for and nothing limited."""
    constraint = _constraint(reading, context)
    if not reading.wanted and not constraint:
        return None
    wanted, refused = refused_words(" ".join(reading.wanted))
    if context.sold:  # The things of a shop are told by words: colours, materials.
        constraint = replace(constraint, exclude=(*constraint.exclude, *refused))
    another = _ANOTHER.search(context.masked.lower()) is not None
    # "Others" is no word to search with.
    searched = bool(reading.wanted) and not (another and not context.mentions)
    return Request(
        query=_query(wanted, reading, context) if searched else "",
        meaning=_meaning(reading) if searched else "",
        constraint=constraint,
        like=tuple(dict.fromkeys(item.id for item in reading.like)),
        n=count_asked(context.masked.lower()) if reading.wanted else None,
        another=another,
    )


def count_asked(lower: str) -> int | None:
    """How many items a masked text asks for, if it says so.

    >>> count_asked("give me three films"), count_asked("推荐两部"), count_asked("a thriller")
    (3, 2, None)
    """
    for pattern in _N:
        found = pattern.search(lower)
        if found is not None and not _ARTICLE.search(lower[: found.end()]):
            n = _number(found["n"])
            return n if 1 <= n <= MOST else None
    return None


def _constraint(reading: Reading, context: Context) -> Constraint:
    exclude = dict.fromkeys(name for mention in reading.refused for name in mention.refused)
    if reading.wanted:  # "I hate horror, recommend something"
        exclude |= dict.fromkeys(
            said.target.name
            for said in reading.statements.values()
            if keeps_out(said.target) and said.polarity < 0 and said.strength >= DISLIKED
        )
    include = dict.fromkeys(
        name for mention in reading.asked for name in mention.names if name not in exclude
    )
    first, last = _years(reading, context)
    return Constraint(year_min=first, year_max=last, include=tuple(include), exclude=tuple(exclude))


def _years(reading: Reading, context: Context) -> Years:
    spans = [mention.years for mention in reading.asked if mention.kind == ERA]
    spans += [
        rest
        for mention in reading.refused
        if mention.kind == ERA and (rest := inverted(mention.years)) is not None
    ]
    lower = context.masked.lower()
    if reading.wanted and not spans:
        if _NEWER.search(lower):
            spans.append((_later(reading, context), None))
        elif _OLDER.search(lower):
            spans.append((None, _earlier(reading, context)))
    firsts = [first for first, _ in spans if first is not None]
    lasts = [last for _, last in spans if last is not None]
    first = max(firsts, default=None)
    last = min(lasts, default=None)
    if (first is not None and last is not None and first > last) or (
        len(firsts) > 1 and len(lasts) > 1
    ):  # "from the 80s or 90s"
        first, last = min(firsts), max(lasts)
    return first, last


def _later(reading: Reading, context: Context) -> int:
    years = _compared(reading, context)
    return max(years) + 1 if years else context.now - RECENT


def _earlier(reading: Reading, context: Context) -> int:
    years = _compared(reading, context)
    return min(years) - 1 if years else context.now - OLD


def _compared(reading: Reading, context: Context) -> list[int]:
    """The years of what "newer" or "older" compares with: the items to be near to, then the items
    named, then the middle of the list shown.
    """
    named = [item for mention in context.mentions for item in mention.items]
    for items in (reading.like, named):
        years = [item.year for item in items if item.year is not None]
        if years:
            return years
    years = sorted(item.year for item in context.shown if item.year is not None)
    return years[len(years) // 2 : len(years) // 2 + 1]


def _query(wanted: str, reading: Reading, context: Context) -> str:
    refused = {id(mention) for mention in reading.refused}
    surface = []
    for words, mention in zip(context.surface, context.mentions, strict=True):
        limit = mention.kind in (ERA, ITEM, SHOWN, UNKNOWN) or id(mention) in refused
        if limit:
            surface.append("")
        elif words.isascii():
            surface.append(words)
        elif mention.kind == GENRE or mention.kind == PERSON:
            surface.append(" ".join(target.name for target in mention.targets))
        else:
            surface.append(" ".join(target.name or target.text for target in mention.targets))
    return search_words(wanted, surface)


def _meaning(reading: Reading) -> str:
    targets = (target for mention in reading.asked for target in mention.targets)
    return ", ".join(dict.fromkeys(target.text or target.name for target in targets))


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text in _NUMBERS:
        return _NUMBERS[text]
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_ZH_NUMBERS.get(tens, 1) if tens else 1) * 10 + _ZH_NUMBERS.get(ones, 0)
    return _ZH_NUMBERS.get(text, 0)
