"""What can be recommended: an immutable view of the items with their vectors.

Knows items and how to look them up; knows nothing of people, nor how items come into the
journal. A store without a catalog of its own sees the demo films.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields as fields_of
from functools import cached_property
from itertools import compress, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from penchant.memory.core.calibration import Calibration
from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import UnknownItem
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray, Item, Json
from penchant.tools.catalog.embedding import Progress, embed_items
from penchant.tools.catalog.postings import Postings
from penchant.tools.catalog.shelf import DEMO, OWN, Gone, Shelf, read_shelf
from penchant.tools.catalog.terms import Terms
from penchant.tools.demo import DemoFilms, category_words, load_demo
from penchant.tools.filters.columns import Columns
from penchant.tools.filters.conditions import read_where
from penchant.tools.filters.fit import fitting
from penchant.tools.talk.coverage import Coverage, told_by
from penchant.tools.words.marks import is_work
from penchant.tools.words.titles import TitleIndex

Array = NDArray[Any]

_WORDED = ("title", "categories", "people", "tags", "attributes", "year")
"""Fields from which the words are made by which items are named."""

_ARRAYS = ("years", "prior", "hidden", "opens", "closes")

_WORK = "is a work"
"""What a change of year or price may change beside them, which new prices seldom do."""

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "categories": ("categories",),
    "terms": ("categories", "tags", "attributes"),
    "coverage": (_WORK, "title", "people", "categories", "tags", "attributes", "description"),
    "_titles": ("title", "year", "prior"),
    "postings": ("categories", "people", "tags", "attributes"),
    "timed": ("available_from", "available_until"),
}
"""What is made of the items at the first need, and of which fields."""


class Catalog:
    """Items with rows in one order: ``matrix`` (n, d) float32 unit rows, ``years`` (nan where
    unknown), ``prior`` (people known before; 0 unknown), ``hidden``, and ``opens`` and
    ``closes`` (Unix seconds; infinite without a limit). Nothing of it changes; a change of items
    gives another catalog (:meth:`with_items`).

    ``wording`` is the same object in two catalogs whose items go by the same words; ``gone`` are
    items that were deleted.
    """

    def __init__(
        self,
        items: Sequence[Item],
        matrix: FloatArray,
        *,
        source: str = OWN,
        words_zh: Mapping[str, str] | None = None,
        gone: Mapping[str, Gone] | None = None,
    ) -> None:
        if matrix.ndim != 2 or len(matrix) != len(items):
            raise ValueError(f"{len(items)} items and vectors of shape {matrix.shape}")
        self.items: Sequence[Item] = tuple(items)
        self.source = source
        self.words_zh: Mapping[str, str] = dict(words_zh or {})
        self.gone: Mapping[str, Gone] = gone or {}
        self.wording = object()
        self.matrix: FloatArray = np.ascontiguousarray(matrix, np.float32).view()
        self.years: NDArray[np.float32]
        self.prior: NDArray[np.float32]
        self.hidden: NDArray[np.bool_]
        self.opens: NDArray[np.float64]
        self.closes: NDArray[np.float64]
        for name, values in _arrays(self.items).items():
            setattr(self, name, values)
        self._freeze()
        self.columns = Columns(self.items)
        self._placed: tuple[Calibration, FloatArray] | None = None
        self._rows = {item.id: row for row, item in enumerate(self.items)}
        if len(self._rows) != len(self.items):
            raise ValueError("two items have one id")

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, item: object) -> bool:
        return item in self._rows

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def get(self, item: str) -> Item | None:
        """The item with this id, or None."""
        row = self._rows.get(item)
        return None if row is None else self.items[row]

    def known(self, item: str) -> Item | None:
        """The item with this id, also one that was deleted since, or None."""
        gone = self.gone.get(item)
        return self.get(item) if gone is None else gone.item

    def has_rows_of(self, other: Catalog) -> bool:
        """Whether the same ids stand in the same rows as in ``other``, which this was made of."""
        return self._rows is other._rows

    def shares(self, name: str, other: Catalog) -> bool:
        """Whether what is called ``name``, made at need, is there and is that of ``other``."""
        found = self.__dict__.get(name)
        return found is not None and found is other.__dict__.get(name)

    def row(self, item: str) -> int:
        """The row of the item with this id; UnknownItem without one."""
        try:
            return self._rows[item]
        except KeyError:
            if (gone := self.gone.get(item)) is not None:
                day = f"{gone.at:%Y-%m-%d}"
                raise UnknownItem(f"the item {item!r} was deleted on {day}") from None
            raise UnknownItem(f"no item of the catalog has the id {item!r}") from None

    def rows(self, items: Sequence[str]) -> NDArray[np.intp]:
        """The row of each of ``items``, (n,); -1 for those that are not in the catalog."""
        return np.fromiter(map(self._rows.get, items, repeat(-1)), np.intp, len(items))

    def rows_of(self, items: Iterable[str]) -> NDArray[np.intp]:
        """The rows of those of ``items`` that are in the catalog."""
        found = [row for item in items if (row := self._rows.get(item)) is not None]
        return np.array(found, np.intp)

    def vector(self, item: str) -> FloatArray:
        """The unit vector (d,) of the item with this id; UnknownItem without one."""
        vector: FloatArray = self.matrix[self.row(item)]
        return vector

    def rows_with(self, name: str) -> NDArray[np.intp]:
        """Rows, ascending, whose categories, people, tags or traits hold ``name`` (in any case)."""
        return self.postings.rows(name)

    def find_title(
        self, text: str, *, year: int | None = None, limit: int = 5
    ) -> list[tuple[Item, float]]:
        """The items whose titles are most like ``text``, with scores up to 100 (the same title; 99
        where only the leading article differs).

        Articles, punctuation, accents and the form of numerals do not matter; ``Heat (1995)``
        names a year too. Among equal scores the item that more people knew comes first.
        """
        found = self._titles.find(text, year=year, limit=limit)
        return [(self.items[row], score) for row, score in found]

    def titled(self, text: str, *, year: int | None = None) -> tuple[Item, ...]:
        """The items called exactly ``text``, spelling aside, the best known first."""
        return tuple(self.items[row] for row in self._titles.exact(text, year=year))

    def fitting(self, where: Mapping[str, Json] | None) -> tuple[Item, ...]:
        """The items that fit a filter (all without one); BadInput for one that makes no sense."""
        if where is None:
            return tuple(self.items)
        mask = fitting(read_where(where), self.columns)
        return tuple(compress(self.items, mask))

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The names of categories, those of most items first."""
        counts = Counter(name for item in self.items for name in item.categories)
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))

    def placed(self, calibration: Calibration) -> FloatArray:
        """The vectors in the space of interests, (n, d), float32; made once per calibration."""
        kept = self._placed
        if kept is None or kept[0] is not calibration:
            kept = self._placed = (calibration, calibration.place(self.matrix))
        return kept[1]

    @cached_property
    def coverage(self) -> Coverage:
        """Where words stand in the items; laid out when words are first asked for."""
        goods = np.fromiter((not is_work(item) for item in self.items), bool, len(self.items))
        return Coverage.of_parts(map(told_by, self.items), goods)

    @cached_property
    def terms(self) -> Terms:
        """What several items have in common: categories, tags and attributes."""
        return Terms(self.items)

    @cached_property
    def timed(self) -> NDArray[np.intp]:
        """The rows of the items that are not available at all times."""
        return np.flatnonzero(np.isfinite(self.opens) | np.isfinite(self.closes))

    def _freeze(self) -> None:
        for name in ("matrix", *_ARRAYS):
            getattr(self, name).flags.writeable = False

    # -- changes ---------------------------------------------------------------------------------

    def with_items(
        self,
        items: Sequence[Item],
        vectors: FloatArray,
        *,
        without: Iterable[str] = (),
        gone: Mapping[str, Gone] | None = None,
    ) -> Catalog:
        """The catalog with ``items``, new ones or in place of those of their ids, and their unit
        ``vectors`` (m, d), and with no item whose id is in ``without``.

        Whatever the change leaves as it is, is shared: while items neither come nor go, a new price
        costs no more than a copy of the list of items.
        """
        vectors = np.asarray(vectors, np.float32)
        here = np.array([item.id in self for item in items], bool)
        made = self._changed(
            [item for item, is_here in zip(items, here, strict=True) if is_here],
            vectors[here],
            self.gone if gone is None else gone,
        )
        out = np.unique([row for item in without if (row := self._rows.get(item)) is not None])
        if len(out):
            made = made._without(out.astype(np.intp))
        new = [item for item in items if item.id not in made]
        if new:
            made = made._with(new, vectors[[item.id not in made for item in items]])
        return made

    def _without(self, rows: NDArray[np.intp]) -> Catalog:
        kept = np.ones(len(self), bool)
        kept[rows] = False
        items = tuple(compress(self.items, kept))
        made = self._remade(items, lambda name: getattr(self, name)[kept], self.matrix[kept])
        made._rows = {item.id: row for row, item in enumerate(items)}
        if self._placed is not None:
            made._placed = (self._placed[0], self._placed[1][kept])
        return made

    def _with(self, items: Sequence[Item], vectors: FloatArray) -> Catalog:
        new = _arrays(items)
        made = self._remade(
            (*self.items, *items),
            lambda name: np.concatenate([getattr(self, name), new[name]]),
            np.concatenate([self.matrix, vectors]),
        )
        made._rows = self._rows | {item.id: len(self) + k for k, item in enumerate(items)}
        if self._placed is not None:
            calibration, placed = self._placed
            made._placed = (calibration, np.concatenate([placed, calibration.place(vectors)]))
        return made

    def _remade(
        self, items: tuple[Item, ...], array: Callable[[str], Array], matrix: FloatArray
    ) -> Catalog:
        """A copy with other ``items``: its arrays by name and its ``matrix``. What is made of the
        items is to be made anew, and rows and placed vectors are to be set.
        """
        made = copy.copy(self)
        made.items, made.matrix, made.wording = items, matrix, object()
        made.columns = Columns(items)
        for name in _NEEDS:
            made.__dict__.pop(name, None)
        for name in _ARRAYS:
            setattr(made, name, array(name))
        made._freeze()
        return made

    def _changed(
        self, items: Sequence[Item], vectors: FloatArray, gone: Mapping[str, Gone]
    ) -> Catalog:
        made = copy.copy(self)
        made.gone = gone
        rows = self.rows([item.id for item in items])
        listed = list(self.items)
        fields: set[str] = set()
        for row, item in zip(rows.tolist(), items, strict=True):
            fields |= {name for name in FIELDS if getattr(listed[row], name) != getattr(item, name)}
            if is_work(listed[row]) != is_work(item):
                fields.add(_WORK)
            listed[row] = item
        made.items = tuple(listed)
        for name, values in _arrays(items).items():
            array = getattr(self, name).copy()
            array[rows] = values
            setattr(made, name, array)
        made._freeze()
        if fields.intersection(_WORDED):
            made.wording = object()
        for name, needs in _NEEDS.items():
            if fields.intersection(needs):
                made.__dict__.pop(name, None)
        made.columns = self.columns.changed(made.items, rows, fields)
        if not np.array_equal(self.matrix[rows], vectors):
            made._move(rows, vectors)
        return made

    def _move(self, rows: NDArray[np.intp], vectors: FloatArray) -> None:
        """Lay ``rows`` at ``vectors``, in copies: other catalogs share what is there."""
        self.matrix = self.matrix.copy()
        self.matrix[rows] = vectors
        self._freeze()
        if self._placed is not None:
            calibration, placed = self._placed
            placed = placed.copy()
            placed[rows] = calibration.place(vectors)
            self._placed = (calibration, placed)

    @cached_property
    def _titles(self) -> TitleIndex:
        return TitleIndex([item.title for item in self.items], self.years, self.prior)

    @cached_property
    def postings(self) -> Postings:
        """The categories, people, tags and traits of the items, each with its items."""
        return Postings(self.items)


FIELDS = tuple(one.name for one in fields_of(Item))
"""The names of an item's fields."""


def load_catalog(
    memory: Memory,
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    demo: Callable[[], DemoFilms] | None = None,
    shelf: Shelf | None = None,
) -> Catalog:
    """The catalog of the store: its own items, or the demo films where it has none; with vectors
    by ``embedder`` (the memory's). ``shelf`` is what its journal says, if that is read already.

    Writes no entry. Texts that the memory's embedder has not seen are embedded and their vectors
    kept (in a store that can be written), so this takes long only the first time.
    """
    embedder = embedder or memory.embedder
    shelf = read_shelf(memory.journal) if shelf is None else shelf
    if shelf.source != DEMO:
        items = shelf.over(())
        matrix = embed_items(memory, items, embedder=embedder, progress=progress)
        return Catalog(items, matrix, source=OWN, words_zh=category_words(), gone=shelf.gone)
    films = load_demo(fingerprint=embedder.fingerprint) if demo is None else demo()
    items = shelf.over(films.items)
    known = {}
    if films.fingerprint == embedder.fingerprint:
        known = {item.text: row for item, row in zip(films.items, films.matrix, strict=True)}
    matrix = embed_items(memory, items, embedder=embedder, known=known, progress=progress)
    return Catalog(items, matrix, source=DEMO, words_zh=films.words_zh, gone=shelf.gone)


def _arrays(items: Sequence[Item]) -> dict[str, Array]:
    """The arrays of ``items`` by name, see :class:`Catalog`."""
    inf = np.inf
    starts, ends = [one.available_from for one in items], [one.available_until for one in items]
    return {
        "years": np.array([np.nan if one.year is None else one.year for one in items], np.float32),
        "prior": np.array([one.prior for one in items], np.float32),
        "hidden": np.array([one.hidden for one in items], np.bool_),
        "opens": np.array([-inf if at is None else at.timestamp() for at in starts], np.float64),
        "closes": np.array([inf if at is None else at.timestamp() for at in ends], np.float64),
    }
