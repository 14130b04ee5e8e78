"""Judging: by what items are judged for one person, on one request and occasion.

What lists, searches and the standing of one item have in common: the person's situation, the
columns of their score, the weights, and an item's reasons. Knows nothing of which items may be on
a list, nor of their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.habits.occasion import TIME_ZONE
from penchant.memory.core.weights import SignalWeights
from penchant.memory.door import check_zone
from penchant.memory.records import Entry, Item, Json, Profile, Ranked, Request, to_day
from penchant.tools.asking import Asking
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.offer import Offer
from penchant.tools.history import History
from penchant.tools.impressions import Impressions
from penchant.tools.nobody import NOBODY, nobody
from penchant.tools.profiles import Profiles
from penchant.tools.reasons.footprints import Footprints
from penchant.tools.reasons.hearsay import NOTHING
from penchant.tools.reasons.parts import reasons
from penchant.tools.retrieval.ground import Ground
from penchant.tools.retrieval.view import View
from penchant.tools.signals.columns import Column, Values
from penchant.tools.signals.habits import circumstances_of
from penchant.tools.signals.ranking import Rows
from penchant.tools.signals.signals import Situation, asked_for, names_of, signals
from penchant.tools.signals.wanted import fading, items_named
from penchant.tools.spoken import spoken_in


@dataclass(frozen=True, slots=True)
class Judgement:
    """By what items are judged in the situation ``asked``: the ``ground`` of the catalog, what the
    ``crowd`` does, and the person's ``weights`` by what is learned (``learner``).
    """

    asked: Situation
    ground: Ground
    crowd: Crowd
    learner: SignalWeights
    weights: Mapping[str, float]
    footprints: Footprints

    @property
    def profile(self) -> Profile:
        """The profile of the person."""
        return self.asked.profile

    def columns(self, rows: Rows | None = None) -> list[Column]:
        """The parts of the score of the items in ``rows`` (ascending), or of all."""
        return signals(self.asked, View(self.ground, rows), self.crowd)

    def asked_for(self) -> list[Column]:
        """The parts of the score of all items that come of the request alone, but for rounding."""
        return asked_for(self.asked, View(self.ground, exact=False))

    def ranked(
        self, items: Sequence[Item], places: Iterable[int], columns: list[Column], score: Values
    ) -> list[Ranked]:
        """``items`` in this order, ranked from 1, with their reasons and how likely each is chosen.
        ``places`` are theirs in ``columns`` and ``score``.
        """
        at = np.fromiter(places, np.intp)
        known = self.footprints.heard(self.profile, self.crowd, items, self.ground)
        heard = [known.get(item.id, NOTHING) for item in items]
        chances = self.learner.probability(score[at])
        parts = reasons(columns, self.weights, at, items, heard)
        return [
            Ranked(
                rank=rank + 1,
                item=item,
                score=sum(part.contribution for part in own),
                reasons=own,
                probability=None if chances is None else float(chances[rank]),
            )
            for rank, (item, own) in enumerate(zip(items, parts, strict=True))
        ]


def _by_words(request: Request) -> bool:
    return request.search or request.cheapest or request.dearest


class Judge:
    """Judges the items of ``offer`` for the people of its memory."""

    def __init__(self, offer: Offer) -> None:
        history = History(offer.memory)
        self.offer = offer
        self.memory = offer.memory
        self.asking = Asking(offer.memory)
        self.profiles = Profiles(offer)
        self.impressions = Impressions(offer.memory, history)
        self._footprints = Footprints(history)

    @property
    def catalog(self) -> Catalog:
        """The catalog in use."""
        return self.offer.catalog

    def judgement(
        self,
        user: str,
        request: Request,
        at: datetime | None = None,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
        *,
        behind: Entry | None = None,
    ) -> Judgement:
        """By what items are judged for ``user``: see :meth:`situation`."""
        asked = self.situation(user, request, at, conversation, context, behind=behind)
        learner = self.memory.weights()
        return Judgement(
            asked=asked,
            ground=self.offer.ground,
            crowd=self.memory.crowd(),
            learner=learner,
            weights=learner.get(user),
            footprints=self._footprints,
        )

    def situation(
        self,
        user: str,
        request: Request,
        at: datetime | None = None,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
        *,
        behind: Entry | None = None,
    ) -> Situation:
        """The situation of ``user``, who may be NOBODY, as of ``at`` (now), on the occasion of
        ``context``, or of the list ``behind`` it. Raises UnknownItem for one that the list is to
        be like, and BadInput for a time zone that there is not.
        """
        for item in request.like:
            self.catalog.row(item)
        profile = nobody(self.memory.clock()) if user == NOBODY else self.profiles.of(user, at)
        moment, context = profile.at, context or {}
        if behind is not None:
            moment, context = behind.occurred_at, behind.context
        if (zone := context.get(TIME_ZONE)) is not None:
            check_zone(zone)
        habits = self.memory.habits()
        occasion = habits.occasion(user, moment, context)
        spoken = spoken_in(self.memory, user, conversation, at)
        named = items_named(request, spoken)
        return Situation(
            profile=profile,
            request=request,
            calibration=self.memory.calibration,
            query_vector=self.asking.place_all(request.query, request.meaning),
            asked_in=self.impressions.asked_in(user, conversation),
            shown=self.impressions.shown(user, profile.at),
            circumstances=circumstances_of(habits, user, occasion, to_day(profile.at)),
            spoken=spoken,
            texts=self.catalog.coverage if request.query else None,
            names={one.id: names_of(one, self.catalog) for one in profile.interests},
            # What others talk of today tells nothing of a past day.
            company={} if at else self.memory.company(user, named, fading(len(named)).tolist()),
            keywords=self.offer.keywords if _by_words(request) else None,
            beside={} if at else self._beside(user, request.like),
        )

    def _beside(self, user: str, like: Sequence[str]) -> Mapping[str, float]:
        """What others choose along with the items of ``like``, all of which count alike."""
        return self.memory.crowd().beside(user, like, [1.0 / len(like)] * len(like)) if like else {}
