"""Which tools the offline assistant calls in answer to one turn.

Knows what was understood of the turn; calls nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from penchant.agent.asked import about_films, quoted_names, written_names
from penchant.agent.compared import compared
from penchant.agent.understand import Understanding
from penchant.agent.understand.carts import EMPTY, asks_contents
from penchant.agent.understand.prices import asked_of, asks_price, asks_stock
from penchant.agent.understand.references import find_references, place_named
from penchant.memory.records import Item, Request

EVERYTHING = re.compile(
    r"\b(?:everything|all (?:about|of|you know|my)|my (?:data|history|profile)|about me)\b"
    r"|全部|所有|一切|我的(?:数据|记录|资料)|关于我",
    re.IGNORECASE,
)
_NEVER_MIND = re.compile(
    r"\W*(?:(?:oh|ok|okay|well|just|no|please)\W+)*"
    r"(?:forget (?:about )?(?:it|that|this)|never ?mind)\W*$"
    r"|\W*(?:算了|忘了吧|忘掉吧|别管了|没事)\W*$",
    re.IGNORECASE,
)
"""Ways of dropping a subject; none of them asks for a deletion."""

_IT = ("", "it", "this", "that", "这个", "那个", "它", "这")

LISTING_ACTIONS = ("like", "dislike", "watch", "dismiss")
"""Feedback after which a new list is worth showing."""

MOST_NOTED = 3
"""Items of one turn that are answered one by one; all of them are recorded."""


@dataclass(frozen=True, slots=True)
class Step:
    """One tool call to make."""

    tool: str
    arguments: Mapping[str, Any]


def plan(text: str, understood: Understanding, shown: Sequence[Item]) -> tuple[Step, ...]:
    """The calls that answer the turn ``text``; none where words alone do.

    ``shown`` is the list the turn may point at.
    """
    if (step := _by_words(text, understood, shown)) is not None:
        return (step,)
    match understood.intent:
        case "recommend":
            out = _out(understood) if understood.cart else ()
            return (*out, _recommend(understood.request))
        case "state":
            judged = any(s.polarity != 0 for s in understood.statements)
            return (_recommend(understood.request),) if judged else ()
        case "feedback":
            return _feedback(understood)
        case "why":
            items = understood.items or written_names(text) or tuple(item.id for item in shown[:1])
            return tuple(Step("why", {"title": item}) for item in items[:2])
        case "question":
            items = understood.items or _titles(text)
            return tuple(Step("describe", {"title": item}) for item in items[:2])
        case "profile":
            return (Step("show_profile", {}),)
        case "recall":
            return (Step("recall_memory", {"about": text}),)
        case "undo":
            return _undo(understood)
        case "forget":
            return _forget(text, understood)
        case "other":  # a film that nobody here has heard of, most likely
            items = _titles(text) if not understood.statements else ()
            return tuple(Step("describe", {"title": item}) for item in items[:1])
        case _:
            return ()


def _by_words(text: str, understood: Understanding, shown: Sequence[Item]) -> Step | None:
    """The call for questions told by their words: two items compared, a price, what is in stock or
    in the cart.
    """
    if asks_contents(text) and understood.intent not in ("undo", "forget", "feedback"):
        return Step("show_profile", {})
    if understood.intent in ("question", "other") and (names := compared(text)) is not None:
        if len(understood.items) == 2:
            first, second = understood.items
        else:
            first, second = (_in(shown, name) for name in names)
        return Step("compare", {"first": first, "second": second})
    if not (asks_price(text) or asks_stock(text)):
        return None
    name = asked_of(text)
    if shown and not understood.items and (place := place_named(name)) is not None:
        return Step("describe", {"position": place})
    items = understood.items or (tuple(item.id for item in shown[:1]) if name in _IT else (name,))
    return Step("describe", {"title": items[0]}) if items else None


def _in(shown: Sequence[Item], name: str) -> str:
    """The id of the one of those ``shown`` whose place ``name`` tells (第二个), else the name."""
    found = {item.id for mention in find_references(name.lower(), shown) for item in mention.items}
    return found.pop() if len(found) == 1 else name


def _titles(text: str) -> tuple[str, ...]:
    """What must be a title in words about films; a capital alone ("France") makes none."""
    return quoted_names(text) or (written_names(text) if about_films(text) else ())


def _recommend(request: Request | None) -> Step:
    """The arguments of the tool that say what ``request`` says; empty ones are left out."""
    request = request or Request()
    constraint = request.constraint
    arguments: dict[str, Any] = {
        "query": request.query,
        "genres": list(constraint.include),
        "exclude": list(constraint.exclude),
        "year_min": constraint.year_min,
        "year_max": constraint.year_max,
        "price_min": constraint.price_min,
        "price_max": constraint.price_max,
        "in_stock": request.in_stock,
        "cheapest": request.cheapest,
        "dearest": request.dearest,
        "like_titles": list(request.like),
        "n": request.n,
        "another": request.another,
    }
    return Step("recommend", {k: v for k, v in arguments.items() if v})


def _undo(understood: Understanding) -> tuple[Step, ...]:
    """The calls that take back what came last, or take items out of the cart, one by one, with
    what else was done in the same words: "take it out and add the third".
    """
    if understood.cart is None:
        return (Step("undo", {}),)
    return (*_out(understood), *_noted(understood))


def _out(understood: Understanding) -> tuple[Step, ...]:
    """The calls that take items out of the cart."""
    if understood.cart == EMPTY:
        return (Step("undo", {"what": "whole-cart"}),)
    items = understood.items if understood.intent == "undo" else understood.out
    out = tuple(Step("undo", {"what": "cart", "title": item}) for item in items[:MOST_NOTED])
    return out or (Step("undo", {"what": "cart"}),)


def _noted(understood: Understanding) -> list[Step]:
    return [
        Step(
            "record_feedback",
            {"kind": understood.reason_of(item) if kind == "dismiss" else kind, "title": item},
        )
        for item, kind in understood.feedback[:MOST_NOTED]
    ]


def _feedback(understood: Understanding) -> tuple[Step, ...]:
    noted = _noted(understood)
    kinds = {kind for _, kind in understood.feedback}
    if not kinds & set(LISTING_ACTIONS):
        return tuple(noted)
    request = understood.request or Request(
        # More like what was liked; something else instead of what was put off.
        like=tuple(item for item, kind in understood.feedback if kind == "like"),
        another="dismiss" in kinds,
    )
    return (*noted, _recommend(request))


def _forget(text: str, understood: Understanding) -> tuple[Step, ...]:
    if _NEVER_MIND.match(text):
        return ()
    if understood.items:
        return (Step("forget", {"title": understood.items[0]}),)
    topics = [s.target.name for s in understood.statements if s.target.name]
    if topics:
        return (Step("forget", {"topic": topics[0]}),)
    # Deleting everything needs the words for it: "forget it" is no such wish.
    return (Step("forget", {"everything": True}),) if EVERYTHING.search(text) else ()
