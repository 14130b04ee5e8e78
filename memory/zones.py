"""Time zones by their names, as hosts pass them.

Knows the zones of this machine's tables; knows nothing of entries or people.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LONGEST_ZONE = 64


def zone_named(name: object) -> ZoneInfo | None:
    """The zone with this IANA name, such as ``Asia/Shanghai``; None where there is none."""
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ZONE:
        return None
    try:
        return ZoneInfo(name)
    # A name may be no path within the tables, a folder of them, or a file that is no zone.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
