"""What an import did, and the rows it could not use.

Knows lines and reasons; knows nothing of items, events or files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``imported`` entries were written, ``unchanged`` rows were there already;
    ``skipped`` says (line, why) of every row left out and ``notes`` the same of rows that were
    taken in not quite as they stand; ``columns`` which column each field came from (several joined
    by ``, ``), ``missing`` which fields of an item have none, and ``unused`` which columns no field
    came from. ``same_titles`` says (id, id there) of each new item that has the title of one that
    was there already and is not in the file: most likely the same thing twice.
    """

    imported: int
    unchanged: int
    skipped: tuple[tuple[int, str], ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    missing: tuple[str, ...] = ()
    same_titles: tuple[tuple[str, str], ...] = ()


def examples(skipped: Sequence[tuple[int, str]]) -> str:
    """The first few rows left out, in brackets, for the end of a sentence; or nothing."""
    first = "; ".join(f"line {line}: {why}" for line, why in skipped[:3])
    return f" ({first})" if first else ""
