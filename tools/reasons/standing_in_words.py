"""Where an item stands and what keeps it from standing higher, as sentences in English and Chinese.

Knows ranks, labels and entries; computes nothing but plurals.
"""

from __future__ import annotations

from collections.abc import Sequence

from penchant.memory.records import Evidence, Hindrance, Interest
from penchant.tools.reasons.dates import counted, day_in_chinese, day_in_english, entries_since

TOP = 10
"""Up to this rank an item is in the top."""

CITED = 8
"""Interests show so many of their entries; where there are as many there may be more."""

Said = tuple[str, str]

AGAINST: dict[str, Said] = {
    "shown-before": ("it was shown to you lately", "最近已给你看过它"),
    "request": ("it is not near to what you asked for", "它与你的要求不太接近"),
    "age-said": ("it is not as new or old as you asked for", "它的新旧不如你所要的"),
    "hour": ("it is chosen less at this hour", "这个时段较少有人选它"),
    "weekday": ("it is chosen less on this day", "这一天较少有人选它"),
    "setting": ("it is chosen less in this setting", "在这种情形下较少有人选它"),
    "trait-match": (
        "something the host knows of you does not go with it",
        "它与应用方提供的资料不符",
    ),
    "trait-choices": (
        "people of whom the host knows the same choose it less",
        "资料相同的人较少选它",
    ),
    "popularity": ("of how many people choose it", "选它的人数"),
    "opinion": ("of what people think of it", "人们对它的评价"),
    "in-use": ("of how much it is in use", "它的使用情况"),
}
"""What counts against an item, to follow "because"."""

OTHER: Said = ("of what people do with it", "大家的使用情况")


def standing_said(
    rank: int | None,
    candidates: int,
    left_out: Said,
    otherwise: int | None,
    hindrances: Sequence[Hindrance] = (),
) -> Said:
    """Where it stands, and what would bring it up most. ``left_out`` is what keeps it out, in
    words; empty where nothing does.
    """
    if rank is None:
        place = "" if otherwise is None else f" Otherwise it would be rank {otherwise:,}."
        place_zh = "" if otherwise is None else f"否则会排第 {otherwise:,} 位。"
        en, zh = f"Left out because {left_out[0]}.{place}", f"未列入，因为{left_out[1]}。{place_zh}"
    else:
        en = f"Rank {rank:,} of {counted(candidates, 'item', 'items')}."
        zh = f"在 {candidates:,} 个候选中排第 {rank:,} 位。"
    first = next((one for one in reversed(hindrances) if one.kind == "together"), None)
    if first is None:
        first = next((one for one in hindrances if one.kind != "cause"), None)
    # Who stands at the top needs no telling what keeps it down.
    if first is not None and (rank is None or rank > TOP):
        en, zh = f"{en} {first.text}", f"{zh}{first.text_zh}"
    return en, zh


def taste_named(interest: Interest) -> Said:
    """An interest or a dislike with the entries that made it, to follow "without"."""
    entries, entries_zh = entries_since(
        interest.evidence, interest.first_at, whole=len(interest.evidence) < CITED
    )
    what, what_zh = ("dislike of", "不喜欢") if interest.polarity < 0 else ("interest in", "喜欢")
    behind = f" ({entries})" if entries else ""
    behind_zh = f"（{entries_zh}）" if entries_zh else ""
    return (
        f"your {what} {interest.label}{behind}",
        f"你对“{interest.label_zh}”的{what_zh}{behind_zh}",
    )


def taste_said(interest: Interest, rank: int | None, *, at_top: bool = False) -> Said:
    """Where it would stand without an interest or a dislike; it may be ``at_top`` already."""
    (what, what_zh), (en, zh) = taste_named(interest), _there(rank, at_top)
    return f"Without {what} it would {en}.", f"若没有{what_zh}，它会{zh}。"


def together_said(named: Sequence[Said], rank: int) -> Said:
    """Where it would stand without several things at once, as they are named."""
    en, zh = _there(rank)
    parts = [one for one, _ in named]
    what = f"{', '.join(parts[:-1])} and {parts[-1]}"
    what_zh = "、".join(one for _, one in named)
    return f"Without {what} together it would {en}.", f"若同时没有{what_zh}，它会{zh}。"


def signal_named(signal: str) -> Said:
    """A signal that counts against it, to follow "without"."""
    cause, cause_zh = AGAINST.get(signal, OTHER)
    return f"looking at this ({cause.removeprefix('of ')})", f"这一点（{cause_zh}）"


def rule_named(rule: str) -> Said:
    """A rule of the shop, to follow "without"."""
    return f"the rule “{rule}”", f"规则“{rule}”"


def rule_said(rule: str, rank: int | None, *, at_top: bool = False) -> Said:
    """Where it would stand without a rule of the shop."""
    (what, what_zh), (en, zh) = rule_named(rule), _there(rank, at_top)
    return f"Without {what} it would {en}.", f"若没有{what_zh}，它会{zh}。"


def cause_said(cause: Said, rank: int | None, evidence: Sequence[Evidence]) -> Said:
    """That something keeps it out, since when, and where it would stand without that."""
    since, since_zh = "", ""
    if evidence:
        newest = max(one.occurred_at for one in evidence)
        since, since_zh = f" ({day_in_english(newest)})", f"（{day_in_chinese(newest)}）"
    if rank is None:
        return f"Left out because {cause[0]}{since}.", f"未列入，因为{cause[1]}{since_zh}。"
    en, zh = _there(rank)
    return (
        f"Left out because {cause[0]}{since}; without that it would {en}.",
        f"未列入，因为{cause[1]}{since_zh}；否则它会{zh}。",
    )


def signal_said(signal: str, rank: int | None, *, at_top: bool = False) -> Said:
    """Where it would stand were a signal that counts against it not looked at."""
    cause, cause_zh = AGAINST.get(signal, OTHER)
    en, zh = _there(rank, at_top)
    return (
        f"It stands lower because {cause}; without looking at that it would {en}.",
        f"它因此排得较低：{cause_zh}；不看这一点，它会{zh}。",
    )


def _there(rank: int | None, at_top: bool = False) -> Said:
    if rank is None:
        return "be left out all the same", "照样不列入"
    if rank <= TOP and not at_top:
        return f"be in the top {TOP}, at rank {rank}", f"进入前 {TOP}，排第 {rank} 位"
    return f"be at rank {rank:,}", f"排第 {rank:,} 位"
