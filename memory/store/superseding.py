"""Which entries no longer count, because they were edited, retried or undone.

Knows ids and how entries point at each other; knows neither SQL nor kinds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Superseding:
    """The entry ``id`` says that the entry ``supersedes`` stops counting."""

    id: str
    supersedes: str


def without_effect(
    superseding: Iterable[Superseding], parents: Mapping[str, str | None]
) -> set[str]:
    """Ids of superseded entries, where what superseded them counts itself.

    An entry counts unless an entry that counts supersedes it, or its parent does not count. So an
    undone undo has no effect, nor has one that was read out of a turn which was edited since.
    ``parents`` maps ids to the parent's id, as far as there is one. Entries that supersede each
    other in a circle are decided in the order given: the same way every time.
    """
    by_target: dict[str, list[str]] = {}
    for row in superseding:
        by_target.setdefault(row.supersedes, []).append(row.id)
    dead: dict[str, bool] = {}
    for target in by_target:
        _decide(target, by_target, parents, dead)
    return {target for target in by_target if dead[target]}


def _decide(
    first: str,
    by_target: Mapping[str, list[str]],
    parents: Mapping[str, str | None],
    dead: dict[str, bool],
) -> None:
    """Fill in ``dead`` for ``first`` and all it depends on; a stack, as edits can go deep."""
    stack, entered = [first], set[str]()
    while stack:
        key = stack[-1]
        if key in dead:
            stack.pop()
            continue
        superseders, parent = by_target.get(key, []), parents.get(key)
        if key not in entered:
            entered.add(key)
            needed = [*superseders, *([parent] if parent else [])]
            stack += [other for other in needed if other not in dead and other not in entered]
            continue
        # What is still undecided here lies in a circle and is taken to count.
        dead[key] = any(not dead.get(other, False) for other in superseders) or (
            parent is not None and dead.get(parent, False)
        )
        stack.pop()
