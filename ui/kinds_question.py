"""The question which kinds somebody new likes best, as markup.

Knows the question and which kinds are pressed so far; records nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from penchant.tools.onboarding.kinds import KindsQuestion
from penchant.ui.render import Html, element, join
from penchant.ui.wording import Reader


def render_kinds(
    question: KindsQuestion, reader: Reader, *, chosen: Collection[str], status: Html
) -> Html:
    """The kinds as buttons that stay pressed, of which those ``chosen`` are, and the way on.
    ``status`` is the line beside the heading.
    """
    words = reader.words
    asked = reader.pick(question.text, question.text_zh)
    kinds = [
        element(
            "button",
            reader.pick(kind, kind_zh),
            type="button",
            class_="pc-button",
            data_act="ask-kind",
            data_item=kind,
            aria_pressed="true" if kind in chosen else "false",
            dir="auto",
        )
        for kind, kind_zh in zip(question.kinds, question.kinds_zh, strict=True)
    ]
    on = words.ask_kinds_next if chosen else words.ask_kinds_none
    return join(
        element("div", element("h2", words.ask_title), status, class_="pc-head"),
        element(
            "div",
            element(
                "div",
                element("h3", asked, class_="pc-asked", dir="auto"),
                role="status",
                aria_live="polite",
            ),
            element("div", *kinds, class_="pc-buttons", role="group", aria_label=asked),
            element(
                "div",
                _link("ask-kinds", on),
                _link("ask-leave", words.ask_leave),
                class_="pc-put",
            ),
            class_="pc-card pc-question",
        ),
    )


def _link(act: str, text: str) -> Html:
    return element("button", text, type="button", class_="pc-link", data_act=act)
