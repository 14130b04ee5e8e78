"""What the tools that find items do: more like this, search, compare.

Knows the recommender and how the other tools find an item or read limits; knows no framework. A
call it cannot serve raises a PenchantError whose text is a sentence that a model can act on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from penchant.memory.errors import BadInput
from penchant.memory.records import Item, Request
from penchant.tools.answers import USUAL, Answers, Call
from penchant.tools.finding.finding_in_words import say_comparison, say_found, say_similar
from penchant.tools.recommender import Recommender


class Finding:
    """The tools' doings; each method gives a text for the model, and a record."""

    def __init__(self, recommender: Recommender, answers: Answers) -> None:
        self._recommender = recommender
        self._answers = answers

    def more_like_this(self, call: Call) -> tuple[str, object]:
        """What is like one item or several, for this person."""
        given = call.given
        items = self._items(call, given["titles"], given["positions"])
        if not items:
            raise BadInput("Say like what: pass titles, or positions in the last list.")
        request, remarks = self._limits(call)
        found = self._recommender.similar(
            [item.id for item in items],
            call.person.user,
            given["n"] or USUAL,
            request,
            conversation=call.person.conversation,
            context=call.person.context,
        )
        return "\n".join([say_similar(found, items), *remarks]), found

    def search_catalog(self, call: Call) -> tuple[str, object]:
        """What a text finds, in the order of this person; unknown names are searched for too."""
        request, remarks = self._limits(call)
        words = [call.given["text"], request.query]
        if not any(words):
            words = list(request.constraint.include)
        if not any(words):
            raise BadInput("Say what to search for in 'text': a title, a name or words.")
        found = self._recommender.search(
            " ".join(word for word in words if word),
            call.person.user,
            call.given["n"] or USUAL,
            request,
            conversation=call.person.conversation,
            context=call.person.context,
            role="assistant",  # The words are the model's: nothing is learned from them.
        )
        return "\n".join([say_found(found), *remarks]), found

    def compare(self, call: Call) -> tuple[str, object]:
        """Two items beside each other for this person."""
        given = call.given
        titles = [title for title in (given["first"], given["second"]) if title]
        items = self._items(call, titles or given["titles"], given["positions"])
        if len(items) != 2:
            raise BadInput(
                "Two different items can be compared: pass first and second, or two positions."
            )
        comparison = self._recommender.compare(call.person.user, items[0].id, items[1].id)
        return say_comparison(comparison), comparison

    def _items(self, call: Call, titles: Sequence[str], positions: Sequence[int]) -> list[Item]:
        """The items named, each once; by their titles or else by their places in the last list."""
        named: list[dict[str, Any]] = [{"title": title} for title in titles]
        if not named:
            named = [{"title": "", "position": position} for position in positions]
        items = [self._answers.item(replace(call, given=one)) for one in named]
        return list({item.id: item for item in items}.values())

    def _limits(self, call: Call) -> tuple[Request, list[str]]:
        """The limits that are given, and what is to be said of those that the catalog lacks."""
        nothing: dict[str, Any] = {
            "query": "",
            "people": [],
            "like_titles": [],
            "another": False,
        }
        request, remarks = self._answers.request(replace(call, given={**call.given, **nothing}))
        return request, remarks
