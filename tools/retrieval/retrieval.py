"""Retrieval: the rows that are worth scoring for one list, out of those that are allowed.

Knows the rough score and what is allowed; knows nothing of reasons or of how a list is arranged.
What is allowed comes first and the choice second, so that a rare filter still finds its best items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.distinct import distinct
from penchant.tools.largest import largest_in_any_order
from penchant.tools.listing.arranging import POOL, Lift
from penchant.tools.retrieval.ground import WHOLE, Ground
from penchant.tools.retrieval.rough import rough_scores
from penchant.tools.retrieval.shares import left_short
from penchant.tools.signals.signals import Situation

Rows = NDArray[np.intp]
Scores = NDArray[np.floating[Any]]

CHOSEN = 500
"""Items chosen to be scored where more are allowed."""

FEW = 16
"""Where at most one of so many is allowed, only those allowed are compared with what is liked."""

MARGIN = 3
"""Items chosen for each that a list may be made of, if that is more."""


def retrieve(
    situation: Situation,
    ground: Ground,
    crowd: Crowd,
    weights: Mapping[str, float],
    allowed: NDArray[np.bool_],
    pool: int,
    *,
    lifts: Sequence[Lift] = (),
    besides: Sequence[int] = (),
    fits: Mapping[str, float] | None = None,
) -> Rows:
    """The rows to score, ascending; all that are ``allowed`` (n,) where they are few. ``pool`` of
    the best are what the list is made of; ``lifts`` (n,) are what rules add to their order, and
    ``besides`` rows that are looked at in any case. ``fits`` tells from which nearness on an item
    may belong to an interest, where each is to have its part.
    """
    count = int(np.count_nonzero(allowed))
    most = max(CHOSEN, MARGIN * pool)
    if count <= max(WHOLE, most):
        whole: Rows = np.flatnonzero(allowed)
        return whole
    few = np.flatnonzero(allowed) if count * FEW <= len(allowed) else None
    rough, own = rough_scores(situation, ground, crowd, weights, few)
    # Doubles where rules lift: beside a large amount single precision has no room for a score.
    scores: Scores = rough.astype(float) if lifts else rough
    for lift in lifts:
        scores += lift.amounts
    if few is None:
        np.putmask(scores, ~allowed, -np.inf)
        best = largest_in_any_order(scores, most)
    else:
        best = few[largest_in_any_order(scores[few], most)]
    chosen = [best, own, np.asarray(besides, np.intp)]
    if fits:
        # A list that rests on tastes is made of POOL times its length.
        chosen.append(left_short(situation, ground, scores, allowed, best, pool // POOL, fits))
    found = distinct(np.concatenate(chosen), len(allowed))
    return found[allowed[found]]
