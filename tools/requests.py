"""Requests: what is asked for, made sure of, and as plain values of the journal.

Knows the fields of :class:`Request` and their limits; knows nothing of catalogs or people.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from penchant.memory.door import check_context
from penchant.memory.errors import BadInput
from penchant.memory.records import Constraint, Json, Request, Rule
from penchant.tools.catalog.rules import check_rules
from penchant.tools.filters.conditions import read_where
from penchant.tools.request_shape import check_shape

LONGEST_QUERY = 2_000

MOST = 100
"""Items one list can have."""

AGAIN = (
    "seen",
    "bought",
    "liked",
    "saved",
    "in the cart",
    "put off",
    "too expensive",
    "disliked",
    "excluded",
)
"""What may come back where :attr:`Request.again` says so."""


def as_request(request: Request | str | None) -> Request:
    """``request`` as a record, its words cut to LONGEST_QUERY; BadInput where limits cross or what
    a host asks for cannot be read.
    """
    if request is None:
        return Request()
    if isinstance(request, str):
        request = Request(query=request.strip())
    check_shape(request)
    if len(request.query) > LONGEST_QUERY:
        request = replace(request, query=request.query[:LONGEST_QUERY])
    limits = request.constraint
    low, high = limits.year_min, limits.year_max
    if low is not None and high is not None and low > high:
        raise BadInput(f"no item is from {low} or later and from {high} or earlier")
    _check_prices(limits)
    if request.where is not None:
        read_where(request.where)
    if not set(request.again) <= set(AGAIN):
        raise BadInput(f"again names some of {', '.join(AGAIN)}, not {request.again!r}")
    check_rules(request.rules)
    if request.cheapest and request.dearest:
        raise BadInput("a list is of the cheapest or of the dearest, not of both")
    return request


def check_list(n: int, context: Mapping[str, Json] | None) -> None:
    """Raise BadInput unless a list can have ``n`` items, in this ``context``."""
    if not isinstance(n, int) or n < 0:
        raise BadInput(f"a list cannot have {n} items")
    if context is not None:
        check_context(context)


def alike(item: str | Sequence[str], request: Request | str | None) -> Request:
    """``request`` for what is like ``item``, or like several; BadInput where none is named."""
    items = (item,) if isinstance(item, str) else tuple(item)
    if not items or not all(isinstance(one, str) and one.strip() for one in items):
        raise BadInput("say what the items shall be like: the id of an item, or several")
    wanted = as_request(request)
    return replace(wanted, like=tuple(dict.fromkeys((*wanted.like, *items))))


def continued(last: Request, request: Request) -> Request:
    """``last`` once more for other items, as ``request`` asks for; what a host asks for in it
    holds, and where it says nothing what it asked for before.
    """
    given = {
        name: value
        for name in ("where", "diversity", "calibration", "exploration")
        if (value := getattr(request, name)) is not None
    }
    if last.cheapest:  # Others than the cheapest are the cheapest of the others.
        given["constraint"] = replace(last.constraint, price_max=None)
    if last.dearest:
        given["constraint"] = replace(last.constraint, price_min=None)
    # A search may show what is known, a list of something else to see may not.
    again = request.again if last.search else request.again or last.again
    return replace(
        last,
        another=True,
        n=request.n,
        in_stock=request.in_stock or last.in_stock,
        again=again,
        rules=request.rules or last.rules,
        # What chance decided for that list, it decides anew for this one.
        seed=request.seed,
        **given,
    )


def narrowed(last: Request, request: Request) -> Request:
    """``last`` once more, held to the prices and the stock that ``request`` asks for, with its
    words and without what it refuses; prices that ``last`` was held to give way to others.
    """
    limits = request.constraint
    most = request.cheapest or request.dearest or last.cheapest or last.dearest
    if most or limits.price_min is not None or limits.price_max is not None:
        low, high = limits.price_min, limits.price_max
    else:
        low, high = last.constraint.price_min, last.constraint.price_max
    refused = {word.casefold() for name in limits.exclude for word in name.split()}
    words = dict.fromkeys(f"{last.query} {request.query}".split())
    return replace(
        request,
        query=" ".join(word for word in words if word.casefold() not in refused),
        meaning=last.meaning,
        like=last.like,
        constraint=replace(
            last.constraint,
            price_min=low,
            price_max=high,
            exclude=tuple(dict.fromkeys((*last.constraint.exclude, *limits.exclude))),
        ),
        in_stock=request.in_stock or last.in_stock,
    )


def _check_prices(limits: Constraint) -> None:
    for name in ("price_min", "price_max"):
        value = getattr(limits, name)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if value is not None and not (number and 0 <= value < math.inf):
            raise BadInput(f"{name} is a price of 0 or more, not {value!r}")
    low, high = limits.price_min, limits.price_max
    if low is not None and high is not None and low > high:
        raise BadInput(f"no item costs {low:g} or more and {high:g} or less")


def request_to_data(request: Request) -> dict[str, Any]:
    """Plain JSON values of ``request``; inverse of :func:`request_from_data`."""
    limits = request.constraint
    data: dict[str, Any] = {
        "query": request.query,
        "meaning": request.meaning,
        "like": list(request.like),
        "year_min": limits.year_min,
        "year_max": limits.year_max,
        "include": list(limits.include),
        "exclude": list(limits.exclude),
    }
    hosts = {
        "search": request.search or None,
        "price_min": limits.price_min,
        "price_max": limits.price_max,
        "where": None if request.where is None else dict(request.where),
        "in_stock": request.in_stock or None,
        "cheapest": request.cheapest or None,
        "dearest": request.dearest or None,
        "again": list(request.again) or None,
        "rules": [
            {"name": rule.name, "where": dict(rule.where), "amount": rule.amount}
            for rule in request.rules
        ]
        or None,
        "diversity": request.diversity,
        "calibration": request.calibration,
        "exploration": request.exploration,
        "seed": request.seed,
    }
    # Most lists have none of these; the journal need not say so each time.
    return data | {name: value for name, value in hosts.items() if value is not None}


def request_from_data(data: Mapping[str, Any]) -> Request:
    """The request whose plain values are ``data``."""
    return Request(
        query=data.get("query", ""),
        meaning=data.get("meaning", ""),
        like=tuple(data.get("like", ())),
        constraint=Constraint(
            year_min=data.get("year_min"),
            year_max=data.get("year_max"),
            include=tuple(data.get("include", ())),
            exclude=tuple(data.get("exclude", ())),
            price_min=data.get("price_min"),
            price_max=data.get("price_max"),
        ),
        search=bool(data.get("search", False)),
        where=data.get("where"),
        in_stock=bool(data.get("in_stock", False)),
        cheapest=bool(data.get("cheapest", False)),
        dearest=bool(data.get("dearest", False)),
        again=tuple(data.get("again", ())),
        rules=tuple(Rule(**rule) for rule in data.get("rules", ())),
        diversity=data.get("diversity"),
        calibration=data.get("calibration"),
        exploration=data.get("exploration"),
        seed=data.get("seed"),
    )
