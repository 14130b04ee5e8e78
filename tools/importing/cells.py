"""What one cell says: a price, a year, a list of names, a moment.

Knows how people and programs write such values; knows nothing of columns, items or events.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from penchant.memory.records import Json

NOTHING = frozenset({"", "-", "--", "n/a", "na", "none", "null", "nil", "\\n", "unknown", "无"})
"""What is written where there is no value, in lower case."""

_NUMBER = re.compile(r"(?:(?<![^\W_])\.(?=\d))?\d[\d.,'\s\u00a0\u202f]*")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
_SUFFIX = re.compile(r"(jr|sr|inc|ltd|llc|co|corp|gmbh|[ivx]+)\.?", re.IGNORECASE)
_NAMES = ("name", "title", "value", "label", "url", "hi_res", "large", "thumb")
FIRST_SECOND, LAST_SECOND = 1e8, 5e9
"""Unix seconds that are taken for a time: from 1973 to 2128."""
_FORMS = (
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%a, %d %b %Y %H:%M:%S %z",
    "%d/%b/%Y:%H:%M:%S %z",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日",
)


def text_of(value: Json) -> str:
    """The cell as text without spaces around it; an empty string for no value. Lists are joined."""
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
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "").strip()


def says_nothing(value: Json) -> bool:
    """Whether the cell is empty or holds a word for "no value". (A title may be such a word.)"""
    if isinstance(value, float) and not math.isfinite(value):
        return True
    return value in (None, [], {}) or (
        isinstance(value, str) and value.strip().casefold() in NOTHING
    )


def names_of(value: Json, *, commas: bool = True) -> tuple[str, ...]:
    """The names in a cell, each once: a JSON list, nested or not, or text separated by ``|``,
    ``;``, ``>`` or, last and only with ``commas``, commas.
    """
    pieces: Iterable[str]
    if says_nothing(value):
        pieces = ()
    elif isinstance(value, str):
        text = value.strip()
        if text[:1] == "[" and text[-1:] == "]":
            return names_of(_listed(text))
        pieces = _split(text, commas)
    elif isinstance(value, list | tuple):
        pieces = [name for part in value for name in names_of(part, commas=False)]
    else:
        pieces = [text_of(value)]
    cleaned = (" ".join(text_of(piece).split()) for piece in pieces)
    return tuple(dict.fromkeys(name for name in cleaned if not says_nothing(name)))


def price_of(value: Json) -> float | None:
    """The amount in a cell such as ``$1,299.00``, ``¥ 12.5``, ``1.299,00 €`` or ``1.2万``.

    Of a range the lower one; None for no value or words alone.

    Raises ValueError for what is no price: not a number (NaN), infinite or negative.
    """
    if isinstance(value, bool):
        raise ValueError("a yes or no is no price")
    if isinstance(value, int | float):
        amount = float(value)
    else:
        text = unicodedata.normalize("NFKC", text_of(value))
        if re.fullmatch(r"[-+]?(nan|inf|infinity)", text.casefold()):
            raise ValueError(f"the price {text} is not a number")
        found = _NUMBER.search(text)
        if found is None:
            return None
        amount = _amount(found[0]) * (10_000 if text[found.end() :].startswith("万") else 1)
        before = text[: found.start()]
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
    try:
        number = float(text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", text) else text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None
    if not math.isfinite(number):
        raise ValueError(f"{text} is not a finite number")
    return number


def year_of(value: Json) -> int | None:
    """The year in a cell such as ``1999``, ``1999-03-31``, ``(1999)`` or ``1999年``, or None."""
    found = _YEAR.search(unicodedata.normalize("NFKC", text_of(value)))
    return int(found[1]) if found else None


def moment_of(value: Json, zone: tzinfo = UTC) -> datetime:
    """The moment in a cell: ISO 8601, Unix seconds, milliseconds or microseconds, or a common
    written form (month before day where both are numbers with slashes). A time without a zone is
    taken as one of ``zone``. ValueError where there is none.
    """
    text = re.sub(r"\s*(UTC|GMT)$", "+00:00", text_of(value))
    if re.fullmatch(r"\d{1,19}(\.\d*)?", text) and not re.fullmatch(r"(19|20)\d{6}", text):
        return _from_unix(float(text))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _written(text)
    try:
        return (moment.replace(tzinfo=zone) if moment.tzinfo is None else moment).astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is no time") from None


def _written(text: str) -> datetime:
    for form in _FORMS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  # the caller adds the zone
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no time" if text else "no time")


def _from_unix(number: float) -> datetime:
    # Smaller numbers are counters or years; larger ones count in units finer than seconds.
    for divisor in (1, 1_000, 1_000_000, 1_000_000_000):
        if FIRST_SECOND <= number / divisor < LAST_SECOND:
            return datetime.fromtimestamp(number / divisor, UTC)
    raise ValueError(f"{number:g} is no time")


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


def _listed(text: str) -> list[Json]:
    """The values of a list written in JSON, as Python prints one, or with bare words."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        named = re.findall(r"""['"](?:name|title)['"]:\s*(['"])(.*?)(?<!\\)\1""", text)
        quoted = named or re.findall(r"""(?<=[\[,\s])(['"])(.*?)(?<!\\)\1(?=\s*[,\]])""", text)
        return [part for _, part in quoted] or text.strip("[]").split(",")
    return value if isinstance(value, list) else [value]


def _split(text: str, commas: bool) -> list[str]:
    for separator in (r"\|", r"[;；]", r"\s+[>›»]\s+", "、"):
        if re.search(separator, text):
            return re.split(separator, text)
    if not commas:
        return [text]
    pieces: list[str] = []
    for piece in re.split(r"[,，]", text):
        if pieces and _SUFFIX.fullmatch(piece.strip()):  # "Robert Downey, Jr."
            pieces[-1] += f", {piece.strip()}"
        else:
            pieces.append(piece)
    return pieces


def _name_of(value: Json) -> str:
    """The name an object such as {"id": 28, "name": "Action"} goes by."""
    if isinstance(value, dict):
        for key in _NAMES:
            if isinstance(value.get(key), str | int):
                return str(value[key])
    return ""
