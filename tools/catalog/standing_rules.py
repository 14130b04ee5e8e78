"""The standing rules of a shop: those that hold for every list until they are removed.

Knows how they are journalled and which hold at a moment; knows nothing of what a rule does. The
entries belong to no person: their user is empty and their role ``system``.
"""

from __future__ import annotations

import threading
import uuid
from datetime import datetime

from penchant.memory.errors import BadInput, StoreBusy
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Rule
from penchant.tools.catalog.rules import MOST

ADD, REMOVE = "rule-add", "rule-remove"


class StandingRules:
    """The rules that ``memory``'s journal says hold."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._changes: list[Entry] | None = None
        self._lock = threading.Lock()

    def now(self, at: datetime | None = None) -> tuple[Rule, ...]:
        """The rules as of ``at`` (now), in the order in which they first came."""
        rules: dict[str, Rule] = {}
        for entry in self._read():
            if at is not None and entry.occurred_at > at:
                continue
            name = str(entry.data["name"])
            if entry.kind == REMOVE:
                rules.pop(name, None)
            else:
                rules[name] = Rule(
                    name=name,
                    where=dict(entry.data["where"]),
                    amount=float(entry.data["amount"]),
                )
        return tuple(rules.values())

    def add(self, rule: Rule) -> None:
        """Write ``rule``, in place of one of its name; nothing where the same one holds already.
        BadInput where MOST rules hold.
        """
        with self._lock:
            held = {one.name: one for one in self.now()}
            if held.get(rule.name) == rule:
                return
            if rule.name not in held and len(held) >= MOST:
                raise BadInput(f"{MOST} rules hold already: remove one first")
            self._write(
                ADD, {"name": rule.name, "where": dict(rule.where), "amount": float(rule.amount)}
            )

    def remove(self, name: str) -> None:
        """Write that the rule of this name holds no more; BadInput where there is none."""
        with self._lock:
            held = [rule.name for rule in self.now()]
            if name not in held:
                there = f"there are {', '.join(held)}" if held else "there is none"
                raise BadInput(f"no rule is called {name!r}: {there}")
            self._write(REMOVE, {"name": name})

    def _write(self, kind: str, data: dict[str, object]) -> None:
        if self._memory.read_only:
            raise StoreBusy("another process owns this store; no rule was changed")
        self._memory.record(user="", role="system", kind=kind, id=uuid.uuid4().hex, data=data)
        self._changes = None

    def _read(self) -> list[Entry]:
        # The owner of a store alone writes rules; a guest has to look each time.
        if self._changes is None or self._memory.read_only:
            self._changes = list(self._memory.entries("", kinds=(ADD, REMOVE)))
        return self._changes
