"""The simulations with a known truth: that they are what they say, and what is found in them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bench import drift
from bench.drift.people import LIKES, TOPICS, Excited, Steady, Swapping, entries, in_order, live
from bench.drift.row import judged
from bench.drift.truths import FADINGS, exponential, halving
from bench.drift.world import make_world
from penchant.memory.core.decay import HALF_LIVES
from penchant.memory.core.forgetting.fold import Forgetting


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_a_row_is_judged_by_its_error() -> None:
    assert judged("s", "m", 1.0, 1.1, 0.1, 0.1).reached is True
    assert judged("s", "m", 1.0, 1.1, 0.2, 0.1).reached is False
    assert judged("s", "m", 1.0, np.nan, np.nan, 0.1).reached is False
    assert judged("s", "m", 1.0, 1.1, 0.2, None).reached is None


@pytest.mark.parametrize("fading", FADINGS, ids=lambda one: one.name)
def test_half_is_left_when_the_truth_says_so_and_never_on_the_grid(fading) -> None:
    assert fading.left(np.array([0.0, fading.half])) == pytest.approx([1.0, 0.5])
    assert fading.half not in HALF_LIVES


def test_the_halving_of_a_mixture_counts_its_floor() -> None:
    curve = np.zeros(len(HALF_LIVES))
    curve[4], curve[-1] = 0.75, 0.25
    # 0.75 * 2**(-t/10) + 0.25 = 0.5 at 2**(-t/10) = 1/3.
    assert halving(curve) == pytest.approx(10 * np.log2(3))
    curve[4], curve[-1] = 0.4, 0.6
    assert halving(curve) == np.inf


def test_people_are_what_they_are_said_to_be() -> None:
    world = make_world(rng())
    excited = Excited(exponential(5.0))
    for _ in range(4):
        excited.did(100.0, 3, 1.0)
    now, later = excited.chances(100.0), excited.chances(105.0)
    assert now[3] == pytest.approx((4 + 2 / TOPICS) / 6)
    assert later[3] == pytest.approx((2 + 2 / TOPICS) / 4)
    steady, random = Steady(rng()), rng()
    assert np.array_equal(steady.chances(0.0), steady.chances(1e5))
    swapping = Swapping(30.0, random)
    before = swapping.topic
    assert np.argmax(swapping.chances(1e9)) != before
    assert swapping.phase == 1
    acts = live("p", steady, world, random, 200)
    assert len({act.item for act in acts}) == 200
    assert in_order([acts[::-1]]) == acts


def test_a_half_life_is_recovered_and_another_is_told_apart() -> None:
    found = []
    for half in (2.0, 20.0):
        random = rng()
        world = make_world(random)
        lives = [
            live(f"p{n}", Excited(exponential(half)), world, random, 100, LIKES) for n in range(40)
        ]
        fold = Forgetting()
        for entry, vector in entries(in_order(lives), world):
            fold.learn(entry, vector)
        found.append(halving(fold.curve().weights("like")))
    assert 1.0 < found[0] < 4.0
    assert found[1] > 2 * found[0]


def test_the_table_and_the_file(tmp_path, monkeypatch, capsys) -> None:
    part = lambda seed, quick: [judged("s", "m", 1.0, float(seed), 0.0, 0.5)]  # noqa: E731
    monkeypatch.setattr(drift, "parts", lambda: [part])
    file = tmp_path / "rows.json"
    assert drift.main(["--seeds", "3", "--json", str(file)]) == 0
    assert "| s | m | 1 | 1e+03 | 0 | 0.5 | yes |" in capsys.readouterr().out
    (row,) = json.loads(file.read_text())
    assert row["found"] == pytest.approx(1002.0)
    assert drift.main(["--dev", "--quick"]) == 0
