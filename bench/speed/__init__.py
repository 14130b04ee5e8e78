"""Speed: lists, recall and recording, with medians and upper twentieths, beside peers, in one run.

``python -m bench speed [--quick] [--json FILE] [--pictures FOLDER] [--mem0 PYTHON]``. Questions are
timed by the processor's time, for other processes may share the machine, and on one core (set
``OMP_NUM_THREADS=1``); what must reach the disk is timed by the clock, beside a bare write that
is forced to the same disk. No language model and, but for the line ``encode``, no embedding is in
the times.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.speed import lists, memories, recording, room
from bench.speed.curves import picture
from bench.speed.figure import Figure
from bench.speed.goals import GOALS, Goal, judged
from penchant.memory.embed.embedder import Embedder

SIZES, QUICK = (1_000, 10_000, 100_000, 1_000_000), (1_000, 10_000)
REMEMBERED, QUICKLY = (100, 1_000, 10_000), (1_000,)
CALLS, FEW = 100, 40
LARGEST_CHROMA = 100_000
"""Chroma takes in some 500 vectors a second: a million would be over half an hour."""

EVENTS, CROWDS = (10, 100, 1_000, 10_000), (30, 300, 3_000)

CATALOG = 10_000
"""Items in the store that actions and turns are recorded in."""


def main(arguments: Sequence[str]) -> int:
    """Measure, print and keep; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench speed")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, under a minute")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="draw the curves there")
    parser.add_argument("--mem0", metavar="PYTHON", help="an interpreter that has mem0 installed")
    asked = parser.parse_args(arguments)
    figures: list[Figure] = []
    left: list[str] = []
    times = f"{'p50 ms':>9} {'p95 ms':>9}"
    print(f"{'what':<30} {'size':>9}  {'method':<24} {times} {'RSS MB':>8} {'recall@10':>10}")
    for one in measured(asked.quick, asked.mem0, left):
        figures.append(one)
        times = f"{one.p50_ms:>9.2f} {one.p95_ms:>9.2f}"
        met = "" if math.isnan(one.recall) else f" {one.recall:>10.3f}"
        print(
            f"{one.what:<30} {one.size:>9,}  {one.method:<24} {times} {one.rss_mb:>8.0f}{met}",
            flush=True,
        )
    for why in left:
        print(f"left out: {why}")
    found = judged(figures, GOALS)
    show(found)
    if asked.json is not None:
        asked.json.write_text(json.dumps([one.plain() for one in figures], indent=1) + "\n")
    if asked.pictures is not None:
        draw(figures, asked.pictures)
    return 0 if all(met is not False for _, _, met in found) else 1


def measured(quick: bool, python: str | None, left: list[str]) -> Iterator[Figure]:
    """All figures of one run, as they come; ``left`` hears what could not be measured."""
    sizes, remembered, calls = (QUICK, QUICKLY, FEW) if quick else (SIZES, REMEMBERED, CALLS)
    yield from recording.measure(CATALOG, calls, _model(left))
    yield from lists.measure(sizes, calls, chroma_up_to=LARGEST_CHROMA)
    if sizes[-1] > LARGEST_CHROMA:
        left.append(f"Chroma's query over more than {LARGEST_CHROMA:,} items: too long to fill")
    if not quick:
        yield from lists.grow(CATALOG, EVENTS, CROWDS, FEW)
    yield from memories.measure(remembered, calls, python, left)
    if _model([]) is not None:
        yield room.measure(room.DEMO)
    if not quick:
        for size in (10_000, 100_000):
            yield room.measure(str(size))


def _model(left: list[str]) -> Embedder | None:
    from penchant.memory.embed.minilm import load_embedder, packaged_weights

    if packaged_weights() is None:
        left.append("encode and the demo films: the extra 'offline' is not installed")
        return None
    return load_embedder()


def show(found: Sequence[tuple[Goal, float | None, bool | None]]) -> None:
    """Print each goal beside what was measured for it."""
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    print(f"\ngoals (load of the machine over 1, 5, 15 minutes: {busy}; {os.cpu_count()} cores)")
    for goal, value, met in found:
        said = "not measured" if value is None else f"{value:.2f}"
        verdict = {True: "met", False: "MISSED", None: ""}[met]
        print(f"  {goal.text:<64} {said:>12}  {verdict}")


def draw(figures: Sequence[Figure], folder: Path) -> None:
    """The curves of one run, one picture each."""
    folder.mkdir(parents=True, exist_ok=True)
    curves = {
        "lists": ("Time for a list of ten", "items", "p50, ms", (lists.LIST,), "p50_ms"),
        "events": ("Time for a list", "own events", "p50, ms", (lists.LIST_BY_EVENTS,), "p50_ms"),
        "people": ("Time for a list", "others", "p50, ms", (lists.LIST_BY_PEOPLE,), "p50_ms"),
        "recall": (
            "Time for a recall",
            "memories of one person",
            "p50, ms",
            (memories.ONE,),
            "p50_ms",
        ),
        "room": ("Memory of the process", "items", "MB", (lists.LIST,), "rss_mb"),
        "room-events": (
            "Memory of the process",
            "own events",
            "MB",
            (lists.LIST_BY_EVENTS,),
            "rss_mb",
        ),
        "room-people": ("Memory of the process", "others", "MB", (lists.LIST_BY_PEOPLE,), "rss_mb"),
    }
    for name, (title, across, up, whats, value) in curves.items():
        lines: dict[str, list[tuple[float, float]]] = {}
        for one in figures:
            if one.what in whats and getattr(one, value) > 0:
                lines.setdefault(one.method, []).append((one.size, getattr(one, value)))
        if lines:
            text = picture(title, across, up, lines)
            (folder / f"{name}.svg").write_text(text, encoding="utf-8")
