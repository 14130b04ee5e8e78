"""What moved an item in its list besides its score, apart from the reasons that add up to that.

Knows adjustments; knows nothing of how a list is arranged.
"""

from __future__ import annotations

from collections.abc import Sequence

from penchant.memory.records import Adjustment
from penchant.ui.render import Html, element, signed
from penchant.ui.wording import Reader

UP, DOWN, STAYS = "↑", "↓", "•"


def render_moves(
    moves: Sequence[Adjustment], reader: Reader, *, whole: bool = False
) -> Html | None:
    """One line for each move, with its direction; None where nothing moved the item. The ``whole``
    of it has a heading, and what each counts in the units of the score.
    """
    if not moves:
        return None
    title = reader.words.moved
    return element(
        "div",
        element("p", title) if whole else None,
        element("ul", *(_line(move, reader, whole) for move in moves)),
        class_="pc-moves",
        role="group",
        aria_label=title,
    )


def _line(move: Adjustment, reader: Reader, whole: bool) -> Html:
    counts = whole and move.amount
    return element(
        "li",
        element("span", _way(move), class_="pc-way", aria_hidden="true"),
        element("span", reader.pick(move.text, move.text_zh), dir="auto"),
        element("span", signed(move.amount), class_="pc-number") if counts else None,
    )


def _way(move: Adjustment) -> str:
    return UP if move.places > 0 else DOWN if move.places < 0 else STAYS
