"""Adjustments: what moved an item in a list besides its score, in English and Chinese.

Knows moves and the names of interests; knows nothing of how a list is arranged.
"""

from __future__ import annotations

from collections.abc import Sequence

from penchant.memory.records import Adjustment, Json
from penchant.tools.listing.arranging import Move, Placed
from penchant.tools.listing.tastes import Taste

RULE = "rule: "
"""Before the name of a rule in that of its adjustment."""

MOVES = frozenset(("diversity", "calibration", "exploration"))
"""Names of adjustments that are no rule's."""


def adjustments(placed: Placed, tastes: Sequence[Taste]) -> tuple[Adjustment, ...]:
    """What moved one item of a list; their places add up to the way from its place by score."""
    taste = tastes[placed.taste] if 0 <= placed.taste < len(tastes) else None
    found = []
    for move in placed.moves:
        found.append(_told(RULE + move.name if move.rule else move.name, move, taste))
    return tuple(found)


def kept(found: Sequence[Adjustment]) -> list[Json]:
    """``found`` as the journal keeps them: names and numbers, for sentences tell of interests."""
    return [[one.name, one.places, round(one.amount, 6)] for one in found]


def made_again(data: Json) -> tuple[Adjustment, ...]:
    """The adjustments that were :func:`kept` as ``data``, without the names of interests; what is
    no adjustment of a list is left out.
    """
    found = []
    for one in data if isinstance(data, list) else ():
        match one:
            case [str(name), int(places), float() | int() as amount]:
                plain = name.removeprefix(RULE)
                if plain != name or name in MOVES:
                    move = Move(plain, places, float(amount), rule=plain != name)
                    found.append(_told(name, move, None))
    return tuple(found)


def by_rule(name: str, places: int, amount: float) -> Adjustment:
    """What the rule called ``name`` does to one item: it moves it up so many ``places``."""
    return _told(RULE + name, Move(name, places, amount, rule=True), None)


def _told(name: str, move: Move, taste: Taste | None) -> Adjustment:
    en, zh = _said(move, taste)
    return Adjustment(name=name, text=en, text_zh=zh, places=move.places, amount=move.amount)


def _said(move: Move, taste: Taste | None) -> tuple[str, str]:
    if move.rule:
        if not move.places:
            way, way_zh = ("for", "加分") if move.amount > 0 else ("against", "减分")
            return f"The rule “{move.name}” counts {way} it.", f"规则“{move.name}”为它{way_zh}。"
        return _moved(move, f"by the rule “{move.name}”", f"按规则“{move.name}”")
    if move.name == "diversity":
        return _moved(move, "so that the list is not all alike", "为避免雷同")
    if move.name == "exploration":
        if not move.places:
            return "Here to find out whether it suits you.", "放在这里，看看它是否合你意。"
        return _moved(move, "to find out whether it suits you", "为看看它是否合你意")
    if move.places > 0 and taste is not None:
        return _moved(
            move,
            f"so that your interest in {taste.label} has its part of the list",
            f"为让你的兴趣“{taste.label_zh}”占到应有的一份",
        )
    return _moved(move, "so that each of your interests has its part", "为让你的各项兴趣各占一份")


def _moved(move: Move, why: str, why_zh: str) -> tuple[str, str]:
    number = abs(move.places)
    way, way_zh = ("up", "前") if move.places > 0 else ("down", "后")
    unit = "place" if number == 1 else "places"
    return f"Moved {way} {number:,} {unit} {why}.", f"{why_zh}，{way_zh}移 {number:,} 位。"
