"""What a turn asks that the catalog may not be able to answer: facts, limits, names.

Knows words alone; what is said about them is in :mod:`penchant.agent.replies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from penchant.agent.understand.common_words import common_words

_FILMS = re.compile(
    r"\b(?:films?|movies?|series|cast|stars?|starring|starred|plays?|acts?|acted|directed?|director"
    r"|plot|synopsis|about|seen|watch(?:ed)?|released|made|long|rated|rating|title|one|it|item"
    r"|book|product)\b(?! the (?:president|capital|weather))"
    r"|电影|影片|片|演|导演|讲|看过|这部|那部|它|《",
    re.IGNORECASE,
)
_FACTS = (
    ("director", re.compile(r"\bdirect(?:ed|or|s)\b|\bfilmmaker\b|导演|执导|谁拍", re.IGNORECASE)),
    (
        "length",
        re.compile(
            r"\bhow long\b|\brunning time\b|\bruntime\b|多长|时长|几分钟|几个小时|多少分钟",
            re.IGNORECASE,
        ),
    ),
    (
        "where",
        re.compile(
            r"\bwhere (?:can|could|do) i (?:watch|see|stream|find)\b|\b(?:netflix|streaming)\b"
            r"|在哪里?(?:看|能看|可以看)",
            re.IGNORECASE,
        ),
    ),
    (
        "awards",
        re.compile(r"\b(?:oscars?|awards?|box office|budget)\b|奥斯卡|获奖|票房", re.IGNORECASE),
    ),
)
_UNIT = r"(?:hours?|hrs?|minutes?|mins?)\b"
_LIMITS = (
    (
        "length",
        re.compile(
            rf"\b\d+(?:\.\d+)?[ -]?{_UNIT}|\b(?:one|two|three|an?|half an) {_UNIT}"
            r"(?=\s*(?:$|[.,!?;]|or|max|long|at most))|\b(?:not|nothing|isn't|aren't) too long\b"
            r"|\bshort(?:er)? (?:film|movie|one)s?\b|\d+\s?分钟|[\d一二两三半]+个?半?小时"
            r"|(?:不要|别|不)太长|短一?[点些]",
            re.IGNORECASE,
        ),
    ),
    (
        "price",
        re.compile(
            r"[$€£¥]\s?\d|\b\d+\s?(?:euros?|dollars?|pounds?|usd|eur|bucks|yuan|rmb)\b"
            r"|\b(?:cheap|cheaper|cheapest|affordable|inexpensive)\b|\d+\s?(?:元|块钱?|欧元|美元)|便宜",
            re.IGNORECASE,
        ),
    ),
)
_KILLING_TIME = re.compile(
    r"\b(?:i have|i've got|we have|we've got|got) [\w ]{0,12}(?:hours?|minutes?)"
)
_QUOTED = re.compile(r"[《“\"]([^》”\"]{2,80})[》”\"]")
_CAPITALISED = re.compile(
    r"(?<=\w )(?:[A-Z0-9][\w'’-]*)(?:,? (?:(?:of|the|and|a|in|to|for|&) )*[A-Z0-9][\w'’-]*)*"
    r"|[A-Z][\w'’-]+(?: [A-Z0-9][\w'’-]*)*(?=[\u4e00-\u9fff])"
)
_AMOUNTS = re.compile(
    r"\d+ (?:and|to|or) \d+(?: (?:usd|eur|gbp|rmb|cny|yuan))?|\d+ (?:usd|eur|gbp|rmb|cny|yuan)",
    re.IGNORECASE,
)
"""Numbers and currencies, which are written like names: "between 20 and 100", "under 50 EUR"."""
_SELF = re.compile(r"I(?:['’]\w+)?|OK|TV|DVD")
_WHY_NOT = re.compile(
    r"\bwhy (?:not|isn't|aren't|don't|didn't|won't|wouldn't|haven't)\b"
    r"|(?:为什么|为啥|怎么)(?:不|没)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:did|have) i (?:ever |already |just )*(?:say|said|tell|told|mention|mentioned)\b"
    r"|我(?:有没有|是不是|之前)?(?:说过|提过|讲过|告诉过)",
    re.IGNORECASE,
)


_WHAT_THERE_IS = re.compile(
    r"\bwhat (?:all )?(?:do you|can i) (?:sell|offer|carry|stock|buy here|get here)\b"
    r"|\bwhat (?:kinds?|sorts?|types?) of (?:things|items|products|goods) \w+"
    r"|\bwhat(?:'s| is) in (?:the|your) (?:catalog|shop|store)\b"
    r"|\bwhat do you have (?:here|in (?:the|your) (?:catalog|shop|store))"
    r"|(?:你们?|这里|这儿|店里)(?:都|是|主要)*(?:卖|经营)的?(?:是|些|点)?(?:什么|啥|哪些)"
    r"|有(?:哪些|什么)(?:种类|类别|品类|分类|商品)|(?:目录|店)里(?:都)?有(?:什么|哪些|啥)",
    re.IGNORECASE,
)


def asks_what_there_is(text: str) -> bool:
    """Whether a turn asks what the catalog is of."""
    return bool(_WHAT_THERE_IS.search(text))


def quoted_names(text: str) -> tuple[str, ...]:
    """What stands in quotes or 《》."""
    return tuple(dict.fromkeys(name.strip() for name in _QUOTED.findall(text)))


def written_names(text: str) -> tuple[str, ...]:
    """What is written like a name: quoted, or capitalised after its first word."""
    names = quoted_names(text) or tuple(name.strip() for name in _CAPITALISED.findall(text))
    return tuple(dict.fromkeys(name for name in names if not _SELF.fullmatch(name)))


def about_films(text: str) -> bool:
    """Whether a question is worded as one about an item, so that a name in it is a title."""
    return bool(_FILMS.search(text))


def asked_fact(text: str) -> str | None:
    """The fact that a question wants and no catalog here holds: director, length and so on."""
    return next((name for name, pattern in _FACTS if pattern.search(text)), None)


def unmet_limits(text: str) -> tuple[str, ...]:
    """The limits of a request that items cannot be held to: length, price.

    >>> unmet_limits("a thriller under 2 hours"), unmet_limits("a film from 1990")
    (('length',), ())
    """
    text = _KILLING_TIME.sub(" ", text.lower())
    return tuple(name for name, pattern in _LIMITS if pattern.search(text))


def unknown_names(text: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The names of two or more words, or in quotes, in ``text`` that none of ``texts`` holds."""
    common, quoted = common_words(), quoted_names(text)
    names = [
        name
        for name in written_names(text)
        if (name in quoted or (" " in name and not _AMOUNTS.fullmatch(name)))
        and not all(word.casefold() in common for word in name.split())
    ]
    if not names:
        return ()
    missing = {name: name.casefold() for name in names}
    for known in texts:
        folded = known.casefold()
        missing = {name: low for name, low in missing.items() if low not in folded}
        if not missing:
            break
    return tuple(missing)


def asks_why_not(text: str) -> bool:
    """Whether a reason against something is asked for."""
    return bool(_WHY_NOT.search(text))


def asks_what_was_said(text: str) -> bool:
    """Whether a turn asks for the person's own words rather than for anything remembered."""
    return bool(_SAID.search(text))
