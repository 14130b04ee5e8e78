"""The figures made of interviews, and the table. Knows nothing of how anybody was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.onboarding.interviews import MODES, Outcomes
from bench.quality import metrics

OURS = "penchant"
Row = dict[str, Any]


def rows_of(found: Outcomes) -> list[Row]:
    """A row for every method, mode and time at which it is looked at, beside ours by pairs."""
    rows = []
    for (method, mode, looked), values in sorted(found.gains.items(), key=_order):
        gains = np.array(values)
        there = np.isfinite(gains)
        people = np.arange(len(gains))[there]
        row: Row = {
            "method": method,
            "mode": mode,
            "looked": looked,
            "people": int(there.sum()),
            "ndcg10": float(gains[there].mean()),
            "judged": float(np.mean(found.judged[method, mode, looked])),
            "asked": float(np.mean(found.asked[method, mode, looked])),
            "ms_per_question": 1e3 * float(np.median(found.seconds[method])),
            "ms_per_question_p95": 1e3 * float(np.quantile(found.seconds[method], 0.95)),
        }
        row["low"], row["high"] = metrics.interval(gains[there], people)
        if method != OURS and (OURS, mode, looked) in found.gains:
            apart = np.array(found.gains[OURS, mode, looked]) - gains
            both = np.isfinite(apart)
            row["behind"] = float(apart[both].mean())
            row["behind_low"], row["behind_high"] = metrics.interval(
                apart[both], np.flatnonzero(both)
            )
        rows.append(row)
    for mode in MODES:
        cold = np.array(found.cold[mode])
        row = {"method": "nothing asked", "mode": mode, "looked": "", "asked": 0.0, "judged": 0.0}
        rows.append({**row, "people": len(cold), "ndcg10": float(np.nanmean(cold))})
    return rows


def _order(pair: tuple[tuple[str, str, str], list[float]]) -> tuple[int, str, int]:
    (_, mode, looked), _ = pair
    return MODES.index(mode), looked, 0


def lines(rows: Sequence[Row]) -> list[str]:
    """The table, with Markdown's bars."""
    found = [
        "",
        "| to be found | after five | method | people | NDCG@10 (95 %) | asked | judged | "
        "ms/question p50, p95 | behind penchant (95 %) |",
        "|---|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        apart = ""
        if "behind" in row:
            apart = f"{row['behind']:+.4f} ({row['behind_low']:+.4f} to {row['behind_high']:+.4f})"
        bounds = f" ({row['low']:.4f}-{row['high']:.4f})" if "low" in row else ""
        time = (
            f"{row['ms_per_question']:.1f}, {row['ms_per_question_p95']:.1f}"
            if "ms_per_question" in row
            else ""
        )
        found.append(
            f"| {row['mode']} | {row['looked']} | {row['method']} | {row['people']} | "
            f"{row['ndcg10']:.4f}{bounds} | {row['asked']:.1f} | {row['judged']:.2f} | {time} | "
            f"{apart} |"
        )
    return found
