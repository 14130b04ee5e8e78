"""The figures of all lists of a setting, beside those by score alone, and the tables.

Knows what was shown and how a list is measured; knows nothing of how it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from bench.lists.asking import Shown
from bench.lists.measures import MEASURES, World, covered, measured
from bench.lists.people import Plan
from bench.lists.settings import BY_SCORE, Setting
from bench.quality import metrics
from bench.quality.events import Floats

Row = dict[str, Any]


def rows_of(plan: Plan, shown: Shown, world: World) -> list[Row]:
    """A row for every setting: means, and by pairs what they are above those by score alone."""
    values = {
        setting: _values(plan, shown, setting, world)
        for setting in sorted(shown.lists, key=lambda one: one != BY_SCORE)
    }
    rows = []
    for setting in shown.lists:
        first = [set(lists[0].tolist()) for lists in shown.lists[setting]]
        row: Row = {
            "part": plan.part,
            "setting": setting.name,
            "people": len(plan.people),
            "coverage10": covered(first, len(world.people)),
            "ms_p50": 1e3 * float(np.median(shown.seconds[setting])),
        }
        for name in MEASURES:
            mine, plain = values[setting][name], values[BY_SCORE][name]
            row |= _with_bounds(name, mine) | _with_bounds(f"{name}_above", mine - plain)
        rows.append(row)
    return rows


def _values(plan: Plan, shown: Shown, setting: Setting, world: World) -> Mapping[str, Floats]:
    """By measure, the mean over each person's lists."""
    found: dict[str, list[float]] = {name: [] for name in MEASURES}
    for person, parts, lists in zip(plan.people, shown.parts, shown.lists[setting], strict=True):
        each = [measured(films, person, parts, world) for films in lists]
        for name, values in found.items():
            values.append(float(np.mean([one[name] for one in each])))
    return {name: np.array(values) for name, values in found.items()}


def _with_bounds(name: str, values: Floats) -> Row:
    there = np.isfinite(values)
    if not there.any():
        return {name: float("nan"), f"{name}_low": float("nan"), f"{name}_high": float("nan")}
    low, high = metrics.interval(values[there], np.flatnonzero(there))
    return {name: float(values[there].mean()), f"{name}_low": low, f"{name}_high": high}


def retrieved(plan: Plan, shown: Shown) -> list[Row]:
    """By setting compared, how many lists are those that scoring everything gives, film by film
    (``same``) and whatever the order (``alike``), and the part of the latter's films in them.
    """
    rows = []
    for setting, whole in shown.whole.items():
        usual = [lists[0] for lists in shown.lists[setting]]
        pairs = list(zip(usual, whole, strict=True))
        met = [len(set(one.tolist()) & set(all_.tolist())) / len(all_) for one, all_ in pairs]
        row: Row = {
            "part": plan.part,
            "setting": setting.name,
            "people": len(pairs),
            "same": float(np.mean([np.array_equal(*pair) for pair in pairs])),
            "alike": float(np.mean(np.array(met) == 1.0)),
        }
        rows.append(row | _with_bounds("recall10_of_whole", np.array(met)))
    return rows


def lines(rows: Sequence[Row]) -> list[str]:
    """Two tables with Markdown's bars: means, and what they are above those by score alone."""
    head = ["setting", *MEASURES.values(), "cover", "ms/list p50"]
    means = [
        [
            row["setting"],
            *(f"{row[name]:.4f}" for name in MEASURES),
            f"{row['coverage10']:.4f}",
            f"{row['ms_p50']:.0f}",
        ]
        for row in rows
    ]
    above = [
        [row["setting"], *(_above(row, f"{name}_above") for name in MEASURES)]
        for row in rows
        if row["setting"] != BY_SCORE.name
    ]
    return [*_table(head, means), "", *_table([f"above {BY_SCORE.name}", *head[1:-2]], above)]


def lines_of_retrieval(rows: Sequence[Row]) -> list[str]:
    """The table of lists beside those that scoring everything gives."""
    head = ["setting", "people", "the same list", "the same films", "recall@10 (95 %)"]
    name = "recall10_of_whole"
    body = [
        [
            row["setting"],
            str(row["people"]),
            f"{row['same']:.3f}",
            f"{row['alike']:.3f}",
            f"{row[name]:.4f} ({row[f'{name}_low']:.4f}-{row[f'{name}_high']:.4f})",
        ]
        for row in rows
    ]
    return _table(head, body)


def _above(row: Row, name: str) -> str:
    return f"{row[name]:+.4f} ({row[f'{name}_low']:+.4f} to {row[f'{name}_high']:+.4f})"


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    rule = ["---", *["--:"] * (len(head) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (head, rule, *body)]
