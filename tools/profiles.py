"""Profiles as people read them: interests with labels in words, evidence with quotes.

Knows how an interest is named after the items near it and what stands for an entry; what a person
likes is the memory's belief.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
        shown = [one.evidence[:QUOTED] for one in profile.interests]
        titles = self._titles(evidence for some in shown for evidence in some)
        said = self._quotes.of(
            evidence.entry
            for some in shown
            for evidence in some
            if _title(evidence, titles) is None
        )
        interests = tuple(
            self._labelled(one, tuple(_quoted(evidence, titles, said) for evidence in some))
            for one, some in zip(profile.interests, shown, strict=True)
        )
        told = memory.habits().told(user, to_day(profile.at))
        return replace(profile, interests=interests, told=told)

    def _titles(self, shown: Iterable[Evidence]) -> dict[str, str]:
        """The titles of the items among what is ``shown``, by item; those that are known."""
        catalog = self._offer.catalog
        items = {evidence.item for evidence in shown if evidence.item is not None}
        return {id: item.title for id in items if (item := catalog.known(id)) is not None}

    def _labelled(self, interest: Interest, evidence: tuple[Evidence, ...]) -> Interest:
        catalog, space = self._offer.catalog, self._offer.space
        label = label_of(interest, catalog, space)
        return replace(
            interest,
            label=label.en,
            label_zh=label.zh,
            medoid=medoid_of(interest, catalog, space),
            evidence=evidence,
        )


def _title(evidence: Evidence, titles: Mapping[str, str]) -> str | None:
    """The title that stands for it; None for a statement, which is quoted by its words."""
    if evidence.item is None or evidence.kind == "statement":
        return None
    return titles.get(evidence.item)


def _quoted(evidence: Evidence, titles: Mapping[str, str], said: Mapping[str, str]) -> Evidence:
    title = _title(evidence, titles)
    # Not by replace(), which takes several times as long: there are a hundred in a profile.
    return Evidence(
        entry=evidence.entry,
        kind=evidence.kind,
        occurred_at=evidence.occurred_at,
        amount=evidence.amount,
        item=evidence.item,
        quote=shortened(said.get(evidence.entry, "") if title is None else title),
    )
