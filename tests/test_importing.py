"""Import of items and events: files as people have them, bad rows, repetition, interruption."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.errors import BadInput, StoreBusy
from penchant.memory.memory import Memory
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog, load_catalog
from penchant.tools.catalog.items import text_hash
from penchant.tools.importing import import_events, import_items
from penchant.tools.importing.cells import number_of, year_of
from penchant.tools.importing.columns import ITEM_COLUMNS, recognise
from penchant.tools.importing.lists import names_of
from penchant.tools.importing.moments import moment_of
from penchant.tools.importing.prices import price_of
from penchant.tools.importing.tables import read_table


def write(folder: Path, text: str, name: str = "items.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def own_items(memory: Memory) -> dict[str, Item]:
    catalog = load_catalog(memory)
    assert catalog.source == "own"
    return {item.id: item for item in catalog}


# -- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_finds_delimiter_and_encoding(tmp_path, delimiter, encoding):
    text = delimiter.join(["编号", "标题", "描述"]) + "\r\n"
    text += delimiter.join(["1", "卧虎藏龙", '"江湖,恩怨; 与|爱情"']) + "\r\n"
    table = read_table(write(tmp_path, text, encoding=encoding))
    assert table.columns == ("编号", "标题", "描述")
    assert dict(table.rows[0].values) == {
        "编号": "1",
        "标题": "卧虎藏龙",
        "描述": "江湖,恩怨; 与|爱情",
    }


def test_western_accents_are_not_taken_for_chinese(tmp_path):
    text = "id,title\n1,Amélie à Montréal\n2,Fiancée señor\n3,plain “quoted”\n"
    table = read_table(write(tmp_path, text, encoding="cp1252"))
    assert table.encoding == "cp1252"
    assert [row.values["title"] for row in table.rows][:2] == ["Amélie à Montréal", "Fiancée señor"]


def test_lines_are_those_where_rows_begin(tmp_path):
    text = 'title,body\n"Two\nlines","a ""b""\nc"\nNext,\n\nToo,many,fields\nLast,x'
    table = read_table(write(tmp_path, text))
    assert [(row.line, row.values["title"]) for row in table.rows] == [
        (2, "Two\nlines"),
        (5, "Next"),
        (8, "Last"),
    ]
    assert table.rows[0].values["body"] == 'a "b"\nc'
    assert table.broken == ((7, "3 fields where the header has 2"),)


def test_a_quote_never_closed_costs_one_row_only(tmp_path):
    text = 'id,title\n1,one\n2,"two\n3,three\n4,four\n'
    table = read_table(write(tmp_path, text))
    assert [row.values["title"] for row in table.rows] == ["one", "three", "four"]
    assert [line for line, _ in table.broken] == [3]


def test_json_lines_and_a_json_array_say_the_same(tmp_path):
    lines = '{"id": 1, "title": "A"}\n\n{"title": "B"\n[1]\n{"title": "C", "x": {"y": 1}}\n'
    table = read_table(write(tmp_path, lines, "items.jsonl"))
    assert [(row.line, row.values["title"]) for row in table.rows] == [(1, "A"), (5, "C")]
    assert [line for line, _ in table.broken] == [3, 4]
    assert "not an object" in table.broken[1][1]
    array = '[\n {"id": 1,\n  "title": "A"},\n 7,\n {"title": "C", "x": {"y": 1}}\n]'
    listed = read_table(write(tmp_path, array, "items.json"))
    assert [row.values for row in listed.rows] == [row.values for row in table.rows]
    assert [row.line for row in listed.rows] == [2, 5]
    assert listed.broken == ((4, "not an object but a int"),)
    cut = read_table(write(tmp_path, array[:-20], "cut.json"))
    assert len(cut.rows) == 1
    assert cut.broken[-1][0] == 5


def test_nothing_to_read_is_said(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        read_table(tmp_path / "absent.csv")
    with pytest.raises(BadInput, match="empty"):
        read_table(write(tmp_path, " \n"))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), max_size=8),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_reads_what_a_csv_writer_wrote(tmp_path_factory, cells):
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([["first", "second"], *cells])
    table = read_table(write(tmp_path_factory.getbasetemp(), buffer.getvalue()))
    expected = [row for row in cells if any(cell.strip() for cell in row)]
    assert [list(row.values.values()) for row in table.rows] == expected
    assert table.broken == ()


# -- cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        ("$1,299.00", 1299.0),
        ("¥ 12.5", 12.5),
        ("￥１２．５", 12.5),
        ("1.299,00 €", 1299.0),
        ("1 299,50 kr", 1299.5),
        ("1,299", 1299.0),
        ("12,5", 12.5),
        ("1.299.000", 1299000.0),
        ("1,29,900", 129900.0),
        ("$10 - $20", 10.0),
        ("10-20", 10.0),
        ("1.2万", 12000.0),
        ("1.2 万元", 12000.0),
        ("$1.2k", 1200.0),
        ("5 K", 5000.0),
        ("1.1 million €", 1100000.0),
        ("3亿", 300000000.0),
        ("12kg", 12.0),
        ("1299 kč", 1299.0),
        ("1.5E+03", 1500.0),
        ("$ 2e2", 200.0),
        ("1e-2", 0.01),
        (".99", 0.99),
        ("$.99", 0.99),
        ("Rs.500", 500.0),
        ("from 3 to 5", 3.0),
        (7, 7.0),
        (7.25, 7.25),
        ("free", 0.0),
        ("免费", 0.0),
        ("call us", None),
        ("", None),
        (None, None),
    ],
)
def test_reads_prices(cell, price):
    assert price_of(cell) == price


@pytest.mark.parametrize(
    "cell",
    [
        *(math.nan, "NaN", "inf", -1, "-$5", "$-5", True, "1e400", "-2e3"),
        *("1.2m", "3 crore", "2 x 12.50", "3 for $10", "12 15", "12, 15", "1-2k", "0x10"),
    ],
)
def test_refuses_what_is_no_price(cell):
    with pytest.raises(ValueError, match="price"):
        price_of(cell)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Drama|Crime | Drama", ("Drama", "Crime")),
        ("Drama; Crime", ("Drama", "Crime")),
        ("Drama, Crime", ("Drama", "Crime")),
        ("剧情、犯罪", ("剧情", "犯罪")),
        ("Home > Kitchen, Dining > Pans", ("Home", "Kitchen, Dining", "Pans")),
        ('["Clothing, Shoes & Jewelry", "Men"]', ("Clothing, Shoes & Jewelry", "Men")),
        ("['Drama', \"Kids' TV\"]", ("Drama", "Kids' TV")),
        ("[{'id': 28, 'name': 'Action'}, {'id': 9, 'name': 'War'}]", ("Action", "War")),
        ("[Drama, Crime]", ("Drama", "Crime")),
        ([["A", "B, C"], ["A", "D"]], ("A", "B, C", "D")),
        ([{"name": "Action"}, "War"], ("Action", "War")),
        ("Robert Downey, Jr., Jude Law", ("Robert Downey, Jr.", "Jude Law")),
        ("N/A", ()),
        ("[]", ()),
        (None, ()),
        (3, ("3",)),
    ],
)
def test_reads_lists(cell, names):
    assert names_of(cell) == names


def test_reads_years_and_numbers():
    cells = ["1999", 1999, 1999.0, "(1999)", "1999-03-31", "1999年", "31 Mar 1999", "12 of 99"]
    assert [year_of(cell) for cell in cells] == [1999] * 7 + [None]
    assert number_of("4.0 out of 5 stars") == 4
    assert number_of("1,234") == 1234
    assert number_of("") is None
    for bad in ("four", "nan", math.inf):
        with pytest.raises(ValueError, match="number"):
            number_of(bad)


NOON = datetime(2021, 5, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    [
        "2021-05-03T12:00:00Z",
        "2021-05-03 12:00:00",
        "2021-05-03T14:00:00+02:00",
        "2021-05-03 12:00:00 UTC",
        "2021/05/03 12:00",
        "05/03/2021 12:00",
        "03.05.2021 12:00",
        "2021年5月3日 12:00",
        "1620043200",
        1620043200,
        1620043200.0,
        "1620043200000",
        1620043200000000,
    ],
)
def test_reads_times(cell):
    assert moment_of(cell) == NOON


def test_times_without_a_zone_are_in_the_one_given():
    east = timezone(timedelta(hours=8))
    assert moment_of("2021-05-03 20:00", east) == NOON
    assert moment_of("2021-05-03T12:00:00Z", east) == NOON
    assert moment_of("2021-05-03") == datetime(2021, 5, 3, tzinfo=UTC)
    for bad in ("", None, "yesterday", "2021", 17, "99999999999999999999999"):
        with pytest.raises(ValueError, match="no time"):
            moment_of(bad)


# -- columns ------------------------------------------------------------------------------------


def test_finds_columns_by_their_names():
    found = recognise(
        ["Product-Name", "productId", "GENRE", "Style", "brand", "Author", "Colour", "价格"],
        ITEM_COLUMNS,
    )
    assert found == {
        "id": ("productId",),
        "title": ("Product-Name",),
        "categories": ("GENRE", "Style"),
        "people": ("brand", "Author"),
        "price": ("价格",),
    }
    assert recognise(
        ["商品编号", "商品名称", "类别", "标签", "品牌", "年份"], ITEM_COLUMNS
    ).keys() == {
        "id",
        "title",
        "categories",
        "tags",
        "people",
        "year",
    }


def test_a_mapping_goes_first_and_must_exist():
    columns = ["id", "name", "headline"]
    assert recognise(columns, ITEM_COLUMNS, {"title": "Headline"})["title"] == ("headline",)
    assert recognise(columns, ITEM_COLUMNS, {"tags": "name, headline"}) == {
        "id": ("id",),
        "tags": ("name", "headline"),
    }
    with pytest.raises(BadInput, match=r"no field 'titel'.*title"):
        recognise(columns, ITEM_COLUMNS, {"titel": "name"})
    with pytest.raises(BadInput, match=r"no column 'nme'.*name, headline"):
        recognise(columns, ITEM_COLUMNS, {"title": "nme"})


# -- items --------------------------------------------------------------------------------------

SHOP = """Product ID;Product Name;Category;Brand;Price;Released;Colour;release_date
p1;"Red ""Aurora"" Lamp";Home > Lamps;Lumo, Inc.;$1,299.00;;red;2021-05-03
p2;<script>alert(1)</script>;Home;;12,50 €;;;
;No id;Home|Kitchen;De'Longhi;call us;;;2020
p4;;Home;;3;;;
p5;Bad price;Home;;NaN;;;
p2;Rug;Home;;10;;;
"""


def test_imports_a_shop(tmp_path, memory):
    report = import_items(memory, write(tmp_path, SHOP))
    assert (report.imported, report.unchanged) == (4, 0)
    assert report.skipped == ((3, "the id 'p2' comes again on line 7"), (5, "no title"))
    assert report.notes == (
        (4, "'call us' is no price: kept as it stands"),
        (6, "'NaN' is no price: kept as it stands"),
    )
    assert report.columns == {
        "id": "Product ID",
        "title": "Product Name",
        "categories": "Category",
        "people": "Brand",
        "price": "Price",
        "year": "release_date",
    }
    items = own_items(memory)
    assert items["p1"] == Item(
        id="p1",
        title='Red "Aurora" Lamp',
        categories=("Home", "Lamps"),
        people=("Lumo, Inc.",),
        price=1299.0,
        year=2021,
        attributes={"Colour": "red", "release_date": "2021-05-03"},
    )
    assert items["p2"].title == "Rug"
    assert (items["p5"].price, items["p5"].attributes) == (None, {"Price": "NaN"})
    (other,) = [item for item in items.values() if item.id not in ("p1", "p2", "p5")]
    assert other.id.startswith("item:no-id-")
    assert (other.price, other.attributes) == (None, {"Price": "call us"})


def test_markup_in_a_title_stays_as_it_is(tmp_path, memory):
    import_items(memory, write(tmp_path, "id,title\n1,<script>alert(1)</script>\n"))
    assert own_items(memory)["1"].title == "<script>alert(1)</script>"


def test_imports_json_as_shops_export_it(tmp_path, memory):
    row = {
        "parent_asin": "B01",
        "title": "Unknown",
        "main_category": "Books",
        "categories": [["Books", "Fiction, Drama"]],
        "store": "Little, Brown",
        "description": ["One.", "Two."],
        "price": 7.5,
        "images": [{"thumb": "t.jpg", "large": "l.jpg"}],
        "rating_number": 12,
        "details": {"Pages": 300, "Score": math.nan},
        "bad \ud800 key": "half \udfff pair",
    }
    import_items(memory, write(tmp_path, json.dumps(row), "shop.jsonl"))
    assert own_items(memory)["B01"] == Item(
        id="B01",
        title="Unknown",
        description="One. Two.",
        categories=("Books", "Fiction, Drama"),
        people=("Little, Brown",),
        price=7.5,
        image="l.jpg",
        prior=12.0,
        attributes={"details": {"Pages": 300, "Score": None}, "bad ? key": "half ? pair"},
    )


def test_importing_again_changes_nothing(tmp_path, memory):
    path = write(tmp_path, SHOP)
    import_items(memory, path)
    head, items = memory.journal.head(), own_items(memory)
    report = import_items(memory, path)
    assert (report.imported, report.unchanged) == (0, 4)
    assert (memory.journal.head(), own_items(memory)) == (head, items)


def test_an_item_may_change_and_change_back(tmp_path, memory):
    first, second = "id,title,price\n1,Lamp,5\n", "id,title,price\n1,Lamp,6\n"
    for number, text in enumerate((first, second, first, second), start=1):
        report = import_items(memory, write(tmp_path, text))
        assert report.imported == 1
        assert memory.journal.count(["item-upsert"]) == number
        assert own_items(memory)["1"].price == (5 if text is first else 6)


def test_items_that_left_the_file_stay(tmp_path, memory):
    import_items(memory, write(tmp_path, "id,title\n1,Lamp\n2,Rug\n"))
    import_items(memory, write(tmp_path, "id,title\n2,Rug\n3,Mug\n"))
    assert set(own_items(memory)) == {"1", "2", "3"}


class Stumbling:
    """Passes texts on to an embedder, remembers them, and fails when its patience ends."""

    def __init__(self, embedder, patience: int = 10**9) -> None:
        self.inner = embedder
        self.fingerprint = embedder.fingerprint
        self.dimension = embedder.dimension
        self.patience = patience
        self.texts: list[str] = []

    def encode(self, texts):
        if len(self.texts) + len(texts) > self.patience:
            raise KeyboardInterrupt
        self.texts += texts
        return self.inner.encode(texts)


def test_an_interrupted_import_is_completed_by_the_next(tmp_path, embedder, clock):
    rows = "".join(f"{k},Thing {k}\n" for k in range(600))
    path = write(tmp_path, "id,title\n" + rows)
    stumbling = Stumbling(embedder, patience=300)
    with Memory.open(tmp_path / "store", stumbling, clock=clock) as memory:
        with pytest.raises(KeyboardInterrupt):
            import_items(memory, path)
        assert len(own_items(memory)) == 256
        stumbling.patience = 10**9
        seen = []
        report = import_items(memory, path, progress=lambda *counts: seen.append(counts))
        assert (report.imported, report.unchanged) == (344, 256)
        assert seen[0][0] <= 64
        assert all(0 < later[0] - sooner[0] <= 64 for sooner, later in pairwise(seen))
        assert {total for _, total in seen} == {344}
        assert seen[-1] == (344, 344)
        assert len(own_items(memory)) == 600
        assert memory.journal.count(["item-upsert"]) == 600
        assert memory.journal.count(["catalog"]) == 1
        assert len(stumbling.texts) == 600


def test_only_changed_texts_are_embedded(tmp_path, embedder, clock):
    watching = Stumbling(embedder)
    with Memory.open(tmp_path / "store", watching, clock=clock) as memory:
        import_items(memory, write(tmp_path, "id,title,price\n1,Lamp,5\n2,Rug,5\n"))
        watching.texts.clear()
        import_items(memory, write(tmp_path, "id,title,price\n1,Lamp,6\n2,Big rug,5\n"))
        assert watching.texts == ["Big rug."]
        items = own_items(memory)
        vectors = memory.journal.item_vectors(
            embedder.fingerprint, [text_hash(item.text) for item in items.values()]
        )
        assert len(vectors) == 2
        assert watching.texts == ["Big rug."]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("id,price\n1,2\n", "is a title.*id, price"),
        ("id,title\n1,\n2,\n", "line 2: no title; line 3"),
        ("id,title\n", "no row"),
        ('{"title": "A"\n', "line 1: broken JSON"),
    ],
)
def test_without_a_usable_row_nothing_changes(tmp_path, memory, text, match):
    with pytest.raises(BadInput, match=match):
        import_items(memory, write(tmp_path, text, "items.txt"))
    assert memory.journal.head() == 0


def test_a_wrong_mapping_changes_nothing(tmp_path, memory):
    path = write(tmp_path, "id,label\n1,Lamp\n")
    with pytest.raises(BadInput, match="no column"):
        import_items(memory, path, mapping={"title": "lable"})
    assert memory.journal.head() == 0
    import_items(memory, path, mapping={"title": "Label"})
    assert own_items(memory)["1"].title == "Lamp"


def test_a_year_in_the_title_counts_without_a_column(tmp_path, memory):
    text = "movieId,title,genres\n1,Toy Story (1995),Adventure|Animation\n"
    import_items(memory, write(tmp_path, text))
    assert own_items(memory)["1"].year == 1995
    assert own_items(memory)["1"].categories == ("Adventure", "Animation")


def test_a_guest_cannot_import(tmp_path, memory, embedder, clock):
    path = write(tmp_path, "id,title\n1,Lamp\n")
    with (
        Memory.open(memory.folder, embedder, clock=clock) as guest,
        pytest.raises(StoreBusy, match="nothing was imported"),
    ):
        import_items(guest, path)


# -- events -------------------------------------------------------------------------------------


@pytest.fixture
def catalog(embedder) -> Catalog:
    items = [
        Item(id="m1", title="Heat", year=1986),
        Item(id="m2", title="Heat", year=1995),
        Item(id="m3", title="The Matrix", year=1999),
        Item(id="m4", title="卧虎藏龙"),
    ]
    return Catalog(items, embedder.encode([item.text for item in items]))


def actions(memory: Memory) -> list[tuple]:
    return [
        (entry.user, entry.item, entry.kind, entry.value, entry.occurred_at.day)
        for entry in memory.entries()
    ]


def test_imports_events_in_the_order_they_happened(tmp_path, memory, catalog):
    text = (
        "userId,item,action,value,timestamp\n"
        "ann,m3,Add to cart,,2021-05-03 12:00\n"
        "bob,The Matrix,浏览,,2021-05-01 12:00\n"
        "ann,matrix,BOUGHT,,2021-05-02 12:00\n"
        "ann,Heat (1995),rating,4,2021-05-04\n"
        "ann,卧虎藏龙,收藏,,2021-05-05\n"
    )
    report = import_events(memory, catalog, write(tmp_path, text))
    assert report.skipped == ()
    assert report.imported == 5
    assert report.columns == {
        "user": "userId",
        "item": "item",
        "kind": "action",
        "value": "value",
        "time": "timestamp",
    }
    assert actions(memory) == [
        ("bob", "m3", "view", None, 1),
        ("ann", "m3", "purchase", None, 2),
        ("ann", "m3", "cart", None, 3),
        ("ann", "m2", "rating", 4.0, 4),
        ("ann", "m4", "save", None, 5),
    ]
    rating = next(memory.entries(kinds=["rating"]))
    assert rating.scale == (1.0, 5.0)
    assert rating.occurred_at == datetime(2021, 5, 4, tzinfo=UTC)
    (vector,) = memory.journal.vectors(memory.embedder.fingerprint, [rating.sequence]).values()
    assert vector.tolist() == catalog.vector("m2").tolist()
    assert memory.difference() == (set(), set())


def test_events_that_cannot_be_used_are_named(tmp_path, memory, catalog):
    text = (
        "user,item,kind,value,time\n"
        "ann,m3,like,,1620043200\n"
        ",m3,like,,1620043200\n"
        "ann,Heat,like,,1620043200\n"
        "ann,Alien,like,,1620043200\n"
        "ann,m3,refund,,1620043200\n"
        "ann,m3,like,,soon\n"
        "ann,m3,like,,2099-01-01\n"
        "ann,m3,rating,,1620043200\n"
        "ann,m3,rating,lots,1620043200\n"
        "ann,m3,,,1620043200\n"
    )
    report = import_events(memory, catalog, write(tmp_path, text))
    assert report.imported == 2
    assert [line for line, _ in report.skipped] == [3, 4, 5, 6, 7, 9, 10, 11]
    said = dict(report.skipped)
    assert "m1, m2" in said[4]
    assert "'Alien'" in said[5]
    assert "refund" in said[6]
    ((line, note),) = report.notes
    assert (line, "future" in note) == (8, True)
    _, ahead = memory.entries()
    assert ahead.occurred_at == memory.clock()
    assert "2099-01-01" in str(ahead.context)


def test_importing_events_again_counts_nothing_twice(tmp_path, memory, catalog):
    head = "user,item,rating,time\n"
    row = "ann,m3,1,1620043200\n"
    first = import_events(memory, catalog, write(tmp_path, head + row + row))
    assert (first.imported, first.unchanged) == (1, 1)
    # The file has grown, and now shows that ratings go up to ten.
    grown = head + row + "ann,m2,9,1620043300\n"
    second = import_events(memory, catalog, write(tmp_path, grown))
    assert (second.imported, second.unchanged) == (1, 1)
    assert [entry.value for entry in memory.entries()] == [1.0, 9.0]


def test_an_events_own_id_keeps_equal_rows_apart(tmp_path, memory, catalog):
    text = "event_id,user,item,kind,time\n1,ann,m3,view,1620043200\n2,ann,m3,view,1620043200\n"
    assert import_events(memory, catalog, write(tmp_path, text)).imported == 2


def test_other_words_kinds_scales_and_zones_may_be_given(tmp_path, memory, catalog):
    text = (
        "user,item,kind,rating,time\n"
        "ann,m3,COMMENT CREATED,,2021-05-03 20:00\n"
        "ann,m2,,3,2021-05-04\n"
    )
    report = import_events(
        memory,
        catalog,
        write(tmp_path, text),
        kinds={"comment created": "comment"},
        scale=(0.0, 4.0),
        zone=timezone(timedelta(hours=8)),
    )
    assert report.imported == 2
    comment, rating = memory.entries()
    assert (comment.kind, comment.occurred_at) == ("comment", NOON)
    assert (rating.kind, rating.scale) == ("rating", (0.0, 4.0))
    plain = "user,item,time\nann,m1,2021-05-03\n"
    import_events(memory, catalog, write(tmp_path, plain), kind="purchase")
    assert [entry.kind for entry in memory.entries()][-1] == "purchase"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("user,item,kind\nann,m3,like\n", "as time.*user, item, kind"),
        ("user,item,time\nann,m3,1620043200\n", "as kind"),
        ("user,item,kind,time\nann,nothing,like,1620043200\n", "line 2: no item 'nothing'"),
    ],
)
def test_without_a_usable_event_nothing_is_recorded(tmp_path, memory, catalog, text, match):
    with pytest.raises(BadInput, match=match):
        import_events(memory, catalog, write(tmp_path, text))
    assert memory.journal.head() == 0


def test_json_events_and_progress(tmp_path, memory, catalog):
    rows = [
        {"user_id": k % 7, "item_id": "m3", "event": "view", "ts": 1620043200000 + k}
        for k in range(1200)
    ]
    seen = []
    report = import_events(
        memory,
        catalog,
        write(tmp_path, "\n".join(map(json.dumps, rows)), "events.jsonl"),
        progress=lambda *counts: seen.append(counts),
    )
    assert report.imported == 1200
    assert seen == [(1000, 1200), (1200, 1200)]
    assert memory.journal.users() == [str(k) for k in range(7)]
