"""Files of others: YAML, folders, nested fields, Parquet, gzip, odd encodings and bad values."""

from __future__ import annotations

import builtins
import gzip
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_importing import NOON, own_items, write

from penchant.memory.errors import BadInput, MissingExtra
from penchant.memory.memory import Memory
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.importing import import_events, import_items
from penchant.tools.importing.lists import commas_in, names_of
from penchant.tools.importing.moments import moment_of, shows_day_first
from penchant.tools.importing.tables import read_table

# -- YAML -----------------------------------------------------------------------------------------

CATALOG = """\
# spring catalog
store: The Corner Shop
currency: EUR
products:
  - sku: 007
    name: No
    category: {id: 4, name: Puzzles}
    price: {amount: 12.50, currency: EUR}
    tags: [yes, wood]
    released: 2024-05-01
    description: >
      A wooden puzzle of
      two hundred pieces.
  - sku: 1.10
    name: 山茶花茶
    category: {id: 5, name: 茶}
    price: {amount: 8, currency: EUR}
    designers: [{name: "Tolkien, J. R. R."}, {name: Ann Lee}]
  - just words
  - sku: 12e5
    name: Kettle
    price: {amount: on request, currency: EUR}
"""


def test_a_product_catalog_in_yaml(tmp_path, memory):
    path = write(tmp_path, CATALOG, "catalog.yaml")
    report = import_items(memory, path, mapping={"people": "designers.name"})
    assert report.skipped == ((19, "not an object but a str"),)
    assert report.columns == {
        "id": "sku",
        "title": "name",
        "description": "description",
        "categories": "category",
        "tags": "tags",
        "people": "designers.name",
        "price": "price",
    }
    assert report.unused == ("released",)
    items = own_items(memory)
    assert items["007"] == Item(
        id="007",
        title="No",
        description="A wooden puzzle of two hundred pieces.",
        categories=("Puzzles",),
        tags=("yes", "wood"),
        price=12.5,
        attributes={"price": {"amount": "12.50", "currency": "EUR"}, "released": "2024-05-01"},
    )
    assert items["1.10"].people == ("Tolkien, J. R. R.", "Ann Lee")
    assert (items["12e5"].price, items["12e5"].attributes["price"]["amount"]) == (
        None,
        "on request",
    )


def test_many_documents_and_a_broken_one(tmp_path):
    text = "id: 1\nname: One\n---\nid: 2\nname: [open\n---\n# nothing\n---\nid: 3\nname: Three\n"
    table = read_table(write(tmp_path, text, "all.yml"))
    assert [(row.line, row.values["name"]) for row in table.rows] == [(1, "One"), (9, "Three")]
    ((line, why),) = table.broken
    assert 4 <= line <= 6
    assert "broken YAML" in why
    marked = read_table(write(tmp_path, "---\n- {id: 1, name: A}\n- {id: 2, name: B}\n", "x.txt"))
    assert [row.line for row in marked.rows] == [2, 3]


def test_records_by_their_ids(tmp_path):
    yaml = "films:\n  m1: {name: Alien, year: 1979}\n  m2:\n    name: Heat\n    year: 1995\n"
    (tmp_path / "a.json").write_text(
        json.dumps({"films": {"m1": {"name": "Alien"}, "m2": {"name": "Heat"}}}, indent=1), "utf-8"
    )
    for table in (read_table(write(tmp_path, yaml, "a.yaml")), read_table(tmp_path / "a.json")):
        assert [row.values["id"] for row in table.rows] == ["m1", "m2"]
        assert [row.line for row in table.rows] == ([2, 3] if len(table.columns) == 3 else [3, 6])


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{c}: &{c} [{', '.join([f'*{b}'] * 10)}]\n"
            for b, c in zip("abcdefg", "bcdefgh", strict=True)
        ),
        "a: &a\n  b: *a\n",
        "a: !!python/object/apply:os.system ['true']\n",
        "a: *nowhere\n",
        "a: [" * 5_000,
    ],
)
def test_hostile_yaml_is_a_row_that_cannot_be_read(tmp_path, text):
    table = read_table(write(tmp_path, text, "bad.yaml"))
    assert table.rows == ()
    assert "broken YAML" in table.broken[0][1]


def test_a_folder_of_yaml_files(tmp_path, memory):
    shop = tmp_path / "shop"
    for name, text in {
        "tea/longjing.yaml": "sku: t1\ntitle: Longjing\nstyle: Green tea\n",
        "tea/assam.yml": "sku: t2\ntitle: Assam\nstyle: Black tea\nbrand: Doomni\n",
        "tea/broken.yaml": "sku: [\n",
        "tea/empty.yaml": "",
        "untitled.yaml": "sku: t3\n",
        "again.yaml": "- sku: t2\n  title: Assam Gold\n",
        "notes.txt": "not a product",
        ".hidden/secret.yaml": "sku: t9\ntitle: Hidden\n",
    }.items():
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        (shop / name).write_text(text, "utf-8")
    report = import_items(memory, shop)
    assert {i: item.title for i, item in own_items(memory).items()} == {
        "t1": "Longjing",
        "t2": "Assam",
    }
    said = [why for _, why in report.skipped]
    assert "again.yaml: the id 't2' comes again on line 1 of tea/assam.yml" in said
    assert "untitled.yaml: no title" in said
    assert any("tea/broken.yaml: broken YAML" in why for why in said)
    assert any("empty.yaml is empty" in why for why in said)
    (tmp_path / "none").mkdir()
    with pytest.raises(BadInput, match=r"holds no file.*\.yaml"):
        import_items(memory, tmp_path / "none")


# -- JSON ------------------------------------------------------------------------------------------


def test_json_in_envelopes_keeps_its_lines(tmp_path):
    document = {"status": "ok", "total": 2, "data": {"items": [{"id": 1}, {"id": 2}]}}
    table = read_table(write(tmp_path, json.dumps(document, indent=2), "answer.json"))
    assert [(row.line, row.values["id"]) for row in table.rows] == [(6, 1), (9, 2)]
    single = {"title": "A", "variants": [{"price": 1}, {"price": 2}]}
    (row,) = read_table(write(tmp_path, json.dumps(single, indent=2), "one.json")).rows
    assert row.values == single
    assert read_table(write(tmp_path, json.dumps(document))).rows == tuple(
        type(row)(1, {"id": number}) for number in (1, 2)
    )


def test_nested_fields_are_found_and_mapped(tmp_path, memory):
    row = {
        "product": {"id": "p1", "name": "Lamp", "brand": {"name": "Lumo", "country": "FI"}},
        "price": {"currency": "EUR", "amount": "1.299,00"},
        "authors": [{"name": "J. R. R. Tolkien"}, {"name": "Ann Lee"}],
        "info": {"genre": ["Light", "Home"], "cover": {"url": "l.jpg"}},
        "offers": [{"price": 5, "seller": "x"}, {"price": 4, "seller": "y"}],
    }
    path = write(tmp_path, json.dumps(row), "a.jsonl")
    report = import_items(memory, path)
    assert report.columns["title"] == "product.name"
    assert report.unused == ("offers",)
    assert own_items(memory)["p1"] == Item(
        id="p1",
        title="Lamp",
        price=1299.0,
        people=("Lumo", "J. R. R. Tolkien", "Ann Lee"),
        categories=("Light", "Home"),
        image="l.jpg",
        attributes={"price": row["price"], "offers": row["offers"]},
    )
    mapping = {"title": "product.brand.country", "price": "offers.price", "tags": "offers.seller"}
    import_items(memory, path, mapping=mapping)
    item = own_items(memory)["p1"]
    assert (item.title, item.price, item.tags) == ("FI", 5.0, ("x", "y"))
    assert item.attributes["product"] == {"name": "Lamp"}
    assert "offers" not in item.attributes
    with pytest.raises(BadInput, match=r"no column 'product\.nam'.*product\.name"):
        import_items(memory, path, mapping={"title": "product.nam"})


# -- CSV, encodings, compression -------------------------------------------------------------------

CHINESE = (
    "商品编号;商品名称;类别;品牌;价格;标签;上映日期;简介;库存\r\n"
    'c1;龙井茶;茶叶|绿茶;西湖;￥１２８;清香、春茶;2023年4月1日;"明前采摘,\n手工炒制";12\r\n'
    "c2;青花瓷碗;餐具;景德镇;1.2万;;;釉下彩;3\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_csv_with_chinese_headers(tmp_path, memory, encoding, packed):
    path = write(tmp_path, CHINESE, "shop.csv", encoding)
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    report = import_items(memory, path)
    assert report.skipped == ()
    assert own_items(memory)["c1"] == Item(
        id="c1",
        title="龙井茶",
        description="明前采摘,\n手工炒制",
        categories=("茶叶", "绿茶"),
        people=("西湖",),
        tags=("清香", "春茶"),
        price=128.0,
        year=2023,
        stock=12.0,
        attributes={"上映日期": "2023年4月1日"},
    )
    assert own_items(memory)["c2"].price == 12_000


def test_bytes_of_no_encoding_are_read_all_the_same(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_bytes(b"id,title\n1,caf\xe9 \x81 bar\n")
    table = read_table(path)
    assert (table.encoding, table.rows[0].values["title"]) == ("latin-1", "café \x81 bar")


def test_a_cut_gzip_is_an_error(tmp_path, memory):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"id,title\n1,Lamp\n" * 50)[:-12])
    with pytest.raises(BadInput, match="cannot be unpacked"):
        import_items(memory, path)
    assert memory.journal.head() == 0


# -- Parquet ---------------------------------------------------------------------------------------


def test_parquet_items_and_events(tmp_path, memory, embedder):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    rows = [
        {
            "sku": 1,
            "product": {"name": "Lamp", "brand": "Lumo"},
            "price": Decimal("12.50"),
            "tags": ["a", "b"],
            "release_date": date(2021, 5, 3),
        },
        {"sku": 2, "product": {"name": None, "brand": None}},
    ]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "items.parquet")
    report = import_items(memory, tmp_path / "items.parquet")
    assert report.skipped == ((2, "no title"),)
    item = own_items(memory)["1"]
    assert (item.title, item.people, item.price, item.tags, item.year) == (
        *("Lamp", ("Lumo",), 12.5, ("a", "b"), 2021),
    )
    times = [datetime(2021, 5, 3, 12, tzinfo=UTC), datetime(2021, 5, 3, 12, 0, 1, tzinfo=UTC)]
    table = pyarrow.Table.from_pylist(
        [{"user": "ann", "item": 1, "event": "view", "ts": moment} for moment in times]
    )
    parquet.write_table(table, tmp_path / "events.parquet")
    catalog = Catalog([item], embedder.encode([item.text]))
    import_events(memory, catalog, tmp_path / "events.parquet")
    assert [entry.occurred_at for entry in memory.entries("ann")] == times
    broken = tmp_path / "broken.parquet"
    broken.write_bytes((tmp_path / "items.parquet").read_bytes()[:-30])
    with pytest.raises(BadInput, match="broken Parquet"):
        import_items(memory, broken)


def test_without_pyarrow_parquet_says_what_to_install(tmp_path, memory, monkeypatch):
    real = builtins.__import__

    def absent(name, *arguments, **named):
        if name.split(".")[0] == "pyarrow":
            raise ImportError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", absent)
    path = tmp_path / "items.parquet"
    path.write_bytes(b"PAR1....PAR1")
    with pytest.raises(MissingExtra, match=r"pip install 'penchant\[parquet\]'"):
        import_items(memory, path)


# -- lists of names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["Tolkien, J. R. R."], [("Tolkien, J. R. R.",)]),
        (["J. R. R. Tolkien, C. S. Lewis"], [("J. R. R. Tolkien", "C. S. Lewis")]),
        (["Smith, J., Doe, A. B."], [("Smith, J.", "Doe, A. B.")]),
        (
            ["Gaiman, Neil; Pratchett, Terry", "Le Guin, Ursula", "Tolkien, J. R. R."],
            [
                ("Gaiman, Neil", "Pratchett, Terry"),
                ("Le Guin, Ursula",),
                ("Tolkien, J. R. R.",),
            ],
        ),
        (
            ["Tolkien, J. R. R.", "Herbert, Frank", "Le Guin, Ursula K."],
            [("Tolkien, J. R. R.",), ("Herbert, Frank",), ("Le Guin, Ursula K.",)],
        ),
        (["Tom Hanks, Tim Allen", "Cher"], [("Tom Hanks", "Tim Allen"), ("Cher",)]),
        (["Adele, SZA, ABBA"], [("Adele", "SZA", "ABBA")]),
        (["S, M, L"], [("S", "M", "L")]),
        (["Robert Downey, Jr., Jude Law"], [("Robert Downey, Jr.", "Jude Law")]),
        # One odd cell among many lists does not turn their commas into parts of names.
        (
            ["Drama, Crime, War"] * 20 + ["Comedy, Drama; War"],
            [("Drama", "Crime", "War")] * 20 + [("Comedy, Drama", "War")],
        ),
    ],
)
def test_commas_are_what_the_column_shows(cells, names):
    commas = commas_in(cells)
    assert [names_of(cell, commas=commas) for cell in cells] == names


def test_authors_of_a_book_list_stay_whole(tmp_path, memory):
    text = (
        "isbn,title,author,genre\n"
        '1,The Hobbit,"Tolkien, J. R. R.","Fantasy, Classics"\n'
        '2,Good Omens,"Gaiman, Neil|Pratchett, Terry","Fantasy, Comedy"\n'
        '3,Dune,"Herbert, Frank",Science fiction\n'
    )
    import_items(memory, write(tmp_path, text))
    items = own_items(memory)
    assert items["1"].people == ("Tolkien, J. R. R.",)
    assert items["1"].categories == ("Fantasy", "Classics")
    assert items["2"].people == ("Gaiman, Neil", "Pratchett, Terry")
    assert items["3"].people == ("Herbert, Frank",)


# -- times -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "2021-05-03T12:00:00.000Z",
        "2021-05-03 12:00:00 +0000",
        "20210503T120000Z",
        "20210503 12:00:00",
        "2021-05-03T20:00:00+08:00[Asia/Shanghai]",
        "Mon May 03 2021 14:00:00 GMT+0200 (Central European Summer Time)",
        "Mon, 03 May 2021 12:00:00 GMT",
        "Mon May 03 12:00:00 +0000 2021",
        "03/May/2021:12:00:00 +0000",
        "3 May 2021 12:00",
        "May 3, 2021 12:00 PM",
        "May 3rd, 2021 12:00",
        "03-May-2021 12:00",
        "5/3/2021 12:00 PM",
        "5/3/21 12:00",
        "3.5.2021 12:00",
        "2021年5月3日 下午12:00",
        "2021年05月03日12时00分",
        "1620043200000000000",
    ],
)
def test_common_forms_of_times(cell):
    assert moment_of(cell) == NOON


@pytest.mark.parametrize(
    "cell", ["13:00", "2021-02-30", "31/31/2021", "2021-05-03 25:00", "3 Foo 2021", "2021-05"]
)
def test_what_is_no_time(cell):
    with pytest.raises(ValueError, match="no time"):
        moment_of(cell)


def test_the_file_shows_whether_the_day_comes_first(tmp_path, memory, embedder):
    items = [Item(id="m", title="Heat")]
    catalog = Catalog(items, embedder.encode([items[0].text]))

    def days(*dates: str) -> tuple[list[tuple[int, int]], int]:
        with_head = "user,item,event,date\n" + "".join(f"u{d},m,view,{d}\n" for d in dates)
        before = memory.journal.head()
        report = import_events(memory, catalog, write(tmp_path, with_head))
        entries = memory.entries(after=before)
        return [(e.occurred_at.month, e.occurred_at.day) for e in entries], len(report.skipped)

    assert days("03/04/2020", "05/06/2020") == ([(3, 4), (5, 6)], 0)
    assert days("03/04/2021", "25/06/2021") == ([(4, 3), (6, 25)], 0)
    assert days("03/04/2022", "06/25/2022") == ([(3, 4), (6, 25)], 0)
    assert days("03/04/2023", "06/25/2023", "26/06/2023") == ([(6, 25), (6, 26)], 1)
    assert shows_day_first(["2021/13/45", "13 May 2021", None, 5]) is False


def test_nested_events(tmp_path, memory, embedder):
    items = [Item(id="m", title="Heat"), Item(id="7", title="Ronin")]
    catalog = Catalog(items, embedder.encode([item.text for item in items]))
    rows = [
        {
            "user": {"name": "Ann", "id": "ann"},
            "item": {"title": "Heat", "id": "m"},
            "event": {"type": "review", "rating": "4,5"},
            "created_at": "2021-05-03T12:00:00Z",
        },
        {
            "user": {"name": "Ben", "id": 2},
            "item": {"title": "Ronin", "id": 7},
            "event": {"type": "review", "rating": {"value": 3}},
            "created_at": "2021-05-03T12:00:01Z",
        },
    ]
    path = write(tmp_path, json.dumps({"events": rows}), "events.json")
    report = import_events(memory, catalog, path)
    assert report.columns["user"] == "user.id"
    assert [(e.user, e.item, e.kind, e.value) for e in memory.entries()] == [
        ("ann", "m", "rating", 4.5),
        ("2", "7", "rating", 3.0),
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "turn"},
        {"kind": "forget"},
        {"kind": " "},
        {"kinds": {"x": "impression"}},
        {"scale": (5.0, 1.0)},
        {"scale": (0.0, float("nan"))},
    ],
)
def test_kinds_and_scales_that_make_no_sense(tmp_path, memory, embedder, options):
    items = [Item(id="m", title="Heat")]
    catalog = Catalog(items, embedder.encode([items[0].text]))
    path = write(tmp_path, "user,item,rating,time\nann,m,3,1620043200\n")
    with pytest.raises(BadInput):
        import_events(memory, catalog, path, **options)
    assert memory.journal.head() == 0


# -- bad values ------------------------------------------------------------------------------------


def test_values_nobody_expects(tmp_path, memory):
    rows = [
        {"id": "long", "title": "Long", "description": "word " * 20_000},
        {"id": "longer", "title": "x" * 100_000},
        {"id": "y" * 100_000, "title": "Long id"},
        {"id": "control\x1b\x00", "title": "Red \x1b[31mlamp\x07\x9b", "tags": ["a\x00b"]},
        {"id": "rtl", "title": "مصباح أحمر", "category": "בית"},
        {"id": "emoji 🎈", "title": "🎈👨‍👩‍👧", "tags": "🎉|👍🏽"},
        {"id": "nan", "title": "NaN", "price": float("nan"), "rating_number": "many"},
        {"id": "inf", "title": "Inf", "price": float("inf")},
        {"id": "deep", "title": "Deep", "x": {"y": {"z": {"w": {"v": 1}}}}},
    ]
    path = write(tmp_path, "\n".join(map(json.dumps, rows)), "rows.jsonl")
    report = import_items(memory, path)
    assert dict(report.skipped).keys() == {2, 3}
    items = own_items(memory)
    assert len(items["long"].description) > 99_000
    assert items["control"].title == "Red [31mlamp"
    assert items["control"].tags == ("ab",)
    assert (items["rtl"].title, items["rtl"].categories) == ("مصباح أحمر", ("בית",))
    assert items["emoji 🎈"].tags == ("🎉", "👍🏽")
    assert (items["nan"].price, items["nan"].prior, items["inf"].price) == (None, 0.0, None)
    assert items["deep"].attributes["x"] == {"y": {"z": {"w": {"v": 1}}}}
    assert import_items(memory, path).imported == 0


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "title", "name", "product", "price", "x.y", "tags", ""]), inner
        )
    ),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.sampled_from(["id", "title", "price", "a", "tags"]), anything)))
def test_any_json_comes_in_or_is_turned_away_with_a_sentence(tmp_path_factory, rows):
    from conftest import Clock, WordEmbedder

    folder = tmp_path_factory.mktemp("any")
    path = write(folder, "\n".join(map(json.dumps, rows)) or "{}", "rows.jsonl")
    with Memory.open(folder / "store", WordEmbedder(), clock=Clock(NOON)) as memory:
        try:
            report = import_items(memory, path)
        except BadInput:
            assert memory.journal.head() == 0
            return
        assert report.imported == len(own_items(memory))
        assert report.imported + len(report.skipped) == max(1, len(rows))
        assert import_items(memory, path).imported == 0


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_turned_away(tmp_path_factory, content):
    for name in ("a.csv", "a.json", "a.yaml", "a.jsonl.gz"):
        path: Path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(content)
        try:
            table = read_table(path)
        except BadInput:
            continue
        assert all(why for _, why in table.broken)
