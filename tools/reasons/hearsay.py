"""Hearsay: what people's behaviour says for or against one item, in English and Chinese.

Knows facts of the item and the person's own actions behind it; knows nothing of how either is
found. Weights are learned and may have any sign, so a part of the score proves no fact: what is
not known to be so, or does not speak for the item, is told as what was looked at, no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from penchant.memory.records import Evidence

NAMED = 2
"""Own items named in one sentence."""

Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of one item here. ``used``: anybody chose it; ``new``: nobody before the last
    days; ``current``: somebody within the last days; ``popular``: more people lately than choose
    an item on average; ``usual``: about as many as choose what the person chose; ``followed``: so
    many of those chose it whom the person follows. ``behind`` has, by signal, the person's own
    actions it goes with, ``marked`` the Chinese titles of their items by id.
    """

    used: bool = False
    new: bool = False
    current: bool = False
    popular: bool = False
    usual: bool = False
    followed: int = 0
    behind: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    marked: Mapping[str, str] = field(default_factory=dict)


NOTHING = Heard()

_UNUSED: Said = ("Nobody here has chosen it yet.", "这里还没有人选过它。")

_SO: dict[str, Said] = {
    "popularity": ("Popular here lately.", "近来这里很多人选它。"),
    "in-use": ("Chosen here just lately.", "这几天有人选它。"),
    "newness": ("First chosen here only lately.", "最近这里才开始有人选它。"),
    "own-popularity": (
        "About as popular as what you usually choose.",
        "热门程度和你平时选的差不多。",
    ),
    "alike": (
        "People with whom you share a choice chose it.",
        "和你有过相同选择的人选过它。",
    ),
}
"""Where it is so and speaks for the item."""

_LOOKED_AT: dict[str, Said] = {
    "popularity": ("How many people here choose it.", "这里有多少人选它。"),
    "opinion": ("How those who chose it liked it.", "选过的人对它的评价。"),
    "appeal": (
        "Whether it is chosen more often than expected here.",
        "它在这里被选的次数是否超出预期。",
    ),
    "in-use": ("How recently it was chosen here.", "它最近多久有人选过。"),
    "newness": ("How long it has been here.", "它在这里多久了。"),
    "newest": ("Its place among the newest.", "它在新品中的位置。"),
    "unused": ("Whether anybody here has chosen it.", "这里有没有人选过它。"),
    "since-visit": (
        "Whether it came since your last visit.",
        "它是不是你上次来之后才出现的。",
    ),
    "near-last": (
        "How near to your last choice it came out here.",
        "它在这里出现的先后和你上次所选的有多近。",
    ),
    "own-popularity": (
        "How popular it is beside what you usually choose.",
        "和你平时所选相比的热门程度。",
    ),
    "alike": (
        "How many people with your taste choose it.",
        "和你口味相近的人有多少选它。",
    ),
    "finder": ("Who chose it first.", "最先选它的人。"),
    "together": (
        "How often it is chosen along with what you chose.",
        "它和你所选的一起被选有多常见。",
    ),
    "next": (
        "How often it is chosen after what you chose.",
        "选了你所选的之后再选它有多常见。",
    ),
    "next-lately": (
        "How often it is chosen these days right after what you chose.",
        "最近紧接着你所选的选它有多常见。",
    ),
}
"""Where that is not known, or speaks against it: true of any item, and each signal its own."""

_AFTER: dict[str, Said] = {
    "together": ("Others who chose {} chose it too.", "其他选过{}的人也选了它。"),
    "next": ("Others chose it after {}.", "有人选过{}之后选了它。"),
    "next-lately": ("Others chose it right after {} these days.", "最近有人紧接着{}选了它。"),
}


def hearsay(signal: str, value: float, heard: Heard) -> Said:
    """What the part ``signal`` of a score says of the item, in English and in Chinese."""
    pro = value > 0
    if signal in _AFTER:
        return _after(signal, heard.behind.get(signal, ()) if pro else (), heard.marked)
    if signal == "unused" and not heard.used:
        return _UNUSED
    return _SO[signal] if pro and _is_so(signal, heard) else _LOOKED_AT[signal]


def by_followed(people: int) -> Said:
    """That so many people whom the person follows chose the item; who they are is not said."""
    some = "1 person" if people == 1 else f"{people:,} people"
    return f"{some} you follow chose this.", f"你关注的 {people:,} 人选了它。"


def _is_so(signal: str, heard: Heard) -> bool:
    if not heard.used:
        return False
    match signal:
        case "popularity":
            return heard.popular
        case "in-use":
            return heard.current
        case "newness":
            return heard.new
        case "own-popularity":
            return heard.usual
        case "alike":
            return bool(heard.behind.get("together"))
        case _:
            # Who found it, who liked it and what came since a visit is not among the facts.
            return False


def _after(signal: str, behind: tuple[Evidence, ...], marked: Mapping[str, str]) -> Said:
    titles = {
        one.quote: marked.get(one.item or "", f"《{one.quote}》") for one in behind if one.quote
    }
    if not titles:
        return _LOOKED_AT[signal]
    en, zh = _AFTER[signal]
    return en.format(" and ".join([*titles][:NAMED])), zh.format(
        "".join([*titles.values()][:NAMED])
    )
