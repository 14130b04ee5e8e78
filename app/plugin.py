"""The composition root: one store, its catalog and its agent, joined and handed out.

Reads the settings and the clock; everything below gets them as arguments. Knows how the rooms fit
together and nothing of what happens inside them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penchant.languages import LanguageWatch, mostly_chinese, wants_multilingual
from penchant.memory.embed.choice import Choice, embedder_named
from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import BadInput
from penchant.memory.memory import Memory
from penchant.memory.records import (
    Entry,
    Item,
    Json,
    Profile,
    Receipt,
    Recommendation,
    Request,
    Rule,
    Why,
    Without,
)
from penchant.settings import Settings, read_settings
from penchant.tools.asking import is_chinese
from penchant.tools.following import follow, follow_all, unfollow
from penchant.tools.recommender import Recommender

if TYPE_CHECKING:
    from langchain.agents.middleware import AgentMiddleware
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import BaseTool
    from langgraph.graph.state import CompiledStateGraph

    from penchant.agent.assistant import Assistant
    from penchant.agent.recorder import Recorder
    from penchant.memory.backup import Restored
    from penchant.tools.catalog.reembedding import Reembedded
    from penchant.tools.finding.comparing import Comparison
    from penchant.tools.importing import ImportReport, LikesReport, Progress
    from penchant.tools.onboarding.onboarding import Onboarding

STORED = "stored"
"""The name that asks for the embedder the store has, whatever the settings say."""


def open(
    store: str | Path | None = None,
    catalog: str | Path | None = None,
    model: str | BaseChatModel | None = None,
    embedder: str | Embedder | None = None,
    *,
    clock: Callable[[], datetime] | None = None,
) -> Penchant:
    """Open a store, making it if need be.

    ``store`` is its folder (default: PENCHANT_STORE, else the platform's folder for user data).
    ``catalog`` is a file or folder whose items are imported if they are new or changed
    (:meth:`Penchant.import_items`);
    without one the store keeps its own, or the demo films. ``model`` is a LangChain chat model or
    the name of one on an OpenAI-compatible server; without a key or an address
    (OPENAI_API_KEY, OPENAI_BASE_URL) the offline assistant answers. ``embedder`` is
    ``english`` or ``multilingual`` (default: PENCHANT_EMBEDDER, else the one the store began with;
    for a new one the multilingual where it is installed and the locale or the catalog are
    Chinese), a sentence-transformers model by name or folder, or an :class:`Embedder`; ``stored``
    asks for the store's own whatever PENCHANT_EMBEDDER says. ``clock`` gives the time (default:
    the system's).

    Raises a StoreError where the store cannot be used, BadInput where the catalog cannot be read.
    """
    settings = read_settings(os.environ)
    chosen: Embedder | Choice
    if embedder is None or isinstance(embedder, str):
        name = embedder or settings.embedder
        chosen = Choice(
            name=None if name == STORED else name,
            threads=settings.threads,
            chinese=lambda: settings.chinese or (catalog is not None and mostly_chinese(catalog)),
        )
    else:
        chosen = embedder
    now = clock or _system_clock
    memory = Memory.open(Path(store) if store else settings.store, chosen, clock=now)
    try:
        if catalog is not None:
            from penchant.tools.importing import import_items

            import_items(memory, Path(catalog), side_by_side=_side_by_side(settings))
        return Penchant(memory, Recommender(memory), settings, model)
    except BaseException:
        memory.close()
        raise


def restore(
    file: str | Path,
    store: str | Path | None = None,
    *,
    force: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> Restored:
    """Make the folder ``store`` (default: as for :func:`open`) the store that the backup ``file``
    holds; open it afterwards. Its vector memory is rebuilt from the journal at the first need.

    A store that is there is refused; with ``force`` it is moved aside, and the result says where
    to. Raises BadInput for a file that is damaged or no backup, StoreTooNew for one of a newer
    version, StoreBusy where another process owns the store; nothing is changed then.
    """
    from penchant.memory.backup import restore as restore_store

    folder = Path(store) if store else read_settings(os.environ).store
    return restore_store(Path(file), folder, at=(clock or _system_clock)(), force=force)


class Penchant:
    """One open store: records, recommends, explains, forgets. Close it, or use it in ``with``.

    Safe to use from several threads. ``memory`` and ``recommender`` are the parts below it.
    """

    def __init__(
        self,
        memory: Memory,
        recommender: Recommender,
        settings: Settings,
        model: str | BaseChatModel | None = None,
    ) -> None:
        self.memory = memory
        self.recommender = recommender
        self.settings = settings
        self._model = model
        self._watch: LanguageWatch | None = None

    def __enter__(self) -> Penchant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Save and let go of the store; nothing recorded is lost without it."""
        if self._watch is not None:
            self._watch.close()
        self.memory.close()

    def reembed(
        self, embedder: str = "multilingual", *, progress: Progress | None = None
    ) -> Reembedded:
        """Give the store to the embedder called ``embedder``, from its journal; the store stays
        usable meanwhile. Cut short, it goes on where it was when called again.
        """
        from penchant.tools.catalog.reembedding import reembed

        found = embedder_named(embedder, threads=self.settings.threads)
        return reembed(self.recommender, found, embedder, progress=progress)

    def watch_languages(self) -> None:
        """Give the store to the multilingual embedder, in the background, as soon as people write
        Chinese in it; see :class:`penchant.languages.LanguageWatch`.
        """
        if self._watch is None:
            self._watch = LanguageWatch(self.recommender, threads=self.settings.threads)
            self.assistant.remark = self._watch.heard

    # -- recording ---------------------------------------------------------------------------

    def record(
        self,
        user: str,
        text: str | None = None,
        *,
        kind: str | None = None,
        item: str | None = None,
        value: float | None = None,
        scale: tuple[float, float] | None = None,
        reason: str | None = None,
        impression: str | None = None,
        conversation: str | None = None,
        occurred_at: datetime | None = None,
        id: str | None = None,
        supersedes: str | None = None,
        context: Mapping[str, Json] | None = None,
        dwell: float | None = None,
    ) -> Entry:
        """Record what ``user`` said (``text``) or did (``kind`` with ``item``); it counts at once.

        A text is understood and its statements are learned. A kind is view, click, like,
        dislike, save, cart, purchase, rating (with ``value`` and ``scale``, default 1 to 5),
        watch, dismiss (with ``reason``: not-now, seen-it, too-expensive, not-for-me), share,
        follow or one of your own; docs/feedback.md says what each does. ``dwell`` is how many
        seconds a view lasted. ``impression`` is the list it was chosen from, ``occurred_at`` when
        it happened (aware; now by default), ``id``
        makes a repetition harmless, ``supersedes`` names an entry this one replaces,
        ``context`` is what you know of the moment: ``time_zone``, and fields of your own.

        Raises MissingUser, UnknownItem, BadInput or Conflict; nothing is recorded then.
        """
        if (text is None) == (item is None):
            raise BadInput("record either what was said (text) or what was done (kind and item)")
        if text is not None:
            if dwell is not None:
                raise BadInput("a dwell is how long a view lasted (kind='view', item=...)")
            if kind not in (None, "turn"):
                raise BadInput(f"a {kind} is about an item: say which (item=...)")
            return self.recorder.turn(
                user,
                text,
                conversation=conversation,
                occurred_at=occurred_at,
                id=id,
                supersedes=supersedes,
                context=context,
            ).entry
        if kind is None:
            raise BadInput("say what was done with the item (kind='like', ...)")
        return self.recommender.act(
            user,
            kind,
            item or "",
            value=value,
            scale=scale,
            reason=reason,
            impression=impression,
            conversation=conversation,
            occurred_at=occurred_at,
            id=id,
            supersedes=supersedes,
            context=context,
            dwell=dwell,
        )

    def undo(self, user: str, entry: str) -> Entry:
        """Take back one thing that ``user`` said or did, by the ``id`` of its entry: it stops
        counting everywhere, and stays in the journal until it is forgotten. What was recorded in
        answer to a turn (its statements and actions) goes with the turn.

        Repeating it changes nothing. Raises BadInput where they have no such entry.
        """
        return self.recommender.undo(user, entry)

    def follow(
        self,
        user: str,
        person: str,
        *,
        occurred_at: datetime | None = None,
        id: str | None = None,
    ) -> Entry:
        """Record that ``user`` follows ``person``: what ``person`` chooses speaks for an item, and
        its reason says how many of the people followed chose it, not who. (The kind ``follow`` of
        :meth:`record` is about an item, such as a shop.)

        Repeating it changes nothing. Raises MissingUser, and BadInput for oneself or nobody.
        """
        return follow(self.memory, user, person, occurred_at=occurred_at, id=id)

    def unfollow(
        self,
        user: str,
        person: str,
        *,
        occurred_at: datetime | None = None,
        id: str | None = None,
    ) -> Entry | None:
        """Record that ``user`` follows ``person`` no more; None where they didn't."""
        return unfollow(self.memory, user, person, occurred_at=occurred_at, id=id)

    def import_follows(self, pairs: Iterable[tuple[str, str]]) -> int:
        """Record who follows whom, as pairs of (who follows, who is followed), the newest last;
        returns how many were new. Where one pair cannot be used nothing is recorded (BadInput,
        MissingUser).
        """
        return follow_all(self.memory, pairs)

    def describe(
        self,
        user: str,
        attributes: Mapping[str, Json],
        *,
        consented: bool = False,
        occurred_at: datetime | None = None,
        id: str | None = None,
    ) -> Entry:
        """Tell what you know of ``user``, if they agreed: {"language": "zh", "size": "M"}.

        It stands in place of what was told before; {} takes it back, and :meth:`forget` erases
        it. Items whose attribute, category or tag of that name is the same rank higher, as do
        those that people of whom the same was told choose more. It is in no prompt of a model.

        Raises BadInput, with nothing recorded, without ``consented=True``.
        """
        return self.recommender.describe(
            user, attributes, consented=consented, occurred_at=occurred_at, id=id
        )

    def import_items(
        self,
        path: str | Path,
        mapping: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Add or change items from a CSV, JSON, JSON lines, YAML or Parquet file, or a folder of
        such files; the first import replaces the demo films. ``mapping`` says which column a field
        is read from, ``progress`` is told how many are done, and of how many. See
        :func:`penchant.tools.importing.import_items`.
        """
        from penchant.tools.importing import import_items

        if not self.memory.read_only and wants_multilingual(self.memory) and mostly_chinese(path):
            from penchant.tools.catalog.reembedding import reembed

            found = embedder_named("multilingual", threads=self.settings.threads)
            reembed(self.recommender, found, progress=progress)
        report = import_items(
            self.memory,
            Path(path),
            mapping=mapping,
            progress=progress,
            side_by_side=_side_by_side(self.settings),
        )
        self.recommender.reload()
        return report

    def add_items(self, items: Iterable[Item | Mapping[str, Json]]) -> tuple[str, ...]:
        """Add items, or put them in place of those of their ids; returns the ids of those that are
        new or changed. See :meth:`penchant.tools.recommender.Recommender.add_items`.
        """
        return self.recommender.add_items(items)

    def update_item(self, item: str, **changes: Json) -> Item:
        """Change fields of an item, as in ``update_item("tea", price=12, stock=0)``, and return
        it. See :meth:`penchant.tools.recommender.Recommender.update_item`.
        """
        return self.recommender.update_item(item, **changes)

    def hide_item(self, item: str) -> None:
        """Keep an item out of lists until :meth:`show_item`; it stays in the catalog."""
        self.recommender.hide_item(item)

    def show_item(self, item: str) -> None:
        """Let a hidden item be in lists again."""
        self.recommender.show_item(item)

    def delete_item(self, item: str) -> None:
        """Take an item out of the catalog. What people said and did about it stays."""
        self.recommender.delete_item(item)

    def items(self, where: Mapping[str, Json] | None = None) -> tuple[Item, ...]:
        """The items of the catalog, hidden ones too; those alone that fit the filter ``where``."""
        return self.recommender.catalog.fitting(where)

    def rules(self, at: datetime | None = None) -> tuple[Rule, ...]:
        """The rules that hold for every list, as of ``at`` (now)."""
        return self.recommender.rules(at)

    def add_rule(self, rule: Rule) -> None:
        """Have ``rule`` lift or bury the items it fits in every list, in place of one of its name;
        each list tells what it did as an adjustment.
        """
        self.recommender.add_rule(rule)

    def remove_rule(self, name: str) -> None:
        """Have the rule of this name hold no more."""
        self.recommender.remove_rule(name)

    def import_events(
        self,
        path: str | Path,
        mapping: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        *,
        kind: str | None = None,
        scale: tuple[float, float] | None = None,
        zone: tzinfo = UTC,
    ) -> ImportReport:
        """Add what people did, from a file or folder as for :meth:`import_items`.

        ``kind`` is that of rows without one, ``scale`` that of ratings (low, high), ``zone`` that
        of times without one. See :func:`penchant.tools.importing.import_events`.
        """
        from penchant.tools.importing import import_events

        with self.memory.gate.using():
            return import_events(
                self.memory,
                self.recommender.catalog,
                Path(path),
                mapping=mapping,
                kind=kind,
                scale=scale,
                zone=zone,
                progress=progress,
            )

    def import_likes(
        self,
        user: str,
        path: str | Path,
        mapping: Mapping[str, str] | None = None,
        *,
        scale: tuple[float, float] | None = None,
        zone: tzinfo = UTC,
    ) -> LikesReport:
        """Add what ``user`` likes, from a list of titles or ids or an export of another service
        with titles, years and ratings. The report names what was not found, and what is near.

        ``mapping``, ``scale`` and ``zone`` are as for :meth:`import_events`. See
        :func:`penchant.tools.importing.import_likes`.
        """
        from penchant.tools.importing import import_likes

        with self.memory.gate.using():
            return import_likes(
                self.memory,
                self.recommender.catalog,
                user,
                Path(path),
                mapping=mapping,
                scale=scale,
                zone=zone,
            )

    # -- asking ------------------------------------------------------------------------------

    def recommend(
        self,
        user: str,
        query: str | Request | None = None,
        n: int = 10,
        at: datetime | None = None,
        *,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
        without: Without | None = None,
    ) -> Recommendation:
        """The ``n`` items (at most 100) that suit ``user`` best, with reasons that add up to each
        score.

        ``query`` is a request in English or Chinese ("a funny heist film from the 90s"), read
        for limits as well as for meaning; nothing is learned from it. ``at`` asks for the list
        as of a past moment. A list for now is journalled: pass its ``impression`` when the
        person acts on it. ``context`` says under which circumstances it is asked for:
        ``time_zone`` (default: the person's last known one, else UTC) and fields of your own, such
        as {"device": "phone"}, which :meth:`record` takes as well.

        ``without=penchant.Without(entry=ID)`` or ``Without(interest=ID)`` gives the list that a
        store would give which had never held that entry, or the entries of that interest. It is
        learned anew for that, which takes its time in a large store, and nothing is journalled.
        """
        request = self.read_request(query) if isinstance(query, str) else query
        return self.recommender.recommend(
            user, request, n, at, conversation=conversation, context=context, without=without
        )

    def read_request(self, query: str) -> Request | None:
        """What ``query`` asks for; words that name nothing known are searched for by meaning."""
        if not query.strip():
            return None
        understood = self.recorder.understand(query)
        if understood.request is None and not understood.statements:
            # That it is a request is known from where it stands; in a chat a word would say so.
            cue = "想看" if is_chinese(query) else "I want to see "
            understood = self.recorder.understand(cue + query.strip())
        return understood.request or Request(query=query.strip())

    def profile(
        self, user: str, at: datetime | None = None, *, without: Without | None = None
    ) -> Profile:
        """The interests of ``user`` as of ``at`` (now), with labels, shares and evidence; as they
        would be ``without`` something (see :meth:`recommend`).
        """
        return self.recommender.profile(user, at, without=without)

    def why(
        self,
        user: str,
        item: str,
        at: datetime | None = None,
        *,
        without: Without | None = None,
    ) -> Why:
        """Why ``item`` stands where it stands for ``user``, in parts that add up, and what keeps
        it from standing higher; as it would be ``without`` something (see :meth:`recommend`).
        """
        return self.recommender.why(user, item, at, without=without)

    def similar(
        self,
        item: str | Sequence[str],
        user: str | None = None,
        n: int = 10,
        request: Request | None = None,
        *,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
    ) -> Recommendation:
        """The ``n`` items most like the item with this id, or like several.

        For a ``user`` their interests count too, what they have seen is left out, and the list is
        journalled; without one it is the same for everybody. ``request`` sets limits.
        """
        return self.recommender.similar(
            item, user, n, request, conversation=conversation, context=context
        )

    def search(
        self,
        text: str,
        user: str | None = None,
        n: int = 10,
        request: Request | None = None,
        *,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
    ) -> Recommendation:
        """The ``n`` items that ``text`` finds by title, names, words and meaning, in English or
        Chinese; an exact title first. What a person has seen is found too.

        For a ``user`` their interests count among what is found, and the search and its list are
        journalled: pass the list's ``impression`` when they act on it. ``request`` sets limits.
        """
        return self.recommender.search(
            text, user, n, request, conversation=conversation, context=context
        )

    def compare(self, user: str, a: str, b: str) -> Comparison:
        """Two items beside each other for ``user``: scores, places, and what sets them apart, in
        parts that add up to the difference of the scores. Nothing is journalled.
        """
        return self.recommender.compare(user, a, b)

    def forget(self, user: str, *, entry: str | None = None, item: str | None = None) -> Receipt:
        """Erase all about ``user``, or one entry, or all about one item: from the files too."""
        return self.memory.forget(user, entry=entry, item=item)

    def export(self, user: str) -> Iterator[dict[str, Any]]:
        """Everything kept about ``user``, one plain dict per journal entry."""
        return self.memory.export(user)

    def backup(self, target: str | Path, *, force: bool = False) -> Path:
        """Write the whole store to one file, while it stays in use; see :func:`restore`.

        ``target`` is the file, or a folder in which it gets a name. It appears whole or not at all,
        without anything that was erased. Returns the file. Raises BadInput where it exists (unless
        ``force``).
        """
        from penchant.memory.backup import back_up

        now = self.memory.clock()
        return back_up(self.memory.folder, Path(target), at=now, force=force)[0]

    def onboarding(self, user: str, n: int = 5) -> Onboarding:
        """The questions that tell most about somebody new, until they have judged ``n`` items; they
        may choose kinds before.

        >>> onboarding = penchant.onboarding("ana")             # doctest: +SKIP
        >>> if (choice := onboarding.kinds()):                  # doctest: +SKIP
        ...     onboarding.choose(pick(choice.text, choice.kinds))  # names, up to choice.most
        >>> while (question := onboarding.question()):          # doctest: +SKIP
        ...     onboarding.answer(question.item.id, ask(question.text))  # like, dislike or unknown
        """
        from penchant.tools.onboarding.onboarding import Onboarding

        return Onboarding(self.recommender, user, n)

    # -- the agent ---------------------------------------------------------------------------

    def tools(self) -> list[BaseTool]:
        """LangChain tools for your own agent; see README, "In your own agent"."""
        return self.assistant.tools()

    def middleware(self) -> list[AgentMiddleware[Any, Any]]:
        """LangChain middleware that records turns and puts the profile into the prompt."""
        return self.assistant.middleware()

    def agent(self) -> CompiledStateGraph[Any, Any, Any, Any]:
        """The agent behind the page, as a LangGraph graph."""
        return self.assistant.agent()

    @cached_property
    def recorder(self) -> Recorder:
        """What records and understands turns."""
        from penchant.agent.recorder import Recorder

        return Recorder(self.recommender, self.memory.clock)

    @cached_property
    def assistant(self) -> Assistant:
        """The agent with its model, for conversations."""
        from penchant.agent.assistant import Assistant
        from penchant.agent.models import choose_model

        server = {
            "OPENAI_API_KEY": self.settings.api_key or "",
            "OPENAI_BASE_URL": self.settings.base_url or "",
            "OPENAI_MODEL": self.settings.model or "",
        }
        model = choose_model(self._model, server)
        return Assistant(self.recommender, model, clock=self.memory.clock)


def _side_by_side(settings: Settings) -> int | None:
    """Calls of the embedder at once during an import: one where the threads are counted for it."""
    return None if settings.threads is None else 1


def _system_clock() -> datetime:
    return datetime.now(UTC)
