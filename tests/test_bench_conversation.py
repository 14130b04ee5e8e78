"""The benchmark of conversations: its loader, its ranks by hand, and a run on a small data set."""

from __future__ import annotations

import json

import numpy as np
import pytest
from films import films

from bench import __main__ as bench
from bench.conversation import judging, redial
from bench.conversation.talking import Case, cases_of, choices_of, fitted, scores_of, taught
from bench.quality.datasets import DataMissing
from penchant.memory.embed import minilm
from penchant.tools.talk.said import Said


def write(file, value):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")


def turn(dialog, context, named, recommended):
    return json.dumps(
        {"dialog_id": str(dialog), "context": context, "entity": ["comedy", *named],
         "rec": recommended, "resp": "?", "template": ["?"]}
    )  # fmt: skip


@pytest.fixture
def datasets(tmp_path, embedder, monkeypatch):
    """Thirty films; who names a film is recommended the next one of its genre."""
    monkeypatch.setattr(minilm, "load_embedder", lambda: embedder)
    folder = tmp_path / "data"
    made = [f"{item.title} ({item.year})" for item in films(30)]
    write(folder / redial.ENTITIES, {name: 2 * row for row, name in enumerate([*made, "comedy"])})
    write(folder / redial.CANDIDATES, [2 * row for row in range(30)])
    facts = {
        str(row): {
            "name": name, "genre": list(item.categories), "plot": "A plot.",
            "star": list(item.people[:1]), "director": list(item.people[1:]), "writer": [],
            "imdb_id": f"tt000{row + 100}",
        }
        for row, (name, item) in enumerate(zip(made, films(30), strict=True))
    }  # fmt: skip
    write(folder / redial.FILMS, facts)
    lines = [
        turn(k, ["hello", f"I liked {made[k % 24]} , 80s comedies too"], [made[k % 24]],
             [made[k % 24 + 6], made[k % 24]] if k % 5 == 0 else [made[k % 24 + 6]])
        for k in range(40)
    ]  # fmt: skip
    for file in redial.TURNS.values():
        write(folder / file, "\n".join(lines) + "\n")
    write(
        folder / "movietweetings100k/ratings.dat", "1::900::9::5\n1::0000107::8::6\n2::900::3::7\n"
    )
    write(
        folder / "movietweetings100k/movies.dat",
        f"900::{made[3].upper()}::Comedy\n0000107::Another Title (1931)::Crime\n",
    )
    return folder


def test_films_and_turns_are_read(datasets):
    found = redial.load_films(datasets)
    assert found.items[2].title == "Science Fiction Story 2"
    assert found.items[2].year == films(3)[2].year
    first = redial.load_examples(datasets, "valid", found)[0]
    assert (first.named, first.targets, first.new_targets) == ((0,), (6, 0), (6,))
    assert [one.own for one in first.turns] == [False, True]
    assert "Story" not in first.own_text
    assert "Story 0" in first.latest_text
    # One film by its title in capitals, the other by its number in IMDb; the rating of 3 is none.
    assert redial.load_liked(datasets, found) == [[3, 7]]


def test_where_the_data_is_missing_it_is_said_where_to_get_it(tmp_path, capsys):
    assert bench.main(["conversation", "--datasets", str(tmp_path)]) == 2
    assert "iEvaLM" in capsys.readouterr().out
    with pytest.raises(DataMissing, match="MovieTweetings"):
        redial.load_liked(tmp_path, redial.Films((), {}, {}))


@pytest.mark.parametrize("part", ["dev", "test"])
def test_a_run_on_a_small_data_set(datasets, tmp_path, capsys, part):
    written = tmp_path / "rows.json"
    arguments = ["--part", part, "--datasets", str(datasets), "--vectors", str(tmp_path / "kept")]
    assert bench.main(["conversation", *arguments, "--json", str(written)]) == 0
    rows = {row["method"]: row for row in json.loads(written.read_text("utf-8"))}
    product, popular = rows["penchant"], rows["popularity"]
    assert (product["n"], product["all_n"], product["part"]) == (40, 48, part)
    assert product["hr10"] > popular["hr10"]
    assert product["low10"] <= product["hr10"] <= product["high10"]
    assert popular["behind"] == pytest.approx(product["hr10"] - popular["hr10"])
    assert "| penchant |" in capsys.readouterr().out


def test_ranks_by_hand():
    example = redial.Example("7", (), (), named=(1, 3), targets=(1, 4))
    ranks = judging.Ranks()
    scores = np.array([5.0, 9.0, 4.0, 8.0, 4.0])
    judging.judge([Case(example, Said((), (1, 3)))], lambda case: scores, ranks)
    assert ranks.every == [0.0, 3.5]
    # Without the two that were named, the new one is behind the first and ties with the third.
    assert ranks.new == [1.5]
    assert (ranks.new_dialog, ranks.every_dialog) == ([7], [7, 7])


def test_a_dialog_does_not_speak_for_its_own_targets(datasets, tmp_path):
    found = redial.load_films(datasets)
    examples = redial.load_examples(datasets, "valid", found)
    # The only dialog that names film 17 and is recommended 23.
    alone = [one for one in examples if one.named == (17,)]
    assert len(alone) == 1
    talk, cases = taught(found, [], cases_of(examples, tmp_path), tmp_path)
    case = next(case for case in cases if case.example.named == (17,))
    others = [one for one in examples if one.dialog != case.example.dialog]
    without, _ = taught(found, [], cases_of(others, tmp_path), tmp_path)
    assert talk.named.counts(case.dialog) == pytest.approx(without.named.counts())
    assert talk.named.beside(17, case.dialog) == pytest.approx(without.named.beside(17))


def test_the_same_choices_give_the_same_weights(datasets, tmp_path):
    found = redial.load_films(datasets)
    examples = redial.load_examples(datasets, "valid", found)
    talk, cases = taught(found, [], cases_of(examples, tmp_path), tmp_path)
    one, two = (fitted(choices_of(talk, cases)) for _ in range(2))
    assert (one.values == two.values).all()
    assert np.isfinite(scores_of(talk, one, cases[0])).all()
