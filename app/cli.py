"""The command line: the options common to all commands, and what an error looks like.

Knows the list of commands, the exit codes and where settings come from; each command's own work
is in ``commands_*.py``. Exit codes: 0 done, 1 a fault of ours or a problem that ``doctor``
found, 2 bad input, 3 trouble with the store, 4 a model or an optional package that is missing,
130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from penchant import (
    commands_catalog,
    commands_finding,
    commands_people,
    commands_start,
    commands_store,
    commands_talk,
    commands_upkeep,
)
from penchant.invocation import Invocation, Opener
from penchant.memory.errors import (
    BadInput,
    MissingExtra,
    ModelFailed,
    PenchantError,
    StoreError,
)
from penchant.settings import read_settings

EXIT_CODES: tuple[tuple[type[PenchantError], int], ...] = (
    (BadInput, 2),
    (StoreError, 3),
    (MissingExtra, 4),
    (ModelFailed, 4),
)


class _Commands(TyperGroup):
    """The group of all commands; turns every error into one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except PenchantError as error:
            code = next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1)
            _fail(ctx, error, str(error), code)
        except (BrokenPipeError, EOFError, typer.Exit, typer.Abort, typer.TyperException):
            raise
        except PermissionError as error:
            _fail(ctx, error, f"no permission: {error.filename or error}", 3)
        except Exception as error:  # the last place where a fault of ours can become one line
            said = f"unexpected {type(error).__name__}: {error}"
            _fail(ctx, error, f"{said} (-vv before the command shows where)", 1)


def _fail(ctx: Any, error: Exception, said: str, code: int) -> None:
    invocation = ctx.obj
    if isinstance(invocation, Invocation) and invocation.verbose > 1:
        import traceback

        traceback.print_exception(error)
    sys.stderr.write(f"penchant: {' '.join(said.split())}\n")
    raise typer.Exit(code) from None


def open_product(store: Path, **options: Any) -> Any:
    """``penchant.open``, imported when a command first needs it."""
    import penchant

    return penchant.open(store, **options)


def build(opener: Opener = open_product, environ: Mapping[str, str] | None = None) -> typer.Typer:
    """The command line over ``opener``, with settings from ``environ`` (default: the process's)."""
    app = typer.Typer(
        name="penchant",
        cls=_Commands,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Memory and recommendation for chat agents: learns what each person likes from what "
        "they say and do, and says why it recommends.",
    )

    @app.callback(invoke_without_command=True)
    def penchant(
        ctx: typer.Context,
        store: Annotated[
            Path | None,
            typer.Option(
                help="Folder of the store (also PENCHANT_STORE; default: your user data folder). "
                "May also stand after the command's name.",
            ),
        ] = None,
        json: Annotated[bool, typer.Option("--json", help="Print JSON (docs/cli.md).")] = False,
        embedder: Annotated[
            str | None,
            typer.Option(
                help="'english', 'multilingual', or a model by name or folder (also "
                "PENCHANT_EMBEDDER; default: the store's own)."
            ),
        ] = None,
        verbose: Annotated[
            int, typer.Option("-v", "--verbose", count=True, help="Log more; -vv: tracebacks too.")
        ] = 0,
        version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    ) -> None:
        if version:
            from penchant import __version__

            sys.stdout.write(f"penchant {__version__}\n")
            raise typer.Exit
        if ctx.invoked_subcommand is None:
            sys.stdout.write(ctx.get_help() + "\n")
            raise typer.Exit
        settings = read_settings(os.environ if environ is None else environ)
        _log(verbose)
        invocation = Invocation(
            settings=settings, open_product=opener, embedder=embedder, verbose=verbose
        )
        ctx.obj = invocation.with_options(store, json)

    imports = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, help="Bring in a catalog or past events."
    )
    imports.command("items")(commands_store.import_items)
    imports.command("events")(commands_store.import_events)
    imports.command("likes")(commands_start.import_likes)
    items = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, help="Look at the catalog and change it."
    )
    items.command("list")(commands_catalog.list_items)
    items.command("show")(commands_catalog.show_item)
    items.command("update")(commands_catalog.update_item)
    items.command("hide")(commands_catalog.hide_item)
    items.command("unhide")(commands_catalog.unhide_item)
    items.command("delete")(commands_catalog.delete_item)
    rules = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, help="Rules that lift or bury items."
    )
    rules.command("list")(commands_catalog.list_rules)
    rules.command("add")(commands_catalog.add_rule)
    rules.command("remove")(commands_catalog.remove_rule)
    app.command()(commands_talk.chat)
    app.command()(commands_talk.demo)
    app.add_typer(imports, name="import")
    app.add_typer(items, name="items")
    app.add_typer(rules, name="rules")
    app.command()(commands_start.start)
    app.command()(commands_people.profile)
    app.command()(commands_people.recommend)
    app.command()(commands_people.why)
    app.command()(commands_finding.search)
    app.command()(commands_finding.similar)
    app.command()(commands_finding.compare)
    app.command()(commands_people.undo)
    app.command()(commands_people.forget)
    app.command()(commands_people.export)
    app.command()(commands_store.reembed)
    app.command()(commands_upkeep.backup)
    app.command()(commands_upkeep.restore)
    app.command()(commands_upkeep.doctor)
    return app


def _log(verbose: int) -> None:
    """Log the product's own messages to standard error: warnings, with -v all, -vv everyone's."""
    import logging

    logging.basicConfig(
        level=logging.DEBUG if verbose > 1 else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
    if verbose:
        logging.getLogger("penchant").setLevel(logging.DEBUG)


def main() -> None:
    """The ``penchant`` command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack Chinese
    # Loading the embedding model takes a moment and needs no bar of its own on standard error.
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    build()()


if __name__ == "__main__":
    main()
