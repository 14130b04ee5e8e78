"""The records that flow between the rooms: entries, statements, profiles, ranked lists.

Knows the shape of every record and nothing of how one is stored, learned from or shown.
All records are frozen. Times are timezone-aware UTC datetimes here; the learning core works in
float days since the Unix epoch (``Entry.day``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
Json = Any

SCHEMA = 1
"""Version of the entry's shape; stored on every entry."""

SECONDS_PER_DAY = 86_400.0


def to_day(moment: datetime) -> float:
    """Days since the Unix epoch of an aware ``moment``; a naive one is a ``ValueError``."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(
            "a time without a time zone is ambiguous: pass an aware datetime, "
            "for example datetime.now(timezone.utc)"
        )
    return moment.timestamp() / SECONDS_PER_DAY


def from_day(day: float) -> datetime:
    """The aware UTC datetime of a float ``day``; inverse of :func:`to_day`."""
    return datetime.fromtimestamp(day * SECONDS_PER_DAY, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal: something a person said or did, or something we did for them.

    ``id`` makes recording idempotent. ``sequence`` is given by the journal (0 before that).
    ``occurred_at`` is when it happened, ``recorded_at`` when we learned of it. ``supersedes``
    names an entry that stops counting; ``parent`` the entry this one was derived from (a
    statement's turn). ``data`` holds what only some kinds have: a statement's fields, the rows of
    an impression, the attributes of an item. See ``memory/kinds.py`` for the kinds.
    """

    id: str
    kind: str
    user: str
    occurred_at: datetime
    recorded_at: datetime
    sequence: int = 0
    tenant: str = "default"
    conversation: str | None = None
    role: str = "user"
    item: str | None = None
    value: float | None = None
    scale: tuple[float, float] | None = None
    text: str | None = None
    context: Mapping[str, Json] = field(default_factory=dict)
    impression: str | None = None
    supersedes: str | None = None
    parent: str | None = None
    embedder: str | None = None
    schema: int = SCHEMA
    data: Mapping[str, Json] = field(default_factory=dict)

    @property
    def day(self) -> float:
        """``occurred_at`` in float days since the epoch."""
        return self.occurred_at.timestamp() / SECONDS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a statement is about, in the catalog's own words where it could be resolved.

    ``kind`` is ``genre``, ``item``, ``person``, ``era``, ``theme`` or ``any``. ``name`` is the
    canonical name (``"Horror"`` also for "scary movies" or "恐怖片"); ``item`` the item's id when
    the kind is ``item``. ``text`` is what gets embedded to place the target among the items.
    """

    kind: str
    name: str
    item: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """Hard limits a person put on what they want. Years and prices are inclusive; names are
    canonical.

    ``include``: each of these categories or people is asked for; ``exclude``: none may be there,
    and where nothing is called so, nothing of which these words are told.
    """

    year_min: int | None = None
    year_max: int | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    price_min: float | None = None
    price_max: float | None = None

    def __bool__(self) -> bool:
        limits = (self.year_min, self.year_max, self.price_min, self.price_max)
        return bool(self.include or self.exclude) or any(limit is not None for limit in limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one turn says about one target. ``polarity`` is +1, -1 or 0 (asked, not judged).

    ``strength`` in [0, 1]: "love" is near 1, "like" about .7, "not bad" about .4, a question
    at most .1. ``lasting`` tells a standing wish ("no more horror") from one for this request.
    """

    target: Target
    polarity: int
    strength: float
    lasting: bool = True
    constraint: Constraint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A shop's rule: items that fit ``where`` rise by ``amount`` in the units of the score (sink,
    where it is negative). It moves items in a list and is no part of their scores.
    """

    name: str
    where: Mapping[str, Json]
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What one message asks for: free words to search with, limits, and items to be near to.

    ``meaning`` is what the free words are understood to name, in the words of the lexicon, the same
    for every language. ``another`` asks for other items than those the conversation's lists showed
    already. With ``search`` the words are what was typed into a search: they may be a title or a
    name as well.

    The rest is for hosts. ``where`` is a filter on the items' attributes (tools/filters/),
    ``in_stock`` leaves out what is sold out, ``cheapest`` and ``dearest`` leave in of all that fits
    only as many as the list is to have, the cheapest or dearest of what has the words of ``query``
    where anything has (a search has no use for it), ``again`` names what may come back all the same
    (seen, bought, liked, saved, disliked, excluded, in the cart, put off, too expensive), ``rules``
    hold for this list beside the standing ones. ``diversity`` (0: none), ``calibration`` and
    ``exploration`` (0 to 1) take the place of the usual values where they are given; with one
    ``seed`` a list comes out the same.
    """

    query: str = ""
    meaning: str = ""
    constraint: Constraint = field(default_factory=Constraint)
    like: tuple[str, ...] = ()
    n: int | None = None
    another: bool = False
    search: bool = False
    where: Mapping[str, Json] | None = None
    in_stock: bool = False
    cheapest: bool = False
    dearest: bool = False
    again: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    diversity: float | None = None
    calibration: float | None = None
    exploration: float | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that can be recommended. ``categories`` are genres, departments or the like;
    ``people`` are cast, authors, brands. ``prior`` is the number of distinct people known to have
    used it before this store existed (0: unknown). ``stock`` is how much there is of it (None: not
    known, which counts as in stock; 0: sold out). It is in lists from ``available_from`` on and
    until before ``available_until``, aware times (None: no such limit). ``attributes`` keeps every
    other column.
    """

    id: str
    title: str
    description: str = ""
    categories: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    year: int | None = None
    price: float | None = None
    url: str | None = None
    image: str | None = None
    prior: float = 0.0
    hidden: bool = False
    stock: float | None = None
    available_from: datetime | None = None
    available_until: datetime | None = None
    attributes: Mapping[str, Json] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text that is embedded: title, categories, tags, people, description."""
        parts = [self.title]
        parts += [", ".join(group) for group in (self.categories, self.tags) if group]
        if self.people:
            parts.append("With " + ", ".join(self.people[:4]))
        if self.description:
            parts.append(self.description)
        return ". ".join(part.rstrip(". ") for part in parts if part) + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One entry behind an interest or a reason; ``amount`` is its decayed mass at the moment asked
    for (signed). ``quote`` is the person's own words or the item's title, for showing.
    """

    entry: str
    kind: str
    occurred_at: datetime
    amount: float
    item: str | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Where an interest is going: ``direction`` is rising, steady or falling. ``lately`` is its
    share of what was liked in the last weeks, ``before`` in the last months.
    """

    direction: str
    lately: float
    before: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """One interest of a person, as of a moment.

    ``centroid`` has shape (d,), unit length. ``mass`` is signed; ``share`` is the part of all
    positive mass (0 for a dislike). ``half_life`` in days is that of the decaying part of the
    forgetting curve, ``floor`` in [0, 1] the part of the mass that age alone never takes
    away. ``targets`` are the canonical (kind, name) pairs it was stated about; ``medoid`` the item
    id or entry id nearest to the centroid. ``label`` and ``label_zh`` are words from the catalog or
    the lexicon, never raw words of a message. A dislike has no ``trend``.
    """

    id: str
    polarity: int
    mass: float
    share: float
    centroid: FloatArray
    half_life: float
    floor: float
    label: str = ""
    label_zh: str = ""
    targets: tuple[tuple[str, str], ...] = ()
    medoid: str | None = None
    first_at: datetime | None = None
    last_at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    trend: Trend | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRefused:
    """That an item was too expensive at ``price``, as ``entry`` says."""

    item: str
    price: float
    occurred_at: datetime
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person's interests as of ``at``. Shares of positive interests sum to 1 (or there are none).

    ``seen`` are items that do not come back (consumed, rated, bought, dismissed as seen) and
    ``bought`` those of them that were bought; ``disliked`` those turned down; ``saved`` those put
    aside; ``in_cart`` and ``put_off`` those that rest for some days; ``refused_prices`` what was
    too expensive. ``excluded`` are standing exclusions (canonical category or person names, from
    statements such as "no more horror"). ``told`` are names with a value each, as the host told
    them of the person.
    """

    user: str
    at: datetime
    interests: tuple[Interest, ...]
    seen: frozenset[str] = frozenset()
    liked: frozenset[str] = frozenset()
    disliked: frozenset[str] = frozenset()
    saved: frozenset[str] = frozenset()
    in_cart: frozenset[str] = frozenset()
    put_off: frozenset[str] = frozenset()
    refused_prices: tuple[PriceRefused, ...] = ()
    excluded: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    entries: int = 0
    sequence: int = 0
    bought: frozenset[str] = frozenset()

    @property
    def likes(self) -> tuple[Interest, ...]:
        """Positive interests, largest share first."""
        return tuple(i for i in self.interests if i.polarity > 0)

    @property
    def dislikes(self) -> tuple[Interest, ...]:
        """Negative interests, strongest first."""
        return tuple(i for i in self.interests if i.polarity < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One additive part of an item's score: ``contribution == weight * value``.

    ``family`` is content, behaviour, social, context, person or item; ``signal`` the signal's
    name; ``about`` what it speaks of (an interest's label, an item's title), ``about_zh`` in
    Chinese where that is known. ``text`` and ``text_zh`` are sentences.
    """

    family: str
    signal: str
    weight: float
    value: float
    contribution: float
    about: str = ""
    text: str = ""
    text_zh: str = ""
    interest: str | None = None
    evidence: tuple[Evidence, ...] = ()
    about_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonGroup:
    """The reasons of one interest, or of one family as far as they belong to none: ``total`` is the
    sum of their contributions, and the totals of all groups add up to the score. ``interest`` is
    the id of the interest, None for a family.
    """

    name: str
    name_zh: str
    family: str
    total: float
    reasons: tuple[Reason, ...]
    interest: str | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The entries behind the reasons, each once, the newest first."""
        found = {one.entry: one for reason in self.reasons for one in reason.evidence}
        return tuple(sorted(found.values(), key=lambda one: one.occurred_at, reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindrance:
    """One thing without which an item would stand higher: ``rank`` is where (None: other things
    keep it out all the same), of all candidates there would be then.

    ``kind`` is cause (it keeps the item out of lists; ``name`` is its name), dislike or interest
    (``name`` is the label, ``interest`` the id), signal or rule (``name`` is its name), or
    together: several of these at once. ``text`` and ``text_zh`` are sentences.
    """

    kind: str
    name: str
    rank: int | None
    text: str
    text_zh: str
    interest: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """A change of place that is not part of the score: diversity, calibration, exploration, a
    rule. ``places`` is by how many it moved the item up (down if negative), ``amount`` what it
    counts in the units of the score.
    """

    name: str
    text: str
    text_zh: str = ""
    places: int = 0
    amount: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One recommended item. ``score`` equals the sum of the reasons' contributions to 1e-6;
    ``probability`` is how probable it is that who looks at it chooses it, None while too little is
    known of lists and choices.
    """

    rank: int
    item: Item
    score: float
    reasons: tuple[Reason, ...]
    adjustments: tuple[Adjustment, ...] = ()
    propensity: float = 1.0
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """A ranked list for one person at one moment, and the journal id of its impression.

    ``impression`` is None only when the list could not be journalled (a full disk).
    ``excluded`` counts what was left out, by cause. ``note`` is a sentence for an empty or
    unusual list. ``cold`` tells that the list rests on no interest of the person. A list for nobody
    in particular has "" for its ``user`` and is not journalled.
    """

    user: str
    at: datetime
    items: tuple[Ranked, ...]
    query: str | None = None
    impression: str | None = None
    excluded: Mapping[str, int] = field(default_factory=dict)
    note: str = ""
    note_zh: str = ""
    cold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The standing of one item for one person: its rank among all candidates, by score and rules
    (``adjustments``: what each that holds for it does), the reasons that add up to its score, and,
    where it cannot be recommended, what keeps it out. ``probability`` is as in :class:`Ranked`.
    ``otherwise`` is the rank it would have if nothing kept it out, None where nothing does.
    ``hindrances`` are what keeps it from standing higher, that which most does first; ``text`` and
    ``text_zh`` say in a sentence or two where it stands.
    """

    user: str
    at: datetime
    item: Item
    score: float
    rank: int | None
    candidates: int
    reasons: tuple[Reason, ...]
    left_out: str = ""
    left_out_zh: str = ""
    probability: float | None = None
    otherwise: int | None = None
    hindrances: tuple[Hindrance, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    text: str = ""
    text_zh: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """What is to be thought away: one ``entry`` of a person by its id, or one ``interest`` of
    theirs by the id it has in their profile (a dislike is one too). Just one of the two is given.
    """

    entry: str | None = None
    interest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a deletion removed and how it was verified."""

    user: str
    at: datetime
    entries: int
    vectors: int
    checked_files: int
    found_after: int
