"""The product's ranking for somebody new: its catalog, crowd, profile and signals, by answers.

Knows answers and the events learned; knows nothing of questions. The person who answers is put
beside the others for the time of a reading only: nobody's answers tell of anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from bench.quality.events import Data, Floats
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.calibration import calibrate
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.profile import PersonProfile
from penchant.memory.core.signals import PRIOR_WEIGHTS
from penchant.memory.records import Entry, Item, Request, from_day
from penchant.memory.statements import statement_to_data
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.onboarding.kinds import said_of
from penchant.tools.retrieval.ground import Ground
from penchant.tools.retrieval.view import View
from penchant.tools.signals import ranking
from penchant.tools.signals.signals import Situation, names_of, signals

NEW = "somebody new"

Answers = tuple[tuple[int, bool], ...]
"""Films judged, in order, and whether they were liked."""


class Product:
    """The product over the films of a data set, as far as events were learned."""

    def __init__(self, data: Data, vectors: NDArray[np.float32]) -> None:
        items = []
        years = np.full(data.items, np.nan) if data.years is None else data.years
        for film, text in enumerate(data.texts):
            title = text.removesuffix(f". {', '.join(data.categories[film])}")
            year = None if np.isnan(years[film]) else int(years[film])
            items.append(
                Item(id=str(film), title=title, categories=data.categories[film], year=year)
            )
        self.catalog = Catalog(items, vectors)
        self.calibration = calibrate(self.catalog.matrix)
        self.view = View(Ground(self.catalog, self.calibration))
        self.crowd = Crowd()
        moment = from_day(float(data.events.day[0]))
        for item in items:
            self._learn("", "item-upsert", item.id, moment)

    def learn(self, user: int, film: int, day: float, value: float) -> None:
        """Learn one rating on [0, 1]."""
        self._learn(str(user), "rating", str(film), from_day(day), value)

    def _learn(
        self, user: str, kind: str, item: str, at: datetime, value: float | None = None
    ) -> None:
        self.crowd.learn(
            Entry(
                id="",
                kind=kind,
                user=user,
                occurred_at=at,
                recorded_at=at,
                role="user" if user else "system",
                item=item,
                value=value,
                scale=None if value is None else (0.0, 1.0),
            )
        )

    def scores(self, answers: Answers, day: float, kinds: Sequence[str] = ()) -> Floats:
        """The scores of all films for somebody who gave ``answers`` on ``day``, (n,), and had named
        ``kinds`` before as what they like best.
        """
        profile = PersonProfile(NEW, self.calibration, ForgettingCurve())
        at = from_day(day)
        for number, kind in enumerate(kinds):
            said = said_of(kind)
            entry = Entry(
                id=f"kinds.s{number}",
                kind="statement",
                user=NEW,
                occurred_at=at,
                recorded_at=at,
                parent="kinds",
                data=statement_to_data(said),
                sequence=number + 1,
            )
            rows = self.catalog.rows_with(kind)
            placed = self.catalog.placed(self.calibration)[rows].mean(axis=0)
            profile.learn(entry, self.calibration.lift(placed))
        for number, (film, liked) in enumerate(answers):
            entry = Entry(
                id=str(number),
                kind="like" if liked else "dislike",
                user=NEW,
                occurred_at=at,
                recorded_at=at,
                item=str(film),
                sequence=len(kinds) + number + 1,
            )
            profile.learn(entry, self.catalog.matrix[film])
        seen = profile.view(at)
        names = {one.id: names_of(one, self.catalog) for one in seen.interests}
        situation = Situation(seen, Request(), self.calibration, names=names)
        with self._beside_others([film for film, liked in answers if liked], day):
            columns = signals(situation, self.view, self.crowd)
        return ranking.scores(columns, PRIOR_WEIGHTS, len(self.catalog))

    @contextmanager
    def _beside_others(self, liked: Sequence[int], day: float) -> Iterator[None]:
        world, users = self.crowd._behaviour.world, self.crowd._users
        who, number = Person(), len(users)
        for film in liked:
            row = self.crowd._items[str(film)]
            who.come(day)
            found_by = int(world.finder[row])
            found_by = number if found_by < 0 else found_by
            who.finds[found_by] = who.finds.get(found_by, 0) + 1
            who.use(row, day, 1.0)
        if liked:
            users[NEW] = number
            world.people[number] = who
        try:
            yield
        finally:
            users.pop(NEW, None)
            world.people.pop(number, None)
