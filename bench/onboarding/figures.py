"""The figures made of interviews, and the table. Knows nothing of how anybody was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.onboarding.interviews import STANDS, Outcomes
from bench.quality import metrics

OURS = "penchant"
Row = dict[str, Any]


def rows_of(found: Outcomes) -> list[Row]:
    """A row for nothing asked, and for every method at each of STANDS, beside ours by pairs."""
    people = np.arange(found.people)
    cold = np.array(found.cold)
    rows: list[Row] = [_row("nothing asked", "", cold)]
    for at in STANDS:
        for method in dict.fromkeys(method for method, _ in found.gains):
            gains = np.array(found.gains[method, at])
            row = {
                **_row(method, at, gains),
                "judged": float(np.mean(found.judged[method, at])),
                "liked": float(np.mean(found.liked[method, at])),
                "asked": float(np.mean(found.asked[method, at])),
                "asked_median": float(np.median(found.asked[method, at])),
                "ms": 1e3 * float(np.median(found.seconds[method])),
                "ms_p95": 1e3 * float(np.quantile(found.seconds[method], 0.95)),
            }
            if method != OURS and (OURS, at) in found.gains:
                apart = np.array(found.gains[OURS, at]) - gains
                row["behind"] = float(apart.mean())
                row["behind_low"], row["behind_high"] = metrics.interval(apart, people)
            row["gained"] = float((gains - cold).mean())
            row["gained_low"], row["gained_high"] = metrics.interval(gains - cold, people)
            rows.append(row)
    return rows


def _row(method: str, at: str, gains: np.ndarray[Any, np.dtype[Any]]) -> Row:
    low, high = metrics.interval(gains, np.arange(len(gains)))
    return {
        "method": method,
        "at": at,
        "people": len(gains),
        "ndcg10": float(gains.mean()),
        "low": low,
        "high": high,
    }


def lines(rows: Sequence[Row]) -> list[str]:
    """The table, with Markdown's bars."""
    found = [
        "",
        "| after | method | NDCG@10 (95 %) | gained by asking | asked, median | judged | "
        "liked | penchant is ahead by |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        told = f"{row['ndcg10']:.4f} ({row['low']:.4f}-{row['high']:.4f})"
        asked = (
            f"{row['asked']:.1f}, {row['asked_median']:.0f} | {row['judged']:.2f} | "
            f"{row['liked']:.2f}"
            if "asked" in row
            else " | | "
        )
        found.append(
            f"| {row['at']} | {row['method']} | {told} | {_difference(row, 'gained')} | {asked} | "
            f"{_difference(row, 'behind')} |"
        )
    return found


def _difference(row: Row, name: str) -> str:
    if name not in row:
        return ""
    return f"{row[name]:+.4f} ({row[name + '_low']:+.4f} to {row[name + '_high']:+.4f})"
