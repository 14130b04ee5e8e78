"""The commands about one person: profile, recommend, why, forget, export.

Knows each command's arguments and how its answer is printed; the answers come from the product.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from penchant.invocation import Invocation, JsonOption, StoreOption
from penchant.memory.errors import BadInput, MissingUser, UnknownItem

if TYPE_CHECKING:
    from penchant.plugin import Penchant

User = Annotated[str, typer.Argument(help="The person's id.", show_default=False)]
WithoutOption = Annotated[
    str | None,
    typer.Option(
        "--without",
        metavar="ID",
        help="As it would be without this entry or interest (ids as in profile --json).",
    ),
]


def profile(
    ctx: typer.Context,
    user: User,
    at: Annotated[
        str | None, typer.Option(help="As of this moment, such as 2026-01-03 or 2026-01-03T10:00Z.")
    ] = None,
    without: WithoutOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """A person's interests with their shares, dislikes, and where each comes from."""
    from penchant.lookup import thought_away
    from penchant.moments import read_moment
    from penchant.shapes import profile_shape
    from penchant.show import profile_view

    invocation = _invocation(ctx, user).with_options(store, json)
    moment = None if at is None else read_moment(at)
    with invocation.opened() as product:
        away = thought_away(product.memory, user, without)
        found = product.profile(user, moment, without=away)
    invocation.write(
        profile_shape(found), lambda: profile_view(found, chinese=invocation.settings.chinese)
    )


def recommend(
    ctx: typer.Context,
    user: User,
    query: Annotated[
        str | None, typer.Option("--query", "-q", help="What is wanted now, in words.")
    ] = None,
    n: Annotated[int, typer.Option("-n", min=1, max=100, help="How many items.")] = 10,
    context: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY=VALUE",
            help="Circumstances such as time_zone=Asia/Shanghai or device=tv; may be repeated.",
        ),
    ] = None,
    without: WithoutOption = None,
    where: Annotated[
        str | None,
        typer.Option(metavar="JSON", help='Only items that fit, such as {"price": {"$lte": 20}}.'),
    ] = None,
    in_stock: Annotated[bool, typer.Option("--in-stock", help="Nothing that is sold out.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """A ranked list for a person, each item with the reasons that add up to its score."""
    from penchant.commands_catalog import read_filter
    from penchant.lookup import thought_away
    from penchant.memory.records import Request
    from penchant.shapes import recommendation_shape
    from penchant.show import is_chinese, recommendation_view

    invocation = _invocation(ctx, user).with_options(store, json)
    fits = read_filter(where)
    with invocation.opened() as product:
        request = product.read_request(query or "") or Request()
        request = replace(request, where=fits, in_stock=in_stock)
        away = thought_away(product.memory, user, without)
        circumstances = _circumstances(context or [])
        found = product.recommend(user, request, n, context=circumstances, without=away)
    chinese = invocation.settings.chinese or is_chinese(query or "")
    invocation.write(
        recommendation_shape(found), lambda: recommendation_view(found, chinese=chinese)
    )


def _circumstances(given: list[str]) -> dict[str, str]:
    """What ``--context`` was given, as a mapping."""
    pairs = [one.partition("=") for one in given]
    if any(not (name.strip() and value.strip()) for name, _, value in pairs):
        raise BadInput("--context takes KEY=VALUE, such as device=tv")
    return {name.strip(): value.strip() for name, _, value in pairs}


def why(
    ctx: typer.Context,
    user: User,
    item: Annotated[str, typer.Argument(help="An item's id or title.", show_default=False)],
    without: WithoutOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """How one item stands with a person: its place, the reasons, or what keeps it out."""
    from penchant.lookup import find_known, thought_away
    from penchant.shapes import why_shape
    from penchant.show import why_view

    invocation = _invocation(ctx, user).with_options(store, json)
    with invocation.opened() as product:
        away = thought_away(product.memory, user, without)
        found = product.why(user, find_known(product.recommender.catalog, item).id, without=away)
    invocation.write(why_shape(found), lambda: why_view(found, chinese=invocation.settings.chinese))


def forget(
    ctx: typer.Context,
    user: User,
    item: Annotated[
        str | None, typer.Option(help="Only what concerns this item (id or title).")
    ] = None,
    entry: Annotated[str | None, typer.Option(help="Only this entry (id from export).")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Erase all that is known of a person, or one item's or one entry's part of it."""
    from penchant.shapes import receipt_shape
    from penchant.tools.reasons.dates import counted

    if item is not None and entry is not None:
        raise BadInput("give --item or --entry, not both")
    if not yes and not sys.stdin.isatty():
        raise BadInput("to erase without being asked, add --yes")
    invocation = _invocation(ctx, user).with_options(store, json)
    with invocation.opened(writing=True) as product:
        found = None if item is None else _recorded_item(product, user, item)
        what = "everything" if item is None and entry is None else (found or entry)
        question = f"Erase {what} of {user} from {invocation.settings.store}? It cannot be undone."
        if not yes and not typer.confirm(question):
            raise typer.Exit(1)
        receipt = product.forget(user, entry=entry, item=found)
    if invocation.json:
        invocation.write(receipt_shape(receipt), str)
        return
    if not receipt.entries:
        sys.stdout.write(f"Nothing of that kind was kept of {user}.\n")
        return
    sys.stdout.write(
        f"Erased {counted(receipt.entries, 'entry', 'entries')} and "
        f"{counted(receipt.vectors, 'vector', 'vectors')} of {user}; of the store's "
        f"{counted(receipt.checked_files, 'file', 'files')}, {receipt.found_after} still "
        f"{'holds' if receipt.found_after == 1 else 'hold'} a trace.\n"
    )


def _recorded_item(product: Penchant, user: str, named: str) -> str:
    """The id of the item ``named``, also one that has left the catalog but is in the journal."""
    from penchant.lookup import find_item

    try:
        return find_item(product.recommender.catalog, named).id
    except UnknownItem:
        if any(entry.item == named for entry in product.memory.entries(user)):
            return named
        raise


def undo(
    ctx: typer.Context,
    user: User,
    entry: Annotated[str, typer.Argument(help="An entry's id from export.", show_default=False)],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Take back one thing a person said or did; it stays in the journal and counts no more."""
    invocation = _invocation(ctx, user).with_options(store, json)
    with invocation.opened(writing=True) as product:
        taken = product.memory.get(entry)
        done = product.undo(user, entry)
    what = entry if taken is None else f"{taken.kind} of {taken.occurred_at:%Y-%m-%d}"
    invocation.write({"entry": entry, "undo": done.id}, lambda: f"Taken back: {what}.")


def export(ctx: typer.Context, user: User, store: StoreOption = None) -> None:
    """All entries of a person as JSON lines on standard output."""
    from penchant.shapes import to_json

    invocation = _invocation(ctx, user).with_options(store)
    with invocation.opened() as product:
        for line in product.export(user):
            sys.stdout.write(to_json(line) + "\n")


def _invocation(ctx: typer.Context, user: str) -> Invocation:
    if not user.strip():
        raise MissingUser("the user's id is empty")
    invocation = ctx.obj
    assert isinstance(invocation, Invocation)
    return invocation
