"""Writing down what a person says, before anything is made of it.

Knows the order: the turn is durable first, then it is understood, then the statements and the
actions read from it are journalled in one step each. Knows nothing of models or prompts.
Repeating a recording changes nothing, so a crash between the steps is mended by doing it again.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from penchant.agent.understand import (
    Understanding,
    Vocabulary,
    build_vocabulary,
    understand,
    with_offer,
)
from penchant.memory.door import check_text, check_unicode, check_user
from penchant.memory.records import Entry, Item, Json, Statement
from penchant.memory.statements import statement_to_data
from penchant.tools.answers import action_id
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.context import PenchantContext
from penchant.tools.finding.rivals import without_rivals
from penchant.tools.impressions import request_behind
from penchant.tools.recommender import Recommender
from penchant.tools.requests import narrowed
from penchant.tools.shown import last_list
from penchant.tools.taking_back import take_back_actions

LONGEST_TURN = 20_000
"""Characters of one turn that are kept; a longer one is refused rather than cut."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn as recorded: its entry, what was understood, and the actions noted with it.

    ``shown`` are the items of the list shown before it, which its words may point at.
    """

    entry: Entry
    understanding: Understanding
    actions: tuple[Entry, ...] = ()
    shown: tuple[Item, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the turn states, in its order."""
        return self.understanding.statements


class Recorder:
    """Records the turns of all people of one store."""

    def __init__(self, recommender: Recommender, clock: Callable[[], datetime]) -> None:
        self.recommender = recommender
        self._clock = clock
        self._lock = Lock()
        self._vocabulary: tuple[Catalog, Vocabulary] | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the recommender's present catalog, made anew when they change, and what it
        costs and has in stock.
        """
        catalog = self.recommender.catalog
        with self._lock:
            former, known = self._vocabulary or (None, None)
            if former is None or known is None or former.wording is not catalog.wording:
                known = build_vocabulary(catalog)
            elif former is not catalog:
                known = with_offer(known, catalog)
            self._vocabulary = catalog, known
            return known

    def understand(self, text: str, shown: Sequence[Item] = ()) -> Understanding:
        """What ``text`` says, given the items ``shown`` before it; nothing is written."""
        return understand(text, self.vocabulary, shown=shown)

    def shown(
        self, user: str, conversation: str | None, before: int | None = None
    ) -> tuple[Item, ...]:
        """The items of the list shown last in ``conversation``, before a sequence number."""
        person = PenchantContext(user, conversation)
        _, ids = last_list(self.recommender.memory, person, before)
        found = (self.recommender.catalog.get(id) for id in ids)
        return tuple(item for item in found if item is not None)

    def turn(
        self,
        user: str,
        text: str,
        *,
        conversation: str | None = None,
        occurred_at: datetime | None = None,
        id: str | None = None,
        supersedes: str | None = None,
        shown: Sequence[Item] | None = None,
        context: Mapping[str, Json] | None = None,
    ) -> Heard:
        """Record what ``user`` said: the turn at once, then its statements and actions. Its
        ``context`` is that of the actions as well.

        ``shown`` defaults to the list shown last in the conversation. A turn recorded before
        under ``id`` is understood again, and what a crash left out is written. Raises
        MissingUser without a user, BadInput for an empty or endless text, Conflict where ``id``
        stands for another text.
        """
        check_user(user, "whose turn this is")
        check_text(text, LONGEST_TURN)
        turn_id = id or uuid.uuid4().hex
        entry = self._known(turn_id, user, text, conversation)
        if entry is None:
            entry = self.recommender.memory.record(
                user=user,
                kind="turn",
                text=text,
                conversation=conversation,
                occurred_at=occurred_at,
                id=turn_id,
                supersedes=supersedes,
                context=context,
            )
        self._take_back(entry.supersedes)
        if shown is None:
            shown = self.shown(user, conversation, before=entry.sequence)
        understanding = self.understand(text, shown)
        if understanding.refines and conversation is not None:
            understanding = self._refined(understanding, user, conversation, entry.sequence)
        self._write_statements(entry, understanding.statements)
        actions = self._write_actions(entry, understanding, shown)
        return Heard(entry, understanding, actions, tuple(shown))

    def _refined(
        self, understanding: Understanding, user: str, conversation: str, before: int
    ) -> Understanding:
        """The understanding of a turn that only limits prices, stock or traits, with what the list
        before it was asked for.
        """
        memory, request = self.recommender.memory, understanding.request
        impression, _ = last_list(memory, PenchantContext(user, conversation), before)
        shown = None if impression is None else memory.get(impression)
        if shown is None or request is None:
            return understanding
        catalog = self.recommender.catalog
        last = request_behind(shown, catalog)
        last = replace(last, query=without_rivals(last.query, request.query, catalog))
        return replace(understanding, request=narrowed(last, request))

    def reply(
        self, user: str, text: str, *, conversation: str | None, answers: str | None
    ) -> Entry | None:
        """Journal the assistant's ``text`` as the answer to the turn ``answers``.

        Never learned from. A newer answer to the same turn supersedes the older one; the same
        text again is the same answer. None for an empty text, or where the turn is gone.
        """
        memory = self.recommender.memory
        if not text.strip() or (answers is not None and memory.get(answers) is None):
            return None
        id, previous = self._version(f"{answers or uuid.uuid4().hex}.reply")
        if previous is not None and previous.text == text:
            return previous
        return memory.record(
            user=user,
            kind="turn",
            role="assistant",
            text=text,
            conversation=conversation,
            id=id,
            parent=answers,
            supersedes=None if previous is None else previous.id,
        )

    def heard_as(self, message: str, user: str, conversation: str | None, text: str) -> Heard:
        """Record a chat message known by an id of the host's; other words under it are an edit.

        The id is the turn's id, unless another person or conversation has used it before.
        """
        base = message
        known = self.recommender.memory.get(message)
        if known is not None and (known.user, known.conversation) != (user, conversation):
            name = f"{user}\n{conversation}\n{message}"
            base = uuid.uuid5(uuid.NAMESPACE_OID, name).hex
        id, previous = self._version(base)
        if previous is not None and previous.text == text:
            return self.turn(user, text, conversation=conversation, id=previous.id)
        supersedes = None if previous is None else previous.id
        return self.turn(user, text, conversation=conversation, id=id, supersedes=supersedes)

    def _version(self, base: str) -> tuple[str, Entry | None]:
        """The first free id among ``base``, ``base.2``, ...; and the entry of the one before."""
        id, previous, number = base, None, 1
        while (entry := self.recommender.memory.get(id)) is not None:
            number += 1
            id, previous = f"{base}.{number}", entry
        return id, previous

    def _known(self, id: str, user: str, text: str, conversation: str | None) -> Entry | None:
        """The entry of that id, if it is this very turn; record() refuses any other."""
        check_unicode(id, "id")
        entry = self.recommender.memory.get(id)
        if entry is None or entry.kind != "turn":
            return None
        same = (entry.user, entry.text, entry.conversation) == (user, text, conversation)
        return entry if same else None

    def _take_back(self, superseded: str | None) -> None:
        """What an edited turn did stops counting with it."""
        old = None if superseded is None else self.recommender.memory.get(superseded)
        if old is not None:
            take_back_actions(self.recommender, old)

    def _write_statements(self, turn: Entry, statements: Sequence[Statement]) -> None:
        memory = self.recommender.memory
        if not statements or memory.get(f"{turn.id}.s0") is not None:
            return
        with memory.gate.using():
            self._place(turn, statements)

    def _place(self, turn: Entry, statements: Sequence[Statement]) -> None:
        memory = self.recommender.memory
        now = self._clock()
        entries = [
            Entry(
                id=f"{turn.id}.s{number}",
                kind="statement",
                user=turn.user,
                occurred_at=turn.occurred_at,
                recorded_at=now,
                conversation=turn.conversation,
                item=statement.target.item,
                parent=turn.id,
                embedder=memory.embedder.fingerprint,
                data=statement_to_data(statement),
            )
            for number, statement in enumerate(statements)
        ]
        vectors = {
            entry.id: self.recommender.target_vector(statement.target)
            for entry, statement in zip(entries, statements, strict=True)
        }
        memory.record_all(entries, vectors)

    def _write_actions(
        self, turn: Entry, understanding: Understanding, shown: Sequence[Item]
    ) -> tuple[Entry, ...]:
        if not understanding.feedback:
            return ()
        person = PenchantContext(turn.user, turn.conversation)
        impression, ids = last_list(self.recommender.memory, person, before=turn.sequence)
        return tuple(
            self._act(
                turn,
                kind,
                item,
                impression if item in ids else None,
                understanding.reason_of(item),
            )
            for item, kind in understanding.feedback
        )

    def _act(self, turn: Entry, kind: str, item: str, impression: str | None, reason: str) -> Entry:
        id = action_id(turn.id, kind, item)
        known = self.recommender.memory.get(id)
        if known is not None:
            return known
        return self.recommender.act(
            turn.user,
            kind,
            item,
            reason=reason if kind == "dismiss" else None,
            impression=impression,
            conversation=turn.conversation,
            parent=turn.id,
            occurred_at=turn.occurred_at,
            id=id,
            context=turn.context,
        )
