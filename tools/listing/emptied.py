"""What emptied a list: the condition, or the few of them together, that left no item.

Knows candidates and their causes; knows nothing of scores or sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from penchant.tools.candidates import Candidates

MOST = 32
"""Causes of which pairs are looked at."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """``causes`` that together keep everything out: one, two, or, where more are needed, the last
    that left nothing of the ``left`` items there were before it.
    """

    causes: tuple[str, ...]
    left: int = 0


def emptied(candidates: Candidates) -> Emptied | None:
    """What keeps everything out of ``candidates``; None where something is left or nothing was
    there to begin with.

    Of several causes that would do, what was asked for comes before what holds anyway, and what
    keeps out more before what keeps out less.
    """
    if candidates.allowed.any() or not len(candidates.allowed):
        return None
    masks = candidates.causes
    order = sorted(
        masks, key=lambda cause: (cause not in candidates.asked, -int(masks[cause].sum()))
    )
    for cause in order:
        if masks[cause].all():
            return Emptied((cause,))
    for one, other in combinations(order[:MOST], 2):
        if (masks[one] | masks[other]).all():
            return Emptied((one, other))
    left, last = ~masks[order[-1]], order[-1]
    before = int(left.sum())
    # Those that hold anyway come first, so that of what was asked for the last is named.
    for cause in reversed(order):
        rest = left & ~masks[cause]
        if not rest.any() and left.any():
            last, before = cause, int(left.sum())
        left = rest
    return Emptied((last,), before)
