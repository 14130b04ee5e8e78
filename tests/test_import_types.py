"""Columns of a CSV as numbers, yes and no: what is read so, what stays text, what finds it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_importing import own_items, write

from penchant.memory.records import Request, Rule
from penchant.tools.importing import import_items
from penchant.tools.importing.rows import Row
from penchant.tools.importing.typed import readers_of
from penchant.tools.recommender import Recommender

SHOP = """id,title,grams,organic,有机,code,sizes,supplier_id,mixed,longest,notes
1,Assam,327,true,是,007,1,12,5,123456789012345,
2,Darjeeling,,No,否,100,2|3,13,about 5,1234567890123456,n/a
3,Keemun,-2.50,YES,是,200,4,14,7,5,
4,Lapsang,1.5E+03,false,,300,5,15,8,6,
"""


def test_columns_that_are_all_numbers_or_all_yes_and_no_are_read_so(tmp_path, memory):
    path = write(tmp_path, SHOP)
    report = import_items(memory, path)
    items = own_items(memory)
    assert items["1"].attributes == {
        "grams": 327,
        "organic": True,
        "有机": True,
        "code": "007",
        "sizes": "1",
        "supplier_id": "12",
        "mixed": "5",
        "longest": "123456789012345",
    }
    assert items["2"].attributes["organic"] is False
    assert [items[id].attributes.get("grams") for id in "1234"] == [327, None, -2.5, 1500.0]
    assert items["4"].attributes["organic"] is False
    assert report.imported == 4
    again = import_items(memory, path)
    assert (again.imported, again.unchanged) == (0, 4)


def test_filters_rules_and_what_is_told_of_a_person_find_them(tmp_path, memory):
    text = SHOP.replace("mixed", "strength").replace("about 5", "6.50")
    import_items(memory, write(tmp_path, text))
    recommender = Recommender(memory)

    def found(where):
        return {one.item.id for one in recommender.recommend("ana", Request(where=where)).items}

    assert found({"grams": {"$gte": 300}}) == {"1", "4"}
    assert found({"organic": True}) == {"1", "3"}
    assert found({"有机": False}) == {"2"}
    rule = Rule(name="organic first", where={"organic": True}, amount=1000.0)
    listed = recommender.recommend("ana", Request(rules=(rule,))).items
    assert {one.item.id for one in listed[:2]} == {"1", "3"}
    find = recommender.catalog.terms.find
    for name, value, rows in [
        ("organic", "yes", [0, 2]),
        ("organic", "true", [0, 2]),
        ("organic", "否", [1, 3]),
        ("strength", "6.5", [1]),
        ("strength", "6.50", [1]),
        ("supplier_id", "12", [0]),
    ]:
        assert sorted(find(name, value).tolist()) == rows, (name, value)


def test_types_of_json_are_its_own_also_beside_a_csv(tmp_path, memory):
    folder = tmp_path / "shop"
    folder.mkdir()
    write(folder, "id,title,grams\n1,Assam,327\n")
    rows = [{"id": "2", "title": "Keemun", "grams": "100"}, {"id": "3", "title": "Oolong"}]
    write(folder, json.dumps(rows), "more.json")
    import_items(memory, folder)
    items = own_items(memory)
    assert (items["1"].attributes, items["2"].attributes) == ({"grams": 327}, {"grams": "100"})


@pytest.mark.parametrize("price", ["-5", "NaN", "1e400", "1.2m"])
def test_a_price_that_is_none_is_kept_named_and_no_price(tmp_path, memory, price):
    report = import_items(memory, write(tmp_path, f"id,title,price\n1,Assam,{price}\n2,Mao,3\n"))
    item = own_items(memory)["1"]
    assert (item.price, item.attributes) == (None, {"price": price})
    assert report.notes == ((2, f"{price!r} is no price: kept as it stands"),)


def test_a_number_below_nothing_in_json_is_no_price(tmp_path, memory):
    rows = [
        {"id": "1", "title": "Assam", "price": -5},
        {"id": "2", "title": "Keemun", "price": {"amount": -1}},
        {"id": "3", "title": "Mao", "price": {"currency": "EUR"}},
    ]
    report = import_items(memory, write(tmp_path, json.dumps(rows), "shop.json"))
    items = own_items(memory)
    assert [items[id].price for id in "123"] == [None, None, None]
    assert items["1"].attributes == {"price": -5}
    assert [why for _, why in report.notes] == [
        "'-5' is no price: kept as it stands",
        "'{\"amount\": -1}' is no price: kept as it stands",
    ]


@given(
    cells=st.lists(
        st.integers(-(10**17), 10**17).map(str)
        | st.floats(allow_nan=False, allow_infinity=False).map(repr)
        | st.sampled_from(["", "n/a", "007", "-0", "1.", "+4", "1e5", "١٢"]),
        min_size=1,
        max_size=6,
    )
)
def test_a_column_is_numbers_whole_and_exactly_or_not_at_all(cells):
    reader = readers_of(
        [Row(k, {"size": cell}, untyped=True) for k, cell in enumerate(cells)], []
    ).get("size")
    said = [cell for cell in cells if cell not in ("", "n/a")]
    if reader is None:
        return
    assert said
    for cell in said:
        value = reader(cell)
        assert isinstance(value, int | float)
        assert float(cell) == value
        assert cell not in {"007", "1.", "+4", "1e5", "١٢"}
        if isinstance(value, int) and cell != "-0":
            assert str(value) == cell
