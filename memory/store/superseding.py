"""Which entries no longer count, because they were edited, retried or undone.

Knows ids and how entries point at each other; knows no SQL, and of kinds only what undoing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from penchant.memory.records import Entry

UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Superseding:
    """The entry ``id``, of kind ``kind``, says that the entry ``supersedes`` stops counting."""

    id: str
    supersedes: str
    kind: str


def without_effect(
    superseding: Iterable[Superseding], parents: Mapping[str, str | None]
) -> set[str]:
    """Ids of the superseded entries that no longer count.

    What supersedes an entry has its effect until it is undone, or until the turn out of which it
    was read stops counting. An undone undo has none, so what it took back counts again; an edit
    that was edited once more keeps it, as the newest takes the place of all before. (An entry
    that supersedes its own parent does not fall with it.)
    ``parents`` maps ids to the parent's id, as far as there is one. Entries that supersede each
    other in a circle are decided in the order given: the same way every time.
    """
    web = _Web(superseding, parents)
    return {target for target in web.by_target if web.dead(target)}


def falls_with(entry: Entry, dead: AbstractSet[str]) -> bool:
    """Whether a new entry was derived from one that no longer counts, and takes nothing back."""
    return entry.supersedes is None and entry.parent in dead


class _Web:
    """Who supersedes whom, and which of that has an effect."""

    def __init__(
        self, superseding: Iterable[Superseding], parents: Mapping[str, str | None]
    ) -> None:
        self.by_target: dict[str, list[Superseding]] = {}
        self._parents = dict(parents)
        for row in superseding:
            self.by_target.setdefault(row.supersedes, []).append(row)
            if self._parents.get(row.id) == row.supersedes:
                del self._parents[row.id]
        self._effect: dict[str, bool] = {}

    def dead(self, key: str) -> bool:
        """Whether something with an effect supersedes ``key``."""
        return any(self._has_effect(row.id) for row in self.by_target.get(key, ()))

    def _has_effect(self, key: str) -> bool:
        # With a stack of its own: edits of edits go as deep as a conversation is long.
        stack, entered = [key], set[str]()
        while stack:
            one = stack[-1]
            if one in self._effect:
                stack.pop()
            elif one not in entered:
                entered.add(one)
                against = self._against(one)
                stack += [o for o in against if o not in self._effect and o not in entered]
            else:
                # What is undecided here lies in a circle and is taken to have an effect.
                against = self._against(one)
                self._effect[one] = not any(self._effect.get(other, True) for other in against)
        return self._effect[key]

    def _against(self, key: str) -> Iterator[str]:
        """What would leave ``key`` without effect, had it an effect itself."""
        yield from (row.id for row in self.by_target.get(key, ()) if row.kind == UNDO)
        passed, above = {key}, self._parents.get(key)
        while above is not None and above not in passed:
            passed.add(above)
            yield from (row.id for row in self.by_target.get(above, ()))
            above = self._parents.get(above)
