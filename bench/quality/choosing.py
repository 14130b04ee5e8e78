"""Choosing a method's values on the dev part: one name after the other over its stated grid."""

from __future__ import annotations

from collections.abc import Sequence

from bench.quality import metrics, registry
from bench.quality.method import Entry, Value
from bench.quality.plan import Plan
from bench.quality.runner import run

WEEK = 7.0
"""While choosing, what is fitted daily otherwise is fitted weekly."""


def choose(plan: Plan, entries: Sequence[Entry], every: int) -> None:
    """Find and keep the values of each method that are best by NDCG@10 on the dev part."""
    if plan.part != "dev":
        raise ValueError("values are chosen on the dev part")
    thin = plan if plan.protocol == "p3" else plan.thinned(every)
    for entry in entries:
        if not entry.tried(plan.protocol) or (entry.text and plan.setting.vectors is None):
            continue
        values, best = best_values(thin, entry)
        print(f"{plan.protocol} {entry.name}: {values} NDCG@10 {best:.4f}", flush=True)
        registry.keep_chosen(plan.protocol, {entry.name: values})


def best_values(plan: Plan, entry: Entry) -> tuple[dict[str, Value], float]:
    """The best values of the grid, and their NDCG@10: each name in turn, the others held."""
    values = entry.first(plan.protocol)
    best = _ndcg(plan, entry, values)
    for name, options in entry.tried(plan.protocol).items():
        for option in options[1:]:
            tried = {**values, name: option}
            found = _ndcg(plan, entry, tried)
            if found > best:
                values, best = tried, found
    return values, best


def _ndcg(plan: Plan, entry: Entry, values: dict[str, Value]) -> float:
    method = registry.build(entry, plan.setting, values)
    if 0 < method.refit_days < WEEK:
        method.refit_days = WEEK
    outcome = run(plan, method)
    return float(metrics.gains(outcome.ranks).mean())
