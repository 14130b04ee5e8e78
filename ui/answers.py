"""What can be answered to an item on its card, and which of it a profile holds already.

Knows as what each answer is recorded and which give way to which; records and shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from penchant.memory.kinds import TOO_EXPENSIVE
from penchant.memory.records import Entry, Item, Profile


@dataclass(frozen=True, slots=True)
class Answer:
    """One button. A press records an entry of ``kind``, a dismissal with its ``reason``; entries of
    ``others`` come to the same, such as a rating to having seen it.
    """

    name: str
    kind: str
    reason: str | None = None
    others: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of entries that can give this answer."""
        return self.kind, *self.others

    def given_by(self, entry: Entry) -> bool:
        """Whether ``entry`` gave this answer."""
        if entry.kind == "dismiss":
            return self.reason is not None and self.reason == _reason(entry)
        return entry.kind in self.kinds


LIKE = Answer("like", "like")
SAVE = Answer("save", "save")
NOT_NOW = Answer("not-now", "dismiss", "not-now")
TOO_DEAR = Answer(TOO_EXPENSIVE, "dismiss", TOO_EXPENSIVE)
SEEN_IT = Answer("seen-it", "dismiss", "seen-it", ("watch", "rating", "purchase"))
NOT_FOR_ME = Answer("not-for-me", "dismiss", "not-for-me", ("dislike",))

IN_SIGHT = (LIKE, SAVE)
"""The answers with a button of their own, in their order."""

ASIDE = (NOT_NOW, TOO_DEAR, SEEN_IT, NOT_FOR_ME)
"""The answers that put an item aside: the reasons behind one button, in their order."""

ANSWERS: Mapping[str, Answer] = {one.name: one for one in (*IN_SIGHT, *ASIDE)}


def offered(item: Item) -> tuple[Answer, ...]:
    """The reasons for which ``item`` can be put aside: what has no price is not too expensive."""
    return tuple(one for one in ASIDE if one is not TOO_DEAR or item.price is not None)


def giving_way(answer: Answer) -> tuple[Answer, ...]:
    """What is taken back by ``answer``: an item is put aside for one reason, and what one likes is
    not what one wants none of.
    """
    others = tuple(one for one in ASIDE if one is not answer)
    if answer is NOT_FOR_ME:
        return (LIKE, *others)
    return others if answer in ASIDE else (NOT_FOR_ME,) if answer is LIKE else ()


def answers_of(
    profile: Profile, find: Callable[[str], Item | None] = lambda item: None
) -> dict[str, frozenset[str]]:
    """The names of the answers that hold for each item, as the profile has it. ``find`` gives an
    item as it is now: what costs less than it did is no longer too expensive.
    """
    dear = {one.item for one in profile.refused_prices if _as_dear(one.price, find(one.item))}
    held = (
        (LIKE, profile.liked),
        (SAVE, profile.saved),
        (NOT_NOW, profile.put_off),
        (TOO_DEAR, dear),
        (SEEN_IT, profile.seen),
        (NOT_FOR_ME, profile.disliked),
    )
    answers: dict[str, set[str]] = {}
    for answer, items in held:
        for item in items:
            answers.setdefault(item, set()).add(answer.name)
    return {item: frozenset(names) for item, names in answers.items()}


def _as_dear(refused: float, item: Item | None) -> bool:
    return item is None or item.price is None or item.price >= refused


def _reason(entry: Entry) -> str:
    reason = str(entry.data.get("reason") or NOT_NOW.reason)
    if reason == TOO_EXPENSIVE and entry.data.get("price") is None:
        # Nobody can tell when it will cost less: it rests like what is put off.
        return NOT_NOW.name
    return reason
