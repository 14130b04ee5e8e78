"""The commands that find items: search, similar, compare.

Knows each command's arguments and how its answer is printed; the answers come from the product.
"""

from __future__ import annotations

from typing import Annotated

import typer

from penchant.invocation import Invocation, JsonOption, StoreOption
from penchant.memory.records import Constraint, Request

Number = Annotated[int, typer.Option("-n", min=1, max=100, help="How many items.")]
Searcher = Annotated[
    str | None,
    typer.Option("--user", help="For this person: their taste counts, and it is journalled."),
]
From = Annotated[int | None, typer.Option("--from", help="Earliest year.")]
Until = Annotated[int | None, typer.Option("--until", help="Latest year.")]
With = Annotated[
    list[str] | None,
    typer.Option("--with", help="Only with this category, tag or person; may be repeated."),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--exclude", help="None with this category, tag or person; may be repeated."),
]


def search(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="A title, a name or words.", show_default=False)],
    user: Searcher = None,
    n: Number = 10,
    year_min: From = None,
    year_max: Until = None,
    include: With = None,
    exclude: Without = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Find items by title, names, words and meaning, also what a person has seen already."""
    from penchant.shapes import recommendation_shape
    from penchant.show import is_chinese, recommendation_view

    invocation = _invocation(ctx).with_options(store, json)
    request = _limited(year_min, year_max, include, exclude)
    with invocation.opened() as product:
        found = product.search(text, user, n, request)
    chinese = invocation.settings.chinese or is_chinese(text)
    invocation.write(
        recommendation_shape(found), lambda: recommendation_view(found, chinese=chinese)
    )


def similar(
    ctx: typer.Context,
    items: Annotated[
        list[str],
        typer.Argument(metavar="ITEM...", help="Ids or titles of items.", show_default=False),
    ],
    user: Searcher = None,
    n: Number = 10,
    year_min: From = None,
    year_max: Until = None,
    include: With = None,
    exclude: Without = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """What is like an item, or like several; for a person without what they have seen."""
    from penchant.lookup import find_item
    from penchant.shapes import recommendation_shape
    from penchant.show import recommendation_view

    invocation = _invocation(ctx).with_options(store, json)
    request = _limited(year_min, year_max, include, exclude)
    with invocation.opened() as product:
        catalog = product.recommender.catalog
        named = [find_item(catalog, item).id for item in items]
        found = product.similar(named, user, n, request)
    invocation.write(
        recommendation_shape(found),
        lambda: recommendation_view(found, chinese=invocation.settings.chinese),
    )


def compare(
    ctx: typer.Context,
    user: Annotated[str, typer.Argument(help="The person's id.", show_default=False)],
    first: Annotated[str, typer.Argument(help="An item's id or title.", show_default=False)],
    second: Annotated[str, typer.Argument(help="Another one's.", show_default=False)],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Two items beside each other for a person: scores, places, and what sets them apart."""
    from penchant.comparison import comparison_shape, comparison_view
    from penchant.lookup import find_item

    invocation = _invocation(ctx).with_options(store, json)
    with invocation.opened() as product:
        catalog = product.recommender.catalog
        one, other = (find_item(catalog, item).id for item in (first, second))
        found = product.compare(user, one, other)
    chinese = invocation.settings.chinese
    invocation.write(comparison_shape(found), lambda: comparison_view(found, chinese=chinese))


def _limited(
    year_min: int | None, year_max: int | None, include: list[str] | None, exclude: list[str] | None
) -> Request:
    return Request(
        constraint=Constraint(
            year_min=year_min,
            year_max=year_max,
            include=tuple(include or ()),
            exclude=tuple(exclude or ()),
        )
    )


def _invocation(ctx: typer.Context) -> Invocation:
    invocation = ctx.obj
    assert isinstance(invocation, Invocation)
    return invocation
