"""The recommender: lists, reasons and actions of one person over one catalog.

Joins the memory's beliefs with the catalog; keeps no state of its own but the catalog in use.
Knows nothing of conversations or language models.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from penchant.memory.core.calibration import calibrate
from penchant.memory.core.dwell import DWELL
from penchant.memory.core.habits.occasion import TIME_ZONE
from penchant.memory.door import check_dwell, check_moment, check_rating, check_user, check_zone
from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import BadInput, StoreFull
from penchant.memory.imagined import imagine
from penchant.memory.kinds import DISMISS_REASONS, TOO_EXPENSIVE, kind_of
from penchant.memory.memory import Memory
from penchant.memory.records import (
    Entry,
    Evidence,
    FloatArray,
    Interest,
    Item,
    Json,
    Profile,
    Ranked,
    Receipt,
    Recommendation,
    Request,
    Rule,
    Target,
    Why,
    Without,
    to_day,
)
from penchant.tools import ranking
from penchant.tools.adjusting import adjustments
from penchant.tools.arranging import arrange, by_chance
from penchant.tools.asking import Asking
from penchant.tools.assortment import Assortment
from penchant.tools.candidates import candidates
from penchant.tools.catalog import Catalog
from penchant.tools.columns import Column
from penchant.tools.comparing import Comparison, compare
from penchant.tools.embedding import embed_items
from penchant.tools.footprints import Footprints
from penchant.tools.habits import circumstances_of
from penchant.tools.hearsay import NOTHING, Heard
from penchant.tools.hindrances import Case, hindrances, otherwise
from penchant.tools.history import History
from penchant.tools.importing.fields import changed, read_items
from penchant.tools.impressions import Impressions, impression_data, request_behind, shortened
from penchant.tools.keywords import Keywords
from penchant.tools.knobs import knobs_of
from penchant.tools.labels import label_of
from penchant.tools.listing import field_of, widest
from penchant.tools.medoids import medoid_of
from penchant.tools.nobody import NOBODY, nobody
from penchant.tools.novelty import arrivals_among
from penchant.tools.quotes import Quotes
from penchant.tools.reasons import cause_in_words, gone_in_words, reasons
from penchant.tools.remarks import note_on
from penchant.tools.requests import MOST, alike, as_request, check_list, continued
from penchant.tools.retrieval.ground import Ground
from penchant.tools.retrieval.retrieval import retrieve
from penchant.tools.retrieval.view import View
from penchant.tools.rules import check_fields, check_rules, lifts, of_rows, together
from penchant.tools.searching import search
from penchant.tools.settled import settled
from penchant.tools.signals import Situation, names_of, signals
from penchant.tools.spoken import spoken_in
from penchant.tools.standing_in_words import standing_said
from penchant.tools.standing_rules import StandingRules
from penchant.tools.targets import target_vector
from penchant.tools.wanted import fading, items_named

QUOTED = 8
"""Entries per interest that are shown with their words."""

P = ParamSpec("P")
R = TypeVar("R")


def _steady(
    method: Callable[Concatenate[Recommender, P], R],
) -> Callable[Concatenate[Recommender, P], R]:
    """``method`` with the embedder, the catalog and the profiles kept as they are meanwhile."""

    @wraps(method)
    def steady(self: Recommender, /, *args: P.args, **named: P.kwargs) -> R:
        memory = self.memory
        with memory.gate.using(), memory.settled(), self._holding(self.catalog):
            return method(self, *args, **named)

    return steady


class Recommender:
    """Recommends from ``catalog`` (the memory's own by default) with what ``memory`` knows."""

    def __init__(self, memory: Memory, catalog: Catalog | None = None) -> None:
        self.memory = memory
        self._lock = threading.Lock()
        self._held = threading.local()
        self._laid: Ground | None = None
        self._names: tuple[Catalog, Keywords] | None = None
        history = History(memory)
        self._impressions = Impressions(memory, history)
        self._footprints = Footprints(history)
        self._asking = Asking(memory)
        self._quotes = Quotes(memory)
        self._assortment = Assortment(memory, catalog)
        self._rules = StandingRules(memory)
        self.catalog = catalog if catalog is not None else self._assortment.load()
        self._calibrate()

    @property
    def catalog(self) -> Catalog:
        """The catalog in use; within one call it stays the same, whatever else changes it."""
        held: Catalog | None = getattr(self._held, "catalog", None)
        return self._catalog if held is None else held

    @catalog.setter
    def catalog(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @contextmanager
    def _holding(self, catalog: Catalog) -> Iterator[None]:
        before = getattr(self._held, "catalog", None)
        self._held.catalog = catalog
        try:
            yield
        finally:
            self._held.catalog = before

    def reload(self) -> None:
        """Take up the catalog as it now stands in the journal, after an import."""
        with self.memory.gate.using(), self._lock:
            self.catalog = self._assortment.load()
            self._calibrate()

    # -- the catalog -------------------------------------------------------------------------

    def add_items(self, items: Iterable[Item | Mapping[str, Json]]) -> tuple[str, ...]:
        """Add items, or put them in place of those of their ids; lists have them at once. Returns
        the ids of those that are new or changed. The first items of its own take the place of the
        demo films.

        A mapping has the fields of an :class:`Item`; its other names are attributes. Raises
        BadInput, with nothing written, where one of them cannot be used or two differ under one
        id. Over 256 items are written in several steps, each durable before the next begins.
        """
        read = read_items(items)
        return self._restock(lambda catalog: self._assortment.put(read, catalog))

    def update_item(self, item: str, **changes: Json) -> Item:
        """Change fields of one item (price, stock, available_until, ...) and return it. Attributes
        are merged, one that is None goes; None empties any other field.

        Raises UnknownItem, and BadInput for a value or a field that there is not.
        """

        def update(catalog: Catalog) -> list[str]:
            found = self._assortment.item(item, catalog) or catalog.items[catalog.row(item)]
            return self._assortment.put([changed(found, changes)], catalog)

        self._restock(update)
        return self.catalog.items[self.catalog.row(item)]

    def hide_item(self, item: str) -> None:
        """Keep an item out of lists until it is shown again; it stays in the catalog."""
        self._restock(lambda catalog: self._assortment.hide(item, catalog))

    def show_item(self, item: str) -> None:
        """Let a hidden item be in lists again."""
        self._restock(lambda catalog: self._assortment.show(item, catalog))

    def delete_item(self, item: str) -> None:
        """Take an item out of the catalog, from lists, search and titles. What people said and did
        about it stays, and lists as of a past day still have it.
        """
        self._restock(lambda catalog: self._assortment.delete(item, catalog))

    def _restock(self, change: Callable[[Catalog], list[str]]) -> tuple[str, ...]:
        with self.memory.gate.using(), self._lock:
            done = change(self._catalog)
            if done:
                source = self._catalog.source
                self.catalog = self._assortment.follow(self._catalog, done)
                if self._catalog.source != source:
                    self._calibrate()
            return tuple(done)

    def rules(self, at: datetime | None = None) -> tuple[Rule, ...]:
        """The standing rules, as of ``at`` (now)."""
        return self._rules.now(at)

    def add_rule(self, rule: Rule) -> None:
        """Have ``rule`` hold for every list from now on, in place of one of its name. Raises
        BadInput for a rule that cannot be used, also one on an attribute that no item has.
        """
        check_rules([rule])
        check_fields([rule], self.catalog)
        self._rules.add(rule)

    def remove_rule(self, name: str) -> None:
        """Have the rule of this name hold no more; BadInput where there is none."""
        self._rules.remove(name)

    def adopt(self, embedder: Embedder, name: str | None, catalog: Catalog) -> None:
        """Change over to ``embedder``, whose vectors are all there, with the catalog in them; see
        :meth:`penchant.memory.memory.Memory.adopt`.
        """
        calibration = calibrate(catalog.matrix)
        self.memory.adopt(embedder, name, calibration, _measured_on(catalog))
        self.catalog = catalog
        self.memory.clear_former()

    def _calibrate(self) -> None:
        self.memory.calibrate(self.catalog.matrix, _measured_on(self.catalog))

    def _ground(self) -> Ground:
        """The ground of the catalog; laid once per catalog and calibration."""
        calibration = self.memory.calibration
        kept = self._laid
        if kept is None or kept.catalog is not self.catalog or kept.calibration is not calibration:
            kept = self._laid = Ground(self.catalog, calibration, kept)
        return kept

    def _space(self) -> FloatArray:
        """The catalog's vectors in the space of interests, (n, d)."""
        return self._ground().space

    def _keywords(self) -> Keywords:
        """The names of the catalog's items; laid out once per catalog, when one is searched."""
        kept = self._names
        if kept is None or kept[0] is not self.catalog:
            kept = self.catalog, Keywords(self.catalog, self.catalog.coverage)
            self._names = kept
        return kept[1]

    # -- acting ------------------------------------------------------------------------------

    @_steady
    def act(
        self,
        user: str,
        kind: str,
        item: str,
        *,
        value: float | None = None,
        scale: tuple[float, float] | None = None,
        reason: str | None = None,
        impression: str | None = None,
        conversation: str | None = None,
        parent: str | None = None,
        occurred_at: datetime | None = None,
        id: str | None = None,
        supersedes: str | None = None,
        context: Mapping[str, Json] | None = None,
        dwell: float | None = None,
    ) -> Entry:
        """Record that ``user`` did ``kind`` with ``item``; it counts from the next list on.
        ``dwell`` says how many seconds a view lasted.

        Raises UnknownItem, and BadInput for a kind that is no action or a bad value.
        """
        if not kind_of(kind).action or kind in ("undo", "search"):
            raise BadInput(f"{kind!r} is nothing a person does with an item")
        if kind == "dismiss":
            reason = reason or "not-now"
            if reason not in DISMISS_REASONS:
                raise BadInput(f"a dismissal's reason is one of {', '.join(DISMISS_REASONS)}")
        if kind == "rating" and value is None:
            raise BadInput("a rating needs a value")
        vector = self._vector(item)
        if kind == "rating":
            value, scale = check_rating(value, (1.0, 5.0) if scale is None else scale)
        data: dict[str, Json] = {} if reason is None else {"reason": reason}
        if dwell is not None:
            data[DWELL] = check_dwell(kind, dwell)
        known = self.catalog.known(item)
        if reason == TOO_EXPENSIVE and known is not None and known.price is not None:
            # What it cost then: it may come back once it costs less.
            data["price"] = known.price
        return self.memory.record(
            user=user,
            kind=kind,
            item=item,
            value=value,
            scale=scale,
            data=data,
            impression=impression,
            conversation=conversation,
            parent=parent,
            occurred_at=occurred_at,
            id=id,
            supersedes=supersedes,
            context=context,
            vector=vector,
        )

    @_steady
    def undo(self, user: str, entry_id: str) -> Entry:
        """Take back one of the person's own entries: it stops counting but stays journalled."""
        entry = self.memory.get(entry_id)
        if entry is None or entry.user != user or entry.role != "user":
            raise BadInput(f"{user} has no entry {entry_id!r} that could be undone")
        return self.memory.record(
            user=user,
            kind="undo",
            supersedes=entry_id,
            item=entry.item,
            conversation=entry.conversation,
            id=f"undo:{entry_id}",
            vector=None if entry.item is None else self._vector_or_none(entry.item),
        )

    @_steady
    def describe(
        self,
        user: str,
        attributes: Mapping[str, Json],
        *,
        consented: bool = False,
        occurred_at: datetime | None = None,
        id: str | None = None,
    ) -> Entry:
        """Take in what the host knows of ``user``, such as {"language": "zh"}, in place of what it
        told before; {} takes it back. Without consent nothing is kept: BadInput.
        """
        if not isinstance(attributes, Mapping):
            raise BadInput("a description has attributes: names with a value each")
        return self.memory.record(
            user=user,
            kind="describe",
            data={"attributes": dict(attributes), "consented": consented},
            occurred_at=occurred_at,
            id=id,
        )

    def _vector(self, item: str) -> FloatArray:
        """Where an item lies; also one that was deleted, for it may be in lists shown before."""
        gone = self.catalog.gone.get(item)
        if gone is None:
            return self.catalog.vector(item)
        vector: FloatArray = embed_items(self.memory, [gone.item])[0]
        return vector

    def _vector_or_none(self, item: str) -> FloatArray | None:
        return None if self.catalog.known(item) is None else self._vector(item)

    @_steady
    def target_vector(self, target: Target) -> FloatArray:
        """Where the target of a statement lies among the items: a unit vector (d,)."""
        calibration = self.memory.calibration
        return target_vector(target, self.catalog, self._space(), calibration, self._asking)

    def forget(self, user: str, *, entry: str | None = None, item: str | None = None) -> Receipt:
        """Erase entries of ``user``; see :meth:`penchant.memory.memory.Memory.forget`."""
        return self.memory.forget(user, entry=entry, item=item)

    # -- believing ---------------------------------------------------------------------------

    @_steady
    def without(self, user: str, without: Without, at: datetime | None = None) -> Recommender:
        """The recommender as it would be had ``user`` never said or done something, or had one of
        the interests of their profile as of ``at``: see :func:`penchant.memory.imagined.imagine`.
        It journals nothing. What it makes is what a store would that never held those entries.
        """
        return Recommender(imagine(self.memory, user, without, at), self.catalog)

    @_steady
    def profile(
        self, user: str, at: datetime | None = None, *, without: Without | None = None
    ) -> Profile:
        """The profile as of ``at`` (now) with labels in words, and quotes in the evidence; as it
        would be ``without`` something (:meth:`without`).
        """
        if without is not None:
            return self.without(user, without, at).profile(user, at)
        profile = self.memory.profile(user, at)
        quoted = [
            evidence.entry
            for one in profile.interests
            for evidence in one.evidence[:QUOTED]
            if not self._titled(evidence)
        ]
        said = self._quotes.of(quoted)
        interests = tuple(self._labelled(one, said) for one in profile.interests)
        told = self.memory.habits().told(user, to_day(profile.at))
        return replace(profile, interests=interests, told=told)

    def _titled(self, evidence: Evidence) -> bool:
        """Whether what stands for it is its item's title: a statement is quoted by its words."""
        known = evidence.item is not None and self.catalog.known(evidence.item) is not None
        return known and evidence.kind != "statement"

    def _labelled(self, interest: Interest, said: Mapping[str, str]) -> Interest:
        label = label_of(interest, self.catalog, self._space())
        evidence = interest.evidence[:QUOTED]
        return replace(
            interest,
            label=label.en,
            label_zh=label.zh,
            medoid=medoid_of(interest, self.catalog, self._space()),
            evidence=tuple(self._quoted(e, said) for e in evidence),
        )

    def _quoted(self, evidence: Evidence, said: Mapping[str, str]) -> Evidence:
        quote = said.get(evidence.entry, "")
        if evidence.item is not None and self._titled(evidence):
            item = self.catalog.known(evidence.item)
            quote = "" if item is None else item.title
        return replace(evidence, quote=shortened(quote))

    # -- recommending ------------------------------------------------------------------------

    def _then(self, at: datetime | None) -> Catalog:
        """The catalog as of ``at`` (now)."""
        now = self.catalog
        return now if at is None else self._assortment.as_of(check_moment(at), now)

    @_steady
    def recommend(
        self,
        user: str,
        request: Request | str | None = None,
        n: int = 10,
        at: datetime | None = None,
        *,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
        without: Without | None = None,
    ) -> Recommendation:
        """The ``n`` items that suit ``user`` best now, with reasons that add up to each score.

        ``request`` narrows it: words to be near to, limits, items to be like. ``context`` is what
        the host knows of the moment: ``time_zone``, and fields of its own. The list is
        journalled as an impression, unless ``at`` asks for a list as of a past moment, or it is
        the list as it would be ``without`` something (:meth:`without`).
        """
        check_user(user, "for whom to recommend")
        if without is not None:
            other = self.without(user, without, at)
            return other.recommend(user, request, n, at, conversation=conversation, context=context)
        with self._holding(self._then(at)):
            return self._listed(user, request, n, at, conversation, context)

    def _listed(
        self,
        user: str,
        request: Request | str | None,
        n: int,
        at: datetime | None = None,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
    ) -> Recommendation:
        """As :meth:`recommend`; ``user`` may be NOBODY, and nothing is journalled then."""
        check_list(n, context)
        request = self._continued(as_request(request), user, conversation)
        asked = self._situation(user, request, at, conversation, context)
        n = min(n, MOST)
        crowd, ground = self.memory.crowd(), self._ground()
        shown = self._impressions.shown_in(user, conversation) if request.another else frozenset()
        allowed = candidates(asked.profile, request, self.catalog, shown=shown)
        learner = self.memory.weights()
        weights = learner.get(user)
        cold = not asked.profile.likes and not request.query and not request.like
        rules = together(self._rules.now(at), request.rules)
        lifted = lifts(rules, self.catalog)
        # New items get their chance in lists that are really shown, unless chance is to have none.
        arrived = (
            {} if at or request.exploration == 0 else crowd.arrivals(user, to_day(asked.profile.at))
        )
        rows = retrieve(
            asked,
            ground,
            crowd,
            weights,
            allowed.allowed,
            n * widest(cold),
            lifts=lifted,
            besides=[self.catalog.row(item) for item in arrived if item in self.catalog],
        )
        columns = signals(asked, View(ground, rows), crowd)
        field = field_of(
            self.catalog,
            rows,
            columns,
            weights,
            cold=cold,
            lifts=of_rows(lifted, rows),
            opened=arrivals_among(arrived, self.catalog, rows),
            n=n,
        )
        knobs = knobs_of(request, uuid.uuid4().int % 2**32)
        if by_chance(field, knobs):
            request = replace(request, seed=knobs.seed)
        order = arrange(field, n, knobs)
        listed = [self.catalog.items[int(rows[one.position])] for one in order]
        heard = self._footprints.heard(asked.profile, crowd, listed, ground)
        chances = learner.probability(field.score[[one.position for one in order]])
        ranked = tuple(
            replace(
                self._ranked(place, item, one.position, columns, weights, heard),
                adjustments=adjustments(one, field.tastes),
                propensity=one.propensity,
                probability=None if chances is None else float(chances[place]),
            )
            for place, (item, one) in enumerate(zip(listed, order, strict=True))
        )
        note, note_zh = note_on(ranked, allowed, cold, n, self.catalog)
        recommendation = Recommendation(
            user=user,
            at=asked.profile.at,
            items=ranked,
            query=request.query or None,
            excluded=allowed.excluded(),
            note=note,
            note_zh=note_zh,
            cold=cold,
        )
        if at is not None or not ranked or user == NOBODY or self.memory.imagined:
            return recommendation
        return self._journalled(recommendation, request, conversation, context)

    def _journalled(
        self,
        recommendation: Recommendation,
        request: Request,
        conversation: str | None,
        context: Mapping[str, Json] | None,
        parent: str | None = None,
    ) -> Recommendation:
        try:
            entry = self.memory.record(
                user=recommendation.user,
                kind="impression",
                id=uuid.uuid4().hex,
                conversation=conversation,
                context=context,
                parent=parent,
                data=impression_data(recommendation, request),
            )
        except StoreFull:
            # A full disk keeps nobody from a list; it is only not learned from.
            return recommendation
        return replace(recommendation, impression=entry.id)

    def _continued(self, request: Request, user: str, conversation: str | None) -> Request:
        """A bare "others, please" asks for more of what was asked for last."""
        bare = not (request.query or request.like or request.constraint)
        if not request.another or not bare or conversation is None:
            return request
        last = self._impressions.last_request(user, conversation)
        if last is None:
            return request
        return continued(self._still(last), request)

    def _still(self, request: Request) -> Request:
        """``request``, of an earlier list, without items that have left the catalog since."""
        return replace(request, like=tuple(item for item in request.like if item in self.catalog))

    @_steady
    def similar(
        self,
        item: str | Sequence[str],
        user: str | None = None,
        n: int = 10,
        request: Request | str | None = None,
        *,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
    ) -> Recommendation:
        """The ``n`` items most like ``item`` (or like several): by what they are, whose names they
        share, and what people choose and talk of along with them.

        For a ``user`` their interests count too, what they have seen is left out, and the list is
        journalled as an impression. Without one it is the same for everybody.
        """
        wanted = alike(item, request)
        if user is None:
            return self._listed(NOBODY, wanted, n)
        return self.recommend(user, wanted, n, conversation=conversation, context=context)

    @_steady
    def search(
        self,
        text: str,
        user: str | None = None,
        n: int = 10,
        request: Request | None = None,
        *,
        conversation: str | None = None,
        context: Mapping[str, Json] | None = None,
        role: str = "user",
    ) -> Recommendation:
        """The ``n`` items that ``text`` finds, in English or Chinese; see
        :func:`penchant.tools.searching.search`.
        """
        return search(
            self, text, user, n, request, conversation=conversation, context=context, role=role
        )

    @_steady
    def compare(self, user: str, a: str, b: str) -> Comparison:
        """How the items ``a`` and ``b`` stand beside each other for ``user``; see
        :func:`penchant.tools.comparing.compare`.
        """
        return compare(self, user, a, b)

    @_steady
    def why(
        self,
        user: str,
        item: str,
        at: datetime | None = None,
        *,
        without: Without | None = None,
    ) -> Why:
        """The standing of one item for ``user``: its score in parts, and its rank or what keeps
        it out; as it would be ``without`` something (:meth:`without`). An item of the newest list
        is judged on that list's request and occasion.
        """
        check_user(user, "for whom to recommend")
        if without is not None:
            return self.without(user, without, at).why(user, item, at)
        if item in self._then(at).gone:
            return self._why_gone(user, item, at)
        with self._holding(self._then(at)):
            return self._why(user, item, at)

    def _why_gone(self, user: str, item: str, at: datetime | None) -> Why:
        """The standing of an item that was deleted: it is known, and in no list."""
        gone = self._then(at).gone[item]
        en, zh = gone_in_words(gone)
        return Why(
            user=user,
            at=self.memory.profile(user, at).at,
            item=gone.item,
            score=0.0,
            rank=None,
            candidates=0,
            reasons=(),
            left_out=en,
            left_out_zh=zh,
        )

    def _why(self, user: str, item: str, at: datetime | None) -> Why:
        row = self.catalog.row(item)
        behind = self._impressions.list_with(user, item) if at is None else None
        request, conversation = Request(), None
        if behind is not None:
            request, conversation = self._still(request_behind(behind)), behind.conversation
        asked = self._situation(user, request, at, conversation, behind=behind)
        crowd = self.memory.crowd()
        ground = self._ground()
        columns = signals(asked, View(ground), crowd)
        learner = self.memory.weights()
        weights = learner.get(user)
        score = ranking.scores(columns, weights, len(self.catalog))
        allowed = candidates(asked.profile, asked.request, self.catalog)
        chance = learner.probability(score[[row]])
        cause = allowed.first_cause(row)
        left_out = cause_in_words(cause, self.catalog) if cause else ("", "")
        found = self.catalog.items[row]
        acts = settled(self.memory, user, item, asked.profile.at) if cause else {}
        told = partial(cause_in_words, catalog=self.catalog)
        case = Case(row, asked.profile, columns, weights, score, allowed, told, acts)
        place = None if cause else ranking.rank(score, allowed.allowed, row)
        number, against = int(allowed.allowed.sum()), hindrances(case)
        en, zh = standing_said(place, number, left_out, otherwise(case), against)
        heard = self._footprints.heard(asked.profile, crowd, [found], ground)
        return Why(
            user=user,
            at=asked.profile.at,
            item=found,
            score=float(score[row]),
            rank=place,
            candidates=number,
            reasons=reasons(columns, weights, row, found, heard.get(item, NOTHING)),
            left_out=left_out[0],
            left_out_zh=left_out[1],
            probability=None if chance is None else float(chance[0]),
            otherwise=otherwise(case),
            hindrances=against,
            text=en,
            text_zh=zh,
        )

    def _situation(
        self,
        user: str,
        request: Request,
        at: datetime | None,
        conversation: str | None,
        context: Mapping[str, Json] | None = None,
        *,
        behind: Entry | None = None,
    ) -> Situation:
        for item in request.like:
            self.catalog.row(item)
        profile = nobody(self.memory.clock()) if user == NOBODY else self.profile(user, at)
        moment, context = profile.at, context or {}
        if behind is not None:
            moment, context = behind.occurred_at, behind.context
        if (zone := context.get(TIME_ZONE)) is not None:
            check_zone(zone)
        habits = self.memory.habits()
        occasion = habits.occasion(user, moment, context)
        spoken = spoken_in(self.memory, user, conversation, at)
        named = items_named(request, spoken)
        return Situation(
            profile=profile,
            request=request,
            calibration=self.memory.calibration,
            query_vector=self._asking.place_all(request.query, request.meaning),
            asked_in=self._impressions.asked_in(user, conversation),
            shown=self._impressions.shown(user, profile.at),
            circumstances=circumstances_of(habits, user, occasion, to_day(profile.at)),
            spoken=spoken,
            texts=self.catalog.coverage if request.query else None,
            names={one.id: names_of(one, self.catalog) for one in profile.interests},
            # What others talk of today tells nothing of a past day.
            company={} if at else self.memory.company(user, named, fading(len(named)).tolist()),
            keywords=self._keywords() if request.search else None,
            beside={} if at else self._beside(user, request.like),
        )

    def _beside(self, user: str, like: Sequence[str]) -> Mapping[str, float]:
        """What others choose along with the items of ``like``, all of which count alike."""
        return self.memory.crowd().beside(user, like, [1.0 / len(like)] * len(like)) if like else {}

    def _ranked(
        self,
        rank: int,
        item: Item,
        place: int,
        columns: list[Column],
        weights: Mapping[str, float],
        heard: Mapping[str, Heard],
    ) -> Ranked:
        parts = reasons(columns, weights, place, item, heard.get(item.id, NOTHING))
        return Ranked(
            rank=rank + 1,
            item=item,
            score=sum(part.contribution for part in parts),
            reasons=parts,
        )


def _measured_on(catalog: Catalog) -> str:
    # Anew when the catalog has another source or has doubled, not at every small import.
    return f"{catalog.source}:2^{len(catalog).bit_length()}"
