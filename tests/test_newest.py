"""The newest entries held in memory, against reading them from the journal."""

from __future__ import annotations

import numpy as np
import pytest

from penchant.memory import newest
from penchant.memory.memory import Memory

PEOPLE = ("ann", "ben", "cem")


def shown(memory: Memory, user: str, items: list[str]) -> None:
    data = {"items": items, "signals": [], "rows": [[]] * len(items), "propensities": [1.0]}
    memory.record(user=user, kind="impression", data=data)


def check_all(memory: Memory) -> None:
    memory.profile("ann")  # looks for what others wrote
    last = memory.sequence
    for user in PEOPLE:
        for after in range(max(0, last - 8), last + 1):
            for until in range(after, last + 1):
                read = list(memory.journal.read(user, after=after, until=until))
                assert list(memory.newer(user, after, until)) == read


@pytest.mark.parametrize("kept", [1, 5, 256])
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_held_is_what_the_journal_has(
    tmp_path, embedder, clock, monkeypatch, kept, seed
) -> None:
    monkeypatch.setattr(newest, "KEPT", kept)
    rng = np.random.default_rng(seed)
    with (
        Memory.open(tmp_path / "store", embedder, clock=clock) as memory,
        Memory.open(tmp_path / "store", embedder, clock=clock) as guest,
    ):
        for number in range(24):
            clock.forward(minutes=1)
            user = PEOPLE[int(rng.integers(3))]
            what = rng.random()
            if what < 0.4:
                memory.record(user=user, kind="like", item=f"m{number}", id=f"l{number}")
            elif what < 0.7:
                shown(memory if what < 0.55 else guest, user, [f"m{number}"])
            elif what < 0.8:
                memory.record(user=user, kind="undo", supersedes=f"l{int(rng.integers(number))}")
            elif what < 0.9:
                memory.record(user=user, kind="turn", text=f"the rain of day {number}")
            else:
                memory.forget(user, item=f"m{int(rng.integers(number + 1))}")
            if number % 5 == 0:
                check_all(memory)
                check_all(guest)
        check_all(memory)
        check_all(guest)


def test_what_came_last_is_not_read_again(memory, monkeypatch) -> None:
    first = memory.record(user="ann", kind="like", item="m0").sequence
    for number in range(1, 20):
        memory.record(user=PEOPLE[number % 2], kind="like", item=f"m{number}")
    monkeypatch.setattr(memory.journal, "read", None)  # Whoever reads again fails.
    found = memory.newer("ben", first, memory.sequence - 1)
    assert [one.item for one in found] == [f"m{number}" for number in range(1, 18, 2)]


@pytest.mark.parametrize("by", ["owner", "another process"])
def test_what_was_erased_is_not_held(tmp_path, embedder, clock, by) -> None:
    with (
        Memory.open(tmp_path / "store", embedder, clock=clock) as memory,
        Memory.open(tmp_path / "store", embedder, clock=clock) as guest,
    ):
        memory.record(user="ann", kind="turn", text="something in confidence", id="secret")
        holder = memory if by == "owner" else guest
        holder.profile("ann")
        assert "secret" in [one.id for one in holder._newest._entries]
        memory.forget("ann")
        holder.profile("ann")
        assert "secret" not in [one.id for one in holder._newest._entries]
        assert list(holder.newer("ann", 0, holder.sequence)) == []
