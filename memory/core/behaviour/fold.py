"""The behaviour fold: learns from each thing done which items go together and what is chosen.

Knows rows of people and items, days and amounts of liking; knows nothing of entries or disks.
Learning follows the order of arrival, and the same order gives the same result to the last bit.
"""

from __future__ import annotations

import numpy as np

from penchant.memory.core.behaviour import appeal as appeals
from penchant.memory.core.behaviour import content as contents
from penchant.memory.core.behaviour import measures
from penchant.memory.core.behaviour.appeal import Appeal
from penchant.memory.core.behaviour.choices import ChoiceModel
from penchant.memory.core.behaviour.content import Content
from penchant.memory.core.behaviour.drawing import Drawing
from penchant.memory.core.behaviour.fading import Rows
from penchant.memory.core.behaviour.measures import Name
from penchant.memory.core.behaviour.packing import Arrays, as_array, from_array, under, within
from penchant.memory.core.behaviour.person import Person
from penchant.memory.core.behaviour.world import World
from penchant.memory.core.decay import Array

FEWEST = 3
"""Items a person must have used before their choices teach the weights."""

FIRST = 50
"""Items that must have been used before choices teach: fewer are no choice."""

CIRCUMSTANCES = 3
PAUSES: Array = np.array([0.03, 1.0])
"""Half-lives in days of being in the middle of a sitting, three quarters of an hour, and of having
been here lately.
"""

NEWCOMER = 10.0
"""Items used after which somebody is half as new."""


class Behaviour:
    """Everything learned from what people do with items. ``content`` adds signals of what items
    are; ``seed`` decides which other items a choice is compared with.
    """

    def __init__(self, content: Content | None = None, *, seed: int = 0) -> None:
        self.content = content
        self.world = World()
        self.drawing = Drawing()
        self.appeal = Appeal()
        self.names: tuple[Name, ...] = (
            measures.NAMES + appeals.NAMES + (contents.NAMES if content else ())
        )
        self.model = ChoiceModel(len(self.names), CIRCUMSTANCES)
        self._rng = np.random.default_rng(seed)
        if content is not None:
            self.world.extend(len(content.vectors))

    def signals(self, person: int, day: float, rows: Rows) -> Array:
        """The signals of ``rows`` for ``person`` on ``day``: (m, S)."""
        parts = [
            measures.measure(self.world, person, day, rows).T,
            self.appeal.measure(rows, day).T,
        ]
        if self.content is not None:
            who = self.world.people.get(person) or Person()
            parts.append(self.content.measure(who, rows).T)
        values: Array = np.concatenate(parts).T
        return values

    def scores(self, person: int, day: float, rows: Rows) -> Array:
        """The scores of ``rows``, higher is better: (m,)."""
        result: Array = self.signals(person, day, rows) @ self.weights(person, day)
        return result

    def weights(self, person: int, day: float) -> Array:
        """The weights of the signals for ``person`` on ``day``: (S,)."""
        return self.model.weights(person, self._circumstances(person, day))

    def _circumstances(self, person: int, day: float) -> tuple[float, float, float]:
        """Whether they are in the middle of a sitting, whether they were here a day or so ago, and
        how new they are; in [0, 1].
        """
        who = self.world.people.get(person)
        if who is None:
            return 0.0, 0.0, 1.0
        pause = max(day - who.last, 0.0)
        sitting, back = np.exp2(-np.minimum(pause / PAUSES, 60.0)).tolist()
        return sitting, back, 1.0 / (1.0 + len(who.used) / NEWCOMER)

    def learn(
        self, person: int, row: int, day: float, amount: float = 1.0, *, teaches: bool = True
    ) -> None:
        """Somebody did something with an item: learn from the choice if it ``teaches``, then
        count it.
        """
        self.world.extend(row + 1)
        who = self.world.people.get(person)
        if who is None or row not in who.used:
            settled = who is not None and who.size >= FEWEST and self.world.known >= FIRST
            if who is not None and settled and amount > 0 and teaches:
                self._choose(person, who, row, day)
            first = not np.isfinite(self.world.first[row])
            self.drawing.use(row, day, first)
        self.world.learn(person, row, day, amount)

    def _choose(self, person: int, who: Person, row: int, day: float) -> None:
        drawn = self.drawing.draw(self.world.items, self._rng)
        others = [one for one in drawn.tolist() if one != row and one not in who.used]
        rows = np.array([row, *others], np.intp)
        log_chance = self.drawing.log_chance(rows, self.world.items)
        values = self.signals(person, day, rows)
        chance = self.model.learn(person, values, log_chance, self._circumstances(person, day))
        self.appeal.learn(rows, day, chance)

    def state(self) -> Arrays:
        """Everything but the content, as arrays; inverse of :meth:`from_state`."""
        return {
            "names": as_array([[one.signal, one.scale] for one in self.names]),
            "rng": as_array(self._rng.bit_generator.state),
            **under("world", self.world.state()),
            **under("drawing", self.drawing.state()),
            **under("appeal", self.appeal.state()),
            **under("model", self.model.state()),
        }

    @classmethod
    def from_state(cls, state: Arrays, content: Content | None = None) -> Behaviour:
        """What gave ``state``; a state with other signals is a ValueError."""
        behaviour = cls(content)
        if from_array(state["names"]) != [[one.signal, one.scale] for one in behaviour.names]:
            raise ValueError("the state is one of other signals")
        behaviour.world = World.from_state(within("world", state))
        behaviour.drawing = Drawing.from_state(within("drawing", state))
        behaviour.appeal = Appeal.from_state(within("appeal", state))
        behaviour.model = ChoiceModel.from_state(within("model", state))
        behaviour._rng.bit_generator.state = from_array(state["rng"])
        return behaviour
