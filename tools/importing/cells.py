"""What one cell says: a text, a number, a stock, a year.

Knows how people and programs write such values; prices are ``prices``', lists of names ``lists``'
and times ``moments``'. Knows nothing of columns, items or events.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

from penchant.memory.records import Json

NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nil", "\\n", "unknown", "无"})
"""What is written where there is no value, in lower case."""

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
_NAMES = (
    *("name", "title", "value", "label", "text", "url", "src", "hi_res", "large", "thumb"),
    *("en", "en-us", "en-gb", "en_us", "zh", "zh-cn", "zh_cn", "default", "id"),
)
"""Fields that say what an object is, the surest first; a text in several languages is one too."""
_WHOLE = re.compile(r"\d+\.0")
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


def _name_of(value: Json) -> str:
    """The name an object such as {"id": 28, "name": "Action"} goes by."""
    if isinstance(value, Mapping):
        found = {str(name).casefold(): part for name, part in value.items()}
        for key in _NAMES:
            if isinstance(found.get(key), str | int) and not says_nothing(found[key]):
                return str(found[key])
    return ""
