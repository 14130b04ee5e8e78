"""A list that was shown, made again: its items in their order, with the reasons of today.

Knows the impression it was kept as; ranks nothing and journals nothing. What moved an item at that
time is not kept, but for rules: those of today are told, without by how many places.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from penchant.memory.records import Adjustment, Entry, Ranked
from penchant.tools.catalog.rules import lifts, together
from penchant.tools.impressions import request_behind
from penchant.tools.judging import Judge
from penchant.tools.listing.adjusting import by_rule
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
    rules = lifts(together(judge.offer.rules.now(), request.rules), catalog)
    moved: list[tuple[Adjustment, ...]] = [
        tuple(
            by_rule(lift.name, 0, float(lift.amounts[row])) for lift in rules if lift.amounts[row]
        )
        for row in rows.tolist()
    ]
    return tuple(
        replace(one, rank=rank, adjustments=moves)
        for one, (rank, _), moves in zip(found, listed, moved, strict=True)
    )
