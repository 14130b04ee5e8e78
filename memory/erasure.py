"""Erasure: making entries really gone, from the files too, and saying how it was verified.

Knows the journal, the vector memory and their files; knows nothing of learning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from penchant.memory.core.behaviour.following import FOLLOW, UNFOLLOW, person_in
from penchant.memory.errors import BadInput
from penchant.memory.recall import Recall, remembered
from penchant.memory.records import Entry, FloatArray, Receipt
from penchant.memory.store.journal import UNFINISHED, Journal
from penchant.memory.store.superseding import UNDO
from penchant.memory.store.vectors import bucket_of
from penchant.memory.traces import found_in_files, traces_of_text, traces_of_vector


class Erasure:
    """Erases from one store."""

    def __init__(self, journal: Journal, recall: Recall, folder: Path, fingerprint: str) -> None:
        self._journal = journal
        self._recall = recall
        self._folder = folder
        self._fingerprint = fingerprint

    def erase(self, user: str, *, entry: str | None, item: str | None, at: datetime) -> Receipt:
        """Erase all of ``user``'s entries, with those of others that say they follow ``user``, or
        those that hang on ``entry`` or speak of ``item``.
        """
        doomed = self._doomed(user, entry, item)
        if not doomed:
            return Receipt(user=user, at=at, entries=0, vectors=0, checked_files=0, found_after=0)
        vectors = self._journal.vectors(self._fingerprint, [e.sequence for e in doomed])
        traces = _traces(doomed, vectors)
        # Vectors are written by a thread of their own: none may come back in between.
        with self._recall.paused():
            removed = self._journal.erase(
                [e.sequence for e in doomed],
                self._audit(user, doomed, at),
                unfinished=" ".join(map(str, sorted({bucket_of(user), *self._unfinished()}))),
            )
            self._clear_vectors()
        files = [path for path in sorted(self._folder.rglob("*")) if path.is_file()]
        return Receipt(
            user=user,
            at=at,
            entries=removed,
            vectors=sum(remembered(e) and e.sequence in vectors for e in doomed),
            checked_files=len(files),
            found_after=self._holding(files, traces),
        )

    def finish(self) -> bool:
        """Complete an erasure that a crash cut short; returns whether there was one."""
        if not self._unfinished():
            return False
        self._journal.scrub()
        self._clear_vectors()
        return True

    def _unfinished(self) -> set[int]:
        return set(map(int, (self._journal.get_meta(UNFINISHED) or "").split()))

    def _clear_vectors(self) -> None:
        self._recall.forget(self._unfinished())
        self._journal.put_meta(UNFINISHED, None)

    def _holding(self, files: Sequence[Path], traces: set[bytes]) -> int:
        """How many files hold a trace that no remaining entry accounts for: somebody else may have
        said the same words.
        """
        found = found_in_files(files, traces)
        left = {trace for some in found.values() for trace in some}
        left = {trace for trace in left if not self._journal.holds(trace)}
        return sum(bool(some & left) for some in found.values())

    def _doomed(self, user: str, entry: str | None, item: str | None) -> list[Entry]:
        own = list(self._journal.read(user))
        if entry is None and item is None:
            return sorted([*own, *self._naming(user)], key=lambda e: e.sequence)
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
            more |= _lists_shown_for(own, roots) - roots
            if not more:
                return [e for e in own if e.id in roots]
            roots |= more

    def _naming(self, user: str) -> list[Entry]:
        """What others said of following ``user``, and what took that back."""
        found, doomed = set[str](), []
        for one in self._journal.read(kinds=(FOLLOW, UNFOLLOW, UNDO)):
            if one.user == user:
                continue
            # By sequence: what takes something back comes after it.
            if person_in(one) == user or (one.kind == UNDO and one.supersedes in found):
                found.add(one.id)
                doomed.append(one)
        return doomed

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


def _lists_shown_for(own: Sequence[Entry], turns: set[str]) -> set[str]:
    """Ids of the lists that answered one of ``turns``: each holds the words it was asked with."""
    found, newest = set[str](), dict[str, str]()
    for entry in own:
        if entry.conversation is None:
            continue
        if entry.kind == "turn" and entry.role == "user":
            newest[entry.conversation] = entry.id
        elif entry.kind == "impression" and newest.get(entry.conversation) in turns:
            found.add(entry.id)
    return found


def _traces(doomed: Sequence[Entry], vectors: dict[int, FloatArray]) -> set[bytes]:
    """Byte strings that the erased entries have put into files."""
    traces: set[bytes] = set()
    for entry in doomed:
        for text in _words(entry):
            traces |= traces_of_text(text)
        # An action's vector is its item's, which the catalog keeps; a statement's may be shared.
        if entry.kind == "turn" and entry.sequence in vectors:
            traces |= traces_of_vector(vectors[entry.sequence])
    return traces


def _words(entry: Entry) -> Iterator[str]:
    """What the person said, as far as this entry holds it."""
    if entry.role == "user" and entry.text:
        yield entry.text
    request = entry.data.get("request") if entry.kind == "impression" else None
    if isinstance(request, dict) and isinstance(request.get("query"), str):
        yield request["query"]
