"""Every mention in one turn: quotes, titles, phrases of the vocabulary, times, places in a list.

Knows how words must stand to name something (a weak word beside "film", a surname with a capital);
nothing of what is said about a mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from penchant.agent.understand.common_words import common_words
from penchant.agent.understand.eras import find_eras
from penchant.agent.understand.mentions import (
    ERA,
    GENRE,
    PERSON,
    QUOTED,
    SHOWN,
    THEME,
    Mention,
    settle,
)
from penchant.agent.understand.references import find_references
from penchant.agent.understand.title_reader import TitleReader
from penchant.agent.understand.vocabulary import Sense, Vocabulary
from penchant.agent.understand.words import Token, phrase_key, tokens, word_set
from penchant.memory.records import Item, Target

_THING = re.compile(
    r"[\s-]*(?:\w+[\s-])?(?:films?|movies?|flicks?|pictures?|pics?|stor(?:y|ies)|ones?"
    r"|stuff|titles?|series|shows?|genres?"
    r"|cinema|things?|tales?|epics?|content|books?|novels?|dramas?|vibes?)\b"
    r"|\s?(?:一?[点些]的?|片|电影|类|题材|影片|剧|大片|系列|作品|故事|风格|向|的)"
)
_SOMETHING = re.compile(
    r"(?:\b(?:something|anything|nothing|everything|more|less|really|very|super|genuinely"
    r"|properly|quite|films?"
    r"|movies?|stories|story|ones?|documentary|about|genres?|into|watch|not|with|some|of"
    r"|kind of|bit|:)"
    r"(?:\s+(?:a|an|the|that's|that is|that are|really|very|more|less|too|about|actually"
    r"|genuinely))*"
    r"|看|(?<!有)点|些|部|更|关于|类型是)\s*$"
)
_TASTE = re.compile(
    r"\b(?:lov|lik|hat|ador|enjoy|dislik|prefer|fan\b|tired|sick|fond|spot for|stand"
    r"|into\b|want|mood|recommend|show|some\b"
    r"|any\b|except|without|nothing|something|anything|no\b|more\b|less\b|good\b|great\b"
    r"|with\b|of\b|over\b|than\b|[0-9]0s\b)"
    r"[^.!?;]{0,24}$|(?:^|[.!?;,/&]|\band\b|\bor\b|\bnot\b)\s*$|(?:喜欢|讨厌|爱|不要|和|或"
    r"|与|跟)[^,.!?;]{0,3}$"
)
_VERBAL = re.compile(
    r"\b(?:to|i|you|we|they|he|she|it|the|my|your|his|her|our|their|this|that|at|who|can"
    r"|will|go)\s+$"
)
_ENDS = re.compile(
    r"\s*(?:$|[.,!?;:)/&~]|(?:and|or|but|so|too|the most|more|please|tonight|anymore"
    r"|any more|at all|over|than|to|now|for|with|from|that|which|about|in|on|by|where|set"
    r"|starring)\b|和|或|与|跟|的?(?:[,.!?]|$))"
)
_BE = re.compile(
    r"(?:\b(?:is|was|are|were|be|being|it's|that's|he's|she's|i'm|am|feel|feeling|felt|get"
    r"|got|looks?|seems?)"
    r"(?:\s+(?:so|too|very|really|pretty|a bit|quite|not|rather|kind of|actually|that|just))*)\s*$"
)
_POSSESSIVE = re.compile(r"\b(?:my|your|his|her|our|their|a|own|the)\s+(?:\w+\s+)?$")
_KIN = word_set(
    "friend friends buddy buddies kids children dad mother mom father brother brothers "
    "sister sisters siblings family women bride teacher doctor nurse husband wife 朋友 "
    "孩子 小孩 妈妈 爸爸 母亲 父亲 同学 老师 家人 儿童 少年 闺蜜 女儿 儿子"
)
_KIN_BEFORE = re.compile(
    r"(?:\b(?:my|your|his|her|our|their|with|the|best)\s+(?:\w+\s+)?"
    r"|(?:n't|\bnot) (?:just|only|merely) for\s+|我的?|你的?|他的?"
    r"|她的?|和|跟|陪|带|给|让|与|一个|有个|好)$"
)
_KIN_ACTS = re.compile(
    r"\s*(?:(?:really |also |all |do |does |don't |doesn't |just |always )?(?:love|like"
    r"|hate|enjoy|say|said|think|told|want|recommend|watch|adore|is|are|was|were|and i)"
    r"|们?(?:都|也|很|超|特别|非常|最|不)*(?:喜欢|爱|说|讨厌|觉得|推荐|想|要|看|一起|在"
    r"|和我))"
)
_LONE_BEFORE = re.compile(r"(?:有|关于|讲|喜欢|爱|讨厌|怕|看|养|和|或|跟|与|是|要|[^一-鿿]|^)$")
_LONE_AFTER = re.compile(r"(?:的|片|电影|题材|类|和|或|与|跟|吗|了|[^一-鿿]|$)")


@dataclass(slots=True)
class Scanner:
    """Reads one plain text once."""

    text: str
    lower: str
    vocabulary: Vocabulary
    shown: Sequence[Item]
    now: int

    def mentions(self) -> list[Mention]:
        """The mentions in the order of the text; no two overlap."""
        words = tokens(self.text)
        titles = TitleReader(
            text=self.text,
            lower=self.lower,
            words=words,
            titles=self.vocabulary.titles,
            others=self._others,
            shown=frozenset(item.id for item in self.shown),
        )
        quoted = list(titles.quoted())
        hidden = [m for m in quoted if m.kind == QUOTED]
        found = [
            *quoted,
            *titles.plain(),
            *titles.hanzi(),
            *self._phrases(words),
            *self._surnames(words),
            *self._hanzi(),
            *find_eras(self.lower, self.now),
            *find_references(self.lower, self.shown),
        ]
        found = settle([m for m in found if m in hidden or not _within(m, hidden)])
        found = [m for m in found if not self._named_before(m, found)]
        taken = {place for m in found for place in range(m.start, m.end)}
        guessed = list(titles.misspelt(taken.__contains__))
        return settle([*found, *guessed]) if guessed else found

    def _named_before(self, mention: Mention, found: Sequence[Mention]) -> bool:
        """Whether "them" stands for what the same sentence named before, not for the list."""
        if mention.kind != SHOWN or "them" not in self.lower[mention.start : mention.end]:
            return False
        start = max(self.lower.rfind(stop, 0, mention.start) for stop in ".!?\n")
        return any(start < m.start < mention.start and m.kind not in (SHOWN, ERA) for m in found)

    # -- phrases of the vocabulary -------------------------------------------------------------

    def _phrases(self, words: Sequence[Token]) -> Iterator[Mention]:
        pending: list[Mention] = []
        firm: list[Mention] = []
        skip = 0
        for first, word in enumerate(words):
            if first < skip:
                continue
            for length in range(self.vocabulary.longest.get(word.key, 0), 0, -1):
                part = words[first : first + length]
                if len(part) < length:
                    continue
                sense = self._sense(part)
                if sense is None or self.lower[part[0].start : part[-1].end].count("."):
                    continue
                mention = _mention(part[0].start, part[-1].end, sense.kind, sense.targets)
                if sense.weak and not self._supported(part[0].start, part[-1].end):
                    pending.append(mention)
                    continue
                firm.append(mention)
                skip = first + length
                break
        yield from firm
        yield from _joined(pending, firm, self.lower)

    def _sense(self, words: Sequence[Token]) -> Sense | None:
        senses = self.vocabulary.phrases.get(phrase_key(words), ())
        for sense in senses:
            if sense.capital and not all(word.capital for word in words):
                continue
            if sense.capital and len(words) == 1 and self._opens(words[0].start):
                continue
            if sense.kind == THEME and self._kin(words[0].start, words[-1].end):
                continue
            if sense.kind == GENRE and self._kin(words[0].start, words[-1].end):
                continue
            return sense
        return None

    def _surnames(self, words: Sequence[Token]) -> Iterator[Mention]:
        for place, word in enumerate(words):
            name = self.vocabulary.surnames.get(word.key)
            if name is None or not word.capital:
                continue
            if place and self._first_name(words[place - 1], word):
                continue  # another person of that surname
            target = Target(kind="person", name=name, text=f"With {name}")
            yield _mention(word.start, word.end, PERSON, (target,))

    def _first_name(self, before: Token, word: Token) -> bool:
        """Whether ``before`` is a name that goes with ``word``."""
        beside = before.capital and before.end == word.start - 1
        return beside and not self._opens(before.start) and before.key not in common_words()

    def _hanzi(self) -> Iterator[Mention]:
        pending: list[Mention] = []
        firm: list[Mention] = []
        skip = 0
        text, longest = self.lower, self.vocabulary.longest_hanzi
        for start, character in enumerate(text):
            if start < skip:
                continue
            for end in range(min(len(text), start + longest.get(character, 0)), start, -1):
                sense = self._hanzi_sense(start, end)
                if sense is None:
                    continue
                mention = _mention(start, end, sense.kind, sense.targets)
                if sense.weak and not self._supported(start, end):
                    pending.append(mention)
                    continue
                firm.append(mention)
                skip = end
                break
        yield from firm
        yield from _joined(pending, firm, self.lower)

    def _hanzi_sense(self, start: int, end: int) -> Sense | None:
        for sense in self.vocabulary.hanzi.get(self.lower[start:end], ()):
            if end - start == 1 and not (
                _LONE_BEFORE.search(self.lower[max(0, start - 2) : start])
                and _LONE_AFTER.match(self.lower[end : end + 2])
            ):
                continue
            if sense.kind in (THEME, GENRE) and self._kin(start, end):
                continue
            return sense
        return None

    # -- what stands around a word -------------------------------------------------------------

    def _supported(self, start: int, end: int) -> bool:
        """Whether a weak word is used as the name of a kind of film."""
        before, after = self.lower[max(0, start - 40) : start], self.lower[end : end + 24]
        if _THING.match(after):
            return not _POSSESSIVE.search(before) or bool(
                re.match(r"[\s-]*(?:films?|movies?)", after)
            )
        if _BE.search(before):
            return False
        ends = bool(_ENDS.match(after))
        if not ends or _VERBAL.search(before):
            return False
        return bool(_SOMETHING.search(before) or _TASTE.search(before))

    def _kin(self, start: int, end: int) -> bool:
        """Whether the word means people around the speaker rather than a theme."""
        if self.lower[start:end] not in _KIN:
            return False
        return bool(
            _KIN_BEFORE.search(self.lower[max(0, start - 16) : start])
            or _KIN_ACTS.match(self.lower[end : end + 20])
        )

    def _opens(self, start: int) -> bool:
        before = self.lower[max(0, start - 3) : start].rstrip()
        return not before or before[-1] in ".!?\n:;"

    def _others(self, key: str) -> frozenset[str]:
        return frozenset(
            sense.kind
            for sense in self.vocabulary.phrases.get(key, ())
            if not sense.weak or sense.kind == GENRE
        )


def _mention(start: int, end: int, kind: str, targets: tuple[Target, ...]) -> Mention:
    return Mention(start=start, end=end, kind=kind, targets=targets)


def _within(mention: Mention, outer: Sequence[Mention]) -> bool:
    return any(m.start <= mention.start and mention.end <= m.end for m in outer)


_LINK = re.compile(r"\s*(?:and|or|but(?: also)?|&|,|/|-|和|或|与|跟|及|, and|, or)?\s*")


def _joined(weak: Sequence[Mention], firm: Sequence[Mention], lower: str) -> Iterator[Mention]:
    """The weak words that stand in one list with a firm genre: "war and history films"."""
    known = {m.end: m for m in firm if m.kind == GENRE}
    starts = {m.start: m for m in firm if m.kind == GENRE}
    for mention in reversed(weak):
        after = _LINK.match(lower, mention.end)
        end = after.end() if after is not None else mention.end
        before = [place for place in known if 0 <= mention.start - place <= 6]
        linked = any(_LINK.fullmatch(lower[place : mention.start]) for place in before)
        if end in starts or linked:
            starts[mention.start] = mention
            yield mention
