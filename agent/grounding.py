"""Whether an answer rests on what the tools returned.

Knows how titles are written in a text and which turns only a tool can answer; knows nothing of
the catalog. Weak models name titles from nowhere, and say that they have forgotten what they have
not: such an answer is not passed on.
"""

from __future__ import annotations

import re
import unicodedata

from penchant.agent.plan import plan
from penchant.agent.recorder import Heard

ONLY_BY_TOOL = ("why", "profile", "recall", "undo", "forget", "question")
"""Intents whose answer is in the store alone, or which ask to change it."""

FACTUAL = (*ONLY_BY_TOOL, "recommend", "state", "feedback")
"""Intents for which a tool is called more often than not."""

_DATED = re.compile(r"(\w+)\W{0,3}[(（]((?:18|19|20)\d\d)[)）]")
_BRACKETED = re.compile(r"《([^》]{1,80})》")


def names_unknown_title(text: str, known: str) -> bool:
    """Whether ``text`` names a title that does not occur in ``known``.

    A title is what stands before a year in brackets, or between 《 and 》. ``known`` is all that
    the tools and the person said.
    """
    known_dates = {(m[1], m[2]) for m in _DATED.finditer(_folded(known))}
    if any((m[1], m[2]) not in known_dates for m in _DATED.finditer(_folded(text))):
        return True
    words = _letters(known)
    return any(_letters(m[1]) not in words for m in _BRACKETED.finditer(text))


def skipped_the_tool(text: str, heard: Heard) -> bool:
    """Whether ``text``, given without any call, answers a turn that needed one.

    A question back is an answer to a wish, but to nothing that only a tool can know or do.
    """
    intent = heard.understanding.intent
    if not plan(heard.entry.text or "", heard.understanding, heard.shown):
        return False
    if intent in ONLY_BY_TOOL:
        return True
    return intent == "recommend" and not text.rstrip().endswith(("?", "？"))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("》", " ")


def _letters(text: str) -> str:
    return "".join(c for c in _folded(text) if c.isalnum())
