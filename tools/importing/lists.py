"""How a cell lists names, and how a whole column does.

Knows separators, suffixes and initials; knows nothing of which columns there are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, TypeAlias

from penchant.memory.records import Json
from penchant.tools.importing.cells import says_nothing, text_of

Commas: TypeAlias = Literal["separate", "inside", "inverted"]
"""What a comma is in a column: the end of a name, a part of names (``Clothing, Shoes``), or what
stands between a surname and the rest (``Tolkien, J. R. R.``)."""

_SEPARATORS = (r"\|", r"[;；]", r"(?<=[\w)])\s*[>›»]\s*(?=[^\W\d_])", "、", r"\n")
_COMMA = re.compile(r"[,，]")
_SUFFIX = re.compile(r"(jr|sr|inc|ltd|llc|co|corp|gmbh|s\.?a|[ivx]+)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+")
_WITH_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+|.*\s(?:[^\W\d_]\.[\s-]*)+")
_OFTEN = 10
"""One cell in so many has to show that commas are no separators."""


def names_of(value: Json, *, commas: Commas = "separate") -> tuple[str, ...]:
    """The names in a cell, each once: a JSON list, nested or not, or text separated by ``|``,
    ``;``, ``>``, line ends or, only without those, by commas as ``commas`` says.
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
        pieces = [name for part in value for name in names_of(part, commas="inside")]
    else:
        pieces = [text_of(value)]
    cleaned = (" ".join(text_of(piece).split()) for piece in pieces)
    return tuple(dict.fromkeys(name for name in cleaned if not says_nothing(name)))


def commas_in(cells: Iterable[Json]) -> Commas:
    """What commas are in a column, by all of its cells.

    They are a part of names where they stand within what something else separates
    (``Gaiman, Neil; Pratchett, Terry``), and stand after surnames where initials follow them
    (``Tolkien, J. R. R.``).
    """
    lists = inside = inverted = 0
    for cell in cells:
        if not isinstance(cell, str) or not _COMMA.search(cell):
            continue
        if _separator(cell) is not None:
            inside += 1
            continue
        pieces = _comma_pieces(cell)
        if any(
            _WITH_INITIALS.fullmatch(piece) and " " not in before
            for before, piece in pairwise(pieces)
        ):
            inverted += 1
        lists += len(pieces) > 2
    if inside and inside * _OFTEN >= lists:
        return "inside"
    return "inverted" if inverted and inverted * _OFTEN >= lists else "separate"


def _separator(text: str) -> str | None:
    if "<" in text:  # marks of a text and no steps down a tree
        text = text.replace(">", "")
    return next((one for one in _SEPARATORS if re.search(one, text.strip())), None)


def _split(text: str, commas: Commas) -> list[str]:
    separator = _separator(text)
    if separator is not None:
        return re.split(separator, text)
    if commas == "inside":
        return [text]
    pieces = _comma_pieces(text)
    if commas == "inverted" and len(pieces) % 2 == 0:
        return [f"{pieces[k]}, {pieces[k + 1]}" for k in range(0, len(pieces), 2)]
    joined: list[str] = []
    for piece in pieces:
        if joined and _INITIALS.fullmatch(piece):  # "Tolkien, J. R. R."
            joined[-1] += f", {piece}"
        else:
            joined.append(piece)
    return joined


def _comma_pieces(text: str) -> list[str]:
    """The pieces between commas, suffixes left with their names: ``Robert Downey, Jr.``"""
    pieces: list[str] = []
    for piece in map(str.strip, _COMMA.split(text)):
        if pieces and _SUFFIX.fullmatch(piece):
            pieces[-1] += f", {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _listed(text: str) -> list[Json]:
    """The values of a list written in JSON, as Python prints one, or with bare words."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        named = re.findall(r"""['"](?:name|title)['"]:\s*(['"])(.*?)(?<!\\)\1""", text)
        quoted = named or re.findall(r"""(?<=[\[,\s])(['"])(.*?)(?<!\\)\1(?=\s*[,\]])""", text)
        return [part for _, part in quoted] or text.strip("[]").split(",")
    return value if isinstance(value, list) else [value]
