"""What one cell says: a text, a price, a number, a year.

Knows how people and programs write such values; lists of names are ``lists``' and times
``moments``'. Knows nothing of columns, items or events.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

from penchant.memory.records import Json

NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nil", "\\n", "unknown", "无"})
"""What is written where there is no value, in lower case."""

_NUMBER = re.compile(r"(?:(?<![^\W_])\.(?=\d))?\d[\d.,'\s\u00a0\u202f]*")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
_NAMES = (
    *("name", "title", "value", "label", "text", "url", "src", "hi_res", "large", "thumb"),
    *("en", "en-us", "en-gb", "en_us", "zh", "zh-cn", "zh_cn", "default", "id"),
)
"""Fields that say what an object is, the surest first; a text in several languages is one too."""
_AMOUNTS = (
    "amount",
    "value",
    "price",
    "current",
    "now",
    "sale",
    "final",
    "regular",
    "list",
    "min",
    "low",
)
_CENTS = re.compile(r"(?<![\d,])\d{1,3}(?:\.?\d{3})*,\d{1,2}(?![\d,])")
_WHOLE = re.compile(r"\d+\.0")
FREE = frozenset({"free", "gratis", "kostenlos", "gratuit", "免费", "免費"})
"""Words for a price of nothing."""

SOLD_OUT = frozenset(
    {"no", "false", "n", "0", "out of stock", "outofstock", "out-of-stock", "out_of_stock"}
    | {"sold out", "soldout", "unavailable", "discontinued", "否", "无货", "缺货", "售罄", "无库存"}
)
IN_STOCK = frozenset(
    {"yes", "true", "y", "in stock", "instock", "in-stock", "in_stock", "available"}
    | {"limited", "limitedavailability", "preorder", "pre-order", "backorder", "on backorder"}
    | {"是", "有货", "现货", "有库存", "预售"}
)
"""What shops write for a stock that they do not count."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def text_of(value: Json) -> str:
    """The cell as text without spaces around it and without control characters, which could write
    to a terminal; an empty string for no value. Lists are joined.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, str):
        text = value
    elif isinstance(value, bool | int):
        text = str(value)
    elif isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    elif isinstance(value, list | tuple):
        text = " ".join(filter(None, map(text_of, value)))
    else:
        text = _name_of(value)
    # Half of a surrogate pair, as broken JSON escapes give it, cannot be stored.
    return _CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8")).strip()


def says_nothing(value: Json) -> bool:
    """Whether the cell is empty or holds a word for "no value". (A title may be such a word.)"""
    if isinstance(value, float) and not math.isfinite(value):
        return True
    return value in (None, [], {}) or (
        isinstance(value, str) and value.strip().casefold() in NOTHING
    )


def are_whole(cells: Iterable[Json]) -> bool:
    """Whether the cells are ids that a program wrote as numbers with a fraction: all are such as
    ``12.0``, which stands for 12.
    """
    said = [text for cell in cells if not says_nothing(text := text_of(cell))]
    # Numbers of JSON have lost their fraction in text_of.
    return bool(said) and all(map(_WHOLE.fullmatch, said))


def shows_decimal_comma(cells: Iterable[Json]) -> bool:
    """Whether prices of a column are written as ``12,50``: then ``1.299`` in it is a thousand."""
    return any(isinstance(cell, str) and _CENTS.search(cell) for cell in cells)


def price_of(value: Json, *, decimal_comma: bool = False) -> float | None:
    """The amount in a cell such as ``$1,299.00``, ``¥ 12.5``, ``1.299,00 €`` or ``1.2万``.

    ``decimal_comma`` says that a single point is none before decimals if three digits follow it.
    Of a range the lower one, of a list the first, of an object such as ``{"amount": 12,
    "currency": "EUR"}`` the amount; None for no value or words alone, but for those that say that
    it is free.

    Raises ValueError for what is no price: not a number (NaN), infinite or negative.
    """
    if isinstance(value, bool):
        raise ValueError("a yes or no is no price")
    if isinstance(value, Mapping):
        found = {str(name).casefold(): part for name, part in value.items()}
        amount_of = next((found[name] for name in _AMOUNTS if name in found), None)
        return price_of(amount_of, decimal_comma=decimal_comma)
    if isinstance(value, list):
        prices = (
            price_of(part, decimal_comma=decimal_comma) for part in value if not says_nothing(part)
        )
        return next((price for price in prices if price is not None), None)
    if isinstance(value, int | float):
        amount = float(value)
    else:
        text = unicodedata.normalize("NFKC", text_of(value))
        if re.fullmatch(r"[-+]?(nan|inf|infinity)", text.casefold()):
            raise ValueError(f"the price {text} is not a number")
        written = _NUMBER.search(text)
        if written is None:
            return 0.0 if text.casefold() in FREE else None
        digits = written[0]
        if decimal_comma and re.fullmatch(r"\d{1,3}\.\d{3}", digits.strip()):
            digits = digits.replace(".", "")
        amount = _amount(digits) * (10_000 if text[written.end() :].startswith("万") else 1)
        before = text[: written.start()]
        if "-" in before and not any(letter.isalpha() for letter in before):
            amount = -amount
    if not math.isfinite(amount) or amount < 0:
        raise ValueError(f"the price {value} is not a number or below zero")
    return amount


def number_of(value: Json) -> float | None:
    """The number in a cell such as ``4``, ``1,234`` or ``4.0 out of 5 stars``, None without one.

    Raises ValueError for other text and for what is not finite.
    """
    if isinstance(value, bool):
        return float(value)
    text = repr(value) if isinstance(value, int | float) else text_of(value)
    if says_nothing(text):
        return None
    rated = re.match(r"(\d+(?:\.\d+)?)\s*(?:/|out of|stars?|星|分)", text)
    if rated:
        return float(rated[1])
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{text} is not a finite number")
    return number


def stock_of(value: Json) -> float | None:
    """How much there is by a cell such as ``12``, ``in stock``, ``https://schema.org/OutOfStock``
    or ``售罄``: 0 where it is sold out (below 0 too, as where more was sold than there is), None
    where there is some and nobody says how much.

    Raises ValueError for other text.
    """
    if isinstance(value, bool):
        return None if value else 0.0
    text = unicodedata.normalize("NFKC", text_of(value)).casefold().rpartition("/")[2]
    if text in SOLD_OUT:
        return 0.0
    if text in IN_STOCK or says_nothing(value):
        return None
    number = number_of(text)
    return None if number is None else max(0.0, number)


def year_of(value: Json) -> int | None:
    """The year in a cell such as ``1999``, ``1999-03-31``, ``(1999)`` or ``1999年``, or None."""
    found = _YEAR.search(unicodedata.normalize("NFKC", text_of(value)))
    return int(found[1]) if found else None


def _amount(text: str) -> float:
    """The number that ``text``, digits with points, commas, spaces and apostrophes, stands for."""
    text = re.sub(r"['\s\u00a0\u202f]", "", text).rstrip(".,")
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
    elif text.count(",") == 1 and not re.fullmatch(r"\d{1,3},\d{3}", text):
        decimal = ","
    else:
        decimal = "." if text.count(".") == 1 else ""
    whole, _, part = text.rpartition(decimal) if decimal else (text, "", "")
    return float(re.sub(r"[.,]", "", whole or "0") + "." + (part or "0"))


def _name_of(value: Json) -> str:
    """The name an object such as {"id": 28, "name": "Action"} goes by."""
    if isinstance(value, Mapping):
        found = {str(name).casefold(): part for name, part in value.items()}
        for key in _NAMES:
            if isinstance(found.get(key), str | int) and not says_nothing(found[key]):
                return str(found[key])
    return ""
