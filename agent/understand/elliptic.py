"""Turns that leave out their verb, with it: "older than Titanic", "not Tom Hanks, Al Pacino".

Knows a few short forms of English and Chinese; nothing of what they name. Works on masked text, in
which every mention is one private character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from penchant.agent.understand.clauses import FIRST_MARK
from penchant.agent.understand.cues import MARK
from penchant.agent.understand.mentions import ERA, GENRE, PERSON, Mention

_OPEN = r"^(?P<open>\W*(?:(?:no|ok|okay|but|and|maybe|please|actually|sorry|hmm|嗯|那|不)\W+)*)"
_INSTEAD = (
    re.compile(
        rf"{_OPEN}not (?P<no>[{MARK}]) ?(?:, ?(?:but )?|but )(?P<yes>[{MARK}])(?P<end>\W*)$"
    ),
    re.compile(rf"{_OPEN}不是(?P<no>[{MARK}])[, ]*(?:而)?是(?P<yes>[{MARK}])(?P<end>\W*)$"),
)
"""One thing put in the place of another. "No horror, comedy" may be a list, "not" is none."""
_THAN = re.compile(
    rf"{_OPEN}(?P<rest>(?:a (?:bit|little) |much |even )?"
    rf"(?:older|newer|earlier|later|more recent) than (?:the )?[{MARK}])"
)
_THAN_ZH = re.compile(
    rf"{_OPEN}(?P<than>比《?[{MARK}]》?)(?:还|更|要)?(?P<how>[老旧早新近晚])(?:一?[点些]|得多)?的?"
    r"(?P<what>电影|影片|片子?)?(?P<end>\W*)$"
)
_NEW = {
    "新": "新一点",
    "近": "新一点",
    "晚": "新一点",
    "老": "老一点",
    "旧": "老一点",
    "早": "老一点",
}


def in_full(masked: str, mentions: Sequence[Mention]) -> str:
    """``masked`` with the words that a short turn leaves out."""
    lower = masked.lower()
    for pattern in _INSTEAD:
        found = pattern.search(lower)
        if found is not None and _alike(found["no"], found["yes"], mentions):
            no, yes = found["no"], found["yes"]
            return f"no {no}, I want {yes}" if "not" in found[0] else f"不要{no}，我要{yes}"
    if (found := _THAN.search(lower)) is not None:
        return f"something {masked[found.start('rest') :]}"
    if (found := _THAN_ZH.search(lower)) is not None:
        return f"推荐{found['than']}{_NEW[found['how']]}的电影"
    return masked


def _alike(one: str, other: str, mentions: Sequence[Mention]) -> bool:
    kinds = {mentions[ord(mark) - FIRST_MARK].kind for mark in (one, other)}
    return len(kinds) == 1 and kinds <= {GENRE, PERSON, ERA}
