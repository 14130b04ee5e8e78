"""The commands about a store as a whole: import items, import events, doctor.

Knows their arguments and how their findings are printed; the work is the product's.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from penchant.invocation import Invocation, JsonOption, StoreOption
from penchant.memory.errors import BadInput

if TYPE_CHECKING:
    from penchant.tools.importing import ImportReport

SKIPPED_SHOWN = 20

File = Annotated[Path, typer.Argument(help="A CSV, JSONL or JSON file.", show_default=False)]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Read a field from this column."),
]


def import_items(
    ctx: typer.Context,
    file: File,
    columns: Map = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Add or change items of the catalog; the first import replaces the demo films."""
    invocation: Invocation = ctx.obj.with_options(store, json)
    mapping = read_mapping(columns or ())
    with (
        invocation.opened(writing=True) as product,
        invocation.progress("Embedding items") as progress,
    ):
        report = product.import_items(file, mapping, progress=progress)
    _print(invocation, report, "items")


def import_events(
    ctx: typer.Context,
    file: File,
    columns: Map = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Bring in what people did before: one event a row (person, kind, item, time)."""
    invocation: Invocation = ctx.obj.with_options(store, json)
    mapping = read_mapping(columns or ())
    with (
        invocation.opened(writing=True) as product,
        invocation.progress("Recording events") as progress,
    ):
        report = product.import_events(file, mapping, progress=progress)
    _print(invocation, report, "events")


def read_mapping(pairs: Sequence[str]) -> Mapping[str, str] | None:
    """``field=column`` pairs as a mapping; ``BadInput`` for anything else or a field twice."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not field or not column:
            raise BadInput(f"--map {pair!r}: write it as field=column")
        if field in mapping:
            raise BadInput(f"--map names the field {field!r} twice")
        mapping[field] = column
    return mapping or None


def _print(invocation: Invocation, report: ImportReport, what: str) -> None:
    from penchant.shapes import report_shape, to_json

    if invocation.json:
        sys.stdout.write(to_json(report_shape(report), indent=2) + "\n")
        return
    for line, why in report.skipped[:SKIPPED_SHOWN]:
        sys.stderr.write(f"line {line}: {why}\n")
    if len(report.skipped) > SKIPPED_SHOWN:
        sys.stderr.write(f"... and {len(report.skipped) - SKIPPED_SHOWN} more\n")
    columns = ", ".join(f"{field} from {column}" for field, column in report.columns.items())
    n = len(report.skipped)
    left_out = f"{n} row was" if n == 1 else f"{n} rows were"
    sys.stdout.write(
        f"Imported {report.imported} {what}; {report.unchanged} were there already, "
        f"{left_out} left out.\nRead {columns}.\n"
    )


def doctor(ctx: typer.Context, store: StoreOption = None, json: JsonOption = False) -> None:
    """Whether everything that is needed is there and agrees; exit code 1 when it is not."""
    from penchant.doctor import PROBLEM, examine
    from penchant.shapes import checks_shape, to_json
    from penchant.show import check_view

    invocation: Invocation = ctx.obj.with_options(store, json)
    settings = invocation.settings
    checks = []
    for check in examine(settings, lambda: invocation.open_product(settings.store)):
        checks.append(check)
        if not invocation.json:
            invocation.out.print(check_view(check))
    if invocation.json:
        sys.stdout.write(to_json(checks_shape(checks), indent=2) + "\n")
    if any(check.status == PROBLEM for check in checks):
        raise typer.Exit(1)
