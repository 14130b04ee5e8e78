"""Scripts of conversations: how they are read, and what playing one leads to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from films import films
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import penchant
from penchant import cli
from penchant.demo import START, WORDS, Player, ScriptClock, Step, default_script, read_script
from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import BadInput
from penchant.plugin import Penchant

Play = Callable[[str], list[Step]]

SCRIPT = """\
person: mira
at: 2026-01-03T10:00Z
user: I love horror films
like: 1
wait: 40 days
new:
user: I hate horror
user: 推荐几部喜剧
dislike: 2
undo:
dismiss: Comedy Story 1, seen-it
person: noor
like: film:3
"""


def test_a_line_says_who_does_what_and_when() -> None:
    lines = read_script(SCRIPT)
    assert [line.word for line in lines] == (
        ["user", "like", "new", "user", "user", "dislike", "undo", "dismiss", "like"]
    )
    assert lines[0].at == datetime(2026, 1, 3, 10, tzinfo=UTC)
    assert lines[1].at - lines[0].at == timedelta(minutes=1)
    assert lines[2].at - lines[1].at == timedelta(days=40, minutes=1)
    assert [line.person for line in lines[-2:]] == ["mira", "noor"]
    assert lines[0].number == 3


def test_a_script_says_by_itself_when_it_begins() -> None:
    (line,) = read_script("# only this\n\nuser：你好")
    assert (line.at, line.person, line.text, line.number) == (START, "demo", "你好", 3)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("", "no line"),
        ("# nothing\nat: 2026-01-01", "no line"),
        ("user: hi\nsay: hi", "line 2"),
        ("user hi", "line 1"),
        ("user:", "line 1"),
        ("user: hi\nat: noon", "line 2"),
        ("user: hi\nat: 2020-01-01", "line 2"),
        ("wait: a while", "line 1"),
        ("wait: 99999 years", "line 1"),
        ("wait: -3 days", "line 1"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(script: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_script(script)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.builds(
                lambda word, rest: f"{word}: {rest}",
                st.sampled_from(WORDS),
                st.one_of(st.text(max_size=20), st.sampled_from(["3 days", "2026-02-01", "2"])),
            ),
        ),
        max_size=8,
    )
)
def test_any_text_is_read_or_refused_and_time_never_goes_back(lines: list[str]) -> None:
    try:
        read = read_script("\n".join(lines))
    except BadInput:
        return
    times = [line.at for line in read]
    assert times == sorted(set(times))


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The films as a file to import."""
    path = tmp_path_factory.mktemp("films") / "films.jsonl"
    rows = [json.dumps({k: v for k, v in asdict(film).items() if v}) for film in films()]
    path.write_text("\n".join(rows), "utf-8")
    return path


@pytest.fixture
def play(tmp_path: Path, embedder: Embedder, catalog: Path) -> Play:
    """Plays a script on a new store."""

    def playing(script: str) -> list[Step]:
        lines = read_script(script)
        clock = ScriptClock(lines[0].at)
        folder = tmp_path / uuid.uuid4().hex
        with penchant.open(folder, catalog, "offline", embedder, clock=clock) as product:
            return list(Player(product, clock).play(lines))

    return playing


def mass(step: Step, name: str, polarity: int) -> float:
    return sum(
        abs(i.mass)
        for i in step.profile.interests
        if i.polarity == polarity and name in f"{i.label} {i.targets}"
    )


def test_playing_a_script_learns_forgets_and_changes_its_mind(play: Play) -> None:
    steps = play(SCRIPT)
    loved, liked, hated, comedy, disliked, undone, dismissed, noor = steps
    assert mass(loved, "Horror", 1) > 0
    assert len(liked.profile.liked) == 1
    assert liked.recommendation.items
    assert mass(hated, "Horror", -1) > 0
    assert mass(hated, "Horror", 1) <= mass(liked, "Horror", 1)
    assert not any("Horror" in r.item.categories for r in hated.recommendation.items)
    assert all("Comedy" in r.item.categories for r in comedy.recommendation.items)
    assert comedy.reply
    turned_down = comedy.recommendation.items[1].item.id
    assert turned_down in disliked.profile.disliked
    assert turned_down not in undone.profile.disliked
    assert "film:1" in dismissed.profile.seen
    assert (noor.profile.user, noor.profile.liked) == ("noor", frozenset({"film:3"}))
    for step in steps:
        assert step.profile.at == step.line.at
        for ranked in step.recommendation.items:
            total = sum(reason.contribution for reason in ranked.reasons)
            assert ranked.score == pytest.approx(total, abs=1e-6)


def seen_of(step: Step) -> tuple[Any, ...]:
    interests = [(i.label, i.mass, i.share) for i in step.profile.interests]
    items = [(r.item.id, r.score) for r in step.recommendation.items]
    return step.reply, step.notices, interests, items


def test_the_same_script_gives_the_same_output(play: Play) -> None:
    first, second = play(SCRIPT), play(SCRIPT)
    assert [seen_of(step) for step in first] == [seen_of(step) for step in second]


def test_a_line_that_cannot_be_played_is_named(play: Play) -> None:
    with pytest.raises(BadInput, match="line 2"):
        play("user: hello\nlike: No Such Film At All")
    with pytest.raises(BadInput, match="line 1"):
        play("undo:")


@pytest.mark.model
def test_the_default_script_runs_on_the_demo_films(minilm: Embedder) -> None:
    def opener(store: Path, **options: Any) -> Penchant:
        return penchant.open(store, embedder=minilm, **options)

    result = CliRunner().invoke(cli.build(opener, {}), ["demo", "--json"])
    assert result.exit_code == 0, result.output
    steps = [json.loads(line) for line in result.stdout.splitlines()]
    said = [line for line in read_script(default_script()) if line.word != "new"]
    assert [step["text"] for step in steps] == [line.text for line in said]
    assert all(step["recommendation"]["items"] for step in steps)
    assert all(step["reply"] for step in steps if step["word"] == "user")
    hated = next(k for k, step in enumerate(steps) if step["text"] == "I hate horror")
    for step in steps[hated:]:
        for ranked in step["recommendation"]["items"]:
            assert "Horror" not in ranked["item"]["categories"]
    for step in steps:
        for ranked in step["recommendation"]["items"]:
            total = sum(reason["contribution"] for reason in ranked["reasons"])
            assert ranked["score"] == pytest.approx(total, abs=1e-6)
    nineties = next(step for step in steps if "九十年代" in step["text"])
    years = [ranked["item"]["year"] for ranked in nineties["recommendation"]["items"]]
    assert all(1990 <= year <= 1999 for year in years)
