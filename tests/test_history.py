"""The past of people, kept and followed, against reading all of it anew."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from penchant.memory.kinds import kind_of
from penchant.memory.memory import Memory
from penchant.memory.records import Statement, Target
from penchant.memory.statements import statement_to_data
from penchant.tools.history import SHOWN, History
from penchant.tools.reasons.quotes import Quotes

KINDS = ("like", "view", "dislike", "save", "dismiss", "rating", "purchase")


def naive(memory, user):
    """The items chosen and the lists shown, the newest first."""
    gone = memory.journal.superseded(user)
    entries = list(memory.entries(user, newest_first=True))
    chosen = [
        (one.id, one.item)
        for one in entries
        if one.item and kind_of(one.kind).action and kind_of(one.kind).sign > 0
        if one.id not in gone and one.parent not in gone
    ]
    shown = [tuple(one.data["items"]) for one in entries if one.kind == "impression"]
    return chosen, shown[:SHOWN]


def kept(history, memory, user):
    memory.profile(user)
    chosen = [(one.entry, one.item) for one in history.chosen(user)]
    return chosen, [one.items for one in history.shown(user)]


def act(memory, clock, rng, user, number):
    clock.forward(minutes=1)
    kind = KINDS[rng.integers(len(KINDS))]
    value = {"value": 4.0, "scale": (1.0, 5.0)} if kind == "rating" else {}
    memory.record(user=user, kind=kind, item=f"m{rng.integers(9)}", id=f"{user}{number}", **value)
    if rng.random() < 0.4:
        items = [f"m{one}" for one in rng.integers(0, 9, 3).tolist()]
        data = {"items": items, "signals": [], "rows": [[]] * 3, "propensities": [1.0] * 3}
        memory.record(user=user, kind="impression", data=data)


def test_it_follows_what_people_do_take_back_and_erase(memory, clock):
    history, rng = History(memory), np.random.default_rng(1)
    for number in range(60):
        user = ("ann", "ben")[int(rng.integers(2))]
        act(memory, clock, rng, user, number)
        if number % 9 == 8:
            last = history.chosen(user)[-1].entry
            memory.record(user=user, kind="undo", supersedes=last)
        if number % 20 == 19:
            memory.forget(user, item=history.chosen(user)[0].item)
        if number % 3 == 0:
            for one in ("ann", "ben", "nobody"):
                assert kept(history, memory, one) == naive(memory, one)
    assert len(naive(memory, "ann")[0]) > 5
    memory.forget("ann")
    assert kept(history, memory, "ann") == ([], [])


def test_only_so_many_lists_are_looked_back_on(memory, clock):
    history = History(memory)
    for number in range(SHOWN + 15):
        clock.forward(minutes=1)
        data = {"items": [f"m{number}"], "signals": [], "rows": [[]], "propensities": [1.0]}
        memory.record(user="ann", kind="impression", data=data)
        if number == 3:
            assert len(kept(history, memory, "ann")[1]) == 4
    shown = kept(history, memory, "ann")[1]
    assert shown == [(f"m{n}",) for n in reversed(range(15, SHOWN + 15))]
    assert kept(History(memory), memory, "ann")[1] == shown


def test_a_thread_believes_one_state_meanwhile_and_what_it_records(tmp_path, embedder, clock):
    with Memory.open(tmp_path / "store", embedder, clock=clock) as memory:
        vector = embedder.encode(["rain"])[0]
        with memory.settled():
            assert not memory.profile("ann").liked
            memory.record(user="ann", kind="like", item="m1", vector=vector)
            assert memory.profile("ann").liked == {"m1"}
            with memory.settled():
                assert memory.profile("ann").liked == {"m1"}
        with Memory.open(tmp_path / "store", embedder, clock=clock) as guest:
            with guest.settled():
                assert guest.profile("ann").liked == {"m1"}
                clock.forward(minutes=1)
                memory.record(user="ann", kind="like", item="m2", vector=vector)
                assert guest.profile("ann").liked == {"m1"}
            assert guest.profile("ann").liked == {"m1", "m2"}


@pytest.mark.parametrize("how", ["entry", "item", "all"])
def test_a_guest_learns_that_something_was_erased(tmp_path, embedder, clock, how):
    with Memory.open(tmp_path / "store", embedder, clock=clock) as memory:
        memory.record(user="ann", kind="like", item="m1", id="one")
        memory.record(user="ann", kind="like", item="m2", id="two")
        with Memory.open(tmp_path / "store", embedder, clock=clock) as guest:
            history = History(guest)
            assert [one.item for one in history.chosen("ann")] == ["m2", "m1"]
            clock.forward(days=timedelta(days=1).days)
            what = {"entry": {"entry": "one"}, "item": {"item": "m1"}, "all": {}}[how]
            memory.forget("ann", **what)
            guest.profile("ann")
            left = [] if how == "all" else ["m2"]
            assert [one.item for one in history.chosen("ann")] == left


def test_quotes_are_the_turns_words_and_read_once(memory):
    quotes = Quotes(memory)
    turn = memory.record(user="ann", kind="turn", text="I like rain")
    said = Statement(target=Target(kind="theme", name="rain"), polarity=1, strength=0.7)
    data = statement_to_data(said)
    memory.record(user="ann", kind="statement", parent=turn.id, id="s1", data=data)
    assert quotes.of(["s1", turn.id, "none"]) == {"s1": "I like rain", turn.id: "I like rain"}
    memory.get_many = None  # Whoever reads again fails.
    assert quotes.of(["s1"]) == {"s1": "I like rain"}


def test_quotes_go_with_what_is_erased(memory):
    quotes = Quotes(memory)
    turn = memory.record(user="ann", kind="turn", text="I like rain")
    assert quotes.of([turn.id])
    memory.forget("ann")
    assert quotes.of([turn.id]) == {}
