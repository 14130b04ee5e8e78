"""What was found or compared in words, for a language model to read.

Knows how to say records in few tokens; knows nothing of how they came about. Words of people and
of the catalog are quoted data: see :mod:`penchant.tools.quoting`.
"""

from __future__ import annotations

from collections.abc import Sequence

from penchant.memory.records import Item, Recommendation, Why
from penchant.tools.finding.comparing import Comparison
from penchant.tools.quoting import plain, quoted
from penchant.tools.sentences import say_ranked, titled

SAID = 5
"""Differences that are told, the largest."""

LEAST = 0.0005
"""Differences below this in size are not told."""

QUOTED = 60


def say_found(found: Recommendation) -> str:
    """What a search found, numbered, with the strongest reasons."""
    if not found.items:
        return found.note or "Nothing in the catalog fits this search."
    head = f"{_counted(found)} found for {quoted(found.query or '', QUOTED)}, best first:"
    return _listed(head, found)


def say_similar(found: Recommendation, items: Sequence[Item]) -> str:
    """What is like ``items``, numbered, with the strongest reasons."""
    if not found.items:
        return found.note or "Nothing in the catalog is like that within these limits."
    like = " and ".join(titled(item) for item in items)
    return _listed(f"{_counted(found)} like {like}, best first:", found)


def _counted(found: Recommendation) -> str:
    return "1 item" if len(found.items) == 1 else f"{len(found.items)} items"


def _listed(head: str, found: Recommendation) -> str:
    lines = [say_ranked(ranked) for ranked in found.items]
    return "\n".join([head, *lines, *([found.note] if found.note else [])])


def say_comparison(found: Comparison) -> str:
    """Both standings, what decides, what sets the items apart, and the facts that differ."""
    apart = found.first.score - found.second.score
    lines = [
        plain(found.text, 400),
        _standing(found.first),
        _standing(found.second),
        f"The scores differ by {apart:+.3f}, the sum of:",
    ]
    told = [one for one in found.differences if abs(one.amount) >= LEAST][:SAID]
    lines += [f"{one.amount:+.3f} {plain(one.text, 240)}" for one in told]
    rest = apart - sum(one.amount for one in told)
    if abs(rest) >= LEAST:
        lines.append(f"{rest:+.3f} smaller parts")
    lines += [
        f"{fact.name}: {plain(fact.first) or 'none'} / {plain(fact.second) or 'none'}"
        for fact in found.facts
    ]
    return "\n".join(lines)


def _standing(side: Why) -> str:
    name = titled(side.item)
    if side.left_out:
        return f"{name}: score {side.score:.3f}, not recommended: {plain(side.left_out, 300)}"
    place = f"rank {side.rank} of {side.candidates}" if side.rank is not None else "not ranked"
    return f"{name}: {place}, score {side.score:.3f}"
