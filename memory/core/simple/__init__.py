"""Simple ways to learn what somebody likes, each by its name: for comparison and for teaching.

None of them is what Penchant recommends by. Each learns one person's examples one by one and scores
items (:class:`penchant.memory.core.simple.form.Form`), so they can stand beside the product and
beside one another. Knows vectors, days and amounts of liking; knows nothing of entries or people.

    >>> import numpy as np
    >>> form = named("decayed-mean", half_life=1.0)
    >>> form.learn(np.array([1.0, 0.0]), day=0.0)
    >>> form.learn(np.array([0.0, 1.0]), day=1.0)
    >>> form.scores(np.eye(2), day=1.0).round(3).tolist()
    [0.447, 0.894]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from penchant.memory.core.simple.form import Form
from penchant.memory.core.simple.mean import DecayedMean
from penchant.memory.core.simple.offline import LogisticRegression, RandomForest
from penchant.memory.core.simple.rules import NeighbourRule, ThresholdRule
from penchant.memory.core.simple.softmax import SoftmaxProfile
from penchant.memory.errors import BadInput

FORMS: Mapping[str, Callable[..., Form]] = {
    "softmax-profile": SoftmaxProfile,
    "decayed-mean": DecayedMean,
    "threshold-rule": ThresholdRule,
    "neighbour-rule": NeighbourRule,
    "logistic-regression": LogisticRegression,
    "random-forest": RandomForest,
}
"""The forms by name; the last two need the extra ``simple``."""


def named(name: str, **values: Any) -> Form:
    """A new form of this name, with these values. An unknown name, or values that it does not
    take, are a BadInput; MissingExtra where the form needs a package that is not installed.
    """
    if name not in FORMS:
        raise BadInput(f"there is no simple form {name!r}, only {', '.join(FORMS)}")
    try:
        return FORMS[name](**values)
    except TypeError as error:
        raise BadInput(f"the simple form {name!r} cannot be made so: {error}") from error
