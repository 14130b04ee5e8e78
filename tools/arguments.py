"""The arguments of the tools, as a language model may write them.

Knows their limits and the usual slips of weak models (a string for a list, "null", numbers as
text); knows nothing of what the tools do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from penchant.tools.importing.prices import price_of

MOST_ITEMS = 50
LONGEST_TEXT = 500
MOST_NAMES = 12
_NOTHING = ("", "null", "none", "n/a", "any", "undefined")


def _text(value: Any) -> Any:
    if value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING):
        return ""
    if isinstance(value, list | tuple):
        value = ", ".join(str(part) for part in value)
    return str(value).strip()[:LONGEST_TEXT] if isinstance(value, str | int | float) else value


def _names(value: Any) -> Any:
    if value is None:
        return []
    if isinstance(value, str):
        value = re.split(r"\s*[,;、，；]\s*", value)
    if not isinstance(value, list | tuple):
        return value
    cleaned = [_text(part) for part in value]
    return [name for name in cleaned if name][:MOST_NAMES]


def _titles(value: Any) -> Any:
    # A title may hold a comma: a lone string is one title.
    return _names([value] if isinstance(value, str) else value)


def _pair(value: Any) -> Any:
    # "Heat vs Ronin" names two; an "and" may be part of a title.
    if isinstance(value, str):
        value = re.split(r"\s+(?:vs\.?|versus)\s+|\s*[;；、|]\s*|\s*还是\s*", value)
    return _titles(value)


def _positions(value: Any) -> Any:
    if isinstance(value, str):
        value = re.findall(r"\d+", value)
    if value is None or isinstance(value, int | float):
        value = [] if value is None else [value]
    if not isinstance(value, list | tuple):
        return value
    return [place for place in map(_whole, value) if place is not None][:MOST_NAMES]


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        if value.lower() in _NOTHING:
            return None
        found = re.search(r"-?\d+", value)
        return int(found[0]) if found else value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _count(value: Any) -> Any:
    value = _whole(value)
    return min(max(value, 1), MOST_ITEMS) if isinstance(value, int) else value


def _year(value: Any) -> Any:
    value = _whole(value)
    return value if not isinstance(value, int) or value > 0 else None


def _price(value: Any) -> Any:
    if isinstance(value, str) and value.strip().lower() in _NOTHING:
        return None
    try:
        return price_of(value)
    except ValueError:
        return None


Text = Annotated[str, BeforeValidator(_text)]
Names = Annotated[list[str], BeforeValidator(_names)]
Titles = Annotated[list[str], BeforeValidator(_titles)]
Pair = Annotated[list[str], BeforeValidator(_pair)]
Positions = Annotated[list[int], BeforeValidator(_positions)]
Whole = Annotated[int | None, BeforeValidator(_whole)]
Year = Annotated[int | None, BeforeValidator(_year)]
Price = Annotated[float | None, BeforeValidator(_price)]
Count = Annotated[int | None, BeforeValidator(_count)]

_KINDS = {
    "loved": "like",
    "love": "like",
    "liked": "like",
    "positive": "like",
    "hate": "dislike",
    "hated": "dislike",
    "disliked": "dislike",
    "negative": "dislike",
    "seen": "watch",
    "watched": "watch",
    "saw": "watch",
    "saved": "save",
    "bookmark": "save",
    "skip": "dismiss",
    "not-now": "dismiss",
    "dismissed": "dismiss",
    "bought": "purchase",
    "buy": "purchase",
    "purchased": "purchase",
    "add-to-cart": "cart",
    "expensive": "too-expensive",
    "too-dear": "too-expensive",
    "owned": "seen-it",
    "already-have": "seen-it",
}


def _kind(value: Any) -> Any:
    word = str(value).strip().lower().replace(" ", "-").replace("_", "-")
    return _KINDS.get(word, word)


FeedbackKind = Annotated[
    Literal[
        "like",
        "dislike",
        "save",
        "watch",
        "cart",
        "purchase",
        "dismiss",
        "not-now",
        "too-expensive",
        "seen-it",
        "not-for-me",
    ],
    BeforeValidator(_kind),
]


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


def _also(name: str, *others: str) -> AliasChoices:
    return AliasChoices(name, *others)


_YEAR_MIN = _also("year_min", "min_year", "from_year", "year_from", "since")
_YEAR_MAX = _also("year_max", "max_year", "to_year", "year_to", "until")
_PRICE_MIN = _also(
    "price_min", "min_price", "price_from", "price_over", "price_above", "minimum_price"
)
_PRICE_MAX = _also(
    "price_max", "max_price", "price_to", "price_under", "price_below", "maximum_price",
    "price_limit", "budget",
)  # fmt: skip
_IN_STOCK = _also("in_stock", "available", "only_in_stock")
_EXCLUDE = _also("exclude", "excluded", "without")
_COUNTED = _also("n", "count", "limit", "number", "top_k")


class _Limited(_Arguments):
    """Arguments that limit a list; ``unread`` are those given that no limit could be made of, as
    they were written.
    """

    unread: SkipJsonSchema[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _note_unread(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        known = _spellings(cls)
        said = {
            name: value
            for name, value in given.items()
            # What the framework adds is none of these.
            if isinstance(value, str | int | float | list) and _text(value) != ""
        }
        prices = ("price_min", "price_max")
        unread = [
            f"{name}={_text(value)}"
            for name, value in said.items()
            if name not in known or (known[name] in prices and _price(value) is None)
        ]
        return {**given, "unread": tuple(one for one in unread if not one.startswith("unread="))}


def _spellings(model: type[BaseModel]) -> dict[str, str]:
    """The field that each accepted name of an argument stands for."""
    found = {name: name for name in model.model_fields}
    for name, field in model.model_fields.items():
        if isinstance(field.validation_alias, AliasChoices):
            found |= {str(choice): name for choice in field.validation_alias.choices}
    return found


class _Limits(_Limited):
    """Limits on what is listed."""

    genres: Names = Field(
        default_factory=list,
        validation_alias=_also("genres", "genre", "categories", "category"),
        description="Categories asked for, such as Comedy.",
    )
    exclude: Names = Field(
        default_factory=list,
        validation_alias=_EXCLUDE,
        description="Categories, people or words, such as a colour, that must not be there.",
    )
    year_min: Year = Field(None, validation_alias=_YEAR_MIN, description="Earliest year.")
    year_max: Year = Field(None, validation_alias=_YEAR_MAX, description="Latest year.")
    price_min: Price = Field(None, validation_alias=_PRICE_MIN, description="Lowest price.")
    price_max: Price = Field(None, validation_alias=_PRICE_MAX, description="Highest price.")
    in_stock: bool = Field(
        False, validation_alias=_IN_STOCK, description="True if nothing that is sold out is wanted."
    )
    n: Count = Field(
        None,
        validation_alias=_COUNTED,
        description="How many, 1 to 50; leave out for the usual number.",
    )


class RecommendArguments(_Limits):
    """What to recommend."""

    query: Text = Field("", description="What is wanted, in the person's own words.")
    people: Names = Field(
        default_factory=list,
        validation_alias=_also("people", "person", "actors", "actor", "cast"),
        description="People asked for, such as actors.",
    )
    like_titles: Titles = Field(
        default_factory=list,
        validation_alias=_also("like_titles", "like", "similar_to", "titles", "title"),
        description="Titles that the result should be similar to.",
    )
    cheapest: bool = Field(
        False,
        description="True if the cheapest of what fits are wanted: n of them, 1 for the cheapest.",
    )
    dearest: bool = Field(
        False,
        validation_alias=_also("dearest", "most_expensive"),
        description="True if the most expensive of what fits are wanted, n of them.",
    )
    another: bool = Field(
        False, description="True if other items than those shown before are wanted."
    )


class ItemArguments(_Arguments):
    """One item, by its title or by its position in the last list."""

    title: Text = Field(
        "",
        validation_alias=_also("title", "item", "name", "id", "movie", "film"),
        description="The item's title or id.",
    )
    position: Whole = Field(
        None,
        validation_alias=_also("position", "number", "index", "rank"),
        description="Instead of a title: its position in the list shown last, 1 is the first.",
    )


_POSITIONS = "Instead of titles: positions in the list shown last, 1 is the first."


class SimilarArguments(_Limits):
    """What the items shall be like."""

    titles: Titles = Field(
        default_factory=list,
        validation_alias=_also(
            "titles", "title", "items", "item", "like", "like_titles", "similar_to", "name", "id"
        ),
        description="Titles or ids of one or several items that the result shall be like.",
    )
    positions: Positions = Field(
        default_factory=list,
        validation_alias=_also("positions", "position", "index", "rank"),
        description=_POSITIONS,
    )


class SearchArguments(_Limits):
    """What to look for in the catalog."""

    text: Text = Field(
        "",
        validation_alias=_also("text", "query", "q", "words", "title", "name", "keywords"),
        description="A title, the name of a person, or words of what it is about.",
    )


class CompareArguments(_Arguments):
    """Which two items."""

    first: Text = Field(
        "",
        validation_alias=_also("first", "a", "title_a", "item_a", "first_title", "title1", "item1"),
        description="The first item's title or id.",
    )
    second: Text = Field(
        "",
        validation_alias=_also(
            "second", "b", "title_b", "item_b", "second_title", "title2", "item2"
        ),
        description="The second item's title or id.",
    )
    titles: Pair = Field(
        default_factory=list,
        validation_alias=_also("titles", "items"),
        description="Or both titles as a list.",
    )
    positions: Positions = Field(
        default_factory=list,
        validation_alias=_also("positions", "position", "numbers"),
        description=_POSITIONS,
    )


class FeedbackArguments(ItemArguments):
    """What the person thinks of, or did with, one item."""

    kind: FeedbackKind = Field(
        validation_alias=_also("kind", "feedback", "action", "type"),
        description="like, dislike, save (for later), watch (has seen it), cart, purchase, dismiss "
        "(not now), too-expensive, seen-it (has it already) or not-for-me.",
    )


class RecallArguments(_Arguments):
    """What to look for among the things the person said and did."""

    about: Text = Field(
        "",
        validation_alias=_also("about", "text", "query", "topic"),
        description="What to look for.",
    )
    n: Count = Field(None, description="How many, 1 to 50.")


class ForgetArguments(_Arguments):
    """What to delete. One of the three."""

    title: Text = Field(
        "",
        validation_alias=_also("title", "item"),
        description="Everything the person said or did about this title.",
    )
    topic: Text = Field(
        "", description="Everything the person said about this topic, such as a genre."
    )
    everything: bool = Field(
        False,
        validation_alias=_also("everything", "all"),
        description="True only if the person asked to delete everything.",
    )


class ProfileArguments(_Arguments):
    """As of when. (LangChain hands no runtime to a tool without any argument.)"""

    day: Text = Field(
        "",
        validation_alias=_also("day", "date", "at"),
        description="A past day as YYYY-MM-DD; leave out for now.",
    )


def _undone(value: Any) -> Any:
    word = str(value).strip().lower().replace("_", "-")
    return word if word in ("cart", "whole-cart") else "last"


class UndoArguments(ItemArguments):
    """What to take back."""

    what: Annotated[Literal["last", "cart", "whole-cart"], BeforeValidator(_undone)] = Field(
        "last",
        description="last: the last thing said or done. cart: take the item named, or else the one "
        "put there last, out of the cart. whole-cart: empty the cart.",
    )
