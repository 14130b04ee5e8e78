"""Impressions: lists as they were shown, in the journal's form, and what earlier ones tell.

Knows how a list is journalled and read back; knows nothing of scores.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from penchant.memory.core.signals import SIGNALS
from penchant.memory.errors import StoreFull
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Evidence, Json, Ranked, Recommendation, Request
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.history import History
from penchant.tools.listing.adjusting import kept
from penchant.tools.requests import request_from_data, request_to_data

TIRED_FOR = 3.0
"""Days after which having been shown counts half."""

CONVERSATION = 200
"""Lists of one conversation whose items are not shown again where others are asked for."""

LONGEST_QUOTE = 160

SETTLED = timedelta(hours=1)
"""Lists newer than this do not tire: asking again in one sitting gives the same list."""


class Impressions:
    """What was shown to people, written to the journal and read from it."""

    def __init__(self, memory: Memory, history: History) -> None:
        self._memory = memory
        self._history = history

    def shown(self, user: str, at: datetime) -> dict[str, float]:
        """Per item, how often it was shown to ``user`` before ``at``, older times counting less."""
        times: dict[str, float] = {}
        for shown in self._history.shown(user):
            age = at - shown.occurred_at
            if age >= SETTLED:
                left = 0.5 ** (age / timedelta(days=TIRED_FOR))
                for item in shown.items:
                    times[item] = times.get(item, 0.0) + left
        return times

    def shown_in(self, user: str, conversation: str | None) -> frozenset[str]:
        """Items shown in this conversation's lists, the newest CONVERSATION of them; without one,
        in the newest list.
        """
        lists = self._latest(user, conversation, 1 if conversation is None else CONVERSATION)
        return frozenset(item for entry in lists for item in entry.data["items"])

    def list_with(self, user: str, item: str) -> Entry | None:
        """The newest list, if ``item`` was on it."""
        latest = self._latest(user, None, 1)
        return latest[0] if latest and item in latest[0].data["items"] else None

    def last_request(self, user: str, conversation: str | None, catalog: Catalog) -> Request | None:
        """The request of the newest list of this conversation, if there was one; see
        :func:`request_behind`.
        """
        latest = self._latest(user, conversation, 1)
        return request_behind(latest[0], catalog) if latest else None

    def asked_in(self, user: str, conversation: str | None) -> tuple[Evidence, ...]:
        """The turn a list answers: the newest one of ``user`` in this conversation."""
        if conversation is None:
            return ()
        turns = self._memory.entries(
            user, kinds=("turn",), conversation=conversation, newest_first=True, limit=4
        )
        for turn in turns:
            if turn.role == "user":
                return (
                    Evidence(
                        entry=turn.id,
                        kind="turn",
                        occurred_at=turn.occurred_at,
                        amount=1.0,
                        quote=shortened(turn.text or ""),
                    ),
                )
        return ()

    def journalled(
        self,
        recommendation: Recommendation,
        request: Request,
        conversation: str | None,
        context: Mapping[str, Json] | None,
        parent: str | None = None,
    ) -> Recommendation:
        """``recommendation``, which answers ``request``, with the id of its entry. ``parent`` is
        the entry that asked for it.
        """
        try:
            entry = self._memory.record(
                user=recommendation.user,
                kind="impression",
                id=uuid.uuid4().hex,
                conversation=conversation,
                context=context,
                parent=parent,
                data=_data(recommendation, request),
            )
        except StoreFull:
            # A full disk keeps nobody from a list; it is only not learned from.
            return recommendation
        return replace(recommendation, impression=entry.id)

    def _latest(self, user: str, conversation: str | None, most: int) -> list[Entry]:
        return list(
            self._memory.entries(
                user,
                kinds=("impression",),
                conversation=conversation,
                newest_first=True,
                limit=most,
            )
        )


def request_behind(shown: Entry, catalog: Catalog) -> Request:
    """The request that the list ``shown`` answered, without items that have left the ``catalog``
    since.
    """
    request = request_from_data(shown.data.get("request", {}))
    return replace(request, like=tuple(item for item in request.like if item in catalog))


def shortened(quote: str) -> str:
    """``quote`` with at most LONGEST_QUOTE characters, what is cut marked."""
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…"


def _data(recommendation: Recommendation, request: Request) -> dict[str, Any]:
    """A list as the journal keeps it: items by position, signal values, propensities, what moved
    them, request.
    """
    names = [signal.name for signal in SIGNALS]
    return {
        "items": [ranked.item.id for ranked in recommendation.items],
        "signals": names,
        "rows": [_row(ranked, names) for ranked in recommendation.items],
        "propensities": [ranked.propensity for ranked in recommendation.items],
        "moves": [kept(ranked.adjustments) for ranked in recommendation.items],
        "request": request_to_data(request),
    }


def _row(ranked: Ranked, names: list[str]) -> list[float]:
    values = dict.fromkeys(names, 0.0)
    for reason in ranked.reasons:
        values[reason.signal] += reason.value
    return [round(value, 6) if value else 0.0 for value in values.values()]
