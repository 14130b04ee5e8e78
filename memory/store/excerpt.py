"""An excerpt: a journal as it would be without some of its entries, for reading alone.

Knows which entries are left out, and that nothing comes after the moment it was made; knows
nothing of why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from penchant.memory.errors import StoreBusy
from penchant.memory.records import Entry
from penchant.memory.store.journal import Journal


class Excerpt(Journal):
    """``whole`` as it stands now, without the entries whose ids and sequences are ``gone``."""

    def __init__(self, whole: Journal, gone: Mapping[str, int]) -> None:
        super().__init__(whole._live(), whole.store_id, whole.path)
        self._gone = frozenset(gone)
        self._gaps = frozenset(gone.values())
        self._head = whole.head()

    def close(self) -> None:
        """The file is the whole journal's; nothing is released."""

    @contextmanager
    def writing(self, *, forced: bool = True) -> Iterator[sa.Connection]:
        """Refused: StoreBusy."""
        raise StoreBusy("what is only imagined is written nowhere")
        yield  # pragma: no cover

    def scrub(self) -> None:
        """Refused: StoreBusy."""
        raise StoreBusy("what is only imagined is written nowhere")

    def head(self) -> int:
        """The sequence number of the newest entry as of when this was made."""
        return self._head

    def read(
        self,
        user: str | None = None,
        *,
        kinds: Iterable[str] | None = None,
        without: Iterable[str] = (),
        conversation: str | None = None,
        items: Iterable[str] | None = None,
        after: int = 0,
        until: int | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> Iterator[Entry]:
        """As :meth:`Journal.read`, of the entries that are left."""
        found = super().read(
            user,
            kinds=kinds,
            without=without,
            conversation=conversation,
            items=items,
            after=after,
            until=self._head if until is None else min(until, self._head),
            newest_first=newest_first,
            limit=None if limit is None else limit + len(self._gone),
        )
        number = 0
        for entry in found:
            if entry.id in self._gone:
                continue
            if limit is not None and number >= limit:
                return
            number += 1
            yield entry

    def get_many(self, ids: Sequence[str], tenant: str = "default") -> dict[str, Entry]:
        """As :meth:`Journal.get_many`, of the entries that are left."""
        found = super().get_many([one for one in ids if one not in self._gone], tenant)
        return {key: entry for key, entry in found.items() if entry.sequence <= self._head}

    def times_from_ahead(self, now: datetime) -> list[tuple[int, datetime, datetime]]:
        """As :meth:`Journal.times_from_ahead`, of the entries that are left."""
        return [
            times
            for times in super().times_from_ahead(now)
            if times[0] <= self._head and times[0] not in self._gaps
        ]

    def superseded(
        self,
        user: str | None = None,
        until: datetime | None = None,
        *,
        through: int | None = None,
        without: AbstractSet[str] = frozenset(),
    ) -> set[str]:
        """As :meth:`Journal.superseded`, by the entries that are left."""
        last = self._head if through is None else min(through, self._head)
        return super().superseded(user, until, through=last, without=self._gone | without)

    def load_snapshot(self, name: str, version: int) -> tuple[int, bytes] | None:
        """The snapshot of the fold ``name``, if it was made before any of what is left out."""
        found = super().load_snapshot(name, version)
        if found is None or found[0] >= min(self._gaps, default=self._head + 1):
            return None
        return found
