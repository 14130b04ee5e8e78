"""Importances of signals by models that are fitted offline: logistic regression, random forest.

An example is an item's signals at the moment it was offered; a positive amount says that it was
chosen. All examples are kept, and the model is fitted when it is asked for something. The only
module that knows scikit-learn, an extra; knows nothing of what the signals mean.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np

from penchant.memory.core.decay import Array
from penchant.memory.core.simple.form import Numbers
from penchant.memory.errors import BadInput, MissingExtra


class _Fitted(ABC):
    """Keeps examples of the signals ``names``, and fits when there is something to fit."""

    def __init__(self, names: Sequence[str]) -> None:
        if not names or len(set(names)) != len(names):
            raise BadInput("signals have names, each its own")
        try:
            import sklearn  # noqa: F401
        except ImportError as error:
            raise MissingExtra("simple", "scikit-learn", "fitting importances offline") from error
        self.names = tuple(names)
        self._signals: list[Array] = []
        self._chosen: list[bool] = []
        self._model: Any = None
        self._mean: Array = np.zeros(len(names))
        self._spread: Array = np.ones(len(names))

    def learn(self, vector: Numbers, day: float, amount: float = 1.0) -> None:
        """Keep one item's signals (S,); it was chosen if ``amount`` is above 0.

        Signals that are all 0 are an example too; NaN and infinity are none.
        """
        if len(vector) != len(self.names):
            raise BadInput(f"{len(vector)} signals instead of {len(self.names)}")
        if np.isfinite(vector).all() and np.isfinite(amount):
            self._signals.append(np.asarray(vector, float))
            self._chosen.append(amount > 0)
            self._model = None

    def _fit(self) -> bool:
        """Fit if need be; False while there is nothing to tell apart."""
        if self._model is None:
            if len(set(self._chosen)) < 2:
                return False
            signals = np.stack(self._signals)
            self._mean, spread = signals.mean(axis=0), signals.std(axis=0)
            self._spread = np.where(spread > 1e-12, spread, 1.0)
            self._model = self._make().fit(self._scaled(signals), np.array(self._chosen))
        return True

    @abstractmethod
    def _make(self) -> Any:
        """The model of scikit-learn, not fitted yet."""

    def _scaled(self, signals: Numbers) -> Array:
        return np.asarray((signals - self._mean) / self._spread, float)

    def _shares(self, sizes: Array) -> dict[str, float]:
        total = float(sizes.sum())
        if total <= 0:
            return {}
        return dict(zip(self.names, (sizes / total).tolist(), strict=True))


class LogisticRegression(_Fitted):
    """Log-odds linear in the signals, each brought to mean 0 and spread 1 first; ``strength`` is
    the inverse of the penalty on squared weights.
    """

    def __init__(self, names: Sequence[str], strength: float = 1.0) -> None:
        super().__init__(names)
        if not strength > 0:
            raise BadInput("a strength is above 0")
        self.strength = strength

    def _make(self) -> Any:
        from sklearn import linear_model

        return linear_model.LogisticRegression(C=self.strength, max_iter=1_000)

    def scores(self, items: Numbers, day: float) -> Array:
        """The log-odds that each of ``items`` (n, S) is chosen."""
        if not self._fit():
            return np.zeros(len(items))
        return np.asarray(self._model.decision_function(self._scaled(items)), float)

    def importances(self) -> dict[str, float]:
        """The size of each signal's weight times its spread, as shares that sum to 1; empty while
        nothing tells what is chosen from what is not.
        """
        return self._shares(np.abs(self._model.coef_[0])) if self._fit() else {}


class RandomForest(_Fitted):
    """``trees`` decision trees, each on a draw of the examples; ``seed`` decides the draws."""

    def __init__(self, names: Sequence[str], trees: int = 100, seed: int = 0) -> None:
        super().__init__(names)
        if trees < 1:
            raise BadInput("a forest has one tree at least")
        self.trees, self.seed = trees, seed

    def _make(self) -> Any:
        from sklearn import ensemble

        return ensemble.RandomForestClassifier(
            n_estimators=self.trees, random_state=self.seed, n_jobs=1
        )

    def scores(self, items: Numbers, day: float) -> Array:
        """The share of the trees' votes for each of ``items`` (n, S), in [0, 1]."""
        if not self._fit():
            return np.zeros(len(items))
        return np.asarray(self._model.predict_proba(self._scaled(items))[:, 1], float)

    def importances(self) -> dict[str, float]:
        """How much of the impurity each signal takes away, as shares that sum to 1; empty while
        nothing tells what is chosen from what is not.
        """
        return self._shares(np.asarray(self._model.feature_importances_)) if self._fit() else {}
