"""The shape of a cue: words that judge, ask, refuse or report, and how what precedes weighs them.

Knows no language: the tables are in ``english.py`` and ``chinese.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MARK = "\ue000-\uf8ff"
"""Characters that stand for mentions in a masked text, for use inside a character class."""

TASTE, REFUSE, LESS, ASK, OFFER = "taste", "refuse", "less", "ask", "offer"
HINT, SEEN, BOUGHT, SAVE, SKIP = "hint", "seen", "bought", "save", "skip"
BESIDES, OVER = "besides", "over"
OBJECT, SUBJECT = "object", "subject"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of one meaning. ``kind`` is taste (a judgement), refuse (not wanted), less (wanted
    less), ask (wanted now), hint (wanted now where nothing
    else is said), offer (asked whether there is any), seen, bought, save, skip (passed over),
    besides (neither), or over (what the one before is preferred to).

    ``side`` tells whether what it is about follows (object) or precedes (subject). ``inner``:
    negations inside the matched words count. ``momentary``: said of now, not for good.
    ``words`` are example forms, which also serve the tests.
    """

    kind: str
    pattern: str
    polarity: int = 0
    strength: float = 0.0
    side: str = OBJECT
    inner: bool = False
    momentary: bool = False
    other: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weight:
    """What the words before a cue do to it. ``own`` is False where somebody else is the subject,
    None where no subject is named; ``unsure`` marks "not sure if I", ``past`` "used to".
    """

    negations: int = 0
    shift: float = 0.0
    own: bool | None = None
    past: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found in a segment, from ``start`` to ``end``."""

    cue: Cue
    start: int
    end: int
    text: str


class CueTable:
    """Finds the cues of one table: at each place the first cue of the table that fits."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = tuple(cues)
        self._pattern = re.compile("|".join(f"(?P<c{n}>{c.pattern})" for n, c in enumerate(cues)))

    def find(self, segment: str) -> list[Hit]:
        """The cues of a lower-case segment in order; none overlap."""
        hits = []
        for found in self._pattern.finditer(segment):
            cue = self.cues[int((found.lastgroup or "c0")[1:])]
            hits.append(Hit(cue, found.start(), found.end(), found[0]))
        return hits
