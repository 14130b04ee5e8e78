"""An imagined memory: what would be known had a person not said or done something.

Knows which entries go with one that is thought away; what is learned of the others is learned
anew, from the journal, by the same folds. Nothing that is in use is touched, and nothing written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from penchant.memory.core.calibration import Calibration
from penchant.memory.door import check_user
from penchant.memory.errors import BadInput
from penchant.memory.memory import Memory
from penchant.memory.ownership import Ownership
from penchant.memory.records import Entry, FloatArray, Without
from penchant.memory.store.excerpt import Excerpt
from penchant.memory.store.journal import Journal
from penchant.memory.store.superseding import UNDO


class Imagined(Memory):
    """``memory`` as of now, without the entries whose ids and sequences are ``gone``; for reading.

    Everything learned from them is gone: profile, crowd, habits, weights, forgetting and talk.
    They are replayed from the newest snapshot before the first of them, else from the beginning.
    """

    imagined = True

    def __init__(self, memory: Memory, gone: Mapping[str, int]) -> None:
        self._space_given = memory.calibration
        # A guest: nothing is repaired, embedded or saved.
        super().__init__(
            memory.folder,
            memory.embedder,
            memory.clock,
            Excerpt(memory.journal, gone),
            Ownership(memory.folder),
        )
        self._people.calibration = self._space_given

    def calibrate(self, matrix: FloatArray, catalog: str) -> None:
        """The space of interests is the memory's own: it rests on the catalog alone."""

    @property
    def calibration(self) -> Calibration:
        """The space in which interests lie."""
        return self._space_given


def imagine(memory: Memory, user: str, without: Without, at: datetime | None = None) -> Imagined:
    """``memory`` without what ``user`` said or did: an entry, or all entries of an interest of
    theirs (its id is that of their profile as of ``at``).

    With an entry goes what was derived from it (the statements of a turn) and what undid it. What
    it had replaced counts again; but with an interest goes all that its entries had replaced.
    Lists that were shown stay shown. Raises BadInput where there is no such entry or interest.
    """
    check_user(user, "without whose entry or interest")
    if (without.entry is None) == (without.interest is None):
        raise BadInput("say without which entry, or without which interest")
    if without.entry is not None:
        entry = memory.get(without.entry)
        if entry is None or entry.user != user:
            raise BadInput(f"{user} has no entry {without.entry!r}")
        return Imagined(memory, _hanging_on(memory.journal, user, {entry.id}, replaced=False))
    members = memory.members(user, without.interest or "", at)
    if not members:
        raise BadInput(f"{user} has no interest {without.interest!r}")
    return Imagined(memory, _hanging_on(memory.journal, user, set(members), replaced=True))


def _hanging_on(journal: Journal, user: str, roots: set[str], *, replaced: bool) -> dict[str, int]:
    """Ids and sequences of ``roots`` with all that goes with them."""
    own = {entry.id: entry for entry in journal.read(user)}
    gone, new = set(roots), set(roots)
    while new:
        found = {key for key, entry in own.items() if _goes_with(entry, new)}
        if replaced:
            found |= {target for key in new if (target := own[key].supersedes) in own and target}
        new = found - gone
        gone |= new
    return {key: own[key].sequence for key in gone}


def _goes_with(entry: Entry, others: set[str]) -> bool:
    return entry.parent in others or (entry.kind == UNDO and entry.supersedes in others)
