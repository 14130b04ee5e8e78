"""The simple forms side by side: what each of them makes of the same few things somebody liked.

    python examples/simple_forms.py

Films lie in a space of three directions (space travel, crime, romance). Somebody liked crime films
long ago and films about space lately, and turned down a romance. The last part fits importances of
two signals offline, which needs the extra "simple".
"""

from __future__ import annotations

import numpy as np

from penchant.memory.core import simple
from penchant.memory.core.simple.offline import LogisticRegression, RandomForest
from penchant.memory.errors import MissingExtra

FILMS = {
    "Moon": (1.0, 0.0, 0.0),
    "Heat": (0.0, 1.0, 0.0),
    "Amélie": (0.0, 0.0, 1.0),
    "Outland": (0.8, 0.6, 0.0),
    "Passengers": (0.8, 0.0, 0.6),
}
LIFE = (
    ("Heat", 0.0, 1.0),
    ("Heat", 2.0, 1.0),
    ("Moon", 60.0, 1.0),
    ("Amélie", 61.0, -0.5),
)
"""Each a film, the day on which something was done with it, and how much that says of liking."""

FORMS = {
    "softmax-profile": {"weights": 4.0 * np.eye(3), "step": 0.3},
    "decayed-mean": {"half_life": 30.0},
    "threshold-rule": {"threshold": 0.6, "half_life": 30.0},
    "neighbour-rule": {"k": 2},
}


def compare() -> dict[str, dict[str, float]]:
    """The score of every film, by form."""
    films = np.array(list(FILMS.values()))
    found = {}
    for name, values in FORMS.items():
        form = simple.named(name, **values)
        for film, day, amount in LIFE:
            form.learn(np.array(FILMS[film]), day, amount)
        found[name] = dict(zip(FILMS, form.scores(films, 62.0).tolist(), strict=True))
    return found


def importances(seed: int = 1) -> dict[str, dict[str, float]]:
    """Of three signals, the first tells most of what is chosen, the second some, the third none."""
    rng = np.random.default_rng(seed)
    signals = rng.normal(size=(400, 3))
    chosen = 2.0 * signals[:, 0] + 0.7 * signals[:, 1] + rng.logistic(size=400) > 0
    found = {}
    for name in ("logistic-regression", "random-forest"):
        form = simple.named(name, names=("near", "known", "noise"))
        assert isinstance(form, LogisticRegression | RandomForest)
        for row, yes in zip(signals, chosen, strict=True):
            form.learn(row, 0.0, 1.0 if yes else 0.0)
        found[name] = form.importances()
    return found


def main() -> None:
    print(f"{'score of':<22}" + "".join(f"{film:>12}" for film in FILMS))
    for name, scores in compare().items():
        print(f"{name:<22}" + "".join(f"{score:>12.2f}" for score in scores.values()))
    print()
    try:
        for name, shares in importances().items():
            print(f"{name:<22}" + "".join(f"{k:>8} {v:4.0%}" for k, v in shares.items()))
    except MissingExtra as missing:
        print(missing)


if __name__ == "__main__":
    main()
