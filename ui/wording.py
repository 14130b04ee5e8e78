"""In which words the page speaks to whom, and how dates and titles are written in them.

Knows languages, what a catalog is about and who reads; knows no sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from penchant.memory.records import Item
from penchant.tools.words.marks import in_marks
from penchant.ui.chinese import CHINESE, CHINESE_FILMS
from penchant.ui.english import ENGLISH, ENGLISH_FILMS
from penchant.ui.words import About, Language, Wording

__all__ = [
    "CHINESE",
    "CHINESE_FILMS",
    "ENGLISH",
    "ENGLISH_FILMS",
    "About",
    "Language",
    "Reader",
    "Wording",
    "language_of",
    "wording",
]


def wording(language: Language, about: About = "things") -> Wording:
    """The words of ``language`` for a catalog of what it is ``about``."""
    if about == "films":
        return CHINESE_FILMS if language == "zh" else ENGLISH_FILMS
    return CHINESE if language == "zh" else ENGLISH


def language_of(tags: str) -> Language:
    """The language for a browser's preference list such as ``zh-CN,zh;q=0.9,en;q=0.8``.

    The first of the two languages it names wins; naming neither means English.
    """
    for tag in tags.lower().split(","):
        primary = tag.split(";")[0].strip().split("-")[0]
        if primary == "zh":
            return "zh"
        if primary == "en":
            return "en"
    return "en"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page: in which words, in which time zone.

    ``categories_zh`` maps a catalog's category to its Chinese word, where one is known.
    """

    words: Wording = ENGLISH
    zone: tzinfo = UTC
    categories_zh: Mapping[str, str] = field(default_factory=dict)

    def pick(self, english: str, chinese: str) -> str:
        """The text in the reader's language, or the other one where that is empty."""
        return (chinese or english) if self.words.language == "zh" else (english or chinese)

    def category(self, name: str) -> str:
        """A category in the reader's language; its own name where no word is known."""
        return self.pick(name, self.categories_zh.get(name, ""))

    def title(self, item: Item) -> str:
        """The item's title as it stands in a sentence: Chinese sets marks around it."""
        return in_marks(item) if self.words.language == "zh" else item.title

    def day(self, moment: datetime) -> str:
        """The calendar day of ``moment`` where the reader is, such as ``3 May 2026``."""
        local = moment.astimezone(self.zone)
        month = self.words.months[local.month - 1]
        return self.words.date.format(year=local.year, month=month, day=local.day)
