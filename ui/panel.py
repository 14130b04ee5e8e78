"""The profile as markup: interests with their share, what is behind them, and a look back.

Knows a profile as of a moment; keeps no state and asks for nothing.
"""

from __future__ import annotations

import math

from penchant.memory.records import Interest, Profile
from penchant.ui.citations import cites
from penchant.ui.render import Html, bar, element, join
from penchant.ui.wording import Reader

FOREVER_DAYS = 36_500.0


def render_panel(profile: Profile, reader: Reader, *, today: str, then: bool) -> Html:
    """The whole column.

    ``today`` is the last day that can be looked back to, as ``2026-05-03``; ``then`` tells that
    ``profile`` is one of the past rather than the present one.
    """
    words = reader.words
    likes, dislikes = profile.likes, profile.dislikes
    largest = max((interest.share for interest in likes), default=0.0)
    weight = max((abs(interest.mass) for interest in dislikes), default=0.0)
    parts: list[Html | None] = [
        element(
            "div",
            element("h2", words.profile_title),
            element("bdi", profile.user, class_="pc-small"),
            class_="pc-head",
        ),
        _look_back(profile, reader, today, then),
    ]
    if not (likes or dislikes or profile.excluded):
        text = words.profile_empty_then if then else words.profile_empty
        parts.append(element("p", text, class_="pc-empty"))
    if likes:
        rows = (_like(interest, reader, largest) for interest in likes)
        parts.append(_section(words.likes, *rows))
    if dislikes:
        rows = (_dislike(interest, reader, weight) for interest in dislikes)
        parts.append(_section(words.dislikes, *rows))
    if profile.excluded:
        names = [
            element("span", reader.category(name), class_="pc-genre") for name in profile.excluded
        ]
        parts += [element("h3", words.excluded), element("div", *names, class_="pc-facts")]
    parts.append(_counts(profile, reader))
    return join(*parts)


def _section(title: str, *rows: Html) -> Html:
    return join(element("h3", title), element("ul", *rows, class_="pc-interests"))


def _look_back(profile: Profile, reader: Reader, today: str, then: bool) -> Html:
    words = reader.words
    chosen = profile.at.astimezone(reader.zone).date().isoformat() if then else today
    field = element(
        "label",
        element("span", words.as_of),
        element("input", type="date", value=chosen, max=today, data_at="day"),
        class_="pc-asof",
    )
    if not then:
        return element("div", field, class_="pc-lookback")
    back = element(
        "button", words.as_of_back, type="button", class_="pc-link", data_act="as-of", data_at=""
    )
    shown = element("p", words.as_of_shown.format(day=reader.day(profile.at)), class_="pc-note")
    return element("div", field, back, shown, class_="pc-lookback")


def _like(interest: Interest, reader: Reader, largest: float) -> Html:
    return _interest(
        interest,
        reader,
        bar(interest.share, largest),
        element("span", f"{interest.share * 100:.0f} %", class_="pc-number"),
    )


def _dislike(interest: Interest, reader: Reader, largest: float) -> Html:
    return _interest(interest, reader, bar(-abs(interest.mass), largest), None)


def _interest(interest: Interest, reader: Reader, length: Html, number: Html | None) -> Html:
    label = reader.pick(interest.label, interest.label_zh) or reader.words.nameless
    return element(
        "li",
        element(
            "div",
            element("span", label, class_="pc-label", dir="auto"),
            number,
            class_="pc-row",
        ),
        length,
        element("p", _times(interest, reader), class_="pc-small"),
        _trend(interest, reader),
        _evidence(interest, reader),
        class_="pc-interest",
        data_key=interest.id,
    )


def _times(interest: Interest, reader: Reader) -> str:
    words = reader.words
    lasting = not math.isfinite(interest.half_life) or interest.half_life > FOREVER_DAYS
    fading = (
        words.half_life_forever
        if lasting or interest.floor >= 0.99
        else words.half_life.format(days=f"{interest.half_life:.0f}")
    )
    if interest.first_at is None or interest.last_at is None:
        return fading
    first, last = reader.day(interest.first_at), reader.day(interest.last_at)
    shape = words.period_day if first == last else words.period
    return f"{shape.format(first=first, last=last)} · {fading}"


def _trend(interest: Interest, reader: Reader) -> Html | None:
    trend = interest.trend
    if trend is None or trend.direction == "steady":
        return None
    words = reader.words.rising if trend.direction == "rising" else reader.words.falling
    shares = {"lately": f"{trend.lately * 100:.0f}", "before": f"{trend.before * 100:.0f}"}
    return element("p", words.format(**shares), class_="pc-small pc-trend")


def _evidence(interest: Interest, reader: Reader) -> Html | None:
    rows = cites(interest.evidence, reader)
    if not rows:
        return None
    title = reader.words.evidence.format(n=len(rows))
    return element(
        "details",
        element("summary", title),
        element("ul", *rows, class_="pc-cites"),
        data_key=f"evidence-{interest.id}",
    )


def _counts(profile: Profile, reader: Reader) -> Html:
    words = reader.words
    texts = [
        words.saved_count.format(n=len(profile.saved)),
        words.seen_count.format(n=len(profile.seen)),
        words.entries_count.format(n=profile.entries),
    ]
    return element("div", *(element("span", text) for text in texts), class_="pc-counts")
