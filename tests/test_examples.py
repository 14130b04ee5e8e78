"""The examples run, over a small catalog and with the offline assistant."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import penchant
from penchant.memory.embed.embedder import Embedder

EXAMPLES = Path(__file__).parents[1] / "examples"


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_agent_of_ones_own_keeps_two_people_apart(
    tmp_path: Path, embedder: Embedder, capsys: pytest.CaptureFixture[str]
) -> None:
    items = tmp_path / "items.csv"
    items.write_text(
        "title,genre,year\nAlien,Science Fiction|Horror,1979\nMoon,Science Fiction,2009\n"
        "Arrival,Science Fiction,2016\nHeat,Crime,1995\nFargo,Crime,1996\n"
        "Se7en,Crime|Horror,1995\n",
        "utf-8",
    )
    example = load("langchain_agent")
    with penchant.open(tmp_path / "store", items, "offline", embedder) as memory:
        replies = example.talk(memory, example.choose_model(memory, None))
        mira, noor = memory.profile("mira"), memory.profile("noor")
    assert len(replies) == len(example.TURNS)
    assert "Moon" in replies[2] or "Arrival" in replies[2]
    assert "Heat" in replies[3] or "Fargo" in replies[3]
    assert "Se7en" not in replies[3]
    assert any("Science Fiction" in interest.label for interest in mira.likes)
    assert any("Crime" in interest.label for interest in noor.likes)
    assert noor.excluded == ("Horror",)
    assert not mira.excluded
    assert "mira:" in capsys.readouterr().out


def test_the_simple_forms_disagree_where_they_differ(capsys: pytest.CaptureFixture[str]) -> None:
    example = load("simple_forms")
    example.main()
    printed = capsys.readouterr().out
    scores = example.compare()
    assert all(name in printed for name in scores)
    first = {name: max(films, key=films.__getitem__) for name, films in scores.items()}
    # Shares per step do not know how long ago; a mean lies between two tastes.
    assert first["softmax-profile"] == first["neighbour-rule"] == "Heat"
    assert first["decayed-mean"] == first["threshold-rule"] == "Outland"
    assert all(films["Amélie"] == min(films.values()) for films in scores.values())
    for shares in example.importances().values():
        assert list(shares) == sorted(shares, key=lambda name: -shares[name])
