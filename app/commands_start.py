"""The commands for a person's first day: import likes, and start, which asks a few questions.

Knows their arguments and how they talk in a terminal; the work is the product's.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from penchant.commands_people import User
from penchant.commands_store import File, Map, Scale, Zone, read_mapping, read_scale
from penchant.invocation import Invocation, JsonOption, StoreOption
from penchant.moments import read_zone

if TYPE_CHECKING:
    from penchant.tools.importing import LikesReport

SHOWN = 20
"""Rows of each sort that are named; the others are counted."""


def import_likes(
    ctx: typer.Context,
    user: User,
    file: File,
    columns: Map = None,
    scale: Scale = None,
    zone: Zone = "UTC",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Bring in what one person likes: titles or ids, one a line, or an export with ratings."""
    from penchant.shapes import likes_shape, to_json

    invocation: Invocation = ctx.obj.with_options(store, json)
    mapping = read_mapping(columns or ())
    limits, place = read_scale(scale), read_zone(zone)
    with invocation.opened(writing=True) as product:
        report = product.import_likes(user, file, mapping, scale=limits, zone=place)
    if invocation.json:
        sys.stdout.write(to_json(likes_shape(report), indent=2) + "\n")
        return
    _print(user, report)


def _print(user: str, report: LikesReport) -> None:
    missed = []
    for one in report.missed:
        near = f"; near it: {', '.join(one.near)}" if one.near else ""
        missed.append(f"line {one.line}: no item is called {one.named}{near}")
    _name(missed)
    _name([f"line {line}: {why}" for line, why in report.skipped])
    _name([f"line {line}: {named} taken for {title}" for line, named, title in report.taken])
    sys.stdout.write(
        f"Recorded {_counted(report.likes, 'like')} and {_counted(report.ratings, 'rating')} of "
        f"{user}; {report.unchanged} were there already, {len(report.missed)} not found, "
        f"{len(report.skipped)} left out.\n"
    )


def _name(lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        sys.stderr.write(f"{line}\n")
    if len(lines) > SHOWN:
        sys.stderr.write(f"... and {len(lines) - SHOWN} more\n")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
