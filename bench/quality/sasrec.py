"""SASRec: self-attention over a person's sequence of items, trained by softmax over known items.

Trained until the held-out last items of the training sequences are no longer
found better. Every further fit starts from the network and the optimizer's state as they are, and
goes over the sequences that grew since, and as many others; an item enters the softmax at the
first fit that knows it. A person's fresh history goes in at every question.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.quality import attention, metrics
from bench.quality.events import Floats, Rows, Setting
from bench.quality.histories import Histories
from bench.quality.method import Entry

JUDGED = 1_000
"""At most so many people's last items say when training has converged."""


class SasRec:
    """A sequence model behind the same door as the others.

    ``batch`` is how many steps of sequences go into one gradient; ``part`` the share of all steps,
    drawn anew each round, that a round asks for; ``further`` the number of rounds on everything
    after training; ``again`` the number of rounds at each further fit, and ``replay`` how many
    sequences these take in for each that grew.
    """

    def __init__(
        self,
        setting: Setting,
        length: int = 50,
        dropout: float = 0.2,
        rate: float = 3e-3,
        batch: int = 400,
        rounds: int = 60,
        patience: int = 6,
        further: int = 2,
        again: int = 2,
        replay: float = 1.0,
        part: float = 1.0,
        refit_days: float = 1.0,
    ) -> None:
        self.refit_days = refit_days
        self._histories = Histories(setting.users)
        self._items, self._length, self._dropout = setting.items, length, dropout
        self._rate, self._batch, self._rounds, self._patience = rate, batch, rounds, patience
        self._further, self._again, self._replay, self._part = further, again, replay, part
        self._network: Any = None
        self._optimizer: Any = None
        self._weights: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._known: Rows = np.zeros(0, np.intp)
        self._place = np.full(setting.items, -1)
        self._learned: list[int] = []
        self._rng = np.random.default_rng(1)

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The logits after the person's last items; items new since the last fit come last."""
        items = self._histories.items(user, self._length)
        if self._network is None or not len(items):
            return np.zeros(len(candidates))
        logits = np.full(self._items, -np.inf)
        logits[self._known] = self._weights @ self._states([items.tolist()])[0]
        return logits[candidates]

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Remember the item."""
        self._histories.add(user, item, day)

    def refit(self, day: float) -> None:
        """Train to convergence the first time, keep up with what is new afterwards."""
        import torch

        everyone = self._histories.everyone()
        lists = [mine for mine in everyone if len(mine) >= 2]
        self._known = np.array(sorted({item for mine in everyone for item in mine}), np.intp)
        self._place[self._known] = np.arange(len(self._known))
        if self._network is None:
            torch.manual_seed(1)
            self._network = attention.network(self._items, self._length, self._dropout)
            self._optimizer = torch.optim.Adam(self._network.parameters(), self._rate)
            self._converge(lists)
            for _ in range(self._further):
                self._round(lists)
        else:
            for _ in range(self._again):
                self._round(self._grown())
        self._learned = [len(mine) for mine in everyone]
        self._hold()

    def _grown(self) -> list[list[int]]:
        """What is new of each sequence with a window's steps before it, and others' last steps."""
        found: list[list[int]] = []
        others: list[list[int]] = []
        for mine, before in zip(self._histories.everyone(), self._learned, strict=True):
            if len(mine) < 2:
                continue
            begin = max(min(before, len(mine) - self._length) - 1, 0)
            (found if len(mine) > before else others).append(mine[begin:])
        some = min(round(self._replay * len(found)), len(others))
        return found + [others[k] for k in self._rng.choice(len(others), some, replace=False)]

    def _converge(self, lists: list[list[int]]) -> None:
        held = [mine for mine in lists if len(mine) >= 4]
        rng = np.random.default_rng(1)
        if len(held) > JUDGED:
            held = [held[place] for place in rng.choice(len(held), JUDGED, replace=False)]
        judged = {id(mine) for mine in held}
        train = [mine[:-1] if id(mine) in judged else mine for mine in lists]
        best, state, waited = -1.0, None, 0
        for _ in range(self._rounds):
            self._round(train)
            found = self._judge(held)
            if found > best:
                best, waited = found, 0
                state = copy.deepcopy((self._network.state_dict(), self._optimizer.state_dict()))
            else:
                waited += 1
            if waited >= self._patience:
                break
        if state is not None:
            self._network.load_state_dict(state[0])
            self._optimizer.load_state_dict(state[1])

    def _judge(self, held: list[list[int]]) -> float:
        self._hold()
        gains = []
        for begin in range(0, len(held), 256):
            some = held[begin : begin + 256]
            logits = self._states([mine[:-1] for mine in some]) @ self._weights.T
            for row, mine in zip(logits.astype(np.float64), some, strict=True):
                places = self._place[mine]
                row[places[:-1]] = -np.inf
                gains.append(metrics.rank_of(row, int(places[-1])))
        return float(metrics.gains(np.array(gains)).mean())

    def _round(self, lists: list[list[int]]) -> None:
        import torch

        known, place = torch.from_numpy(self._known), torch.from_numpy(self._place)
        self._network.train()
        for batch in attention.batches(attention.windows(lists, self._length), self._batch):
            states, after = self._network(batch[:, :-1]), batch[:, 1:]
            asked = (after >= 0) & (batch[:, :-1] >= 0)
            if self._part < 1:
                asked &= torch.rand(asked.shape) < self._part
            logits = states[asked] @ self._network.items.weight[known].T
            loss = torch.nn.functional.cross_entropy(logits, place[after[asked]])
            self._optimizer.zero_grad()
            loss.backward()
            self._optimizer.step()

    def _hold(self) -> None:
        self._network.eval()
        self._weights = self._network.items.weight.detach().numpy()[self._known]

    def _states(self, lists: list[list[int]]) -> NDArray[np.float32]:
        import torch

        cut = [mine[-self._length :] for mine in lists]
        longest = max(len(mine) for mine in cut)
        rows = torch.full((len(cut), longest), -1)
        for row, mine in enumerate(cut):
            rows[row, longest - len(mine) :] = torch.tensor(mine)
        with torch.no_grad():
            states: NDArray[np.float32] = self._network(rows)[:, -1].numpy()
        return states


_P3 = {"part": (0.6,), "batch": (800,)}
"""There most sequences are longer than a window."""
ENTRIES = (
    Entry(
        "sasrec",
        SasRec,
        {
            "refit_days": (1.0,),
            "dropout": (0.2, 0.5),
            "rate": (3e-3, 1e-3),
            "again": (5, 2, 15),
            "replay": (1.0, 0.0, 4.0),
            "length": (50,),
        },
        {"p3": {**_P3, "further": (0,), "again": (0,), "replay": (0.0,)}, "p3-time": _P3},
        trained=True,
        needs="torch",
        note="trained to convergence once, kept up with what is new at each further fit",
    ),
)
