"""Reasons: the parts of a score as sentences, in English and Chinese, and in short.

Knows columns of signals and reasons; knows nothing of weights or stores. How reasons come of a
score is told beside it (tools/reasons/parts.py).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC

from penchant.memory.core.signals import BEHAVIOUR
from penchant.memory.records import Item, Reason
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.shelf import Gone
from penchant.tools.filters.conditions import read_where
from penchant.tools.filters.words import in_words
from penchant.tools.reasons.hearsay import NOTHING, Heard, by_followed, hearsay
from penchant.tools.reasons.saying import Matching, heard_said
from penchant.tools.signals.columns import Column
from penchant.tools.words.labels import chinese_name

CITED = 3
"""Entries cited per reason, those that count most."""

SAID_TOGETHER = 2
"""Sentences of a reason that stands for several."""

WORTH_SAYING = 0.25
"""A second sentence counts at least this part of the first."""


def gathered(parts: Sequence[Reason]) -> tuple[Reason, ...]:
    """``parts`` for a short view, largest first: those of behaviour as one reason per family, with
    their sum and the sentences of the strongest that go its way.
    """
    groups: dict[str, list[Reason]] = {}
    kept = []
    for part in parts:
        if part.signal in BEHAVIOUR:
            groups.setdefault(part.family, []).append(part)
        else:
            kept.append(part)
    kept += [_as_one(group) for group in groups.values()]
    return tuple(sorted(kept, key=lambda reason: -abs(reason.contribution)))


def _as_one(group: Sequence[Reason]) -> Reason:
    if len(group) == 1:
        return group[0]
    total = sum(part.contribution for part in group)
    ordered = sorted(group, key=lambda part: -part.contribution if total > 0 else part.contribution)
    least = abs(ordered[0].contribution) * WORTH_SAYING
    # Those of pairs would name the same items twice.
    most = 1 if group[0].family == "behaviour" else SAID_TOGETHER
    said = [one for one in ordered if one.contribution * total > 0][:most]
    said = [one for one in said if abs(one.contribution) >= least] or ordered[:1]
    behind = {one.entry: one for part in said for one in part.evidence}
    return Reason(
        family=group[0].family,
        signal=ordered[0].signal,
        weight=1.0,
        value=total,
        contribution=total,
        about=ordered[0].about,
        text=" ".join(dict.fromkeys(one.text for one in said)),
        text_zh="".join(dict.fromkeys(one.text_zh for one in said)),
        evidence=tuple(behind.values())[:CITED],
    )


def sentence(column: Column, value: float, item: Item, heard: Heard = NOTHING) -> tuple[str, str]:
    """One sentence in English and one in Chinese on what a part of the score says."""
    if column.signal in BEHAVIOUR:
        return hearsay(column.signal, value, heard)
    about, about_zh, interest = column.about, column.about_zh, column.interest
    share = f"{interest.share:.0%}" if interest is not None else ""
    pro = value > 0
    match column.signal:
        case "request":
            return (
                (f"Close to what you asked for: {about}.", f"接近你的要求：{about_zh}。")
                if pro
                else (
                    f"Not very close to what you asked for: {about}.",
                    f"与你的要求不太接近：{about_zh}。",
                )
            )
        case "request-match":
            return (
                f"Shares a category, a tag or a name with {about}.",
                f"与{about_zh}有相同的类别、标签或名字。",
            )
        case "words" | "said" | "people-like" | "company" | "goes-with" | "year-like" | "age-said":
            return heard_said(column, value, item)
        case "interest":
            return (
                (
                    f"Close to your interest in {about} ({share} of your interests).",
                    f"贴近你的兴趣：{about_zh}（占 {share}）。",
                )
                if pro
                else (f"Far from your interest in {about}.", f"离你的兴趣较远：{about_zh}。")
            )
        case "interest-match":
            return Matching.of(column).said(item)
        case "dislike":
            return f"Near something you dislike: {about}.", f"接近你不喜欢的：{about_zh}。"
        case "known":
            people = f"{item.prior:,.0f} {'person' if item.prior == 1 else 'people'}"
            return f"{people} rated it elsewhere.", f"在别处有 {item.prior:,.0f} 人评过分。"
        case "followed":
            return by_followed(heard.followed)
        case "freshness":
            return f"From {item.year}.", f"{item.year} 年的作品。"
        case "shown-before":
            return "Shown to you lately.", "最近已给你看过。"
        case _:
            return f"{column.signal}: {about}", f"{column.signal}：{about}"


CAUSES: dict[str, tuple[str, str]] = {
    "hidden": ("it is hidden from the catalog", "它已从目录中隐藏"),
    "not yet": ("it is not available yet", "它尚未上架"),
    "over": ("it is no longer available", "它已下架"),
    "sold out": ("it is sold out", "它已售罄"),
    "seen": ("you know it already", "你已经了解它"),
    "bought": ("you bought it already", "你已经买过"),
    "disliked": ("you turned it down", "你说过不要它"),
    "liked": ("you liked it already", "你已经说过喜欢它"),
    "saved": ("you saved it already", "你已经收藏了它"),
    "in the cart": ("it is in your cart", "它已在你的购物车里"),
    "put off": ("you said not now", "你说过暂时不要"),
    "too expensive": ("it was too expensive for you", "你嫌它太贵"),
    "named": ("you named it yourself", "你自己提到了它"),
    "shown": ("it was just shown", "刚刚已经给你看过"),
    "other words": ("others have more of the words you asked with", "其他商品更符合你说的词"),
}


def gone_in_words(gone: Gone) -> tuple[str, str]:
    """That an item was deleted, and on which day, to follow "Left out because"."""
    day = gone.at.astimezone(UTC)
    return (
        f"it was taken out of the catalog on {day:%Y-%m-%d}",
        f"它已于 {day.year} 年 {day.month} 月 {day.day} 日从目录中删除",
    )


def cause_in_words(cause: str, catalog: Catalog | None = None) -> tuple[str, str]:
    """What keeps an item out, in English and Chinese, to follow "Left out because".

    ``catalog`` gives the Chinese words for names of categories.
    """
    if cause in CAUSES:
        return CAUSES[cause]
    head, _, name = cause.partition(" ")
    if head == "where":
        en, zh = in_words(read_where(json.loads(name)))
        return f"it does not fit the filter: {en}", f"它不符合筛选条件：{zh}"
    if head == "asked":
        name = cause.removeprefix("asked without ")
    zh = name if catalog is None else chinese_name(name, catalog)
    match head:
        case "excluded:":
            return f"you want no {name}", f"你不想要{zh}"
        case "before":
            return f"it is from before {name}", f"它早于 {name} 年"
        case "after":
            return f"it is from after {name}", f"它晚于 {name} 年"
        case "cheaper":
            return f"it does not cost {name} or more", f"它的价格未达到 {name}"
        case "dearer":
            return f"it does not cost {name} or less", f"它的价格不在 {name} 以内"
        case "not":
            return f"it is not {name}", f"它不属于{zh}"
        case _:
            return f"you asked for none with {name}", f"你要求不含{zh}"
