"""One place in a turn that names something: a genre, a title, a person, a time, a theme.

Knows the shape of a mention and which of several overlapping ones wins; nothing of how one is
found or what is said about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from penchant.memory.records import Item, Target

ITEM, SHOWN, PERSON, GENRE, ERA, THEME = "item", "shown", "person", "genre", "era", "theme"
QUOTED, UNKNOWN = "quoted", "unknown"
_ORDER = (ITEM, SHOWN, PERSON, GENRE, ERA, THEME, QUOTED, UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Characters ``start`` to ``end`` of the plain text name ``targets``.

    ``items`` are those of the kinds item and shown; ``years`` the inclusive limits of an era
    (None: open). ``sure`` marks what was put in quotes or brackets, ``vague`` a time without years
    ("old films"). The kinds quoted and unknown
    stand for words that say nothing of this person's own: someone's words, an unknown title.
    """

    start: int
    end: int
    kind: str
    targets: tuple[Target, ...] = ()
    items: tuple[Item, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    sure: bool = False
    vague: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Canonical names that a constraint can hold: categories and people."""
        if self.kind not in (GENRE, PERSON):
            return ()
        return tuple(target.name for target in self.targets)

    @property
    def refused(self) -> tuple[str, ...]:
        """Names that keep items out where the mention is refused: tags and traits as well, which
        items have or have not.
        """
        return tuple(target.name for target in self.targets if keeps_out(target))


def keeps_out(target: Target) -> bool:
    """Whether what is refused by the name of ``target`` can be told by its name: a category, a
    person, a tag or a trait. A theme of the lexicon, which has a phrase of its own, is about
    meaning.
    """
    own = target.kind == THEME and target.text == target.name != ""
    return own or target.kind in (GENRE, PERSON)


def item_target(item: Item) -> Target:
    """The target that stands for one item of the catalog."""
    return Target(kind="item", name=item.title, item=item.id, text=item.text)


def mention_of(item: Item) -> Mention:
    """A shown item that is meant though no words name it."""
    return Mention(start=0, end=0, kind=SHOWN, items=(item,), targets=(item_target(item),))


def settle(candidates: Iterable[Mention]) -> list[Mention]:
    """The mentions that remain when no two may overlap, in the order of the text.

    The sure ones go first, then the longest, then by kind.
    """
    ranked = sorted(
        candidates,
        key=lambda m: (not m.sure, m.start - m.end, _ORDER.index(m.kind), m.start),
    )
    taken: set[int] = set()
    kept = []
    for mention in ranked:
        places = range(mention.start, mention.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)
