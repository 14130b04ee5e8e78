"""The offline assistant's answers, worded from the facts that tools returned.

Knows records and phrases; calls nothing. It says of a list only what can be read off the list,
and of a person only what was journalled or returned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from langchain_core.messages import ToolMessage

from penchant.agent.asked import asked_fact, asks_why_not
from penchant.agent.asked_attributes import asked_attributes, attribute_kind
from penchant.agent.phrases import REFUSALS_ZH, Phrases, phrases_for
from penchant.agent.shop_phrases import SHOP_REFUSALS_ZH, is_shop, shop_phrases_for
from penchant.agent.understand.prices import asks_price, asks_stock, takes_prices
from penchant.memory.kinds import TOO_EXPENSIVE
from penchant.memory.records import (
    Constraint,
    Entry,
    Interest,
    Item,
    Json,
    Profile,
    Ranked,
    Reason,
    Receipt,
    Recommendation,
    Request,
    Statement,
    Why,
)
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.finding.comparing import Comparison
from penchant.tools.langchain import TOOL_NAMES
from penchant.tools.quoting import plain
from penchant.tools.reasons.reasons import gathered
from penchant.tools.reasons.standing_in_words import TOP
from penchant.tools.sentences import top_reasons
from penchant.tools.talk.words import words_of
from penchant.tools.words.eras import chinese_era, years_of
from penchant.tools.words.labels import chinese_name
from penchant.tools.words.marks import in_marks, is_work
from penchant.tools.words.traits import traits

NAMED_FIRST = 2
"""Items that get a sentence with a reason; a few more are only named."""
NAMED_ALSO = 3
INTERESTS_SAID = 4
KINDS_SAID = 6
LOVE = 0.85


_KINDS_ZH = ("片", "剧", "电影", "动画")
ACCEPTED = 0.4
"""Strength up to which what was said is no more than not minding."""


class Replies:
    """Words for one turn, in its language: the answer to ``text`` over ``catalog``."""

    def __init__(self, language: str, catalog: Catalog, text: str = "") -> None:
        self.chinese = language == "zh"
        self._shop = is_shop(catalog)
        self.say: Phrases = shop_phrases_for(language) if self._shop else phrases_for(language)
        self._catalog = catalog
        self._item_of = catalog.get
        self._text = text

    # -- small pieces -----------------------------------------------------------------------

    def join(self, *sentences: str) -> str:
        """Sentences one after the other, empty ones left out."""
        return self.say.gap.join(sentence for sentence in sentences if sentence)

    def listing(self, words: Sequence[str]) -> str:
        """Words as a list: "a, b and c"."""
        if len(words) < 2:
            return "".join(words)
        return self.say.comma.join(words[:-1]) + self.say.last_comma + words[-1]

    def title(self, item: Item) -> str:
        """The item's title with its year."""
        name = plain(item.title)
        if self.chinese:
            name = in_marks(item, name)
        return name if item.year is None else self.say.dated.format(name, item.year)

    def word(self, name: str) -> str:
        """A category, theme or time in this language ("恐怖片" for "Horror")."""
        if years_of(name) is not None:
            return _era(name, chinese=self.chinese, shop=self._shop)
        if not self.chinese:
            return name
        word = chinese_name(name, self._catalog)
        kind = name in self._catalog.categories or name in self._catalog.words_zh
        return (
            word
            if word == name or self._shop or not kind or word.endswith(_KINDS_ZH)
            else word + "片"
        )

    def _sentence(self, text: str) -> str:
        text = text.rstrip()
        return text if text.endswith(tuple(".!?…。！？")) else text + self.say.stop

    # -- what was noted ------------------------------------------------------------------------

    def noted(self, statements: Sequence[Statement]) -> str:
        """That the lasting judgements of a recorded turn were noted; a wish for now is none."""
        return self._noted(self._judgements([s for s in statements if s.polarity and s.lasting]))

    def _noted(self, said: Sequence[str]) -> str:
        clauses = list(dict.fromkeys(said))
        told = "，".join(clauses) if self.chinese else self.listing(clauses)
        return self.say.noted.format(told) if said else ""

    def for_now(self, statements: Sequence[Statement]) -> str:
        """The times that are left out of this list alone."""
        eras = [
            self.word(plain(s.target.name))
            for s in statements
            if s.polarity < 0 and not s.lasting and s.target.kind == "era"
        ]
        return self.say.for_now.format(self.listing(eras)) if eras else ""

    def unmet(self, limits: Sequence[str]) -> str:
        """Which wishes nothing could be held to."""
        if not limits:
            return ""
        return self.say.unmet.format(self.listing([self.say.limits[name] for name in limits]))

    def taken(self, limits: Constraint) -> str:
        """How a wish for prices that names no limits was taken: "around 20" as 16 to 24."""
        low, high = limits.price_min, limits.price_max
        if high is None or not takes_prices(self._text, listed=True):
            return ""
        if low is None:
            return self.say.took_up_to.format(f"{high:.10g}")
        return self.say.took_between.format(f"{low:.10g}", f"{high:.10g}")

    def most(self, listed: Recommendation, request: Request) -> str:
        """What the cheapest or the dearest of what fits cost, where these were asked for."""
        prices = [r.item.price for r in listed.items if r.item.price is not None]
        if not prices or not (request.cheapest or request.dearest):
            return ""
        if not _knows(self._catalog, request):
            return self.unknown((request.query,))
        say, cheap = self.say, request.cheapest
        if len(prices) == 1:
            one = say.cheapest_one if cheap else say.dearest_one
            return one.format(f"{prices[0]:.10g}")
        some = say.cheapest_some if cheap else say.dearest_some
        return some.format(len(prices), f"{min(prices):.10g}", f"{max(prices):.10g}")

    def unknown(self, names: Sequence[str]) -> str:
        """Which names asked for are nowhere in the catalog."""
        if not names:
            return ""
        quoted = [f"“{plain(name)}”" for name in names]
        return self.say.unknown_name.format(self.listing(quoted))

    def _judgements(self, statements: Sequence[Statement]) -> list[str]:
        """What was judged, those judged alike together: "you love Crime and Heat"."""
        alike: dict[str, list[str]] = {}
        for statement in statements:
            alike.setdefault(self._phrase(statement), []).append(self._target(statement))
        return [
            phrase.format(self.listing(list(dict.fromkeys(targets))))
            for phrase, targets in alike.items()
        ]

    def _phrase(self, statement: Statement) -> str:
        if statement.polarity < 0:
            return self.say.you_dislike
        if statement.strength <= ACCEPTED:
            return self.say.you_accept
        return self.say.you_love if statement.strength >= LOVE else self.say.you_like

    def _target(self, statement: Statement) -> str:
        target = statement.target
        item = self._item_of(target.item) if target.item is not None else None
        if item is not None:
            return self.title(item)
        # What neither the catalog nor the lexicon has a name for is told in the person's words.
        return self.word(plain(target.name)) if target.name else f"“{plain(target.text)}”"

    # -- lists -----------------------------------------------------------------------------------

    def recommendation(self, listed: Recommendation, statements: Sequence[Statement] = ()) -> str:
        """Two or three sentences on a list: the first items and why they are there."""
        if not listed.items:
            note = listed.note_zh if self.chinese else listed.note
            return self.join(note or self.say.nothing_fits, self.say.loosen)
        leading = [
            self._led(phrase, ranked)
            for phrase, ranked in zip(
                (self.say.first, self.say.then), listed.items[:NAMED_FIRST], strict=False
            )
        ]
        others = [self.title(r.item) for r in listed.items[NAMED_FIRST : NAMED_FIRST + NAMED_ALSO]]
        also = self.say.also.format(self.listing(others)) if others else ""
        cold = self.join(self.say.cold, self.say.ask_taste) if listed.cold else ""
        return self.join(self._kept_out(listed, statements), *leading, also, cold)

    def _led(self, phrase: str, ranked: Ranked) -> str:
        lead = phrase.format(self.title(ranked.item))
        reason = self._reason(ranked)
        return self._sentence(self.say.because.format(lead, reason) if reason else lead)

    def _reason(self, ranked: Ranked) -> str:
        for reason in top_reasons(ranked.reasons, 1):
            return plain((reason.text_zh or reason.text) if self.chinese else reason.text, 240)
        return ""

    def _kept_out(self, listed: Recommendation, statements: Sequence[Statement]) -> str:
        """That what the person turned down is not on the list; said only if it is so."""
        absent = [
            self.word(plain(s.target.name))
            for s in statements
            if s.polarity < 0 and s.target.kind in ("genre", "person") and _is_absent(listed, s)
        ]
        return self.say.none_of_these.format(self.listing(absent)) if absent else ""

    # -- the other tools -----------------------------------------------------------------------

    def feedbacks(self, entries: Sequence[Entry], statements: Sequence[Statement] = ()) -> str:
        """That the actions and the other judgements of one turn were noted, in one sentence."""
        said = self._judgements(
            [s for s in statements if s.polarity and s.lasting and s.target.kind != "item"]
        )
        kinds = dict.fromkeys(entry.kind for entry in entries if entry.kind in self.say.acts)
        for kind in kinds:
            items = [self._item_of(e.item) for e in entries if e.kind == kind and e.item]
            titles = [self.title(item) for item in items if item is not None]
            if titles:
                said.append(self.say.acts[kind].format(self.listing(titles)))
        others = [self.feedback(entry) for entry in entries if entry.kind not in kinds]
        return self.join(self._noted(said), *dict.fromkeys(others))

    def feedback(self, entry: Entry) -> str:
        """That an action was noted."""
        item = self._item_of(entry.item) if entry.item is not None else None
        phrase = self.say.feedback.get(_said_of(entry))
        if item is None or phrase is None:
            return ""
        return phrase.format(self.title(item))

    def assortment(self) -> str:
        """How much there is, and of which kinds most."""
        kinds = [self.word(plain(name)) for name in self._catalog.categories[:KINDS_SAID]]
        number = int((~self._catalog.hidden).sum())
        return self.say.assortment.format(number, self.listing(kinds)) if kinds else ""

    def why(self, why: Why) -> str:
        """The standing of an item and the strongest reasons."""
        title = self.title(why.item)
        if why.left_out:
            cause = (why.left_out_zh or why.left_out) if self.chinese else why.left_out
            said = self._sentence(self.say.why_left_out.format(title, plain(cause, 300)))
            return self.join(said, self._higher(why))
        place = ""
        if why.rank is not None:
            place = self.say.why_ranked.format(title, why.rank, why.candidates)
        if asks_why_not(self._text):
            return self.join(place, self._against(why))
        reasons = [
            self._sentence(plain((r.text_zh or r.text) if self.chinese else r.text, 240))
            for r in top_reasons(why.reasons, 3)
        ]
        because = self.say.why_reasons.format(self.say.gap.join(reasons)) if reasons else ""
        return self.join(place, because)

    def comparison(self, found: Comparison) -> str:
        """What decides between two items, and what keeps one of them out of lists."""
        text = found.text_zh if self.chinese else found.text
        out = [self.why(side) for side in (found.first, found.second) if side.left_out]
        return self.join(plain(text, 400), *out)

    def _against(self, why: Why) -> str:
        against = sorted(
            (r for r in gathered(why.reasons) if r.contribution < 0), key=_contribution
        )
        texts = [(r.text_zh or r.text) if self.chinese else r.text for r in against]
        said = [self._sentence(plain(text, 240)) for text in texts if text][:2]
        against_it = self.say.why_against.format(self.say.gap.join(said))
        return self.join(against_it if said else self.say.why_nothing_against, self._higher(why))

    def _higher(self, why: Why) -> str:
        """What would bring an item up that is not in the top: the first few things together, where
        none does alone.
        """
        told = [one for one in why.hindrances if one.kind != "cause"]
        if not told or (why.rank is not None and why.rank <= TOP):
            return ""
        most = told[-1] if told[-1].kind == "together" else told[0]
        return self._sentence(plain(most.text_zh if self.chinese else most.text, 300))

    def profile(self, profile: Profile) -> str:
        """Interests with their shares, dislikes and exclusions."""
        if not profile.interests and not profile.excluded:
            return self.join(self.say.profile_empty, self.say.ask_taste)
        likes = [
            self.say.share.format(self._label(i), round(100 * i.share))
            for i in profile.likes[:INTERESTS_SAID]
        ]
        excluded = [self.word(plain(name)) for name in profile.excluded]
        dislikes = [self._label(i) for i in profile.dislikes[:INTERESTS_SAID]]
        dislikes = [label for label in dislikes if label not in excluded]
        counts = (len(profile.seen), len(profile.liked), len(profile.saved))
        return self.join(
            self.say.profile_likes.format(self.listing(likes)) if likes else "",
            self.say.profile_dislikes.format(self.listing(dislikes)) if dislikes else "",
            self.say.profile_excluded.format(self.listing(excluded)) if excluded else "",
            self.say.profile_counts.format(*counts) if any(counts) else "",
        )

    def _label(self, interest: Interest) -> str:
        label = (interest.label_zh or interest.label) if self.chinese else interest.label
        return plain(label) or self.say.unnamed

    def memories(self, found: Sequence[tuple[Entry, Item | None]]) -> str:
        """Past turns and actions with their dates."""
        if not found:
            return self.say.no_memories
        found = [(e, item) for e, item in found if e.text or (item and e.kind in self.say.done)]
        if not found:
            return self.say.no_memories
        said = [self._memory(entry, item) for entry, item in found[:3]]
        return self._sentence(self.say.memories.format(self.listing(said)))

    def _memory(self, entry: Entry, item: Item | None) -> str:
        day = f"{entry.occurred_at:%Y-%m-%d}"
        if entry.text:
            return self.say.memory.format(day, plain(entry.text))
        return self.say.memory_act.format(day, self._done(entry, item))

    def never_said(self, topics: Sequence[str]) -> str:
        """That nothing was said about ``topics``."""
        return self.say.never_said.format(self.listing([self.word(plain(t)) for t in topics]))

    def cart(self, profile: Profile) -> str:
        """What was put into the cart lately and not bought since."""
        items = (self._catalog.get(item) for item in profile.in_cart)
        titles = sorted(self.title(item) for item in items if item is not None)
        return self.say.cart.format(self.listing(titles)) if titles else self.say.cart_empty

    def out_of_cart(self, entries: Sequence[Entry]) -> str:
        """What is no longer in the cart."""
        items = [self._item_of(entry.item) for entry in entries if entry.item is not None]
        titles = [self.title(item) for item in items if item is not None]
        return self.say.out_of_cart.format(self.listing(titles))

    def undone(self, entry: Entry) -> str:
        """What was taken back."""
        if entry.kind == "cart":
            return self.out_of_cart((entry,))
        if entry.text:
            return self.say.undone_said.format(plain(entry.text))
        item = self._item_of(entry.item) if entry.item is not None else None
        return self.say.undone.format(self._done(entry, item))

    def _done(self, entry: Entry, item: Item | None) -> str:
        phrase = self.say.done.get(entry.kind, "{}")
        return phrase.format(self.title(item) if item is not None else entry.kind)

    def item(self, item: Item) -> str:
        """The catalog's facts about an item."""
        categories = self.listing([self.word(plain(c)) for c in item.categories])
        title = self.title(item)
        head = self.say.facts.format(title, categories) if categories else self._sentence(title)
        people = self.listing([plain(p) for p in item.people[:4]])
        fact = self._missing(item)
        return self.join(
            self.say.no_fact.format(self.say.missing_facts[fact]) if fact else "",
            head,
            *self._attributes(item),
            self._offer(item),
            self._people(item).format(people) if people else "",
            self._sentence(self.say.facts_about.format(plain(item.description, 300)))
            if item.description
            else "",
        )

    def _people(self, item: Item) -> str:
        return self.say.facts_people if is_work(item) else self.say.facts_names

    def _attributes(self, item: Item) -> list[str]:
        """What was asked of the attributes of ``item``."""
        told = asked_attributes(self._text, item)
        return [self.say.attribute.format(plain(name), self._value(value)) for name, value in told]

    def _value(self, value: Json) -> str:
        if isinstance(value, bool):
            return self.say.yes if value else self.say.no
        if isinstance(value, list):
            return self.listing([plain(str(one)) for one in value])
        return f"{value:.10g}" if isinstance(value, int | float) else plain(str(value))

    def _missing(self, item: Item) -> str | None:
        """The fact that was asked for and that is not known of ``item``."""
        kind = None if is_work(item) else attribute_kind(self._text)
        if kind is not None:
            return None if any(asked_attributes(self._text, item)) else kind
        if asks_price(self._text):
            return "price" if item.price is None else None
        if asks_stock(self._text):
            return "stock" if item.stock is None else None
        return asked_fact(self._text)

    def _offer(self, item: Item) -> str:
        """What an item costs and how much there is of it, where that is known."""
        price = "" if item.price is None else self.say.costs.format(f"{item.price:.10g}")
        if item.stock is None:
            return price
        there = self.say.in_stock.format(f"{item.stock:.10g}")
        return self.join(price, there if item.stock > 0 else self.say.sold_out)

    def receipt(self, receipt: Receipt) -> str:
        """What a deletion removed and how it was checked."""
        done = self.say.receipt.format(receipt.entries, receipt.vectors)
        if receipt.found_after:
            return self.join(done, self.say.receipt_found.format(receipt.found_after))
        return self.join(done, self.say.receipt_checked.format(receipt.checked_files))

    def _refusal(self, text: str) -> str:
        """A refusal in words of this language, where it is one of those known."""
        for pattern, chinese in SHOP_REFUSALS_ZH if self._shop else REFUSALS_ZH:
            if found := re.fullmatch(pattern, text.strip()):
                said = chinese.format(*map(plain, found.groups())) if self.chinese else plain(text)
                return self._sentence(said)
        return ""

    def tool_result(self, message: ToolMessage, statements: Sequence[Statement] = ()) -> str:
        """The answer to one tool's result: by its artifact, else by its text."""
        artifact = message.artifact
        if artifact is None and (known := self._refusal(message.text)):
            return known
        if artifact is None:
            phrase = self.say.refused if _is_refusal(message) else self.say.result
            return self._sentence(phrase.format(plain(message.text, 600)))
        match artifact:
            case Recommendation():
                return self.recommendation(artifact, statements)
            case Why():
                return self.why(artifact)
            case Comparison():
                return self.comparison(artifact)
            case Profile():
                return self.profile(artifact)
            case Item():
                return self.item(artifact)
            case Receipt():
                return self.receipt(artifact)
            case Entry() if message.name == "undo":
                return self.undone(artifact)
            case Entry():
                return self.feedback(artifact)
            case tuple():
                undone = message.name == "undo"
                return self.out_of_cart(artifact) if undone else self.memories(artifact)
            case _:
                return self._sentence(self.say.result.format(plain(str(message.text), 600)))


def _said_of(entry: Entry) -> str:
    """Which sentence an action gets: of a dismissal by its reason, where it means more than that
    the item rests for some days.
    """
    reason = entry.data.get("reason") if entry.kind == "dismiss" else None
    if reason in (None, "not-now") or (reason == TOO_EXPENSIVE and "price" not in entry.data):
        return entry.kind
    return str(reason)


def _contribution(reason: Reason) -> float:
    return reason.contribution


def _era(name: str, *, chinese: bool, shop: bool) -> str:
    """The things of a time: "films of the 1990s", "items from before 1994"."""
    if chinese:
        return f"{chinese_era(name) or name}的{'商品' if shop else '电影'}"
    things = "items" if shop else "films"
    if name.startswith("before "):
        return f"{things} from {name}"
    if name.startswith("since "):
        return f"{things} {name}"
    first, _, last = name.partition("-")
    if last:
        return f"{things} from {first} to {last}"
    return f"{things} of the {name}" if name.endswith("s") else f"{things} from {name}"


def _knows(catalog: Catalog, request: Request) -> bool:
    """Whether anything in ``catalog`` has a word that was asked with, if there was any."""
    words = words_of(request.query)
    if not words or request.constraint.include:
        return True
    return any(len(catalog.coverage.holding_either(word)) for word in words)


def _is_refusal(message: ToolMessage) -> bool:
    """Whether a result without a record is a refusal: our own tools always return a record."""
    return message.status == "error" or message.name in TOOL_NAMES


def _is_absent(listed: Recommendation, statement: Statement) -> bool:
    name = statement.target.name.casefold()
    return not any(
        name in map(str.casefold, (*item.categories, *item.people, *item.tags, *traits(item)))
        for item in (ranked.item for ranked in listed.items)
    )
