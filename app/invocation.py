"""Invocation: one run of the command line, with what was asked of it before the command's name.

Knows the settings, the wanted form of output and how to open the product; knows no command.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from penchant.memory.errors import StoreBusy
from penchant.settings import Settings
from penchant.shapes import to_json

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from penchant.plugin import Penchant


StoreOption = Annotated[Path | None, typer.Option("--store", help="Folder of the store.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON (docs/cli.md).")]


class Opener(Protocol):
    """What ``penchant.open`` promises to the command line."""

    def __call__(
        self,
        store: Path,
        *,
        model: str | None = None,
        embedder: str | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> Penchant:
        """The product over the store in folder ``store``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What every command needs: settings, the form of output, and the way into the product.

    ``store_named`` tells that the store was named on the command line; ``embedder``
    is the one named there.
    """

    settings: Settings
    open_product: Opener
    store_named: bool = False
    embedder: str | None = None
    json: bool = False
    verbose: int = 0

    def with_options(self, store: Path | None, json: bool = False) -> Invocation:
        """The invocation with the options given after the command's name."""
        settings = self.settings
        if store is not None:
            settings = replace(settings, store=store.expanduser())
        return replace(
            self,
            settings=settings,
            store_named=self.store_named or store is not None,
            json=self.json or json,
        )

    def open_store(
        self,
        store: Path,
        *,
        model: str | None = None,
        embedder: str | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> Penchant:
        """The product over ``store``, with the embedder named here or on the command line."""
        named = embedder or self.embedder
        if named is None:
            return self.open_product(store, model=model, clock=clock)
        return self.open_product(store, model=model, embedder=named, clock=clock)

    @contextmanager
    def opened(
        self,
        *,
        writing: bool = False,
        model: str | None = None,
        embedder: str | None = None,
        clock: Callable[[], datetime] | None = None,
        store: Path | None = None,
    ) -> Iterator[Penchant]:
        """The product, closed at the end.

        With ``writing``, ``StoreBusy`` when another process owns the store; without, such a
        store is opened for reading.
        """
        product = self.open_store(
            store or self.settings.store, model=model, embedder=embedder, clock=clock
        )
        try:
            if writing and product.memory.read_only:
                raise StoreBusy(
                    f"the store {self.settings.store} is in use by another process, "
                    "which has to end before this command can write to it"
                )
            if lost := product.memory.lost:
                self.err.print(
                    f"warning: {lost} entries that were on disk are gone from the end of this "
                    "store's journal; penchant doctor says more"
                )
            yield product
        finally:
            product.close()

    @property
    def out(self) -> Console:
        """The console for results."""
        from rich.console import Console

        return Console(highlight=False, soft_wrap=False)

    @property
    def err(self) -> Console:
        """The console for progress and remarks."""
        from rich.console import Console

        return Console(stderr=True, highlight=False)

    def write(self, shape: Any, view: Callable[[], RenderableType]) -> None:
        """The result: ``shape`` as JSON when asked for, else the ``view`` for reading."""
        if self.json:
            sys.stdout.write(to_json(shape, indent=2) + "\n")
        else:
            self.out.print(view())

    @contextmanager
    def progress(self, what: str) -> Iterator[Callable[[int, int], None]]:
        """A callable ``(done, total)`` that moves a bar on a terminal's standard error."""
        if not sys.stderr.isatty():
            yield lambda done, total: None
            return
        from rich.progress import Progress

        with Progress(console=self.err, transient=True) as bars:
            task = bars.add_task(what, total=None)

            def move(done: int, total: int) -> None:
                bars.update(task, completed=done, total=total or None)

            yield move
