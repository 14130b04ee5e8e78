"""Files as shops and programs write them: other forms, odd ids and prices, the same shop twice."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from test_importing import own_items, write

from penchant.memory.errors import BadInput
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.importing import import_events, import_items
from penchant.tools.importing.lists import names_of


def workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (workbook(), "an Excel or Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "an old Excel"),
        (b"PK\x03\x04a.csv", "a zip archive"),
        (b"%PDF-1.4\nid,title\n1,A\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n,title\n1,A\n", "a picture"),
        (b'<?xml version="1.0"?>\n<items><title>A</title></items>', "XML or HTML"),
        ("<!DOCTYPE html>\n<p>title,a\n".encode("utf-16"), "XML or HTML"),
    ],
)
def test_a_file_of_another_form_is_refused_by_name(tmp_path, memory, content, what):
    path = tmp_path / "items.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=rf"is {what}.*save it as CSV.*CSV.*YAML and Parquet"):
        import_items(memory, path)
    assert memory.journal.head() == 0


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", "\n \n", "is empty"),
        ("a.jsonl", "\n\n", "is empty"),
        ("a.csv", "id,title,price\n", "only a header"),
        ("a.json", "[]", "there is none"),
        ("a.json", '{"items": []}', "no column of"),
    ],
)
def test_a_file_without_rows_says_so(tmp_path, memory, name, text, why):
    with pytest.raises(BadInput, match=why):
        import_items(memory, write(tmp_path, text, name))
    assert memory.journal.head() == 0


def test_ids_written_as_fractions_are_whole_and_events_find_them(tmp_path, memory, embedder):
    import_items(memory, write(tmp_path, "id,title\n12.0,A\n13.0,B\n,C\n"))
    assert {"12", "13"} < set(own_items(memory))
    catalog = Catalog([Item(id="12", title="A")], embedder.encode(["A"]))
    events = "user,item,event,time\n7.0,12.0,view,1700000000\n8.0,12,view,1700000001\n"
    import_events(memory, catalog, write(tmp_path, events, "events.csv"))
    assert [(e.user, e.item) for e in memory.entries(kinds=["view"])] == [("7", "12"), ("8", "12")]


def test_ids_with_a_point_stay_where_others_are_not_fractions(tmp_path, memory):
    import_items(memory, write(tmp_path, "id,title\n1.0,A\n1.10,B\n"))
    assert set(own_items(memory)) == {"1.0", "1.10"}


def test_of_rows_with_one_id_the_last_counts_and_the_others_are_named(tmp_path, memory):
    report = import_items(memory, write(tmp_path, "id,title\n1,A\n2,B\n1,C\n"))
    assert own_items(memory)["1"].title == "C"
    assert report.skipped == ((2, "the id '1' comes again on line 4"),)


@pytest.mark.parametrize(
    ("cells", "prices"),
    [
        (["1.234,56 €", "¥1,299", "EUR 5"], [1234.56, 1299, 5]),
        (["12,50", "1.299", "1.299 €"], [12.5, 1299, 1299]),
        (["12.50", "1.299", "$1,299.00"], [12.5, 1.299, 1299]),
        (["1,299", "1.299"], [1299, 1.299]),
    ],
)
def test_a_column_of_prices_shows_what_its_points_are(tmp_path, memory, cells, prices):
    rows = [{"id": str(k), "title": f"T{k}", "price": cell} for k, cell in enumerate(cells)]
    import_items(memory, write(tmp_path, json.dumps(rows), "a.json"))
    items = own_items(memory)
    assert [items[str(k)].price for k in range(len(cells))] == prices


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("A > B > C", ("A", "B", "C")),
        ("食品>茶>绿茶", ("食品", "茶", "绿茶")),
        ("Tools (hand)>Saws", ("Tools (hand)", "Saws")),
        ("A|B", ("A", "B")),
        (["A", ["B", "C"]], ("A", "B", "C")),
        ("a -> b", ("a -> b",)),
        ("<b>bold</b> words", ("<b>bold</b> words",)),
        ("age >5", ("age >5",)),
    ],
)
def test_steps_down_a_tree_are_names(cell, names):
    assert names_of(cell) == names


def test_chinese_headers_of_shops(tmp_path, memory):
    text = "商品编码,商品名称,商品分类,销售价,商品简介\n1,龙井,食品>茶,1299元,好喝\n"
    report = import_items(memory, write(tmp_path, text, "a.csv", "gbk"))
    assert own_items(memory)["1"] == Item(
        id="1", title="龙井", categories=("食品", "茶"), price=1299, description="好喝"
    )
    assert (report.unused, "tags" in report.missing, "price" in report.missing) == ((), True, False)


def test_the_same_shop_under_other_ids_is_said(tmp_path, memory):
    first = write(tmp_path, "id,title,year\na,Lamp,\nb,Heat,1995\nc,Vase,\n", "first.csv")
    assert import_items(memory, first).same_titles == ()
    assert import_items(memory, first).same_titles == ()
    text = "id,title,year\n1,LAMP,\n2,Heat,2024\n3,Heat,1995\nc,Vase,\n4,Vase,\n"
    report = import_items(memory, write(tmp_path, text, "second.csv"))
    # Another year is another film; what the file itself holds twice is meant so.
    assert report.same_titles == (("1", "a"), ("3", "b"))
    assert report.imported == 4
    assert {"1", "2", "3", "4", "a", "b", "c"} == set(own_items(memory))


def test_details_that_are_fields_are_no_description(tmp_path, memory):
    details = {"brand": "Lumo", "size": {"w": 3}}
    rows = [
        {"sku": 1, "name": "Lamp", "details": details, "summary": {"en": "Bright.", "zh": "亮"}}
    ]
    report = import_items(memory, write(tmp_path, json.dumps(rows), "a.json"))
    assert own_items(memory)["1"] == Item(
        id="1",
        title="Lamp",
        description="Bright.",
        people=("Lumo",),
        attributes={"details": {"size": {"w": 3}}},
    )
    assert report.columns["people"] == "details.brand"


def test_events_in_yaml_with_a_time_called_at(tmp_path, memory, embedder):
    catalog = Catalog([Item(id="1", title="A")], embedder.encode(["A"]))
    text = "events:\n  - {user: ann, item: 1, type: like, at: 2021-05-03 10:00}\n"
    import_events(memory, catalog, write(tmp_path, text, "e.yaml"))
    (entry,) = memory.entries("ann")
    assert (entry.item, entry.kind, entry.occurred_at.hour) == ("1", "like", 10)
