"""The measurement of what learning costs: what it learns, what it counts, what it answers."""

from __future__ import annotations

import json
from itertools import islice

import pytest

from bench import __main__ as bench
from bench import learning


def test_a_dense_store_has_every_pair_of_a_person_and_an_item_once() -> None:
    items, events = learning.dense(3000)
    entries = list(events)
    assert items == learning.ITEMS
    assert len({(one.user, one.item) for one in entries}) == len(entries) == 3000
    assert {one.user for one in entries} <= {f"u{n}" for n in range(learning.PEOPLE)}
    assert entries[1000].day - entries[0].day == pytest.approx(1.0)
    assert entries[0].id not in {f"i{n}" for n in range(items)}


def test_the_figures_are_of_the_events_up_to_each_size() -> None:
    items, events = learning.dense(2500)
    figures = learning.learned(items, events, (10, 2500))
    small, large = figures["sizes"]
    assert small["history"] == 10
    assert small["choices"] == 0
    assert small["choices_p50"] is None
    assert large["choices"] > 400, "who has used three items teaches with the next"
    assert figures["choices"] > large["choices"], "which are those of the last thousand events"
    assert 0 < large["p50"] <= large["p90"]
    assert figures["events"] == 2500
    assert learning.PEOPLE - 20 < figures["people"] <= learning.PEOPLE
    assert figures["person_bytes"] <= figures["largest_person_bytes"] < figures["snapshot_bytes"]


def test_it_says_where_the_data_is_to_be_had_and_whether_a_goal_is_missed(
    tmp_path, monkeypatch, capsys
) -> None:
    assert bench.main(["learning", "--datasets", str(tmp_path)]) == 2
    assert "MovieTweetings" in capsys.readouterr().out

    def few(_):
        items, events = learning.dense(200)
        return items, islice(events, 200)

    monkeypatch.setattr(learning, "tweetings", few)
    monkeypatch.setattr(learning, "QUICK", (10, 200))
    monkeypatch.setattr(learning, "GOAL", 1e3)
    file = tmp_path / "figures.json"
    assert bench.main(["learning", "--quick", "--json", str(file)]) == 0
    assert [one["store"] for one in json.loads(file.read_text())] == ["MovieTweetings", "dense"]
    monkeypatch.setattr(learning, "GOAL", 1e-9)
    assert bench.main(["learning", "--quick"]) == 1
