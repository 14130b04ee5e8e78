"""The network of :mod:`bench.quality.sasrec`, and how sequences of items go into it.

Two layers, 64 wide. Knows no events, fits or scores. torch is imported where it is used: a run
without what is trained does without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

WIDTH, LAYERS, HEADS = 64, 2, 2


def windows(lists: list[list[int]], length: int) -> Any:
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


def batches(rows: Any, steps: int) -> Iterator[Any]:
    """Windows of about the same length together, ``steps`` steps at a time, in random order."""
    import torch

    lengths = (rows >= 0).sum(dim=1)
    order = torch.randperm(len(rows))
    order = order[torch.argsort(lengths[order], stable=True)]
    # Short ones beside long ones would be filling for the most part.
    groups = torch.cumsum(lengths[order] - 1, 0) // steps
    parts = order.split(torch.unique_consecutive(groups, return_counts=True)[1].tolist())
    for place in torch.randperm(len(parts)).tolist():
        batch = rows[parts[place]]
        yield batch[:, (batch >= 0).any(dim=0)]


def network(items: int, length: int, dropout: float) -> Any:
    """A network: (n, places) of items, -1 where there is none, in; (n, places, WIDTH) out."""
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
