"""SASRec: self-attention over a person's sequence of items, trained by softmax over all items.

Two layers, 64 wide. Trained until the held-out last items of the training sequences are no longer
found better, then kept up with a few rounds at every further fit; a person's fresh history goes
in at every question.
"""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.quality import metrics
from bench.quality.events import Floats, Rows, Setting
from bench.quality.histories import Histories
from bench.quality.method import Entry

WIDTH, LAYERS, HEADS = 64, 2, 2
BATCH = 16
"""Windows of a sequence in one step."""
JUDGED = 1_000
"""At most so many people's last items say when training has converged."""


class SasRec:
    """A sequence model behind the same door as the others.

    ``part`` is the share of all steps, drawn anew each round, that a round asks for; ``further``
    the number of rounds on everything after training and at each further fit.
    """

    def __init__(
        self,
        setting: Setting,
        length: int = 50,
        dropout: float = 0.2,
        rate: float = 3e-3,
        rounds: int = 60,
        patience: int = 6,
        further: int = 2,
        part: float = 1.0,
        refit_days: float = 7.0,
    ) -> None:
        self.refit_days = refit_days
        self._histories = Histories(setting.users)
        self._items, self._length, self._dropout = setting.items, length, dropout
        self._rate, self._rounds, self._patience = rate, rounds, patience
        self._further, self._part = further, part
        self._network: Any = None
        self._optimizer: Any = None
        self._weights: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._known = np.zeros(setting.items, bool)

    def score(self, user: int, day: float, candidates: Rows) -> Floats:
        """The logits after the person's last items; items new since the last fit come last."""
        items = self._histories.items(user, self._length)
        if self._network is None or not len(items):
            return np.zeros(len(candidates))
        state = self._states([items.tolist()])[0]
        logits = (self._weights @ state)[candidates]
        return np.where(self._known[candidates], logits, -np.inf).astype(np.float64)

    def learn(self, user: int, item: int, day: float, kind: int, value: float) -> None:
        """Remember the item."""
        self._histories.add(user, item, day)

    def refit(self, day: float) -> None:
        """Train to convergence the first time, a few rounds on everything afterwards."""
        import torch

        lists = [mine for mine in self._histories.everyone() if len(mine) >= 2]
        for mine in self._histories.everyone():
            self._known[mine] = True
        if self._network is None:
            torch.manual_seed(1)
            self._network = _network(self._items, self._length, self._dropout)
            self._optimizer = torch.optim.Adam(self._network.parameters(), self._rate)
            self._converge(lists)
        for _ in range(self._further):
            self._round(lists)
        self._hold()

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
            for row, mine in zip(logits, some, strict=True):
                row[mine[:-1]] = -np.inf
                gains.append(metrics.rank_of(row.astype(np.float64), mine[-1]))
        return float(metrics.gains(np.array(gains)).mean())

    def _round(self, lists: list[list[int]]) -> None:
        import torch

        windows = _windows(lists, self._length)
        self._network.train()
        for rows in torch.randperm(len(windows)).split(BATCH):
            batch = windows[rows]
            batch = batch[:, (batch >= 0).any(dim=0)]
            states, after = self._network(batch[:, :-1]), batch[:, 1:]
            asked = (after >= 0) & (batch[:, :-1] >= 0)
            if self._part < 1:
                asked &= torch.rand(asked.shape) < self._part
            logits = states[asked] @ self._network.items.weight[:-1].T
            loss = torch.nn.functional.cross_entropy(logits, after[asked])
            self._optimizer.zero_grad()
            loss.backward()
            self._optimizer.step()

    def _hold(self) -> None:
        self._network.eval()
        self._weights = self._network.items.weight[:-1].detach().numpy()

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


def _windows(lists: list[list[int]], length: int) -> Any:
    """(n, length + 1) of items, filled with -1 from the left; every step is asked for once."""
    import torch

    rows = []
    for mine in lists:
        for end in range(len(mine), 1, -length):
            rows.append(mine[max(end - length - 1, 0) : end])
    filled = np.full((len(rows), length + 1), -1)
    for row, one in enumerate(rows):
        filled[row, length + 1 - len(one) :] = one
    return torch.from_numpy(filled)


def _network(items: int, length: int, dropout: float) -> Any:
    import torch
    from torch import nn

    class Network(nn.Module):
        """Item and place (counted from the end) in, a state per place out."""

        def __init__(self) -> None:
            super().__init__()
            self.items = nn.Embedding(items + 1, WIDTH, padding_idx=items)
            self.places = nn.Embedding(length, WIDTH)
            nn.init.normal_(self.items.weight, std=0.02)
            nn.init.normal_(self.places.weight, std=0.02)
            layer = nn.TransformerEncoderLayer(
                WIDTH, HEADS, WIDTH * 4, dropout, "gelu", batch_first=True, norm_first=True
            )
            self.layers = nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False)
            self.drop, self.norm = nn.Dropout(dropout), nn.LayerNorm(WIDTH)

        def forward(self, rows: Any) -> Any:
            empty = rows < 0
            wide = rows.shape[1]
            inputs = self.items(torch.where(empty, items, rows)) * WIDTH**0.5
            inputs = inputs + self.places(torch.arange(wide - 1, -1, -1))
            later = torch.triu(torch.ones(wide, wide, dtype=torch.bool), 1)
            # Filling stands on the left; it may see itself, so that no row is without anything.
            hidden = later[None] | empty[:, None, :]
            hidden = hidden & ~torch.eye(wide, dtype=torch.bool)
            hidden = hidden.repeat_interleave(HEADS, dim=0)
            return self.norm(self.layers(self.drop(inputs), mask=hidden))

    return Network()


ENTRIES = (
    Entry(
        "sasrec",
        SasRec,
        {"refit_days": (7.0,), "dropout": (0.2, 0.5), "rate": (3e-3, 1e-3), "length": (50,)},
        {"p3": {"part": (0.6,), "further": (0,)}, "p3-time": {"part": (0.6,)}},
        trained=True,
        needs="torch",
        note="trained to convergence once, then weekly rounds",
    ),
)
