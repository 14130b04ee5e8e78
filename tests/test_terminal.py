"""Talking in the terminal: what each line leads to, and how it ends."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from agent_shop import make_recommender
from rich.console import Console
from typer.testing import CliRunner

import penchant
from penchant import cli
from penchant.agent.assistant import Assistant
from penchant.agent.events import Delta, Finished, Listed, Notice
from penchant.memory.embed.embedder import Embedder
from penchant.memory.memory import Memory
from penchant.terminal import HELP, Terminal


class Typed:
    """Gives the lines a person types, then the end of input."""

    def __init__(self, *lines: str | type[BaseException]) -> None:
        self.lines = iter(lines)

    def __call__(self, prompt: str) -> str:
        line = next(self.lines, EOFError)
        if isinstance(line, str):
            return line
        raise line


def talk(assistant: Assistant, *lines: str | type[BaseException]) -> str:
    console = Console(file=io.StringIO(), width=90, highlight=False)
    Terminal(assistant, "mira", console, Typed(*lines)).run()
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.fixture
def assistant(memory: Memory, clock: Any) -> Assistant:
    return Assistant(make_recommender(memory), None, clock=clock)


def entries(assistant: Assistant, *kinds: str) -> list[Any]:
    return list(assistant.recommender.memory.entries("mira", kinds=kinds))


def test_a_list_is_shown_with_reasons_and_its_numbers_can_be_acted_on(assistant: Assistant) -> None:
    shown = talk(assistant, "I love crime films", "recommend something", "/like 1", "/no 2")
    assert "sum" in shown
    (liked,) = entries(assistant, "like")
    (disliked,) = entries(assistant, "dislike")
    (*_, impression) = entries(assistant, "impression")
    rows = impression.data["items"]
    assert (liked.item, disliked.item) == (rows[0], rows[1])
    assert liked.impression == disliked.impression == impression.id
    assert {liked.conversation} == {entry.conversation for entry in entries(assistant, "turn")}


def test_commands_save_see_explain_and_take_back(assistant: Assistant) -> None:
    shown = talk(
        assistant, "recommend something", "/save 1", "/seen 2", "/why 1", "/profile", "/undo"
    )
    assert "place" in shown
    (saved,), (seen,) = entries(assistant, "save"), entries(assistant, "watch")
    profile = assistant.recommender.profile("mira")
    assert profile.saved == {saved.item}
    assert seen.item not in profile.seen
    assert "Taken back" in shown


def test_chinese_is_answered_with_chinese_reasons(assistant: Assistant) -> None:
    shown = talk(assistant, "我喜欢犯罪片，推荐一部电影")
    assert "合计" in shown
    assert "sum" not in shown


def test_a_slip_is_said_and_the_conversation_goes_on(assistant: Assistant) -> None:
    shown = talk(assistant, "/like 1", "/like", "/dance", "", "/undo", "/help", "/new", "hello")
    assert "no list" in shown
    assert "/dance" in shown
    assert "nothing to take back" in shown
    assert HELP.splitlines()[1].strip() in shown
    assert len(entries(assistant, "turn")) >= 1


@pytest.mark.parametrize("end", ["/quit", EOFError, KeyboardInterrupt])
def test_it_ends_without_a_fuss(assistant: Assistant, end: Any) -> None:
    assert "Traceback" not in talk(assistant, end, "never said")
    assert entries(assistant, "turn") == []


class Played:
    """A conversation whose reply is a list of events, one of which may be an exception."""

    id = "c"

    def __init__(self, events: Sequence[Any]) -> None:
        self.events = events

    def send(self, text: str) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, type):
                raise event
            yield event


def test_notices_and_broken_replies_are_shown(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [Delta("Half a"), Notice("The server failed.", restart=True), Delta("A whole "),
              Delta("reply.\nTwo lines."), Finished("A whole reply.\nTwo lines.")]  # fmt: skip
    monkeypatch.setattr(assistant, "conversation", lambda user: Played(events))
    shown = talk(assistant, "hello").splitlines()
    assert [line for line in shown if line.strip()][1:5] == [
        "Half a", "The server failed.", "A whole reply.", "Two lines.",
    ]  # fmt: skip
    broken = [Delta("Half a"), KeyboardInterrupt]
    monkeypatch.setattr(assistant, "conversation", lambda user: Played(broken))
    assert "broken off" in talk(assistant, "hello", "/help")


def test_the_list_of_a_reply_is_shown_after_its_text(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = assistant.recommender.recommend("mira", n=2)
    events = [Listed(found), Delta("Here you are."), Finished("Here you are.")]
    monkeypatch.setattr(assistant, "conversation", lambda user: Played(events))
    shown = talk(assistant, "films please")
    assert shown.index("Here you are.") < shown.index(found.items[0].item.title)


# -- the command ---------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, embedder: Embedder) -> Any:
    items = tmp_path / "items.csv"
    items.write_text("id,title,category\n1,Heat,Crime\n2,Airplane!,Comedy\n", "utf-8")

    def opener(store: Path, *, model: Any = None, clock: Any = None) -> penchant.Penchant:
        return penchant.open(store, items, model=model or "offline", embedder=embedder, clock=clock)

    app = cli.build(opener, {"PENCHANT_STORE": str(tmp_path / "store")})
    return lambda *words, **options: CliRunner().invoke(app, ["chat", *words], **options)


def test_chat_in_the_terminal_reads_standard_input_to_its_end(run: Any) -> None:
    result = run("--terminal", input="I like crime films\nrecommend something\n/like 1\n")
    assert result.exit_code == 0, result.output
    assert "Heat: liked" in result.stdout


def test_chat_serves_the_page_and_prints_its_address(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: dict[str, Any] = {}

    def serve(assistant: Assistant, *, announce: Any, **options: Any) -> None:
        served.update(options, model=assistant.model_name)
        announce("http://127.0.0.1:7999/")

    monkeypatch.setattr("penchant.ui.serve.serve", serve)
    result = run("--port", "7999", "--user", "mira")
    assert result.exit_code == 0, result.output
    assert "http://127.0.0.1:7999/" in result.stdout
    assert served == {
        "user": "mira",
        "host": "127.0.0.1",
        "port": 7999,
        "model": "penchant-offline",
    }


def test_chat_with_a_model_and_no_server_says_what_is_missing(run: Any) -> None:
    result = run("--terminal", "--model", "some-model")
    assert result.exit_code == 2
    assert "OPENAI_API_KEY" in result.stderr
