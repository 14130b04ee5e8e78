"""The commands that hold a conversation: chat (page or terminal) and demo (from a script).

Knows their arguments and what is printed; the conversation itself is the agent's.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from penchant.invocation import Invocation, JsonOption, StoreOption

if TYPE_CHECKING:
    from rich.console import Console

    from penchant.demo import Step

OFFLINE = "offline"
"""The model name that asks for the offline assistant whatever the environment says."""


def chat(
    ctx: typer.Context,
    terminal: Annotated[bool, typer.Option("--terminal", help="Talk here, not in a page.")] = False,
    host: Annotated[str, typer.Option(help="Address the page is served on.")] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(help="Its port (default: 7860 or the next free one).")
    ] = None,
    user: Annotated[
        str | None,
        typer.Option(help="Whose memory (page: one for each browser; terminal: you)."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="Model of an OpenAI-compatible server (OPENAI_API_KEY, OPENAI_BASE_URL); "
            "'offline' for the assistant that needs none."
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Talk with the assistant: in a web page on this machine, or here with --terminal."""
    invocation: Invocation = ctx.obj.with_options(store)
    with invocation.opened(writing=True, model=model) as product:
        product.watch_languages()
        if terminal:
            from penchant.terminal import Terminal

            person = user or "you"
            chinese = invocation.settings.chinese
            Terminal(product.assistant, person, invocation.out, _read, chinese=chinese).run()
            return
        from penchant.ui.serve import serve

        def announce(address: str) -> None:
            sys.stdout.write(f"Penchant is at {address} (Ctrl-C ends it)\n")
            sys.stdout.flush()

        serve(product.assistant, user=user, host=host, port=port, announce=announce)


def _read(prompt: str) -> str:
    if sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def demo(
    ctx: typer.Context,
    script: Annotated[
        Path | None, typer.Option(help="Another script (its format: docs/cli.md).")
    ] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Hold a conversation from a script with the real stores and the offline assistant.

    After each line, prints what has been learned and the ranked list with its reasons. Works on a
    store of its own, gone at the end, unless --store is given.
    """
    from penchant.demo import Player, ScriptClock, load_script

    invocation: Invocation = ctx.obj.with_options(store, json)
    lines = load_script(script)
    clock = ScriptClock(lines[0].at)
    with (
        _folder(invocation) as folder,
        invocation.opened(writing=True, model=OFFLINE, clock=clock, store=folder) as product,
    ):
        for step in Player(product, clock).play(lines):
            if invocation.json:
                _print_json(step)
            else:
                _print(invocation.out, step)


@contextmanager
def _folder(invocation: Invocation) -> Iterator[Path]:
    if invocation.store_named:
        yield invocation.settings.store
        return
    with tempfile.TemporaryDirectory(prefix="penchant-demo-") as folder:
        yield Path(folder) / "store"


def _print(console: Console, step: Step) -> None:
    from rich.padding import Padding

    from penchant.demo import LISTED
    from penchant.show import date, is_chinese, plain, profile_view, recommendation_view

    line = step.line
    chinese = is_chinese(line.text)
    console.rule(plain(f"{line.person}  {date(line.at)}"), align="left", characters="─")
    said = line.text if line.word == "user" else f"[{line.word}] {line.text}"
    console.print(plain(said, "bold cyan"))
    for notice in step.notices:
        console.print(plain(notice, "yellow"))
    if step.reply:
        console.print(plain(step.reply))
    for view in (
        profile_view(step.profile, chinese=chinese),
        recommendation_view(step.recommendation, chinese=chinese, most=LISTED),
    ):
        console.print()
        console.print(Padding(view, (0, 0, 0, 2)))
    console.print()


def _print_json(step: Step) -> None:
    from penchant.shapes import step_shape, to_json

    sys.stdout.write(to_json(step_shape(step)) + "\n")
    sys.stdout.flush()
