"""What is measured of one list: what was found, whether its parts are in proportion, how varied it
is and how well known.

Knows numbers only; knows nothing of the product or of settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.lists.asking import N, Parts
from bench.lists.people import Person, Plan
from bench.quality import metrics
from bench.quality.events import Data, Floats, Rows
from bench.quality.vectors import centred

SMOOTHED = 0.01
"""Of the list's shares so much are the person's own, so that nothing is divided by 0 (Steck)."""

HEAD = 0.8
"""The most rated films that have so many of all ratings are no part of the long tail."""

MEASURES: Mapping[str, str] = {
    "ndcg10": "NDCG@10",
    "recall10": "recall@10",
    "interests": "KL interests",
    "genres": "KL genres",
    "diversity10": "divers",
    "tail": "long tail",
    "novelty": "novel",
}


@dataclass(frozen=True)
class World:
    """The films as they are measured: ``genres`` (films, genres), each row a film's shares,
    ``vectors`` (films, d) unit rows less their mean, ``people`` who rated each before and the
    ``tail``, both (films,).
    """

    genres: Floats
    vectors: NDArray[np.float32]
    people: Rows
    tail: NDArray[np.bool_]

    @classmethod
    def of(cls, data: Data, plan: Plan, vectors: NDArray[np.float32]) -> World:
        """As of the day of ``plan``; ``vectors`` are the texts' own."""
        names = sorted({name for one in data.categories for name in one})
        genres = np.zeros((data.items, len(names)))
        for film, mine in enumerate(data.categories):
            for name in mine:
                genres[film, names.index(name)] = 1 / len(mine)
        people = np.bincount(plan.past.item, minlength=data.items)
        return cls(genres, centred(vectors), people, tail_of(people))


def tail_of(counts: Rows) -> NDArray[np.bool_]:
    """Which films are of the long tail, by their ratings (films,)."""
    order = np.argsort(-counts, kind="stable")
    before = np.cumsum(counts[order]) - counts[order]
    tail = np.empty(len(counts), bool)
    tail[order] = before >= HEAD * counts.sum()
    return tail


def measured(films: Rows, person: Person, parts: Parts, world: World) -> dict[str, float]:
    """The figures of one list, best first; nan where there is nothing to measure."""
    novelty = -np.log2((world.people + 1) / (world.people.sum() + len(world.people)))
    found = [film in person.wanted for film in films.tolist()]
    return {
        "ndcg10": ndcg(found, len(person.wanted)),
        "recall10": sum(found) / len(person.wanted),
        "interests": _of_interests(films, parts),
        "genres": divergence(shares(person.liked, world.genres), shares(films, world.genres)),
        "diversity10": metrics.spread_of_vectors(world.vectors[films]),
        "tail": _mean(world.tail[films]),
        "novelty": _mean(novelty[films]),
    }


def ndcg(found: Sequence[bool], wanted: int) -> float:
    """NDCG of a list of N; ``found`` says of each place whether it was wanted."""
    gained = sum(1 / np.log2(place + 2) for place, one in enumerate(found) if one)
    return float(gained / sum(1 / np.log2(place + 2) for place in range(min(N, wanted))))


def shares(films: Sequence[int] | Rows, genres: Floats) -> Floats:
    """The genres' shares in some films, each film counting alike; all 0 where none has any."""
    total: Floats = genres[np.asarray(films, np.intp)].sum(axis=0)
    return total / max(float(total.sum()), 1e-12)


def divergence(due: Floats, given: Floats) -> float:
    """The Kullback-Leibler divergence of the shares ``given`` from those ``due``, in nats, as Steck
    (Calibrated Recommendations, 2018) has it: 0 where they are the same. nan where nothing is due.
    """
    there = due > 0
    if not there.any():
        return float("nan")
    near = (1 - SMOOTHED) * given + SMOOTHED * due
    return float((due[there] * np.log(due[there] / near[there])).sum())


def covered(lists: Sequence[Set[int]], films: int) -> float:
    """The share of all ``films`` that stand in some list."""
    return len(set[int]().union(*lists)) / films


def _of_interests(films: Rows, parts: Parts) -> float:
    """What belongs to no interest is in nobody's proportion: nothing of it is due."""
    if not len(films):
        return float("nan")
    # The last is of none, which is -1.
    counts = np.zeros(len(parts.shares) + 1)
    for film in films.tolist():
        counts[parts.whose[film]] += 1
    return divergence(np.append(parts.shares, 0.0), counts / len(films))


def _mean(values: NDArray[np.bool_] | Floats) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
