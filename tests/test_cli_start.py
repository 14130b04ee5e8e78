"""The commands of a person's first day, over a real store."""

from __future__ import annotations

import json

import pytest
from test_cli import Shop, item_file


@pytest.fixture
def shop(tmp_path, embedder, clock):
    made = Shop(tmp_path / "store", embedder, clock)
    made.run("import", "items", str(item_file(tmp_path)))
    return made


def test_import_likes_says_what_it_found_and_what_it_did_not(shop, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("Longjing\nt5\nSencho\nNothing Like It Anywhere\n", "utf-8")
    result = shop.run("import", "likes", "ana", str(path))
    assert result.stdout == (
        "Recorded 2 likes and 0 ratings of ana; 0 were there already, 2 not found, 0 left out.\n"
    )
    assert result.stderr.splitlines() == [
        "line 3: no item is called Sencho; near it: Sencha (2022)",
        "line 4: no item is called Nothing Like It Anywhere",
    ]
    found = shop.json("import", "likes", "ana", str(path))
    assert (found["likes"], found["unchanged"]) == (0, 2)
    assert found["missed"][0] == {"line": 3, "named": "Sencho", "near": ["Sencha (2022)"]}


def test_import_likes_reads_an_export_with_ratings(shop, tmp_path):
    path = tmp_path / "ratings.csv"
    path.write_text("Tea,Stars,Drunk on\nSencha,4,02/03/2025\nAssam Gold,,\n", "utf-8")
    shop.run("import", "likes", "ana", str(path), code=2)  # which column is the title?
    result = shop.run(
        *("import", "likes", "ana", str(path), "--map", "title=Tea", "--map", "time=Drunk on"),
        *("--scale", "0,10"),
    )
    assert "line 3: Assam Gold has no rating" in result.stderr
    assert "Recorded 0 likes and 1 rating of ana" in result.stdout
    entry = json.loads(shop.run("export", "ana").stdout)
    assert (entry["kind"], entry["item"], entry["value"], entry["scale"]) == (
        "rating",
        "t4",
        4.0,
        [0.0, 10.0],
    )
    assert entry["occurred_at"].startswith("2025-02-03")


def test_import_likes_of_nobody(shop, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("Longjing\n", "utf-8")
    assert "nobody was named" in shop.run("import", "likes", " ", str(path), code=2).stderr
