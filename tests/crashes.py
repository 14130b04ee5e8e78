"""Processes that are killed in the middle of their work, for the tests of what they leave behind.

Run as ``python crashes.py FOLDER``: for each fault a child is forked that opens a store of its own
in ``FOLDER/<fault>``, notes in ``FOLDER/<fault>.said`` what was acknowledged, and is killed with
SIGKILL: at a point inside the memory, or at a random moment.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from checks import saying
from conftest import Clock, WordEmbedder

from penchant.memory import backlog
from penchant.memory.backlog import Backlog
from penchant.memory.embed.embedder import Embedder
from penchant.memory.folds import Folds
from penchant.memory.memory import Memory
from penchant.memory.people import People
from penchant.memory.recall import Recall
from penchant.memory.records import Entry
from penchant.memory.store import chroma_files, marks, vectors
from penchant.memory.store.journal import Journal
from penchant.memory.store.vectors import Vectors

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RECORDING: dict[str, tuple[Any, str, str]] = {
    "in-the-transaction": (marks, "write", "before"),
    "after-the-append": (Journal, "append", "after"),
    "before-learning": (Folds, "learn", "before"),
    "before-the-profile": (People, "learn", "before"),
    "before-the-vector-is-kept": (Journal, "put_vectors", "before"),
    "while-it-waits-for-chroma": (Backlog, "add", "after"),
    "before-chroma": (Vectors, "upsert", "before"),
    "after-chroma": (Vectors, "upsert", "after"),
    "all-followed": (Recall, "settle", "after"),
}
FORGETTING: dict[str, tuple[Any, str, str]] = {
    "erased-not-scrubbed": (Journal, "scrub", "before"),
    "erased-while-some-wait": (Journal, "erase", "after"),
    "scrubbed-not-chroma": (Recall, "forget", "before"),
    "chroma-half-way": (Vectors, "upsert", "before"),
    "chroma-not-cleared": (chroma_files, "clear", "before"),
    "not-replayed": (Folds, "replay", "before"),
}
RANDOM = ("random-1", "random-2")
ANN, BEN = "ann the first", "ben"  # two people whose vectors share a collection
while vectors.bucket_of(BEN) != vectors.bucket_of(ANN):
    BEN += "n"


def kill_at(owner: Any, name: str, side: str, call: int) -> None:
    """Make the ``call``-th call from now of a function this process's last."""
    function, calls = getattr(owner, name), iter(range(call - 1))

    def dying(*arguments: Any, **named: Any) -> Any:
        last = next(calls, None) is None
        if last and side == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*arguments, **named)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, dying)


def talk(memory: Memory, embedder: Embedder, say: Callable[[str], None], turns: int) -> None:
    """Record turns, statements and likes; ``say`` is told each id once it is acknowledged."""
    for number in range(turns):
        user = (ANN, BEN)[number % 2]
        text = f"tell me number {number} of {user}, something about the quiet sea"
        turn = memory.record(user=user, kind="turn", text=text, conversation="c")
        say(turn.id)
        said = Entry(
            id=f"{turn.id}.s0",
            kind="statement",
            user=user,
            occurred_at=NOW,
            recorded_at=NOW,
            parent=turn.id,
            data=saying(("Sea", "War")[number % 2], (1, 1, -1)[number % 3]),
        )
        (said,) = memory.record_all([said], {said.id: embedder.encode(["sea films"])[0]})
        say(said.id)
        vector = embedder.encode([f"film {number}"])[0]
        say(memory.record(user=user, kind="like", item=f"m{number}", vector=vector).id)


def talk_and_settle(memory: Memory, embedder: Embedder, say: Callable[[str], None]) -> None:
    """Record, having Chroma follow every entry at once."""

    def settled(id: str) -> None:
        say(id)
        memory._recall.settle()

    talk(memory, embedder, settled, 20)


def live(folder: Path, fault: str) -> None:
    """What the child does until it is killed."""
    embedder = WordEmbedder()
    said = os.open(folder.with_suffix(".said"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    memory = Memory.open(folder, embedder, clock=Clock(NOW))
    memory.profile(ANN)

    def say(id: str) -> None:
        os.write(said, f"{id}\n".encode())

    if fault in FORGETTING:
        talk(memory, embedder, say, 6)
        kill_at(*FORGETTING[fault], 1)
        memory.forget(ANN)
    elif fault in RECORDING:
        kill_at(*RECORDING[fault], 4)
        talk_and_settle(memory, embedder, say)
    else:
        backlog.PAUSE = 0.001
        talk(memory, embedder, say, 100_000)
    os.write(said, b"survived\n")


def main(folder: Path) -> None:

    for fault in (*RECORDING, *FORGETTING, *RANDOM):
        child = os.fork()
        if child == 0:
            try:
                live(folder / fault, fault)
            finally:
                os._exit(3)
        if fault in RANDOM:
            said = folder / f"{fault}.said"
            while not (said.exists() and said.stat().st_size > 100):
                time.sleep(0.002)
                if os.waitpid(child, os.WNOHANG) != (0, 0):
                    sys.exit(f"{fault} ended before it was killed")
            time.sleep(random.random() / 5)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
