"""The lists that people are given, setting by setting, and to which interest each film belongs.

Knows the product's recommender and settings; knows nothing of what people liked after.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from bench.lists.people import Plan
from bench.lists.settings import Setting
from bench.quality.events import Floats, Rows
from penchant.memory.records import Request
from penchant.tools.listing.tastes import FITS, NONE
from penchant.tools.recommender import Recommender
from penchant.tools.retrieval import retrieval
from penchant.tools.retrieval.shares import fits_of
from penchant.tools.retrieval.view import View

N = 10


@dataclass(frozen=True)
class Parts:
    """What a person's interests are due, ``shares`` (k,), and by film the interest it belongs to,
    NONE where it belongs to none.
    """

    shares: Floats
    whose: dict[int, int]


@dataclass(slots=True)
class Shown:
    """By setting each person's lists, as rows of the catalog; each person's parts; and how long
    the lists took, in seconds.
    """

    lists: dict[Setting, list[tuple[Rows, ...]]] = field(default_factory=dict)
    parts: list[Parts] = field(default_factory=list)
    seconds: dict[Setting, list[float]] = field(default_factory=dict)
    whole: dict[Setting, list[Rows]] = field(default_factory=dict)
    """By setting each person's list where everything is scored."""


def ask(
    recommender: Recommender,
    plan: Plan,
    settings: Sequence[Setting],
    compared: Sequence[Setting] = (),
) -> Shown:
    """Everybody's lists by all ``settings``; by those ``compared`` also with everything scored."""
    found = Shown()
    for person in plan.people:
        user = str(person.user)
        _listed(recommender, user, Request())  # what is learned at the first question is no list's
        films: set[int] = set()
        for setting in settings:
            lists, seconds = [], found.seconds.setdefault(setting, [])
            for request in setting.requests(person.user):
                began = time.perf_counter()
                lists.append(_listed(recommender, user, request))
                seconds.append(time.perf_counter() - began)
                films.update(lists[-1].tolist())
            found.lists.setdefault(setting, []).append(tuple(lists))
        found.parts.append(parts_of(recommender, user, np.array(sorted(films), np.intp)))
        for setting in compared:
            with patch.object(retrieval, "WHOLE", len(recommender.catalog)):
                whole = _listed(recommender, user, setting.requests(person.user)[0])
            found.whole.setdefault(setting, []).append(whole)
    return found


def _listed(recommender: Recommender, user: str, request: Request) -> Rows:
    """The list, which is not journalled: that it was shown must not change the next one."""
    listed = recommender.recommend(user, request, N, at=recommender.memory.clock())
    return recommender.catalog.rows([one.item.id for one in listed.items])


def parts_of(recommender: Recommender, user: str, films: NDArray[np.intp]) -> Parts:
    """The parts of ``user``, for ``films`` (ascending). A film belongs to the interest that it is
    nearest to, as in the product (tools/listing/tastes.py).
    """
    judged = recommender.judge.judgement(user, Request(), recommender.memory.clock())
    likes = judged.profile.likes
    if not likes:
        return Parts(np.zeros(0), dict.fromkeys(films.tolist(), NONE))
    view = View(judged.ground, films)
    near = view.near(np.stack([one.centroid for one in likes]))
    for values, one in zip(near, likes, strict=True):
        values += view.matches(judged.asked.names[one.id])
    fits = fits_of(judged.asked, judged.ground)
    least = np.array([fits.get(one.id, FITS) for one in likes])
    nearest = np.argmax(near, axis=0)
    whose = np.where(near[nearest, np.arange(len(films))] >= least[nearest], nearest, NONE)
    shares = np.array([one.share for one in likes])
    return Parts(shares, dict(zip(films.tolist(), whose.tolist(), strict=True)))
