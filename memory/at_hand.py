"""What is at hand: the vectors of people who are being talked with, compared one by one.

For one person that is exact and, up to some ten thousand vectors, several times as fast as an
index under a filter. Knows ids and vectors of the people it was given; knows nothing of Chroma or
of the journal. For one thread at a time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

import numpy as np

from penchant.memory.records import FloatArray

MOST = 40_000
"""Vectors held for all people together, 61 MB at 384 numbers each, each person taken for one more;
who was not asked about for longest makes room."""

FEW = 1_000
"""Whoever has no more entries is held from the first question on: reading their vectors takes no
longer than one question to a Chroma that is open."""

LARGEST = 20_000
"""Whoever has more is left to Chroma's index."""


class AtHand:
    """The vectors of a few people, with the ids of what they are the vectors of."""

    def __init__(self) -> None:
        self._people: OrderedDict[str, _Person] = OrderedDict()
        self._held = 0
        """What all of them count for, beside MOST."""
        self._asked: set[str] = set()
        self._large: set[str] = set()

    def wants(self, user: str, few: Callable[[], bool]) -> bool:
        """Whether one who is asked about now should be held: has ``few`` entries or has been asked
        about before, is not held and not known to have too much.
        """
        if user in self._people or user in self._large:
            return False
        if user in self._asked or few():
            return True
        if len(self._asked) >= MOST:
            self._asked.clear()
        self._asked.add(user)
        return False

    def __contains__(self, user: str) -> bool:
        return user in self._people

    def hold(self, user: str, ids: Sequence[str], matrix: FloatArray) -> None:
        """Hold all that one person has: ids, and their vectors (n, d) in the same order."""
        self._let_go(user)
        if len(ids) > LARGEST:
            self._large.add(user)
            return
        self._people[user] = _Person(ids, matrix)
        self._held += len(ids) + 1
        self._make_room()

    def add(self, user: str, entry_id: str, vector: FloatArray) -> None:
        """Take in one more vector (d,), if the person's are held."""
        person = self._people.get(user)
        if person is None:
            return
        self._held += person.put(entry_id, vector)
        if len(person) > LARGEST:
            self._let_go(user)
            self._large.add(user)
        self._make_room()

    def nearest(self, user: str, vector: FloatArray, n: int) -> list[tuple[str, float]]:
        """Ids of the ``n`` nearest of one whose vectors are held, with their cosines."""
        self._people.move_to_end(user)
        return self._people[user].nearest(vector, n)

    def drop(self, which: Callable[[str], bool] = lambda _: True) -> None:
        """Hold these people's no more."""
        for user in [user for user in self._people if which(user)]:
            self._let_go(user)
        self._large = {user for user in self._large if not which(user)}

    def _let_go(self, user: str) -> None:
        person = self._people.pop(user, None)
        if person is not None:
            self._held -= len(person) + 1

    def _make_room(self) -> None:
        while self._held > MOST:
            self._let_go(next(iter(self._people)))


class _Person:
    """One person's vectors, in an array that has room for more."""

    def __init__(self, ids: Sequence[str], matrix: FloatArray) -> None:
        self._ids = list(ids)
        self._rows = {key: row for row, key in enumerate(self._ids)}
        self._matrix = unit(matrix)

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, entry_id: str, vector: FloatArray) -> bool:
        """Take in a vector; returns whether it is one more, not another of the same id."""
        row = self._rows.setdefault(entry_id, len(self._ids))
        more = row == len(self._ids)
        if more:
            self._ids.append(entry_id)
            if row >= len(self._matrix):
                grown = np.zeros((max(16, 2 * row), len(vector)), np.float32)
                grown[:row] = self._matrix[:row]
                self._matrix = grown
        self._matrix[row] = unit(vector[None])[0]
        return more

    def nearest(self, vector: FloatArray, n: int) -> list[tuple[str, float]]:
        cosines = self._matrix[: len(self._ids)] @ unit(vector[None])[0]
        few = n < len(cosines)
        best = np.argpartition(-cosines, n)[:n] if few else np.arange(len(cosines))
        best = best[np.argsort(-cosines[best], kind="stable")]
        return [(self._ids[row], float(cosines[row])) for row in best]


def unit(matrix: FloatArray) -> FloatArray:
    """The rows of a matrix (n, d) at length 1; rows of length 0 stay."""
    rows = np.asarray(matrix, np.float32)
    scaled: FloatArray = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return scaled
