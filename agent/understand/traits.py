"""Traits that are said alone after a list: "in red", "no wool", 红色的.

Knows one request, what it names and what was shown; nothing of catalogs.
"""

from __future__ import annotations

from collections.abc import Sequence

from penchant.agent.understand.mentions import THEME, Mention, keeps_out
from penchant.memory.records import Constraint, Item, Request, Target
from penchant.tools.words.traits import traits


def adds_traits(request: Request, mentions: Sequence[Mention], shown: Sequence[Item]) -> bool:
    """Whether ``request`` says nothing but which traits are wanted or refused, and anything
    ``shown`` has one of them: then it goes on about what was shown.
    """
    limits = request.constraint
    said = Request(
        query=request.query,
        meaning=request.meaning,
        n=request.n,
        constraint=Constraint(exclude=limits.exclude),
    )
    named = {target.name for m in mentions for target in m.targets if _is_trait(target)}
    words = {word for name in named for word in name.casefold().split()}
    if request != said or not words.issuperset(request.query.casefold().split()):
        return False
    there = {trait.casefold() for item in shown for trait in traits(item)}
    return not there.isdisjoint(name.casefold() for name in (*named, *limits.exclude))


def _is_trait(target: Target) -> bool:
    return target.kind == THEME and keeps_out(target)
