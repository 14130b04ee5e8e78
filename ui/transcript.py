"""The conversation as markup: what was said, the answer being written, and how to begin.

Knows lines of text and how they look; knows nothing of who wrote an answer or how.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from penchant.ui.render import Html, element, join, prose
from penchant.ui.wording import Reader

Speaker = Literal["user", "assistant", "notice", "error"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said in a conversation, or a notice about the conversation itself."""

    speaker: Speaker
    text: str


def render_past(lines: Sequence[Line], reader: Reader) -> Html:
    """What was said before the current exchange; nothing but a heading where nothing was."""
    heading = element("h2", reader.words.chat_title, class_="pc-unseen")
    if not lines:
        return heading
    return join(
        heading, element("div", *(_line(line, reader) for line in lines), class_="pc-lines")
    )


def render_greeting(reader: Reader, examples: Sequence[str] = ()) -> Html:
    """How to begin, with ``examples`` to press, for a conversation without a message yet."""
    words = reader.words
    chips = [
        element("button", text, type="button", class_="pc-chip", data_act="say", data_say=number)
        for number, text in enumerate(examples)
    ]
    return join(
        element("h2", words.chat_title, class_="pc-unseen"),
        element(
            "div",
            element("p", words.greeting),
            element("p", words.examples_label, class_="pc-small") if chips else None,
            element("div", *chips, class_="pc-chips") if chips else None,
            class_="pc-greeting",
        ),
    )


def render_live(lines: Sequence[Line], reader: Reader, *, writing: bool) -> Html:
    """The current exchange, in a region whose finished text is read out by screen readers."""
    parts = [_line(line, reader) for line in lines]
    if writing and (not lines or lines[-1].speaker != "assistant"):
        parts.append(_waiting(reader))
    return element(
        "div",
        *parts,
        class_="pc-lines",
        role="log",
        aria_live="polite",
        aria_busy="true" if writing else "false",
    )


def _line(line: Line, reader: Reader) -> Html:
    words = reader.words
    if line.speaker in ("notice", "error"):
        return element(
            "div",
            element("p", line.text),
            class_=f"pc-{line.speaker}",
            role="alert" if line.speaker == "error" else "note",
            dir="auto",
        )
    mine = line.speaker == "user"
    return element(
        "div",
        element("span", words.you if mine else words.us, class_="pc-who"),
        element("div", prose(line.text), class_="pc-text", dir="auto"),
        class_=f"pc-line pc-{line.speaker}",
    )


def _waiting(reader: Reader) -> Html:
    dots = [element("span", class_="pc-dot", aria_hidden="true") for _ in range(3)]
    return element(
        "div",
        element("span", reader.words.us, class_="pc-who"),
        element(
            "div",
            element("span", *dots, class_="pc-dots"),
            element("span", reader.words.thinking, class_="pc-unseen"),
            class_="pc-text",
        ),
        class_="pc-line pc-assistant",
    )
