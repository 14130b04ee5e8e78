"""The words that name something in one catalog: its categories, people, tags, traits and titles.

Knows which phrase stands for which target; nothing of turns. Genres of the lexicon count only
where the catalog has them; its themes, which are those of stories, where it has any genre.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from statistics import median
from typing import Protocol

from penchant.agent.understand.common_words import common_words
from penchant.agent.understand.prices import Prices
from penchant.agent.understand.short_names import short_names
from penchant.agent.understand.text import clean
from penchant.agent.understand.titles import TitleWords, build_titles
from penchant.agent.understand.words import FUNCTION_WORDS, key_of, word_set
from penchant.memory.records import Item, Target
from penchant.tools.words.chinese_names import PEOPLE_ZH
from penchant.tools.words.lexicon import (
    GENRES,
    THEMES,
    Theme,
    chinese_genre_words,
    chinese_theme_words,
    english_genre_words,
    english_theme_words,
    genre_names,
    inflections,
)
from penchant.tools.words.traits import traits_by_attribute

FAMOUS = 5
"""Items a person must have before the surname alone names them."""
ALONE = 3
"""How many times as many items as the next of that surname they must have."""

SORTED = 0.75
"""Different values for each item that has an attribute, at most, where it sorts items."""
WORDS = 3
"""Words in the longest trait that is listened for."""
HANZI = 8
"""Characters of the longest Chinese one."""
EMPTY_TRAITS = word_set(
    "all any both none n/a unknown other others various assorted mixed default standard regular"
    " normal usual good best great nice fine ok new like-new as-new yes no true false one-size"
    " free-size 无 其他 其它 未知 默认 标准 普通 通用 均码 全新 新 好"
)
"""Values that tell nothing apart, or are said of anything."""


class Titled(Protocol):
    """What is needed of a catalog here; ``penchant.tools.catalog.catalog.Catalog`` has it."""

    @property
    def items(self) -> Sequence[Item]: ...
    @property
    def categories(self) -> tuple[str, ...]: ...
    @property
    def words_zh(self) -> Mapping[str, str]: ...
    def find_title(
        self, text: str, *, year: int | None = None, limit: int = 5
    ) -> list[tuple[Item, float]]: ...


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase stands for. ``weak`` words need a word such as "film" beside them,
    ``capital`` ones a capital letter at each word.
    """

    kind: str
    targets: tuple[Target, ...]
    weak: bool = False
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that can be named. ``phrases`` is keyed by :func:`~.words.phrase_key`, ``longest`` gives
    the length in words of the longest phrase that begins with a word; likewise for ``hanzi``.
    ``newest`` is the newest year of the catalog (None: no years known), ``prices`` what its prices
    are like (None: it has none), ``stocked`` whether it knows how much there is of anything.
    """

    phrases: Mapping[str, tuple[Sense, ...]]
    longest: Mapping[str, int]
    hanzi: Mapping[str, tuple[Sense, ...]]
    longest_hanzi: Mapping[str, int]
    surnames: Mapping[str, str]
    titles: TitleWords
    newest: int | None
    theme_words: Mapping[str, tuple[frozenset[str], ...]]
    themes: Mapping[str, Target]
    prices: Prices | None = None
    stocked: bool = False

    @property
    def sold(self) -> bool:
        """Whether the things of the catalog are for sale: it knows prices or stock."""
        return self.prices is not None or self.stocked

    def nearest_theme(self, phrase: str) -> Target | None:
        """The theme that names most of ``phrase``: all words of one of its labels are in it, and
        they make up at least half of it. None where there is no such theme.
        """
        words = {_stem(word) for word in key_of(phrase).split()} - FUNCTION_WORDS
        best, most = None, 0
        for name, labels in self.theme_words.items():
            covered = max((len(label) for label in labels if label <= words), default=0)
            if covered > most and 2 * covered >= len(words):
                best, most = name, covered
        return None if best is None else self.themes[best]


def build_vocabulary(catalog: Titled) -> Vocabulary:
    """The words of ``catalog``; about a third of a second for 5,000 items."""
    english: dict[str, list[Sense]] = {}
    chinese: dict[str, list[Sense]] = {}
    for phrase, sense in _senses(catalog):
        if _is_chinese(phrase):
            chinese.setdefault(phrase, []).append(sense)
        elif phrase:
            english.setdefault(phrase, []).append(sense)
    people = Counter(name for item in catalog.items for name in item.people)
    years = [item.year for item in catalog.items if item.year is not None]
    themes = THEMES if _tells_stories(catalog) else ()
    vocabulary = Vocabulary(
        phrases={phrase: _strongest(senses) for phrase, senses in english.items()},
        longest=_longest(english, lambda phrase: phrase.split()),
        hanzi={phrase: _strongest(senses) for phrase, senses in chinese.items()},
        longest_hanzi=_longest(chinese, list),
        surnames=_surnames(people),
        titles=build_titles(catalog.items, catalog.find_title),
        newest=max(years, default=None),
        theme_words={theme.name: _words_of(theme) for theme in themes},
        themes={theme.name: theme_target(theme) for theme in themes},
    )
    return with_offer(vocabulary, catalog.items)


def with_offer(vocabulary: Vocabulary, items: Iterable[Item]) -> Vocabulary:
    """``vocabulary`` with the prices and the stock of ``items``, which change more often than what
    they are called.
    """
    items = list(items)
    prices = [item.price for item in items if item.price is not None]
    return replace(
        vocabulary,
        prices=Prices(median(prices), min(prices)) if prices else None,
        stocked=any(item.stock is not None for item in items),
    )


def theme_target(theme: Theme) -> Target:
    """The target that stands for one theme of the lexicon."""
    return Target(kind="theme", name=theme.name, text=theme.text)


def _senses(catalog: Titled) -> Iterator[tuple[str, Sense]]:
    yield from _categories(catalog)
    yield from _genres(catalog.categories)
    yield from _people(catalog.items)
    for tag in dict.fromkeys(
        chain((t for item in catalog.items for t in item.tags), _traits(catalog.items))
    ):
        sense = Sense("theme", (Target(kind="theme", name=tag, text=tag),))
        for form in _forms(tag):
            yield form, sense
    if not _tells_stories(catalog):
        return
    for word, (theme, weak) in english_theme_words().items():
        yield key_of(word), Sense("theme", (theme_target(theme),), weak=weak)
    for word, (theme, weak) in chinese_theme_words().items():
        yield word, Sense("theme", (theme_target(theme),), weak=weak)


def _traits(items: Sequence[Item]) -> Iterator[str]:
    """The traits that somebody may name: a few words of an attribute by which items are sorted.
    An article number sorts nothing, and "good" says nothing.
    """
    having: Counter[str] = Counter()
    values: dict[str, dict[str, None]] = {}
    for item in items:
        for attribute, found in traits_by_attribute(item):
            having[attribute] += 1
            values.setdefault(attribute, {}).update(dict.fromkeys(found))
    for attribute, own in values.items():
        if len(own) <= SORTED * having[attribute]:
            yield from filter(_may_be_named, own)


def _may_be_named(trait: str) -> bool:
    plain = trait.casefold().replace(" ", "-")
    if len(trait) < 2 or plain in EMPTY_TRAITS or not any(map(str.isalpha, trait)):
        return False
    return len(clean(trait)) <= HANZI if _is_chinese(trait) else len(key_of(trait).split()) <= WORDS


def _tells_stories(catalog: Titled) -> bool:
    """Whether the catalog has genres of the lexicon, or nothing that tells what it is of."""
    own = catalog.categories
    chinese = any(category in chinese_genre_words() for category in own)  # 科幻
    return not own or chinese or bool(genre_names(own))


def _categories(catalog: Titled) -> Iterator[tuple[str, Sense]]:
    known = set(genre_names(catalog.categories).values())
    for category in catalog.categories:
        if category in known:
            continue  # the lexicon says which of its words are weak
        sense = Sense("genre", (_genre_target(category),))
        for form in _forms(category):
            yield form, sense
        if word := catalog.words_zh.get(category):
            yield clean(word), sense
    yield from _short_names(catalog, known)


def _short_names(catalog: Titled, known: Collection[str]) -> Iterator[tuple[str, Sense]]:
    """Categories as the catalog's titles call them: 普洱 for 普洱茶. Words of the lexicon stay."""
    names = {
        category: clean(catalog.words_zh.get(category, category))
        for category in catalog.categories
        if category not in known
    }
    titles = ((clean(item.title), item.categories) for item in catalog.items)
    for short, category in short_names(names, titles).items():
        if short not in chinese_theme_words() and short not in chinese_genre_words():
            yield short, Sense("genre", (_genre_target(category),))


def _genres(categories: Iterable[str]) -> Iterator[tuple[str, Sense]]:
    names = genre_names(categories)
    targets = {lexicon: _genre_target(own) for lexicon, own in names.items()}
    for words in (english_genre_words(), chinese_genre_words()):
        for phrase, word in words.items():
            found = tuple(targets[name] for name in word.names if name in targets)
            if found:
                form = phrase if _is_chinese(phrase) else key_of(phrase)
                yield form, Sense("genre", found, weak=word.weak)
    for lexicon, own in names.items():
        weak = (
            english_genre_words()[lexicon.lower()].weak
            if lexicon.lower() in (english_genre_words())
            else False
        )
        if key_of(own) != key_of(lexicon) and not weak:
            yield key_of(own), Sense("genre", (targets[lexicon],))


def _genre_target(category: str) -> Target:
    text = next((genre.text for genre in GENRES if genre.name == category), category)
    return Target(kind="genre", name=category, text=text)


def _people(items: Sequence[Item]) -> Iterator[tuple[str, Sense]]:
    common = common_words()
    counts = Counter(name for item in items for name in item.people)
    single = sum(" " not in name for name in counts) > len(counts) / 2
    for name, count in counts.items():
        if _is_chinese(name):  # nothing tells it from a usual word but its length
            if len(name) > 1:
                yield clean(name), Sense("person", (_person_target(name),))
            continue
        key = key_of(name)
        words = key.split()
        if not words or not (name[0].isupper() or name[0].isdigit()):
            continue
        short = len(key) < 3 or (not single and (count < 2 or len(key) < 4))
        if len(words) == 1 and short:
            continue
        plain = all(word in common for word in words)
        capital = plain or (len(words) == 1 and not single)
        yield key, Sense("person", (_person_target(name),), capital=capital)
    for chinese, name in PEOPLE_ZH.items():
        if name in counts:
            sense = Sense("person", (_person_target(name),))
            yield clean(chinese), sense
            yield clean(chinese).replace("·", ""), sense


def _person_target(name: str) -> Target:
    return Target(kind="person", name=name, text=f"With {name}")


def _surnames(counts: Counter[str]) -> dict[str, str]:
    """Surname -> the one well-known person who has it, for surnames that are no usual words."""
    holders: dict[str, list[tuple[int, str]]] = {}
    for name, count in counts.items():
        words = key_of(name).split()
        if len(words) >= 2 and words[-1] not in ("jr", "sr", "2", "3"):
            holders.setdefault(words[-1], []).append((count, name))
    found = {}
    for surname, people in holders.items():
        people.sort(reverse=True)
        most = people[0][0]
        second = people[1][0] if len(people) > 1 else 0
        alone = most >= FAMOUS and most >= ALONE * second
        if alone and len(surname) > 3 and surname not in common_words():
            found[surname] = people[0][1]
    return found


def _forms(name: str) -> set[str]:
    """The ways to write a category or tag: as it is, in the plural, in the singular."""
    if _is_chinese(name):
        return {clean(name)}
    key = key_of(name)
    if not key:
        return set()
    forms = {key, *inflections(key)}
    for ending, singular in (("ies", "y"), ("ves", "fe"), ("ves", "f"), ("es", ""), ("s", "")):
        if key.endswith(ending) and len(key) > len(ending) + 2:
            forms.add(key.removesuffix(ending) + singular)
    return {form for form in forms if form not in FUNCTION_WORDS}


def _strongest(senses: Sequence[Sense]) -> tuple[Sense, ...]:
    """One sense of each kind, the first; kinds in the order in which they were found."""
    kinds: dict[str, Sense] = {}
    for sense in senses:
        kinds.setdefault(sense.kind, sense)
    return tuple(kinds.values())


def _longest(phrases: Iterable[str], split: Callable[[str], Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for phrase in phrases:
        parts = split(phrase)
        if parts:
            found[parts[0]] = max(found.get(parts[0], 0), len(parts))
    return found


def _words_of(theme: Theme) -> tuple[frozenset[str], ...]:
    """The words of each label of a theme."""
    labels = (key_of(label).split() for label in (theme.name, *theme.english))
    found = (frozenset(map(_stem, label)) - FUNCTION_WORDS for label in labels)
    return tuple(label for label in found if label)


def _stem(word: str) -> str:
    for ending in ("ies", "es", "s", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word.removesuffix(ending)
    return word


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)
