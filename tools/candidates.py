"""Candidates: which items may be recommended to one person now, and what keeps the others out.

Knows profiles, requests and the catalog; knows nothing of scores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from penchant.memory.records import Constraint, Profile, Request
from penchant.tools.catalog import Catalog
from penchant.tools.prices import still_too_dear

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidates:
    """``allowed`` (n,) over the catalog's rows, and per cause the rows it keeps out.

    ``relaxed`` names what was asked for together where nothing is all of it: items that are some
    of it are allowed then.
    """

    allowed: Mask
    causes: Mapping[str, Mask]
    relaxed: tuple[str, ...] = ()

    def excluded(self) -> dict[str, int]:
        """Number of items each cause keeps out; an item can have several."""
        counts = {cause: int(mask.sum()) for cause, mask in self.causes.items()}
        return {cause: count for cause, count in counts.items() if count}

    def first_cause(self, row: int) -> str | None:
        """What keeps the item of ``row`` out, or None."""
        return next((cause for cause, mask in self.causes.items() if mask[row]), None)


def candidates(
    profile: Profile, request: Request, catalog: Catalog, *, shown: frozenset[str] = frozenset()
) -> Candidates:
    """Everything but what the person has seen, turned down, liked or saved already, what they
    exclude, and what does not fit the request. ``shown`` is left out where others are asked for.
    """
    constraint = request.constraint
    causes: dict[str, Mask] = {
        "hidden": catalog.hidden.copy(),
        "seen": _rows(profile.seen, catalog),
        "disliked": _rows(profile.disliked, catalog),
        "liked": _rows(profile.liked, catalog),
        "saved": _rows(profile.saved, catalog),
        "in the cart": _rows(profile.in_cart, catalog),
        "too expensive": still_too_dear(profile.refused_prices, catalog),
        "put off": _rows(profile.put_off, catalog),
        "named": _rows(request.like, catalog),
    }
    if request.another:
        causes["shown"] = _rows(shown, catalog)
    asked = {name.casefold() for name in constraint.include}
    for name in profile.excluded:
        # Asking for it now outweighs an older "no more of it".
        if name.casefold() not in asked:
            causes[f"excluded: {name}"] = _with(name, catalog)
    causes = {
        cause: mask
        for cause, mask in causes.items()
        if cause.partition(":")[0] not in request.again
    }
    wanted = {f"not {name}": ~_with(name, catalog) for name in constraint.include}
    causes |= _limits(constraint, catalog)
    allowed = _allowed(causes | wanted, catalog)
    if len(wanted) > 1 and not allowed.any():
        none = np.logical_and.reduce(list(wanted.values()))
        some = _allowed(causes | {"not any": none}, catalog)
        if some.any():
            return Candidates(some, causes, relaxed=constraint.include)
    return Candidates(allowed, causes | wanted)


def _allowed(causes: Mapping[str, Mask], catalog: Catalog) -> Mask:
    allowed = np.ones(len(catalog), bool)
    for mask in causes.values():
        allowed &= ~mask
    return allowed


def _limits(constraint: Constraint, catalog: Catalog) -> dict[str, Mask]:
    causes: dict[str, Mask] = {}
    # An item without a year cannot be shown to fit a limit on years: nan compares as False.
    if constraint.year_min is not None:
        causes[f"before {constraint.year_min}"] = ~(catalog.years >= constraint.year_min)
    if constraint.year_max is not None:
        causes[f"after {constraint.year_max}"] = ~(catalog.years <= constraint.year_max)
    for name in constraint.exclude:
        causes[f"asked without {name}"] = _with(name, catalog)
    return causes


def _rows(items: frozenset[str] | tuple[str, ...], catalog: Catalog) -> Mask:
    mask = np.zeros(len(catalog), bool)
    mask[[catalog.row(item) for item in items if item in catalog]] = True
    return mask


def _with(name: str, catalog: Catalog) -> Mask:
    mask = np.zeros(len(catalog), bool)
    mask[catalog.rows_with(name)] = True
    return mask
