"""Text of people and catalogs, made safe to stand inside a prompt as quoted data.

Knows what could break out of a quotation; knows nothing of what is quoted.
"""

from __future__ import annotations

import json
import unicodedata

QUOTE_LENGTH = 160
"""Longest quotation in characters; what is cut is marked with an ellipsis."""

_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "`": "'", "{": "(", "}": ")"})


def plain(text: str, length: int = QUOTE_LENGTH) -> str:
    """``text`` on one line, without control or invisible characters, markup or code fences."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text
        if unicodedata.category(c) not in ("Cf", "Co", "Cs", "Cn")
    )
    line = " ".join(kept.translate(_LOOKALIKES).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def quoted(text: str, length: int = QUOTE_LENGTH) -> str:
    """``text`` as :func:`plain` leaves it, between double quotes, with inner quotes escaped."""
    return json.dumps(plain(text, length), ensure_ascii=False)
