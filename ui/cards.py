"""The current list as cards: each item, its reasons as bars that add up, and its buttons.

Knows a ranked list and what the person already said about its items; keeps no state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from penchant.memory.records import Ranked, Reason, Recommendation, Why
from penchant.tools.reasons.reasons import cause_in_words, gathered
from penchant.ui.answers import ASIDE
from penchant.ui.breakdown import render_breakdown
from penchant.ui.buttons import render_buttons
from penchant.ui.citations import cites
from penchant.ui.facts import render_facts
from penchant.ui.moves import render_moves
from penchant.ui.render import Html, bar, element, join, plain, signed
from penchant.ui.wording import Reader

REASONS_SHOWN = 3
CITED = 2
ASIDE_NAMES = frozenset(one.name for one in ASIDE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it stands on the page.

    ``answers`` holds, per item id, the names of the answers that hold; ``opened`` the items whose
    breakdown is open, with their present standing; ``choosing`` is the item that a reason to put
    aside is chosen for, if any.
    """

    recommendation: Recommendation | None = None
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    opened: Mapping[str, Why] = field(default_factory=dict)
    choosing: str = ""
    status: str = ""
    can_undo: bool = False


def render_cards(sheet: Sheet, reader: Reader, *, offer: Html | None = None) -> Html:
    """The whole column: heading, what was last done, the cards, what was left out. ``offer`` comes
    before the cards.
    """
    words = reader.words
    recommendation = sheet.recommendation
    cold = recommendation is not None and recommendation.cold
    heading = element(
        "div",
        element("h2", words.starter_title if cold else words.list_title),
        render_status(sheet, reader),
        class_="pc-head",
    )
    if recommendation is None:
        return join(heading, element("p", words.list_empty, class_="pc-small"))
    note = reader.pick(recommendation.note, recommendation.note_zh)
    largest = max(
        (
            abs(reason.contribution)
            for one in recommendation.items
            for reason in gathered(one.reasons)
        ),
        default=0.0,
    )
    cards = [_card(one, sheet, reader, largest) for one in recommendation.items]
    return join(
        heading,
        element("p", note, class_="pc-note") if note else None,
        offer,
        element("ol", *cards, class_="pc-cards") if cards else None,
        _left_out(recommendation, reader),
    )


def render_status(sheet: Sheet, reader: Reader) -> Html:
    """What was last done, and whether it can be taken back, in a region that is read out."""
    undo = element("button", reader.words.undo, type="button", class_="pc-link", data_act="undo")
    return element(
        "div",
        element("span", sheet.status),
        undo if sheet.can_undo else None,
        class_="pc-status",
        role="status",
        aria_live="polite",
    )


def _left_out(recommendation: Recommendation, reader: Reader) -> Html | None:
    words = reader.words
    causes = [
        words.left_out_part.format(n=number, cause=reader.pick(*cause_in_words(cause)))
        for cause, number in recommendation.excluded.items()
        if number
    ]
    if not causes:
        return None
    text = words.left_out.format(causes=words.semicolon.join(causes))
    return element("p", text, class_="pc-small")


def _card(one: Ranked, sheet: Sheet, reader: Reader, largest: float) -> Html:
    pressed = sheet.answers.get(one.item.id, frozenset())
    gone = " pc-gone" if pressed & ASIDE_NAMES else ""
    parts = gathered(one.reasons)
    shown = [reason for reason in parts if reader.pick(reason.text, reason.text_zh)][:REASONS_SHOWN]
    rest = sum(1 for reason in parts if reason not in shown and reason.contribution)
    more = reader.words.more_reasons.format(n=rest)
    told = [_reason(reason, reader, largest) for reason in shown]
    if rest:
        told.append(element("li", more, class_="pc-small"))
    return element(
        "li",
        _title(one, reader),
        render_facts(one.item, reader),
        element("ul", *told, class_="pc-reasons") if told else None,
        render_moves(one.adjustments, reader),
        render_buttons(
            one.item,
            reader,
            impression=(sheet.recommendation.impression if sheet.recommendation else None) or "",
            pressed=pressed,
            choosing=sheet.choosing == one.item.id,
            explained=one.item.id in sheet.opened,
        ),
        render_breakdown(one, sheet.opened[one.item.id], reader)
        if one.item.id in sheet.opened
        else None,
        class_=f"pc-card{gone}",
        data_item=one.item.id,
    )


def _title(one: Ranked, reader: Reader) -> Html:
    words = reader.words
    item = one.item
    name: Html = element("bdi", item.title)
    if item.url and urlsplit(item.url).scheme in ("http", "https"):
        name = element("a", name, href=item.url, target="_blank", rel="noopener noreferrer")
    year = element("span", str(item.year), class_="pc-year") if item.year is not None else None
    place = element("span", words.place.format(rank=one.rank), class_="pc-unseen")
    rank = element("span", str(one.rank), class_="pc-rank", aria_hidden="true")
    score = words.score.format(score=plain(one.score))
    return element(
        "div",
        rank,
        element("h3", place, name, year),
        element("span", score, class_="pc-score"),
        class_="pc-title",
    )


def _reason(reason: Reason, reader: Reader, largest: float) -> Html:
    sentence = reader.pick(reason.text, reason.text_zh)
    cited = cites(reason.evidence, reader)[:CITED]
    return element(
        "li",
        bar(reason.contribution, largest),
        element("span", signed(reason.contribution), class_="pc-number"),
        element("span", sentence, class_="pc-sentence", dir="auto"),
        element("ul", *cited, class_="pc-cites") if cited else None,
        class_="pc-reason",
    )
