"""Titles in a turn, and the signs that a phrase is meant as one.

Knows capitals, quotes, years and the words around a phrase; nothing of what is said about a title.
An ordinary word that is also a title ("It", "Heat") is linked only with a sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from penchant.agent.understand.common_words import common_words
from penchant.agent.understand.mentions import ITEM, QUOTED, UNKNOWN, Mention, item_target
from penchant.agent.understand.text import CJK
from penchant.agent.understand.titles import NEAR, HanziTitle, TitleWords
from penchant.agent.understand.words import FUNCTION_WORDS, Token, key_of, phrase_key, word_set
from penchant.memory.records import Item

GUESSES = 3
"""Misspelt titles that are looked for in one turn; each costs a pass over all titles."""

_QUOTES = re.compile(
    r'《(?P<book>[^《》\n]{1,80})》|"(?P<double>[^"\n]{1,120})"'
    r"|(?<![\w'])'(?P<single>[^'\n]{2,60}(?:'[a-z][^'\n]{0,40})?)'(?![\w'])"
)
_OWN_WORDS = re.compile(
    r"\b(?:i|i'm|i've|my|me|we|you|love|hate|like|want|forget|recommend|show)\b"
    r"|我|你|喜欢|讨厌|爱|推荐|想|要",
    re.IGNORECASE,
)
_YEAR_AFTER = re.compile(
    r"\s*(?:\(\s*|,\s*|from\s+|of\s+|\[)?((?:19|20)\d\d)(?:年(?:的|版)?)?\s*[\])]?"
)
_YEAR_BEFORE = re.compile(
    r"\b((?:19|20)\d\d)(?:'s|年(?:的|版(?:的)?)?)?\s*(?:film|movie|version of)?\s*$"
)
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:movie|film|flick|picture|show|series|book|novel|called|titled|named|entitled)"
    r"(?:\s+(?:called|titled|named))?|电影|片子|影片|叫做?|名叫)\s*:?\s*$"
)
_NOUN_AFTER = re.compile(r"\s*(?:\bthe\s+)?(?:(?:movie|film)s?\b|这部|那部|这片|这个电影|电影)")
_FRAME = re.compile(
    r"(?:\b(?:watch(?:ed|ing|es)?|saw|seen|re-?watch(?:ed|ing)?|love[ds]?|loving|like[ds]?"
    r"|enjoy(?:ed|ing)?"
    r"|hate[ds]?|dislike[ds]?|adore[ds]?|finished|recommend(?:ed)?|suggest(?:ed)?|to|why"
    r"|than|bought|own"
    r"|read|tried|played|save|add|bookmark|about|is|was|know|try|check out|called|see"
    r"|seeing|in)(?:\s+(?:the|my|that|this|both))?"
    r"|看过了?|看了|看完了?|刚看|喜欢|讨厌|爱|类似|像|推荐|收藏|比|买过|买了|为什么推荐)\s*$"
)
_FIRM = re.compile(
    r"(?:\b(?:watch(?:ed|ing|es)?|saw|seen|re-?watch(?:ed|ing)?|love[ds]?|loving|like[ds]?"
    r"|enjoy(?:ed|ing)?|hate[ds]?"
    r"|dislike[ds]?|adore[ds]?|finished|recommend(?:ed)?|suggest(?:ed)?|bought|own|read"
    r"|played|save|bookmark|why)(?: the)?"
    r"|看过了?|看了|看完了?|刚看|喜欢|讨厌|类似|像|推荐|收藏|买过|买了)\s*$"
)
_GOES_ON = re.compile(r"\s*:\s*\w|\s(?!I\b)[A-Z]\w+")
_LISTED = re.compile(r"\s*(?:,|and|or|&|/|, and|, or|和|或|与)\s*(?:the (?:film|movie) )?")
_END = re.compile(
    r"\s*(?:$|[.,!?;:)/~&\"]|(?:and|or|but|again|yesterday|last|today|tonight|so|a lot|very|too"
    r"|yet|already|once|twice|because|when|really|is|was|were|though|without|for|on|before"
    r"|last|recently|years?|made|did|has|looks?|sounds?|seems?|to|next|instead|more|please|first"
    rf"|except|with|by|if|this|in|based|about|good|any|worth|scary|available|suitable"
    rf"|released|from|three|several|many|maybe|gets?|got|deserves|blew|bored|kept|left"
    rf"|still|always|never|totally|absolutely|just|ever|even|now|recently|it|i|\\d)\b|'s\b"
    rf"|[{CJK}])"
)
_SUBJECT_OF = re.compile(
    r"\s*(?:is|was|isn't|wasn't|looks|sounds|bored|has|had|made|sucks|sucked|rocks)\b"
)
_SORT_OF = re.compile(r"[ -](?:type|like|style|esque|ish|kind of)\b")
NEARER = 90.0
"""Lowest likeness of a title that only its own words give away."""
_WAS = re.compile(r" was\b")
"""After the title of a film, not of a kind of film."""
_DIGIT_ZH = re.compile(r"\d{2}")
_KIND_ZH = re.compile(r"\s?(?:电影(?!里)|影片|片|类|题材|主题|风格的|们|\d)")
_SEEN_ZH = re.compile(
    r"(?:看了|看过|看完了?|重温了?|刷了|类似|电影|喜欢|那部|这部|收藏|推荐|[买喝吃用](?:了|过)|那款|这款)\s?$"
)
_END_ZH = re.compile(
    r"$|[ ,.!?;:)/~]|[,.]?(?:真|太|很|挺|好|还|超|也|和|那|这|吗|吧|之后|以后|觉得|感觉)"
)
_CLAUSE_ZH = re.compile(r"(?:^|[,.!?;:\n~ ])$")
_JUDGED_ZH = re.compile(
    r"(?:真|太|超|好看|不错|这部|封神|经典|绝了|难看|yyds|好[喝吃用]|难[喝吃用]|有一?点贵|有货|多少钱|怎么样|还有货"
    r"|先不|先别|暂时不|我?(?:已经|早就)有|家里(?:已经)?有|我?[买喝吃用]过|这款)"
)
_TIMES = word_set(
    "last night day days today tonight tomorrow yesterday week weekend month year years "
    "morning evening time times now then soon later next one ones other others first "
    "second third thing things something anything nothing everything someone movie movies "
    "film films show shows more most best better good great new old kind sort type bit "
    "lot way much many few"
)


@dataclass(slots=True)
class TitleReader:
    """Finds titles in one turn. ``others`` tells which phrases mean something else as well
    (a genre, a person, a theme); ``shown`` are the items of the last list, which need less of a
    sign.
    """

    text: str
    lower: str
    words: Sequence[Token]
    titles: TitleWords
    others: Callable[[str], frozenset[str]]
    shown: frozenset[str] = frozenset()
    guesses: int = field(default=GUESSES)

    def quoted(self) -> Iterator[Mention]:
        """What stands in quotes or 《》: a title, an unknown title, or somebody's words."""
        for found in _QUOTES.finditer(self.text):
            inside = next(group for group in found.groups() if group is not None)
            end, year = self._year(found.start(), found.end())
            item = self.titles.called(key_of(inside), year) if key_of(inside) else None
            if item is None and (named := self.titles.hanzi.get(inside.lower())) is not None:
                item = named.item
            if item is None and self._may_guess(inside):
                item = self.titles.like(inside, year)
            if item is not None and not self.others(key_of(inside)) & {"genre"}:
                yield self._mention(found.start(), end, item, sure=True)
            elif found["book"] is not None:
                yield Mention(start=found.start(), end=found.end(), kind=UNKNOWN, sure=True)
            elif _OWN_WORDS.search(inside) and found.end() - found.start() < len(self.text) - 2:
                yield Mention(start=found.start(), end=found.end(), kind=QUOTED, sure=True)

    def plain(self) -> Iterator[Mention]:
        """Titles without quotes, the longest at each place that bears the signs of one."""
        skip = 0
        listed = 0
        for first, word in enumerate(self.words):
            if first < skip:
                continue
            gap = self.lower[listed : word.start] if listed else "."
            for length in range(self.titles.longest.get(word.key, 0), 0, -1):
                mention = self._at(first, first + length, bool(_LISTED.fullmatch(gap)))
                if mention is not None:
                    listed = mention.end
                    skip = first + length
                    yield mention
                    break

    def hanzi(self) -> Iterator[Mention]:
        """Titles in Chinese characters; one that is an ordinary word as well bears a sign."""
        skip = 0
        longest = self.titles.longest_hanzi
        for start, character in enumerate(self.lower):
            if start < skip:
                continue
            for end in range(min(len(self.lower), start + longest.get(character, 0)), start, -1):
                named = self.titles.hanzi.get(self.lower[start:end])
                if named is None or not self._meant_in_chinese(named, start, end):
                    continue
                yield self._mention(start, end, named.item)
                skip = end
                break

    def _meant_in_chinese(self, named: HanziTitle, start: int, end: int) -> bool:
        before, after = self.lower[max(0, start - 8) : start], self.lower[end : end + 8]
        if _DIGIT_ZH.search(before[-1:] + self.lower[start]) or _KIND_ZH.match(after):
            return False
        if end - start == 1:
            return False
        if not named.word or named.item.id in self.shown:
            return True
        if _SEEN_ZH.search(before):
            return bool(_END_ZH.match(after))
        return bool(_CLAUSE_ZH.search(before) and _JUDGED_ZH.match(after))

    def misspelt(self, taken: Callable[[int], bool]) -> Iterator[Mention]:
        """Titles that are near to what follows "watched", "the film" and the like."""
        for first, word in enumerate(self.words):
            before = self.lower[max(0, word.start - 40) : word.start]
            if taken(word.start) or not self.guesses:
                continue
            last = self._phrase_end(first, taken)
            if not (_FIRM.search(before) or _NOUN_BEFORE.search(before)):
                yield from self._strange(first, last)
                continue
            span = self.text[word.start : self.words[last - 1].end] if last > first else ""
            keys = [token.key for token in self.words[first:last]]
            if not self._distinctive(keys) or not self._may_guess(span):
                continue
            if any(self.others(key) for key in keys) and not word.capital:
                continue
            end, year = self._year(word.start, self.words[last - 1].end)
            item = self.titles.like(span, year)
            if item is not None:
                yield self._mention(word.start, end, item)

    def _strange(self, first: int, last: int) -> Iterator[Mention]:
        """A misspelt title that opens a sentence or has a capital, with no word before it that
        says so: several words very near to a title, or one word before "type" or "like".
        """
        word = self.words[first]
        if not self._distinctive([word.key]) or len(word.key) < 5 or self.others(word.key):
            return
        if not (word.capital or self._opens([word])) or not self._may_guess(word.key):
            return
        for stop in range(min(last, first + 5), first, -1):
            end = self.words[stop - 1].end
            span = self.text[word.start : end]
            alone = stop - first == 1
            if alone and not _SORT_OF.match(self.lower, end):
                return
            item = self.titles.like(span, near=NEAR if alone else NEARER)
            if item is not None and (alone or len(span) >= 10):
                yield self._mention(word.start, end, item)
                return

    # -- the signs -----------------------------------------------------------------------------

    def _at(self, first: int, last: int, listed: bool) -> Mention | None:
        if last > len(self.words):
            return None
        words = self.words[first:last]
        key = phrase_key(words)
        if key not in self.titles.exact and key not in self.titles.short:
            return None
        start, stop = words[0].start, words[-1].end
        end, year = self._year(start, stop)
        item = self.titles.called(key, year)
        if item is None:  # the year given is no year of it
            return None
        between = self.text[start:stop]
        if "\n" in between or between.count(". ") > item.title.count("."):
            return None
        whole = key in self.titles.exact
        if (end > stop and self._dated(words)) or self._meant(words, key, item, whole, listed):
            return self._mention(start, end, item)
        plain = self.titles.called(key) if end > stop else None
        if plain is not None and self._meant(words, key, plain, whole, listed):
            return self._mention(start, stop, plain)
        return None

    def _dated(self, words: Sequence[Token]) -> bool:
        """Whether a year after ``words`` is enough: not so for "horror 1995" or "in 1995"."""
        key = phrase_key(words)
        return not self.others(key) and (words[0].capital or self._distinctive(key.split()))

    def _meant(
        self, words: Sequence[Token], key: str, item: Item, whole: bool, listed: bool
    ) -> bool:
        before = self.lower[max(0, words[0].start - 40) : words[0].start]
        after = self.lower[words[-1].end : words[-1].end + 24]
        other = self.others(key)
        content = [word for word in words if word.key not in FUNCTION_WORDS]
        capitals = not self._shouting and all(w.capital for w in content or words)
        noun = bool(_NOUN_BEFORE.search(before)) or bool(_NOUN_AFTER.match(after))
        firm = bool(_FIRM.search(before))
        frame, end = listed or bool(_FRAME.search(before)), bool(_END.match(after))
        if "genre" in other or "person" in other:
            return False
        if noun and (capitals or self._distinctive(key.split())) and (content or capitals):
            return not other or capitals
        if other:
            named, opens = whole and self._distinctive(key.split()), self._opens(words)
            one = named and opens and other == {"theme"} and bool(_WAS.match(after))
            known = one and item.prior >= self.titles.known
            return known or (capitals and end and (named or (frame and not opens)))
        if not content or all(w.key in _TIMES for w in content):
            sign = frame or (whole and item.id in self.shown)
            return capitals and sign and end and not self._opens(words) and len(key) > 1
        if not whole and _GOES_ON.match(self.text, words[-1].end):
            return False
        if not whole and not capitals and not self._distinctive(key.split()):
            return False
        if item.id in self.shown and (capitals or frame or len(content) > 1):
            return True
        if len(content) == 1:
            return self._one_word(words, item, capitals, frame, firm, end)
        if capitals:
            return True
        if self._opens(words) and words[0].capital and not _SUBJECT_OF.match(after):
            return False
        if self._distinctive([w.key for w in content]):
            return frame or item.prior >= self.titles.known
        return firm and end and len(words) >= 2 and whole

    def _one_word(
        self,
        words: Sequence[Token],
        item: Item,
        capitals: bool,
        frame: bool,
        firm: bool,
        end: bool,
    ) -> bool:
        if capitals and self._in_a_name(words):
            return False
        if all(word.key.isdigit() for word in words if word.key not in FUNCTION_WORDS):
            return firm and end and len(words[-1].key) > 2
        rare = self._distinctive([word.key for word in words])
        before = self.lower[max(0, words[0].start - 3) : words[0].start]
        after = self.lower[words[-1].end : words[-1].end + 12]
        in_chinese = bool(re.search(f"[{CJK}]\\s?$", before) or re.match(f"\\s?[{CJK}]", after))
        if capitals and rare:
            return not self._opens(words) or frame or end or item.prior >= self.titles.known > 0
        if capitals:
            if in_chinese:
                return end
            article = len(words) > 1 and words[0].capital
            return not self._opens(words) and (frame or (article and end))
        known = item.prior >= self.titles.known
        cue = firm or in_chinese or frame or bool(_SUBJECT_OF.match(after))
        return rare and known and cue and (end or in_chinese) and item.title[:1].isupper()

    def _in_a_name(self, words: Sequence[Token]) -> bool:
        """Whether the words are part of a longer name in capitals: "Pan's Labyrinth"."""
        place = next(n for n, word in enumerate(self.words) if word is words[0])
        common = common_words()
        after = self.words[place + len(words) : place + len(words) + 1]
        beside = bool(after) and self.text[words[-1].end : after[0].start] == " "
        if beside and after[0].capital and after[0].key not in common:
            return True
        if place == 0:
            return False
        before = self.words[place - 1]
        gap = self.text[before.end : words[0].start]
        return (
            before.capital
            and gap in (" ", ", ", "-", "/")
            and before.key not in ("i", "the", "a", "im", "ive")
            and (before.key not in common or gap != " ")
            and not self._opens([before])
        )

    def _distinctive(self, keys: Sequence[str]) -> bool:
        common = common_words()
        return any(
            len(key) > 2 and key not in common and key not in FUNCTION_WORDS and not key.isdigit()
            for key in keys
        )

    def _opens(self, words: Sequence[Token]) -> bool:
        """Whether a sentence begins with ``words``, so that the capital says nothing."""
        before = self.lower[max(0, words[0].start - 3) : words[0].start].rstrip(' "(')
        return not before or before[-1] in ".!?\n:;"

    @property
    def _shouting(self) -> bool:
        letters = [word for word in self.words if self.text[word.start].isalpha()]
        capital = sum(word.capital for word in letters)
        return len(letters) > 4 and capital > 0.8 * len(letters)

    # -- places --------------------------------------------------------------------------------

    def _year(self, start: int, end: int) -> tuple[int, int | None]:
        """The end of the mention with a year that follows it, and the year beside it."""
        after = _YEAR_AFTER.match(self.lower, end, end + 16)
        if after is not None:
            return after.end(), int(after[1])
        before = _YEAR_BEFORE.search(self.lower[max(0, start - 24) : start])
        return end, int(before[1]) if before is not None else None

    def _phrase_end(self, first: int, taken: Callable[[int], bool]) -> int:
        """The place after the last word of the phrase that begins at ``first``: up to six words,
        no punctuation between.
        """
        last = first + 1
        while last < len(self.words) and last - first < 6:
            gap = self.text[self.words[last - 1].end : self.words[last].start]
            word = self.words[last]
            if gap.strip(" '-:&") or taken(word.start) or not word.key:
                break
            if word.key in ("but", "because", "yesterday", "again", "last", "is", "was", "though"):
                break
            last += 1
        return last

    def _may_guess(self, text: str) -> bool:
        if self.guesses and len(text) >= 4 and text.isascii():
            self.guesses -= 1
            return True
        return False

    def _mention(self, start: int, end: int, item: Item, *, sure: bool = False) -> Mention:
        return Mention(
            start=start,
            end=end,
            kind=ITEM,
            targets=(item_target(item),),
            items=(item,),
            sure=sure,
        )
