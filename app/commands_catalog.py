"""The commands about what a store offers: its items one by one, and its rules.

Knows their arguments and how their findings are printed; the work is the product's.
"""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from penchant.invocation import Invocation, JsonOption, StoreOption
from penchant.memory.errors import BadInput

ItemArgument = Annotated[str, typer.Argument(help="An item's id or title.", show_default=False)]
Where = Annotated[
    str | None,
    typer.Option(metavar="JSON", help='A filter such as {"price": {"$lte": 20}} (docs/cli.md).'),
]


def list_items(
    ctx: typer.Context,
    where: Where = None,
    n: Annotated[int, typer.Option("-n", min=1, help="How many at most.")] = 50,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """The items of the catalog, with price, stock, and what keeps one out of lists."""
    from penchant.shapes import catalog_item_shape
    from penchant.show_catalog import items_view

    invocation: Invocation = ctx.obj.with_options(store, json)
    fits = read_filter(where)
    with invocation.opened() as product:
        found = product.items(fits)
        now = product.memory.clock()
    listed = found[:n]
    shape = {"items": [catalog_item_shape(item) for item in listed], "of": len(found)}
    chinese = invocation.settings.chinese
    invocation.write(shape, lambda: items_view(listed, len(found), now, chinese=chinese))


def show_item(
    ctx: typer.Context, item: ItemArgument, store: StoreOption = None, json: JsonOption = False
) -> None:
    """One item with all its fields and attributes."""
    from penchant.lookup import find_item
    from penchant.shapes import catalog_item_shape
    from penchant.show_catalog import item_view

    invocation: Invocation = ctx.obj.with_options(store, json)
    with invocation.opened() as product:
        found = find_item(product.recommender.catalog, item)
    shape = catalog_item_shape(found)
    invocation.write(shape, lambda: item_view(shape))


def update_item(
    ctx: typer.Context,
    item: ItemArgument,
    changes: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="A field and what it becomes: price=12.50, stock=0, attributes.colour=red; "
            "nothing after = empties it. Lists are separated by semicolons. May be repeated.",
        ),
    ],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Change fields of one item; lists have it at once."""
    from penchant.lookup import find_item
    from penchant.shapes import catalog_item_shape
    from penchant.show_catalog import item_view

    invocation: Invocation = ctx.obj.with_options(store, json)
    given = read_changes(changes)
    with invocation.opened(writing=True) as product:
        found = find_item(product.recommender.catalog, item)
        changed = product.update_item(found.id, **given)
    shape = catalog_item_shape(changed)
    invocation.write(shape, lambda: item_view(shape))


def hide_item(ctx: typer.Context, item: ItemArgument, store: StoreOption = None) -> None:
    """Keep an item out of lists until it is unhidden."""
    from penchant.lookup import find_item

    invocation: Invocation = ctx.obj.with_options(store)
    with invocation.opened(writing=True) as product:
        found = find_item(product.recommender.catalog, item)
        product.hide_item(found.id)
    sys.stdout.write(f"Hidden: {found.id}.\n")


def unhide_item(ctx: typer.Context, item: ItemArgument, store: StoreOption = None) -> None:
    """Let a hidden item be in lists again."""
    from penchant.lookup import find_item

    invocation: Invocation = ctx.obj.with_options(store)
    with invocation.opened(writing=True) as product:
        found = find_item(product.recommender.catalog, item)
        product.show_item(found.id)
    sys.stdout.write(f"Shown again: {found.id}.\n")


def delete_item(
    ctx: typer.Context,
    item: ItemArgument,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    store: StoreOption = None,
) -> None:
    """Take an item out of the catalog. What people said and did about it stays."""
    from penchant.lookup import find_item

    if not yes and not sys.stdin.isatty():
        raise BadInput("to delete without being asked, add --yes")
    invocation: Invocation = ctx.obj.with_options(store)
    with invocation.opened(writing=True) as product:
        found = find_item(product.recommender.catalog, item)
        if not yes and not typer.confirm(f"Delete {found.id} from the catalog?"):
            raise typer.Exit(1)
        product.delete_item(found.id)
    sys.stdout.write(f"Deleted: {found.id}.\n")


def list_rules(ctx: typer.Context, store: StoreOption = None, json: JsonOption = False) -> None:
    """The standing rules."""
    from penchant.shapes import rule_shape
    from penchant.show_catalog import rules_view

    invocation: Invocation = ctx.obj.with_options(store, json)
    with invocation.opened() as product:
        rules = product.rules()
    shape = [rule_shape(rule) for rule in rules]
    invocation.write(shape, lambda: rules_view(rules, chinese=invocation.settings.chinese))


def add_rule(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What the rule is called.", show_default=False)],
    where: Annotated[
        str,
        typer.Option(metavar="JSON", help='Which items: a filter such as {"new": true}.'),
    ],
    amount: Annotated[
        float, typer.Option(help="What it adds to the score for the order; below 0 it buries.")
    ],
    store: StoreOption = None,
) -> None:
    """Lift or bury the items that fit a filter in every list, until the rule is removed."""
    from penchant.memory.records import Rule

    invocation: Invocation = ctx.obj.with_options(store)
    rule = Rule(name=name, where=read_filter(where) or {}, amount=amount)
    with invocation.opened(writing=True) as product:
        product.add_rule(rule)
    sys.stdout.write(f"The rule {name!r} holds.\n")


def remove_rule(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="What the rule is called.", show_default=False)],
    store: StoreOption = None,
) -> None:
    """Have a standing rule hold no more."""
    invocation: Invocation = ctx.obj.with_options(store)
    with invocation.opened(writing=True) as product:
        product.remove_rule(name)
    sys.stdout.write(f"The rule {name!r} holds no more.\n")


def read_filter(text: str | None) -> dict[str, Any] | None:
    """The filter written as JSON; ``BadInput`` for what is none. Its operators are looked at where
    it is used.
    """
    if text is None:
        return None
    try:
        found = json_text.loads(text)
    except ValueError as error:
        raise BadInput(f"--where is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise BadInput('--where is an object such as {"price": {"$lte": 20}}')
    return found


def read_changes(pairs: Sequence[str]) -> dict[str, Any]:
    """``field=value`` pairs as changes of an item; ``BadInput`` for anything else or one twice."""
    changes: dict[str, Any] = {}
    attributes: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not name:
            raise BadInput(f"--set {pair!r}: write it as field=value")
        kind, _, attribute = name.partition(".")
        into = attributes if kind == "attributes" and attribute else changes
        key = attribute if into is attributes else name
        if key in into:
            raise BadInput(f"--set names {name} twice")
        into[key] = _attribute(value) if into is attributes else _value(name, value)
    return changes | ({"attributes": attributes} if attributes else {})


def _value(name: str, text: str) -> Any:
    if name in ("categories", "people", "tags"):
        return [part.strip() for part in text.split(";")]
    if name == "prior" and text:
        return float(text) if text.replace(".", "", 1).isdigit() else text
    return text or None


def _attribute(text: str) -> Any:
    """A number or a list as JSON writes it, yes or no, else the text."""
    from penchant.tools.catalog.literals import as_typed, is_yes_or_no

    if not text:
        return None
    try:
        return json_text.loads(text)
    except ValueError:
        return as_typed(text) if is_yes_or_no(text) else text
