"""A turn with its mentions masked, cut into sentences and segments.

Knows punctuation and joining words of English and Chinese; nothing of what a segment says. A
masked mention is one private character, so titles with commas in them never split a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from penchant.agent.understand.cues import MARK
from penchant.agent.understand.mentions import QUOTED, Mention
from penchant.agent.understand.text import fold

FIRST_MARK = 0xE000
MOST = 6_000
"""Mentions of one turn that are told apart; there are that many private characters."""

_SENTENCE = re.compile(r"([^.!?;\n]+)([.!?;\n]*)")
_JOINT = re.compile(
    r"\s*,\s*|\s+-+\s+|:\s|(?<!anything)(?<!everything)(?<!nothing)(?<!\ball)(?<!genre)\s+(?=but\b)"
    r"|\s+(?=(?:however|though|although|whereas|while|plus|because|then|unless)\b)"
    r"|\s+(?=so (?:maybe|perhaps|something|anything|how about|what about|show|recommend|give)\b)"
    r"|(?<!sick)(?<!more)(?<!\bhit)(?<!both)(?<!between)\s+(?=(?:and|or|&)\s)"
    r"|(?=但是|但|不过|可是|然而|而且|并且|而是|只是|可惜|另外|同时|然后|所以|因为|尤其是|特别是|除了)"
    r"|(?<=[^不])(?=而(?!已))"
)
_BESIDES = re.compile(r"((?:除了|比起)[^,.!?;\n]{1,24}),")
_MARK = re.compile(f"[{MARK}]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a sentence that says one thing. ``lower`` is ``raw`` in lower case, of the same
    length; ``last`` tells that the sentence ends with it, ``asked`` that it ends with "?".
    """

    raw: str
    lower: str
    first: bool
    last: bool
    asked: bool

    def marks(self) -> list[tuple[int, int]]:
        """(place, number of the mention) of each masked mention, in order."""
        return [(m.start(), ord(m[0]) - FIRST_MARK) for m in _MARK.finditer(self.lower)]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Segments up to a full stop; ``lower`` is the whole."""

    lower: str
    segments: tuple[Segment, ...]
    asked: bool


def mask(text: str, mentions: Sequence[Mention]) -> str:
    """``text`` with each mention as one private character; quoted words of others
    are left out.
    """
    parts, place = [], 0
    for number, mention in enumerate(mentions[:MOST]):
        parts.append(text[place : mention.start])
        parts.append(" " if mention.kind == QUOTED else chr(FIRST_MARK + number))
        place = mention.end
    parts.append(text[place:])
    return re.sub(r"[ \t]+", " ", "".join(parts)).strip()


def unmask(masked: str, surface: Sequence[str]) -> str:
    """``masked`` with the words of ``surface`` in the place of the marks."""
    return _MARK.sub(lambda found: surface[ord(found[0]) - FIRST_MARK], masked)


def sentences(masked: str) -> list[Sentence]:
    """The sentences of a masked text in order."""
    masked = _BESIDES.sub(r"\1", masked)
    found = []
    for match in _SENTENCE.finditer(masked):
        raw, stop = match[1].strip(), match[2]
        if raw:
            found.append(_sentence(raw, "?" in stop))
    return found


def _sentence(raw: str, asked: bool) -> Sentence:
    pieces = [piece.strip() for piece in _JOINT.split(raw)]
    pieces = [piece for piece in pieces if piece]
    segments = tuple(
        Segment(
            raw=piece,
            lower=fold(piece),
            first=number == 0,
            last=number == len(pieces) - 1,
            asked=asked and number == len(pieces) - 1,
        )
        for number, piece in enumerate(pieces)
    )
    return Sentence(fold(raw), segments, asked)
