"""Grouping: the reasons of a score by interest, and by family as far as they belong to none.

Knows reasons alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from penchant.memory.records import Reason, ReasonGroup

FAMILIES = {
    "content": ("what was asked for", "你的要求"),
    "behaviour": ("what people do with it", "大家的选择"),
    "social": ("other people", "其他人"),
    "context": ("the occasion", "此时的场合"),
    "person": ("what is known of the person", "个人资料"),
    "item": ("the item itself", "作品本身"),
}
"""The names of the families: what a reason rests on that belongs to no interest."""


def grouped(reasons: Sequence[Reason]) -> tuple[ReasonGroup, ...]:
    """``reasons`` in groups, that which counts most first, and within each the same; the totals
    add up to what the contributions do.
    """
    found: dict[tuple[str | None, str], list[Reason]] = {}
    for reason in reasons:
        family = "" if reason.interest is not None else reason.family
        found.setdefault((reason.interest, family), []).append(reason)
    groups = [_group(interest, parts) for (interest, _), parts in found.items()]
    return tuple(sorted(groups, key=lambda group: -abs(group.total)))


def _group(interest: str | None, parts: list[Reason]) -> ReasonGroup:
    parts = sorted(parts, key=lambda reason: -abs(reason.contribution))
    first = parts[0]
    name, name_zh = FAMILIES.get(first.family, (first.family, first.family))
    if interest is not None:
        name, name_zh = first.about or interest, first.about_zh or first.about or interest
    return ReasonGroup(
        name=name,
        name_zh=name_zh,
        family=first.family,
        total=sum(reason.contribution for reason in parts),
        reasons=tuple(parts),
        interest=interest,
    )
