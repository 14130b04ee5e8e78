"""Dwell: how much a view says, by how long it lasted.

Knows views and seconds. Half a minute is the usual mark of a click that satisfied (Fox et al.,
2005, "Evaluating implicit measures to improve web search"); it counts three quarters here.
"""

from __future__ import annotations

from penchant.memory.records import Entry

BOUNCE = 3.0
"""Seconds before which somebody has left again: it says nothing."""

HALF = 15.0
"""Seconds after which a view counts half of one without end."""

DWELL = "dwell"
"""Where an entry's data hold the seconds."""


def looked(entry: Entry) -> float:
    """How much ``entry`` counts, in [0, 1]: a view by its dwell; all else, and a view of which
    nobody says how long it lasted, in full.
    """
    seconds = entry.data.get(DWELL) if entry.kind == "view" else None
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or seconds != seconds:
        return 1.0
    if seconds < BOUNCE:
        return 0.0
    return float(1.0 - 2.0 ** (-min(seconds / HALF, 60.0)))
