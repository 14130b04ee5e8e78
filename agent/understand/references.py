"""Words that point at the list shown last: "the second one", "#3", "both", 第二个, 前两部.

Knows ordinals and places in a list; nothing of titles or of what is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from penchant.agent.understand.bargains import place_in_list
from penchant.agent.understand.common_words import common_words
from penchant.agent.understand.mentions import SHOWN, Mention, item_target
from penchant.memory.records import Item

_ORDINALS = {
    word: place
    for place, words in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
        ),
        start=1,
    )
    for word in words.split()
} | {"last": -1, "final": -1, "latter": -1, "former": 1, "top": 1, "bottom": -1}
_COUNTS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "couple": 2,
    "2": 2, "3": 3, "4": 4, "5": 5,
}  # fmt: skip
_ZH = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}

_ORDINAL = "|".join(_ORDINALS)
_COUNT = "|".join(_COUNTS)
_NOUN = (
    r"ones?|films?|movies?|picks?|options?|suggestions?|recommendations?|titles?|results?|items?"
    r"|books?|products?|choices?|entry|on the list|on your list"
)
_AFTER = (
    r"(?=\s*(?:$|[.,!?;:)]|(?:is|was|looks|sounds|seems|are|were|look|sound|and|but|or"
    r"|please|too|as well|for|to|on|isn't|costs?|can wait|has to wait|will have to wait|right now"
    r"|today|tonight|now|this time|at the moment|at home|until later"
    r"|wasn't|again|yet|already|because|though|has|from|then|instead|i|i've|we|we've)\b|'s\b"
    r"|(?:in|into|out of|off) (?:\w+ )?(?:shopping )?(?:cart|basket|trolley|bag)\b))"
)
_A_PLACE = re.compile(
    rf"(?:the )?(?P<ordinal>{'|'.join(word for word, place in _ORDINALS.items() if place > 0)})"
    rf"(?: (?:{_NOUN}))?"
    r"|第\s?(?P<zh>\d{1,2}|[二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[个部条款本件双首顶]?"
)
_JOINED = re.compile(rf"\b(?:{_ORDINAL})(?: (?:{_NOUN}))?\s*(?:,|and|or|&|, and)\s*$")
"""Another place named just before: "the first and third"."""
_BARE_ALL = re.compile(r"(?:都|全都?)$")
_ALL_OF_THE_LIST = re.compile(
    r"(?:^|[,.!?;:/\n])\s*(?:我们?|其实|好像|基本上?|几乎|大部分|差不多|已经|真的|这里面?|上面"
    r"|推荐的?|列表里?的?|片单里?的?)*$"
)
"""What may stand before a 都 that means the whole list; after a name it means what is named."""

_FORMS = (
    (
        re.compile(
            rf"\b(?:the )?(?P<ordinal>{_ORDINAL}) (?P<count>{_COUNT})(?: (?:{_NOUN}))?{_AFTER}"
        ),
        "some",
    ),
    (
        re.compile(
            rf"\b(?:the |that "
            rf"|your )?(?P<ordinal>{_ORDINAL}) (?:(?P<count>{_COUNT}) )?(?:{_NOUN})\b"
        ),
        "some",
    ),
    (re.compile(rf"\bthe (?P<ordinal>{_ORDINAL}){_AFTER}"), "some"),
    (re.compile(rf"\b(?P<ordinal>{_ORDINAL})(?: (?:{_NOUN}))?{_AFTER}"), "joined"),
    (
        re.compile(
            r"(?:(?<=\blike )|(?<=\blove )|(?<=\bhate )|(?<=\bseen )|(?<=\bskip )|(?<=\bsave )"
            r"|(?<=\bliked )|(?<=\bloved )|(?<=\bwatched )|(?<=\bwhy ))"
            r"(?P<number>\d{1,2})(?=\s*(?:$|[.,!?;]))"
        ),
        "number",
    ),
    (
        re.compile(
            r"(?:\b(?:number|no\.|nr|option|item|choice|pick)\s?|#\s?)(?P<number>\d{1,2}|one|two"
            r"|three|four|five)\b"
        ),
        "number",
    ),
    (
        re.compile(
            r"(?:^|(?<=[,.!?;:] )|(?<=and ))(?:number )?(?P<number>[1-9])(?=(?:\s*(?:,|and|&|/)"
            r"\s*[1-9])*\s+(?:is|are|was|were|looks?|looked|sounds?|seems?)\b)"
        ),
        "number",
    ),
    (
        re.compile(
            r"(?:^|(?<=[,.!?;:/和跟与 ]))(?P<number>[1-9])(?=(?:\s*[,/和跟与]\s*[1-9])*\s?(?:号)?"
            r"(?:不错|不好|不要|不行|不看|很|太|挺|真|蛮|都|还|好看|难看|看过|可以|一般))"
        ),
        "number",
    ),
    (re.compile(rf"(?:^|(?<=[.,;!?] ))(?P<ordinal>{_ORDINAL})(?=\s*:)"), "some"),
    (re.compile(r"\b(?:both(?: of (?:them|these|those))?)\b"), "all"),
    (
        re.compile(
            r"\b(?:all(?: (?:of|three|four|five|ten))?(?: (?:them|these|those))|them all|these all"
            r"|none of (?:them|these|those)"
            r"|any of (?:them|these|those)|everything on (?:the|that|your) list|(?:these|those"
            r"|your) (?:films|movies|"
            r"suggestions|recommendations|picks|ones|results))\b"
        ),
        "all",
    ),
    (
        re.compile(
            r"第\s?(?P<zh>\d{1,2}|[一二两三四五六七八九十])\s?(?:个|部|条|项|款|本|首|名|号"
            r"|片)?(?:电影|片子|推荐)?(?!次|季|集|代|章|二次)"
        ),
        "zh",
    ),
    (re.compile(r"最后(?:那|这)?一?(?:个|部|款|本|项)"), "last"),
    (re.compile(r"(?:头|第)一?个(?!月)|(?:最上面|最前面)(?:那|的)?(?:个|部)?"), "first"),
    (re.compile(r"前(?P<zhcount>[一二两三四五六七八九\d])(?:个|部|款|本|项)"), "head"),
    (
        re.compile(
            r"(?:这|那)(?:些|几)(?:部|个|款|本)?(?:电影|片子|片|推荐)?(?:都|全)?|这(?:两|三|四"
            r"|五)(?:部|个)|(?<!你)(?:都|全都?)(?=看过|不喜欢|不想|不要|没意思)|两(?:个|部)都"
        ),
        "all",
    ),
)


_PLACE_ZH = re.compile(r"第\s?[\d一二两三四五六七八九十]|最后一?[个部]|前[一二两三四五\d][个部]")


_WORD = re.compile(r"[a-z]{4,}")
_THE_WORD = re.compile(r"\b(?:the|that|this|your) (?P<word>[a-z]{4,})\b(?!['’-]| of\b)")


def find_references(lower: str, shown: Sequence[Item]) -> Iterator[Mention]:
    """Every place of the lower-case text that points into ``shown``. Places beyond its end name no
    items; without a list only "the second one" and the like are found.
    """
    if (most := _of_the_list(lower, shown)) is not None:
        yield most
        return
    yield from _by_a_word(lower, shown)
    for pattern, form in _FORMS:
        if not shown and form not in ("some", "zh"):
            continue
        for found in pattern.finditer(lower):
            before = lower[: found.start()]
            if form == "joined" and not _JOINED.search(before):
                continue
            if _BARE_ALL.match(found[0]) and not (
                _ALL_OF_THE_LIST.search(before) and not _PLACE_ZH.search(before)
            ):
                continue
            items = _items(found, form, shown)
            yield Mention(
                start=found.start(),
                end=found.end(),
                kind=SHOWN,
                targets=tuple(item_target(item) for item in items),
                items=items,
            )


def _by_a_word(lower: str, shown: Sequence[Item]) -> Iterator[Mention]:
    """Places of "the matcha" where one shown title alone has that word, which is no category's."""
    words: dict[str, list[Item]] = {}
    for item in shown:
        for word in set(_WORD.findall(item.title.lower())):
            words.setdefault(word, []).append(item)
    kinds = {word for item in shown for name in item.categories for word in name.lower().split()}
    for found in _THE_WORD.finditer(lower):
        word, items = found["word"], words.get(found["word"], [])
        if len(items) == 1 and word not in kinds and word not in common_words():
            yield Mention(
                start=found.start(),
                end=found.end(),
                kind=SHOWN,
                targets=(item_target(items[0]),),
                items=(items[0],),
            )


def _of_the_list(lower: str, shown: Sequence[Item]) -> Mention | None:
    """The cheapest or the dearest of those ``shown``, where the text asks for it."""
    place = place_in_list(lower) if shown else None
    prices = [item.price for item in shown if item.price is not None]
    if place is None or not prices:
        return None
    kind, start, end = place
    most = min(prices) if kind == "cheapest" else max(prices)
    items = tuple(item for item in shown if item.price == most)
    return Mention(
        start=start,
        end=end,
        kind=SHOWN,
        targets=tuple(item_target(item) for item in items),
        items=items,
    )


def place_named(text: str) -> int | None:
    """The place in a list that ``text`` is and nothing else, however long the list.

    >>> place_named("the ninth one"), place_named("第十二个"), place_named("Ninth Gate")
    (9, 12, None)
    """
    found = _A_PLACE.fullmatch(text.strip(" ,.!?，。！？").lower())
    if found is None:
        return None
    if found["zh"] is None:
        return _ORDINALS[found["ordinal"]]
    tens, ten, ones = found["zh"].rpartition("十")
    if not ten:
        return _zh_number(found["zh"])
    return 10 * (_ZH[tens] if tens else 1) + (_ZH[ones] if ones else 0)


def _items(found: re.Match[str], form: str, shown: Sequence[Item]) -> tuple[Item, ...]:
    if not shown:
        return ()
    match form:
        case "all":
            return tuple(shown)
        case "last":
            return (shown[-1],)
        case "first":
            return (shown[0],)
        case "head":
            return tuple(shown[: _zh_number(found["zhcount"])])
        case "zh":
            return _at(_zh_number(found["zh"]), 1, shown)
        case "number":
            text = found["number"]
            return _at(int(text) if text.isdigit() else _COUNTS[text], 1, shown)
        case _:
            groups = found.groupdict()
            count = _COUNTS.get(groups.get("count") or "one", 1)
            return _at(_ORDINALS[groups["ordinal"]], count, shown)


def _at(place: int, count: int, shown: Sequence[Item]) -> tuple[Item, ...]:
    if place < 0:
        return tuple(shown[-count:])
    return tuple(shown[place - 1 : place - 1 + count]) if place > 1 else tuple(shown[:count])


def _zh_number(text: str) -> int:
    return int(text) if text.isdigit() else _ZH.get(text, 1)
