"""The commands about a store as a whole: import items, import events, reembed.

Knows their arguments and how their findings are printed; the work is the product's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from penchant.invocation import Invocation, JsonOption, StoreOption
from penchant.memory.errors import BadInput
from penchant.moments import read_zone

if TYPE_CHECKING:
    from penchant.tools.importing import ImportReport

SKIPPED_SHOWN = 20

UNUSED_SHOWN = 12

File = Annotated[
    Path,
    typer.Argument(
        help="A CSV, JSON, JSON lines, YAML or Parquet file (or one of them as .gz), or a folder.",
        show_default=False,
    ),
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Read a field from this column; product.name is the name within product.",
    ),
]
Kind = Annotated[
    str | None, typer.Option(help="The kind of rows without one, such as purchase or view.")
]
Scale = Annotated[
    str | None,
    typer.Option(
        metavar="LOW,HIGH",
        help="The scale of ratings (default: the narrowest usual one that holds all of the file).",
    ),
]
Zone = Annotated[
    str,
    typer.Option(
        help="Where times without a zone were taken: UTC, +08:00 or a name such as Asia/Shanghai."
    ),
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
        _said_when_interrupted(),
    ):
        report = product.import_items(file, mapping, progress=progress)
    _print(invocation, report, "items")


def import_events(
    ctx: typer.Context,
    file: File,
    columns: Map = None,
    kind: Kind = None,
    scale: Scale = None,
    zone: Zone = "UTC",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Bring in what people did before: one event a row (person, kind, item, time).

    Times are ISO 8601, Unix time or a common written form. One without a zone is taken as one of
    --zone. Of dates such as 03/04/2021 the month comes first, unless the file has one whose first
    number is above 12.
    """
    invocation: Invocation = ctx.obj.with_options(store, json)
    mapping = read_mapping(columns or ())
    limits, place = read_scale(scale), read_zone(zone)
    with (
        invocation.opened(writing=True) as product,
        invocation.progress("Recording events") as progress,
        _said_when_interrupted(),
    ):
        report = product.import_events(
            file, mapping, progress=progress, kind=kind, scale=limits, zone=place
        )
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


def read_scale(text: str | None) -> tuple[float, float] | None:
    """The scale written as ``1,5``; ``BadInput`` for anything else."""
    if text is None:
        return None
    try:
        low, high = map(float, text.split(","))
    except ValueError:
        raise BadInput(f"--scale {text!r}: write it as LOW,HIGH, such as 1,5") from None
    return low, high


@contextmanager
def _said_when_interrupted() -> Iterator[None]:
    """One line instead of a trace, for an import may be cut short at any time."""
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(
            "penchant: interrupted; what was imported stays, and the same command completes it\n"
        )
        raise typer.Exit(130) from None


def _print(invocation: Invocation, report: ImportReport, what: str) -> None:
    from penchant.shapes import report_shape, to_json

    if invocation.json:
        sys.stdout.write(to_json(report_shape(report), indent=2) + "\n")
        return
    for line, why in report.skipped[:SKIPPED_SHOWN]:
        sys.stderr.write(f"line {line}: {why}\n")
    if len(report.skipped) > SKIPPED_SHOWN:
        sys.stderr.write(f"... and {len(report.skipped) - SKIPPED_SHOWN} more\n")
    for line, note in report.notes[:SKIPPED_SHOWN]:
        sys.stderr.write(f"line {line}: {note}\n")
    if len(report.notes) > SKIPPED_SHOWN:
        sys.stderr.write(f"... and {len(report.notes) - SKIPPED_SHOWN} more\n")
    columns = ", ".join(f"{field} from {column}" for field, column in report.columns.items())
    n = len(report.skipped)
    left_out = f"{n} row was" if n == 1 else f"{n} rows were"
    sys.stdout.write(
        f"Imported {report.imported} {what}; {report.unchanged} were there already, "
        f"{left_out} left out.\nRead {columns}.\n"
    )
    if report.unused:
        more = len(report.unused) - UNUSED_SHOWN
        others = ", ".join(report.unused[:UNUSED_SHOWN]) + (f" and {more} more" if more > 0 else "")
        kept = " (kept with the items)" if what == "items" else ""
        sys.stdout.write(f"No field was read from {others}{kept}.\n")
        if report.missing:
            sys.stdout.write(f"No column was found for {', '.join(report.missing)}.\n")
        sys.stdout.write(
            f"Where one belongs to the other, import again with --map FIELD={report.unused[0]}.\n"
        )
    if report.same_titles:
        n = len(report.same_titles)
        (item, there), *_ = report.same_titles
        has = "1 item has" if n == 1 else f"{n} items have"
        sys.stderr.write(
            f"{has} the title of an item that was there already under another id (such as {item}: "
            f"{there}), and both are in the catalog now.\n"
        )


def reembed(
    ctx: typer.Context,
    embedder: Annotated[
        str, typer.Option(help="'multilingual', 'english', or a model by name or folder.")
    ] = "multilingual",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Give the store to another embedder, from its journal; cut short, it goes on when repeated."""
    from penchant.shapes import to_json

    invocation: Invocation = ctx.obj.with_options(store, json)
    with (
        invocation.opened(writing=True, embedder="stored") as product,
        invocation.progress("Embedding") as progress,
    ):
        done = product.reembed(embedder, progress=progress)
        fingerprint = product.memory.embedder.fingerprint
    if invocation.json:
        shape = {
            "embedder": fingerprint,
            "changed": done.changed,
            "entries": done.entries,
            "unplaced": done.unplaced,
        }
        sys.stdout.write(to_json(shape, indent=2) + "\n")
    elif not done.changed:
        sys.stdout.write(f"The store has {fingerprint} already.\n")
    else:
        lost = f"; {done.unplaced} speak of items that are gone" if done.unplaced else ""
        sys.stdout.write(f"The store has {fingerprint} now, for {done.entries} entries{lost}.\n")
