"""Candidates: which items may be recommended to one person now, and what keeps the others out.

Knows profiles, requests and the catalog; knows nothing of scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Constraint, Profile, Request
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.filters.conditions import All, conjuncts, read_where, written
from penchant.tools.filters.fit import fitting
from penchant.tools.signals.columns import Values
from penchant.tools.signals.prices import still_too_dear
from penchant.tools.targets import told_of

Mask = NDArray[np.bool_]

ROUNDING = 1e-9
"""Parts of the words that differ by less are alike."""

APART = 16
"""Conditions of a filter that are told apart; further ones are one cause together."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """``allowed`` (n,) over the catalog's rows, and per cause the rows it keeps out: first what is
    so whatever is asked for, then what is asked for (``asked``).

    ``relaxed`` names what was asked for together where nothing is all of it: items that are some
    of it are allowed then.
    """

    allowed: Mask
    causes: Mapping[str, Mask]
    relaxed: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()

    def excluded(self) -> dict[str, int]:
        """Number of items each cause keeps out; an item can have several."""
        counts = {cause: int(np.count_nonzero(mask)) for cause, mask in self.causes.items()}
        return {cause: count for cause, count in counts.items() if count}

    def offered(self) -> Mask:
        """The rows that nothing but what is asked for keeps out, (n,)."""
        rows = np.ones(len(self.allowed), bool)
        for cause, mask in self.causes.items():
            if cause not in self.asked:
                rows &= ~mask
        return rows

    def among(self, rows: Mask) -> Candidates:
        """The same for these ``rows`` alone."""
        causes = {cause: mask[rows] for cause, mask in self.causes.items()}
        return replace(self, allowed=self.allowed[rows], causes=causes)

    def first_cause(self, row: int) -> str | None:
        """What keeps the item of ``row`` out, or None."""
        return next((cause for cause, mask in self.causes.items() if mask[row]), None)


def candidates(
    profile: Profile,
    request: Request,
    catalog: Catalog,
    *,
    shown: frozenset[str] = frozenset(),
    worded: Values | None = None,
) -> Candidates:
    """Everything that is to be had at the profile's moment, but what the person has seen, bought,
    turned down, liked or saved already and what they exclude (unless the request has it back,
    ``again``), and what does not fit the request. ``shown`` is left out where others are asked for.
    With ``worded`` (n,), the part of the words asked for that each item holds, only what holds the
    most of them is allowed, unless nothing holds any.
    """
    constraint = request.constraint
    causes = _shop(profile, catalog) | _settled(profile, request, catalog)
    if request.like:
        causes["named"] = _rows(request.like, catalog)
    if request.another:
        causes["shown"] = _rows(shown, catalog)
    limits = _limits(constraint, catalog) | _filtered(request, catalog)
    wanted = {f"not {name}": ~_with(name, catalog) for name in constraint.include}
    asked = frozenset(limits) | frozenset(wanted)
    causes |= limits
    allowed = _allowed(causes | wanted, catalog)
    if len(wanted) > 1 and not allowed.any():
        none = np.logical_and.reduce(list(wanted.values()))
        some = _allowed(causes | {"not any": none}, catalog)
        if some.any():
            return _worded(Candidates(some, causes, constraint.include, asked), worded)
    return _worded(Candidates(allowed, causes | wanted, asked=asked), worded)


def _worded(found: Candidates, worded: Values | None) -> Candidates:
    most = 0.0 if worded is None else worded.max(where=found.allowed, initial=0.0)
    if worded is None or most <= 0.0:
        return found
    fewer = worded < most - ROUNDING
    return replace(
        found,
        allowed=found.allowed & ~fewer,
        causes={**found.causes, "other words": fewer},
        asked=found.asked | {"other words"},
    )


def _shop(profile: Profile, catalog: Catalog) -> dict[str, Mask]:
    """What the shop does not offer at the moment of ``profile``."""
    causes: dict[str, Mask] = {"hidden": catalog.hidden}
    now, timed = profile.at.timestamp(), catalog.timed
    for cause, rows in (
        ("not yet", timed[catalog.opens[timed] > now]),
        ("over", timed[catalog.closes[timed] <= now]),
    ):
        if len(rows):
            causes[cause] = _at(rows, catalog)
    return causes


def _settled(profile: Profile, request: Request, catalog: Catalog) -> dict[str, Mask]:
    """What the person has done with already, and what they exclude."""
    done = {
        "seen": profile.seen - profile.bought,
        "bought": profile.bought,
        "disliked": profile.disliked,
        "liked": profile.liked,
        "saved": profile.saved,
        "in the cart": profile.in_cart,
    }
    causes = {cause: _rows(items, catalog) for cause, items in done.items() if items}
    if profile.refused_prices:
        causes["too expensive"] = still_too_dear(profile.refused_prices, catalog)
    if profile.put_off:
        causes["put off"] = _rows(profile.put_off, catalog)
    causes = {cause: mask for cause, mask in causes.items() if cause not in request.again}
    # Asking for it now outweighs an older "no more of it".
    asked = {name.casefold() for name in request.constraint.include}
    for name in () if "excluded" in request.again else profile.excluded:
        if name.casefold() not in asked:
            causes[f"excluded: {name}"] = _with(name, catalog)
    return causes


def _filtered(request: Request, catalog: Catalog) -> dict[str, Mask]:
    """What does not fit the request's prices, stock and filter: each condition by itself."""
    causes: dict[str, Mask] = {}
    low, high = request.constraint.price_min, request.constraint.price_max
    # As with years: what has no price cannot be shown to fit.
    if low is not None:
        causes[f"cheaper {low:.10g}"] = ~(catalog.columns["price"].numbers >= low)
    if high is not None:
        causes[f"dearer {high:.10g}"] = ~(catalog.columns["price"].numbers <= high)
    if request.in_stock:
        causes["sold out"] = catalog.columns["stock"].numbers <= 0
    if request.where is not None:
        parts = list(conjuncts(read_where(request.where)))
        if len(parts) > APART:
            parts = [*parts[: APART - 1], All(tuple(parts[APART - 1 :]))]
        for part in parts:
            causes[f"where {written(part)}"] = ~fitting(part, catalog.columns)
    return causes


def _allowed(causes: Mapping[str, Mask], catalog: Catalog) -> Mask:
    out = np.zeros(len(catalog), bool)
    for mask in causes.values():
        out |= mask
    return np.logical_not(out, out=out)


def _limits(constraint: Constraint, catalog: Catalog) -> dict[str, Mask]:
    causes: dict[str, Mask] = {}
    # An item without a year cannot be shown to fit a limit on years: nan compares as False.
    if constraint.year_min is not None:
        causes[f"before {constraint.year_min}"] = ~(catalog.years >= constraint.year_min)
    if constraint.year_max is not None:
        causes[f"after {constraint.year_max}"] = ~(catalog.years <= constraint.year_max)
    for name in constraint.exclude:
        causes[f"asked without {name}"] = _without(name, catalog)
    return causes


def _without(name: str, catalog: Catalog) -> Mask:
    """What has ``name``, or is told of in its words where it is no category, person or tag: dark
    red is red.
    """
    named = _with(name, catalog)
    if named.any() and not catalog.postings.is_trait(name):
        return named
    return named | _at(told_of(name, catalog), catalog)


def _rows(items: frozenset[str] | tuple[str, ...], catalog: Catalog) -> Mask:
    return _at(catalog.rows_of(items), catalog)


def _with(name: str, catalog: Catalog) -> Mask:
    return _at(catalog.rows_with(name), catalog)


def _at(rows: NDArray[np.intp], catalog: Catalog) -> Mask:
    mask = np.zeros(len(catalog), bool)
    mask[rows] = True
    return mask
