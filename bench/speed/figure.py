"""One figure of the speed measurements: how long something takes, of what size, by whom.

Knows its form and how times become it; knows nothing of what is measured.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True)
class Figure:
    """``method`` does ``what`` over so many (``size``) in the middle in ``p50_ms``, in one case of
    twenty in more than ``p95_ms``; nan where nothing was timed. ``rss_mb`` is the whole process.
    ``recall`` is the part found of what an exact method finds; nan where none was asked.
    """

    what: str
    size: int
    method: str
    p50_ms: float
    p95_ms: float
    rss_mb: float
    recall: float = math.nan

    def plain(self) -> dict[str, str | float | None]:
        """As JSON has it: what was not timed is null, and a recall that was not asked not there."""
        plain = {key: None if value != value else value for key, value in asdict(self).items()}
        if plain["recall"] is None:
            del plain["recall"]
        return plain


def figure(
    what: str, size: int, method: str, seconds: Iterable[float], recall: float = math.nan
) -> Figure:
    """The figure for calls that took ``seconds`` each, in the process as it stands."""
    ms = 1e3 * np.fromiter(seconds, float)
    middle, high = (float(np.quantile(ms, q)) if len(ms) else np.nan for q in (0.5, 0.95))
    return Figure(what, size, method, round(middle, 3), round(high, 3), rss_mb(), round(recall, 4))


def rss_mb() -> float:
    """Megabytes of memory this process holds now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return float("nan")


def spent(call: Callable[[], object]) -> float:
    """Seconds of processor time that ``call`` takes, in all threads: what others do on the same
    machine is not in it.
    """
    began = time.process_time()
    call()
    return time.process_time() - began


def passed(call: Callable[[], object]) -> float:
    """Seconds by the clock that ``call`` takes: what waits for a disk takes no processor time."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
