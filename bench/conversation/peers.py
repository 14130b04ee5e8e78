"""The peers: each a single part of what the product weighs together, alone.

Knows what the product's signals were taught, so that all have seen the same; knows nothing of
ranks. Each gives a score for every film.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.conversation.talking import Case, Scores
from penchant.memory.records import Item
from penchant.tools.talk.signals import SHRINK_NAMED, Talk

TIE = 1e-6
"""By so much popularity decides where a peer says nothing."""


def popularity(talk: Talk, case: Case) -> Scores:
    """Validation dialogs that name the film."""
    return talk.named.counts(case.dialog)


def embedding(talk: Talk, case: Case) -> Scores:
    """Nearness of the last turns' vector to the film's, both less their mean."""
    latest = case.said.latest_meaning
    if latest is None:
        return np.zeros(talk.facts.size)
    return (talk.matrix @ talk.latest_asked.placed(latest)).astype(float)


def company(talk: Talk, case: Case) -> Scores:
    """Named together with the films named, in validation dialogs."""
    said = case.said
    near = talk.named.near(said.named, said.weights, SHRINK_NAMED, case.dialog)
    return near + TIE * popularity(talk, case)


class TfIdf:
    """Words of both speakers against the whole text of the film, its title included: cosines of
    tf-idf as scikit-learn has it, with words that one text alone has left out.
    """

    def __init__(self, items: Sequence[Item]) -> None:
        self._words = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english")
        self._texts = self._words.fit_transform([item.text for item in items])

    def __call__(self, talk: Talk, case: Case) -> Scores:
        asked = self._words.transform([" ".join(case.example.context)])
        near: Scores = (self._texts @ asked.T).toarray()[:, 0]
        return near + TIE * popularity(talk, case)


def repeating(talk: Talk, case: Case) -> Scores:
    """What was named before, the last first; then popularity."""
    scores = popularity(talk, case)
    named = list(case.said.named)
    scores[named] = scores.max() + 1.0 + np.arange(len(named))
    return scores


def peers_of(items: Sequence[Item]) -> Mapping[str, Callable[[Talk, Case], Scores]]:
    """The peers over these films, by name."""
    return {
        "popularity": popularity,
        "embedding": embedding,
        "company": company,
        "words": TfIdf(items),
        "repeat+popularity": repeating,
    }
