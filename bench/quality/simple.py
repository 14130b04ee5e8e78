"""The product's simple forms as peers: one form for each person, over the items' text vectors.

Only a person's first event with an item teaches. Everything a form does is the product's code
(penchant.memory.core.simple); what is added here is one of them for each person.
"""

from __future__ import annotations

import numpy as np

from bench.quality.events import Floats, Rows, Setting
from bench.quality.method import Entry, Value
from penchant.memory.core import simple
from penchant.memory.core.simple.softmax import SoftmaxProfile, of_categories


class OneEach:
    """The simple form ``form`` with ``values``, one for each person."""

    refit_days = 0.0

    def __init__(self, setting: Setting, form: str = "decayed-mean", **values: Value) -> None:
        assert setting.vectors is not None
        self._vectors = setting.vectors
        self._forms = [simple.named(form, **values) for _ in range(setting.users)]
        self._seen: list[set[int]] = [set() for _ in range(setting.users)]

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The form's scores."""
        return np.asarray(self._forms[user].scores(self._vectors, day)[candidates])

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """The item's vector, at the person's first event with it."""
        if item not in self._seen[user]:
            self._seen[user].add(item)
            self._forms[user].learn(self._vectors[item], day)

    def refit(self, day: float) -> None:
        """Nothing is fitted."""


class OneProfileEach(OneEach):
    """Softmax profiles over the items' own categories, whose directions are known beforehand."""

    def __init__(self, setting: Setting, step: float = 0.1, sharpness: float = 10.0) -> None:
        assert setting.vectors is not None
        names = sorted({name for one in setting.categories for name in one})
        members = np.array([[name in one for name in names] for one in setting.categories], float)
        weights, bias = of_categories(setting.vectors, members, sharpness)
        super().__init__(setting, "softmax-profile", weights=weights, bias=bias, step=step)
        self._shares = SoftmaxProfile(weights, bias).categories(setting.vectors)

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The form's scores; the categories of items, which never change, are worked out once."""
        form = self._forms[user]
        assert isinstance(form, SoftmaxProfile)
        return np.asarray((self._shares @ form.shares)[candidates])


def _form(name: str) -> dict[str, tuple[Value, ...]]:
    return {"form": (name,)}


ENTRIES = (
    Entry(
        "decayed-mean",
        OneEach,
        _form("decayed-mean") | {"half_life": (1.0, 0.02, 0.3, 3.0, 14.0, 60.0, 1e6)},
        {"p3": {"clock": ("events",), "half_life": (3.0, 1.0, 2.0, 5.0, 10.0, 30.0, 1e6)}},
        text=True,
        note="like embedding-decay, which holds all alike that is older than 60 half-lives",
    ),
    Entry(
        "softmax-profile",
        OneProfileEach,
        {"step": (0.1, 0.02, 0.05, 0.3, 0.6), "sharpness": (10.0, 3.0, 30.0)},
        text=True,
        note="shares of categories, by text",
    ),
    Entry(
        "threshold-rule",
        OneEach,
        _form("threshold-rule")
        | {"threshold": (0.4, 0.2, 0.3, 0.5, 0.6), "half_life": (1e6, 0.02, 0.3, 3.0)},
        text=True,
    ),
    Entry(
        "neighbour-rule",
        OneEach,
        _form("neighbour-rule") | {"k": (3, 1, 10, 30), "by": ("cosine", "time")},
        text=True,
    ),
)
