"""The commands that keep a store safe and sound: backup, restore, doctor.

Knows their arguments and how their findings are printed; the work is the product's.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from penchant.invocation import Invocation, JsonOption, StoreOption
from penchant.shapes import Shape, to_json

if TYPE_CHECKING:
    from penchant.plugin import Penchant


def backup(
    ctx: typer.Context,
    target: Annotated[
        Path,
        typer.Argument(
            metavar="FILE_OR_FOLDER",
            help="The file to write (.tar.gz), or a folder in which it gets a name.",
            show_default=False,
        ),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Write the whole store to one file, also while a chat uses it.

    Nothing that was erased is in it. But what is erased later stays in backups made before.
    """
    from penchant.memory.backup import back_up

    invocation: Invocation = ctx.obj.with_options(store, json)
    folder = invocation.settings.store
    file, held = back_up(folder, target, at=datetime.now(UTC), force=force)
    if invocation.json:
        size = file.stat().st_size
        shape: Shape = {"file": str(file), "bytes": size, "holds": asdict(held)}
        sys.stdout.write(to_json(shape, indent=2) + "\n")
        return
    sys.stdout.write(
        f"Wrote {file}: {held.entries} entries of {held.people} people, {held.vectors} vectors.\n"
    )


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that backup wrote.", show_default=False)],
    force: Annotated[
        bool, typer.Option("--force", help="Move a store that is there aside.")
    ] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Make the store what it was when the backup was made.

    A store that is there is refused, or with --force moved aside. Also what was erased since then
    comes back.
    """
    from penchant.memory import backup as backups

    invocation: Invocation = ctx.obj.with_options(store, json)
    done = backups.restore(file, invocation.settings.store, at=datetime.now(UTC), force=force)
    aside = None if done.aside is None else str(done.aside)
    if invocation.json:
        shape: Shape = {"store": str(done.folder), "aside": aside, "holds": asdict(done.manifest)}
        sys.stdout.write(to_json(shape, indent=2) + "\n")
        return
    held = done.manifest
    sys.stdout.write(
        f"Restored {done.folder} as of {held.made_at}: {held.entries} entries of {held.people} "
        f"people.\nIts vector memory is rebuilt from the journal when it is first needed.\n"
    )
    if aside is not None:
        sys.stdout.write(f"The store that was there is in {aside} now.\n")


def doctor(
    ctx: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended, and say what was done.")
    ] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Whether everything that is needed is there and agrees; exit code 1 when it is not."""
    from penchant import doctor
    from penchant.shapes import checks_shape
    from penchant.show import check_view

    invocation: Invocation = ctx.obj.with_options(store, json)
    settings, done = invocation.settings, []

    def opened() -> Penchant:
        return invocation.open_store(settings.store)

    if repair:
        done = doctor.repair(settings, opened, datetime.now(UTC))
        if not invocation.json:
            for sentence in done or ["nothing was found to mend"]:
                sys.stdout.write(f"repair: {sentence}\n")
    checks = []
    for check in doctor.examine(settings, opened):
        checks.append(check)
        if not invocation.json:
            invocation.out.print(check_view(check))
    if invocation.json:
        shape = checks_shape(checks) | {"repaired": done}
        sys.stdout.write(to_json(shape, indent=2) + "\n")
    if any(check.status == doctor.PROBLEM for check in checks):
        raise typer.Exit(1)
