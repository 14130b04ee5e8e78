"""``python -m bench NAME [OPTIONS]``: run one of the measurements by name.

Knows the list of names; what is measured and how is each module's own.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence

BENCHES: Mapping[str, str] = {
    "conversation": "what is recommended within conversations (ReDial), beside peers",
    "drift": "what is found where the truth is known: decay, kinds, people who change",
    "embedder": "the default embedder against sentence-transformers",
    "imports": "speed of imports: with the real model, of a large catalog, repeated",
    "learning": "what learning from behaviour costs as history grows, in time and room",
    "lifetime": "a million events by one person: what it takes, and what the folds grow to",
    "lists": "whole lists for real people, by the position of each knob",
    "onboarding": "what asking a new person tells: our questions beside others",
    "quality": "what is recommended, on real events in time order, beside all peers",
    "speed": "lists, recall and recording: medians, upper twentieths and memory, beside peers",
    "understanding": "what the rules make of labelled turns in both languages",
}
"""Modules of this folder with ``main(arguments) -> exit code``, and what they measure."""


def main(arguments: Sequence[str]) -> int:
    """Run the measurement that the first argument names; its exit code."""
    if not arguments or arguments[0] not in BENCHES:
        print("usage: python -m bench NAME [OPTIONS]", file=sys.stderr)
        for name, what in BENCHES.items():
            print(f"  {name:<14} {what}", file=sys.stderr)
        return 2
    code: int = importlib.import_module(f"bench.{arguments[0]}").main(arguments[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
