"""Where a person's interests are going: what they did lately beside what they did for longer.

Both are shares of decayed sums, at two half-lives, so a trend costs nothing to keep and any past
moment has its own. Knows sums only; nothing of what an interest is.
"""

from __future__ import annotations

import numpy as np

from penchant.memory.core.decay import HALF_LIVES, Array
from penchant.memory.records import Trend

LATELY, BEFORE = 10.0, 40.0
"""Half-lives in days of what counts as lately (on average two weeks old) and as before (two
months)."""

DOUBT = 2.0
"""What happened lately is taken together with as much as this that was spread as before: one event
after a pause is no trend."""

POINTS = 0.05
"""A share that moved by less is steady, and so is one that moved by less than STEEP of itself."""

STEEP = 0.2

_LATELY, _BEFORE = (int(np.argmin(np.abs(HALF_LIVES - life))) for life in (LATELY, BEFORE))


def trends(sums: Array) -> list[Trend]:
    """The trends of interests with these ``sums`` (n, len(HALF_LIVES)), none of them negative."""
    before = _shares(sums[:, _BEFORE], sums[:, -1])
    recent = sums[:, _LATELY]
    lately = (recent + DOUBT * before) / (recent.sum() + DOUBT)
    return [_trend(*shares) for shares in zip(lately.tolist(), before.tolist(), strict=True)]


def _shares(sums: Array, otherwise: Array) -> Array:
    # After centuries nothing is left of what fades.
    held = sums if sums.sum() > 0 else otherwise
    total = float(held.sum())
    result: Array = held / total if total > 0 else np.zeros(len(held))
    return result


def _trend(lately: float, before: float) -> Trend:
    moved = abs(lately - before)
    if moved < POINTS or moved < STEEP * max(lately, before):
        direction = "steady"
    else:
        direction = "rising" if lately > before else "falling"
    return Trend(direction=direction, lately=lately, before=before)
