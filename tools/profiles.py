"""Profiles as people read them: interests with labels in words, evidence with quotes.

Knows how an interest is named after the items near it and what stands for an entry; what a person
likes is the memory's belief.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from penchant.memory.records import Evidence, Interest, Profile, to_day
from penchant.tools.catalog.offer import Offer
from penchant.tools.impressions import shortened
from penchant.tools.reasons.medoids import medoid_of
from penchant.tools.reasons.quotes import Quotes
from penchant.tools.words.labels import label_of

QUOTED = 8
"""Entries per interest that are shown with their words."""


class Profiles:
    """The profiles of the people of one store, in the words of what it offers."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._quotes = Quotes(offer.memory)

    def of(self, user: str, at: datetime | None = None) -> Profile:
        """The profile of ``user`` as of ``at`` (now)."""
        memory = self._offer.memory
        profile = memory.profile(user, at)
        quoted = [
            evidence.entry
            for one in profile.interests
            for evidence in one.evidence[:QUOTED]
            if not self._titled(evidence)
        ]
        said = self._quotes.of(quoted)
        interests = tuple(self._labelled(one, said) for one in profile.interests)
        told = memory.habits().told(user, to_day(profile.at))
        return replace(profile, interests=interests, told=told)

    def _titled(self, evidence: Evidence) -> bool:
        """Whether what stands for it is its item's title: a statement is quoted by its words."""
        known = evidence.item is not None and self._offer.catalog.known(evidence.item) is not None
        return known and evidence.kind != "statement"

    def _labelled(self, interest: Interest, said: Mapping[str, str]) -> Interest:
        catalog, space = self._offer.catalog, self._offer.space
        label = label_of(interest, catalog, space)
        evidence = interest.evidence[:QUOTED]
        return replace(
            interest,
            label=label.en,
            label_zh=label.zh,
            medoid=medoid_of(interest, catalog, space),
            evidence=tuple(self._quoted(e, said) for e in evidence),
        )

    def _quoted(self, evidence: Evidence, said: Mapping[str, str]) -> Evidence:
        quote = said.get(evidence.entry, "")
        if evidence.item is not None and self._titled(evidence):
            item = self._offer.catalog.known(evidence.item)
            quote = "" if item is None else item.title
        return replace(evidence, quote=shortened(quote))
