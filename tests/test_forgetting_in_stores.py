"""What is learned of forgetting, in a store: profiles use it, and it outlives a restart and not an
erasure.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from conftest import Clock, WordEmbedder
from crashes import NOW

from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.forgetting import fold as folds
from penchant.memory.folds import Folds
from penchant.memory.memory import Memory

PEOPLE = ("ann", "ben", "cas")
THEMES = ("sea storm", "court trial", "space ship", "desert road")


@pytest.fixture(autouse=True)
def little_will_do(monkeypatch) -> None:
    """Choices teach early and are believed at once, and everything is saved."""
    monkeypatch.setattr(folds, "FIRST", 5)
    monkeypatch.setattr(folds, "TRUST", 1.0)
    monkeypatch.setattr("penchant.memory.folds.SAVE_EVERY", 1)


def opened(folder: Path, clock) -> Memory:
    return Memory.open(folder, WordEmbedder(), clock=clock)


def live(memory: Memory, clock: Clock) -> None:
    """Everybody keeps to one theme for a while, then to another."""
    rng = np.random.default_rng(5)
    for step in range(60):
        clock.now += timedelta(hours=16)
        for place, user in enumerate(PEOPLE):
            theme = THEMES[(step // 6 + place) % len(THEMES)]
            item = f"{theme} {rng.integers(40)}"
            vector = memory.embedder.encode([item])[0]
            kind = "like" if rng.random() < 0.5 else "view"
            memory.record(user=user, kind=kind, item=item, vector=vector)


def masses(memory: Memory) -> list[list[str]]:
    return [[i.mass.hex() for i in memory.profile(user).interests] for user in PEOPLE]


def replayed(memory: Memory) -> bytes:
    again = Folds(memory.journal, memory.embedder.fingerprint)
    again.replay()
    return again.forgetting.snapshot()


def test_profiles_use_it_and_it_outlives_a_restart_and_no_erasure(tmp_path) -> None:
    clock = Clock(NOW)
    with opened(tmp_path, clock) as memory:
        live(memory, clock)
        curve, usual = memory.curve("ann"), ForgettingCurve()
        assert not np.allclose(curve.weights("like"), usual.weights("like"), atol=0.05)
        assert sum(memory.curve().importances().values()) == pytest.approx(1.0)
        shown = {round(interest.half_life, 6) for interest in memory.profile("ann").likes}
        assert round(usual.half_life("like"), 6) not in shown
        learned = memory._folds.forgetting.snapshot()
        assert learned == replayed(memory)
        before = masses(memory)
    with opened(tmp_path, clock) as memory:
        assert masses(memory) == before
        assert memory._folds.forgetting.snapshot() == learned
        memory.forget("ben")
        after = memory._folds.forgetting
        assert after.snapshot() == replayed(memory) != learned
        assert b"ben" not in after.snapshot()
