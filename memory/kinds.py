"""The kinds of journal entries and what each says about a person's liking.

A kind's ``sign`` is the direction it moves an interest (0: none); how *much* it moves one is
learned, and all kinds start equal. ``closes`` tells that the item has been consumed and does not
come back; ``refuses`` that the person does not want it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What an entry of this kind means."""

    name: str
    sign: int = 0
    action: bool = False
    closes: bool = False
    refuses: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("turn"),
        Kind("statement"),
        Kind("search", action=True),
        Kind("impression"),
        Kind("view", sign=1, action=True),
        Kind("click", sign=1, action=True),
        Kind("like", sign=1, action=True),
        Kind("dislike", sign=-1, action=True, refuses=True),
        Kind("save", sign=1, action=True),
        Kind("cart", sign=1, action=True),
        Kind("purchase", sign=1, action=True, closes=True),
        Kind("rating", sign=1, action=True, closes=True),
        Kind("watch", sign=1, action=True, closes=True),
        Kind("dismiss", action=True),
        Kind("share", sign=1, action=True),
        Kind("follow", sign=1, action=True),
        Kind("follow-person"),
        Kind("unfollow-person"),
        Kind("unfamiliar"),
        Kind("undo", action=True),
        Kind("describe"),
        Kind("item-upsert"),
        Kind("item-hide"),
        Kind("item-show"),
        Kind("item-delete"),
        Kind("rule-add"),
        Kind("rule-remove"),
        Kind("catalog"),
        Kind("forget"),
    )
}

TOO_EXPENSIVE = "too-expensive"

DISMISS_REASONS = ("not-now", "seen-it", TOO_EXPENSIVE, "not-for-me")
"""The values of ``data["reason"]`` of a dismiss entry."""


def kind_of(name: str) -> Kind:
    """The meaning of ``name``; a host's own kind is a positive action that closes nothing."""
    return KINDS.get(name) or Kind(name, sign=1, action=True)
