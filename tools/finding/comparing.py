"""Two items beside each other for one person: scores, ranks, and what sets them apart.

Knows the standing of each item and the facts of both; makes no scores of its own. Both are judged
on no request and at one moment, so that their scores can be compared; what sets them apart adds up
to the difference of the scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from penchant.memory.door import check_user
from penchant.memory.errors import BadInput
from penchant.memory.records import Item, Profile, Reason, Why
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.finding.comparing_in_words import decided, difference_in_words, family_in_words
from penchant.tools.judging import Judge
from penchant.tools.reasons.explaining import why
from penchant.tools.words.labels import chinese_name

PEOPLE = 6
"""People of an item that are set beside the other's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one interest of the person, or one family of signals, makes of the difference of two
    scores: ``amount`` (positive: for the first item) is ``first`` less ``second``, what it adds to
    each. ``interest`` is the interest's id, None for a family.
    """

    family: str
    interest: str | None
    about: str
    about_zh: str
    first: float
    second: float
    amount: float
    text: str
    text_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact in which two items differ: ``name`` is year, price, categories or people; the values
    are what each has and the other has not ("" for nothing).
    """

    name: str
    first: str
    second: str
    first_zh: str
    second_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two items for ``user``, each with its standing. ``differences`` are largest first and sum to
    ``first.score - second.score``; ``text`` and ``text_zh`` say what decides it.
    """

    user: str
    at: datetime
    first: Why
    second: Why
    differences: tuple[Difference, ...]
    facts: tuple[Fact, ...]
    text: str
    text_zh: str

    @property
    def better(self) -> Why | None:
        """The item with the higher score; None where both have the same."""
        if self.first.score == self.second.score:
            return None
        return self.first if self.first.score > self.second.score else self.second


def compare(judge: Judge, user: str, a: str, b: str) -> Comparison:
    """How the items ``a`` and ``b`` stand beside each other for ``user`` now. Nothing is
    journalled. Raises UnknownItem, MissingUser, and BadInput where both are the same item.
    """
    if a == b:
        raise BadInput("two different items can be compared; these are the same")
    check_user(user, "for whom to recommend")
    moment = judge.memory.clock()
    # As of a moment no list that was shown decides on what request an item is judged.
    first, second = (why(judge, user, item, moment) for item in (a, b))
    profile = judge.profiles.of(user, moment)
    differences = tuple(_differences(first, second, profile))
    text, text_zh = decided(first, second, differences)
    return Comparison(
        user=user,
        at=moment,
        first=first,
        second=second,
        differences=differences,
        facts=tuple(_facts(first.item, second.item, judge.catalog)),
        text=text,
        text_zh=text_zh,
    )


def _differences(first: Why, second: Why, profile: Profile) -> list[Difference]:
    """What each interest and each family adds to the two scores, the largest difference first."""
    sums: dict[tuple[str, str | None], list[float]] = {}
    for place, standing in enumerate((first, second)):
        for reason in standing.reasons:
            pair = sums.setdefault(_key(reason), [0.0, 0.0])
            pair[place] += reason.contribution
    interests = {one.id: one for one in profile.interests}
    found = []
    for (family, key), (one, other) in sums.items():
        interest = interests.get(key) if key is not None else None
        about, about_zh = family_in_words(family)
        if interest is not None:
            about, about_zh = interest.label, interest.label_zh
        dislike = interest is not None and interest.polarity < 0
        text, text_zh = difference_in_words(
            family, one - other, first, second, about, about_zh, interest is not None, dislike
        )
        found.append(
            Difference(
                family=family,
                interest=key,
                about=about,
                about_zh=about_zh,
                first=one,
                second=other,
                amount=one - other,
                text=text,
                text_zh=text_zh,
            )
        )
    return sorted(found, key=lambda one: -abs(one.amount))


def _key(reason: Reason) -> tuple[str, str | None]:
    return reason.family, reason.interest


def _facts(first: Item, second: Item, catalog: Catalog) -> Iterator[Fact]:
    """What the catalog knows of one and not of the other."""
    for name, one, other in (
        ("year", first.year, second.year),
        ("price", first.price, second.price),
    ):
        if one != other:
            values = ["" if value is None else f"{value:g}" for value in (one, other)]
            yield Fact(name=name, first=values[0], second=values[1],
                       first_zh=values[0], second_zh=values[1])  # fmt: skip
    for name, own, others in (
        ("categories", first.categories, second.categories),
        ("people", first.people[:PEOPLE], second.people[:PEOPLE]),
    ):
        if set(own) != set(others):
            mine, theirs = _without(own, others), _without(others, own)
            yield Fact(
                name=name,
                first=", ".join(mine),
                second=", ".join(theirs),
                first_zh="、".join(chinese_name(one, catalog) for one in mine),
                second_zh="、".join(chinese_name(one, catalog) for one in theirs),
            )


def _without(names: Sequence[str], others: Sequence[str]) -> list[str]:
    return [name for name in names if name not in others]
