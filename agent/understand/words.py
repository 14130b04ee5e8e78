"""The words of a text in Latin letters, in the form in which titles and names are compared.

Knows letters, accents and numerals; nothing of titles, names or meanings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from penchant.agent.understand.text import CJK

_WORD = re.compile(rf"(?:[^\W_](?<![{CJK}]))+(?:'(?:[^\W_](?<![{CJK}]))+)*|&")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_NUMBERS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
}
_DIGITS = _ROMAN | _NUMBERS


def word_set(words: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(words.split())


FUNCTION_WORDS = word_set(
    "a an the of and or in on at to for from with by is it its as be this that these "
    "those are was were i you he she we they me him her us them my your his our their no "
    "not so if but up out off all who what how when where why do does did "
    "one two three first second third last other"
)
"""Words that make no title distinctive, however few there are."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word and where it stands. ``key`` is its form at the start of a phrase, ``inner`` the
    form after another word (numerals as digits); ``capital`` tells of a capital at its start.
    """

    start: int
    end: int
    key: str
    inner: str
    capital: bool


def tokens(text: str) -> list[Token]:
    """The words of ``text`` in order; Chinese characters are no words."""
    return [_token(found) for found in _WORD.finditer(text)]


def phrase_key(words: Sequence[Token]) -> str:
    """The form in which two spellings of one phrase are the same string.

    >>> phrase_key(tokens("Rocky III")), phrase_key(tokens("Amélie's  place"))
    ('rocky 3', 'amelie place')
    """
    return " ".join([words[0].key, *(word.inner for word in words[1:])]) if words else ""


def key_of(text: str) -> str:
    """:func:`phrase_key` of all words of ``text``."""
    return phrase_key(tokens(text))


def _token(found: re.Match[str]) -> Token:
    word = found[0]
    key = "and" if word == "&" else _plain(word)
    if key.endswith("'s"):
        key = key[:-2]
    key = key.replace("'", "")
    return Token(
        found.start(), found.end(), key, _DIGITS.get(key, key), word[0].isupper() or word.isdigit()
    )


def _plain(word: str) -> str:
    word = word.lower()
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
