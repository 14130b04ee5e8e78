"""Erasure: making entries really gone, from the files too, and saying how it was verified.

Knows the journal, the vector memory and the bytes of their files; knows nothing of learning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np

from penchant.memory.errors import BadInput
from penchant.memory.recall import Recall, remembered
from penchant.memory.records import Entry, FloatArray, Receipt
from penchant.memory.store.journal import Journal

CHUNK = 1 << 22
SHORTEST = 12
"""Texts with fewer bytes than this are not searched for: they occur in any file by chance."""


class Erasure:
    """Erases from one store."""

    def __init__(self, journal: Journal, recall: Recall, folder: Path, fingerprint: str) -> None:
        self._journal = journal
        self._recall = recall
        self._folder = folder
        self._fingerprint = fingerprint

    def erase(self, user: str, *, entry: str | None, item: str | None, at: datetime) -> Receipt:
        """Erase all of ``user``'s entries, or those that hang on ``entry`` or speak of ``item``."""
        doomed = self._doomed(user, entry, item)
        if not doomed:
            return Receipt(user=user, at=at, entries=0, vectors=0, checked_files=0, found_after=0)
        vectors = self._journal.vectors(self._fingerprint, [e.sequence for e in doomed])
        traces = _traces(doomed, vectors, self._kept_texts(user, doomed))
        removed = self._journal.erase([e.sequence for e in doomed], self._audit(user, doomed, at))
        self._recall.forget([user])
        files = [path for path in sorted(self._folder.rglob("*")) if path.is_file()]
        return Receipt(
            user=user,
            at=at,
            entries=removed,
            vectors=sum(remembered(e) and e.sequence in vectors for e in doomed),
            checked_files=len(files),
            found_after=sum(_holds(path, traces) for path in files),
        )

    def _doomed(self, user: str, entry: str | None, item: str | None) -> list[Entry]:
        own = list(self._journal.read(user))
        if entry is None and item is None:
            return own
        if entry is not None and not any(candidate.id == entry for candidate in own):
            raise BadInput(f"{user} has no entry {entry!r}")
        roots = {e.id for e in own if e.id == entry or (item is not None and _about(e, item))}
        # What was derived from an erased entry, or answers or edits it, goes with it. A turn goes
        # with a statement about the item: the words would remain otherwise.
        if item is not None:
            roots |= {e.parent for e in own if e.id in roots and e.parent}
        while True:
            more = {
                e.id
                for e in own
                if e.id not in roots and (e.parent in roots or e.supersedes in roots)
            }
            if not more:
                return [e for e in own if e.id in roots]
            roots |= more

    def _kept_texts(self, user: str, doomed: Sequence[Entry]) -> set[str]:
        gone = {e.id for e in doomed}
        return {e.text for e in self._journal.read(user) if e.text and e.id not in gone}

    def _audit(self, user: str, doomed: Sequence[Entry], at: datetime) -> Entry:
        # Says that something was erased and when, not whose or what.
        subject = hashlib.sha256(f"{self._journal.store_id}:{user}".encode()).hexdigest()[:16]
        return Entry(
            id=f"forget:{subject}:{doomed[-1].sequence}:{len(doomed)}",
            kind="forget",
            user="",
            role="system",
            occurred_at=at,
            recorded_at=at,
            data={"subject": subject, "entries": len(doomed)},
        )


def _about(entry: Entry, item: str) -> bool:
    if entry.item == item:
        return True
    target = entry.data.get("target") if entry.kind == "statement" else None
    return isinstance(target, dict) and target.get("item") == item


def _traces(
    doomed: Sequence[Entry], vectors: dict[int, FloatArray], kept: set[str]
) -> tuple[bytes, ...]:
    """Byte strings that only the erased entries can have put into a file."""
    traces = {
        text
        for e in doomed
        if e.role == "user" and e.text and e.text not in kept
        for text in _encodings(e.text)
    }
    for e in doomed:
        # An action's vector is its item's, which the catalog keeps; a statement's may be shared.
        if e.kind == "turn" and e.sequence in vectors and e.text not in kept:
            traces.add(np.asarray(vectors[e.sequence], "<f4").tobytes())
    return tuple(traces)


def _encodings(text: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le"):
        value = text.encode(encoding, "surrogatepass")
        if len(value) >= SHORTEST:
            yield value[:512]


def _holds(path: Path, traces: tuple[bytes, ...]) -> bool:
    overlap = max((len(trace) for trace in traces), default=1) - 1
    tail = b""
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            window = tail + block
            if any(trace in window for trace in traces):
                return True
            tail = window[len(window) - overlap :] if overlap else b""
    return False
