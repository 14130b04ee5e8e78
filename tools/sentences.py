"""The tools' results in words, for a language model to read.

Knows how to say records in few tokens; knows nothing of how they came about. Words of people and
of the catalog are quoted data: see :mod:`penchant.tools.quoting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from penchant.memory.records import (
    Entry,
    Interest,
    Item,
    Profile,
    Ranked,
    Reason,
    ReasonGroup,
    Receipt,
    Recommendation,
    Why,
)
from penchant.tools.quoting import plain, quoted
from penchant.tools.reasons.dates import counted
from penchant.tools.reasons.grouping import grouped
from penchant.tools.reasons.reasons import gathered
from penchant.tools.reasons.standing_in_words import TOP
from penchant.tools.words.traits import traits_by_attribute

TOP_REASONS = 2

HINDRANCES = 4

FOR_ANYBODY = ("known", "popularity", "opinion", "in-use")
"""Social signals that say the same to everybody."""

WORTH_SAYING = 0.1
"""A reason that counts less than this part of the strongest comes last."""

DESCRIPTION_LENGTH = 400

MOST_TRAITS = 8
"""Attributes of one item that are told, and values of each."""

UNSAID = "Something the host knows of the person goes with it."
"""In place of a reason that would name an attribute of the person."""


def titled(item: Item) -> str:
    """The item's title, with its year where it has one."""
    title = plain(item.title)
    return f"{title} ({item.year})" if item.year is not None else title


def top_reasons(reasons: Sequence[Reason], n: int = TOP_REASONS) -> tuple[Reason, ...]:
    """The ``n`` reasons in words that raise the score most.

    What has to do with the person comes before what is true of the item for anybody, if it is
    worth saying at all.
    """
    raising = [r for r in gathered(reasons) if r.contribution > 0 and r.text]
    least = WORTH_SAYING * max((r.contribution for r in raising), default=0.0)
    return tuple(
        sorted(raising, key=lambda r: (r.contribution < least, _impersonal(r), -r.contribution))[:n]
    )


def _impersonal(reason: Reason) -> int:
    if reason.family == "item":
        return 2
    return int(reason.signal in FOR_ANYBODY)


def say_recommendation(recommendation: Recommendation) -> str:
    """A numbered list with titles, years, categories and the strongest reasons."""
    if not recommendation.items:
        return recommendation.note or "Nothing in the catalog fits this request."
    lines = [say_ranked(ranked) for ranked in recommendation.items]
    head = f"{len(lines)} recommended, best first:"
    notes = [recommendation.note] if recommendation.note else []
    if recommendation.cold:
        notes.append("Nothing is known of this person's interests yet; ask what they like.")
    return "\n".join([head, *lines, *notes])


def say_ranked(ranked: Ranked) -> str:
    """One item of a list: its place, title, year, categories and strongest reasons."""
    categories = ", ".join(plain(c) for c in ranked.item.categories[:3])
    why = " ".join(plain(_said(reason)) for reason in top_reasons(ranked.reasons))
    parts = [f"{ranked.rank}. {titled(ranked.item)}"]
    parts += [part for part in (categories, why) if part]
    return " - ".join(parts)


def say_why(why: Why) -> str:
    """The item's standing, what would bring it up, and the reasons that make up its score, by
    interest and by family.
    """
    if why.left_out:
        lines = [f"{titled(why.item)} is left out: {plain(why.left_out, 300)}"]
        if why.otherwise is not None:
            lines[0] += f". Otherwise it would be rank {why.otherwise:,}."
        return "\n".join([*lines, *_said_against(why)])
    items = counted(why.candidates, "item", "items")
    place = f"rank {why.rank:,} of {items}" if why.rank is not None else "not ranked"
    lines = [f"{titled(why.item)}: {place}, score {why.score:.3f}, the sum of:"]
    for group in grouped(gathered(why.reasons)):
        if abs(group.total) < 0.0005:
            continue
        several = len(group.reasons) > 1
        if several:
            lines.append(f"{group.total:+.3f} {_name_of(group)}, of which:")
        for reason in group.reasons:
            if abs(reason.contribution) >= 0.0005:
                lines.append(("  " if several else "") + _line_on(reason))
    return "\n".join([*lines, *_said_against(why)])


def _name_of(group: ReasonGroup) -> str:
    return plain(group.name) if group.interest is None else f"interest in {plain(group.name)}"


def _line_on(reason: Reason) -> str:
    quotes = "; ".join(
        f"{e.occurred_at:%Y-%m-%d}: {quoted(e.quote)}" for e in reason.evidence[:2] if e.quote
    )
    text = plain(_said(reason) or f"{reason.family}: {reason.signal}", 240)
    return f"{reason.contribution:+.3f} {text}" + (f" [{quotes}]" if quotes else "")


def _said_against(why: Why) -> list[str]:
    """What would bring the item up, where it is not in the top already."""
    if why.rank is not None and why.rank <= TOP:
        return []
    return [plain(one.text, 300) for one in why.hindrances[:HINDRANCES]]


def _said(reason: Reason) -> str:
    """The reason's sentence; what was told of the person is no model's business."""
    return UNSAID if reason.family == "person" else reason.text


def say_profile(profile: Profile) -> str:
    """Interests with shares and dates, dislikes, exclusions, counts of items."""
    if not profile.interests and not profile.excluded:
        return "Nothing is known of this person's interests yet."
    lines = [f"Interests as of {profile.at:%Y-%m-%d}:"]
    lines += [f"- {_say_interest(i)}, share {i.share:.0%}{_moving(i)}" for i in profile.likes[:8]]
    lines += [f"- dislikes {_say_interest(i)}" for i in profile.dislikes[:6]]
    if profile.excluded:
        lines.append("Never to be shown: " + ", ".join(plain(name) for name in profile.excluded))
    lines.append(
        f"Seen: {counted(len(profile.seen), 'item', 'items')}; liked: {len(profile.liked)}; "
        f"turned down: {len(profile.disliked)}; saved: {len(profile.saved)}."
    )
    return "\n".join(lines)


def _moving(interest: Interest) -> str:
    trend = interest.trend
    if trend is None or trend.direction == "steady":
        return ""
    return f", {trend.direction} ({trend.before:.0%} of the last months, {trend.lately:.0%} lately)"


def _say_interest(interest: Interest) -> str:
    label = plain(interest.label) or "an interest without a name"
    quotes = [
        f"{e.occurred_at:%Y-%m-%d} {quoted(e.quote, 80)}" for e in interest.evidence[:2] if e.quote
    ]
    return label + (f" (from {'; '.join(quotes)})" if quotes else "")


def say_feedback(entry: Entry, item: Item) -> str:
    """That an action was noted."""
    return f"Noted: {entry.kind} for {titled(item)}."


def say_memories(found: Sequence[tuple[Entry, Item | None]]) -> str:
    """Past turns and actions with their dates, quoted."""
    if not found:
        return "Nothing like that is in memory."
    return "\n".join(
        f"- {entry.occurred_at:%Y-%m-%d}: {say_memory(entry, item)}" for entry, item in found
    )


def say_memory(entry: Entry, item: Item | None) -> str:
    """One past turn or action."""
    if entry.text:
        return f"the person said {quoted(entry.text)}"
    return f"{entry.kind} for {titled(item)}" if item is not None else entry.kind


def say_item(item: Item) -> str:
    """The facts the catalog has about an item."""
    lines = [titled(item)]
    for name, group in (
        ("Categories", item.categories),
        ("People", item.people[:8]),
        ("Tags", item.tags[:8]),
    ):
        if group:
            lines.append(f"{name}: {', '.join(plain(part) for part in group)}")
    if item.price is not None:
        lines.append(f"Price: {item.price:.10g}")
    if item.stock is not None:
        lines.append("Sold out" if item.stock <= 0 else f"In stock: {item.stock:.10g}")
    for name, own in islice(traits_by_attribute(item), MOST_TRAITS):
        lines.append(f"{plain(name)}: {', '.join(map(plain, own[:MOST_TRAITS]))}")
    if item.description:
        lines.append("Description: " + quoted(item.description, DESCRIPTION_LENGTH))
    return "\n".join(lines)


def say_receipt(receipt: Receipt) -> str:
    """What a deletion removed, and whether anything was found afterwards."""
    files = counted(receipt.checked_files, "file was", "files were")
    left = counted(receipt.found_after, "trace was", "traces were")
    result = "nothing was left" if receipt.found_after == 0 else f"{left} still found"
    checked = f"{files} searched afterwards and {result}."
    entries = counted(receipt.entries, "entry", "entries")
    return f"Deleted: {entries} and {counted(receipt.vectors, 'vector', 'vectors')}. {checked}"
