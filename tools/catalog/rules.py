"""A shop's rules: which can be used, and what they add to the order of the items they fit.

Knows rules and catalogs; knows nothing of people or stores. What a rule adds is no part of a score.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from penchant.memory.errors import BadInput
from penchant.memory.records import Rule
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.filters.columns import Rows
from penchant.tools.filters.conditions import read_where
from penchant.tools.filters.fit import fitting
from penchant.tools.filters.unheard import unheard_of
from penchant.tools.listing.arranging import Lift

MOST = 100
"""Rules that hold at once."""

LONGEST_NAME = 120
LARGEST = 1e6
"""What a rule adds at most, either way: beyond it scores would be lost to rounding."""


def check_rules(rules: Sequence[Rule]) -> None:
    """Raise BadInput unless each of ``rules`` has a name of its own, a filter and a finite amount,
    and there are no more than MOST.
    """
    if len(rules) > MOST:
        raise BadInput(f"at most {MOST} rules can hold at once, not {len(rules)}")
    names = set()
    for rule in rules:
        if not isinstance(rule, Rule):
            raise BadInput(f"a rule is a Rule(name, where, amount), not {type(rule).__name__}")
        if not isinstance(rule.name, str) or not rule.name.strip():
            raise BadInput("a rule needs a name")
        if len(rule.name) > LONGEST_NAME:
            raise BadInput(f"the name of a rule has at most {LONGEST_NAME} characters")
        if rule.name in names:
            raise BadInput(f"two rules are called {rule.name!r}")
        names.add(rule.name)
        read_where(rule.where, f"rule {rule.name!r}: where")
        amount = rule.amount
        if isinstance(amount, bool) or not isinstance(amount, int | float):
            raise BadInput(f"rule {rule.name!r}: the amount is a number, not {amount!r}")
        if not math.isfinite(amount) or abs(amount) > LARGEST:
            raise BadInput(f"rule {rule.name!r}: the amount must be within {LARGEST:g} of 0")


def check_fields(rules: Iterable[Rule], catalog: Catalog) -> None:
    """Raise BadInput for a rule on a field that no item of ``catalog`` has, which would never
    fit anything.
    """
    for rule in rules:
        for name in unheard_of(read_where(rule.where), catalog):
            raise BadInput(f"rule {rule.name!r}: no item has the attribute {name!r}")


def together(standing: Iterable[Rule], asked: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that hold for one list: those asked for take the place of standing ones of their
    names.
    """
    return tuple({rule.name: rule for rule in (*standing, *asked)}.values())


def lifts(rules: Sequence[Rule], catalog: Catalog) -> tuple[Lift, ...]:
    """What each of ``rules`` that touches any item adds to the order of the catalog's rows."""
    found = []
    for rule in rules:
        mask = fitting(read_where(rule.where), catalog.columns)
        if rule.amount and mask.any():
            found.append(Lift(rule.name, np.where(mask, float(rule.amount), 0.0)))
    return tuple(found)


def of_rows(found: Sequence[Lift], rows: Rows) -> tuple[Lift, ...]:
    """What the lifts ``found`` add to the ``rows`` (m,), those that touch one of them."""
    some = (Lift(one.name, one.amounts[rows]) for one in found)
    return tuple(one for one in some if one.amounts.any())
