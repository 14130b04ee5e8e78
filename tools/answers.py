"""What each tool does for one person: read or write through the recommender, and say the result.

Knows the recommender, the catalog and the journal; knows no framework. A call it cannot serve
raises a PenchantError whose text is a sentence that a language model can act on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from penchant.memory.errors import BadInput, UnknownItem
from penchant.memory.kinds import DISMISS_REASONS
from penchant.memory.records import Constraint, Entry, Item, Request
from penchant.tools import sentences
from penchant.tools.context import PenchantContext
from penchant.tools.erasing import erase_topic, erase_user
from penchant.tools.quoting import quoted
from penchant.tools.recommender import Recommender
from penchant.tools.shown import last_list
from penchant.tools.taking_back import carted, last_statement, take_back
from penchant.tools.targets import told_of
from penchant.tools.words.names import canonical_name

GOOD_MATCH = 82.0
"""Least score of a fuzzy title match (0 to 100) that counts as the title meant."""

USUAL = 10
"""Items in a list when nobody says how many."""

FEW = 3
"""Items in a list of the cheapest or dearest when nobody says how many."""

MEMORIES = 5


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool: for whom, in answer to which turn, with which arguments."""

    person: PenchantContext
    turn: str | None
    given: Mapping[str, Any]


Answer = Callable[[Call], tuple[str, object | None]]


class Answers:
    """The tools' doings; each method is an :data:`Answer`: text for the model, and a record."""

    def __init__(
        self, recommender: Recommender, read_request: Callable[[str, str], Request]
    ) -> None:
        self._recommender = recommender
        self._read_request = read_request

    def recommend(self, call: Call) -> tuple[str, object]:
        """A ranked list; unknown names are searched for as words, and said."""
        request, remarks = self.request(call)
        recommendation = self._recommender.recommend(
            call.person.user,
            request,
            request.n or (FEW if request.cheapest or request.dearest else USUAL),
            conversation=call.person.conversation,
            context=call.person.context,
        )
        text = sentences.say_recommendation(recommendation)
        return "\n".join([text, *remarks]), recommendation

    def why(self, call: Call) -> tuple[str, object]:
        """The standing of one item for this person."""
        why = self._recommender.why(call.person.user, self.item(call).id)
        return sentences.say_why(why), why

    def describe(self, call: Call) -> tuple[str, object]:
        """The catalog's facts about one item."""
        item = self.item(call)
        return sentences.say_item(item), item

    def profile(self, call: Call) -> tuple[str, object]:
        """What is known of this person's interests, now or at the end of a past day."""
        profile = self._recommender.profile(call.person.user, _end_of(call.given["day"]))
        return sentences.say_profile(profile), profile

    def feedback(self, call: Call) -> tuple[str, object]:
        """Journal one action on one item, once for each turn it is said in."""
        item, kind, reason = self.item(call), str(call.given["kind"]), None
        if kind in ("dismiss", *DISMISS_REASONS):
            kind, reason = "dismiss", "not-now" if kind == "dismiss" else kind
        impression, shown = last_list(self._recommender.memory, call.person)
        entry = self._recommender.act(
            call.person.user,
            kind,
            item.id,
            reason=reason,
            impression=impression if item.id in shown else None,
            conversation=call.person.conversation,
            parent=call.turn,
            id=None if call.turn is None else action_id(call.turn, kind, item.id),
            context=call.person.context,
        )
        return sentences.say_feedback(entry, item), entry

    def undo(self, call: Call) -> tuple[str, object]:
        """Take back the last action or statement before the turn being answered, or take items out
        of the cart.
        """
        if call.given["what"] != "last":
            return self._out_of_cart(call)
        last = last_statement(self._recommender.memory, call.person, besides=call.turn)
        if last is None:
            raise BadInput("There is nothing to take back.")
        take_back(self._recommender, last)
        item = self._recommender.catalog.known(last.item) if last.item is not None else None
        return "Taken back: " + sentences.say_memory(last, item), last

    def _out_of_cart(self, call: Call) -> tuple[str, object]:
        """Take back that items were put into the cart: all, the one named, or the newest."""
        lying = carted(self._recommender.memory, call.person.user, besides=call.turn)
        named = bool(call.given["title"]) or call.given["position"] is not None
        if call.given["what"] == "cart" and (named or lying):
            item = self._carted(call, lying) if named else lying[0].item
            lying = [entry for entry in lying if entry.item == item]
            if not lying:
                raise BadInput("That is not in the cart.")
        if not lying:
            raise BadInput("There is nothing in the cart.")
        for entry in lying:
            take_back(self._recommender, entry)
        out = tuple({entry.item: entry for entry in lying}.values())
        items = [self._recommender.catalog.known(e.item) if e.item else None for e in out]
        said = ", ".join(quoted(item.title) for item in items if item is not None)
        return f"Taken out of the cart: {said}.", out

    def _carted(self, call: Call, lying: Sequence[Entry]) -> str:
        """The item that is to leave the cart: of several of one title one that lies there."""
        item = self.item(call)
        there = [entry.item for entry in lying]
        if item.id in there or call.given["position"] is not None:
            return item.id
        alike = {one.id for one in self._recommender.catalog.titled(item.title)}
        return next((one for one in there if one in alike), None) or item.id

    def recall(self, call: Call) -> tuple[str, object]:
        """Past turns and actions nearest in meaning to what is asked about."""
        about = call.given["about"]
        if not about:
            raise BadInput("Say what to look for in 'about'.")
        n = call.given["n"] or MEMORIES
        found = self._recommender.memory.recall(call.person.user, about, n + 1)
        kept = [entry for entry, _ in found if entry.id != call.turn and entry.role == "user"]
        items = [
            self._recommender.catalog.known(e.item) if e.item is not None else None for e in kept
        ]
        memories = tuple(zip(kept, items, strict=True))[:n]
        return sentences.say_memories(memories), memories

    def forget(self, call: Call) -> tuple[str, object]:
        """Delete for good: one item, one topic, or everything of this person and no other."""
        given, user = call.given, call.person.user
        if given["title"]:
            receipt = self._recommender.forget(user, item=self.item(call).id)
        elif given["topic"]:
            receipt = erase_topic(self._recommender, user, given["topic"])
        elif given["everything"]:
            receipt = erase_user(self._recommender, user)
        else:
            raise BadInput("Say what to delete: a title, a topic, or everything=true.")
        return sentences.say_receipt(receipt), receipt

    def request(self, call: Call) -> tuple[Request, list[str]]:
        """The request that the arguments make, and what is to be said of it."""
        given = call.given
        remarks = [
            f"The argument {quoted(one)} could not be read as a limit and was not applied."
            for one in given.get("unread", ())
        ]
        read = self._read_request(call.person.user, given["query"]) if given["query"] else Request()
        words, include, exclude = [read.query], [*read.constraint.include], []
        for name in (*given["genres"], *given["people"]):
            known = canonical_name(self._recommender.catalog, name)
            if known is None:
                words.append(name)
                remarks.append(f"The catalog has no {quoted(name)}; it was searched for as words.")
            else:
                include.append(known)
        for name in given["exclude"]:
            known = canonical_name(self._recommender.catalog, name)
            if known is None and len(told_of(name, self._recommender.catalog)):
                known = name
            if known is None:
                remarks.append(f"The catalog has no {quoted(name)} to leave out.")
            else:
                exclude.append(known)
        years = (given["year_min"], given["year_max"])
        constraint = Constraint(
            year_min=years[0] if years[0] is not None else read.constraint.year_min,
            year_max=years[1] if years[1] is not None else read.constraint.year_max,
            include=tuple(dict.fromkeys(include)),
            exclude=tuple(dict.fromkeys([*read.constraint.exclude, *exclude])),
            price_min=read.constraint.price_min
            if given["price_min"] is None
            else given["price_min"],
            price_max=read.constraint.price_max
            if given["price_max"] is None
            else given["price_max"],
        )
        like = [*read.like]
        for title in given["like_titles"]:
            try:
                like.append(self._find(title).id)
            except UnknownItem as error:
                remarks.append(str(error))
        query = " ".join(dict.fromkeys(word for word in words if word))
        n = given["n"] or read.n
        request = Request(
            query=query,
            constraint=constraint,
            like=tuple(dict.fromkeys(like)),
            n=n,
            another=given["another"] or read.another,
            in_stock=given["in_stock"] or read.in_stock,
            cheapest=given.get("cheapest", False) or read.cheapest,
            dearest=given.get("dearest", False) or read.dearest,
        )
        return request, remarks

    def item(self, call: Call) -> Item:
        """The item that is named by its title, or by its position in the list shown last."""
        title, position = call.given["title"], call.given.get("position")
        if title:
            return self._find(title)
        if position is None:
            raise BadInput("Name the item: pass its title, or its position in the last list.")
        _, shown = last_list(self._recommender.memory, call.person)
        if not 1 <= position <= len(shown):
            raise BadInput(
                f"There is no item {position} in the last list, which has {len(shown)}."
                if shown
                else "No list has been shown in this conversation: pass the item's title."
            )
        item = self._recommender.catalog.get(shown[position - 1])
        if item is None:
            raise UnknownItem("That item is no longer in the catalog.")
        return item

    def _find(self, text: str) -> Item:
        catalog = self._recommender.catalog
        if (item := catalog.get(text)) is not None:
            return item
        found = catalog.find_title(text, limit=3)
        if found and found[0][1] >= GOOD_MATCH:
            return found[0][0]
        raise UnknownItem(_unknown(text, [item for item, _ in found]))


def action_id(turn: str, kind: str, item: str) -> str:
    """The journal id of an action said in a turn: noting it twice is noting it once."""
    return f"{turn}.{kind}.{item}"


def _end_of(day: str) -> datetime | None:
    if not day:
        return None
    try:
        start = datetime.fromisoformat(day[:10]).replace(tzinfo=UTC)
    except ValueError:
        raise BadInput(f"{quoted(day)} is no day: write YYYY-MM-DD.") from None
    return start + timedelta(days=1)


def _unknown(text: str, nearest: Sequence[Item]) -> str:
    sentence = f"The catalog has no title {quoted(text)}."
    if nearest:
        sentence += " Nearest: " + "; ".join(sentences.titled(item) for item in nearest) + "."
    return sentence
