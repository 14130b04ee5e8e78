"""What one does with a thing, in one word: to drink a tea is read as to watch a film is.

Knows verbs of English and Chinese for using food and drink; nothing of what is said with them. The
cues of both languages are written with one such verb, and hold for the others as well.
"""

from __future__ import annotations

import re

_DOER = (
    r"(?:i|we|to|i'd|i'll|we'd|never|not|n't|don't|always|usually|often|mostly|mainly|only|rarely"
    r"|hardly ever|can|could|should i|should we|would|also|just|love|like|enjoy|hate)"
)
_ENGLISH = (
    (re.compile(rf"\b(?P<doer>{_DOER} )(?:drink|eat)\b", re.IGNORECASE), r"\g<doer>watch"),
    (re.compile(r"\b(?:drinking|eating)\b(?! (?:water|glass))", re.IGNORECASE), "watching"),
    (re.compile(r"\b(?:drank|drunk|ate|eaten|tasted)\b", re.IGNORECASE), "watched"),
    (
        re.compile(
            r"\b(?P<who>i|i've|i have|we've)(?P<when> already)? tried\b(?! to\b)", re.IGNORECASE
        ),
        r"\g<who>\g<when> watched",
    ),
    (
        re.compile(
            r"\btastes?(?= (?:(?:so|very|really|just|pretty|absolutely|quite|not) )*(?:good|great"
            r"|nice|lovely|amazing|delicious|wonderful|awful|bad|terrible|horrible|weird)\b)",
            re.IGNORECASE,
        ),
        "is",
    ),
)
_CHINESE = re.compile(
    r"(?<![小零])(?:[喝尝]|吃(?!不[消下起准]|惊|亏|力|饱|醋|瓜|香|苦))(?!的)|(?<=[好难])[喝吃](?=的)"
)


def as_one_use(masked: str) -> str:
    """``masked`` with its verbs of eating and drinking as those of watching. Nouns stay: "a drink"
    and 喝的 are what is looked for.

    >>> as_one_use("I never drink this"), as_one_use("a drink for tonight"), as_one_use("喝不惯")
    ('I never watch this', 'a drink for tonight', '看不惯')
    """
    for pattern, verb in _ENGLISH:
        masked = pattern.sub(verb, masked)
    return _CHINESE.sub("看", masked)
