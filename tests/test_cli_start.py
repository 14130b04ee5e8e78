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
    assert found["missed"][0] == {
        "line": 3,
        "named": "Sencho",
        "near": ["Sencha (2022)"],
        "same": [],
    }
    assert found["notes"] == []


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


def test_start_asks_line_by_line_and_then_recommends(shop):
    result = shop.run("start", "ana", "-n", "3", input="y\nwhat?\n\nn\n喜欢\n")
    lines = result.stdout.splitlines()
    asked = [line for line in lines if line.startswith("Do you like ")]
    assert len(asked) == 5  # the first, the second twice, and two more
    assert asked[1] == asked[2]
    assert len(set(asked)) == 4
    assert "Please answer y, n, Enter or q." in lines
    kinds = [json.loads(line)["kind"] for line in shop.run("export", "ana").stdout.splitlines()]
    assert kinds == ["like", "unfamiliar", "dislike", "like", "impression"]
    assert any(line.lstrip().startswith("1") for line in lines)


def test_start_can_be_left_and_goes_on_later(shop):
    shop.run("start", "ana", input="y\nq\n")
    shop.run("start", "ana", input="n\n")  # the end of the input is leaving too
    question = shop.json("start", "ana")
    assert (question["answered"], question["number"], question["wanted"]) == (2, 3, 5)


KINDS = ("Green", "Black", "White", "Oolong", "Herbal")


@pytest.fixture
def kinds_shop(tmp_path, embedder, clock):
    made = Shop(tmp_path / "store", embedder, clock)
    path = tmp_path / "kinds.jsonl"
    rows = [
        {"id": f"{kind}{k}", "title": f"{kind} tea {k}", "categories": [kind]}
        for kind in KINDS
        for k in range(4)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    made.run("import", "items", str(path))
    return made


def entries_of(shop, user):
    return [json.loads(line) for line in shop.run("export", user).stdout.splitlines()]


def test_start_lets_kinds_be_chosen_by_their_numbers(kinds_shop):
    typed = "1 2 3 4\n0\nx\n3, 5、3\ny\nq\n"
    result = kinds_shop.run("start", "ana", input=typed)
    lines = result.stdout.splitlines()
    assert lines[0] == "Which of these do you like best? Up to 3."
    assert lines[1:6] == [f"{k}. {kind}" for k, kind in enumerate(sorted(KINDS), 1)]
    assert lines.count("Please give up to 3 of the numbers, Enter or q.") == 3
    found = entries_of(kinds_shop, "ana")
    assert [entry["kind"] for entry in found] == [
        *("turn", "statement", "statement", "like", "impression"),
    ]
    assert found[0]["text"] == "Herbal, White"
    asked = [line for line in lines if line.startswith("Do you like ")]
    assert all("Herbal" in line or "White" in line for line in asked)


def test_start_goes_on_without_kinds_and_can_be_left_at_them(kinds_shop):
    kinds_shop.run("start", "ana", input="\ny\nq\n")
    assert [entry["kind"] for entry in entries_of(kinds_shop, "ana")] == ["like", "impression"]
    left = kinds_shop.run("start", "ben", input="q\n")
    assert "Do you like " not in left.stdout
    assert [entry["kind"] for entry in entries_of(kinds_shop, "ben")] == ["impression"]
    assert "Which of these" in kinds_shop.run("start", "ben", input="").stdout


def test_start_takes_kinds_from_a_script(kinds_shop):
    first = kinds_shop.json("start", "ana")
    assert first["kinds"]["names"] == sorted(KINDS)
    assert first["kinds"]["most"] == 3
    after = kinds_shop.json("start", "ana", "--kind", "Oolong")
    assert "kinds" not in after
    assert after["question"]["categories"] == ["Oolong"]
    kinds_shop.run("start", "ana", "--kind", "Coffee", code=2)
    assert [entry["kind"] for entry in entries_of(kinds_shop, "ana")] == ["turn", "statement"]


def test_start_from_a_script(shop):
    first = shop.json("start", "ana", "-n", "2")
    item = first["question"]["item"]
    second = shop.json("start", "ana", "-n", "2", "--answer", f"{item}=unknown")
    assert second["question"]["item"] != item
    assert (second["number"], second["answered"]) == (2, 0)
    done = shop.json(
        *("start", "ana", "-n", "2"),
        *("--answer", f"{second['question']['item']}=like", "--answer", "Assam Malty=dislike"),
    )
    assert done == {"question": None}
    kinds = [json.loads(line)["kind"] for line in shop.run("export", "ana").stdout.splitlines()]
    assert kinds == ["unfamiliar", "like", "dislike"]


def test_start_with_bad_answers_records_nothing(shop):
    for bad in ("t1", "t1=perhaps", "=like", "no such tea at all=like"):
        shop.run("start", "ana", "--answer", "t2=like", "--answer", bad, code=2)
    assert shop.run("export", "ana").stdout == ""


def test_start_in_chinese(tmp_path, embedder, clock):
    from typer.testing import CliRunner

    from penchant import cli

    made = Shop(tmp_path / "store", embedder, clock)
    made.run("import", "items", str(item_file(tmp_path)))
    app = cli.build(made.opener, {"PENCHANT_STORE": str(made.store), "LANG": "zh_CN.UTF-8"})
    result = CliRunner().invoke(app, ["start", "ana", "-n", "1"], input="是\n")
    assert result.exit_code == 0, result.output
    assert "你喜欢《" in result.stdout
    assert "回车：不了解" in result.stdout
