"""The commands about items and rules, over a real store."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from test_cli import Shop, item_file

from penchant.memory.embed.embedder import Embedder
from penchant.memory.records import Item, Rule
from penchant.show_catalog import items_view, rules_view, state_of


@pytest.fixture
def shop(tmp_path: Path, embedder: Embedder, clock: Any) -> Shop:
    """A store with the teas of the command line's tests."""
    made = Shop(tmp_path / "store", embedder, clock)
    with made.open(made.store, catalog=item_file(tmp_path)):
        return made


def test_items_are_listed_filtered_and_shown(shop: Shop) -> None:
    shop.run("items", "update", "t1", "--set", "price=12.50", "--set", "stock=0")
    shop.run("items", "hide", "Sencha")
    found = shop.json("items", "list")
    assert found["of"] == len(found["items"]) == 8
    assert {i["id"] for i in found["items"] if i["hidden"]} == {"t4"}
    cheap = shop.json("items", "list", "--where", '{"price": {"$lte": 20}}')
    assert [i["id"] for i in cheap["items"]] == ["t1"]
    text = shop.run("items", "list", "-n", "4").stdout
    assert "12.5" in text
    assert "sold out" in text
    assert "hidden" in text
    assert "the first 4 of 8" in text
    one = shop.json("items", "show", "Longjing")
    assert (one["id"], one["price"], one["stock"], one["attributes"]) == ("t1", 12.5, 0.0, {})
    odd = shop.run("items", "show", "t8").stdout
    assert "[red]Rooibos[/red]" in odd
    assert "\x1b" not in odd


def test_an_item_is_shown_with_what_is_0_or_no(shop: Shop) -> None:
    for field in ("price=0", "stock=0", "attributes.organic=false", "attributes.steeps=3.0"):
        shop.run("items", "update", "t1", "--set", field)
    shown = shop.run("items", "show", "t1").stdout
    rows = dict(line.split(maxsplit=1) for line in shown.splitlines())
    rows = {name: value.strip() for name, value in rows.items()}
    assert (rows["price"], rows["stock"]) == ("0", "0")
    assert (rows["attributes.organic"], rows["attributes.steeps"]) == ("false", "3")
    assert not {"hidden", "prior"} & set(rows)
    shop.run("items", "hide", "t1")
    assert "hidden" in shop.run("items", "show", "t1").stdout


def test_an_item_is_changed_field_by_field(shop: Shop) -> None:
    changed = shop.json(
        *("items", "update", "t2", "--set", "price=1.299,00 €", "--set", "tags=new; malty"),
        *("--set", "attributes.organic=true", "--set", "attributes.grade=A"),
        *("--set", "available_until=2026-06-01", "--set", "year="),
    )
    assert changed["price"] == 1299
    assert changed["tags"] == ["new", "malty"]
    assert changed["attributes"] == {"organic": True, "grade": "A"}
    assert changed["available_until"] == "2026-06-01T00:00:00Z"
    assert changed["year"] is None
    assert shop.json("items", "update", "t2", "--set", "attributes.grade=")["attributes"] == {
        "organic": True
    }
    for words, said in (
        (["--set", "price=abc"], "item 't2', price: 'abc' is no price"),
        (["--set", "colour=red"], "colour is no field"),
        (["--set", "price"], "write it as field=value"),
        (["--set", "price=1", "--set", "price=2"], "names price twice"),
        (["--set", "prior=many"], "item 't2', prior"),
    ):
        assert said in shop.run("items", "update", "t2", *words, code=2).stderr
    assert shop.json("items", "show", "t2")["price"] == 1299


def test_an_item_is_hidden_shown_and_deleted(shop: Shop) -> None:
    def listed() -> list[str]:
        found = shop.json("recommend", "noor", "-n", "20")
        return [r["item"]["id"] for r in found["items"]]

    shop.run("items", "hide", "t1")
    assert "t1" not in listed()
    shop.run("items", "unhide", "t1")
    assert "t1" in listed()
    assert "add --yes" in shop.run("items", "delete", "t1", code=2).stderr
    assert shop.run("items", "delete", "t1", "--yes").stdout == "Deleted: t1.\n"
    assert "t1" not in listed()
    assert "no item" in shop.run("items", "show", "t1", code=2).stderr
    # Why it is in no list is answered all the same, by its id and by the title it had.
    with shop.open(shop.store) as product:
        gone = product.recommender.catalog.known("t1")
        assert gone is not None
        told = product.why("noor", "t1")
    for named in ("t1", gone.title, gone.title.upper()):
        found = shop.json("why", "noor", named)
        assert (found["item"]["id"], found["rank"]) == ("t1", None)
        assert (found["left_out"], found["left_out_zh"]) == (told.left_out, told.left_out_zh)
        assert told.left_out
    assert "no item" in shop.run("items", "delete", "t1", "--yes", code=2).stderr


def test_a_list_can_be_filtered(shop: Shop) -> None:
    shop.run("items", "update", "t1", "--set", "stock=0")
    fits = json.dumps({"categories": "Green tea"})
    found = shop.json("recommend", "noor", "--where", fits)
    assert {r["item"]["id"] for r in found["items"]} == {"t1", "t4", "t7"}
    found = shop.json("recommend", "noor", "--where", fits, "--in-stock", "-q", "sencha")
    assert {r["item"]["id"] for r in found["items"]} == {"t4", "t7"}
    empty = shop.json("recommend", "noor", "--where", '{"price": {"$gt": 5}}')
    assert empty["items"] == []
    assert empty["note"].endswith("it does not fit the filter: price is above 5.")
    text = shop.run("recommend", "noor", "--where", '{"price": {"$gt": 5}}').stdout
    assert "price is above 5" in " ".join(text.split())
    for wrong in ('{"price": {"$near": 5}}', "price < 5", "[1]"):
        assert "where" in shop.run("recommend", "noor", "--where", wrong, code=2).stderr


def test_rules_are_added_listed_and_removed(shop: Shop) -> None:
    assert "no standing rules" in shop.run("rules", "list").stdout
    where = '{"categories": "Oolong"}'
    shop.run("rules", "add", "oolong week", "--where", where, "--amount", "50")
    shop.run("rules", "add", "no herbs", "--where", '{"categories": "Herbal"}', "--amount", "-50")
    assert shop.json("rules", "list")[0] == {
        "name": "oolong week",
        "where": {"categories": "Oolong"},
        "amount": 50.0,
    }
    text = shop.run("rules", "list").stdout
    assert "category is “Oolong”" in text
    assert "\N{MINUS SIGN}50.00" in text
    found = shop.json("recommend", "noor", "-n", "8")
    assert found["items"][0]["item"]["id"] == "t5"
    (told,) = [a for a in found["items"][0]["adjustments"] if a["name"] == "rule: oolong week"]
    assert told["amount"] == 50.0
    shop.run("rules", "remove", "oolong week")
    assert [rule["name"] for rule in shop.json("rules", "list")] == ["no herbs"]
    assert "is called" in shop.run("rules", "remove", "oolong week", code=2).stderr
    wrong = shop.run("rules", "add", "x", "--where", '{"colour": 1}', "--amount", "1", code=2)
    assert "no item has the attribute 'colour'" in wrong.stderr
    assert "within" in shop.run(
        "rules", "add", "x", "--where", where, "--amount", "nan", code=2
    ).stderr  # fmt: skip


def test_what_the_terminal_shows_of_items_is_in_chinese_too(clock: Any) -> None:
    now = clock()
    day = timedelta(days=1)
    items = [
        Item(id="a", title="红茶", hidden=True),
        Item(id="b", title="绿茶", available_from=now + day),
        Item(id="c", title="白茶", available_until=now),
        Item(id="d", title="黑茶", stock=0),
        Item(id="e", title="黄茶", available_from=now, available_until=now + day, stock=2),
    ]
    assert [state_of(item, now) for item in items] == ["hidden", "not_yet", "over", "sold_out", ""]
    console = Console(width=80, record=True, file=StringIO())
    console.print(items_view(items, 9, now, chinese=True))
    console.print(rules_view((), chinese=True))
    rule = Rule(name="r", where={"price": {"$lt": 5}}, amount=1)
    console.print(rules_view((rule,), chinese=True))
    text = console.export_text()
    for words in (
        "已隐藏",
        "未上架",
        "已下架",
        "已售罄",
        "前 5 项，共 9 项",
        "没有长期规则",
        "价格低于 5",
    ):
        assert words in text
