"""Prices: what was too expensive for a person, and what costs about as much.

Knows prices refused and the catalog's prices; knows nothing of weights. A price is dear among
things of its sort: an item is compared with the refused ones whose first category it shares.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Evidence, PriceRefused, Profile, to_day
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.retrieval.view import View
from penchant.tools.signals.columns import Column, Values
from penchant.tools.words.marks import in_marks

SAME = 1.1
"""Prices within this factor are about the same."""

FADES = 40.0
"""Days after which a refused price says half as much: purses change."""

CHEAP = 0.5
"""What costs this part of a refused price, or less, is not too expensive."""


def price_fit(profile: Profile, view: View) -> Column:
    """How near items come to prices that were too expensive, in [-1, 0]: -1 at such a price and
    above it, 0 from CHEAP of it down, and fading.
    """
    catalog = view.catalog
    refused = refused_in(profile, catalog)
    values, behind = how_dear(refused, profile, view)

    def told(place: int) -> tuple[str, str, str]:
        one = refused[int(behind[place])]
        item = catalog.items[catalog.row(one.item)]
        ratio = float(catalog.columns["price"].numbers[view.rows[place]]) / one.price
        en, zh = f"{item.title} ({one.price:g})", f"{in_marks(item)}（{one.price:g}）"
        return item.title, *_said(en, zh, ratio)

    return Column(
        "price-fit",
        values,
        evidence=tuple(
            Evidence(
                entry=one.entry,
                kind="dismiss",
                occurred_at=one.occurred_at,
                amount=-1.0,
                item=one.item,
                quote=catalog.items[catalog.row(one.item)].title,
            )
            for one in refused
        ),
        told=told,
    )


def refused_in(profile: Profile, catalog: Catalog) -> list[PriceRefused]:
    """The prices that items are compared with."""
    return [one for one in profile.refused_prices if one.item in catalog and one.price > 0]


def how_dear(
    refused: Sequence[PriceRefused], profile: Profile, view: View
) -> tuple[Values, NDArray[np.intp]]:
    """What the prices ``refused`` say of the items looked at, (m,), in [-1, 0], and which of them
    says it, by number; -1 where none says anything.
    """
    day = to_day(profile.at)
    values, behind = np.zeros(len(view)), np.full(len(view), -1)
    for number, one in enumerate(refused):
        places, found = _near(one, day, view)
        dearer = found < values[places]
        values[places[dearer]] = found[dearer]
        behind[places[dearer]] = number
    return values, behind


def _said(refused: str, refused_zh: str, ratio: float) -> tuple[str, str]:
    if ratio > SAME:
        return (
            f"Costs more than {refused}, which was too expensive for you.",
            f"比你嫌贵的{refused_zh}还贵。",
        )
    if ratio >= 1.0 / SAME:
        return (
            f"Costs about as much as {refused}, which was too expensive for you.",
            f"价格与你嫌贵的{refused_zh}差不多。",
        )
    return (
        f"Not much cheaper than {refused}, which was too expensive for you.",
        f"比你嫌贵的{refused_zh}便宜得不多。",
    )


def _near(one: PriceRefused, day: float, view: View) -> tuple[NDArray[np.intp], Values]:
    """The places of what is to be compared with a refused price, and what it says of each."""
    catalog = view.catalog
    item = catalog.items[catalog.row(one.item)]
    places = view.named(item.categories[0]) if item.categories else np.arange(len(view))
    ratio = catalog.columns["price"].numbers[view.rows[places]] / one.price
    near = np.clip((ratio - CHEAP) / (1.0 - CHEAP), 0.0, 1.0)
    faded = 2.0 ** (-max(day - to_day(one.occurred_at), 0.0) / FADES)
    # What has no price cannot be too expensive: nan.
    return places, np.nan_to_num(-faded * near, nan=0.0)


def still_too_dear(refused: Sequence[PriceRefused], catalog: Catalog) -> NDArray[np.bool_]:
    """Which items themselves were too expensive and do not cost less now, (n,)."""
    mask = np.zeros(len(catalog), np.bool_)
    for one in refused:
        if one.item in catalog:
            row = catalog.row(one.item)
            mask[row] = not catalog.columns["price"].numbers[row] < one.price
    return mask
