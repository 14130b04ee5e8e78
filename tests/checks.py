"""Laws that every learner keeps, checked once here, and the entries to try them with.

A learner is a fold: ``learn`` one step after the other, ``snapshot``, ``restore``, ``forget``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from hypothesis import strategies as st

from penchant.memory.core.profile import PersonProfile
from penchant.memory.records import (
    SECONDS_PER_DAY,
    Entry,
    FloatArray,
    Statement,
    Target,
    from_day,
)
from penchant.memory.statements import statement_to_data

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC).timestamp() / SECONDS_PER_DAY
DIMENSION = 6

Step = tuple[Entry, FloatArray | None]


def moment(day: float) -> datetime:
    """``day`` days after the first."""
    return from_day(FIRST_DAY + day)


def entry(kind: str, number: int, *, day: float = 0.0, user: str = "ann", **fields: Any) -> Entry:
    """The ``number``-th entry, which occurred on ``day``; its id is ``e<number>``."""
    fields = {"id": f"e{number}", "sequence": number, "recorded_at": moment(9999)} | fields
    return Entry(kind=kind, user=user, occurred_at=moment(day), **fields)


def saying(
    name: str, polarity: int, strength: float = 1.0, *, lasting: bool = True, **target: Any
) -> dict[str, Any]:
    """The data of a statement about the genre ``name``, or about another ``kind`` of target."""
    return statement_to_data(
        Statement(
            target=Target(**({"kind": "genre", "name": name} | target)),
            polarity=polarity,
            strength=strength,
            lasting=lasting,
        )
    )


def statement(
    number: int, name: str, polarity: int, strength: float = 1.0, *, day: float = 0.0, **more: Any
) -> Entry:
    """The ``number``-th entry: a statement about the genre ``name``."""
    data = saying(name, polarity, strength, **more)
    return entry("statement", number, day=day, item=more.get("item"), data=data)


def axis(number: int, dimension: int = DIMENSION) -> FloatArray:
    """The unit vector along one axis; two of them have cosine 0."""
    return np.eye(dimension, dtype=np.float32)[number]


@dataclass(frozen=True)
class Fold:
    """How to make, feed and look at a learner."""

    make: Callable[[], Any]
    learn: Callable[[Any, Any], None]
    look: Callable[[Any], Any]

    def learned(self, steps: Sequence[Any]) -> Any:
        learner = self.make()
        for step in steps:
            self.learn(learner, step)
        return learner


def check_laws(fold: Fold, steps: Sequence[Any], kept: Sequence[Any]) -> None:
    """All laws at once, for what was learned from ``steps``; ``kept`` is what remains of them."""
    check_determinism(fold, steps)
    check_looking_changes_nothing(fold, steps)
    check_restoring(fold, steps)
    check_forgetting(fold, steps, kept)


def check_determinism(fold: Fold, steps: Sequence[Any]) -> None:
    """A replay gives the same to the last bit."""
    assert fold.learned(steps).snapshot() == fold.learned(steps).snapshot()


def check_looking_changes_nothing(fold: Fold, steps: Sequence[Any]) -> None:
    """Looking twice shows the same, and leaves what was learned as it was."""
    learner = fold.learned(steps)
    before = learner.snapshot()
    first, second = repr(fold.look(learner)), repr(fold.look(learner))
    assert first == second
    assert learner.snapshot() == before


def check_restoring(fold: Fold, steps: Sequence[Any]) -> None:
    """What was restored is the same, looks the same, and learns on in the same way."""
    half = len(steps) // 2
    learner, other = fold.learned(steps[:half]), fold.make()
    other.restore(learner.snapshot())
    assert other.snapshot() == learner.snapshot()
    assert repr(fold.look(other)) == repr(fold.look(learner))
    for step in steps[half:]:
        fold.learn(other, step)
    assert other.snapshot() == fold.learned(steps).snapshot()


def check_forgetting(fold: Fold, steps: Sequence[Any], kept: Sequence[Any]) -> None:
    """Forgetting down to ``kept`` is the same as never having learned anything else."""
    learner = fold.learned(steps)
    learner.forget(kept)
    assert learner.snapshot() == fold.learned(kept).snapshot()
    assert repr(fold.look(learner)) == repr(fold.look(fold.learned(kept)))


def replayed(person: PersonProfile, steps: Sequence[Step]) -> PersonProfile:
    """A new profile like ``person`` that has learned ``steps``."""
    other = PersonProfile(person.user, person.calibration, person.curve)
    for step in steps:
        other.learn(*step)
    return other


# -- entries as people might send them --------------------------------------------------------

_NAMES = st.sampled_from(["Horror", "Comedy", "Drama", "Noir", "Western"])
_KINDS = st.sampled_from(
    [
        "view",
        "click",
        "like",
        "dislike",
        "save",
        "purchase",
        "rating",
        "watch",
        "dismiss",
        "search",
        "undo",
        "impression",
        "a-host's-own-kind",
        "turn",
        "share",
        "cart",
        "",
    ]
)
_NUMBERS = st.floats(-1, 1, width=32)
VECTORS = st.one_of(
    st.none(),
    st.integers(0, DIMENSION - 1).map(axis),
    st.lists(_NUMBERS, min_size=DIMENSION, max_size=DIMENSION).map(
        lambda numbers: np.array(numbers, np.float32)
    ),
    st.just(np.zeros(DIMENSION, np.float32)),
    st.just(np.full(DIMENSION, np.nan, np.float32)),
    st.just(np.full(DIMENSION, np.inf, np.float32)),
)
DAYS = st.floats(0, 2000, allow_nan=False)


@st.composite
def steps(draw: st.DrawFn, *, most: int = 25, days: st.SearchStrategy[float] = DAYS) -> list[Step]:
    """A life of one person, in the order of arrival, which need not be that of happening."""
    found: list[Step] = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        day, vector = draw(days), draw(VECTORS)
        if draw(st.booleans()):
            made = statement(
                number,
                draw(_NAMES),
                draw(st.sampled_from([-1, 0, 1])),
                draw(st.floats(0, 1)),
                day=day,
                lasting=draw(st.booleans()),
                kind=draw(st.sampled_from(["genre", "person", "theme", "era", "any"])),
            )
        else:
            made = entry(
                draw(_KINDS),
                number,
                day=day,
                role=draw(st.sampled_from(["user", "user", "user", "assistant", "system"])),
                item=draw(st.sampled_from([None, "a", "b", "c", "d"])),
                value=draw(st.sampled_from([None, 0.0, 1.0, 3.5, 5.0, -1e300, 1e300])),
                data={"reason": draw(st.sampled_from(["seen-it", "not-for-me", "not-now"]))},
            )
        found.append((made, vector))
    return found
