"""The speed measurement: that all methods answer the same question, and what it says of goals."""

from __future__ import annotations

import json
import math
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import __main__ as bench
from bench import speed
from bench.speed import lists, memories, recording, room
from bench.speed.curves import picture
from bench.speed.figure import Figure, figure
from bench.speed.goals import GOALS, Goal, judged
from bench.speed.mem0_process import Left, ask_mem0
from bench.speed.whole import recall
from bench.speed.world import Clusters, Ticking, catalog_of, lives
from penchant.memory.memory import Memory
from penchant.tools.recommender import Recommender
from penchant.tools.retrieval import retrieval
from penchant.tools.retrieval.ground import WHOLE

KEYS = {"what", "size", "method", "p50_ms", "p95_ms", "rss_mb"}


def test_the_middle_and_the_upper_twentieth_are_of_all_calls() -> None:
    made = figure("what", 3, "who", [0.001 * n for n in range(101)])
    assert (made.p50_ms, made.p95_ms) == (50.0, 95.0)
    assert made.rss_mb > 20
    nothing = figure("what", 3, "who", [])
    assert nothing.plain() == {
        "what": "what",
        "size": 3,
        "method": "who",
        "p50_ms": None,
        "p95_ms": None,
        "rss_mb": nothing.rss_mb,
    }


def test_the_world_is_the_same_each_time_and_has_clusters() -> None:
    embedder = Clusters()
    one, other = catalog_of(1500, embedder), catalog_of(1500, Clusters())
    assert (one.matrix == other.matrix).all()
    cosines = one.matrix @ one.matrix.T
    manners = [item.categories[1] for item in one.items]
    same = [cosines[a, b] for a in range(200) for b in range(a) if manners[a] == manners[b]]
    apart = [cosines[a, b] for a in range(50) for b in range(a) if manners[a] != manners[b]]
    assert min(same) > max(apart)
    entries, vectors = lives(3, 40, one)
    assert {entry.user for entry in entries} == {"person-0", "person-1", "person-2"}
    assert sum(entry.kind == "statement" for entry in entries) == 12
    assert vectors.keys() == {entry.id for entry in entries}


def test_the_scan_and_chroma_find_the_same_items(tmp_path) -> None:
    embedder = Clusters()
    catalog = catalog_of(1200, embedder)
    scan = lists.scanning(catalog)
    chroma, close = lists.asking_chroma(catalog, tmp_path / "chroma")
    vectors = embedder.encode([f"manner {n}" for n in range(20)])
    try:
        for row, vector in enumerate(vectors):
            best = (-(catalog.matrix @ vector)).argsort()[: lists.N]
            assert scan(vector, lists.N) == [catalog.items[place].id for place in best], row
        met = [len(set(scan(v, lists.N)) & set(chroma(v, lists.N))) for v in vectors]
    finally:
        close()
    assert sum(met) >= 0.95 * lists.N * len(vectors)


def test_recall_is_one_where_the_best_are_looked_at_and_less_where_others_are(
    tmp_path, monkeypatch
) -> None:
    catalog = catalog_of(WHOLE + 500, Clusters())
    with Memory.open(tmp_path, Clusters(), clock=Ticking()) as memory:
        recommender = Recommender(memory, catalog)
        lists.live(recommender, 3, 20, 5)
        asked = list(zip(("person-0", "person-1", "person-2") * 4, lists.requests(), strict=False))
        assert recall(recommender, asked, 10, memory.clock()) >= 0.98
        rough = retrieval.rough_scores

        def upside_down(*about):
            scores, own = rough(*about)
            return -scores, own

        monkeypatch.setattr(retrieval, "rough_scores", upside_down)
        assert recall(recommender, asked, 10, memory.clock()) < 0.7


@pytest.mark.parametrize("people", [1, 3])
def test_recall_answers_what_comparing_with_everything_answers(tmp_path, people) -> None:
    texts, asked = memories.memories(400), memories.questions(8)
    right = memories.exact(texts, asked, people)
    made, found = memories.penchant(texts, asked, people, tmp_path)
    assert (made.method, made.size) == ("Penchant", 400)
    assert found == right


def test_langchains_retriever_is_asked_the_same() -> None:
    pytest.importorskip("langchain_classic")
    texts, asked = memories.memories(300), memories.questions(6)
    # One each: what was found once counts as looked at just now, and comes again.
    made = [memories.langchain(texts, [text]) for text in asked]
    right = memories.exact(texts, asked, 1)
    # It always looks at the newest as well: these may be in, for being new.
    newest = set(texts[-memories.N :])
    for text, (timed, found) in zip(asked, made, strict=True):
        assert set(found[text]) <= set(right[text]) | newest
        assert timed.p50_ms > 0


def test_mem0_is_left_out_in_words_where_it_is_not_installed(tmp_path, monkeypatch) -> None:
    def without(*command, **_):
        class Done:
            returncode, stderr = 3, ""

        assert command[0][0] == "elsewhere"
        return Done

    monkeypatch.setattr("subprocess.run", without)
    with pytest.raises(Left, match="mem0: not installed"):
        ask_mem0(["a 1"], ["b 1"], 1, 5, tmp_path, "elsewhere")


def test_a_run_prints_everything_and_keeps_it(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(speed, "QUICK", (300,))
    monkeypatch.setattr(speed, "QUICKLY", (150,))
    monkeypatch.setattr(speed, "FEW", 4)
    monkeypatch.setattr(speed, "CATALOG", 300)
    monkeypatch.setattr(speed, "_model", lambda _: None)
    monkeypatch.setattr(lists, "CROWD", 5)
    monkeypatch.setattr(lists, "EVENTS", 12)
    file, folder = tmp_path / "figures.json", tmp_path / "pictures"
    options = ["--quick", "--json", str(file), "--pictures", str(folder), "--mem0", sys.executable]
    bench.main(["speed", *options])
    said = capsys.readouterr().out
    figures = json.loads(file.read_text())
    assert all(one.keys() - {"recall"} == KEYS for one in figures)
    found = {(one["what"], one["size"], one["method"]) for one in figures}
    for method in ("Penchant", "exact scan", "Chroma query"):
        assert ("list", 300, method) in found
    assert ("action", 300, "Penchant") in found
    assert (memories.ONE, 150, "Penchant") in found
    assert (memories.MANY, 150, "Penchant") in found
    for one in figures:
        assert 0 < one["p50_ms"] <= one["p95_ms"] < 60_000
    assert f"{memories.ONE:<30} {150:>9,}" in said
    assert said.count("not measured") >= 4
    pictures = {path.name for path in folder.iterdir()}
    assert {"lists.svg", "recall.svg", "room.svg"} <= pictures


def test_goals_are_met_or_missed_by_the_figures_they_name() -> None:
    figures = [
        Figure("list", 10_000, "Penchant", 6.0, 16.0, 300.0, 0.97),
        Figure("list", 10_000, "exact scan", 2.0, 3.0, 300.0),
        Figure("action", 500, "Penchant", 2.9, 30.0, 300.0),
        Figure(memories.ONE, 10_000, "Penchant", 2.0, 2.0, 300.0),
        Figure(memories.ONE, 10_000, "mem0, infer=False", 19.0, 2.0, 300.0),
        Figure("process, items", 10_000, "Penchant", math.nan, math.nan, 9_000.0),
        Figure("process, items", 100_000, "Penchant", math.nan, math.nan, 900.0),
    ]
    met = {goal.text: verdict for goal, _, verdict in judged(figures, GOALS)}
    assert met["a list out of 10,000 items: p95 at most 15 ms"] is False
    assert met["a list out of 10,000 items: at most 3 exact scans"] is True
    assert met["the ten best of 10,000 items: at most 0.02 of them missed"] is False
    assert met["the ten best of 100,000 items: at most 0.02 of them missed"] is None
    assert met["action: p50 at most 3 ms"] is True
    assert met["recall from 10,000 memories: at most a tenth of mem0, infer=False"] is False
    assert met["process, items, 100,000 at most 1200 MB"] is True
    assert [text for text, verdict in met.items() if verdict is None] != []
    assert judged([], [Goal("g", 1.0, lambda found: found["list", 1, "x"].p50_ms)])[0][1:] == (
        None,
        None,
    )


def test_a_page_forced_to_the_disk_is_on_the_disk(tmp_path) -> None:
    with (tmp_path / "bare").open("ab") as file:
        assert recording.forced(file) > 0
        assert (tmp_path / "bare").stat().st_size == 4_096


def test_what_a_process_holds_is_that_of_a_new_one() -> None:
    ballast = bytearray(400 << 20)  # must not be counted
    made = room.measure("300")
    assert len(ballast) > 0
    assert (made.what, made.size) == ("process, items", 300)
    assert 100 < made.rss_mb < 400


# -- curves -------------------------------------------------------------------------------------

ABOVE = st.floats(0.001, 1e7)


@given(st.lists(st.tuples(ABOVE, ABOVE), min_size=1, max_size=9))
def test_a_larger_value_is_higher_and_everything_is_inside(points) -> None:
    drawn = ElementTree.fromstring(picture("t < &", "size", "ms", {"one": points}))
    circles = [one for one in drawn.iter() if one.tag.endswith("circle")]
    at = [(float(one.get("cx")), float(one.get("cy"))) for one in circles]
    assert len(at) == len(points)
    for (x, y), (a, b) in zip(at, sorted(points), strict=True):
        assert 64 <= x <= 460
        assert 40 <= y <= 316
        for (x2, y2), (a2, b2) in zip(at, sorted(points), strict=True):
            assert a2 <= a * 1.1 or x2 > x
            assert b2 <= b * 1.1 or y2 < y


def test_there_is_no_curve_of_nothing() -> None:
    for line in ([], [(1.0, 0.0)]):
        with pytest.raises(ValueError, match="a curve needs points"):
            picture("t", "x", "y", {"one": line})
