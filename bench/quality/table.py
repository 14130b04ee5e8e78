"""What is printed and written: a row of figures per method, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bench.quality import metrics
from bench.quality.events import Floats
from bench.quality.method import Entry, Value
from bench.quality.plan import Plan
from bench.quality.runner import Outcome

PRODUCT = "penchant"
Row = dict[str, Any]


def row_of(plan: Plan, entry: Entry, name: str, values: Mapping[str, Value], out: Outcome) -> Row:
    """One method's figures; ``low`` and ``high`` bound its NDCG@10 over users."""
    gains = metrics.gains(out.ranks)
    low, high = metrics.interval(gains, out.user)
    row: Row = {
        "protocol": plan.protocol,
        "part": plan.part,
        "method": name,
        **_figures(out.ranks),
        "coverage10": out.coverage,
        "diversity10": _mean(out.diversity),
        "novelty": _mean(out.novelty),
        "refit": refit_in_words(values.get("refit_days", 0)),
        "ms_per_event": out.ms_per_event,
        "low": low,
        "high": high,
        "values": dict(values),
        "note": entry.note,
    }
    if plan.protocol == "p2":
        row["unrated_before"] = _figures(out.ranks[out.unrated])
    return row


def refit_in_words(days: Value) -> str:
    """How often a method is fitted: "daily", "weekly"; nothing where nothing is fitted."""
    return {0.0: "", 1.0: "daily", 7.0: "weekly"}.get(float(days), f"{days} days")


def _figures(ranks: Floats) -> Row:
    return {
        "n": len(ranks),
        "hr10": _mean(metrics.hits(ranks)),
        "ndcg10": _mean(metrics.gains(ranks)),
        "mrr": _mean(metrics.reciprocal(ranks)),
    }


def _mean(values: Floats) -> float:
    held = values[~np.isnan(values)]
    return float(held.mean()) if len(held) else float("nan")


def compare(row: Row, out: Outcome, product: Outcome, by_day: bool) -> None:
    """Add the paired difference ``penchant`` minus this method in NDCG@10, with its bounds."""
    apart = metrics.gains(product.ranks) - metrics.gains(out.ranks)
    row["behind"] = float(apart.mean())
    row["behind_low"], row["behind_high"] = metrics.interval(apart, out.user)
    if by_day:
        row["behind_low_days"], row["behind_high_days"] = metrics.interval(apart, out.day)


def lines(rows: Sequence[Row]) -> list[str]:
    """The table in words and figures, with Markdown's bars."""
    compared = any("behind" in row for row in rows)
    by_day = any("behind_low_days" in row for row in rows)
    head = [
        "method",
        "HR@10",
        "NDCG@10",
        "95 %",
        "MRR",
        "cover",
        "divers",
        "novel",
        "refit",
        "ms/event",
    ]
    head += ["behind penchant"] if compared else []
    head += ["over days"] if by_day else []
    body = [_cells(row, compared, by_day) for row in rows]
    widths = [max(len(line[i]) for line in [head, *body]) for i in range(len(head))]
    found = [_line(head, widths), _line(["-" * width for width in widths], widths)]
    return found + [_line(cells, widths) for cells in body]


def _cells(row: Row, compared: bool, by_day: bool) -> list[str]:
    cells = [
        row["method"],
        f"{row['hr10']:.3f}",
        f"{row['ndcg10']:.4f}",
        f"{row['low']:.4f}-{row['high']:.4f}",
        f"{row['mrr']:.3f}",
        f"{row['coverage10']:.3f}",
        f"{row['diversity10']:.3f}",
        f"{row['novelty']:.2f}",
        row["refit"],
        f"{row['ms_per_event']:.2f}",
    ]
    if compared:
        cells.append(_apart(row, "behind_low", "behind_high", f"{row.get('behind', 0):+.4f} "))
    if by_day:
        cells.append(_apart(row, "behind_low_days", "behind_high_days", ""))
    return cells


def _apart(row: Row, low: str, high: str, before: str) -> str:
    return f"{before}({row[low]:+.4f} to {row[high]:+.4f})" if low in row else ""


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    filled = [
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return f"| {' | '.join(filled)} |"


def remarks(rows: Sequence[Row]) -> list[str]:
    """Below the table: the values of each method, and films that nobody had rated before."""
    found = []
    for row in rows:
        values = ", ".join(f"{key} {value}" for key, value in row["values"].items())
        said = "; ".join(part for part in (values, row["note"]) if part)
        found.append(f"{row['method']}: {said or 'nothing to choose'}")
    for row in rows:
        if row.get("unrated_before", {}).get("n"):
            apart = row["unrated_before"]
            found.append(
                f"films nobody had rated before, {row['method']}: n {apart['n']}, "
                f"HR@10 {apart['hr10']:.3f}, NDCG@10 {apart['ndcg10']:.4f}"
            )
    return found
