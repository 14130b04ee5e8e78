"""What a person settled about single items and names: seen, bought, liked, turned down, put aside,
ruled out.

The newest word counts, by when it was said and not by when it arrived. Knows kinds and times;
knows nothing of amounts or vectors.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from penchant.memory.kinds import TOO_EXPENSIVE, kind_of
from penchant.memory.records import Entry, PriceRefused, Statement, from_day

STRONG = 0.8
"""Strength from which a lasting "no" to a genre or person keeps it out of lists altogether."""

CART_DAYS = 14.0
"""An item put into the cart is left there that long before it is shown again."""

PUT_OFF_DAYS = 7.0
"""What is turned down with "not now" comes back after that long."""

Moment = tuple[float, int]
"""A day, and the sequence number that decides between two of one moment."""

_NEVER: Moment = (float("-inf"), 0)


class Standing:
    """The person's items by what became of them, and the names they ruled out."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.bought: set[str] = set()
        self.liked: set[str] = set()
        self.disliked: set[str] = set()
        self.saved: set[str] = set()
        self._carted: dict[str, float] = {}
        self._later: dict[str, float] = {}
        self._dear: dict[str, tuple[Moment, float, str]] = {}
        """By item, when and at which price it was too expensive, and the entry that says so."""
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

    def in_cart(self, day: float) -> frozenset[str]:
        """Items put into the cart not long before ``day``, and not bought since."""
        return _since(self._carted, day - CART_DAYS)

    def put_off(self, day: float) -> frozenset[str]:
        """Items turned down not long before ``day`` for that moment only."""
        return _since(self._later, day - PUT_OFF_DAYS)

    def refused_prices(self) -> tuple[PriceRefused, ...]:
        """What was too expensive, and was not bought all the same, the newest first."""
        found = [
            (moment, item)
            for item, (moment, _, _) in self._dear.items()
            if moment > max(self._moment(item, "close"), self._moment(item, "cart"))
        ]
        return tuple(
            PriceRefused(
                item=item,
                price=self._dear[item][1],
                occurred_at=from_day(day),
                entry=self._dear[item][2],
            )
            for (day, _), item in sorted(found, reverse=True)
        )

    def _moment(self, item: str, word: str) -> Moment:
        return self._newest.get(item, {}).get(word, _NEVER)

    def act(self, entry: Entry) -> None:
        """Take in what the person did with an item."""
        item, words = entry.item, words_of(entry)
        if item is None or not words:
            return
        newest = self._newest.setdefault(item, {})
        moment = (entry.day, entry.sequence)
        for word in words:
            newest[word] = max(newest.get(word, _NEVER), moment)
        price = entry.data.get("price")
        if isinstance(price, int | float) and newest.get("dear") == moment:
            self._dear[item] = moment, float(price), entry.id
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
        like, dislike, save, close, buy = (
            newest.get(word, _NEVER) for word in ("like", "dislike", "save", "close", "buy")
        )
        cart, later = newest.get("cart", _NEVER), newest.get("later", _NEVER)
        for chosen, holds in (
            (self.seen, close > _NEVER),
            (self.bought, buy > _NEVER),
            (self.liked, like > dislike),
            (self.disliked, dislike > max(like, save)),
            (self.saved, save > max(dislike, close)),
        ):
            if holds:
                chosen.add(item)
            else:
                chosen.discard(item)
        for resting, moment, holds in (
            (self._carted, cart, cart > max(close, dislike, later)),
            (self._later, later, later > max(like, save, cart)),
        ):
            if holds:
                resting[item] = moment[0]
            else:
                resting.pop(item, None)

    def snapshot(self) -> dict[str, Any]:
        """Plain values; inverse of :meth:`from_snapshot`."""
        return {"newest": self._newest, "ruled": self._ruled, "dear": self._dear}

    @classmethod
    def from_snapshot(cls, state: dict[str, Any]) -> Standing:
        """The standing that gave ``state``."""
        standing = cls()
        for item, words in state["newest"].items():
            standing._newest[item] = {word: (day, number) for word, (day, number) in words.items()}
            standing._decide(item)
        standing._dear = {
            item: ((day, number), price, by)
            for item, ((day, number), price, by) in state["dear"].items()
        }
        standing._ruled = {
            name: ((day, number), out) for name, ((day, number), out) in state["ruled"].items()
        }
        return standing


def words_of(entry: Entry) -> tuple[str, ...]:
    """What an entry speaks of: like, dislike, save, close (used up), buy, which closes too, cart,
    later, or dear where the price is known that was too high.
    """
    kind, reason = kind_of(entry.kind), entry.data.get("reason")
    if kind.closes or (entry.kind == "dismiss" and reason == "seen-it"):
        return ("close", "buy") if entry.kind == "purchase" else ("close",)
    if kind.refuses or (entry.kind == "dismiss" and reason == "not-for-me"):
        return ("dislike",)
    if entry.kind == "dismiss":
        # Without its price nobody can tell when it costs less: then it rests like any other.
        known = isinstance(entry.data.get("price"), int | float)
        return ("dear",) if reason == TOO_EXPENSIVE and known else ("later",)
    return (entry.kind,) if entry.kind in ("like", "save", "cart") else ()


def _since(days: Mapping[str, float], first: float) -> frozenset[str]:
    return frozenset(item for item, day in days.items() if day > first)
