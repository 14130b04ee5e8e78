"""An occasion: the hour, the weekday and the setting in which something is chosen.

Knows what of a host's context can be counted, and how near two hours or days are; knows nothing
of items or people. Whatever a host passes, few and short values come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import numpy as np

from penchant.memory.core.decay import Array
from penchant.memory.records import Json
from penchant.memory.zones import zone_named

HOURS, DAYS = 24, 7

TIME_ZONE = "time_zone"
"""The key of a context under which a host passes the person's zone."""

NO_FIELDS = (TIME_ZONE, "claimed_occurred_at")
"""Keys of a context that are no setting: the zone, and memory/store/rows.py's own mark."""

MOST_FIELDS = 8
"""Fields read of one context, and attributes of one person: the first by name."""

MOST_VALUES = 8
"""Values read of one list."""

LONGEST = 64
"""Characters of a name or a value; longer ones are nothing that comes again."""

LARGEST = 1e6
"""Numbers beyond this, either way, are identifiers or times and nothing that comes again."""

LOOKED_AT = 256
"""Keys looked at; a context with more is no setting."""

REACH = 3.0
"""Hours after which two times of the day have nothing to do with each other."""

SAME_KIND = 0.5
"""How near two workdays are, or the two days of a weekend."""

Pairs = tuple[tuple[str, str], ...]
"""Names with a value each; a name may come several times."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """``hour`` in [0, 24) and ``weekday`` (0 is Monday) in the person's zone, and the ``fields``
    the host passed. ``hour`` is None for a time of exactly midnight: that is a date.
    """

    hour: float | None
    weekday: int
    fields: Pairs = ()


def occasion_of(moment: datetime, zone: object, context: Mapping[str, Json]) -> Occasion:
    """The occasion at ``moment`` in the zone of that name (UTC where there is none)."""
    try:
        local = moment.astimezone(zone_named(zone) or UTC)
    except OverflowError:
        local = moment
    dated = time(0) in (local.time(), moment.astimezone(UTC).time())
    hour = None if dated else local.hour + local.minute / 60 + local.second / 3600
    return Occasion(hour, local.weekday(), pairs_of(context, without=NO_FIELDS))


def pairs_of(values: Mapping[str, Json], *, without: tuple[str, ...] = ()) -> Pairs:
    """The names and values of ``values`` that can be counted: short words, yes or no, and small
    numbers, also in a list. In lower case, sorted.
    """
    if not isinstance(values, Mapping) or len(values) > LOOKED_AT:
        return ()
    found: dict[str, tuple[str, ...]] = {}
    # Names that differ in their case alone are one: whichever comes last, in no order of a host's.
    for name, value in sorted(values.items(), key=lambda pair: str(pair[0])):
        if name not in without and (named := word_of(name)) is not None:
            many = value[:MOST_VALUES] if isinstance(value, list | tuple) else (value,)
            words = {word for one in many if (word := word_of(one)) is not None}
            if words:
                found[named] = tuple(sorted(words))
    names = sorted(found)[:MOST_FIELDS]
    return tuple((name, word) for name in names for word in found[name])


def word_of(value: Any) -> str | None:
    """``value`` as a word that can come again, or None."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        # Compared before anything is made of it: a whole number may be too large for a float.
        return f"{value:g}" if -LARGEST <= value <= LARGEST else None
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    return " ".join(value.casefold().split()) or None


def by_name(pairs: Pairs) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of ``pairs``, each with its values."""
    for name in dict.fromkeys(name for name, _ in pairs):
        yield name, tuple(word for one, word in pairs if one == name)


def near_hour(hour: float) -> Array:
    """How near each hour of the day, (24,), is to ``hour``: 1 at its middle and nothing from REACH
    hours on, around midnight as well.

    >>> near_hour(21.5)[[20, 21, 22]].round(2).tolist()
    [0.67, 1.0, 0.67]
    """
    away = np.abs(np.arange(HOURS) + 0.5 - hour)
    near: Array = np.maximum(1.0 - np.minimum(away, HOURS - away) / REACH, 0.0)
    return near


def near_day(weekday: int) -> Array:
    """How near each day of the week, (7,), is to ``weekday``.

    >>> near_day(5).tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.5]
    """
    weekend = np.arange(DAYS) >= 5
    near: Array = np.where(weekend == (weekday >= 5), SAME_KIND, 0.0)
    near[weekday] = 1.0
    return near
