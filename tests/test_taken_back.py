"""What somebody took back is found without reading what they did."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from checks import moment

from penchant.memory.records import Entry
from penchant.memory.store.journal import Journal

INDEX = "entry_superseding_by_user (user=? AND supersedes>?)"


def entry(id: str, **more) -> Entry:
    fields = {"kind": "turn", "user": "ann", "text": id} | more
    return Entry(id=id, occurred_at=moment(0), recorded_at=moment(0), **fields)


ASKED: dict[str, tuple[Callable[[Journal], set[str]], str]] = {
    "of all": (lambda journal: journal.superseded(), "entry_superseding (supersedes>?)"),
    "of one": (lambda journal: journal.superseded("ann"), INDEX),
    "until": (lambda journal: journal.superseded("ann", moment(3)), INDEX),
    "through": (lambda journal: journal.superseded("ann", through=9), INDEX),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_was_taken_back_is_found_by_an_index_of_that_alone(tmp_path: Path, name) -> None:
    journal = Journal.open(tmp_path / "journal.db")
    journal.append([entry("turn"), entry("edit", supersedes="turn"), entry("below", parent="turn")])
    call, index = ASKED[name]
    asked: list[tuple[str, tuple[object, ...]]] = []
    sa.event.listen(
        journal._engine, "before_cursor_execute", lambda *heard: asked.append((heard[2], heard[3]))
    )
    assert call(journal) == {"turn", "below"}
    journal.close()
    plans = []
    with closing(sqlite3.connect(tmp_path / "journal.db")) as raw:
        for statement, values in asked:
            if statement.startswith("SELECT"):
                plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}", values)
                plans.append([row[3] for row in plan])
    assert plans[0][0] == f"SEARCH entry USING INDEX {index}"
    assert not [step for plan in plans for step in plan if step.startswith("SCAN")]
