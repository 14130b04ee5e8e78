"""Hindrances: what keeps one item from standing higher, and where it would stand without it.

Knows the parts of a score and what keeps items out; knows nothing of stores. Every rank is that of
the whole list made without the thing: all other items lose what it gave or took from them, and what
it alone kept out comes in. (What it has taught besides is thought away by
:mod:`penchant.memory.imagined` alone.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from penchant.memory.records import Evidence, Hindrance, Interest, Profile
from penchant.tools.candidates import Candidates, Mask
from penchant.tools.listing.arranging import Lift
from penchant.tools.reasons.settled import CAUSES
from penchant.tools.reasons.standing_in_words import (
    TOP,
    cause_said,
    rule_named,
    rule_said,
    signal_named,
    signal_said,
    taste_named,
    taste_said,
    together_said,
)
from penchant.tools.signals import ranking
from penchant.tools.signals.columns import Column, Values

NEGATIVE = 3
"""Signals that count against the item, the strongest."""

FEW = 3
"""Things that are thought away together."""

MOST = 6
"""Hindrances that are told, besides what keeps the item out."""

SINGLE = ("hidden", "not yet", "over", "named", "shown", *CAUSES.values())
"""Causes that are of one item: without them it alone would come in."""

EXCLUDED = "excluded: "
"""Begins the names of causes that come of a standing "no more of it"."""

Told = Callable[[str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Away:
    """What is thought away: interests and dislikes; causes, signals and rules by name."""

    interests: tuple[Interest, ...] = ()
    causes: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def and_(self, other: Away) -> Away:
        """Both."""
        return Away(
            self.interests + other.interests,
            self.causes + other.causes,
            self.signals + other.signals,
            self.rules + other.rules,
        )

    def named(self) -> tuple[str, str]:
        """What it is, in words, where it is one thing."""
        if self.interests:
            return taste_named(self.interests[0])
        return signal_named(self.signals[0]) if self.signals else rule_named(self.rules[0])


@dataclass(frozen=True)
class Case:
    """One item's standing: in ``row`` of the catalog, with the ``columns`` and ``weights`` its
    ``score`` (n,) is made of, for the person of ``profile``, among what is ``allowed``. ``acts``
    are the person's own entries by the cause that they make; ``told`` says a cause in words.
    ``lifts`` (n,) are what the shop's rules add to the order.
    """

    row: int
    profile: Profile
    columns: Sequence[Column]
    weights: Mapping[str, float]
    score: Values
    allowed: Candidates
    told: Told
    acts: Mapping[str, tuple[Evidence, ...]]
    lifts: Sequence[Lift] = ()

    @cached_property
    def worth(self) -> Values:
        """By what items are in order, (n,): their scores, and what the rules add."""
        worth = self.score
        for lift in self.lifts:
            worth = worth + lift.amounts
        return worth

    @property
    def rank(self) -> int | None:
        """The rank the item has; None where something keeps it out."""
        if self.causes:
            return None
        return ranking.rank(self.worth, self.allowed.allowed, self.row)

    @property
    def causes(self) -> list[str]:
        """What keeps the item out."""
        return [cause for cause, mask in self.allowed.causes.items() if mask[self.row]]

    def without(self, away: Away) -> int | None:
        """The rank the item would have; None where it would be kept out all the same."""
        allowed = self.let_in(away.causes)
        if not allowed[self.row]:
            return None
        return ranking.rank(self._worth_without(away), allowed, self.row)

    def _worth_without(self, away: Away) -> Values:
        left, nothing = 1.0, np.zeros(len(self.score))
        score, liked = self.worth, nothing
        for lift in self.lifts:
            if lift.name in away.rules:
                score = score - lift.amounts
        for interest in away.interests:
            part = self._parts.get(interest.id, nothing)
            score = score - part
            if interest.polarity > 0:
                liked, left = liked + part, left - interest.share
        if left < 1.0 - 1e-9:
            # The others' shares grow by what these leave.
            grown = 1.0 / left if left > 1e-9 else 0.0
            score = score + (grown - 1.0) * (self._liking - liked)
        for column in self.columns:
            if column.interest is None and column.signal in away.signals:
                score = score - self.weights[column.signal] * column.values
        return score

    @cached_property
    def _parts(self) -> dict[str, Values]:
        """What each interest and dislike gives to the score, (n,), by its id."""
        found: dict[str, Values] = {}
        for column in self.columns:
            if column.interest is not None:
                part = self.weights[column.signal] * column.values
                before = found.get(column.interest.id)
                found[column.interest.id] = part if before is None else before + part
        return found

    @cached_property
    def _liking(self) -> Values:
        """What all interests give to the score, (n,)."""
        total = np.zeros(len(self.score))
        for interest in self.profile.likes:
            if (part := self._parts.get(interest.id)) is not None:
                total += part
        return total

    def let_in(self, causes: Sequence[str]) -> Mask:
        """What would be allowed without ``causes``, (n,)."""
        allowed = self.allowed.allowed.copy()
        lifted = [cause for cause in causes if cause not in SINGLE]
        if lifted:
            held, kept = np.zeros(len(allowed), bool), np.zeros(len(allowed), bool)
            for cause, mask in self.allowed.causes.items():
                if cause in lifted:
                    held |= mask
                else:
                    kept |= mask
            allowed |= held & ~kept
        if set(self.causes) <= set(causes):
            allowed[self.row] = True
        return allowed


def otherwise(case: Case) -> int | None:
    """The rank the item would have if nothing kept it out; None where nothing does."""
    causes = case.causes
    return case.without(Away(causes=tuple(causes))) if causes else None


def hindrances(case: Case) -> tuple[Hindrance, ...]:
    """What the item would stand higher without: first what keeps it out, then what brings it up
    most. Nothing that would leave it where it is or lower. Where no one thing brings it to the top,
    and a few do together, they come last as one of the kind together.
    """
    here = case.rank
    tried = [(away, case.without(away)) for away in _thinkable(case)]
    better = [
        (rank, away) for away, rank in tried if rank is not None and (here is None or rank < here)
    ]
    better.sort(key=lambda pair: pair[0])
    top = here is not None and here <= TOP
    found = [*_causes(case), *(_hindrance(case, away, rank, top) for rank, away in better[:MOST])]
    if better and not top and better[0][0] > TOP:
        found += _together(case, [away for _, away in better[: 2 * MOST]])
    return tuple(found)


def _thinkable(case: Case) -> list[Away]:
    """Single things that may be thought away: dislikes, interests, and signals against it."""
    found = [Away(interests=(interest,)) for interest in case.profile.likes]
    for dislike in case.profile.dislikes:
        # A strong dislike also shuts out what bears its name, and the items it was said of.
        causes = [
            cause
            for cause in case.allowed.causes
            if cause.startswith(EXCLUDED) and _about(dislike, cause.removeprefix(EXCLUDED))
        ]
        said_of = {evidence.entry for evidence in dislike.evidence}
        if any(evidence.entry in said_of for evidence in case.acts.get("disliked", ())):
            causes.append("disliked")
        found.append(Away(interests=(dislike,), causes=tuple(causes)))
    against: dict[str, float] = {}
    for column in case.columns:
        if column.interest is None:
            part = case.weights[column.signal] * float(column.values[case.row])
            against[column.signal] = against.get(column.signal, 0.0) + part
    worst = sorted((part, name) for name, part in against.items() if part < 0.0)[:NEGATIVE]
    rules = (Away(rules=(lift.name,)) for lift in case.lifts)
    return [*found, *(Away(signals=(name,)) for _, name in worst), *rules]


def _together(case: Case, single: Sequence[Away]) -> list[Hindrance]:
    """The first few of ``single`` that bring the item to the top together, each time the one more
    that brings it up most; none where FEW do not.
    """
    chosen, away = [0], single[0]
    while len(chosen) < FEW:
        tried = [
            (rank, place)
            for place, one in enumerate(single)
            if place not in chosen and (rank := case.without(away.and_(one))) is not None
        ]
        if not tried:
            return []
        rank, place = min(tried)
        chosen.append(place)
        away = away.and_(single[place])
        if rank <= TOP:
            said = [single[one].named() for one in chosen]
            en, zh = together_said(said, rank)
            name = "; ".join(en for en, _ in said)
            return [Hindrance(kind="together", name=name, rank=rank, text=en, text_zh=zh)]
    return []


def _causes(case: Case) -> list[Hindrance]:
    found = []
    for cause in case.causes:
        rank = case.without(Away(causes=(cause,)))
        evidence = case.acts.get(cause, ())
        if not evidence and cause.startswith(EXCLUDED):
            name = cause.removeprefix(EXCLUDED)
            evidence = next((d.evidence for d in case.profile.dislikes if _about(d, name)), ())
        en, zh = cause_said(case.told(cause), rank, evidence)
        found.append(
            Hindrance(kind="cause", name=cause, rank=rank, text=en, text_zh=zh, evidence=evidence)
        )
    return found


def _hindrance(case: Case, away: Away, rank: int, top: bool) -> Hindrance:
    if away.rules:
        (name,) = away.rules
        en, zh = rule_said(name, rank, at_top=top)
        return Hindrance(kind="rule", name=name, rank=rank, text=en, text_zh=zh)
    if not away.interests:
        (name,) = away.signals
        en, zh = signal_said(name, rank, at_top=top)
        return Hindrance(kind="signal", name=name, rank=rank, text=en, text_zh=zh)
    (interest,) = away.interests
    en, zh = taste_said(interest, rank, at_top=top)
    return Hindrance(
        kind="dislike" if interest.polarity < 0 else "interest",
        name=interest.label,
        rank=rank,
        text=en,
        text_zh=zh,
        interest=interest.id,
        evidence=interest.evidence,
    )


def _about(interest: Interest, name: str) -> bool:
    return any(name.casefold() == target.casefold() for _, target in interest.targets)
