"""What the page shows is right, complete in both languages, and cannot be broken out of."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.records import (
    Adjustment,
    Evidence,
    Hindrance,
    Interest,
    Item,
    Profile,
    Ranked,
    Reason,
    Recommendation,
    Trend,
    Why,
)
from penchant.tools.onboarding.kinds import KindsQuestion
from penchant.tools.onboarding.onboarding import Question
from penchant.ui.answers import ANSWERS, answers_of
from penchant.ui.cards import Sheet, render_cards
from penchant.ui.facts import amount, render_facts
from penchant.ui.header import render_header
from penchant.ui.kinds_question import render_kinds
from penchant.ui.panel import render_panel
from penchant.ui.question import render_offer, render_question
from penchant.ui.render import ATTRIBUTES, TAGS, Html, element, escape, plain, prose, signed
from penchant.ui.transcript import Line, render_greeting, render_live, render_past
from penchant.ui.wording import (
    CHINESE,
    CHINESE_FILMS,
    ENGLISH,
    ENGLISH_FILMS,
    Reader,
    Wording,
    language_of,
    wording,
)

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
ATTACKS = (
    "<script>window.pwned=1</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "${window.pwned=2}",
    "`;alert(1);`",
    "</li></ul></div><iframe src=//evil.example>",
    "&lt;b&gt;",
    "\0\ud800\u202eabc",
    "<!-- -->",
)
hostile = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(alphabet=st.characters(codec=None), max_size=40),
    st.lists(
        st.sampled_from(["<", ">", '"', "'", "&", "{", "}", "$", "`", "\\", "a", " ", "*", "\n"])
    ).map("".join),
)


class Parsed(HTMLParser):
    """The elements, attributes and text of a piece of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.others: list[str] = []
        self.open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("br", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag
            and all(attributes.get(key.replace("_", "-")) == value for key, value in wanted.items())
        ]


def check_harmless(markup: str) -> Parsed:
    assert isinstance(markup, Html)
    assert not set(markup) & set("{}$`\\\0")
    markup.encode("utf-8")
    parsed = Parsed(markup)
    assert parsed.open == []
    assert parsed.others == []
    for tag, attributes in parsed.elements:
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
        assert not any(name.startswith("on") for name in attributes)
        if "href" in attributes:
            assert (attributes["href"] or "").startswith(("http://", "https://"))
    return parsed


def evidence(quote: str = "I love space", kind: str = "turn") -> Evidence:
    return Evidence(entry="e1", kind=kind, occurred_at=AT, amount=0.5, quote=quote)


def reason(
    contribution: float, text: str = "Close to your interest in space.", **more: object
) -> Reason:
    given: dict[str, object] = {
        "family": "content",
        "signal": "interest",
        "weight": 2.0,
        "value": contribution / 2.0,
        "contribution": contribution,
        "text": text,
        "text_zh": "贴近你的兴趣：太空。",
        "evidence": (evidence(),),
    }
    return Reason(**(given | more))


def film(id: str = "alien", title: str = "Alien", **more: object) -> Item:
    given: dict[str, object] = {
        "categories": ("Horror",),
        "people": ("Sigourney Weaver",),
        "year": 1979,
    }
    return Item(id=id, title=title, **(given | more))


def listed(
    *items: Item, reasons: tuple[Reason, ...] | None = None, **more: object
) -> Recommendation:
    parts = (reason(0.5), reason(0.2), reason(-0.1)) if reasons is None else reasons
    ranked = tuple(
        Ranked(rank=rank, item=item, score=sum(r.contribution for r in parts), reasons=parts)
        for rank, item in enumerate(items, start=1)
    )
    return Recommendation(user="ada", at=AT, items=ranked, impression="imp-1", **more)


def interest(id: str = "i1", share: float = 1.0, polarity: int = 1, **more: object) -> Interest:
    given: dict[str, object] = {
        "mass": 2.0 * polarity,
        "centroid": np.zeros(2, np.float32),
        "half_life": 30.0,
        "floor": 0.1,
        "label": "Space travel",
        "label_zh": "太空旅行",
        "first_at": AT - timedelta(days=40),
        "last_at": AT,
        "evidence": (evidence(),),
    }
    return Interest(id=id, share=share, polarity=polarity, **(given | more))


def panel(profile: Profile, reader: Reader | None = None, then: bool = False) -> Html:
    return render_panel(profile, reader or Reader(), today="2026-03-01", then=then)


# -- nothing gets out ---------------------------------------------------------------------------


@given(hostile)
def test_any_text_in_any_place_of_a_card_stays_text(text: str) -> None:
    item = film(text, text, categories=(text,), people=(text,), url=text)
    parts = (
        reason(0.5, text, text_zh=text, evidence=(evidence(text, text),)),
        reason(0.1, "", about=text),
    )
    given_list = listed(
        item, reasons=parts, excluded={f"excluded: {text}": 3}, note=text, note_zh=text
    )
    moved = Adjustment(name="diversity", text=text, text_zh=text, places=-2)
    given_list = replace(
        given_list,
        impression=text,
        items=tuple(replace(one, adjustments=(moved,)) for one in given_list.items),
    )
    now = Why(
        user=text, at=AT, item=item, score=1, rank=None, candidates=9, reasons=parts, left_out=text
    )
    for words in (ENGLISH, CHINESE):
        reader = Reader(words, categories_zh={text: text})
        sheet = Sheet(given_list, opened={text: now}, choosing=text, status=text, can_undo=True)
        parsed = check_harmless(render_cards(sheet, reader))
        shown = text.replace("\0", "\ufffd")
        shown = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in shown)
        if "\r" not in shown:
            assert shown in parsed.text
            assert parsed.all("button", data_act="like")[0]["data-item"] == shown


@given(hostile, hostile)
def test_any_text_in_a_profile_or_a_conversation_stays_text(text: str, other: str) -> None:
    profile = Profile(
        user=text,
        at=AT,
        interests=(
            interest(text, label=text, label_zh=other, evidence=(evidence(text, other),)),
            interest(other, share=0.0, polarity=-1, label=other),
        ),
        excluded=(text, other),
    )
    asked = Question(
        user=text,
        item=film(text, text, description=text * 9, categories=(text,), people=(other,)),
        number=1,
        answered=0,
        wanted=5,
        text=text,
        text_zh=other,
    )
    choice = KindsQuestion(
        user=text,
        kinds=(text, other),
        kinds_zh=(other, text),
        most=1,
        text=text,
        text_zh=other,
    )
    lines = [
        Line("user", text),
        Line("assistant", other),
        Line("notice", text),
        Line("error", text),
    ]
    for words in (ENGLISH, CHINESE):
        reader = Reader(words)
        check_harmless(render_panel(profile, reader, today="2026-03-01", then=True))
        check_harmless(render_past(lines, reader))
        check_harmless(render_live(lines, reader, writing=True))
        check_harmless(render_header(reader, model=text))
        check_harmless(render_greeting(reader, (text, other)))
        check_harmless(render_question(asked, reader, given=1, status=Html()))
        check_harmless(render_kinds(choice, reader, chosen=(text,), status=Html()))
        check_harmless(render_offer(reader))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://x/y", "x"]
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert not Parsed(render_cards(Sheet(listed(film(url=url))), Reader())).all("a")


def test_a_web_address_opens_elsewhere_without_telling_where_from() -> None:
    (link,) = Parsed(
        render_cards(Sheet(listed(film(url="https://example.org/?a=1&b=2"))), Reader())
    ).all("a")
    assert link["href"] == "https://example.org/?a=1&b=2"
    assert link["rel"] == "noopener noreferrer"


@pytest.mark.parametrize("name", ["script", "img", "iframe", "style", "svg"])
def test_tags_the_page_does_not_use_cannot_be_made(name: str) -> None:
    with pytest.raises(ValueError, match="not one of the page's tags"):
        element(name)


def test_event_handlers_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="not one of the page's attributes"):
        element("div", onclick="x")


def test_escaped_text_reads_as_before() -> None:
    for text in ATTACKS[:-2]:
        assert Parsed(escape(text)).text == text


# -- prose --------------------------------------------------------------------------------------


def test_prose_knows_paragraphs_lists_and_emphasis() -> None:
    markup = prose("**Two** films:\n\n1. Alien\n2. *Arrival*\n\n- `x`\n\nFirst\nsecond")
    assert markup == (
        "<p><strong>Two</strong> films:</p>"
        '<ol start="1"><li>Alien</li><li><em>Arrival</em></li></ol>'
        "<ul><li><code>x</code></li></ul>"
        "<p>First<br>second</p>"
    )


@given(hostile)
def test_prose_keeps_every_word(text: str) -> None:
    assert "".join(text.split()).isascii() or check_harmless(prose(text))
    kept = Parsed(prose(text)).text
    letters = [char for char in text if char in string.ascii_letters]
    assert [char for char in kept if char in string.ascii_letters] == letters


@pytest.mark.parametrize(
    "text", ["[x](http://evil.example)", "![x](http://evil.example/a.png)", "<http://e.x>"]
)
def test_prose_makes_no_link_and_no_picture(text: str) -> None:
    parsed = check_harmless(prose(text))
    assert {tag for tag, _ in parsed.elements} == {"p"}
    assert parsed.text == text


# -- cards --------------------------------------------------------------------------------------


def test_bars_are_as_long_as_the_contributions() -> None:
    parsed = Parsed(render_cards(Sheet(listed(film())), Reader()))
    fills = [
        (attributes["class"], attributes["style"])
        for attributes in parsed.all("span")
        if "pc-fill" in (attributes.get("class") or "")
    ]
    assert fills == [
        ("pc-fill pc-plus", "width:100.0%"),
        ("pc-fill pc-plus", "width:40.0%"),
        ("pc-fill pc-minus", "width:20.0%"),
    ]
    assert "+0.50" in parsed.text
    assert "−0.10" in parsed.text


def test_a_card_cites_the_persons_words_and_their_date() -> None:
    text = Parsed(render_cards(Sheet(listed(film())), Reader())).text
    assert "1 Mar 2026, you said “I love space”" in text
    chinese = Parsed(
        render_cards(Sheet(listed(film())), Reader(CHINESE, categories_zh={"Horror": "恐怖"}))
    )
    assert "2026年3月1日，你说过 “I love space”" in chinese.text
    assert "恐怖" in chinese.text
    assert "贴近你的兴趣：太空。" in chinese.text
    assert "Horror" not in chinese.text


def test_statements_of_one_message_are_cited_once() -> None:
    twice = reason(
        0.5, evidence=(evidence(), replace(evidence(), entry="e2"), evidence("Alien", "like"))
    )
    card = Parsed(render_cards(Sheet(listed(film(), reasons=(twice,))), Reader())).text
    assert card.count("I love space") == 1
    assert "you liked “Alien”" in card
    shown = panel(Profile(user="ada", at=AT, interests=(interest(evidence=twice.evidence),)))
    assert "Why I think so (2)" in shown


def test_days_are_those_where_the_reader_is() -> None:
    late = Reader(zone=ZoneInfo("Asia/Shanghai"))
    assert late.day(datetime(2026, 2, 28, 20, tzinfo=UTC)) == "1 Mar 2026"


def test_the_breakdown_holds_every_reason_and_the_sum() -> None:
    parts = tuple(
        reason(amount, f"reason {n}") for n, amount in enumerate((0.5, 0.2, -0.1, 0.05, 0.01))
    )
    item = film()
    now = Why(user="ada", at=AT, item=item, score=0.61, rank=3, candidates=4980, reasons=parts)
    text = Parsed(
        render_cards(Sheet(listed(item, reasons=parts), opened={"alien": now}), Reader())
    ).text
    assert "Sum = score+0.66" in text
    assert all(f"reason {n}" in text for n in range(5))
    assert "place 3 of 4980, score 0.61" in text
    closed = Parsed(render_cards(Sheet(listed(item, reasons=parts)), Reader())).text
    assert "reason 4" not in closed
    assert "and 2 more" in closed


def test_the_breakdown_says_what_keeps_an_item_out() -> None:
    item = film()
    now = Why(
        user="ada",
        at=AT,
        item=item,
        score=0.6,
        rank=None,
        candidates=9,
        reasons=(),
        left_out="you know it already",
    )
    text = Parsed(render_cards(Sheet(listed(item), opened={"alien": now}), Reader())).text
    assert "would not be listed, because you know it already." in text


def test_the_breakdown_says_what_it_would_stand_higher_without() -> None:
    item = film()
    told = [
        Hindrance(kind=kind, name="x", rank=8, text=f"Without {kind}.", text_zh=f"若没有 {kind}。")
        for kind in ("cause", "dislike")
    ]
    now = Why(
        user="ada", at=AT, item=item, score=0.6, rank=212, candidates=900, reasons=(),
        hindrances=tuple(told),
    )  # fmt: skip
    sheet = Sheet(listed(item), opened={"alien": now})
    text = Parsed(render_cards(sheet, Reader())).text
    assert "Without dislike." in text
    assert "Without cause." not in text
    assert "若没有 dislike。" in Parsed(render_cards(sheet, Reader(CHINESE))).text


def test_pressed_buttons_say_so_and_carry_the_impression() -> None:
    profile = Profile(
        user="ada", at=AT, interests=(), liked=frozenset({"alien"}), saved=frozenset({"alien"})
    )
    sheet = Sheet(listed(film(), film("et", "E.T.")), answers=answers_of(profile))
    parsed = Parsed(render_cards(sheet, Reader()))
    pressed = {
        (button["data-item"], button["data-act"]): button["aria-pressed"]
        for button in parsed.all("button")
        if "aria-pressed" in button
    }
    assert len(pressed) == 4
    assert {key for key, value in pressed.items() if value == "true"} == {
        ("alien", "like"),
        ("alien", "save"),
    }
    assert all(button["data-impression"] == "imp-1" for button in parsed.all("button"))
    assert parsed.all("button", data_act="like")[0]["aria-label"] == "Like: Alien"


def test_the_reasons_to_put_aside_follow_their_button() -> None:
    items = (film(price=12.0), film("et", "E.T."))
    reasons = ["not-now", "too-expensive", "seen-it", "not-for-me"]
    for item, expected in ((items[0], reasons), (items[1], [reasons[0], *reasons[2:]])):
        parsed = Parsed(render_cards(Sheet(listed(*items), choosing=item.id), Reader()))
        acts = [b["data-act"] for b in parsed.all("button", data_item=item.id)]
        assert acts == ["like", "save", "why", "aside", *expected]
        opened = {
            b["data-item"]: b["aria-expanded"] for b in parsed.all("button", data_act="aside")
        }
        assert opened == {one.id: str(one is item).lower() for one in items}


def test_what_one_has_done_with_is_said_by_what_it_is() -> None:
    cases = (
        (ENGLISH, None, "Know it already"),
        (ENGLISH, 5.0, "Have it already"),
        (ENGLISH_FILMS, None, "Seen it"),
        (ENGLISH_FILMS, 5.0, "Seen it"),
        (CHINESE, None, "已经了解"),
        (CHINESE, 5.0, "已经有了"),
        (CHINESE_FILMS, None, "看过了"),
    )
    for words, price, expected in cases:
        sheet = Sheet(listed(film(price=price)), choosing="alien")
        (button,) = Parsed(render_cards(sheet, Reader(words))).all("button", data_act="seen-it")
        assert button["aria-label"] == f"{expected}: Alien"


def test_a_card_put_aside_says_why_and_offers_to_take_it_back() -> None:
    for name in ANSWERS.keys() - {"like", "save"}:
        sheet = Sheet(listed(film(price=9.0)), answers={"alien": frozenset({name})})
        for words in (ENGLISH, CHINESE):
            parsed = Parsed(render_cards(sheet, Reader(words)))
            assert words.put_aside[name].format(days="7") in parsed.text
            assert [b["data-act"] for b in parsed.all("button", **{"class": "pc-link"})] == [name]


def test_every_answer_has_its_words_in_both_languages() -> None:
    for words in (ENGLISH, CHINESE):
        assert words.answers.keys() == words.noted.keys() == ANSWERS.keys()
        assert words.put_aside.keys() == ANSWERS.keys() - {"like", "save"}


def test_a_list_says_what_was_left_out_and_why_it_is_empty() -> None:
    given_list = listed(
        note="Nothing is left.", note_zh="没有了。", excluded={"seen": 2, "excluded: Horror": 7}
    )
    text = Parsed(render_cards(Sheet(given_list), Reader())).text
    assert "Nothing is left." in text
    assert "Left out: 2 because you know it already; 7 because you want no Horror." in text
    assert "没有了。" in Parsed(render_cards(Sheet(given_list), Reader(CHINESE))).text


def test_without_a_list_the_column_says_where_it_will_be() -> None:
    assert ENGLISH.list_empty in Parsed(render_cards(Sheet(), Reader())).text


def test_signs_are_shown() -> None:
    assert plain(0.128) == "0.13"
    assert plain(-0.5) == "−0.50"
    assert plain(-0.001) == "0.00"
    assert "−0.40" in render_cards(Sheet(listed(film(), reasons=(reason(-0.4),))), Reader())
    assert signed(0.123) == "+0.12"
    assert signed(-0.5) == "−0.50"


# -- facts and moves ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "stock", "english", "chinese"),
    [
        (14.5, None, "Price 14.50", "价格 14.50"),
        (1200.0, 3.0, "In stock: 3Price 1,200", "库存：3价格 1,200"),
        (0.0, 0.0, "Sold outFree", "已售罄免费"),
        (None, 2.5, "In stock: 2.5", "库存：2.5"),
        (9.125, -1.0, "Sold outPrice 9.125", "已售罄价格 9.125"),
        (None, None, "", ""),
    ],
)
def test_a_card_says_what_an_item_costs_and_how_much_is_left(
    price: float | None, stock: float | None, english: str, chinese: str
) -> None:
    item = film(price=price, stock=stock, categories=(), people=())
    for words, expected in ((ENGLISH, english), (CHINESE, chinese)):
        facts = render_facts(item, Reader(words))
        assert Parsed(facts or "").text == expected
        if expected:
            assert expected in Parsed(render_cards(Sheet(listed(item)), Reader(words))).text


@given(st.floats(0, 1e12, allow_nan=False), st.integers(0, 3))
def test_an_amount_is_written_as_it_is(number: float, places: int) -> None:
    written = amount(number, places)
    assert float(written.replace(",", "")) == number
    assert "e" in str(number) or "e" not in written


def test_moves_stand_apart_from_the_reasons_of_a_score() -> None:
    moved = (
        Adjustment(
            name="rule: tea", text="Up by a rule.", text_zh="按规则上移。", places=2, amount=0.3
        ),
        Adjustment(name="diversity", text="Down for variety.", text_zh="为多样下移。", places=-1),
        Adjustment(name="exploration", text="To find out.", text_zh="试试看。"),
    )
    item = film()
    given_list = listed(item)
    given_list = replace(
        given_list, items=tuple(replace(one, adjustments=moved) for one in given_list.items)
    )
    now = Why(user="ada", at=AT, item=item, score=0.6, rank=3, candidates=9, reasons=())
    closed = Parsed(render_cards(Sheet(given_list), Reader()))
    assert "↑Up by a rule.↓Down for variety.•To find out." in closed.text
    assert "+0.30" not in closed.text
    opened = Parsed(render_cards(Sheet(given_list, opened={"alien": now}), Reader())).text
    sums = opened.index(ENGLISH.why_sum)
    assert "+0.60" in opened[sums:]
    assert f"{ENGLISH.moved}↑Up by a rule.+0.30↓Down" in opened[sums:]
    chinese = Parsed(render_cards(Sheet(given_list), Reader(CHINESE))).text
    assert "↑按规则上移。↓为多样下移。•试试看。" in chinese
    assert "pc-moves" not in render_cards(Sheet(listed(item)), Reader())


# -- profile ------------------------------------------------------------------------------------


def test_a_profile_shows_shares_times_and_evidence() -> None:
    profile = Profile(
        user="ada",
        at=AT,
        interests=(
            interest("i1", 0.75),
            interest("i2", 0.25, label="Westerns", half_life=float("inf")),
            interest("i3", 0.0, -1, label="Horror"),
        ),
        saved=frozenset({"a", "b"}),
        seen=frozenset({"c"}),
        excluded=("Musical",),
        entries=9,
    )
    parsed = Parsed(panel(profile))
    text = parsed.text
    for expected in (
        "Space travel75 %",
        "Westerns25 %",
        "20 Jan 2026 to 1 Mar 2026 · fades by half in 30 days",
        "does not fade",
        "Why I think so (1)",
        "“I love space”",
        "Rather notHorror",
        "Never showMusical",
        "Saved: 2",
        "Had or known: 1",
        "Entries: 9",
    ):
        assert expected in text
    widths = [a["style"] for a in parsed.all("span") if "pc-fill" in (a.get("class") or "")]
    assert widths == ["width:100.0%", "width:33.3%", "width:100.0%"]


def test_a_profile_says_where_interests_are_going() -> None:
    rising = Trend(direction="rising", lately=0.6, before=0.25)
    still = Trend(direction="steady", lately=0.41, before=0.39)
    interests = (interest("i1", 0.6, trend=rising), interest("i2", 0.4, trend=still))
    profile = Profile(user="ada", at=AT, interests=interests)
    text = Parsed(panel(profile)).text
    assert "Rising: 60 % of the last weeks, 25 % of the last months" in text
    assert "41 %" not in text
    assert "上升：近几周占 60 %，近几个月占 25 %" in Parsed(panel(profile, Reader(CHINESE))).text


def test_an_empty_profile_says_what_to_do() -> None:
    assert ENGLISH.profile_empty in Parsed(panel(Profile(user="ada", at=AT, interests=()))).text


def test_a_past_profile_says_so_and_leads_back() -> None:
    past = Profile(user="ada", at=AT - timedelta(days=30), interests=())
    parsed = Parsed(panel(past, then=True))
    assert "what was known on 30 Jan 2026" in parsed.text
    assert parsed.all("button", data_act="as-of")
    assert parsed.all("input", type="date", value="2026-01-30", max="2026-03-01")
    now = Parsed(panel(replace(past, at=AT)))
    assert not now.all("button", data_act="as-of")


def test_the_answer_being_written_is_announced_when_it_is_done() -> None:
    writing = Parsed(render_live([Line("user", "Hi")], Reader(), writing=True))
    assert writing.all("div", role="log", aria_live="polite", aria_busy="true")
    assert ENGLISH.thinking in writing.text
    done = Parsed(
        render_live([Line("user", "Hi"), Line("assistant", "Hello")], Reader(), writing=False)
    )
    assert done.all("div", role="log", aria_busy="false")
    assert ENGLISH.thinking not in done.text


# -- words --------------------------------------------------------------------------------------


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def sentences(words: Wording) -> Iterator[tuple[str, str]]:
    for field in fields(Wording):
        value = getattr(words, field.name)
        if isinstance(value, str):
            yield field.name, value
        elif isinstance(value, tuple):
            yield from ((f"{field.name}.{n}", text) for n, text in enumerate(value))
        else:
            yield from ((f"{field.name}.{key}", text) for key, text in value.items())


def test_both_languages_say_the_same_things_with_the_same_blanks() -> None:
    for one, other in ((ENGLISH, CHINESE), (ENGLISH_FILMS, CHINESE_FILMS)):
        check_the_same(dict(sentences(one)), dict(sentences(other)))


def check_the_same(english: dict[str, str], chinese: dict[str, str]) -> None:
    assert english.keys() == chinese.keys()
    for name, text in english.items():
        assert text.strip()
        assert chinese[name].strip()
        assert places(text) == places(chinese[name]), name


def test_chinese_has_no_english_sentence_left() -> None:
    same = {
        "us",
        "other_kind",
        "comma",
        "semicolon",
        "entry",
        "period_day",
        "quote",
        "language",
        "about",
        "html_language",
        "switch",
    }
    for name, text in (*sentences(CHINESE), *sentences(CHINESE_FILMS)):
        field = name.split(".")[0]
        if field not in same | {"months", "date"}:
            assert any("\u4e00" <= char <= "\u9fff" for char in text), name


def test_only_words_for_films_speak_of_films() -> None:
    of_films = re.compile(
        r"film|movie|\bseen\b|see it|cast|genre|actor|[影片部]|看过|想看|作品", re.I
    )
    for words in (ENGLISH, CHINESE):
        # What was watched was something to watch, whatever the catalog holds.
        said = [(name, text) for name, text in sentences(words) if name != "kinds.watch"]
        assert [(name, text) for name, text in said if of_films.search(text)] == []
    assert any(of_films.search(text) for _, text in sentences(ENGLISH_FILMS))
    for language in ("en", "zh"):
        assert wording(language).about == "things"
        assert wording(language, "films").about == "films"


@pytest.mark.parametrize(
    ("item", "chinese"),
    [
        (film(), "《Alien》"),
        (film(year=None), "“Alien”"),
        (film(price=3.0), "“Alien”"),
        (film(year=None, price=3.0), "“Alien”"),
    ],
)
def test_chinese_marks_are_those_of_works_or_of_things(item: Item, chinese: str) -> None:
    assert Reader().title(item) == "Alien"
    assert Reader(CHINESE).title(item) == chinese


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,zh", "en"),
        ("de-DE,zh-TW,en", "zh"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_the_language_follows_the_browser(tags: str, expected: str) -> None:
    assert language_of(tags) == expected
    assert wording(language_of(tags)).language == expected
