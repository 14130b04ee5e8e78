"""What a person settled about single items and names: seen, liked, turned down, put aside, ruled
out.

The newest word counts, by when it was said and not by when it arrived. Knows kinds and times;
knows nothing of amounts or vectors.
"""

from __future__ import annotations

from typing import Any

from penchant.memory.kinds import kind_of
from penchant.memory.records import Entry, Statement

STRONG = 0.8
"""Strength from which a lasting "no" to a genre or person keeps it out of lists altogether."""

Moment = tuple[float, int]
"""A day, and the sequence number that decides between two of one moment."""

_NEVER: Moment = (float("-inf"), 0)


class Standing:
    """The person's items by what became of them, and the names they ruled out."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.liked: set[str] = set()
        self.disliked: set[str] = set()
        self.saved: set[str] = set()
        self._newest: dict[str, dict[str, Moment]] = {}
        self._ruled: dict[str, tuple[Moment, bool]] = {}

    @property
    def excluded(self) -> tuple[str, ...]:
        """Names that stay out of lists, in alphabetical order."""
        return tuple(sorted(name for name, (_, out) in self._ruled.items() if out))

    @property
    def settled(self) -> int:
        """How many items and names there is something settled about."""
        return len(self._newest) + len(self._ruled)

    def act(self, entry: Entry) -> None:
        """Take in what the person did with an item."""
        item, word = entry.item, _word(entry)
        if item is None or word is None:
            return
        newest = self._newest.setdefault(item, {})
        newest[word] = max(newest.get(word, _NEVER), (entry.day, entry.sequence))
        self._decide(item)

    def state(self, entry: Entry, statement: Statement) -> None:
        """Take in what was said: a strong lasting "no" rules a name out, a "yes" lifts that."""
        name = statement.target.name
        if statement.target.kind not in ("genre", "person") or not name:
            return
        out = statement.polarity < 0 and statement.lasting and statement.strength >= STRONG
        if not out and statement.polarity <= 0:
            return
        moment = (entry.day, entry.sequence)
        if name not in self._ruled or moment >= self._ruled[name][0]:
            self._ruled[name] = (moment, out)

    def _decide(self, item: str) -> None:
        newest = self._newest[item]
        like, dislike, save, close = (
            newest.get(word, _NEVER) for word in ("like", "dislike", "save", "close")
        )
        for chosen, holds in (
            (self.seen, close > _NEVER),
            (self.liked, like > dislike),
            (self.disliked, dislike > max(like, save)),
            (self.saved, save > max(dislike, close)),
        ):
            if holds:
                chosen.add(item)
            else:
                chosen.discard(item)

    def snapshot(self) -> dict[str, Any]:
        """Plain values; inverse of :meth:`from_snapshot`."""
        return {"newest": self._newest, "ruled": self._ruled}

    @classmethod
    def from_snapshot(cls, state: dict[str, Any]) -> Standing:
        """The standing that gave ``state``."""
        standing = cls()
        for item, words in state["newest"].items():
            standing._newest[item] = {word: (day, number) for word, (day, number) in words.items()}
            standing._decide(item)
        standing._ruled = {
            name: ((day, number), out) for name, ((day, number), out) in state["ruled"].items()
        }
        return standing


def _word(entry: Entry) -> str | None:
    """Which of the four an entry speaks of: like, dislike, save or close (used up)."""
    kind, reason = kind_of(entry.kind), entry.data.get("reason")
    if kind.closes or (entry.kind == "dismiss" and reason == "seen-it"):
        return "close"
    if kind.refuses or (entry.kind == "dismiss" and reason == "not-for-me"):
        return "dislike"
    return entry.kind if entry.kind in ("like", "save") else None
