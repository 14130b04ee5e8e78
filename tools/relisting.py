"""A list that was shown, made again: its items in their order and what moved them then, with the
reasons of today.

Knows the impression it was kept as; ranks nothing and journals nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from penchant.memory.records import Entry, Ranked
from penchant.tools.impressions import request_behind
from penchant.tools.judging import Judge
from penchant.tools.listing.adjusting import made_again
from penchant.tools.signals.ranking import scores


def relist(judge: Judge, shown: Entry) -> tuple[Ranked, ...]:
    """The items of the impression ``shown``, judged now on the request and the occasion of then.

    Those that have left the catalog since are left out; the others keep their ranks.
    """
    catalog = judge.catalog
    listed = [
        (rank, item)
        for rank, name in enumerate(shown.data["items"], start=1)
        if (item := catalog.get(name)) is not None
    ]
    request = request_behind(shown, catalog)
    judged = judge.judgement(shown.user, request, None, shown.conversation, behind=shown)
    rows = np.array([catalog.row(item.id) for _, item in listed], np.intp)
    ascending = np.unique(rows)
    columns = judged.columns(ascending)
    score = scores(columns, judged.weights, len(ascending))
    places = np.searchsorted(ascending, rows).tolist()
    found = judged.ranked([item for _, item in listed], places, columns, score)
    then = shown.data.get("moves")
    moves = dict(enumerate(then, start=1)) if isinstance(then, list) else {}
    return tuple(
        replace(one, rank=rank, adjustments=made_again(moves.get(rank)))
        for one, (rank, _) in zip(found, listed, strict=True)
    )
