"""What can be recommended: an immutable view of the items with their vectors.

Knows items and how to look them up; knows nothing of people, nor how items come into the
journal. A store without a catalog of its own sees the demo films.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import UnknownItem
from penchant.memory.memory import Memory
from penchant.memory.records import FloatArray, Item
from penchant.tools.demo import DemoFilms, category_words, load_demo
from penchant.tools.embedding import Progress, embed_items
from penchant.tools.shelf import DEMO, OWN, read_shelf
from penchant.tools.terms import Terms
from penchant.tools.titles import TitleIndex


class Catalog:
    """Items with rows in one order: ``matrix`` (n, d) float32 unit rows, ``years`` and ``prices``
    (nan where unknown), ``prior`` (people known before; 0 unknown) and ``hidden``. Nothing of it
    changes.
    """

    def __init__(
        self,
        items: Sequence[Item],
        matrix: FloatArray,
        *,
        source: str = OWN,
        words_zh: Mapping[str, str] | None = None,
    ) -> None:
        if matrix.ndim != 2 or len(matrix) != len(items):
            raise ValueError(f"{len(items)} items and vectors of shape {matrix.shape}")
        self.items: Sequence[Item] = tuple(items)
        self.source = source
        self.words_zh: Mapping[str, str] = dict(words_zh or {})
        self.matrix: FloatArray = np.ascontiguousarray(matrix, np.float32).view()
        years = [np.nan if item.year is None else item.year for item in items]
        self.years: NDArray[np.float32] = np.asarray(years, np.float32)
        prices = [np.nan if item.price is None else item.price for item in items]
        self.prices: NDArray[np.float64] = np.asarray(prices, np.float64)
        self.prior: NDArray[np.float32] = np.asarray([item.prior for item in items], np.float32)
        self.hidden: NDArray[np.bool_] = np.asarray([item.hidden for item in items], np.bool_)
        for array in (self.matrix, self.years, self.prices, self.prior, self.hidden):
            array.flags.writeable = False
        counts = Counter(name for item in items for name in item.categories)
        self.categories: tuple[str, ...] = tuple(
            sorted(counts, key=lambda name: (-counts[name], name))
        )
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

    def row(self, item: str) -> int:
        """The row of the item with this id; UnknownItem without one."""
        try:
            return self._rows[item]
        except KeyError:
            raise UnknownItem(f"no item of the catalog has the id {item!r}") from None

    def rows(self, items: Sequence[str]) -> NDArray[np.intp]:
        """The row of each of ``items``, (n,); -1 for those that are not in the catalog."""
        return np.fromiter(map(self._rows.get, items, repeat(-1)), np.intp, len(items))

    def vector(self, item: str) -> FloatArray:
        """The unit vector (d,) of the item with this id; UnknownItem without one."""
        vector: FloatArray = self.matrix[self.row(item)]
        return vector

    def rows_with(self, name: str) -> NDArray[np.intp]:
        """Rows, ascending, whose categories, people or tags hold ``name`` (in any case)."""
        return self._index.get(_key(name), _NONE)

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

    @cached_property
    def terms(self) -> Terms:
        """What several items have in common: categories, tags and attributes."""
        return Terms(self.items)

    @cached_property
    def _titles(self) -> TitleIndex:
        return TitleIndex([item.title for item in self.items], self.years, self.prior)

    @cached_property
    def _index(self) -> dict[str, NDArray[np.intp]]:
        rows: dict[str, list[int]] = {}
        for row, item in enumerate(self.items):
            for key in {_key(name) for name in (*item.categories, *item.people, *item.tags)}:
                rows.setdefault(key, []).append(row)
        index = {key: np.asarray(found, np.intp) for key, found in rows.items()}
        for found in index.values():
            found.flags.writeable = False
        return index


_NONE: NDArray[np.intp] = np.zeros(0, np.intp)
_NONE.flags.writeable = False


def load_catalog(
    memory: Memory,
    *,
    embedder: Embedder | None = None,
    progress: Progress | None = None,
    demo: Callable[[], DemoFilms] | None = None,
) -> Catalog:
    """The catalog of the store: its own items, or the demo films where it has none; with vectors
    by ``embedder`` (the memory's).

    Writes no entry. Texts that the memory's embedder has not seen are embedded and their vectors
    kept (in a store that can be written), so this takes long only the first time.
    """
    embedder = embedder or memory.embedder
    shelf = read_shelf(memory.journal)
    if shelf.source != DEMO:
        items = shelf.over(())
        matrix = embed_items(memory, items, embedder=embedder, progress=progress)
        return Catalog(items, matrix, source=OWN, words_zh=category_words())
    films = load_demo(fingerprint=embedder.fingerprint) if demo is None else demo()
    items = shelf.over(films.items)
    known = {}
    if films.fingerprint == embedder.fingerprint:
        known = {item.text: row for item, row in zip(films.items, films.matrix, strict=True)}
    matrix = embed_items(memory, items, embedder=embedder, known=known, progress=progress)
    return Catalog(items, matrix, source=DEMO, words_zh=films.words_zh)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
