"""What one turn of a person comes to: its intent, statements, request and feedback.

Knows the order of the steps; each step is a module of its own. Rules only: no model, no clock, no
store, and the same text over the same catalog always comes to the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from penchant.agent.understand import carts
from penchant.agent.understand import intents as intent
from penchant.agent.understand.clauses import MOST, Sentence, mask, sentences
from penchant.agent.understand.dismissals import read_dismissals
from penchant.agent.understand.elliptic import in_full
from penchant.agent.understand.likes import compared_to, find_likes, means_many
from penchant.agent.understand.mentions import Mention, mention_of
from penchant.agent.understand.phrases import search_words
from penchant.agent.understand.prices import Terms, read_terms
from penchant.agent.understand.reading import Reading
from penchant.agent.understand.refused_words import refused_words
from penchant.agent.understand.requests import Context, build_request, count_asked
from penchant.agent.understand.scanner import Scanner
from penchant.agent.understand.shopping import read_shopping
from penchant.agent.understand.statements import StatementReader
from penchant.agent.understand.text import clean, fold, language_of
from penchant.agent.understand.traits import adds_traits
from penchant.agent.understand.uses import as_one_use
from penchant.agent.understand.vocabulary import Vocabulary
from penchant.memory.kinds import TOO_EXPENSIVE
from penchant.memory.records import Constraint, Item, Request, Statement

EXTRACTOR = "rules-1"
"""Version of the rules, journalled with what they found."""
_NEXT = re.compile(r"\b(?:watch|see|read|try) next\b|接下来(?:该|要|还)?看|下一部(?:该|要)?看")
NO_YEARS = 2025
"""Present year for a catalog that has no years and a caller that gives none."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one turn says.

    ``intent`` is recommend, why, profile, feedback, state, recall, forget, undo, greet, thanks,
    help, question or other. ``items`` are the ids that the intent is about: judged, asked about,
    to be explained. ``action`` is what feedback says of ``items``: like, dislike, save, cart,
    watch, purchase or dismiss. ``feedback`` holds every (item, action) of the turn, whatever its
    intent, since one turn can like one item, dislike another and ask for a third; ``reasons`` holds
    (item, reason) of those that are dismissed for a reason that was said. ``request`` is there when
    something is asked for or ruled out; ``refines`` tells that it is nothing but limits on price or
    stock, or traits, which hold what was asked for before as well. ``cart`` tells of an undo, or of
    one beside a request, that it takes the items ``out`` out of the cart (out; no items: what was
    put there last) or everything (empty).
    ``unmet`` names wishes of a customer that no catalog holds anything to (:mod:`.shopping`).
    """

    language: str
    intent: str
    statements: tuple[Statement, ...] = ()
    request: Request | None = None
    items: tuple[str, ...] = ()
    action: str | None = None
    extractor: str = EXTRACTOR
    feedback: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    refines: bool = False
    cart: str | None = None
    out: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()

    def reason_of(self, item: str) -> str:
        """Why ``item`` is dismissed: as was said, else because it is refused, or just not now."""
        said = dict(self.reasons).get(item)
        refused = any(s.target.item == item and s.polarity < 0 for s in self.statements)
        return said or ("not-for-me" if refused else "not-now")


def understand(
    text: str, vocabulary: Vocabulary, *, shown: Sequence[Item] = (), now: int | None = None
) -> Understanding:
    """What ``text`` says, given the items ``shown`` last; ``now`` is the present year (default:
    the newest of the catalog). Any text is understood as something; nothing raises.
    """
    plain = clean(text)
    language = language_of(plain)
    terms = read_terms(plain, vocabulary.prices, vocabulary.stocked, shown)
    plain = terms.rest
    year = now or vocabulary.newest or NO_YEARS
    mentions = Scanner(plain, fold(plain), vocabulary, shown, year).mentions()[:MOST]
    masked, dismissed = read_dismissals(mask(plain, mentions), mentions)
    masked, moves = carts.read_moves(masked, mentions, sold=vocabulary.sold)
    masked, unmet = read_shopping(masked) if vocabulary.sold else (masked, ())
    masked = in_full(as_one_use(masked), mentions)
    masked, likes, pronoun = find_likes(masked, mentions)
    surface = [plain[mention.start : mention.end] for mention in mentions]
    reader = StatementReader(
        mentions, surface, likes, compared_to(masked), shown, vocabulary.nearest_theme
    )
    for one in dismissed:
        reader.reading.dismiss(mentions[one.number], one.reason)
    for move in moves:
        reader.reading.move(move.kind, _moved(move, mentions, shown))
    if terms.complaint and len(shown) == 1:
        reader.reading.dismiss(mention_of(shown[0]), TOO_EXPENSIVE)
    found = _read(reader, sentences(masked))
    asks = intent.RECOMMEND in reader.reading.intents or bool(terms)
    if found == intent.UNDO and reader.reading.cart is not None and asks:
        found = intent.RECOMMEND  # "Take it out of my cart and show me something cheaper".
    if pronoun is not None and found == intent.OTHER and reader.reading.wanted:
        found = intent.RECOMMEND
    if pronoun is not None:
        reader.reading.like.extend(_compared(pronoun, mentions, shown))
    if not reader.reading.like and _NEXT.search(masked.lower()):
        reader.reading.like.extend(_followed(reader.reading, mentions))
    understood = _understanding(
        language,
        found,
        reader.reading,
        Context(masked, surface, mentions, shown, year, vocabulary.sold),
    )
    understood = replace(understood, unmet=unmet)
    if vocabulary.sold:
        understood = _without_refused(understood)
        asks = understood.intent in (intent.STATE, intent.RECOMMEND)
        said = understood.request if asks else None
        adds = said is not None and adds_traits(said, mentions, shown)
        understood = replace(understood, refines=adds)
    if terms.cheaper and vocabulary.prices is not None:
        named = [item for mention in mentions for item in mention.items] if terms.than else ()
        dear = [
            i
            for one in dismissed
            if one.reason == TOO_EXPENSIVE
            for i in mentions[one.number].items
        ]
        than = reader.reading.like or named or dear or reader.reading.out
        terms = terms.cheaper_than(than, vocabulary.prices)
    return _on_terms(understood, terms) if terms else understood


def _without_refused(understood: Understanding) -> Understanding:
    """``understood`` of a turn with the words for what it does not like to be left out of the list
    that follows: "I hate polyester".
    """
    if understood.intent not in (intent.STATE, intent.RECOMMEND):
        return understood
    words = tuple(
        said.target.text
        for said in understood.statements
        if said.polarity < 0 and said.target.kind == "theme" and not said.target.name
    )
    if not words:
        return understood
    request = understood.request or Request()
    out = tuple(dict.fromkeys((*request.constraint.exclude, *words)))
    limits = replace(request.constraint, exclude=out)
    return replace(understood, request=replace(request, constraint=limits))


def _moved(
    move: carts.Move, mentions: Sequence[Mention], shown: Sequence[Item]
) -> tuple[Item, ...]:
    """The items that a move is about; none where nobody can tell, or where what was put into the
    cart last is meant.
    """
    numbers = move.numbers or (() if move.before is None else (move.before,))
    if numbers or move.kind != carts.INTO:
        return tuple(item for number in numbers for item in mentions[number].items)
    return tuple(shown[:1]) if move.said or len(shown) == 1 else ()


def _on_terms(understood: Understanding, terms: Terms) -> Understanding:
    """What was understood of a turn's rest, held to its limits on price and stock: they ask for
    something where nothing else was understood.
    """
    if understood.intent in intent.ABOUT_MEMORY:
        return understood
    asked = understood.intent in (intent.OTHER, intent.QUESTION)
    lost = asked and (terms.than or not understood.items)
    request = understood.request or (_of_words(terms.rest) if asked else Request())
    if terms.than:
        request = replace(request, query="")  # Its words name what something is to be cheaper than.
    # "Not Sencha, and below 30" goes on about what was shown, as "below 30" does.
    ruled = request.constraint and understood.request is not None
    bare = not (request.query or request.like or ruled or request.another)
    limits = replace(request.constraint, price_min=terms.low, price_max=terms.high)
    n = request.n or (terms.most and (count_asked(terms.rest.lower()) or terms.most))
    return replace(
        understood,
        intent=intent.RECOMMEND if lost else understood.intent,
        items=() if lost else understood.items,
        request=replace(
            request,
            constraint=limits,
            in_stock=terms.in_stock,
            cheapest=terms.cheapest is not None,
            dearest=terms.dearest is not None,
            n=n,
        ),
        refines=bare or understood.refines,
    )


def _of_words(text: str) -> Request:
    """A request for free words, without those that are refused: "not Sencha, and below 30"."""
    rest, refused = refused_words(text)
    return Request(query=search_words(rest, ()), constraint=Constraint(exclude=refused))


def _read(reader: StatementReader, found: Sequence[Sentence]) -> str:
    """Read every sentence; the intent of the turn."""
    for sentence in found:
        meta = intent.meta_intent(sentence.lower)
        if meta is not None:
            before = len(reader.reading.intents)
            if meta != intent.UNDO or _after_undo(sentence) is None:
                reader.ask_about(sentence)
            reader.reading.intents[before:] = [meta]
            if meta == intent.UNDO and (rest := _after_undo(sentence)) is not None:
                reader.sentence(rest)  # "scratch that, I love horror"
            continue
        talk = intent.talk_intent(sentence.lower)
        if talk is not None and intent.only_talk(sentence.lower):
            reader.reading.intents.append(talk)
            continue
        reader.sentence(sentence)
        if talk is not None:
            reader.reading.intents.append(talk)
    return intent.strongest(reader.reading.intents)


def _followed(reading: Reading, mentions: Sequence[Mention]) -> list[Item]:
    """The item that "what should I watch next" follows: the last that was seen or liked."""
    done = {item for item, action in reading.feedback if action in ("like", "watch")}
    disliked = {item for item, action in reading.feedback if action == "dislike"}
    items = [i for m in mentions for i in m.items if i.id in done - disliked]
    return items[-1:]


def _after_undo(sentence: Sentence) -> Sentence | None:
    """What a sentence says after the words that take back; None where it says nothing more."""
    for place, segment in enumerate(sentence.segments):
        if intent.meta_intent(segment.lower) == intent.UNDO:
            rest = sentence.segments[place + 1 :]
            lower = ", ".join(part.lower for part in rest)
            return replace(sentence, lower=lower, segments=rest) if rest else None
    return None


def _compared(pronoun: str, mentions: Sequence[Mention], shown: Sequence[Item]) -> list[Item]:
    """The items that "similar" or "like this" compares with: named ones, else those shown."""
    named = [item for mention in mentions for item in mention.items]
    if named:
        return named[-3:] if means_many(pronoun) else named[-1:]
    return list(shown[:3]) if means_many(pronoun) else list(shown[:1])


def _understanding(language: str, found: str, reading: Reading, context: Context) -> Understanding:
    feedback = _settled(reading.feedback)
    action = None
    if found in (intent.FEEDBACK, intent.RECOMMEND):
        action = _action(feedback) or reading.unnamed
    if found in (intent.FEEDBACK, intent.RECOMMEND):
        items = [item for item, done in feedback if done == action]
    else:
        items = [item.id for item in reading.about]
    return Understanding(
        language=language,
        intent=found,
        statements=tuple(reading.statements.values()),
        request=None if found in intent.ABOUT_MEMORY else build_request(reading, context),
        items=tuple(dict.fromkeys(items)),
        action=action,
        feedback=feedback,
        reasons=tuple(
            (item, reading.reasons[item]) for item, _ in feedback if item in reading.reasons
        ),
        cart=reading.cart if found in (intent.UNDO, intent.RECOMMEND) else None,
        out=tuple(dict.fromkeys(item.id for item in reading.out)),
    )


def _settled(feedback: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The feedback without what a later word takes back: "it scared me, I loved it"."""
    last = {item: done for item, done in feedback if done in ("like", "dislike")}
    return tuple(
        dict.fromkeys(
            (item, done)
            for item, done in feedback
            if done not in ("like", "dislike") or last[item] == done
        )
    )


def _action(feedback: Sequence[tuple[str, str]]) -> str | None:
    """The action that says most of the items: a judgement before a mere "seen"."""
    judged = [done for _, done in feedback if done not in ("watch", "purchase")]
    return judged[0] if judged else feedback[0][1] if feedback else None
