"""Words typed with nothing else, as into a search box: "hiking boots", 黑色羊毛大衣, 有42码的鞋吗.

Knows the words of a turn and which of them the catalog has; nothing of people. Understanding reads
sentences, and such a turn is none.
"""

from __future__ import annotations

import re

from penchant.agent.understand.phrases import search_words
from penchant.agent.understand.refused_words import refused_words
from penchant.agent.understand.text import clean
from penchant.tools.finding.keywords import Keywords
from penchant.tools.priced import RARE

LONGEST = 60
"""Characters of the longest turn that is taken for words alone."""

_SENTENCE = re.compile(
    r"\b(?:i|i'm|i've|i'd|im|my|me|you|your|we|our|he|she|they|them|is|are|was|were|am|be|been|can"
    r"|don't|doesn't|didn't|isn't|not|no|never|nothing|none|without|except|but|hate|dislike|why|how|who|when|what|where|which)\b"
    r"|[我你您他她咱谁哪吗么呢没别]|不(?![锈粘])|怎|为什",
    re.IGNORECASE,
)
_IS_THERE = re.compile(
    r"^\W*(?:请问)?(?:你们|你家|店里|这里|这儿)?(?:这里|这儿|店里)?还?有(?!没有)(?P<what>.+?)"
    r"(?:卖|买)?[吗么]\W*$"
    r"|^\W*(?:is|are) there (?:any |a |an |some )?(?P<thing>.+)$",
    re.IGNORECASE,
)
_RUN = re.compile("[\u3400-\u9fff]+|[^\\W_\u3400-\u9fff]+")


def words_refused(text: str, keywords: Keywords) -> tuple[str, ...]:
    """The words of a turn that refuses something and says nothing else, "no wool please", where
    the catalog has them.
    """
    rest, refused = refused_words(clean(text))
    if search_words(rest, ()):
        return ()
    return tuple(word for word in refused if keywords.of(word))


def words_typed(text: str, keywords: Keywords) -> str:
    """What of ``text`` is to be searched for: its words, where they make no sentence but the
    question whether something is there, and the catalog has most of them; else "".
    """
    plain = clean(text)
    if (asked := _IS_THERE.match(plain)) is not None:
        plain = asked["what"] or asked["thing"]
    if len(plain) > LONGEST or _SENTENCE.search(plain):
        return ""
    words = search_words(plain, ())
    known = {one.word for one in keywords.of(words) if one.rarity >= RARE}
    runs = _RUN.findall(words.casefold())
    held = sum(_held(run, known) for run in runs)
    return words if held and 2 * held >= sum(map(_length, runs)) else ""


def _length(run: str) -> int:
    """How much ``run`` counts: by its characters in Chinese, as two of them otherwise."""
    return len(run) if _is_chinese(run) else 2


def _held(run: str, known: set[str]) -> int:
    """How much of ``run`` stands in words ``known``: of Chinese in pairs."""
    if len(run) == 1 or not _is_chinese(run):
        return _length(run) if run in known else 0
    pairs = (k for k in range(len(run) - 1) if run[k : k + 2] in known)
    return len({place for k in pairs for place in (k, k + 1)})


def _is_chinese(run: str) -> bool:
    return "\u3400" <= run[0] <= "\u9fff"
