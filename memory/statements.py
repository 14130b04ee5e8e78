"""Statements as plain data, the form in which the journal keeps them.

Knows the fields of a statement; knows nothing of how one is found in a turn.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from penchant.memory.records import Constraint, Statement, Target


def statement_to_data(statement: Statement) -> dict[str, Any]:
    """Plain JSON values of ``statement``; inverse of :func:`statement_from_data`."""
    data = asdict(statement)
    if statement.constraint is not None:
        data["constraint"] |= {
            "include": list(statement.constraint.include),
            "exclude": list(statement.constraint.exclude),
        }
    return data


def statement_from_data(data: dict[str, Any]) -> Statement:
    """The statement whose plain values are ``data``."""
    constraint = data.get("constraint")
    if constraint is not None:
        constraint = Constraint(
            year_min=constraint["year_min"],
            year_max=constraint["year_max"],
            include=tuple(constraint["include"]),
            exclude=tuple(constraint["exclude"]),
        )
    return Statement(
        target=Target(**data["target"]),
        polarity=int(data["polarity"]),
        strength=float(data["strength"]),
        lasting=bool(data["lasting"]),
        constraint=constraint,
    )
