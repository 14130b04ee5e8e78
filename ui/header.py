"""The strip at the top as markup: the name, who answers, the language, a new conversation."""

from __future__ import annotations

from penchant.ui.render import Html, element
from penchant.ui.wording import Reader


def render_header(reader: Reader, *, model: str | None) -> Html:
    """The strip; ``model`` names what words the answers, None being the offline assistant."""
    words = reader.words
    other = "en" if words.language == "zh" else "zh-CN"
    buttons = (
        element(
            "button", words.new_conversation, type="button", class_="pc-button", data_act="new"
        ),
        element(
            "button",
            words.switch,
            type="button",
            class_="pc-button",
            lang=other,
            data_act="language",
        ),
    )
    return element(
        "header",
        element(
            "div",
            element("h1", "Penchant"),
            element("span", words.tagline, class_="pc-tagline"),
            class_="pc-name",
        ),
        element(
            "span", words.model.format(model=model or words.offline), class_="pc-model", dir="auto"
        ),
        element("div", *buttons, class_="pc-tools"),
        class_="pc-header",
        data_language=words.html_language,
    )
