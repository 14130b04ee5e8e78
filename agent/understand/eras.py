"""Times of making in a turn: decades, years, "after 2010", "last five years", 老电影, 近五年.

Knows how people write years in English and Chinese; nothing of catalogs or of what is said about
a time. Limits are inclusive years; "now" is given, never read from a clock.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from penchant.agent.understand.mentions import ERA, Mention
from penchant.memory.records import Target

RECENT = 5
"""Years that "recent" films reach back, the newest year not counted."""
OLD = 30
"""Years after which a film counts as old or a classic."""

Years = tuple[int | None, int | None]

_DECADES = {
    "twenties": 1920,
    "thirties": 1930,
    "forties": 1940,
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
    "noughties": 2000,
    "aughts": 2000,
}
_SMALL = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "few": 5,
    "couple of": 2,
    "couple": 2,
    "several": 5,
}
_DIGITS_ZH = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "几": 5}

_DECADE = (
    r"(?:(?P<part>early|mid|late)[- ]{0,2}(?:the )?)?(?:(?P<long>(?:19|20)\d0)'?s"
    r"|'?(?<![\d$])(?P<two>[0-9]0)'?s|(?P<word>" + "|".join(_DECADES) + r"))\b"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_AFTER = (
    r"after|post|later than|newer than|more recent than|past|no earlier than the year after|beyond"
)
_SINCE = r"since|from|starting (?:from|in)|no older than|not older than|no earlier than"
_BEFORE = r"before|pre|older than|earlier than|prior to|until"
_UPTO = r"up to|no later than|no newer than|not newer than|through"
_ZH_YEAR = r"(?P<year>(?:19|20)\d\d)\s?年?"
_N_ZH = r"(?P<n>\d{1,2}|[一二两三四五六七八九十几]{1,3})"


_DATED = re.compile(r"\d|year|decade|century|millennium|ties\b|aughts|年|世纪")
"""Words that name years; "old" and "recent" leave them to the reader."""


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a time; ``read`` gives its limits, or None where it is none after all."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], int], Years | None]


def find_eras(lower: str, now: int) -> Iterator[Mention]:
    """Every time of making named in the lower-case text, ``now`` being the present year."""
    for form in _FORMS:
        for found in form.pattern.finditer(lower):
            years = form.read(found, now)
            if years is not None and _possible(years, now):
                target = Target(kind="era", name=era_name(years), text=_era_text(years))
                yield Mention(
                    start=found.start(),
                    end=found.end(),
                    kind=ERA,
                    targets=(target,),
                    years=years,
                    vague=not _DATED.search(found[0]),
                )


def era_name(years: Years) -> str:
    """The canonical name of the years from one to the other.

    >>> era_name((1990, 1999)), era_name((2011, None)), era_name((None, 1989))
    ('1990s', 'since 2011', 'before 1990')
    """
    first, last = years
    if first is not None and last is not None:
        if first % 10 == 0 and last == first + 9:
            return f"{first}s"
        return str(first) if first == last else f"{first}-{last}"
    if first is not None:
        return f"since {first}"
    return f"before {(last or 0) + 1}"


def inverted(years: Years) -> Years | None:
    """The years that remain when these are refused; None where no one span of years is left.

    >>> inverted((None, 1989)), inverted((1990, 1999))
    ((1990, None), None)
    """
    first, last = years
    if first is None and last is not None:
        return last + 1, None
    if last is None and first is not None:
        return None, first - 1
    return None


def _era_text(years: Years) -> str:
    first, last = years
    if first is not None and last is not None:
        return f"Films of the {first}s" if last == first + 9 else f"Films from {first} to {last}"
    return (
        f"Films made since {first}" if first is not None else f"Films made before {(last or 0) + 1}"
    )


def _possible(years: Years, now: int) -> bool:
    first, last = years
    return (first is None or 1880 <= first <= now + 5) and (
        first is None or last is None or first <= last
    )


def _decade_of(found: re.Match[str]) -> Years | None:
    if found["long"]:
        first = int(found["long"])
    elif found["word"]:
        first = _DECADES[found["word"]]
    else:
        two = int(found["two"])
        first = (1900 if two > 20 else 2000) + two
    part = found["part"]
    if part is None:
        return first, first + 9
    return {
        "early": (first, first + 3),
        "mid": (first + 3, first + 6),
        "late": (first + 6, first + 9),
    }[part]


def _number(text: str) -> int:
    text = text.strip()
    if text.isdigit():
        return int(text)
    if text in _SMALL:
        return _SMALL[text]
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS_ZH.get(tens, 1) if tens else 1) * 10 + _DIGITS_ZH.get(ones, 0)
    return _DIGITS_ZH.get(text, 5)


def _after(found: re.Match[str], now: int) -> Years | None:
    return int(found["year"]) + 1, None


def _since(found: re.Match[str], now: int) -> Years | None:
    return int(found["year"]), None


def _before(found: re.Match[str], now: int) -> Years | None:
    return None, int(found["year"]) - 1


def _upto(found: re.Match[str], now: int) -> Years | None:
    return None, int(found["year"])


def _exact(found: re.Match[str], now: int) -> Years | None:
    year = int(found["year"])
    return (year, year) if year <= now + 2 else None


def _between(found: re.Match[str], now: int) -> Years | None:
    first, last = int(found["first"]), int(found["last"])
    return min(first, last), max(first, last)


def _decade_after(found: re.Match[str], now: int) -> Years | None:
    decade = _decade_of(found)
    return None if decade is None or decade[1] is None else (decade[1] + 1, None)


def _decade_since(found: re.Match[str], now: int) -> Years | None:
    decade = _decade_of(found)
    return None if decade is None else (decade[0], None)


def _decade_before(found: re.Match[str], now: int) -> Years | None:
    decade = _decade_of(found)
    return None if decade is None or decade[0] is None else (None, decade[0] - 1)


def _last_years(found: re.Match[str], now: int) -> Years | None:
    return now - _number(found["n"]), None


def _last_decades(found: re.Match[str], now: int) -> Years | None:
    return now - 10 * _number(found["n"] or "one"), None


def _years_ago(found: re.Match[str], now: int) -> Years | None:
    return None, now - _number(found["n"])


def _zh_decade(found: re.Match[str], now: int) -> Years | None:
    digits = found["digits"]
    if digits.isdigit():
        two = int(digits)
    elif "十" in digits:
        two = _number(digits)
    else:
        two = 10 * _DIGITS_ZH.get(digits[0], 0) + _DIGITS_ZH.get(digits[-1], 0)
    if two >= 1900:
        first = two
    else:
        century = found["century"] or ""
        late = "上" in century or "19" in century or two > 20
        first = (1900 if late else 2000) + two
    if first % 10:
        return None
    after = found["after"] or ""
    if after.startswith(("以前", "之前", "前")):
        return None, first - 1
    if after.startswith(("以后", "之后")):
        return first + 10, None
    return first, first + 9


def _zh_decades(found: re.Match[str], now: int) -> Years | None:
    first, last = found["a"] or found["c"], found["b"] or found["d"]
    return 1900 + 10 * _number(first), 1909 + 10 * _number(last)


def _fixed(read: Callable[[int], Years]) -> Callable[[re.Match[str], int], Years]:
    return lambda found, now: read(now)


def _form(pattern: str, read: Callable[[re.Match[str], int], Years | None]) -> _Form:
    return _Form(re.compile(pattern), read)


_SPAN = r"(?P<first>(?:19|20)\d\d)s?\s?(?:年)?\s?(?:to|and|until|through|-|~|到|至|和)\s?(?:the )?"
_SPAN += r"(?P<last>(?:19|20)\d\d)(?!\d)(?:s\b)?"
_NOUN = (
    r"(?:\s+(?:but |and )?(?:\w+[- ]){0,2}?(?:films?|movies?|cinema|flicks?|pictures?"
    r"|releases?|ones?|stuff"
    r"|titles?|books?|series|[a-z]*comed(?:y|ies)|thrillers?|horrors?|dramas?|westerns?|musicals?"
    r"|documentar(?:y|ies)|sci-?fi|noir|romances?|cartoons?)\b)"
)
_FORMS: tuple[_Form, ...] = (
    _form(
        rf"(?:\b(?:between |from |in |during ))?(?<!\d)(?:the years? )?{_SPAN}(?:年)?(?:之间|间)?",
        _between,
    ),
    _form(rf"\b(?:{_AFTER})[ -](?:the year )?{_YEAR}\b(?!'?s)", _after),
    _form(
        rf"\b(?:{_SINCE}) (?:the year )?{_YEAR}\b(?!'?s)(?: on(?:wards?)?| or (?:later|newer))",
        _since,
    ),
    _form(
        r"\b(?:since|starting (?:from|in)|no older than|not older than|no earlier than)"
        rf" (?:the year )?{_YEAR}\b(?!'?s)",
        _since,
    ),
    _form(rf"{_YEAR} (?:onwards?|or (?:later|newer)|and (?:later|newer|after))\b", _since),
    _form(rf"\b(?:{_BEFORE})[ -](?:the year )?{_YEAR}\b(?!'?s)", _before),
    _form(rf"\b(?:{_UPTO}) (?:the year )?{_YEAR}\b(?!'?s)", _upto),
    _form(rf"{_YEAR} (?:or (?:earlier|older|before)|and (?:earlier|older|before))\b", _upto),
    _form(rf"\b(?:{_AFTER})[ -](?:the )?{_DECADE}", _decade_after),
    _form(rf"\b(?:since|starting (?:from|in)|no older than) (?:the )?{_DECADE}", _decade_since),
    _form(rf"\bfrom (?:the )?{_DECADE} on(?:wards?)?\b", _decade_since),
    _form(rf"\b(?:{_BEFORE})[ -](?:the )?{_DECADE}", _decade_before),
    _form(
        rf"(?<!my )(?<!her )(?<!his )(?<!their )(?:\b(?:from|in|of|made in) )?(?:\bthe )?{_DECADE}",
        lambda found, now: _decade_of(found),
    ),
    _form(rf"\b(?:from|in|of|made in|the year) {_YEAR}\b(?!'?s)", _exact),
    _form(rf"(?<![\d$#.-])\b{_YEAR}\b(?!'?s|[\d%-]|\s?年)", _exact),
    _form(
        r"\b(?:from |of |in |within |made in )?(?:the )?(?:last|past|previous) (?P<n>\d{1,2}|"
        + "|".join(_SMALL)
        + r") years?\b",
        _last_years,
    ),
    _form(
        r"\b(?:from |of |in |within )?(?:the )?(?:last|past|previous) (?:(?P<n>two|three|few"
        r"|couple of) )?"
        r"decades?\b",
        _last_decades,
    ),
    _form(
        r"\b(?:from |of |in )?(?:the )?(?:recent|last few|past few) years\b",
        _fixed(lambda n: (n - RECENT, None)),
    ),
    _form(r"\b(?:from |of |in )?this (?:century|millennium)\b", _fixed(lambda n: (2000, None))),
    _form(
        r"\b(?:from |of |in )?(?:the )?(?:21st|twenty-first) century\b",
        _fixed(lambda n: (2000, None)),
    ),
    _form(
        r"\b(?:from |of |in )?(?:the )?(?:20th|twentieth|last) century\b",
        _fixed(lambda n: (1900, 1999)),
    ),
    _form(r"\b(?:from |of |in )?this decade\b", _fixed(lambda n: (n - n % 10, None))),
    _form(r"\b(?:from |of |in )?this year(?:'s)?\b", _fixed(lambda n: (n, None))),
    _form(r"\b(?:from |of )last year(?:'s)?\b", _fixed(lambda n: (n - 1, n - 1))),
    _form(
        rf"\b(?:recent|contemporary|modern|modern-day|latest|newly released)\b(?={_NOUN}|$"
        rf"|[.,!?;])",
        _fixed(lambda n: (n - RECENT, None)),
    ),
    _form(
        r"\bnew(?:est)?\b(?=\s+(?:\w+\s+)?(?:films?|movies?|releases?)\b)",
        _fixed(lambda n: (n - RECENT, None)),
    ),
    _form(r"\b(?:new releases|something (?:more )?recent)\b", _fixed(lambda n: (n - RECENT, None))),
    _form(
        rf"\b(?:old|vintage|old-school|old-time|oldie|(?<!the )golden age(?! of)"
        rf"|retro|classic)\b(?={_NOUN})"
        r"|\b(?:oldies|old classics|(?<!cult )classics|(?:something|anything|nothing|too|very"
        r"|really) old)\b",
        _fixed(lambda n: (None, n - OLD)),
    ),
    _form(
        r"(?P<a>[二三四五六七八])(?P<b>[三四五六七八九])十年代|(?P<c>[2-8])0年?代?\s?[/和到至-]\s?(?P<d>[3-9])0年代",
        _zh_decades,
    ),
    _form(
        r"(?P<century>上世纪|上个世纪|二十世纪|20世纪|19)?(?P<digits>(?:19|20)\d0|[0-9]0"
        r"|[一二三四五六七八九]十|[九八七六五四三二一零〇]{1,2}[零〇十]?)\s?年代"
        r"(?:初期?|中期?|末期?|早期|后期)?(?P<after>以前|之前|前|以后|之后)?",
        _zh_decade,
    ),
    _form(rf"{_ZH_YEAR}(?:以后|以来|后|起|开始|及以后|往后)", _since),
    _form(rf"{_ZH_YEAR}之后", _after),
    _form(
        rf"(?:晚于|新于)\s?{_ZH_YEAR}|比\s?(?P<y2>(?:19|20)\d\d)\s?年?(?:还|更|要)?(?:新|晚)",
        lambda f, n: (int(f["year"] or f["y2"]) + 1, None),
    ),
    _form(rf"(?:不早于|不老于)\s?{_ZH_YEAR}", _since),
    _form(rf"{_ZH_YEAR}(?:以前|之前|前)(?:的?老(?:电影|片子|片))?", _before),
    _form(
        rf"(?:早于|老于)\s?{_ZH_YEAR}|比\s?(?P<y2>(?:19|20)\d\d)\s?年?(?:还|更|要)?(?:老|早|旧)",
        lambda f, n: (None, int(f["year"] or f["y2"]) - 1),
    ),
    _form(rf"(?:不晚于)\s?{_ZH_YEAR}", _upto),
    _form(r"(?P<year>(?:19|20)\d\d)\s?年(?!代|以|之|前|后|起)(?:的|上映|出品|拍)?", _exact),
    _form(rf"(?:最近|近|过去|这)(?:的)?{_N_ZH}年(?:以?来|内|里|间|之内)?", _last_years),
    _form(rf"{_N_ZH}年(?:以内|之内|内)", _last_years),
    _form(rf"{_N_ZH}年(?:以前|之前|前)", _years_ago),
    _form(
        r"近年来?|这几年|近来|最近(?:上映|出|拍)?的|最新的?|近期的?",
        _fixed(lambda n: (n - RECENT, None)),
    ),
    _form(
        r"新(?=电影|片)|新出的|新上映的|现代的?(?=电影|片)", _fixed(lambda n: (n - RECENT, None))
    ),
    _form(r"今年的?", _fixed(lambda n: (n, None))),
    _form(r"去年的", _fixed(lambda n: (n - 1, n - 1))),
    _form(r"本世纪|二十一世纪|21世纪|千禧年后", _fixed(lambda n: (2000, None))),
    _form(
        r"上个?世纪(?!.{0,4}年代)|二十世纪(?!.{0,4}年代)|20世纪(?!.{0,4}年代)",
        _fixed(lambda n: (1900, 1999)),
    ),
    _form(
        r"老(?:电影|片子|片)|(?:老|旧)的?(?=电影|片|科幻|恐怖|喜剧|动作|爱情|西部|经典)"
        r"|经典老片|(?:很|太|比较)(?:老|旧)的?|年代久远的?|怀旧老片",
        _fixed(lambda n: (None, n - OLD)),
    ),
)
