"""Profiles as people read them: interests with labels in words, evidence with quotes.

Knows what stands for an entry; what an interest is called is told beside it
(tools/reasons/naming.py), and what a person likes is the memory's belief.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from penchant.memory.records import Evidence, Interest, Profile, to_day
from penchant.tools.catalog.offer import Offer
from penchant.tools.impressions import shortened
from penchant.tools.reasons.naming import Naming
from penchant.tools.reasons.quotes import Quotes

QUOTED = 8
"""Entries per interest that are shown with their words."""


class Profiles:
    """The profiles of the people of one store, in the words of what it offers."""

    def __init__(self, offer: Offer) -> None:
        self._offer = offer
        self._quotes = Quotes(offer.memory)
        self._naming = Naming()

    def of(self, user: str, at: datetime | None = None) -> Profile:
        """The profile of ``user`` as of ``at`` (now)."""
        memory = self._offer.memory
        profile = memory.profile(user, at)
        shown = [one.evidence[:QUOTED] for one in profile.interests]
        titles = [[self._title(evidence) for evidence in some] for some in shown]
        said = self._quotes.of(
            evidence.entry
            for some, own in zip(shown, titles, strict=True)
            for evidence, title in zip(some, own, strict=True)
            if title is None
        )
        interests = tuple(
            self._labelled(interest, some, own, said)
            for interest, some, own in zip(profile.interests, shown, titles, strict=True)
        )
        told = memory.habits().told(user, to_day(profile.at))
        return replace(profile, interests=interests, told=told)

    def _title(self, evidence: Evidence) -> str | None:
        """The title of its item, which stands for it; None for a statement, which is quoted by its
        words, and where there is no such item.
        """
        if evidence.item is None or evidence.kind == "statement":
            return None
        item = self._offer.catalog.known(evidence.item)
        return None if item is None else item.title

    def _labelled(
        self,
        interest: Interest,
        shown: Sequence[Evidence],
        titles: Sequence[str | None],
        said: Mapping[str, str],
    ) -> Interest:
        offer = self._offer
        named = self._naming.of(interest, offer.catalog, offer.space, offer.memory.erasures)
        return replace(
            interest,
            label=named.label.en,
            label_zh=named.label.zh,
            medoid=named.medoid,
            evidence=tuple(
                [
                    _quoted(one, said.get(one.entry, "") if title is None else title)
                    for one, title in zip(shown, titles, strict=True)
                ]
            ),
        )


def _quoted(evidence: Evidence, quote: str) -> Evidence:
    # By hand: each list has some fifty, and replace() takes twice as long.
    return Evidence(
        entry=evidence.entry,
        kind=evidence.kind,
        occurred_at=evidence.occurred_at,
        amount=evidence.amount,
        item=evidence.item,
        quote=shortened(quote),
    )
