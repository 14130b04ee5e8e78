"""The buttons of one card: what can be answered to its item, the reasons to put it aside, and why.

Knows an item and what the person already answered; keeps no state and records nothing.
"""

from __future__ import annotations

from penchant.memory.core.standing import PUT_OFF_DAYS
from penchant.memory.records import Item
from penchant.ui.answers import ASIDE, IN_SIGHT, SEEN_IT, Answer, offered
from penchant.ui.render import Html, element, join
from penchant.ui.wording import Reader

CROSS = "×"


def render_buttons(
    item: Item,
    reader: Reader,
    *,
    impression: str,
    pressed: frozenset[str],
    choosing: bool,
    explained: bool,
) -> Html:
    """The row of buttons; below it, while one is chosen, the reasons to put the item aside, or
    else for which reason it was.
    """
    words = reader.words

    def button(act: str, text: str, **more: object) -> Html:
        return element(
            "button",
            text,
            type="button",
            data_act=act,
            data_item=item.id,
            data_impression=impression,
            **{"class_": "pc-button", "aria_label": f"{text}: {item.title}", **more},
        )

    def answer(one: Answer) -> Html:
        held = "true" if one.name in pressed else "false"
        sold = one is SEEN_IT and item.price is not None
        text = words.has_it if sold else words.answers[one.name]
        return button(one.name, text, aria_pressed=held)

    put = [one for one in ASIDE if one.name in pressed]
    row = element(
        "div",
        *map(answer, IN_SIGHT),
        button(
            "why",
            words.why,
            class_="pc-button pc-why",
            aria_label=f"{words.why} {item.title}",
            aria_expanded="true" if explained else "false",
        ),
        button(
            "aside",
            CROSS,
            class_="pc-button pc-cross",
            aria_label=f"{words.aside}: {item.title}",
            aria_expanded="true" if choosing else "false",
        ),
        class_="pc-buttons",
        role="group",
    )
    if choosing:
        return join(
            row,
            element(
                "div",
                element("span", words.aside_title, class_="pc-small"),
                *map(answer, offered(item)),
                class_="pc-buttons pc-aside",
                role="group",
                aria_label=words.aside_title,
            ),
        )
    told = [
        element(
            "p",
            element("span", words.put_aside[one.name].format(days=f"{PUT_OFF_DAYS:g}")),
            button(one.name, words.take_back, class_="pc-link"),
            class_="pc-put",
        )
        for one in put
    ]
    return join(row, *told)
