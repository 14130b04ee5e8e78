"""The catalog: look-ups, titles as people write them, and the fold of the journal's entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.errors import StoreBusy, UnknownItem
from penchant.memory.memory import Memory
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog, load_catalog
from penchant.tools.catalog.items import item_from_data, item_to_data, text_hash
from penchant.tools.catalog.shelf import (
    hide_entry,
    read_shelf,
    source_entry,
    upsert_entry,
)
from penchant.tools.demo import DemoFilms
from penchant.tools.words.titles import normalise_title


def film(title: str, year: int | None = None, prior: float = 0.0, **fields) -> Item:
    slug = title.lower().replace(" ", "-")
    return Item(id=f"{slug}-{year}", title=title, year=year, prior=prior, **fields)


FILMS = (
    film("Heat", 1986, 1),
    film("The Heat", 2013, 900, people=("Sandra Bullock",)),
    film("Heat", 1995, 40, categories=("Crime", "Drama"), people=("Al Pacino",)),
    film("The Matrix", 1999, 55, categories=("Science Fiction",)),
    film("Matrix Reloaded, The", 2003, 20, categories=("Science Fiction",)),
    film("Rocky II", 1979),
    film("Rocky III", 1982),
    film("Ocean's Eleven", 2001),
    film("M*A*S*H", 1970),
    film("Star Wars: Episode V – The Empire Strikes Back", 1980),
    film("Kill Bill: Volume 2", 2004),
    film("Amélie", 2001, tags=("Paris",)),
    film("Blade Runner 2049", 2017),
    film("卧虎藏龙", 2000),
)


@pytest.fixture
def catalog(embedder) -> Catalog:
    return Catalog(FILMS, embedder.encode([item.text for item in FILMS]))


class Counting:
    """Passes texts on to an embedder and remembers them."""

    def __init__(self, embedder) -> None:
        self.inner = embedder
        self.texts: list[str] = []
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension

    def encode(self, texts: Sequence[str]):
        self.texts += texts
        return self.inner.encode(texts)


@pytest.fixture
def counting(embedder) -> Counting:
    return Counting(embedder)


@pytest.fixture
def store(tmp_path: Path, counting, clock):
    with Memory.open(tmp_path / "store", counting, clock=clock) as memory:
        yield memory


@pytest.fixture
def demo(embedder):
    films = FILMS[:3]
    texts = [item.text for item in films]
    return lambda: DemoFilms(
        items=films,
        matrix=embedder.encode(texts),
        fingerprint="another:0:64",
        words_zh={"Crime": "犯罪"},
        version="films-1",
    )


def test_looks_up_items_by_id_and_by_name(catalog, embedder):
    assert len(catalog) == len(FILMS)
    assert "heat-1995" in catalog
    assert "heat" not in catalog
    assert catalog.get("heat") is None
    assert catalog.row("heat-1995") == 2
    np.testing.assert_array_equal(catalog.vector("heat-1995"), catalog.matrix[2])
    assert catalog.rows_with("science FICTION").tolist() == [3, 4]
    assert catalog.rows_with("al  pacino").tolist() == [2]
    assert catalog.rows_with("paris").tolist() == [11]
    assert catalog.rows_with("Fiction").tolist() == []
    assert catalog.categories == ("Science Fiction", "Crime", "Drama")
    with pytest.raises(UnknownItem, match="heat-1996"):
        catalog.vector("heat-1996")


def test_arrays_follow_the_items_and_cannot_be_written(catalog):
    assert catalog.years[2] == 1995
    assert catalog.prior[1] == 900
    for array in (catalog.matrix, catalog.years, catalog.prior, catalog.hidden):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        catalog.rows_with("Crime")[0] = 0


def test_refuses_vectors_that_do_not_fit_and_doubled_ids(embedder):
    vectors = embedder.encode(["a", "b"])
    with pytest.raises(ValueError, match="1 items"):
        Catalog(FILMS[:1], vectors)
    with pytest.raises(ValueError, match="one id"):
        Catalog([FILMS[0], FILMS[0]], vectors)


@pytest.mark.parametrize(
    ("text", "title", "year", "lowest"),
    [
        ("the matrix", "The Matrix", 1999, 100),
        ("MATRIX", "The Matrix", 1999, 99),
        ("matrix reloaded", "Matrix Reloaded, The", 2003, 99),
        ("Heat", "Heat", 1995, 100),
        ("the heat", "The Heat", 2013, 100),
        ("Heat (1986)", "Heat", 1986, 100),
        ("heat 1986", "Heat", 1986, 100),
        ("rocky 3", "Rocky III", 1982, 100),
        ("rocky two", "Rocky II", 1979, 100),
        ("oceans 11", "Ocean's Eleven", 2001, 100),
        ("mash", "M*A*S*H", 1970, 100),
        (
            "the empire strikes back",
            "Star Wars: Episode V – The Empire Strikes Back",
            1980,
            95,
        ),
        ("kill bill vol. 2", "Kill Bill: Volume 2", 2004, 100),
        ("Amelie", "Amélie", 2001, 100),
        ("blade runner 2049", "Blade Runner 2049", 2017, 100),
        ("the matrx", "The Matrix", 1999, 85),
        ("卧虎藏龙", "卧虎藏龙", 2000, 100),
    ],
)
def test_finds_titles_as_people_write_them(catalog, text, title, year, lowest):
    item, score = catalog.find_title(text)[0]
    assert (item.title, item.year) == (title, year)
    assert score >= lowest


def test_a_sequel_is_no_misspelling_of_another(catalog):
    assert all(score < 85 for _, score in catalog.find_title("rocky 5"))


def test_the_year_and_the_limit_hold(catalog):
    assert [item.id for item, _ in catalog.find_title("heat", year=1986)] == ["heat-1986"]
    assert catalog.find_title("heat", year=1950) == []
    nearly = catalog.find_title("heat", year=1996)
    assert nearly[0][0].id == "heat-1995"
    assert nearly[0][1] < 100
    assert len(catalog.find_title("heat", limit=2)) == 2
    assert catalog.find_title("") == []
    assert catalog.find_title("?!") == []


def test_titled_gives_only_whole_titles(catalog):
    assert [item.id for item in catalog.titled("heat")] == [
        "heat-1995",
        "heat-1986",
        "the-heat-2013",
    ]
    assert [item.id for item in catalog.titled("Heat (1995)")] == ["heat-1995"]
    assert catalog.titled("The Empire Strikes Back") == ()


@given(st.text("abcdefgh IVX123é'.,:-", max_size=30))
def test_case_and_outer_spaces_do_not_change_a_title(title):
    assert normalise_title(f"  {title.upper()} ") == normalise_title(title.lower())


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
ITEMS = st.builds(
    Item,
    id=NAMES,
    title=NAMES,
    description=st.text(max_size=20),
    categories=st.lists(NAMES, max_size=3).map(tuple),
    people=st.lists(NAMES, max_size=3).map(tuple),
    tags=st.lists(NAMES, max_size=3).map(tuple),
    year=st.none() | st.integers(1500, 2100),
    price=st.none() | st.floats(0, 1e9),
    url=st.none() | NAMES,
    image=st.none() | NAMES,
    prior=st.floats(0, 1e6),
    hidden=st.booleans(),
    attributes=st.dictionaries(NAMES, st.text(max_size=5) | st.integers(), max_size=2),
)


@given(ITEMS)
def test_an_item_survives_the_journal(item):
    assert item_from_data(item_to_data(item)) == item


def test_what_is_embedded_of_an_item_depends_on_what_it_is_about_alone():
    lamp = film("Lamp", 2001, categories=("Home",))
    assert replace(lamp, price=3.0, id="other").text == lamp.text
    assert replace(lamp, categories=("House",)).text != lamp.text


def test_a_store_without_entries_sees_the_demo_and_writes_none(store, counting, demo):
    seen = []
    catalog = load_catalog(store, demo=demo, progress=lambda *counts: seen.append(counts))
    assert catalog.source == "demo"
    assert [item.id for item in catalog] == [item.id for item in FILMS[:3]]
    assert catalog.words_zh == {"Crime": "犯罪"}
    assert store.journal.head() == 0
    # The demo's vectors are another embedder's: the texts are embedded once, and kept.
    assert len(counting.texts) == 3
    assert seen == [(3, 3)]
    again = load_catalog(store, demo=demo, progress=lambda *counts: seen.append(counts))
    assert len(counting.texts) == 3
    assert seen == [(3, 3)]
    np.testing.assert_array_equal(again.matrix, counting.inner.encode(counting.texts))


def test_the_demo_vectors_are_taken_where_the_embedder_is_theirs(store, counting, demo):
    ours = replace(demo(), fingerprint=counting.fingerprint)
    catalog = load_catalog(store, demo=lambda: ours)
    assert counting.texts == []
    np.testing.assert_array_equal(catalog.matrix, ours.matrix)


def test_items_put_in_replace_hide_and_come_back(store, demo):
    lamp = film("Lamp", 2001)
    shelf = read_shelf(store.journal)
    store.record_all([source_entry(store, shelf, "own"), upsert_entry(store, shelf, lamp)])
    catalog = load_catalog(store, demo=demo)
    assert (catalog.source, list(catalog)) == ("own", [lamp])

    store.record_all([hide_entry(store, read_shelf(store.journal), lamp.id)])
    catalog = load_catalog(store, demo=demo)
    assert catalog.hidden.tolist() == [True]
    assert catalog.get(lamp.id).hidden

    dearer = replace(lamp, price=5.0)
    store.record_all([upsert_entry(store, read_shelf(store.journal), dearer)])
    assert list(load_catalog(store, demo=demo)) == [dearer]
    store.record_all([upsert_entry(store, read_shelf(store.journal), lamp)])
    assert list(load_catalog(store, demo=demo)) == [lamp]


def test_a_change_written_twice_is_one_entry(store):
    shelf = read_shelf(store.journal)
    entry = upsert_entry(store, shelf, film("Lamp"))
    again = upsert_entry(store, shelf, film("Lamp"))
    assert entry.id == again.id
    store.record_all([entry])
    store.record_all([again])
    assert store.journal.count(["item-upsert"]) == 1


def test_the_demo_can_be_hidden_from_and_attached(store, demo):
    store.record_all([source_entry(store, read_shelf(store.journal), "demo", demo().version)])
    store.record_all([hide_entry(store, read_shelf(store.journal), "heat-1995")])
    assert load_catalog(store, demo=demo).hidden.tolist() == [False, False, True]
    store.record_all([source_entry(store, read_shelf(store.journal), "own")])
    assert len(load_catalog(store, demo=demo)) == 0
    store.record_all([source_entry(store, read_shelf(store.journal), "demo", demo().version)])
    assert len(load_catalog(store, demo=demo)) == 3


def test_a_host_may_record_an_item_with_few_fields(store, demo):
    store.record_all([source_entry(store, read_shelf(store.journal), "own")])
    store.record(user="", role="system", kind="item-upsert", item="sku-1", data={"price": 3})
    assert load_catalog(store, demo=demo).get("sku-1") == Item(id="sku-1", title="sku-1", price=3.0)


def test_a_guest_embeds_without_writing(store, tmp_path, counting, clock, demo):
    with Memory.open(tmp_path / "store", counting, clock=clock) as guest:
        assert guest.read_only
        assert len(load_catalog(guest, demo=demo)) == 3
        hashes = [text_hash(item.text) for item in FILMS]
        assert guest.journal.item_vectors(counting.fingerprint, hashes) == {}
        with pytest.raises(StoreBusy, match="owns"):
            guest.record_all([hide_entry(guest, read_shelf(guest.journal), "heat-1995")])
