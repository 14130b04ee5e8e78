"""The recommender: the one door to the lists, reasons and actions of people over one catalog.

Knows which module answers what, and that the embedder, the catalog and the profiles stay as they
are while one call is answered. Knows nothing of conversations or language models.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from penchant.memory.door import check_user
from penchant.memory.embed.embedder import Embedder
from penchant.memory.imagined import imagine
from penchant.memory.memory import Memory
from penchant.memory.records import (
    Entry,
    FloatArray,
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
)
from penchant.tools import acts
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.offer import Offer
from penchant.tools.catalog.rules import check_fields, check_rules
from penchant.tools.finding.comparing import Comparison, compare
from penchant.tools.finding.searching import search
from penchant.tools.judging import Judge
from penchant.tools.nobody import NOBODY
from penchant.tools.reasons.explaining import why
from penchant.tools.recommending import recommend
from penchant.tools.relisting import relist
from penchant.tools.requests import alike
from penchant.tools.targets import target_vector


class Recommender:
    """Recommends from ``catalog`` (the memory's own by default) with what ``memory`` knows."""

    def __init__(self, memory: Memory, catalog: Catalog | None = None) -> None:
        self.memory = memory
        self.offer = Offer(memory, catalog)
        self.judge = Judge(self.offer)

    # -- the catalog -------------------------------------------------------------------------

    @property
    def catalog(self) -> Catalog:
        """The catalog in use; within one call it stays the same, whatever else changes it."""
        return self.offer.catalog

    @catalog.setter
    def catalog(self, catalog: Catalog) -> None:
        self.offer.catalog = catalog

    def reload(self) -> None:
        """Take up the catalog as it now stands in the journal, after an import."""
        self.offer.reload()

    def add_items(self, items: Iterable[Item | Mapping[str, Json]]) -> tuple[str, ...]:
        """Add items, or put them in place of those of their ids; lists have them at once. Returns
        the ids of those that are new or changed. The first items of its own take the place of the
        demo films.

        A mapping has the fields of an :class:`Item`; its other names are attributes. Raises
        BadInput, with nothing written, where one of them cannot be used or two differ under one
        id. Over 256 items are written in several steps, each durable before the next begins.
        """
        return self.offer.put(items)

    def update_item(self, item: str, **changes: Json) -> Item:
        """Change fields of one item (price, stock, available_until, ...) and return it. Attributes
        are merged, one that is None goes; None empties any other field.

        Raises UnknownItem, and BadInput for a value or a field that there is not.
        """
        return self.offer.update(item, changes)

    def hide_item(self, item: str) -> None:
        """Keep an item out of lists until it is shown again; it stays in the catalog."""
        self.offer.hide(item)

    def show_item(self, item: str) -> None:
        """Let a hidden item be in lists again."""
        self.offer.show(item)

    def delete_item(self, item: str) -> None:
        """Take an item out of the catalog, from lists, search and titles. What people said and did
        about it stays, and lists as of a past day still have it.
        """
        self.offer.delete(item)

    def rules(self, at: datetime | None = None) -> tuple[Rule, ...]:
        """The standing rules, as of ``at`` (now)."""
        return self.offer.rules.now(at)

    def add_rule(self, rule: Rule) -> None:
        """Have ``rule`` hold for every list from now on, in place of one of its name. Raises
        BadInput for a rule that cannot be used, also one on an attribute that no item has.
        """
        check_rules([rule])
        check_fields([rule], self.catalog)
        self.offer.rules.add(rule)

    def remove_rule(self, name: str) -> None:
        """Have the rule of this name hold no more; BadInput where there is none."""
        self.offer.rules.remove(name)

    def adopt(self, embedder: Embedder, name: str | None, catalog: Catalog) -> None:
        """Change over to ``embedder``, whose vectors are all there, with the catalog in them; see
        :meth:`penchant.memory.memory.Memory.adopt`.
        """
        self.offer.adopt(embedder, name, catalog)

    # -- acting ------------------------------------------------------------------------------

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
        with self.offer.steady():
            return acts.act(
                self.offer,
                user,
                kind,
                item,
                value=value,
                scale=scale,
                reason=reason,
                impression=impression,
                conversation=conversation,
                parent=parent,
                occurred_at=occurred_at,
                id=id,
                supersedes=supersedes,
                context=context,
                dwell=dwell,
            )

    def undo(self, user: str, entry_id: str) -> Entry:
        """Take back one of the person's own entries: it stops counting but stays journalled."""
        with self.offer.steady():
            return acts.undo(self.offer, user, entry_id)

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
        with self.offer.steady():
            return acts.describe(
                self.memory, user, attributes, consented=consented, occurred_at=occurred_at, id=id
            )

    def forget(self, user: str, *, entry: str | None = None, item: str | None = None) -> Receipt:
        """Erase entries of ``user``; see :meth:`penchant.memory.memory.Memory.forget`."""
        return self.memory.forget(user, entry=entry, item=item)

    # -- believing ---------------------------------------------------------------------------

    def target_vector(self, target: Target) -> FloatArray:
        """Where the target of a statement lies among the items: a unit vector (d,)."""
        with self.offer.steady():
            catalog, space = self.catalog, self.offer.space
            return target_vector(target, catalog, space, self.memory.calibration, self.judge.asking)

    def without(self, user: str, without: Without, at: datetime | None = None) -> Recommender:
        """The recommender as it would be had ``user`` never said or done something, or had one of
        the interests of their profile as of ``at``: see :func:`penchant.memory.imagined.imagine`.
        It journals nothing. What it makes is what a store would that never held those entries.
        """
        with self.offer.steady():
            return Recommender(imagine(self.memory, user, without, at), self.catalog)

    def profile(
        self, user: str, at: datetime | None = None, *, without: Without | None = None
    ) -> Profile:
        """The profile as of ``at`` (now) with labels in words, and quotes in the evidence; as it
        would be ``without`` something (:meth:`without`).
        """
        with self.offer.steady():
            if without is not None:
                return self.without(user, without, at).profile(user, at)
            return self.judge.profiles.of(user, at)

    # -- recommending ------------------------------------------------------------------------

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
        with self.offer.steady():
            if without is not None:
                other = self.without(user, without, at)
                return other.recommend(
                    user, request, n, at, conversation=conversation, context=context
                )
            with self.offer.as_of(at):
                return recommend(
                    self.judge, user, request, n, at, conversation=conversation, context=context
                )

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
        if user is not None:
            return self.recommend(user, wanted, n, conversation=conversation, context=context)
        with self.offer.steady():
            return recommend(self.judge, NOBODY, wanted, n)

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
        :func:`penchant.tools.finding.searching.search`.
        """
        with self.offer.steady():
            return search(
                self.judge,
                text,
                user,
                n,
                request,
                conversation=conversation,
                context=context,
                role=role,
            )

    def relist(self, impression: str) -> tuple[Ranked, ...]:
        """The items of the list that was journalled as ``impression``, in their order, with the
        reasons of today; none where there is no such list. See :mod:`penchant.tools.relisting`.
        """
        with self.offer.steady():
            shown = self.memory.get(impression)
            if shown is None or shown.kind != "impression":
                return ()
            return relist(self.judge, shown)

    def compare(self, user: str, a: str, b: str) -> Comparison:
        """How the items ``a`` and ``b`` stand beside each other for ``user``; see
        :func:`penchant.tools.finding.comparing.compare`.
        """
        with self.offer.steady():
            return compare(self.judge, user, a, b)

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
        with self.offer.steady():
            if without is not None:
                return self.without(user, without, at).why(user, item, at)
            return why(self.judge, user, item, at)
