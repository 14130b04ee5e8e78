"""Where the films to be found stand among the candidates, and the figures made of it.

Knows scores and targets; knows nothing of methods. New targets are ranked among the films not named
before, all targets among all films.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bench.conversation.talking import Case, Scores
from bench.quality import metrics
from bench.quality.metrics import rank_of

CUTS = (1, 10, 50)
Row = dict[str, Any]


@dataclass(slots=True)
class Ranks:
    """Ranks from 0 of new and of all targets, the dialog of each, and seconds per turn."""

    new: list[float] = field(default_factory=list)
    every: list[float] = field(default_factory=list)
    new_dialog: list[int] = field(default_factory=list)
    every_dialog: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def judge(cases: Sequence[Case], score: Callable[[Case], Scores], ranks: Ranks) -> None:
    """Add the ranks of every target of ``cases``."""
    for case in cases:
        example, began = case.example, time.perf_counter()
        scores = score(case)
        ranks.seconds.append(time.perf_counter() - began)
        dialog = int(example.dialog)
        for target in example.targets:
            ranks.every.append(rank_of(scores, target))
            ranks.every_dialog.append(dialog)
        named = sorted(set(example.named))
        unnamed = np.delete(scores, named)
        for target in example.new_targets:
            ranks.new.append(rank_of(unnamed, target - int(np.searchsorted(named, target))))
            ranks.new_dialog.append(dialog)


def row_of(method: str, part: str, ranks: Ranks, product: Ranks | None) -> Row:
    """The figures of one method; beside ``product``, by how much it is behind in recall@10."""
    row: Row = {"protocol": "p4", "part": part, "method": method, "n": len(ranks.new)}
    for name, values, dialogs in (
        ("", ranks.new, ranks.new_dialog),
        ("all_", ranks.every, ranks.every_dialog),
    ):
        found, groups = np.array(values), np.array(dialogs)
        for k in CUTS:
            hits = metrics.hits(found, k)
            row[f"{name}hr{k}"] = float(hits.mean())
            row[f"{name}low{k}"], row[f"{name}high{k}"] = metrics.interval(hits, groups)
        row[f"{name}ndcg10"] = float(metrics.gains(found).mean())
        row[f"{name}mrr"] = float(metrics.reciprocal(found).mean())
    row["all_n"] = len(ranks.every)
    row["ms_per_turn"] = 1000 * float(np.mean(ranks.seconds))
    if product is not None:
        apart = metrics.hits(np.array(product.new)) - metrics.hits(np.array(ranks.new))
        row["behind"] = float(apart.mean())
        row["behind_low"], row["behind_high"] = metrics.interval(apart, np.array(ranks.new_dialog))
    return row


HEAD = (
    *("method", "new @1", "new @10", "95 %", "new @50", "95 %", "all @1", "all @10", "all @50"),
    *("MRR", "ms/turn", "behind penchant @10"),
)


def lines(rows: Sequence[Row]) -> list[str]:
    """The table, with Markdown's bars."""
    body = [_cells(row) for row in rows]
    dashes = ["---", *["--:"] * (len(HEAD) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (HEAD, dashes, *body)]


def _cells(row: Row) -> list[str]:
    def share(value: float) -> str:
        return f"{value:.3f}".removeprefix("0")

    def between(low: float, high: float) -> str:
        return f"{share(low)}-{share(high)}"

    behind = ""
    if "behind" in row:
        behind = f"{row['behind']:+.3f} ({row['behind_low']:+.3f} to {row['behind_high']:+.3f})"
    return [
        row["method"],
        share(row["hr1"]),
        share(row["hr10"]),
        between(row["low10"], row["high10"]),
        share(row["hr50"]),
        between(row["low50"], row["high50"]),
        share(row["all_hr1"]),
        share(row["all_hr10"]),
        share(row["all_hr50"]),
        share(row["mrr"]),
        f"{row['ms_per_turn']:.1f}",
        behind,
    ]
