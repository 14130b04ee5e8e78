"""The signals of talk: what was said up to now speaks for each item, as columns of numbers.

Knows what was said, what the items are, and what earlier conversations and behaviour taught; the
weights are learned elsewhere (memory/core/behaviour/choices.py). Every column is divided by about
its own spread, so that weights can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from penchant.memory.core.talk.company import Company
from penchant.memory.core.talk.echoes import Echoes
from penchant.memory.records import FloatArray, Item
from penchant.tools.talk.alike import of_one_time, people_alike
from penchant.tools.talk.coverage import Coverage, telling
from penchant.tools.talk.facts import Facts, newness_in
from penchant.tools.talk.said import Said
from penchant.tools.talk.words import Values

SHRINK_NAMED = 2.0
SHRINK_USED = 10.0
"""Added to counts of groups before items' company is judged: conversations, people."""

ERA = 15.0
NEW = 6.0
"""Years: the unit of time, and the age from which nothing is new any more."""

BOTH_NAMED = 2.0
"""Of several people named, this many count."""


CIRCUMSTANCES = 2
"""Numbers of :meth:`Talk.circumstances`."""


@dataclass(frozen=True, slots=True)
class Name:
    """A column, and what it is divided by: about its standard deviation on ReDial's validation
    turns.
    """

    signal: str
    spread: float


NAMES: tuple[Name, ...] = (
    Name("named", 1.0),
    Name("used", 1.5),
    Name("company", 0.05),
    Name("used-together", 0.05),
    Name("words", 0.05),
    Name("people-said", 0.05),
    Name("genres-said", 0.5),
    Name("mix-said", 0.3),
    Name("genres-latest", 0.5),
    Name("age-said", 0.5),
    Name("decade-said", 0.1),
    Name("year", 1.0),
    Name("new", 0.3),
    Name("genres-like", 0.25),
    Name("year-near", 1.0),
    Name("year-same", 0.25),
    Name("title-like", 0.05),
    Name("people-like", 0.15),
    Name("meaning-like", 0.1),
    Name("meaning", 0.08),
    Name("latest-meaning", 0.09),
    Name("asked-alike", 2.0),
    Name("again", 0.1),
    Name("again-lately", 0.05),
)
"""The columns of :meth:`Talk.measure`, in order."""

_SPREADS: Values = np.array([name.spread for name in NAMES])


class Talk:
    """Holds conversations against ``items``, whose vectors are ``matrix`` (n, d), unit rows with
    the catalog's mean taken off. ``named`` learns the items of each conversation, ``used`` those of
    each person, ``asked`` what was chosen after which words.
    """

    def __init__(self, items: Sequence[Item], matrix: FloatArray) -> None:
        self.matrix = matrix
        self.facts = Facts(items)
        self.words = Coverage([telling(item) for item in items])
        self.named = Company(len(items))
        self.used = Company(len(items))
        self.asked = Echoes(len(items), matrix.shape[1])
        self.latest_asked = Echoes(len(items), matrix.shape[1])

    def measure(self, said: Said, without: int | None = None) -> Values:
        """The signals of every item: (n, len(NAMES)). ``without`` is the number of a conversation
        whose own items and choices must not speak.
        """
        columns = [
            *self._known(said, without),
            *self._wanted(said),
            *self._alike(said),
            *self._meant(said, without),
            *self._again(said),
        ]
        values: Values = np.stack(columns, axis=1) / _SPREADS
        return values

    def circumstances(self, said: Said) -> tuple[float, float]:
        """How little was named yet, and whether a category was asked for; in [0, 1]."""
        asked = self.facts.genres_in(said.everything).any()
        return 1.0 / (1.0 + len(said.named)), float(asked)

    def _known(self, said: Said, without: int | None) -> list[Values]:
        named, weights = said.named, said.weights
        return [
            np.log1p(self.named.counts(without)),
            np.log1p(self.used.counts()),
            self.named.near(named, weights, SHRINK_NAMED, without),
            self.used.near(named, weights, SHRINK_USED),
        ]

    def _wanted(self, said: Said) -> list[Values]:
        facts = self.facts
        wanted = _unit(facts.genres_in(said.everything))
        each = (facts.genres_in(text) for text in said.own_latest_first)
        latest = _unit(next((genres for genres in each if genres.any()), 0.0 * wanted))
        eras = (facts.years - 2000.0) / ERA
        return [
            self.words.share(said.own),
            np.minimum(facts.with_people_in(said.everything), BOTH_NAMED),
            facts.genres @ wanted,
            facts.mixes @ wanted,
            facts.genres @ latest,
            newness_in(said.own) * eras,
            facts.of_decades_in(said.own),
            eras,
            np.maximum(0.0, 1.0 - (facts.newest - facts.years) / NEW),
        ]

    def _alike(self, said: Said) -> list[Values]:
        """What resembles the items named."""
        facts, named, weights = self.facts, list(said.named), said.weights
        if not named:
            return [np.zeros(facts.size)] * 6
        years = facts.years[named]
        return [
            facts.mixes @ (weights @ facts.mixes[named]),
            -np.abs(facts.years - weights @ years) / ERA,
            of_one_time(facts.years, years, weights),
            _over(named, facts.titled_like).max(axis=0),
            people_alike(_over(named, facts.sharing_people).sum(axis=0)),
            (self.matrix @ (weights @ self.matrix[named]).astype(np.float32)).astype(float),
        ]

    def _meant(self, said: Said, without: int | None) -> list[Values]:
        nothing = np.zeros(self.facts.size)
        found = []
        for echoes, vector in (
            (self.asked, said.meaning),
            (self.latest_asked, said.latest_meaning),
        ):
            near = nothing
            if vector is not None:
                near = (self.matrix @ echoes.placed(vector)).astype(float)
            found.append(near)
        heard = nothing if said.meaning is None else self.asked.heard(said.meaning, without)
        return [*found, heard]

    def _again(self, said: Said) -> list[Values]:
        named, lately = np.zeros(self.facts.size), np.zeros(self.facts.size)
        named[list(said.named)] = 1.0
        np.maximum.at(lately, list(said.named), said.weights)
        return [named, lately]


def _over(rows: Sequence[int], of: Callable[[int], Values]) -> Values:
    return np.stack([of(row) for row in rows])


def _unit(genres: Values) -> Values:
    unit: Values = genres / max(float(np.sqrt(genres.sum())), 1.0)
    return unit
