"""What the page says: the sentences there are, to be filled in for each language.

Knows their names and what is filled into them; the words are beside it (``english.py``,
``chinese.py``). Both languages fill the same class, so a sentence missing in one of them does not
type-check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]

About = Literal["films", "things"]
"""What the catalog holds: the demo films, or a host's own things, whatever they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The page's words in one language. Braces name what is filled in with ``str.format``.

    ``has_it`` takes the place of the answer ``seen-it`` for what is sold.
    """

    language: Language
    about: About
    html_language: str
    tagline: str
    switch: str
    new_conversation: str
    model: str
    offline: str
    you: str
    us: str
    chat_title: str
    message_label: str
    placeholder: str
    send: str
    greeting: str
    examples_label: str
    examples: tuple[str, ...]
    thinking: str
    failed: str
    broken: str
    press_broken: str
    busy: str
    too_long: str
    list_title: str
    starter_title: str
    list_empty: str
    place: str
    score: str
    price: str
    free: str
    in_stock: str
    sold_out: str
    moved: str
    answers: Mapping[str, str]
    has_it: str
    noted: Mapping[str, str]
    aside: str
    aside_title: str
    put_aside: Mapping[str, str]
    take_back: str
    ask: str
    ask_title: str
    ask_kinds_next: str
    ask_kinds_none: str
    ask_answers: Mapping[str, str]
    ask_progress: str
    ask_back: str
    ask_leave: str
    ask_done: str
    ask_none: str
    why: str
    status_undone: str
    nothing_to_undo: str
    undo: str
    stale: str
    left_out: str
    left_out_part: str
    why_title: str
    why_reason: str
    why_weight: str
    why_value: str
    why_part: str
    why_sum: str
    why_now: str
    why_now_out: str
    more_reasons: str
    entry: str
    kinds: Mapping[str, str]
    other_kind: str
    profile_title: str
    profile_empty: str
    profile_empty_then: str
    likes: str
    dislikes: str
    nameless: str
    half_life: str
    half_life_forever: str
    rising: str
    falling: str
    period: str
    period_day: str
    evidence: str
    excluded: str
    saved_count: str
    seen_count: str
    entries_count: str
    as_of: str
    as_of_now: str
    as_of_shown: str
    as_of_back: str
    quote: str
    comma: str
    semicolon: str
    months: tuple[str, ...]
    date: str

    def kind(self, name: str) -> str:
        """What an entry of kind ``name`` was, such as ``you liked``."""
        return self.kinds.get(name) or self.other_kind.format(kind=name)
