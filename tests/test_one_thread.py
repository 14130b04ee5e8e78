"""Products are kept to one thread while something is answered, and left as they were after it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from agent_shop import make_recommender
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from penchant.memory.memory import Memory
from penchant.memory.one_thread import OneThread, one_thread
from penchant.memory.people import People
from penchant.memory.recall import Recall
from penchant.tools.recommender import Recommender


def threads() -> set[int]:
    """How many threads each library for products may take."""
    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}


@pytest.fixture(autouse=True)
def two() -> Iterator[None]:
    """As on a machine with more than one core."""
    if not threads():
        pytest.skip("numpy's library for products is none that can be told")
    with threadpool_limits(2, user_api="blas"):
        assert threads() == {2}
        yield


@given(st.lists(st.integers(0, 4), max_size=30))
def test_it_is_one_while_anybody_wants_it_however_their_blocks_overlap(toggled) -> None:
    wanted = OneThread().wanted
    inside: dict[int, AbstractContextManager[None]] = {}
    for who in toggled:
        if who in inside:
            inside.pop(who).__exit__(None, None, None)
        else:
            inside[who] = wanted()
            inside[who].__enter__()
        assert threads() == ({1} if inside else {2})
    for one in inside.values():
        one.__exit__(None, None, None)
    assert threads() == {2}


def test_what_was_set_is_found_again_after_an_error_and_whatever_it_was(two) -> None:
    for number in (3, 1, 2):
        with threadpool_limits(number, user_api="blas"):
            with pytest.raises(KeyError, match="1"), one_thread():
                raise KeyError(threads().pop())
            assert threads() == {number}


def test_who_is_first_out_of_two_threads_leaves_the_other_its_one() -> None:
    inside, out = threading.Event(), threading.Event()
    seen: list[set[int]] = []

    def work() -> None:
        with one_thread():
            inside.set()
            assert out.wait(30)
            seen.append(threads())

    other = threading.Thread(target=work)
    with one_thread():
        other.start()
        assert inside.wait(30)
    out.set()
    other.join()
    assert seen == [{1}]
    assert threads() == {2}


def test_what_others_set_meanwhile_stays() -> None:
    with one_thread():
        threadpool_limits(3, user_api="blas")
    assert threads() == {3}


def _used() -> None:
    with one_thread():
        assert threads() == {1}


def test_others_may_set_it_afterwards_in_any_thread() -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_used).result()
        with threadpool_limits(3, user_api="blas"):
            assert threads() == {3}
    assert threads() == {2}


DOORS: dict[str, tuple[Callable[[Recommender], object], tuple[type, str]]] = {
    "recall": (lambda door: door.memory.recall("ann", "the sea"), (Recall, "nearest")),
    "record": (
        lambda door: door.memory.record(user="ann", kind="turn", text="the sea"),
        (People, "learn"),
    ),
    "act": (lambda door: door.act("ann", "like", "heat"), (People, "learn")),
    "profile": (lambda door: door.profile("ann"), (Memory, "profile")),
    "recommend": (lambda door: door.recommend("ann", "a heist"), (Memory, "profile")),
    "similar": (lambda door: door.similar("heat", "ann"), (Memory, "profile")),
    "search": (lambda door: door.search("a heist", "ann"), (Memory, "profile")),
    "compare": (lambda door: door.compare("ann", "heat", "ronin"), (Memory, "profile")),
    "why": (lambda door: door.why("ann", "heat"), (Memory, "profile")),
}


@pytest.mark.parametrize("name", DOORS)
def test_every_door_keeps_to_one_and_leaves_two(memory, monkeypatch, name) -> None:
    door = make_recommender(memory)
    door.act("ann", "like", "ronin")
    call, (owner, method) = DOORS[name]
    seen: list[set[int]] = []
    before = getattr(owner, method)

    def noted(*arguments, **named):
        seen.append(threads())
        return before(*arguments, **named)

    monkeypatch.setattr(owner, method, noted)
    call(door)
    assert seen
    assert all(one == {1} for one in seen)
    assert threads() == {2}
