"""Requests: what is asked for, made sure of, and as plain values of the journal.

Knows the fields of :class:`Request` and their limits; knows nothing of catalogs or people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from penchant.memory.errors import BadInput
from penchant.memory.records import Constraint, Request, Rule

LONGEST_QUERY = 2_000


def as_request(request: Request | str | None) -> Request:
    """``request`` as a record, its words cut to LONGEST_QUERY; BadInput where limits cross."""
    if request is None:
        return Request()
    if isinstance(request, str):
        request = Request(query=request.strip())
    if len(request.query) > LONGEST_QUERY:
        request = replace(request, query=request.query[:LONGEST_QUERY])
    limits = request.constraint
    low, high = limits.year_min, limits.year_max
    if low is not None and high is not None and low > high:
        raise BadInput(f"no item is from {low} or later and from {high} or earlier")
    return request


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
        "price_min": limits.price_min,
        "price_max": limits.price_max,
        "where": None if request.where is None else dict(request.where),
        "in_stock": request.in_stock or None,
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
        where=data.get("where"),
        in_stock=bool(data.get("in_stock", False)),
        again=tuple(data.get("again", ())),
        rules=tuple(Rule(**rule) for rule in data.get("rules", ())),
        diversity=data.get("diversity"),
        calibration=data.get("calibration"),
        exploration=data.get("exploration"),
        seed=data.get("seed"),
    )
