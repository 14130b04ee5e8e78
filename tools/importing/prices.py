"""Prices as files and hosts write them.

Knows currencies' habits, ranges, groups of digits and words such as ``k`` and ``万``; knows nothing
of columns or items, nor of which currency it is.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

from penchant.memory.records import Json
from penchant.tools.importing.cells import says_nothing, text_of

FREE = frozenset({"free", "gratis", "kostenlos", "gratuit", "免费", "免費"})
"""Words for a price of nothing."""

_NUMBER = re.compile(r"(?:(?<![^\W_])\.(?=\d))?\d[\d.,'\s\u00a0\u202f]*")
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
_SCIENTIFIC = re.compile(r"[^\w+-]*([-+]?\d+(?:\.\d*)?e[-+]?\d{1,4})\W*", re.IGNORECASE)
_TIMES: Mapping[str, int] = {
    **{"k": 1_000, "thousand": 1_000, "千": 1_000, "万": 10_000, "萬": 10_000},
    **{"million": 1_000_000, "百万": 1_000_000, "百萬": 1_000_000, "亿": 10**8, "億": 10**8},
}
_LARGER = re.compile(
    r"\s?(k|thousand|million)(?![^\W\d_])|\s?(百[万萬]|[千万萬亿億])", re.IGNORECASE
)
_UNSURE = re.compile(
    r"\s?(?:m|mn|mio|mrd|b|bn|billion|lakh|crore)(?![^\W\d_])"
    r"|e[-+]?\d|[a-z_]\d|\s*(?:[x×*]|for\s)\W*\d"
    r"|\s*[-–~至到]\W*[\d.,]+\s?(?:k(?![^\W\d_])|[千万萬亿億])",
    re.IGNORECASE,
)
"""What follows a number and says that it is not the price by itself: ``1.2m``, ``1e5 each``,
``2 x 5``, ``3 for $10``, ``1-2k``."""

_APART = re.compile(r"\d[\s\u00a0\u202f](?!\d{3}(?!\d))\d|[.,][\s\u00a0\u202f]\d")
"""Two numbers rather than one in groups of three."""

_CENTS = re.compile(r"(?<![\d,])\d{1,3}(?:\.?\d{3})*,\d{1,2}(?![\d,])")


def shows_decimal_comma(cells: Iterable[Json]) -> bool:
    """Whether prices of a column are written as ``12,50``: then ``1.299`` in it is a thousand."""
    return any(isinstance(cell, str) and _CENTS.search(cell) for cell in cells)


def price_of(value: Json, *, decimal_comma: bool = False) -> float | None:
    """The amount in a cell such as ``$1,299.00``, ``¥ 12.5``, ``1.299,00 €`` or ``1.2万``.

    ``decimal_comma`` says that a single point is none before decimals if three digits follow it.
    Of a range the lower one, of a list the first, of an object such as ``{"amount": 12,
    "currency": "EUR"}`` the amount; None for no value or words alone, but for those that say that
    it is free.

    Numbers may be scientific (``1.5E+03``) or end in a word such as ``k``, ``万`` or ``million``.

    Raises ValueError for what is no price: not a number (NaN), infinite, negative, or with a number
    in it that is not the price by itself (``1.2m``, ``2 x 5``).
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
        written = _written(unicodedata.normalize("NFKC", text_of(value)), decimal_comma)
        if written is None:
            return None
        amount = written
    if not math.isfinite(amount) or amount < 0:
        raise ValueError(f"the price {value} is not a number or below zero")
    return amount


def _written(text: str, decimal_comma: bool) -> float | None:
    """The amount in ``text``, None where there is no number."""
    if re.fullmatch(r"[-+]?(nan|inf|infinity)", text.casefold()):
        raise ValueError(f"the price {text} is not a number")
    if (scientific := _SCIENTIFIC.fullmatch(text)) is not None:
        return float(scientific[1])
    found = _NUMBER.search(text)
    if found is None:
        return 0.0 if text.casefold() in FREE else None
    digits = found[0].rstrip()
    rest = text[found.start() + len(digits) :]
    if _APART.search(digits) or _UNSURE.match(rest):
        raise ValueError(f"the price {text[:40]} cannot be read whole")
    if decimal_comma and re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        digits = digits.replace(".", "")
    amount = _amount(digits)
    if (larger := _LARGER.match(rest)) is not None:
        # 1.1 thousand is 1100, not a little more.
        amount = round(amount * _TIMES[larger[0].strip().casefold()], 6)
    before = text[: found.start()]
    signed = "-" in before and not any(letter.isalpha() for letter in before)
    return -amount if signed else amount


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
