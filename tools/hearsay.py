"""Hearsay: what people's behaviour says for or against one item, in English and Chinese.

Knows facts of the item and the person's own actions behind it; knows nothing of how either is
found. A sentence says what is the case: whether it raises or lowers the score is the number's to
say, for the weights that decide it are learned.
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
    """What is known of one item here. ``used``: anybody chose it; ``new``: most who did, lately;
    ``current``: somebody within the last days; ``popular``: more people lately than choose
    an item on average. ``behind`` has, by signal, the person's own actions it goes with.
    """

    used: bool = False
    new: bool = False
    current: bool = False
    popular: bool = False
    behind: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)


NOTHING = Heard()

_UNUSED = ("Nobody here has chosen it yet.", "这里还没有人选过它。")
_NEW = ("New here.", "这里新来的。")
_OLD = ("It has been here for a while.", "在这里已有一段时间。")
_BOTH: dict[str, tuple[Said, Said]] = {
    "opinion": (
        ("Well liked by those who chose it.", "选过它的人都喜欢它。"),
        ("Few here have spoken well of it.", "这里夸它的人不多。"),
    ),
    "own-popularity": (
        ("About as popular as what you usually choose.", "热门程度和你常选的差不多。"),
        ("More or less popular than what you usually choose.", "热门程度和你常选的不同。"),
    ),
    "alike": (
        ("People with your taste choose it.", "和你口味相近的人选它。"),
        ("People with your taste seldom choose it.", "和你口味相近的人很少选它。"),
    ),
    "finder": (
        ("First found by people whose finds you choose.", "最先发现它的人，你常选他们发现的。"),
        ("Not found by people whose finds you choose.", "最先发现它的不是你常跟随的人。"),
    ),
}
"""Sentences where the part is positive, and where it is not."""

_AFTER: dict[str, tuple[Said, Said]] = {
    "together": (
        ("Others who chose {} chose it too.", "其他选过{}的人也选了它。"),
        ("Few who chose {} chose it too.", "选过{}的人很少选它。"),
    ),
    "next": (
        ("Others chose it after {}.", "有人选过{}之后选了它。"),
        ("Few chose it after {}.", "选过{}之后很少有人选它。"),
    ),
    "next-lately": (
        ("Others chose it right after {} these days.", "最近有人紧接着{}选了它。"),
        ("Few chose it right after {} these days.", "最近很少有人紧接着{}选它。"),
    ),
}
_APART: Said = (
    "Seldom chosen by people who chose what you chose.",
    "和你选择相同的人很少选它。",
)
"""Where none of the person's own actions stands behind it."""


def hearsay(signal: str, value: float, heard: Heard) -> Said:
    """What the part ``signal`` of a score says of the item, in English and in Chinese."""
    pro = value > 0
    match signal:
        case "popularity":
            if heard.popular:
                return "Popular here lately.", "近来这里很多人选它。"
            if pro and heard.used:
                return "Chosen here now and then.", "这里不时有人选它。"
            return "Not many people choose it lately.", "近来选它的人不多。"
        case "in-use" if heard.used:
            if heard.current:
                return "Chosen here just lately.", "这几天有人选它。"
            return "Nobody has chosen it for a while.", "有一阵子没人选它了。"
        case "newness" | "newest" if heard.used:
            return _NEW if heard.new else _OLD
        case "since-visit":
            if pro:
                return "It came after your last visit.", "它是你上次来之后才出现的。"
            return "It was here on your last visit already.", "你上次来时它已经在了。"
        case "unused" if heard.used:
            return "Somebody here has chosen it before.", "这里有人选过它。"
        case "unused" | "newness" | "newest" | "in-use":
            return _UNUSED
        case "together" | "next" | "next-lately":
            return _after(signal, pro, heard.behind.get(signal, ()))
        case _:
            return _BOTH[signal][0 if pro else 1]


def _after(signal: str, pro: bool, behind: tuple[Evidence, ...]) -> Said:
    titles = list(dict.fromkeys(one.quote for one in behind if one.quote))[:NAMED]
    if not titles:
        return _APART
    en, zh = _AFTER[signal][0 if pro else 1]
    return en.format(" and ".join(titles)), zh.format("".join(f"《{one}》" for one in titles))
