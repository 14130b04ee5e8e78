"""What is outside our hands: a full disk, damaged files, a folder that is read-only, a wrong clock.

Each ends in a clear error or in a repair that is said: never in silence, never in a loss.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Clock, WordEmbedder
from crashes import ANN, BEN, NOW, talk
from disks import DISKS, full_at
from test_memory import check_in_step, like

from penchant.memory.errors import StoreFull
from penchant.memory.memory import Memory
from penchant.memory.recall import Recall
from penchant.memory.store import journal, seal
from penchant.memory.store.journal import Journal
from penchant.memory.store.vectors import Vectors


def opened(folder: Path, clock: Clock | None = None) -> Memory:
    return Memory.open(folder, WordEmbedder(), clock=clock or Clock(NOW))


def ids(memory: Memory) -> list[str]:
    return [entry.id for entry in memory.entries()]


# -- a full disk ----------------------------------------------------------------------------------


@pytest.fixture(params=DISKS)
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    made = DISKS[request.param](tmp_path / "disk")
    yield made
    made.close()


def talk_until_refused(memory: Memory, said: list[str]) -> int:
    """Long turns; returns how many were refused, each with the sentence it deserves."""
    refused = []
    for number in range(12):
        try:
            text = f"number {number}: " + "a word of the sea " * 400
            said.append(memory.record(user=BEN, kind="turn", text=text).id)
        except StoreFull as error:
            refused.append(str(error))
    assert all("the disk is full" in one and "journal.db" in one for one in refused)
    return len(refused)


def test_on_a_full_disk_what_was_acknowledged_stays_and_what_does_not_fit_is_refused(disk) -> None:
    store, said = disk.folder / "store", list[str]()
    with opened(store) as memory:
        talk(memory, memory.embedder, said.append, 4)
        found = memory.recall(ANN, "quiet sea")
        disk.fill()
        assert talk_until_refused(memory, said) > 5
        assert ids(memory) == said
        assert {e.id for e, _ in memory.recall(ANN, "quiet sea")} == {e.id for e, _ in found}
        assert memory.profile(ANN).interests
    with opened(store) as memory:
        assert not memory.read_only
        assert ids(memory) == said, "it opens and reads"
        assert memory.profile(ANN).interests
        assert {e.id for e, _ in memory.recall(ANN, "quiet sea")} == {e.id for e, _ in found}
        assert talk_until_refused(memory, said) > 5
        disk.free()
        talk(memory, memory.embedder, said.append, 100)
        check_in_step(memory)
        assert ids(memory) == said, "it works again, in the same process"
    with opened(store) as memory:
        check_in_step(memory)
        assert memory.repairs == []


def test_a_store_whose_process_was_killed_opens_on_a_full_disk(disk) -> None:
    store, said = disk.folder / "store", list[str]()
    with opened(store) as memory:
        talk(memory, memory.embedder, said.append, 4)
        shutil.copytree(store, store.with_name("killed"))
    disk.fill()
    with opened(store.with_name("killed")) as memory:
        assert not memory.read_only
        assert ids(memory) == said
        assert memory.profile(ANN).interests
        assert memory.recall(ANN, "quiet sea")
        disk.free()
        talk(memory, memory.embedder, said.append, 10)
        check_in_step(memory)


def test_no_store_is_half_made_on_a_full_disk(disk) -> None:
    disk.folder.mkdir(exist_ok=True)
    (disk.folder / "store").mkdir()
    disk.fill()
    with pytest.raises(StoreFull, match="the disk is full"):
        opened(disk.folder / "store")
    disk.free()
    with opened(disk.folder / "store") as memory:
        like(memory, ANN, "m")
        check_in_step(memory)


LOST: dict[str, tuple[Any, str, str]] = {
    "before-the-insert": (journal, "_known", "before"),
    "before-the-commit": (journal, "_set_head", "after"),
}
KEPT: dict[str, tuple[Any, str, str]] = {
    "after-the-append": (Journal, "append", "after"),
    "before-the-vector-is-kept": (Journal, "put_vectors", "before"),
    "before-chroma": (Vectors, "upsert", "before"),
    "before-the-seal": (seal.Seal, "renew", "before"),
    "after-chroma": (Recall, "follow", "after"),
}


@pytest.mark.parametrize("fault", [*LOST, *KEPT])
def test_a_disk_that_fills_within_one_recording(disk, fault) -> None:
    store, said = disk.folder / "store", list[str]()
    with opened(store) as memory:
        talk(memory, memory.embedder, said.append, 3)
        with full_at(disk, *(LOST | KEPT)[fault]):
            try:
                memory.record(user=ANN, kind="turn", text="the last words " * 9, id="last")
                assert fault in KEPT
                said.append("last")
            except StoreFull:
                assert fault in LOST
        assert ids(memory) == said
        if fault in ("before-the-vector-is-kept", "before-chroma"):
            assert len(memory.repairs) == 1, "what could not be followed is said"
            assert "the disk is full" in memory.repairs[0]
        memory.profile(ANN)
        disk.free()
        for _ in range(3):
            said.append(memory.record(user=BEN, kind="turn", text="and another").id)
        memory.recall(ANN, "last words")
        check_in_step(memory)
    with opened(store) as memory:
        assert ids(memory) == said
        check_in_step(memory)
