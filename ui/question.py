"""One question to somebody new as markup, and the small offer to be asked.

Knows a question and how far the answers are; records nothing.
"""

from __future__ import annotations

from penchant.tools.onboarding.beliefs import ANSWERS
from penchant.tools.onboarding.onboarding import Question
from penchant.ui.facts import render_facts
from penchant.ui.render import Html, element, join
from penchant.ui.wording import Reader

LONGEST_DESCRIPTION = 240


def render_offer(reader: Reader) -> Html:
    """The offer: one button."""
    return element(
        "button", reader.words.ask, type="button", class_="pc-chip pc-ask", data_act="ask"
    )


def render_question(question: Question, reader: Reader, *, given: int, status: Html) -> Html:
    """The question with its three answers. ``given`` is how many answers could be taken back,
    ``status`` the line beside the heading.
    """
    words, item = reader.words, question.item
    asked = reader.pick(question.text, question.text_zh)
    about = item.description
    if len(about) > LONGEST_DESCRIPTION:
        about = about[: LONGEST_DESCRIPTION - 1].rstrip() + "…"
    answers = [
        element(
            "button",
            words.ask_answers[answer],
            type="button",
            class_="pc-button",
            data_act="ask-answer",
            data_item=item.id,
            data_answer=answer,
        )
        for answer in ANSWERS
    ]
    progress = words.ask_progress.format(answered=question.answered, wanted=question.wanted)
    return join(
        element("div", element("h2", words.ask_title), status, class_="pc-head"),
        element(
            "div",
            # Read out when the next question takes its place.
            element(
                "div",
                element("h3", asked, class_="pc-asked", dir="auto"),
                role="status",
                aria_live="polite",
            ),
            render_facts(item, reader),
            element("p", about, class_="pc-small", dir="auto") if about else None,
            element("div", *answers, class_="pc-buttons", role="group", aria_label=asked),
            element(
                "div",
                element("span", progress, class_="pc-small"),
                _link("ask-back", words.ask_back) if given else None,
                _link("ask-leave", words.ask_leave),
                class_="pc-put",
            ),
            class_="pc-card pc-question",
        ),
    )


def _link(act: str, text: str) -> Html:
    return element("button", text, type="button", class_="pc-link", data_act=act)
