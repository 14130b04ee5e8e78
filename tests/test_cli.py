"""The command line over real stores: results, JSON shapes, errors and exit codes."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Clock, WordEmbedder
from typer.testing import CliRunner, Result

import penchant
from penchant import cli
from penchant.memory import errors
from penchant.memory.core.signals import by_family
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.memory.records import Item

ITEMS = [
    Item(id="t1", title="Longjing", categories=("Green tea",), people=("West Lake",), year=2021),
    Item(id="t2", title="Assam Gold", categories=("Black tea",), people=("Doomni",), year=2020),
    Item(id="t3", title="Assam Malty", categories=("Black tea",), people=("Halmari",), year=2019),
    Item(id="t4", title="Sencha", categories=("Green tea",), people=("Uji",), year=2022),
    Item(id="t5", title="大红袍", categories=("Oolong",), people=("Wuyi",), year=2018),
    Item(id="t6", title="Morning Blend", categories=("Black tea",), year=2001),
    Item(id="t7", title="Morning Blend", categories=("Green tea",), year=2015),
    Item(id="t8", title="[red]Rooibos[/red] \x1b[31m<script>", categories=("Herbal",)),
]


LISTS = ("seen", "liked", "disliked", "saved")
SIGNED = re.compile(r"^ +([+\u2212]\d\.\d+)", re.MULTILINE)
LAST_VECTOR = "(SELECT max(sequence) FROM entry_vector)"


@dataclass
class Shop:
    """A store with a small catalog, and the command line over it with a fast embedder."""

    store: Path
    embedder: Embedder
    clock: Any

    def open(self, store: Path, **options: Any) -> penchant.Penchant:
        return penchant.open(store, **{"clock": self.clock, "embedder": self.embedder, **options})

    def opened(self) -> penchant.Penchant:
        return self.open(self.store)

    def opener(self, store: Path, *, model: Any = None, clock: Any = None) -> penchant.Penchant:
        return self.open(store, model=model or "offline", clock=clock or self.clock)

    def run(self, *words: str, code: int = 0, **options: Any) -> Result:
        app = cli.build(self.opener, {"PENCHANT_STORE": str(self.store)})
        result = CliRunner().invoke(app, list(words), **options)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    def json(self, *words: str, **options: Any) -> Any:
        return json.loads(self.run(*words, "--json", **options).stdout)


def item_file(folder: Path, items: list[Item] = ITEMS) -> Path:
    path = folder / "items.jsonl"
    rows = [{k: v for k, v in asdict(item).items() if v} for item in items]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the teas, in which mira liked one and has bought another."""
    folder = tmp_path_factory.mktemp("stocked")
    clock = Clock(datetime(2026, 3, 1, 12, tzinfo=UTC))
    made = Shop(folder / "store", WordEmbedder(), clock)
    with made.open(made.store, catalog=item_file(folder)) as product:
        clock.forward(days=1)
        product.record("mira", kind="like", item="t2")
        clock.forward(days=1)
        product.record("mira", kind="purchase", item="t4")
        product.record("noor", kind="like", item="t4")
    return made.store


@pytest.fixture
def shop(stocked: Path, tmp_path: Path, embedder: Embedder, clock: Any) -> Shop:
    """A copy of that store, a day later."""
    clock.forward(days=3)
    return Shop(shutil.copytree(stocked, tmp_path / "store"), embedder, clock)


# -- where the store is and what is printed --------------------------------------------------


def test_the_store_can_be_named_before_and_after_the_command_and_by_the_environment(
    shop: Shop, tmp_path: Path
) -> None:
    other = str(shutil.copytree(shop.store, tmp_path / "other"))
    shop.run("forget", "mira", "--yes", "--store", other)
    assert shop.json("profile", "mira")["entries"] > 0
    assert shop.json("profile", "mira", "--store", other)["entries"] == 0
    before = shop.run("--store", other, "--json", "profile", "mira")
    assert json.loads(before.stdout)["entries"] == 0
    # what stands nearer to the command counts
    assert shop.json("--store", other, "profile", "mira", "--store", str(shop.store))["entries"]


def test_profile_has_the_documented_shape_and_can_be_asked_as_of_a_past_day(shop: Shop) -> None:
    now = shop.json("profile", "mira")
    assert sorted(now) == sorted(
        [
            "user",
            "at",
            "entries",
            "sequence",
            "interests",
            "seen",
            "bought",
            "liked",
            "disliked",
            "saved",
            "in_cart",
            "put_off",
            "refused_prices",
            "excluded",
            "told",
        ]
    )
    assert now["liked"] == ["t2"]
    assert "t4" in now["seen"]
    shares = [i["share"] for i in now["interests"] if i["polarity"] > 0]
    assert sum(shares) == pytest.approx(1)
    evidence = [e for i in now["interests"] for e in i["evidence"]]
    assert {e["item"] for e in evidence} == {"t2", "t4"}
    assert {e["occurred_at"] for e in evidence} == {"2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z"}
    for interest in now["interests"]:
        trend = interest["trend"]
        if interest["polarity"] < 0:
            assert trend is None
        else:
            assert set(trend) == {"direction", "lately", "before"}
            assert trend["direction"] in ("rising", "steady", "falling")
    past = shop.json("profile", "mira", "--at", "2026-03-02T13:00Z")
    assert (past["at"], past["liked"], past["seen"]) == ("2026-03-02T13:00:00Z", ["t2"], [])
    assert shop.json("profile", "mira", "--at", "2026-03-01")["interests"] == []


def test_recommend_gives_reasons_that_add_up_and_leaves_out_what_was_had(shop: Shop) -> None:
    found = shop.json("recommend", "mira", "-n", "5")
    assert len(found["items"]) == 5
    assert [r["rank"] for r in found["items"]] == [1, 2, 3, 4, 5]
    assert "t4" not in [r["item"]["id"] for r in found["items"]]
    for ranked in found["items"]:
        total = sum(reason["contribution"] for reason in ranked["reasons"])
        assert ranked["score"] == pytest.approx(total, abs=1e-6)
        assert ranked["probability"] is None
        for reason in ranked["reasons"]:
            assert reason["contribution"] == pytest.approx(reason["weight"] * reason["value"])
    with shop.opened() as product:
        impression = product.memory.get(found["impression"])
    assert impression is not None
    assert impression.kind == "impression"


def test_recommend_takes_the_circumstances_it_is_asked_under(shop: Shop) -> None:
    told = ["--context", "time_zone=Asia/Shanghai", "--context", "device=tv"]
    found = shop.json("recommend", "mira", "-n", "2", *told)
    with shop.opened() as product:
        kept = product.memory.get(found["impression"])
    assert kept is not None
    assert kept.context == {"time_zone": "Asia/Shanghai", "device": "tv"}
    assert "KEY=VALUE" in shop.run("recommend", "mira", "--context", "device", code=2).stderr
    wrong = shop.run("recommend", "mira", "--context", "time_zone=Mars", code=2)
    assert "'Mars' is no time zone" in wrong.stderr


def test_what_the_host_told_is_in_the_profile(shop: Shop) -> None:
    with shop.opened() as product:
        product.describe("mira", {"size": ["M", "L"], "language": "zh"}, consented=True)
    told = [("language", "zh"), ("size", "l"), ("size", "m")]
    assert [tuple(one.values()) for one in shop.json("profile", "mira")["told"]] == told
    assert "told by the host: language zh, size l, size m" in shop.run("profile", "mira").stdout
    assert shop.json("profile", "mira", "--at", "2020-01-01")["told"] == []


def test_the_printed_reasons_add_up_to_the_printed_sum(shop: Shop) -> None:
    printed = shop.run("recommend", "mira", "-n", "3").stdout
    blocks = re.split(r"(?m)^ *\d+  ", printed)[1:]
    assert len(blocks) == 3
    for block in blocks:
        numbers = [
            float(n.replace("\u2212", "-")) for n in re.findall(r"(?m)^ +([+\u2212]\d\.\d+)", block)
        ]
        *parts, total = numbers
        assert total == pytest.approx(sum(parts), abs=0.0005 * len(numbers) + 1e-9)
        assert total != 0


def test_text_of_a_catalog_is_shown_as_it_stands_and_cannot_steer_the_terminal(shop: Shop) -> None:
    printed = shop.run("why", "mira", "t8").stdout
    assert "[red]Rooibos[/red]" in printed
    assert "<script>" in printed
    assert "\x1b" not in printed


def test_an_item_is_named_by_id_by_title_and_by_a_title_spelled_nearly_so(shop: Shop) -> None:
    asked = {
        named: shop.json("why", "mira", named)["item"]["id"]
        for named in ("t3", "Assam Malty", "asam malty", "大红袍", "Morning Blend (2015)")
    }
    assert list(asked.values()) == ["t3", "t3", "t3", "t5", "t7"]
    assert "t6" in shop.run("why", "mira", "Morning Blend", code=2).stderr
    assert "no item" in shop.run("why", "mira", "Lapsang Souchong", code=2).stderr


def test_why_says_what_keeps_an_item_out(shop: Shop) -> None:
    out = shop.json("why", "mira", "t4")
    assert out["rank"] is None
    assert out["left_out"]
    assert out["left_out"] in shop.run("why", "mira", "t4").stdout
    inside = shop.json("why", "mira", "t3")
    assert inside["left_out"] == ""
    assert 1 <= inside["rank"] <= inside["candidates"]


def test_things_can_be_thought_away_and_nothing_comes_of_it(shop: Shop) -> None:
    lines = [json.loads(line) for line in shop.run("export", "mira").stdout.splitlines()]
    (bought,) = [line["id"] for line in lines if line["kind"] == "purchase"]
    assert shop.json("profile", "mira", "--without", bought)["seen"] == []
    assert shop.json("why", "mira", "t4", "--without", bought)["left_out"] == ""
    listed = shop.json("recommend", "mira", "--without", bought)
    assert listed["impression"] is None
    assert "t4" in [one["item"]["id"] for one in listed["items"]]
    interest = shop.json("profile", "mira")["interests"][0]["id"]
    others = shop.json("profile", "mira", "--without", interest)["interests"]
    assert len(others) < len(shop.json("profile", "mira")["interests"])
    assert "no interest" in shop.run("profile", "mira", "--without", "i99", code=2).stderr
    assert [json.loads(line) for line in shop.run("export", "mira").stdout.splitlines()] == lines


def test_chinese_is_shown_to_a_chinese_locale(shop: Shop) -> None:
    app = cli.build(shop.opener, {"PENCHANT_STORE": str(shop.store), "LANG": "zh_CN.UTF-8"})
    printed = CliRunner().invoke(app, ["profile", "mira"]).stdout
    assert "兴趣" in printed
    assert "占比" in printed


def test_export_prints_every_entry_of_one_person_alone(shop: Shop) -> None:
    lines = [json.loads(line) for line in shop.run("export", "mira").stdout.splitlines()]
    with shop.opened() as product:
        assert [line["id"] for line in lines] == [e.id for e in product.memory.entries("mira")]
    assert {line["user"] for line in lines} == {"mira"}
    assert len(lines) >= 2


# -- forgetting --------------------------------------------------------------------------------


def test_undo_takes_back_one_thing_and_keeps_it_in_the_journal(shop: Shop) -> None:
    lines = shop.run("export", "mira").stdout.splitlines()
    (liked,) = [one["id"] for one in map(json.loads, lines) if one["kind"] == "like"]
    assert shop.json("profile", "mira")["liked"] == ["t2"]
    assert shop.run("undo", "mira", liked).stdout == "Taken back: like of 2026-03-02.\n"
    assert shop.json("profile", "mira")["liked"] == []
    assert shop.json("undo", "mira", liked)["entry"] == liked
    assert len(shop.run("export", "mira").stdout.splitlines()) == len(lines) + 1
    assert "has no entry" in shop.run("undo", "noor", liked, code=2).stderr


def test_forget_never_erases_unasked(shop: Shop) -> None:
    refused = shop.run("forget", "mira", code=2)
    assert "--yes" in refused.stderr
    assert shop.run("export", "mira").stdout


def test_forget_erases_one_person_and_nobody_else(shop: Shop) -> None:
    noor = shop.run("export", "noor").stdout
    receipt = shop.json("forget", "mira", "--yes")
    assert receipt["entries"] >= 2
    assert receipt["found_after"] == 0
    assert "t2" not in shop.run("export", "mira").stdout
    assert shop.json("profile", "mira")["interests"] == []
    assert shop.run("export", "noor").stdout == noor
    assert "Nothing" in shop.run("forget", "nobody", "--yes").stdout


def test_forget_can_be_for_one_item_or_one_entry(shop: Shop) -> None:
    shop.run("forget", "mira", "--item", "Assam Gold", "--yes")
    assert shop.json("profile", "mira")["liked"] == []
    assert shop.json("profile", "mira")["seen"] == ["t4"]
    entry = next(
        line["id"]
        for line in map(json.loads, shop.run("export", "mira").stdout.splitlines())
        if line.get("item") == "t4"
    )
    shop.run("forget", "mira", "--entry", entry, "--yes")
    assert shop.json("profile", "mira")["seen"] == []
    assert (
        "both"
        in shop.run("forget", "mira", "--item", "t2", "--entry", entry, "--yes", code=2).stderr
    )


# -- importing ---------------------------------------------------------------------------------


def test_import_items_reports_the_rows_it_cannot_use(shop: Shop, tmp_path: Path) -> None:
    rows = tmp_path / "more.csv"
    rows.write_text("sku,name,maker\nc1,Matcha,Uji\nc2,,Uji\nc3,Hojicha,Uji\n", "utf-8")
    report = shop.json("import", "items", str(rows), "--map", "id=sku", "--map", "people=maker")
    assert (report["imported"], report["unchanged"]) == (2, 0)
    assert [row["line"] for row in report["skipped"]] == [3]
    assert report["columns"]["id"] == "sku"
    again = shop.run("import", "items", str(rows), "--map", "id=sku", "--map", "people=maker")
    assert "line 3" in again.stderr
    assert "2 were there already" in again.stdout
    assert shop.json("why", "mira", "Matcha")["item"]["people"] == ["Uji"]


def test_an_import_says_what_found_no_column_and_what_is_there_twice(
    shop: Shop, tmp_path: Path
) -> None:
    rows = tmp_path / "again.csv"
    rows.write_text("sku,name,shade\nx1,Assam Gold,red\nx2,Matcha,green\n", "utf-8")
    said = shop.run("import", "items", str(rows))
    assert "No field was read from shade (kept with the items)." in said.stdout
    assert "No column was found for description, " in said.stdout
    assert "--map FIELD=shade" in said.stdout
    assert "1 item has the title of an item that was there already" in said.stderr
    assert "(such as x1: t2)" in said.stderr
    report = shop.json("import", "items", str(rows))
    assert (report["unused"], report["same_titles"]) == (["shade"], [])
    assert "description" in report["missing"]


@pytest.mark.parametrize(
    "words",
    [
        ("{empty}",),
        ("{untitled}",),
        ("{folder}/none.csv",),
        ("{good}", "--map", "title"),
        ("{good}", "--map", "title=name", "--map", "title=id"),
        ("{good}", "--map", "title=no-such-column"),
        ("{good}", "--map", "no-such-field=name"),
    ],
)
def test_an_import_that_cannot_be_done_changes_nothing(
    shop: Shop, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "empty.csv").write_text("", "utf-8")
    (tmp_path / "untitled.csv").write_text("id,name\n1,\n2,\n", "utf-8")
    (tmp_path / "good.csv").write_text("id,name\n1,Matcha\n", "utf-8")
    places = {name: tmp_path / f"{name}.csv" for name in ("empty", "untitled", "good")}
    filled = [word.format(folder=tmp_path, **places) for word in words]
    with shop.opened() as product:
        before = product.memory.journal.head()
    failed = shop.run("import", "items", *filled, code=2)
    assert failed.stderr.startswith("penchant: ")
    with shop.opened() as product:
        assert product.memory.journal.head() == before


def test_imported_events_count_like_things_done_here(shop: Shop, tmp_path: Path) -> None:
    rows = tmp_path / "events.csv"
    rows.write_text(
        "user,item,event,timestamp\nada,t1,purchase,2026-02-01T10:00:00Z\n"
        "ada,t9,like,2026-02-01T10:00:00Z\n",
        "utf-8",
    )
    report = shop.json("import", "events", str(rows))
    assert report["imported"] == 1
    assert [row["line"] for row in report["skipped"]] == [3]
    assert shop.json("profile", "ada")["seen"] == ["t1"]


def test_events_take_a_kind_a_scale_and_a_zone(shop: Shop, tmp_path: Path) -> None:
    rows = tmp_path / "events.csv"
    rows.write_text("user,item,time\nada,t1,25/12/2025 08:30\n", "utf-8")
    bare = shop.run("import", "events", str(rows), code=2)
    assert "kind" in bare.stderr
    for zone in ("Asia/Shanghai", "+08:00"):
        shop.run("import", "events", str(rows), "--kind", "save", "--zone", zone)
    (entry,) = map(json.loads, shop.run("export", "ada").stdout.splitlines())
    assert (entry["kind"], entry["occurred_at"][:16]) == ("save", "2025-12-25T00:30")
    rated = tmp_path / "rated.csv"
    rated.write_text("user,item,stars,time,mood\nbea,t1,3,2026-02-01,calm\n", "utf-8")
    said = shop.run("import", "events", str(rated), "--scale", "1,4").stdout
    assert "value from stars" in said
    assert "No field was read from mood" in said
    (entry,) = map(json.loads, shop.run("export", "bea").stdout.splitlines())
    assert list(entry["scale"]) == [1.0, 4.0]
    for wrong in (("--zone", "Mars/Olympus"), ("--zone", ""), ("--scale", "5"), ("--kind", "turn")):
        failed = shop.run("import", "events", str(rows), *wrong, code=2)
        assert failed.stderr.startswith("penchant: ")


def test_a_parquet_file_without_its_extra_says_what_to_install(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "items.parquet").write_bytes(b"PAR1....PAR1")
    failed = shop.run("import", "items", str(tmp_path / "items.parquet"), code=4)
    assert "penchant[parquet]" in failed.stderr


# -- errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.BadInput("no"), 2),
        (errors.UnknownItem("no"), 2),
        (errors.StoreBusy("no"), 3),
        (errors.StoreDamaged("no"), 3),
        (errors.StoreTooNew("no"), 3),
        (errors.ReadOnlyStore("no"), 3),
        (errors.EmbedderMismatch("no"), 3),
        (errors.MissingExtra("ui", "gradio", "no"), 4),
        (errors.ModelFailed("no\nreally"), 4),
        (PermissionError(13, "denied", "journal.db"), 3),
        (RuntimeError("a fault"), 1),
    ],
)
def test_every_error_is_one_line_and_an_exit_code(error: Exception, code: int) -> None:
    def failing(*_: Any, **__: Any) -> Any:
        raise error

    for words in (["profile", "mira"], ["-vv", "profile", "mira"]):
        result = CliRunner().invoke(cli.build(failing, {}), words)
        assert result.exit_code == code
        lines = result.stderr.splitlines()
        assert lines[-1].startswith("penchant: ")
        assert ("Traceback" in result.stderr) == ("-vv" in words)
        assert len(lines) == 1 or "-vv" in words
        assert result.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("profile", "mira", "--at", "yesterday"),
        ("profile", ""),
        ("recommend", "mira", "-n", "0"),
        ("recommend", "mira", "-n", "many"),
        ("why", "mira"),
        ("nonsense",),
        ("demo", "--script", "no-such-script"),
    ],
)
def test_wrong_usage_is_exit_code_two(shop: Shop, words: tuple[str, ...]) -> None:
    assert shop.run(*words, code=2).stderr


def test_a_store_that_another_embedder_made_is_refused(shop: Shop) -> None:
    class Other:
        fingerprint, dimension = "other:1:8", 8

        def encode(self, texts: list[str]) -> Any:
            return np.zeros((len(texts), 8), np.float32)

    shop.embedder = Other()
    assert "other:1:8" in shop.run("profile", "mira", code=3).stderr


def test_a_damaged_store_is_exit_code_three(shop: Shop) -> None:
    (shop.store / "journal.db").write_bytes(b"")
    assert shop.run("recommend", "mira", code=3).stderr.startswith("penchant: ")


def test_reading_works_beside_the_process_that_owns_the_store(shop: Shop, tmp_path: Path) -> None:
    with shop.opened() as owner:
        owner.record("mira", kind="like", item="t1")
        assert "t1" in shop.json("profile", "mira")["liked"]
        assert shop.json("recommend", "mira", "-n", "2")["items"]
        assert shop.json("why", "mira", "t3")["score"] is not None
        assert '"t1"' in shop.run("export", "mira").stdout
        assert shop.json("doctor")["ok"]
        for words in (
            ("import", "items", str(item_file(tmp_path))),
            ("forget", "mira", "--yes"),
            ("chat", "--terminal"),
        ):
            assert shop.run(*words, code=3).stderr.startswith("penchant: ")
        assert "t1" in owner.profile("mira").liked


def test_a_reader_that_goes_away_ends_the_program_quietly(tmp_path: Path) -> None:
    from penchant.memory.embed.minilm import load_embedder  # its weights are not needed here

    with penchant.open(tmp_path / "store", embedder=load_embedder()) as product:
        entry = product.memory.record(user="mira", kind="turn", text="x" * 500, role="assistant")
        product.memory.record_all([replace(entry, id=f"e{k}", sequence=0) for k in range(3_000)])
    with subprocess.Popen(
        [sys.executable, "-m", "penchant", "export", "mira", "--store", str(tmp_path / "store")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["user"] == "mira"
        process.stdout.close()
        said = process.stderr.read()
        process.wait(30)
    assert said == b""


# -- doctor --------------------------------------------------------------------------------------


def checks(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {check["name"]: check for check in found["checks"]}


def test_doctor_finds_a_healthy_store_in_order(shop: Shop) -> None:
    found = checks(shop.json("doctor"))
    with shop.opened() as product:
        head = product.memory.journal.count()
    assert found["journal"]["detail"].startswith(f"{head} entries")
    assert "3 turns and actions in the journal, 3 vectors" in found["vectors"]["detail"]
    assert found["people"]["detail"] == "2"
    assert shop.embedder.fingerprint in found["store embedder"]["detail"]
    assert found["weights"]["detail"] == "no list was shown yet"
    assert {check["status"] for check in found.values()} <= {"ok", "warning"}
    assert "ok" in shop.run("doctor").stdout


def test_doctor_tells_what_shown_lists_taught(shop: Shop) -> None:
    listed = shop.json("recommend", "mira", "-n", "3")
    with shop.opened() as product:
        item = listed["items"][0]["item"]["id"]
        product.recommender.act("mira", "like", item, impression=listed["impression"])
        shares = by_family(product.memory.weights().importances())
    detail = checks(shop.json("doctor"))["weights"]["detail"]
    assert detail.startswith("1 choices off lists; ")
    family, share = next(iter(shares.items()))
    assert f"{family} {share:.0%}" in detail
    assert sum(shares.values()) == pytest.approx(1.0)
    assert "the tenth place is looked at 0.32 times as often as the first" in detail


def test_doctor_says_what_had_to_be_mended(shop: Shop) -> None:
    # What waits for Chroma is written at the first look.
    assert checks(shop.json("doctor"))["vectors"]["status"] == "ok"
    with closing(sqlite3.connect(shop.store / "journal.db")) as database:
        database.execute(f"DELETE FROM entry_vector WHERE sequence = {LAST_VECTOR}")
        database.commit()
    found = checks(shop.json("doctor"))["vectors"]
    assert found["status"] == "warning"
    assert "2 turns and actions in the journal, 2 vectors" in found["detail"]
    assert "held 3 entries where the journal has 2" in found["detail"]
    assert checks(shop.json("doctor"))["vectors"]["status"] == "ok"


def test_doctor_finds_what_the_journal_and_the_vectors_do_not_share(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Memory, "difference", lambda _: ({"a", "b"}, {"c"}))
    found = shop.json("doctor", code=1)
    assert not found["ok"]
    assert "2 missing, 1 too many" in checks(found)["vectors"]["detail"]


def test_doctor_makes_no_store_and_names_a_damaged_one(shop: Shop, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    assert shop.json("doctor", "--store", str(fresh))["ok"]
    assert not fresh.exists()
    (shop.store / "journal.db").write_bytes(b"")
    assert checks(shop.json("doctor", code=1))["store"]["status"] == "problem"


def test_doctor_never_prints_a_key(shop: Shop) -> None:
    environ = {
        "PENCHANT_STORE": str(shop.store),
        "OPENAI_API_KEY": "sk-very-secret",
        "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
        "PENCHANT_MODEL": "some-model",
    }
    app = cli.build(shop.opener, environ)
    for words in (["doctor"], ["doctor", "--json"], ["-vv", "doctor"]):
        result = CliRunner().invoke(app, words)
        assert "sk-very-secret" not in result.output
        assert "some-model" in result.output
        assert "with a key" in result.output
