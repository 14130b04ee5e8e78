"""The breakdown of one card: every part of its score with what is behind it, their sum, and apart
from that what moved the item in its list.

Knows a ranked item as it was listed and its standing now; computes nothing but the sum.
"""

from __future__ import annotations

from penchant.memory.records import Ranked, Reason, Why
from penchant.ui.citations import cites
from penchant.ui.moves import render_moves
from penchant.ui.render import Html, element, plain, signed
from penchant.ui.wording import Reader

HINDRANCES = 3


def render_breakdown(one: Ranked, now: Why, reader: Reader) -> Html:
    """Every reason of the list's own score with the entries behind it, and the sum."""
    words = reader.words
    titles = (words.why_reason, words.why_weight, words.why_value, words.why_part)
    head = [
        element("th", text, scope="col", class_=class_)
        for text, class_ in zip(titles, (None, "pc-wide", "pc-wide", None), strict=True)
    ]
    total = sum(reason.contribution for reason in one.reasons)
    foot = element(
        "tr",
        element("th", words.why_sum, scope="row"),
        element("td", class_="pc-wide"),
        element("td", class_="pc-wide"),
        element("td", signed(total), class_="pc-sum"),
    )
    return element(
        "div",
        element(
            "table",
            element("caption", words.why_title.format(title=reader.title(one.item))),
            element("thead", element("tr", *head)),
            element("tbody", *(_row(reason, reader) for reason in one.reasons)),
            element("tfoot", foot),
        ),
        render_moves(one.adjustments, reader, whole=True),
        element("p", _standing(now, reader)),
        *(
            element("p", reader.pick(told.text, told.text_zh), class_="pc-small")
            for told in now.hindrances[:HINDRANCES]
            # What keeps it out is said already.
            if told.kind != "cause"
        ),
        class_="pc-breakdown",
    )


def _row(reason: Reason, reader: Reader) -> Html:
    sentence = reader.pick(reason.text, reason.text_zh) or reason.about or reason.signal
    cited = cites(reason.evidence, reader)
    return element(
        "tr",
        element(
            "th",
            element("span", sentence, dir="auto"),
            element("ul", *cited, class_="pc-cites") if cited else None,
            scope="row",
        ),
        element("td", plain(reason.weight), class_="pc-wide"),
        element("td", plain(reason.value), class_="pc-wide"),
        element("td", signed(reason.contribution)),
    )


def _standing(now: Why, reader: Reader) -> str:
    words = reader.words
    left_out = reader.pick(now.left_out, now.left_out_zh)
    if left_out or now.rank is None:
        return words.why_now_out.format(reason=left_out)
    return words.why_now.format(rank=now.rank, candidates=now.candidates, score=plain(now.score))
